# %% [markdown]
# Known wrong answers: the comment is what the student is told, the rest is what a student types.

# %% task="parameter_count" bug="no_biases"
# Your number counts the weights alone. Does a unit own nothing besides its weights? See lecture
# 3, part 1.
parameter_count = 161

# %% task="parameter_count" bug="one_bias_a_layer"
# Your number has a single bias for each layer. Is a bias shared by the units of a layer, or does
# each unit have one? See lecture 3, part 1.
parameter_count = 164

# %% task="parameter_count" bug="biases_of_the_inputs"
# Your number has 12 too many: as many as there are inputs. Do inputs have a bias? See lecture 3,
# part 1.
parameter_count = 191

# %% task="parameter_count" bug="counts_units"
# Your number counts the units of the network, not what can be learned in it. What sits on each
# wire between two layers? See lecture 3, part 1.
parameter_count = 30

# %% task="delta_count" bug="one_example"
# Your number is right for a single example. How many rows does δ have for a batch of 32? See
# lecture 3, part 5.
delta_count = 18

# %% task="delta_count" bug="inputs_too"
# Your number gives the 12 inputs a δ as well. Is there a pre-activation Z for the inputs? See
# lecture 3, part 5.
delta_count = 960

# %% task="delta_count" bug="hidden_only"
# Your number leaves out one layer. Does the output layer have a δ? It is the one that the
# recursion starts with. See lecture 3, part 4.
delta_count = 448

# %% task="delta_count" bug="counts_gradients"
# Your number is the number of parameters, and so of all entries of dW and db together. δ belongs
# to Z, not to W: which shape has it for a batch of 32? See lecture 3, part 5.
delta_count = 179

