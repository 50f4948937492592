# %% [markdown] slide="slide"
# # Lecture 6 · Automatic differentiation
#
# *Write a program, get its derivatives: how the machine applies the chain rule, in which direction, and at what price.*

# %% [markdown] slide="subslide"
# ## What you will be able to do
#
# 1. Differentiate a composed function by hand in forward and in reverse mode, and say what differs and what does not.
# 2. Build forward mode from dual numbers, and differentiate programs with loops.
# 3. Build a reverse-mode engine: nodes that know their parents, and a way back on which contributions add.
# 4. Predict the cost of both modes from the numbers of inputs and outputs.
# 5. Carry the engine over to arrays: products of matrices, sums, broadcasting.
# 6. Train a network whose backward pass nobody wrote.
#
# You need lecture 2 (graphs, forks), lecture 3 (backpropagation with matrices), and Python classes.

# %% [markdown] slide="subslide"
# ## Plan
#
# | part | minutes |
# |---|---:|
# | 1. One function, two directions | 10 |
# | 2. Forward mode: dual numbers | 11 |
# | 3. Reverse mode: a graph that remembers | 14 |
# | 4. What it costs | 9 |
# | 5. From numbers to arrays | 11 |
# | 6. Gradients that add up | 7 |
# | 7. From Module to Trainer | 9 |
# | Take-away and questions | 4 |
# | 8. *Further*: it differentiates what you wrote | 9 |
# | 9. *Further*: four slips in a published engine | 9 |
# | 10. *Further*: rows and columns | 7 |
# | 11. *Further*: a short history | 8 |
#
# The core path is 75 minutes; the *Further* parts stand on their own, in any order.
#
# **Notation.** A dot is a speed: $\dot u = \partial u/\partial x$, how fast $u$ moves when the input $x$ moves at speed 1. A bar is a share of the blame: $\bar u = \partial f/\partial u$, how strongly the output $f$ reacts to $u$. Rows are examples; $J$ is the loss, or the Jacobian where we say so.

# %% slide="skip"
import importlib.util
from itertools import count
from timeit import repeat

import numpy as np

from course_lib import plots

# %% [markdown] slide="slide"
# ## 1. One function, two directions
#
# Our patient for today, at $x = 1$:
#
# $$f(x) = \ln(\sin(x^2)), \qquad\text{in steps}\quad u = x^2,\quad v = \sin u,\quad f = \ln v$$
#
# Each step has a derivative that any table knows. Values first:

# %% slide="fragment" tags=["live"]
# Three steps, and the local derivative of each
x = 1.0
u = x**2
v = np.sin(u)
f = np.log(v)
du_dx, dv_du, df_dv = 2 * x, np.cos(u), 1 / v
print(f"u {u:.4f}  v {v:.4f}  f {f:.4f}   local: {du_dx:.4f}  {dv_du:.4f}  {df_dv:.4f}")

# %% [markdown] slide="subslide" tags=["predict"]
# The chain rule wants the product of the three. **From which end?**
#
# - **Forward**: start with $\dot x = 1$ and ask each step in turn how fast it moves: $\dot u,\ \dot v,\ \dot f$.
# - **Reverse**: start with $\bar f = 1$ and ask each step, last one first, how much $f$ depends on it: $\bar v,\ \bar u,\ \bar x$.
#
# **Predict**, before it runs: which of the six numbers are equal?

# %% slide="fragment" tags=["live"]
# Speeds along the way, then shares of the blame on the way back
u_dot = du_dx * 1.0
v_dot = dv_du * u_dot
f_dot = df_dv * v_dot
print(f"forward  u̇ {u_dot:.4f}   v̇ {v_dot:.4f}   ḟ {f_dot:.4f}")
v_bar = 1.0 * df_dv
u_bar = v_bar * dv_du
x_bar = u_bar * du_dx
print(f"reverse  v̄ {v_bar:.4f}   ū {u_bar:.4f}   x̄ {x_bar:.4f}")

# %% [markdown] slide="fragment"
# Only the last ones: $f'(1) = 1.2842$ twice. On the way the numbers *mean* different things: $\dot v$ is $\partial v/\partial x$, while $\bar v$ is $\partial f/\partial v$. Multiplication does not mind in which order it is done; the bill may, as part 4 shows.
#
# Turn the pages: first forward, then back.

# %% slide="fragment" tags=["hide-input"]
values = {"x": x, "u": u, "v": v, "f": f}
edges = [("x", "u", du_dx), ("u", "v", dv_du), ("v", "f", df_dv)]


def page(title, operations, known, highlight):
    return plots.computational_graph(values, edges, operations=operations, gradients=known,
                                     highlight=highlight, title=title)  # fmt: skip


