import numpy as np
import pytest
from sklearn.datasets import load_digits, make_circles

from course_lib.datasets import circles, digits, gates, moons

TRUTH = {
    "AND": lambda a, b: a and b,
    "OR": lambda a, b: a or b,
    "NAND": lambda a, b: not (a and b),
    "NOR": lambda a, b: not (a or b),
    "XOR": lambda a, b: a != b,
    "XNOR": lambda a, b: a == b,
}


@pytest.mark.parametrize("name", TRUTH)
def test_gates_tell_the_truth_in_the_order_of_binary_numbers(name):
    X, y = gates(name)
    assert X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y.tolist() == [[float(TRUTH[name](a, b))] for a, b in X.astype(bool)]
    assert X.dtype == y.dtype == float


def test_not_has_one_input():
    X, y = gates("NOT")
    assert X.tolist() == [[0], [1]]
    assert y.tolist() == [[1], [0]]


def test_gates_are_fresh_copies():
    gates("AND")[1][:] = 7
    assert gates("AND")[1].max() == 1


def test_an_unknown_gate_is_refused_with_the_names_there_are():
    with pytest.raises(ValueError, match="unknown gate 'and'; there are AND, OR"):
        gates("and")


def test_circles_are_the_published_points_scaled_by_the_training_part():
    X_train, X_test, y_train, y_test = circles()
    assert [part.shape for part in (X_train, X_test, y_train, y_test)] == [
        *[(140, 2), (60, 2)],
        *[(140, 1), (60, 1)],
    ]
    np.testing.assert_allclose(X_train.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(X_train.std(axis=0), 1)
    assert abs(X_test.mean(axis=0)).max() > 1e-3  # scaled with the training part's numbers
    assert (y_train.sum(), y_test.sum()) == (70, 30)
    together = np.vstack([X_train, X_test])
    raw, labels = make_circles(200, factor=0.5, noise=0.08, random_state=1)
    # An affine map of each feature: the sorted values correspond.
    for column in range(2):
        line = np.polyfit(np.sort(raw[:, column]), np.sort(together[:, column]), 1)
        np.testing.assert_allclose(
            np.polyval(line, np.sort(raw[:, column])), np.sort(together[:, column]), atol=1e-12
        )
    radius = np.hypot(*X_train.T)
    assert radius[y_train[:, 0] == 1].mean() < radius[y_train[:, 0] == 0].mean()
    assert labels.sum() == 100


def test_circles_are_always_the_same():
    for one, other in zip(circles(), circles(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_moons_have_a_seed_and_the_noise_asked_for():
    X, y = moons(400, noise=0.3, seed=3)
    clean, _ = moons(400, noise=0.0, seed=3)
    assert X.shape == (400, 2)
    assert y.shape == (400, 1)
    assert set(y[:, 0]) == {0.0, 1.0}
    np.testing.assert_array_equal(X, moons(400, noise=0.3, seed=3)[0])
    assert not np.array_equal(X, moons(400, noise=0.3, seed=4)[0])
    assert (X - clean).std() == pytest.approx(0.3, rel=0.1)


def test_digits_are_scaled_one_hot_split_and_whole():
    X_train, X_test, Y_train, Y_test = digits()
    X, Y = np.vstack([X_train, X_test]), np.vstack([Y_train, Y_test])
    assert (X.min(), X.max()) == (0, 1)
    assert set(np.unique(Y)) == {0.0, 1.0}
    np.testing.assert_array_equal(Y.sum(axis=1), 1)
    pixels, classes = load_digits(return_X_y=True)
    rows = {(*row, label) for row, label in zip(pixels / 16, classes, strict=True)}
    assert {(*row, label) for row, label in zip(X, Y.argmax(axis=1), strict=True)} == rows
    assert (Y_test.sum(axis=0) >= 40).all()  # stratified


def test_the_split_of_the_digits_follows_the_seed():
    np.testing.assert_array_equal(digits(seed=1)[0], digits(seed=1)[0])
    assert not np.array_equal(digits(seed=1)[0], digits(seed=2)[0])
    assert digits(test_size=0.5)[1].shape == (899, 64)
