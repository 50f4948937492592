# %% [markdown]
# # Homework 4 · Vanishing gradients, measured and cured
#
# In lecture 4 you saw gradients vanish, mostly in sigmoid nets. Here you build the **instruments** that tell why a net does not learn, try them on an activation that the lecture did not have, **softsign**, and write two **cures** with their way back.
#
# **Time**: about 118 minutes, in two or three sittings. You need lecture 4 (parts 1 to 8 and 10) and nothing but numpy.
#
# **How to work.** Replace each `# YOUR CODE HERE` and its `raise` line by your code, then run the check cell right under it, as often as you like. A check tells what happened, never the answer. `hint("hw4/leaky_bounds")`, in a cell of your own, gives a hint; call it again for the second and the third.
#
# **How it is graded.** The checks that you see, and the same ones on fresh inputs after you hand in. Only the numbers count. Free: loops or none, helper functions, float32 or float64, arrays or lists, the functions of `course_lib`. Prints and warnings cost nothing. A function leaves the arrays that it is given unchanged. A task that calls an earlier function of yours is judged once that one is right. A figure and two answers in words are read by a person; their marking scheme stands with the question.

# %% [markdown]
# | part | task | points | minutes |
# |---|---|---:|---:|
# | 1. Bounds for chains | `chain_log10_bound` | 2 | 4 |
# | | `leaky_bounds` | 2 | 7 |
# | 2. Saturated and dead | `softsign_derivative` | 1 | 4 |
# | | `saturated_fractions` | 3 | 5 |
# | | `dead_fraction` | 3 | 6 |
# | 3. The profile | `gradient_norms` | 4 | 9 |
# | | `log10_ratios` | 3 | 6 |
# | | `variance_parts` | 3 | 5 |
# | | `read_the_monitor` (in words) | 4 | 9 |
# | 4. Clipping | `clip_accumulated` | 4 | 10 |
# | 5. Two cures | `residual_backward` | 5 | 12 |
# | | `layer_norm_backward` | 5 | 15 |
# | 6. A report | `delta_profile` | 4 | 10 |
# | | `profile_figure` (a figure) | 3 | 8 |
# | | `report` (in words) | 4 | 8 |
# | **all** | | **50** | **118** |

# %% [markdown]
# **Notation**, as in the lecture: rows are examples.
#
# | symbol | in code | shape |
# |---|---|---|
# | $X = A^{(0)}$ | `X` | (N, d) |
# | $W^{(\ell)}$ | `W` | (fan_in, fan_out) |
# | $Z^{(\ell)} = A^{(\ell-1)} W^{(\ell)} + b^{(\ell)}$ | `Z` | (N, fan_out) |
# | $A^{(\ell)} = \varphi(Z^{(\ell)})$ | `A` | (N, fan_out) |
# | $\delta^{(\ell)} = \partial J/\partial Z^{(\ell)}$ | `delta` | as $Z^{(\ell)}$ |
# | $G = \partial J/\partial$ (an output), given | `G` | as that output |
#
# In every δ and G the mean over the examples is contained already: divide by N nowhere. A list "one entry a layer" begins with the layer next to the input. *Norm* is the Euclidean one, the root of the sum of squares of all entries. A *variance* of n numbers divides by n.
#
# **Softsign**, $\varphi(z) = \dfrac{z}{1 + |z|}$, is given. Glorot & Bengio (2010) studied it beside tanh.

# %% setup="imports"
import numpy as np

from course_lib.checks import check, hint, points_so_far


def softsign(Z):
    """z / (1 + |z|), entry by entry: between −1 and 1, like tanh, but slower to get there."""
    return Z / (1 + np.abs(Z))

# %% [markdown]
# ## 1. Bounds for chains
#
# A chain of single units, $a_\ell = \varphi_\ell(w_\ell\, a_{\ell-1})$: first 6 sigmoid units, then 4 tanh units, then 5 leaky ReLUs ($\varphi(z) = z$ for $z > 0$, else $0.01\,z$). All weights have $|w| = 1.5$. The largest $|\varphi'|$ of each unit gives a bound for $|\partial a_{15}/\partial x|$. **What is its log₁₀?**
#
# *Example*: for a single tanh unit with $w = 100$ it is 2.
#
# A typed number is checked when you hand in, to three digits.

# %% task="chain_log10_bound"
chain_log10_bound = None
### BEGIN SOLUTION
# The largest slopes are ¼, 1 and 1; every unit has a weight
chain_log10_bound = 6 * np.log10(1 / 4) + 15 * np.log10(1.5)
### END SOLUTION

