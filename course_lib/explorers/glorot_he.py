"""Glorot against He: two starts side by side, layer by layer, against theory, and in training."""

import json
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from course_lib.activations import ACTIVATIONS
from course_lib.explorers.controls import Choice, Whole
from course_lib.explorers.state import state
from course_lib.initializers import INITIALIZERS
from course_lib.signal_propagation import backward, forward
from course_lib.signal_theory import predicted_flow

TITLE = "Glorot against He"
WIDTH, BATCH, BINS, RIDGES = 100, 50, 61, 5
STORED = Path(__file__).with_name("he_depth.json")  # made by `course figures`
N_VARIANCE = {  # n·Var(W) of a square layer of n units
    "standard_normal": WIDTH,
    "uniform_fan_in": 1 / 3,
    "lecun_normal": 1.0,
    "glorot_uniform": 1.0,
    "glorot_normal": 1.0,
    "he_uniform": 2.0,
    "he_normal": 2.0,
}
STARTS = tuple(N_VARIANCE)
FUNCTIONS = ("tanh", "relu", "leaky_relu", "sigmoid", "elu", "gelu", "swish")


@state
class State:
    """Two nets, left and right; `depth` layers each, 10, 22 and 30 with curves of training."""

    left: str = Choice("uniform_fan_in", "left start", STARTS)
    left_activation: str = Choice("tanh", "left activation", FUNCTIONS)
    right: str = Choice("glorot_uniform", "right start", STARTS)
    right_activation: str = Choice("tanh", "right activation", FUNCTIONS)
    depth: int = Choice(5, "layers", (5, 10, 22, 30), slider=True)
    seed: int = Whole(0, "seed", 0, 19)


def data(state):
    """What the picture shows: `left` and `right` (see `side`), and `training` at that depth.

    `training` is {"Glorot": …, "He": …} with the lists `epochs`, `low`, `median`, `high` of the
    stored runs of ReLU nets on small digits, or empty for 5 layers.

    >>> found = data(State(depth=22))
    >>> found["left"]["activations"]["layers"], list(found["training"])
    ([1, 6, 12, 17, 22], ['Glorot', 'He'])
    """
    return {
        "left": side(state.left, state.left_activation, state.depth, state.seed),
        "right": side(state.right, state.right_activation, state.depth, state.seed),
        "training": stored_runs().get(str(state.depth), {}),
    }


@lru_cache(maxsize=32)
def side(start, activation, depth, seed):
    """One net of 100 units a layer: histograms of five layers, and sizes against theory.

    `activations` and `deltas` have `layers`, `limit` (of the axis, either side of 0), `heights`
    (one list of 61 bins a layer, the highest 1) and `deviation`. `sizes` has E[a²] and Var(δ) of
    every layer, measured and predicted. Draws are those of `signal_flow` with the same seed.
    """
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((BATCH, WIDTH))
    weights = [INITIALIZERS[start](rng, WIDTH, WIDTH) for _ in range(depth)]
    layers, output = forward(x, weights, ACTIVATIONS[activation])
    deltas = backward(rng.standard_normal(output.shape), layers, weights)
    activations = [*(layer.input for layer in layers[1:]), output]
    theory = _theory(depth, activation, N_VARIANCE[start], BATCH)
    sizes = {
        "activations": [float(np.mean(A**2)) for A in activations],
        "activations_predicted": theory.activation_second_moment.tolist(),
        "deltas": [float(delta.var()) for delta in deltas],
        "deltas_predicted": theory.delta_variance.tolist(),
    }
    shown = [round(layer) for layer in np.linspace(1, depth, RIDGES)]
    return {
        "label": f"{start}, {activation}",
        "activations": _histograms(activations, shown, bounded=activation in ("tanh", "sigmoid")),
        "deltas": _histograms(deltas, shown, bounded=False),
        "sizes": sizes,
    }


_theory = lru_cache(maxsize=512)(predicted_flow)  # which a move of the seed leaves as it is


def _histograms(arrays, shown, bounded):
    arrays = [arrays[layer - 1] for layer in shown]
    limit = 1.0 if bounded else 3 * max(float(np.sqrt(np.mean(A**2))) for A in arrays)
    heights = [_heights(A, limit) for A in arrays]
    deviation = [float(A.std()) for A in arrays]
    return {"layers": shown, "limit": limit, "heights": heights, "deviation": deviation}


def _heights(values, limit):
    """Counts in bins over ±limit; a spike of exact zeros (ReLU) does not press the rest down."""
    places = np.floor((values.ravel() / limit + 1) * (BINS / 2)).astype(int)
    counts = np.bincount(places[(places >= 0) & (places < BINS)], minlength=BINS)
    if np.mean(values == limit) > 0:  # the right edge belongs to the last bin
        counts[-1] += np.sum(values == limit)
    rest = np.delete(counts, BINS // 2) if np.mean(values == 0) > 0.2 else counts
    return np.minimum(counts / max(rest.max(), 1), 1.0).round(4).tolist()


@cache
def stored_runs():
    """{depth as text: {"Glorot" and "He": lists `epochs`, `low`, `median`, `high`}}."""
    return json.loads(STORED.read_text(encoding="utf-8"))


def describe(state, data):
    """The picture in words."""
    text = f"Two nets of {state.depth} layers of {WIDTH} units, not trained. "
    text += " ".join(_side_in_words(name, data[name]) for name in ("left", "right"))
    if data["training"]:
        text += f" Training loss of ReLU nets of {state.depth} layers after "
        text += f"{data['training']['He']['epochs'][-1]} epochs: "
        ends = [f"{name} {curve['median'][-1]:.2g}" for name, curve in data["training"].items()]
        text += ", ".join(ends) + "; after 20: "
        early = [
            f"{name} {curve['median'][curve['epochs'].index(20)]:.2g}"
            for name, curve in data["training"].items()
        ]
        text += ", ".join(early) + "."
    return text


def _side_in_words(name, side):
    sizes = side["sizes"]
    text = f"{name.capitalize()}, {side['label']}: E[a²] goes from {sizes['activations'][0]:.2g} "
    text += f"to {sizes['activations'][-1]:.2g} (predicted {sizes['activations_predicted'][-1]:.2g}"
    text += f"), and back, Var(δ) from {sizes['deltas'][-1]:.2g} to {sizes['deltas'][0]:.2g} "
    return text + f"(predicted {sizes['deltas_predicted'][0]:.2g})."


def still(state, data):
    """The same picture without a browser: sizes layer by layer, against theory."""
    from course_lib.plots import layer_profile

    groups, theory = {}, {}
    for name in ("left", "right"):
        label, sizes = f"{name}: {data[name]['label']}", data[name]["sizes"]
        groups |= {f"{label}, a": sizes["activations"], f"{label}, δ": sizes["deltas"]}
    theory["left δ, predicted"] = data["left"]["sizes"]["deltas_predicted"]
    theory["right δ, predicted"] = data["right"]["sizes"]["deltas_predicted"]
    return layer_profile(groups, ylabel="E[a²], Var(δ)", theory=theory)
