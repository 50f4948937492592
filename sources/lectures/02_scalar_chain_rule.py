# %% [markdown] slide="slide"
# # Lecture 2 · The chain rule, one number at a time
#
# *A network of four parameters, taken to pieces: which way does each parameter have to move, and how does it find out?*

# %% [markdown] slide="subslide"
# ## What you will be able to do
#
# 1. Lower a loss by gradient descent, and say what a learning rate too small, right or too large does.
# 2. Differentiate a composed function by the chain rule, in the notation of Lagrange and in that of Leibniz.
# 3. Draw a computational graph, carry values forward and derivatives backward, and add them where paths meet.
# 4. Name the nine local derivatives of a network with four parameters and multiply them to its gradient.
# 5. Explain what δ saves, and count it.
# 6. Use finite differences as a referee for any gradient.
#
# You need derivatives of $x^2$, $e^x$ and $\ln x$, Python functions and dictionaries, and from lecture 1 the artificial neuron.

# %% [markdown] slide="subslide"
# ## Plan
#
# | part | minutes |
# |---|---:|
# | 1. Downhill with one parameter | 12 |
# | 2. A derivative is a nudge | 6 |
# | 3. The chain rule | 7 |
# | 4. The computational graph | 9 |
# | 5. One neuron | 7 |
# | 6. The network with four parameters | 14 |
# | 7. Training it | 8 |
# | 8. What reuse saves | 8 |
# | Take-away and questions | 4 |
# | 9. *Further*: a worked example, corrected | 12 |
# | 10. *Further*: the best nudge | 8 |
# | 11. *Further*: safe at the extremes | 9 |
# | 12. *Further*: where losses come from | 11 |
#
# The core path is 75 minutes; the *Further* parts stand on their own, in any order.
#
# **Notation.** In this lecture every letter is one number: $x$ input, $w$ weight, $b$ bias, $z$ pre-activation, $a$ activation, $\hat y$ prediction, $y$ truth, $J$ loss, η learning rate (α in some books); $\delta = \partial J/\partial z$.

# %% slide="skip"
import math
import random
from functools import partial
from itertools import pairwise
from timeit import repeat

import numpy as np

from course_lib import plots

# %% [markdown] slide="slide"
# ## 1. Downhill with one parameter
#
# You throw a basketball, see by how much and on which side you missed, and adjust a little. Learning in this course is no more than that, with two questions made precise. *How far off?* is the **loss** $J$. *Which way, and how strongly?* is its **derivative**.
#
# The smallest model there is: $\hat y = w x$, one example $x = 2$, $y = 3$, and the loss $J(w) = \frac12 (wx - y)^2$.

# %% slide="fragment" tags=["live"]
# The loss as a function of w, and its slope dJ/dw = (wx − y)·x
def squared_error(w, x=2.0, y=3.0):
    return 0.5 * (w * x - y) ** 2


def slope(w, x=2.0, y=3.0):
    return (w * x - y) * x


print(f"at w = 0.5: loss {squared_error(0.5)}, slope {slope(0.5)}")

# %% [markdown] slide="fragment"
# The slope is negative: more $w$, less loss. So move *against* the slope, by a small multiple η of it: $w \leftarrow w - \eta\, \frac{dJ}{dw}$. This is **gradient descent** (Cauchy 1847), η the **learning rate**.