# %% check="chain_log10_bound" kind="number" points=2
check("hw4/chain_log10_bound", chain_log10_bound)

# %% [markdown]
# **Two bounds.** Now all units are $\varphi(z) = z$ for $z > 0$, else $\alpha z$, with *any* real α (a PReLU may learn 2 or −0.3). Each factor $|w\,\varphi'|$ has a smallest and a largest possible value, whatever the sign of $z$. Their products bound $|\partial a_\ell/\partial x|$ from both sides: for ℓ = 1, …, L.
#
# *Example*: `weights = [3, -2]`, `alpha = 0.5` give `[1.5, 1.5]` and `[3, 6]`.

# %% task="leaky_bounds"
def leaky_bounds(weights, alpha):
    """Return lower, upper, each (L,): entry ℓ − 1 bounds |∂a_ℓ/∂x|.

    weights (L,): w_1, …, w_L, of either sign; alpha: any real number.
    """
    ### BEGIN SOLUTION
    sizes = np.abs(weights)
    slopes = 1.0, abs(alpha)  # which one is smaller depends on alpha
    return np.cumprod(min(slopes) * sizes), np.cumprod(max(slopes) * sizes)
    ### END SOLUTION


# %% check="leaky_bounds" points=2
check("hw4/leaky_bounds", leaky_bounds)

# %% [markdown]
# ## 2. Saturated and dead
#
# **Softsign's derivative** can be written with $a = \varphi(z)$ alone, without $z$. Derive it for $z > 0$ first, then use that softsign is odd.
#
# *Example*: where `a` is 0.5, the derivative is 0.25; where it is −0.5, too.

# %% task="softsign_derivative"
def softsign_derivative(A):
    """Return φ′(Z), given A = softsign(Z); both (N, h)."""
    ### BEGIN SOLUTION
    # φ′ = 1/(1 + |z|)², and 1 − |a| = 1/(1 + |z|)
    return (1 - np.abs(A)) ** 2
    ### END SOLUTION


# %% check="softsign_derivative" points=1
check("hw4/softsign_derivative", softsign_derivative)

# %% [markdown]
# **Saturated** is an entry where $|\varphi'|$ is at most 5 % of the largest value that φ′ has anywhere. Return, *for each layer*, which fraction of its entries (all examples, all units) is saturated.
#
# *Example*: `A = [[[0.5, 0.9], [0, -0.7]]]`, one layer, gives `[0.25]`.

# %% task="saturated_fractions"
def saturated_fractions(A):
    """Return a list of L fractions, one a layer.

    A: a list of L arrays (N, h), softsign activations; widths h may differ.
    """
    ### BEGIN SOLUTION
    return [np.mean(softsign_derivative(a) <= 0.05) for a in A]  # the largest slope is 1, at 0
    ### END SOLUTION


# %% check="saturated_fractions" points=3 uses=["softsign_derivative"]
check("hw4/saturated_fractions", saturated_fractions)

# %% [markdown]
# **Dead.** The data pass through one ReLU layer in batches of unequal size. A unit is dead if $z \le 0$ for *every* example *of the whole data set*. Return the fraction of the layer's units that are dead.
#
# *Example*: batches `[[-1, 2]]` and `[[-3, -4], [0, -5]]`: unit 1 is dead, unit 2 is not; the fraction is 0.5.

# %% task="dead_fraction"
def dead_fraction(batches):
    """Return a number between 0 and 1.

    batches: a list of arrays (N_b, h): pre-activations of the same h units, batch by batch.
    """
    ### BEGIN SOLUTION
    return np.mean(np.all(np.concatenate(batches) <= 0, axis=0))
    ### END SOLUTION


# %% check="dead_fraction" points=3
check("hw4/dead_fraction", dead_fraction)

# %% [markdown]
# ## 3. The profile
#
# The norm of $\partial J/\partial W^{(\ell)}$ for each layer of *any* net. You get the slopes $\varphi'(Z^{(\ell)})$ of the hidden layers as numbers; some are negative, as Swish has them. L may be 1: then `slopes` is empty.
#
# *Example*: `weights = [[[9]], [[2]]]`, `inputs = [[[3]], [[1]]]`, `slopes = [[[0.5]]]`, `delta = [[4]]` give `[12, 4]`.

