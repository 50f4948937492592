import math
import pickle
import subprocess
import sys
import warnings

import numpy as np
import pytest

from course_lib import activations
from course_lib.activations import (
    ACTIVATIONS,
    LEAKY_SLOPE,
    Activation,
    gain,
    prelu,
    prelu_derivative,
    prelu_slope_derivative,
    second_moment,
    softmax,
    softmax_jacobian,
)

NAMES = [
    "step",
    "identity",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "elu",
    "gelu",
    "swish",
    "mish",
]
# Off the kinks at 0, dense where the functions bend, far out into both tails.
POINTS = np.concatenate(
    [np.linspace(-8.05, 8.05, 162), [-700, -40, -37, -20, -1e-3, 1e-3, 20, 37, 40, 700]]
)


@pytest.fixture(autouse=True)
def every_warning_is_an_error():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def complex_step(function, z, h=1e-30):
    return np.imag(function(z + 1j * h)) / h


def test_the_names_others_rely_on():
    assert list(ACTIVATIONS) == NAMES
    assert all(ACTIVATIONS[name].name == name for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_derivative_is_that_of_the_function(name):
    act = ACTIVATIONS[name]
    expected = complex_step(act, POINTS)
    np.testing.assert_allclose(act.derivative(POINTS), expected, rtol=1e-7, atol=1e-250)


@pytest.mark.parametrize("name", NAMES)
def test_derivative_by_central_differences(name):
    # Independent of the complex branches; these differences themselves are good to about 1e-10.
    act, z, h = ACTIVATIONS[name], np.linspace(-5.05, 5.05, 102), 1e-5
    difference = (act(z + h) - act(z - h)) / (2 * h)
    np.testing.assert_allclose(act.derivative(z), difference, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_real_and_complex_branch_agree(name):
    act = ACTIVATIONS[name]
    np.testing.assert_allclose(act(POINTS + 0j).real, act(POINTS), rtol=1e-13, atol=1e-300)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_stable_at_the_extremes(name, dtype):
    z = np.array([-1200, -1000, 0, 1000, 1200], dtype)
    act = ACTIVATIONS[name]
    for values in (act(z), act.derivative(z)):
        assert values.dtype == dtype
        assert np.all(np.isfinite(values))
    # far out, φ is flat or follows z, and φ' is 0 or 1 (or the leaky slope)
    left, right = act.derivative(z)[[0, -1]]
    assert left in (0, 1, dtype(LEAKY_SLOPE))
    assert right in (0, 1)


@pytest.mark.parametrize("name", NAMES)
def test_scalars_lists_and_integers(name):
    act = ACTIVATIONS[name]
    for function in (act, act.derivative):
        assert np.ndim(function(1)) == 0
        assert function(1) == function(1.0) == function([1])[0] == function(np.array([[1]]))[0, 0]
        assert np.shape(function(np.zeros((2, 0, 3)))) == (2, 0, 3)


@pytest.mark.parametrize("name", NAMES)
def test_the_input_stays_as_it_was(name):
    z = np.linspace(-2, 2, 5)
    before = z.copy()
    out = ACTIVATIONS[name](z)
    out += 1
    ACTIVATIONS[name].derivative(z)
    np.testing.assert_array_equal(z, before)


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("step", lambda z: 1.0 if z >= 0 else 0.0),
        ("identity", lambda z: z),
        ("sigmoid", lambda z: 1 / (1 + math.exp(-z))),
        ("tanh", math.tanh),
        ("relu", lambda z: max(0.0, z)),
        ("leaky_relu", lambda z: z if z > 0 else LEAKY_SLOPE * z),
        ("elu", lambda z: z if z > 0 else math.exp(z) - 1),
        ("gelu", lambda z: z * (1 + math.erf(z / math.sqrt(2))) / 2),
        ("swish", lambda z: z / (1 + math.exp(-z))),
        ("mish", lambda z: z * math.tanh(math.log(1 + math.exp(z)))),
    ],
)
def test_values_follow_the_papers_formulas(name, formula):
    z = np.linspace(-4, 4, 33)
    np.testing.assert_allclose(
        ACTIVATIONS[name](z), [formula(v) for v in z], rtol=1e-12, atol=1e-15
    )


def test_sigmoid_is_point_symmetric_and_steepest_at_zero():
    sigmoid = ACTIVATIONS["sigmoid"]
    np.testing.assert_allclose(sigmoid(POINTS) + sigmoid(-POINTS), 1)
    assert sigmoid.derivative(0.0) == 0.25 == sigmoid.derivative(np.linspace(-9, 9, 999)).max()


