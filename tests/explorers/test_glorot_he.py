"""Glorot against He: over its whole grid finite, in agreement with the library, and described."""

import itertools
import math

import numpy as np
import pytest

from course_lib import signal_flow
from course_lib.explorers.glorot_he import (
    BATCH,
    BINS,
    FUNCTIONS,
    N_VARIANCE,
    STARTS,
    WIDTH,
    State,
    _heights,
    data,
    describe,
    side,
)
from course_lib.initializers import INITIALIZERS


@pytest.mark.parametrize("start", STARTS)
def test_every_net_is_finite_and_its_histograms_are_drawable(start):
    for activation, depth in itertools.product(FUNCTIONS, State.controls["depth"].values()):
        found = side(start, activation, depth, 0)
        assert all(math.isfinite(v) for values in found["sizes"].values() for v in values)
        assert {len(values) for values in found["sizes"].values()} == {depth}
        for kind in ("activations", "deltas"):
            assert found[kind]["layers"][0] == 1
            assert found[kind]["layers"][-1] == depth
            heights = np.array(found[kind]["heights"])
            assert heights.min() >= 0
            assert (heights.max(axis=1) == 1).all()


@pytest.mark.parametrize("seed", [0, 7])
@pytest.mark.parametrize("start", ["he_normal", "uniform_fan_in"])
def test_numbers_are_those_of_signal_flow(start, seed):
    flow = signal_flow(10, WIDTH, "relu", start, np.random.default_rng(seed), BATCH)
    found = side(start, "relu", 10, seed)["sizes"]
    assert found["deltas"] == flow.delta_variance.tolist()
    moments = flow.activation_variance + flow.activation_mean**2
    np.testing.assert_allclose(found["activations"], moments)


@pytest.mark.parametrize("start", STARTS)
def test_the_variance_that_theory_uses_is_that_of_the_weights(start):
    weights = INITIALIZERS[start](np.random.default_rng(0), WIDTH, WIDTH)
    assert WIDTH * weights.var() == pytest.approx(N_VARIANCE[start], rel=0.05)


def test_a_histogram_counts_what_numpy_counts():
    values = np.random.default_rng(0).normal(size=(50, 40))
    counts, _ = np.histogram(values, np.linspace(-2, 2, BINS + 1))
    np.testing.assert_allclose(_heights(values, 2.0), counts / counts.max(), atol=1e-4)


def test_the_zeros_of_relu_do_not_press_the_rest_down():
    values = np.maximum(0, np.random.default_rng(0).normal(size=(50, 40)))
    assert np.median(_heights(values, 2.0)[BINS // 2 + 1 :]) > 0.3


def test_training_is_the_stored_contrast_of_that_depth():
    assert data(State(depth=5))["training"] == {}
    for depth in (10, 22, 30):
        training = data(State(depth=depth))["training"]
        assert training["He"]["median"][-1] < training["Glorot"]["median"][4]
        assert training["He"]["epochs"][-1] == 300
    assert "after 20: Glorot 2.3" in describe(State(depth=30), data(State(depth=30)))


def test_relu_loses_a_factor_two_under_glorot_and_keeps_it_under_he():
    state = State("glorot_normal", "relu", "he_normal", "relu", depth=30)
    found = data(state)
    assert found["left"]["sizes"]["activations_predicted"][-1] == pytest.approx(2.0**-30, rel=1e-3)
    assert found["right"]["sizes"]["activations_predicted"][-1] == pytest.approx(1, rel=1e-3)
    assert found["left"]["sizes"]["activations"][-1] < 1e-6
    assert found["right"]["sizes"]["activations"][-1] > 1e-2