# %% task="gradient_norms"
def gradient_norms(weights, inputs, slopes, delta):
    """Return a list of L norms, layer 1 first.

    weights: [W1, …, WL]; inputs: [X, A1, …, A(L−1)], what each layer gets, (N, fan_in);
    slopes: [φ′(Z1), …, φ′(Z(L−1))], (N, h); delta (N, k): δ of layer L.
    """
    ### BEGIN SOLUTION
    norms = [np.linalg.norm(inputs[-1].T @ delta)]
    for W, A, slope in zip(weights[:0:-1], inputs[-2::-1], slopes[::-1], strict=True):
        delta = (delta @ W.T) * slope
        norms.insert(0, np.linalg.norm(A.T @ delta))
    return norms
    ### END SOLUTION


# %% check="gradient_norms" points=4
check("hw4/gradient_norms", gradient_norms)

# %% [markdown]
# **As powers of ten**: for each layer, $\log_{10}$ of its norm divided by the norm of the last layer. Two dangers: a norm may be exactly 0, and norms like 10⁻²⁰⁰ and 10²⁰⁰ have a quotient that float64 cannot hold, although its logarithm is harmless.
#
# Every entry that would lie below `floor`, also that of a norm 0, comes back as `floor`.
#
# *Example*: `norms = [0, 0.02, 2]`, `floor = -9` give `[-9, -2, 0]`.

# %% task="log10_ratios"
def log10_ratios(norms, floor):
    """Return a list of L numbers, layer 1 first; none is infinite or below `floor`.

    norms: a list of L numbers ≥ 0, layer 1 first, the last one is above 0; floor: a number < 0.
    """
    ### BEGIN SOLUTION
    last = np.log10(norms[-1])  # a difference of logarithms: the quotient is never formed
    return [max(np.log10(norm) - last, floor) if norm > 0 else floor for norm in norms]
    ### END SOLUTION


# %% check="log10_ratios" points=3
check("hw4/log10_ratios", log10_ratios)

# %% [markdown]
# **The trap, taken apart.** The variance over all entries of a layer is a sum of two:
#
# $$\mathrm{Var}(\text{all entries}) = \text{over samples} + \text{between units}$$
#
# *Over samples*: each unit's variance over the examples, averaged over the units. *Between units*: how far the units' own means (over the examples) are spread. Return both, for each layer.
#
# *Example*: `A = [[[1, 5], [3, 5]]]` gives `[0.5]` and `[2.25]`; all four entries have the variance 2.75.

# %% task="variance_parts"
def variance_parts(A):
    """Return over_samples, between_units: two lists of L variances, one a layer.

    A: a list of L arrays (N, h), activations; widths h may differ.
    """
    ### BEGIN SOLUTION
    over_samples = [a.var(axis=0).mean() for a in A]
    between_units = [a.mean(axis=0).var() for a in A]
    return over_samples, between_units
    ### END SOLUTION


# %% check="variance_parts" points=3
check("hw4/variance_parts", variance_parts)

# %% [markdown]
# **In words** (4 points, one a net). Four nets on the circles of the lecture, full batch. What ails each, which *two* numbers say so, and what would you try?
#
# | net | log₁₀ of first to last norm | saturated | variance over samples, hidden layer 1 → last | loss at steps 0, 250, 500 |
# |---|---:|---:|---|---|
# | A | −6.9 | 0 % | .0083 → .00000000000006 | .70, .69, .69 |
# | B | −1.9 | 0 % | .0083 → .00064 | .73, .49, .32 |
# | C | 1.1 | 83 % | .85 → .95 | 5.4, 2.6, 2.0 |
# | D | −.28 | 51 % | .42 → 140,000 | 995, nan, nan |
#
# All but the loss are from step 0. Two have sigmoid units, one tanh, one ReLU.

# %% [markdown] manual="read_the_monitor" points=4
# **Your diagnosis:**
#
# ### BEGIN SOLUTION
# **A: vanished**, both ways. The first gradient is seven powers of ten below the last, and of the variance over samples nothing arrives at the last layer; the loss stays at ln 2 = .693. (Ten sigmoid layers, Glorot's weights.) Change the net: ReLU with He's weights, residual connections, normalisation. Neither patience nor a larger rate will do.
#
# **B: only slow.** −1.9 is two powers of ten, and the loss does fall. (Two sigmoid layers.) Wait, or use Adam.
#
# **C: saturated.** 83 % of the entries hardly have a slope; the loss begins at 5.4, far above a coin's .69, and is 2.0 after 500 steps. The gradient has not vanished (1.1), as large weights multiply what passes. (tanh, weights from N(0, 5²).) Start with smaller weights.
#
# **D: exploding**, forward: the variance over samples grows from .42 to 140,000, and the loss overflows. The 51 % are ReLUs that are off, which is no illness. (Eight ReLU layers, N(0, 1).) He's weights; clipping saves the first steps.
#
# *Marking scheme.* One point for each net: half for the diagnosis with two numbers that support it, half for a remedy that fits it. B: no point for "vanished". C: no point for a diagnosis of the first column alone. D: "ReLU is half off" as the ailment gets no point.
# ### END SOLUTION

