# %% [markdown]
# # Homework 2 · The chain rule, by hand and by code
#
# Lecture 2 took a sigmoid unit and the cross-entropy to pieces. Here it is **tanh and the squared error, a value that feeds two others, and a network with two outputs**, whose hidden units hear from both.
#
# **Time**: about 115 minutes, in two sittings. You need lecture 2, parts 1 to 8 and 10, and a calculator (Python will do). Every variable is one number; there are no matrices yet.
#
# **How to work.** Replace each `# YOUR CODE HERE` and its `raise` line by your code, then run the check cell right under it, as often as you like. A check tells what happened, never the answer. `hint("hw2/fork")`, in a cell of your own, gives a hint; call it again for the second and the third.
#
# **How it is graded.** The checks that you see, and the same ones on fresh inputs after you hand in. Only the numbers count. Free: `math` or `numpy`, loops or none, helper functions, tuples, lists or dictionaries. Prints and warnings cost nothing. A function leaves what it is given unchanged. A task that calls an earlier function of yours is judged once that one is right. Where a task returns several numbers, each right one counts. Two answers in words are read by a person; their marking scheme stands with the question.

# %% [markdown]
# | part | task | points | minutes |
# |---|---|---:|---:|
# | 1. Chains and forks | `chain` | 4 | 8 |
# | | `fork` | 3 | 8 |
# | 2. A tanh unit | `local_derivatives` | 5 | 8 |
# | | `neuron_gradient` | 4 | 9 |
# | 3. Two inputs, two hidden units, two outputs | `hand_deltas` | 4 | 13 |
# | | `hand_step` | 4 | 8 |
# | | `deltas` | 4 | 8 |
# | | `gradient` | 6 | 12 |
# | | `why_add` (in words) | 4 | 9 |
# | 4. Check, then train | `numerical_gradient` | 3 | 7 |
# | | `best_step` | 2 | 7 |
# | | `train` | 3 | 9 |
# | | `two_starts` (in words) | 4 | 9 |
# | **all** | | **50** | **115** |

# %% [markdown]
# **Notation**, as in the lecture: $z$ pre-activation, $a$ activation, $\hat y$ prediction, $y$ truth, $J$ loss, η learning rate, $\delta = \partial J/\partial z$. `J/a` is short for $\partial J/\partial a$.
#
# **The loss**, throughout: the squared error **without ½**. Two outputs: the sum of both squares. Several examples: the mean over them.
#
# **Activation**, throughout: tanh. You need one fact about it,
#
# $$\tanh z = \frac{e^z - e^{-z}}{e^z + e^{-z}}, \qquad \tanh' z = 1 - \tanh^2 z$$

# %% setup="imports"
import math

import numpy as np

from course_lib.checks import check, hint, points_so_far

# %% [markdown]
# ## 1. Chains and forks
#
# Three links: $u = x^2 + c$, then $v = \ln u$, then $f = v^n$. Return the three local derivatives and their product.
#
# *Example*: x = 1, c = 0, n = 1 give 1, 1, 2 and 2.

# %% task="chain"
def chain(x, c, n):
    """Return f/v, v/u, u/x and f/x at x: four numbers, in this order.

    x: not 0; c: a constant, such that u is positive; n: a whole number, at least 1.
    """
    ### BEGIN SOLUTION
    u = x**2 + c
    v = math.log(u)
    f_v, v_u, u_x = n * v ** (n - 1), 1 / u, 2 * x  # each taken where its own input stands
    return f_v, v_u, u_x, f_v * v_u * u_x
    ### END SOLUTION


# %% check="chain" points=4
check("hw2/chain", chain)

# %% [markdown]
# **Two forks in one graph**: $s = a\,b$, $\;u = s + a$, $\;v = s^2$, $\;f = u\,v$. Both $s$ and $a$ feed two nodes. Go backward through the *graph*, one node after the other.
#
# *Example*: a = 1, b = 1 give 5, 6 and 5.

# %% task="fork"
def fork(a, b):
    """Return f/s, f/a and f/b: three numbers, each with all paths to f in it."""
    ### BEGIN SOLUTION
    s = a * b
    u, v = s + a, s**2
    f_u, f_v = v, u
    f_s = f_u * 1 + f_v * 2 * s  # complete before anything goes on from s
    return f_s, f_s * b + f_u * 1, f_s * a
    ### END SOLUTION


# %% check="fork" points=3
check("hw2/fork", fork)

# %% [markdown]
# ## 2. A tanh unit
#
# $$z = w x + b, \qquad a = \tanh z, \qquad J = (a - y)^2$$
#
# Return its five **local** derivatives, one for each arrow that does not come from $y$.
#
# *Example*: w = 2, b = 0, x = 0, y = 1 give −2, 1, 0, 1 and 2.