# %% slide="fragment" tags=["live"]
# Step against the slope, again and again; keep every w on the way
def descend(slope, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        w = w - learning_rate * slope(w)
        path.append(w)
    return path


print(np.round(descend(slope, 0.5, learning_rate=0.1, steps=6), 4))

# %% [markdown] slide="subslide" tags=["predict"]
# **Predict** ten steps from $w = -0.5$ with η = 0.01, 0.1, 0.25, 0.4, 0.5, 0.53. Which creeps, which arrives at once, which leaps from wall to wall, which runs away? Write it down, then move the slider.

# %% slide="fragment" tags=["hide-input"]
pages = {}
for rate in (0.01, 0.1, 0.25, 0.4, 0.5, 0.53):
    path = descend(slope, -0.5, rate, steps=10)
    title = f"η = {rate}: after 10 steps the loss is {squared_error(path[-1]):.2g}"
    axes = {"xlim": (-2, 5), "ylim": (-0.8, 20), "title": title}
    pages[rate] = plots.descent(squared_error, {f"η = {rate}": path}, **axes)
plots.flip_book(pages, label="learning rate η", start=0.1)

# %% [markdown] slide="fragment" tags=["predict"]
# **Why 0.5?** The minimum is $w^* = y/x$. A step multiplies the distance to it by $1 - \eta c$, where $c = x^2 = 4$ is the curvature $J''$. The distance shrinks if and only if $|1 - \eta c| < 1$: for $0 < \eta < 2/c$.<!-- claim: converges_below_two_over_c --> Best here: $\eta = 1/c$.
#
# One reads that $0 \le \eta \le 1$ (Sonnewald, ECS171). **Predict**: is that necessary? Sufficient?

# %% slide="fragment"
for x, rate in [(2.0, 0.6), (0.1, 150.0)]:
    path = descend(partial(slope, x=x), 0.0, rate, steps=50)
    print(f"x = {x}, η = {rate:5}: after 50 steps the loss is {squared_error(path[-1], x=x):.3g}")

# %% [markdown] slide="fragment" tags=["predict"]
# Neither: η = 0.6 runs away, η = 150 arrives. A learning rate is large or small *compared with the curvature*.
#
# A parabola has one valley. **Predict**: $J(w) = w^4 - 2w^2 + \frac12 w$ has two. Where do descents from $w = -0.4$ and from $w = 0.6$ end?

# %% slide="subslide"
def two_valleys(w):
    return w**4 - 2 * w**2 + 0.5 * w


def slope_of_two_valleys(w):
    return 4 * w**3 - 4 * w + 0.5


starts = {"from −0.4": -0.4, "from 0.6": 0.6}
paths = {name: descend(slope_of_two_valleys, w, 0.05, steps=30) for name, w in starts.items()}
plots.descent(two_valleys, paths, xlim=(-1.7, 1.7), ylim=(-1.9, 1.5))

# %% [markdown] slide="fragment"
# Each start rolls into its own valley, and one of them is higher. Of random starts between −2 and 2 here 53 %<!-- claim: starts_in_the_deeper_valley --> find the deeper one. **Gradient descent does not promise a global minimum**, whatever the learning rate: it sees the slope where it stands, nothing else.

# %% [markdown] slide="slide" tags=["predict"]
# ## 2. A derivative is a nudge
#
# What if nobody gives you the slope? Nudge $w$ by a small $h$ and look how far $f$ moves, compared with $h$. A derivative is this **rate of change**, for $h$ so small that it does not matter.
#
# **Predict** the ratio for $f(w) = w^2$ at $w = 3$, as $h$ shrinks. On the right we nudge up *and* down:

# %% slide="fragment" tags=["live"]
# One-sided: (f(w + h) − f(w)) / h. Central: (f(w + h) − f(w − h)) / 2h
def one_sided_difference(f, w, h):
    return (f(w + h) - f(w)) / h


def central_difference(f, w, h=1e-5):
    return (f(w + h) - f(w - h)) / (2 * h)


for h in (1.0, 0.1, 0.01, 0.001):
    print(f"h = {h:5}:  {one_sided_difference(lambda w: w**2, 3, h):.6f}"
          f"   {central_difference(lambda w: w**2, 3, h):.6f}")

# %% [markdown] slide="fragment"
# The one-sided ratio is $6 + h$; the central one is 6 (on a parabola for any $h$, elsewhere it is off by about $h^2$). It knows no calculus and makes no algebra mistakes: our **referee**, until the end of the course.
#
# **Two notations.** Lagrange (1797) writes $f'(w)$: the derivative is a new *function*. Leibniz (1684) writes $\frac{df}{dw}$: a ratio of small changes, with names. With several variables, all but one held still: $\frac{\partial f}{\partial w}$.

# %% [markdown] slide="slide"
# ## 3. The chain rule
#
# A rumour goes from friend to friend. Anna's story grows threefold when Ben tells it, Ben's sixfold when Carla does. Nudge Anna's story, and Carla's moves by $3 \cdot 6$ as much. **Rates along a chain multiply.**
#
# | notation | $y = f(u)$, $u = g(x)$ | says clearly |
# |---|---|---|
# | **Leibniz** | $\frac{dy}{dx} = \frac{dy}{du} \cdot \frac{du}{dx}$ | which changes are compared |
# | **Lagrange** | $(f \circ g)'(x) = f'(g(x)) \cdot g'(x)$ | *where* each derivative is taken: $f'$ at $g(x)$, not at $x$ |

# %% [markdown] slide="subslide" tags=["predict"]
# **Predict** the derivative of $(3x + 1)^2$ at $x = 1$. On offer are 24, 8, 6 and 11. Which mistake is behind each of the wrong ones?

# %% slide="fragment" tags=["live"]
# Outer derivative at u, inner derivative at x; then ask the referee
x = 1.0
u = 3 * x + 1
print("chain rule", 2 * u * 3)
print("referee   ", round(central_difference(lambda x: (3 * x + 1) ** 2, x), 6))

# %% [markdown] slide="fragment"
# 24. Who says 8 forgot the inner derivative, 6 took $f'$ at $x$ instead of $u$ ($2 \cdot 1 \cdot 3$), 11 added where one multiplies ($8 + 3$).
#
# For three or thirty functions nothing new happens: one factor a link.

# %% [markdown] slide="slide"
# ## 4. The computational graph
#
# Take a calculation apart into single operations. Each is a **node**; an arrow says who needs whose value. For $J = \frac12 (wx - y)^2$ again:
#
# - **forward** (left to right): every node computes its value from its inputs;
# - every arrow has its **local derivative**: how the node reacts to that one input, whatever happens elsewhere;
# - **backward** (right to left): what has arrived at a node, times the local derivative, goes on to its input.

# %% slide="fragment" tags=["hide-input"]
values = {"x": 2.0, "w": 0.5, "u": 1.0, "y": 3.0, "e": -2.0, "J": 2.0}
edges = [("x", "u"), ("w", "u", 2.0), ("u", "e", 1.0), ("y", "e"), ("e", "J", -2.0)]
operations = {"u": "w·x", "e": "u − y", "J": "½e²"}
gradients = {"J": 1.0, "e": -2.0, "u": -2.0, "w": -4.0}
pages = {}
for step, name in enumerate(["forward", *gradients]):
    known = dict(list(gradients.items())[:step])
    pages[step] = plots.computational_graph(
        values, edges, operations=operations, gradients=known, highlight=list(known)[-1:], digits=1,
        title="forward: values" if step == 0 else f"backward, step {step}: ∂J/∂{name}",
    )  # fmt: skip
plots.flip_book(pages, label="backward step", start=4)

# %% [markdown] slide="fragment" tags=["predict"]
# It starts with $\partial J/\partial J = 1$; at the end stands $-4$, the slope of part 1. (To $x$ and $y$ we send nothing: they are data.)
#
# **A fork.** What if one value feeds *two* nodes? Take $f = u \cdot v$ with $u = x^2$, $v = 3x$, at $x = 2$.
#
# **Predict** $\frac{df}{dx}$: along the upper path comes $6 \cdot 4$, along the lower one $4 \cdot 3$. The larger? The last? The product? The sum?

# %% slide="subslide" tags=["live"]
# Both contributions, their sum, and the referee
def fork(x):
    u, v = x**2, 3 * x
    return u * v


x = 2.0
u, v = x**2, 3 * x
upper, lower = v * (2 * x), u * 3  # ∂f/∂u · du/dx and ∂f/∂v · dv/dx
print(f"{upper:.0f} + {lower:.0f} = {upper + lower:.0f}   referee {central_difference(fork, x):.6f}")

# %% slide="fragment" tags=["hide-input"]
plots.computational_graph(
    {"x": 2, "u": 4, "v": 6, "f": 24},
    [("x", "u", 4), ("x", "v", 3), ("u", "f", 6), ("v", "f", 4)],
    operations={"u": "x²", "v": "3x", "f": "u·v"},
    gradients={"f": 1, "u": 6, "v": 4, "x": 36}, highlight=["x"], digits=0,
)  # fmt: skip

# %% [markdown] slide="fragment"
# **Along a path multiply, where paths meet add.**<!-- claim: contributions_of_a_fork_add --> (Of course: $f = 3x^3$, $f' = 9x^2 = 36$.) Code that *overwrites* instead of adding keeps one of the two and raises no error.
#
# Published formulas for δ speak of "the" next unit (Turcotte 2025): right for one consumer. With several, their contributions add up, as you will see in lecture 3.

# %% [markdown] slide="slide"
# ## 5. One neuron
#
# $z = wx + b$, $\;a = \sigma(z) = \frac{1}{1 + e^{-z}}$, $\;J = \frac12 (a - y)^2$. The sigmoid σ stands in for lecture 1's step, because a step has slope 0 and gives descent nothing to follow. Its derivative is quickly found:
#
# $$\sigma'(z) = \frac{e^{-z}}{(1 + e^{-z})^2} = \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}} = \sigma(z)\,\big(1 - \sigma(z)\big) \;\le\; \tfrac14$$

# %% slide="fragment" tags=["live"]
# The sigmoid, and the neuron's forward pass
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def neuron_loss(w, b, x=1.5, y=1.0):
    return 0.5 * (sigmoid(w * x + b) - y) ** 2


x, y, w, b = 1.5, 1.0, 0.8, -0.2
z = w * x + b
a = sigmoid(z)
print(f"z = {z:.3f}   a = {a:.3f}   J = {neuron_loss(w, b):.4f}")

# %% [markdown] slide="fragment"
# Backward, link by link; the ½ is there to cancel the 2. The two first factors belong to $w$ and $b$ alike, and get a name, $\delta = \frac{\partial J}{\partial z}$:
#
# $$\delta = \underbrace{(a - y)}_{\partial J/\partial a}\; \underbrace{a(1-a)}_{\partial a/\partial z}, \qquad \frac{\partial J}{\partial w} = \delta \cdot \underbrace{x}_{\partial z/\partial w}, \qquad \frac{\partial J}{\partial b} = \delta \cdot \underbrace{1}_{\partial z/\partial b}$$

# %% slide="fragment" tags=["live"]
# δ, then both derivatives beside what the referee finds
delta = (a - y) * a * (1 - a)
print(f"∂J/∂w = {delta * x:.8f}   referee {central_difference(lambda w: neuron_loss(w, b), w):.8f}")
print(f"∂J/∂b = {delta:.8f}   referee {central_difference(lambda b: neuron_loss(w, b), b):.8f}")

# %% [markdown] slide="fragment"
# Note $a(1-a)$, where σ′ is written with σ's *value*. Both $z(1-z)$ and $\sigma'(a)$ are wrong, and neither raises an error.
#
# **Say which loss.** With a ½ or without, summed over examples or averaged: documents mix them (Sonnewald has ½ in one formula and not in the next; Masood writes ½ and codes the mean). The minimum is the same; gradients, and so the effect of η, differ by that factor.

# %% [markdown] slide="slide"
# ## 6. The network with four parameters
#
# Lecture 1's net 2-2-1 at its thinnest: one input, one hidden unit, one output. The output unit's input is the hidden unit's activation. The truth $y$ is 0 or 1, $\hat y$ the probability of 1, and the loss the **binary cross-entropy** (part 12 says where it comes from):
#
# $$z_1 = w_1 x + b_1,\quad a_1 = \sigma(z_1),\quad z_2 = w_2 a_1 + b_2,\quad \hat y = \sigma(z_2)$$
#
# $$J = -y \ln \hat y - (1 - y) \ln(1 - \hat y)$$

# %% slide="fragment" tags=["live"]
# Forward, one line a node; then at the published start (seed 42)
def forward(x, w1, b1, w2, b2):
    z1 = w1 * x + b1
    a1 = sigmoid(z1)
    z2 = w2 * a1 + b2
    return z1, a1, z2, sigmoid(z2)


generator = random.Random(42)
w1, w2 = generator.random(), generator.random()
x, y, b1, b2 = 3.14, 1.0, 0.0, 0.0
z1, a1, z2, y_hat = forward(x, w1, b1, w2, b2)
print(f"w1 {w1:.3f}  w2 {w2:.3f}   z1 {z1:.3f}  a1 {a1:.3f}  z2 {z2:.3f}  ŷ {y_hat:.3f}")

# %% [markdown] slide="subslide"
# **Nine local derivatives**, one an arrow. Each is a line of school calculus:
#
# | node | its derivatives |
# |---|---|
# | $J$ | $\frac{\partial J}{\partial \hat y} = \frac{1-y}{1-\hat y} - \frac{y}{\hat y}$ |
# | $\hat y = \sigma(z_2)$ | $\frac{\partial \hat y}{\partial z_2} = \hat y (1 - \hat y)$ |
# | $z_2 = w_2 a_1 + b_2$ | $\frac{\partial z_2}{\partial w_2} = a_1$, $\;\frac{\partial z_2}{\partial b_2} = 1$, $\;\frac{\partial z_2}{\partial a_1} = w_2$ |
# | $a_1 = \sigma(z_1)$ | $\frac{\partial a_1}{\partial z_1} = a_1 (1 - a_1)$ |
# | $z_1 = w_1 x + b_1$ | $\frac{\partial z_1}{\partial w_1} = x$, $\;\frac{\partial z_1}{\partial b_1} = 1$, $\;\frac{\partial z_1}{\partial x} = w_1$ |

# %% slide="fragment" tags=["live"]
# All nine as numbers; the key "z2/w2" stands for ∂z2/∂w2
local = {
    "J/y_hat": (1 - y) / (1 - y_hat) - y / y_hat,
    "y_hat/z2": y_hat * (1 - y_hat),
    "z2/w2": a1, "z2/b2": 1.0, "z2/a1": w2,
    "a1/z1": a1 * (1 - a1),
    "z1/w1": x, "z1/b1": 1.0, "z1/x": w1,
}  # fmt: skip
for name, value in local.items():
    above, below = name.split("/")
    print(f"{f'∂{above}/∂{below}':12} {value:8.4f}")

# %% [markdown] slide="fragment" tags=["predict"]
# **Observation 1.** They are made of $x, a_1, \hat y$ and the weights: the *activations* of the forward pass are needed on the way back. So keep them.
#
# **Predict**: one of the nine is not needed for training. Which? Then write the **four combined derivatives** as products of the others.

# %% slide="subslide" tags=["live"]
# Four products, one for each parameter
combined = {
    "w2": local["J/y_hat"] * local["y_hat/z2"] * local["z2/w2"],
    "b2": local["J/y_hat"] * local["y_hat/z2"] * local["z2/b2"],
    "w1": local["J/y_hat"] * local["y_hat/z2"] * local["z2/a1"] * local["a1/z1"] * local["z1/w1"],
    "b1": local["J/y_hat"] * local["y_hat/z2"] * local["z2/a1"] * local["a1/z1"] * local["z1/b1"],
}
for name, value in combined.items():
    print(f"∂J/∂{name} = {value:9.6f}")

# %% [markdown] slide="fragment"
# $\partial z_1/\partial x$ is the one: $x$ is given, we do not adjust it. (If $x$ came from an earlier layer, we would need it.)
#
# **Observation 2.** Products repeat. Compute each once, and call it δ:
#
# $$\delta_2 = \frac{\partial J}{\partial z_2} = \frac{\partial J}{\partial \hat y} \cdot \frac{\partial \hat y}{\partial z_2} = \hat y - y, \qquad \delta_1 = \frac{\partial J}{\partial z_1} = \delta_2 \cdot w_2 \cdot a_1 (1 - a_1)$$

# %% slide="fragment" tags=["live"]
# The same four derivatives by δ, in four lines
delta2 = y_hat - y  # the product of the first two, in which ŷ(1 − ŷ) cancels
delta1 = delta2 * w2 * a1 * (1 - a1)
gradient = {"w1": delta1 * x, "b1": delta1, "w2": delta2 * a1, "b2": delta2}
print("   ".join(f"{name} {value:.6f}" for name, value in gradient.items()))

# %% [markdown] slide="fragment"
# *Predicted minus true* at the output; going back, times the weight, times the slope of σ. **The hidden unit has no target** of its own. It learns of the error only through $\delta_2 w_2$. And all that the four gradients need beside the δs are $x$, $a_1$ and 1.
#
# Watch it arrive, one step a page:

# %% slide="subslide" tags=["hide-input"]
EDGES = ["x z1", "w1 z1", "b1 z1", "z1 a1", "a1 z2", "w2 z2", "b2 z2", "z2 ŷ", "ŷ J", "y J"]
OPERATIONS = {"z₁": "w₁x + b₁", "a₁": "σ(z₁)", "z₂": "w₂a₁ + b₂", "ŷ": "σ(z₂)", "J": "cross-entropy"}
SUBSCRIPTS = str.maketrans("12", "₁₂")


def graph_page(values, local, gradients, highlight, title):
    def pretty(names):
        return {n.replace("y_hat", "ŷ").translate(SUBSCRIPTS): value for n, value in names.items()}

    slopes, edges = pretty(local), []
    for tail, head in (edge.translate(SUBSCRIPTS).split() for edge in EDGES):
        edges.append((tail, head, slopes.get(f"{head}/{tail}")))
    return plots.computational_graph(
        pretty(values), edges, operations=OPERATIONS, gradients=pretty(gradients),
        highlight=list(pretty(dict.fromkeys(highlight))), title=title,
    )  # fmt: skip

# %% slide="fragment" tags=["hide-input"]
values = {"x": x, "w1": w1, "b1": b1, "z1": z1, "a1": a1, "w2": w2, "b2": b2, "z2": z2}
values |= {"y_hat": y_hat, "y": y, "J": -np.log(y_hat)}
backward_steps = {
    "forward: values, and what each arrow multiplies by": {},
    "backward starts with ∂J/∂J = 1": {"J": 1.0},
    "through the loss": {"y_hat": local["J/y_hat"]},
    f"δ₂ = {local['J/y_hat']:.3f} × {local['y_hat/z2']:.3f} = {delta2:.3f} = ŷ − y": {"z2": delta2},
    "δ₂ goes to w₂, b₂ and a₁": {"w2": delta2 * a1, "b2": delta2, "a1": delta2 * w2},
    f"δ₁ = {delta2 * w2:.5f} × {local['a1/z1']:.3f} = {delta1:.5f}": {"z1": delta1},
    f"δ₁ goes to w₁ ({delta1 * x:.5f}) and b₁ ({delta1:.5f})": {"w1": delta1 * x, "b1": delta1},
}

# %% slide="fragment" tags=["hide-input"]
known, pages = {}, {}
for step, (title, new) in enumerate(backward_steps.items()):
    known = known | new
    pages[step] = graph_page(values, local, known, list(new), title.replace("-", "−"))
plots.flip_book(pages, label="step", start=4)

# %% [markdown] slide="fragment"
# The library has this very net, under the same names. Three roads must lead to one gradient: the four products, `ScalarNet`, and the referee.

# %% slide="subslide" tags=["live"]
# Products, library, referee: do they agree on all four?
from course_lib import ScalarNet

net = ScalarNet(w1, b1, w2, b2)


def loss_with(value, name):
    return ScalarNet(**(net.parameters | {name: value})).loss(x, y)


for name, value in net.gradient(x, y).items():
    numerical = central_difference(partial(loss_with, name=name), net.parameters[name])
    print(f"∂J/∂{name}  {combined[name]:.8f}  {value:.8f}  {numerical:.8f}")

# %% [markdown] slide="fragment"
# They agree, here and for any other weights, inputs and truths.<!-- claim: products_library_and_referee_agree --> Try it: drag a blue node sideways, choose what to nudge, and compare.

# %% slide="fragment"
from course_lib.explorers import explore

explore("chain_rule")

# %% [markdown] slide="fragment"
# Note how small the hidden unit's share is: $w_2 = .025$ lets little through, and σ′ takes at least three quarters of the rest. Lecture 4 is about that.

# %% [markdown] slide="slide" tags=["predict"]
# ## 7. Training it
#
# | five steps | seven steps |
# |---|---|
# | | 1 get the data · 2 choose the architecture |
# | 1 initialise the parameters | 3 initialise |
# | 2 forward | 4 forward, and the loss |
# | 3 backward · 4 update | 5 backpropagation and update |
# | 5 repeat 2 to 4 | 6 repeat |
# | | 7 predict |
#
# Two recipes (after Masood 2025), one loop. **Predict** $\hat y$ after 500 steps with η = .1, from $\hat y = .506$; the truth is 1.

# %% slide="fragment" tags=["live"]
# Forward, backward, update: 500 times
for _ in range(500):
    z1, a1, z2, y_hat = forward(x, w1, b1, w2, b2)
    delta2 = y_hat - y
    delta1 = delta2 * w2 * a1 * (1 - a1)
    w2, b2 = w2 - 0.1 * delta2 * a1, b2 - 0.1 * delta2
    w1, b1 = w1 - 0.1 * delta1 * x, b1 - 0.1 * delta1
y_hat = forward(x, w1, b1, w2, b2)[-1]
print(f"ŷ {y_hat:.5f}   loss {-np.log(y_hat):.5f}")

# %% [markdown] slide="fragment" tags=["predict"]
# From .506 to .990, the loss from .682 to .010: the published figures (Turcotte 2025). One seed says little, so take 100 pairs of starting weights between 0 and 1: .9898 ± .0001<!-- claim: trained_from_random_starts -->.
#
# All four gradients are computed **before** anything moves: δ₁ needs the $w_2$ of the forward pass, not the new one.
#
# `ScalarNet.train` is this loop. **Predict** the four curves first: how does a negative $x$ act, how $y = 0$, how a larger η?

# %% slide="fragment"
def losses(x=3.14, y=1.0, learning_rate=0.1, steps=500):
    return ScalarNet(0.6394, 0.0, 0.025, 0.0).train(x, y, learning_rate, steps)


curves = {"as above": losses(), "y = 0": losses(y=0.0)}
curves |= {"x = −3.14": losses(x=-3.14), "η = 1": losses(learning_rate=1.0)}
plots.learning_curves(curves, ylabel="loss", xlabel="step", first=0, log=True)

# %% [markdown] slide="fragment"
# $y = 0$ is hardly different: the bias $b_2$ alone can push $\hat y$ either way. With $x = -3.14$ the hidden unit is nearly off ($a_1 = .12$), so $w_2$ learns slowly. Ten times the η: about a tenth of the loss, here.<!-- claim: variations_of_the_net --> No curve ever reaches 0: that would take $z_2 = \infty$.
#
# More extreme wishes ($x = -1200$, η = 100) are granted in part 11.

# %% [markdown] slide="slide" tags=["predict"]
# ## 8. What reuse saves
#
# Without δ, every parameter would multiply its own way to the loss, along *every* path there. In a network of several units a layer, a weight of the first layer reaches the output through every unit of every later layer.
#
# **Predict** for 10-100-100-1: how many paths lead from all its parameters to the output? And on how many arrows does a derivative travel if each product is computed once?

# %% slide="fragment" tags=["live"]
# Paths: parameters of a layer times all widths behind it. Arrows: each once
def count_paths(layer_sizes):
    return sum(
        (fan_in + 1) * fan_out * math.prod(layer_sizes[layer + 2 :])
        for layer, (fan_in, fan_out) in enumerate(pairwise(layer_sizes))
    )


def count_arrows(layer_sizes):
    parameters = sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(layer_sizes))
    back = sum(fan_in * fan_out for fan_in, fan_out in pairwise(layer_sizes[1:]))
    return parameters + back + sum(layer_sizes[1:])  # the last: through each activation

