# %% [markdown] slide="slide"
# # Lecture 8 · Find the bug
#
# *Good people print wrong formulas. Thirty-five suspects, most of them guilty, and for each the smallest experiment that settles it.*

# %% [markdown] slide="subslide"
# ## What you will be able to do
#
# 1. Convict a wrong gradient in one line, and read from the ratio of claimed to true *what kind* of mistake it is.
# 2. Choose the right tool: a gradient check, one small step, or a measurement.
# 3. Say what a gradient check cannot see.
# 4. Tell a wrong formula from a right one that a computer spoils, and both from a right run with a wrong conclusion.
# 5. Acquit: leave alone what is right, however odd it looks.
#
# You need lectures 1 to 5. Of each case the lecture that teaches the point is named.

# %% [markdown] slide="subslide"
# ## Plan
#
# | part | minutes |
# |---|---:|
# | 1. The tools | 9 |
# | 2. Signs and slips of the pen | 12 |
# | 3. Where the blame goes | 14 |
# | 4. Formulas meet floats | 11 |
# | 5. Random weights | 13 |
# | 6. What was concluded | 11 |
# | Take-away and questions | 5 |
# | 7. *Further*: more formulas | 9 |
# | 8. *Further*: more starts | 11 |
# | 9. *Further*: more conclusions | 13 |
# | 10. *Further*: a tensor that forgets | 6 |
# | 11. *Further*: the file | 3 |
#
# The core path is 75 minutes; the *Further* parts stand on their own, in any order.
#
# **Notation**, the same in all lectures: rows are examples, $Z = AW + b$, $A = \varphi(Z)$, $\delta = \partial J/\partial Z$.
#
# **A word before we start.** All cases come from four teaching documents that this course owes much to, and whose authors gave their work away. We found these slips because they taught us. Ours are still waiting to be found.

# %% slide="skip"
import math

import numpy as np

from course_lib import MLP, Perceptron, gradient_check, plots, signal_flow
from course_lib.activations import ACTIVATIONS, second_moment, sigmoid, softmax, step
from course_lib.datasets import circles, gates
from course_lib.initializers import INITIALIZERS

# %% [markdown] slide="slide"
# ## 1. The tools
#
# **Tool A**, the gradient check, asks the loss itself. A line fitted to five points, with its right gradient:

# %% slide="fragment" tags=["live"]
# Loss and gradient of a straight line: is the gradient right?
rng = np.random.default_rng(0)
X, y = rng.normal(size=(5, 3)), rng.normal(size=(5, 1))
w = rng.normal(size=(3, 1))


def line_loss(w):
    return ((X @ w - y) ** 2).sum() / (2 * len(X))


right = X.T @ (X @ w - y) / len(X)
gradient_check(line_loss, right, w)

# %% [markdown] slide="fragment" tags=["predict"]
# The check names the worst entry. A detective wants all of them: **claimed derivative divided by true derivative**, entry by entry. The true one comes from the complex step (lecture 2, part 10).
#
# Now spoil the gradient in five ways. **Predict** the three ratios of each.

# %% slide="fragment" tags=["live"]
# Claimed over true, for every entry of theta
def ratios(f, claimed, theta, h=1e-20):
    nudges = 1j * h * np.eye(theta.size).reshape(-1, *theta.shape)
    true = np.array([f(theta + nudge).imag / h for nudge in nudges])
    return np.ravel(claimed) / true


spoilt = {
    "other sign": -right,
    "1/N forgotten": 5 * right,
    "½ only in the loss": 2 * right,
    "rounded too early": right.round(1),
    "first example left out": X[1:].T @ (X[1:] @ w - y[1:]) / 5,
}
for name, claimed in spoilt.items():
    print(f"{name:23}", ratios(line_loss, claimed, w).round(2))

# %% [markdown] slide="fragment"
# Each mistake has its **fingerprint**. One factor everywhere: a sign, a ½, a mean. Almost 1: rounding, or one constant written twice. Another number in each entry: something is in the wrong place, or missing.
#
# Not every error is one of gradients. **Tool B**: take one small step and look at the loss. **Tool C**: measure what a sentence says.

# %% [markdown] slide="slide"
# ## 2. Signs and slips of the pen
#
# ### Case 1 · Downhill with a plus
#
# A worked example, lecture 2's net 3-2-1 with ½ squared error, moves its weights by $w \leftarrow w + \eta\,\partial E/\partial w$ (Sonnewald). **Predict**: does tool A see that?

# %% slide="fragment"
net = MLP([3, 2, 1], "sigmoid", loss="mse", output="sigmoid").with_parameters(
    [[[0.6, 0.9], [0.8, 0.8], [0.6, 0.4]], [0.5, 0.7], [[0.9], [0.9]], [0.5]]
)
x_321, y_321 = np.array([[0.4, 0.2, 0.7]]), np.array([[0.8]])


def half_error(net):
    return net.loss_value(x_321, y_321) / 2  # the library's mse has no ½


def half_gradients(net):
    return [gradient / 2 for layer in net.backward(x_321, y_321) for gradient in layer]

# %% slide="fragment" tags=["live"]
# Tool B: one small step either way
def error_after_a_step(net, sign, learning_rate=0.1):
    pairs = zip(net.parameters(), half_gradients(net), strict=True)
    return half_error(net.with_parameters([p + sign * learning_rate * g for p, g in pairs]))


print(f"start {half_error(net):.7f}")
print(f"plus  {error_after_a_step(net, +1):.7f}\nminus {error_after_a_step(net, -1):.7f}")

