# %% [markdown]
# # Homework 7 · Find the bug
#
# Six cases in the style of published notes, code and formulas, none of them from lecture 8. **Locate** the mistake, **convict** it with the gradient check, **explain** it in a line, **mend** it. What is right must be left alone. Two more cases wait for the keen.
#
# **Time**: about 112 minutes, in two or three sittings. You need lectures 2 to 5 and lecture 8 (parts 1 to 4), and nothing but numpy.
#
# **How to work.** Replace each `# YOUR CODE HERE` and its `raise` line by your code, then run the check cell right under it, as often as you like. A check tells what happened, never the answer. `hint("hw7/diagnose")`, in a cell of your own, gives a hint; call it again for the second and the third.
#
# **How it is graded.** The checks that you see, and the same ones on fresh inputs after you hand in. Only the numbers count. Free: loops or none, helper functions, float32 or float64, arrays or lists, the functions of `course_lib`. A function leaves what it is given unchanged. Where a task returns several things, each right one counts. One answer in words is read by a person; its marking scheme stands with the question.

# %% [markdown]
# | part | task | points | minutes |
# |---|---|---:|---:|
# | 1. The detective | `diagnose` | 5 | 12 |
# | | `verdicts` | 3 | 8 |
# | 2. Six cases | `half_squared_error` | 3 | 7 |
# | | `ridge` | 4 | 8 |
# | | `exhibits` | 3 | 6 |
# | | `brier_delta` | 5 | 11 |
# | | `one_step` | 6 | 13 |
# | | `clipped_gradient` | 4 | 8 |
# | | `dropout` | 4 | 8 |
# | | `explain` (in words) | 6 | 12 |
# | 3. For the keen | `clipped_net_gradients` | 4 | 11 |
# | | `weight_gradients` | 3 | 8 |
# | **all** | | **50** | **112** |

# %% [markdown]
# **Notation**, as in the lectures: rows are examples, $Z = AW + b$, $\delta = \partial J/\partial Z$. $N$ is the number of examples, $k$ that of outputs; `len(X)` is $N$.
#
# The referee is given: `numerical_gradient(f, theta)`, central differences of lecture 2, entry by entry, for an array `theta`.

# %% setup="imports"
import numpy as np

from course_lib.checks import check, hint, points_so_far


def numerical_gradient(f, theta, h=1e-5):
    """Return the central differences of f at theta, an array of floats, in its shape."""
    gradient = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        up, down = theta.copy(), theta.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


def sigmoid(z):
    return 1 / (1 + np.exp(-z))

# %% [markdown]
# ## 1. The detective
#
# Compare a claimed gradient with the referee's, entry by entry:
#
# - **kind 0**: they agree; the factor is 1.
# - **kind 1**: claimed is *one* factor $c \ne 1$ times the referee's, in every entry ($c$ may be negative, or 0).
# - **kind 2**: neither; say factor 0.
#
# Two numbers agree if they differ by at most $10^{-4}$ times the larger of their sizes; so two zeros agree, whatever the factor.
#
# *Example*: `[2, 0, -6]` against `[1, 0, -3]` gives 1 and 2.0; `[0, 1]` against `[1, 1]` gives 2 and 0.

# %% task="diagnose"
def diagnose(claimed, numerical):
    """Return kind, factor: two numbers. claimed, numerical: arrays of the same shape."""
    ### BEGIN SOLUTION
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)

    def agree(a, b):
        return np.all(np.abs(a - b) <= 1e-4 * np.maximum(np.abs(a), np.abs(b)))

    if agree(claimed, numerical):
        return 0, 1.0
    largest = np.argmax(np.abs(numerical))  # a ratio is safest there
    if numerical[largest] == 0:
        return 2, 0.0
    factor = claimed[largest] / numerical[largest]
    return (1, factor) if agree(claimed, factor * numerical) else (2, 0.0)
    ### END SOLUTION


# %% check="diagnose" points=5
check("hw7/diagnose", diagnose)

# %% [markdown]
# **Six statements** from six notes, in our notation. For each type 1 if it is right, 0 if it is wrong.
#
# | | statement |
# |---:|---|
# | 1 | With a sigmoid output and the mean cross-entropy, $\delta = (\hat y - y)/N$. |
# | 2 | $\partial J/\partial W = \delta^\top A$ for $W$ of shape (fan_in, fan_out). |
# | 3 | $\partial J/\partial b = \sum_n \delta_n$, with no further factor. |
# | 4 | $\tanh' z = 1 - \tanh z$. |
# | 5 | $J + \frac\lambda2 \sum W^2$ has the gradient $\partial J/\partial W + \lambda W$. |
# | 6 | For a ReLU net δ may be multiplied by $(A > 0)$ in place of $(Z > 0)$. |
#
# A guess is right half the time; a gradient check always.