# %% slide="fragment"
for hidden in range(1, 6):
    sizes = [10, *[100] * hidden, 1]
    print(f"{'-'.join(map(str, sizes)):25} {count_paths(sizes):17,} paths {count_arrows(sizes):8,} arrows")

# %% [markdown] slide="fragment" tags=["predict"]
# For 10-100-100-1: 120,201 paths of several factors each, against 21,602 arrows. **Each further layer multiplies the paths by 100, but only adds to the arrows.** That reuse (dynamic programming, if you have met it) is what turns the chain rule into *backpropagation*.
#
# The other naive road is our referee. **Predict** its bill: evaluations of the loss for one gradient, $P$ parameters?

# %% slide="subslide"
from course_lib import MLP

net = MLP([10, 100, 100, 1], loss="binary_cross_entropy", rng=np.random.default_rng(0))
X, Y = np.random.default_rng(1).normal(size=(32, 10)), np.ones((32, 1))
P = sum(parameter.size for parameter in net.parameters())
forward_time = min(repeat(lambda: net.loss_value(X, Y), number=20, repeat=5))
gradient_time = min(repeat(lambda: net.backward(X, Y), number=20, repeat=5))
print(f"{P:,} parameters: one-sided {P + 1:,} evaluations, central {2 * P:,}")
print(f"backpropagation: as long as {gradient_time / forward_time:.1f} evaluations (timed just now)")

