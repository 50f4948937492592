"""Heat map, confusion matrix and grids of images: what they draw, say and refuse."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.image import imread

from course_lib import plots
from course_lib.plots.matrices import relative_luminance

Y, Y_HAT = np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 0, 0, 2])
TABLE = {"rows": ["a", "b"], "columns": ["x", "y", "z"], "quantity": "loss"}


def make_all():
    values = np.array([[1.0, 2.0, 3.0], [4.0, np.nan, -np.inf]])
    return [
        plots.heat_map(values, **TABLE),
        plots.confusion_matrix(Y, Y_HAT),
        plots.image_grid(np.random.default_rng(0).random((7, 16)), [f"is {n}" for n in range(7)]),
    ]


@pytest.mark.parametrize("picture", make_all(), ids=["heat", "confusion", "images"])
def test_is_drawn_whole_and_described(picture):
    pixels = imread(BytesIO(picture.png))[..., :3]
    edges = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    assert np.all(edges > 0.99), "something is cut off at the edge"
    assert np.mean(pixels.min(axis=-1) < 0.5) > 0.01
    assert len(picture.description) > 40


def test_the_same_data_give_the_same_bytes():
    assert [p.png for p in make_all()] == [p.png for p in make_all()]


def test_the_heat_map_says_every_cell():
    assert "a: x 1, y 2, z 3. b: x 4, y nan, z −∞." in make_all()[0].description


def test_the_heat_map_sums_runs_up():
    runs = np.stack([np.zeros((2, 3)), np.full((2, 3), -2.0)], axis=2)
    runs[1, 2] = -np.inf
    text = plots.heat_map(runs, **TABLE).description
    assert "standard deviation of 2 runs" in text
    assert "a: x −1.0 ± 1.4," in text
    assert "z −∞." in text


def test_with_a_target_both_sides_are_equally_dark():
    def drawn(values):
        picture = plots.heat_map([values], rows=["a"], columns=["x", "y"], quantity="q",
                                 target=0.0, limits=(-10, 0))  # fmt: skip
        return imread(BytesIO(picture.png))[..., :3].mean()

    assert drawn([5.0, -5.0]) == pytest.approx(drawn([-5.0, 5.0]), abs=1e-3)
    assert drawn([0.0, 0.0]) > drawn([5.0, 5.0]) + 0.05
    assert drawn([50.0, np.inf]) < drawn([5.0, -5.0])


def test_cells_are_readable_on_dark_and_on_light():
    """White on the dark end, black on the light one: a contrast of 4.4 and more throughout."""
    from matplotlib import colormaps

    for x in np.linspace(0, 1, 101):
        behind = relative_luminance(colormaps["cividis"](x))
        ink = 1.0 if behind < 0.18 else 0.0
        light, dark = max(behind, ink), min(behind, ink)
        assert (light + 0.05) / (dark + 0.05) > 4.4, x


def test_the_confusion_matrix_counts():
    text = plots.confusion_matrix(Y, Y_HAT, classes=[0, 1, 2]).description
    assert "6 examples: 3 right (50.0 %)" in text
    assert "most frequent first: 2 taken for 0, 2 times; 0 taken for 1, 1 time." in text
    assert "2: 1 of 3." in text
    assert "Mistakes" not in plots.confusion_matrix(Y, Y).description


def test_rare_kinds_of_mistakes_are_summed_up():
    rng = np.random.default_rng(0)
    text = plots.confusion_matrix(rng.integers(10, size=500), rng.integers(10, size=500))
    assert "further kinds" in text.description


def test_images_are_described_by_their_ink():
    image = np.zeros((1, 4, 4))
    image[0, 0] = 1
    image[0, 3, 0] = 1
    assert "True 7,\nsays 1".replace("\n", " ") + ": 80 % of the ink above" in (
        plots.image_grid(image, ["true 7,\nsays 1"]).description
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.heat_map([[1.0]], **TABLE), "2 rows and 3 columns"),
        (lambda: plots.confusion_matrix([0], [0, 1]), "1 classes and 2"),
        (lambda: plots.confusion_matrix([0], [3], classes=[0, 1]), "among"),
        (lambda: plots.image_grid(np.ones((2, 7)), ["a", "b"]), "no square"),
        (lambda: plots.image_grid(np.ones((2, 4)), ["a"]), "2 images and 1"),
        (lambda: plots.image_grid(np.ones(4), ["a"]), "shape"),
    ],
)
def test_wrong_input_gets_a_clear_error(call, message):
    with pytest.raises(ValueError, match=message):
        call()
