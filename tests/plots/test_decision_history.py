"""The picture of a decision line with its past: it says and shows what the history holds."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.image import imread

from course_lib import Perceptron, plots
from course_lib.datasets import gates
from course_lib.plots import decision

X, Y = gates("AND")
HISTORY = Perceptron().fit(X, Y[:, 0]).history_


def entry(weights, bias, accuracy=0.5):
    return {"weights": weights, "bias": bias, "accuracy": accuracy}


def pixels(picture):
    return imread(BytesIO(picture.png))[..., :3]


def test_describes_the_last_epoch_unless_told_otherwise():
    text = plots.decision_history(HISTORY, X, Y, title="AND").description
    assert text.startswith("AND: Decision line after epoch 6 of 6: class 1 where 2x₁ + 1x₂ − 3 ≥ 0")
    assert "4 of 4 points on the right side" in text
    assert "the 5 earlier lines" in text
    assert text.endswith("Accuracy after each epoch: 0.25, 0.5, 0.75, 0.5, 1, 1.")


def test_describes_the_epoch_it_is_asked_for():
    text = plots.decision_history(HISTORY, X, Y, epoch=2).description
    assert "after epoch 2 of 6" in text
    assert "2 of 4 points" in text
    assert "faint, the earlier line." in text
    assert "No earlier line." in plots.decision_history(HISTORY, X, Y, epoch=1).description


@pytest.mark.parametrize("epoch", range(1, 7))
def test_the_points_counted_are_the_accuracy_of_the_history(epoch):
    text = plots.decision_history(HISTORY, X, Y, epoch=epoch).description
    assert f"{round(4 * HISTORY[epoch - 1]['accuracy'])} of 4 points" in text


def test_can_count_something_else_than_epochs():
    text = plots.decision_history(HISTORY, X, Y, epoch=2, unit="example").description
    assert "after example 2 of 6" in text
    assert "Accuracy after each example:" in text


def test_takes_one_input_as_the_gate_not_has():
    X, Y = gates("NOT")
    text = plots.decision_history(Perceptron().fit(X, Y[:, 0]).history_, X, Y).description
    assert "class 1 where −1x₁ ≥ 0; 2 of 2 points" in text


def test_zero_weights_draw_no_line():
    text = plots.decision_history([entry([0, 0], -1.0), entry([0, 0], 0.0)], X, Y).description
    assert "class 1 everywhere, for all weights are 0" in text
    assert "No earlier line" in text


def test_a_long_history_is_summed_up():
    history = [entry([1, 1], 0, accuracy) for accuracy in np.linspace(0.25, 0.75, 40)]
    text = plots.decision_history(history, X, Y).description
    assert "Accuracy over 40 epochs: from 0.25 to 0.75, never below 0.25 or above 0.75." in text


def test_earlier_lines_and_the_epoch_change_what_is_drawn():
    last, alone = HISTORY[-1], plots.decision_history(HISTORY[-1:], X, Y)
    moved = plots.decision_history([entry([1, -1], 0), last], X, Y)
    stayed = plots.decision_history([entry([0, 0], 0), last], X, Y)
    assert not np.array_equal(pixels(moved), pixels(stayed))
    assert not np.array_equal(pixels(alone), pixels(stayed))
    assert plots.decision_history(HISTORY, X, Y).png == plots.decision_history(HISTORY, X, Y).png


def test_nothing_is_cut_off_at_the_edge():
    for name in ("AND", "NOT"):
        X, Y = gates(name)
        image = pixels(plots.decision_history(Perceptron().fit(X, Y[:, 0]).history_, X, Y))
        assert np.all(np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]]) > 0.99)


def test_the_line_is_where_the_score_is_zero(monkeypatch):
    feet = []
    monkeypatch.setattr("matplotlib.axes.Axes.axline", lambda ax, a, b, **look: feet.extend([a, b]))
    decision.decision_history([entry([2.0, -1.0], 0.5)], X, Y)
    assert np.allclose([foot @ [2.0, -1.0] + 0.5 for foot in feet], 0)
    assert not np.allclose(feet[0], feet[1])


def test_regions_can_keep_their_axes_and_name_their_points():
    def model(X):
        return X[:, 0]

    text = plots.decision_regions({"m": model}, X, Y, limits=(0, 2), names=list("abcd")).description
    assert "class 1 on 75 % of the area shown" in text
    assert "The points: a at (0, 0), b at (0, 1), c at (1, 0), d at (1, 1)." in text


def test_a_name_stands_where_no_other_point_is():
    crowd = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, -1.0], [-1.0, 1.0]])
    assert tuple(decision._free_corner(crowd[0], crowd, distance=0.5)) == (-1, -1)
    assert tuple(decision._free_corner(crowd[0], crowd[:1], distance=0.5)) == (1, 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.decision_history([], X, Y), "no epoch 0 in a history of 0"),
        (lambda: plots.decision_history(HISTORY, X, Y, epoch=7), "no epoch 7"),
        (lambda: plots.decision_history(HISTORY, X, Y + 1), "zeros and ones"),
        (lambda: plots.decision_history(HISTORY, np.ones((4, 3)), Y), r"\(N, 1 or 2\)"),
        (lambda: plots.decision_history(HISTORY, X[:, :1], Y), "2 weights do not fit"),
        (lambda: plots.decision_regions({"m": len}, X, Y, names=["a"]), "names"),
    ],
)
def test_wrong_input_gets_a_clear_error(call, message):
    with pytest.raises(ValueError, match=message):
        call()
