import math
import warnings

import numpy as np
import pytest
from scipy.special import expit

from course_lib.activations import relu, relu_derivative, sigmoid, softmax, tanh
from course_lib.gradient_checking import (
    GradientReport,
    KinkWarning,
    gradient_check,
)
from course_lib.losses import LOSSES_FROM_LOGITS
from course_lib.numerical_derivatives import central_differences, complex_step

BOTH = pytest.mark.parametrize("method", ["complex step", "central differences"])


@pytest.fixture(autouse=True)
def every_warning_is_an_error():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def network(seed, activation=tanh):
    """A 3-4-2 net with softmax: its loss, its backpropagation and its parameters."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(6, 3)), np.eye(2)[rng.integers(2, size=6)]
    shapes = [(3, 4), (4,), (4, 2), (2,)]
    theta = [rng.normal(size=shape) for shape in shapes]
    cross_entropy = LOSSES_FROM_LOGITS["cross_entropy"]

    def loss(theta):
        W1, b1, W2, b2 = theta
        return cross_entropy(y, activation(X @ W1 + b1) @ W2 + b2)

    def gradient(theta):
        W1, b1, W2, b2 = theta
        A1 = tanh(X @ W1 + b1)
        delta2 = (softmax(A1 @ W2 + b2) - y) / len(X)
        delta1 = (delta2 @ W2.T) * (1 - A1**2)
        return [(X.T @ delta1, delta1.sum(axis=0)), (A1.T @ delta2, delta2.sum(axis=0))]

    return loss, gradient, theta


@BOTH
@pytest.mark.parametrize("seed", range(20))
def test_right_backpropagation_passes(method, seed):
    report = gradient_check(*network(seed), method=method)
    assert report.ok
    assert report.checked == 26
    assert report.relative_error < (1e-12 if method == "complex step" else 1e-7)


@BOTH
@pytest.mark.parametrize("seed", range(20))
def test_one_slightly_wrong_entry_is_found(method, seed):
    loss, gradient, theta = network(seed)
    wrong = [np.array(g) for pair in gradient(theta) for g in pair]
    largest = np.unravel_index(np.argmax(np.abs(wrong[2])), wrong[2].shape)
    wrong[2][largest] *= 1 + 1e-5
    report = gradient_check(loss, wrong, theta, method=method)
    assert not report
    assert report.index == (2, *largest)
    assert report.relative_error == pytest.approx(1e-5, rel=0.02)
    assert report.analytic == wrong[2][largest]
    assert report.numerical == pytest.approx(wrong[2][largest] / (1 + 1e-5), rel=1e-8)


@pytest.mark.parametrize(
    "fault",
    [
        lambda g: -g,
        lambda g: 6 * g,
        lambda g: g / 6,
        lambda g: 2 * g,
        lambda g: g + 1e-5,
        lambda g: 0 * g,
        lambda g: np.full_like(g, np.nan),
    ],
)
@BOTH
def test_usual_faults_are_found(fault, method):
    loss, gradient, theta = network(0)
    assert not gradient_check(loss, lambda t: [fault(g) for p in gradient(t) for g in p], theta)
    wrong = [g for pair in gradient(theta) for g in pair]
    wrong[1] = fault(wrong[1])  # and when one array alone has it
    report = gradient_check(loss, wrong, theta, method=method)
    assert not report.ok
    assert report.index[0] == 1


def test_transposed_square_weights_are_found():
    rng = np.random.default_rng(0)
    X, W, V = rng.normal(size=(5, 4)), rng.normal(size=(4, 4)), rng.normal(size=(4, 4))
    slope = lambda W: 1 - np.tanh(X @ W) ** 2  # noqa: E731
    f = lambda W: (np.tanh(X @ W) @ V).sum()  # noqa: E731
    assert gradient_check(f, lambda W: X.T @ ((np.ones((5, 4)) @ V.T) * slope(W)), W).ok
    assert not gradient_check(f, lambda W: X.T @ ((np.ones((5, 4)) @ V) * slope(W)), W).ok


def test_a_vanished_gradient_is_still_checked_to_full_precision():
    # 12 sigmoid units in a row: the first weight's gradient is about 1e-9 of the last one's.
    def f(w):
        a = 0.5
        for weight in w:
            a = sigmoid(weight[0] * a)
        return a * 1.0

    w = [np.array([0.5])] * 12
    right = complex_step(f, w)
    assert abs(right[0][0] / right[-1][0]) < 1e-8
    assert gradient_check(f, right, w).ok
    right[0] *= 1.001
    report = gradient_check(f, right, w)
    assert not report.ok
    assert report.index == (0, 0)


def test_central_differences_where_f_takes_no_complex_numbers():
    report = gradient_check(lambda t: math.sin(t), math.cos, 0.5)
    assert report.ok
    assert report.method == "central differences"
    assert "fails on complex numbers" in report.note
    assert report.note in repr(report)
    report = gradient_check(
        lambda t: expit(t).sum(), lambda t: expit(t) * expit(-t), np.arange(3.0)
    )
    assert report.ok
    assert report.method == "central differences"


@pytest.mark.parametrize(
    ("f", "gradient"),
    [
        (lambda t: np.abs(t).sum(), np.sign),
        (lambda t: np.linalg.norm(t), lambda t: t / np.linalg.norm(t)),
        (lambda t: (t * np.conj(t)).sum().real, lambda t: 2 * t),
        (lambda t: (t.real**2).sum(), lambda t: 2 * t),
    ],
)
def test_code_that_takes_complex_numbers_without_being_analytic(f, gradient):
    report = gradient_check(f, gradient, np.array([1.5, -2.5, 0.5]))
    assert report.ok
    assert report.method == "central differences"
    assert "not analytic" in report.note
    with pytest.raises(ValueError, match="no complex step"):
        gradient_check(f, gradient, np.array([1.5, -2.5, 0.5]), method="complex step")


@BOTH
def test_relu_off_its_kink(method):
    z = np.array([-1.0, 2.0, 0.3])
    assert gradient_check(lambda t: relu(t).sum(), relu_derivative, z, method=method).ok


def test_a_kink_is_named_and_any_slope_between_passes():
    theta = [np.array([1.0, -2.0]), np.array([[3.0, 0.0]])]
    f = lambda t: sum((relu(v) ** 1 + v**2).sum() for v in t)  # noqa: E731
    for slope, ok in [(0.0, True), (0.5, True), (1.0, True), (1.2, False), (-0.2, False)]:
        gradient = [2 * v + (v > 0) for v in theta]
        gradient[1][0, 1] = slope
        with pytest.warns(KinkWarning, match=r"kink at \[1, 0, 1\]"):
            report = gradient_check(f, gradient, theta)
        assert report.kinks == ((1, 0, 1),)
        assert report.ok is ok
        assert "kinks at [1, 0, 1]" in repr(report)
    gradient[0][1] += 1e-3  # an error elsewhere still counts
    gradient[1][0, 1] = 0.5
    with pytest.warns(KinkWarning):
        report = gradient_check(f, gradient, theta)
    assert report.index == (0, 1)


def test_a_kink_beside_theta_within_the_step():
    theta = np.array([4e-6, 1.0])  # the step is 6e-6
    with pytest.warns(KinkWarning, match=r"\[0\]"):
        report = gradient_check(
            lambda t: np.abs(t).sum(), np.sign, theta, method="central differences"
        )
    assert report.ok


@pytest.mark.parametrize("curvature", [1.0, 1e3, -1e5])
def test_strong_curvature_is_no_kink(curvature):
    f = lambda t: (curvature * t**2 + np.exp(t)).sum()  # noqa: E731
    theta = np.array([0.0, 0.1, -0.2])
    for method in ("complex step", "central differences"):
        report = gradient_check(f, lambda t: 2 * curvature * t + np.exp(t), theta, method=method)
        assert report.ok
        assert report.kinks == ()


@BOTH
def test_at_a_minimum_rounding_is_no_error(method):
    data = np.random.default_rng(0).normal(size=(50, 3))
    f = lambda t: ((t - data) ** 2).sum()  # noqa: E731
    gradient = lambda t: 2 * (t - data).sum(axis=0)  # noqa: E731
    assert gradient_check(f, gradient, data.mean(axis=0), method=method).ok


@BOTH
@pytest.mark.parametrize("size", [0.1, 1.0, 1e6])
def test_large_and_small_values_of_f_and_theta(method, size):
    theta = size * np.array([1.0, -2.0, 0.5])
    f = lambda t: size * np.sin(t / size).sum()  # noqa: E731
    assert gradient_check(f, lambda t: np.cos(t / size), theta, method=method).ok
    assert not gradient_check(f, lambda t: -np.cos(t / size), theta, method=method).ok


def test_theta_of_every_form():
    f = lambda t: t["w"] * 3 + (t["b"] ** 2).sum()  # noqa: E731
    theta = {"w": 1.0, "b": np.array([1.0, 2.0])}
    assert gradient_check(f, lambda t: {"b": 2 * t["b"], "w": 3.0}, theta).ok
    report = gradient_check(f, {"b": np.array([2.0, 5.0]), "w": 3.0}, theta)
    assert (report.ok, report.index) == (False, ("b", 1))
    gradient = complex_step(f, theta)
    assert gradient["w"] == 3
    np.testing.assert_allclose(gradient["b"], [2, 4])
    assert gradient_check(lambda t: t[0] * t[1], lambda t: (t[1], t[0]), (2, 3)).ok
    assert gradient_check(lambda t: t**2, 6.0, 3).ok


def test_integers_and_float32_are_checked_in_float64():
    assert gradient_check(lambda t: (t**2).sum(), lambda t: 2 * t, np.array([1, 2])).ok
    theta = np.array([1.1, 2.2], np.float32)
    assert gradient_check(lambda t: (t**2).sum(), lambda t: 2 * t, theta).ok


def test_an_f_that_computes_in_float32():
    f = lambda t: np.sin(np.asarray(t, np.float32)).sum()  # noqa: E731
    theta = np.array([0.3, 1.0])
    report = gradient_check(f, np.cos, theta)
    assert report.ok
    assert report.tolerance > 1e-4
    assert not gradient_check(f, lambda t: 1.1 * np.cos(t), theta).ok


def test_theta_is_not_changed_even_if_f_changes_its_argument():
    theta = [np.array([1.0, 2.0]), np.array([3.0])]

    def careless(t):
        value = sum((v**2).sum() for v in t)
        for v in t:
            v *= 0
        return value

    assert gradient_check(careless, [np.array([2.0, 4.0]), np.array([6.0])], theta).ok
    np.testing.assert_array_equal(theta[0], [1, 2])


def test_an_f_that_ignores_its_argument_is_told():
    report = gradient_check(lambda t: 1.5, lambda t: np.ones(2), np.zeros(2))
    assert not report.ok
    assert "does it use its argument" in report.note


def test_a_sample_of_the_entries():
    theta = np.arange(1000.0).reshape(10, 100)
    calls = []

    def f(t):
        calls.append(1)
        return (t**2).sum()

    report = gradient_check(f, lambda t: 2 * t, theta, entries=5, rng=np.random.default_rng(3))
    assert report.checked == 5
    assert report.ok
    assert len(calls) < 30
    assert gradient_check(f, lambda t: 2 * t, theta[:1, :3], entries=50).checked == 3


def test_bad_input():
    square = lambda t: (t**2).sum()  # noqa: E731
    with pytest.raises(ValueError, match="shapes"):
        gradient_check(square, lambda t: 2 * t[:1], np.ones(2))
    with pytest.raises(ValueError, match="shapes"):
        gradient_check(square, np.ones((2, 1)), np.ones(2))
    with pytest.raises(ValueError, match="one number"):
        gradient_check(lambda t: t**2, lambda t: 2 * t, np.ones(2))
    with pytest.raises(ValueError, match="nan"):
        gradient_check(lambda t: float("nan"), lambda t: t, np.ones(2))
    with pytest.raises(ValueError, match="no numbers"):
        gradient_check(square, lambda t: t, np.ones(0))
    with pytest.raises(ValueError, match="method"):
        gradient_check(square, lambda t: 2 * t, np.ones(2), method="forward")
    with pytest.raises(ValueError, match="entries"):
        gradient_check(square, lambda t: 2 * t, np.ones(2), entries=0)


def test_numerical_gradients_keep_the_form_of_theta():
    loss, gradient, theta = network(3)
    analytic = [g for pair in gradient(theta) for g in pair]
    for numerical, rtol in [
        (complex_step(loss, theta), 1e-12),
        (central_differences(loss, theta), 1e-7),
    ]:
        for a, n in zip(analytic, numerical, strict=True):
            np.testing.assert_allclose(n, a, rtol=rtol, atol=1e-9 if rtol > 1e-10 else 1e-16)


def test_central_differences_are_of_second_order():
    errors = [abs(central_differences(np.exp, 1.0, step) - math.e) for step in (1e-2, 1e-3)]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)


def test_the_report_reads_well():
    report = gradient_check(lambda t: (t**2).sum(), lambda t: 3 * t, np.array([[1.0, 2.0]]))
    assert isinstance(report, GradientReport)
    text = repr(report)
    for piece in ("WRONG", "[0, ", "analytic", "numerical", "complex step", "0.33"):
        assert piece in text
    assert repr(gradient_check(lambda t: t**2, 2.0, 1.0)).startswith("right gradient")