# %% [markdown] slide="fragment" tags=["predict"]
# **Guilty.** The gradient is right, and tool A would pass it; the *step* climbs.<!-- claim: a_plus_climbs --> One small step convicts any such rule.
#
# ### Case 2 · Another plus
#
# The perceptron rule of lecture 1 reads $w \leftarrow w + \eta\,(y - \hat y)\,x$ (Han & Suárez Dou). A plus again! **Predict**: guilty? The perceptron's own loss is what wrong answers cost, $\sum_n (\hat y_n - y_n)\,z_n$.

# %% slide="fragment" tags=["live"]
# The gradient of the perceptron's loss, ŷ held still
X_four, y_four = rng.normal(size=(4, 2)), np.array([1.0, 0.0, 1.0, 0.0])


def perceptron_loss(w):
    z = X_four @ w
    return np.sum((step(z.real) - y_four) * z)


w_two = rng.normal(size=2)
rule = X_four.T @ (y_four - step(X_four @ w_two))  # what the rule adds, η = 1
print("rule over gradient:", ratios(perceptron_loss, rule, w_two))

# %% [markdown] slide="fragment"
# **Not guilty.** What the rule adds is −1 times the gradient: downhill. The error is written $y - \hat y$, the other way round, and takes the minus with it. A sign means nothing without its partner.
#
# ### Case 3 · Three derivatives with three ratios
#
# The same worked example prints three derivatives of its output layer:

# %% slide="fragment" tags=["live"]
# Claimed over true; beside it the hidden activations
published = {"w_AZ": 0.0067, "w_BZ": 0.0069, "bias": 0.0069}
*_, dW, db = half_gradients(net)
for (name, claimed), true in zip(published.items(), [*dW[:, 0], db[0]], strict=True):
    print(f"{name}: claimed {claimed:.4f}, true {true:.6f}, ratio {claimed / true:.3f}")
print("activations of A and B:", net.activations(x_321)[0].round(3))

# %% [markdown] slide="fragment"
# **Guilty**, twice. 1.03 is no forgotten factor: .87 · .13 was multiplied where .875 · .125 stood before rounding. The bias has another ratio, .84: that is 1.03 times .82, *the activation of unit B*. Its line was copied from $w_{BZ}$ (a later slide has .0080); a bias has the factor 1 (lecture 2, part 9).
#
# ### Case 4 · A slope that is nearly right
#
# Leaky ReLU with slope .21, its derivative with .2 (Turcotte). **Predict** the ratios.

# %% slide="fragment" tags=["predict"]
z = np.array([-2.0, -0.5, 1.0, 3.0])


def leaky_sum(z):
    return np.where(z.real > 0, z, 0.21 * z).sum()


print(ratios(leaky_sum, np.where(z > 0, 1.0, 0.20), z).round(4))

# %% [markdown] slide="fragment"
# **Guilty**: .952 = .20/.21, and only where $z < 0$. That narrows it down to one constant on one side. Training would hardly notice; the check does. (A constant that appears twice should be written once.)

# %% [markdown] slide="slide"
# ## 3. Where the blame goes
#
# ### Case 5 · The missing transpose
#
# $z = Wa + b$ beside $\delta \leftarrow (W\delta) \odot \varphi'$ (Turcotte; his code is right). In our notation: $\delta W$ for $\delta W^\top$. Lecture 3 found it on a square layer. **Predict** what happens for a $W$ of 3 × 4, and the ratios for 3 × 3.

# %% slide="fragment" tags=["live", "predict"]
# δ of the layer before: right is δ Wᵀ
def blame(W, claimed, delta):
    a = np.zeros((1, len(W)))
    return ratios(lambda a: np.sum(delta * (a @ W)), claimed(delta, W), a)


for shape in [(3, 4), (3, 3)]:
    W, delta = rng.normal(size=shape), rng.normal(size=(1, shape[1]))
    try:
        print(shape, blame(W, lambda d, W: d @ W, delta).round(2))
    except ValueError:
        print(shape, "numpy refuses the shapes")

# %% [markdown] slide="fragment"
# **Guilty.** Three unrelated numbers: no factor, but things in wrong places.<!-- claim: transposed_ratios_have_no_pattern --> Choose test nets whose widths **all differ**, and most such slips cannot even run.
#
# ### Case 6 · This transpose is suspicious, too
#
# $\delta = (W^\top \delta) \odot h'(z)$, from eq. 21 of Han & Suárez Dou. After case 5 one distrusts every $W^\top$. They write *columns*: $z = Wa + b$, $W$ of shape (out, in).

# %% slide="fragment" tags=["live"]
# Columns, as they have it: 3 hidden units, 4 outputs, J = ½ Σ (z₂ − y)²
W2, target, z1 = rng.normal(size=(4, 3)), rng.normal(size=4), rng.normal(size=3)


def column_loss(z1):
    return np.sum((W2 @ np.tanh(z1) - target) ** 2) / 2


delta2 = W2 @ np.tanh(z1) - target
delta1 = (W2.T @ delta2) * (1 - np.tanh(z1) ** 2)  # their eq. 21
gradient_check(column_loss, delta1, z1)

# %% [markdown] slide="fragment"
# **Not guilty.** With $W$ as (out, in) forward is $Wa$ and backward $W^\top \delta$; with our (in, out) forward is $AW$ and backward $\delta W^\top$. Either is right, a mixture is not.
#
# ### Case 7 · "The" next unit
#
# $\delta_u = \delta_v\, w_{uv}\, \varphi'(z_u)$, with $v$ the unit that $u$ feeds (Turcotte). **Predict** the ratio if $u$ feeds two.