# %% task="verdicts"
verdicts = None
### BEGIN SOLUTION
# 2 has the transpose of the right shape; 4 lacks a square; in 6, A > 0 exactly where Z > 0
verdicts = 1, 0, 1, 0, 1, 1
### END SOLUTION

# %% check="verdicts" kind="number" points=3
check("hw7/verdicts", verdicts)

# %% [markdown]
# ## 2. Six cases
#
# **Case A.** The text defines $J = \frac{1}{2N} \sum_n \sum_j (\hat y_{nj} - y_{nj})^2$. Its code:

# %% setup="case_a"
def published_squared_error(y, y_hat):
    J = np.mean((y_hat - y) ** 2)
    gradient = (y_hat - y) / len(y)
    return J, gradient

# %% [markdown]
# Loss and gradient are no partners. The *text* is the law. Change what is wrong, and leave the other line alone.
#
# *Example*: `y = [[0, 0]]`, `y_hat = [[1, 2]]` give 2.5 and `[[1, 2]]`.

# %% task="half_squared_error"
def half_squared_error(y, y_hat):
    """Return J, ∂J/∂ŷ (N, k). y, y_hat: (N, k)."""
    ### BEGIN SOLUTION
    return np.sum((y_hat - y) ** 2) / (2 * len(y)), (y_hat - y) / len(y)
    ### END SOLUTION


# %% check="half_squared_error" points=3
check("hw7/half_squared_error", half_squared_error)

# %% [markdown]
# **Case B.** Linear regression with a penalty on the weights (*ridge* regression). This time the *loss* is what the text wants:
#
# $$J = \frac{1}{2N} \Big( \sum_n \sum_j r_{nj}^2 + \lambda \sum_{ij} W_{ij}^2 \Big), \qquad R = XW + b - Y$$

# %% setup="case_b"
def published_ridge(W, b, X, Y, strength):
    N, R = len(X), X @ W + b - Y
    J = ((R**2).sum() + strength * (W**2).sum()) / (2 * N)
    dW = X.T @ R / N + strength * W
    db = R.sum(axis=0) / N
    return J, dW, db

# %% [markdown]
# Return loss and gradients that belong together.
#
# *Example*: `W = [[1]]`, `b = [0]`, `X = [[1], [1]]`, `Y = [[0], [0]]`, strength 2 give J = 1, dW = `[[2]]`, db = `[1]`.

# %% task="ridge"
def ridge(W, b, X, Y, strength):
    """Return J, dW (d, k), db (k,). W (d, k), b (k,), X (N, d), Y (N, k); strength: λ."""
    ### BEGIN SOLUTION
    N, R = len(X), X @ W + b - Y
    J = ((R**2).sum() + strength * (W**2).sum()) / (2 * N)
    return J, (X.T @ R + strength * W) / N, R.sum(axis=0) / N
    ### END SOLUTION


# %% check="ridge" points=4
check("hw7/ridge", ridge)

# %% [markdown]
# **Exhibits.** Let your `diagnose` look at what was *published*, on numbers of your own: more than one example, λ = 0.3, every array without a 0. Type three numbers:
#
# 1. the factor for case A's gradient, against the referee on case A's $J$, with **three** outputs;
# 2. the kind for case B's dW (there, let `b` and all else stand still);
# 3. the kind for case B's db.

# %% task="exhibits"
exhibits = None
### BEGIN SOLUTION
# A: (ŷ − y)/N against 2(ŷ − y)/(3N), so 3/2. B: λW is N times too large in dW alone: no one factor
exhibits = 1.5, 2, 0
### END SOLUTION

# %% check="exhibits" kind="number" points=3 uses=["diagnose"]
check("hw7/exhibits", exhibits)

# %% [markdown]
# **Case C.** A softmax output with the *squared* error (the *Brier* score), $J = \frac1N \sum_n \sum_j (p_{nj} - y_{nj})^2$. "At the last layer $\delta = \frac{\partial J}{\partial p} \odot \varphi'(z)$":

# %% setup="case_c"
def published_brier_delta(Z, Y):
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = powers / powers.sum(axis=1, keepdims=True)
    return 2 * (P - Y) / len(Z) * P * (1 - P)

# %% [markdown]
# Return the right δ. (How many entries of $P$ move if you nudge one entry of $Z$?)
#
# *Example*: `Z = [[0, 0]]`, `Y = [[1, 0]]` give `[[-0.5, 0.5]]`.

