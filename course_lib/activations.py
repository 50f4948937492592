"""Activation functions φ and their derivatives φ′, stable for any size of input.

Every function here works entry by entry on a scalar or an array of any shape, gives back the same
shape, and keeps float32 in float32. Where φ is analytic it takes complex input too, so that
`course_lib.gradient_check` can use the complex step. At a kink the derivative is the slope on the
left (ReLU′(0) = 0). `ACTIVATIONS` holds each function with its derivative, by name:

>>> tanh = ACTIVATIONS["tanh"]
>>> print(tanh(0.0), tanh.derivative(0.0))
0.0 1.0
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps

import numpy as np
from scipy import special

LEAKY_SLOPE = 0.01  # one slope, shared by leaky_relu and its derivative (Maas et al. 2013)


@dataclass(frozen=True)
class Activation:
    """An activation function with its derivative: `act(z)` and `act.derivative(z)`.

    >>> Activation("double", lambda z: 2 * z, lambda z: 2.0)(3)
    6
    """

    name: str
    function: Callable
    derivative: Callable

    def __call__(self, z):
        return self.function(z)


def _entry_by_entry(function):
    """Let `function` take lists and integers, and return a scalar for a scalar."""

    @wraps(function)
    def wrapped(z, *parameters):
        z = np.asarray(z)
        if z.dtype.kind not in "fc":  # neither real nor complex: integers, truth values
            z = z.astype(float)
        return function(z, *parameters)[()]

    return wrapped


@_entry_by_entry
def step(z):
    """1 where z ≥ 0, else 0: the threshold of Rosenblatt's perceptron (1958).

    >>> step([-1.0, 0.0, 2.0])
    array([0., 1., 1.])
    """
    return (z.real >= 0).astype(z.dtype)


@_entry_by_entry
def step_derivative(z):
    """0 everywhere: a step gives gradient descent nothing to follow.

    >>> step_derivative([-1.0, 2.0])
    array([0., 0.])
    """
    return np.zeros_like(z)


@_entry_by_entry
def identity(z):
    """z itself: no activation at all.

    >>> print(identity(3))
    3.0
    """
    return z.copy()


@_entry_by_entry
def identity_derivative(z):
    """1 everywhere.

    >>> print(identity_derivative(3))
    1.0
    """
    return np.ones_like(z)


@_entry_by_entry
def sigmoid(z):
    """The logistic function σ(z) = 1 / (1 + exp(−z)), without overflow.

    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    if not np.iscomplexobj(z):
        return special.expit(z)
    decay = np.exp(np.where(z.real > 0, -z, z))  # expit knows no complex numbers
    return np.where(z.real > 0, 1, decay) / (1 + decay)


@_entry_by_entry
def sigmoid_derivative(z):
    """σ′(z) = σ(z)·(1 − σ(z)), at most ¼.

    >>> print(sigmoid_derivative(0.0))
    0.25
    """
    if np.iscomplexobj(z):
        return sigmoid(z) * sigmoid(-z)
    # The same at z and −z; 1 − σ(z) would be rounded to exactly 0 from z = 37 on.
    decay = np.exp(-np.abs(z))
    return decay / (1 + decay) ** 2


@_entry_by_entry
def tanh(z):
    """The hyperbolic tangent, 2σ(2z) − 1.

    >>> tanh([-1000.0, 0.0, 1000.0])
    array([-1.,  0.,  1.])
    """
    return np.tanh(z)


@_entry_by_entry
def tanh_derivative(z):
    """tanh′(z) = 1 − tanh²(z) = 4σ′(2z), at most 1.

    >>> print(tanh_derivative(0.0))
    1.0
    """
    return 4 * np.asarray(sigmoid_derivative(2 * z))  # 1 − tanh² would cancel where tanh saturates


@_entry_by_entry
def prelu(z, slope):
    """z where z > 0, else slope·z, with a slope that is learned (He et al. 2015, eq. 1).

    `slope` is a number or an array that broadcasts against z, such as one slope a unit.

    >>> prelu([-2.0, 3.0], 0.25)
    array([-0.5,  3. ])
    """
    return np.where(z.real > 0, z, slope * z)


@_entry_by_entry
def prelu_derivative(z, slope):
    """∂prelu/∂z: 1 where z > 0, else the slope.

    >>> prelu_derivative([-2.0, 3.0], 0.25)
    array([0.25, 1.  ])
    """
    return np.where(z.real > 0, z.dtype.type(1), slope)


@_entry_by_entry
def prelu_slope_derivative(z):
    """∂prelu/∂slope, entry by entry: 0 where z > 0, else z.

    Sum it over all entries that share a slope (He et al. 2015, eq. 2 and 3).

    >>> prelu_slope_derivative([-2.0, 3.0])
    array([-2.,  0.])
    """
    return np.where(z.real > 0, z.dtype.type(0), z)


@_entry_by_entry
def relu(z):
    """max(0, z), the rectified linear unit (Nair & Hinton 2010).

    >>> relu([-2.0, 0.0, 3.0])
    array([0., 0., 3.])
    """
    if np.iscomplexobj(z):
        return np.where(z.real > 0, z, 0)  # maximum would look at the imaginary part as well
    return np.maximum(z, 0) + 0.0  # + 0.0 makes −0.0 plain


@_entry_by_entry
def relu_derivative(z):
    """1 where z > 0, else 0; at the kink itself 0.

    >>> relu_derivative([-2.0, 0.0, 3.0])
    array([0., 0., 1.])
    """
    return (z.real > 0).astype(z.dtype)


