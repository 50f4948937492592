"""The chain rule: over the grid, the product of the edges is the gradient and the difference."""

import itertools

import numpy as np
import pytest

from course_lib import ScalarNet
from course_lib.explorers.chain_rule import BACKWARD, FORWARD, PATHS, State, data, describe

VALUES = (-4.0, -1.3, 0.0, 0.5, 4.0)


@pytest.mark.parametrize("nudge", PATHS)
def test_product_gradient_and_difference_agree_everywhere(nudge):
    for x, w1, w2, y in itertools.product(VALUES, VALUES, VALUES, (0.0, 0.3, 1.0)):
        state = State(x=x, w1=w1, b1=0.4, w2=w2, b2=-0.7, y=y, nudge=nudge)
        found, net = data(state), ScalarNet(w1, 0.4, w2, -0.7)
        gradient = net.gradient(x, y) | {"x": net.deltas(x, y)["delta1"] * w1}
        assert found["product"] == pytest.approx(gradient[nudge], rel=1e-9, abs=1e-12)
        assert found["difference"] == pytest.approx(gradient[nudge], rel=1e-5, abs=1e-9)


def test_each_step_adds_to_the_one_before():
    before = data(State(step=0))
    assert before["values"] == {"x": 2.0}
    for step in range(1, len(FORWARD) + len(BACKWARD) + 1):
        found = data(State(step=step))
        assert before["values"].items() <= found["values"].items()
        assert before["edges"].items() <= found["edges"].items()
        assert len(found["values"]) + len(found["edges"]) > len(before["values"]) + len(
            before["edges"]
        )
        before = found
    assert len(before["edges"]) == 9


def test_what_arrives_is_the_gradient_of_the_library():
    state = State(x=1.5, w1=-0.8, b1=0.3, w2=2.1, b2=-0.4, y=0.2)
    net = ScalarNet(-0.8, 0.3, 2.1, -0.4)
    arrived = data(state)["arrived"]
    for name, slope in net.gradient(1.5, 0.2).items():
        assert arrived[name] == pytest.approx(slope)
    assert arrived["z1"] == pytest.approx(net.deltas(1.5, 0.2)["delta1"])
    assert arrived["z2"] == pytest.approx(net.deltas(1.5, 0.2)["delta2"])


def test_words_give_product_and_difference():
    words = describe(State(), data(State()))
    assert "∂z₂/∂a₁ = -1" in words
    assert words.count("0.265441") == 2
    assert np.isfinite(data(State(x=4.0, w1=4.0, b1=4.0, w2=-4.0, b2=-4.0))["product"])