# %% slide="fragment" tags=["hide-input"]
formulas, speeds = {"u": "x²", "v": "sin u", "f": "ln v"}, {"x": 1.0, "u": u_dot, "v": v_dot, "f": f_dot}
blame, pages = {"f": 1.0, "v": v_bar, "u": u_bar, "x": x_bar}, {"values": page("values", formulas, {}, [])}
for k, name in enumerate(speeds):
    moving = {node: f"speed {speeds[node]:.3f}" for node in list(speeds)[: k + 1]}
    pages[f"forward {k}"] = page(f"forward: {name} moves at speed {speeds[name]:.3f}", moving, {}, [name])
for k, name in enumerate(blame):
    known = dict(list(blame.items())[: k + 1])
    pages[f"reverse {k}"] = page(f"reverse: ∂f/∂{name} = {blame[name]:.3f}", formulas, known, [name])
plots.flip_book(pages, label="step", start="reverse 1")

# %% [markdown] slide="subslide"
# A machine can do this for any program, since every program is a sequence of steps with known derivatives. That is **automatic differentiation**. It is neither of two neighbours it is mistaken for (Baydin et al. 2017):
#
# | way | what you get | trouble |
# |---|---|---|
# | **symbolic** | a formula | may swell; needs a formula to begin with |
# | **numerical** | $\frac{f(x+h) - f(x-h)}{2h}$ | $h$ too large, $h$ too small; $2n$ runs for $n$ inputs |
# | **automatic** | the number, to rounding | must see every step |

# %% [markdown] slide="slide"
# ## 2. Forward mode: dual numbers
#
# Carry two numbers through the program in place of one: a value and its speed. Write the pair as $a + \dot a\,\varepsilon$ and calculate as usual, with one extra rule: $\varepsilon^2 = 0$ (too small to matter).
#
# $$(a + \dot a \varepsilon)(b + \dot b \varepsilon) = ab + (\dot a b + a \dot b)\,\varepsilon, \qquad g(a + \dot a \varepsilon) = g(a) + g'(a)\,\dot a\,\varepsilon$$
#
# The product rule and the chain rule come by themselves. These pairs are **dual numbers** (Clifford 1873).

# %% slide="fragment" tags=["live"]
# Sums, products, and any function whose derivative we know
class Dual:
    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        slope = self.slope * other.value + self.value * other.slope
        return Dual(self.value * other.value, slope)

    def apply(self, function, derivative):
        return Dual(function(self.value), derivative(self.value) * self.slope)


# %% [markdown] slide="fragment"
# That is all of forward mode. `sin` and `log` hand over their value and their derivative, and do not care what kind of number came in:

# %% slide="fragment" tags=["live"]
# One definition for numbers, duals, and whatever else knows how to apply
def apply(x, function, derivative):
    return x.apply(function, derivative) if hasattr(x, "apply") else function(x)


def sin(x):
    return apply(x, np.sin, np.cos)


def log(x):
    return apply(x, np.log, lambda z: 1 / z)


def log_sin_square(x):
    return log(sin(x * x))

# %% slide="fragment" tags=["live"]
# A number goes in, then a dual number moving at speed 1
result = log_sin_square(Dual(1.0, 1.0))
print(f"f(1) = {log_sin_square(1.0):.4f}")
print(f"f(1) = {result.value:.4f}   f'(1) = {result.slope:.16f}")
print(f"by hand            {2 * np.cos(1) / np.sin(1):.16f}")

# %% [markdown] slide="subslide" tags=["predict"]
# No $h$, hence no $h$ too large or too small: right to the last digits.<!-- claim: forward_mode_is_exact --> **Predict** with pencil: $(3 + 1\varepsilon)^3$.
#
# And what about a program that is no formula? The Babylonians' square root starts with a guess and improves it. There is no derivative of √ in it anywhere. The library's `Dual` (the same, with division and comparisons) goes through it like any number:

# %% slide="fragment" tags=["live"]
# Repeat: the mean of the guess and a/guess. Stop when nothing moves
from course_lib.autodiff import Dual

cube = Dual(3.0, 1.0) * Dual(3.0, 1.0) * Dual(3.0, 1.0)
print("(3 + ε)³ =", cube)


def babylonian_root(a):
    guess = 1.0
    while not -1e-12 < guess * guess - a < 1e-12:
        guess = 0.5 * (guess + a / guess)
    return guess


root = babylonian_root(Dual(2.0, 1.0))
print(f"√2 = {root.value:.12f}   slope {root.slope:.12f}   1/(2√2) = {0.5 / np.sqrt(2):.12f}")

# %% [markdown] slide="fragment"
# **What is differentiated is the program**, loops and all. (Mind the stop: it watches the value. That the slope has settled by then is a property of this method, not a law.)
#
# The catch: *one* run gives the speed with respect to *one* input. A network has thousands, and for each of them forward mode must run again.

# %% [markdown] slide="slide"
# ## 3. Reverse mode: a graph that remembers
#
# To go back, one must know the way. So each number remembers its **parents** and, for each of them, how to pull a share of the blame back to it: a function `pull` that takes $\bar z$ and gives the parent's part.
#
# | $z =$ | pull to $a$ | pull to $b$ |
# |---|---|---|
# | $a + b$ | $\bar z$ | $\bar z$ |
# | $a \cdot b$ | $\bar z\, b$ | $\bar z\, a$ |
# | $g(a)$ | $\bar z\, g'(a)$ | |