# %% task="local_derivatives"
def local_derivatives(w, b, x, y):
    """Return J/a, a/z, z/w, z/b and z/x: five numbers, in this order."""
    ### BEGIN SOLUTION
    a = math.tanh(w * x + b)
    return 2 * (a - y), 1 - a**2, x, 1.0, w
    ### END SOLUTION


# %% check="local_derivatives" points=5
check("hw2/local_derivatives", local_derivatives)

# %% [markdown]
# Now N examples share the one $w$ and the one $b$:
#
# $$J = \frac1N \sum_{n=1}^{N} \big(\tanh(w x_n + b) - y_n\big)^2$$
#
# So $w$ is a fork with N ways to the loss. Return both derivatives.
#
# *Example*: w = b = 0, `xs = [1, 3]`, `ys = [1, 0]` give −1 and −1.

# %% task="neuron_gradient"
def neuron_gradient(w, b, xs, ys):
    """Return J/w and J/b: two numbers.

    xs, ys: lists of N numbers, the inputs and the truths; N is at least 1.
    """
    ### BEGIN SOLUTION
    J_w = J_b = 0.0
    for x, y in zip(xs, ys, strict=True):
        J_a, a_z, z_w, z_b, _ = local_derivatives(w, b, x, y)
        J_w += J_a * a_z * z_w / len(xs)  # every example adds its share
        J_b += J_a * a_z * z_b / len(xs)
    return J_w, J_b
    ### END SOLUTION


# %% check="neuron_gradient" points=4 uses=["local_derivatives"]
check("hw2/neuron_gradient", neuron_gradient)

# %% [markdown]
# ## 3. Two inputs, two hidden units, two outputs
#
# First index: where from; second: where to. So $w_{12}$ leads from input 1 to hidden unit 2, and $v_{12}$ from hidden unit 1 to output 2.
#
# $$a_j = \tanh(w_{1j} x_1 + w_{2j} x_2 + b_j), \qquad \hat y_k = \tanh(v_{1k} a_1 + v_{2k} a_2 + c_k)$$
#
# $$J = (\hat y_1 - y_1)^2 + (\hat y_2 - y_2)^2$$
#
# **By hand**, with these numbers:
#
# | | | | | | | |
# |---|---|---|---|---|---|---|
# | $x_1 = 0.5$ | $w_{11} = 0.8$ | $w_{21} = 0.3$ | $b_1 = 0.2$ | $v_{11} = 1.2$ | $v_{21} = -0.5$ | $c_1 = 0.3$ |
# | $x_2 = -1$ | $w_{12} = -0.4$ | $w_{22} = -0.6$ | $b_2 = 0.1$ | $v_{12} = -0.9$ | $v_{22} = -0.7$ | $c_2 = -0.1$ |
#
# and $y_1 = -0.5$, $y_2 = 0.6$. To find your way: $a_1 = 0.2913$, $\hat y_2 = -0.5952$.
#
# **What is δ** of output 1, output 2, hidden unit 1, hidden unit 2? Type four numbers, to four digits; round at the end only. Typed numbers are checked when you hand in.

# %% task="hand_deltas"
hand_deltas = None
### BEGIN SOLUTION
a1, a2 = math.tanh(0.3), math.tanh(0.5)
y_hat1 = math.tanh(1.2 * a1 - 0.5 * a2 + 0.3)
y_hat2 = math.tanh(-0.9 * a1 - 0.7 * a2 - 0.1)
delta_o1 = 2 * (y_hat1 + 0.5) * (1 - y_hat1**2)
delta_o2 = 2 * (y_hat2 - 0.6) * (1 - y_hat2**2)
# A hidden unit hears from both outputs, each through the wire that led there
delta_h1 = (delta_o1 * 1.2 + delta_o2 * -0.9) * (1 - a1**2)
delta_h2 = (delta_o1 * -0.5 + delta_o2 * -0.7) * (1 - a2**2)
hand_deltas = delta_o1, delta_o2, delta_h1, delta_h2
### END SOLUTION

# %% check="hand_deltas" kind="number" points=4
check("hw2/hand_deltas", hand_deltas)

# %% [markdown]
# **One step of gradient descent** with η = 0.5 moves all twelve parameters at once. What are $v_{12}$, $c_2$, $w_{21}$ and $b_1$ after it? Four numbers, to four digits.

# %% task="hand_step"
hand_step = None
### BEGIN SOLUTION
# A weight moves by δ where it ends, times the value where it begins; a bias by δ times 1
o2, h1, a1 = -1.543587, 2.930551, 0.291313
hand_step = (-0.9 - 0.5 * o2 * a1, -0.1 - 0.5 * o2, 0.3 - 0.5 * h1 * -1, 0.2 - 0.5 * h1)
### END SOLUTION

# %% check="hand_step" kind="number" points=4
check("hw2/hand_step", hand_step)