# %% [markdown] slide="fragment"
# One-sided differences need $P + 1$ evaluations, central ones $2P$. Backpropagation needs one pass forward and one backward of about twice that work: a handful of evaluations *for any P*. The factor lost is of the order of $P$, here thousands. It is proportional, not "exponential" (Masood 2025): that word belongs to the paths, and to depth.

# %% [markdown] slide="slide" tags=["further"]
# ## 9. Further: a worked example, corrected
#
# Three inputs, two hidden units A and B, one output Z, all sigmoid, ½ squared error (Sonnewald, ECS171). $x = (.4, .2, .7)$, $y = .8$, η = .1. First index: where from (0 is the bias); second: where to.

# %% slide="fragment" tags=["further"]
X_321, Y_321 = (0.4, 0.2, 0.7), 0.8
START_321 = {
    "0A": 0.5, "1A": 0.6, "2A": 0.8, "3A": 0.6,
    "0B": 0.7, "1B": 0.9, "2B": 0.8, "3B": 0.4,
    "0Z": 0.5, "AZ": 0.9, "BZ": 0.9,
}  # fmt: skip


def forward_321(w):
    a, b = (sigmoid(w["0" + u] + sum(w[f"{i + 1}{u}"] * X_321[i] for i in range(3))) for u in "AB")
    return a, b, sigmoid(w["0Z"] + w["AZ"] * a + w["BZ"] * b)