# %% [markdown]
# ## 4. Clipping
#
# A batch too large for the memory comes in pieces. The gradients of piece p are means over its own $n_p$ examples. Return those of the *whole* batch, the mean over all examples, clipped to a global norm of at most c.
#
# Entries may reach 10²⁰⁰, whose square float64 cannot hold. All may be 0.
#
# *Example*: `pieces = [[[8, 0]], [[0, 8]]]`, `counts = [3, 1]`, `max_norm = 100` give `[[6, 2]]`.

# %% task="clip_accumulated"
def clip_accumulated(pieces, counts, max_norm):
    """Return one list of gradients [dW1, db1, …], shaped as those of a piece.

    pieces: a list with a list [dW1, db1, …] for each piece; counts: n_p, the number of examples
    of each piece; max_norm: c > 0.
    """
    ### BEGIN SOLUTION
    shares = np.array(counts) / sum(counts)
    whole = [sum(s * g for s, g in zip(shares, gs, strict=True)) for gs in zip(*pieces, strict=True)]
    largest = max(np.abs(g).max() for g in whole)
    if largest == 0:
        return whole
    # Divided by the largest entry first, no square can overflow
    norm = largest * np.sqrt(sum(np.sum((g / largest) ** 2) for g in whole))
    return [g * min(1.0, max_norm / norm) for g in whole]
    ### END SOLUTION


# %% check="clip_accumulated" points=4
check("hw4/clip_accumulated", clip_accumulated)

# %% [markdown]
# ## 5. Two cures
#
# **A residual block** that skips *two* layers:
#
# $$H = \operatorname{softsign}(A W_1 + b_1), \qquad A_{\text{out}} = A + H W_2 + b_2$$
#
# Given $G = \partial J/\partial A_{\text{out}}$, return the gradients. Two paths lead from A to the output.
#
# *Example*: all of `A`, `W1`, `W2` are `[[1]]`, biases 0, `H = [[0.5]]`, `G = [[4]]`: dA = 5, dW1 = 1, db1 = 1, dW2 = 2, db2 = 4.

# %% task="residual_backward"
def residual_backward(parameters, A, H, G):
    """Return dA (N, d), dW1 (d, h), db1 (h,), dW2 (h, d), db2 (d,): ∂J by each of them.

    parameters: [W1, b1, W2, b2]; A (N, d): what the block gets; H (N, h): as above;
    G (N, d): ∂J/∂A_out.
    """
    ### BEGIN SOLUTION
    W1, _, W2, _ = parameters
    delta = (G @ W2.T) * softsign_derivative(H)  # δ of the block's hidden layer
    return G + delta @ W1.T, A.T @ delta, delta.sum(axis=0), H.T @ G, G.sum(axis=0)
    ### END SOLUTION


# %% check="residual_backward" points=5 uses=["softsign_derivative"]
check("hw4/residual_backward", residual_backward)

# %% [markdown]
# **Layer normalisation** (Ba, Kiros & Hinton 2016) is indifferent to the batch: each *example* is normalised over its own h *units*, then scaled and shifted unit by unit.
#
# $$\hat z_{nj} = \frac{z_{nj} - \mu_n}{\sqrt{s_n^2 + \epsilon}}, \qquad y_{nj} = \gamma_j\, \hat z_{nj} + \beta_j$$
#
# with $\mu_n$, $s_n^2$: mean and variance of row n. Given $G = \partial J/\partial Y$, return the gradients.
#
# *Example*: `Z = [[0, 2]]`, `gamma = [1, 1]`, `epsilon = 3`, `G = [[2, 0]]`: dZ = [[0.375, −0.375]], dγ = [−1, 0], dβ = [2, 0].

# %% task="layer_norm_backward"
def layer_norm_backward(Z, gamma, epsilon, G):
    """Return dZ (N, h), dgamma (h,), dbeta (h,).

    Z (N, h); gamma (h,); epsilon > 0, not always small; G (N, h): ∂J/∂Y.
    """
    ### BEGIN SOLUTION
    centred = Z - Z.mean(axis=1, keepdims=True)
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat, g = centred / spread, G * gamma  # g is ∂J/∂Ẑ: γ comes first on the way back
    shared = g.mean(axis=1, keepdims=True) + Z_hat * (g * Z_hat).mean(axis=1, keepdims=True)
    return (g - shared) / spread, (G * Z_hat).sum(axis=0), G.sum(axis=0)
    ### END SOLUTION


