# %% [markdown]
# # Homework 3 · Backpropagation at any depth
#
# In lecture 3 you saw one hidden layer, ReLU and a sigmoid at the output. Here you write what the lecture did not: **softmax with its cross-entropy, tanh, and any number of layers**, until your own network trains.
#
# **Time**: about 115 minutes, in two or three sittings. You need lecture 3, parts 1 to 8, 11 and 13, and nothing but numpy.
#
# **How to work.** Replace each `# YOUR CODE HERE` and its `raise` line by your code, then run the check cell right under it, as often as you like. A check tells what happened, never the answer. `hint("hw3/softmax")`, in a cell of your own, gives a hint; call it again for the second and the third.
#
# **How it is graded.** The checks that you see, and the same ones on fresh inputs after you hand in. Only the numbers count. Free: loops or none, helper functions, float32 or float64, arrays or lists, a bias of shape (h,) or (1, h). Prints and warnings cost nothing. A function leaves the arrays that it is given unchanged, unless the task says otherwise. A task that calls an earlier function of yours is judged once that one is right. Two answers in words are read by a person; their marking scheme stands with the question.

# %% [markdown]
# | part | task | points | minutes |
# |---|---|---:|---:|
# | 1. Shapes | `parameter_count` | 1 | 2 |
# | | `delta_count` | 1 | 2 |
# | 2. Softmax and its loss | `softmax` | 3 | 6 |
# | | `cross_entropy` | 3 | 9 |
# | | `softmax_backward` | 3 | 10 |
# | | `derive_delta` (in words) | 5 | 15 |
# | 3. Delta at the output | `output_delta` | 3 | 5 |
# | | `rows_sum_to_zero` (in words) | 3 | 6 |
# | | `tanh_derivative` | 1 | 3 |
# | | `squared_error_delta` | 3 | 6 |
# | 4. L layers, there and back | `forward` | 3 | 7 |
# | | `delta_step` | 3 | 5 |
# | | `backward` | 6 | 12 |
# | 5. Check, then train | `numerical_derivative` | 2 | 6 |
# | | `update` | 3 | 5 |
# | | `minibatches` | 2 | 4 |
# | | `train` | 5 | 12 |
# | **all** | | **50** | **115** |

# %% [markdown]
# **Notation**, as in the lecture: rows are examples.
#
# | symbol | in code | shape |
# |---|---|---|
# | $X = A^{(0)}$ | `X` | (N, d) |
# | $W^{(\ell)}$, $b^{(\ell)}$ | `W`, `b` | (fan_in, fan_out), (fan_out,) |
# | $Z^{(\ell)} = A^{(\ell-1)} W^{(\ell)} + b^{(\ell)}$ | `Z` | (N, fan_out) |
# | $A^{(\ell)} = \tanh Z^{(\ell)}$, hidden layers | `A[l]` | (N, fan_out) |
# | $\hat Y = \operatorname{softmax}(Z^{(L)})$ | `Y_hat` | (N, k) |
# | targets, each row adds up to 1 | `Y` | (N, k) |
# | $\delta^{(\ell)} = \partial J/\partial Z^{(\ell)}$ | `delta` | as $Z^{(\ell)}$ |
# | all parameters, input side first | `parameters` | [W1, b1, …, WL, bL] |
#
# The pre-activations of the last layer, $Z^{(L)}$, are also called **logits**.

# %% setup="imports"
import numpy as np

from course_lib.checks import check, hint, points_so_far

# %% [markdown]
# ## 1. Shapes
#
# A network 12-7-7-4 has 12 inputs, two hidden layers of 7 units and 4 outputs. **How many parameters** does it have?
#
# *Example*: a network 2-3-2 has 17.
#
# A typed number is checked when you hand in; until then its check says no more than that it is recorded.

# %% task="parameter_count"
parameter_count = None
### BEGIN SOLUTION
# fan_in weights and one bias for each unit
parameter_count = (12 + 1) * 7 + (7 + 1) * 7 + (7 + 1) * 4
### END SOLUTION

# %% check="parameter_count" kind="number" points=1
check("hw3/parameter_count", parameter_count)

# %% [markdown]
# A batch of 32 examples goes through the same network 12-7-7-4. **How many numbers** are in $\delta^{(1)}, \delta^{(2)}, \delta^{(3)}$ together?
#
# *Example*: 2-3-2 with a single example has 5.

# %% task="delta_count"
delta_count = None
### BEGIN SOLUTION
# One δ for each example and each unit that has a pre-activation; the inputs have none
delta_count = 32 * (7 + 7 + 4)
### END SOLUTION

