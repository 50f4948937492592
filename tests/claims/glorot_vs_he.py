"""What lecture 5 claims, computed with its own functions."""

from functools import cache

import numpy as np

from .claiming import claim, definitions

STANDARD, NORMALISED = "uniform_fan_in", "glorot_uniform"


@cache
def lecture():
    return definitions("05_glorot_vs_he", "n", "tanh", "sigmoid", "X_digits", "Y_digits")


@claim()
def forward_assumptions_matter(seed):
    L, rng = lecture(), np.random.default_rng(seed)
    a, W = rng.normal(size=(50, L.n)) + 1, rng.normal(0, 1 / 16, size=(L.n, 1000))
    trained = W + 0.02 * a.T @ (a @ W) / 50
    right, learned, shifted = (L.forward_ratio(weights, a) for weights in (W, trained, W + 0.01))
    return bool(abs(right - 1) < 0.2 and learned > 5 and shifted > 2)


@claim(seeds=40)
def delta_that_knows_w(seed):
    L, rng = lecture(), np.random.default_rng(seed)
    a, W = rng.normal(size=(50, L.n)), rng.normal(0, 1 / 16, size=(L.n, L.n))
    return L.backward_ratio(W, a @ W)


@claim()
def delta_that_knows_nothing(seed):
    L, rng = lecture(), np.random.default_rng(seed)
    W = rng.normal(0, 1 / 16, size=(L.n, L.n))
    return bool(abs(L.backward_ratio(W, rng.normal(size=(50, L.n))) - 1) < 0.1)


@claim()
def compromise_forward(seed):
    return compromise(seed)[0]


@claim()
def compromise_backward(seed):
    return compromise(seed)[1]


def compromise(seed):
    return lecture().two_factors(np.random.default_rng(seed), 1024, 256, 2 / (1024 + 256))


@claim()
def trap_read_as_variance(seed):
    n = lecture().n
    return n * np.random.default_rng(seed).normal(0, (2 / n) ** 0.25, size=(n, n)).var()


@cache
def deviations(seed, initializer):
    """Standard deviation per layer of a, of δ, and of ∂J/∂W from the second layer on."""
    rng = np.random.default_rng(seed)
    A, deltas = lecture().through_a_net(rng, initializer, "tanh", width=1000)
    gradients = [a.T @ delta for a, delta in zip(A[:-1], deltas[1:], strict=True)]
    return [np.array([layer.std() for layer in layers]) for layers in (A, deltas, gradients)]


@claim()
def activation_standard(seed):
    return deviations(seed, STANDARD)[0][-1]


@claim()
def activation_normalised(seed):
    return deviations(seed, NORMALISED)[0][-1]


@claim()
def delta_standard(seed):
    _, delta, _ = deviations(seed, STANDARD)
    return delta[0] / delta[-1]


@claim()
def delta_normalised(seed):
    _, delta, _ = deviations(seed, NORMALISED)
    return delta[0] / delta[-1]


@claim()
def weight_gradients_are_flat(seed):
    """The largest and the smallest differ by less than 10 %, under either start."""
    gradients = [deviations(seed, start)[2] for start in (STANDARD, NORMALISED)]
    return all(bool(g.max() / g.min() < 1.1) for g in gradients)


@claim()
def histograms_follow_theory(seed):
    """Every standard deviation of a and δ is within 5 % of the recursion's."""
    L = lecture()
    ratios = []
    for start, c in L.PAPER.values():
        A, delta, _ = deviations(seed, start)
        q, v = L.tanh_theory(c)
        expected = [second_moments_of_tanh(q_l) for q_l in q]
        ratios += list(A**2 / [value for value, _ in expected])
        ratios += list(
            delta**2 / [v_l * slope for v_l, (_, slope) in zip(v, expected, strict=True)]
        )
    return bool(np.all(np.abs(np.sqrt(ratios) - 1) < 0.05))


@cache
def second_moments_of_tanh(q):
    """E[tanh(z)²] and E[tanh′(z)²] for z ~ N(0, q)."""
    L, root = lecture(), np.sqrt(q)
    value = L.second_moment(lambda z: np.tanh(root * z))
    return value, L.second_moment(lambda z: L.tanh.derivative(root * z))


@cache
def relu_moments(seed, initializer):
    return lecture().second_moments(seed, initializer)


@claim()
def he_at_depth_50(seed):
    return np.log10(relu_moments(seed, "he_normal")[0][-1])


@claim()
def glorot_at_depth_50(seed):
    return np.log10(relu_moments(seed, "glorot_normal")[0][-1])


@claim()
def delta_relu_alike(seed):
    """From layer 50 to layer 1 δ loses 2⁻⁴⁹ under Glorot and nothing under He, within 10^±1.5."""
    lost = {}
    for start in ("glorot_normal", "he_normal"):
        delta = relu_moments(seed, start)[1]
        lost[start] = np.log10(delta[0] / delta[-1])
    expected = {"glorot_normal": 49 * np.log10(0.5), "he_normal": 0.0}
    return all(bool(abs(lost[start] - expected[start]) < 1.5) for start in lost)


@claim()
def he_after_20(seed):
    return lecture().deep_curve(seed, "he_normal")[-1]


@claim()
def glorot_after_20(seed):
    return lecture().deep_curve(seed, "glorot_normal")[-1]


@claim()
def gelu_loses_small_signals(seed):
    """A factor of .59 a layer from E[z²] = .01 on, within .02; ReLU keeps the same signal."""
    gelu, relu = (lecture().with_gain(seed, name, scale=0.1) for name in ("gelu", "relu"))
    factor = (gelu[-1] / gelu[5]) ** (1 / 24)
    return bool(abs(factor - 0.59) < 0.02 and relu[-1] > 1e4 * gelu[-1])


@claim()
def sigmoid_needs_a_hundred(seed):
    """δ fades at n·Var(W) = 64 and grows at 200, for width 256."""
    L = lecture()
    return bool(L.measured_factor(seed, 64) < 0.95 and L.measured_factor(seed, 200) > 1.05)


@claim()
def biases_drown_the_examples(seed):
    L = lecture()
    (without, share_without), (moments, share) = (L.with_biases(seed, d) for d in (0.0, 0.5))
    return bool(share[-1] < share_without[-1] and moments[-1] > 1.5 * without[-1])
