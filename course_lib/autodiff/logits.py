"""Losses on tensors, from the scores before the output activation: finite however sure the net is.

The order of the arguments is that of `course_lib.losses`: the truth y, then what the net says.

>>> z = Tensor([[2.0, -1.0]])
>>> cross_entropy_from_logits([[1, 0]], z).backward()
>>> z.grad.round(4)  # softmax(z) − y
array([[-0.0474,  0.0474]])
"""

import numpy as np
from scipy import special

from course_lib.autodiff.functions import softplus
from course_lib.autodiff.tensor import Tensor, record


def logsumexp(z, axis=-1):
    """ln Σ exp(z) over one axis, which stays with length 1; each entry gets its softmax of g.

    >>> logsumexp(Tensor([[1000.0, 1000.0]]))
    Tensor([[1000.69314718]])
    """
    total = special.logsumexp(z.data, axis=axis, keepdims=True)
    return record(total, (z, lambda g: g * special.softmax(z.data, axis=axis)))


def log_softmax(z):
    """The logarithms of the softmax probabilities, row by row.

    >>> log_softmax(Tensor([[0.0, -1000.0]]))
    Tensor([[    0., -1000.]])
    """
    return z - logsumexp(z)


def cross_entropy_from_logits(y, z):
    """−Σ y·ln softmax(z) / N for one-hot y (N, k) and scores z (N, k), a tensor.

    Raises ValueError where y has another shape than z.

    >>> print(cross_entropy_from_logits([[1, 0]], Tensor([[-1000.0, 0.0]])).item())
    1000.0
    """
    return -(_as_targets(y, z) * log_softmax(z)).sum() / len(z)


def binary_cross_entropy_from_logits(y, z):
    """Σ(ln(1 + exp(z)) − y·z)/N for y in [0, 1] and scores z (N, k), a tensor.

    Raises ValueError where y has another shape than z.

    >>> print(binary_cross_entropy_from_logits([[1], [0]], Tensor([[1000.0], [1000.0]])).item())
    500.0
    """
    return (softplus(z) - _as_targets(y, z) * z).sum() / len(z)


def mse(y, y_hat):
    """Σ(ŷ − y)²/N: mean over the examples, sum over the outputs, no ½.

    Raises ValueError where y has another shape than ŷ.

    >>> print(mse([[1.0], [2.0]], Tensor([[2.0], [2.0]])).item())
    0.5
    """
    return ((y_hat - _as_targets(y, y_hat)) ** 2).sum() / len(y_hat)


def _as_targets(y, z: Tensor):
    y = np.asarray(y, dtype=z.data.real.dtype)
    if y.shape != z.shape or y.ndim != 2:
        raise ValueError(f"y has shape {y.shape}, the prediction {z.shape}: both want (N, k)")
    return y