# %% check="delta_count" kind="number" points=1
check("hw3/delta_count", delta_count)

# %% [markdown]
# ## 2. Softmax and its loss
#
# $$\hat y_{nc} = \frac{e^{z_{nc}}}{\sum_j e^{z_{nj}}}$$
#
# In float64 already $e^{710}$ is `inf`, and `inf / inf` is `nan`. But softmax has a freedom: adding one and the same number to all logits *of a row* changes nothing. Use it, so that logits of ±1000 do no harm.
#
# *Example*: `softmax([[0, ln 3]])` is `[[0.25, 0.75]]`.

# %% task="softmax"
def softmax(Z):
    """Return the probabilities, (N, k), for logits Z of shape (N, k); any size of logits."""
    ### BEGIN SOLUTION
    # With the largest logit of each row at 0 every exponential is at most 1, and one of them is 1
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% check="softmax" points=3
check("hw3/softmax", softmax)

# %% [markdown]
# The loss is $J = -\frac1N \sum_{n,c} y_{nc} \ln \hat y_{nc}$. Where $\hat y$ has become 0 its logarithm is lost: so never take it. Compute the logarithm of a softmax *from the logits*:
#
# $$\ln \hat y_{nc} = z_{nc} - \ln \sum_j e^{z_{nj}}$$
#
# The last term is called **log-sum-exp**. It overflows too, unless you use the freedom once more.
#
# *Example*: `cross_entropy([[0, 1]], [[0, ln 3]])` is `0.2877` (4 digits).

# %% task="cross_entropy"
def cross_entropy(Y, Z):
    """Return J, a number: a mean over the N examples, a sum over the k classes.

    Y (N, k): targets between 0 and 1; Z (N, k): logits of any size. No small number added.
    """
    ### BEGIN SOLUTION
    shifted = Z - Z.max(axis=1, keepdims=True)  # the largest is 0: the sum lies between 1 and k
    log_Y_hat = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.sum(Y * log_Y_hat) / len(Y)
    ### END SOLUTION


# %% check="cross_entropy" points=3
check("hw3/cross_entropy", cross_entropy)

# %% [markdown]
# **Softmax, backwards.** Each output depends on *all* logits of its row:
#
# $$\frac{\partial \hat y_{nc}}{\partial z_{nj}} = \hat y_{nc}\,\big([c = j] - \hat y_{nj}\big), \qquad [c = j] = 1 \text{ if } c = j, \text{ else } 0$$
#
# Given $G = \partial J/\partial \hat Y$ of *any* loss, return $\partial J/\partial Z$. Contributions of all $c$ add. A loop over examples is fine; one line is possible.
#
# *Example*: `Y_hat = [[0.5, 0.5]]`, `G = [[1, 0]]` give `[[0.25, -0.25]]`.

# %% task="softmax_backward"
def softmax_backward(Y_hat, G):
    """Return ∂J/∂Z, (N, k).

    Y_hat (N, k): outputs of a softmax; G (N, k): ∂J/∂Y_hat of some loss J. Nothing is divided by N.
    """
    ### BEGIN SOLUTION
    # Σ_c g_c ŷ_c ([c = j] − ŷ_j) = ŷ_j (g_j − Σ_c g_c ŷ_c)
    return Y_hat * (G - np.sum(G * Y_hat, axis=1, keepdims=True))
    ### END SOLUTION


# %% check="softmax_backward" points=3
check("hw3/softmax_backward", softmax_backward)

# %% [markdown]
# **In words and formulas** (5 points).
#
# 1. Derive the Jacobian above, $\partial \hat y_c/\partial z_j$, from the definition of softmax, for $c = j$ and for $c \ne j$. *(2 points)*
# 2. Conclude that cross-entropy on a softmax has $\delta_{nj} = (\hat y_{nj} - y_{nj})/N$. *(2 points)*
# 3. Where did you use $\sum_c y_{nc} = 1$? What would come out if the targets of a row added up to $s$? *(1 point)*

