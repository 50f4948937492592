"""How often a 2-2-1 net learns XOR, by initialiser and loss, over 100 starts.

Sigmoid in both layers, full batch, plain gradient descent, for a number of epochs: a start that
fails has not learned XOR *within that time*.
"""

import numpy as np

from course_lib.datasets import gates
from course_lib.net_stack import NetStack

FILE = "xor_success.json"
SETTINGS = {
    "layer_sizes": [2, 2, 1],
    "initializers": [
        *("zeros", "standard_normal", "uniform_fan_in", "lecun_normal"),
        *("glorot_uniform", "glorot_normal", "he_uniform", "he_normal"),
    ],
    "losses": ["mse", "binary_cross_entropy"],
    "learning_rates": [0.1, 1.0],
    "epochs": 10_000,
    "every": 500,
    "seeds": 100,
}


def stacked_nets(loss, settings=SETTINGS):
    """All starts of all initialisers in one stack, initialiser by initialiser.

    >>> stacked_nets("mse").size
    800
    """
    kind = {"activation": "sigmoid", "loss": loss, "output": "sigmoid"}
    stacks = [
        NetStack(settings["layer_sizes"], initializer=name, seeds=range(settings["seeds"]), **kind)
        for name in settings["initializers"]
    ]
    whole = stacks[0]
    whole.size = sum(stack.size for stack in stacks)
    for arrays in ("weights", "biases"):
        parts = zip(*[getattr(stack, arrays) for stack in stacks], strict=True)
        setattr(whole, arrays, [np.concatenate(part) for part in parts])
    return whole


def learned(loss, learning_rate, settings=SETTINGS):
    """Are all four answers on the right side of ½? (checkpoints, initialisers, seeds), booleans.

    >>> small = SETTINGS | {"epochs": 4, "every": 2, "seeds": 3}
    >>> learned("mse", 1.0, small).shape
    (2, 8, 3)
    """
    X, y = gates("XOR")
    nets, seen = stacked_nets(loss, settings), []
    for epoch in range(1, settings["epochs"] + 1):
        gradients = [gradient for layer in nets.backward(X, y) for gradient in layer]
        for parameter, gradient in zip(nets.parameters(), gradients, strict=True):
            parameter -= learning_rate * gradient
        if epoch % settings["every"] == 0:
            seen.append(np.all((nets.forward(X) > 0.5) == (y > 0.5), axis=(1, 2)))
    return np.reshape(seen, (len(seen), len(settings["initializers"]), settings["seeds"]))


def compute(settings=SETTINGS, progress=lambda runs: runs):
    """{loss: {rate as text: {initialiser: how many have learned at each checkpoint}}}.

    >>> list(compute(SETTINGS | {"epochs": 2, "every": 1, "seeds": 2})["mse"])
    ['0.1', '1.0']
    """
    pairs = [(loss, rate) for loss in settings["losses"] for rate in settings["learning_rates"]]
    found = {}
    for loss, rate in progress(pairs):
        counts = learned(loss, rate, settings).sum(axis=2).T
        of_rate = dict(zip(settings["initializers"], counts.tolist(), strict=True))
        found.setdefault(loss, {})[str(rate)] = of_rate
    return found