# %% task="brier_delta"
def brier_delta(Z, Y):
    """Return ∂J/∂Z (N, k). Z (N, k): logits; Y (N, k): targets."""
    ### BEGIN SOLUTION
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = powers / powers.sum(axis=1, keepdims=True)
    G = 2 * (P - Y) / len(Z)
    return P * (G - (G * P).sum(axis=1, keepdims=True))  # all entries of the row take part
    ### END SOLUTION


# %% check="brier_delta" points=5
check("hw7/brier_delta", brier_delta)

# %% [markdown]
# **Case D.** One step of gradient descent for a net with one hidden sigmoid layer and a linear output, $J = \frac{1}{2N} \sum (\hat y - y)^2$. **Two** mistakes:

# %% setup="case_d"
def published_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    W2 = W2 - learning_rate * A.T @ delta2
    b2 = b2 - learning_rate * delta2.sum(axis=0)
    delta1 = (delta2 @ W2.T) * sigmoid(A) * (1 - sigmoid(A))
    W1 = W1 - learning_rate * X.T @ delta1
    b1 = b1 - learning_rate * delta1.sum(axis=0)
    return W1, b1, W2, b2

# %% [markdown]
# Return the parameters after a right step. Do not change the arrays that come in.
#
# *Example*: all of `W1`, `W2`, `X` are `[[0]]`, `b1 = [0]`, `b2 = [1]`, `Y = [[0]]`, learning rate 0.5: `W2` becomes `[[-0.25]]`, `b2` becomes `[0.5]`, the others stay.

# %% task="one_step"
def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    """Return W1, b1, W2, b2 after one step; shapes (d, h), (h,), (h, k), (k,).

    X (N, d), Y (N, k).
    """
    ### BEGIN SOLUTION
    A = sigmoid(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * A * (1 - A)  # the W2 of the forward pass; σ′ by σ's value
    return (
        W1 - learning_rate * X.T @ delta1,
        b1 - learning_rate * delta1.sum(axis=0),
        W2 - learning_rate * A.T @ delta2,
        b2 - learning_rate * delta2.sum(axis=0),
    )
    ### END SOLUTION


# %% check="one_step" points=6
check("hw7/one_step", one_step)

# %% [markdown]
# **Case E.** Against infinite losses, probabilities are clipped; the gradient is the famous one:

# %% setup="case_e"
def published_clipped_loss(z, y, epsilon):
    y_hat = np.clip(sigmoid(z), epsilon, 1 - epsilon)
    J = -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))
    gradient = (sigmoid(z) - y) / len(z)
    return J, gradient

# %% [markdown]
# Lecture 2 computes the loss from the logit instead. Here, for once, keep this $J$ and return the gradient that belongs to it: what does the referee say where $\hat y$ is clipped?
#
# *Example*: `z = [0, 9]`, `y = [1, 0]`, ε = 0.1 give `[-0.25, 0]`.

# %% task="clipped_gradient"
def clipped_gradient(z, y, epsilon):
    """Return ∂J/∂z (N,) of the clipped loss. z (N,): logits; y (N,): 0 or 1; 0 < ε < ½.

    No ŷ is exactly ε or 1 − ε.
    """
    ### BEGIN SOLUTION
    y_hat = sigmoid(z)
    inside = (y_hat > epsilon) & (y_hat < 1 - epsilon)  # elsewhere the loss is flat
    return (y_hat - y) / len(z) * inside
    ### END SOLUTION


# %% check="clipped_gradient" points=4
check("hw7/clipped_gradient", clipped_gradient)

# %% [markdown]
# **Case F.** *Dropout* switches each activation off with probability $p$ while training; in prediction all stay on. `mask` is 1 where an activation stays.

# %% setup="case_f"
def published_dropout(A, mask, p, G):
    out = A * mask  # training; in prediction: out = A
    dA = G
    return out, dA

# %% [markdown]
# The next layer must see, *on average over the masks*, what it sees in prediction: $\mathrm E[\text{out}] = A$. And `dA` must be the gradient of `out`, with $G = \partial J/\partial \text{out}$. **Two** mistakes.
#
# *Example*: `A = [[3, 5]]`, `mask = [[1, 0]]`, p = 0.25, `G = [[6, 6]]` give `[[4, 0]]` and `[[8, 0]]`.

# %% task="dropout"
def dropout(A, mask, p, G):
    """Return out, dA: both (N, h), as A, mask and G are; 0 ≤ p < 1."""
    ### BEGIN SOLUTION
    factor = mask / (1 - p)  # an activation that stays with probability 1 − p
    return A * factor, G * factor
    ### END SOLUTION


# %% check="dropout" points=4
check("hw7/dropout", dropout)

