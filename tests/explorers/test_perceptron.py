"""The perceptron: as the library learns; separable gates settle, XOR only with a hidden unit."""

import numpy as np
import pytest

from course_lib import Perceptron
from course_lib.datasets import gates
from course_lib.explorers.perceptron import GRID, MOST, State, data, describe

GATES = State.controls["gate"].values()


@pytest.mark.parametrize("gate", ["AND", "OR", "NAND", "NOR"])
@pytest.mark.parametrize("rate", [0.25, 1.0])
def test_the_line_is_that_of_the_estimator(gate, rate):
    X, y = gates(gate)
    model = Perceptron(learning_rate=rate).fit(X, y[:, 0])
    for epoch, wanted in enumerate(model.history_, 1):
        found = data(State(gate=gate, rate=rate, seen=4 * epoch))
        np.testing.assert_allclose(found["weights"], wanted["weights"])
        assert found["bias"] == pytest.approx(wanted["bias"])
        assert found["accuracy"][-1] == wanted["accuracy"]
    assert found["settled"] == 4 * model.n_iter_
    assert found["mistakes"] == model.n_updates_


@pytest.mark.parametrize("gate", ["XOR", "XNOR"])
def test_xor_never_settles_and_does_with_a_hidden_unit(gate):
    alone = data(State(gate=gate, seen=MOST))
    assert alone["settled"] is None
    assert max(alone["accuracy"]) <= 0.75
    for rate in State.controls["rate"].values():
        helped = data(State(gate=gate, seen=MOST, rate=rate, hidden=True))
        assert helped["settled"] is not None
        assert helped["accuracy"][-1] == 1
        assert "Settled" in describe(State(), helped)


def test_history_holds_every_update_and_the_score_fits_the_points():
    found = data(State(gate="OR", seen=40, points=((0, 0), (0, 1), (1, 0), (1.5, 1.5))))
    assert found["history"][0] == [0, 0.0, 0.0, 0.0]
    assert found["mistakes"] == len(found["history"]) - 1
    assert found["history"][-1][1:] == [*found["weights"], found["bias"]]
    corner = found["weights"][0] * 1.5 + found["weights"][1] * 1.5 + found["bias"]
    assert found["score"][GRID - 1][GRID - 1] == pytest.approx(corner)


def test_separable_points_in_other_places_settle():
    points = ((0, 0.2), (0.1, 1.2), (0.9, 0), (1.4, 1.3))
    assert data(State(points=points, seen=MOST, w1=3.0, w2=-3.0, b=2.0))["settled"]
