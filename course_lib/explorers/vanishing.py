"""Vanishing gradients: how activations and gradients fare in a deep net that is not yet trained."""

from functools import lru_cache

import numpy as np

from course_lib.explorers.controls import Choice, Switch, Whole
from course_lib.explorers.state import state
from course_lib.optimizers import clip_by_global_norm
from course_lib.signal_propagation import signal_flow
from course_lib.signal_theory import predicted_flow

TITLE = "Vanishing and exploding gradients"
BATCH = 32  # enough for a picture, and quick enough for a hand on the slider
MAX_NORM = 1.0
SCALES = (0.1, 0.25, 1 / 3, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)


@state
class State:
    """What can be set; `scale` is n·Var(W): 1 is Glorot's and LeCun's start, 2 is He's."""

    depth: int = Whole(20, "depth", 1, 50)
    width: int = Choice(64, "width", (8, 16, 32, 64, 128), slider=True)
    activation: str = Choice(
        "sigmoid",
        "activation",
        ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "swish", "identity"),
    )
    scale: float = Choice(1.0, "n·Var(W)", SCALES, slider=True)
    seed: int = Whole(0, "seed", 0, 19)
    normalize: bool = Switch(False, "batch normalisation")
    residual: bool = Switch(False, "residual connections")
    clip: bool = Switch(False, "clip to global norm 1")


def data(state):
    """What the picture shows, lists with one entry a layer, input side first.

    `forward`: the second moment of a, measured and predicted, and its variance over the samples.
    `backward`: the variance of δ, measured and predicted, and of ∂J/∂W (times the square of the
    factor `clipped` where the gradients are clipped). `shares`: of saturated entries, dead units.

    >>> flow = data(State(depth=3, activation="relu", scale=2.0))
    >>> len(flow["backward"]["delta"]), flow["clipped"]
    (3, 1.0)
    """
    rng = np.random.default_rng(state.seed)
    cures = {"normalize": state.normalize, "residual": state.residual}
    size = {"batch": BATCH, "weight_scale": np.sqrt(state.scale)}
    flow = signal_flow(
        state.depth, state.width, state.activation, "lecun_normal", rng, **size, **cures
    )
    theory = _theory(state.depth, state.activation, state.scale, BATCH, **cures)
    factor = _clip_factor(flow, state.width) if state.clip else 1.0
    found = {
        "forward": {
            "moment": flow.activation_variance + flow.activation_mean**2,
            "predicted": theory.activation_second_moment,
            "over_samples": flow.activation_variance_over_samples,
        },
        "backward": {
            "delta": flow.delta_variance,
            "predicted": theory.delta_variance,
            "weights": factor**2 * flow.weight_gradient_variance,
        },
        "shares": {"saturated": flow.saturated_fraction, "dead": flow.dead_fraction},
    }
    lists = {kind: {k: v.tolist() for k, v in part.items()} for kind, part in found.items()}
    return {**lists, "clipped": factor}


_theory = lru_cache(maxsize=512)(predicted_flow)


def _clip_factor(flow, width):
    norms = [width * np.sqrt(variance) for variance in flow.weight_gradient_variance]
    _, norm = clip_by_global_norm([np.array(norms)], MAX_NORM)
    return min(1.0, MAX_NORM / float(norm)) if norm else 1.0


def describe(state, data):
    """The picture in words."""
    back, ahead = data["backward"], data["forward"]
    text = f"{state.depth} layers of {state.width} units, {state.activation}, "
    text += f"n·Var(W) = {state.scale:.3g}{_extras(state)}. On its way back, the variance of δ "
    text += _journey(back["delta"][::-1], f"from layer {state.depth} to layer 1")
    text += f"; predicted is {_factor(back['predicted'][::-1])}. "
    text += "On the way forward, the variance of a over the samples "
    text += _journey(ahead["over_samples"], f"from layer 1 to layer {state.depth}") + ". "
    saturated, dead = (100 * np.mean(data["shares"][key]) for key in ("saturated", "dead"))
    text += f"Saturated are {saturated:.0f} % of the entries, dead {dead:.0f} % of the units."
    if data["clipped"] < 1:
        text += f" Clipping multiplies every weight gradient by {data['clipped']:.2g}."
    return text


def _extras(state):
    names = {"normalize": "batch normalisation", "residual": "residual connections"}
    return "".join(f", {name}" for key, name in names.items() if getattr(state, key))


def _journey(values, where):
    first, last = values[0], values[-1]
    if len(values) == 1:
        return f"is {first:.2g}"
    verb = "stays near" if 0.1 < last / (first or 1) < 10 else "falls" if last < first else "grows"
    if verb == "stays near":
        return f"{verb} {first:.2g} {where}, {_factor(values)}"
    return f"{verb} from {first:.2g} to {last:.2g} {where}, {_factor(values)}"


def _factor(values):
    if len(values) < 2 or not values[0] or not values[-1]:
        return "no factor to tell"
    return f"×{(values[-1] / values[0]) ** (1 / (len(values) - 1)):.2g} a layer"


def still(state, data):
    """The same picture without a browser: the profile going back, measured and predicted."""
    from course_lib.plots import layer_profile

    back = data["backward"]
    groups = {"Var(δ)": back["delta"], "Var(∂J/∂W)": back["weights"]}
    title = f"{state.activation}, width {state.width}, n·Var(W) = {state.scale:.3g}{_extras(state)}"
    return layer_profile(
        groups, ylabel="variance", title=title, theory={"Var(δ), predicted": back["predicted"]}
    )
