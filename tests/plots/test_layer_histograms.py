"""Histograms of layers say in words what they draw, and draw measured beside theory."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from course_lib.plots import layer_histograms, style


def normal(deviation):
    def density(x):
        return np.exp(-((x / deviation) ** 2) / 2) / (deviation * np.sqrt(2 * np.pi))

    return density


def draws(*deviations, n=20_000):
    rng = np.random.default_rng(0)
    return [rng.normal(0, deviation, n) for deviation in deviations]


def pixels(picture):
    return imread(BytesIO(picture.png))[..., :3]


def ink(picture, colour):
    return np.all(abs(pixels(picture) - to_rgb(colour)) < 0.02, axis=-1)


def test_the_description_holds_each_standard_deviation():
    groups = {"one": [[-1.0, 1.0], [-3.0, 3.0]], "two": [[-2.0, 2.0]]}
    text = layer_histograms(groups, xlabel="δ", title="Before").description
    assert text.startswith("Before: Histograms of δ, one ridge a layer. one: standard deviation")
    assert "from layer 1 to 2: 1.00, 3.00. two: standard deviation from layer 1 to 1: 2.00." in text


def test_values_off_the_axis_are_counted_and_do_not_raise_the_rest():
    values = [np.r_[np.full(3, 9.0), np.zeros(7)]]
    picture = layer_histograms({"a": values}, xlabel="z", xlim=(-1, 1), bins=2)
    assert "outside of the axis lie 30.0 % of the values" in picture.description
    inside = layer_histograms({"a": values}, xlabel="z")
    assert "outside" not in inside.description


def test_the_layer_numbers_start_where_told():
    text = layer_histograms({"a": draws(1.0, n=5)}, xlabel="z", first=7).description
    assert "from layer 7 to 7" in text


def test_theory_is_described_and_drawn_where_it_says():
    groups = {"a": draws(1.0, 1.0)}
    plain = layer_histograms(groups, xlabel="z")
    right = layer_histograms(groups, xlabel="z", theory={"a": [normal(1.0)] * 2})
    aside = layer_histograms(groups, xlabel="z", theory={"a": [lambda x: normal(0.2)(x + 3)] * 2})
    assert "theory" not in plain.description
    assert right.description.endswith("dashed, the density of theory.")
    third = np.s_[:, 150:500]  # where the measured densities are all but 0
    right, aside = (ink(picture, style.BLACK)[third].sum() for picture in (right, aside))
    assert aside > 1.2 * right


def test_a_narrower_layer_has_less_ink():
    wide = ink(layer_histograms({"a": draws(1.0)}, xlabel="z", xlim=(-4, 4)), style.REGIONS[0])
    narrow = ink(layer_histograms({"a": draws(0.2)}, xlabel="z", xlim=(-4, 4)), style.REGIONS[0])
    assert 3 < wide.sum() / narrow.sum() < 8  # five times, less the outlines


def test_a_pole_of_the_theory_stays_in_its_row():
    groups = {"a": draws(0.3, 0.3)}
    poles = {"a": [lambda x: np.full(len(x), np.inf)] * 2}
    image = pixels(layer_histograms(groups, xlabel="z", theory=poles))
    assert np.all(np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]]) > 0.99)


def test_constant_layers_and_many_groups_are_drawn_uncut():
    groups = {f"initialiser {name}": [np.zeros(9), *draws(1, 2, 3, n=99)] for name in "abc"}
    image = pixels(layer_histograms(groups, xlabel="activation", title="All of them"))
    assert 0.01 < np.mean(image.min(axis=-1) < 0.5) < 0.5
    assert np.all(np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]]) > 0.99)
    assert layer_histograms({"zero": [[0.0, 0.0]]}, xlabel="z").description.endswith("1: 0.00.")


def test_the_ridges_differ_from_their_outline_without_colour():
    red, green, blue = to_rgb(style.REGIONS[0])
    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.6  # against black lines


def test_the_same_data_give_the_same_bytes():
    first, second = (layer_histograms({"a": draws(1.0)}, xlabel="z") for _ in range(2))
    assert first.png == second.png


@pytest.mark.parametrize(
    ("groups", "theory", "message"),
    [
        ({}, None, "no groups"),
        ({"a": []}, None, "'a' needs values"),
        ({"a": [[1.0], []]}, None, "'a' needs values"),
        ({"a": [[1.0, np.inf]]}, None, "finite"),
        ({"a": [[1.0]]}, {"b": [np.abs]}, "the theory 'b'"),
        ({"a": [[1.0]]}, {"a": [np.abs] * 2}, "one density for each layer"),
    ],
)
def test_wrong_input_gets_a_clear_error(groups, theory, message):
    with pytest.raises(ValueError, match=message):
        layer_histograms(groups, xlabel="z", theory=theory)
