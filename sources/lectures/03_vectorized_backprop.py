# %% [markdown] slide="slide"
# # Lecture 3 · Vectorised backpropagation
#
# *From one number at a time to whole layers of numbers, and a gradient for the price of a forward pass or two.*

# %% [markdown] slide="subslide"
# ## What you will be able to do
#
# 1. Write the forward pass of a network as matrix products and tell the shape of every array in it.
# 2. Derive δ at the output for binary cross-entropy, and carry it back through a layer: $\delta^{(\ell)} = \big(\delta^{(\ell+1)} W^{(\ell+1)\top}\big) \odot \varphi'\big(Z^{(\ell)}\big)$.
# 3. Find a wrong gradient that raises no error, with a gradient check.
# 4. Train with mini-batches, and say what batch size, shuffling, learning rate and its decay do.
# 5. Judge a training result by its spread over seeds rather than by one lucky number.
#
# You need lecture 2 (chain rule, computational graph, the net with four parameters), and numpy's `@`, broadcasting and `axis=`.

# %% [markdown] slide="subslide"
# ## Plan
#
# | part | minutes |
# |---|---:|
# | 1. From one example to a matrix of them | 9 |
# | 2. Forward pass and loss | 9 |
# | 3. The brute-force trainer | 6 |
# | 4. Delta at the output | 7 |
# | 5. The delta recursion | 13 |
# | 6. The missing transpose | 6 |
# | 7. Training on the circles | 11 |
# | 8. Batches and shuffling | 9 |
# | Take-away and questions | 5 |
# | 9. *Further*: learning rate and its decay | 10 |
# | 10. *Further*: a start at zero | 8 |
# | 11. *Further*: L2 regularisation | 10 |
# | 12. *Further*: when to stop | 10 |
# | 13. *Further*: several classes | 7 |
#
# The core path is 75 minutes; the *Further* parts stand on their own, in any order.
#
# **Notation**, the same in all lectures: rows are examples, $X$ is $(N, d)$; $W^{(\ell)}$ is (fan_in, fan_out); $Z^{(\ell)} = A^{(\ell-1)} W^{(\ell)} + b^{(\ell)}$, $A^{(\ell)} = \varphi(Z^{(\ell)})$, $A^{(0)} = X$; $\delta^{(\ell)} = \partial J / \partial Z^{(\ell)}$; the loss $J$ is a mean over the examples.

# %% slide="skip"
from copy import deepcopy
from itertools import pairwise

import numpy as np

from course_lib import plots

# %% [markdown] slide="slide"
# ## 1. From one example to a matrix of them
#
# In lecture 2 a unit computed $z = wx + b$ for one number $x$. A unit with $d$ inputs adds up $d$ such products; a layer has several units; and we have many examples. Example $n$, unit $j$:
#
# $$z_{nj} = \sum_i x_{ni}\, w_{ij} + b_j \qquad\text{for all } n, j \text{ at once:}\qquad Z = X W + b$$
#
# Five examples, two features, three units:

# %% slide="fragment"
rng = np.random.default_rng(3)
X = rng.normal(size=(5, 2))  # (N, d): one example a row
W1 = rng.normal(size=(2, 3))  # (fan_in, fan_out): one unit a column
b1 = rng.normal(size=3)  # one bias a unit

# %% slide="fragment" tags=["live"]
# All pre-activations of the layer in one line. Which shape do they have?
Z1 = X @ W1 + b1
print("Z1 has shape", Z1.shape)

# %% [markdown] slide="fragment"
# Five rows, one an example; three columns, one a unit. Believe no formula that you have not seen agree with a slow, obvious one:

# %% slide="fragment" tags=["live"]
# The same number for example n = 4, unit j = 1, as a plain sum
n, j = 4, 1
by_hand = sum(X[n, i] * W1[i, j] for i in range(2)) + b1[j]
print(f"sum {by_hand:.12f}   matrix {Z1[n, j]:.12f}")

# %% [markdown] slide="subslide"
# The picture is worth remembering. The inner sides (2 and 2) must agree and vanish; the outer ones (5 and 3) remain. Move the slider: more examples make $X$ and $Z$ taller. **The parameters do not change**, so one and the same network serves any number of examples.

# %% slide="fragment" tags=["hide-input"]
def layer_shapes(N):
    X, Z = ("X", N, 2, "examples"), ("Z₁", N, 3, "examples")
    return plots.matrix_shapes([X, "@", ("W₁", 2, 3), "+", ("b₁", 1, 3), "=", Z])


plots.flip_book({N: layer_shapes(N) for N in (1, 2, 3, 5, 8)}, label="examples N", start=5)

# %% [markdown] slide="subslide" tags=["predict"]
# **Predict.** `X @ W1` is (5, 3). Numpy stretches `b1` to fit ("broadcasting"). Which of the shapes (3,), (1, 3), (5,), (5, 1) does it accept for the bias, and which of them would be *wrong* although accepted?

# %% slide="fragment"
for shape in [(3,), (1, 3), (5,), (5, 1)]:
    try:
        outcome = (X @ W1 + np.zeros(shape)).shape
    except ValueError:
        outcome = "refused"
    print(f"bias of shape {shape!s:7} -> {outcome}")

# %% [markdown] slide="fragment"
# (5, 1) is accepted, and means one bias an *example*: no longer a layer, and no error message. Shapes are the first thing to check and cannot be the last.
#
# **How many parameters** has a network? A layer has fan_in · fan_out weights and fan_out biases. Predict for 2-4-4-1, our net of this lecture.

# %% slide="fragment" tags=["live"]
# (fan_in + 1) · fan_out for each pair of neighbouring layers
def count_parameters(layer_sizes):
    return sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(layer_sizes))


for layer_sizes in [(2, 4, 4, 1), (10, 100, 100, 1), (784, 300, 100, 10)]:
    print(f"{'-'.join(map(str, layer_sizes)):15} {count_parameters(layer_sizes):8,}")

# %% [markdown] slide="slide"
# ## 2. Forward pass and loss
#
# Training repeats **six steps** on one batch of examples after another:
#
# 1. **forward**: $Z^{(\ell)}, A^{(\ell)}$ from the first layer to the last;
# 2. **loss**: how wrong is $\hat y$?
# 3. **output delta**: $\partial J/\partial Z$ of the last layer;
# 4. **backward**: δ of each layer from δ of the next;
# 5. **gradients** of all weights and biases from the δs;
# 6. **update**: a small step against the gradients.
#
# Steps 1 and 2, with one hidden layer of $h$ units:

# %% slide="subslide" tags=["live"]
# Two functions entry by entry, then step 1: forward, with every shape
def relu(z):
    return np.maximum(0, z)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(parameters, X):
    W1, b1, W2, b2 = parameters
    Z1 = X @ W1 + b1  # (N, d) @ (d, h) + (h,) -> (N, h)
    A1 = relu(Z1)  # (N, h)
    Z2 = A1 @ W2 + b2  # (N, h) @ (h, 1) + (1,) -> (N, 1)
    return Z1, A1, Z2, sigmoid(Z2)


# %% [markdown] slide="fragment"
# $\hat y = \sigma(z)$ is read as the probability of class 1. If the truth is $y \in \{0, 1\}$, the network gave it the probability $\hat y^{\,y} (1-\hat y)^{1-y}$. Take minus the logarithm and the mean over the examples, and you have the **binary cross-entropy**:
#
# $$J = -\frac1N \sum_n \Big[\, y_n \ln \hat y_n + (1 - y_n) \ln (1 - \hat y_n) \Big]$$

# %% slide="fragment" tags=["live"]
# Step 2: binary cross-entropy; mean over the N examples, sum over the outputs
def binary_cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)) / len(y)


# %% [markdown] slide="fragment"
# `y` and `y_hat` are both (N, 1). Give it `y` of shape (N,) and numpy happily makes an N × N table of (N,) and (N, 1), without a word. The library's loss refuses that.
#
# A small net to play with, in the same shapes as before:

# %% slide="fragment"
def random_parameters(rng, d=2, h=3, k=1):
    return [rng.normal(scale=0.5, size=shape) for shape in ((d, h), h, (h, k), k)]


parameters = random_parameters(rng)
y = np.array([[1.0], [0.0], [1.0], [1.0], [0.0]])
Z1, A1, Z2, y_hat = forward(parameters, X)
print("Z1", Z1.shape, " A1", A1.shape, " Z2", Z2.shape, " y_hat", y_hat.shape)
print(f"loss {binary_cross_entropy(y, y_hat):.4f}")

# %% [markdown] slide="subslide"
# The data of this lecture: two noisy circles, one inside the other, that no straight line can part. The protocol is the published one (Turcotte 2025): 140 points to train on, 60 to test, scaled by the mean and standard deviation of the *training* part alone.

# %% slide="fragment"
from course_lib.datasets import circles

X_train, X_test, y_train, y_test = circles()
print("X_train", X_train.shape, " y_train", y_train.shape, " mean", X_train.mean(axis=0).round(9))

# %% [markdown] slide="subslide" tags=["predict"]
# **Predict.** 500 networks with random weights, none of them trained. Half of the points belong to class 1. What is their accuracy, on average, and how far does it spread?

# %% slide="fragment"
def accuracy(y, y_hat):
    return np.mean((y_hat >= 0.5) == y)


untrained = []
for seed in range(500):
    *_, y_hat = forward(random_parameters(np.random.default_rng(seed), h=4), X_train)
    untrained.append(accuracy(y_train, y_hat))
print(f"accuracy {np.mean(untrained):.3f} ± {np.std(untrained):.3f}")

# %% [markdown] slide="fragment"
# Half, as a coin would: .50 ± .07<!-- claim: untrained_accuracy -->. If an untrained balanced classifier is far from one half, look for the bug before you train it.

# %% [markdown] slide="slide"
# ## 3. The brute-force trainer
#
# Nothing stops us from training right now. Nudge one parameter up and down, see what the loss does, and you have its derivative (lecture 2's referee, central differences). Do so for every parameter (Turcotte's *NaiveMLP*). No calculus needed:

# %% slide="fragment" tags=["live"]
# (f(θ + h) − f(θ − h)) / 2h for every entry of every array
def central_differences(f, parameters, h=1e-5):
    gradients = [np.zeros_like(parameter) for parameter in parameters]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        for i in np.ndindex(parameter.shape):
            kept = parameter[i]
            parameter[i] = kept + h
            up = f(parameters)
            parameter[i] = kept - h
            gradient[i] = (up - f(parameters)) / (2 * h)
            parameter[i] = kept
    return gradients


# %% [markdown] slide="fragment"
# Step 6, the **update**, moves every parameter against its gradient, in place. With it we have a complete trainer:

