"""Homework 4: right answers, the cases that they are compared on, and hints."""

import numpy as np

chain_log10_bound = -0.970991


def leaky_bounds(weights, alpha):
    sizes = np.abs(weights)
    slopes = 1.0, abs(alpha)
    return np.cumprod(min(slopes) * sizes), np.cumprod(max(slopes) * sizes)


parts_leaky_bounds = ["lower", "upper"]


def softsign_derivative(A):
    return (1 - np.abs(A)) ** 2


def saturated_fractions(A):
    return [np.mean(softsign_derivative(a) <= 0.05) for a in A]


def dead_fraction(batches):
    return np.mean(np.all(np.concatenate(batches) <= 0, axis=0))


def gradient_norms(weights, inputs, slopes, delta):
    norms = [np.linalg.norm(inputs[-1].T @ delta)]
    for W, A, slope in zip(weights[:0:-1], inputs[-2::-1], slopes[::-1], strict=True):
        delta = (delta @ W.T) * slope
        norms.insert(0, np.linalg.norm(A.T @ delta))
    return norms


def log10_ratios(norms, floor):
    last = np.log10(norms[-1])
    return [max(np.log10(norm) - last, floor) if norm > 0 else floor for norm in norms]


def variance_parts(A):
    over_samples = [a.var(axis=0).mean() for a in A]
    between_units = [a.mean(axis=0).var() for a in A]
    return over_samples, between_units


parts_variance_parts = ["over_samples", "between_units"]


def clip_accumulated(pieces, counts, max_norm):
    shares = np.array(counts) / sum(counts)
    whole = [
        sum(s * g for s, g in zip(shares, gs, strict=True)) for gs in zip(*pieces, strict=True)
    ]
    largest = max(np.abs(g).max() for g in whole)
    if largest == 0:
        return whole
    norm = largest * np.sqrt(sum(np.sum((g / largest) ** 2) for g in whole))
    return [g * min(1.0, max_norm / norm) for g in whole]


def residual_backward(parameters, A, H, G):
    W1, _, W2, _ = parameters
    delta = (G @ W2.T) * softsign_derivative(H)
    return G + delta @ W1.T, A.T @ delta, delta.sum(axis=0), H.T @ G, G.sum(axis=0)


parts_residual_backward = ["dA", "dW1", "db1", "dW2", "db2"]


def layer_norm_backward(Z, gamma, epsilon, G):
    centred = Z - Z.mean(axis=1, keepdims=True)
    spread = np.sqrt(Z.var(axis=1, keepdims=True) + epsilon)
    Z_hat, g = centred / spread, G * gamma
    shared = g.mean(axis=1, keepdims=True) + Z_hat * (g * Z_hat).mean(axis=1, keepdims=True)
    return (g - shared) / spread, (G * Z_hat).sum(axis=0), G.sum(axis=0)


parts_layer_norm_backward = ["dZ", "dgamma", "dbeta"]


def delta_profile(weights, X, G, residual):
    A, activations = X, []
    for W in weights:
        Z = A @ W
        activations.append(Z / (1 + np.abs(Z)))
        A = activations[-1] + (A if residual else 0)
    norms = []
    for W, a in zip(weights[::-1], activations[::-1], strict=True):
        delta = G * softsign_derivative(a)
        norms.insert(0, np.linalg.norm(delta))
        G = delta @ W.T + (G if residual else 0)
    return norms


# The cases. Sizes differ from each other (a swapped axis must show), biases are not zero, one
# batch is a single example. Square layers come too: mistakes that raise elsewhere are silent there.


def softsigns(rng, *size, scale=1.0):
    Z = rng.normal(scale=scale, size=size)
    return Z / (1 + np.abs(Z))


def cases_leaky_bounds(rng):
    cases = []
    for L, alpha in [
        (4, rng.uniform(0.1, 0.4)),
        (3, rng.uniform(1.5, 3)),
        (5, -0.3),
        (1, 0.2),
        (2, 0.0),
    ]:
        weights = rng.uniform(0.4, 2.5, size=L) * rng.permutation(np.sign(np.arange(L) % 2 - 0.5))
        cases.append((weights, float(alpha)))
    return cases


def cases_softsign_derivative(rng):
    return [(softsigns(rng, *size, scale=2),) for size in [(4, 3), (1, 2), (2, 5)]]


def cases_saturated_fractions(rng):
    layouts = [(15, [4, 7, 3]), (1, [6, 5]), (9, [10])]
    return [([saturating(rng, N, h) for h in widths],) for N, widths in layouts]


