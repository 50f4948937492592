"""Backpropagation playground: a small net learns, step by step, the same again from every seed."""

from functools import cache, lru_cache

import numpy as np

from course_lib.datasets import circles, moons
from course_lib.explorers.controls import Choice, Count, Switch, Whole
from course_lib.explorers.state import state
from course_lib.initializers import INITIALIZERS
from course_lib.mlp import MLP
from course_lib.mlp_classifier import penalised_gradients, penalised_loss
from course_lib.optimizers import GradientDescent

TITLE = "Backpropagation playground"
MOST_STEPS = 3000
CURVE_EVERY, KEEP_EVERY = 10, 100  # steps between points of the curve, between kept parameters
GRID, LIMIT = 41, 2.6  # the decision regions are computed on GRID² points over ±LIMIT
EXAMPLES = 140  # for training; the rest of 200 is held out


@state
class State:
    """A data set, a net 2-units-…-units-1, how it starts and learns, and the step it is at."""

    data: str = Choice("circles", "data", ("circles", "moons", "xor", "spiral"))
    layers: int = Whole(2, "hidden layers", 1, 8)
    units: int = Whole(4, "units", 1, 8)
    activation: str = Choice(
        "relu", "activation", ("relu", "tanh", "sigmoid", "leaky_relu", "gelu", "identity")
    )
    start: str = Choice("he_normal", "start", tuple(INITIALIZERS))
    scale: float = Choice(
        1.0, "× scale", (0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 3.0, 5.0, 10.0), slider=True
    )
    rate: float = Choice(
        0.3, "learning rate", (0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0), slider=True
    )
    batch: int = Choice(32, "batch size", (1, 4, 16, 32, 70, 140), slider=True)
    l2: float = Choice(0.0, "L2 strength", (0.0, 0.001, 0.003, 0.01, 0.03, 0.1), slider=True)
    seed: int = Whole(0, "seed", 0, 19)
    gradients: bool = Switch(False, "show gradients on the edges")
    step: int = Count(0, "step", MOST_STEPS)


def data(state):
    """The net after `state.step` steps of descent from the seed, and how it got there.

    `regions` is a list of GRID rows (x₂ from −LIMIT up) of the probability of class 1 in per cent;
    `points` [[x₁, x₂, class], …]; `weights`, `biases` and their gradients on all training examples
    (penalty included) as nested lists, input side first; `norms` of ∂J/∂W and of W per layer;
    `curve` {x, train, held_out}: the loss (with penalty) against the step; `accuracy` of both
    parts; `diverged`: the step at which the parameters overflowed and the run stopped, or None.

    >>> found = data(State(step=20))
    >>> [len(W) for W in found["weights"]], found["curve"]["x"]
    ([2, 4, 4], [0, 10, 20])
    """
    run = _run(*(getattr(state, key) for key in RUN_KEYS))
    net, at = run.net_after(state.step)
    X, y, X_held, y_held = points(state.data)
    with np.errstate(all="ignore"):  # on the way to a divergence numbers are large
        gradients = penalised_gradients(net, X, y, state.l2)
        p = np.nan_to_num(net.forward(_grid()), nan=0.5).reshape(GRID, GRID)
        return {
            "regions": np.rint(100 * p).astype(int).tolist(),
            "points": np.hstack([X, y]).round(3).tolist(),
            "weights": [_plain(W) for W in net.weights],
            "biases": [_plain(b) for b in net.biases],
            "weight_gradients": [_plain(g) for g in gradients[::2]],
            "bias_gradients": [_plain(g) for g in gradients[1::2]],
            "norms": {"gradients": _norms(gradients[::2]), "weights": _norms(net.weights)},
            "curve": run.curve(at),
            "loss": {
                "train": run.losses[at],
                "held_out": _finite(net.loss_value(X_held, y_held)),
            },
            "accuracy": {"train": _share(net, X, y), "held_out": _share(net, X_held, y_held)},
            "diverged": at if at < state.step else None,
        }


def _share(net, X, y):
    return float(np.mean((net.forward(X) >= 0.5) == y))


def _norms(arrays):
    return [_finite(np.linalg.norm(array)) for array in arrays]


RUN_KEYS = tuple(key for key in State.controls if key not in ("gradients", "step"))


