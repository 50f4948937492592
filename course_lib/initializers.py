"""Initial weights: `INITIALIZERS[name](rng, fan_in, fan_out)` gives W of shape (fan_in, fan_out).

`rng` is a `numpy.random.Generator`. The table tells each *variance* of a weight; what numpy's
`rng.normal` wants is its square root, the *standard deviation*.

    zeros                0
    standard_normal      1
    uniform_fan_in       1 / (3·fan_in)             on ±1/√fan_in
    lecun_normal         1 / fan_in
    glorot_*             2 / (fan_in + fan_out)     uniform on ±√(6 / (fan_in + fan_out))
    he_*                 2 / fan_in                 uniform on ±√(6 / fan_in)

>>> INITIALIZERS["he_normal"](np.random.default_rng(0), fan_in=3, fan_out=2).shape
(3, 2)
"""

import numbers

import numpy as np


def _normal(rng, variance, shape):
    return rng.normal(0.0, np.sqrt(variance), shape)


def _uniform(rng, variance, shape):
    limit = np.sqrt(3 * variance)  # U(−c, c) has the variance c²/3
    return rng.uniform(-limit, limit, shape)


def _shape(rng, fan_in, fan_out):
    for name, fan in (("fan_in", fan_in), ("fan_out", fan_out)):
        if not isinstance(fan, numbers.Integral) or fan < 1:
            raise ValueError(f"{name} must be a whole number of at least 1, got {fan!r}")
    if not hasattr(rng, "normal"):
        raise TypeError(f"rng must be a generator, such as np.random.default_rng(0), got {rng!r}")
    return fan_in, fan_out


def zeros(rng, fan_in, fan_out):
    """All zero: every hidden unit stays a copy of its neighbour.

    >>> zeros(np.random.default_rng(0), 1, 2)
    array([[0., 0.]])
    """
    return np.zeros(_shape(rng, fan_in, fan_out))


def standard_normal(rng, fan_in, fan_out):
    """N(0, 1): variance 1 whatever the width.

    >>> float(standard_normal(np.random.default_rng(0), 500, 500).std().round(2))
    1.0
    """
    return _normal(rng, 1.0, _shape(rng, fan_in, fan_out))


def uniform_fan_in(rng, fan_in, fan_out):
    """U(±1/√fan_in), variance 1/(3·fan_in): the "standard" of Glorot & Bengio (2010), eq. 1.

    >>> float(abs(uniform_fan_in(np.random.default_rng(0), 100, 50)).max().round(3))
    0.1
    """
    shape = _shape(rng, fan_in, fan_out)
    return _uniform(rng, 1 / (3 * fan_in), shape)


def lecun_normal(rng, fan_in, fan_out):
    """N(0, variance 1/fan_in): keeps the variance of Z going forward (LeCun et al. 1998, §4.6).

    >>> float(lecun_normal(np.random.default_rng(0), 400, 500).std().round(3))
    0.05
    """
    shape = _shape(rng, fan_in, fan_out)
    return _normal(rng, 1 / fan_in, shape)


def glorot_normal(rng, fan_in, fan_out):
    """N(0, variance 2/(fan_in + fan_out)) (Glorot & Bengio 2010, eq. 12).

    The compromise between 1/fan_in, which keeps the variance going forward (eq. 10), and
    1/fan_out, which keeps that of the gradients going backward (eq. 11).

    >>> float(glorot_normal(np.random.default_rng(0), 300, 500).std().round(3))
    0.05
    """
    shape = _shape(rng, fan_in, fan_out)
    return _normal(rng, 2 / (fan_in + fan_out), shape)


def glorot_uniform(rng, fan_in, fan_out):
    """U(±√6/√(fan_in + fan_out)), variance 2/(fan_in + fan_out) (Glorot & Bengio 2010, eq. 16).

    >>> float(glorot_uniform(np.random.default_rng(0), 300, 500).std().round(3))
    0.05
    """
    shape = _shape(rng, fan_in, fan_out)
    return _uniform(rng, 2 / (fan_in + fan_out), shape)


def he_normal(rng, fan_in, fan_out):
    """N(0, variance 2/fan_in), for ReLU (He et al. 2015, eq. 10; backward, 2/fan_out: eq. 14).

    >>> float(he_normal(np.random.default_rng(0), 800, 500).std().round(3))
    0.05
    """
    shape = _shape(rng, fan_in, fan_out)
    return _normal(rng, 2 / fan_in, shape)


def he_uniform(rng, fan_in, fan_out):
    """U(±√(6/fan_in)), variance 2/fan_in: the condition of He et al. (2015), eq. 10, uniformly.

    >>> float(he_uniform(np.random.default_rng(0), 800, 500).std().round(3))
    0.05
    """
    shape = _shape(rng, fan_in, fan_out)
    return _uniform(rng, 2 / fan_in, shape)


INITIALIZERS = {
    function.__name__: function
    for function in (
        zeros,
        standard_normal,
        uniform_fan_in,
        lecun_normal,
        glorot_uniform,
        glorot_normal,
        he_uniform,
        he_normal,
    )
}
