# %% [markdown] slide="slide"
# # Lecture 5 · Glorot against He
#
# *How large must random weights be? Two short calculations answer it, every assumption can be tested, and one factor of 2 decides whether 30 layers learn.*

# %% [markdown] slide="subslide"
# ## What you will be able to do
#
# 1. Derive, line by line, what a layer does to the second moment of its signal, forward and backward, and say which assumption each line needs.
# 2. Get from there to Glorot's $\frac{2}{n_\text{in} + n_\text{out}}$ and He's $\frac{2}{n_\text{in}}$, as a uniform and as a normal distribution.
# 3. Tell a variance from a standard deviation in a formula, and say what it costs to confuse them.
# 4. Read histograms of activations and gradients per layer, and explain why weight gradients can be flat where δ is not.
# 5. Choose an initialiser for an activation, and know for which there is none.
#
# You need lecture 3 (δ and its recursion) and lecture 4 (what vanishes, what explodes); variance, and $\operatorname{Var} z = E[z^2] - E[z]^2$.

# %% [markdown] slide="subslide"
# ## Plan
#
# | part | minutes |
# |---|---:|
# | 1. Five layers, four starts | 5 |
# | 2. The way forward | 11 |
# | 3. The way back | 9 |
# | 4. The compromise | 6 |
# | 5. Uniform, normal, and a trap | 7 |
# | 6. Glorot and Bengio's histograms | 11 |
# | 7. ReLU loses a factor 2 | 9 |
# | 8. He's depth contrast | 7 |
# | 9. Which start for which activation | 6 |
# | Take-away and questions | 4 |
# | 10. *Further*: gains, measured | 8 |
# | 11. *Further*: why Glorot does not save the sigmoid | 10 |
# | 12. *Further*: singular values | 7 |
# | 13. *Further*: what libraries do | 7 |
# | 14. *Further*: zero biases | 6 |
#
# The core path is 75 minutes; the *Further* parts stand on their own, in any order.
#
# **Notation**, the same in all lectures: $A^{(0)} = X$, $Z = AW + b$, $A \leftarrow \varphi(Z)$, $\delta = \partial J/\partial Z$. For one layer, $n_\text{in}$ and $n_\text{out}$ are the sides of $W$, in code `fan_in` and `fan_out`. $\operatorname{Var}(W)$ is the variance of one entry of $W$. The **second moment** of $z$ is $E[z^2]$: the variance if the mean is 0.

# %% slide="skip"
import json
from pathlib import Path

import numpy as np

from course_lib import MLP, plots, signal_flow
from course_lib.activations import ACTIVATIONS, second_moment
from course_lib.datasets import digits
from course_lib.initializers import INITIALIZERS
from course_lib.signal_propagation import backward, forward

# %% [markdown] slide="slide"
# ## 1. Five layers, four starts
#
# Random examples go through five tanh layers of 256 units that have not learned anything yet. Afterwards a random gradient comes back. Two lines of lecture 3, in a loop; the library has them as `forward` and `backward`.

# %% slide="fragment"
def through_a_net(rng, initializer, activation, depth=5, width=256, batch=100):
    """Return the lists A₁, A₂, … and δ₁, δ₂, … of a random net."""
    weights = [INITIALIZERS[initializer](rng, width, width) for _ in range(depth)]
    X = rng.normal(size=(batch, width))
    layers, output = forward(X, weights, ACTIVATIONS[activation])
    deltas = backward(rng.normal(size=output.shape), layers, weights)
    return [*(layer.input for layer in layers[1:]), output], deltas


# %% [markdown] slide="subslide" tags=["predict"]
# **Predict**, before you run the cell: how do the activations of each layer look if the weights are drawn from N(0, 1) (left)? And if they are much smaller, uniform on $\pm 1/\sqrt{n_\text{in}}$ (right)? Then choose `glorot_uniform` and `he_normal`.

# %% slide="fragment"
from course_lib.explorers import explore

explore("glorot_he?left=standard_normal&right=uniform_fan_in")

# %% [markdown] slide="fragment"
# With N(0, 1) most units sit at ±1, where tanh′ is nearly 0: *saturated*. With $\pm 1/\sqrt{n}$ the signal dies away. The other two lie between. We want a rule instead of a try.

# %% [markdown] slide="slide"
# ## 2. The way forward
#
# One unit: $z = \sum_i a_i w_i$, with $n_\text{in}$ terms (biases start at 0). Suppose that **(F1)** the weights are independent of each other and of the $a_i$, **(F2)** they have mean 0 and the same variance $\operatorname{Var}(W)$. Then
#
# $$\begin{aligned} E[z] &= \sum_i E[a_i]\,E[w_i] = 0 \\ \operatorname{Var}(z) = E[z^2] &= \sum_i \sum_k E[a_i a_k]\,E[w_i w_k] \\ &= \sum_i E[a_i^2]\,\operatorname{Var}(W) \\ &= n_\text{in}\operatorname{Var}(W)\; E[a^2] \end{aligned}$$
#
# In line 3, $E[w_i w_k] = E[w_i]E[w_k] = 0$ for $i \ne k$. In line 4, $E[a^2]$ is the mean over $i$ of the $E[a_i^2]$. **Nothing was asked of the $a_i$**: they may depend on each other and have any mean.

# %% slide="subslide" tags=["live"]
# Inputs far from mean 0 and all alike: does n_in · Var(W) · E[a²] still hold?
rng = np.random.default_rng(1)
n = 256
a = 3 + rng.normal(size=(50, 1)) + 0.1 * rng.normal(size=(50, n))  # (examples, n_in)
W = rng.normal(0, 0.05, size=(n, 4000))  # 4000 units: many draws of one
z = a @ W
print(f"E[z²] {np.mean(z**2):.3f}   n Var(W) E[a²] {n * 0.05**2 * np.mean(a**2):.3f}")
print(f"the same with Var(a) for E[a²]: {n * 0.05**2 * np.var(a):.3f}")

# %% [markdown] slide="fragment"
# Right, and with the *second moment*. Put the variance of $a$ in its place, and you are wrong unless the mean is 0. That difference will matter for ReLU.
#
# Now break the assumptions, one at a time.

