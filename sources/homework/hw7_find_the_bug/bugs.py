# %% [markdown]
# Known wrong answers: the comment is what the student is told, the rest is what a student types.

# %% task="diagnose" bug="first_entry_alone"
# The verdict rests on the first entry. May the others not tell another story? See lecture 8,
# part 1: the ratio is taken entry by entry.
def diagnose(claimed, numerical):
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)
    if numerical[0] == 0:
        return (0, 1.0) if claimed[0] == 0 else (2, 0.0)
    factor = claimed[0] / numerical[0]
    return (0, 1.0) if abs(factor - 1) < 1e-4 else (1, factor)


# %% task="diagnose" bug="sign_lost"
# The factor comes out without its sign. Is −1 not the commonest factor of all? See lecture 8,
# part 1, “other sign”.
def diagnose(claimed, numerical):
    claimed, numerical = np.abs(np.ravel(claimed)), np.abs(np.ravel(numerical))
    if np.allclose(claimed, numerical, rtol=1e-4, atol=0):
        return 0, 1.0
    largest = np.argmax(numerical)
    if numerical[largest] == 0:
        return 2, 0.0
    factor = claimed[largest] / numerical[largest]
    return (1, factor) if np.allclose(claimed, factor * numerical, rtol=1e-4, atol=0) else (2, 0.0)


# %% task="diagnose" bug="upside_down"
# The factor is the referee's divided by the claimed, instead of claimed by the referee's. Which
# of the two is measured in terms of the other? See lecture 8, part 1.
def diagnose(claimed, numerical):
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)
    if np.allclose(claimed, numerical, rtol=1e-4, atol=0):
        return 0, 1.0
    largest = np.argmax(np.abs(claimed))
    if claimed[largest] == 0:
        return 1, 0.0
    factor = numerical[largest] / claimed[largest]
    return (1, factor) if np.allclose(numerical, factor * claimed, rtol=1e-4, atol=0) else (2, 0.0)


# %% task="diagnose" bug="mean_of_ratios"
# The mean of all ratios is called the one factor. Do the ratios agree with each other? See
# lecture 8, part 1: one factor, or another number in each entry.
def diagnose(claimed, numerical):
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)
    use = numerical != 0
    if not use.any():
        return (2, 0.0) if claimed.any() else (0, 1.0)
    factor = np.mean(claimed[use] / numerical[use])
    return (0, 1.0) if abs(factor - 1) < 1e-4 else (1, factor)


# %% task="diagnose" bug="absolute_tolerance"
# What is small passes as right. Is 1e-4 meant in itself, or compared with the numbers? See
# lecture 8, part 1: gradients are compared by their ratio.
def diagnose(claimed, numerical):
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)
    if np.allclose(claimed, numerical, rtol=0, atol=1e-4):
        return 0, 1.0
    largest = np.argmax(np.abs(numerical))
    if numerical[largest] == 0:
        return 2, 0.0
    factor = claimed[largest] / numerical[largest]
    return (1, factor) if np.allclose(claimed, factor * numerical, rtol=0, atol=1e-4) else (2, 0.0)


# %% task="diagnose" bug="zeros_are_no_pattern"
# An entry that is 0 in both spoils the verdict. What is the ratio of two zeros, and does it say
# anything? See lecture 8, part 1, and the sentence on zeros above the task.
def diagnose(claimed, numerical):
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)
    if np.any(numerical == 0):
        return 2, 0.0
    found = claimed / numerical
    if np.all(np.abs(found - 1) <= 1e-4):
        return 0, 1.0
    same = np.all(np.abs(found - found[0]) <= 1e-4 * np.abs(found[0]))
    return (1, found[0]) if same else (2, 0.0)


# %% task="diagnose" bug="never_kind_two"
# One factor is reported where none explains all entries. Is claimed really that factor times the
# referee's, everywhere? See lecture 8, part 1.
def diagnose(claimed, numerical):
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)
    if np.all(np.abs(claimed - numerical) <= 1e-4 * np.maximum(abs(claimed), abs(numerical))):
        return 0, 1.0
    largest = np.argmax(np.abs(numerical))
    if numerical[largest] == 0:
        return 2, 0.0
    return 1, claimed[largest] / numerical[largest]