def error_321(w):
    return 0.5 * (forward_321(w)[-1] - Y_321) ** 2

# %% slide="fragment" tags=["further", "live"]
# Backward: δ of Z, then of A and B with the weights that carried the signal
def gradient_321(w, back=None):
    back = back or w  # the weights through which the error comes back
    a, b, y_hat = forward_321(w)
    delta_Z = (y_hat - Y_321) * y_hat * (1 - y_hat)
    gradient = {"0Z": delta_Z, "AZ": delta_Z * a, "BZ": delta_Z * b}
    for unit, activation in (("A", a), ("B", b)):
        delta = delta_Z * back[unit + "Z"] * activation * (1 - activation)
        gradient |= {f"0{unit}": delta} | {f"{i + 1}{unit}": delta * X_321[i] for i in range(3)}
    return gradient


print("A {:.4f}   B {:.4f}   ŷ {:.4f}".format(*forward_321(START_321)))
for name, slope_321 in gradient_321(START_321).items():
    print(f"∂E/∂w{name} {slope_321:.6f}", end="\n" if name[0] in "B3" else "   ")

# %% [markdown] slide="subslide" tags=["further", "predict"]
# **A catch.** The forward numbers are the published ones. Then the published solution differs in four places:
#
# 1. "$w_{AZ} \leftarrow w_{AZ} + \eta\, \partial E/\partial w_{AZ}$";
# 2. $\partial E/\partial w_{AZ} = .0067$, where we have .0065;
# 3. for the bias, a line copied from $w_{BZ}$: $.9 + .1 \cdot .0069$;
# 4. hidden weights use output weights *already updated*.
#
# **Predict** what each does to the error or the gradient.

