# %% [markdown] slide="slide"
# # Lecture 4 · Vanishing and exploding gradients
#
# *Why a correct gradient may be useless: what happens to δ on a long way back, and what helps.*

# %% [markdown] slide="subslide"
# ## What you will be able to do
#
# 1. Derive the bound $(\frac14)^L \prod |w|$ for a chain of sigmoid units, and say when it is nearly attained and when it is useless.
# 2. Measure the gradient norm of every layer, at the start and during training, and read such a profile.
# 3. Tell apart: *vanished*, *only slow*, *saturated*, *dead*, *exploding*; and choose a remedy for each.
# 4. Predict from width and weight scale whether δ grows or shrinks from layer to layer, and measure the right variance.
# 5. Clip by the global norm of the parameter gradients, and test cures by experiment: activation, initial weights, batch normalisation, residual connections.
#
# You need lecture 3: its δ recursion, `MLP`, and the circles.

# %% [markdown] slide="subslide"
# ## Plan
#
# | part | minutes |
# |---|---:|
# | 1. A product of small factors | 11 |
# | 2. Whole layers | 9 |
# | 3. What training makes of it | 9 |
# | 4. Saturated and dead units | 9 |
# | 5. What N(0, 1) really does | 10 |
# | 6. A trap: which variance? | 5 |
# | 7. Exploding gradients and clipping | 8 |
# | 8. Cures as experiments | 9 |
# | Take-away and questions | 5 |
# | 9. *Further*: the ReLU family | 8 |
# | 10. *Further*: batch normalisation from inside | 10 |
# | 11. *Further*: recurrent chains | 10 |
# | 12. *Further*: other optimizers | 7 |
#
# The core path is 75 minutes; the *Further* parts stand on their own, in any order.
#
# **Notation**, as always: rows are examples; $Z^{(\ell)} = A^{(\ell-1)} W^{(\ell)} + b^{(\ell)}$, $A^{(\ell)} = \varphi(Z^{(\ell)})$; $\delta^{(\ell)} = \partial J / \partial Z^{(\ell)}$, counted from the input side: layer 1 is the first, layer $L$ the last. "Variance" is never a standard deviation.

# %% slide="skip"
import numpy as np

from course_lib import MLP, plots
from course_lib.datasets import circles

X_train, X_test, y_train, y_test = circles()

# %% [markdown] slide="slide"
# ## 1. A product of small factors
#
# Lecture 3's recursion multiplies δ at each layer back by a weight matrix and by φ′. The smallest deep net is a chain of $L$ single units, $a_\ell = \sigma(w_\ell\, a_{\ell-1})$ with $a_0 = x$. By the chain rule
#
# $$\frac{\partial a_L}{\partial x} = \prod_{\ell=1}^{L} w_\ell\,\sigma'(z_\ell).$$
#
# How large can σ′ get?

# %% slide="fragment" tags=["live"]
# σ′(z) = σ(z)(1 − σ(z)) on a grid: where is it largest, and how large?
from course_lib.activations import ACTIVATIONS, sigmoid, sigmoid_derivative

z = np.linspace(-8, 8, 1601)
slopes = sigmoid_derivative(z)
print("largest", slopes.max(), "at z =", z[slopes.argmax()].round(9))

# %% slide="fragment" tags=["hide-input"]
pair = {name: ACTIVATIONS[name] for name in ("sigmoid", "tanh", "relu")}
plots.activation_and_derivative(pair, limit=6)

# %% [markdown] slide="fragment"
# With $p = \sigma(z)$: $p(1-p)$ is a parabola with its top at $p = \frac12$. So $0 < \sigma' \le \frac14$, and (tanh′ is at most 1)
#
# $$\boxed{\;\left|\frac{\partial a_L}{\partial x}\right| \;\le\; \Big(\frac14\Big)^{L} \prod_{\ell} |w_\ell|\;}$$
#
# The weights take part! "¼ per layer" alone is the bound only where all $|w| \le 1$.

# %% slide="subslide" tags=["live"]
# 1000 chains at once: collect the factors, multiply them up
def chain_gradients(weights, x):
    """|∂a_ℓ/∂x| of chains of sigmoid units: weights (n, L), x (n,) → (n, L)."""
    a, factors = x, []
    for w in weights.T:
        z = w * a
        a = sigmoid(z)
        factors.append(w * sigmoid_derivative(z))
    return np.abs(np.cumprod(factors, axis=0)).T


def chain_bounds(weights):
    return np.cumprod(np.abs(weights) / 4, axis=1)

# %% [markdown] slide="fragment" tags=["predict"]
# **Predict.** Weights and $x$ from N(0, 1), ten units. What order of magnitude has the gradient in a typical chain? And how far below its bound is it: 2 times, 100 times, a million times?

# %% slide="fragment"
def random_chains(seed, scale, L=30, n=1000):
    rng = np.random.default_rng(seed)
    weights = scale * rng.normal(size=(n, L))
    return chain_gradients(weights, rng.normal(size=n)), chain_bounds(weights)


gradients, bounds = random_chains(seed=0, scale=1.0)
for L in (1, 10, 30):
    true, bound = gradients[:, L - 1], bounds[:, L - 1]
    share = np.median(true / bound)
    print(f"L = {L:2}: median gradient {np.median(true):.1e}, share of its bound {share:.2f}")

# %% [markdown] slide="fragment" tags=["predict"]
# At ten units the median gradient is about $10^{-9}$ (log₁₀: −9.0<!-- claim: chain_of_ten -->), which is .53<!-- claim: chain_share_of_bound --> of its bound: nearly attained, since with such weights $z$ stays near 0. Then make the weights larger, so that the bound is harmless? **Predict**, then move the slider.

# %% slide="subslide" tags=["hide-input"]
def chain_page(scale):
    gradients, bounds = random_chains(seed=0, scale=scale)
    groups = {"gradient": gradients, "its bound": bounds}
    quarter = {"(¼)^L": 0.25 ** np.arange(1, 31)}
    return plots.layer_profile(
        groups, theory=quarter, xlabel="L", ylabel="|∂a_L/∂x|",
        title=f"1000 chains, w ~ N(0, {scale:g}²)", ylim=(1e-40, 1e12),
    )


pages = {scale: chain_page(scale) for scale in (0.5, 1, 2, 4, 8, 16)}
plots.flip_book(pages, label="standard deviation of w", start=1)