# %% task="diagnose" bug="wide_tolerance"
# A deviation of a tenth of a per cent passes as agreement. How much is allowed? See the sentence
# above the task, and lecture 8, part 1: almost one is a fingerprint, too.
def diagnose(claimed, numerical):
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)
    if np.allclose(claimed, numerical, rtol=1e-2, atol=0):
        return 0, 1.0
    largest = np.argmax(np.abs(numerical))
    if numerical[largest] == 0:
        return 2, 0.0
    factor = claimed[largest] / numerical[largest]
    return (1, factor) if np.allclose(claimed, factor * numerical, rtol=1e-2, atol=0) else (2, 0.0)


# %% task="diagnose" bug="factor_of_the_first_entry"
# The factor is taken from the first entry, which may be 0 in both. What is the ratio of two zeros?
# Which entry of the referee's is never 0, unless all are? See lecture 8, part 1.
def diagnose(claimed, numerical):
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)
    if np.allclose(claimed, numerical, rtol=1e-4, atol=0):
        return 0, 1.0
    with np.errstate(all="ignore"):
        factor = claimed[0] / numerical[0]
        same = np.all(abs(claimed - factor * numerical) <= 1e-4 * abs(claimed))
    return (1, factor) if same else (2, 0.0)


# %% task="diagnose" bug="all_zero_is_no_pattern"
# A claimed gradient of zeros alone is called kind 2. Is it not one factor times the referee's? The
# text says what c may be; in lecture 8, part 1, a forgotten term looks like that.
def diagnose(claimed, numerical):
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)
    if np.allclose(claimed, numerical, rtol=1e-4, atol=0):
        return 0, 1.0
    largest = np.argmax(np.abs(numerical))
    if numerical[largest] == 0 or not claimed.any():
        return 2, 0.0
    factor = claimed[largest] / numerical[largest]
    return (1, factor) if np.allclose(claimed, factor * numerical, rtol=1e-4, atol=0) else (2, 0.0)


# %% task="diagnose" bug="lengths_compared"
# A wrong entry that is small beside the others is not seen: the difference was measured as one
# length. Compare entry by entry, says the text; see lecture 8, part 1.
def diagnose(claimed, numerical):
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)
    if np.linalg.norm(claimed - numerical) <= 1e-4 * np.linalg.norm(numerical):
        return 0, 1.0
    if not numerical.any():
        return 2, 0.0
    factor = claimed @ numerical / (numerical @ numerical)
    apart = np.linalg.norm(claimed - factor * numerical)
    return (1, factor) if apart <= 1e-4 * np.linalg.norm(claimed) else (2, 0.0)


# %% task="verdicts" bug="all_guilty"
# None of the six is right? Some of them the lectures derive: which? See lecture 3, parts 4 and 5.
verdicts = (0, 0, 0, 0, 0, 0)

# %% task="verdicts" bug="all_innocent"
# All six right? Check shapes, and the slope of tanh. See lecture 3, part 5.
verdicts = (1, 1, 1, 1, 1, 1)

# %% task="verdicts" bug="turned_round"
# All the other way round: does 1 stand for right? See the text above the task; the statements
# themselves are in lecture 3, parts 4 and 5.
verdicts = (0, 1, 0, 1, 0, 0)

# %% task="verdicts" bug="gate_of_the_activation_condemned"
# All but the last. Where is a ReLU's activation above 0, and where its pre-activation? See
# lecture 3, part 5.
verdicts = (1, 0, 1, 0, 1, 0)

# %% task="half_squared_error" bug="published"
# The loss is still the published one. By what does np.mean divide, and where is the text's ½?
# See lecture 2, part 5, “Say which loss”.
def half_squared_error(y, y_hat):
    return np.mean((y_hat - y) ** 2), (y_hat - y) / len(y)