# %% slide="fragment" tags=["further", "live"]
# Slip 1: one step of the output weights with plus, one with minus
def step_321(w, sign, learning_rate=0.1, names=("0Z", "AZ", "BZ")):
    gradient = gradient_321(w)
    return w | {name: w[name] + sign * learning_rate * gradient[name] for name in names}


published = START_321 | {"AZ": 0.90067, "BZ": 0.90069, "0Z": 0.5008}
outcomes = {"start": START_321, "published": published}
outcomes |= {"plus": step_321(START_321, +1), "minus": step_321(START_321, -1)}
for name, w in outcomes.items():
    print(f"{name:10} E {error_321(w):.7f}   AZ {w['AZ']:.6f}  BZ {w['BZ']:.6f}  0Z {w['0Z']:.6f}")

# %% [markdown] slide="fragment" tags=["further", "predict"]
# **With plus the error climbs.**<!-- claim: the_wrong_sign_climbs --> Quick test for any update rule: take one small step, look at the loss.
#
# Slip 2 is rounding, done too early. **Predict**: by how many per cent is .87 · .13 larger than .875 · .125?

# %% slide="fragment" tags=["further"]
a, b, y_hat = forward_321(START_321)
rounded, exact = 0.87 * 0.13, y_hat * (1 - y_hat)
print(f"{rounded:.4f} against {exact:.4f}: {rounded / exact - 1:+.1%}")
print(f"∂E/∂w_AZ: {0.075 * rounded * 0.7892:.4f} against {(y_hat - Y_321) * exact * a:.4f}")
new = step_321(START_321, sign=-1)
for name, back in (("weights of the forward pass", START_321), ("already updated weights", new)):
    print(f"∂E/∂w_1A with the {name:27}: {gradient_321(START_321, back)['1A']:.7e}")

# %% [markdown] slide="fragment" tags=["further"]
# Round at the end, never in between.
#
# Slip 3: a bias has the factor 1 where a weight has the activation: $\partial E/\partial w_{0Z} = \delta_Z = .0082$, and $w_{0Z}$ goes from .5 to .49918.
#
# Slip 4 moves the fourth digit here, because η is small. It is wrong all the same, and grows with η:<!-- claim: updated_weights_give_another_gradient --> a gradient belongs to *one* point. The hidden formula needs $\sigma'(z_j)$, and a sum over all units that $j$ feeds.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 10. Further: the best nudge
#
# **Predict**: the smaller $h$, the better the referee? We compare both differences with the exact $\partial J/\partial w_1$ of our net, for $h = 10^{-1}, \dots, 10^{-15}$. Then move the slider.

# %% slide="fragment" tags=["further"]
DIGITS = range(1, 16)


def referee_errors(net, x=3.14, y=1.0):
    def loss(w1):
        return ScalarNet(w1, net.b1, net.w2, net.b2).loss(x, y)

    exact = net.gradient(x, y)["w1"]
    rules = {"one-sided": one_sided_difference, "central": central_difference}
    return {
        name: [max(abs(rule(loss, net.w1, 10.0**-k) / exact - 1), 1e-16) for k in DIGITS]
        for name, rule in rules.items()
    }

# %% slide="fragment" tags=["further", "hide-input"]
errors, pages = referee_errors(ScalarNet(0.6394, 0.0, 0.5, 0.0)), {}
for k in (1, 3, 5, 7, 8, 10, 12, 15):
    one, two = errors["one-sided"][k - 1], errors["central"][k - 1]
    title = f"h = 1e-{k}: one-sided off by {one:.0e}, central by {two:.0e}"
    pages[f"1e-{k}"] = plots.learning_curves(
        errors, ylabel="relative error", xlabel="k in h = 10⁻ᵏ", title=title,
        marks={"here": k}, log=True, ylim=(1e-13, 10),
    )  # fmt: skip
plots.flip_book(pages, label="h", start="1e-5")

# %% [markdown] slide="fragment" tags=["further"]
# Two errors pull at $h$. **Truncation** (the neglected curvature): $\frac h2 |f''|$ one-sided, $\frac{h^2}{6} |f'''|$ central. **Rounding**: $f$ is known to about $10^{-16}$ of itself, and dividing by $h$ magnifies that.
#
# So the best one-sided $h$ is near $\sqrt{10^{-16}}$ (over random nets $k$ = 7.4 ± 0.6<!-- claim: best_one_sided_digits -->), the best central one near $\sqrt[3]{10^{-16}}$ ($k$ = 5.1 ± 0.4<!-- claim: best_central_digits -->), with more digits right.

# %% slide="fragment" tags=["further"]
def loss_of_w1(w1, b1=0.0, w2=0.5, b2=0.0):
    return -np.log(forward(3.14, w1, b1, w2, b2)[-1])  # the truth is 1


exact = ScalarNet(0.6394, 0.0, 0.5, 0.0).gradient(3.14, 1.0)["w1"]
complex_step = np.imag(loss_of_w1(0.6394 + 1e-20j)) / 1e-20
print(f"exact {exact:.16f}\ncomplex step {complex_step:.16f}")

