"""A multilayer perceptron: lecture 3's forward and backward pass, in a loop over the layers.

>>> net = MLP([2, 4, 1], activation="tanh", rng=np.random.default_rng(0))
>>> X, y = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0]]), np.array([[1.0], [0.0], [1.0]])
>>> net.forward(X).shape
(3, 1)
>>> [(dW.shape, db.shape) for dW, db in net.backward(X, y)]
[((2, 4), (4,)), ((4, 1), (1,))]
"""

from copy import copy
from itertools import pairwise

import numpy as np

from course_lib.activations import ACTIVATIONS, softmax
from course_lib.initializers import INITIALIZERS
from course_lib.losses import LOSSES, LOSSES_FROM_LOGITS

# The output activation that follows from the loss.
OUTPUTS = {
    "mse": "identity",
    "mae": "identity",
    "binary_cross_entropy": "sigmoid",
    "cross_entropy": "softmax",
}


class MLP:
    """A fully connected network: Z = A @ W + b in every layer, then an activation.

    `layer_sizes` goes from the number of features to the number of outputs. `activation` (of the
    hidden layers) and `initializer` are names or objects like those of `ACTIVATIONS` and
    `INITIALIZERS`; weights are drawn from `rng` layer by layer, biases start at 0. The output
    activation follows from the `loss`: identity for mse and mae, sigmoid for
    binary_cross_entropy, softmax for cross_entropy. One output with cross_entropy means
    binary_cross_entropy. `output` names another one of `ACTIVATIONS` where a text wants it.

    Raises ValueError for fewer than two layer sizes, a size below 1 or an unknown name.

    >>> MLP([2, 4, 4, 1])
    MLP 2-4-4-1: relu inside, sigmoid output, binary_cross_entropy, 37 parameters
    """

    def __init__(
        self,
        layer_sizes,
        activation="relu",
        initializer="he_normal",
        loss="cross_entropy",
        rng=None,
        *,
        output=None,
    ):
        self.layer_sizes = list(layer_sizes)
        if len(self.layer_sizes) < 2:
            raise ValueError(f"layer_sizes wants at least input and output, got {layer_sizes}")
        if self.layer_sizes[-1] == 1 and loss == "cross_entropy":
            loss = "binary_cross_entropy"  # a softmax over one output would always be 1
        self.loss = _look_up("loss", loss, LOSSES)
        self.output_name = output or OUTPUTS[self.loss.name]
        self.activation = _look_up("activation", activation, ACTIVATIONS)
        if self.output_name != "softmax":
            self.output = _look_up("output", self.output_name, ACTIVATIONS)
        elif self.loss.name == "cross_entropy":
            self.output = softmax
        else:
            raise ValueError(f"a softmax output goes with cross_entropy, not with {self.loss.name}")
        rng = np.random.default_rng() if rng is None else rng
        initialize = _look_up("initializer", initializer, INITIALIZERS)
        self.weights = [initialize(rng, *fans) for fans in pairwise(self.layer_sizes)]
        self.biases = [np.zeros(fan_out) for fan_out in self.layer_sizes[1:]]

    def __repr__(self):
        sizes = "-".join(map(str, self.layer_sizes))
        inside = getattr(self.activation, "name", self.activation)
        total = sum(parameter.size for parameter in self.parameters())
        return (
            f"MLP {sizes}: {inside} inside, {self.output_name} output, {self.loss.name}, "
            f"{total:,} parameters"
        )

    def parameters(self):
        """[W1, b1, W2, b2, …]: the live arrays, so changing them in place trains the net.

        >>> [parameter.shape for parameter in MLP([2, 3, 1]).parameters()]
        [(2, 3), (3,), (3, 1), (1,)]
        """
        return [array for layer in zip(self.weights, self.biases, strict=True) for array in layer]

    def with_parameters(self, parameters):
        """The same kind of net with other arrays (not copied), such as a gradient check wants.

        Raises ValueError where their shapes are not those of `parameters()`.

        >>> net = MLP([1, 1], loss="mse")
        >>> net.with_parameters([np.array([[2.0]]), np.array([1.0])]).forward(np.array([[3.0]]))
        array([[7.]])
        """
        arrays = [np.asarray(parameter) for parameter in parameters]
        wanted = [parameter.shape for parameter in self.parameters()]
        if [array.shape for array in arrays] != wanted:
            raise ValueError(f"wanted the shapes {wanted}, got {[array.shape for array in arrays]}")
        net = copy(self)
        net.weights, net.biases = arrays[::2], arrays[1::2]
        return net

    def forward(self, X):
        """The prediction: X (N, d) → ŷ (N, k). Raises ValueError for another width than d.

        >>> MLP([2, 3], initializer="zeros").forward(np.ones((1, 2))).round(2)
        array([[0.33, 0.33, 0.33]])
        """
        return self.activations(X)[-1]

    def pre_activations(self, X):
        """[Z1, Z2, …], one (N, fan_out) a layer.

        >>> [Z.shape for Z in MLP([2, 4, 3]).pre_activations(np.ones((5, 2)))]
        [(5, 4), (5, 3)]
        """
        return self._layer_by_layer(X)[0]

    def activations(self, X):
        """[A1, A2, …], one (N, fan_out) a layer; the last is the prediction, X is not in it.

        >>> [A.shape for A in MLP([2, 4, 3]).activations(np.ones((5, 2)))]
        [(5, 4), (5, 3)]
        """
        return self._layer_by_layer(X)[1]

    def _layer_by_layer(self, X):
        A, Zs, As = self._examples(X), [], []
        functions = [self.activation] * (len(self.weights) - 1) + [self.output]
        for W, b, function in zip(self.weights, self.biases, functions, strict=True):
            Z = A @ W + b
            A = function(Z)
            Zs.append(Z)
            As.append(A)
        return Zs, As

    def _examples(self, X):
        X = np.asarray(X)
        if X.ndim != 2 or X.shape[1] != self.layer_sizes[0] or len(X) == 0:
            raise ValueError(
                f"X has shape {X.shape}, but this net wants (N, {self.layer_sizes[0]}): "
                "one example a row, at least one"
            )
        return X

    def loss_value(self, X, y):
        """The loss on X (N, d) and y (N, k), finite however sure and wrong the net is.

        Raises ValueError where y has not the shape of the prediction, as (N,) against (N, 1).

        >>> round(MLP([2, 1], initializer="zeros").loss_value([[1.0, 2.0]], [[1.0]]), 4)
        0.6931
        """
        Zs, As = self._layer_by_layer(X)
        if self._fused:
            return LOSSES_FROM_LOGITS[self.loss.name](y, Zs[-1])
        return self.loss(y, As[-1])

    @property
    def _fused(self):
        """Does the slope of the output activation cancel against the loss?"""
        return self.loss.name in LOSSES_FROM_LOGITS and self.output_name == OUTPUTS[self.loss.name]

    def deltas(self, X, y):
        """[δ1, δ2, …]: δ = ∂J/∂Z, one (N, fan_out) a layer.

        >>> MLP([2, 1], initializer="zeros").deltas([[1.0, 2.0], [0.0, 1.0]], [[1.0], [0.0]])
        [array([[-0.25],
               [ 0.25]])]
        """
        return self._deltas(y, *self._layer_by_layer(X))

    def _deltas(self, y, Zs, As):
        if self._fused:
            deltas = [LOSSES_FROM_LOGITS[self.loss.name].gradient(y, Zs[-1])]  # (ŷ − y)/N
        else:
            deltas = [self.loss.gradient(y, As[-1]) * self.output.derivative(Zs[-1])]
        for W, Z in zip(self.weights[:0:-1], Zs[-2::-1], strict=True):
            deltas.insert(0, (deltas[0] @ W.T) * self.activation.derivative(Z))
        return deltas

    def backward(self, X, y):
        """Backpropagation: X (N, d), y (N, k) → [(dW1, db1), (dW2, db2), …], input side first.

        They are the derivatives of `loss_value(X, y)` (Rumelhart, Hinton & Williams 1986), by one
        forward and one backward pass. Raises ValueError as `forward` and `loss_value` do.

        >>> net = MLP([2, 1], initializer="zeros")
        >>> net.backward([[1.0, 2.0], [0.0, 1.0]], [[1.0], [0.0]])
        [(array([[-0.25],
               [-0.25]]), array([0.]))]
        """
        Zs, As = self._layer_by_layer(X)
        inputs, deltas = [np.asarray(X), *As[:-1]], self._deltas(y, Zs, As)
        return [(A.T @ delta, delta.sum(axis=0)) for A, delta in zip(inputs, deltas, strict=True)]


def _look_up(kind, name, table):
    if not isinstance(name, str):
        return name
    if name not in table:
        raise ValueError(f"unknown {kind} {name!r}; there are {', '.join(table)}")
    return table[name]