# %% [markdown]
# **The same by code**, for any numbers. You are given what the forward pass found.
#
# `p` is a dictionary of the twelve parameters: `p["w11"]`, `w21`, `b1`, `w12`, `w22`, `b2`; `v11`, `v21`, `c1`, `v12`, `v22`, `c2`.
#
# *Example*: all activations 0, both truths 1, every v 0.5, give −2, −2, −2 and −2.

# %% task="deltas"
def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    """Return δ of output 1, output 2, hidden unit 1 and hidden unit 2: four numbers.

    a1, a2: activations of the hidden units; y_hat1, y_hat2: of the outputs; y1, y2: the truths.
    """
    ### BEGIN SOLUTION
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    h1 = (o1 * p["v11"] + o2 * p["v12"]) * (1 - a1**2)
    h2 = (o1 * p["v21"] + o2 * p["v22"]) * (1 - a2**2)
    return o1, o2, h1, h2
    ### END SOLUTION


# %% check="deltas" points=4
check("hw2/deltas", deltas)

# %% [markdown]
# **Forward and backward in one function**: from inputs and truths to all twelve derivatives, in a dictionary with the names of the parameters. Call `deltas`.
#
# *Example*: if all parameters are 0 and the truths are 1 and 2, then `c1` is −2, `c2` is −4 and all others are 0.

# %% task="gradient"
def gradient(p, x1, x2, y1, y2):
    """Return {"w11": ∂J/∂w11, …}, twelve numbers; p: the parameters, under the same names."""
    ### BEGIN SOLUTION
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    y_hat1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    y_hat2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    o1, o2, h1, h2 = deltas(p, a1, a2, y_hat1, y_hat2, y1, y2)
    hidden = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    output = {"v11": o1 * a1, "v21": o1 * a2, "c1": o1, "v12": o2 * a1, "v22": o2 * a2, "c2": o2}
    return hidden | output
    ### END SOLUTION


# %% check="gradient" points=6 uses=["deltas"]
check("hw2/gradient", gradient)

# %% [markdown]
# **In words and formulas** (4 points).
#
# 1. By which paths does $a_1$ reach $J$? Write $\partial J/\partial a_1$ as a sum of products. *(1 point)*
# 2. Which parameters get no gradient if $v_{11} = v_{12} = 0$? Why? *(1 point)*
# 3. A student moves the four $v$ first, and computes the hidden δ with the new ones. Which derivatives are wrong, and why does a small η hide it? *(2 points)*

# %% [markdown] manual="why_add" points=4
# **Your answer:**
#
# ### BEGIN SOLUTION
# **1.** Through output 1 and through output 2. A nudge of $a_1$ moves both, and the changes of $J$ add up:
#
# $$\frac{\partial J}{\partial a_1} = \frac{\partial J}{\partial \hat y_1}\frac{\partial \hat y_1}{\partial z_1}\frac{\partial z_1}{\partial a_1} + \frac{\partial J}{\partial \hat y_2}\frac{\partial \hat y_2}{\partial z_2}\frac{\partial z_2}{\partial a_1} = \delta_{o1} v_{11} + \delta_{o2} v_{12}$$
#
# ($z_1$ and $z_2$ are those of the outputs.)
#
# **2.** $w_{11}$, $w_{21}$ and $b_1$: both wires of hidden unit 1 are cut, so its δ is 0. ($v_{11}$ and $v_{12}$ do, so after one step the unit takes part.)
#
# **3.** Those of the six hidden parameters $w$ and $b$; the output's are right. The gradient belongs to the point at which the forward pass was made; these six mix two points. The new v differ from the old ones by η times their gradient, so the mistake is proportional to η, and small beside the derivative itself if η is small.
#
# *Marking scheme.* **1**: half a point for both paths, half for the sum with the right weights. **2**: half a point for the three parameters, half for δ = 0; the remark on v is not needed. **3**: one point for the six, one for the reason (old and new weights mixed, difference proportional to η).
# ### END SOLUTION

# %% [markdown]
# ## 4. Check, then train
#
# The loss of part 2 is given:

# %% setup="neuron_loss"
def neuron_loss(w, b, xs, ys):
    """Return J, the mean over the examples of (tanh(wx + b) − y)²."""
    return sum((math.tanh(w * x + b) - y) ** 2 for x, y in zip(xs, ys, strict=True)) / len(xs)

# %% [markdown]
# **The referee**: estimate both derivatives by central differences of `neuron_loss`, from values at a distance h on either side. The check uses large h as well, where the estimate is rough: follow the formula, not the derivative.
#
# *Example*: w = b = 0, one example x = 1, y = 1, h = 1 give −1.523 twice.