# %% check="layer_norm_backward" points=5
check("hw4/layer_norm_backward", layer_norm_backward)

# %% [markdown]
# ## 6. A report
#
# **There and back** through L square layers without biases: $Z = A W$, then $\operatorname{softsign}(Z)$, or $A + \operatorname{softsign}(Z)$ if `residual`. Given $G = \partial J/\partial A^{(L)}$, return the norm of each $\delta^{(\ell)} = \partial J/\partial Z^{(\ell)}$.
#
# *Example*: `weights = [[[1]], [[0]]]`, `X = [[1]]`, `G = [[8]]` give `[0, 8]`, with `residual` `[2, 8]`.

# %% task="delta_profile"
def delta_profile(weights, X, G, residual):
    """Return a list of L norms of δ, layer 1 first.

    weights: [W1, …, WL], all (h, h); X (N, h); G (N, h): ∂J by the output of layer L;
    residual: True or False.
    """
    ### BEGIN SOLUTION
    A, activations = X, []
    for W in weights:
        activations.append(softsign(A @ W))
        A = activations[-1] + (A if residual else 0)
    norms = []
    for W, a in zip(weights[::-1], activations[::-1], strict=True):
        delta = G * softsign_derivative(a)
        norms.insert(0, np.linalg.norm(delta))
        G = delta @ W.T + (G if residual else 0)  # G: ∂J by the input of the layer
    return norms
    ### END SOLUTION


# %% check="delta_profile" points=4 uses=["softsign_derivative"]
check("hw4/delta_profile", delta_profile)

# %% [markdown]
# **A figure** (3 points). 30 layers of 32 units, 16 examples. Weights from `rng.uniform(-1, 1, (32, 32)) / np.sqrt(32)`, X and G from N(0, 1). Draw `log10_ratios(delta_profile(…), -30)` against the layer, with and without residual connections, each for at least five seeds.
#
# *Marking scheme*: both nets, five seeds each, as described *(1)*; both axes named *(1)*; the two nets told apart without colour, by a legend with markers, dashes or labels *(1)*. matplotlib or `layer_profile(…, log=False)`, as you like.

# %% manual="profile_figure" points=3 tags=["raises-exception"]
from course_lib.plots import layer_profile

### BEGIN SOLUTION
def random_profile(seed, residual):
    rng = np.random.default_rng(seed)
    weights = [rng.uniform(-1, 1, (32, 32)) / np.sqrt(32) for _ in range(30)]
    X, G = rng.normal(size=(2, 16, 32))
    return log10_ratios(delta_profile(weights, X, G, residual), -30)


layer_profile(
    {
        "plain": [random_profile(seed, False) for seed in range(5)],
        "residual": [random_profile(seed, True) for seed in range(5)],
    },
    ylabel="log10 of the norm of δ to that of layer 30",
    log=False,
)
### END SOLUTION

# %% [markdown]
# **In words** (4 points), about your figure:
#
# 1. By what factor does the norm of δ change per layer on its way back, in each net? *(1 point)*
# 2. Which term of `residual_backward` or `delta_profile` makes the difference, and why does the residual net's δ not stay level either? *(2 points)*
# 3. What does this experiment *not* show? One thing. *(1 point)*

# %% [markdown] manual="report" points=4
# **Your report:**
#
# ### BEGIN SOLUTION
# **1.** Plain: about −7.4 over 29 steps back, a factor $10^{-7.4/29} \approx .56$ a layer. Residual: about +.6, a factor of 1.05: it grows.
#
# **2.** On the way back $G$ gets $\delta W^\top$ *plus G itself*: a path with the factor 1, which no φ′ and no weight can shrink. It is not level because the other path adds to it: with $\delta W^\top$ about independent of G the squares of the norms add, so each layer makes G a little longer.
#
# **3.** For instance: that the net learns (these weights are untrained, and G is random instead of from a loss); what becomes of the profile in training; other widths, depths or scales of the weights; the forward half, where residual activations grow.
#
# *Marking scheme.* **1**: half a point for each factor, read from a slope over many layers, within a tenth; total changes divided by 29 or 30 layers both count. **2**: one point for the added G (or "+ A" forward) with the word factor 1 or identity, one for the contributions that add up. **3**: one point for any real limit; none for "five seeds are too few" without a reason.
# ### END SOLUTION

# %% [markdown]
# ## Points so far
#
# The figure, the two answers in words, the typed number and the fresh inputs come after you have handed in.

# %% summary="points_so_far"
points_so_far()
