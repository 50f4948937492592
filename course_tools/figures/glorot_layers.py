"""Figures 6, 7 and 8 of Glorot & Bengio (2010): what each layer of an untrained net sees.

Five tanh layers of 1000 units from two starts: the standard deviations of activations, of
δ = ∂J/∂z and of the weight gradients, layer by layer, and the singular values of the layers'
Jacobians. The inputs and the gradient at the top are drawn from N(0, 1).
"""

import numpy as np

from course_lib.activations import ACTIVATIONS, second_moment
from course_lib.initializers import INITIALIZERS
from course_lib.signal_propagation import backward, forward

FILE = "glorot_layers.json"
SETTINGS = {
    "depth": 5,
    "width": 1000,
    "batch": 100,
    "starts": {"uniform_fan_in": 1 / 3, "glorot_uniform": 1.0},  # with n · Var(W)
    "seeds": 20,
    "seeds_of_jacobians": 3,
}
TANH = ACTIVATIONS["tanh"]


def random_pass(start, seed, settings=SETTINGS):
    """One net, one batch: (activations, deltas, weight gradients, layers, weights) as lists.

    >>> small = SETTINGS | {"width": 20}
    >>> [len(part) for part in random_pass("glorot_uniform", 0, small)]
    [5, 5, 5, 5, 5]
    """
    rng, width = np.random.default_rng(seed), settings["width"]
    weights = [INITIALIZERS[start](rng, width, width) for _ in range(settings["depth"])]
    layers, output = forward(rng.normal(size=(settings["batch"], width)), weights, TANH)
    deltas = backward(rng.normal(size=output.shape), layers, weights)
    inputs = [layer.input for layer in layers]
    gradients = [A.T @ d / settings["batch"] for A, d in zip(inputs, deltas, strict=True)]
    return [*inputs[1:], output], deltas, gradients, layers, weights


def theory(c, depth=5):
    """Standard deviations of a and δ per layer, by the recursion of second moments at n·Var(W) = c.

    δ is given relative to ∂J/∂a at the top, which has second moment 1 (lecture 5, part 6).

    >>> [round(sd, 3) for sd in theory(1.0)[0]]
    [0.628, 0.486, 0.408, 0.358, 0.322]
    """
    q, a, slopes = c, [], []
    for _ in range(depth):
        scale = np.sqrt(q)
        a.append(second_moment(lambda z, s=scale: np.tanh(s * z)))
        slopes.append(second_moment(lambda z, s=scale: TANH.derivative(s * z)))
        q = c * a[-1]
    v, deltas = 1.0, []
    for slope in reversed(slopes):
        deltas.insert(0, v * slope)
        v = c * deltas[0]
    return np.sqrt(a).tolist(), np.sqrt(deltas).tolist()


def mean_singular_values(start, seed, settings=SETTINGS):
    """The mean singular value of ∂z_{ℓ+1}/∂z_ℓ = diag(φ′)·W for each pair of layers, one example.

    >>> len(mean_singular_values("glorot_uniform", 0, SETTINGS | {"width": 20}))
    4
    """
    _, _, _, layers, weights = random_pass(start, seed, settings | {"batch": 1})
    jacobians = (
        layer.slope[0][:, None] * W for layer, W in zip(layers[:-1], weights[1:], strict=True)
    )
    return [float(np.linalg.svd(J, compute_uv=False).mean()) for J in jacobians]


def compute(settings=SETTINGS, progress=lambda runs: runs):
    """{start: {quantity: one list of layers a seed, theory: …}}.

    >>> small = SETTINGS | {"width": 20, "seeds": 2, "seeds_of_jacobians": 1}
    >>> sorted(compute(small)["glorot_uniform"])
    ['activation', 'delta', 'jacobian', 'jacobian_theory', 'theory', 'weight_gradient']
    """
    found = {}
    for start, c in progress(list(settings["starts"].items())):
        deviations = {"activation": [], "delta": [], "weight_gradient": []}
        for seed in range(settings["seeds"]):
            parts = random_pass(start, seed, settings)[:3]
            for name, part in zip(deviations, parts, strict=True):
                deviations[name].append([float(layer.std()) for layer in part])
        seeds = range(settings["seeds_of_jacobians"])
        activation, delta = theory(c, settings["depth"])
        found[start] = deviations | {
            "jacobian": [mean_singular_values(start, seed, settings) for seed in seeds],
            "jacobian_theory": 8 / (3 * np.pi) * np.sqrt(c),
            "theory": {"activation": activation, "delta": delta},
        }
    return found
