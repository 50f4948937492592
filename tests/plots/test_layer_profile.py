"""A profile over layers says in words what it draws, and nothing falls off a logarithmic axis."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from course_lib.plots import layer_profile, style

FADING = np.array([[1e-6, 1e-4, 1e-2], [3e-6, 1e-4, 1e-2], [9e-6, 1e-4, 1e-2]])


def pixels(picture):
    return imread(BytesIO(picture.png))[..., :3]


def test_the_description_holds_ends_factor_and_scatter():
    text = layer_profile({"tanh": FADING}, ylabel="norm of δ").description
    assert text.startswith("Norm of δ against layer, logarithmic axis. tanh: from 3.00e-06")
    assert "0.0100 at layer 3, a factor of 57.7 a layer" in text  # √(1e-2 / 3e-6)
    assert "median of 3 runs" in text
    assert "between 1.40e-06 and 7.80e-06 at layer 1" in text  # quantiles .1 and .9


def test_mean_and_median_differ():
    text = layer_profile({"a": FADING}, ylabel="norm", mean=True).description
    assert "from 4.33e-06 at layer 1" in text
    assert "mean of 3 runs" in text


def test_theory_and_faint_are_described():
    picture = layer_profile(
        {"a": FADING}, ylabel="norm", theory={"¼ a layer": [1, 4, 16]}, faint=[FADING, FADING[0]]
    )
    assert "In theory, ¼ a layer: from 1.00 at layer 1 to 16.0 at layer 3" in picture.description
    assert "a factor of 4.00 a layer." in picture.description
    assert picture.description.endswith("2 other curves stand behind in grey.")


def test_layers_may_be_counted_from_any_number_and_named_otherwise():
    text = layer_profile({"a": [1.0, 2.0]}, ylabel="norm", xlabel="step back", first=0).description
    assert "from 1.00 at step back 0 to 2.00 at step back 1" in text


def test_exactly_zero_is_marked_and_described():
    dead = layer_profile({"relu": [0.0, 0.0, 1.0]}, ylabel="norm", ylim=(0.1, 10))
    assert "exactly 0 at 2 of 3" in dead.description
    image = pixels(dead)
    foot = image[round(0.75 * len(image)) :].reshape(-1, 3)
    blue = np.all(abs(foot - to_rgb(style.LINES[0]["color"])) < 0.05, axis=1)
    assert blue.sum() > 100  # the line itself, at 1, is far above


def test_an_overflow_is_described_and_not_drawn():
    text = layer_profile({"relu": [np.inf, 1e30, 1.0]}, ylabel="norm").description
    assert "from inf at layer 1 to 1.00 at layer 3." in text


def test_a_linear_axis_tells_no_factor():
    text = layer_profile({"a": [0.0, 2.0]}, ylabel="fraction", log=False).description
    assert text == "Fraction against layer. a: from 0.00 at layer 1 to 2.00 at layer 2."


def test_is_drawn_with_ink_and_nothing_is_cut_off():
    groups = {f"{name} with a long name": FADING * k for k, name in enumerate("abcdef", 1)}
    image = pixels(layer_profile(groups, ylabel="norm", theory={"t": [1, 1, 1]}))
    assert 0.01 < np.mean(image.min(axis=-1) < 0.5) < 0.5
    edges = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    assert np.all(edges > 0.99)


def test_the_same_data_give_the_same_bytes():
    first, second = (layer_profile({"a": FADING}, ylabel="norm") for _ in range(2))
    assert first.png == second.png


@pytest.mark.parametrize(
    ("groups", "options", "message"),
    [
        ({}, {}, "no groups"),
        ({"a": []}, {}, "'a' has shape"),
        ({"a": np.ones((2, 2, 2))}, {}, r"\(2, 2, 2\)"),
        ({"a": [1, 2]}, {"faint": [[]]}, "'faint' has shape"),
        ({"a": [1, 2]}, {"theory": {"t": [1, 2, 3]}}, "the theory 't'"),
        ({"a": [1, 2]}, {"theory": {"t": 1.0}}, "the theory 't'"),
    ],
)
def test_wrong_input_gets_a_clear_error(groups, options, message):
    with pytest.raises(ValueError, match=message):
        layer_profile(groups, ylabel="norm", **options)
