import warnings

import numpy as np
import pytest
from scipy.special import expit

from course_lib.activations import softmax
from course_lib.losses import (
    LOSSES,
    LOSSES_FROM_LOGITS,
    l2_penalty,
    l2_penalty_gradient,
)

N, K = 7, 3


@pytest.fixture(autouse=True)
def every_warning_is_an_error():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def example(name, seed, kind="probabilities"):
    """Targets and predictions as the loss of that name wants them."""
    rng = np.random.default_rng(seed)
    z = 3 * rng.normal(size=(N, K))
    if name == "cross_entropy":
        return np.eye(K)[rng.integers(K, size=N)], z if kind == "logits" else softmax(z)
    if name == "binary_cross_entropy":
        return (rng.random((N, K)) < 0.5) * 1.0, z if kind == "logits" else expit(z)
    return rng.normal(size=(N, K)), z


def gradient_by_complex_step(loss, y, y_hat, h=1e-30):
    gradient = np.zeros(y_hat.shape)
    for index in np.ndindex(y_hat.shape):
        moved = y_hat.astype(complex)
        moved[index] += 1j * h
        gradient[index] = np.imag(loss(y, moved)) / h
    return gradient


ALL = [(name, "probabilities", loss) for name, loss in LOSSES.items()]
ALL += [(name, "logits", loss) for name, loss in LOSSES_FROM_LOGITS.items()]
every_loss = pytest.mark.parametrize(("name", "kind", "loss"), ALL)


def test_the_names_others_rely_on():
    assert list(LOSSES) == ["mse", "mae", "binary_cross_entropy", "cross_entropy"]
    assert list(LOSSES_FROM_LOGITS) == ["binary_cross_entropy", "cross_entropy"]


@every_loss
@pytest.mark.parametrize("seed", range(20))
def test_gradient_is_that_of_the_reported_number(name, kind, loss, seed):
    y, y_hat = example(name, seed, kind)
    np.testing.assert_allclose(
        loss.gradient(y, y_hat), gradient_by_complex_step(loss, y, y_hat), rtol=1e-7, atol=1e-15
    )


@every_loss
def test_gradient_by_central_differences(name, kind, loss):
    y, y_hat = example(name, 1, kind)
    y_hat = np.clip(y_hat, 0.01, 0.99) if kind == "probabilities" and "cross" in name else y_hat
    gradient, h = loss.gradient(y, y_hat), 1e-6
    for index in np.ndindex(y_hat.shape):
        shift = np.zeros_like(y_hat)
        shift[index] = h
        slope = (loss(y, y_hat + shift) - loss(y, y_hat - shift)) / (2 * h)
        assert gradient[index] == pytest.approx(slope, rel=1e-6, abs=1e-8)


@every_loss
def test_types_and_shapes(name, kind, loss):
    y, y_hat = example(name, 2, kind)
    assert type(loss(y, y_hat)) is float
    assert loss.gradient(y, y_hat).shape == (N, K)
    single = y_hat.astype(np.float32)
    assert type(loss(y, single)) is float
    assert loss.gradient(y, single).dtype == np.float32
    assert loss(y.tolist(), y_hat.tolist()) == loss(y, y_hat)
    assert loss(y.astype(int), y_hat) == loss(y.astype(int).astype(float), y_hat)


@every_loss
def test_mean_over_examples_and_sum_over_outputs(name, kind, loss):
    y, y_hat = example(name, 3, kind)
    one_by_one = [loss(y[i : i + 1], y_hat[i : i + 1]) for i in range(N)]
    assert loss(y, y_hat) == pytest.approx(np.mean(one_by_one))
    assert loss(np.tile(y, (2, 1)), np.tile(y_hat, (2, 1))) == pytest.approx(loss(y, y_hat))
    if name != "cross_entropy":
        columns = [loss(y[:, j], y_hat[:, j]) for j in range(K)]
        assert loss(y, y_hat) == pytest.approx(np.sum(columns))


def test_values_by_hand():
    y, y_hat = [[1.0, 0.0], [0.0, 1.0]], [[0.5, 0.25], [0.25, 0.75]]
    assert LOSSES["mse"](y, y_hat) == (0.25 + 0.0625 + 0.0625 + 0.0625) / 2
    assert LOSSES["mae"](y, y_hat) == (0.5 + 0.25 + 0.25 + 0.25) / 2
    bce = -(np.log(0.5) + np.log(0.75) + np.log(0.75) + np.log(0.75)) / 2
    assert LOSSES["binary_cross_entropy"](y, y_hat) == pytest.approx(bce)
    p = [[0.5, 0.5], [0.25, 0.75]]
    assert LOSSES["cross_entropy"](y, p) == pytest.approx(-(np.log(0.5) + np.log(0.75)) / 2)


