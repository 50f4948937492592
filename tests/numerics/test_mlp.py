import warnings
from copy import deepcopy

import numpy as np
import pytest

from course_lib import MLP, ScalarNet, gradient_check
from course_lib.activations import ACTIVATIONS, softmax
from course_lib.initializers import INITIALIZERS
from course_lib.losses import LOSSES

N, D, K = 5, 3, 2
every_activation = pytest.mark.parametrize("activation", ACTIVATIONS)
every_loss = pytest.mark.parametrize("loss", LOSSES)


@pytest.fixture(autouse=True)
def every_warning_is_an_error():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def net_with_biases(sizes, seed=0, **settings):
    """A net all of whose parameters are random: zero biases would hide mistakes."""
    rng = np.random.default_rng(seed)
    net = MLP(sizes, rng=rng, **settings)
    for b in net.biases:
        b[:] = rng.normal(size=b.shape)
    return net


def examples(loss, k=K, seed=1):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(N, D))
    if loss == "cross_entropy":
        return X, np.eye(k)[rng.integers(k, size=N)]
    if loss == "binary_cross_entropy":
        return X, (rng.random((N, k)) < 0.5) * 1.0
    return X, rng.normal(size=(N, k))


def check(net, X, y):
    gradients = [gradient for layer in net.backward(X, y) for gradient in layer]
    return gradient_check(
        lambda theta: net.with_parameters(theta).loss_value(X, y), gradients, net.parameters()
    )


@every_activation
@every_loss
def test_every_gradient_is_that_of_the_loss(activation, loss):
    for seed in range(3):
        net = net_with_biases([D, 4, 6, K], seed, activation=activation, loss=loss)
        report = check(net, *examples(loss, seed=seed + 10))
        assert report, report
        assert report.tolerance == 1e-7
        assert not report.kinks


@every_activation
def test_the_delta_of_square_layers_has_its_transpose(activation):
    """Where W is square, W in the place of its transpose has the right shapes, and is wrong."""
    net = net_with_biases([D, 4, 4, 4], activation=activation)
    X, y = examples("cross_entropy", k=4)
    assert check(net, X, y)
    W, (first, second, _) = net.weights[1], net.deltas(X, y)
    slope = net.activation.derivative(net.pre_activations(X)[0])
    np.testing.assert_allclose(first, (second @ W.T) * slope)
    if activation != "step":
        assert not np.allclose(first, (second @ W) * slope, rtol=0.1)


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "softmax"])
def test_another_output_than_the_usual_has_the_right_gradient(output):
    loss = "cross_entropy" if output == "softmax" else "mse"
    net = net_with_biases([D, 4, K], activation="sigmoid", loss=loss, output=output)
    assert check(net, *examples(loss))
    assert net.output_name == output


@every_loss
@pytest.mark.parametrize("n", [1, 2, 7])
def test_the_loss_is_a_mean_and_the_gradient_that_of_the_mean(loss, n):
    """Examples given n times over change nothing: 1/N stands in both, and once."""
    net = net_with_biases([D, 4, K], activation="tanh", loss=loss)
    X, y = examples(loss)
    again = np.tile(X, (n, 1)), np.tile(y, (n, 1))
    assert net.loss_value(*again) == pytest.approx(net.loss_value(X, y))
    for layer, expected in zip(net.backward(*again), net.backward(X, y), strict=True):
        for gradient, value in zip(layer, expected, strict=True):
            np.testing.assert_allclose(gradient, value, atol=1e-15)


@pytest.mark.parametrize(
    ("loss", "k", "name", "function"),
    [
        ("mse", 2, "identity", lambda Z: Z),
        ("mae", 2, "identity", lambda Z: Z),
        ("binary_cross_entropy", 2, "sigmoid", ACTIVATIONS["sigmoid"]),
        ("cross_entropy", 2, "softmax", softmax),
        ("cross_entropy", 1, "sigmoid", ACTIVATIONS["sigmoid"]),
    ],
)
def test_the_output_follows_from_the_loss(loss, k, name, function):
    net = net_with_biases([D, 4, k], loss=loss)
    X, _ = examples("mse")
    assert net.output_name == name
    np.testing.assert_allclose(net.forward(X), function(net.pre_activations(X)[-1]))