# %% [markdown] slide="fragment"
# A large weight does not rescue the gradient: it drives $z$ out to where σ′ is almost 0 (the unit *saturates*). At a standard deviation of 8 the bound exceeds 1 and says nothing; the gradient has vanished all the more. Whatever the scale, at ten units the median stays below one millionth.<!-- claim: no_scale_rescues_the_chain -->
#
# "Positive weights ensure gradient flow", one reads (Han & Suárez Dou 2024). But initial weights are symmetric about 0, and a negative one only flips the sign.

# %% [markdown] slide="slide"
# ## 2. Whole layers
#
# In a layer the paths add up, and the bound becomes one of norms. $\|\delta\|$ is the root of the sum of squares, $\|W\|_2$ the largest singular value: the most by which $W$ can stretch a vector.
#
# $$\|\delta^{(\ell)}\| \;\le\; \max|\varphi'| \cdot \big\|W^{(\ell+1)}\big\|_2 \cdot \|\delta^{(\ell+1)}\|$$
#
# The circles of lecture 3, and nets of any depth. tanh and the ReLUs start from the weights that lecture 5 derives for them (Glorot's and He's), the sigmoid from Glorot's, as is usual.

# %% slide="fragment" tags=["live"]
# A deep net for the circles, and the gradient norm of each layer
START = {"sigmoid": "glorot_normal", "tanh": "glorot_normal"}  # all others: He


def deep_net(depth, seed, activation, initializer=None, width=16):
    sizes = [2] + [width] * depth + [1]
    start = initializer or START.get(activation, "he_normal")
    return MLP(sizes, activation, start, rng=np.random.default_rng(seed))


def gradient_norms(net):
    return [np.linalg.norm(dW) for dW, db in net.backward(X_train, y_train)]

# %% [markdown] slide="fragment" tags=["predict"]
# **Predict.** Ten hidden layers, not yet trained. By what factor is the gradient of layer 1 smaller than that of the last layer: for sigmoid, tanh, ReLU, leaky ReLU?

# %% slide="fragment"
for activation in ("sigmoid", "tanh", "relu", "leaky_relu"):
    norms = np.median([gradient_norms(deep_net(10, s, activation)) for s in range(20)], axis=0)
    print(f"{activation:10}  first {norms[0]:.1e}   last {norms[-1]:.1e}")

# %% slide="subslide" tags=["hide-input"]
def depth_page(depth):
    names = ("sigmoid", "tanh", "relu", "leaky_relu")
    groups = {n: [gradient_norms(deep_net(depth, s, n)) for s in range(20)] for n in names}
    return plots.layer_profile(
        groups, ylabel="norm of ∂J/∂W", ylim=(1e-16, 10),
        title=f"hidden layers: {depth} (20 starts)",
    )


pages = {depth: depth_page(depth) for depth in (1, 3, 5, 10, 20)}
plots.flip_book(pages, label="hidden layers", start=10)

# %% [markdown] slide="fragment"
# On a logarithmic axis the sigmoid's line is straight: a constant factor per layer, hence *exponential* in depth. With ten hidden layers the first gradient is about $10^{-7}$ times the last (log₁₀: −7.0<!-- claim: sigmoid_first_to_last -->). tanh, ReLU and leaky ReLU lose less than a factor 10 (median of 20 starts).<!-- claim: others_keep_the_gradient -->
#
# tanh saturates just as the sigmoid does. But tanh′(0) = 1, not ¼. And biases? Their gradient is $\sum_n \delta_n$, the same δ:

# %% slide="fragment" tags=["live"]
# Norms of ∂J/∂W and ∂J/∂b, sigmoid, five hidden layers
for layer, (dW, db) in enumerate(deep_net(5, 0, "sigmoid").backward(X_train, y_train), 1):
    print(f"layer {layer}:  dW {np.linalg.norm(dW):.1e}   db {np.linalg.norm(db):.1e}")

# %% [markdown] slide="slide"
# ## 3. What training makes of it
#
# A small gradient is no harm in itself: take a larger learning rate. Whether that helps depends on what else must move at the same rate.
#
# Plain gradient descent on all 140 points; `watch` looks at the net before every 20th step.

# %% slide="fragment" tags=["live"]
# Full-batch descent with any optimizer of the library
from course_lib.optimizers import GradientDescent, clip_by_global_norm


def gradients_of(net):
    return [gradient for layer in net.backward(X_train, y_train) for gradient in layer]


def descend(net, optimizer, steps, watch=None, every=20, max_norm=None):
    watched = []
    for step in range(steps):
        if watch and step % every == 0:
            watched.append(watch(net))
        gradients = gradients_of(net)
        if max_norm is not None:
            gradients, _ = clip_by_global_norm(gradients, max_norm)
        optimizer.step(net.parameters(), gradients)
    return np.array(watched)

# %% [markdown] slide="subslide" tags=["predict"]
# **Predict.** Sigmoid nets with 1, 2, 3 and 5 hidden layers, learning rate 2. A coin's loss is ln 2 = .693. Which of them get below it in 1,400 steps, and in which order?

# %% slide="fragment"
def training_loss(net):
    return net.loss_value(X_train, y_train)


curves = {}
for depth in (1, 2, 3, 5):
    runs = [deep_net(depth, seed, "sigmoid") for seed in range(2)]
    losses = [descend(net, GradientDescent(2.0), 1400, training_loss) for net in runs]
    curves[f"{depth} hidden"] = losses
axes = {"xlabel": "step", "first": 0, "stride": 20}
plots.learning_curves(curves, ylabel="training loss", ylim=(0, 1), **axes)

# %% [markdown] slide="fragment" tags=["predict"]
# Each further layer multiplies the time on the **plateau**: the loss falls below .6 after 125<!-- claim: plateau_of_one_layer -->, 312<!-- claim: plateau_of_two_layers -->, 860<!-- claim: plateau_of_three_layers --> steps with one, two, three hidden layers (20 starts). Now early and late layers, in the net with three.
#
# **Predict**: on the plateau, is layer 1 the one with the smallest gradient?

# %% slide="fragment"
net = deep_net(3, 0, "sigmoid")
norms = descend(net, GradientDescent(2.0), 1400, gradient_norms).T
curves = {f"layer {layer}": values for layer, values in enumerate(norms, 1)}
plots.learning_curves(curves, ylabel="norm of ∂J/∂W", log=True, ylim=(1e-5, 10), **axes)

