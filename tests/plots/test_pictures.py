"""Pictures describe themselves from their data, display themselves, and leave nothing behind."""

import html.parser

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from course_lib import plots
from course_lib.plots import style

X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
Y = np.array([0, 1, 1, 0])


class Attributes(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tag, self.attributes = tag, dict(attributes)


def make_all():
    W = np.arange(6.0).reshape(2, 3)
    return {
        "curves": plots.learning_curves({"a": [[3, 2, 1]], "b": [[1, 2, 3]]}, ylabel="loss"),
        "regions": plots.decision_regions({"x₁": lambda X: X[:, 0]}, X, Y),
        "network": plots.network([[1, 2], None], [W], names=["x", "z"]),
        "shapes": plots.matrix_shapes([("X", 5, 2), "@", ("W", 2, 3), "=", ("Z", 5, 3)]),
        "spread": plots.spread({"seeds": [0.5, 0.75]}, xlabel="accuracy"),
        "theory": plots.measured_and_theory(
            [1, 2], [1, 0.5], {"1/m": [1, 0.5]}, xlabel="m", ylabel="v"
        ),
    }


@pytest.mark.parametrize(("name", "picture"), make_all().items())
def test_displays_itself_as_an_image_with_its_description(name, picture):
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    image = Attributes(bundle["text/html"])
    assert image.tag == "img"
    assert image.attributes["alt"] == picture.description
    assert image.attributes["src"].startswith("data:image/png;base64,iVBOR")
    assert picture.description in bundle["text/plain"]
    assert len(picture.description) > 40


@pytest.mark.parametrize(("name", "picture"), make_all().items())
def test_is_drawn_with_ink(name, picture):
    from io import BytesIO

    from matplotlib.image import imread

    pixels = imread(BytesIO(picture.png))[..., :3]
    assert 0.01 < np.mean(pixels.min(axis=-1) < 0.5) < 0.5
    edges = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    assert np.all(edges > 0.99), "something is cut off at the edge"


def test_nothing_is_left_open_in_pyplot():
    from matplotlib import pyplot

    make_all()
    assert pyplot.get_fignums() == []


def test_the_same_data_give_the_same_bytes():
    first, second = make_all(), make_all()
    assert all(first[name].png == second[name].png for name in first)


def test_a_picture_leaves_the_readers_settings_alone():
    import matplotlib

    with matplotlib.rc_context({"font.size": 7}):
        make_all()
        assert matplotlib.rcParams["font.size"] == 7


def test_the_description_needs_escaping_and_gets_it():
    picture = plots.Picture(Figure(), 'J < 1 & "small"')
    assert Attributes(picture.html()).attributes["alt"] == 'J < 1 & "small"'


def test_a_picture_without_description_is_refused():
    with pytest.raises(ValueError, match="description"):
        plots.Picture(Figure(), "  ")


def test_descriptions_follow_the_data():
    right = plots.decision_regions({"xor": lambda X: abs(X[:, 0] - X[:, 1]) > 0.5}, X, Y)
    assert "4 of 4 points" in right.description
    half = plots.decision_regions({"xor": lambda X: X[:, 0] > 0.5}, X, Y)
    assert "2 of 4 points on the right side (accuracy 0.500)" in half.description
    curves = plots.learning_curves({"a": [[9, 4], [9, 6]]}, ylabel="loss", marks={"stop": 2})
    assert "a: from 9.00 to 5.00 (lowest 5.00 at epoch 2)" in curves.description
    assert "A vertical line at epoch 2: stop." in curves.description
    sparse = plots.learning_curves({"a": [9, 4]}, ylabel="loss", first=0, stride=20)
    assert "(lowest 4.00 at epoch 20)" in sparse.description
    theory = plots.measured_and_theory([1, 2], [2, 1], {"t": [1, 1]}, xlabel="m", ylabel="v")
    assert "between 1.00 and 2.00 times" in theory.description


def test_a_curve_that_diverged_is_still_described():
    curve = plots.learning_curves({"a": [1.0, np.nan, np.inf]}, ylabel="loss")
    assert "from 1.00 to inf" in curve.description


def luminance(colour):
    red, green, blue = (
        c / 12.92 if c <= 0.04 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_classes_lines_and_regions_differ_without_colour():
    assert len({line["marker"] for line in style.LINES}) == len(style.LINES)
    assert len({str(line["linestyle"]) for line in style.LINES}) == len(style.LINES)
    assert style.CLASSES[0]["marker"] != style.CLASSES[1]["marker"]
    low, high = sorted(luminance(colour) for colour in style.REGIONS)
    assert (high + 0.05) / (low + 0.05) > 1.2
    for region in style.REGIONS:  # lines and text on them stay readable
        assert (luminance(region) + 0.05) / 0.05 > 7


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.learning_curves({}, ylabel="loss"), "no curves"),
        (lambda: plots.learning_curves({"a": []}, ylabel="loss"), "'a'"),
        (lambda: plots.decision_regions({"m": len}, X, [0, 1, 2, 0]), "zeros and ones"),
        (lambda: plots.decision_regions({"m": len}, X[:, :1], Y), "must be"),
        (lambda: plots.network([[1, 2], [3]], [np.ones((3, 1))]), "does not fit"),
        (lambda: plots.network([[1, 2], None]), "weights"),
        (lambda: plots.matrix_shapes([("X", 5)]), "tuple"),
        (lambda: plots.spread({"a": []}, xlabel="x"), "at least one run"),
        (lambda: plots.flip_book({}, label="x"), "at least one page"),
        (lambda: plots.flip_book({1: None}, label="x", start=2), "no page 2"),
    ],
)
def test_wrong_input_gets_a_clear_error(call, message):
    with pytest.raises(ValueError, match=message):
        call()
