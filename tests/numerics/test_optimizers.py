import numpy as np
import pytest

from course_lib.optimizers import (
    OPTIMIZERS,
    Optimizer,
    clip_by_global_norm,
    exponential_decay,
    inverse_time_decay,
    step_decay,
)

every_optimizer = pytest.mark.parametrize("name", OPTIMIZERS)


def gradients_of_a_run(seed=0, steps=5):
    rng = np.random.default_rng(seed)
    return [[rng.normal(size=(3, 2)), rng.normal(size=2)] for _ in range(steps)]


def run(optimizer, gradients):
    parameters = [np.ones((3, 2)), np.zeros(2)]
    for gradient in gradients:
        optimizer.step(parameters, gradient)
    return parameters


# The published update rules once more, each for one parameter and written as the paper has it.
def gradient_descent(theta, gs, lr=0.01):
    for g in gs:
        theta = theta - lr * g
    return theta


def momentum(theta, gs, lr=0.01, beta=0.9):
    v = 0
    for g in gs:
        v = beta * v + g
        theta = theta - lr * v
    return theta


def rmsprop(theta, gs, lr=0.001, rho=0.9, eps=1e-8):
    s = 0
    for g in gs:
        s = rho * s + (1 - rho) * g**2
        theta = theta - lr * g / (np.sqrt(s) + eps)
    return theta


def adam(theta, gs, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = v = 0
    for t, g in enumerate(gs, start=1):
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        theta = theta - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    return theta


@pytest.mark.parametrize("rule", [gradient_descent, momentum, rmsprop, adam])
def test_follows_its_published_rule(rule):
    gradients = gradients_of_a_run()
    W, b = run(OPTIMIZERS[rule.__name__](), gradients)
    np.testing.assert_allclose(W, rule(np.ones((3, 2)), [g[0] for g in gradients]), rtol=1e-12)
    np.testing.assert_allclose(b, rule(np.zeros(2), [g[1] for g in gradients]), rtol=1e-12)


@every_optimizer
def test_changes_the_arrays_in_place_and_leaves_the_gradients(name):
    W, gradient = np.ones((2, 2), np.float32), np.full((2, 2), 0.5, np.float32)
    same = W
    for _ in range(3):
        OPTIMIZERS[name](learning_rate=0.1).step([W], [gradient])
    assert same is W
    assert W.dtype == np.float32
    assert np.all(W < 1)
    np.testing.assert_array_equal(gradient, 0.5)


@every_optimizer
def test_a_gradient_changed_after_the_step_is_not_remembered(name):
    once, twice = [np.zeros(2)], [np.zeros(2)]
    a, b, g = OPTIMIZERS[name](), OPTIMIZERS[name](), np.ones(2)
    a.step(once, [np.ones(2)])
    b.step(twice, [g])
    g[:] = 99  # as a training loop that reuses its buffers would
    a.step(once, [np.ones(2)])
    b.step(twice, [np.ones(2)])
    np.testing.assert_array_equal(once[0], twice[0])


@every_optimizer
def test_reaches_the_bottom_of_a_bowl(name):
    theta = np.array([3.0, -2.0])
    optimizer = OPTIMIZERS[name](learning_rate=0.05)
    for epoch in range(1, 601):
        optimizer.learning_rate = exponential_decay(0.05, 0.995, epoch)
        optimizer.step([theta], [np.array([2.0, 1.0]) * theta])
    assert np.abs(theta).max() < 0.01


def test_adam_steps_do_not_depend_on_the_scale_of_the_gradient():
    gradients = gradients_of_a_run()
    plain = run(OPTIMIZERS["adam"](), gradients)
    scaled = run(OPTIMIZERS["adam"](), [[1e4 * g for g in gs] for gs in gradients])
    for a, b in zip(plain, scaled, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


@every_optimizer
def test_bad_input(name):
    optimizer = OPTIMIZERS[name]()
    with pytest.raises(ValueError, match="2 parameters but 1 gradients"):
        optimizer.step([np.ones(2), np.ones(2)], [np.ones(2)])
    with pytest.raises(ValueError, match=r"parameter 0 has shape \(2,\), its gradient \(2, 1\)"):
        optimizer.step([np.ones(2)], [np.ones((2, 1))])
    with pytest.raises(TypeError, match="not an array"):
        optimizer.step([1.0], [2.0])
    for rate in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="learning rate"):
            OPTIMIZERS[name](rate)


def test_bad_options():
    for name, option in [("momentum", "momentum"), ("rmsprop", "decay"), ("adam", "beta2")]:
        with pytest.raises(ValueError, match=option):
            OPTIMIZERS[name](**{option: 1.0})
    with pytest.raises(NotImplementedError, match="choose"):
        Optimizer(0.1).step([np.ones(1)], [np.ones(1)])


def test_clipping_keeps_the_direction():
    gradients = gradients_of_a_run()[0]
    clipped, norm = clip_by_global_norm(gradients, 0.5)
    assert norm == pytest.approx(np.sqrt(sum(np.sum(g**2) for g in gradients)))
    assert np.sqrt(sum(np.sum(g**2) for g in clipped)) == pytest.approx(0.5)
    for g, c in zip(gradients, clipped, strict=True):
        np.testing.assert_allclose(c, g * 0.5 / norm)


def test_clipping_leaves_short_gradients_alone():
    gradients = gradients_of_a_run()[0]
    clipped, _ = clip_by_global_norm(gradients, 1e3)
    assert all(c is g for c, g in zip(clipped, gradients, strict=True))
    assert clip_by_global_norm([], 1.0) == ([], 0.0)
    assert clip_by_global_norm([np.zeros(3)], 1.0)[1] == 0.0


def test_clipping_huge_gradients_does_not_overflow():
    (clipped,), norm = clip_by_global_norm([np.array([3e200, 4e200])], 1.0)
    assert norm == pytest.approx(5e200)
    np.testing.assert_allclose(clipped, [0.6, 0.8])


def test_clipping_bad_input():
    for bad in (np.nan, np.inf):
        with pytest.raises(ValueError, match="gradient 1 holds NaN or infinity"):
            clip_by_global_norm([np.ones(2), np.array([1.0, bad])], 1.0)
    with pytest.raises(ValueError, match="max_norm"):
        clip_by_global_norm([np.ones(2)], 0)


def test_decays_start_at_the_full_rate_in_epoch_1():
    assert exponential_decay(0.3, 0.95, 1) == 0.3
    assert exponential_decay(0.3, 0.95, 150) == pytest.approx(0.3 * 0.95**149)
    assert inverse_time_decay(0.3, 0.1, 1) == 0.3
    assert inverse_time_decay(0.3, 0.1, 11) == pytest.approx(0.15)
    assert step_decay(0.3, 0.1, 10, 10) == 0.3
    assert step_decay(0.3, 0.1, 10, 11) == pytest.approx(0.03)