# %% slide="fragment" tags=["live"]
# A number with parents: pairs (tensor, pull)
class Tensor:
    numbers = count()

    def __init__(self, data, parents=()):
        self.data, self.parents, self.grad = data, parents, None
        self.number = next(Tensor.numbers)  # when it was computed

    def __add__(self, other):
        return Tensor(self.data + other.data, [(self, lambda g: g), (other, lambda g: g)])

    def __mul__(self, other):
        pulls = [(self, lambda g: g * other.data), (other, lambda g: g * self.data)]
        return Tensor(self.data * other.data, pulls)

    def apply(self, function, derivative):
        return Tensor(function(self.data), [(self, lambda g: g * derivative(self.data))])


# %% [markdown] slide="fragment" tags=["predict"]
# Running the program forward builds the graph as a by-product. Take the first half of an example of Baydin et al. (2017), at $x_1 = 2$, $x_2 = 5$:
#
# $$f = \ln x_1 + x_1 x_2$$
#
# $x_1$ is used **twice**. **Predict**: in which order must the nodes be visited on the way back, and what may $x_1$ not do until both of its users have reported?

# %% slide="fragment" tags=["live"]
# The program runs; who are the parents of the result?
x1, x2 = Tensor(2.0), Tensor(5.0)
first, second = log(x1), x1 * x2
f = first + second
print(f"f = {f.data:.4f}, computed from", [round(float(parent.data), 4) for parent, _ in f.parents])
print("computed in the order", [node.number - x1.number for node in (x1, x2, first, second, f)])

# %% [markdown] slide="subslide"
# A node may pass its share on only when **all its users** have reported to it. The users were computed *after* it. So go through the nodes in the order in which they were computed, **backwards**: last computed, first served.

# %% slide="fragment" tags=["live"]
# First the list, latest first; then the way back, on which shares add
def computed_from(output):
    seen, waiting = {output}, [output]
    while waiting:
        new = {parent for parent, _ in waiting.pop().parents} - seen
        seen |= new
        waiting.extend(new)
    return sorted(seen, key=lambda node: -node.number)


def gradients(output):
    totals = {output: 1.0}
    for node in computed_from(output):
        for parent, pull in node.parents:
            share = pull(totals[node])
            totals[parent] = totals[parent] + share if parent in totals else share
    return totals

# %% slide="fragment" tags=["live"]
# By hand: ∂f/∂x1 = 1/x1 + x2 and ∂f/∂x2 = x1
found = gradients(f)
print("∂f/∂x1 =", float(found[x1]), "  ∂f/∂x2 =", float(found[x2]))

# %% [markdown] slide="fragment"
# Both from **one** way back. $\ln$ sent 0.5 to $x_1$, the product sent 5, and shares add, as at every fork since lecture 2. The engine's own graph, drawn from its `parents`:

# %% slide="fragment" tags=["hide-input"]
def drawing(output, names, operations, reported):
    """The graph of `output`; only the gradients of the latest `reported` nodes are shown."""
    order, totals = computed_from(output), gradients(output)
    edges = [(names[p], names[n], pull(1.0)) for n in reversed(order) for p, pull in n.parents]
    known = {names[node]: totals[node] for node in order[:reported]}
    return plots.computational_graph(
        {names[node]: node.data for node in reversed(order)}, edges,
        operations=operations, gradients=known, highlight=list(known)[-1:],
        title=f"{reported} of {len(order)} nodes have their gradient",
    )  # fmt: skip


names = {x1: "x₁", x2: "x₂", first: "a", second: "b", f: "f"}
labels = {"a": "ln x₁", "b": "x₁·x₂", "f": "a + b"}
plots.flip_book({k: drawing(f, names, labels, k) for k in range(1, 6)}, label="nodes", start=5)

# %% [markdown] slide="subslide" tags=["predict"]
# Now our patient; its $x \cdot x$ is a node with the same parent twice. Then $x^8$, computed as the square of a square of a square. **Predict**: how many *paths* lead from $x^8$ back to $x$, and how many pulls does the engine make?

# %% slide="fragment" tags=["live"]
# Reverse mode on the patient; then squares of squares
x = Tensor(1.0)
print(f"∂f/∂x = {gradients(log_sin_square(x))[x]:.4f}")
y = x = Tensor(2.0)
for _ in range(3):
    y = y * y
pulls = sum(len(node.parents) for node in computed_from(y))
print(f"x⁸ = {y.data:.0f}, derivative {gradients(y)[x]:.0f} = 8·2⁷: {2**3} paths, {pulls} pulls")

# %% [markdown] slide="fragment"
# With every square the paths double, and the pulls grow by two. Visiting each node **once**, when its total is complete, is the whole art: lecture 2's "reuse", now for any program.
#
# **Backpropagation is this**, applied to the loss of a layered network. One reads the converse, that automatic differentiation implements backpropagation (Turcotte 2025): it is the more general thing, and the older one (part 11).

