# %% [markdown]
# # Homework 5 · Where to start
#
# In lecture 5 you saw Glorot's and He's start, for tanh and ReLU, mostly on square layers. Here you **write initialisers**, find the gain of **activations that the lecture did not treat**, follow a signal through 50 layers of **unequal width**, and choose a start for a whole net.
#
# **Time**: about 115 minutes, in two or three sittings. You need lecture 5, parts 1 to 5, 7, 9 and 10, and nothing but numpy.
#
# **How to work.** Replace each `# YOUR CODE HERE` and its `raise` line by your code, then run the check cell right under it, as often as you like. A check tells what happened, never the answer. `hint("hw5/scale")`, in a cell of your own, gives a hint; call it again for the second and the third.
#
# **How it is graded.** The checks that you see, and the same ones on fresh inputs after you hand in. Only the numbers count. Free: loops or none, helper functions, float32 or float64, arrays or lists. Prints and warnings cost nothing. A function leaves the arrays that it is given unchanged. A typed number is checked when you hand in, with a tolerance of .1 %. Two answers in words are read by a person; their marking scheme stands with the question.

# %% [markdown]
# | part | task | points | minutes |
# |---|---|---:|---:|
# | 1. Draw | `scale` | 3 | 7 |
# | | `glorot` | 3 | 7 |
# | | `he` | 3 | 6 |
# | 2. Gains | `gain_on_grid` | 3 | 8 |
# | | `gains` | 4 | 9 |
# | | `derive_gains` (in words) | 5 | 16 |
# | | `weights_for` | 3 | 5 |
# | 3. Fifty layers | `predicted_moments` | 4 | 9 |
# | | `measured_moments` | 3 | 7 |
# | | `net_factors` | 4 | 9 |
# | | `zigzag` | 2 | 4 |
# | 4. Which start? | `who_drew_it` | 3 | 7 |
# | | `initial_parameters` | 5 | 8 |
# | | `choose` (in words) | 5 | 13 |
# | **all** | | **50** | **115** |

# %% [markdown]
# **Notation**, as in the lecture: $Z = AW$ (biases start at 0), $A = \varphi(Z)$, $\delta = \partial J/\partial Z$.
#
# | symbol | in code | meaning |
# |---|---|---|
# | $W$ | `W` | weights of a layer, shape (fan_in, fan_out) |
# | $n_\text{in}$, $n_\text{out}$ | `fan_in`, `fan_out` | the two sides of W |
# | $\operatorname{Var}(W)$ | `variance` | variance of one entry of W, never its standard deviation |
# | $E[z^2]$ | `moment` | second moment |
# | gain | `gain` | $\sqrt{1/E[\varphi(z)^2]}$ for $z \sim N(0, 1)$, a factor on the standard deviation |
#
# **Random answers.** Four tasks return random weights. Every number of theirs comes from the `rng` that the function is given, a `numpy.random.Generator`: equal generators give equal weights. The check calls your function many times and looks at moments, shapes and independence, never at single numbers; order and method of drawing are free. It fails a right answer less than once in a million times.

# %% setup="imports"
import numpy as np

from course_lib.checks import check, hint, points_so_far

# %% [markdown]
# ## 1. Draw
#
# Four distributions with mean 0; how large is each one's parameter if its **variance** is to be v?
#
# | `form` | drawn by | parameter |
# |---|---|---|
# | "normal" | `rng.normal(0, s)` | s |
# | "uniform" | `rng.uniform(-c, c)` | c |
# | "triangular" | `rng.triangular(-c, 0, c)`, density $\frac{c - \lvert w \rvert}{c^2}$ | c |
# | "two_points" | `rng.choice([-c, c])` | c |
#
# *Example*: `scale("two_points", 4)` is 2.

# %% task="scale"
def scale(form, variance):
    """Return the parameter, a number; form: one of the four names; variance > 0."""
    ### BEGIN SOLUTION
    # E[w²] is s², c²/3, c²/6 and c²
    parts = {"normal": 1, "uniform": 3, "triangular": 6, "two_points": 1}
    return np.sqrt(parts[form] * variance)
    ### END SOLUTION


# %% check="scale" points=3
check("hw5/scale", scale)

# %% [markdown]
# **Glorot**, in both forms. With "normal" a normal distribution is meant (not a truncated one), with "uniform" a uniform one on $[-c, c]$.
#
# *Example*: for 2 inputs and 4 outputs the variance of each entry is ⅓, and W has shape (2, 4).