@every_loss
@pytest.mark.parametrize("function", ["value", "gradient"])
def test_shapes_that_would_broadcast_are_refused(name, kind, loss, function):
    call = loss if function == "value" else loss.gradient
    for y, y_hat in [
        (np.ones(5), np.full((5, 1), 0.5)),
        (np.ones((5, 1)), np.full(5, 0.5)),
        (np.ones((5, 1)), np.full((5, 3), 0.5)),
        (np.ones((1, 3)), np.full((5, 3), 0.5)),
        (np.ones((0, 3)), np.ones((0, 3))),
        (1.0, 0.5),
    ]:
        with pytest.raises(ValueError, match="shape"):
            call(y, y_hat)


@pytest.mark.parametrize("name", ["binary_cross_entropy", "cross_entropy"])
@pytest.mark.parametrize("bad", [-0.5, 1.5])
def test_scores_are_no_probabilities(name, bad):
    for call in (LOSSES[name], LOSSES[name].gradient):
        with pytest.raises(ValueError, match=r"y_hat must lie in \[0, 1\].*from_logits"):
            call([[1.0, 0.0]], [[bad, 0.5]])
        with pytest.raises(ValueError, match=r"y must lie"):
            call([[bad, 0.0]], [[0.5, 0.5]])


def test_cross_entropy_wants_one_hot_rows():
    for loss in (LOSSES["cross_entropy"], LOSSES_FROM_LOGITS["cross_entropy"]):
        for call in (loss, loss.gradient):
            with pytest.raises(ValueError, match="binary_cross_entropy"):
                call([[1.0], [0.0]], [[0.5], [0.5]])


@pytest.mark.parametrize("name", ["binary_cross_entropy", "cross_entropy"])
def test_from_probabilities_and_from_logits_agree(name):
    y, z = example(name, 4, "logits")
    p = softmax(z) if name == "cross_entropy" else expit(z)
    assert LOSSES_FROM_LOGITS[name](y, z) == pytest.approx(LOSSES[name](y, p), rel=1e-12)
    np.testing.assert_allclose(LOSSES_FROM_LOGITS[name].gradient(y, z), (p - y) / N, rtol=1e-12)


def test_nothing_bends_the_loss_at_certainty():
    bce = LOSSES["binary_cross_entropy"]
    assert bce([[1.0], [0.0]], [[1.0], [0.0]]) == 0  # log(ŷ + ε) would be below 0
    np.testing.assert_array_equal(bce.gradient([[1.0], [0.0]], [[1.0], [0.0]]), [[-0.5], [0.5]])
    assert bce([[1.0]], [[0.0]]) == np.inf
    assert bce.gradient([[1.0]], [[0.0]])[0, 0] == -np.inf
    tiny = 1e-300  # far below any ε, and still told apart
    assert bce([[1.0]], [[tiny]]) == pytest.approx(690.7755, abs=1e-4)
    assert bce.gradient([[1.0]], [[tiny]])[0, 0] == pytest.approx(-1 / tiny)
    cross_entropy = LOSSES["cross_entropy"]
    assert cross_entropy([[0.0, 1.0]], [[0.0, 1.0]]) == 0
    assert cross_entropy([[0.0, 1.0]], [[1.0, 0.0]]) == np.inf


def test_bce_of_a_target_with_itself_is_zero_only_at_0_and_1():
    bce = LOSSES["binary_cross_entropy"]
    assert bce([[0.3]], [[0.3]]) == pytest.approx(0.6109, abs=1e-4)


def test_from_logits_is_finite_at_the_extremes():
    z = np.array([[1000.0], [-1000.0], [1000.0], [-1000.0]])
    y = np.array([[1.0], [0.0], [0.0], [1.0]])
    bce = LOSSES_FROM_LOGITS["binary_cross_entropy"]
    assert bce(y, z) == 500
    np.testing.assert_array_equal(bce.gradient(y, z), [[0], [0], [0.25], [-0.25]])
    cross_entropy = LOSSES_FROM_LOGITS["cross_entropy"]
    z, y = np.array([[1000.0, -1000.0], [1000.0, -1000.0]]), np.eye(2)
    assert cross_entropy(y, z) == 1000
    np.testing.assert_array_equal(cross_entropy.gradient(y, z), [[0, 0], [0.5, -0.5]])


def test_l2_penalty_and_its_gradient_agree_with_any_number_of_examples():
    rng = np.random.default_rng(0)
    weights, h = [rng.normal(size=(3, 4)), rng.normal(size=(4, 2))], 1e-30
    gradients = l2_penalty_gradient(weights, 0.3)
    for W, dW in zip(weights, gradients, strict=True):
        for index in np.ndindex(W.shape):
            moved = [V.astype(complex) for V in weights]
            next(V for V, U in zip(moved, weights, strict=True) if U is W)[index] += 1j * h
            slope = np.imag(l2_penalty(moved, 0.3)) / h
            assert dW[index] == pytest.approx(slope, rel=1e-7)
    assert type(l2_penalty(weights, 0.3)) is float
    assert l2_penalty([], 0.3) == l2_penalty(weights, 0) == 0
    with pytest.raises(ValueError, match="negative"):
        l2_penalty(weights, -0.1)