# %% slide="fragment" tags=["live", "predict"]
# One hidden unit u feeds two outputs
V, targets, z_u = np.array([0.8, -0.5]), np.array([1.0, 0.0]), np.array([0.3])


def fork_loss(z_u):
    return np.sum((np.tanh(z_u) * V - targets) ** 2) / 2


delta_v = np.tanh(z_u) * V - targets  # one δ for each output
slope = 1 - np.tanh(z_u) ** 2
print("first consumer alone", ratios(fork_loss, delta_v[0] * V[0] * slope, z_u).round(3))
print("all, summed         ", ratios(fork_loss, delta_v @ V * slope, z_u).round(3))

# %% [markdown] slide="fragment"
# **Guilty with mitigating circumstances**: right for one consumer. With several, contributions add (lecture 2, part 4).
#
# ### Case 8 · p − y, but of what?
#
# A loss class stores `pred.grad = p − y` (Han & Suárez Dou), where $p$ is the softmax's output; what goes in, $z$, are the **logits**. $p - y$ is a famous gradient. **Predict**: is it $\partial J/\partial p$?

# %% slide="fragment" tags=["live", "predict"]
# The same p − y, checked against the probabilities p and against the logits z
Y, z = np.array([0.0, 1.0, 0.0]), np.array([0.5, -0.2, 1.0])
p = np.exp(z) / np.exp(z).sum()


def loss_of_p(p):
    return -np.sum(Y * np.log(p))


def loss_of_z(z):
    return np.log(np.sum(np.exp(z))) - Y @ z


print("as ∂J/∂p:", gradient_check(loss_of_p, p - Y, p).ok)
print("as ∂J/∂z:", gradient_check(loss_of_z, p - Y, z).ok)
print("∂J/∂p is −y/p:", gradient_check(loss_of_p, -Y / p, p).ok)

# %% [markdown] slide="fragment"
# **Guilty of the wrong address.** $p - y$ belongs to the logits. Send it through the softmax's Jacobian again, as a layer behind that class would, and the slope enters twice. Ask of each gradient: *with respect to what?*

# %% [markdown] slide="slide" tags=["predict"]
# ## 4. Formulas meet floats
#
# ### Case 9 · A derivative that is exactly 0
#
# $\sigma' = \sigma(1 - \sigma)$ is a theorem. **Predict**: as code, from which $z$ on does it give exactly 0, in float64, in float32?

# %% slide="fragment" tags=["live"]
# The first whole z at which σ(z)(1 − σ(z)) is exactly 0, and the truth there
for kind in (np.float64, np.float32, np.float16):
    zs = np.arange(60, dtype=kind)
    s = 1 / (1 + np.exp(-zs))
    first = zs[s * (1 - s) == 0][0]
    print(f"{kind.__name__}: z = {first:.0f}, where σ′ is {sigmoid(float(-first)):.1e}")

# %% [markdown] slide="fragment"
# **The formula is innocent, the arithmetic is not**: at 37 (float64) or 17 (float32) σ rounds to 1. $\sigma(z)\,\sigma(-z)$ is the same formula and survives (lecture 4, part 4).
#
# ### Case 10 · An invitation that ends in an error
#
# "Try other $x$ and other learning rates!" says a program whose sigmoid is `1 / (1 + math.exp(-z))` (Turcotte). At $x = -1200$ it stops. **Predict** where.

# %% slide="fragment" tags=["predict"]
for z in (-700.0, -709.0, -710.0):
    try:
        print(z, 1 / (1 + math.exp(-z)))
    except OverflowError as error:
        print(z, "OverflowError:", error, "· the library says", sigmoid(z))

# %% [markdown] slide="fragment"
# **Guilty.** $e^{710}$ is beyond the largest float64. A stable sigmoid only ever takes $e^{-|z|}$: it is $\frac{1}{1 + e^{-z}}$ for $z \ge 0$, and the same number as $\frac{e^z}{1 + e^z}$ for $z < 0$.
#
# ### Case 11 · log(ŷ + ε)
#
# A small ε keeps the logarithm finite (Han & Suárez Dou). **Predict** the loss of a perfect answer, and whether $\hat y - y$ is still the gradient.

# %% slide="fragment" tags=["live"]
# ε = 1e-9; truth 1, logit z: the bent loss, and the check of ŷ − y
def bent_loss(z, epsilon=1e-9):
    return -np.log(1 / (1 + np.exp(-z)) + epsilon)


print(f"loss of a perfect answer: {-np.log(1.0 + 1e-9):.1e}")
for z in (0.0, -20.0, -40.0):
    z = np.array(z)
    print(f"z = {z:5}: ŷ − y over the true slope", ratios(bent_loss, sigmoid(z) - 1, z).round(3))

# %% [markdown] slide="fragment"
# **Guilty.** A loss below 0 at its best, and where the net is sure and wrong the bent loss is flat while $\hat y - y$ pushes with full force: loss and gradient are no partners any more. Compute the loss from the logit, $\ln(1 + e^z) - yz$, and no ε is needed.
#
# ### Case 12 · Softmax does not mind the scale?
#
# "Scale-invariant" is said of softmax (Han & Suárez Dou). **Predict** what doubling the logits does, and what adding 5 does.

# %% slide="fragment" tags=["predict"]
z = np.array([-1.0, 2.0, 4.0])
for name, logits in {"z": z, "z + 5": z + 5, "2 z": 2 * z}.items():
    print(f"softmax({name:5})", softmax(logits).round(4))