def test_the_textbook_form_of_the_sigmoids_slope_dies_early_and_ours_does_not():
    sigmoid = ACTIVATIONS["sigmoid"]
    for dtype, z in ((np.float64, 37), (np.float32, 17)):
        a = sigmoid(np.arange(100, dtype=dtype))
        assert np.flatnonzero(a * (1 - a) == 0)[0] == z
    assert sigmoid.derivative(37.0) == pytest.approx(math.exp(-37), rel=1e-12)


def test_leaky_relu_has_one_slope():
    leaky = ACTIVATIONS["leaky_relu"]
    assert leaky(-1.0) == -LEAKY_SLOPE
    assert leaky.derivative(-1.0) == LEAKY_SLOPE


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
def test_at_its_kink_the_derivative_is_the_slope_on_the_left(name):
    act = ACTIVATIONS[name]
    assert act.derivative(0.0) == act.derivative(-1e-300)


def test_prelu_and_its_gradients():
    z, slope, h = np.array([[-2.0, 3.0], [-1.5, -0.5]]), np.array([0.25, 0.1]), 1e-30
    np.testing.assert_allclose(prelu(z, slope), [[-0.5, 3.0], [-0.375, -0.05]])
    np.testing.assert_allclose(
        prelu_derivative(z, slope), complex_step(lambda v: prelu(v, slope), z), rtol=1e-12
    )
    np.testing.assert_allclose(
        prelu_slope_derivative(z), np.imag(prelu(z, slope + 1j * h)) / h, rtol=1e-12
    )
    assert prelu(np.float32([-1]), 0.25).dtype == np.float32


def test_softmax_at_the_extremes_and_shifted():
    z = np.array([[1000.0, 0.0, -1000.0], [1e4, 1e4, 1e4], [-5.0, 1.0, 2.0]])
    p = softmax(z)
    np.testing.assert_allclose(p.sum(axis=-1), 1)
    np.testing.assert_allclose(p[:2], [[1, 0, 0], [1 / 3, 1 / 3, 1 / 3]], atol=1e-300)
    np.testing.assert_allclose(softmax(z + 77), p, rtol=1e-12)
    assert not np.allclose(softmax(2 * z)[2], p[2])  # shift-invariant, not scale-invariant


@pytest.mark.parametrize(
    ("scores", "published"),
    [
        ([1.47, -0.39, 0.22], [0.69, 0.11, 0.20]),
        ([5.0, 6.0, 4.0], [0.24, 0.67, 0.09]),
        ([0.9, 0.8, 1.1], [0.32, 0.29, 0.39]),
        ([-2.0, 2.0, -3.0], [0.02, 0.98, 0.01]),
    ],
)
def test_softmax_gives_the_published_table(scores, published):
    np.testing.assert_array_equal(softmax(scores).round(2), published)


def test_softmax_jacobian():
    z = np.random.default_rng(0).normal(size=(4, 3))
    jacobian = softmax_jacobian(z)
    for j in range(3):
        shift = np.zeros(3, complex)
        shift[j] = 1e-30j
        np.testing.assert_allclose(
            jacobian[..., j], np.imag(softmax(z + shift)) / 1e-30, rtol=1e-7, atol=1e-15
        )


def test_gain_keeps_the_second_moment():
    rng = np.random.default_rng(0)
    z = rng.standard_normal(4_000_000)
    for name in NAMES:
        assert np.mean((gain(name) * ACTIVATIONS[name](z)) ** 2) == pytest.approx(1, abs=0.005)
    assert gain("relu") == pytest.approx(math.sqrt(2))
    assert gain("leaky_relu") == pytest.approx(math.sqrt(2 / (1 + LEAKY_SLOPE**2)))


@pytest.mark.parametrize(
    ("name", "forward", "backward"),
    [("relu", 1, 1), ("elu", 1.29, 1.34), ("gelu", 0.85, 0.91), ("swish", 0.71, 0.76)],
)
def test_what_a_layer_under_he_does_to_the_second_moments(name, forward, backward):
    act = ACTIVATIONS[name]
    assert 2 * second_moment(act) == pytest.approx(forward, abs=0.005)
    assert 2 * second_moment(act.derivative) == pytest.approx(backward, abs=0.005)


def test_an_own_activation():
    square = Activation("square", lambda z: z**2, lambda z: 2 * z)
    assert (square(3.0), square.derivative(3.0), square.name) == (9.0, 6.0, "square")


def test_importing_the_library_loads_no_scipy():
    code = "import sys, course_lib; sys.exit('scipy' in sys.modules or 'sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_function_stands_in_the_module_under_its_own_name():
    for name in NAMES:
        assert getattr(activations, name) is ACTIVATIONS[name].function
        assert getattr(activations, f"{name}_derivative") is ACTIVATIONS[name].derivative


@pytest.mark.parametrize("name", NAMES)
def test_pickles_so_that_estimators_that_hold_one_do(name):
    assert pickle.loads(pickle.dumps(ACTIVATIONS[name])) == ACTIVATIONS[name]