class Run:
    """One training from a seed, which remembers its way; any step of it can be asked for.

    The batches of an epoch depend on seed and epoch alone, so that a step is the same however
    it was reached.
    """

    def __init__(self, data, layers, units, activation, start, scale, rate, batch, l2, seed):
        self.X, self.y, self.X_held, self.y_held = points(data)
        self.rate, self.batch, self.l2, self.seed = rate, batch, l2, seed
        rng = np.random.default_rng(seed)
        sizes = [2, *[units] * layers, 1]
        self.net = MLP(sizes, activation, start, loss="binary_cross_entropy", rng=rng)
        for W in self.net.weights:
            W *= scale
        self.at, self.last = 0, MOST_STEPS
        self.kept, self.losses, self.held = {}, [], []
        self._remember()

    def net_after(self, step):
        """The net after `step` steps, or after the last step at which it was finite, and which."""
        step = min(step, self.last)
        if step < self.at:
            self.at = max(kept for kept in self.kept if kept <= step)
            self._put(self.kept[self.at])
        while self.at < step and self._advance():
            pass
        return self.net, self.at

    def curve(self, at):
        """{x, train, held_out} at every tenth step up to `at`."""
        x = list(range(0, at + 1, CURVE_EVERY))
        return {"x": x, "train": [self.losses[i] for i in x], "held_out": self.held[: len(x)]}

    def _advance(self):
        before = [parameter.copy() for parameter in self.net.parameters()]
        with np.errstate(all="ignore"):
            rows = self._rows(self.at)
            gradients = penalised_gradients(self.net, self.X[rows], self.y[rows], self.l2)
            GradientDescent(self.rate).step(self.net.parameters(), gradients)
            self.at += 1
            if self._remember():
                return True
        self._put(before)  # the run ends where it was last finite
        self.at -= 1
        self.last = self.at
        return False

    def _rows(self, step):
        batches = -(-len(self.X) // self.batch)
        epoch, place = divmod(step, batches)
        order = _order(self.seed, epoch)
        return order[place * self.batch : (place + 1) * self.batch]

    def _remember(self):
        if self.at < len(self.losses):
            return True  # been here before
        loss = penalised_loss(self.net, self.X, self.y, self.l2)
        if not np.isfinite(loss):
            return False
        self.losses.append(float(loss))
        if self.at % CURVE_EVERY == 0:
            self.held.append(_finite(self.net.loss_value(self.X_held, self.y_held)))
        if self.at % KEEP_EVERY == 0:
            self.kept[self.at] = [parameter.copy() for parameter in self.net.parameters()]
        return True

    def _put(self, parameters):
        for live, kept in zip(self.net.parameters(), parameters, strict=True):
            live[...] = kept


@lru_cache(maxsize=8)
def _run(*settings):
    return Run(*settings)


@lru_cache(maxsize=256)
def _order(seed, epoch):
    return np.random.default_rng([seed, epoch]).permutation(EXAMPLES)


@cache
def points(name):
    """A data set of 200 points, mean 0 and deviation 1: X (140, 2), y (140, 1), and 60 held out.

    >>> [part.shape for part in points("spiral")]
    [(140, 2), (140, 1), (60, 2), (60, 1)]
    """
    if name == "circles":
        X, X_held, y, y_held = circles()
        return X, y, X_held, y_held
    X, y = moons(200, noise=0.15, seed=0) if name == "moons" else _made(name)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    order = np.random.default_rng(0).permutation(200)
    train, held = order[:EXAMPLES], order[EXAMPLES:]
    return X[train], y[train], X[held], y[held]


def _made(name):
    rng = np.random.default_rng(0)
    y = (np.arange(200) % 2).astype(float)[:, None]
    if name == "xor":  # four clouds; class 1 where the signs differ
        signs = rng.choice([-1.0, 1.0], size=(200, 1))
        corners = np.hstack([signs, signs * (1 - 2 * y)])
        return corners + rng.normal(0, 0.35, size=(200, 2)), y
    turn = np.sqrt(rng.uniform(0.03, 1, size=(200, 1)))  # two arms, a turn and an eighth each
    angle = 2.25 * np.pi * turn + np.pi * y
    arms = turn * np.hstack([np.cos(angle), np.sin(angle)])
    return arms + rng.normal(0, 0.03, size=(200, 2)), y


@cache
def _grid():
    axis = np.linspace(-LIMIT, LIMIT, GRID)
    x1, x2 = np.meshgrid(axis, axis)
    return np.column_stack([x1.ravel(), x2.ravel()])


def _finite(value):
    return float(value) if np.isfinite(value) else None


def _plain(array):
    """Nested lists that JSON can hold, to 6 digits."""
    return (
        [_plain(part) for part in array] if np.ndim(array) else float(f"{np.nan_to_num(array):.6g}")
    )


def describe(state, data):
    """The picture in words."""
    net = "-".join(map(str, [2, *[state.units] * state.layers, 1]))
    text = f"A net {net}, {state.activation}, on the {state.data}, after {state.step} steps: "
    text += f"training loss {data['loss']['train']:.3g}, accuracy {data['accuracy']['train']:.0%}, "
    text += f"held out {data['accuracy']['held_out']:.0%}. "
    first, last = data["norms"]["gradients"][0], data["norms"]["gradients"][-1]
    if first is not None and last is not None:
        text += f"The gradient's norm is {first:.2g} in layer 1, {last:.2g} in the last layer."
    if data["diverged"] is not None:
        text += f" The run overflowed after step {data['diverged']} and stopped there."
    return text.replace("%", " %")


def still(state, data):
    """The same picture without a browser: regions and points."""
    from course_lib.plots import decision_regions

    X, y, _, _ = points(state.data)
    net, _ = _run(*(getattr(state, key) for key in RUN_KEYS)).net_after(state.step)
    title = f"step {state.step}, loss {data['loss']['train']:.3g}"
    return decision_regions({title: net.forward}, X, y, limits=(-LIMIT, LIMIT))