def test_one_output_with_the_default_loss_means_binary_cross_entropy():
    assert MLP([2, 3, 1]).loss.name == "binary_cross_entropy"
    assert MLP([2, 3, 2]).loss.name == "cross_entropy"


@every_loss
def test_the_loss_is_that_of_the_prediction(loss):
    net = net_with_biases([D, 4, K], loss=loss)
    X, y = examples(loss)
    assert net.loss_value(X, y) == pytest.approx(LOSSES[loss](y, net.forward(X)))


def test_forward_agrees_with_sums_written_out():
    net = net_with_biases([D, 4, K], activation="tanh", loss="mse")
    X, _ = examples("mse")
    W1, b1, W2, b2 = net.parameters()
    for n in range(N):
        a = [np.tanh(sum(X[n, i] * W1[i, j] for i in range(D)) + b1[j]) for j in range(4)]
        for k in range(K):
            y_hat = sum(a[j] * W2[j, k] for j in range(4)) + b2[k]
            assert net.forward(X)[n, k] == pytest.approx(y_hat)


def test_there_is_one_array_a_layer():
    net = net_with_biases([D, 4, 6, K], activation="tanh")
    X, y = examples("cross_entropy")
    Zs, As, deltas = net.pre_activations(X), net.activations(X), net.deltas(X, y)
    shapes = [(N, 4), (N, 6), (N, K)]
    assert [Z.shape for Z in Zs] == [A.shape for A in As] == [d.shape for d in deltas] == shapes
    np.testing.assert_allclose(As[0], np.tanh(Zs[0]))
    np.testing.assert_allclose(As[-1], net.forward(X))
    np.testing.assert_allclose(deltas[-1], (net.forward(X) - y) / N)


def test_it_is_the_net_of_four_parameters_in_matrices():
    scalar = ScalarNet(0.64, 0.03, -1.2, 0.4)
    net = MLP([1, 1, 1], activation="sigmoid")
    net = net.with_parameters(
        [np.full(p.shape, t) for p, t in zip(net.parameters(), vars(scalar).values(), strict=True)]
    )
    X, y = np.array([[3.14]]), np.array([[1.0]])
    assert net.forward(X).item() == pytest.approx(scalar.forward(3.14))
    assert net.loss_value(X, y) == pytest.approx(scalar.loss(3.14, 1.0))
    gradients = [gradient.item() for layer in net.backward(X, y) for gradient in layer]
    assert gradients == pytest.approx(list(scalar.gradient(3.14, 1.0).values()))


@pytest.mark.parametrize("size", [1000.0, 1e6])
@pytest.mark.parametrize("loss", ["binary_cross_entropy", "cross_entropy"])
def test_a_net_that_is_sure_and_wrong_has_a_finite_loss_and_gradient(loss, size):
    net = MLP([1, 2], loss=loss).with_parameters([np.array([[size, -size]]), np.zeros(2)])
    X, y = np.array([[1.0]]), np.array([[0.0, 1.0]])
    assert size <= net.loss_value(X, y) < np.inf
    ((dW, db),) = net.backward(X, y)
    np.testing.assert_allclose([dW[0], db], [[1, -1], [1, -1]])


def test_parameters_are_live():
    net = MLP([D, 4, K], loss="mse", rng=np.random.default_rng(0))
    X, _ = examples("mse")
    for parameter in net.parameters():
        parameter[:] = 0.0
    assert not net.forward(X).any()
    net.parameters()[-1][:] = 5.0
    assert (net.forward(X) == 5.0).all()


def test_with_parameters_leaves_the_net_alone():
    net = net_with_biases([D, 4, K])
    X, _ = examples("mse")
    before = net.forward(X)
    other = net.with_parameters([np.zeros_like(parameter) for parameter in net.parameters()])
    assert np.ptp(other.forward(X)) == 0
    np.testing.assert_array_equal(net.forward(X), before)
    with pytest.raises(ValueError, match="wanted the shapes"):
        net.with_parameters(net.parameters()[:-1])
    with pytest.raises(ValueError, match="wanted the shapes"):
        net.with_parameters([parameter.T for parameter in net.parameters()])


