"""Losses and their gradients: the mean over the examples of the sum over the outputs, no ½.

`y` and `y_hat` have shape (N, k), or both (N,) for one output. A gradient is that of the number
that the loss reports, so it has the 1/N in it and the shape of `y_hat`. Shapes that differ raise
ValueError: numpy would silently broadcast (N,) against (N, 1) to N² differences.

>>> mse = LOSSES["mse"]
>>> mse([[1.0], [0.0]], [[0.5], [0.5]])
0.25
>>> mse.gradient([[1.0], [0.0]], [[0.5], [0.5]])
array([[-0.5],
       [ 0.5]])
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from course_lib.activations import sigmoid, softmax


@dataclass(frozen=True)
class Loss:
    """A loss with its gradient to the prediction: `loss(y, y_hat)` and `loss.gradient(y, y_hat)`.

    >>> Loss("zero", lambda y, y_hat: 0.0, lambda y, y_hat: 0 * y_hat)([[1]], [[2]])
    0.0
    """

    name: str
    function: Callable
    gradient: Callable

    def __call__(self, y, y_hat):
        return self.function(y, y_hat)


def _same_shape(y, y_hat):
    y, y_hat = np.asarray(y), np.asarray(y_hat)
    if y.shape != y_hat.shape:
        raise ValueError(f"y has shape {y.shape} but the prediction has {y_hat.shape}: reshape one")
    if y_hat.ndim not in (1, 2) or y_hat.size == 0:
        raise ValueError(f"a loss wants shape (N, k) or (N,) with N ≥ 1, not {y_hat.shape}")
    y_hat = y_hat if y_hat.dtype.kind in "fc" else y_hat.astype(float)
    return y.astype(float if y_hat.dtype.kind == "c" else y_hat.dtype, copy=False), y_hat


def _probabilities(y, y_hat):
    y, y_hat = _same_shape(y, y_hat)
    _require_in_unit_interval("y", y)
    _require_in_unit_interval("y_hat", y_hat.real)
    return y, y_hat


def _require_in_unit_interval(name, values):
    if values.min() < 0 or values.max() > 1:
        advice = "; for scores before sigmoid or softmax there is …_from_logits"
        raise ValueError(
            f"{name} must lie in [0, 1] but goes from {values.min():.4g} to {values.max():.4g}"
            + advice * (name == "y_hat")
        )


def _require_one_hot(y):
    if y.ndim != 2 or np.any(np.abs(y.sum(axis=1) - 1) > 1e-5):
        raise ValueError(
            "cross-entropy wants y of shape (N, k) whose rows add up to 1 (one-hot); "
            "for one 0/1 output use binary_cross_entropy"
        )


def _mean_over_examples(terms):
    total = terms.sum() / len(terms)
    return complex(total) if np.iscomplexobj(total) else float(total)


def mse(y, y_hat):
    """Mean squared error, Σ(ŷ − y)²/N.

    >>> mse([[0.0, 0.0]], [[1.0, 2.0]])
    5.0
    """
    y, y_hat = _same_shape(y, y_hat)
    return _mean_over_examples((y_hat - y) ** 2)


def mse_gradient(y, y_hat):
    """2(ŷ − y)/N.

    >>> mse_gradient([[0.0, 0.0]], [[1.0, 2.0]])
    array([[2., 4.]])
    """
    y, y_hat = _same_shape(y, y_hat)
    return 2 * (y_hat - y) / len(y)


def mae(y, y_hat):
    """Mean absolute error, Σ|ŷ − y|/N.

    >>> mae([[0.0, 0.0]], [[1.0, -2.0]])
    3.0
    """
    y, y_hat = _same_shape(y, y_hat)
    error = y_hat - y
    return _mean_over_examples(error * np.sign(error.real))  # |·| that the complex step can follow


def mae_gradient(y, y_hat):
    """sign(ŷ − y)/N; 0 at the kink ŷ = y.

    >>> mae_gradient([[0.0, 0.0]], [[1.0, -2.0]])
    array([[ 1., -1.]])
    """
    y, y_hat = _same_shape(y, y_hat)
    return np.sign(y_hat.real - y) / len(y)


def binary_cross_entropy(y, y_hat):
    """−Σ(y·ln ŷ + (1 − y)·ln(1 − ŷ))/N for probabilities ŷ; infinite where ŷ is surely wrong.

    Nothing is clipped: loss and gradient always belong together. A value outside [0, 1] raises
    ValueError. While training, `binary_cross_entropy_from_logits` never becomes infinite.

    >>> round(binary_cross_entropy([[1], [0]], [[0.5], [0.5]]), 4)
    0.6931
    >>> binary_cross_entropy([[1]], [[0.0]])
    inf
    """
    y, y_hat = _probabilities(y, y_hat)
    return -_mean_over_examples(special.xlogy(y, y_hat) + special.xlog1py(1 - y, -y_hat))


def binary_cross_entropy_gradient(y, y_hat):
    """((1 − y)/(1 − ŷ) − y/ŷ)/N.

    >>> binary_cross_entropy_gradient([[1], [0]], [[0.5], [0.5]])
    array([[-1.],
           [ 1.]])
    """
    y, y_hat = _probabilities(y, y_hat)
    return (_ratio(1 - y, 1 - y_hat) - _ratio(y, y_hat)) / len(y)


def _ratio(y, p):
    """y/p, but 0 where y = 0, as the term y·ln p is 0 there whatever p is."""
    with np.errstate(divide="ignore"):
        return np.divide(y, p, out=np.zeros_like(p), where=y != 0)


def cross_entropy(y, y_hat):
    """−Σ y·ln ŷ / N for one-hot y and rows ŷ of probabilities; infinite where ŷ is surely wrong.

    Raises ValueError for values outside [0, 1] and for rows of y that do not add up to 1.

    >>> round(cross_entropy([[0, 1, 0]], [[0.25, 0.5, 0.25]]), 4)
    0.6931
    """
    y, y_hat = _probabilities(y, y_hat)
    _require_one_hot(y)
    return -_mean_over_examples(special.xlogy(y, y_hat))


def cross_entropy_gradient(y, y_hat):
    """−y/(ŷ·N), each ŷ taken for itself.

    >>> cross_entropy_gradient([[0, 1, 0]], [[0.25, 0.5, 0.25]]) + 0.0
    array([[ 0., -2.,  0.]])
    """
    y, y_hat = _probabilities(y, y_hat)
    _require_one_hot(y)
    return -_ratio(y, y_hat) / len(y)


def binary_cross_entropy_from_logits(y, z):
    """The binary cross-entropy of ŷ = σ(z): Σ(ln(1 + exp(z)) − y·z)/N, finite for every z.

    >>> binary_cross_entropy_from_logits([[1], [0]], [[1000.0], [1000.0]])
    500.0
    """
    y, z = _same_shape(y, z)
    _require_in_unit_interval("y", y)
    # softplus(z) = max(z, 0) + ln(1 + exp(−|z|)); logaddexp would do, but knows no complex numbers
    positive = z.real > 0
    softplus = np.where(positive, z, 0) + np.log1p(np.exp(np.where(positive, -z, z)))
    return _mean_over_examples(softplus - y * z)


def binary_cross_entropy_from_logits_gradient(y, z):
    """(σ(z) − y)/N, to the logits z.

    >>> binary_cross_entropy_from_logits_gradient([[1], [0]], [[0.0], [0.0]])
    array([[-0.25],
           [ 0.25]])
    """
    y, z = _same_shape(y, z)
    _require_in_unit_interval("y", y)
    return (sigmoid(z) - y) / len(y)


def cross_entropy_from_logits(y, z):
    """The cross-entropy of ŷ = softmax(z): Σ(logsumexp(z) − Σ y·z)/N, finite for every z.

    >>> cross_entropy_from_logits([[1, 0]], [[-1000.0, 0.0]])
    1000.0
    """
    y, z = _same_shape(y, z)
    _require_in_unit_interval("y", y)
    _require_one_hot(y)
    return _mean_over_examples(-y * special.log_softmax(z, axis=-1))


def cross_entropy_from_logits_gradient(y, z):
    """(softmax(z) − y)/N, to the logits z.

    >>> cross_entropy_from_logits_gradient([[1, 0]], [[0.0, 0.0]])
    array([[-0.5,  0.5]])
    """
    y, z = _same_shape(y, z)
    _require_in_unit_interval("y", y)
    _require_one_hot(y)
    return (softmax(z) - y) / len(y)


_PAIRS = {
    "mse": (mse, mse_gradient),
    "mae": (mae, mae_gradient),
    "binary_cross_entropy": (binary_cross_entropy, binary_cross_entropy_gradient),
    "cross_entropy": (cross_entropy, cross_entropy_gradient),
}
LOSSES = {name: Loss(name, *pair) for name, pair in _PAIRS.items()}

_PAIRS_FROM_LOGITS = {
    "binary_cross_entropy": (
        binary_cross_entropy_from_logits,
        binary_cross_entropy_from_logits_gradient,
    ),
    "cross_entropy": (cross_entropy_from_logits, cross_entropy_from_logits_gradient),
}
LOSSES_FROM_LOGITS = {name: Loss(name, *pair) for name, pair in _PAIRS_FROM_LOGITS.items()}


def l2_penalty(weights, strength):
    """½·strength·ΣW² over a list of weight matrices: the term to *add* to the mean loss.

    It is not divided by the number of examples, and neither is its gradient. Biases stay out.
    A negative strength raises ValueError.

    >>> l2_penalty([np.array([[3.0, 4.0]])], strength=0.1)
    1.25
    """
    _require_strength(strength)
    total = sum(np.sum(np.asarray(W) ** 2) for W in weights) * strength / 2
    return complex(total) if np.iscomplexobj(total) else float(total)


def l2_penalty_gradient(weights, strength):
    """strength·W for each matrix of the list: what to add to each dW.

    >>> l2_penalty_gradient([np.array([[3.0, 4.0]])], strength=0.1)
    [array([[0.3, 0.4]])]
    """
    _require_strength(strength)
    return [strength * np.asarray(W) for W in weights]


def _require_strength(strength):
    if not strength >= 0:
        raise ValueError(f"the strength of a penalty must not be negative, got {strength}")