print("ReLU(2 z) − 2 ReLU(z):", np.maximum(0, 2 * z) - 2 * np.maximum(0, z))

# %% [markdown] slide="fragment"
# **Guilty.** Softmax is invariant to a *shift*, which is why one may subtract the largest logit. The scale is its temperature. It is ReLU that takes a (positive) scale through: *positively homogeneous*.

# %% [markdown] slide="slide" tags=["predict"]
# ## 5. Random weights
#
# Here tool A is blind: every gradient is right. Tool C measures.
#
# ### Case 13 · Glorot for the sigmoid
#
# "Glorot's start is for tanh and sigmoid" (Turcotte; Han & Suárez Dou, with $h'(0) \approx 1$). **Predict** Var(δ) over 20 layers. Which start of the slider saves the sigmoid?

# %% slide="fragment" tags=["hide-input"]
STARTS = ("glorot_normal", "he_normal", "uniform_fan_in", "standard_normal")


def delta_page(start):
    groups = {}
    for name in ("sigmoid", "tanh"):
        runs = [signal_flow(20, 128, name, start, np.random.default_rng(s), batch=64) for s in range(5)]
        groups[name] = [run.delta_variance for run in runs]
    return plots.layer_profile(groups, ylabel="Var(δ)", title=start, ylim=(1e-40, 1e22))


plots.flip_book({start: delta_page(start) for start in STARTS}, label="start", start=STARTS[0])

# %% [markdown] slide="fragment"
# **Guilty for the sigmoid**: $\sigma'(0) = \frac14$, so a layer multiplies Var(δ) by .055<!-- claim: sigmoid_glorot_growth -->. For tanh it is right. Of the four only N(0, 1) keeps the sigmoid's δ, at this width by chance and with more than half of the units saturated:<!-- claim: only_one_start_keeps_the_sigmoid --> no cure (part 8).
#
# ### Case 14 · N(0, √(2/n))
#
# He's start in print (Han & Suárez Dou). The second entry of N is a variance. **Predict** $n \operatorname{Var}(W)$ for 256 units; He wants 2.

# %% slide="fragment" tags=["live", "predict"]
# Read as a variance, and read as numpy does, as a standard deviation
n = 256
for name, deviation in {"variance": (2 / n) ** 0.25, "deviation": (2 / n) ** 0.5}.items():
    W = rng.normal(0, deviation, size=(n, n))
    print(f"√(2/n) as a {name:9}: n·Var(W) = {n * W.var():.2f}")

# %% [markdown] slide="fragment"
# **Guilty of ambiguity**: 22.6<!-- claim: trap_read_as_variance --> or 2, eleven times apart. Say *variance* or *standard deviation* (lecture 5, part 5).
#
# ### Case 15 · The half of ReLU
#
# "ReLU halves the variance" (Han & Suárez Dou). **Predict**: of what is it one half?

# %% slide="fragment" tags=["live", "predict"]
# z ~ N(0, 1); then a layer whose start trusts the one or the other
z = np.random.default_rng(1).normal(size=(400, n))
a = np.maximum(0, z)
print(f"E[a²] {np.mean(a**2):.3f}   Var(a) {a.var():.3f}   theory ½ and {0.5 - 0.5 / np.pi:.4f}")
for name, share in {"½": 0.5, ".3408": 0.3408}.items():
    W = rng.normal(0, np.sqrt(1 / (share * n)), size=(n, n))
    print(f"Var(W) = 1/({name} n): E[z²] of the next layer {np.mean((a @ W) ** 2):.2f}")

# %% [markdown] slide="fragment"
# **Right number, wrong word**: the *second moment* is halved. Whoever takes the word seriously and computes the variance starts with 1.47 times too much in every layer.
#
# ### Case 16 · He for everything
#
# "For ReLU and its relatives: He." For ReLU it is exact. **Predict** for ELU, GELU, Swish: what does a layer do to the second moment at Var(z) = 1?

# %% slide="fragment" tags=["predict"]
for name in ("relu", "elu", "gelu", "swish"):
    act = ACTIVATIONS[name]
    ahead, back = 2 * second_moment(act), 2 * second_moment(act.derivative)
    print(f"{name:6} forward {ahead:.2f}   backward {back:.2f}   30 layers of it: {ahead**30:8.2g}")

# %% [markdown] slide="fragment"
# **Acquitted for ReLU and (with $1 + \alpha^2$) leaky ReLU; for the others a habit.** And no constant can be right for them: the factor depends on the size of the signal (lecture 5, part 10), so the last column is a warning, not a forecast.
#
# ### Case 17 · Do biases escape?
#
# Gradients of weights vanish; of biases, one hopes, not (Han & Suárez Dou). **Predict** both profiles.

# %% slide="fragment" tags=["hide-input"]
X_train, _, y_train, _ = circles()


def norms_of_both(seed, depth=8):
    rng = np.random.default_rng(seed)
    net = MLP([2] + [16] * depth + [1], "sigmoid", "glorot_normal", rng=rng)
    return np.array([[np.linalg.norm(g) for g in layer] for layer in net.backward(X_train, y_train)]).T


both = np.array([norms_of_both(seed) for seed in range(10)])
groups = {"∂J/∂W": both[:, 0], "∂J/∂b": both[:, 1]}
plots.layer_profile(groups, ylabel="norm of the gradient", title="sigmoid, 8 hidden layers")

# %% [markdown] slide="fragment"
# **They do not escape.** A bias gradient is $\sum_n \delta_n$: the same δ, the same factor per layer.<!-- claim: biases_fade_alike -->

