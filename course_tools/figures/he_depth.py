"""He's depth contrast on a small scale: ReLU nets of 10, 22 and 30 layers from two starts.

He et al. (2015, figures 2 and 3) trained convolutional nets of 22 and 30 layers on ImageNet; this
is a fully connected analogue on 500 small digits. Everything that a run depends on stands in
`SETTINGS`, which is stored with the curves.
"""

import numpy as np

from course_lib.datasets import digits
from course_lib.net_stack import NetStack

FILE = "he_depth.json"
PRECISION = np.float32  # half the time of float64; no curve needs more
SETTINGS = {
    "depths": [10, 22, 30],
    "initializers": ["glorot_normal", "he_normal"],
    "width": 128,
    "examples": 500,
    "batch_size": 50,
    "learning_rate": 0.01,
    "epochs": 300,
    "every": 5,
    "seeds": 5,
}


def data(examples):
    """The first digits of the training part, X (examples, 64) of mean 0 and mean square 1, and Y.

    >>> X, Y = data(30)
    >>> X.shape, Y.shape, round(float((X**2).mean()), 5)
    ((30, 64), (30, 10), 1.0)
    """
    X, _, Y, _ = digits()
    X, Y = X[:examples], Y[:examples]
    X = X - X.mean(axis=0)
    return (X / X.std()).astype(PRECISION), Y.astype(PRECISION)


def loss_curves(depth, initializer, settings=SETTINGS, epochs=None):
    """Train one net a seed, side by side; return their training losses, (seeds, points).

    `depth` counts the weight matrices. The loss is taken before the first epoch and after every
    `every`-th one. A seed draws the weights of its net; another generator draws all batches.

    >>> loss_curves(2, "he_normal", epochs=10).shape
    (5, 3)
    """
    X, Y = data(settings["examples"])
    sizes = [X.shape[1], *[settings["width"]] * (depth - 1), Y.shape[1]]
    seeds, size = range(settings["seeds"]), settings["batch_size"]
    nets = NetStack(sizes, initializer=initializer, seeds=seeds, dtype=PRECISION)
    rng, losses = np.random.default_rng(depth), [nets.loss_values(X, Y)]
    for epoch in range(1, 1 + (settings["epochs"] if epochs is None else epochs)):
        order = rng.permuted(np.tile(np.arange(len(X)), (nets.size, 1)), axis=1)
        for start in range(0, len(X), size):
            rows = order[:, start : start + size]
            descend(nets, X[rows], Y[rows], settings["learning_rate"])
        if epoch % settings["every"] == 0:
            losses.append(nets.loss_values(X, Y))
    return np.stack(losses, axis=1)


def descend(nets, X, Y, learning_rate):
    """One step of plain gradient descent in all nets, in place: `NetStack.backward`, for speed.

    Written out for ReLU and softmax, without the copies that make the general form slower.
    """
    rate, activations = PRECISION(learning_rate), [X]
    for W, b in zip(nets.weights, nets.biases, strict=True):
        Z = activations[-1] @ W
        Z += b
        activations.append(np.maximum(Z, 0, out=Z) if W is not nets.weights[-1] else Z)
    delta = activations.pop()
    delta -= delta.max(axis=-1, keepdims=True)
    np.exp(delta, out=delta)
    delta /= delta.sum(axis=-1, keepdims=True)
    delta -= Y
    delta *= rate / X.shape[1]  # the rate goes in here once, not into every gradient
    for W, b, A in zip(nets.weights[::-1], nets.biases[::-1], activations[::-1], strict=True):
        below = delta @ np.swapaxes(W, 1, 2)
        below *= A > 0
        W -= np.swapaxes(A, 1, 2) @ delta
        b -= delta.sum(axis=1, keepdims=True)
        delta = below


def compute(settings=SETTINGS, progress=lambda runs: runs):
    """All runs: {"training_loss": {depth as text: {initializer: one list of losses a seed}}}.

    >>> small = SETTINGS | {"depths": [2], "seeds": 1, "examples": 50, "epochs": 5}
    >>> list(compute(small)["training_loss"]["2"])
    ['glorot_normal', 'he_normal']
    """
    runs = [
        (d, initializer) for d in settings["depths"] for initializer in settings["initializers"]
    ]
    found = {}
    for depth, initializer in progress(runs):
        losses = loss_curves(depth, initializer, settings)
        found.setdefault(str(depth), {})[initializer] = losses.tolist()
    return {"training_loss": found}