# %% [markdown] manual="derive_delta" points=5
# **Your derivation:**
#
# ### BEGIN SOLUTION
# **1.** For one row let $S = \sum_j e^{z_j}$, so $\hat y_c = e^{z_c}/S$ and $\partial S/\partial z_j = e^{z_j}$. By the quotient rule
#
# $$c = j:\quad \frac{e^{z_j} S - e^{z_j} e^{z_j}}{S^2} = \hat y_j (1 - \hat y_j), \qquad c \ne j:\quad \frac{0 - e^{z_c} e^{z_j}}{S^2} = -\hat y_c\, \hat y_j$$
#
# Both are $\hat y_c([c=j] - \hat y_j)$.
#
# **2.** $J = -\frac1N\sum_{n,c} y_{nc}\ln \hat y_{nc}$, so $\partial J/\partial \hat y_{nc} = -y_{nc}/(N \hat y_{nc})$. A logit reaches the loss through every class of its row; the contributions add:
#
# $$\delta_{nj} = \sum_c -\frac{y_{nc}}{N \hat y_{nc}}\,\hat y_{nc}\big([c=j] - \hat y_{nj}\big) = -\frac1N\Big(y_{nj} - \hat y_{nj} \sum_c y_{nc}\Big) = \frac{\hat y_{nj} - y_{nj}}{N}$$
#
# **3.** In the last step. With a sum of $s$ it is $(s\,\hat y_{nj} - y_{nj})/N$.
#
# *Marking scheme.* **1**: one point for each case; a derivation by $\ln \hat y_c = z_c - \ln S$ counts the same. **2**: one point for the sum over all classes (no point for a chain rule through $c = j$ alone), one for the cancelling of $\hat y$ and the result with 1/N. **3**: half a point for the place, half for $s\hat y - y$ (with or without 1/N).
# ### END SOLUTION

# %% [markdown]
# ## 3. Delta at the output
#
# Some classes are rare, so let their examples weigh more: example $n$ counts $v_n$ times.
#
# $$J = -\frac1N \sum_n v_n \sum_c y_{nc} \ln \hat y_{nc}, \qquad \hat Y = \operatorname{softmax}(Z)$$
#
# Return $\delta = \partial J/\partial Z$. The divisor is N, whatever the $v_n$ add up to; all $v_n = 1$ is the plain cross-entropy.
#
# *Example*: `Y = [[0, 1]]`, `Y_hat = [[0.2, 0.8]]`, `v = [3]` give `[[0.6, -0.6]]`.

# %% task="output_delta"
def output_delta(Y, Y_hat, v):
    """Return ∂J/∂Z, (N, k), of the weighted cross-entropy.

    Y (N, k): targets, each row adds up to 1; Y_hat (N, k): the softmax's outputs;
    v (N,): the weight of each example.
    """
    ### BEGIN SOLUTION
    # 1/N is a weight that all examples share; v_n is one of their own. (N, 1): one weight a row
    return v[:, None] * (Y_hat - Y) / len(Y)
    ### END SOLUTION


# %% check="output_delta" points=3
check("hw3/output_delta", output_delta)

# %% [markdown]
# **In words** (3 points). Softmax does not notice a number that is added to a whole row.
#
# 1. Why does each row of $\delta = (\hat Y - Y)/N$ add up to 0? Argue from this freedom, or from the formula. *(1 point)*
# 2. What do the entries of $\partial J/\partial b^{(L)}$ add up to, and those of each row of $\partial J/\partial W^{(L)}$? *(1 point)*
# 3. What does gradient descent therefore never change? *(1 point)*

# %% [markdown] manual="rows_sum_to_zero" points=3
# **Your answer:**
#
# ### BEGIN SOLUTION
# **1.** $J$ is constant along the direction $(1, …, 1)$ of a row of $Z$, so its derivative in that direction, $\sum_j \delta_{nj}$, is 0. Or: $\sum_j \hat y_{nj} = \sum_j y_{nj} = 1$, and $1 - 1 = 0$.
#
# **2.** To 0, both: $\sum_j \partial J/\partial b_j = \sum_n \sum_j \delta_{nj} = 0$, and $\sum_j \partial J/\partial w_{ij} = \sum_n a_{ni} \sum_j \delta_{nj} = 0$.
#
# **3.** The sum of the output biases, and for each unit of the last hidden layer the sum of its weights to all classes. They keep their initial values for ever (an L2 penalty would shrink the latter).
#
# *Marking scheme.* **1**: one point for either reason. **2**: half a point for each; a numerical experiment is enough. **3**: half a point for the biases, half for the weights; the remark on L2 is not needed.
# ### END SOLUTION

# %% [markdown]
# **tanh** is the activation of all that follows:
#
# $$\tanh z = \frac{e^z - e^{-z}}{e^z + e^{-z}}$$
#
# Its derivative can be written with $a = \tanh z$ alone, as σ′ can with ŷ (lecture 3, part 4): so a layer need not keep its Z. Derive it by the quotient rule.
#
# *Example*: where `a` is 0.6, the derivative is 0.64.