# %% slide="fragment" tags=["live"]
# θ ← θ − η · gradient for every array; then 100 steps on the circles
def update(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter -= learning_rate * gradient


def loss_on_circles(parameters):
    return binary_cross_entropy(y_train, forward(parameters, X_train)[-1])


brute = random_parameters(np.random.default_rng(0), h=4)
losses = [loss_on_circles(brute)]
for _ in range(100):
    update(brute, central_differences(loss_on_circles, brute), learning_rate=0.3)
    losses.append(loss_on_circles(brute))
print(f"loss {losses[0]:.3f} -> {losses[-1]:.3f}")

# %% [markdown] slide="subslide" tags=["predict"]
# It learns! The trouble is the bill: two forward passes for each of the $P$ parameters, for one single step. **Predict** the number of forward passes of one step for 2-4-4-1, and for the digits net 784-300-100-10. Backpropagation will need one forward and one backward pass, whatever $P$ is.

# %% slide="fragment"
for layer_sizes in [(2, 4, 4, 1), (10, 100, 100, 1), (784, 300, 100, 10)]:
    P = count_parameters(layer_sizes)
    print(f"{P:8,} parameters: {2 * P:8,} forward passes a step")

# %% [markdown] slide="fragment"
# The bill grows in proportion to $P$: ruinous, though not "exponential", as one may read (Masood 2025). We keep `central_differences` for what it is good at. It is slow, obvious and knows no calculus: the ideal **referee** for the fast method that we derive now.

# %% [markdown] slide="slide"
# ## 4. Delta at the output
#
# Step 3 asks for $\delta = \partial J / \partial Z$ at the output. By the chain rule, entry by entry, $\delta_n = \frac{\partial J}{\partial \hat y_n} \cdot \sigma'(z_n)$, with
#
# $$\frac{\partial J}{\partial \hat y} = \frac1N\Big(\frac{1-y}{1-\hat y} - \frac{y}{\hat y}\Big) = \frac1N\,\frac{\hat y - y}{\hat y\,(1-\hat y)}, \qquad \sigma'(z) = \hat y\,(1-\hat y)$$
#
# The denominator and $\sigma'$ cancel:
#
# $$\boxed{\;\delta = \frac{\hat y - y}{N}\;}$$

# %% slide="fragment" tags=["live"]
# δ = (ŷ − y)/N, then what the referee says about each entry of Z2
Z1, A1, Z2, y_hat = forward(parameters, X)
delta2 = (y_hat - y) / len(X)
(referee,) = central_differences(lambda Z: binary_cross_entropy(y, sigmoid(Z[0])), [Z2])
print(np.hstack([delta2, referee]).round(8))

# %% [markdown] slide="fragment"
# *Predicted minus true*, shared among $N$ examples. Two things to notice:
#
# - Because σ′ cancelled, a unit that is **sure and wrong** ($\hat y \approx 0$, $y = 1$) gets the largest δ there is, 1/N in size. With squared error the factor $\sigma'(z) \le \frac14$ stays, and such a unit hardly learns.
# - The 1/N enters *here, once*, and travels into every gradient. Put it in again later and all gradients are $N$ times too small.

# %% slide="subslide"
for z in (-2.0, -5.0, -10.0):
    p = sigmoid(z)  # the truth is 1: surer and surer, and wrong
    print(f"z = {z:5}:  cross-entropy {p - 1:8.4f}   squared error {2 * (p - 1) * p * (1 - p):9.5f}")

# %% [markdown] slide="slide"
# ## 5. The delta recursion
#
# Step 4. A hidden activation $a_{nj}$ feeds **every** unit $k$ of the next layer, through $w_{jk}$. Lecture 2's rule for a fork: contributions add. Then once more the chain rule, through φ:
#
# $$\frac{\partial J}{\partial a_{nj}} = \sum_k \delta^{(\ell+1)}_{nk}\, w^{(\ell+1)}_{jk}, \qquad \delta^{(\ell)}_{nj} = \frac{\partial J}{\partial a_{nj}}\;\varphi'(z_{nj})$$
#
# The sum runs over the *second* index of $W$. As a matrix product, that is the transpose:
#
# $$\boxed{\;\delta^{(\ell)} = \big(\delta^{(\ell+1)}\, W^{(\ell+1)\top}\big) \odot \varphi'\big(Z^{(\ell)}\big)\;}$$

# %% slide="fragment" tags=["live"]
# Step 4 for our net; ReLU′(z) is 1 where z > 0, else 0
delta1 = (delta2 @ parameters[2].T) * (Z1 > 0)  # (N, 1) @ (1, h) -> (N, h)
print(delta1.round(4))

# %% [markdown] slide="subslide"
# **Each factor has a meaning.**
#
# | factor | shape | it says |
# |---|---|---|
# | $\delta^{(\ell+1)}$ | (N, fan_out) | how the loss reacts to each pre-activation of the next layer |
# | $W^{(\ell+1)\top}$ | (fan_out, fan_in) | through which wires the unit had its effect: blame returns the way the signal came |
# | $\varphi'(Z^{(\ell)})$ | (N, fan_in) | the gate: how strongly the unit reacts where it stands; a ReLU below zero passes nothing |

# %% slide="fragment" tags=["hide-input"]
def blame(n):
    values = [X[n], delta1[n], delta2[n]]
    title = f"δ of example {n + 1}, whose true class is {y[n, 0]:.0f}"
    names = ["x", "δ₁", "δ₂"]
    return plots.network(values, parameters[::2], names=names, title=title, arrows="backward", digits=3)


plots.flip_book({n + 1: blame(n) for n in range(len(X))}, label="example")

# %% [markdown] slide="fragment"
# Thick lines are large weights, dashed ones negative. Where δ₁ is 0 the ReLU was off. A negative δ₂ asks for a larger output; a negative weight turns the sign. Hidden units have no targets: this is how they hear about them.

# %% [markdown] slide="subslide"
# **Step 5.** A weight $w_{ij}$ enters $z_{nj}$ of every example with the factor $a_{ni}$, a bias with the factor 1. Sum over the examples:
#
# $$\frac{\partial J}{\partial W^{(\ell)}} = A^{(\ell-1)\top}\,\delta^{(\ell)}, \qquad \frac{\partial J}{\partial b^{(\ell)}} = \sum_n \delta^{(\ell)}_{n}$$
#
# A gradient has the shape of what it belongs to: (fan_in, N) @ (N, fan_out).

# %% slide="fragment" tags=["live"]
# Steps 3, 4 and 5 in one function
def backward(parameters, X, y):
    W1, b1, W2, b2 = parameters
    Z1, A1, Z2, y_hat = forward(parameters, X)
    delta2 = (y_hat - y) / len(X)  # step 3
    delta1 = (delta2 @ W2.T) * (Z1 > 0)  # step 4
    dW1, db1 = X.T @ delta1, delta1.sum(axis=0)  # step 5
    dW2, db2 = A1.T @ delta2, delta2.sum(axis=0)
    return [dW1, db1, dW2, db2]


# %% [markdown] slide="subslide"
# **The same as a graph.** In lecture 2 a node was a number. Now it is a whole array, and an arrow carries a rule instead of a factor: what makes of δ, behind it, the share of the array before it. Forward to the right, then backward, one step a page. Dark: the shape of what has arrived.

# %% slide="fragment" tags=["hide-input"]
NODES = {"X": "(N, d)", "W₁": "(d, h)", "b₁": "(h,)", "Z₁": "X W₁ + b₁", "A₁": "ReLU(Z₁)"}
NODES |= {"W₂": "(h, 1)", "b₂": "(1,)", "Z₂": "A₁ W₂ + b₂", "ŷ": "σ(Z₂)", "y": "(N, 1)", "J": "cross-entropy"}
ARROWS = [("X", "Z₁"), ("W₁", "Z₁", "X⊤ δ₁"), ("b₁", "Z₁", "Σₙ δ₁"), ("Z₁", "A₁", "⊙ ReLU′")]
ARROWS += [("A₁", "Z₂", "δ₂ W₂⊤"), ("W₂", "Z₂", "A₁⊤ δ₂"), ("b₂", "Z₂", "Σₙ δ₂")]
ARROWS += [("Z₂", "ŷ"), ("ŷ", "J"), ("y", "J")]
STEPS = {
    "forward: every node from those before it": {},
    "step 3: δ₂ = (ŷ − y)/N, through ŷ at one go": {"Z₂": "δ₂ (N, 1)"},
    "step 5, layer 2, and on to A₁": {"W₂": "(h, 1)", "b₂": "(1,)", "A₁": "(N, h)"},
    "step 4: δ₁": {"Z₁": "δ₁ (N, h)"},
    "step 5, layer 1": {"W₁": "(d, h)", "b₁": "(h,)"},
}

# %% slide="fragment" tags=["hide-input"]
known, pages = {}, {}
for page, (title, new) in enumerate(STEPS.items()):
    known = known | new
    pages[page] = plots.computational_graph(
        dict.fromkeys(NODES), ARROWS, operations=NODES, gradients=known, highlight=list(new), title=title
    )
plots.flip_book(pages, label="page", start=4)

# %% [markdown] slide="fragment"
# Where an array feeds many entries, `@` and Σ do the adding at the forks. `backward` has seven lines of arithmetic. Are they right? The library's `gradient_check` is our referee with a report: it compares all entries, and names the worst. (It nudges along the imaginary axis where it can, which makes the referee exact to the last digit.)

# %% slide="fragment" tags=["live"]
# Is every one of the 13 derivatives right?
from course_lib import gradient_check


def loss_of(parameters):
    return binary_cross_entropy(y, forward(parameters, X)[-1])


gradient_check(loss_of, backward(parameters, X, y), parameters)

# %% [markdown] slide="subslide"
# ### The same small net, three ways
#
# From now on we import what we have derived: `MLP` runs these very lines in a loop over any number of layers. Lecture 2's net with four parameters is the case 1-1-1 (a sigmoid in the hidden unit). Scalar graph, matrices and brute force must agree:

# %% slide="fragment" tags=["live"]
# Lecture 2's net: as a scalar graph, as matrices, by central differences
from course_lib import MLP, ScalarNet
from course_lib.losses import binary_cross_entropy

one = MLP([1, 1, 1], activation="sigmoid", loss="binary_cross_entropy", rng=np.random.default_rng(2))
x_one, y_one = np.array([[3.14]]), np.array([[1.0]])
graph = ScalarNet(*[parameter.item() for parameter in one.parameters()]).gradient(3.14, 1.0)
matrices = [gradient.item() for layer in one.backward(x_one, y_one) for gradient in layer]
brute_force = central_differences(lambda _: one.loss_value(x_one, y_one), one.parameters())

print(f"∂J/∂  {'graph':>12} {'matrices':>12} {'brute force':>12}")
for name, by_matrices, by_force in zip(graph, matrices, brute_force, strict=True):
    print(f"{name:5} {graph[name]:12.8f} {by_matrices:12.8f} {by_force.item():12.8f}")

# %% [markdown] slide="fragment"
# Three roads, one gradient. They differ in price only: the graph handles one number at a time, brute force needs eight forward passes for four parameters, the matrices one pass there and one back, for four parameters or for 266,610.
#
# And lecture 1's closed box, `learn`? It called this `backward` and this `update`, 2,000 times. Open it, with the same seed, on the four points of XOR:

# %% slide="fragment" tags=["live"]
# Lecture 1's net 2-2-1: all four points in every step
from course_lib.datasets import gates

X_xor, y_xor = gates("XOR")
rng_of_lecture_1 = np.random.default_rng(9)
tiny = MLP([2, 2, 1], activation="sigmoid", initializer="standard_normal", rng=rng_of_lecture_1)
for _ in range(2000):
    gradients = [gradient for layer in tiny.backward(X_xor, y_xor) for gradient in layer]
    update(tiny.parameters(), gradients, learning_rate=1.0)
print("ŷ =", tiny.forward(X_xor).ravel().round(3))

# %% [markdown] slide="fragment"
# The four numbers of lecture 1:<!-- claim: the_box_of_lecture_1_opened --> XOR is learned, and nothing in the box is closed any more.

# %% [markdown] slide="slide"
# ## 6. The missing transpose
#
# Published lecture notes give, side by side, $z = Wa + b$ and $\delta = (W^{(\ell+1)}\delta) \odot \varphi'(z)$ (Turcotte 2025; the accompanying code is right). The first wants $W$ as (out, in), the second as (in, out). In our notation: $W$ where $W^\top$ belongs. A slip that anyone can make. Does it matter?

# %% slide="fragment" tags=["live"]
# backward, but for two characters
def backward_without_transpose(parameters, X, y):
    W1, b1, W2, b2 = parameters
    Z1, A1, Z2, y_hat = forward(parameters, X)
    delta2 = (y_hat - y) / len(X)
    delta1 = (delta2 @ W2) * (Z1 > 0)
    return [X.T @ delta1, delta1.sum(axis=0), A1.T @ delta2, delta2.sum(axis=0)]


try:
    backward_without_transpose(parameters, X, y)
except ValueError as error:
    print("h = 3, k = 1:", str(error)[:60], "…")

# %% [markdown] slide="fragment" tags=["predict"]
# Numpy refuses: (5, 1) @ (3, 1) fits nowhere. A good day. **Predict**: what happens if the net has three outputs, so that $W_2$ is 3 × 3? Raise an error, give the right gradient, or something else?

# %% slide="fragment" tags=["live"]
# The same with three hidden units and three outputs: what does Python say, what the referee?
square = random_parameters(rng, h=3, k=3)
Y = rng.integers(0, 2, size=(5, 3)).astype(float)


def loss_of_square(parameters):
    return binary_cross_entropy(Y, forward(parameters, X)[-1])


print(gradient_check(loss_of_square, backward(square, X, Y), square))
print(gradient_check(loss_of_square, backward_without_transpose(square, X, Y), square))

# %% [markdown] slide="subslide"
# On a **square** layer the mistake is silent: right shapes, finite numbers, wrong gradient.<!-- claim: missing_transpose_is_silent_on_square_layers --> And not by a little. Compare $\delta W$ with $\delta W^\top$ for random square $W$ of growing width:

# %% slide="fragment"
for width in (3, 30, 300):
    W, delta = rng.normal(size=(width, width)), rng.normal(size=(200, width))
    error = np.linalg.norm(delta @ W - delta @ W.T) / np.linalg.norm(delta @ W.T)
    print(f"width {width:3}: relative error {error:.3f}   √(2(1 − 1/h)) = {np.sqrt(2 - 2 / width):.3f}")

# %% [markdown] slide="fragment"
# About √2, here 1.41<!-- claim: missing_transpose_is_off_by_root_two -->: as wrong as a random direction of the same length. Will such a net refuse to train? Part 7 has the unpleasant answer.

# %% [markdown] slide="slide"
# ## 7. Training on the circles
#
# All six steps in one loop. An **epoch** is one pass through the training set, in a fresh random order, cut into **mini-batches**. One mini-batch makes one **step** (one update). The learning rate shrinks by a factor `decay` each epoch.

# %% slide="fragment" tags=["live"]
# The whole training loop; `watch` looks at the net after each epoch
def gradients_of(net, X, y):
    return [gradient for layer in net.backward(X, y) for gradient in layer]


def train(
    net, X, y, rng, learning_rate, epochs, batch_size, decay=1.0, gradients=gradients_of, watch=None
):
    order, watched = np.arange(len(X)), []
    for epoch in range(epochs):
        rng.shuffle(order)  # every example once an epoch, in a new order
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            step = learning_rate * decay**epoch
            update(net.parameters(), gradients(net, X[rows], y[rows]), step)
        watched.append(watch(net) if watch else None)
    return watched

# %% [markdown] slide="subslide"
# The published protocol, to the letter: 2-4-4-1, ReLU inside, He's initial weights (lecture 5 tells why) from seed 42, learning rate .3 · .95^(epoch − 1), 150 epochs, batches of 32. The seed fixes the weights; the *shuffle* of the original drew from another, unseeded generator.

# %% slide="fragment" tags=["live"]
# One network, one shuffle; keep what it says on a grid of epochs
PUBLISHED = {"learning_rate": 0.3, "decay": 0.95, "epochs": 150, "batch_size": 32}


def circles_net(seed):
    rng = np.random.default_rng(seed)
    return MLP([2, 4, 4, 1], activation="relu", loss="binary_cross_entropy", rng=rng)


net = circles_net(42)
train(net, X_train, y_train, np.random.default_rng(1), **PUBLISHED)
for name, X_part, y_part in [("train", X_train, y_train), ("test", X_test, y_test)]:
    print(f"{name:5} accuracy {accuracy(y_part, net.forward(X_part)):.4f}")

# %% [markdown] slide="subslide" tags=["predict"]
# One run, one number. The source itself shows two: .93571 in one print and .94286 in the other. **Predict** which varies more: the accuracy over 20 *shuffles* with the same initial weights, or over 20 *initial weights* with the same shuffle?

# %% slide="fragment"
def train_accuracy(start, shuffle, **changes):
    net = circles_net(start)
    train(net, X_train, y_train, np.random.default_rng(shuffle), **(PUBLISHED | changes))
    return accuracy(y_train, net.forward(X_train))


over_shuffles = [train_accuracy(42, shuffle) for shuffle in range(20)]
runs = {
    "start 42,\n20 shuffles": over_shuffles,
    "20 starts,\nshuffle 0": [train_accuracy(start, 0) for start in range(20)],
}
plots.spread(runs, xlabel="training accuracy", xlim=(0.5, 1.02))

# %% [markdown] slide="fragment"
# Over shuffles .946 ± .004<!-- claim: circles_over_shuffles -->; over starts .87 ± .13<!-- claim: circles_over_starts --> (100 starts). Seed 42 is a rather lucky one. A result from one seed says little; **mean and spread over many** say something.
#
# What do good and bad starts look like?

# %% slide="fragment"
models = {}
for start in (8, 4, 42):
    model = circles_net(start)
    train(model, X_train, y_train, np.random.default_rng(0), **PUBLISHED)
    models[f"start {start}"] = model.forward
plots.decision_regions(models, X_train, y_train)

# %% [markdown] slide="subslide"
# Watch one of them learn. Each page is the same network some epochs later. First one straight cut, then a corner, then a closed curve: each ReLU contributes a fold.

# %% slide="fragment" tags=["hide-input"]
net = circles_net(42)
copies = train(net, X_train, y_train, np.random.default_rng(1), watch=deepcopy, **PUBLISHED)
pages = {0: circles_net(42)} | {epoch: copies[epoch - 1] for epoch in (1, 3, 5, 10, 20, 50, 150)}
for epoch, model in pages.items():
    name = f"after epoch {epoch}"
    pages[epoch] = plots.decision_regions({name: model.forward}, X_train, y_train)
plots.flip_book(pages, label="epoch", start=20)

# %% [markdown] slide="subslide" tags=["predict"]
# And now in your hands: press *Play*, then change what you like. **Predict** first: which does more harm, one unit less in each layer, or a start ten times too large?

# %% slide="fragment"
from course_lib.explorers import explore

explore("playground")

# %% [markdown] slide="subslide" tags=["predict"]
# ### The missing transpose, again
#
# 2-8-8-1 has one square layer. Leave out the transpose there and only there, the way one does after "mending" the layers for which numpy complained. **Predict**: what accuracy does training reach, compared with the right gradient?

# %% slide="fragment"
def gradients_without_transpose(net, X, y):
    parameters, A = net.parameters(), [X]
    for W, b in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        A.append(relu(A[-1] @ W + b))
    delta, gradients = (net.forward(X) - y) / len(X), []
    for W, a in zip(parameters[-2::-2], reversed(A), strict=True):
        gradients = [a.T @ delta, delta.sum(axis=0), *gradients]
        back = W if W.shape[0] == W.shape[1] else W.T
        delta = (delta @ back) * (a > 0)
    return gradients

# %% slide="fragment"
def accuracy_of_eight(seed, gradients):
    rng = np.random.default_rng(seed)
    net = MLP([2, 8, 8, 1], activation="relu", loss="binary_cross_entropy", rng=rng)
    train(net, X_train, y_train, rng, gradients=gradients, **PUBLISHED)
    return accuracy(y_train, net.forward(X_train))


runs = {
    "right": [accuracy_of_eight(seed, gradients_of) for seed in range(20)],
    "no transpose": [accuracy_of_eight(seed, gradients_without_transpose) for seed in range(20)],
}
plots.spread(runs, xlabel="training accuracy", xlim=(0.5, 1.02))

# %% [markdown] slide="fragment"
# It *learns*: to .96 ± .06<!-- claim: eight_without_transpose -->, against .99 ± .05<!-- claim: eight_with_transpose --> with the right gradient (40 starts). Only the first layer's gradient is wrong; the later layers make the best of what it offers. A falling loss therefore proves nothing about a gradient. **Check gradients, not curves.** (That learning tolerates wrong backward weights is a research topic of its own: Lillicrap et al. 2016.)

# %% [markdown] slide="slide"
# ## 8. Batches and shuffling
#
# How many examples go into one step?
#
# | descent | batch size $m$ | steps an epoch, $N = 140$ |
# |---|---:|---:|
# | **online** (stochastic) | 1 | 140 |
# | **mini-batch** | 32 | 5 (the last has 12 examples) |
# | **batch** (full) | 140 | 1 |
#
# A mini-batch gradient is the mean of $m$ examples' gradients, hence a noisy estimate of the mean of all. Let us have all 140 of them, one a row:

# %% slide="fragment" tags=["live"]
# One gradient per example, flattened to a row; their mean is the batch gradient
net = circles_net(42)


def flat_gradient(X, y):
    return np.concatenate([gradient.ravel() for gradient in gradients_of(net, X, y)])


G = np.stack([flat_gradient(X_train[[n]], y_train[[n]]) for n in range(len(X_train))])
full = flat_gradient(X_train, y_train)
print(G.shape, "largest difference", abs(G.mean(axis=0) - full).max())

# %% [markdown] slide="subslide" tags=["predict"]
# **Predict.** Draw $m$ rows at random, average. On average over many draws, do you get the full gradient? And if $m$ is four times as large, how much smaller is the variance?

# %% slide="fragment"
sizes, draws = [1, 2, 4, 8, 16, 32, 64, 128], 1000
rng = np.random.default_rng(0)
estimates = {m: G[rng.integers(len(G), size=(draws, m))].mean(axis=1) for m in sizes}
variance = [((estimates[m] - full) ** 2).sum(axis=1).mean() for m in sizes]
one = ((G - full) ** 2).sum(axis=1).mean()
theory = {"variance of one example / m": [one / m for m in sizes]}
plots.measured_and_theory(
    sizes, variance, theory, xlabel="batch size m", ylabel="variance of the gradient"
)

# %% [markdown] slide="fragment"
# **Unbiased**, and the variance falls as **1/m**.<!-- claim: minibatch_variance --> Four times the work halves the noise (its standard deviation). So small batches are a bargain early on, when any roughly right direction helps. (Within an epoch we draw *without* replacement, which makes the variance smaller still, by the factor $\frac{N-m}{N-1}$: at $m = N$ nothing is left of it.)

# %% slide="subslide" tags=["hide-input"]
def small_net(rng):
    return MLP([2, 8, 1], activation="relu", loss="binary_cross_entropy", rng=rng)


def training_loss(net):
    return binary_cross_entropy(y_train, net.forward(X_train))


def loss_curve(seed, epochs, batch_size=32, **settings):
    rng = np.random.default_rng(seed)
    settings |= {"epochs": epochs, "batch_size": batch_size, "watch": training_loss}
    return train(small_net(rng), X_train, y_train, rng, **settings)


# %% slide="fragment" tags=["hide-input"]
rate, log = {"learning_rate": 0.1, "epochs": 40}, {"log": True, "ylim": (1e-3, 2)}
curves = {m: [loss_curve(seed, batch_size=m, **rate) for seed in range(3)] for m in (1, 8, 32, 140)}
pages = {}
for m in curves:
    title, others = f"steps an epoch: {-(-140 // m)}", [curves[k] for k in curves if k != m]
    curve = {f"m = {m}": curves[m]}
    pages[m] = plots.learning_curves(curve, faint=others, ylabel="training loss", title=title, **log)
plots.flip_book(pages, label="batch size m", start=32)

# %% [markdown] slide="fragment"
# In 40 epochs $m = 1$ made 5,600 steps, $m = 140$ only 40. Per *epoch* small batches win;<!-- claim: small_batches_win_per_epoch --> per second not always. Usual: 32 to 256.

# %% [markdown] slide="subslide" tags=["predict"]
# **Why shuffle?** (1) The file's order must not bias learning: who comes last has the last word. (2) Each batch should look like the whole. (3) Periodic patterns must not line up with the batches.
#
# **Predict**: online learning, all of class 0 before all of class 1. How good after five epochs?

# %% slide="fragment"
class SortedOrder:
    """A "generator" that refuses to shuffle."""

    def shuffle(self, order):
        pass


def after_five_epochs(seed, shuffled):
    rows, rng = np.argsort(y_train[:, 0], kind="stable"), np.random.default_rng(seed)
    net, order = small_net(rng), rng if shuffled else SortedOrder()
    train(net, X_train[rows], y_train[rows], order, learning_rate=0.1, epochs=5, batch_size=1)
    return accuracy(y_train, net.forward(X_train))


runs = {
    "sorted": [after_five_epochs(seed, shuffled=False) for seed in range(20)],
    "shuffled": [after_five_epochs(seed, shuffled=True) for seed in range(20)],
}
plots.spread(runs, xlabel="training accuracy after 5 epochs", xlim=(0.4, 1.02))

# %% [markdown] slide="fragment"
# Shuffled .99 ± .03<!-- claim: shuffled_after_five -->, sorted .51 ± .01<!-- claim: sorted_after_five -->: the net has just seen 70 examples of class 1 in a row and says "1" nearly everywhere. (With many more epochs it catches up.)
#
# **When not to.** In a *time series* the order is the information. Split into past and future before anything else, never at random; within a recurrent net's sequence, keep the order. What you may shuffle are whole windows of the past, once the future is safely out of reach.

# %% [markdown] slide="slide" tags=["further"]
# ## 9. Further: learning rate and its decay
#
# **Predict** before you move the slider: a learning rate ten times too small, right, ten times too large. How does each training curve look?

# %% slide="fragment" tags=["further", "hide-input"]
rates, pages = (0.001, 0.01, 0.1, 1.0, 3.0, 10.0), {}
curves = {eta: [loss_curve(seed, 100, learning_rate=eta) for seed in range(3)] for eta in rates}
for rate in rates:
    pages[rate] = plots.learning_curves(
        {f"η = {rate:g}": curves[rate]},
        faint=[curves[other] for other in rates if other != rate],
        ylabel="training loss", title=f"learning rate {rate:g}", log=True, ylim=(1e-3, 3),
    )
plots.flip_book(pages, label="learning rate η", start=1.0)

# %% [markdown] slide="fragment" tags=["further"]
# Too small: hopeless. Right (1 or 3): a quick fall. Too large: leaps from wall to wall, and a leap may switch a ReLU off for good.<!-- claim: learning_rates_too_small_right_too_large --> No interval such as [0, 1] is right for every net. And no η guarantees a *global* minimum.

# %% [markdown] slide="subslide" tags=["further"]
# **Decay** quiets the noise. But the published schedule .3 · .95^(epoch − 1) sums, for ever, to $.3/(1-.95) = 6$. (Robbins and Monro 1951 ask for $\sum \eta_t = \infty$, $\sum \eta_t^2 < \infty$.) **Predict** the accuracy *without* decay.

# %% slide="fragment" tags=["further"]
runs = {
    "decay .95": over_shuffles,  # as in part 7
    "no decay": [train_accuracy(42, shuffle, decay=1.0) for shuffle in range(20)],
}
plots.spread(runs, xlabel="training accuracy", xlim=(0.9, 1.01))

# %% [markdown] slide="fragment" tags=["further"]
# Without decay 1.000 ± .000<!-- claim: circles_without_decay --> over the same shuffles. The published .94 is where the schedule ran out of breath.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 10. Further: a start at zero
#
# Why random weights at all? **Predict**: everything starts at zero. Which parameters of a 2-4-1 net will move, with sigmoid, tanh and ReLU in the hidden layer? (One third of our points is of class 1.)

# %% slide="fragment" tags=["further"]
rows = np.r_[np.flatnonzero(y_train == 0), np.flatnonzero(y_train == 1)[:35]]
X_third, y_third = X_train[rows], y_train[rows]


def from_zero(activation, X, y):
    net = MLP([2, 4, 1], activation=activation, initializer="zeros", loss="binary_cross_entropy")
    full_batch = {"learning_rate": 1.0, "epochs": 1000, "batch_size": len(X)}
    train(net, X, y, np.random.default_rng(0), **full_batch)
    return net.parameters()


for activation in ("sigmoid", "tanh", "relu"):
    W1, b1, W2, b2 = from_zero(activation, X_third, y_third)
    print(f"{activation:7}  W1 {W1.round(3).tolist()}  b2 {b2.round(3)}")

# %% [markdown] slide="fragment" tags=["further"]
# - **tanh, ReLU**: $A_1 = 0$ and $W_2 = 0$, so $\partial J/\partial W_2 = 0$ and $\delta_1 = 0$. Only the output bias moves, to the log-odds $\ln\frac{1/3}{2/3} = -.693$ of the classes (a fair *start* for it, in fact).<!-- claim: zero_start_moves_the_output_bias_alone -->
# - **sigmoid**: $A_1 = \frac12$, so $W_2$ moves, then $W_1$; but the hidden units get equal gradients and remain copies. $W_1$ has rank 1.<!-- claim: zero_start_makes_copies -->
#
# **Random weights break the symmetry**; biases may start at zero.

# %% [markdown] slide="slide" tags=["further"]
# ## 11. Further: L2 regularisation
#
# A network with many parameters can learn the noise. Large weights make steep, twisted boundaries, so let them cost something:
#
# $$J_\lambda = J + \frac{\lambda}{2} \sum_\ell \big\|W^{(\ell)}\big\|^2 \qquad\Rightarrow\qquad \frac{\partial J_\lambda}{\partial W} = \frac{\partial J}{\partial W} + \lambda W$$
#
# Biases stay out. Loss and gradient must be partners: both with 1/N in the penalty, or both without (here). In published code (Turcotte 2025) the loss had it and the gradient had not. A referee's case:

# %% slide="fragment" tags=["further"]
from course_lib.losses import l2_penalty, l2_penalty_gradient


def with_l2(gradients, parameters, strength):
    penalties = l2_penalty_gradient(parameters[::2], strength)  # one for each W, none for the b
    return [g + penalties[i // 2] if i % 2 == 0 else g for i, g in enumerate(gradients)]


def penalised_loss(parameters, divisor):
    return loss_of(parameters) + l2_penalty(parameters[::2], strength=0.1) / divisor


gradients = with_l2(backward(parameters, X, y), parameters, strength=0.1)
print(gradient_check(lambda p: penalised_loss(p, divisor=1), gradients, parameters))
print(gradient_check(lambda p: penalised_loss(p, divisor=len(X)), gradients, parameters))

# %% [markdown] slide="subslide" tags=["further"]
# Now 60 noisy half-moons and a net with 32 hidden units, that is 129 parameters for 60 points. The 400 points held out are not shown. Move λ: where does the boundary stop chasing single points?

# %% slide="fragment" tags=["further", "hide-input"]
from sklearn.datasets import make_moons


def moons(seed, n=60):
    X, y = make_moons(n + 400, noise=0.3, random_state=seed)
    X = (X - X[:n].mean(axis=0)) / X[:n].std(axis=0)
    return X[:n], X[n:], y[:n, None].astype(float), y[n:, None].astype(float)


# %% slide="fragment" tags=["further", "hide-input"]
def train_moons(seed, strength=0.0, epochs=300):
    X, X_held, y, y_held = moons(seed)
    rng = np.random.default_rng(seed)
    net = MLP([2, 32, 1], activation="relu", loss="binary_cross_entropy", rng=rng)

    def penalised(net, X, y):
        return with_l2(gradients_of(net, X, y), net.parameters(), strength)

    def losses(net):
        return [binary_cross_entropy(*part) for part in ((y, net.forward(X)), (y_held, net.forward(X_held)))]

    settings = {"learning_rate": 0.5, "epochs": epochs, "batch_size": 15, "gradients": penalised}
    return net, np.array(train(net, X, y, rng, watch=losses, **settings))

# %% slide="fragment" tags=["further"]
X_moons, _, y_moons, _ = moons(0)
pages = {}
for strength in (0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3):
    net, losses = train_moons(0, strength)
    name = f"held-out loss {losses[-1, 1]:.2f}"
    pages[strength] = plots.decision_regions({name: net.forward}, X_moons, y_moons)
plots.flip_book(pages, label="L2 strength λ", start=0)

# %% [markdown] slide="fragment" tags=["further"]
# Over 20 data sets the loss on held-out points is .47 ± .18<!-- claim: moons_without_l2 --> without a penalty and .31 ± .06<!-- claim: moons_with_l2 --> with λ = .003; at λ = .3 the boundary is all but straight, and the loss up again at .57<!-- claim: moons_with_strong_l2 -->. λ is chosen on held-out data, of course, never on the training loss, which only ever gets worse with λ.

# %% [markdown] slide="slide" tags=["further"]
# ## 12. Further: when to stop
#
# | criterion | says |
# |---|---|
# | a number of **epochs** | the budget is spent |
# | training **loss below a threshold** | the fit is good enough, on the data that we fitted |
# | **patience**: held-out loss not improved for $p$ epochs | it learns nothing general any more |
# | a time limit | the budget is spent: this is *not* convergence |
# | k-fold cross-validation | *no* stopping rule: it estimates how well a whole recipe generalises, its stopping rule included |

# %% slide="fragment" tags=["further"]
def stop_early(held_out, patience):
    """Epochs, counted from 1: where the loss was best, and where patience ended."""
    best = 0
    for epoch, loss in enumerate(held_out):
        if loss < held_out[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best + 1, epoch + 1


_, losses = train_moons(0)
best, stopped = stop_early(losses[:, 1], patience=30)
marks = {f"best: {best}": best, f"stop: {stopped}": stopped}
curves = {"training": losses[:, 0], "held out": losses[:, 1]}
plots.learning_curves(curves, ylabel="loss", marks=marks, ylim=(0, 1))

# %% [markdown] slide="fragment" tags=["further"]
# The training loss keeps falling while the held-out loss turns. Keep a copy of the parameters at the best epoch and go back to it. Over 20 data sets the best epoch had .30 ± .06<!-- claim: moons_best_epoch --> on the held-out points, against .47 at the end.
#
# Two cautions. The held-out set has now been *used*: for an honest final number you need a third, the test set. And patience that is too short stops on a mere plateau.

# %% [markdown] slide="slide" tags=["further"]
# ## 13. Further: several classes
#
# For $k$ classes the output layer has $k$ units, and **softmax** turns their pre-activations into probabilities: $\hat y_{nj} = e^{z_{nj}} / \sum_c e^{z_{nc}}$. With $Y$ **one-hot** (a row has a 1 at its class, else 0) and the **cross-entropy** $J = -\frac1N \sum_{n,j} y_{nj} \ln \hat y_{nj}$ the miracle repeats:
#
# $$\delta = \frac{\hat Y - Y}{N}$$
#
# although softmax mixes the units of a row, so that no entry-by-entry σ′ could do it. You will derive it in homework 3; here the referee's word must do. $W^\top$, φ′ and the gradients stay as they are.

# %% slide="fragment" tags=["further"]
from course_lib.activations import softmax
from course_lib.losses import cross_entropy

rng = np.random.default_rng(5)
Z, Y = rng.normal(size=(4, 3)), np.eye(3)[[0, 2, 1, 1]]
print(gradient_check(lambda Z: cross_entropy(Y, softmax(Z)), (softmax(Z) - Y) / len(Z), Z))

net = MLP([2, 5, 3], activation="tanh", loss="cross_entropy", rng=rng)
X_four = rng.normal(size=(4, 2))


def loss_of_net(parameters):
    return net.with_parameters(parameters).loss_value(X_four, Y)


print(gradient_check(loss_of_net, gradients_of(net, X_four, Y), net.parameters()))

# %% [markdown] slide="slide"
# ## Take-away
#
# - A layer is $Z = AW + b$, rows are examples; the parameters do not know how many there are.
# - Six steps: forward, loss, output delta, backward, gradients, update.
# - δ is $\partial J/\partial Z$. At a sigmoid with cross-entropy (and a softmax with its own) it is $(\hat y - y)/N$; going back, multiply by $W^\top$, then by φ′.
# - $\partial J/\partial W = A^\top \delta$, $\partial J/\partial b = \sum_n \delta_n$: about the price of a forward pass or two, for any number of parameters. Brute force costs $2P$ passes.
# - Wrong gradients may be silent and may even train. Check them once, before you trust a curve.
# - A mini-batch gradient is unbiased, its variance ∝ 1/m; shuffle every epoch, unless order is the information.
# - One seed is an anecdote. Report mean and spread.

# %% [markdown] slide="slide"
# ## Questions
#
# Answer first, then unfold.
#
# <details><summary>1. A net 5-7-3 sees a batch of 32. Which shapes have W₁, Z₁, δ₁, ∂J/∂W₂ and ∂J/∂b₂?</summary>
#
# W₁ (5, 7); Z₁ and δ₁ (32, 7); ∂J/∂W₂ (7, 3), as W₂; ∂J/∂b₂ (3,), as b₂. Only Z and δ know of the 32.
#
# </details>
#
# <details><summary>2. All gradients of your network are exactly 32 times too small. Where do you look first?</summary>
#
# At the 1/N: it belongs into the output δ (or into the gradients), once. Dividing in both places with a batch of 32 gives exactly this.
#
# </details>
#
# <details><summary>3. Why does the transpose come in on the way back, and why does its absence not always raise an error?</summary>
#
# Forward, unit k collects over the first index of W; backward, unit j collects the blame of all k it feeds, over the second. The missing transpose changes the shapes unless W is square; then everything fits and the numbers are wrong.
#
# </details>
#
# <details><summary>4. With squared error instead of cross-entropy, what is δ at a sigmoid output?</summary>
#
# For J = Σ(ŷ − y)²/N: δ = 2(ŷ − y)·ŷ(1 − ŷ)/N. The factor ŷ(1 − ŷ) stays, and makes a sure, wrong unit nearly deaf.
#
# </details>
#
# <details><summary>5. The training loss falls nicely. Your friend concludes that backward is right. Well?</summary>
#
# Part 7 has a counterexample: with a wrong gradient in the first layer the loss fell as well. Check the gradient against central differences or the complex step.
#
# </details>
#
# <details><summary>6. You raise the batch size from 32 to 128. What happens to the standard deviation of the gradient, and to the number of steps an epoch?</summary>
#
# Both shrink: the variance to a quarter, so the standard deviation to one half; the steps to a quarter.
#
# </details>
#
# <details><summary>7. "I got .94 on the circles with seed 42, and the new method gets .96." What do you ask?</summary>
#
# How much it varies: over initial seeds the accuracy has a standard deviation of about .13. A difference of .02 between two single runs means nothing.
#
# </details>
#
# <details><summary>8. May you shuffle hourly temperatures before you split them into training and test set?</summary>
#
# No: the net would be tested on hours whose neighbours it was trained on, and would look better than it is at telling the future. Split by time first.
#
# </details>

# %% [markdown] slide="slide"
# ## Where this leads
#
# Look once more at the recursion. Each layer back multiplies δ by $W^\top$ and by φ′. With a sigmoid φ′ is at most ¼. Ten layers: at most $(\frac14)^{10} \approx$ one millionth, times ten weight matrices. **Lecture 4** watches what becomes of δ on so long a way, and **lecture 5** chooses the weights such that it arrives.
#
# **Now you**: homework `hw3_backprop` takes this lecture to any depth, to tanh and to softmax, and its checks tell you which mistake you made.
#
# **Sources.** M. Turcotte, *Training Artificial Neural Networks (Part 2)*, CSI 4106, University of Ottawa, Fall 2025 · K. Han, S. Suárez Dou, *Artificial Neural Networks – a gentle introduction*, MCMP-21, University of Luxembourg, Nov 2024 · M. Sonnewald, *ECS171 L8: NN Backpropagation*, UC Davis · A. Masood, *Teaching Backpropagation and Vanishing Gradients in Neural Networks*, notebook run by A. M. Asad, Jan 2025 · S. Linnainmaa 1970 (reverse mode) · D. E. Rumelhart, G. E. Hinton, R. J. Williams, *Learning representations by back-propagating errors*, Nature 323, 1986 · H. Robbins, S. Monro, *A stochastic approximation method*, Annals of Mathematical Statistics 22, 1951 · T. P. Lillicrap et al., *Random synaptic feedback weights support error backpropagation for deep learning*, Nature Communications 7, 2016.
