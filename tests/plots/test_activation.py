"""Activation pictures say what φ and φ′ do, from the functions themselves."""

from types import SimpleNamespace

import pytest

from course_lib.activations import ACTIVATIONS
from course_lib.plots import activation_and_derivative


def test_the_description_follows_the_functions():
    text = activation_and_derivative({n: ACTIVATIONS[n] for n in ("tanh", "relu")}).description
    assert "tanh: φ from -0.999 to 0.999" in text
    assert "1.00 at 0, 0.00134 at the right end, and at most 1.00." in text
    assert "relu: φ from 0.00 to 4.00; φ′ is 0.00 at the left end" in text


def test_the_highest_slope_may_lie_off_the_middle():
    text = activation_and_derivative({"swish": ACTIVATIONS["swish"]}, title="Swish").description
    assert text.startswith("Swish: ")
    assert "0.500 at 0" in text
    assert "at most 1.10" in text


def test_limit_and_faint_are_used():
    class Double(SimpleNamespace):
        def __call__(self, z):
            return 2 * z

        def derivative(self, z):
            return 2 + 0 * z

    picture = activation_and_derivative({"double": Double()}, limit=1.0, faint=[Double()])
    assert "z from -1.00 to 1.00. double: φ from -2.00 to 2.00; φ′ is 2.00" in picture.description
    assert picture.description.endswith("1 other stands behind in grey.")


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="no activations"):
        activation_and_derivative({})