# %% task="glorot"
def glorot(rng, fan_in, fan_out, form):
    """Return W, (fan_in, fan_out), with Glorot's variance; form: "normal" or "uniform"."""
    ### BEGIN SOLUTION
    variance = 2 / (fan_in + fan_out)
    if form == "normal":
        return rng.normal(0, np.sqrt(variance), size=(fan_in, fan_out))
    bound = np.sqrt(3 * variance)
    return rng.uniform(-bound, bound, size=(fan_in, fan_out))
    ### END SOLUTION


# %% check="glorot" kind="draws" points=3 uses=["scale"]
check("hw5/glorot", glorot)

# %% [markdown]
# **He**, in both forms, and for either `direction`: "forward" keeps the second moment of the activations of a ReLU net, "backward" that of δ.
#
# *Example*: for 2 inputs and 4 outputs the variance of each entry is 1 with "forward" and ½ with "backward".

# %% task="he"
def he(rng, fan_in, fan_out, form, direction):
    """Return W, (fan_in, fan_out), with He's variance.

    form: "normal" (not truncated) or "uniform"; direction: "forward" or "backward".
    """
    ### BEGIN SOLUTION
    variance = 2 / (fan_in if direction == "forward" else fan_out)
    if form == "normal":
        return rng.normal(0, np.sqrt(variance), size=(fan_in, fan_out))
    bound = np.sqrt(3 * variance)
    return rng.uniform(-bound, bound, size=(fan_in, fan_out))
    ### END SOLUTION


# %% check="he" kind="draws" points=3 uses=["scale"]
check("hw5/he", he)

# %% [markdown]
# ## 2. Gains
#
# Any activation has a gain, given enough points to integrate over:
#
# $$\text{gain} = \sqrt{1/E[\varphi(z)^2]}, \qquad E[\varphi(z)^2] = \int \varphi(z)^2\, \tfrac{1}{\sqrt{2\pi}}\, e^{-z^2/2}\, dz$$
#
# You get points `z`, in rising order, all at the same distance, reaching far enough on both sides, and the values `a` of φ there. Approximate the integral by a sum; any usual rule is precise enough.
#
# *Example*: where `a` is 2 everywhere, the gain is ½.

# %% task="gain_on_grid"
def gain_on_grid(z, a):
    """Return the gain of φ, a number; z (n,): equidistant points; a (n,): φ(z)."""
    ### BEGIN SOLUTION
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return 1 / np.sqrt(np.sum(a**2 * density) * (z[1] - z[0]))
    ### END SOLUTION


# %% check="gain_on_grid" points=3
check("hw5/gain_on_grid", gain_on_grid)

# %% [markdown]
# **Four activations** that the lecture did not have. Type their gains, in this order, to at least 4 digits:
#
# 1. $|z|$
# 2. $\max(0, z)^2$, the squared ReLU
# 3. $\sin z$
# 4. softsign, $\dfrac{z}{1 + |z|}$
#
# Three of them you can find with a pencil ($E[z^4] = 3$, $E[\cos 2z] = e^{-2}$); the fourth needs your function.
#
# *Example*: identity, ReLU, twice ReLU, and a constant 10 have `[1, 1.4142, 0.70711, 0.1]`.

# %% task="gains"
gains = None
### BEGIN SOLUTION
points = np.linspace(-10, 10, 4001)
gains = [
    1,  # |z|² is z²
    np.sqrt(2 / 3),  # half of E[z⁴] = 3
    np.sqrt(2 / (1 - np.exp(-2))),  # sin² z = (1 − cos 2z)/2
    gain_on_grid(points, points / (1 + abs(points))),
]
### END SOLUTION

# %% check="gains" kind="number" points=4 uses=["gain_on_grid"]
check("hw5/gains", gains)

# %% [markdown]
# **In words and formulas** (5 points).
#
# 1. Derive $E[\varphi(z)^2]$ for $|z|$ and for the squared ReLU, $z \sim N(0, 1)$. Use $E[z^4] = 3$. *(1 point)*
# 2. Let $z$ be normal with $E[z^2] = q$ instead of 1. By which factor does the next layer multiply $q$, with weights of variance $\text{gain}^2/n_\text{in}$: for $|z|$, for the squared ReLU? *(2 points)*
# 3. A squared-ReLU net starts with $q = 0.9$. And ten layers later? From 1.1? Would a larger gain help? *(2 points)*