def leaky_relu(z):
    """z where z > 0, else LEAKY_SLOPE·z (Maas et al. 2013).

    >>> leaky_relu([-2.0, 3.0])
    array([-0.02,  3.  ])
    """
    return prelu(z, LEAKY_SLOPE)


def leaky_relu_derivative(z):
    """1 where z > 0, else LEAKY_SLOPE: the same slope as in the function.

    >>> leaky_relu_derivative([-2.0, 3.0])
    array([0.01, 1.  ])
    """
    return prelu_derivative(z, LEAKY_SLOPE)


@_entry_by_entry
def elu(z):
    """z where z > 0, else exp(z) − 1 (Clevert et al. 2016, α = 1).

    >>> elu([-1000.0, 0.0, 2.0])
    array([-1.,  0.,  2.])
    """
    return np.where(z.real > 0, z, np.expm1(prelu_slope_derivative(z)))


@_entry_by_entry
def elu_derivative(z):
    """1 where z > 0, else exp(z).

    >>> elu_derivative([-1000.0, 0.0, 2.0])
    array([0., 1., 1.])
    """
    return np.asarray(np.exp(prelu_slope_derivative(z)))


@_entry_by_entry
def gelu(z):
    """z·Φ(z), Φ being the distribution function of N(0, 1) (Hendrycks & Gimpel 2016).

    >>> gelu([-1000.0, 0.0, 1000.0])
    array([  -0.,    0., 1000.])
    """
    return z * special.ndtr(z)


@_entry_by_entry
def gelu_derivative(z):
    """Φ(z) + z·Φ′(z).

    >>> print(gelu_derivative(0.0))
    0.5
    """
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi).astype(z.real.dtype)
    return special.ndtr(z) + z * density


@_entry_by_entry
def swish(z):
    """z·σ(z), also called SiLU (Ramachandran et al. 2017, β = 1).

    >>> swish([-1000.0, 0.0, 1000.0])
    array([  -0.,    0., 1000.])
    """
    return z * sigmoid(z)


@_entry_by_entry
def swish_derivative(z):
    """σ(z) + z·σ′(z).

    >>> print(swish_derivative(0.0))
    0.5
    """
    return sigmoid(z) + z * sigmoid_derivative(z)


def _tanh_softplus(z):
    """tanh(ln(1 + exp(z))), written with the one exponential that cannot overflow."""
    decay = np.exp(np.where(z.real > 0, -z, z))
    top = np.where(z.real > 0, 1 + 2 * decay, decay * (decay + 2))
    return top / (top + np.where(z.real > 0, 2 * decay**2, 2))


@_entry_by_entry
def mish(z):
    """z·tanh(softplus(z)) with softplus(z) = ln(1 + exp(z)) (Misra 2020).

    >>> mish([-1000.0, 0.0, 1000.0])
    array([  -0.,    0., 1000.])
    """
    return z * _tanh_softplus(z)


@_entry_by_entry
def mish_derivative(z):
    """ω + z·(1 − ω²)·σ(z) with ω = tanh(softplus(z)).

    >>> print(mish_derivative(0.0).round(3))
    0.6
    """
    omega = _tanh_softplus(z)
    return omega + z * (1 - omega**2) * sigmoid(z)


_PAIRS = {
    "step": (step, step_derivative),
    "identity": (identity, identity_derivative),
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "relu": (relu, relu_derivative),
    "leaky_relu": (leaky_relu, leaky_relu_derivative),
    "elu": (elu, elu_derivative),
    "gelu": (gelu, gelu_derivative),
    "swish": (swish, swish_derivative),
    "mish": (mish, mish_derivative),
}
ACTIVATIONS = {name: Activation(name, *pair) for name, pair in _PAIRS.items()}


def softmax(z):
    """exp(z) / Σ exp(z) over the last axis, (…, k) → (…, k); stable for any size of z.

    >>> softmax([[1000.0, 1000.0], [0.0, -1000.0]])
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    return special.softmax(z, axis=-1)


def softmax_jacobian(z):
    """∂softmax_i/∂z_j = p_i·([i = j] − p_j), (…, k) → (…, k, k).

    >>> softmax_jacobian([0.0, 0.0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    p = softmax(z)
    return p[..., :, None] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :])


def second_moment(function):
    """E[function(z)²] for z ~ N(0, 1), by adaptive quadrature on either side of 0.

    Of φ it tells what a layer does to the activations, of φ′ what it does to the gradients.

    >>> round(second_moment(relu), 6), round(second_moment(tanh_derivative), 6)
    (0.5, 0.464403)
    """
    from scipy.integrate import quad

    def integrand(z):
        return function(z) ** 2 * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)

    # Beyond ±40 the density of N(0, 1) is 0 in float64.
    return sum(quad(integrand, *side, epsabs=1e-13, limit=200)[0] for side in [(-40, 0), (0, 40)])


@lru_cache
def gain(name):
    """√(1 / E[φ(z)²]) for z ~ N(0, 1): a factor on the *standard deviation* of the weights.

    With weights of standard deviation gain/√fan_in the second moment of a layer's activations
    stays 1 (He et al. 2015, eq. 7). Raises KeyError for a name not in ACTIVATIONS.

    >>> round(gain("relu"), 6), round(gain("tanh"), 3)
    (1.414214, 1.593)
    """
    return float(np.sqrt(1 / second_moment(ACTIVATIONS[name])))