# %% [markdown] slide="slide" tags=["predict"]
# ## 6. What was concluded
#
# Right formulas, right code, and then a sentence.
#
# ### Case 18 · "The network has learned XOR"
#
# 2-2-1, seed 42, 10,000 epochs; the loss falls from .2558 to .1532 and beyond (Masood). **Predict** the four predictions, which the document leaves out.

# %% slide="fragment" tags=["live"]
# The published run: RandomState(42), mean squared error, η = .1
X_xor, y_xor = gates("XOR")
draws = np.random.RandomState(42)
net = MLP([2, 2, 1], "sigmoid", lambda _, *fans: draws.randn(*fans), "mse", output="sigmoid")
for _ in range(9_999):
    for (dW, db), W, b in zip(net.backward(X_xor, y_xor), net.weights, net.biases, strict=True):
        W -= 0.1 * dW
        b -= 0.1 * db
print("loss", round(net.loss_value(X_xor, y_xor), 4), " ŷ", net.forward(X_xor).ravel().round(3))

# %% [markdown] slide="fragment"
# **Guilty.** Rounded they are 0 0 1 1: two of four, as a coin. The loss told the truth, nobody asked the right question. (Lecture 1, part 9: how often such nets do learn.)
#
# ### Case 19 · "A smooth activation overcomes XOR"
#
# One sigmoid unit (Han & Suárez Dou). No training needed this time: look at $w = 0$, $b = 0$, where $\hat y = \frac12$ everywhere. **Predict** gradient and curvature of the cross-entropy there.

# %% slide="fragment" tags=["live", "predict"]
# The gradient, then the eigenvalues of the second derivatives (bias as a third weight)
X_one = np.column_stack([X_xor, np.ones(4)])
p = np.full((4, 1), 0.5)
gradient = X_one.T @ (p - y_xor) / 4
hessian = X_one.T @ (p * (1 - p) * X_one) / 4
print("gradient", gradient.ravel(), "  curvatures", np.linalg.eigvalsh(hessian).round(4))

# %% [markdown] slide="fragment"
# **Guilty.** The gradient is 0, and the loss is convex with positive curvature in every direction: this shrug is its *only* minimum, loss ln 2. A hidden layer cures XOR, smoothness does not.
#
# ### Case 20 · "Exponentially expensive"
#
# So it is said of finite differences (Masood). **Predict** the number of evaluations for 37, 11,301 and 266,610 parameters.

# %% slide="fragment" tags=["live", "predict"]
# Count the calls of a loss while one-sided differences find its gradient
def calls_of_one_gradient(P, h=1e-6):
    calls = 0

    def f(theta):
        nonlocal calls
        calls += 1
        return theta @ theta

    theta = np.ones(P)
    start = f(theta)
    _ = [(f(theta + h * nudge) - start) / h for nudge in np.eye(P)]
    return calls


print([calls_of_one_gradient(P) for P in (1, 10, 37, 100)])

# %% [markdown] slide="fragment"
# **Guilty of a word**: $P + 1$, proportional to the number of parameters. That is ruinous enough (11,302 and 266,611); exponential it is not. Reverse mode needs a handful, for any $P$.
#
# ### Case 21 · 0 ≤ η ≤ 1
#
# A learning rate lies between 0 and 1 (Sonnewald). **Predict** the largest η with which $J = \frac12 c\,w^2$ still converges, for $c$ = .01, 1, 100.

# %% slide="fragment" tags=["live", "predict"]
# Try rates on a fine grid: the largest with which 50 steps from w = 1 end nearer to 0
def largest_rate(c, grid=np.geomspace(1e-3, 1e3, 2401)):
    w = np.ones_like(grid)
    for _ in range(50):
        w = w - grid * c * w
    return grid[abs(w) < 1].max()


for c in (0.01, 1.0, 100.0):
    print(f"curvature {c:6}: η up to {largest_rate(c):8.3f}   2/c = {2 / c:g}")

# %% [markdown] slide="fragment"
# **Guilty, in both directions.** 150 may be fine and .03 too much. A rate is large or small compared with the curvature, $\eta < 2/c$.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 7. Further: more formulas
#
# ### Case 22 · "The cross-entropy is 0 if ŷ = y"
#
# (Han & Suárez Dou, who restrict $y$ in that place.) **Predict** BCE(y, y) for $y = .3$.

# %% slide="fragment" tags=["further"]
def binary_cross_entropy(y, y_hat):
    return -y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat)


ys = np.linspace(0.01, 0.99, 99)
curves = {"BCE(y, y)": binary_cross_entropy(ys, ys), "BCE(.3, ŷ)": binary_cross_entropy(0.3, ys)}
axes = {"first": 0.01, "stride": 0.01, "ylim": (0, 2)}
plots.learning_curves(curves, ylabel="loss", xlabel="y, or ŷ", marks={"ŷ = .3": 0.3}, **axes)

# %% [markdown] slide="fragment" tags=["further"]
# **A nuance.** 0 only for $y \in \{0, 1\}$. For targets between, the least loss is the entropy of $y$, .611 at .3. It still lies at $\hat y = y$, which is what training needs.
#
# ### Case 23 · "σ is symmetric"
#
# (Han & Suárez Dou.) Yes, but about what? **Predict** which of three expressions is 0 everywhere.

# %% slide="fragment" tags=["further"]
z = np.linspace(-6, 6, 121)
print("σ(z) − σ(−z):    ", abs(sigmoid(z) - sigmoid(-z)).max().round(4))
print("σ(z) + σ(−z):    ", abs(sigmoid(z) + sigmoid(-z)).max().round(4))
print("σ(z) + σ(−z) − 1:", abs(sigmoid(z) + sigmoid(-z) - 1).max().round(4))