# %% [markdown] slide="fragment"
# At step 0 the last layer leads the first by a factor of some hundreds (log₁₀: 2.6 ± .5<!-- claim: last_layer_leads_at_the_start -->). A few steps later **all** get equally little. The same with five hidden layers, as a profile:

# %% slide="fragment"
def before_and_on_the_plateau(depth, seed):
    net = deep_net(depth, seed, "sigmoid")
    return descend(net, GradientDescent(2.0), 301, gradient_norms, every=300)


profiles = np.array([before_and_on_the_plateau(5, seed) for seed in range(3)])
groups = {"step 0": profiles[:, 0], "step 300": profiles[:, 1]}
plots.layer_profile(groups, ylabel="norm of ∂J/∂W")

# %% [markdown] slide="fragment"
# On the plateau largest and smallest norm differ by less than a factor 10.<!-- claim: plateau_is_flat --> Why? $\partial J/\partial W^{(\ell)} = A^{(\ell-1)\top} \delta^{(\ell)}$. Once the output bias has settled, $\sum_n \delta_n = 0$ at the output, and nearly so further back: what is *constant* in $A$ cancels. What *varies* over the examples fades on its way forward, δ on its way back; every layer gets the product. **Early layers lack δ, late layers lack signal.**

# %% slide="subslide" tags=["live"]
# How much do activations vary over the examples? Standard deviation, unit by unit, then the mean
for layer, A in enumerate(deep_net(5, 0, "sigmoid").activations(X_train), 1):
    print(f"layer {layer}: {A.std(axis=0).mean():.1e}")

# %% [markdown] slide="fragment"
# **Only slow**: with three hidden layers, all of 20 starts learn the circles within 5,000 steps.<!-- claim: three_layers_are_only_slow -->
#
# **Vanished**, for practical purposes: with six, none of 20 starts does within 1,500 steps, whether at rate .2, 2 or 20.<!-- claim: six_layers_do_not_learn --> A rate that moves the faint directions is far too large for the steep one, the output bias, which then swings from side to side.

# %% [markdown] slide="slide" tags=["predict"]
# ## 4. Saturated and dead units
#
# A unit is **saturated** where φ′ is nearly 0: a sigmoid far from $z = 0$. How nearly? The derivative is often written σ(z)(1 − σ(z)).
#
# **Predict**: from which $z$ on is that *exactly* 0 on a computer?

# %% slide="fragment" tags=["live"]
# Two ways to write the same derivative, in two precisions
for z in (5, 16, 17, 36, 37, 100):
    for kind in (np.float64, np.float32):
        s, mirrored = sigmoid(kind(z)), sigmoid(kind(-z))
        print(f"z = {z:3} {kind.__name__}: σ(1−σ) {s * (1 - s):.1e}   σ(z)σ(−z) {s * mirrored:.1e}")

# %% [markdown] slide="fragment"
# From $z = 37$ on (float64), or 17 (float32), σ(z) rounds to 1 and the product is exactly 0; at $-z$ it is not.<!-- claim: sigmoid_product_is_zero_from --> Our library therefore writes σ(z)σ(−z). That mends the rounding, not the smallness.
#
# A ReLU is **dead** if $z \le 0$ for *every* example. It then outputs 0 (its pre-activations are what is negative), and its incoming weights and its bias get gradient 0, exactly.<!-- claim: a_dead_unit_is_silent_and_deaf -->

# %% slide="subslide" tags=["live"]
# Fractions of dead ReLUs, and of saturated entries (|φ′| below 5 % of its largest value)
def dead_fraction(net):
    hidden = net.pre_activations(X_train)[:-1]
    return np.mean([np.all(Z <= 0, axis=0).mean() for Z in hidden])


def saturated_fraction(net):
    slope = net.activation.derivative
    hidden = net.pre_activations(X_train)[:-1]
    return np.mean([np.abs(slope(Z)) <= 0.05 * slope(0.0) for Z in hidden])

# %% [markdown] slide="fragment" tags=["predict"]
# **Predict.** ReLU net 2-16-16-1. What kills units: many steps, or large ones?

# %% slide="fragment"
curves = {}
for rate in (0.1, 1.0, 3.0):
    runs = [deep_net(2, seed, "relu") for seed in range(4)]
    dead = [descend(net, GradientDescent(rate), 300, dead_fraction, every=5) for net in runs]
    curves[f"η = {rate}"] = dead
axes = {"xlabel": "step", "first": 0, "stride": 5, "ylim": (-0.02, 1)}
plots.learning_curves(curves, ylabel="fraction of dead ReLUs", **axes)

# %% [markdown] slide="fragment"
# Large steps:<!-- claim: large_steps_kill --> one leap, and a unit is below zero for all examples. A unit of the *first* layer, whose inputs never change, is then lost for good (on the full batch).<!-- claim: dead_in_layer_one_stays_dead --> In later layers the inputs move and may wake it. A *leaky* ReLU lets 1 % of the gradient through, so that it can come back; no guarantee that it will.
#
# Saturation too can be followed through training. tanh, from weights of variance 1/16 and from N(0, 5²):

# %% slide="fragment"
def wide_start(rng, fan_in, fan_out):
    return rng.normal(0, 5, (fan_in, fan_out))


curves = {}
for name, start in {"var 1/16": None, "N(0, 5²)": wide_start}.items():
    runs = [deep_net(2, seed, "tanh", start) for seed in range(3)]
    curves[name] = [
        descend(net, GradientDescent(0.3), 300, saturated_fraction, every=5) for net in runs
    ]
plots.learning_curves(curves, ylabel="fraction saturated", **axes)

# %% [markdown] slide="fragment"
# What starts saturated stays saturated: where φ′ ≈ 0, nothing pushes back.<!-- claim: saturated_stays_saturated -->

# %% [markdown] slide="slide" tags=["predict"]
# ## 5. What N(0, 1) really does
#
# Old code draws its weights from N(0, 1), "and so the gradients vanish", one reads (Turcotte 2025, for one). Let us see. `signal_flow` sends random examples through a random net of square layers and a random gradient back; it reports variances per layer.
#
# **Predict**, at width 256: does the variance of δ shrink or grow on its way back, for tanh, sigmoid, ReLU?

# %% slide="fragment" tags=["live"]
# Ten layers of width 256, weights from N(0, 1): factor per layer of Var(δ)
from course_lib import signal_flow


