"""Chains of sigmoid units, a_ℓ = σ(w_ℓ·a_{ℓ−1}): the gradient under its bound (¼)^L·Π|w|."""

import numpy as np

from course_lib.activations import sigmoid, sigmoid_derivative

FILE = "sigmoid_chains.json"
SETTINGS = {
    "lengths": [1, 2, 5, 10, 20, 30],
    "deviations": [0.5, 1.0, 2.0, 4.0, 8.0, 16.0],  # of w ~ N(0, …²)
    "chains": 1000,
    "seeds": 20,
}


def gradients_and_bounds(weights, x):
    """|∂a_ℓ/∂x| and (¼)^ℓ·Π|w|: weights (n, L), x (n,) → two of (n, L).

    >>> gradient, bound = gradients_and_bounds(np.array([[2.0]]), np.array([0.0]))
    >>> gradient.item(), bound.item()
    (0.5, 0.5)
    """
    a, factors = x, []
    for w in weights.T:
        factors.append(w * sigmoid_derivative(w * a))
        a = sigmoid(w * a)
    return np.abs(np.cumprod(factors, axis=0)).T, np.cumprod(np.abs(weights) / 4, axis=1)


def compute(settings=SETTINGS, progress=lambda runs: runs):
    """{deviation as text: log₁₀ of median gradient and bound, one list of lengths a seed}.

    >>> small = SETTINGS | {"chains": 10, "seeds": 1}
    >>> sorted(compute(small)["1.0"])
    ['bound', 'gradient', 'largest_share']
    """
    found, columns = {}, np.array(settings["lengths"]) - 1
    for deviation in progress(settings["deviations"]):
        rows = {"gradient": [], "bound": [], "largest_share": []}
        for seed in range(settings["seeds"]):
            rng, n = np.random.default_rng(seed), settings["chains"]
            weights = deviation * rng.normal(size=(n, settings["lengths"][-1]))
            gradient, bound = gradients_and_bounds(weights, rng.normal(size=n))
            for name, values in {"gradient": gradient, "bound": bound}.items():
                medians = np.median(values, axis=0)[columns]
                rows[name].append(np.log10(medians).tolist())
            rows["largest_share"].append((gradient / bound).max(axis=0)[columns].tolist())
        found[str(deviation)] = rows
    return found
