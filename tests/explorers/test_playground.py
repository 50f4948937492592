"""The playground: the same from the same seed however it is reached, as the library computes."""

import itertools
import json

import numpy as np
import pytest

from course_lib import MLP
from course_lib.explorers.playground import (
    GRID,
    LIMIT,
    RUN_KEYS,
    Run,
    State,
    data,
    describe,
    points,
)
from course_lib.mlp_classifier import penalised_gradients, penalised_loss

SETTINGS = {"layers": 2, "units": 3, "activation": "tanh", "start": "glorot_normal", "scale": 2.0}


def by_hand(state):
    """The same training, written out: epochs of shuffled batches, plain descent."""
    X, y, _, _ = points(state.data)
    rng = np.random.default_rng(state.seed)
    sizes = [2, *[state.units] * state.layers, 1]
    net = MLP(sizes, state.activation, state.start, loss="binary_cross_entropy", rng=rng)
    net.weights = [state.scale * W for W in net.weights]
    left, epoch = state.step, 0
    while left:
        order = np.random.default_rng([state.seed, epoch]).permutation(len(X))
        for start in range(0, len(X), state.batch):
            if left:
                rows = order[start : start + state.batch]
                gradients = penalised_gradients(net, X[rows], y[rows], state.l2)
                for parameter, gradient in zip(net.parameters(), gradients, strict=True):
                    parameter -= state.rate * gradient
                left -= 1
        epoch += 1
    return net


@pytest.mark.parametrize(("batch", "l2"), [(16, 0.0), (140, 0.01), (1, 0.001)])
def test_training_is_what_the_lectures_derive(batch, l2):
    state = State(data="moons", **SETTINGS, batch=batch, l2=l2, seed=3, step=37)
    net, found = by_hand(state), data(state)
    X, y, _, _ = points("moons")
    for W, shown in zip(net.weights, found["weights"], strict=True):
        np.testing.assert_allclose(shown, W, rtol=1e-5)
    for g, shown in zip(
        penalised_gradients(net, X, y, l2)[::2], found["weight_gradients"], strict=True
    ):
        np.testing.assert_allclose(shown, g, rtol=1e-5, atol=1e-12)
    assert found["loss"]["train"] == pytest.approx(penalised_loss(net, X, y, l2))
    corner = net.forward(np.array([[LIMIT, -LIMIT]])).item()
    assert abs(found["regions"][0][GRID - 1] - 100 * corner) <= 0.5


def test_every_way_to_a_step_leads_to_the_same_net():
    settings = [getattr(State(**SETTINGS), key) for key in RUN_KEYS]
    straight, _ = Run(*settings).net_after(230)
    wandering = Run(*settings)
    for step in (5, 400, 230, 0, 117, 230):
        net, at = wandering.net_after(step)
        assert at == step
    for one, other in zip(straight.parameters(), net.parameters(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_every_value_of_every_control_gives_what_json_can_hold():
    """One control at a time, and the wild corners of scale and rate."""
    for key, control in State.controls.items():
        for value in control.values() if key != "step" else (0, 1, 250):
            check(State(**{"step": 12, key: value}))
    for scale, rate, activation in itertools.product(
        (0.01, 10.0), (0.001, 10.0), ("relu", "identity")
    ):
        check(State(scale=scale, rate=rate, activation=activation, layers=8, units=8, step=60))


def check(state):
    found = data(state)
    json.dumps(found, allow_nan=False)
    assert np.shape(found["regions"]) == (GRID, GRID)
    assert len(found["norms"]["gradients"]) == state.layers + 1
    assert len(describe(state, found)) > 80


def test_a_run_that_overflows_stops_and_says_so():
    state = State(scale=10.0, rate=10.0, activation="identity", layers=8, units=8, step=500)
    found = data(state)
    assert found["diverged"] < 500
    assert f"overflowed after step {found['diverged']}" in describe(state, found)
    again = data(State(scale=10.0, rate=10.0, activation="identity", layers=8, units=8, step=499))
    assert again["weights"] == found["weights"]


def test_the_circles_are_learned_and_no_gradient_is_no_learning():
    assert data(State(step=600))["accuracy"]["train"] > 0.95
    vanished = data(State(activation="sigmoid", layers=8, step=600))
    assert vanished["accuracy"]["train"] < 0.6
    assert vanished["norms"]["gradients"][0] < 1e-4
    assert data(State(start="zeros", step=600))["accuracy"]["train"] < 0.6