# %% slide="fragment" tags=["predict"]
def forward_ratio(W, a):
    """Measured E[z²] over n_in · Var(W) · E[a²]; 1 where the formula holds."""
    return np.mean((a @ W) ** 2) / (len(W) * W.var() * np.mean(a**2))


rng = np.random.default_rng(2)
a, W = rng.normal(size=(50, n)) + 1, rng.normal(0, 1 / 16, size=(n, 1000))
trained = W + 0.02 * a.T @ (a @ W) / 50  # a step that depends on a, as a gradient does
for name, weights in {"as assumed": W, "F1 broken": trained, "F2 broken": W + 0.01}.items():
    print(f"{name:11} {forward_ratio(weights, a):6.2f}")

# %% [markdown] slide="fragment"
# F1 broken: weights that have learned from the data obey no such formula. It speaks **of the start only**. F2 broken: a mean of only .01 adds up.<!-- claim: forward_assumptions_matter -->

# %% [markdown] slide="subslide" tags=["predict"]
# Next comes $a = \varphi(z)$. Glorot and Bengio (2010) suppose **(F3)** a straight line of slope 1, as tanh is near 0. Then $E[a^2] = E[z^2]$, and the signal keeps its size if
#
# $$\boxed{\;n_\text{in}\operatorname{Var}(W) = 1\;}$$
#
# **Predict** how far F3 holds: $E[\tanh^2 z] / E[z^2]$ for $z \sim N(0, s^2)$ with $s$ = .1, .5, 1, 2?

# %% slide="fragment" tags=["live"]
# second_moment(f) is E[f(z)²] for z ~ N(0, 1); scale z inside f
for s in (0.1, 0.5, 1.0, 2.0):
    print(f"s = {s:3}: E[tanh²]/E[z²] = {second_moment(lambda z, s=s: np.tanh(s * z)) / s**2:.3f}")

# %% [markdown] slide="fragment"
# At $s = 1$ already .394: F3 is a *linear theory*, good for small signals. Under $n\operatorname{Var}(W) = 1$ tanh activations will therefore shrink, at first quickly, then ever more slowly. Part 6 will show it.

# %% [markdown] slide="slide"
# ## 3. The way back
#
# An activation $a$ hears from all $n_\text{out}$ units that it feeds: $\frac{\partial J}{\partial a} = \sum_j \delta_j w_j$. The same sum with other letters. If **(B1)** the weights are independent of the $\delta_j$, with mean 0:
#
# $$E\Big[\Big(\frac{\partial J}{\partial a}\Big)^2\Big] = n_\text{out}\operatorname{Var}(W)\; E[\delta^2]$$
#
# One layer further down, $\delta = \frac{\partial J}{\partial a}\,\varphi'(z)$. If **(B2)** the two factors are independent, and **(B3)** $\varphi' = 1$ (again the straight line), then δ keeps its size for
#
# $$\boxed{\;n_\text{out}\operatorname{Var}(W) = 1\;}$$

# %% [markdown] slide="subslide" tags=["predict"]
# B1 is bold: these very weights made $z$, $z$ made the loss, and δ comes from the loss. **Predict** the ratio of both sides, square $W$: once with a δ that knows nothing of $W$, once with $\delta = z$ (which is what $J = \frac12\sum z^2$ gives).

# %% slide="fragment" tags=["live"]
# Measured E[(∂J/∂a)²] over n_out · Var(W) · E[δ²]
def backward_ratio(W, delta):
    return np.mean((delta @ W.T) ** 2) / (W.shape[1] * W.var() * np.mean(delta**2))


rng = np.random.default_rng(3)
a, W = rng.normal(size=(50, n)), rng.normal(0, 1 / 16, size=(n, n))
print(f"δ drawn at random {backward_ratio(W, rng.normal(size=(50, n))):.2f}")
print(f"δ = z             {backward_ratio(W, a @ W):.2f}")

# %% [markdown] slide="fragment"
# For a *random* δ the formula is right.<!-- claim: delta_that_knows_nothing --> With $\delta = z$ it is off by 2.00 ± .02<!-- claim: delta_that_knows_w -->, because $z W^\top = a W W^\top$, and $W W^\top$ has a large diagonal that does not average out. B1 is an assumption, not a theorem. In this lecture the gradient at the top is drawn at random, and then it holds.

# %% slide="subslide" tags=["live"]
# B2 and B3: E[δ²] over E[(∂J/∂a)²], beside the theory E[tanh′(z)²], z ~ N(0, s²)
tanh = ACTIVATIONS["tanh"]
for s in (0.1, 0.5, 1.0, 2.0):
    z, from_above = rng.normal(0, s, 100_000), rng.normal(size=100_000)
    measured = np.mean((from_above * tanh.derivative(z)) ** 2) / np.mean(from_above**2)
    theory = second_moment(lambda z, s=s: tanh.derivative(s * z))
    print(f"s = {s:3}: measured {measured:.3f}   E[tanh′²] {theory:.3f}")

# %% [markdown] slide="fragment"
# The slope is 1 only for small signals. **Two uses of one W**: forward, a unit sums over the first index of $W$, $n_\text{in}$ terms; backward over the second, $n_\text{out}$ terms.

# %% [markdown] slide="slide" tags=["predict"]
# ## 4. The compromise
#
# Forward wants $\operatorname{Var}(W) = 1/n_\text{in}$, backward $1/n_\text{out}$. A square layer has both. Any other can have one of them, or something between. Glorot and Bengio take the mean of the two *widths*:
#
# $$\boxed{\;\operatorname{Var}(W) = \frac{2}{n_\text{in} + n_\text{out}}\;}$$
#
# **Predict** for a layer 1024 → 256: by which factor does the second moment change forward, by which backward?

# %% slide="fragment" tags=["live"]
# Forward n_in · Var(W), backward n_out · Var(W): measured, for three choices of Var(W)
def two_factors(rng, fan_in, fan_out, variance):
    W = rng.normal(0, np.sqrt(variance), size=(fan_in, fan_out))
    a, delta = rng.normal(size=(100, fan_in)), rng.normal(size=(100, fan_out))
    return np.mean((a @ W) ** 2), np.mean((delta @ W.T) ** 2)


