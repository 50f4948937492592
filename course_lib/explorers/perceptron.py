"""The perceptron: four points, a line, and a rule that moves it at every mistake."""

from functools import lru_cache

import numpy as np

from course_lib.datasets import gates
from course_lib.explorers.controls import Choice, Count, Points, Switch
from course_lib.explorers.state import state
from course_lib.perceptron import predict, update

TITLE = "The perceptron"
CORNERS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
TENTHS = tuple(n / 10 for n in range(-30, 31))
MOST, LOW, HIGH = 400, -0.5, 1.5
STRIDE = 40  # examples that are computed together
GRID = 41


@state
class State:
    """A gate, where its points lie, the line at the start, and how many examples were seen."""

    gate: str = Choice("AND", "gate", ("AND", "OR", "NAND", "NOR", "XOR", "XNOR"))
    points: tuple = Points(CORNERS, "points", LOW, HIGH)
    w1: float = Choice(0.0, "start w₁", TENTHS, slider=True)
    w2: float = Choice(0.0, "start w₂", TENTHS, slider=True)
    b: float = Choice(0.0, "start b", TENTHS, slider=True)
    rate: float = Choice(1.0, "learning rate", (0.1, 0.25, 0.5, 1.0, 2.0), slider=True)
    hidden: bool = Switch(False, "a hidden unit more")
    seen: int = Count(0, "examples", MOST)


def data(state):
    """The line after `state.seen` examples, taken in turn, and its history.

    `weights` and `bias` of now; with the hidden unit h = step(x₁ + x₂ − 1.5) there is a third
    weight, and the line has a fold where h changes. `history` holds [examples seen, w₁, w₂, b] or
    [.., w₁, w₂, w_h, b] at the start and after every update; `mistakes` is the number of updates,
    `right` says of each point whether it is right now, `next` is the row to be seen next,
    `accuracy` the share of right points at the end of each epoch, and `settled` the examples
    seen when an epoch passed without a mistake, or None. `score` is the score on a grid.

    >>> found = data(State(seen=24))
    >>> found["weights"], found["bias"], found["settled"]
    ([2.0, 1.0], -3.0, 24)
    """
    X, y = np.array(state.points), gates(state.gate)[1][:, 0]
    start = (state.gate, state.points, state.w1, state.w2, state.b, state.rate, state.hidden)
    way = _way(*start, most=-(-state.seen // STRIDE) * STRIDE)
    w, b = way["states"][state.seen]
    features = with_hidden(X) if state.hidden else X
    grid = np.column_stack([axis.ravel() for axis in np.meshgrid(_axis(), _axis())])
    scores = (with_hidden(grid) if state.hidden else grid) @ w + b
    epochs = state.seen // len(X)
    return {
        "weights": w.tolist(),
        "bias": float(b),
        "classes": y.tolist(),
        "right": (predict(w, b, features) == y).tolist(),
        "next": state.seen % len(X),
        "history": [entry for entry in way["updates"] if entry[0] <= state.seen],
        "mistakes": sum(0 < entry[0] <= state.seen for entry in way["updates"]),
        "accuracy": way["accuracy"][:epochs],
        "settled": way["settled"] if (way["settled"] or MOST + 1) <= state.seen else None,
        "score": scores.round(6).reshape(GRID, GRID).tolist(),
    }


def with_hidden(X):
    """The inputs (N, 2) with a third column h = step(x₁ + x₂ − 1.5), which is AND of 0 and 1.

    >>> with_hidden(np.array([[0.0, 1.0], [1.0, 1.0]]))
    array([[0., 1., 0.],
           [1., 1., 1.]])
    """
    return np.column_stack([X, predict(np.array([1.0, 1.0]), -1.5, X)])


@lru_cache(maxsize=64)
def _way(gate, points, w1, w2, b, rate, hidden, most):
    """The first `most` examples: the states, the updates, the accuracy of each epoch."""
    X, y = np.array(points), gates(gate)[1][:, 0]
    X = with_hidden(X) if hidden else X
    w = np.array([w1, w2, 0.0] if hidden else [w1, w2])
    states, updates, accuracy = [(w, b)], [[0, *w.tolist(), b]], []
    clean, settled = 0, None
    for seen in range(1, most + 1):
        row = (seen - 1) % len(X)
        mistake = predict(w, b, X[row]) != y[row]
        if mistake:
            w, b = update(w, b, X[row], y[row], rate)
            updates.append([seen, *w.tolist(), float(b)])
        clean = 0 if mistake else clean + 1
        states.append((w, b))
        if row == len(X) - 1:
            accuracy.append(float(np.mean(predict(w, b, X) == y)))
            if settled is None and clean >= len(X):
                settled = seen
    return {"states": states, "updates": updates, "accuracy": accuracy, "settled": settled}


def _axis():
    return np.linspace(LOW, HIGH, GRID)


def describe(state, data):
    """The picture in words."""
    text = f"{state.gate} after {state.seen} examples: class 1 where {_inequality(data)}; "
    text += f"{sum(data['right'])} of 4 points are right; {data['mistakes']} updates so far. "
    if data["settled"] is not None:
        return text + f"Settled: no mistake in the epoch that ended after {data['settled']}."
    return text + f"Next comes point {data['next'] + 1} of 4."


def _inequality(data):
    names = ("x₁", "x₂", "h")
    terms = [f"{w:+.3g}·{name}" for w, name in zip(data["weights"], names, strict=False)]
    return " ".join([*terms, f"{data['bias']:+.3g}"]).replace("-", "−") + " ≥ 0"


def still(state, data):
    """The same picture without a browser: where class 1 is, and the points."""
    from course_lib.plots import decision_regions

    w, b = np.array(data["weights"]), data["bias"]

    def model(X):
        return predict(w, b, with_hidden(X) if state.hidden else X)

    title = f"{state.gate} after {state.seen} examples"
    options = {"limits": (LOW, HIGH)}
    return decision_regions({title: model}, state.points, data["classes"], **options)