# %% task="softmax" bug="no_shift"
# Right for small logits, nan for large ones. How large is the exponential of 1000 for a
# computer? The freedom described above this task keeps the exponentials small; lecture 3, part
# 13, has the definition.
def softmax(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


# %% task="softmax" bug="one_shift_for_all"
# Rows of similar size come out right, but where rows lie far apart the small ones become 0/0.
# Did you subtract one number from the whole array, instead of one from each row? See lecture 3,
# part 13: softmax looks at one row at a time.
def softmax(Z):
    E = np.exp(Z - np.max(Z))
    return E / E.sum(axis=1, keepdims=True)


# %% task="softmax" bug="sums_over_everything"
# Your probabilities add up to 1 over the whole array, not in each row. Does your sum know its
# axis? Rows are examples: see lecture 3, part 13.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum()


# %% task="softmax" bug="sums_over_examples"
# The columns add up to 1, the rows do not: examples compete with each other, instead of classes.
# Which axis is which? Rows are examples, see lecture 3, part 1.
def softmax(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


# %% task="softmax" bug="sigmoid"
# These are sigmoids: each logit on its own, and a row does not add up to 1. Where do the other
# classes of the row come in? See lecture 3, part 13.
def softmax(Z):
    return np.where(Z >= 0, 1 / (1 + np.exp(-np.abs(Z))), 1 - 1 / (1 + np.exp(-np.abs(Z))))


# %% task="softmax" bug="one_hot"
# Each row has a single 1 and nothing but zeros beside it. That is a hard maximum: where did the
# exponentials go? See lecture 3, part 13.
def softmax(Z):
    return (Z == Z.max(axis=1, keepdims=True)).astype(float)


# %% task="softmax" bug="log_softmax"
# These are the logarithms of the right probabilities. Did you return the log-softmax that the
# next task is about? See lecture 3, part 13.
def softmax(Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return S - np.log(np.sum(np.exp(S), axis=1, keepdims=True))


# %% task="softmax" bug="clips_logits"
# Moderate logits are right, large ones are not: logits that differ by much come out alike. Did
# you clip them against the overflow? That changes the probabilities; the freedom described above
# the task does not. See also lecture 3, part 13.
def softmax(Z):
    E = np.exp(np.clip(Z, -100, 100))
    return E / E.sum(axis=1, keepdims=True)


# %% task="softmax" bug="axis_vanished"
# A sum or a maximum over axis 1 has shape (N,), and numpy aligns that with the columns: it fits
# only by chance. Has the axis that you summed over vanished, where it should have length 1? Look
# up `keepdims`; lecture 3, part 1, sets (5,) against (5, 1).
def softmax(Z):
    E = np.exp(Z - np.max(Z, axis=1))
    return E / np.sum(E, axis=1)


# %% task="softmax" bug="changes_logits"
# Whoever called your function finds other logits than before. Did `-=` or `out=` work on the
# caller's array instead of a new one? Lecture 3, part 3, changes parameters in place on purpose;
# here nobody asked for it.
def softmax(Z):
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=1, keepdims=True)
    return Z


# %% task="softmax" bug="mean_taken_away"
# The *mean* of each row is taken away. Logits that lie far above it still overflow. Which number of
# the row, taken away, leaves none above 0? Lecture 3, part 13, has the softmax.
def softmax(Z):
    with np.errstate(all="ignore"):
        exponentials = np.exp(Z - Z.mean(axis=1, keepdims=True))
        return exponentials / exponentials.sum(axis=1, keepdims=True)


# %% task="cross_entropy" bug="sum_not_mean"
# J comes out as a sum over the examples. Where is the mean? See lecture 3, part 2.
def cross_entropy(Y, Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return -np.sum(Y * (S - np.log(np.exp(S).sum(axis=1, keepdims=True))))


# %% task="cross_entropy" bug="mean_over_classes_too"
# J is too small by the number of classes. Did you take the mean over all entries, N · k of them?
# It is a mean over the examples and a sum over the classes: lecture 3, part 2.
def cross_entropy(Y, Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return -np.mean(Y * (S - np.log(np.exp(S).sum(axis=1, keepdims=True))))


# %% task="cross_entropy" bug="divides_by_classes"
# J is divided by the number of classes instead of the number of examples. Which of the two
# numbers in the shape counts the examples? Rows are examples: lecture 3, part 1.
def cross_entropy(Y, Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return -np.sum(Y * (S - np.log(np.exp(S).sum(axis=1, keepdims=True)))) / Y.shape[1]


# %% task="cross_entropy" bug="log_of_softmax"
# Right for small logits; for large ones a probability has become 0, and its logarithm makes the
# loss infinite or nan. Did you take the logarithm of a softmax after all? The text above this
# task goes round it; lecture 3, part 13, has the loss.
def cross_entropy(Y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    Y_hat = E / E.sum(axis=1, keepdims=True)
    return -np.sum(Y * np.log(Y_hat)) / len(Y)


# %% task="cross_entropy" bug="small_number_added"
# Almost right, but a very wrong example costs less than it should, as if there were a ceiling.
# Is a small number added inside the logarithm, or the probability clipped? Then the loss is no
# longer the one whose gradient is (Ŷ − Y)/N: lecture 3, part 13.
def cross_entropy(Y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    Y_hat = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.sum(Y * np.log(Y_hat + 1e-12), axis=1))


# %% task="cross_entropy" bug="small_number_added_8"
# Almost right, but a very wrong example costs less than it should, as if there were a ceiling.
# Is a small number added inside the logarithm, or the probability clipped? Then the loss is no
# longer the one whose gradient is (Ŷ − Y)/N: lecture 3, part 13.
def cross_entropy(Y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    Y_hat = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.sum(Y * np.log(Y_hat + 1e-8), axis=1))


# %% task="cross_entropy" bug="small_number_added_10"
# Almost right, but a very wrong example costs less than it should, as if there were a ceiling.
# Is a small number added inside the logarithm, or the probability clipped? Then the loss is no
# longer the one whose gradient is (Ŷ − Y)/N: lecture 3, part 13.
def cross_entropy(Y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    Y_hat = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.sum(Y * np.log(Y_hat + 1e-10), axis=1))


# %% task="cross_entropy" bug="small_number_added_15"
# Almost right, but a very wrong example costs less than it should, as if there were a ceiling.
# Is a small number added inside the logarithm, or the probability clipped? Then the loss is no
# longer the one whose gradient is (Ŷ − Y)/N: lecture 3, part 13.
def cross_entropy(Y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    Y_hat = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.sum(Y * np.log(Y_hat + 1e-15), axis=1))


# %% task="cross_entropy" bug="log_sum_exp_overflows"
# Right for small logits, infinite or nan for large ones. Is the sum of exponentials in your
# log-sum-exp still finite for a logit of 1000? The freedom that saved `softmax` saves this sum
# too; lecture 3, part 13, has the loss.
def cross_entropy(Y, Z):
    return -np.sum(Y * (Z - np.log(np.exp(Z).sum(axis=1, keepdims=True)))) / len(Y)


# %% task="cross_entropy" bug="shift_in_one_place"
# J is off by the largest logits of the rows. Was each row shifted inside the log-sum-exp, but
# not outside of it, where the logit itself stands? The two belong together; lecture 3, part 13,
# has the loss.
def cross_entropy(Y, Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return -np.sum(Y * (Z - np.log(np.exp(S).sum(axis=1, keepdims=True)))) / len(Y)


# %% task="cross_entropy" bug="sign"
# J comes out negative. Logarithms of probabilities are negative: what turns them into a loss?
# See lecture 3, part 2.
def cross_entropy(Y, Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return np.sum(Y * (S - np.log(np.exp(S).sum(axis=1, keepdims=True)))) / len(Y)


# %% task="cross_entropy" bug="binary_cross_entropy"
# Your loss also charges for the probability of the wrong classes, with terms (1 − y) ln(1 − ŷ).
# Is that the binary cross-entropy of a sigmoid? With softmax they are paid for already: see
# lecture 3, part 13, against part 2.
def cross_entropy(Y, Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = np.clip(E / E.sum(axis=1, keepdims=True), 1e-15, 1 - 1e-15)
    return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(Y)


# %% task="cross_entropy" bug="one_class_only"
# Right wherever a target is 1, wrong where a row's targets are spread over the classes. Did you
# look up the largest target only, with `argmax`? The sum of the formula runs over all classes:
# lecture 3, part 13.
def cross_entropy(Y, Z):
    S = Z - Z.max(axis=1, keepdims=True)
    log_p = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(Y)), Y.argmax(axis=1)].mean()


# %% task="cross_entropy" bug="base_two"
# J is too large by the factor 1/ln 2. Is that the logarithm to base 2? The loss has the natural
# one: lecture 3, part 13.
def cross_entropy(Y, Z):
    S = Z - Z.max(axis=1, keepdims=True)
    return -np.sum(Y * (S - np.log(np.exp(S).sum(axis=1, keepdims=True)))) / len(Y) / np.log(2)


# %% task="cross_entropy" bug="axis_vanished"
# A sum or a maximum over axis 1 has shape (N,), and numpy aligns that with the columns: it fits
# only by chance. Has the axis that you summed over vanished, where it should have length 1? Look
# up `keepdims`; lecture 3, part 1, sets (5,) against (5, 1).
def cross_entropy(Y, Z):
    S = Z - Z.max(axis=1)
    return -np.sum(Y * (S - np.log(np.exp(S).sum(axis=1)))) / len(Y)


# %% task="cross_entropy" bug="changes_logits"
# Whoever called your function finds shifted logits. Did `Z -= …` work on the caller's array
# instead of a new one? Lecture 3, part 3, changes parameters in place on purpose; here nobody
# asked for it.
def cross_entropy(Y, Z):
    Z -= Z.max(axis=1, keepdims=True)
    return -np.sum(Y * (Z - np.log(np.exp(Z).sum(axis=1, keepdims=True)))) / len(Y)


# %% task="softmax_backward" bug="diagonal_only"
# Each logit got the blame of its own output alone: only the entries c = j of the Jacobian are
# there. Does z_j not reach the other outputs too, through the sum in the denominator?
# Contributions add: lecture 3, part 5.
def softmax_backward(Y_hat, G):
    return G * Y_hat * (1 - Y_hat)


# %% task="softmax_backward" bug="outer_factor_missing"
# The difference is right, but it should still be scaled, entry by entry. When you took a factor
# out of the sum over c, where did it go? Do the sum of lecture 3, part 5, for one example with
# pencil.
def softmax_backward(Y_hat, G):
    return G - np.sum(G * Y_hat, axis=1, keepdims=True)


# %% task="softmax_backward" bug="sums_over_examples"
# Your sum runs down the columns: one example gets blame from another. Along which axis do the
# classes of a single example lie? Rows are examples: lecture 3, part 1.
def softmax_backward(Y_hat, G):
    return Y_hat * (G - np.sum(G * Y_hat, axis=0, keepdims=True))


# %% task="softmax_backward" bug="sum_not_weighted"
# The sum over the classes adds up G alone. Is every term of the sum weighted by its own output,
# as the Jacobian has it? Contributions add, each with its factor: lecture 3, part 5.
def softmax_backward(Y_hat, G):
    return Y_hat * (G - np.sum(G, axis=1, keepdims=True))


# %% task="softmax_backward" bug="sign_of_the_sum"
# The second part comes with the wrong sign. A larger logit takes probability away from the
# other classes: which sign has ∂ŷ_c/∂z_j for c ≠ j? Look at the Jacobian above, and at how
# contributions add in lecture 3, part 5.
def softmax_backward(Y_hat, G):
    return Y_hat * (G + np.sum(G * Y_hat, axis=1, keepdims=True))


# %% task="softmax_backward" bug="divides_by_examples"
# Everything is divided by N once too often. G is ∂J/∂Ŷ already, so is 1/N not in it? It enters
# once: lecture 3, part 4.
def softmax_backward(Y_hat, G):
    return Y_hat * (G - np.sum(G * Y_hat, axis=1, keepdims=True)) / len(G)


# %% task="softmax_backward" bug="axis_vanished"
# A sum or a maximum over axis 1 has shape (N,), and numpy aligns that with the columns: it fits
# only by chance. Has the axis that you summed over vanished, where it should have length 1? Look
# up `keepdims`; lecture 3, part 1, sets (5,) against (5, 1).
def softmax_backward(Y_hat, G):
    return Y_hat * (G - (G * Y_hat).sum(axis=1))


# %% task="softmax_backward" bug="no_diagonal"
# Only the entries c ≠ j of the Jacobian are there, and the entry c = j is −ŷ² instead of ŷ(1 −
# ŷ). What became of [c = j]? It is 1 once in each sum; how contributions add is in lecture 3,
# part 5.
def softmax_backward(Y_hat, G):
    return -Y_hat * np.sum(G * Y_hat, axis=1, keepdims=True)


# %% task="softmax_backward" bug="plain_mean_taken_away"
# From G its plain mean over the classes is taken away. Is it an average with equal weights that the
# formula above asks for, or one with weights ŷ? Lecture 3, part 13, has the softmax.
def softmax_backward(Y_hat, G):
    return Y_hat * (G - G.mean(axis=1, keepdims=True))


# %% task="output_delta" bug="no_mean"
# δ lacks the mean over the examples. Where does 1/N enter, if not here? See lecture 3, part 4.
def output_delta(Y, Y_hat, v):
    return v[:, None] * (Y_hat - Y)


# %% task="output_delta" bug="mean_twice"
# δ is divided by N twice. Is 1/N perhaps in your weights and once more in the result? It enters
# once: lecture 3, part 4.
def output_delta(Y, Y_hat, v):
    N = len(Y)
    return v.reshape(-1, 1) / N * (Y_hat - Y) / N


# %% task="output_delta" bug="divides_by_classes"
# δ is divided by the number of classes instead of the number of examples. Which entry of `shape`
# counts the rows? Rows are examples: lecture 3, part 1.
def output_delta(Y, Y_hat, v):
    return v[:, None] * (Y_hat - Y) / Y.shape[1]


# %% task="output_delta" bug="mean_over_all_entries"
# δ is divided by N · k, the number of all entries. Is the loss a mean over the classes, too? It
# is a mean over the examples and a sum over the classes: lecture 3, part 2.
def output_delta(Y, Y_hat, v):
    return v[:, None] * (Y_hat - Y) / Y.size


# %% task="output_delta" bug="sign"
# δ points the other way. Is it true minus predicted, or predicted minus true? See the box in
# lecture 3, part 4.
def output_delta(Y, Y_hat, v):
    return v[:, None] * (Y - Y_hat) / len(Y)


# %% task="output_delta" bug="derivative_once_more"
# δ carries an extra factor ŷ(1 − ŷ). With cross-entropy, has the derivative of the output
# function not cancelled? Lecture 3, part 4, sets cross-entropy against the squared error.
def output_delta(Y, Y_hat, v):
    return v[:, None] * (Y_hat - Y) * Y_hat * (1 - Y_hat) / len(Y)


# %% task="output_delta" bug="factor_two"
# δ is twice what it should be. A 2 comes from differentiating a square: is there a square in
# this loss? See lecture 3, part 4.
def output_delta(Y, Y_hat, v):
    return 2 * v[:, None] * (Y_hat - Y) / len(Y)


# %% task="output_delta" bug="weights_ignored"
# This is δ of the plain cross-entropy. Where are the weights v of the examples? Lecture 3, part
# 13, has the loss without them; follow v_n through its derivative.
def output_delta(Y, Y_hat, v):
    return (Y_hat - Y) / len(Y)


# %% task="output_delta" bug="divides_by_sum_of_weights"
# δ is divided by the sum of the weights. That is a weighted mean, and often a good idea; which
# divisor stands in the loss above? Where the divisor enters is in lecture 3, part 4.
def output_delta(Y, Y_hat, v):
    return v[:, None] * (Y_hat - Y) / v.sum()


# %% task="output_delta" bug="weights_along_the_classes"
# The weights met the columns, not the rows: numpy aligns (N,) with the last axis, and
# complains only if the numbers differ. Which shape makes it one weight a row? Lecture 3, part 1,
# tries (5,) and (5, 1).
def output_delta(Y, Y_hat, v):
    return v * (Y_hat - Y) / len(Y)


# %% task="output_delta" bug="true_class_only"
# Only the true class of each example has a δ, the other classes have 0. Does softmax not couple
# all logits of a row? What was to be pushed down must hear of it: lecture 3, part 13.
def output_delta(Y, Y_hat, v):
    return v[:, None] * (Y_hat - 1) * Y / len(Y)


# %% task="output_delta" bug="derivative_by_y_hat"
# This is ∂J/∂Ŷ, not yet ∂J/∂Z. Is the way back through softmax still missing? δ belongs to Z:
# lecture 3, parts 4 and 13.
def output_delta(Y, Y_hat, v):
    return -v[:, None] * Y / Y_hat / len(Y)


# %% task="output_delta" bug="hard_decision"
# Y_hat was rounded to classes before Y was taken from it, so a sure and an unsure answer get the
# same δ. Did a `round`, an `argmax` or an `int` come in? The loss needs the probabilities
# themselves: lecture 3, part 4.
def output_delta(Y, Y_hat, v):
    decided = np.eye(Y.shape[1])[Y_hat.argmax(axis=1)]
    return v[:, None] * (decided - Y) / len(Y)


# %% task="output_delta" bug="weights_on_the_targets_alone"
# v multiplies the targets, but not ŷ. For v = 0 an example has no loss at all: is your δ 0 then?
# What happens to a factor in front of a whole term is in lecture 3, part 4.
def output_delta(Y, Y_hat, v):
    return (Y_hat - v[:, None] * Y) / len(Y)


# %% task="squared_error_delta" bug="derivative_missing"
# The factor tanh′(z) is missing, as if it had cancelled. What would have to be in ∂J/∂Ŷ to
# cancel it? Lecture 3, part 4, sets the squared error against cross-entropy.
def squared_error_delta(Y, Z):
    return 2 * (np.tanh(Z) - Y) / len(Y)


# %% task="squared_error_delta" bug="cross_entropy_delta"
# This is (Ŷ − Y)/N: what cross-entropy leaves of δ with its own output function. Is the loss not
# a square here? Two factors are missing; lecture 3, part 4, sets both losses side by side.
def squared_error_delta(Y, Z):
    return (np.tanh(Z) - Y) / len(Y)


# %% task="squared_error_delta" bug="sigmoid_derivative"
# ŷ(1 − ŷ) is the derivative of a sigmoid. Is this output a sigmoid? You have derived another one
# in `tanh_derivative`; lecture 3, part 4, has the delta of the squared error.
def squared_error_delta(Y, Z):
    Y_hat = np.tanh(Z)
    return 2 * (Y_hat - Y) * Y_hat * (1 - Y_hat) / len(Y)


# %% task="squared_error_delta" bug="half_in_the_loss"
# δ is half of what it should be. Did you expect a ½ in front of the square? This loss has none,
# so the 2 stays: lecture 3, question 4.
def squared_error_delta(Y, Z):
    Y_hat = np.tanh(Z)
    return (Y_hat - Y) * (1 - Y_hat**2) / len(Y)


# %% task="squared_error_delta" bug="tanh_twice"
# In the derivative tanh was applied twice. Is `Y_hat` the tanh already? Compare lecture 3, part
# 4, where σ′ is written with ŷ.
def squared_error_delta(Y, Z):
    Y_hat = np.tanh(Z)
    return 2 * (Y_hat - Y) * (1 - np.tanh(Y_hat) ** 2) / len(Y)


# %% task="squared_error_delta" bug="z_for_y_hat"
# The derivative was computed as 1 − z². Which of the two is squared, the pre-activation or the
# output? Compare lecture 3, part 4, where σ′ is written with ŷ.
def squared_error_delta(Y, Z):
    return 2 * (np.tanh(Z) - Y) * (1 - Z**2) / len(Y)


# %% task="squared_error_delta" bug="no_tanh"
# Z was compared with the targets directly, as if the output had no tanh. Where is Ŷ? Forward
# comes before backward: lecture 3, part 2.
def squared_error_delta(Y, Z):
    return 2 * (Z - Y) * (1 - np.tanh(Z) ** 2) / len(Y)


# %% task="squared_error_delta" bug="no_mean"
# δ lacks the mean over the examples. Where does 1/N enter, if not here? See lecture 3, part 4.
def squared_error_delta(Y, Z):
    Y_hat = np.tanh(Z)
    return 2 * (Y_hat - Y) * (1 - Y_hat**2)


# %% task="squared_error_delta" bug="mean_over_all_entries"
# δ is divided by N · k, the number of all entries. `np.mean` of the squares would do that; is
# this loss a mean over the outputs, too? Mean over examples, sum over outputs: lecture 3, part
# 2.
def squared_error_delta(Y, Z):
    Y_hat = np.tanh(Z)
    return 2 * (Y_hat - Y) * (1 - Y_hat**2) / Y.size


# %% task="squared_error_delta" bug="sign"
# δ points the other way. Is it true minus predicted, or predicted minus true? See lecture 3,
# part 4.
def squared_error_delta(Y, Z):
    Y_hat = np.tanh(Z)
    return 2 * (Y - Y_hat) * (1 - Y_hat**2) / len(Y)


# %% task="tanh_derivative" bug="tanh_twice"
# tanh was applied once more: this is 1 − tanh²(A). Is A not tanh(Z) already? Compare lecture 3,
# part 4, where σ′(z) is written with ŷ.
def tanh_derivative(A):
    return 1 - np.tanh(A) ** 2


# %% task="tanh_derivative" bug="changes_activations"
# Whoever called your function has lost the activations. Did `*=` or `out=` work on the caller's
# array instead of a new one? Step 5 of lecture 3, part 5, needs them again.
def tanh_derivative(A):
    A *= A
    np.subtract(1, A, out=A)
    return A


# %% task="tanh_derivative" bug="not_squared"
# This is 1 − A. At a = −0.9 the unit is nearly saturated, and 1 − a is 1.9: can tanh be steeper
# there than at 0, where its slope is 1? Do the quotient rule once more; lecture 3, part 4, has
# σ′ for comparison.
def tanh_derivative(A):
    return 1 - A


# %% task="tanh_derivative" bug="sigmoid_derivative"
# a(1 − a) is the derivative of a sigmoid, and below zero for negative a. tanh rises everywhere:
# can its derivative be negative? Lecture 3, part 4, has the one of the sigmoid; yours comes out
# of the quotient rule.
def tanh_derivative(A):
    return A * (1 - A)


# %% task="tanh_derivative" bug="relu_derivative"
# These are zeros and ones, the derivative of ReLU as in the network of lecture 3, part 5. Which
# activation do the hidden layers have here?
def tanh_derivative(A):
    return (A > 0).astype(float)


# %% task="forward" bug="tanh_at_the_output"
# The last entry went through tanh. Does the last layer have an activation here? Softmax wants
# the logits as they are; lecture 3, part 2, keeps Z of the last layer apart, too.
def forward(parameters, X):
    A = [X]
    for i in range(0, len(parameters), 2):
        A.append(np.tanh(A[-1] @ parameters[i] + parameters[i + 1]))
    return A


# %% task="forward" bug="no_bias"
# All is right but for the biases: they are missing in every layer. See Z = XW + b in lecture 3,
# part 1; is the b in your line?
def forward(parameters, X):
    A = [X]
    for W in parameters[:-2:2]:
        A.append(np.tanh(A[-1] @ W))
    return A + [A[-1] @ parameters[-2]]


# %% task="forward" bug="bias_outside_tanh"
# In the hidden layers the bias was added after tanh. Is it part of Z, or of A? See lecture 3,
# part 2.
def forward(parameters, X):
    A = [X]
    for i in range(0, len(parameters) - 2, 2):
        A.append(np.tanh(A[-1] @ parameters[i]) + parameters[i + 1])
    return A + [A[-1] @ parameters[-2] + parameters[-1]]


# %% task="forward" bug="no_bias_at_the_output"
# The hidden layers are right; the last layer lacks its bias. Does the output layer have none?
# See lecture 3, part 2.
def forward(parameters, X):
    A = [X]
    for i in range(0, len(parameters) - 2, 2):
        A.append(np.tanh(A[-1] @ parameters[i] + parameters[i + 1]))
    return A + [A[-1] @ parameters[-2]]


# %% task="forward" bug="pre_activations"
# The hidden entries are Z, not A. You did use tanh on the way to the next layer; which of the
# two went into the list? Backward will need the activations: lecture 3, part 5, step 5.
def forward(parameters, X):
    out = [X]
    a = X
    for i in range(0, len(parameters), 2):
        z = a @ parameters[i] + parameters[i + 1]
        out.append(z)
        a = np.tanh(z)
    return out


# %% task="forward" bug="sigmoid_inside"
# The hidden layers have sigmoids. Which activation does the text ask for? The scheme of lecture
# 3, part 2, is right; only the function differs.
def forward(parameters, X):
    A = [X]
    for i in range(0, len(parameters) - 2, 2):
        A.append(1 / (1 + np.exp(-(A[-1] @ parameters[i] + parameters[i + 1]))))
    return A + [A[-1] @ parameters[-2] + parameters[-1]]


# %% task="forward" bug="relu_inside"
# The hidden layers have ReLUs, as in the lecture's own network. Which activation does the text
# of this task ask for? The scheme of lecture 3, part 2, is right; only the function differs.
def forward(parameters, X):
    A = [X]
    for i in range(0, len(parameters) - 2, 2):
        A.append(np.maximum(0, A[-1] @ parameters[i] + parameters[i + 1]))
    return A + [A[-1] @ parameters[-2] + parameters[-1]]


# %% task="forward" bug="linear_inside"
# The hidden layers are linear: no tanh anywhere. Where does the activation go? Compare lecture
# 3, part 2.
def forward(parameters, X):
    A = [X]
    for W, b in zip(parameters[::2], parameters[1::2]):
        A.append(A[-1] @ W + b)
    return A


# %% task="forward" bug="input_left_out"
# The numbers are right, but the list is one entry short: it begins with the first layer. What is
# A⁽⁰⁾? Backward will need it: lecture 3, part 5, step 5.
def forward(parameters, X):
    out = []
    for i in range(0, len(parameters) - 2, 2):
        X = np.tanh(X @ parameters[i] + parameters[i + 1])
        out.append(X)
    out.append(X @ parameters[-2] + parameters[-1])
    return out


# %% task="forward" bug="softmax_at_the_output"
# The last entry holds probabilities. Which does the text ask for, Ŷ or the logits? The loss
# wants the logits, so that nothing overflows; lecture 3, part 13, has both.
def forward(parameters, X):
    A = [X]
    for i in range(0, len(parameters) - 2, 2):
        A.append(np.tanh(A[-1] @ parameters[i] + parameters[i + 1]))
    E = np.exp(A[-1] @ parameters[-2] + parameters[-1])
    return A + [E / E.sum(axis=1, keepdims=True)]


# %% task="delta_step" bug="no_transpose"
# Where W is square the numbers are wrong, elsewhere the shapes do not fit. Does W lead forward
# or backward as it stands? See lecture 3, part 6.
def delta_step(delta, W, A):
    return (delta @ W) * (1 - A**2)


# %% task="delta_step" bug="transpose_where_shapes_complain"
# Right for every W but a square one. Was W transposed only where the shapes did not fit? On a
# square layer nothing complains: lecture 3, part 6.
def delta_step(delta, W, A):
    if W.shape[0] == delta.shape[1]:
        back = delta @ W
    else:
        back = delta @ W.T
    return back * (1 - A**2)


# %% task="delta_step" bug="no_gate"
# Blame came back through the weights, but passed no gate: tanh′ is missing. What does the chain
# rule ask for between A and Z? See lecture 3, part 5, the table of factors.
def delta_step(delta, W, A):
    return delta @ W.T


# %% task="delta_step" bug="tanh_twice"
# In the gate tanh was applied to A once more. Is A not tanh(Z) already? See `tanh_derivative`
# above, and lecture 3, part 5.
def delta_step(delta, W, A):
    return (delta @ W.T) * (1 - np.tanh(A) ** 2)


# %% task="delta_step" bug="gate_is_the_activation"
# The gate is A itself, not its derivative. What has φ′ to be for tanh, if A is given? See
# lecture 3, part 5, the table of factors.
def delta_step(delta, W, A):
    return (delta @ W.T) * A


# %% task="delta_step" bug="relu_gate"
# The gate is that of a ReLU: open where A > 0, shut elsewhere. Which activation has this layer?
# The recursion of lecture 3, part 5, is the same for each; only φ′ differs.
def delta_step(delta, W, A):
    return (delta @ W.T) * (A > 0)


# %% task="delta_step" bug="sigmoid_gate"
# The gate a(1 − a) belongs to a sigmoid. Which activation has this layer? The recursion of
# lecture 3, part 5, is the same for each; only φ′ differs.
def delta_step(delta, W, A):
    return (delta @ W.T) * A * (1 - A)


# %% task="delta_step" bug="divides_by_examples"
# δ is divided by N on its way back. Is 1/N not in the δ that came in? It enters once, at the
# output: lecture 3, part 4.
def delta_step(delta, W, A):
    return (delta @ W.T) * (1 - A**2) / len(A)


# %% task="delta_step" bug="entry_by_entry"
# `*` multiplies entry by entry: right for a single output, else the shapes do not fit, or the
# numbers are wrong. Should the blame of a unit not be a sum over all the units that it feeds?
# See lecture 3, part 5.
def delta_step(delta, W, A):
    return (delta * W.T) * (1 - A**2)


# %% task="delta_step" bug="sign"
# δ changes its sign on the way back. Where does a minus come from? It belongs into the update,
# not into δ: lecture 3, parts 3 and 5.
def delta_step(delta, W, A):
    return -(delta @ W.T) * (1 - A**2)


# %% task="backward" bug="transpose_where_shapes_complain"
# All is right unless a layer is square. Was W transposed only where the shapes did not fit? On a
# square layer nothing complains: lecture 3, part 6.
def backward(parameters, A, delta):
    L = len(parameters) // 2
    dW, db = [None] * L, [None] * L
    for l in range(L - 1, -1, -1):
        dW[l] = A[l].T @ delta
        db[l] = delta.sum(axis=0)
        W = parameters[2 * l]
        delta = (delta @ (W if W.shape[0] == W.shape[1] else W.T)) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="no_transpose"
# One layer is fine; with more of them the shapes fit only by chance. W as it stands leads
# forward: what leads back? See lecture 3, part 6.
def backward(parameters, A, delta):
    L = len(parameters) // 2
    dW, db = [None] * L, [None] * L
    for l in range(L - 1, -1, -1):
        dW[l] = A[l].T @ delta
        db[l] = delta.sum(axis=0)
        if l > 0:
            delta = (delta @ parameters[2 * l]) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="divides_by_examples"
# All gradients are divided by N once too often. Is 1/N not in the δ that you were given? See
# lecture 3, part 4.
def backward(parameters, A, delta):
    N, dW, db = len(delta), [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta / N)
        db.insert(0, delta.sum(axis=0) / N)
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="weights_divided_by_examples"
# dW is divided by N once too often, while db is right. Is 1/N not in the δ that you were given,
# for both of them? See lecture 3, part 4.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta / len(delta))
        db.insert(0, delta.sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="mean_in_db"
# db is a mean over the examples, dW a sum. Is 1/N not in the δ that you were given? Then both
# are sums: lecture 3, part 5, step 5.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta)
        db.insert(0, delta.mean(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="mean_in_last_layer_only"
# The gradients of the last layer are divided by N once too often, all others are right. Did an
# extra 1/N get into one layer? See lecture 3, part 4: it has entered already.
def backward(parameters, A, delta):
    dW, db = [A[-2].T @ delta / len(delta)], [delta.sum(axis=0) / len(delta)]
    for l in range(len(parameters) // 2 - 2, -1, -1):
        delta = (delta @ parameters[2 * l + 2].T) * (1 - A[l + 1] ** 2)
        dW.insert(0, A[l].T @ delta)
        db.insert(0, delta.sum(axis=0))
    return dW, db


# %% task="backward" bug="db_wrong_axis"
# db has one entry an example. Along which axis did you sum? A gradient has the shape of what it
# belongs to, one entry a unit: lecture 3, part 5, step 5.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta)
        db.insert(0, delta.sum(axis=1))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="db_single_number"
# Each db is a single number, the sum of all of δ. Does a layer have one bias, or one for each
# unit? See lecture 3, part 5, step 5.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta)
        db.insert(0, np.sum(delta))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="db_not_summed"
# Each db is the whole δ, a row for each example. The biases are shared by all examples: what
# happens to their contributions? See lecture 3, part 5, step 5.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta)
        db.insert(0, delta)
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="db_zero"
# dW is right, every db is 0. Do the biases have no effect on the loss? The factor of δ is 1 for
# them, not 0: lecture 3, part 5, step 5.
def backward(parameters, A, delta):
    dW = []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta)
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, [np.zeros_like(b) for b in parameters[1::2]]


# %% task="backward" bug="dw_transposed"
# Each dW lies on its side. Which of the two factors has to be transposed so that dW has the
# shape of W? See lecture 3, part 5, step 5.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, delta.T @ A[l])
        db.insert(0, delta.sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="no_gate"
# The last layer is right, the layers before it lack a factor. Blame came back through W, but
# where is tanh′? See lecture 3, part 5, the table of factors.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta)
        db.insert(0, delta.sum(axis=0))
        delta = delta @ parameters[2 * l].T
    return dW, db


# %% task="backward" bug="gate_at_the_output"
# A factor tanh′ was applied at the output layer as well. Is the δ that you were given not ∂J/∂Z
# already? See lecture 3, part 4.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        delta = delta * (1 - A[l + 1] ** 2)
        dW.insert(0, A[l].T @ delta)
        db.insert(0, delta.sum(axis=0))
        delta = delta @ parameters[2 * l].T
    return dW, db


# %% task="backward" bug="tanh_twice"
# The last layer is right; in the gates of the others tanh was applied to A once more. Is A not
# tanh(Z) already? See `tanh_derivative` above, and lecture 3, part 5.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta)
        db.insert(0, delta.sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - np.tanh(A[l]) ** 2)
    return dW, db


# %% task="backward" bug="pre_activations_for_inputs"
# db is right; dW of every layer but the first was computed with Z instead of A. By which factor
# does a weight enter its z? See lecture 3, part 5, step 5.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        Z = A[l] if l == 0 else A[l - 1] @ parameters[2 * l - 2] + parameters[2 * l - 1]
        dW.insert(0, Z.T @ delta)
        db.insert(0, delta.sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="outputs_for_inputs"
# db is right; each dW was made with the layer's own output, A of the same number. What comes
# into the layer, A⁽ˡ⁾ or A⁽ˡ⁻¹⁾? See lecture 3, part 5, step 5.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l + 1].T @ delta)
        db.insert(0, delta.sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="gate_of_the_wrong_layer"
# The last layer is right, then the gates come from the wrong layer, and their shapes fit only by
# chance. Which A belongs to the δ that you are making? See lecture 3, part 5, the table of
# factors.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta)
        db.insert(0, delta.sum(axis=0))
        if l > 0:
            delta = (delta @ parameters[2 * l].T) * (1 - A[l - 1] ** 2)
    return dW, db


# %% task="backward" bug="hidden_layers_get_nothing"
# The last layer is right, all gradients before it are 0. Does your recursion go on after the
# first step? Hidden units hear of the targets through it: lecture 3, part 5.
def backward(parameters, A, delta):
    dW = [np.zeros_like(W) for W in parameters[::2]]
    db = [np.zeros_like(b) for b in parameters[1::2]]
    dW[-1] = A[-2].T @ delta
    db[-1] = delta.sum(axis=0)
    return dW, db


# %% task="backward" bug="output_side_first"
# The gradients are right and in reverse order, last layer first. You met them on the way back;
# in which order does the text want them? `parameters` begins at the input, too: lecture 3, part
# 5, returns them so.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.append(A[l].T @ delta)
        db.append(delta.sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="db_before_dw"
# dW and db have changed places. In which order does the text ask for the two lists? Weights come
# first, as in lecture 3, part 5.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta)
        db.insert(0, delta.sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return db, dW


# %% task="backward" bug="sign"
# All gradients have the opposite sign. Is the minus of gradient descent in here already? It
# belongs into the update: lecture 3, part 3.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, -A[l].T @ delta)
        db.insert(0, -delta.sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="sign_of_hidden_layers"
# The last layer is right, and from there on the sign changes at every step back. Where does a
# minus come into your recursion? There is none in lecture 3, part 5; the only one is in the
# update.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta)
        db.insert(0, delta.sum(axis=0))
        delta = -(delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="factor_two"
# All gradients are twice what they should be. Did you bring a 2 along from the squared error?
# Whatever the loss, it is in the δ that you were given: lecture 3, part 4.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, 2 * A[l].T @ delta)
        db.insert(0, 2 * delta.sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="last_example_dropped"
# The last example of the batch is missing in your gradients. Where does your loop or slice over
# the examples end? The sum runs over all of them: lecture 3, part 5, step 5.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l][:-1].T @ delta[:-1])
        db.insert(0, delta[:-1].sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="first_example_dropped"
# The first example of the batch is missing in your gradients. Does your loop or slice over the
# examples begin at 1? Python counts from 0, and the sum runs over all examples: lecture 3, part
# 5, step 5.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l][1:].T @ delta[1:])
        db.insert(0, delta[1:].sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="last_example_only"
# Your gradients are those of the last example alone. Are they overwritten in a loop over the
# examples, where contributions should add? See lecture 3, part 5, step 5.
def backward(parameters, A, delta):
    for n in range(len(delta)):
        d, dW, db = delta[n : n + 1], [], []
        for l in range(len(parameters) // 2 - 1, -1, -1):
            dW.insert(0, A[l][n : n + 1].T @ d)
            db.insert(0, d.sum(axis=0))
            d = (d @ parameters[2 * l].T) * (1 - A[l][n : n + 1] ** 2)
    return dW, db


# %% task="backward" bug="first_example_only"
# Your gradients are those of the first example alone. Does a `return` stand inside a loop over
# the examples? Contributions of all examples add: lecture 3, part 5, step 5.
def backward(parameters, A, delta):
    d, dW, db = delta[:1], [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l][:1].T @ d)
        db.insert(0, d.sum(axis=0))
        d = (d @ parameters[2 * l].T) * (1 - A[l][:1] ** 2)
    return dW, db


# %% task="backward" bug="clipped"
# Small gradients are right, none is larger than 1. Did you clip them? That can be useful in
# training, yet it is no longer the derivative that step 5 of lecture 3, part 5, asks for.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, np.clip(A[l].T @ delta, -1, 1))
        db.insert(0, np.clip(delta.sum(axis=0), -1, 1))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="normalised"
# Every gradient has length 1: directions are right, sizes are not. Did you divide by the norm?
# That can be useful in training, yet it is no longer the derivative that step 5 of lecture 3,
# part 5, asks for.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        g = A[l].T @ delta
        s = delta.sum(axis=0)
        dW.insert(0, g / np.linalg.norm(g))
        db.insert(0, s / np.linalg.norm(s))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="whole_numbers"
# Your gradients are whole numbers: all that came after the point is gone. Were they stored in an
# array of integers? A gradient is as real a number as its parameter: lecture 3, part 3, makes
# its arrays like the parameters.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        g = np.zeros(parameters[2 * l].shape, dtype=int)
        g[:] = A[l].T @ delta
        s = np.zeros(delta.shape[1], dtype=int)
        s[:] = delta.sum(axis=0)
        dW.insert(0, g)
        db.insert(0, s)
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="penalty_added"
# db is right, each dW has 0.1 times its W added. Is that an L2 penalty? This loss has none; the
# penalty comes later, in `update`: lecture 3, part 11.
def backward(parameters, A, delta):
    dW, db = [], []
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, A[l].T @ delta + 0.1 * parameters[2 * l])
        db.insert(0, delta.sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="times_learning_rate"
# All gradients are 10 times too small. Is a learning rate of 0.1 in them already? It belongs
# into the update: lecture 3, part 3.
def backward(parameters, A, delta):
    dW, db, lr = [], [], 0.1
    for l in range(len(parameters) // 2 - 1, -1, -1):
        dW.insert(0, lr * (A[l].T @ delta))
        db.insert(0, lr * delta.sum(axis=0))
        delta = (delta @ parameters[2 * l].T) * (1 - A[l] ** 2)
    return dW, db


# %% task="backward" bug="activations_changed_in_place"
# Are the activations that you multiply for dW still what `forward` returned? An in-place
# operation such as `*=` or `-=` on an entry of A overwrites them, for your function and for
# whoever called it. Step 5 in lecture 3, part 5, needs the old values.
def backward(parameters, A, delta):
    deltas = [delta]
    for l in range(len(parameters) // 2 - 1, 0, -1):
        slope = A[l]
        slope *= -slope
        slope += 1
        deltas.insert(0, (deltas[0] @ parameters[2 * l].T) * slope)
    return [a.T @ d for a, d in zip(A, deltas)], [d.sum(axis=0) for d in deltas]


# %% task="numerical_derivative" bug="divides_by_h"
# Twice the right number. How far is it from z − h to z + h? See lecture 3, part 3.
def numerical_derivative(Y, Z, n, j, h):
    E = np.zeros(Z.shape)
    E[n, j] = h
    return (cross_entropy(Y, Z + E) - cross_entropy(Y, Z - E)) / h


# %% task="numerical_derivative" bug="one_sided"
# This is the one-sided difference, from z to z + h. Where is the loss at z − h? The central
# difference looks both ways, and its error falls with h² instead of h: lecture 3, part 3.
def numerical_derivative(Y, Z, n, j, h):
    E = np.zeros(Z.shape)
    E[n, j] = h
    return (cross_entropy(Y, Z + E) - cross_entropy(Y, Z)) / h


# %% task="numerical_derivative" bug="not_put_back"
# Half of a one-sided difference. After you had raised the entry by h and then lowered it by h,
# where was it? See lecture 3, part 3: what is `kept` for?
def numerical_derivative(Y, Z, n, j, h):
    Z = Z.copy()
    Z[n, j] += h
    up = cross_entropy(Y, Z)
    Z[n, j] -= h
    down = cross_entropy(Y, Z)
    return (up - down) / (2 * h)


# %% task="numerical_derivative" bug="moves_every_logit"
# The result is all but 0. Did h move a whole row, or all of Z? Softmax does not notice a number
# that is added to a whole row; only the entry [n, j] is to move: lecture 3, part 3.
def numerical_derivative(Y, Z, n, j, h):
    return (cross_entropy(Y, Z + h) - cross_entropy(Y, Z - h)) / (2 * h)


# %% task="numerical_derivative" bug="downhill"
# The sign is wrong. Which of the two losses is taken from which? See lecture 3, part 3.
def numerical_derivative(Y, Z, n, j, h):
    E = np.zeros(Z.shape)
    E[n, j] = h
    return (cross_entropy(Y, Z - E) - cross_entropy(Y, Z + E)) / (2 * h)


# %% task="numerical_derivative" bug="analytic_delta"
# This is the exact derivative, (ŷ − y)/N. Nice, but a referee must not use the formula that it
# is to judge. Where are the two losses? See lecture 3, part 3.
def numerical_derivative(Y, Z, n, j, h):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return (E[n, j] / E[n].sum() - Y[n, j]) / len(Y)


# %% task="update" bug="climbs"
# The step goes up the slope, penalty included. Which sign takes you down? See lecture 3, part 3.
def update(parameters, gradients, learning_rate, strength):
    out = []
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        out.append(p + learning_rate * (g + strength * p if i % 2 == 0 else g))
    return out


# %% task="update" bug="biases_penalised"
# Weights are right, biases are not: they shrink as well. Does the penalty have biases in it? See
# lecture 3, part 11.
def update(parameters, gradients, learning_rate, strength):
    return [p - learning_rate * (g + strength * p) for p, g in zip(parameters, gradients)]


# %% task="update" bug="only_biases_penalised"
# The biases shrink and the weights do not. Which places of the list hold the weights, even or
# odd ones? The penalty is on the weights: lecture 3, part 11.
def update(parameters, gradients, learning_rate, strength):
    out = []
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        out.append(p - learning_rate * (g + strength * p if i % 2 == 1 else g))
    return out


# %% task="update" bug="no_penalty"
# This is a step on J alone. Where is the gradient of the penalty? See lecture 3, part 11.
def update(parameters, gradients, learning_rate, strength):
    return [p - learning_rate * g for p, g in zip(parameters, gradients)]


# %% task="update" bug="penalty_twice_as_strong"
# The weights shrink twice as much as they should. What does the ½ in front of the penalty do
# when you differentiate? See lecture 3, part 11.
def update(parameters, gradients, learning_rate, strength):
    out = []
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        out.append(p - learning_rate * (g + 2 * strength * p if i % 2 == 0 else g))
    return out


# %% task="update" bug="penalty_half_as_strong"
# The weights shrink half as much as they should. Is the ½ of the penalty still in its gradient?
# Where does the 2 of the square go? See lecture 3, part 11.
def update(parameters, gradients, learning_rate, strength):
    out = []
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        out.append(p - learning_rate * (g + strength / 2 * p if i % 2 == 0 else g))
    return out


# %% task="update" bug="penalty_without_learning_rate"
# The gradient of J is multiplied by the learning rate, that of the penalty is not. Is the
# penalty not part of the loss that you descend on? See lecture 3, part 11.
def update(parameters, gradients, learning_rate, strength):
    out = []
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        p = p - learning_rate * g
        out.append(p - strength * parameters[i] if i % 2 == 0 else p)
    return out


# %% task="update" bug="penalty_makes_weights_grow"
# The penalty makes the weights grow. Does its gradient have the same sign in the step as the
# gradient of J? See lecture 3, part 11.
def update(parameters, gradients, learning_rate, strength):
    out = []
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        out.append(p - learning_rate * (g - strength * p if i % 2 == 0 else g))
    return out


# %% task="update" bug="penalty_on_size_alone"
# All weights shrink by the same amount, whatever their size. Is that the gradient of |w|? This
# penalty is a sum of squares: lecture 3, part 11.
def update(parameters, gradients, learning_rate, strength):
    out = []
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        out.append(p - learning_rate * (g + strength * np.sign(p) if i % 2 == 0 else g))
    return out


# %% task="update" bug="returns_the_step"
# This is the step, not the point that it leads to. What does the function have to return? See
# lecture 3, part 3: the parameters move by the step.
def update(parameters, gradients, learning_rate, strength):
    out = []
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        out.append(-learning_rate * (g + strength * p if i % 2 == 0 else g))
    return out


# %% task="update" bug="no_learning_rate"
# The gradients were subtracted whole. How long should a step be? The learning rate says it:
# lecture 3, part 3.
def update(parameters, gradients, learning_rate, strength):
    out = []
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        out.append(p - (g + strength * p if i % 2 == 0 else g))
    return out


# %% task="update" bug="old_parameters"
# The parameters came back unchanged. Did a line such as `p = p - …` in a loop give a new array
# the name `p`, and leave the list as it was? See lecture 3, part 3, where `-=` changes the array
# itself.
def update(parameters, gradients, learning_rate, strength):
    for i, (p, g) in enumerate(zip(parameters, gradients)):
        p = p - learning_rate * (g + strength * p if i % 2 == 0 else g)
    return parameters


# %% task="update" bug="shrunk_after_the_step"
# The weights are shrunk after they have moved, so the gradient's step is shrunk, too. To which
# point do both gradients belong, that of J and that of the penalty? See lecture 3, part 11.
def update(parameters, gradients, learning_rate, strength):
    moved = [p - learning_rate * g for p, g in zip(parameters, gradients)]
    return [p if i % 2 else p * (1 - learning_rate * strength) for i, p in enumerate(moved)]


# %% task="minibatches" bug="remainder_dropped"
# The examples that do not fill a whole batch are missing. What does the last batch hold? In
# lecture 3, part 8, it has 12 examples instead of 32.
def minibatches(order, batch_size):
    return [order[i * batch_size : (i + 1) * batch_size] for i in range(len(order) // batch_size)]


# %% task="minibatches" bug="order_ignored"
# The batches are 0, 1, 2, … and do not use `order` at all. What is shuffling good for, if the
# shuffled order is ignored? See lecture 3, parts 7 and 8.
def minibatches(order, batch_size):
    N = len(order)
    return [np.arange(i, min(i + batch_size, N)) for i in range(0, N, batch_size)]


# %% task="minibatches" bug="sorted_inside"
# Each batch holds the right rows in a sorted order. Did a `sort`, a `set` or a mask come in? The
# text asks for the order as given; see the slice in lecture 3, part 7.
def minibatches(order, batch_size):
    return [np.sort(order[i : i + batch_size]) for i in range(0, len(order), batch_size)]


# %% task="minibatches" bug="windows_overlap"
# The batches overlap: each begins one example after the last one. How far is it from the
# beginning of a batch to that of the next? See lecture 3, part 7.
def minibatches(order, batch_size):
    return [order[i : i + batch_size] for i in range(len(order))]


# %% task="minibatches" bug="one_short"
# One example is missing in each full batch. Is the end of a Python slice part of it or not? See
# the slice in lecture 3, part 7.
def minibatches(order, batch_size):
    return [order[i : i + batch_size - 1] for i in range(0, len(order), batch_size)]


# %% task="minibatches" bug="number_of_batches"
# You made `batch_size` batches of about equal size. Is `batch_size` the number of batches, or
# the number of examples in each? See lecture 3, part 8.
def minibatches(order, batch_size):
    return np.array_split(order, batch_size)


# %% task="minibatches" bug="evenly_spread"
# The number of batches is right, but all are about equally large. The text wants full batches
# first, and what remains in the last one. Did you use `array_split`? See lecture 3, part 8,
# where the last has 12 instead of 32.
def minibatches(order, batch_size):
    return np.array_split(order, -(-len(order) // batch_size))


# %% task="minibatches" bug="every_kth"
# Your batches take every k-th example instead of neighbours. Is the slice `[start::step]` where
# `[start:stop]` is needed? See lecture 3, part 7.
def minibatches(order, batch_size):
    k = -(-len(order) // batch_size)
    return [order[i::k] for i in range(k)]


# %% task="train" bug="updated_weights_used"
# Layer L was updated before δ went back through it, so the hidden layers got the blame of the
# new weights. Do all gradients of a step belong to the same parameters? First all of them,
# then the update: lecture 3, part 2, the six steps.
def train(parameters, X, Y, orders, batch_size, learning_rate):
    parameters, losses = [p.copy() for p in parameters], []
    for order in orders:
        for i in range(0, len(order), batch_size):
            rows = order[i : i + batch_size]
            A = forward(parameters, X[rows])
            d = output_delta(Y[rows], softmax(A[-1]), np.ones(len(rows)))
            for l in range(len(parameters) // 2 - 1, -1, -1):
                parameters[2 * l] -= learning_rate * A[l].T @ d
                parameters[2 * l + 1] -= learning_rate * d.sum(axis=0)
                d = (d @ parameters[2 * l].T) * (1 - A[l] ** 2)
        losses.append(cross_entropy(Y, forward(parameters, X)[-1]))
    return losses


# %% task="train" bug="full_batch"
# Your losses are those of one step an epoch, on all examples at once. Where are the
# mini-batches? See lecture 3, part 8.
def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = []
    for order in orders:
        A = forward(parameters, X)
        dW, db = backward(parameters, A, output_delta(Y, softmax(A[-1]), np.ones(len(X))))
        gradients = [g for pair in zip(dW, db) for g in pair]
        parameters = update(parameters, gradients, learning_rate, 0)
        losses.append(cross_entropy(Y, forward(parameters, X)[-1]))
    return losses


# %% task="train" bug="loss_before_the_epoch"
# Your losses come one epoch early: the first is that of the untrained network. Is the loss taken
# before or after the steps of an epoch? The text asks for after, as in lecture 3, part 7, where
# `watch` looks.
def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = []
    for order in orders:
        losses.append(cross_entropy(Y, forward(parameters, X)[-1]))
        for rows in minibatches(order, batch_size):
            A = forward(parameters, X[rows])
            delta = output_delta(Y[rows], softmax(A[-1]), np.ones(len(rows)))
            dW, db = backward(parameters, A, delta)
            gradients = [g for pair in zip(dW, db) for g in pair]
            parameters = update(parameters, gradients, learning_rate, 0)
    return losses


# %% task="train" bug="loss_of_the_last_batch"
# Training is right, but the losses are those of the last mini-batch only. Over which examples
# does the text want the loss? See lecture 3, part 8, `training_loss`.
def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = []
    for order in orders:
        for rows in minibatches(order, batch_size):
            A = forward(parameters, X[rows])
            delta = output_delta(Y[rows], softmax(A[-1]), np.ones(len(rows)))
            dW, db = backward(parameters, A, delta)
            gradients = [g for pair in zip(dW, db) for g in pair]
            parameters = update(parameters, gradients, learning_rate, 0)
        losses.append(cross_entropy(Y[rows], forward(parameters, X[rows])[-1]))
    return losses


# %% task="train" bug="same_order_every_epoch"
# The first epoch is right, the later ones are not. Do they use the first row of `orders` again?
# Each epoch has an order of its own: lecture 3, part 7.
def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = []
    for epoch in range(len(orders)):
        for rows in minibatches(orders[0], batch_size):
            A = forward(parameters, X[rows])
            delta = output_delta(Y[rows], softmax(A[-1]), np.ones(len(rows)))
            dW, db = backward(parameters, A, delta)
            gradients = [g for pair in zip(dW, db) for g in pair]
            parameters = update(parameters, gradients, learning_rate, 0)
        losses.append(cross_entropy(Y, forward(parameters, X)[-1]))
    return losses


# %% task="train" bug="targets_not_shuffled"
# X was taken in the shuffled order, Y in the original one, so examples learn the targets of
# others. Do both use the same rows? See lecture 3, part 7.
def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = []
    for order in orders:
        start = 0
        for rows in minibatches(order, batch_size):
            A = forward(parameters, X[rows])
            y = Y[start : start + len(rows)]
            start += len(rows)
            delta = output_delta(y, softmax(A[-1]), np.ones(len(rows)))
            dW, db = backward(parameters, A, delta)
            gradients = [g for pair in zip(dW, db) for g in pair]
            parameters = update(parameters, gradients, learning_rate, 0)
        losses.append(cross_entropy(Y, forward(parameters, X)[-1]))
    return losses


# %% task="train" bug="mean_over_all_examples"
# The steps are too short: each batch was divided by the number of all examples instead of its
# own. Over which examples is the mean of a mini-batch taken? See lecture 3, part 8.
def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = []
    for order in orders:
        for rows in minibatches(order, batch_size):
            A = forward(parameters, X[rows])
            delta = (softmax(A[-1]) - Y[rows]) / len(X)
            dW, db = backward(parameters, A, delta)
            gradients = [g for pair in zip(dW, db) for g in pair]
            parameters = update(parameters, gradients, learning_rate, 0)
        losses.append(cross_entropy(Y, forward(parameters, X)[-1]))
    return losses


# %% task="train" bug="starts_afresh_every_epoch"
# The first epoch is right; then each one begins with the untrained parameters again. Do the
# parameters live on from one epoch to the next in your loop? See lecture 3, part 7.
def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = []
    for order in orders:
        p = [q.copy() for q in parameters]
        for rows in minibatches(order, batch_size):
            A = forward(p, X[rows])
            delta = output_delta(Y[rows], softmax(A[-1]), np.ones(len(rows)))
            dW, db = backward(p, A, delta)
            p = update(p, [g for pair in zip(dW, db) for g in pair], learning_rate, 0)
        losses.append(cross_entropy(Y, forward(p, X)[-1]))
    return losses


# %% task="train" bug="one_step_an_epoch"
# Your losses are those of a single step an epoch, on the first batch alone. Does the loop over
# the batches go through all of them, or does the update stand in the right loop? See lecture 3,
# part 7.
def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = []
    for order in orders:
        rows = order[:batch_size]
        A = forward(parameters, X[rows])
        delta = output_delta(Y[rows], softmax(A[-1]), np.ones(len(rows)))
        dW, db = backward(parameters, A, delta)
        gradients = [g for pair in zip(dW, db) for g in pair]
        parameters = update(parameters, gradients, learning_rate, 0)
        losses.append(cross_entropy(Y, forward(parameters, X)[-1]))
    return losses


# %% task="train" bug="only_the_last_loss"
# The last loss is right, the others are missing. How many losses does the text ask for? One
# after each epoch, as `watch` keeps them in lecture 3, part 7.
def train(parameters, X, Y, orders, batch_size, learning_rate):
    for order in orders:
        for rows in minibatches(order, batch_size):
            A = forward(parameters, X[rows])
            delta = output_delta(Y[rows], softmax(A[-1]), np.ones(len(rows)))
            dW, db = backward(parameters, A, delta)
            gradients = [g for pair in zip(dW, db) for g in pair]
            parameters = update(parameters, gradients, learning_rate, 0)
    return [cross_entropy(Y, forward(parameters, X)[-1])]


# %% task="train" bug="mean_of_batch_losses"
# Each number is the mean of the losses that the mini-batches had *before* their own steps. The text
# wants the loss over all examples, after the epoch: lecture 3, part 8, `training_loss`.
def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = []
    for order in orders:
        of_batches = []
        for rows in minibatches(order, batch_size):
            A = forward(parameters, X[rows])
            of_batches.append(cross_entropy(Y[rows], A[-1]))
            delta = output_delta(Y[rows], softmax(A[-1]), np.ones(len(rows)))
            dW, db = backward(parameters, A, delta)
            gradients = [g for pair in zip(dW, db) for g in pair]
            parameters = update(parameters, gradients, learning_rate, 0)
        losses.append(np.mean(of_batches))
    return losses