for fan_in, fan_out in [(1024, 256), (256, 1024)]:
    for name, width in [("1/n_in", fan_in), ("1/n_out", fan_out), ("Glorot", (fan_in + fan_out) / 2)]:
        factors = two_factors(rng, fan_in, fan_out, 1 / width)
        print(f"{fan_in:4} → {fan_out:4}  {name:8} forward {factors[0]:.2f}   backward {factors[1]:.2f}")

# %% [markdown] slide="fragment"
# Forward 1.60<!-- claim: compromise_forward -->, backward .40<!-- claim: compromise_backward -->: neither is 1. Whatever you choose, forward : backward is $n_\text{in} : n_\text{out}$; the compromise splits the error. Over a whole net a pure choice is fine as well: the backward factors $n_\text{out}/n_\text{in}$ of neighbouring layers multiply to the last width over the first, which does not grow with depth (He et al. 2015, §2.2).

# %% [markdown] slide="slide"
# ## 5. Uniform, normal, and a trap
#
# The derivation asks for a variance $v$, not for a shape. Two shapes are usual:
#
# | what is set | normal | uniform on $[-c, c]$ |
# |---|---|---|
# | variance | $v$ | $c^2/3 = v$, so $c = \sqrt{3v}$ |
# | Glorot, $v = \frac{2}{n_\text{in} + n_\text{out}}$ | standard deviation $\sqrt{\frac{2}{n_\text{in} + n_\text{out}}}$ | $c = \frac{\sqrt 6}{\sqrt{n_\text{in} + n_\text{out}}}$ |
# | He, $v = \frac{2}{n_\text{in}}$ | standard deviation $\sqrt{\frac{2}{n_\text{in}}}$ | $c = \sqrt{\frac{6}{n_\text{in}}}$ |
# | "standard" of 2010, $v = \frac{1}{3 n_\text{in}}$ | | $c = \frac{1}{\sqrt{n_\text{in}}}$ |
#
# (Where do the 3 and the 6 come from? $\int_{-c}^{c} w^2 \frac{dw}{2c} = \frac{c^2}{3}$.)

# %% slide="fragment" tags=["live"]
# Same variance, other shape: draw both, compare n_in · Var(W), the largest weight, and Var(z)
rng = np.random.default_rng(4)
a = rng.normal(size=(200, n))
for name in ("glorot_normal", "glorot_uniform", "he_normal", "he_uniform", "uniform_fan_in"):
    W = INITIALIZERS[name](rng, n, n)
    largest, variance = abs(W).max(), n * W.var()
    print(f"{name:14}  n·Var(W) {variance:.3f}   largest {largest:.3f}   Var(z) {(a @ W).var():.3f}")

# %% [markdown] slide="subslide" tags=["predict"]
# **The trap.** In print, N(0, x) has the *variance* x. In numpy, `rng.normal(0, x)` has the *standard deviation* x. Lecture notes give He's rule as N(0, √(2/n)) (Han and Suárez Dou 2024). Read by the convention of print, what is $n\operatorname{Var}(W)$ at $n = 256$? It should be 2.

# %% slide="fragment" tags=["live"]
# Three readings of "He": what rng.normal is given, and what n · Var(W) becomes
readings = {
    "deviation √(2/n)   right": np.sqrt(2 / n),
    "variance  √(2/n)   trap": (2 / n) ** 0.25,
    "deviation  2/n     trap": 2 / n,
}
for name, deviation in readings.items():
    variance = n * rng.normal(0, deviation, size=(n, n)).var()
    print(f"{name:25} n·Var(W) {variance:8.4f}   ten ReLU layers: ×{(variance / 2) ** 10:.1e}")

# %% [markdown] slide="fragment"
# $n\sqrt{2/n} = \sqrt{2n} = 22.6$<!-- claim: trap_read_as_variance --> instead of 2: eleven times too much a layer, $10^{10}$ after ten. The reverse slip gives $4/n = .0156$. Both run without an error. **Say whether you mean a variance or a standard deviation**, and check: `n * W.var()`.

# %% [markdown] slide="slide"
# ## 6. Glorot and Bengio's histograms
#
# Figures 6 and 7 of the paper of 2010 compare the *standard* start $U(\pm 1/\sqrt{n})$, that is $n\operatorname{Var}(W) = \frac13$, with their *normalised* one, $n\operatorname{Var}(W) = 1$: tanh, five hidden layers of 1000 units.
#
# | what | the paper | here |
# |---|---|---|
# | inputs | images of shapes (Shapeset-3×2) | 100 examples of 1000 numbers from N(0, 1) |
# | gradient at the top | from a softmax and its loss | drawn from N(0, 1) |
# | shown | activations; back-propagated gradients | $a$; $\delta = \partial J/\partial z$ |
# | theory in the picture | no | yes, dashed |
#
# What is the same: net, activation, both starts, and that nothing has been trained.

# %% [markdown] slide="subslide" tags=["predict"]
# **Predict**: in which direction do the *activations* get narrower under the standard start, and in which direction δ? What does the normalised start change?