# %% [markdown] slide="fragment" tags=["further"]
# **In part.** It is symmetric about the *point* $(0, \frac12)$: neither about the axis nor about the origin. (σ′ is symmetric about the axis.)
#
# ### Case 24 · A bias outside the step
#
# $\hat y = h(w \cdot x) + b$ (eq. 2 of Han & Suárez Dou). **Predict** how many of AND, OR, NAND, NOR such a unit can compute.

# %% slide="fragment" tags=["further"]
def gates_found(inside, draws=20_000):
    rng, found = np.random.default_rng(0), set()
    w, b = rng.normal(size=(2, draws)), rng.normal(size=draws)
    b = b if inside else rng.choice([-1.0, 0.0, 1.0], draws)  # others never give 0 and 1
    for gate in ("AND", "OR", "NAND", "NOR"):
        X, y = gates(gate)
        answers = step(X @ w + b) if inside else step(X @ w) + b
        found |= {gate} if np.all(answers == y, axis=0).any() else set()
    return sorted(found)


print("inside ", gates_found(True), "\noutside", gates_found(False))

# %% [markdown] slide="fragment" tags=["further"]
# **Guilty.** Outside, the line goes through the origin for ever, and $h(0) + b$ is the answer to 00. With $b = 0$ that is 1; with $b = -1$ it is 0, but then nothing else can be 1. So OR and AND are lost; NAND would need $w_1 \ge 0$ and $w_2 \ge 0$ but $w_1 + w_2 < 0$; NOR is all it can do.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 8. Further: more starts
#
# ### Case 25 · "With N(0, 1) gradients vanish"
#
# ### Case 26 · "Only recurrent nets explode"
#
# One experiment for both (Turcotte). Width 256. **Predict** the factor on Var(δ) per layer for tanh, sigmoid, ReLU.

# %% slide="fragment" tags=["further"]
for name in ("tanh", "sigmoid", "relu"):
    flow = signal_flow(10, 256, name, "standard_normal", np.random.default_rng(0), batch=64)
    factor = (flow.delta_variance[0] / flow.delta_variance[-1]) ** (1 / 9)
    print(f"{name:8} ×{factor:6.2f} a layer, saturated {flow.saturated_fraction.mean():.0%}")

# %% [markdown] slide="fragment" tags=["further"]
# **Both guilty.** tanh saturates, and δ grows all the same, ×8.7<!-- claim: delta_growth_tanh --> a layer; sigmoid ×1.5<!-- claim: delta_growth_sigmoid -->; and a plain feed-forward ReLU net explodes, ×128<!-- claim: delta_growth_relu -->. (Below about 110 units a sigmoid net does vanish under N(0, 1).) Lecture 4, part 5.
#
# ### Case 27 · "From zero nothing learns"
#
# (Said in many places.) **Predict** what moves in 2-4-1 with sigmoids, all weights 0.

# %% slide="fragment" tags=["further"]
net = MLP([2, 4, 1], "sigmoid", "zeros")
rows = slice(0, 100)  # not quite balanced
for _ in range(300):
    for (dW, db), W, b in zip(net.backward(X_train[rows], y_train[rows]), net.weights, net.biases, strict=True):
        W -= dW
        b -= db
print(net.weights[0].round(3), "rank", np.linalg.matrix_rank(net.weights[0], tol=1e-8))

# %% [markdown] slide="fragment" tags=["further"]
# **Half guilty.** With sigmoids everything moves, but the hidden units remain copies: rank 1. With tanh or ReLU only the output bias moves (lecture 3, part 10).
#
# ### Case 28 · "Positive weights ensure gradient flow"
#
# (Han & Suárez Dou, of He's start.) He's weights are half of them negative. **Predict** ten ReLU layers with He's weights, and with their absolute values.

# %% slide="fragment" tags=["further"]
def absolute_he(rng, fan_in, fan_out):
    return abs(INITIALIZERS["he_normal"](rng, fan_in, fan_out))


for name, start in {"He": "he_normal", "|He|": absolute_he}.items():
    flow = signal_flow(10, 128, "relu", start, np.random.default_rng(0), batch=64)
    print(f"{name:5} variance of a over ten layers ×{flow.activation_variance[-1] / flow.activation_variance[0]:.2g}")

# %% [markdown] slide="fragment" tags=["further"]
# **Guilty.** Positive weights have a mean, means add up, and the signal explodes.<!-- claim: positive_weights_explode --> The derivation needs mean 0; what keeps the size is the variance.
#
# ### Case 29 · "Var(z) = 1 gives Glorot's rule"
#
# (Han & Suárez Dou.) **Predict** Var(z) for 1024 → 256, unit inputs, with $1/n_\text{in}$ and with Glorot's.

# %% slide="fragment" tags=["further"]
a = rng.normal(size=(100, 1024))
for name, variance in {"1/n_in": 1 / 1024, "Glorot": 2 / (1024 + 256)}.items():
    W = rng.normal(0, np.sqrt(variance), size=(1024, 256))
    print(f"{name}: Var(z) = {(a @ W).var():.2f}")

# %% [markdown] slide="fragment" tags=["further"]
# **Guilty of a missing step.** Var(z) = 1 gives $1/n_\text{in}$. Glorot's $2/(n_\text{in} + n_\text{out})$ is the compromise with what the way back wants, $1/n_\text{out}$, and gives 1.60<!-- claim: compromise_forward --> here.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 9. Further: more conclusions
#
# ### Case 30 · "Logistic regression converges from any start"
#
# (Turcotte.) If so, then because its loss is *convex*. And does it always? **Predict** $\|w\|$ on AND (separable) and on XOR after 10², 10³, 10⁴ steps.