def growth_of_delta(flow):
    """Factor by which Var(δ) changes per layer on its way back (geometric mean)."""
    return (flow.delta_variance[0] / flow.delta_variance[-1]) ** (1 / (flow.depth - 1))


for activation in ("tanh", "sigmoid", "relu"):
    flow = signal_flow(10, 256, activation, "standard_normal", np.random.default_rng(0), batch=64)
    saturated = flow.saturated_fraction.mean()
    print(f"{activation:8} ×{growth_of_delta(flow):6.1f} a layer,  {saturated:.0%} with φ′ ≈ 0")

# %% [markdown] slide="fragment"
# It **grows**: ×8.7<!-- claim: delta_growth_tanh --> per layer for tanh, ×1.5<!-- claim: delta_growth_sigmoid --> for sigmoid, ×128<!-- claim: delta_growth_relu --> for ReLU. Yet 89 %<!-- claim: tanh_saturated --> of tanh entries are saturated! The others carry all. With $n$ units and Var(w) = 1, one step back multiplies

# %% [markdown] slide="subslide"
# $$\mathrm{Var}(\delta)\ \text{ by }\ n\,\mathrm{E}\big[\varphi'(z)^2\big], \qquad z \sim N\big(0,\; n\,\mathrm{E}[a^2]\big)$$
#
# ReLU: $n \cdot \frac12 = 128$. For a saturating φ, φ′ is a bump near 0, $z$ spreads over $\sqrt n$: the chance of a hit is $\propto 1/\sqrt n$, the factor $\propto \sqrt n$. For σ, with $\int \sigma'^2 = \frac16$ and $\mathrm{E}[a^2] \approx \frac12$:
#
# $$n \cdot \frac16 \cdot \frac{1}{\sqrt{2\pi\, n/2}} = \frac{\sqrt n}{6\sqrt\pi}, \quad\text{which is 1 at } n = 36\pi \approx 113.$$

# %% slide="fragment"
def mean_growth(width, activation, seeds=3):
    return np.exp(np.mean([
        np.log(growth_of_delta(signal_flow(
            10, width, activation, "standard_normal", np.random.default_rng(seed), batch=64
        )))
        for seed in range(seeds)
    ]))


widths = [16, 32, 64, 110, 170, 256]
measured = [mean_growth(width, "sigmoid") for width in widths]
theory = {"√n / (6√π)": np.sqrt(widths) / (6 * np.sqrt(np.pi)), "1: neither": [1.0] * 6}
plots.measured_and_theory(
    widths, measured, theory, xlabel="width n", ylabel="Var(δ): factor a layer", log=False
)

# %% [markdown] slide="fragment"
# So it is a matter of **width**: with N(0, 1), a sigmoid net vanishes below about 110 units<!-- claim: sigmoid_vanishes_below_110 --> and grows above. (The formula takes $z$ for normal, which fits narrow nets less well.)
#
# What decides is $n \cdot \mathrm{Var}(w)$. Move its slider, for tanh, ReLU and the sigmoid. The dashed line is the theory above, layer by layer:

# %% slide="subslide"
from course_lib.explorers import explore

explore("vanishing?activation=tanh")

# %% [markdown] slide="fragment"
# At $n\,\mathrm{Var}(w) = 1$ tanh is nearly level, at 2 it is ReLU. At 1 (Glorot's weights) the sigmoid's Var(δ) is multiplied by .055<!-- claim: sigmoid_glorot_growth --> per layer, since $\sigma'^2 \le \frac1{16}$: Glorot does *not* cure the sigmoid, though one reads that too (Han & Suárez Dou 2024, Turcotte 2025). The "standard" start that Glorot & Bengio (2010) criticise is not N(0, 1) either, but U(±1/√n), which has $n\,\mathrm{Var}(w) = \frac13$. Lecture 5 derives the right scale.

# %% [markdown] slide="slide" tags=["predict"]
# ## 6. A trap: which variance?
#
# Gradients are one half; the signal must also arrive *forward*. Monitoring tools show the variance of a layer's activations. Sigmoid, Glorot's weights, 20 layers of 128 units:
#
# **Predict**: does the variance of the activations shrink with depth?

# %% slide="fragment"
flow = signal_flow(20, 128, "sigmoid", "glorot_normal", np.random.default_rng(0), batch=128)
groups = {
    "over all entries": flow.activation_variance,
    "over samples": flow.activation_variance_over_samples,
}
plots.layer_profile(groups, ylabel="variance of the activations")

# %% [markdown] slide="fragment"
# Over *all entries* it looks healthy: .015<!-- claim: variance_over_entries_looks_healthy --> at the end. But that is the variance *between units*: each is stuck at its own constant. Over the *samples*, unit by unit, less than $10^{-22}$ of the first layer's is left:<!-- claim: variance_over_samples_dies --> the last layer can hardly tell one example from another.

# %% slide="fragment" tags=["live"]
# Which axis is which? A layer that says the same for every example, four units
A = np.tile([0.2, 0.4, 0.6, 0.8], (100, 1))
print(f"over all entries {A.var():.3f}   over samples {A.var(axis=0).mean():.3f}")

# %% [markdown] slide="fragment"
# Whoever monitors a net should plot `A.var(axis=0).mean()`, not `A.var()` (lecture 7 does, through a whole run). It is the forward half of the plateau in part 3.

# %% [markdown] slide="slide" tags=["predict"]
# ## 7. Exploding gradients and clipping
#
# If the factors exceed 1, the same argument runs the other way. It is known best from recurrent nets (part 11), but ReLU layers with N(0, 1) do it as well. At width 16: a factor $\frac{16}{2} = 8$ of variance per layer.
#
# **Predict**: six hidden layers, learning rate .1. What do the first steps do?

# %% slide="fragment"
net = deep_net(6, 1, "relu", "standard_normal")
for step in range(4):
    gradients, dead = gradients_of(net), dead_fraction(net)
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    print(f"step {step}: loss {training_loss(net):9.3g}  gradient norm {norm:8.3g}  dead {dead:.0%}")
    GradientDescent(0.1).step(net.parameters(), gradients)

# %% [markdown] slide="fragment"
# Each leap is longer than the last: a wreck. **Clipping by the global norm** (Pascanu et al. 2013): let $g$ be *all* parameter gradients as one long vector; if its norm exceeds $c$,
#
# $$g \;\leftarrow\; \frac{c}{\|g\|}\, g .$$
#
# One factor for everything: the **direction** stays, the step is at most $\eta c$ long.