# %% slide="fragment" tags=["hide-input"]
def normal_density(x, variance):
    return np.exp(-(x**2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)


def activation_density(q):
    """The density of a = tanh(z) for z ~ N(0, variance q)."""
    return lambda a: normal_density(np.arctanh(a), q) / (1 - a**2)


def delta_density(q, v):
    """The density of δ = g · tanh′(z) for independent g ~ N(0, v), z ~ N(0, q)."""
    z, weight = np.polynomial.hermite_e.hermegauss(60)  # E over z as a weighted sum
    variances = v * tanh.derivative(np.sqrt(q) * z) ** 2
    weight = weight / weight.sum()
    return lambda x: normal_density(x[:, None], variances) @ weight


# %% [markdown] slide="fragment"
# The theory is the recursion of parts 2 and 3, *without* the straight line: exact second moments of tanh and tanh′ instead. Forward $q$ is the variance of $z$, backward $v$ that of $\partial J/\partial a$:

# %% slide="fragment" tags=["live"]
# q forward, then v backward, both with c = n · Var(W)
def tanh_theory(c, depth=5):
    q = [c]  # the inputs have second moment 1
    for _ in range(depth - 1):
        q.append(c * second_moment(lambda z, s=np.sqrt(q[-1]): np.tanh(s * z)))
    slopes = [second_moment(lambda z, s=np.sqrt(s): tanh.derivative(s * z)) for s in q]
    v = [1.0]  # the gradient at the top has second moment 1
    for slope in slopes[:0:-1]:
        v.insert(0, c * slope * v[0])
    return q, v


q, v = tanh_theory(c=1)
print("q, layer 1 to 5:", np.round(q, 3), "  v:", np.round(v, 3))

# %% slide="subslide" tags=["hide-input"]
PAPER = {"standard, U(±1/√n)": ("uniform_fan_in", 1 / 3), "normalised (Glorot)": ("glorot_uniform", 1)}
activations, deltas, activation_theory, delta_theory = {}, {}, {}, {}
for name, (start, c) in PAPER.items():
    rng = np.random.default_rng(5)
    activations[name], deltas[name] = through_a_net(rng, start, "tanh", width=1000)
    q, v = tanh_theory(c)
    activation_theory[name] = [activation_density(q_l) for q_l in q]
    delta_theory[name] = [delta_density(q_l, v_l) for q_l, v_l in zip(q, v, strict=True)]
plots.layer_histograms(
    activations, xlabel="activation a", theory=activation_theory, xlim=(-1, 1)
)

# %% [markdown] slide="fragment"
# The paper's Figure 6. Under the standard start the activations sink toward 0, layer by layer: their standard deviation in layer 5 is .047<!-- claim: activation_standard -->; under the normalised one .322<!-- claim: activation_normalised -->. Now the way back (Figure 7): read it from layer 5 down to layer 1.

# %% slide="fragment" tags=["hide-input"]
plots.layer_histograms(deltas, xlabel="δ", theory=delta_theory, xlim=(-2.5, 2.5))

# %% [markdown] slide="fragment"
# δ fades in the *other* direction, toward the input: under the standard start its standard deviation at layer 1 is .083<!-- claim: delta_standard --> of that at layer 5, under the normalised one .41<!-- claim: delta_normalised -->. Theory and measurement agree.<!-- claim: histograms_follow_theory -->

# %% [markdown] slide="subslide" tags=["predict"]
# Now the gradient of the **weights**, $\partial J/\partial W^{(\ell)} = A^{(\ell-1)\top}\delta^{(\ell)}$: activations that fall with $\ell$ times δs that rise with $\ell$. **Predict** its size per layer under the standard start: falling, rising, flat?

# %% slide="fragment"
def weight_gradient_deviations(seed, initializer):
    flow = signal_flow(5, 1000, "tanh", initializer, np.random.default_rng(seed), batch=100)
    return np.sqrt(flow.weight_gradient_variance[1:])  # from A₁ on: the input is not tanh's


runs = {
    name: [weight_gradient_deviations(seed, start) for seed in range(3)]
    for name, (start, _) in PAPER.items()
}
plots.layer_profile(runs, ylabel="sd of ∂J/∂W", first=2, ylim=(0.003, 0.3))

# %% [markdown] slide="fragment"
# **Flat**, under both starts (within 10 % from layer to layer<!-- claim: weight_gradients_are_flat -->). In the linear theory a layer multiplies $E[a^2]$ by $c = n\operatorname{Var}(W)$ forward and $E[\delta^2]$ by the same $c$ backward: at every layer the product is $c^{L-1}$ of the whole (the paper's eq. 14 and Figure 8). Comparing weight gradients of layers therefore does not reveal the illness: *all* are too small together, the more so the deeper the net. (Bias gradients, $\sum_n \delta_n$, fade as δ does.)

# %% [markdown] slide="slide"
# ## 7. ReLU loses a factor 2
#
# ReLU is no straight line at 0, however small the signal. But if $z$ is distributed symmetrically about 0, exactly half of $E[z^2]$ comes from $z > 0$:
#
# $$E\big[\operatorname{ReLU}(z)^2\big] = \tfrac12 E[z^2], \qquad E\big[\operatorname{ReLU}'(z)^2\big] = \tfrac12$$
#
# So a layer multiplies the second moment by $\frac12 n_\text{in}\operatorname{Var}(W)$ forward, $\frac12 n_\text{out}\operatorname{Var}(W)$ backward. To keep it (He et al. 2015, eq. 10 and 14):
#
# $$\boxed{\;\operatorname{Var}(W) = \frac{2}{n_\text{in}}\;}\qquad\text{or, backward, } \frac{2}{n_\text{out}}$$

# %% slide="fragment" tags=["live"]
# Second moment or variance: which one is halved?
z = np.random.default_rng(6).normal(size=1_000_000)
a = np.maximum(0, z)
print(f"E[a²] {np.mean(a**2):.3f}   Var(a) {np.var(a):.3f}   E[a]² {np.mean(a) ** 2:.3f}")
print(f"theory: 1/2, 1/2 − 1/(2π) = {0.5 - 0.5 / np.pi:.3f}, 1/(2π) = {0.5 / np.pi:.3f}")

# %% [markdown] slide="fragment"
# The *second moment* is halved, the variance is .341 of that before. The ½ often appears in print beside the word "variance" (Han and Suárez Dou 2024): wrong word, right number, because part 2 needs $E[a^2]$ and nothing else.

# %% [markdown] slide="subslide" tags=["predict"]
# **Predict**: ReLU, 50 layers of 256 units. What is the second moment of the last activations under Glorot, what under He?

# %% slide="fragment"
def second_moments(seed, initializer, depth=50, batch=32):
    """Second moment of the activations per layer, and of δ."""
    rng = np.random.default_rng(seed)
    flow = signal_flow(depth, 256, "relu", initializer, rng, batch)
    return flow.activation_variance + flow.activation_mean**2, flow.delta_variance


layers = np.arange(1, 51)
runs = {start: [second_moments(s, start)[0] for s in range(10)] for start in ("glorot_normal", "he_normal")}
theory = {"½ a layer": 0.5**layers, "1": np.ones(50)}
plots.layer_profile(runs, ylabel="E[a²]", theory=theory, mean=True)

# %% [markdown] slide="fragment"
# Glorot: $2^{-50} \approx 10^{-15}$. He: kept, *in expectation*. Single nets scatter, the more the deeper and the narrower: log₁₀ of the last second moment is −.2 ± .3<!-- claim: he_at_depth_50 --> under He, and −15.2 ± .3<!-- claim: glorot_at_depth_50 --> under Glorot. On its way back δ fares alike.<!-- claim: delta_relu_alike -->

# %% [markdown] slide="slide"
# ## 8. He's depth contrast
#
# Does it matter for learning? He et al. (2015, Figures 2 and 3): with **22** layers both starts converge, Glorot's ("Xavier") later; with **30**, Glorot's stalls. Ours is a small cousin:
#
# | what | the paper | here |
# |---|---|---|
# | nets | convolutional, 22 and 30 layers | fully connected, width 128; 22, 30, and **10 (our addition)** |
# | data | ImageNet | 500 digits of 8 × 8 pixels |
# | curve | error on validation images | training loss |
# | runs | 1 | 5 seeds, not 20, because they take minutes: stored, made by `make figures` |
# | training | their schedule, weight decay | plain steps, η = .01, batches of 50, 300 epochs |

# %% slide="subslide" tags=["hide-input"]
stored = json.loads(Path("figure_data/he_depth.json").read_text(encoding="utf-8"))
pages = {}
for depth, losses in stored["training_loss"].items():
    curves = {"Glorot": losses["glorot_normal"], "He": losses["he_normal"]}
    options = {"ylabel": "training loss", "first": 0, "stride": 5, "ylim": (0, 3.5)}
    pages[depth] = plots.learning_curves(curves, title=f"{depth} layers, ReLU", **options)
plots.flip_book(pages, label="layers", start="30")

# %% [markdown] slide="fragment"
# He's start learns at all three depths. Glorot's waits on a **plateau** at $\ln 10 = 2.30$, the loss of knowing nothing, the longer the deeper; it leaves it late, and at 30 layers not in every run. "Stalls" is the paper's finding for *its* nets and its time, not a law.

# %% [markdown] slide="subslide" tags=["predict"]
# The start of such a run is quick enough to do now: 22 layers of 64 units, 300 digits. **Predict** the loss of both after 20 epochs.

# %% slide="fragment"
X_digits, _, Y_digits, _ = digits()
X_digits, Y_digits = (X_digits[:300] - X_digits.mean()) / X_digits.std(), Y_digits[:300]


def deep_curve(seed, initializer, depth=22, epochs=20, learning_rate=0.02):
    rng = np.random.default_rng(seed)
    net = MLP([64, *[64] * (depth - 1), 10], initializer=initializer, rng=rng)
    losses = [net.loss_value(X_digits, Y_digits)]
    for _ in range(epochs):
        for rows in rng.permutation(300).reshape(10, 30):
            gradients = net.backward(X_digits[rows], Y_digits[rows])
            for W, b, (dW, db) in zip(net.weights, net.biases, gradients, strict=True):
                W -= learning_rate * dW
                b -= learning_rate * db
        losses.append(net.loss_value(X_digits, Y_digits))
    return losses


# %% slide="fragment"
curves = {
    "Glorot": [deep_curve(seed, "glorot_normal") for seed in range(4)],
    "He": [deep_curve(seed, "he_normal") for seed in range(4)],
}
plots.learning_curves(curves, ylabel="training loss", first=0, ylim=(0, 3.2))

# %% [markdown] slide="fragment"
# After 20 epochs He's start is at .96 ± .45<!-- claim: he_after_20 -->, Glorot's at 2.29<!-- claim: glorot_after_20 -->. Why? Under Glorot the weight gradient of *every* layer is too small by about $2^{-20}$ in second moment (part 6: for all the same), that is $10^{-3}$ in size; a step of .02 times that is no step at all.

# %% [markdown] slide="slide"
# ## 9. Which start for which activation
#
# | activation | $\operatorname{Var}(W)$ | why |
# |---|---|---|
# | none, tanh, softsign $\frac{z}{1 + \lvert z\rvert}$ | Glorot, or $\frac{1}{n_\text{in}}$ (LeCun et al. 1998) | slope 1 at 0 |
# | ReLU | He, $\frac{2}{n_\text{in}}$ | exact: half the second moment |
# | leaky ReLU, slope α | $\frac{2}{(1 + \alpha^2)\, n_\text{in}}$ | exact (He et al. 2015, eq. 15) |
# | ELU, GELU, Swish, Mish | He, as a habit | factor near 1, not 1 (part 10); at 30 layers it shows |
# | SELU (a scaled ELU) | $\frac{1}{n_\text{in}}$ | made for it (Klambauer et al. 2017) |
# | sigmoid | none works at depth | part 11; use it as an output |
#
# "Exact" only where φ(sz) = sφ(z) for $s > 0$ (*positively homogeneous*).

# %% slide="fragment" tags=["hide-input"]
def page_of(activation, depth=30):
    """Second moments over the layers: forward and back, under Glorot and He."""
    curves = {}
    for start in ("glorot_normal", "he_normal"):
        flow = signal_flow(depth, 256, activation, start, np.random.default_rng(7), batch=32)
        curves[f"{start[:-7]}: variance of a"] = flow.activation_variance
        curves[f"{start[:-7]}: variance of δ"] = flow.delta_variance
    return plots.layer_profile(curves, ylabel="variance", title=activation, ylim=(1e-12, 1e4))


choices = ("tanh", "relu", "leaky_relu", "elu", "gelu", "swish", "sigmoid")
plots.flip_book({name: page_of(name) for name in choices}, label="activation", start="relu")

# %% [markdown] slide="fragment"
# Go through the slider with the table beside you. For which activations is a level line possible, and with which start? For the sigmoid the variance of $a$ looks healthy while δ dies under both: it is the variance *between units*, lecture 4's trap.
#
# Eight starts against four activations, 50 layers, ten nets a cell (stored; made by `make figures`). Light: kept.

# %% slide="subslide" tags=["hide-input"]
stored = json.loads(Path("figure_data/variance_50.json").read_text(encoding="utf-8"))
PARTS = {
    "forward, all entries": ("activation", "log₁₀ Var(a₅₀), over all entries"),
    "forward, over examples": ("activation_over_samples", "log₁₀ Var(a₅₀), over the examples"),
    "back": ("delta", "log₁₀ Var(δ₁)/Var(δ₅₀)"),
}
rows, starts = (stored["settings"][name] for name in ("activations", "initializers"))
pages, names = {}, [start.replace("_", "\n", 1) for start in starts]
for page, (part, title) in PARTS.items():
    runs = np.array([[stored[row][start][part] for start in starts] for row in rows], dtype=float)
    runs[np.isnan(runs)] = -np.inf  # a variance of exactly 0
    look = {"rows": rows, "columns": names, "target": 0, "limits": (-30, 0)}
    pages[page] = plots.heat_map(runs, quantity=title, title=title, **look)
plots.flip_book(pages, label="variance")

# %% [markdown] slide="fragment"
# Read it row by row: ReLU and leaky ReLU have their two columns (He's), tanh several; the sigmoid's forward row, all entries, is light nearly everywhere, and the other two pages tell the truth.
#
# Batch normalisation and residual connections (lecture 4) make a net less sensitive to its start; they do not make the question go away.

# %% [markdown] slide="slide" tags=["further"]
# ## 10. Further: gains, measured
#
# For ELU, GELU or Swish there is no constant factor. Take $z$ of variance 1 as a reference: then He's $n\operatorname{Var}(W) = 2$ gives a layer the factor $2E[\varphi^2]$ forward and $2E[\varphi'^2]$ backward. The **gain** $\sqrt{1/E[\varphi(z)^2]}$ is the factor on the *standard deviation* $1/\sqrt{n}$ that would make the first of them 1.

# %% slide="fragment" tags=["further", "live"]
# Forward and backward factor under He at Var(z) = 1; the last column is the gain
from course_lib.activations import gain

for name in ("relu", "leaky_relu", "elu", "gelu", "swish", "mish", "tanh"):
    act = ACTIVATIONS[name]
    ahead, back = 2 * second_moment(act), 2 * second_moment(act.derivative)
    print(f"{name:10}  forward {ahead:.2f}   backward {back:.2f}   gain {gain(name):.3f}")

# %% [markdown] slide="fragment" tags=["further", "predict"]
# Those are integrals. **Predict**: does GELU, with its own gain, keep the second moment over 30 layers? And if the first layer's signal is ten times smaller?

# %% slide="fragment" tags=["further"]
def with_gain(seed, name, scale=1.0, depth=30, width=256, batch=64):
    """Second moment of z per layer, weights of standard deviation gain/√width."""
    rng = np.random.default_rng(seed)
    A, moments = scale * rng.normal(size=(batch, width)), []
    for layer in range(depth):
        factor = 1.0 if layer == 0 else gain(name)
        Z = A @ rng.normal(0, factor / np.sqrt(width), size=(width, width))
        A = ACTIVATIONS[name](Z)
        moments.append(np.mean(Z**2))
    return moments


runs = {
    f"{name}, inputs × {scale}": [with_gain(seed, name, scale) for seed in range(5)]
    for name in ("relu", "gelu") for scale in (1.0, 0.1)
}  # fmt: skip
plots.layer_profile(runs, ylabel="E[z²]", ylim=(1e-12, 30))

# %% [markdown] slide="fragment" tags=["further"]
# ReLU keeps what it is given. GELU's level is *unstable*. Small signals see $z/2$ and lose: $\frac14\,\text{gain}^2 = .59$ a layer;<!-- claim: gelu_loses_small_signals --> large ones see ReLU and win: $\frac12\,\text{gain}^2 = 1.18$. Even from $E[z^2] = 1$, chance decides which way it goes. A gain speaks of *one size* of signal.

# %% [markdown] slide="slide" tags=["further"]
# ## 11. Further: why Glorot does not save the sigmoid
#
# Two published courses recommend Glorot for tanh *and sigmoid* (Turcotte 2025; Han and Suárez Dou 2024, with $\varphi'(0) \approx 1$). But $\sigma'(0) = \frac14$: F3 and B3 fail from the start, and lecture 4 measured the result. With $c = n\operatorname{Var}(W)$ a layer multiplies $\operatorname{Var}(\delta)$ by $c\,E[\sigma'^2]$, under Glorot at most $\frac1{16}$. How much exactly? $q = \operatorname{Var}(z)$ settles at a fixed point:

# %% slide="fragment" tags=["further", "live"]
# Iterate q ← c · E[σ(z)²], z ~ N(0, q); then one layer back costs c · E[σ′(z)²]
sigmoid = ACTIVATIONS["sigmoid"]


def sigmoid_factor(c):
    q = c
    for _ in range(30):
        q = c * second_moment(lambda z, s=np.sqrt(q): sigmoid(s * z))
    return q, c * second_moment(lambda z: sigmoid.derivative(np.sqrt(q) * z))


print("Glorot, n·Var(W) = 1: q = {:.3f}, δ's variance × {:.4f} a layer".format(*sigmoid_factor(1)))

# %% [markdown] slide="fragment" tags=["further", "predict"]
# .0557 a layer: $10^{-61}$ over 50 layers. **Predict**: can larger weights repair it? Then $q$ grows too, and with it the saturation.

# %% slide="fragment" tags=["further"]
scales = [1, 4, 16, 36, 113, 256]
theory = {"c · E[σ′²] at the fixed point": [sigmoid_factor(c)[1] for c in scales]}


def measured_factor(seed, c, width=256, depth=12):
    rng, scale = np.random.default_rng(seed), np.sqrt(c)
    flow = signal_flow(depth, width, "sigmoid", "lecun_normal", rng, weight_scale=scale)
    return (flow.delta_variance[1] / flow.delta_variance[-2]) ** (1 / (depth - 3))


measured = [measured_factor(0, c) for c in scales]
labels = {"xlabel": "c = n·Var(W)", "ylabel": "factor on Var(δ) a layer"}
plots.measured_and_theory(scales, measured, theory, **labels)

# %% [markdown] slide="fragment" tags=["further"]
# Only near $c = 113$ does δ keep its variance:<!-- claim: sigmoid_needs_a_hundred --> lecture 4's $36\pi$, for $c$ large. By then most units are saturated, and a few steep ones carry everything. No start makes a deep sigmoid net healthy. A *rescaled* sigmoid is another matter: $4\sigma(z) - 2 = 2\tanh(z/2)$ has slope 1 at 0 and mean 0, as Glorot wants it.

# %% [markdown] slide="slide" tags=["further"]
# ## 12. Further: singular values
#
# Glorot and Bengio also look at the **Jacobian** of a layer, $\partial z^{(\ell+1)}/\partial z^{(\ell)}$, that is $\operatorname{diag}(\varphi')\,W$ in our notation. Its singular values say how much it stretches in each direction. They report averages of about .8 under their start and .5 under the standard one. Linear theory ($\varphi' = 1$, square $W$): the mean is $\frac{8}{3\pi}\sqrt{n\operatorname{Var}(W)}$, .85 and .49.

# %% slide="fragment" tags=["further", "live"]
# Mean singular value of W, and of the whole Jacobian in the third layer
for name, (start, c) in PAPER.items():
    rng = np.random.default_rng(9)
    weights = [INITIALIZERS[start](rng, 400, 400) for _ in range(4)]
    steps, _ = forward(rng.normal(size=(1, 400)), weights, tanh)
    jacobian = steps[2].slope[0][:, None] * weights[3]
    means = [np.linalg.svd(M, compute_uv=False).mean() for M in (weights[3], jacobian)]
    print(f"{name:20} W {means[0]:.3f}   Jacobian {means[1]:.3f}   theory {8 / (3 * np.pi) * np.sqrt(c):.3f}")

# %% [markdown] slide="fragment" tags=["further"]
# Although the *mean square* is 1 under Glorot, the mean singular value is .85: they spread from 0 to 2 (the quarter-circle law). A product of many such matrices flattens space into ever fewer directions, even where the second moment is kept. Only **orthogonal** $W$ have all singular values 1 (Saxe et al. 2014); they are a popular start for recurrent nets.

# %% slide="fragment" tags=["further", "hide-input"]
def spectrum_of_product(depth, orthogonal, width=200, seed=0):
    rng, product = np.random.default_rng(seed), np.eye(width)
    for _ in range(depth):
        W = rng.normal(0, 1 / np.sqrt(width), size=(width, width))
        product = (np.linalg.qr(W)[0] if orthogonal else W) @ product
    return np.linalg.svd(product, compute_uv=False)[::20]


pages = {
    depth: plots.layer_profile(
        {"n·Var(W) = 1": spectrum_of_product(depth, False),
         "orthogonal": spectrum_of_product(depth, True)},
        xlabel="rank (every 20th of 200)", ylabel="singular value", ylim=(1e-12, 30),
    )
    for depth in (1, 2, 4, 8, 16)
}  # fmt: skip
plots.flip_book(pages, label="matrices multiplied", start=4)

# %% [markdown] slide="slide" tags=["further"]
# ## 13. Further: what libraries do
#
# | library | weights of a dense layer, by default | biases | $n\operatorname{Var}(W)$, square | ReLU: $E[a^2]$ a layer |
# |---|---|---|---:|---:|
# | scikit-learn `MLPClassifier` | Glorot, uniform, *also for ReLU* | like the weights | 1 | ½ |
# | Keras `Dense` | Glorot, uniform | 0 | 1 | ½ |
# | PyTorch `Linear` | $U(\pm 1/\sqrt{n_\text{in}})$ | like the weights | ⅓ | ⅙ |
# | the same two, He on request | He, uniform or normal | as above | 2 | 1 |
#
# PyTorch's default is the "standard" that Glorot and Bengio set out to improve in 2010 (its code says `kaiming_uniform_` with `a=sqrt(5)`: with slope $\sqrt5$, $\frac{2}{1+5} = \frac13$). The last column is without biases. Why does hardly anyone notice? Few layers, Adam, normalisation. Do not take it on trust:

# %% slide="fragment" tags=["further"]
from sklearn.neural_network import MLPClassifier

for activation in ("relu", "tanh", "logistic"):
    still = {"solver": "sgd", "learning_rate_init": 1e-12, "random_state": 0}  # all but no training
    model = MLPClassifier([256, 256], activation=activation, **still)
    model.partial_fit(np.zeros((4, 256)), [0, 1, 0, 1], classes=[0, 1])
    W, b = model.coefs_[1], model.intercepts_[1]
    print(f"{activation:8}  n·Var(W) {256 * W.var():.3f}   largest bias {abs(b).max():.3f}")

# %% [markdown] slide="fragment" tags=["further"]
# For the logistic function scikit-learn draws *smaller* weights, ⅓ of Glorot's variance, although a slope of ¼ would ask for larger ones.
#
# Defaults may change (these are of 2025). What you rely on, set yourself.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 14. Further: zero biases
#
# Random weights have already broken the symmetry (lecture 3), so biases may be 0. **Should** they? A bias of variance $\beta$ adds $\beta$ to $\operatorname{Var}(z)$, in every layer. And it adds *the same* number for all examples. **Predict** what He's start does over 30 ReLU layers with biases of standard deviation ½.

# %% slide="fragment" tags=["further", "live"]
# He's weights, biases N(0, deviation²): second moment, and the share that varies between examples
def with_biases(seed, deviation, depth=30, width=256, batch=64):
    rng = np.random.default_rng(seed)
    A, moments, shares = rng.normal(size=(batch, width)), [], []
    for _ in range(depth):
        W, b = INITIALIZERS["he_normal"](rng, width, width), rng.normal(0, deviation, width)
        A = np.maximum(0, A @ W + b)
        moments.append(np.mean(A**2))
        shares.append(A.var(axis=0).mean() / np.mean(A**2))
    return moments, shares


for deviation in (0.0, 0.5):
    moments, shares = with_biases(0, deviation)
    print(f"biases {deviation}:  E[a²] {moments[-1]:5.2f}   share between examples {shares[-1]:.4f}")

# %% [markdown] slide="fragment" tags=["further"]
# With biases $E[a^2]$ grows by $\beta/2$ a layer in expectation, and less is left of what distinguishes one example from another.<!-- claim: biases_drown_the_examples --> (Without biases that share sinks too: ReLU layers pull all inputs toward one direction.)
#
# Exceptions for a reason: the output bias at the log-odds of the classes (lecture 3); a forget gate's bias at 1 in recurrent nets (Gers et al. 2000).

# %% [markdown] slide="slide"
# ## Take-away
#
# - Forward a layer multiplies the second moment by $n_\text{in}\operatorname{Var}(W)\,E[\varphi^2]/E[z^2]$, backward by $n_\text{out}\operatorname{Var}(W)\,E[\varphi'^2]$. Everything else in this lecture follows.
# - Straight line of slope 1 (tanh near 0): Glorot, $\frac{2}{n_\text{in}+n_\text{out}}$, a compromise. ReLU: half is lost, so He, $\frac{2}{n_\text{in}}$.
# - It is the *second moment* that ReLU halves, not the variance.
# - N(0, x) in print has variance x; `rng.normal(0, x)` has standard deviation x. Check `n * W.var()`.
# - Activations fade forward, δ backward; their product, the weight gradient, can be flat all the same.
# - Fifty ReLU layers under Glorot: $2^{-50}$. In our small nets that is a plateau, in He's deep one a stall.
# - The sigmoid has $\varphi'(0) = \frac14$. No start saves it at depth.
# - The theory is one of the *start*. After the first steps other things decide as well.

# %% [markdown] slide="slide"
# ## Questions
#
# Answer first, then unfold.
#
# <details><summary>1. A layer goes from 300 to 100 units. Give Glorot's variance, the normal form's standard deviation, and the uniform form's bound.</summary>
#
# Variance 2/400 = .005; standard deviation √.005 = .0707; bound √(3 · .005) = √(6/400) = .122.
#
# </details>
#
# <details><summary>2. In the forward derivation, must the inputs of a unit be independent, or have mean 0?</summary>
#
# Neither. The cross terms vanish because the weights are independent with mean 0. But then it is E[a²] that enters, not Var(a).
#
# </details>
#
# <details><summary>3. For ReLU someone uses the factor .341, "because that is the variance of ReLU(z)", and takes Var(W) = 1/(.341 n). What happens over 20 layers?</summary>
#
# n Var(W) = 2.93, so the second moment grows by 2.93/2 = 1.47 a layer, by about 2,100 in all: the next layer sees E[a²], to which the mean contributes.
#
# </details>
#
# <details><summary>4. You monitor the norm of each layer's weight gradient; all are alike. Is the start a good one?</summary>
#
# Not necessarily: in the linear theory they are alike for any n Var(W) on square layers, only all small (or large) together. Look at the activations and δ per layer too, or at the norm for other depths.
#
# </details>
#
# <details><summary>5. He's net of 30 layers has widths that go up and down. Var(W) = 2/n_in is used throughout. Why is δ nevertheless fine?</summary>
#
# Backward each layer has the factor n_out/n_in; the n_out of one is the n_in of the next, so over the net all cancel but the last width over the first.
#
# </details>
#
# <details><summary>6. A library's documentation says "weights: N(0, 2/n)", and its code rng.normal(0, 2/n). Who is right?</summary>
#
# The documentation, if N(0, 2/n) is read as variance 2/n. The code takes 2/n for the standard deviation: n Var(W) = 4/n, a hundredth of what it should be at n = 200.
#
# </details>
#
# <details><summary>7. Leaky ReLU with slope α = .2: what are E[φ²] for z ~ N(0, 1), and the right variance?</summary>
#
# ½ + ½α² = .52, so Var(W) = 1/(.52 n) = 2/(1.04 n). Exact for every size of signal, since leaky ReLU is positively homogeneous.
#
# </details>
#
# <details><summary>8. In a deep sigmoid net the activations of layer 30 have variance .01 over all entries. Your friend says that the signal is alive. What do you look at?</summary>
#
# At the variance over examples for each unit. It may be zero to many digits: each unit then has its own constant, and the net has forgotten its input.
#
# </details>
#
# <details><summary>9. "He's weights are positive, and that ensures that the gradient flows" (from published notes). What is wrong?</summary>
#
# They are drawn symmetrically about 0, half of them negative; the derivation needs mean 0 (F2). What keeps the gradient's size is the variance 2/n.
#
# </details>

# %% [markdown] slide="slide"
# ## Where this leads
#
# Five lectures, one line: a unit that cannot do XOR, the chain rule for a handful of numbers, the same for matrices, a product that vanishes, and now a start under which it does not. **The theory ends where training begins**: after some steps the weights depend on the data (F1, B1), and normalisation, residual connections and optimizers that rescale each gradient (lecture 4, Further) take over part of the work. They have made starts less critical, not irrelevant.
#
# **Now you**: take lecture 4's `deep_accuracy`, which has a switch for each cure, and find out which *one* change (tanh with Glorot, ReLU with He, batch normalisation, residual connections) helps a sigmoid net of 50 layers most. State rate, steps and seeds.
#
# **Sources.** X. Glorot, Y. Bengio, *Understanding the difficulty of training deep feedforward neural networks*, AISTATS 2010 · K. He, X. Zhang, S. Ren, J. Sun, *Delving deep into rectifiers*, ICCV 2015 · Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, *Efficient BackProp*, 1998 · A. Saxe, J. McClelland, S. Ganguli, *Exact solutions to the nonlinear dynamics of learning in deep linear neural networks*, ICLR 2014 · G. Klambauer et al., *Self-normalizing neural networks*, NeurIPS 2017 · F. Gers, J. Schmidhuber, F. Cummins, *Learning to forget*, Neural Computation 12, 2000 · M. Turcotte, *Training Artificial Neural Networks (Part 2)*, CSI 4106, University of Ottawa, Fall 2025 · K. Han, S. Suárez Dou, *Artificial Neural Networks – a gentle introduction*, MCMP-21, University of Luxembourg, Nov 2024.
