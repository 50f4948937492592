"""The variance of the signal after 50 layers, forward and back, for four activations, eight starts.

Square layers of 256 units, without biases; x and the gradient at the top from N(0, 1).
"""

import numpy as np

from course_lib.signal_propagation import signal_flow

FILE = "variance_50.json"
SETTINGS = {
    "depth": 50,
    "width": 256,
    "batch": 64,
    "activations": ["sigmoid", "tanh", "relu", "leaky_relu"],
    "initializers": [
        *("zeros", "standard_normal", "uniform_fan_in", "lecun_normal"),
        *("glorot_uniform", "glorot_normal", "he_uniform", "he_normal"),
    ],
    "seeds": 10,
}
TITLES = {
    "activation": "log₁₀ Var(a₅₀), over all entries",
    "activation_over_samples": "log₁₀ Var(a₅₀), over the examples",
    "delta": "log₁₀ Var(δ₁)/Var(δ₅₀)",
}
QUANTITIES = tuple(TITLES)


def logarithms(activation, initializer, seed, settings=SETTINGS):
    """log₁₀ of Var(a₅₀), of its part over the samples, and of Var(δ₁)/Var(δ₅₀); None for log 0.

    >>> logarithms("relu", "zeros", 0, SETTINGS | {"depth": 2, "width": 4})
    [None, None, None]
    """
    rng, size = np.random.default_rng(seed), [settings["depth"], settings["width"]]
    flow = signal_flow(*size, activation, initializer, rng, settings["batch"])
    ratio = flow.delta_variance[0] / flow.delta_variance[-1] if flow.delta_variance[-1] else 0.0
    variances = flow.activation_variance[-1], flow.activation_variance_over_samples[-1], ratio
    return [float(np.log10(variance)) if variance > 0 else None for variance in variances]


def compute(settings=SETTINGS, progress=lambda runs: runs):
    """{activation: {initializer: {quantity: one number a seed}}}.

    >>> small = SETTINGS | {"depth": 2, "width": 8, "seeds": 2, "activations": ["tanh"]}
    >>> list(compute(small)["tanh"])[:2]
    ['zeros', 'standard_normal']
    """
    pairs = [(a, i) for a in settings["activations"] for i in settings["initializers"]]
    found = {}
    for activation, initializer in progress(pairs):
        rows = [
            logarithms(activation, initializer, seed, settings) for seed in range(settings["seeds"])
        ]
        columns = {
            name: list(column)
            for name, column in zip(QUANTITIES, zip(*rows, strict=True), strict=True)
        }
        found.setdefault(activation, {})[initializer] = columns
    return found


def heat_map(data, quantity):
    """The stored logarithms of one quantity as a picture; light is where the variance is kept."""
    from course_lib import plots

    settings = data["settings"]
    values = [
        [data[activation][start][quantity] for start in settings["initializers"]]
        for activation in settings["activations"]
    ]
    values = [[[-np.inf if v is None else v for v in runs] for runs in row] for row in values]
    columns = [start.replace("_", "\n", 1) for start in settings["initializers"]]
    return plots.heat_map(
        values, rows=settings["activations"], columns=columns, quantity=TITLES[quantity],
        title=TITLES[quantity], target=0, limits=(-30, 0),
    )  # fmt: skip