# %% slide="fragment" tags=["live"]
# The whole algorithm; the library's version also minds overflow
def clip(gradients, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = min(1.0, max_norm / norm)
    return [factor * g for g in gradients]


clipped = clip([np.array([3.0, 0.0]), np.array([[4.0]])], max_norm=1.0)
print(clipped)

# %% [markdown] slide="subslide" tags=["predict"]
# **Predict.** Six starts, 200 steps, with and without clipping to norm 1.

# %% slide="fragment"
def exploding_accuracy(seed, max_norm):
    net = deep_net(6, seed, "relu", "standard_normal")
    with np.errstate(over="ignore", invalid="ignore"):  # unclipped runs overflow: that is the point
        descend(net, GradientDescent(0.1), 200, max_norm=max_norm)
        return np.mean((net.forward(X_train) >= 0.5) == y_train)


runs = {
    "no clipping": [exploding_accuracy(seed, None) for seed in range(6)],
    "norm ≤ 1": [exploding_accuracy(seed, 1.0) for seed in range(6)],
}
plots.spread(runs, xlabel="training accuracy", xlim=(0.4, 1.02))

# %% [markdown] slide="fragment"
# Over 20 starts, without: .50 ± .00<!-- claim: exploding_without_clipping -->, with: .93 ± .08<!-- claim: exploding_with_clipping -->. Clipping treats the symptom: it saves the step, the bad start remains.
#
# It must be the *parameter* gradients. Published notes clip δ on its way back instead (Han & Suárez Dou 2024). Then each layer is scaled by another factor, and the result is no longer the gradient's direction:<!-- claim: clipped_deltas_turn_the_gradient -->

# %% slide="fragment"
def gradients_from_clipped_deltas(net, max_norm):
    delta, gradients = net.deltas(X_train, y_train)[-1], []
    inputs, Zs = [X_train, *net.activations(X_train)[:-1]], [None, *net.pre_activations(X_train)]
    for W, A, Z in zip(net.weights[::-1], inputs[::-1], Zs[-2::-1], strict=True):
        (delta,), _ = clip_by_global_norm([delta], max_norm)
        gradients = [A.T @ delta, delta.sum(axis=0), *gradients]
        delta = (delta @ W.T) * net.activation.derivative(Z) if Z is not None else None
    return gradients


def cosine_with_true_gradient(seed, clipped_gradients):
    net = deep_net(6, seed, "relu", "standard_normal")
    pair = gradients_of(net), clipped_gradients(net)
    g, c = (np.concatenate([array.ravel() for array in arrays]) for arrays in pair)
    return g @ c / np.linalg.norm(g) / np.linalg.norm(c)

# %% slide="fragment"
ways = {
    "global norm": lambda net: clip(gradients_of(net), 1.0),
    "δ, layer by layer": lambda net: gradients_from_clipped_deltas(net, 0.05),
}
for name, way in ways.items():
    print(f"{name:18} cosine {np.mean([cosine_with_true_gradient(s, way) for s in range(20)]):.2f}")

# %% [markdown] slide="slide"
# ## 8. Cures as experiments
#
# | cure | which factor it mends |
# |---|---|
# | ReLU and relatives | φ′ is 1, not ≤ ¼, on the active side |
# | initial weights (lecture 5) | $n\,\mathrm{Var}(w)$, so that $W^\top$ and φ′ balance |
# | batch normalisation (Ioffe & Szegedy 2015) | keeps $z$ where φ′ is large, whatever the weights |
# | residual connections (He et al. 2016), $a + \varphi(z)$ | adds a path with the factor 1 |
# | clipping | the length of the step, only |
# | gates in recurrent nets | a path with a factor near 1, learned |

# %% slide="fragment" tags=["live"]
# One deep sigmoid net, one cure at a time: the profile of Var(δ)
CURES = {
    "sigmoid": ("sigmoid", "glorot_normal", {}),
    "batch norm": ("sigmoid", "glorot_normal", {"normalize": True}),
    "residual": ("sigmoid", "glorot_normal", {"residual": True}),
    "ReLU, He": ("relu", "he_normal", {}),
}


def delta_profile(name, seed, depth=20, width=64):
    activation, start, cure = CURES[name]
    rng = np.random.default_rng(seed)
    return signal_flow(depth, width, activation, start, rng, batch=64, **cure).delta_variance

# %% [markdown] slide="fragment" tags=["predict"]
# **Predict** the four lines: level, rising, falling?

# %% slide="fragment"
groups = {name: [delta_profile(name, seed) for seed in range(5)] for name in CURES}
plots.layer_profile(groups, ylabel="Var(δ)")

# %% [markdown] slide="fragment"
# Per layer, on the way back: plain sigmoid ×.055<!-- claim: cure_none -->, batch normalisation ×.90<!-- claim: cure_batch_norm -->, residual ×1.13<!-- claim: cure_residual -->, ReLU ×.99<!-- claim: cure_relu -->. All three cures work on the profile (try them in part 5's explorer: they are its switches). (Our residual skips one layer; He et al. skip two or more, with normalisation inside.) Do they also let the net *learn*? Square layers without biases, statistics over the full batch:

# %% slide="subslide"
from course_lib import signal_propagation
from course_lib.initializers import INITIALIZERS

X_ONE = np.column_stack([X_train, np.ones_like(y_train)])  # the 1 stands in for biases


def deep_accuracy(seed, activation, initializer, cure, rate=1.0, depth=10, width=16, steps=200):
    rng, start = np.random.default_rng(seed), INITIALIZERS[initializer]
    first, last = start(rng, 3, width), start(rng, width, 1)
    weights, phi = [start(rng, width, width) for _ in range(depth)], ACTIVATIONS[activation]
    for _ in range(steps):
        layers, A = signal_propagation.forward(X_ONE @ first, weights, phi, **cure)
        delta = (sigmoid(A @ last) - y_train) / len(y_train)
        skip = cure.get("residual", False)
        deltas = signal_propagation.backward(delta @ last.T, layers, weights, residual=skip)
        update = [layer.input.T @ d for layer, d in zip(layers, deltas, strict=True)]
        GradientDescent(rate).step([*weights, last], [*update, A.T @ delta])
    return np.mean((sigmoid(A @ last) >= 0.5) == y_train)

# %% [markdown] slide="fragment" tags=["predict"]
# Ten layers on the circles, learning rate 1, 200 steps. **Predict** the accuracy of each pair.

# %% slide="fragment"
TRIALS = {
    "sigmoid": ("sigmoid", "glorot_normal", {}),
    "sigmoid,\nresidual": ("sigmoid", "glorot_normal", {"residual": True}),
    "ReLU": ("relu", "he_normal", {}),
    "ReLU,\nbatch norm": ("relu", "he_normal", {"normalize": True}),
}


def trial(name, seed):
    with np.errstate(over="ignore", invalid="ignore"):  # a rate of 1 is too much for the plain ReLU
        return deep_accuracy(seed, *TRIALS[name])


runs = {name: [trial(name, seed) for seed in range(4)] for name in TRIALS}
plots.spread(runs, xlabel="training accuracy", xlim=(0.3, 1.02))

# %% [markdown] slide="fragment"
# Sigmoid .49 ± .03<!-- claim: trial_sigmoid -->, with residual connections .99 ± .03<!-- claim: trial_residual -->; ReLU at this high rate .54 ± .08<!-- claim: trial_relu -->, with batch normalisation 1.00 ± .00<!-- claim: trial_batch_norm -->. Each cure has its own price. For ReLU, Var(δ) grows ×2.45<!-- claim: residual_relu_growth --> per layer with residuals alone, ×1.42<!-- claim: batch_norm_relu_growth --> with batch normalisation alone (π/(π − 1) in theory, Yang et al. 2019), ×1.29<!-- claim: batch_norm_residual_growth --> with both.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 9. Further: the ReLU family
#
# | name | $\varphi(z)$ for $z \le 0$ (else $z$) | source |
# |---|---|---|
# | ReLU | 0 | Nair & Hinton 2010 |
# | leaky ReLU | $\alpha z$, $\alpha$ fixed (here .01) | Maas et al. 2013 |
# | PReLU | $\alpha z$, $\alpha$ learned | He et al. 2015 |
# | ELU | $e^z - 1$ | Clevert et al. 2016 |
#
# and three smooth ones: GELU $z\,\Phi(z)$ (Hendrycks & Gimpel 2016), Swish $z\,\sigma(z)$ (Ramachandran et al. 2017), Mish $z \tanh(\ln(1 + e^z))$ (Misra 2020).
#
# **Predict**: which of them have somewhere a slope above 1, or below 0?

# %% slide="fragment" tags=["further", "hide-input"]
FAMILY = ("relu", "leaky_relu", "elu", "gelu", "swish", "mish")
pages = {}
for name in FAMILY:
    others = [ACTIVATIONS[other] for other in ("tanh", *FAMILY) if other != name]
    pages[name] = plots.activation_and_derivative({name: ACTIVATIONS[name]}, faint=others, title=name)
plots.flip_book(pages, label="activation", start="relu")

# %% [markdown] slide="fragment" tags=["further"]
# The smooth ones do both.<!-- claim: smooth_ones_overshoot --> None of the family is bounded above; so none saturates on the right.
#
# A slip to learn from: published code has the leaky slope .21 in the function and .2 in its derivative (Turcotte 2025). No curve would show it. The referee does:

# %% slide="fragment" tags=["further"]
from course_lib import gradient_check

z = np.array([-2.0, -0.5, 1.0])


def leaky_sum(z):
    return np.where(z.real > 0, z, 0.21 * z).sum()


print(gradient_check(leaky_sum, np.where(z > 0, 1.0, 0.21), z))
print(gradient_check(leaky_sum, np.where(z > 0, 1.0, 0.20), z))

# %% [markdown] slide="fragment" tags=["further"]
# **PReLU** learns α by backpropagation, like any parameter: $\partial\varphi/\partial\alpha = z$ where $z \le 0$, else 0. Sum over all entries that share the α:

# %% slide="fragment" tags=["further"]
from course_lib.activations import prelu, prelu_slope_derivative

rng = np.random.default_rng(0)
Z, dA = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
slopes = np.array([0.25, 0.1, 0.0])  # one for each unit
gradient = (dA * prelu_slope_derivative(Z)).sum(axis=0)
print(gradient_check(lambda alpha: (dA * prelu(Z, alpha)).sum(), gradient, slopes))

# %% [markdown] slide="slide" tags=["further"]
# ## 10. Further: batch normalisation from inside
#
# Unit by unit, over the $m$ examples of a batch (Ioffe & Szegedy 2015, algorithm 1):
#
# $$\hat z_n = \frac{z_n - \mu}{\sqrt{s^2 + \epsilon}}, \qquad \mu = \frac1m \sum_n z_n, \quad s^2 = \frac1m \sum_n (z_n - \mu)^2,$$
#
# then a learned scale γ and shift β. Every $\hat z_n$ depends on *every* example of the batch, so the way back has three paths (directly, through $\mu$, through $s$). Collected, with $g = \partial J/\partial \hat z$:
#
# $$\delta_n = \frac{1}{\sqrt{s^2 + \epsilon}} \big(g_n - \bar g - \hat z_n\, \overline{g \hat z}\big)$$

# %% slide="fragment" tags=["further", "live"]
# Forward and backward for a batch Z (m, h); then the referee
def normalize(Z, epsilon=1e-5):
    centred = Z - Z.mean(axis=0)
    return centred / np.sqrt((centred**2).mean(axis=0) + epsilon)


def normalize_backward(g, Z, epsilon=1e-5):
    Z_hat, spread = normalize(Z, epsilon), np.sqrt(Z.var(axis=0) + epsilon)
    return (g - g.mean(axis=0) - Z_hat * (g * Z_hat).mean(axis=0)) / spread


Z, g = rng.normal(2, 3, size=(6, 4)), rng.normal(size=(6, 4))
gradient_check(lambda Z: (g * normalize(Z)).sum(), normalize_backward(g, Z), Z)

# %% [markdown] slide="fragment" tags=["further", "predict"]
# **Predict.** All weights of the layer become 1000 times larger. What happens to $\hat z$, and what to δ?

# %% slide="fragment" tags=["further"]
for scale in (1, 10, 1000):
    z_hat, delta = normalize(scale * Z), normalize_backward(g, scale * Z)
    print(f"scale {scale:5}: ẑ of entry (1, 1) {z_hat[0, 0]:.4f}, norm of δ {np.linalg.norm(delta):.5f}")

# %% [markdown] slide="fragment" tags=["further"]
# $\hat z$ does not notice; δ shrinks by the same factor. The product $\delta W^\top$ is the same: the scale of the weights is out of the game, forward and backward.
#
# **The bias** before it is lost as well (μ takes it out); the shift β stands in. Without β a normalised sigmoid (or tanh) net is, on data symmetric about 0, a constant plus an *odd* function: $x$ and $-x$ fall on opposite sides, and no circle has that.

# %% slide="fragment" tags=["further"]
NO_SHIFT = ("sigmoid", "glorot_normal", {"normalize": True})
for seed in range(3):
    print(f"start {seed}: training accuracy {deep_accuracy(seed, *NO_SHIFT):.2f}")

# %% [markdown] slide="fragment" tags=["further"]
# Its gradients flow (part 8), and yet it reaches only .58 ± .03<!-- claim: trial_no_shift -->. A healthy gradient is necessary, not sufficient.
#
# **Why does it help?** The authors wrote: it reduces "internal covariate shift", the change of each layer's input distribution. That story is contested. Santurkar et al. (2018) put such shifts back in on purpose, and training stayed fast; they see a smoother loss. At prediction time running averages replace the batch's μ and $s$.

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 11. Further: recurrent chains
#
# A recurrent net reads a sequence: $h_t = \varphi(h_{t-1} W + x_t U + b)$. Unrolled over $T$ steps it is a net of depth $T$ with the **same** $W$ in each layer; gradients are its classic trouble (Hochreiter 1991, Bengio et al. 1994). Each step back multiplies δ by the same $W^\top$: powers of one matrix, so its largest absolute eigenvalue ρ (the *spectral radius*) decides in the long run.
#
# **Predict** Var(δ) over 50 steps without φ, for $\rho \approx$ .9, 1 and 1.1.

# %% slide="fragment" tags=["further"]
class SameWeights:
    """An "initialiser" that gives every layer the same matrix, scaled."""

    def __init__(self, start, scale):
        self.start, self.scale, self.W = start, scale, None

    def __call__(self, rng, fan_in, fan_out):
        if self.W is None:
            self.W = self.scale * self.start(rng, fan_in)
        return self.W


def gaussian(rng, n):
    return rng.normal(size=(n, n)) / np.sqrt(n)  # largest |eigenvalue| about 1


def orthogonal(rng, n):
    return np.linalg.qr(rng.normal(size=(n, n)))[0]

# %% slide="fragment" tags=["further", "hide-input"]
def through_time(start, scale, activation, seed, steps=50):
    weights, rng = SameWeights(start, scale), np.random.default_rng(seed)
    return signal_flow(steps, 32, activation, weights, rng, batch=32).delta_variance


def radius_page(scale):
    cases = {"random, linear": (gaussian, "identity"), "orthogonal, linear": (orthogonal, "identity"),
             "orthogonal, tanh": (orthogonal, "tanh")}
    groups = {name: [through_time(start, scale, activation, seed) for seed in range(4)]
              for name, (start, activation) in cases.items()}
    return plots.layer_profile(groups, xlabel="step", ylabel="Var(δ)", ylim=(1e-18, 1e14),
                               title=f"weights scaled by {scale:g}")


pages = {scale: radius_page(scale) for scale in (0.8, 0.9, 1.0, 1.1, 1.25)}
plots.flip_book(pages, label="scale of W", start=0.9)

# %% [markdown] slide="fragment" tags=["further"]
# At scale 1 an **orthogonal** $W$ (all singular values 1; Saxe et al. 2014) without φ keeps the norm of δ exactly as it is.<!-- claim: orthogonal_keeps_delta --> At other scales it is multiplied by the scale at each step. A random $W$ has a ρ that varies around the scale: hence the band. For long memories one also starts ReLU units from the **identity** (Le et al. 2015).
#
# Singular values bound *one* step, eigenvalues rule the *long run*, and the two differ:

# %% slide="fragment" tags=["further"]
W = gaussian(np.random.default_rng(0), 32)
print("largest |eigenvalue|     ", abs(np.linalg.eigvals(W)).max().round(2))
print("largest singular value   ", np.linalg.norm(W, 2).round(2))

# %% [markdown] slide="fragment" tags=["further"]
# With γ the largest |φ′| (1 for tanh, ¼ for sigmoid), Pascanu et al. (2013): a largest singular value below 1/γ is *sufficient* for vanishing; one above 1/γ is *necessary* for exploding, not sufficient.
#
# **Gates** go further: in the LSTM (Hochreiter & Schmidhuber 1997) and the GRU (Cho et al. 2014) the state is carried on by *addition*: a residual path through time. A learned gate says how much of it stays (in the LSTM since Gers et al. 2000).

# %% [markdown] slide="slide" tags=["further", "predict"]
# ## 12. Further: other optimizers
#
# If layers need different learning rates, let the optimizer give each parameter its own. **Momentum** sums past gradients; **RMSProp** (Tieleman & Hinton 2012) divides each by its running root mean square; **Adam** does both (Kingma & Ba 2015). Each is a few lines of `course_lib.optimizers`.
#
# **Predict**: a sigmoid net with four hidden layers, 500 steps. Who leaves the plateau?

# %% slide="fragment" tags=["further"]
from course_lib.optimizers import OPTIMIZERS

RATES = {"gradient_descent": 1.0, "momentum": 0.3, "rmsprop": 0.01, "adam": 0.01}


def optimizer_curve(name, seed, depth=4, steps=500):
    net = deep_net(depth, seed, "sigmoid")
    return descend(net, OPTIMIZERS[name](learning_rate=RATES[name]), steps, training_loss)


curves = {name: [optimizer_curve(name, seed) for seed in range(2)] for name in RATES}
axes = {"xlabel": "step", "first": 0, "stride": 20, "ylim": (0, 1)}
plots.learning_curves(curves, ylabel="training loss", **axes)

# %% [markdown] slide="fragment" tags=["further"]
# Adam leaves the plateau in all of 20 starts, plain descent in none.<!-- claim: adam_leaves_the_plateau --> Dividing by its own size makes a small gradient as good as a large one, as long as it is well above $\epsilon = 10^{-8}$ and *points* somewhere useful. What the forward pass has lost (part 6), no optimizer finds again: with ten layers Adam fails too.<!-- claim: adam_fails_at_ten_layers -->

# %% [markdown] slide="slide"
# ## Take-away
#
# - δ of layer ℓ is a product over all later layers. Factors below 1 make it vanish, above 1 explode, exponentially in depth; bias gradients fare no better.
# - $\sigma' \le \frac14$; the bound $(\frac14)^L \prod|w|$ is nearly attained for small weights, and useless for large ones, where units saturate.
# - Both directions fade: early layers lack δ, late layers lack signal. Watch the variance over **samples**.
# - N(0, 1) is not simply "vanishing": saturated units, and a Var(δ) that grows with width. $n\,\mathrm{Var}(w)$ decides.
# - Slow: wait, or use Adam. Vanished: change the net. Dead: smaller steps, leaky units. Exploding: clip the parameter gradients by their global norm, then mend the start.
# - Cures mend a factor each: ReLU (φ′), initial weights ($W$), batch normalisation (where $z$ lies), residual connections (a path with factor 1).

# %% [markdown] slide="slide"
# ## Questions
#
# Answer first, then unfold.
#
# <details><summary>1. Why do networks need activation functions at all?</summary>
#
# Without them the layers collapse: X W₁ W₂ … is one linear map, whatever the depth. No hidden layer could bend a boundary, and XOR or the circles would stay out of reach.
#
# </details>
#
# <details><summary>2. How do activations bear on vanishing gradients?</summary>
#
# Their derivative is a factor of δ at each layer. The sigmoid's is at most ¼ and nearly 0 where it saturates; tanh′ reaches 1, at 0 only; ReLU′ is 1 on the whole active side and 0 on the other.
#
# </details>
#
# <details><summary>3. What does the learning rate do, and why does a larger one not cure vanishing?</summary>
#
# It scales every step by the same number. Too small: slow. Too large: the steep directions, such as the output bias, swing or diverge. A rate that would move layer 1 by a gradient of a millionth is far too large for those. It cures slowness only as far as the steepest direction allows.
#
# </details>
#
# <details><summary>4. What cures vanishing gradients? Name four, and the factor that each mends.</summary>
#
# ReLU and relatives (φ′), initial weights fitted to width and activation (Wᵀ), batch normalisation (keeps z where φ′ is large), residual connections (a path with the factor 1). In recurrent nets: gates, orthogonal or identity starts. Clipping is for exploding only.
#
# </details>
#
# <details><summary>5. Which other optimizers are there, and do they help here?</summary>
#
# Momentum, RMSProp, Adam. The last two divide each gradient by its own running size, so layers with small gradients still move: that helps against "slow". They cannot restore a signal that does not arrive.
#
# </details>
#
# <details><summary>6. "A dead ReLU gives out negative numbers." Correct it.</summary>
#
# Its pre-activations are negative (or 0), for every example. It gives out 0, and hence its incoming weights and its bias get a gradient of exactly 0.
#
# </details>
#
# <details><summary>7. Width 256, tanh, weights from N(0, 1). Your colleague says: "Gradients vanish." Yours?</summary>
#
# Most entries saturate (about 89 %), yet the variance of δ grows, ×8.7 per layer: some entries do not saturate, and 256 weights of variance 1 multiply what passes them. "Saturates" is right, "vanishes" is not.
#
# </details>
#
# <details><summary>8. The variance of the last layer's activations is .015, steady over 20 layers. Is the signal alive?</summary>
#
# You cannot tell. If it was taken over all entries, units stuck at different constants give the same picture. Take it over the samples, for each unit, then average.
#
# </details>
#
# <details><summary>9. Gradients are W: norm 3, b: norm 4. Clip to a global norm of 1. And if each were clipped for itself?</summary>
#
# Global: the norm is 5, the factor 1/5, so W .6 and b .8: same direction. Each for itself: 1 and 1, which is another direction.
#
# </details>
#
# <details><summary>10. A chain of sigmoid units with all weights 4: the bound is 1 at any depth. Is the gradient safe?</summary>
#
# No. With a = σ(4a′) the units drift to z ≈ 3.9, where σ′ ≈ .02; each factor is about 4 · .02 ≈ .08. The bound is far from attained.
#
# </details>

# %% [markdown] slide="slide"
# ## Where this leads
#
# Part 5 found that $n\,\mathrm{Var}(w)$ decides, and that the right value depends on the activation. **Lecture 5** derives it, forward and backward: Glorot's and He's initial weights. There you will also see why nobody can satisfy both directions at once, and what compromise costs.
#
# **Sources.** S. Hochreiter, *Untersuchungen zu dynamischen neuronalen Netzen*, diploma thesis, TU München, 1991 · Y. Bengio, P. Simard, P. Frasconi, *Learning long-term dependencies with gradient descent is difficult*, IEEE Trans. Neural Networks 5, 1994 · S. Hochreiter, J. Schmidhuber, *Long short-term memory*, Neural Computation 9, 1997 · V. Nair, G. E. Hinton 2010 (ReLU) · X. Glorot, Y. Bengio, *Understanding the difficulty of training deep feedforward neural networks*, AISTATS 2010 · T. Tieleman, G. E. Hinton 2012 (RMSProp) · R. Pascanu, T. Mikolov, Y. Bengio, *On the difficulty of training recurrent neural networks*, ICML 2013 · A. L. Maas et al. 2013 (leaky ReLU) · A. M. Saxe et al. 2014 (orthogonal starts) · K. Cho et al. 2014 (GRU) · F. A. Gers, J. Schmidhuber, F. Cummins 2000 (forget gate) · K. He et al., *Delving deep into rectifiers*, 2015 · Q. V. Le, N. Jaitly, G. E. Hinton 2015 (identity starts) · D. P. Kingma, J. Ba 2015 (Adam) · S. Ioffe, C. Szegedy, *Batch normalization*, ICML 2015 · K. He et al., *Deep residual learning for image recognition*, CVPR 2016 · D.-A. Clevert et al. 2016 (ELU) · D. Hendrycks, K. Gimpel 2016 (GELU) · P. Ramachandran et al. 2017 (Swish) · S. Santurkar et al., *How does batch normalization help optimization?*, 2018 · G. Yang et al., *A mean field theory of batch normalization*, 2019 · D. Misra 2020 (Mish) · M. Turcotte, CSI 4106, University of Ottawa, Fall 2025 · K. Han, S. Suárez Dou, MCMP-21, University of Luxembourg, Nov 2024 · A. Masood, *Teaching Backpropagation and Vanishing Gradients in Neural Networks*, Jan 2025 · M. Sonnewald, *ECS171 L8*, UC Davis.
