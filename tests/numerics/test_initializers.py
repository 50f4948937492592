import inspect
import math

import numpy as np
import pytest
from scipy import stats

from course_lib.initializers import INITIALIZERS

FAN_IN, FAN_OUT = 300, 500
VARIANCE = {
    "zeros": 0.0,
    "standard_normal": 1.0,
    "uniform_fan_in": 1 / (3 * FAN_IN),
    "lecun_normal": 1 / FAN_IN,
    "glorot_uniform": 2 / (FAN_IN + FAN_OUT),
    "glorot_normal": 2 / (FAN_IN + FAN_OUT),
    "he_uniform": 2 / FAN_IN,
    "he_normal": 2 / FAN_IN,
}
RANDOM = [name for name in VARIANCE if name != "zeros"]


def test_the_names_others_rely_on():
    assert list(INITIALIZERS) == list(VARIANCE)
    for function in INITIALIZERS.values():
        assert list(inspect.signature(function).parameters) == ["rng", "fan_in", "fan_out"]


@pytest.mark.parametrize("name", RANDOM)
def test_variance_over_seeds(name):
    # 20 × 150,000 draws: a variance that is right lies within 0.4 % at more than 4 standard errors.
    draws = [INITIALIZERS[name](np.random.default_rng(s), FAN_IN, FAN_OUT) for s in range(20)]
    variance = np.var(draws)
    assert variance == pytest.approx(VARIANCE[name], rel=4e-3)
    assert abs(np.mean(draws)) < 5 * math.sqrt(VARIANCE[name] / np.size(draws))


@pytest.mark.parametrize("name", RANDOM)
def test_distribution(name):
    W = INITIALIZERS[name](np.random.default_rng(1), FAN_IN, FAN_OUT).ravel()
    sd = math.sqrt(VARIANCE[name])
    if "uniform" in name:
        assert np.abs(W).max() <= math.sqrt(3) * sd
        shape = stats.uniform(-math.sqrt(3) * sd, 2 * math.sqrt(3) * sd)
    else:
        shape = stats.norm(0, sd)
    assert stats.kstest(W, shape.cdf).pvalue > 1e-4


def test_zeros():
    assert not INITIALIZERS["zeros"](np.random.default_rng(0), 3, 2).any()


@pytest.mark.parametrize("name", VARIANCE)
def test_shape_and_seed(name):
    draw = INITIALIZERS[name]
    W = draw(np.random.default_rng(7), 5, 3)
    assert W.shape == (5, 3)
    assert W.dtype == np.float64
    np.testing.assert_array_equal(W, draw(np.random.default_rng(7), 5, 3))
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    draw(np.random.default_rng(7), 5, 3)
    np.testing.assert_array_equal(np.random.get_state()[1], state)  # noqa: NPY002


def test_he_normal_draws_what_the_circles_experiment_draws():
    ours, theirs = np.random.default_rng(42), np.random.default_rng(42)
    for fan_in, fan_out in [(2, 4), (4, 4), (4, 1)]:
        W = INITIALIZERS["he_normal"](ours, fan_in, fan_out)
        np.testing.assert_array_equal(W, theirs.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)))


@pytest.mark.parametrize("name", VARIANCE)
def test_bad_input(name):
    for fans in [(0, 3), (3, -1), (2.5, 3), (3, "4")]:
        with pytest.raises(ValueError, match="whole number"):
            INITIALIZERS[name](np.random.default_rng(0), *fans)
    with pytest.raises(TypeError, match="default_rng"):
        INITIALIZERS[name](0, 3, 3)