# %% task="half_squared_error" bug="gradient_mended_instead"
# Loss and gradient are partners now, but of another loss than the text's: its second line was
# right. Which of the two is the law? See lecture 2, part 5, “Say which loss”.
def half_squared_error(y, y_hat):
    return np.mean((y_hat - y) ** 2), 2 * (y_hat - y) / np.size(y)


# %% task="half_squared_error" bug="half_of_the_mean"
# The ½ is there, but J is the mean over all entries. Outputs are summed, what is averaged over?
# See lecture 3, part 2: mean over the examples, sum over the outputs.
def half_squared_error(y, y_hat):
    return np.mean((y_hat - y) ** 2) / 2, (y_hat - y) / len(y)


# %% task="half_squared_error" bug="no_half_in_the_loss"
# J lacks the ½, while the gradient has it. What does the ½ cancel? See lecture 2, part 5.
def half_squared_error(y, y_hat):
    return np.sum((y_hat - y) ** 2) / len(y), (y_hat - y) / len(y)


# %% task="half_squared_error" bug="sum_over_examples"
# J and gradient are those of a sum over the examples. Where has the mean gone? See lecture 3,
# part 4: the 1/N enters once.
def half_squared_error(y, y_hat):
    return np.sum((y_hat - y) ** 2) / 2, y_hat - y


# %% task="ridge" bug="published"
# dW is still the published one. Which part of J has the 1/N, and which part of dW has not? See
# lecture 3, part 11.
def ridge(W, b, X, Y, strength):
    return published_ridge(W, b, X, Y, strength)


# %% task="ridge" bug="loss_mended_instead"
# J and dW are partners now, but the penalty in J has lost its 1/N. Which of the two does the text
# want? See lecture 3, part 11, which has the other convention.
def ridge(W, b, X, Y, strength):
    N, R = len(X), X @ W + b - Y
    J = (R**2).sum() / (2 * N) + strength * (W**2).sum() / 2
    return J, X.T @ R / N + strength * W, R.sum(axis=0) / N


# %% task="ridge" bug="two_in_the_penalty"
# The penalty's part of dW is twice too large. What does the ½ in J do to the 2 of the square? See
# lecture 3, part 11.
def ridge(W, b, X, Y, strength):
    J, _, db = published_ridge(W, b, X, Y, strength)
    return J, (X.T @ (X @ W + b - Y) + 2 * strength * W) / len(X), db


# %% task="ridge" bug="bias_penalised"
# db has a penalty in it. Is there a b in the second sum of J? See lecture 3, part 11.
def ridge(W, b, X, Y, strength):
    J, _, db = published_ridge(W, b, X, Y, strength)
    dW = (X.T @ (X @ W + b - Y) + strength * W) / len(X)
    return J, dW, db + strength * b / len(X)


# %% task="ridge" bug="penalty_left_out_of_the_gradient"
# dW has no penalty at all. Does J not change with W through its second sum, too? See lecture 3,
# part 11.
def ridge(W, b, X, Y, strength):
    J, _, db = published_ridge(W, b, X, Y, strength)
    return J, X.T @ (X @ W + b - Y) / len(X), db


# %% task="ridge" bug="divided_twice"
# The penalty's part of dW is divided by N twice. How often does the 1/N stand in J? See lecture 3,
# part 4, and part 11.
def ridge(W, b, X, Y, strength):
    J, _, db = published_ridge(W, b, X, Y, strength)
    N = len(X)
    return J, X.T @ (X @ W + b - Y) / N + strength * W / N**2, db


# %% task="exhibits" bug="upside_down"
# The factor is upside down: claimed over true, or true over claimed? See lecture 8, part 1.
exhibits = (2 / 3, 2, 0)

# %% task="exhibits" bug="one_factor_in_dW"
# Is all of dW too large, or only a part of each entry? Then no one factor explains it. See
# lecture 8, part 1.
exhibits = (1.5, 1, 0)