# %% [markdown] manual="derive_gains" points=5
# **Your derivation:**
#
# ### BEGIN SOLUTION
# **1.** $E[|z|^2] = E[z^2] = 1$. The squared ReLU is 0 for $z < 0$ and $z^2$ above; $z^4$ is symmetric, so half of its mean comes from above: $E[\varphi^2] = \frac12 E[z^4] = \frac32$.
#
# **2.** Let $z = \sqrt q\, u$ with $u \sim N(0, 1)$. Then $E[|z|^2] = q$, and with gain 1 the next $q' = n_\text{in} \cdot \frac{1}{n_\text{in}} \cdot q = q$: factor 1, for any $q$. For the squared ReLU $E[\varphi^2] = \frac32 q^2$, and with $\text{gain}^2 = \frac23$ the next is $q' = q^2$: the factor is $q$ itself.
#
# **3.** $q$ is squared ten times: $0.9^{1024} \approx 1.4 \cdot 10^{-47}$ and $1.1^{1024} \approx 2.4 \cdot 10^{42}$. The fixed point $q = 1$ is unstable. A larger gain $g$ gives $q' = c\,q^2$ with $c = \frac32 g^2$: it only moves the fixed point to $q = 1/c$, which is as unstable. No gain holds such a net; a gain holds for every $q$ only where φ is positively homogeneous (of degree 1).
#
# *Marking scheme.* **1**: half a point each. **2**: one point each; "the factor is $q$" and "$q' = q^2$" count the same. **3**: half a point for each of the two numbers (the order of magnitude is enough; $q^{2^{10}}$ with a wrong number of layers by one is accepted), one for "no", with a reason: the fixed point moves but stays unstable. Full marks for a measured run in place of the formulas in 3.
# ### END SOLUTION

# %% [markdown]
# **Any activation.** The layer before this one has an activation with $E[\varphi(z)^2] = $ `moment` for $z \sim N(0, 1)$. Draw W such that the next $z$ has $E[z^2] = 1$ again. Mean 0; normal, uniform or any other form, also truncated, as long as its variance is right.
#
# *Example*: after ReLU, `moment` is ½; with 4 inputs the variance of each entry is ½.

# %% task="weights_for"
def weights_for(rng, fan_in, fan_out, moment):
    """Return W, (fan_in, fan_out); moment > 0: the second moment of the inputs of this layer."""
    ### BEGIN SOLUTION
    # E[z²] = n_in · Var(W) · E[a²], and it is to be 1
    return rng.normal(0, 1 / np.sqrt(fan_in * moment), size=(fan_in, fan_out))
    ### END SOLUTION


# %% check="weights_for" kind="draws" points=3
check("hw5/weights_for", weights_for)

# %% [markdown]
# ## 3. Fifty layers
#
# **Theory**: L layers of unequal width, leaky ReLU (slope α for $z < 0$) *between* them. The inputs have second moment 1 and pass no activation before layer 1. Return $E[z^2]$ of each of the L layers, in expectation over the weights.
#
# *Example*: widths 2, 3, 5, variances ½ and 1, slope 0 (ReLU) give `[1, 1.5]`.

# %% task="predicted_moments"
def predicted_moments(widths, variances, slope):
    """Return a list of L numbers, E[z²] of layers 1 to L.

    widths: L + 1 whole numbers, that of the inputs first; variances: Var(W) of the L layers;
    slope: α, at least 0.
    """
    ### BEGIN SOLUTION
    moments, moment = [], 1.0  # of the inputs of a layer
    for fan_in, variance in zip(widths[:-1], variances, strict=True):
        moments.append(fan_in * variance * moment)
        moment = (1 + slope**2) / 2 * moments[-1]
    return moments
    ### END SOLUTION


# %% check="predicted_moments" points=4
check("hw5/predicted_moments", predicted_moments)

# %% [markdown]
# **Measurement**: send the inputs `X` through given weights, with the same leaky ReLU between the layers, and return the mean of $z^2$ in each layer, over all examples and units.
#
# *Example*: `X = [[2]]`, two weight matrices `[[-1]]`, slope 0.5 give `[4, 1]`.

# %% task="measured_moments"
def measured_moments(X, weights, slope):
    """Return a list of L numbers, the mean of z² in layers 1 to L.

    X (N, d): inputs; weights: list of L matrices (fan_in, fan_out); slope: α, at least 0.
    """
    ### BEGIN SOLUTION
    moments, A = [], X
    for W in weights:
        Z = A @ W
        moments.append(np.mean(Z**2))
        A = np.where(Z > 0, Z, slope * Z)
    return moments
    ### END SOLUTION


# %% check="measured_moments" points=3
check("hw5/measured_moments", measured_moments)

# %% [markdown]
# Theory against measurement, with your functions: 10 nets of 50 layers, widths 40, 130, 70, 100 in turn, ReLU. Nothing to do but to run and look, and to change what you like. Why do single nets leave the dotted line, and which way do they go on average?