# %% [markdown] slide="fragment" tags=["further"]
# **The complex step** (Squire and Trapp 1998) nudges along the imaginary axis: $f(w + ih) \approx f(w) + ih f'(w)$. Nothing is subtracted, so nothing is lost, and $h$ may be $10^{-20}$. It needs an $f$ that takes complex numbers and has no kink (corner). `course_lib.gradient_check` uses it where it can.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 11. Further: safe at the extremes
#
# The published code invites you to try other $x$ and η; $x = -1200$ stops it. **Predict** why, if σ is written with `math.exp`. And what does a plain `math.log` say once a large η, such as 100, has made the output very sure?

# %% slide="fragment" tags=["further"]
def naive_sigmoid(z):
    return 1 / (1 + math.exp(-z))


def naive_loss(y, y_hat):
    return -(y * math.log(y_hat) + (1 - y) * math.log(1 - y_hat))


for attempt in (lambda: naive_sigmoid(0.64 * -1200), lambda: naive_loss(1.0, naive_sigmoid(80.0))):
    try:
        print(attempt())
    except (OverflowError, ValueError) as error:
        print(type(error).__name__, "·", error)

# %% [markdown] slide="fragment" tags=["further", "predict"]
# $e^{768}$ is beyond the largest float64, $e^{709}$. And $\sigma(80)$ rounds to exactly 1 (so does all beyond $z = 37$), hence $\ln 0$.
#
# The popular cure (the published one, too): **clip** $\hat y$ to $[\varepsilon, 1 - \varepsilon]$. **Predict**: a sure and wrong output, $z = -40$, truth 1. What slope does the referee find on the clipped loss, and what does $\hat y - y$ say?

# %% slide="fragment" tags=["further", "live"]
# J straight from z: ln(1 + e^z) − y·z, with logaddexp for the first term
def loss_from_logit(z, y):
    return np.logaddexp(0, z) - y * z


def clipped_loss(z, y, epsilon=1e-15):
    y_hat = np.clip(sigmoid(z), epsilon, 1 - epsilon)
    return -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


for name, f in (("clipped", clipped_loss), ("from z", loss_from_logit)):
    print(f"{name:8} loss {f(-40.0, 1.0):7.3f}   slope {central_difference(partial(f, y=1.0), -40.0):7.3f}")
print(f"ŷ − y = {sigmoid(-40.0) - 1:.3f}")

# %% [markdown] slide="fragment" tags=["further"]
# Clipping caps the *loss*; the gradient in the code knows nothing of it. They no longer belong together: a gradient check fails, and the reported loss is too low. ($\ln(\hat y + \varepsilon)$ bends the loss too: at $\hat y = 1$ it is below 0.)
#
# Insert $\hat y = \sigma(z)$ into $J$: it simplifies to $\ln(1 + e^z) - yz$, finite for every $z$. `ScalarNet` does so, with a sigmoid that only ever takes $e^{-|z|}$.

# %% slide="fragment" tags=["further"]
for x, learning_rate in [(3.14, 0.1), (-1200.0, 0.1), (3.14, 100.0), (-1200.0, 100.0)]:
    net = ScalarNet(0.6394, 0.0, 0.025, 0.0)
    trained = net.train(x, 1.0, learning_rate, steps=500)
    print(f"x = {x:7}  η = {learning_rate:5}  loss {trained[0]:.3f} -> {trained[-1]:.2e}  w1 {net.w1:.3f}")

# %% [markdown] slide="fragment" tags=["further"]
# No error, no NaN<!-- claim: extremes_stay_finite --> (a loss of "0" is some $e^{-90}$, lost in rounding), and something to think about: at $x = -1200$ the hidden unit is so far off ($a_1 = 0$) that $w_1$ does not move by one digit. Only $b_2$ learns. The unit is **saturated**, which no stable formula can cure; lectures 4 and 5 try.

# %% [markdown] slide="slide" tags=["further"]
# ## 12. Further: where losses come from
#
# Say how the data arise. The **likelihood** of ŷ is how probable it makes them. Make it large, that is, make minus its logarithm small:
#
# | the truth $y$, given $\hat y$ | likelihood | minus its logarithm |
# |---|---|---|
# | $\hat y$ plus Gaussian noise of standard deviation $s$ | $\propto e^{-(y - \hat y)^2 / 2s^2}$ | $\frac{1}{2s^2}(y - \hat y)^2 + \text{const}$: **squared error** |
# | 1 with probability $\hat y$, else 0 (Bernoulli) | $\hat y^{\,y} (1 - \hat y)^{1-y}$ | $-y \ln \hat y - (1-y) \ln(1 - \hat y)$: **binary cross-entropy** |
#
# So the ½ is no whim: it stands there for $s = 1$.

# %% [markdown] slide="subslide" tags=["further", "predict"]
# **Predict.** Thirty examples of 0 or 1, nine of them 1, and a model that can only say one constant $\hat y$. Which constant is best under the cross-entropy, under squared error, under the absolute error $|\hat y - y|$?

# %% slide="fragment" tags=["further"]
def best_constant(y):
    y_hat = np.linspace(0.001, 0.999, 999)[:, None]
    totals = {
        "cross-entropy": -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)).mean(axis=1),
        "squared": ((y_hat - y) ** 2).mean(axis=1),
        "absolute": abs(y_hat - y).mean(axis=1),
    }
    return {name: float(y_hat[total.argmin(), 0].round(3)) for name, total in totals.items()}


print(best_constant(np.array([1.0] * 9 + [0.0] * 21)))

# %% [markdown] slide="fragment" tags=["further"]
# Cross-entropy and squared error find the **mean**,<!-- claim: best_constant_is_the_mean --> the honest probability .3; absolute error the *median*, 0 (the grid stops at .001). One minimum *in ŷ*; in the weights there may be many. (For a target $y = .3$ the cross-entropy's minimum is .611, not 0.)

# %% [markdown] slide="subslide" tags=["further", "predict"]
# Why then prefer one? A sigmoid unit is **sure and wrong**: $z = b = -5$, truth 1. **Predict** who recovers faster, δ = $\hat y - y$ or δ = $(\hat y - y)\,\hat y (1 - \hat y)$.

# %% slide="fragment" tags=["further"]
def recover(b, with_sigma_prime, learning_rate=0.5, steps=200):
    outputs = []
    for _ in range(steps):
        y_hat = sigmoid(b)
        outputs.append(y_hat)
        b -= learning_rate * (y_hat - 1) * (y_hat * (1 - y_hat) if with_sigma_prime else 1)
    return outputs