# %% task="exhibits" bug="one_output"
# That is the factor with one output. The case wants three. See lecture 8, part 1, and let
# diagnose do the work.
exhibits = (0.5, 2, 0)

# %% task="exhibits" bug="kinds_swapped"
# The kinds of dW and db stand in each other's place. In which of the two is the penalty? See
# lecture 3, part 11.
exhibits = (1.5, 0, 2)

# %% task="brier_delta" bug="published"
# That is the published δ: entry by entry. Does a nudge of one z move only its own p? See lecture 3,
# part 13.
def brier_delta(Z, Y):
    return published_brier_delta(Z, Y)


# %% task="brier_delta" bug="that_of_the_cross_entropy"
# p − y over N belongs to softmax with *cross-entropy*. Which loss is it here? See lecture 3,
# part 13.
def brier_delta(Z, Y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    return (P - Y) / len(Z)


# %% task="brier_delta" bug="no_mean"
# All entries are too large by the number of examples. Where is the mean of J? See lecture 3,
# part 4.
def brier_delta(Z, Y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    G = 2 * (P - Y)
    return P * (G - (G * P).sum(axis=1, keepdims=True))


# %% task="brier_delta" bug="no_two"
# All entries are half of what they should be. What is the derivative of a square? See lecture 2,
# part 5: no ½ stands in this J.
def brier_delta(Z, Y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    G = (P - Y) / len(Z)
    return P * (G - (G * P).sum(axis=1, keepdims=True))


# %% task="brier_delta" bug="sum_over_examples"
# The sum runs over the examples instead of the entries of a row. What does softmax mix? See
# lecture 3, part 13.
def brier_delta(Z, Y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    G = 2 * (P - Y) / len(Z)
    return P * (G - (G * P).sum(axis=0, keepdims=True))


# %% task="brier_delta" bug="overflow"
# For large logits the answer is not a number. By what may all e^z of a row be divided? See
# lecture 8, part 4, case 12.
def brier_delta(Z, Y):
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    G = 2 * (P - Y) / len(Z)
    return P * (G - (G * P).sum(axis=1, keepdims=True))


# %% task="brier_delta" bug="mean_over_all_entries"
# J was taken as a mean over all entries. Is it not a sum over the outputs? See lecture 3, part 2.
def brier_delta(Z, Y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    G = 2 * (P - Y) / np.size(Z)
    return P * (G - (G * P).sum(axis=1, keepdims=True))


# %% task="brier_delta" bug="twice_that_of_the_cross_entropy"
# 2(p − y)/N is ∂J/∂p, handed on as if softmax were not there. What lies between p and z? See lecture
# 3, part 13: with *this* loss nothing cancels.
def brier_delta(Z, Y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    return 2 * (P - Y) / len(Z)


# %% task="brier_delta" bug="mean_over_the_classes"
# What the other classes contribute is averaged. If one z moves several p, do their effects on J add
# up, or is it their mean that counts? See lecture 3, part 13.
def brier_delta(Z, Y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    G = 2 * (P - Y) / len(Z)
    return P * (G - (G * P).mean(axis=1, keepdims=True))


# %% task="brier_delta" bug="sum_over_everything"
# The sum runs over all entries of all examples. Does the p of one example move with the z of
# another? See lecture 3, part 13.
def brier_delta(Z, Y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    G = 2 * (P - Y) / len(Z)
    return P * (G - (G * P).sum())


# %% task="brier_delta" bug="sign_of_the_sum"
# What reaches z through the other p came in with a plus. If z grows, do the other p grow? They
# share a 1: see the Jacobian in lecture 3, part 13.
def brier_delta(Z, Y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = P / P.sum(axis=1, keepdims=True)
    G = 2 * (P - Y) / len(Z)
    return P * (G + (G * P).sum(axis=1, keepdims=True))


# %% task="one_step" bug="published"
# Both mistakes are still there. Which weights carried the signal, and at which point is σ′ taken?
# See lecture 2, parts 5 and 7.
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    return published_step(W1, b1, W2, b2, X, Y, learning_rate)


# %% task="one_step" bug="updated_weights"
# σ′ is right now, but the error still goes back through weights that have moved. To which point
# does a gradient belong? See lecture 2, part 7.
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    W2 = W2 - learning_rate * A.T @ delta2
    b2 = b2 - learning_rate * delta2.sum(axis=0)
    delta1 = (delta2 @ W2.T) * A * (1 - A)
    return W1 - learning_rate * X.T @ delta1, b1 - learning_rate * delta1.sum(axis=0), W2, b2


# %% task="one_step" bug="slope_at_the_activation"
# The weights are those of the forward pass now, but σ′ is still taken at the activation. What is
# σ of a σ? See lecture 2, part 5.
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * sigmoid(A) * (1 - sigmoid(A))
    dW2, db2 = A.T @ delta2, delta2.sum(axis=0)
    eta = learning_rate
    return W1 - eta * X.T @ delta1, b1 - eta * delta1.sum(axis=0), W2 - eta * dW2, b2 - eta * db2


# %% task="one_step" bug="climbs"
# The step goes up the slope. Which sign leads down? See lecture 2, part 1.
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * A * (1 - A)
    dW2, db2 = A.T @ delta2, delta2.sum(axis=0)
    eta = learning_rate
    return W1 + eta * X.T @ delta1, b1 + eta * delta1.sum(axis=0), W2 + eta * dW2, b2 + eta * db2


# %% task="one_step" bug="slope_of_tanh"
# The hidden slope is that of tanh. Which activation has this net? See lecture 2, part 5.
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    dW2, db2 = A.T @ delta2, delta2.sum(axis=0)
    eta = learning_rate
    return W1 - eta * X.T @ delta1, b1 - eta * delta1.sum(axis=0), W2 - eta * dW2, b2 - eta * db2


# %% task="one_step" bug="slope_left_out"
# δ of the hidden layer lacks σ′. What does each unit's own slope do to the blame? See lecture 3,
# part 5.
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = delta2 @ W2.T
    dW2, db2 = A.T @ delta2, delta2.sum(axis=0)
    eta = learning_rate
    return W1 - eta * X.T @ delta1, b1 - eta * delta1.sum(axis=0), W2 - eta * dW2, b2 - eta * db2


# %% task="one_step" bug="gradients_returned"
# Those are the gradients times the learning rate, not the parameters after the step. See lecture 3,
# part 3, for the update.
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * A * (1 - A)
    gradients = X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)
    return tuple(learning_rate * gradient for gradient in gradients)


# %% task="one_step" bug="slope_at_the_output"
# δ of the output has a sigmoid's slope in it. Which activation has the output here? See lecture 2,
# part 5, and the text of case D.
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    y_hat = A @ W2 + b2
    delta2 = (y_hat - Y) * sigmoid(y_hat) * (1 - sigmoid(y_hat)) / len(X)
    delta1 = (delta2 @ W2.T) * A * (1 - A)
    dW2, db2 = A.T @ delta2, delta2.sum(axis=0)
    eta = learning_rate
    return W1 - eta * X.T @ delta1, b1 - eta * delta1.sum(axis=0), W2 - eta * dW2, b2 - eta * db2


# %% task="one_step" bug="no_half_in_the_loss"
# The step is twice too large, in all four. What does the ½ of this J cancel? See lecture 2, part 5,
# “Say which loss”.
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    delta2 = 2 * (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * A * (1 - A)
    dW2, db2 = A.T @ delta2, delta2.sum(axis=0)
    eta = learning_rate
    return W1 - eta * X.T @ delta1, b1 - eta * delta1.sum(axis=0), W2 - eta * dW2, b2 - eta * db2


# %% task="one_step" bug="half_of_the_slope"
# The hidden slope is A alone. A sigmoid's slope has two factors: where is it 0, at one end or at
# both? See lecture 2, part 5.
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * A
    dW2, db2 = A.T @ delta2, delta2.sum(axis=0)
    eta = learning_rate
    return W1 - eta * X.T @ delta1, b1 - eta * delta1.sum(axis=0), W2 - eta * dW2, b2 - eta * db2


# %% task="one_step" bug="changes_the_parameters"
# Did `-=` write into arrays that belong to the caller? Who compares before and after would find no
# difference. `W = W - …` makes a new array: lecture 2, part 7.
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * A * (1 - A)
    W1 -= learning_rate * X.T @ delta1
    b1 -= learning_rate * delta1.sum(axis=0)
    W2 -= learning_rate * A.T @ delta2
    b2 -= learning_rate * delta2.sum(axis=0)
    return W1, b1, W2, b2


# %% task="clipped_gradient" bug="published"
# That is the famous gradient, of the loss that is not clipped. What does this J do under a nudge
# where ŷ is clipped? See lecture 2, part 11.
def clipped_gradient(z, y, epsilon):
    return published_clipped_loss(z, y, epsilon)[1]


# %% task="clipped_gradient" bug="clipped_prediction_minus_truth"
# The clipped ŷ stands in the famous formula. Is that a slope of this J? Ask the referee at an
# entry that is clipped. See lecture 2, part 11.
def clipped_gradient(z, y, epsilon):
    return (np.clip(sigmoid(z), epsilon, 1 - epsilon) - y) / len(z)


# %% task="clipped_gradient" bug="only_below"
# Entries clipped at 1 − ε still have a slope. At how many ends is ŷ clipped? See lecture 2,
# part 11.
def clipped_gradient(z, y, epsilon):
    y_hat = sigmoid(z)
    return (y_hat - y) / len(z) * (y_hat > epsilon)


# %% task="clipped_gradient" bug="only_where_wrong"
# Only the sure and wrong are taken for clipped. Is ŷ not clipped where it is sure and right? See
# lecture 2, part 11.
def clipped_gradient(z, y, epsilon):
    y_hat = sigmoid(z)
    flat = ((y == 1) & (y_hat < epsilon)) | ((y == 0) & (y_hat > 1 - epsilon))
    return (y_hat - y) / len(z) * ~flat


# %% task="clipped_gradient" bug="no_mean"
# All entries are too large by the number of examples. Is J not a mean? See lecture 3, part 4.
def clipped_gradient(z, y, epsilon):
    y_hat = sigmoid(z)
    return (y_hat - y) * ((y_hat > epsilon) & (y_hat < 1 - epsilon))


# %% task="clipped_gradient" bug="clipped_by_z"
# z was compared with ε and 1 − ε. Which of the two is clipped, z or ŷ? See lecture 2, part 11.
def clipped_gradient(z, y, epsilon):
    return (sigmoid(z) - y) / len(z) * ((z > epsilon) & (z < 1 - epsilon))


# %% task="clipped_gradient" bug="slope_twice"
# There is a σ′ too much: does it not cancel against the loss? See lecture 3, part 4.
def clipped_gradient(z, y, epsilon):
    y_hat = sigmoid(z)
    inside = (y_hat > epsilon) & (y_hat < 1 - epsilon)
    return (y_hat - y) * y_hat * (1 - y_hat) / len(z) * inside


# %% task="clipped_gradient" bug="mean_over_the_unclipped"
# The entries that are not clipped are divided by *their* number. Which N stands in J: do clipped
# examples not count in the mean? See lecture 3, part 4.
def clipped_gradient(z, y, epsilon):
    y_hat = sigmoid(z)
    inside = (y_hat > epsilon) & (y_hat < 1 - epsilon)
    return (y_hat - y) * inside / max(1, inside.sum())


# %% task="clipped_gradient" bug="only_above"
# Entries clipped at ε still have a slope. At how many ends is ŷ clipped? See lecture 2, part 11.
def clipped_gradient(z, y, epsilon):
    y_hat = sigmoid(z)
    return (y_hat - y) / len(z) * (y_hat < 1 - epsilon)


# %% task="dropout" bug="published"
# Both mistakes are still there. What is the mean of A · mask, and what passes back through a unit
# that was off? See lecture 3, part 5, on gates.
def dropout(A, mask, p, G):
    return published_dropout(A, mask, p, G)


# %% task="dropout" bug="no_scale"
# The mask is in both now, but the mean of out is too small. With which probability does an
# activation stay? See lecture 5, part 2, on means of products of independent numbers.
def dropout(A, mask, p, G):
    return A * mask, G * mask


# %% task="dropout" bug="scale_forward_alone"
# out is right, dA lacks the factor. Is out not a multiple of A where it is on? See lecture 2,
# part 4, on local derivatives.
def dropout(A, mask, p, G):
    return A * mask / (1 - p), G * mask


# %% task="dropout" bug="mask_forward_alone"
# dA lets gradients through units that were off. What does a nudge of such an activation change?
# See lecture 3, part 5.
def dropout(A, mask, p, G):
    return A * mask / (1 - p), G / (1 - p)


# %% task="dropout" bug="times_instead_of_divided"
# The factor makes out smaller still. Which way must what stays be changed, if some is missing? See
# lecture 5, part 2, on means.
def dropout(A, mask, p, G):
    return A * mask * (1 - p), G * mask * (1 - p)


# %% task="dropout" bug="share_that_stays"
# p was taken for the probability to stay. It is the one to be switched off. See the text of case F;
# lecture 5, part 2, has such means.
def dropout(A, mask, p, G):
    p = p or 1.0
    return A * mask / p, G * mask / p


# %% task="dropout" bug="measured_share"
# The factor comes from the share of this mask. It is right on average, yet depends on chance; which
# number is known beforehand? See lecture 5, part 2: an expectation, not a sample.
def dropout(A, mask, p, G):
    return A * mask / mask.mean(), G * mask / mask.mean()


# %% task="dropout" bug="squared_scale_back"
# dA has the factor twice. Once is what the chain rule gives: out is A times what? See lecture 2,
# part 4.
def dropout(A, mask, p, G):
    out = A * mask / (1 - p)
    return out, G * mask / (1 - p) ** 2


# %% task="dropout" bug="mask_turned_round"
# What should be off is on, and the other way round. What does a 1 in `mask` say? See the text of
# case F; gates are in lecture 3, part 5.
def dropout(A, mask, p, G):
    return A * (1 - mask) / (1 - p), G * (1 - mask) / (1 - p)


# %% task="dropout" bug="activation_in_the_gradient"
# out is right; in dA stands the activation as a factor. Nudge A by 1: by how much does out move?
# See lecture 2, part 4, on local derivatives.
def dropout(A, mask, p, G):
    return A * mask / (1 - p), G * A * mask / (1 - p)


# %% task="clipped_net_gradients" bug="published"
# The deltas are still clipped on their way. Is what comes out a multiple of the gradient? See
# lecture 4, part 7.
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    return published_clipping(W1, b1, W2, b2, X, Y, max_norm)


# %% task="clipped_net_gradients" bug="each_for_itself"
# Each array is clipped by a norm of its own, which turns the gradient. How many factors may there
# be? See lecture 4, part 7.
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    A = np.tanh(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    gradients = X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)
    return tuple(g * min(1.0, max_norm / np.linalg.norm(g)) for g in gradients)


# %% task="clipped_net_gradients" bug="clipped_by_value"
# The entries are clipped one by one. Which direction has the result? See lecture 4, part 7.
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    A = np.tanh(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    gradients = X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)
    return tuple(np.clip(g, -max_norm, max_norm) for g in gradients)


# %% task="clipped_net_gradients" bug="always_scaled"
# Short gradients are stretched to the largest norm. Is clipping not for long ones only? See
# lecture 4, part 7.
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    A = np.tanh(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    gradients = X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    return tuple(g * max_norm / norm for g in gradients)


# %% task="clipped_net_gradients" bug="not_clipped"
# The gradients are right, and not clipped. How long may all of them together be? See lecture 4,
# part 7.
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    A = np.tanh(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    return X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)


# %% task="clipped_net_gradients" bug="norm_of_the_weights_alone"
# The norm leaves out the biases. Of which vector is it the length? See lecture 4, part 7: all
# parameter gradients as one.
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    A = np.tanh(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    gradients = X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)
    norm = np.sqrt(np.sum(gradients[0] ** 2) + np.sum(gradients[2] ** 2))
    return tuple(g * min(1.0, max_norm / norm) for g in gradients)


# %% task="clipped_net_gradients" bug="sum_of_norms"
# The four norms were added. How long is a vector of four pieces? See lecture 4, question 9.
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    A = np.tanh(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    gradients = X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)
    norm = sum(np.linalg.norm(g) for g in gradients)
    return tuple(g * min(1.0, max_norm / norm) for g in gradients)


# %% task="clipped_net_gradients" bug="each_layer_for_itself"
# Each layer is clipped by a norm of its own, which turns the gradient. How many factors may there
# be? See lecture 4, part 7.
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    A = np.tanh(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    gradients = []
    for inputs, delta in ((X, delta1), (A, delta2)):
        dW, db = inputs.T @ delta, delta.sum(axis=0)
        factor = min(1.0, max_norm / np.sqrt(np.sum(dW**2) + np.sum(db**2)))
        gradients += [factor * dW, factor * db]
    return gradients


# %% task="clipped_net_gradients" bug="norm_of_the_deltas"
# There is one factor for all, but it comes from the length of the *deltas*. Whose length must not
# exceed the largest norm? See lecture 4, part 7: that of all parameter gradients as one.
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    A = np.tanh(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    factor = min(1.0, max_norm / np.sqrt(np.sum(delta1**2) + np.sum(delta2**2)))
    gradients = X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)
    return tuple(factor * g for g in gradients)


# %% task="weight_gradients" bug="published"
# That is the published pairing: the first input meets the *last* layer's δ. On a net of one width
# nothing complains. See lecture 3, part 5, step 5.
def weight_gradients(X, activations, deltas):
    return published_weight_gradients(X, activations, deltas)


# %% task="weight_gradients" bug="last_layer_first"
# Each gradient is right, and the list begins with the last layer. Where does layer 1 belong? See
# the text of case H, and lecture 3, part 5.
def weight_gradients(X, activations, deltas):
    inputs = [X, *activations][::-1]
    return [A.T @ delta for A, delta in zip(inputs, deltas, strict=True)]


# %% task="weight_gradients" bug="transposed"
# Each gradient lies on its side. Which shape has W, and so its gradient? See lecture 3, part 5.
def weight_gradients(X, activations, deltas):
    return [delta.T @ A for A, delta in zip([X, *activations], deltas[::-1], strict=True)]


# %% task="weight_gradients" bug="divided_again"
# Everything is divided by N once more. Is the mean not in δ already? See lecture 3, part 4.
def weight_gradients(X, activations, deltas):
    pairs = zip([X, *activations], deltas[::-1], strict=True)
    return [A.T @ delta / len(X) for A, delta in pairs]


# %% task="weight_gradients" bug="activations_reversed"
# The activations were turned round, the deltas not, and X still stands first. Which list was
# numbered from the output? See the text of case H, and lecture 3, part 5, step 5.
def weight_gradients(X, activations, deltas):
    return [A.T @ delta for A, delta in zip([X, *activations[::-1]], deltas, strict=True)]


# %% task="weight_gradients" bug="input_forgotten"
# There is one gradient too few. What comes into layer 1? See lecture 3, part 5, step 5.
def weight_gradients(X, activations, deltas):
    return [A.T @ delta for A, delta in zip(activations, deltas[-2::-1], strict=True)]


# %% task="weight_gradients" bug="deltas_reversed_in_place"
# Did `reverse()` turn the caller's list round? Who calls the function twice gets two different
# answers. `[::-1]` makes a new list; see lecture 3, part 5.
def weight_gradients(X, activations, deltas):
    deltas.reverse()
    return [A.T @ delta for A, delta in zip([X, *activations], deltas, strict=True)]
