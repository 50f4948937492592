import inspect

import numpy as np
import pytest

from course_lib.activations import ACTIVATIONS, Activation
from course_lib.initializers import INITIALIZERS
from course_lib.numerical_derivatives import complex_step
from course_lib.signal_propagation import backward, forward, signal_flow

FIELDS = [
    "activation_mean",
    "activation_variance",
    "activation_variance_over_samples",
    "delta_variance",
    "weight_gradient_variance",
    "saturated_fraction",
]


def flows(seeds, *arguments, **options):
    return [signal_flow(*arguments, np.random.default_rng(seed), **options) for seed in seeds]


def log10_of_ends(results):
    """log10 of the variance of a_L, and of the variance of δ₁ over that of δ_L, a row a run."""
    return np.log10(
        [(r.activation_variance[-1], r.delta_variance[0] / r.delta_variance[-1]) for r in results]
    )


def test_the_signature_others_rely_on():
    assert str(inspect.signature(signal_flow)) == (
        "(depth, width, activation, initializer, rng, batch=256, *, "
        "weight_scale=1.0, normalize=False, residual=False)"
    )


@pytest.mark.parametrize("normalize", [False, True])
@pytest.mark.parametrize("residual", [False, True])
@pytest.mark.parametrize("name", ["tanh", "relu", "sigmoid", "gelu"])
def test_backward_is_the_gradient_of_forward(name, normalize, residual):
    rng, act = np.random.default_rng(0), ACTIVATIONS[name]
    # batch < width, so that dW = Aᵀδ fixes δ
    x, output_gradient = rng.normal(size=(5, 6)), rng.normal(size=(5, 6))
    weights = [rng.normal(size=(6, 6)) for _ in range(4)]

    def J(weights):
        _, output = forward(x, weights, act, normalize=normalize, residual=residual)
        return (output_gradient * output).sum()

    layers, _ = forward(x, weights, act, normalize=normalize, residual=residual)
    deltas = backward(output_gradient, layers, weights, residual=residual)
    for layer, delta, dW in zip(layers, deltas, complex_step(J, weights), strict=True):
        np.testing.assert_allclose(layer.input.T @ delta, dW, rtol=1e-7, atol=1e-13)