# %% task="tanh_derivative"
def tanh_derivative(A):
    """Return tanh′(Z), given A = tanh(Z); both (N, h)."""
    ### BEGIN SOLUTION
    return 1 - A**2
    ### END SOLUTION


# %% check="tanh_derivative" points=1
check("hw3/tanh_derivative", tanh_derivative)

# %% [markdown]
# Now *continuous* targets between −1 and 1, **tanh at the output** and the **squared error**:
#
# $$J = \frac1N \sum_n \sum_c (\hat y_{nc} - y_{nc})^2, \qquad \hat Y = \tanh Z$$
#
# Return $\delta = \partial J/\partial Z$. There is no ½ in this loss. Does anything cancel?
#
# *Example*: `Y = [[1]]`, `Z = [[0]]` give `[[-2]]`.

# %% task="squared_error_delta"
def squared_error_delta(Y, Z):
    """Return ∂J/∂Z, (N, k), for targets Y (N, k) and pre-activations Z (N, k)."""
    ### BEGIN SOLUTION
    # Nothing cancels: tanh′ stays, and a unit that is sure and wrong hardly learns
    Y_hat = np.tanh(Z)
    return 2 * (Y_hat - Y) * tanh_derivative(Y_hat) / len(Y)
    ### END SOLUTION


# %% check="squared_error_delta" points=3 uses=["tanh_derivative"]
check("hw3/squared_error_delta", squared_error_delta)

# %% [markdown]
# ## 4. L layers, there and back
#
# **Forward** through L layers: tanh in all hidden ones, nothing in the last (softmax and the loss take its logits). L may be 1: then there is no hidden layer.
#
# *Example*: a network 1-1-1 with all weights 5, biases 0 and 7, and `X = [[0]]` gives `[[[0]], [[0]], [[7]]]`.

# %% task="forward"
def forward(parameters, X):
    """Return a list of L + 1 arrays: X, the activations of each hidden layer, the logits.

    parameters: [W1, b1, …, WL, bL], W (fan_in, fan_out), b (fan_out,); X (N, d).
    """
    ### BEGIN SOLUTION
    A = [X]
    for W, b in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        A.append(np.tanh(A[-1] @ W + b))
    W, b = parameters[-2:]
    return [*A, A[-1] @ W + b]
    ### END SOLUTION


# %% check="forward" points=3
check("hw3/forward", forward)

# %% [markdown]
# **One step of the delta recursion**, from δ of a layer to δ of the tanh layer before it.
#
# *Example*: `delta = [[1, 2]]`, `W = [[3, 4]]`, `A = [[0]]` give `[[11]]`.

# %% task="delta_step"
def delta_step(delta, W, A):
    """Return ∂J/∂Z of a tanh layer, (N, fan_in).

    delta (N, fan_out): ∂J/∂Z of the layer after it; W (fan_in, fan_out): that layer's weights;
    A (N, fan_in): the tanh layer's activations.
    """
    ### BEGIN SOLUTION
    # Blame returns through the wires that it came by, then has to pass the gate
    return (delta @ W.T) * tanh_derivative(A)
    ### END SOLUTION


# %% check="delta_step" points=3 uses=["tanh_derivative"]
check("hw3/delta_step", delta_step)

# %% [markdown]
# **Backward** through all L layers. You are given what `forward` returned and $\delta^{(L)}$, in which 1/N is already contained. Return two lists of L arrays each, layer 1 first.
#
# *Example*: one layer, `W1 = [[5]]`, `b1 = [7]`, `A[0] = [[2], [3]]`, `delta = [[1], [-1]]` give `dW = [[[-1]]]` and `db = [[0]]`.

# %% task="backward"
def backward(parameters, A, delta):
    """Return dW, db: lists of ∂J/∂W (fan_in, fan_out) and ∂J/∂b (fan_out,), layer 1 first.

    parameters: [W1, b1, …, WL, bL]; A: [X, A1, …, the logits]; delta (N, k): δ of the last layer.
    """
    ### BEGIN SOLUTION
    deltas = [delta]
    for W, a in zip(parameters[-2:0:-2], A[-2:0:-1], strict=True):  # W and A of L, L − 1, …
        deltas.insert(0, delta_step(deltas[0], W, a))
    dW = [a.T @ delta for a, delta in zip(A[:-1], deltas, strict=True)]  # a: input of the layer
    db = [delta.sum(axis=0) for delta in deltas]
    return dW, db
    ### END SOLUTION


