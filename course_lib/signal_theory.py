"""What theory says of the way through a deep net: the dashed line over what `signal_flow` measures.

In a wide net of independent weights a pre-activation is nearly normal, z ~ N(0, q). Then two
integrals a layer tell all: E[φ(z)²] forward and E[φ′(z)²] backward (He et al. 2015, eq. 7 and 13;
Poole et al. 2016, eq. 3; Schoenholz et al. 2017, eq. 9).

>>> theory = predicted_flow(50, "relu", weight_variance=2.0)
>>> print(theory.activation_second_moment[-1].round(6), theory.delta_variance[0].round(6))
1.0 0.5
"""

from dataclasses import dataclass

import numpy as np

from course_lib.activations import ACTIVATIONS

# N(0, 1) on a grid that is even about 0 and leaves it out: the jump of a φ′ falls between points.
Z = np.linspace(-9, 9, 1800)
WEIGHTS = np.exp(-(Z**2) / 2) / np.sqrt(2 * np.pi) * (Z[1] - Z[0])


@dataclass(frozen=True)
class PredictedFlow:
    """What `predicted_flow` expects: arrays with one entry a layer, input side first.

    >>> PredictedFlow(*[np.zeros(3)] * 3).delta_variance.shape
    (3,)
    """

    activation_second_moment: np.ndarray
    delta_variance: np.ndarray
    weight_gradient_variance: np.ndarray


def predicted_flow(
    depth, activation, weight_variance, batch=256, *, normalize=False, residual=False
):
    """What to expect of `signal_flow` on layers and batches as large as you like.

    `weight_variance` is n·Var(W) for square layers of n units: 1 is Glorot's, 2 is He's; the other
    arguments are those of `signal_flow`, of which `batch` only divides the weight gradients. Narrow
    nets scatter about the prediction, the more the deeper they are; normalised by small batches,
    δ exceeds it by some per cent a layer. Raises KeyError for an unknown activation, ValueError for
    a depth below 1.

    >>> predicted_flow(3, "identity", weight_variance=0.5).activation_second_moment
    array([0.5  , 0.25 , 0.125])
    """
    if depth < 1:
        raise ValueError(f"depth must be at least 1, got {depth}")
    act = ACTIVATIONS[activation]
    inputs, second_moments, slopes, spreads = [], [], [], []
    moment, mean, variance = 1.0, 0.0, 1.0  # of the layer's input; variance: over the samples
    for _ in range(depth):
        z = Z if normalize else np.sqrt(weight_variance * moment) * Z
        a = act(z)
        spreads.append(weight_variance * variance if normalize else 1.0)
        slopes.append(expectation(act.derivative(z) ** 2))
        # What is the same for all examples leaves no gradient where normalisation made Σδ = 0.
        inputs.append(variance if normalize else moment)
        a_moment, a_mean = expectation(a**2), expectation(a)
        if residual:  # the layer's own input is added; fresh weights make both independent
            moment, mean = moment + a_moment + 2 * mean * a_mean, mean + a_mean
            variance += a_moment - a_mean**2
        else:
            moment, mean, variance = a_moment, a_mean, a_moment - a_mean**2
        second_moments.append(moment)
    deltas, gradient = [], 1.0
    for slope, spread in zip(reversed(slopes), reversed(spreads), strict=True):
        delta = gradient * slope / spread
        deltas.insert(0, delta)
        gradient = weight_variance * delta + (gradient if residual else 0)
    deltas = np.array(deltas)
    return PredictedFlow(np.array(second_moments), deltas, np.array(inputs) * deltas / batch)


def expectation(values):
    """E[f(z)] for z ~ N(0, 1), of the values f(Z) on the module's grid.

    >>> print(expectation(Z**2).round(9))
    1.0
    """
    return WEIGHTS @ values