def test_batch_normalisation_normalises():
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(8, 8)) for _ in range(3)]
    layers, _ = forward(rng.normal(size=(64, 8)), weights, ACTIVATIONS["relu"], normalize=True)
    for layer in layers:
        np.testing.assert_allclose(layer.pre_activation.mean(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose(layer.pre_activation.var(axis=0), 1, atol=1e-3)


@pytest.mark.parametrize("options", [{}, {"normalize": True}, {"residual": True}])
def test_one_entry_a_layer_input_side_first(options):
    (flow,) = flows([0], 7, 16, "tanh", "lecun_normal", batch=32, **options)
    assert flow.depth == 7
    for field in FIELDS:
        values = getattr(flow, field)
        assert values.shape == (7,)
        assert values.dtype == np.float64
        assert np.all(np.isfinite(values))
    if not options:
        assert flow.activation_variance[0] > flow.activation_variance[-1]
        assert flow.delta_variance[0] < flow.delta_variance[-1]


def test_each_statistic_is_what_its_name_says():
    rng = np.random.default_rng(5)
    x = rng.standard_normal((32, 8))
    W, V = (0.5 * INITIALIZERS["he_normal"](rng, 8, 8) for _ in range(2))
    output_gradient = rng.standard_normal((32, 8))
    A1 = np.tanh(x @ W)
    A2 = np.tanh(A1 @ V)
    delta2 = output_gradient * (1 - A2**2)
    delta1 = (delta2 @ V.T) * (1 - A1**2)
    (flow,) = flows([5], 2, 8, "tanh", "he_normal", batch=32, weight_scale=0.5)
    np.testing.assert_allclose(flow.activation_mean, [A1.mean(), A2.mean()])
    np.testing.assert_allclose(flow.activation_variance, [A1.var(), A2.var()])
    over_samples = [A.var(axis=0).mean() for A in (A1, A2)]
    np.testing.assert_allclose(flow.activation_variance_over_samples, over_samples)
    np.testing.assert_allclose(flow.delta_variance, [delta1.var(), delta2.var()])
    dW = [x.T @ delta1 / 32, A1.T @ delta2 / 32]
    np.testing.assert_allclose(flow.weight_gradient_variance, [g.var() for g in dW])
    saturated = [np.mean(1 - A**2 <= 0.05) for A in (A1, A2)]
    np.testing.assert_allclose(flow.saturated_fraction, saturated)


def test_same_seed_same_flow():
    a, b, c = flows([1, 1, 2], 5, 16, "relu", "he_normal")
    np.testing.assert_array_equal(a.delta_variance, b.delta_variance)
    assert not np.array_equal(a.delta_variance, c.delta_variance)


def test_names_and_objects_are_the_same():
    (named,) = flows([3], 4, 16, "elu", "he_uniform")
    (given,) = flows([3], 4, 16, ACTIVATIONS["elu"], INITIALIZERS["he_uniform"])
    np.testing.assert_array_equal(named.delta_variance, given.delta_variance)
    square = Activation("square", lambda z: z**2, lambda z: 2 * z)
    (own,) = flows([3], 2, 16, square, lambda rng, fan_in, fan_out: np.eye(fan_in))
    assert own.activation_mean[0] == pytest.approx(1, abs=0.1)


def test_bad_input():
    rng = np.random.default_rng(0)
    for sizes in [(0, 4), (4, 0)]:
        with pytest.raises(ValueError, match="at least 1"):
            signal_flow(*sizes, "relu", "he_normal", rng)
    with pytest.raises(ValueError, match="batch"):
        signal_flow(2, 4, "relu", "he_normal", rng, batch=0)
    with pytest.raises(KeyError, match="rleu"):
        signal_flow(2, 4, "rleu", "he_normal", rng)
    with pytest.raises(KeyError, match="he"):
        signal_flow(2, 4, "relu", "he", rng)
    with pytest.raises(TypeError, match="derivative"):
        signal_flow(2, 4, np.tanh, "he_normal", rng)


# What the lectures say, over 20 seeds. The net of the reference run is 256 wide and 50 deep.
REFERENCE = [
    # activation, initialiser, log10 of var a_L: value, sd of a run; of δ₁/δ_L: value, sd of a run
    ("tanh", "glorot_normal", -2.01, 0.07, -1.84, 0.07),
    ("relu", "he_normal", -0.19, 0.46, 0.02, 0.23),
    ("sigmoid", "glorot_normal", -1.84, 0.04, -61.5, 0.08),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("activation", "initializer", "last", "sd", "ratio", "ratio_sd"), REFERENCE
)
def test_the_reference_run(activation, initializer, last, sd, ratio, ratio_sd):
    ends = log10_of_ends(flows(range(20), 50, 256, activation, initializer))
    # Our mean is of 20 runs, the reference possibly of one: 3 standard errors of the difference.
    room = 3 * np.sqrt(1 + 1 / 20)
    assert ends[:, 0].mean() == pytest.approx(last, abs=room * sd)
    assert ends[:, 1].mean() == pytest.approx(ratio, abs=room * ratio_sd)
    assert np.all(ends.std(axis=0) < [1.5 * sd, 1.5 * ratio_sd])


def test_sigmoid_looks_healthy_unless_one_looks_over_samples():
    for flow in flows(range(20), 30, 64, "sigmoid", "glorot_normal", batch=64):
        assert flow.activation_variance[-1] > 1e-3
        assert flow.activation_variance_over_samples[-1] < 1e-20


def test_sigmoids_delta_shrinks_by_its_slope_squared_a_layer():
    for flow in flows(range(20), 20, 128, "sigmoid", "glorot_normal", batch=64):
        per_layer = (flow.delta_variance[0] / flow.delta_variance[-1]) ** (1 / 19)
        assert per_layer == pytest.approx(0.0557, rel=0.08)


def test_relu_with_glorot_halves_a_layer_and_he_does_not():
    glorot = flows(range(20), 30, 128, "relu", "glorot_normal", batch=64)
    he = flows(range(20), 30, 128, "relu", "he_normal", batch=64)
    for results, per_layer in ((glorot, 0.5), (he, 1.0)):
        slopes = [(r.delta_variance[0] / r.delta_variance[-1]) ** (1 / 29) for r in results]
        assert np.mean(slopes) == pytest.approx(per_layer, rel=0.04)


def test_under_uniform_fan_in_weight_gradients_are_flat_where_the_signals_are_not():
    # The protocol of Glorot & Bengio (2010) in small: tanh, 5 layers.
    results = flows(range(20), 5, 300, "tanh", "uniform_fan_in")
    mean = {field: np.mean([getattr(r, field) for r in results], axis=0) for field in FIELDS}
    assert np.all(np.diff(mean["activation_variance"]) < 0)
    assert np.all(np.diff(mean["delta_variance"]) > 0)
    assert mean["delta_variance"][-1] / mean["delta_variance"][0] > 30
    gradients = mean["weight_gradient_variance"]
    assert gradients.max() / gradients.min() < 1.4


@pytest.mark.slow
@pytest.mark.parametrize(
    ("activation", "per_layer"), [("tanh", 8.7), ("sigmoid", 1.5), ("relu", 128)]
)
def test_growth_of_delta_a_layer_under_standard_normal_weights(activation, per_layer):
    # The first layers, whose inputs are not yet of the kind that the net makes, are left out.
    results = flows(range(20), 8, 256, activation, "standard_normal")
    growth = [(r.delta_variance[1] / r.delta_variance[-2]) ** (1 / 5) for r in results]
    assert np.mean(growth) == pytest.approx(per_layer, rel=0.04)


def test_standard_normal_weights_saturate_and_yet_delta_grows():
    for flow in flows(range(20), 5, 256, "tanh", "standard_normal", batch=64):
        assert flow.saturated_fraction.min() > 0.8
        assert flow.delta_variance[0] > 100 * flow.delta_variance[-1]


def test_batch_normalisation_makes_the_scale_of_the_weights_irrelevant():
    # Scaling W scales Z and its spread alike; what is left is ε = 1e-5 beside a variance of .01.
    for seed in range(20):
        (plain,) = flows([seed], 10, 64, "tanh", "lecun_normal", normalize=True, batch=64)
        (small,) = flows(
            [seed], 10, 64, "tanh", "lecun_normal", normalize=True, batch=64, weight_scale=0.2
        )
        np.testing.assert_allclose(small.activation_variance, plain.activation_variance, rtol=0.01)
        (bare,) = flows([seed], 10, 64, "tanh", "lecun_normal", batch=64, weight_scale=0.2)
        assert bare.activation_variance[-1] < 1e-10


def test_residual_connections_carry_the_gradient_through():
    for seed in range(20):
        plain, linked = (
            flows([seed], 40, 64, "sigmoid", "glorot_normal", batch=64, residual=residual)[0]
            for residual in (False, True)
        )
        assert plain.delta_variance[0] < 1e-40
        assert linked.delta_variance[0] > 1e-2 * linked.delta_variance[-1]


def test_saturated_fraction_of_flat_and_straight_activations():
    (straight,) = flows([0], 3, 64, "identity", "lecun_normal")
    np.testing.assert_array_equal(straight.saturated_fraction, 0)
    (flat,) = flows([0], 3, 64, "step", "lecun_normal")
    np.testing.assert_array_equal(flat.saturated_fraction, 1)
    (half,) = flows([0], 3, 64, "relu", "he_normal")
    np.testing.assert_allclose(half.saturated_fraction, 0.5, atol=0.06)