def saturating(rng, N, h):
    """Activations of both signs, many of them near ±1, where thresholds lie close together."""
    return np.sqrt(rng.uniform(size=(N, h))) * rng.choice([-1.0, 1.0], size=(N, h))


ON, ON_ONCE_EARLY, ON_ONCE_LATE, ONCE_AT_ZERO, OFF_ONCE, OFF = range(6)
KINDS = [ON_ONCE_EARLY, ON_ONCE_LATE, ONCE_AT_ZERO, OFF_ONCE]  # in every case, beside others


def cases_dead_fraction(rng):
    """Units on or off; on for an example of the first or the last batch; at 0, or off, once.

    How many are dead is drawn: no shape tells it.
    """
    cases = []
    for sizes, h in [((4, 2, 7), 9), ((5, 3), 7), ((1, 2), 6), ((6,), 8), ((3, 4), 10)]:
        others = rng.choice([ON, ON, OFF, ONCE_AT_ZERO], size=h - len(KINDS))
        Z, kind = -np.abs(rng.normal(size=(sum(sizes), h))), np.array([*KINDS, *others])
        Z[:, (kind == ON) | (kind == OFF_ONCE)] *= -1
        Z[rng.integers(sizes[0]), kind == ON_ONCE_EARLY] *= -1
        Z[-1 - rng.integers(sizes[-1]), kind == ON_ONCE_LATE] *= -1
        Z[rng.integers(len(Z)), kind == OFF_ONCE] *= -1
        Z[rng.integers(len(Z)), kind == ONCE_AT_ZERO] = 0.0
        cases.append((np.split(Z[:, rng.permutation(h)], np.cumsum(sizes)[:-1]),))
    return cases


def cases_gradient_norms(rng):
    cases = []
    for sizes, N in [([3, 5, 4, 2], 6), ([4, 4, 4], 3), ([2, 3], 5), ([3, 6, 4, 5, 2], 1)]:
        weights = [rng.normal(size=shape) for shape in zip(sizes, sizes[1:], strict=False)]
        inputs = [rng.normal(size=(N, h)) for h in sizes[:-1]]
        slopes = [rng.uniform(-0.1, 1.1, size=(N, h)) for h in sizes[1:-1]]
        cases.append((weights, inputs, slopes, rng.normal(size=(N, sizes[-1]))))
    return cases


def cases_log10_ratios(rng):
    powers = [  # None: a norm of exactly 0
        (rng.uniform([-4, -3, -2, 0.2], [-3, -2, -1, 0.9]), -30.0),
        ([None, *rng.uniform([-9, -5, 0.3], [-8, -3, 0.9])], -7.5),
        ([*rng.uniform([-290, -120], [-250, -90]), None, rng.uniform(150, 250)], -600.0),
        ([rng.uniform(0.2, 0.9)], -12.0),
        (rng.uniform([3, 2, 1.2], [4, 3, 1.8]), -20.0),
    ]
    return [([0.0 if p is None else float(10.0**p) for p in ps], floor) for ps, floor in powers]


def cases_variance_parts(rng):
    cases = []
    for N, widths in [(7, [3, 5, 4]), (5, [6, 2]), (1, [4, 3]), (4, [4])]:
        constants = [rng.normal(scale=2, size=h) for h in widths]
        cases.append(([c + rng.normal(size=(N, len(c))) for c in constants],))
    return cases


def cases_clip_accumulated(rng):
    def pieces(count, scale, *shapes):
        return [[scale * rng.normal(size=shape) for shape in shapes] for _ in range(count)]

    one, two, three = ((3, 2), (2,)), ((4, 3), (3,), (3, 2), (2,)), ((2, 5), (5,))
    opposite = pieces(1, 3.0, *three)[0]
    nearly = [[g + 0.1 * rng.normal(size=g.shape) for g in opposite], [-g for g in opposite]]
    none = [[np.zeros(shape) for shape in one]]
    return [
        (pieces(2, 1.0, *two), [7, 3], 1.5),
        (pieces(1, 0.1, *one), [4], 2.0),
        (nearly, [4, 4], 2.5),
        (pieces(3, 1.0, *one), [1, 6, 3], 0.4),
        (none, [int(rng.integers(3, 9))], float(rng.uniform(0.5, 0.9))),
        (pieces(2, 1e200, *three), [2, 5], 3.0),
    ]