# %% [markdown] slide="slide" tags=["predict"]
# ## 4. What it costs
#
# Seconds depend on the machine; operations can be counted. A number that counts every sum and product made with it goes through both of our modes unchanged, because neither asks what it carries.
#
# The test programs: $n$ inputs and $4n$ steps, each of which adds to or multiplies the last result by some earlier number, at random. **Predict**: how many times the work of the program itself is its gradient, in each mode, for $n$ = 1, 10, 100?

# %% slide="fragment"
class Counted(float):
    operations = 0

    def __add__(self, other):
        Counted.operations += 1
        return Counted(float(self) + float(other))

    def __mul__(self, other):
        Counted.operations += 1
        return Counted(float(self) * float(other))

    __radd__, __rmul__ = __add__, __mul__

# %% slide="fragment"
def random_program(n, rng):
    steps = [(rng.random() < 0.5, rng.integers(n + k)) for k in range(4 * n)]

    def program(inputs):
        values = list(inputs)
        for adds, i in steps:
            values.append(values[-1] + values[i] if adds else values[-1] * values[i])
        return values[-1]

    return program

# %% slide="fragment" tags=["live"]
# How many operations does a piece of work take?
def operations(work):
    before = Counted.operations
    work()
    return Counted.operations - before


def forward_gradient(program, xs):
    for i in range(len(xs)):  # one run for each input
        program([Dual(x, Counted(i == j)) for j, x in enumerate(xs)])


def costs(n, rng):
    """Gradient by forward mode and by reverse mode, in runs of the program."""
    program, xs = random_program(n, rng), [Counted(x) for x in rng.uniform(-1, 1, n)]
    plain = operations(lambda: program(xs))
    forward = operations(lambda: forward_gradient(program, xs))
    reverse = operations(lambda: gradients(program([Tensor(x) for x in xs])))
    return forward / plain, reverse / plain

# %% slide="fragment"
rng = np.random.default_rng(0)
for n in (1, 10, 100):
    forward, reverse = np.mean([costs(n, rng) for _ in range(20)], axis=0)
    print(f"{n:4} inputs:  forward mode {forward:6.1f} runs   reverse mode {reverse:.2f} runs")

# %% [markdown] slide="fragment"
# Forward mode: about 3 runs' worth **for each input**; 100 inputs, 300.2<!-- claim: cost_of_forward_mode --> runs. Reverse mode: **at most 4 runs, whatever $n$**.<!-- claim: reverse_mode_costs_at_most_four --> Why 4? A product is 1 operation forward and 2 back. Each step has two arrows, but the first that arrives at a node needs no addition, which leaves about one a step: $1 + 2 + 1$.
#
# That a gradient costs no more than a few evaluations, for any number of inputs, is the theorem of Baur and Strassen (1983).

# %% [markdown] slide="subslide"
# | a program with $n$ inputs, $m$ outputs | forward | reverse |
# |---|---|---|
# | one run gives the derivatives of | all outputs, to one input | one output, to all inputs |
# | runs for the whole Jacobian ($m \times n$) | $n$ | $m$ |
# | must remember | nothing | every value on the way |
#
# A loss is the extreme case, $m = 1$ and $n$ in millions: reverse. One input and a thousand outputs (how does a whole trajectory react to one setting?): forward. The price of reverse is **memory**: it is why training needs much more of it than predicting.

# %% [markdown] slide="slide" tags=["predict"]
# ## 5. From numbers to arrays
#
# Let `data` be an array. What changes? Almost nothing: sums, products and functions work entry by entry as they stand. New are the product of matrices and the sum of all entries. **Predict** the two pulls of $Z = A\,W$ (you derived them in lecture 3), and that of a sum.

# %% slide="fragment" tags=["live"]
# Two more operations: each entry of a sum gets the share whole
def matmul(A, W):
    pulls = [(A, lambda g: g @ W.data.T), (W, lambda g: A.data.T @ g)]
    return Tensor(A.data @ W.data, pulls)


def total(Z):
    return Tensor(Z.data.sum(), [(Z, lambda g: g * np.ones_like(Z.data))])


Tensor.__matmul__, Tensor.sum = matmul, total

# %% [markdown] slide="fragment" tags=["predict"]
# $g W^\top$ and $A^\top g$: with $g = \delta$ these are lecture 3's two formulas. Nobody had to think of a layer.
#
# Now a layer, $Z = XW + b$, with $J = \sum z_{nj}^2$. **Predict** the shape that the engine finds for $\partial J/\partial b$; $b$ is (3,), there are 4 examples.

# %% slide="fragment" tags=["live"]
# One layer; the shapes of parameters and of their gradients
rng = np.random.default_rng(6)
X, W, b = (Tensor(rng.normal(size=shape)) for shape in ((4, 2), (2, 3), (3,)))
Z = X @ W + b
found = gradients((Z * Z).sum())
for name, leaf in (("W", W), ("b", b)):
    print(f"{name} {leaf.data.shape}   gradient {found[leaf].shape}")