# %% slide="fragment" tags=["further"]
def length_of_w(gate, steps, seed=0):
    X, y = gates(gate)
    X, w = np.column_stack([X, np.ones(4)]), np.random.default_rng(seed).normal(size=(3, 1))
    for _ in range(steps):
        w -= X.T @ (sigmoid(X @ w) - y) / 4
    return float(np.linalg.norm(w))


for gate in ("AND", "XOR"):
    print(gate, [round(length_of_w(gate, steps), 4) for steps in (100, 1_000, 10_000)])

# %% [markdown] slide="fragment" tags=["further"]
# **Guilty.** From any start, thanks to convexity: on XOR all lengths go to 0.<!-- claim: convex_from_any_start --> On separable data there is no minimum to converge to: ‖w‖ grows without end, like ln(steps).<!-- claim: separable_runs_away -->
#
# ### Case 31 · "The seed is set"
#
# A seed for the weights; the shuffle calls `np.random.shuffle` (Turcotte). **Predict**: do two runs agree?

# %% slide="fragment" tags=["further"]
def published_style_run():
    rng = np.random.default_rng(42)  # seeded
    W = rng.normal(size=(2, 4))
    order = np.arange(20)
    np.random.shuffle(order)  # from the global generator, which nobody seeded
    return W, order


(W_a, order_a), (W_b, order_b) = published_style_run(), published_style_run()
print("same weights:", np.array_equal(W_a, W_b), "  same order:", np.array_equal(order_a, order_b))

# %% [markdown] slide="fragment" tags=["further"]
# **Guilty**, and it left a trace: two renders of one document show .93571 and .94286. Pass one generator to everything that draws.
#
# ### Case 32 · "A network can represent any function"
#
# (Sonnewald.) With $\varphi = z^2$ no width helps, and no training is needed to see it: all third differences are 0. **Predict** those of ReLU and tanh.

# %% slide="fragment" tags=["further"]
x = np.linspace(-1, 1, 41)[:, None]
W1, b1, W2 = rng.normal(size=(1, 50)), rng.normal(size=50), rng.normal(size=(50, 1))
for name, phi in {"z²": np.square, "tanh": np.tanh, "ReLU": lambda z: np.maximum(0, z)}.items():
    y_hat = phi(x @ W1 + b1) @ W2
    print(f"{name:4} 50 units: largest third difference {abs(np.diff(y_hat, 3, axis=0)).max():.1e}")

# %% [markdown] slide="fragment" tags=["further"]
# **Guilty.** It *approximates continuous* functions on compact sets, if φ is no polynomial and the layer wide enough (lecture 1, part 11). Training is another matter.
#
# ### Case 33 · "Stop when the time is up: converged"
#
# A list of convergence criteria has a time limit and k-fold in it (Sonnewald). **Predict** the slope where ten steps end.

# %% slide="fragment" tags=["further"]
w = -0.5
for steps in (10, 100, 1000):
    for _ in range(steps):
        w -= 0.01 * (2 * w - 3) * 2
    print(f"after {steps:4} more steps: slope {(2 * w - 3) * 2:8.1e}")

# %% [markdown] slide="fragment" tags=["further"]
# **Guilty.** A time limit says that the budget is spent; a small slope says that descent has arrived; k-fold says neither: it estimates how well a *recipe* generalises (lecture 3, part 12).
#
# ### Case 34 · The exercise beside it
#
# Case 18's notebook has an exercise: AND, the same net, seed 0, 5,000 epochs. After case 18 one is wary. **Predict** the four predictions.

# %% slide="fragment" tags=["further"]
def published_gate(gate, seed, epochs):
    X, y = gates(gate)
    draws = np.random.RandomState(seed)
    net = MLP([2, 2, 1], "sigmoid", lambda _, *fans: draws.randn(*fans), "mse", output="sigmoid")
    for _ in range(epochs - 1):
        for (dW, db), W, b in zip(net.backward(X, y), net.weights, net.biases, strict=True):
            W -= 0.1 * dW
            b -= 0.1 * db
    return net.forward(X).ravel().round(4)


print("ŷ", published_gate("AND", seed=0, epochs=5_000), " wanted", gates("AND")[1].ravel())

# %% [markdown] slide="fragment" tags=["further"]
# **Not guilty.** .0275 .0811 .0820 .8883, as printed there: all four on the right side, and clearly. Suspicion is a method, not a verdict.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 10. Further: a tensor that forgets
#
# ### Case 35 · Nothing has a gradient
#
# A small `Tensor` class (in the manner of Han & Suárez Dou's) has `value`, `grad`, a `backward` and overloaded operators. **Predict** `w.grad`.

# %% slide="fragment" tags=["further"]
class Forgetful:
    def __init__(self, value):
        self.value, self.grad, self.parents = value, 0.0, []

    def __mul__(self, other):
        return Forgetful(self.value * other.value)  # …and who made it?

    def backward(self, gradient=1.0):
        self.grad += gradient
        for parent, local in self.parents:
            parent.backward(gradient * local)


w, x = Forgetful(3.0), Forgetful(2.0)
(w * x).backward()
print("w.grad:", w.grad)

# %% [markdown] slide="fragment" tags=["further"]
# **Guilty.** The product does not know what it was made of, so `backward` has nowhere to go. One line builds the graph: each result keeps its parents, with the local derivative of each.

