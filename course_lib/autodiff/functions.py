"""Elementary functions that take a number, an array, a `Dual` or a `Tensor`.

Each is two functions of a number, its value and its slope; what is done with the slope is the
business of the argument. So a formula written once runs plainly, in forward and in reverse mode.

>>> print(log(sin(2.0)).round(4))
-0.0951
"""

import numpy as np

from course_lib.activations import ACTIVATIONS


def apply(x, function, derivative):
    """function(x), entry by entry; a `Dual` or a `Tensor` takes note of derivative(x) as well.

    >>> apply(3.0, np.square, lambda z: 2 * z)
    np.float64(9.0)
    """
    return x.apply(function, derivative) if hasattr(x, "apply") else function(x)


def exp(x):
    """eˣ, whose slope is eˣ.

    >>> exp(0.0)
    np.float64(1.0)
    """
    return apply(x, np.exp, np.exp)


def log(x):
    """ln x, whose slope is 1/x.

    >>> log(1.0)
    np.float64(0.0)
    """
    return apply(x, np.log, lambda z: 1 / z)


def sin(x):
    """sin x, whose slope is cos x.

    >>> sin(0.0)
    np.float64(0.0)
    """
    return apply(x, np.sin, np.cos)


def cos(x):
    """cos x, whose slope is −sin x.

    >>> cos(0.0)
    np.float64(1.0)
    """
    return apply(x, np.cos, lambda z: -np.sin(z))


def tanh(x):
    """tanh x, whose slope is 1 − tanh² x.

    >>> tanh(0.0)
    np.float64(0.0)
    """
    return apply(x, np.tanh, lambda z: 1 - np.tanh(z) ** 2)


def relu(x):
    """max(0, x), whose slope is 1 for x > 0, else 0.

    >>> relu(np.array([-2.0, 3.0]))
    array([0., 3.])
    """
    return apply(x, ACTIVATIONS["relu"], ACTIVATIONS["relu"].derivative)


def sigmoid(x):
    """σ(x) = 1/(1 + e⁻ˣ), whose slope is σ(1 − σ).

    >>> float(sigmoid(0.0))
    0.5
    """
    return apply(x, ACTIVATIONS["sigmoid"], ACTIVATIONS["sigmoid"].derivative)


def softplus(x):
    """ln(1 + eˣ), finite for every x; its slope is σ(x).

    >>> print(softplus(1000.0))
    1000.0
    """
    return apply(x, _softplus, ACTIVATIONS["sigmoid"])


def _softplus(z):
    positive = np.real(z) > 0  # logaddexp would do, but knows no complex numbers
    return np.where(positive, z, 0) + np.log1p(np.exp(np.where(positive, -z, z)))