# %% [markdown] slide="fragment"
# (4, 3) for a parameter of shape (3,): wrong, and no error. On the way forward numpy *stretched* $b$, one copy an example (**broadcasting**). Each copy had its effect; on the way back all four shares belong to the one $b$ and add up: $\sum_n \delta_n$, lecture 3 again.
#
# **Whatever was stretched forward is summed backward.** The library's engine does so for every parent, by `unbroadcast(share, shape)`.

# %% slide="fragment" tags=["live"]
# The library's Tensor: our class, the other operations, and unbroadcast
from course_lib import gradient_check
from course_lib.autodiff import Tensor, sigmoid, tanh, unbroadcast

print("b", b.data.shape, "  gradient", unbroadcast(found[b], b.data.shape).shape)


def loss_of(parameters, X):
    W1, b1, W2 = map(Tensor, parameters)
    return (sigmoid(tanh(X @ W1 + b1) @ W2 * 2 - 1 / (b1 * b1 + 1).sum()) ** 2).mean(), [W1, b1, W2]


parameters = [W.data, b.data, rng.normal(size=(3, 2))]
loss, leaves = loss_of(parameters, X.data)
loss.backward()
print(gradient_check(lambda p: loss_of(p, X.data)[0].data, [leaf.grad for leaf in leaves], parameters))

# %% [markdown] slide="fragment"
# A formula that nobody would like to differentiate, and every entry agrees with the referee.<!-- claim: engine_agrees_with_the_referee --> The check is not superfluous because the engine is automatic: an engine is written by people, and one wrong `pull` spoils all that passes through it.
#
# In the library are `+ - * / ** @`, sums and means over any axes, `reshape`, `T`, indexing, and functions from `exp` to `softplus`. A new one takes a line: `record(result, (a, pull_to_a), …)`.

# %% [markdown] slide="slide" tags=["predict"]
# ## 6. Gradients that add up
#
# `backward()` goes through `gradients` and leaves the result in `grad`, at the **leaves**: those that you made, such as parameters. Where something is already there, it **adds**. **Predict** the three numbers:

# %% slide="fragment" tags=["live"]
# J = w², at w = 3; backward once, twice, and after a reset
w = Tensor(3.0)
J = w * w
J.backward()
print("once ", w.grad)
J.backward()
print("twice", w.grad)
w.zero_grad()
J.backward()
print("after zero_grad", w.grad)

# %% [markdown] slide="fragment"
# 6, 12, 6. A forgotten `zero_grad` is the classic slip: each step then uses the sum of **all** gradients so far, a momentum that never tires.
#
# Why not overwrite? Because adding is useful: a batch too large for memory can be sent through in pieces, and the shares of a loss of several terms gather by themselves.

# %% slide="fragment" tags=["live"]
# The gradient of 6 examples at once, and of 4 and 2, one after the other
X, W = rng.normal(size=(6, 2)), Tensor(rng.normal(size=(2, 1)))
(tanh(X @ W) ** 2).sum().backward()
at_once = W.grad
W.zero_grad()
for piece in (X[:4], X[4:]):
    (tanh(piece @ W) ** 2).sum().backward()
print("at once", at_once.ravel().round(6), "  in pieces", W.grad.ravel().round(6))

# %% [markdown] slide="fragment"
# Two more manners. **The update is no part of the loss**: it changes `W.data` in place. (`W = W - 0.1 * …` would make the new $W$ a node whose graph contains all steps so far.) And **where no gradient is wanted, nothing should be remembered**:

# %% slide="fragment" tags=["live"]
# The same forward pass, remembered and not
from course_lib.autodiff import no_grad

remembered = tanh(X @ W)
with no_grad():
    forgotten = tanh(X @ W)
print("parents:", len(remembered.parents), "and", len(forgotten.parents))
print("same values:", np.array_equal(remembered.data, forgotten.data))

# %% [markdown] slide="slide"
# ## 7. From Module to Trainer
#
# The rest is tidiness. A **module** is a function that owns parameters; modules hold modules:

# %% slide="fragment" tags=["live"]
# A layer, and layers in a row
class Linear:
    def __init__(self, fan_in, fan_out, rng):
        self.W = Tensor(rng.normal(size=(fan_in, fan_out)) * np.sqrt(2 / fan_in))
        self.b = Tensor(np.zeros(fan_out))

    def __call__(self, x):
        return x @ self.W + self.b


class Sequential:
    def __init__(self, *modules):
        self.modules = modules

    def __call__(self, x):
        for module in self.modules:
            x = module(x)
        return x

# %% [markdown] slide="fragment"
# Where is the backward pass? Nowhere. **It is never written**, neither for a layer nor for the net.
#
# The library's `Module` adds what every module shares: `parameters()`, which searches its attributes, and `zero_grad()`. Its `Linear` knows all initialisers, `Activation` all activations of the course. The **trainer** is lecture 3's six steps:

# %% slide="fragment" tags=["live"]
# Forward, loss, backward, update: with reset and without remembering twice
from course_lib.autodiff import Activation, Linear, Sequential, binary_cross_entropy_from_logits
from course_lib.datasets import circles

X_train, X_test, y_train, y_test = circles()


def circles_model(rng):
    hidden = [Linear(2, 8, rng=rng), Activation("relu"), Linear(8, 8, rng=rng), Activation("relu")]
    return Sequential(*hidden, Linear(8, 1, rng=rng))


def train_step(model, X, y, learning_rate):
    model.zero_grad()
    loss = binary_cross_entropy_from_logits(y, model(X))
    loss.backward()
    for parameter in model.parameters():
        parameter.data -= learning_rate * parameter.grad
    return loss.item()

# %% slide="fragment" tags=["live"]
# The same by the library's Trainer, with mini-batches and Adam (lecture 7) for plain steps
from course_lib.autodiff import Trainer
from course_lib.optimizers import Adam


def train_circles(seed, epochs=60):
    rng = np.random.default_rng(seed)
    trainer = Trainer(circles_model(rng), binary_cross_entropy_from_logits, Adam(0.01), 16, rng)
    return trainer, trainer.fit(X_train, y_train, epochs)


def test_accuracy(trainer):
    return np.mean((trainer.predict(X_test) > 0) == y_test)


model = circles_model(np.random.default_rng(0))
by_hand = [train_step(model, X_train, y_train, learning_rate=0.3) for _ in range(60)]
trainer, losses = train_circles(seed=0)
plots.learning_curves({"train_step, whole batch": by_hand, "Trainer": losses}, ylabel="loss")

# %% slide="fragment" tags=["hide-input"]
plots.decision_regions({"trained": lambda X: 1 / (1 + np.exp(-trainer.predict(X)))}, X_test, y_test)

# %% [markdown] slide="fragment"
# The accuracy on the test points is 1.000 ± .000<!-- claim: circles_by_the_trainer --> over seeds. And the gradients are lecture 3's, number for number.<!-- claim: engine_equals_backpropagation -->
#
# The net's output is the *logit* $z$; the sigmoid sits inside the loss, in the stable form of lecture 2. Part 8 says why an engine cannot do that for you.
#
# What does it cost? **Predict**, then measure on lecture 3's largest net, 784-300-100-10:

# %% slide="fragment"
rng = np.random.default_rng(0)
net = Sequential(Linear(784, 300, rng=rng), Activation("relu"), Linear(300, 100, rng=rng),
                 Activation("relu"), Linear(100, 10, rng=rng))  # fmt: skip
X = rng.normal(size=(128, 784))
with no_grad():
    plain = min(repeat(lambda: net(X), number=2, repeat=10))
gradient = min(repeat(lambda: net(X).sum().backward(), number=2, repeat=10))
P = sum(parameter.data.size for parameter in net.parameters())
print(f"all {P:,} derivatives take as long as {gradient / plain:.1f} predictions (timed just now)")

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 8. Further: it differentiates what you wrote
#
# Two functions that are $x^2$ for every $x$; one treats $x = 3$ as a special case. And a cross-entropy, written as the formula says. **Predict** the derivatives at 3, and at scores $z = (0, -1000)$ where the second class is the true one.

# %% slide="fragment" tags=["further"]
def special_square(x):
    return 9.0 + 0 * x if 3 <= x <= 3 else x * x


three = Dual(3.0, 1.0)
print("x² at 3, as a special case and plainly:", special_square(three), (three * three))

# %% slide="fragment" tags=["further"]
from course_lib.autodiff import exp


def naive_cross_entropy(y, z):
    powers = exp(z)
    return -(y * log(powers / powers.sum())).sum()


z = Tensor([0.0, -1000.0])
with np.errstate(all="ignore"):
    naive = naive_cross_entropy(np.array([0.0, 1.0]), z)
    naive.backward()
print("loss", naive.item(), "  gradient", z.grad)

# %% [markdown] slide="subslide" tags=["further"]
# The special case has the right value and the slope 0: the branch taken is a constant. And $e^{-1000}$ is 0 in floating point, its logarithm $-\infty$, and what comes back is not a number. **An engine differentiates the program, not the intention**, to the last digit.
#
# The cure is to give it a better program. From the logits in one piece, the loss is 1000 and its gradient softmax$(z) - y$:

# %% slide="fragment" tags=["further"]
from course_lib.autodiff import cross_entropy_from_logits

z = Tensor([[0.0, -1000.0]])
stable = cross_entropy_from_logits([[0.0, 1.0]], z)
stable.backward()
print("loss", stable.item(), "  gradient", z.grad)

# %% [markdown] slide="slide" tags=["further"]
# ## 9. Further: four slips in a published engine
#
# Han and Suárez Dou (2024) print an engine to read along. Four slips keep it from working; each is easily made.
#
# **First.** Its operations return `Tensor(self.data * other.data)`, with no parents. The values are right. **Predict** what the way back finds.