# %% [markdown]
# **In words** (6 points, one a case). For each of A to F: which line is wrong (quote what stands there), and *why*, in one sentence. For cases with a wrong gradient also say what `diagnose` told you, or what a check would not have seen.

# %% [markdown] manual="explain" points=6
# **Your answer:**
#
# ### BEGIN SOLUTION
# **A.** `J = np.mean(…)`: the mean over all N·k entries, without the ½; the text has the sum over outputs, the mean over examples and ½. Claimed over true is k/2, one factor everywhere, so kind 1. The gradient line is right.
#
# **B.** `+ strength * W`: the penalty is divided by N in the loss and not in the gradient. Kind 2 for dW, since only a part of each entry is too large; db is right (kind 0), the penalty has no bias in it.
#
# **C.** `* P * (1 - P)`: each entry of z moves *all* p of its row; φ′ entry by entry leaves out the terms between entries. Kind 2.
#
# **D.** `W2 = W2 - …` stands before δ₁ is computed, so the error travels back through weights that did not carry the signal; and `sigmoid(A) * (1 - sigmoid(A))` takes σ′ at a = σ(z) instead of z. The output layer's step is right, so a check of W2 and b2 alone sees nothing; and the first mistake shrinks with the learning rate.
#
# **E.** `gradient = …`: where ŷ is clipped, the loss is flat and its slope 0; the formula belongs to the loss that is not clipped. Kind 2 (kind 0 on inputs of which none is clipped: a check there sees nothing).
#
# **F.** `out = A * mask` has the mean (1 − p)·A, too small: divide by 1 − p. `dA = G` lets gradients through units that were off. The first is no matter of gradients: no check of dA sees it.
#
# *Marking scheme.* Per case half a point for the place (both places in D and F), half for the reason. C: "softmax mixes the entries of a row" is enough. E: the reason must speak of the flat loss. F: the reason must speak of the mean or of prediction.
# ### END SOLUTION

# %% [markdown]
# ## 3. For the keen
#
# **Case G.** Clipping by norm, in a net with one hidden tanh layer and $J = \frac{1}{2N}\sum(\hat y - y)^2$:

# %% setup="case_g"
def published_clipping(W1, b1, W2, b2, X, Y, max_norm):
    A = np.tanh(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta2 = delta2 * min(1, max_norm / np.linalg.norm(delta2))
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    delta1 = delta1 * min(1, max_norm / np.linalg.norm(delta1))
    return X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)

# %% [markdown]
# What comes out is neither the gradient nor a multiple of it. Return the right four gradients, clipped as lecture 4 does it.
#
# *Example*: `W1 = [[0]]`, `b1 = [0]`, `W2 = [[0]]`, `b2 = [8]`, `X = [[1]]`, `Y = [[0]]`, norm at most 2: `[[0]]`, `[0]`, `[[0]]`, `[2]`.

# %% task="clipped_net_gradients"
def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    """Return dW1 (d, h), db1 (h,), dW2 (h, k), db2 (k,), whose norm together is ≤ max_norm.

    X (N, d), Y (N, k); max_norm > 0.
    """
    ### BEGIN SOLUTION
    A = np.tanh(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    gradients = X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    return tuple(g * min(1.0, max_norm / norm) for g in gradients)
    ### END SOLUTION


# %% check="clipped_net_gradients" points=4
check("hw7/clipped_net_gradients", clipped_net_gradients)

# %% [markdown]
# **Case H.** A text numbers δ from the output: `deltas[0]` belongs to the *last* layer. Its code runs without complaint on a net whose layers are all of one width:

# %% setup="case_h"
def published_weight_gradients(X, activations, deltas):
    inputs = [X, *activations]  # what layers 1, 2, … get
    return [A.T @ delta for A, delta in zip(inputs, deltas, strict=True)]

# %% [markdown]
# Return the gradients of all weights, layer 1 first, for the same numbering of `deltas`.
#
# *Example*: `X = [[1]]`, `activations = [[[2]]]`, `deltas = [[[3]], [[5]]]` give `[[[5]], [[6]]]`.

# %% task="weight_gradients"
def weight_gradients(X, activations, deltas):
    """Return [dW1, …, dWL].

    X (N, d); activations: [A1, …, A(L−1)]; deltas: [δ of layer L, …, δ of layer 1]; L may be 1.
    """
    ### BEGIN SOLUTION
    return [A.T @ delta for A, delta in zip([X, *activations], deltas[::-1], strict=True)]
    ### END SOLUTION


# %% check="weight_gradients" points=3
check("hw7/weight_gradients", weight_gradients)

# %% [markdown]
# ## Points so far
#
# Answers in words, typed numbers and fresh inputs come after handing in.

# %% summary="points_so_far"
points_so_far()
