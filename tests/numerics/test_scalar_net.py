import warnings

import numpy as np
import pytest

from course_lib import ScalarNet, gradient_check

NETS = [(0.64, 0.03, -1.2, 0.4), (-2.0, 1.0, 0.7, -0.5), (0.0, 0.0, 0.0, 0.0), (3.0, -4.0, 2.5, 1)]
EXAMPLES = [(3.14, 1.0), (-0.7, 0.0), (0.5, 0.25)]

every_net = pytest.mark.parametrize("theta", NETS)
every_example = pytest.mark.parametrize(("x", "y"), EXAMPLES)


@pytest.fixture(autouse=True)
def every_warning_is_an_error():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@every_net
@every_example
def test_the_gradient_is_that_of_the_loss(theta, x, y):
    net = ScalarNet(*theta)
    gradient = net.gradient(x, y)
    assert list(gradient) == ["w1", "b1", "w2", "b2"]
    report = gradient_check(lambda t: ScalarNet(**t).loss(x, y), gradient, dict(net.parameters))
    assert report, report
    assert report.method == "complex step"


@every_net
@every_example
def test_values_follow_the_formulas(theta, x, y):
    w1, b1, w2, b2 = theta
    v = ScalarNet(*theta).values(x, y)
    a1 = 1 / (1 + np.exp(-(w1 * x + b1)))
    y_hat = 1 / (1 + np.exp(-(w2 * a1 + b2)))
    loss = -y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat)
    assert list(v) == ["x", "z1", "a1", "z2", "y_hat", "loss"]
    assert list(v.values()) == pytest.approx([x, w1 * x + b1, a1, w2 * a1 + b2, y_hat, loss])
    assert ScalarNet(*theta).forward(x) == v["y_hat"]
    assert ScalarNet(*theta).loss(x, y) == v["loss"]


@every_net
@every_example
def test_local_derivatives_multiply_to_the_combined_ones(theta, x, y):
    net = ScalarNet(*theta)
    d, delta, gradient = net.local_derivatives(x, y), net.deltas(x, y), net.gradient(x, y)
    assert len(d) == 9
    assert delta["delta2"] == pytest.approx(d["J/y_hat"] * d["y_hat/z2"])
    assert delta["delta1"] == pytest.approx(delta["delta2"] * d["z2/a1"] * d["a1/z1"])
    assert gradient["w2"] == pytest.approx(delta["delta2"] * d["z2/w2"])
    assert gradient["b2"] == pytest.approx(delta["delta2"] * d["z2/b2"])
    assert gradient["w1"] == pytest.approx(delta["delta1"] * d["z1/w1"])
    assert gradient["b1"] == pytest.approx(delta["delta1"] * d["z1/b1"])
    to_the_input = (net.loss(x + 1e-6, y) - net.loss(x - 1e-6, y)) / 2e-6
    assert delta["delta1"] * d["z1/x"] == pytest.approx(to_the_input, abs=1e-8)


def test_training_on_a_far_input_with_a_large_step_stays_finite():
    """Published code overflows in math.exp here: x = −1200, then a learning rate of 100."""
    for y in (0.0, 1.0):
        net = ScalarNet(0.6394, 0.0, 0.025, 0.0)
        losses = net.train(-1200.0, y, learning_rate=100.0, steps=50)
        assert np.all(np.isfinite(losses))
        assert np.all(np.isfinite([*net.parameters.values(), *net.gradient(-1200.0, y).values()]))
        assert losses[-1] < losses[0]


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("z2", [-2000.0, -40.0, 40.0, 2000.0])
def test_a_net_beyond_doubt_has_finite_loss_and_gradient(z2, y):
    net = ScalarNet(1.0, 0.0, 0.0, z2)
    wrong = (z2 > 0) != (y == 1)
    assert net.loss(1.0, y) == pytest.approx(abs(z2) if wrong else 0.0, abs=1e-15)
    assert net.deltas(1.0, y)["delta2"] == pytest.approx((z2 > 0) - y)
    local = abs(net.local_derivatives(1.0, y)["J/y_hat"])
    assert local > 1e15 if wrong else local == pytest.approx(1.0)


def test_training_descends_and_tells_the_losses_from_the_start_on():
    net = ScalarNet(0.6394, 0.0, 0.025, 0.0)
    before = net.loss(3.14, 1.0)
    losses = net.train(3.14, 1.0, learning_rate=0.1, steps=20)
    assert losses[0] == before
    assert losses[-1] == net.loss(3.14, 1.0)
    assert len(losses) == 21
    assert (np.diff(losses) < 0).all()


def test_one_step_moves_every_parameter_against_its_derivative():
    net = ScalarNet(0.5, 0.1, -1.0, 0.2)
    start, gradient = dict(net.parameters), net.gradient(2.0, 1.0)
    net.train(2.0, 1.0, learning_rate=0.3, steps=1)
    for name, value in net.parameters.items():
        assert value == pytest.approx(start[name] - 0.3 * gradient[name])


def test_parameters_are_live_and_plain_numbers():
    net = ScalarNet(np.float64(1.0), np.array([0.5]), 2, np.array(0.25))
    net.parameters["w1"] = 3.0
    assert net.w1 == 3.0
    assert repr(net) == "ScalarNet(w1=3.0, b1=0.5, w2=2, b2=0.25)"
    assert type(net.forward(1.0)) is float


def test_more_than_one_number_is_refused():
    with pytest.raises(TypeError, match=r"w2 must be one number, not an array of shape \(2,\)"):
        ScalarNet(1.0, 0.0, [1.0, 2.0], 0.0)
    with pytest.raises(TypeError, match=r"x must be one number"):
        ScalarNet(1.0, 0.0, 1.0, 0.0).forward(np.zeros(3))


def test_a_truth_outside_of_the_unit_interval_is_refused():
    with pytest.raises(ValueError, match=r"y must lie in \[0, 1\]"):
        ScalarNet(1.0, 0.0, 1.0, 0.0).loss(1.0, 2.0)
