"""Vanishing gradients: over the whole grid finite, in agreement with the library, and described."""

import itertools
import math

import numpy as np
import pytest

from course_lib import signal_flow
from course_lib.explorers.vanishing import BATCH, SCALES, State, data, describe

SWITCHES = list(itertools.product((False, True), repeat=3))


def leaves(part):
    if isinstance(part, dict):
        return [leaf for value in part.values() for leaf in leaves(value)]
    return [leaf for value in part for leaf in leaves(value)] if isinstance(part, list) else [part]


@pytest.mark.parametrize("activation", State.controls["activation"].values())
def test_every_corner_is_finite_and_described(activation):
    """Depth and width at their ends, all scales and switches: what grows stays below infinity."""
    grid = itertools.product((1, 2, 50), (8, 16), SCALES[::3] + SCALES[-1:], SWITCHES)
    for depth, width, scale, (normalize, residual, clip) in grid:
        state = State(depth, width, activation, scale, 0, normalize, residual, clip)
        found = data(state)
        assert all(math.isfinite(value) for value in leaves(found)), state
        assert len(found["forward"]["moment"]) == len(found["backward"]["delta"]) == depth
        assert "nan" not in describe(state, found)


@pytest.mark.parametrize("width", State.controls["width"].values())
@pytest.mark.parametrize("seed", [0, 19])
def test_numbers_are_those_of_signal_flow(width, seed):
    state = State(depth=7, width=width, activation="gelu", scale=2.0, seed=seed, residual=True)
    rng = np.random.default_rng(seed)
    options = {"weight_scale": np.sqrt(2), "residual": True}
    flow = signal_flow(7, width, "gelu", "lecun_normal", rng, BATCH, **options)
    found = data(state)
    assert found["backward"]["delta"] == flow.delta_variance.tolist()
    assert found["backward"]["weights"] == flow.weight_gradient_variance.tolist()
    assert found["forward"]["over_samples"] == flow.activation_variance_over_samples.tolist()
    assert found["shares"]["dead"] == flow.dead_fraction.tolist()


def test_clipping_scales_all_layers_by_one_factor_and_leaves_delta_alone():
    options = {"depth": 12, "activation": "relu", "scale": 4.0}
    free, clipped = (data(State(**options, clip=clip)) for clip in (False, True))
    ratio = np.divide(clipped["backward"]["weights"], free["backward"]["weights"])
    np.testing.assert_allclose(ratio, clipped["clipped"] ** 2)
    norm = np.sqrt(sum(64**2 * v for v in clipped["backward"]["weights"]))
    assert norm == pytest.approx(1.0)
    assert clipped["backward"]["delta"] == free["backward"]["delta"]


def test_small_gradients_are_not_clipped():
    assert data(State(activation="identity", scale=1.0, clip=True))["clipped"] < 1
    assert data(State(activation="identity", scale=0.1, clip=True))["clipped"] == 1


def test_deeper_nets_share_their_first_layers():
    """A hand on the depth slider sees layers added, not another net."""
    short, long = (data(State(depth=depth, scale=2.0))["forward"] for depth in (5, 30))
    assert long["moment"][:5] == short["moment"]


@pytest.mark.parametrize(
    ("activation", "scale", "phrase"),
    [("sigmoid", 1.0, "falls"), ("relu", 2.0, "stays near"), ("relu", 64.0, "grows")],
)
def test_words_say_what_becomes_of_delta(activation, scale, phrase):
    state = State(activation=activation, scale=scale, depth=10, width=128)
    assert f"variance of δ {phrase}" in describe(state, data(state))