# %% tags=["raises-exception"]
from course_lib import plots

widths = [40] + [130, 70, 100, 40] * 12 + [130, 70]
runs = []
for seed in range(10):
    rng = np.random.default_rng(seed)
    pairs = zip(widths[:-1], widths[1:])
    weights = [he(rng, fan_in, fan_out, "normal", "forward") for fan_in, fan_out in pairs]
    runs.append(measured_moments(rng.normal(size=(30, 40)), weights, 0.0))
theory = predicted_moments(widths, [2 / fan_in for fan_in in widths[:-1]], 0.0)
plots.layer_profile({"He": runs}, ylabel="E[z²]", theory={"theory": theory}, mean=True)

# %% [markdown]
# **There and back.** L layers without activation, and four rules for Var(W): "forward" $\frac{1}{n_\text{in}}$, "backward" $\frac{1}{n_\text{out}}$, "glorot", and "geometric" $\frac{1}{\sqrt{n_\text{in} n_\text{out}}}$. By which factor do all layers *together* multiply the second moment of the signal, from the inputs X to $Z^{(L)}$? And that of the gradient, from $\delta^{(L)}$ to $\partial J/\partial X$ (as in the lecture, for a random δ)?
#
# *Example*: widths 1, 4, 2 and "backward" give ½ and 1.

# %% task="net_factors"
def net_factors(widths, rule):
    """Return two numbers: the factor forward, and the factor backward, of all L layers.

    widths: L + 1 whole numbers, that of the inputs first; rule: one of the four names.
    """
    ### BEGIN SOLUTION
    n_in, n_out = np.array(widths[:-1], dtype=float), np.array(widths[1:], dtype=float)
    variance = {
        "forward": 1 / n_in,
        "backward": 1 / n_out,
        "glorot": 2 / (n_in + n_out),
        "geometric": 1 / np.sqrt(n_in * n_out),
    }[rule]
    return np.prod(n_in * variance), np.prod(n_out * variance)
    ### END SOLUTION


# %% check="net_factors" points=4
check("hw5/net_factors", net_factors)

# %% [markdown]
# **A zigzag**: 50 layers without activation whose widths change between 100 and 400: 100 → 400 → 100 → … → 100. By which factor do all 50 layers together multiply the second moment of the signal, forward, in expectation? Type two numbers, to at least 4 digits:
#
# 1. under Glorot's rule
# 2. under the geometric rule, $\frac{1}{\sqrt{n_\text{in} n_\text{out}}}$
#
# *Example*: if all widths were 100, both would be 1.

# %% task="zigzag"
zigzag = None
### BEGIN SOLUTION
zigzag = [
    (0.4 * 1.6) ** 25,  # 100 · 2/500 and 400 · 2/500: the mean of two widths is above their root
    1,  # ½ and 2
]
### END SOLUTION

# %% check="zigzag" kind="number" points=2
check("hw5/zigzag", zigzag)

# %% [markdown]
# ## 4. Which start?
#
# You find weights, and nobody remembers how they were drawn. Five suspects, all with mean 0:
#
# | number | how |
# |---|---|
# | 0 | He: variance $\frac{2}{n_\text{in}}$ |
# | 1 | Glorot: variance $\frac{2}{n_\text{in} + n_\text{out}}$ |
# | 2 | slip: *standard deviation* $\frac{2}{n_\text{in}}$ |
# | 3 | slip: *variance* $\sqrt{2/n_\text{in}}$ |
# | 4 | `rng.uniform(-c, c)` with $c = 1/\sqrt{n_\text{in}}$ |
#
# Return the number of the suspect whose variance is closest, as a ratio. In the check they are unmistakable.
#
# *Example*: a W of shape (50, 30) with variance 0.0401 gives 0.

# %% task="who_drew_it"
def who_drew_it(W):
    """Return 0, 1, 2, 3 or 4; W (fan_in, fan_out): weights of one layer."""
    ### BEGIN SOLUTION
    fan_in, fan_out = W.shape
    suspects = [
        2 / fan_in,
        2 / (fan_in + fan_out),
        (2 / fan_in) ** 2,
        np.sqrt(2 / fan_in),
        1 / (3 * fan_in),
    ]
    return int(np.argmin(np.abs(np.log(np.var(W) / np.array(suspects)))))
    ### END SOLUTION


# %% check="who_drew_it" points=3
check("hw5/who_drew_it", who_drew_it)