# %% slide="fragment" tags=["further", "live"]
# The missing line: parents, and the local derivatives
class Remembering(Forgetful):
    def __mul__(self, other):
        product = Remembering(self.value * other.value)
        product.parents = [(self, other.value), (other, self.value)]
        return product


w, x = Remembering(3.0), Remembering(2.0)
(w * x * x).backward()
print("∂(w x²)/∂w:", w.grad, "  ∂(w x²)/∂x:", x.grad)

# %% [markdown] slide="fragment" tags=["further"]
# 4 and 12, as it must be; `+=` adds where paths meet. Lecture 6 builds an engine on this line. (And automatic differentiation is no "implementation of backpropagation": backpropagation is its reverse mode, applied to networks.)

# %% [markdown] slide="slide" tags=["further"]
# ## 11. Further: the file
#
# | verdict | cases | what convicted or acquitted |
# |---|---|---|
# | guilty | 3, 4, 5, 8, 11, 35 | the gradient check, and its ratios |
# | guilty | 1 | one small step |
# | guilty | 10, 12, 13, 15, 24, 25, 26, 28, 31, 32 | a measurement |
# | guilty, of what was concluded | 18, 19, 20, 21, 30, 33 | a look at what the sentence says |
# | in part | 7, 9, 14, 16, 22, 23, 27, 29 | right under a condition that was not stated |
# | not guilty | 2, 6, 34 | the gradient check; a look at the predictions |
# | a hope disappointed | 17 | a measurement |

# %% slide="fragment" tags=["further"]
# Case 2 once more: let the acquitted work. Does the rule with the plus learn AND?
X_and, y_and = gates("AND")
print("accuracy", Perceptron().fit(X_and, y_and[:, 0]).score(X_and, y_and[:, 0]))

# %% [markdown] slide="slide"
# ## Take-away
#
# - Ask the loss: a gradient check needs one line. Ratios of claimed to true tell the kind of mistake: one factor, nearly 1, or no pattern.
# - The check is blind to a wrong *step*, a wrong *loss*, wrong random weights, and a wrong conclusion. One small step and a measurement see those.
# - Test with widths that all differ, with several outputs, several examples, biases that are not 0: most slips hide behind a 1 or a square.
# - Of each gradient ask: with respect to what? Of each N(0, ·): variance or standard deviation?
# - A theorem may be spoilt by floats: prefer forms that never overflow and never cancel.
# - Acquit as carefully as you convict: a plus may be right, a transpose too.

# %% [markdown] slide="slide"
# ## Questions
#
# Answer first, then unfold.
#
# <details><summary>1. All ratios of a gradient are 32. The batch has 32 examples. Which line do you look for?</summary>
#
# The one that should divide by N: the loss is a mean, the gradient a sum. It belongs into the output δ, once.
#
# </details>
#
# <details><summary>2. The ratios of dW are all 1, those of db all 0. What has happened?</summary>
#
# The bias gradient is not computed, or is overwritten by zeros; a path is missing. A random error would not give exact zeros.
#
# </details>
#
# <details><summary>3. In a net 4-4-4-1 the gradient of the last two layers is right, that of the first has ratios without a pattern. First suspect?</summary>
#
# A missing transpose where δ goes back through W₂: on a square matrix it raises no error. Test with 4-5-3-1 and numpy will refuse.
#
# </details>
#
# <details><summary>4. The gradient check passes, training diverges. Name three suspects that the check cannot see.</summary>
#
# The sign of the update, a learning rate too large for the curvature, and initial weights that explode. (Or data that were never scaled.)
#
# </details>
#
# <details><summary>5. A check fails with ratio 1.0000 in all entries but one, where it is 2. The activation is ReLU. Must the code be wrong?</summary>
#
# Perhaps not: at a kink the slopes left and right differ, and a central difference takes their mean: ½, where the code says 1. The library's check names kinks and accepts any value between.
#
# </details>
#
# <details><summary>6. Why is w ← w + η(y − ŷ)x right, and w ← w + η ∂E/∂w wrong?</summary>
#
# y − ŷ already is minus the derivative with respect to the score; the second adds the gradient itself and climbs.
#
# </details>
#
# <details><summary>7. Somebody reports: "ε in the logarithm changed nothing in my runs." Is case 11 closed?</summary>
#
# No. It changes something only where the net is sure and wrong; there loss and gradient part. The stable form from logits costs nothing.
#
# </details>
#
# <details><summary>8. You find an error in a text that you like. What do you send to its author?</summary>
#
# The place, the smallest experiment that shows it, the right line, and thanks.
#
# </details>

# %% [markdown] slide="slide"
# ## Where this leads
#
# You have the detective's tools; homework 7 has cases of its own, none of them from here. `09_reference` gathers what all lectures found: notation, derivatives, formulas, words, questions. And if you find a bug in *this* course: question 8.
#
# **Sources.** M. Sonnewald, *ECS171 L8: NN Backpropagation*, UC Davis · K. Han, S. Suárez Dou, *Artificial Neural Networks – a gentle introduction*, MCMP-21, University of Luxembourg, Nov 2024 · M. Turcotte, *Training Artificial Neural Networks (Part 2)*, CSI 4106, University of Ottawa, Fall 2025 · A. Masood, *Teaching Backpropagation and Vanishing Gradients in Neural Networks*, notebook run by A. M. Asad, Jan 2025 · W. Squire, G. Trapp, *Using complex variables to estimate derivatives of real functions*, SIAM Review 40, 1998 · X. Glorot, Y. Bengio, AISTATS 2010 · K. He et al., ICCV 2015.