# %% task="numerical_gradient"
def numerical_gradient(w, b, xs, ys, h):
    """Return the central differences in w and in b: two numbers.

    xs, ys: lists of N numbers; h > 0. While one parameter is nudged, the other stays.
    """
    ### BEGIN SOLUTION
    J_w = (neuron_loss(w + h, b, xs, ys) - neuron_loss(w - h, b, xs, ys)) / (2 * h)
    J_b = (neuron_loss(w, b + h, xs, ys) - neuron_loss(w, b - h, xs, ys)) / (2 * h)
    return J_w, J_b
    ### END SOLUTION


# %% check="numerical_gradient" points=3
check("hw2/numerical_gradient", numerical_gradient)

# %% [markdown]
# **Which h is best?** Suppose each value of $f$ may be off by up to ε (rounding, or a noisy measurement). Then a central difference is off by at most about
#
# $$E(h) = \frac{h^2}{6}\,\big|f'''\big| + \frac{ε}{h}$$
#
# Find the h with the smallest $E$ by pencil, from $E'(h) = 0$, and return it with its $E$.
#
# *Example*: f‴ = −6 and ε = 2 give 1 and 3.

# %% task="best_step"
def best_step(third, noise):
    """Return the best h and E(h): two numbers; third: f‴, not 0; noise: ε > 0."""
    ### BEGIN SOLUTION
    h = (3 * noise / abs(third)) ** (1 / 3)  # E′(h) = h/3·|f‴| − ε/h²
    return h, h**2 / 6 * abs(third) + noise / h
    ### END SOLUTION


# %% check="best_step" points=2
check("hw2/best_step", best_step)

# %% [markdown]
# **Train the neuron** on all examples at once by plain gradient descent, and keep a history: `w`, `b` and the loss at the start and after each step.
#
# *Example*: w = b = 0, one example x = 0, y = 1, learning rate 0.1 and 1 step give `{"w": [0, 0], "b": [0, 0.2], "loss": [1, 0.6443]}` (4 digits).

# %% task="train"
def train(w, b, xs, ys, learning_rate, steps):
    """Return {"w": …, "b": …, "loss": …}: three lists of steps + 1 numbers, the start included."""
    ### BEGIN SOLUTION
    history = {"w": [w], "b": [b], "loss": [neuron_loss(w, b, xs, ys)]}
    for _ in range(steps):
        J_w, J_b = neuron_gradient(w, b, xs, ys)  # both, before anything moves
        w, b = w - learning_rate * J_w, b - learning_rate * J_b
        history["w"].append(w)
        history["b"].append(b)
        history["loss"].append(neuron_loss(w, b, xs, ys))
    return history
    ### END SOLUTION


# %% check="train" points=3 uses=["neuron_gradient"]
check("hw2/train", train)

# %% [markdown]
# **Experiment, then words** (4 points). Train on `xs = [-1, 2]`, `ys = [0.5, -0.5]`, b = 0, learning rate 0.5, 30 steps: from w = 0.1 and from w = 4.
#
# 1. Which losses stand at the start and at the end? *(1 point)*
# 2. Explain the difference by the factors of ∂J/∂w at the start. *(2 points)*
# 3. Is ten times the learning rate a cure? Try. *(1 point)*

# %% [markdown] manual="two_starts" points=4
# **Your answer:**
#
# ### BEGIN SOLUTION
# **1.** From w = 0.1: 0.423 at the start, below 0.0001 at the end. From w = 4: 2.249 at the start, 2.2489 at the end: nothing has happened.
#
# **2.** Each example's share of $\partial J/\partial w$ is $\frac1N \cdot 2(a_n - y_n) \cdot (1 - a_n^2) \cdot x_n$. At w = 4 the errors $a_n - y_n$ are the larger ones (−1.499 and 1.5, against −0.600 and 0.697), and the $x_n$ are the same. The middle factor decides: tanh′ is 0.99 and 0.96 at w = 0.1, but 0.0013 and 0.00000045 at w = 4. The unit is saturated, sure and wrong, and the squared error keeps tanh′ as a factor. So ∂J/∂w is 0.002, and a step moves w by 0.001.
#
# **3.** No. From w = 4 with learning rate 5 the loss is still 1.13 after 30 steps. From w = 0.1 the first step now leads to w = −9.57, where the unit is saturated: the loss stays at 0.25 for ever. A learning rate that suits the flat part is far too large for the steep one. Smaller weights at the start are the cure.
#
# *Marking scheme.* **1**: half a point for each pair of losses. **2**: one point for naming the three factors (2 may be missing) and ruling out error and input, one for tanh′ with its values or with the word *saturated* and a reason. **3**: half a point for a result of the experiment, half for the argument (one learning rate cannot suit both regions). A cure need not be named.
# ### END SOLUTION

# %% [markdown]
# ## Points so far
#
# Answers in words, typed numbers and fresh inputs come after handing in.

# %% summary="points_so_far"
points_so_far()