outputs = {"cross-entropy": recover(-5.0, False), "½ squared error": recover(-5.0, True)}
plots.learning_curves(outputs, ylabel="prediction ŷ (truth: 1)", xlabel="step", first=0, ylim=(0, 1.02))

# %% [markdown] slide="fragment" tags=["further"]
# σ′ is nearly 0 where the unit is sure, right or wrong, and squared error keeps it as a factor. Cross-entropy's $1/\big(\hat y (1 - \hat y)\big)$ cancels it.<!-- claim: cross_entropy_recovers_first --> A loss that fits the output unit is more than a matter of taste.

# %% [markdown] slide="slide"
# ## Take-away
#
# - Gradient descent moves each parameter against its derivative: $w \leftarrow w - \eta\, \partial J/\partial w$. η is large or small compared with the curvature; no η promises the deepest valley.
# - A derivative is a rate of change. Nudging measures it, and referees every formula.
# - Along a path multiply; where paths meet, add.
# - Values go forward and are kept; derivatives come backward. Nine local ones, four combined ones.
# - δ = ∂J/∂z is computed once and shared. With sigmoid and cross-entropy, $\delta_2 = \hat y - y$; then $\delta_1 = \delta_2 w_2 \sigma'(z_1)$.
# - Paths multiply with every layer, arrows only add up; finite differences cost a factor of about $P$.
# - Compute all gradients first, update afterwards.

# %% [markdown] slide="slide"
# ## Questions
#
# Answer first, then unfold.
#
# <details><summary>1. Why do we need activation functions at all? Leave both sigmoids out of the net: what can it compute?</summary>
#
# ŷ = w₂(w₁x + b₁) + b₂ is again a straight line in x: two layers collapse into one. Without something non-linear between them, depth gives nothing new.
#
# </details>
#
# <details><summary>2. J = ½c·w². For which η does descent converge, for which does it arrive in one step?</summary>
#
# A step multiplies w by 1 − ηc. It converges for 0 < η < 2/c, and arrives at once for η = 1/c. For 1/c < η < 2/c it changes sides at every step.
#
# </details>
#
# <details><summary>3. A value feeds three nodes. Backward they send 2, −1 and 4 to it (already times the local derivatives). What is its gradient?</summary>
#
# 2 − 1 + 4 = 5. Contributions add, with their signs. An assignment instead of an addition would leave the last one, 4.
#
# </details>
#
# <details><summary>4. Which values must the forward pass keep for the backward pass of the four-parameter net?</summary>
#
# x, a₁ and ŷ, beside the weights and y. z₁ and z₂ are not needed, as σ′ can be written with σ's value.
#
# </details>
#
# <details><summary>5. The hidden unit has no target. How does it know which way to move?</summary>
#
# By δ₁ = δ₂·w₂·σ′(z₁): the output's error, through the wire by which it had its effect, times its own sensitivity. Several outputs would add up.
#
# </details>
#
# <details><summary>6. What becomes of the gradient of w₁ if w₂ = 0 at the start? Is it so for ever?</summary>
#
# δ₁ = 0, so w₁ and b₁ stand still in the first step. But w₂ has the gradient δ₂a₁, which is not 0: after that step w₂ is different from 0, and the first layer wakes up.
#
# </details>
#
# <details><summary>7. Your gradient and the referee's differ by exactly a factor of 2. First suspect?</summary>
#
# The loss: one of them has the ½ of the squared error, the other has not. Loss and gradient must be partners.
#
# </details>
#
# <details><summary>8. A colleague makes h = 10⁻¹⁴ "to be extra precise". What happens?</summary>
#
# Rounding: f(w + h) and f(w − h) agree in nearly all digits, their difference has one or two right ones left. About 10⁻⁵ is best for central differences in float64.
#
# </details>
#
# <details><summary>9. After 10,000 more steps of training on one example, where do the weights go?</summary>
#
# On and on: ŷ approaches 1 and never reaches it, so the gradient never is 0 and the parameters keep growing, slower and slower. The loss has no minimum in the weights here, only a limit.
#
# </details>

# %% [markdown] slide="slide"
# ## Where this leads
#
# One example, one unit a layer, one number at a time. **Lecture 3** lays many examples into the rows of a matrix and whole layers into columns; then δ₁ = δ₂·w₂·σ′(z₁) becomes $\delta^{(1)} = (\delta^{(2)} W^{(2)\top}) \odot \varphi'(Z^{(1)})$, in which the matrix product does the adding at the forks. Our four-parameter net returns there as 1-1-1, and must give the same numbers.
#
# **A little history.** Reverse accumulation of derivatives is Linnainmaa's (1970); Werbos (1974) proposed it for networks; and networks with hidden layers were trained before (Ivakhnenko 1965, Amari 1967). What Rumelhart, Hinton and Williams (1986) put together, and showed to work: squared error, descent, the sigmoid for the step, one pass forward and one back, hidden layers that find their own features.
#
# **To watch and read.** 3Blue1Brown, *Backpropagation, intuitively* and *Backpropagation calculus* · StatQuest, *Backpropagation*, in parts · H. Kamper, backpropagation without and with forks · M. Nielsen, *Neural Networks and Deep Learning*, chapter 2, with code.
#
# **Sources.** M. Turcotte, *Training Artificial Neural Networks (Part 2)*, CSI 4106, University of Ottawa, Fall 2025 · M. Sonnewald, *ECS171 L8: NN Backpropagation*, UC Davis · A. Masood, *Teaching Backpropagation and Vanishing Gradients in Neural Networks*, notebook run by A. M. Asad, Jan 2025 · K. Han, S. Suárez Dou, *Artificial Neural Networks – a gentle introduction*, MCMP-21, University of Luxembourg, Nov 2024 · G. W. Leibniz 1684 · J.-L. Lagrange 1797 · A.-L. Cauchy 1847 · A. G. Ivakhnenko 1965 · S. Amari 1967 · S. Linnainmaa 1970 · P. Werbos 1974 · D. E. Rumelhart, G. E. Hinton, R. J. Williams, *Learning representations by back-propagating errors*, Nature 323, 1986 · W. Squire, G. Trapp, *Using complex variables to estimate derivatives of real functions*, SIAM Review 40, 1998.