# %% check="backward" points=6 uses=["delta_step"]
check("hw3/backward", backward)

# %% [markdown]
# ## 5. Check, then train
#
# The referee: **central differences**, for a single entry. Return the estimate of $\partial J/\partial z_{nj}$, with J = `cross_entropy(Y, Z)`, from two values of the loss, at $z_{nj} + h$ and $z_{nj} - h$. The check uses large h as well, where the estimate is rough: follow the formula, not the derivative.
#
# *Example*: `Y = [[1, 0]]`, `Z = [[0, 0]]`, n = j = 0, h = 0.001 give −0.5.

# %% task="numerical_derivative"
def numerical_derivative(Y, Z, n, j, h):
    """Return the central difference of `cross_entropy(Y, Z)` in the entry Z[n, j], a number.

    Y, Z (N, k), float64; n, j: row and column, counted from 0; h > 0.
    """
    ### BEGIN SOLUTION
    step = np.zeros_like(Z)
    step[n, j] = h
    return (cross_entropy(Y, Z + step) - cross_entropy(Y, Z - step)) / (2 * h)
    ### END SOLUTION


# %% check="numerical_derivative" points=2 uses=["cross_entropy"]
check("hw3/numerical_derivative", numerical_derivative)

# %% [markdown]
# **One step of gradient descent** on the penalised loss $J + \frac{\lambda}{2} \sum_\ell \|W^{(\ell)}\|^2$. The gradients that you are given are those of $J$ alone. Biases are not penalised.
#
# Make new arrays or change the old ones in place, as you like, and return the list.
#
# *Example*: `W1 = [[2]]`, `b1 = [2]`, all gradients 0, learning rate 0.5, λ = 0.1 give `[[[1.9]], [2]]`.

# %% task="update"
def update(parameters, gradients, learning_rate, strength):
    """Return the list [W1, b1, …, WL, bL] after one step; `strength` is λ.

    parameters: [W1, b1, …, WL, bL]; gradients: [dW1, db1, …, dWL, dbL] of J, without the penalty.
    """
    ### BEGIN SOLUTION
    decay = [strength, 0] * (len(parameters) // 2)  # weights shrink, biases do not
    return [
        parameter - learning_rate * (gradient + factor * parameter)
        for parameter, gradient, factor in zip(parameters, gradients, decay, strict=True)
    ]
    ### END SOLUTION


# %% check="update" points=3
check("hw3/update", update)

# %% [markdown]
# **Mini-batches.** Cut the shuffled order of an epoch into batches, in this order; the last one holds what remains.
#
# *Example*: `order = [3, 0, 4, 1, 2]` and `batch_size = 2` give `[[3, 0], [4, 1], [2]]`.

# %% task="minibatches"
def minibatches(order, batch_size):
    """Return a list of index arrays; order (N,): each row number once; batch_size: at least 1."""
    ### BEGIN SOLUTION
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
    ### END SOLUTION


# %% check="minibatches" points=2
check("hw3/minibatches", minibatches)

# %% [markdown]
# **Train**: all of your functions in one loop, by plain gradient descent (no penalty, all $v_n = 1$). Row e of `orders` (epochs, N) is the shuffled order of epoch e; `X` (N, d), `Y` (N, k).
#
# Return a list with one loss an epoch: the cross-entropy over *all* N examples, *after* the epoch.
#
# *Example*: with learning rate 0 all losses are the same.

# %% task="train"
def train(parameters, X, Y, orders, batch_size, learning_rate):
    """Return the list of losses, one a row of `orders`; parameters: [W1, b1, …, WL, bL]."""
    ### BEGIN SOLUTION
    losses = []
    for order in orders:
        for rows in minibatches(order, batch_size):
            A = forward(parameters, X[rows])
            delta = output_delta(Y[rows], softmax(A[-1]), np.ones(len(rows)))
            dW, db = backward(parameters, A, delta)
            gradients = [g for layer in zip(dW, db, strict=True) for g in layer]
            parameters = update(parameters, gradients, learning_rate, strength=0)
        losses.append(cross_entropy(Y, forward(parameters, X)[-1]))
    return losses
    ### END SOLUTION


# %% check="train" points=5 uses=["softmax", "cross_entropy", "output_delta", "forward", "backward", "update", "minibatches"]
check("hw3/train", train)

# %% [markdown]
# ## Points so far
#
# The two answers in words, the typed numbers and the fresh inputs come after you have handed in.

# %% summary="points_so_far"
points_so_far()