def cases_residual_backward(rng):
    cases = []
    for N, d, h in [(5, 3, 4), (4, 3, 3), (1, 2, 6), (6, 5, 2)]:
        parameters = [rng.normal(size=size) for size in ((d, h), (h,), (h, d), (d,))]
        A, G = rng.normal(size=(2, N, d))
        Z = A @ parameters[0] + parameters[1]
        cases.append((parameters, A, Z / (1 + np.abs(Z)), G))
    return cases


def cases_layer_norm_backward(rng):
    cases = []
    for N, h, epsilon in [(4, 6, 0.5), (1, 5, 1e-5), (7, 3, 0.1), (4, 4, 1.5)]:
        Z = rng.normal(rng.normal(size=(N, 1)), rng.uniform(0.5, 2, size=(N, 1)), size=(N, h))
        cases.append((Z, rng.uniform(0.5, 2.5, size=h), epsilon, rng.normal(size=(N, h))))
    return cases


def cases_delta_profile(rng):
    cases = []
    for L, N, h, residual in [(3, 4, 2, True), (3, 5, 3, False), (4, 1, 3, True), (1, 2, 4, True)]:
        weights = list(rng.normal(size=(L, h, h)))
        X, G = rng.normal(scale=1.5, size=(2, N, h))
        cases.append((weights, X, G, residual))
    return cases


HINTS = {
    "chain_log10_bound": [
        "Each unit brings two numbers to the bound. Which two?",
        "How steep is each of the three activations at most? A logarithm turns products into sums.",
        "Lecture 4, part 1, has the bound for sigmoid units; part 2 says how large tanh′ gets.",
    ],
    "leaky_bounds": [
        "Which two values can φ′ take, and which of their sizes is the larger one?",
        "The answer to that depends on α; only the sizes of weights and slopes matter.",
        "Lecture 4, part 1: `chain_bounds` has the bounds of all lengths at once; part 9 has PReLU.",
    ],
    "softsign_derivative": [
        "For z > 0 differentiate z/(1 + z) by the quotient rule.",
        "Compute 1 − a for z > 0 and compare. The derivative of an odd function is even.",
        "Lecture 4, part 1, writes σ′ with p = σ(z) alone; do the same here.",
    ],
    "saturated_fractions": [
        "Saturation is a statement about φ′, not about a or z.",
        "How large is softsign's derivative at most, and where?",
        "Lecture 4, part 4: `saturated_fraction`, which ends in one number for all layers.",
    ],
    "dead_fraction": [
        "A single example with z > 0, in any batch, and the unit is alive.",
        "Which axis are the examples on? Batches of unequal size can be put below each other.",
        "Lecture 4, part 4: the definition of a dead ReLU, and `dead_fraction` for one batch.",
    ],
    "gradient_norms": [
        "Go from the last layer to the first, with one δ at hand.",
        "Between two layers lie the weights of the later one and the slopes of the earlier one.",
        "Lecture 4, part 2, has `gradient_norms` of a ready net; part 3 has the formula for ∂J/∂W.",
    ],
    "log10_ratios": [
        "What is the logarithm of a quotient?",
        "Look at each norm before you take its logarithm; look at each result before you return it.",
        "Lecture 4, part 2, reads such a ratio as a power of ten: −7.0 for ten sigmoid layers.",
    ],
    "variance_parts": [
        "A mean over the examples leaves one number for each unit.",
        "One of the two is a mean of variances, the other a variance of means.",
        "Lecture 4, part 6: which axis is which, and the layer with four constant units.",
    ],
    "clip_accumulated": [
        "Two steps: first the gradient of the whole batch, then one factor for all of it.",
        "How much does a piece of 3 examples count beside one of 1? And what is 10²⁰⁰ once it is "
        "divided by the largest entry?",
        "Lecture 4, part 7: clipping by the global norm, for gradients of moderate size.",
    ],
    "residual_backward": [
        "First the layer without skip, as in any net; then ask what the skip adds to dA.",
        "Each gradient of weights: what the layer gets, transposed, times the δ of that layer.",
        "Lecture 4, part 8: residual connections add a path with the factor 1.",
    ],
    "layer_norm_backward": [
        "First from Y back to Ẑ, where γ stands in the way; then through the normalisation.",
        "What in the lecture is a mean over the examples of a batch is a mean over units here.",
        "Lecture 4, part 10: batch normalisation's way back, with its three paths.",
    ],
    "delta_profile": [
        "Go forward and keep what φ gave in each layer, before the input is added to it.",
        "On the way back G goes from the output of a layer to its input, and there are two ways.",
        "Lecture 4, part 8: residual connections; lecture 3, part 5: the δ recursion.",
    ],
}
