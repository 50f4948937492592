"""He's depth contrast on a small scale: ReLU nets of 10, 22 and 30 layers from two starts.

He et al. (2015, figures 2 and 3) trained convolutional nets of 22 and 30 layers on ImageNet; this
is a fully connected analogue on 500 small digits. Everything that a run depends on stands in
`SETTINGS`, which is stored with the curves.
"""

import json
from pathlib import Path

import numpy as np

from course_lib.datasets import digits
from course_lib.mlp import MLP

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


def loss_curve(depth, initializer, seed, settings=SETTINGS, epochs=None):
    """Train one net; return its training loss before the first epoch and after each of them.

    `depth` counts the weight matrices. The seed draws the weights and the batches.

    >>> len(loss_curve(2, "he_normal", 0, epochs=3))
    4
    """
    rng = np.random.default_rng(seed)
    X, Y = data(settings["examples"])
    sizes = [X.shape[1], *[settings["width"]] * (depth - 1), Y.shape[1]]
    net = MLP(sizes, activation="relu", initializer=initializer, rng=rng)
    net = net.with_parameters([parameter.astype(PRECISION) for parameter in net.parameters()])
    losses, size = [net.loss_value(X, Y)], settings["batch_size"]
    for _ in range(settings["epochs"] if epochs is None else epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), size):
            rows = order[start : start + size]
            descend(net, X[rows], Y[rows], settings["learning_rate"])
        losses.append(net.loss_value(X, Y))
    return losses


def descend(net, X, Y, learning_rate):
    """One step of plain gradient descent, in place."""
    gradients = [gradient for layer in net.backward(X, Y) for gradient in layer]
    for parameter, gradient in zip(net.parameters(), gradients, strict=True):
        parameter -= learning_rate * gradient


def curves(settings=SETTINGS, epochs=None, progress=lambda runs: runs):
    """All runs: {depth as text: {initializer: one list of losses a seed}}, to 4 digits.

    >>> small = SETTINGS | {"depths": [2], "seeds": 1, "examples": 50}
    >>> list(curves(small, epochs=1)["2"])
    ['glorot_normal', 'he_normal']
    """
    runs = [
        (depth, initializer, seed)
        for depth in settings["depths"]
        for initializer in settings["initializers"]
        for seed in range(settings["seeds"])
    ]
    found = {}
    for depth, initializer, seed in progress(runs):
        losses = loss_curve(depth, initializer, seed, settings, epochs)
        of_depth = found.setdefault(str(depth), {})
        of_depth.setdefault(initializer, []).append([float(f"{loss:.4g}") for loss in losses])
    return found


def main(folder: Path, settings=SETTINGS, progress=lambda runs: runs) -> Path:
    """Compute everything and write it to `folder`; return the path of the file."""
    content = {"settings": settings, "training_loss": curves(settings, progress=progress)}
    path = Path(folder) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    return path


def summary(content, stride=5, middle=(0.1, 0.5, 0.9)):
    """What the explorer draws: every fifth epoch, the median and the middle 80 % of the runs.

    >>> curves = {"2": {"glorot_normal": [[2.0, 1.0]] * 3, "he_normal": [[2.0, 0.5]] * 3}}
    >>> summary({"training_loss": curves}, stride=1)["2"]["He"]["median"]
    [2.0, 0.5]
    """
    names = {"glorot_normal": "Glorot", "he_normal": "He"}
    found = {}
    for depth, of_depth in content["training_loss"].items():
        for initializer, runs in of_depth.items():
            low, median, high = np.quantile(np.array(runs)[:, ::stride], middle, axis=0).round(6)
            epochs = list(range(0, len(runs[0]), stride))
            curve = {"low": low.tolist(), "median": median.tolist(), "high": high.tolist()}
            found.setdefault(depth, {})[names[initializer]] = {"epochs": epochs, **curve}
    return found


def write_summary(stored: Path, target: Path) -> Path:
    """Write the summary of a stored file to `target`; return that path."""
    found = summary(json.loads(stored.read_text(encoding="utf-8")))
    target.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")
    return target