# %% slide="fragment" tags=["further"]
class Forgetful(Tensor):
    def __mul__(self, other):
        return Forgetful(self.data * other.data)


a, c = Forgetful(2.0), Forgetful(5.0)
found = gradients(a * c)
print("nodes that the way back finds:", len(found), "  a among them:", a in found)

# %% [markdown] slide="subslide" tags=["further", "predict"]
# The output alone. No parents, no graph; no graph, no gradient.
#
# **Second.** `pred = softmax(z)`, the loss is the cross-entropy, and then `pred.grad = pred - y`; backward goes on from `pred`, through the softmax. **Predict** by which node $\hat y - y$ should be received. One example, three classes:

# %% slide="fragment" tags=["further"]
scores, y = np.array([[1.0, -0.5, 0.3]]), np.array([[0.0, 1.0, 0.0]])


def softmax(z):
    powers = exp(z)
    return powers / powers.sum(axis=1, keepdims=True)


def gradient_from(blame_of_pred):
    z = Tensor(scores)
    pred = softmax(z)
    pred.backward(blame_of_pred(pred.data))
    return z.grad


print("ŷ − y sent to pred ", gradient_from(lambda p: p - y).round(4))
print("−y/ŷ sent to pred  ", gradient_from(lambda p: -y / p).round(4))
print("ŷ − y is for z     ", (softmax(scores) - y).round(4))

# %% [markdown] slide="fragment" tags=["further"]
# $\hat y - y$ is $\partial J/\partial z$, the **logit's** gradient, softmax included. Sent to `pred`, it goes through the softmax a second time. $\partial J/\partial \hat y$ is $-y/\hat y$ (over $N$).<!-- claim: the_shortcut_belongs_to_the_logits -->
#
# **Third**, the trainer calls methods that are defined nowhere: code in a text must have been *run*. **Fourth**, a protection against $\ln 0$ reads `np.clip(pred.shape[0], …)`: it clips the number of examples. Neither is seen by reading for the sense; both by running once.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 10. Further: rows and columns
#
# A program with $n$ inputs and $m$ outputs has a Jacobian $J$ $(m, n)$. Neither mode forms it. Forward computes $J v$ for a direction $v$ that you choose, reverse $g^\top J$ for weights $g$ on the outputs. **Predict**, for 3 inputs and 2 outputs: how many runs of each mode print the whole matrix?

# %% slide="fragment" tags=["further"]
M = np.array([[1.0, 0.5], [-1.0, 2.0], [0.3, -0.7]])
x = np.array([[0.2, -0.4, 0.9]])


def program(x):
    return tanh(x @ M)


columns = [program(Dual(x, v[None])).slope[0] for v in np.eye(3)]
rows = []
for g in np.eye(2):
    leaf = Tensor(x)
    program(leaf).backward(g[None])
    rows.append(leaf.grad[0])
print(np.array(columns).T.round(4))
print(np.array(rows).round(4))

# %% [markdown] slide="fragment" tags=["further"]
# Three columns, or two rows, of one matrix.<!-- claim: rows_and_columns_of_one_jacobian --> For a loss the Jacobian is a single row: one run back. And a chain of Jacobians $J_3 J_2 J_1$ may be multiplied from either end, with the same result; from the left there is only ever a *row* to carry, if the loss is one number. (The best order for a general graph is a hard problem: NP-complete, Naumann 2008.)

# %% [markdown] slide="slide" tags=["further"]
# ## 11. Further: a short history
#
# | year | who | what |
# |---|---|---|
# | 1964 | R. E. Wengert | forward mode: a program computes derivatives along with values |
# | 1970 | S. Linnainmaa | reverse mode, for rounding errors, in his master's thesis |
# | 1974 | P. Werbos | proposes derivatives sent backward, later for networks |
# | 1980 | B. Speelpenning | a compiler that makes gradient programs |
# | 1983 | W. Baur, V. Strassen | a gradient costs a small multiple of the function |
# | 1986 | D. E. Rumelhart, G. E. Hinton, R. J. Williams | backpropagation, and that it learns |
# | 2017 | A. G. Baydin and others | the survey that tells machine learning |
#
# For decades two communities had one idea under two names. Is PyTorch, which made it everybody's tool, installed here? Then it must agree with us:

# %% slide="fragment" tags=["further"]
leaf = Tensor(scores)
(tanh(leaf) ** 2).sum().backward()
print("this course", leaf.grad.round(6))
if importlib.util.find_spec("torch"):
    import torch

    theirs = torch.tensor(scores, requires_grad=True)
    (torch.tanh(theirs) ** 2).sum().backward()
    print("PyTorch    ", theirs.grad.numpy().round(6))
else:
    print("PyTorch is not installed: nothing to compare")

