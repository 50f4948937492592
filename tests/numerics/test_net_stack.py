"""A stack of nets does what its nets do one after the other."""

import numpy as np
import pytest

from course_lib import MLP, gradient_check
from course_lib.net_stack import NetStack
from course_lib.optimizers import OPTIMIZERS

SEEDS = (3, 4, 5)
KINDS = [
    {"loss": "cross_entropy"},
    {"loss": "mse", "activation": "tanh"},
    {"loss": "mse", "output": "sigmoid", "activation": "sigmoid"},
    {"loss": "binary_cross_entropy", "activation": "gelu", "initializer": "lecun_normal"},
]


def batch(rng, n=6, k=3, nets=None):
    shape = (n,) if nets is None else (nets, n)
    return rng.normal(size=(*shape, 4)), np.eye(k)[rng.integers(k, size=shape)]


def singles(kind):
    return [MLP([4, 5, 2, 3], rng=np.random.default_rng(seed), **kind) for seed in SEEDS]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shared", [True, False])
def test_forward_loss_and_backward_are_those_of_each_net(kind, shared):
    X, y = batch(np.random.default_rng(0), nets=None if shared else len(SEEDS))
    stack = NetStack([4, 5, 2, 3], seeds=SEEDS, **kind)
    for s, net in enumerate(singles(kind)):
        X_s, y_s = (X, y) if shared else (X[s], y[s])
        np.testing.assert_allclose(stack.forward(X)[s], net.forward(X_s))
        assert stack.loss_values(X, y)[s] == pytest.approx(net.loss_value(X_s, y_s))
        both = zip(stack.backward(X, y), net.backward(X_s, y_s), strict=True)
        for (dW, db), (dW_s, db_s) in both:
            np.testing.assert_allclose(dW[s], dW_s, atol=1e-12)
            np.testing.assert_allclose(db[s, 0], db_s, atol=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_trains_all_nets_as_it_trains_one(name):
    X, y = batch(np.random.default_rng(1))
    stack, (first, *_) = NetStack([4, 5, 2, 3], seeds=SEEDS), singles({})
    for net in (stack, first):
        optimizer = OPTIMIZERS[name](learning_rate=0.05)
        for _ in range(10):
            gradients = [gradient for layer in net.backward(X, y) for gradient in layer]
            optimizer.step(net.parameters(), gradients)
    np.testing.assert_allclose(stack.forward(X)[0], first.forward(X), rtol=1e-8)


def test_masks_switch_units_off_forward_and_back():
    rng = np.random.default_rng(2)
    X, y = batch(rng, nets=1)
    stack = NetStack([4, 5, 2, 3], "tanh", seeds=[0])
    masks = [2.0 * (rng.random((1, 6, width)) < 0.5) for width in (5, 2)]

    def loss(parameters):
        W1, b1, W2, b2, W3, b3 = parameters
        A = np.tanh(X @ W1 + b1) * masks[0]
        Z = (np.tanh(A @ W2 + b2) * masks[1]) @ W3 + b3
        return np.mean(np.log(np.exp(Z).sum(axis=-1)) - (y * Z).sum(axis=-1))

    gradients = [g for layer in stack.backward(X, y, masks) for g in layer]
    assert gradient_check(loss, gradients, stack.parameters())


def test_float32_stays_float32():
    X, y = batch(np.random.default_rng(0))
    stack = NetStack([4, 5, 3], seeds=SEEDS, dtype=np.float32)
    assert stack.forward(X.astype(np.float32)).dtype == np.float32
    for pair in stack.backward(X.astype(np.float32), y.astype(np.float32)):
        assert all(gradient.dtype == np.float32 for gradient in pair)


def test_the_parameters_are_live():
    stack = NetStack([2, 2], initializer="zeros", seeds=[0, 1])
    stack.parameters()[1][1, 0, 0] = 100.0
    assert stack.forward(np.ones((1, 2)))[:, 0].round(3).tolist() == [[0.5, 0.5], [1.0, 0.0]]


def test_no_seeds_and_wrong_sizes_are_refused():
    with pytest.raises(ValueError, match="at least one seed"):
        NetStack([2, 1], seeds=[])
    with pytest.raises(ValueError, match="layer_sizes"):
        NetStack([2], seeds=[0])
