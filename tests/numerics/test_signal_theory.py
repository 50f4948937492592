"""The theory of signals in deep nets, against closed forms and against wide nets."""

import itertools

import numpy as np
import pytest

from course_lib import signal_flow
from course_lib.signal_theory import predicted_flow


def test_relu_halves_the_second_moment_and_he_restores_it():
    glorot, he = (predicted_flow(10, "relu", c) for c in (1.0, 2.0))
    np.testing.assert_allclose(glorot.activation_second_moment, 0.5 ** np.arange(1, 11), rtol=1e-5)
    np.testing.assert_allclose(he.activation_second_moment, 1.0, rtol=1e-4)
    np.testing.assert_allclose(he.delta_variance, 0.5, rtol=1e-4)


def test_sigmoid_loses_the_same_factor_in_every_late_layer():
    """.0557 a layer under Glorot: what lecture 5 finds at the fixed point."""
    delta = predicted_flow(30, "sigmoid", 1.0).delta_variance
    assert delta[9] / delta[10] == pytest.approx(0.0557, abs=5e-5)


def test_batch_normalised_relu_grows_by_pi_over_pi_minus_one():
    """Yang et al. (2019), whatever the weights."""
    for c in (0.1, 64.0):
        delta = predicted_flow(10, "relu", c, normalize=True).delta_variance
        assert delta[4] / delta[5] == pytest.approx(np.pi / (np.pi - 1), rel=1e-4)


def test_residual_identity_adds_its_path():
    """a ← a + aW with n·Var(W) = c: the second moment is multiplied by 1 + c."""
    theory = predicted_flow(5, "identity", 0.5, residual=True)
    np.testing.assert_allclose(theory.activation_second_moment, 1.5 ** np.arange(1, 6), rtol=1e-6)


ACTIVATIONS = ("tanh", "sigmoid", "relu", "elu", "gelu")


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(
    ("normalize", "residual"), list(itertools.product((False, True), repeat=2))
)
def test_wide_nets_do_what_theory_says(activation, normalize, residual):
    """Width 384, mean over 2 nets: within a third everywhere, most of it chance of ReLU nets."""
    cures = {"normalize": normalize, "residual": residual}
    flows = [
        signal_flow(5, 384, activation, "he_normal", np.random.default_rng(seed), 256, **cures)
        for seed in range(2)
    ]
    theory = predicted_flow(5, activation, 2.0, 256, **cures)
    moments = [flow.activation_variance + flow.activation_mean**2 for flow in flows]
    assert_within(np.mean(moments, axis=0), theory.activation_second_moment)
    for name in ("delta_variance", "weight_gradient_variance"):
        measured = np.mean([getattr(flow, name) for flow in flows], axis=0)
        assert_within(measured, getattr(theory, name))


def assert_within(measured, predicted, factor=1.33):
    assert np.all(np.abs(np.log(measured / predicted)) < np.log(factor)), measured / predicted


def test_depth_below_one_is_refused():
    with pytest.raises(ValueError, match="depth"):
        predicted_flow(0, "tanh", 1.0)