@pytest.mark.parametrize("name", INITIALIZERS)
def test_weights_are_drawn_layer_by_layer_and_biases_are_zero(name):
    net = MLP([3, 5, 2], initializer=name, rng=np.random.default_rng(7))
    rng = np.random.default_rng(7)
    for W, shape in zip(net.weights, [(3, 5), (5, 2)], strict=True):
        np.testing.assert_array_equal(W, INITIALIZERS[name](rng, *shape))
    assert not any(b.any() for b in net.biases)


def test_he_normal_draws_what_the_published_run_drew():
    net, rng = MLP([2, 4, 4, 1], rng=np.random.default_rng(42)), np.random.default_rng(42)
    for W, (fan_in, fan_out) in zip(net.weights, [(2, 4), (4, 4), (4, 1)], strict=True):
        np.testing.assert_allclose(W, rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)))


def test_without_a_generator_every_net_is_another():
    assert not np.array_equal(MLP([2, 3]).weights[0], MLP([2, 3]).weights[0])


def test_functions_may_be_given_as_objects():
    by_name = net_with_biases([D, 4, K], activation="tanh", loss="mse")
    by_object = MLP(
        [D, 4, K],
        activation=ACTIVATIONS["tanh"],
        initializer=INITIALIZERS["he_normal"],
        loss=LOSSES["mse"],
    ).with_parameters(by_name.parameters())
    X, y = examples("mse")
    assert by_object.loss_value(X, y) == by_name.loss_value(X, y)
    assert repr(by_object) == "MLP 3-4-2: tanh inside, identity output, mse, 26 parameters"


def test_a_net_without_a_hidden_layer_is_a_linear_model():
    net = net_with_biases([D, K], loss="mse")
    X, y = examples("mse")
    ((dW, db),) = net.backward(X, y)
    residual = X @ net.weights[0] + net.biases[0] - y
    np.testing.assert_allclose(dW, 2 * X.T @ residual / N)
    np.testing.assert_allclose(db, 2 * residual.mean(axis=0))


def test_a_copy_is_independent():
    net = net_with_biases([D, 4, K])
    copy = deepcopy(net)
    net.weights[0][:] = 0.0
    assert copy.weights[0].any()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"layer_sizes": [3]}, "at least input and output"),
        ({"layer_sizes": [3, 0, 1]}, "fan_out must be a whole number of at least 1"),
        ({"layer_sizes": [3, 2.5]}, "fan_out must be a whole number of at least 1"),
        ({"activation": "rleu"}, "unknown activation 'rleu'; there are step, identity, sigmoid"),
        ({"loss": "l2"}, "unknown loss 'l2'; there are mse"),
        ({"initializer": "xavier"}, "unknown initializer 'xavier'; there are zeros"),
        ({"output": "line"}, "unknown output 'line'"),
        ({"loss": "mse", "output": "softmax"}, "softmax output goes with cross_entropy, not"),
    ],
)
def test_wrong_settings_are_refused_with_what_there_is(settings, message):
    with pytest.raises(ValueError, match=message):
        MLP(**({"layer_sizes": [2, 3, 2]} | settings))


@pytest.mark.parametrize("shape", [(3,), (5, 2), (3, 5), (0, 3), (2, 5, 3)])
def test_examples_of_another_width_are_refused(shape):
    with pytest.raises(ValueError, match=r"X has shape .* wants \(N, 3\): one example a row"):
        MLP([3, 4, 1]).forward(np.zeros(shape))


@every_loss
@pytest.mark.parametrize("shape", [(N,), (1, N), (N + 1, 1)])
def test_targets_of_another_shape_are_refused(loss, shape):
    net = MLP([D, 4, 1], loss=loss)
    for method in (net.loss_value, net.backward, net.deltas):
        with pytest.raises(ValueError, match=r"y has shape .* but the prediction has \(5, 1\)"):
            method(np.ones((N, D)), np.zeros(shape))