# %% [markdown] slide="slide"
# ## Take-away
#
# - A program is a sequence of steps with known derivatives; the chain rule may be multiplied out from either end.
# - Forward mode carries a speed along (dual numbers): one run an *input*, nothing to remember.
# - Reverse mode remembers parents and pulls: one run an *output*, and every value on the way must be kept.
# - On the way back: last computed, first served. Shares add; each node passes on once, when its total is complete.
# - A gradient costs at most four times the program, in sums and products, for any number of inputs.
# - Whatever was stretched forward is summed backward.
# - Gradients add up at the leaves until they are reset; updates and predictions belong outside the graph.
# - Backpropagation is reverse mode on the loss of a layered network. The engine differentiates what you wrote, not what you meant.

# %% [markdown] slide="slide"
# ## Questions
#
# Answer first, then unfold.
#
# <details><summary>1. f = sin(x)·x at x = 2. Which numbers does forward mode carry, which does reverse mode send?</summary>
#
# Forward, with a = sin x: ẋ = 1, ȧ = cos 2 = −.416, then ḟ = ȧ·2 + .909·1 = .077. Reverse: f̄ = 1, ā = x = 2; x gets .909 from the product directly and 2·cos 2 = −.832 through a: .077.
#
# </details>
#
# <details><summary>2. Why does ε² = 0, and not a small number?</summary>
#
# Because then the ε part of a result is the derivative exactly: terms of second order, which spoil finite differences, do not arise. It is a rule for calculating, not an approximation.
#
# </details>
#
# <details><summary>3. A model has 10 outputs and 10⁶ parameters. One forward-mode run, one reverse-mode run: what do you get from each?</summary>
#
# Forward: the derivatives of all 10 outputs in one direction of parameter space. Reverse: the derivatives of one output (or one weighted sum of the 10) to all 10⁶ parameters.
#
# </details>
#
# <details><summary>4. An engine visits the nodes by walking from each node straight on to its parents, depth first, sending along what it has. Where does it go wrong?</summary>
#
# At a node with several users: it is left with a part of its total, and again later with another. Either shares get lost, or, if each visit sends everything received so far, some are counted twice; and on squares of squares the visits double with every step.
#
# </details>
#
# <details><summary>5. The training loss falls for a few steps, then swings ever more wildly. zero_grad is missing. Why this picture?</summary>
#
# Every step is taken along the sum of all gradients so far. The sum keeps pushing in the old direction when the slope has long turned: the valley is overshot further each time.
#
# </details>
#
# <details><summary>6. z = a·b with a of shape (5, 1) and b of shape (4,). Which shape has z, and what happens on the way back?</summary>
#
# z is (5, 4). Both shares arrive as (5, 4): that of a is summed over the columns and keeps the shape (5, 1), that of b is summed over the rows to (4,).
#
# </details>
#
# <details><summary>7. "Automatic differentiation is an implementation of backpropagation." Well?</summary>
#
# The other way round: it differentiates any program, in two modes and their mixtures. Backpropagation is its reverse mode, applied to a loss of a layered network.
#
# </details>
#
# <details><summary>8. Where does the memory go in training, and what could you do if it does not suffice?</summary>
#
# Into the values that the pulls need on the way back, of every node. Smaller pieces of a batch, whose gradients add up; or keep only some layers' values and compute the others again on the way back (checkpointing: time for memory).
#
# </details>

# %% [markdown] slide="slide"
# ## Where this leads
#
# From now on the backward pass is the machine's business; what remains ours is the program, its numerical health, and the question whether it learns. **Lecture 7** takes all this to handwritten digits: stable losses, monitoring, regularisation, optimizers.
#
# **Now you**: homework `hw6_autodiff_digits` completes an engine (division, indexing, log-sum-exp, the way back from broadcasting), finds out why another one is wrong, and trains a classifier of digits.
#
# **Sources.** K. Han, S. Suárez Dou, *Artificial Neural Networks – a gentle introduction*, MCMP-21, University of Luxembourg, Nov 2024 · M. Turcotte, *Training Artificial Neural Networks (Part 2)*, CSI 4106, University of Ottawa, Fall 2025 · W. K. Clifford, *Preliminary sketch of biquaternions*, Proceedings of the London Mathematical Society 4, 1873 · R. E. Wengert, *A simple automatic derivative evaluation program*, Communications of the ACM 7, 1964 · S. Linnainmaa, master's thesis, University of Helsinki, 1970 · P. Werbos, *Beyond regression*, PhD thesis, Harvard, 1974 · B. Speelpenning, *Compiling fast partial derivatives of functions given by algorithms*, PhD thesis, University of Illinois, 1980 · W. Baur, V. Strassen, *The complexity of partial derivatives*, Theoretical Computer Science 22, 1983 · D. E. Rumelhart, G. E. Hinton, R. J. Williams, *Learning representations by back-propagating errors*, Nature 323, 1986 · U. Naumann, *Optimal Jacobian accumulation is NP-complete*, Mathematical Programming 112, 2008 · A. G. Baydin, B. A. Pearlmutter, A. A. Radul, J. M. Siskind, *Automatic differentiation in machine learning: a survey*, Journal of Machine Learning Research 18, published 2018 (preprint 2015, version of 2017) · A. Karpathy's micrograd, an engine of a hundred lines, is good reading.
