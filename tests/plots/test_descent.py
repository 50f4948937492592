"""Descent on a curve: the description follows every step, the drawing stays within the axes."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.image import imread

from course_lib import plots

PATHS = {"η = 0.5": [2.0, 0.0, 0.0], "η = 1.1": [2.0, -2.4, 2.88]}


def square(w):
    return w**2


def ink(picture):
    return np.count_nonzero(imread(BytesIO(picture.png))[..., :3].min(axis=-1) < 0.5)


def test_the_description_follows_the_data():
    text = plots.descent(square, PATHS, xlim=(-3, 3), title="Two rates").description
    assert text.startswith("Two rates: Loss J against w from -3 to 3.")
    assert "η = 0.5: from w = 2.00 (J = 4.00) in 2 steps to w = 0.00 (J = 0.00)." in text
    assert "η = 1.1: from w = 2.00 (J = 4.00) in 2 steps to w = 2.88 (J = 8.29)." in text


def test_a_path_that_runs_away_is_described_and_leaves_the_axes_alone():
    path = [2.0, -20.0, 200.0, 1e200]
    away = plots.descent(square, {"η": path}, xlim=(-3, 3), ylim=(0, 9))
    assert "to w = 1.00e+200 (J = inf)" in away.description
    still = plots.descent(square, {"η": path[:1]}, xlim=(-3, 3), ylim=(0, 9))
    assert ink(still) < ink(away) < 1.1 * ink(still)


def test_numbers_that_would_overlap_are_left_out():
    near, far = ([1.0, 1.0 + d, 1.0 + 2 * d] for d in (0.001, 1.0))
    drawn = [plots.descent(square, {"η": path}, xlim=(-3, 3.5)) for path in (near, far)]
    assert ink(drawn[1]) > ink(drawn[0]) + 200


def test_nothing_is_cut_off():
    pixels = imread(BytesIO(plots.descent(square, PATHS, xlim=(-3, 3)).png))[..., :3]
    edges = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    assert np.all(edges > 0.99)


@pytest.mark.parametrize("paths", [{}, {"η": []}])
def test_a_path_needs_a_start(paths):
    with pytest.raises(ValueError, match="at least its start"):
        plots.descent(square, paths, xlim=(0, 1))