# %% [markdown]
# **A whole net.** The inputs have second moment 1 and pass no activation. Leaky ReLU (slope α) follows every layer but the last. Draw all weights such that $E[z^2] = 1$ in **every** layer, in expectation. Biases are 0. The form of the distribution is free.
#
# *Example*: sizes `[2, 4, 3]`, slope 0: the variances are ½ in layer 1 and ½ in layer 2; biases of shapes (4,) and (3,).

# %% task="initial_parameters"
def initial_parameters(rng, sizes, slope):
    """Return two lists, weights and biases: W (fan_in, fan_out) and b (fan_out,), layer 1 first.

    sizes: L + 1 whole numbers, that of the inputs first; slope: α, at least 0.
    """
    ### BEGIN SOLUTION
    weights, biases, moment = [], [], 1.0  # the inputs; afterwards what leaky ReLU leaves of 1
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:], strict=True):
        weights.append(weights_for(rng, fan_in, fan_out, moment))
        biases.append(np.zeros(fan_out))
        moment = (1 + slope**2) / 2
    return weights, biases
    ### END SOLUTION


# %% check="initial_parameters" kind="draws" points=5 uses=["weights_for"]
check("hw5/initial_parameters", initial_parameters)

# %% [markdown]
# **In words** (5 points). Which variance do you give the weights, layer by layer where it matters, and why? What can the theory *not* promise? Support one choice by an experiment.
#
# 1. 30 hidden layers of 200 units, ReLU; 20 standardised inputs, one output. *(1½ points)*
# 2. 40 layers whose widths change between 64 and 512, tanh. *(1½ points)*
# 3. 25 hidden layers of 100 units, squared ReLU. *(1 point)*
#
# The experiment, with its setting: *(1 point)*

# %% [markdown] manual="choose" points=5
# **Your choice:**
#
# ### BEGIN SOLUTION
# **1.** He, $2/n_\text{in}$; but the inputs have passed no ReLU, so $\frac1{20}$ in layer 1 (with $\frac2{20}$ everything is larger by a factor 2, once: harmless). Forward or backward hardly matters: the widths are equal, the layers at both ends change the backward product by $n_L/n_0$ at most. Exact for every size, since ReLU is positively homogeneous. Not promised: a single net (over 20 seeds $\log_{10} E[z^2]$ of hidden layer 30 has a standard deviation of .4), and anything after the first steps.
#
# **2.** tanh has slope 1 at 0, but Glorot loses a factor $4 \cdot 64 \cdot 512/576^2 = .395$ with each pair of layers, forward and backward: $10^{-8}$ after 20 pairs, in linear theory. $1/n_\text{in}$ holds the signal and lets δ change by the last width over the first only; so does $1/\sqrt{n_\text{in} n_\text{out}}$ up to a root. I take $1/n_\text{in}$. Not promised: tanh is no straight line, the signal still shrinks, quickly at first, then slowly ($E[a^2]$ is .24, .05, .012 after 2, 10, 40 layers).
#
# **3.** No variance holds: $q' = \frac32 n \operatorname{Var}(W)\, q^2$ has an unstable fixed point. I would change the net: normalise each layer, add residual connections, or use another activation; the gain $\sqrt{2/3}$ is right for the first layers alone.
#
# **Experiment.** Net 2 with the widths 64, 512, 64, …, 64, tanh after each of the 40 layers, 100 inputs drawn with `rng.normal`, 20 seeds. $E[a^2]$ in layer 40, median (smallest to largest): $3.2 \cdot 10^{-9}$ ($1.7 \cdot 10^{-9}$ to $7.8 \cdot 10^{-9}$) under Glorot, $.012$ ($.0079$ to $.0172$) under $1/n_\text{in}$. The same for the mean square of δ, layer 1 over layer 40 (a random gradient at the top): $2.0 \cdot 10^{-9}$ and $.0025$. The two rules lie six orders of magnitude apart, the seeds less than one: I keep $1/n_\text{in}$.
#
# *Marking scheme.* **1**: ½ for He, ½ for the first layer or for a reason why it does not matter, ½ for what is not promised (scatter of single nets; after training starts). **2**: ½ for a rule that does not lose on the zigzag ($1/n_\text{in}$, $1/n_\text{out}$, geometric), ½ for the reason in numbers, ½ for tanh's own loss. Glorot with a calculation that shows and accepts its loss: 1 of 1½. **3**: ½ for "none", ½ for a change of the net. **Experiment**: ½ for setting and number of seeds, ½ for a number with its spread that bears on the choice.
# ### END SOLUTION

# %% [markdown]
# ## Points so far
#
# The two answers in words, the typed numbers and the fresh inputs come after you have handed in.

# %% summary="points_so_far"
points_so_far()
