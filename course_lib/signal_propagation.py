"""How activations and gradients fare on their way through a deep net that is not yet trained.

>>> flow = signal_flow(20, 64, "sigmoid", "glorot_normal", np.random.default_rng(0))
>>> bool(flow.delta_variance[0] < 1e-15 * flow.delta_variance[-1])
True
"""

from dataclasses import dataclass

import numpy as np

from course_lib.activations import ACTIVATIONS
from course_lib.initializers import INITIALIZERS

BATCH_NORM_EPSILON = 1e-5  # keeps the division finite where a unit is the same for every example


@dataclass(frozen=True)
class SignalFlow:
    """What `signal_flow` saw: arrays with one entry a layer, input side first.

    >>> SignalFlow(*[np.zeros(3)] * 7).depth
    3
    """

    activation_mean: np.ndarray
    activation_variance: np.ndarray
    activation_variance_over_samples: np.ndarray
    delta_variance: np.ndarray
    weight_gradient_variance: np.ndarray
    saturated_fraction: np.ndarray
    dead_fraction: np.ndarray

    @property
    def depth(self):
        """The number of layers."""
        return len(self.activation_mean)


def signal_flow(
    depth,
    width,
    activation,
    initializer,
    rng,
    batch=256,
    *,
    weight_scale=1.0,
    normalize=False,
    residual=False,
):
    """Send random examples forward and random gradients backward through a random net.

    Layer ℓ of `depth` layers of `width` units computes Z = A @ W, normalises Z over the batch if
    `normalize` (Ioffe & Szegedy 2015, algorithm 1, scale 1 and shift 0), applies φ, and adds its
    own input if `residual` (He et al. 2016). Biases are 0. `activation` and `initializer` are names
    or objects like those of `ACTIVATIONS` and `INITIALIZERS`; `weight_scale` multiplies all
    weights. x and ∂J/∂a_L, both (batch, width), are drawn from N(0, 1).

    The result is a `SignalFlow` of *variances*, taken over all examples and units of a layer:
    `activation_variance` of a_ℓ, which can look healthy where each unit is stuck at a constant of
    its own; `activation_variance_over_samples` is the mean over units of the variance over the
    batch and sees that. δ is ∂J/∂Z, `weight_gradient_variance` that of dW = Aᵀδ/batch (Glorot &
    Bengio 2010, figures 6 and 7). Saturated is an entry where |φ′| is below 5 % of its largest
    value: for ReLU, a unit that is off; dead is a unit whose φ′ is 0 for every example. Raises
    KeyError for an unknown name, TypeError for an activation without derivative, ValueError for a
    depth, width or batch below 1.

    >>> flow = signal_flow(3, 10, "relu", "he_normal", np.random.default_rng(0))
    >>> flow.activation_variance.shape
    (3,)
    """
    for name, number in {"depth": depth, "width": width, "batch": batch}.items():
        if number < 1:
            raise ValueError(f"{name} must be at least 1, got {number}")
    activation = ACTIVATIONS[activation] if isinstance(activation, str) else activation
    initializer = INITIALIZERS[initializer] if isinstance(initializer, str) else initializer
    if not hasattr(activation, "derivative"):
        raise TypeError(
            "activation must be a name or have a .derivative, like those of ACTIVATIONS"
        )
    x = rng.standard_normal((batch, width))
    weights = [weight_scale * initializer(rng, width, width) for _ in range(depth)]
    layers, output = forward(x, weights, activation, normalize=normalize, residual=residual)
    output_gradient = rng.standard_normal(output.shape)
    deltas = backward(output_gradient, layers, weights, residual=residual)
    inputs = [layer.input for layer in layers]
    activations = [*inputs[1:], output]
    flat = 0.05 * np.max(np.abs(activation.derivative(np.linspace(-10, 10, 2001))))
    return SignalFlow(
        np.array([A.mean() for A in activations]),
        np.array([A.var() for A in activations]),
        np.array([A.var(axis=0).mean() for A in activations]),
        np.array([delta.var() for delta in deltas]),
        np.array([(A.T @ delta / batch).var() for A, delta in zip(inputs, deltas, strict=True)]),
        np.array([(np.abs(layer.slope) <= flat).mean() for layer in layers]),
        np.array([np.all(layer.slope == 0, axis=0).mean() for layer in layers]),
    )


@dataclass(frozen=True)
class Layer:
    """What the backward pass needs of one layer's forward pass, each (batch, width).

    `input` is A, `pre_activation` what φ was applied to, `slope` its φ′; `spread` (width,) is the
    standard deviation that Z was divided by, None without batch normalisation.

    >>> Layer(np.ones((2, 3)), np.ones((2, 3)), np.ones((2, 3)), None).input.shape
    (2, 3)
    """

    input: np.ndarray
    pre_activation: np.ndarray
    slope: np.ndarray
    spread: np.ndarray | None


def forward(x, weights, activation, *, normalize=False, residual=False):
    """The forward pass: x (batch, width) → (a list of one `Layer` a weight matrix, a_L).

    >>> forward(np.ones((2, 1)), [np.array([[3.0]])], ACTIVATIONS["relu"])[1]
    array([[3.],
           [3.]])
    """
    A, layers = x, []
    for W in weights:
        Z, spread = A @ W, None
        if normalize:
            centred = Z - Z.mean(axis=0)
            spread = np.sqrt((centred**2).mean(axis=0) + BATCH_NORM_EPSILON)
            Z = centred / spread
        layers.append(Layer(A, Z, activation.derivative(Z), spread))
        A = activation(Z) + (A if residual else 0)
    return layers, A


def backward(output_gradient, layers, weights, *, residual=False):
    """The backward pass: ∂J/∂a_L (batch, width) → the list of δ = ∂J/∂Z, input side first.

    >>> layers, _ = forward(np.ones((2, 1)), [np.array([[3.0]])], ACTIVATIONS["relu"])
    >>> backward(np.ones((2, 1)), layers, [np.array([[3.0]])])
    [array([[1.],
           [1.]])]
    """
    dA, deltas = output_gradient, []
    for layer, W in zip(reversed(layers), reversed(weights), strict=True):
        delta = dA * layer.slope
        if layer.spread is not None:
            # Ioffe & Szegedy (2015), section 3, with the three paths through mean and variance
            # gathered: what the batch shares, normalisation takes out of the gradient as well.
            Z = layer.pre_activation
            delta = (delta - delta.mean(axis=0) - Z * (delta * Z).mean(axis=0)) / layer.spread
        deltas.insert(0, delta)
        dA = delta @ W.T + (dA if residual else 0)
    return deltas
