"""Many nets of one shape, trained side by side: `MLP` with one more axis, the net.

W is (S, fan_in, fan_out) and b is (S, 1, fan_out) for S nets, so that A @ W + b is the same line as
for one net, and an optimizer moves all of them at once: quicker by far than one after the other.

>>> nets = NetStack([2, 4, 1], seeds=range(5))
>>> X, y = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0]]), np.array([[1.0], [0.0], [1.0]])
>>> nets.forward(X).shape
(5, 3, 1)
>>> [(dW.shape, db.shape) for dW, db in nets.backward(X, y)]
[((5, 2, 4), (5, 1, 4)), ((5, 4, 1), (5, 1, 1))]
"""

import numpy as np

from course_lib.losses import LOSSES_FROM_LOGITS
from course_lib.mlp import MLP


class NetStack:
    """One `MLP` a seed, stacked: net s is `MLP(…, rng=np.random.default_rng(seeds[s]))`.

    The arguments are those of `MLP`; `dtype` may be float32, which takes half the time. X is
    (n, d) for all nets or (S, n, d), one batch a net, and y likewise.

    Raises ValueError for no seeds, and as `MLP` does.

    >>> NetStack([64, 32, 10], seeds=range(20))
    20 nets: MLP 64-32-10: relu inside, softmax output, cross_entropy, 2,410 parameters
    """

    def __init__(self, layer_sizes, activation="relu", initializer="he_normal",
                 loss="cross_entropy", *, seeds, output=None, dtype=float):  # fmt: skip
        nets = [
            MLP(layer_sizes, activation, initializer, loss, np.random.default_rng(s), output=output)
            for s in seeds
        ]
        if not nets:
            raise ValueError("a stack of nets needs at least one seed")
        self.net, self.size = nets[0], len(nets)
        arrays = [
            np.stack(same).astype(dtype)
            for same in zip(*[net.parameters() for net in nets], strict=True)
        ]
        self.weights, self.biases = arrays[::2], [b[:, None] for b in arrays[1::2]]

    def __repr__(self):
        return f"{self.size} nets: {self.net!r}"

    def parameters(self):
        """[W1, b1, W2, b2, …]: the live arrays, each with the net as its first axis.

        >>> [parameter.shape for parameter in NetStack([2, 3], seeds=[0, 1]).parameters()]
        [(2, 2, 3), (2, 1, 3)]
        """
        return [array for layer in zip(self.weights, self.biases, strict=True) for array in layer]

    def forward(self, X):
        """The predictions of all nets: (n, d) or (S, n, d) → (S, n, k).

        >>> NetStack([2, 2], initializer="zeros", seeds=[0]).forward(np.ones((1, 2)))
        array([[[0.5, 0.5]]])
        """
        return self._layer_by_layer(X, None)[1][-1]

    def _layer_by_layer(self, X, masks):
        A, Zs, As, last = np.asarray(X), [], [], len(self.weights) - 1
        for layer, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            Z = A @ W + b
            A = self.net.output(Z) if layer == last else self.net.activation(Z)
            if masks is not None and layer < last:
                A = A * masks[layer]
            Zs.append(Z)
            As.append(A)
        return Zs, As

    def loss_values(self, X, y):
        """The loss of each net, (S,).

        >>> nets = NetStack([2, 2], initializer="zeros", seeds=[0])
        >>> nets.loss_values([[1, 2]], [[0, 1]]).round(4)
        array([0.6931])
        """
        Zs, As = self._layer_by_layer(X, None)
        function, values = self._fused or self.net.loss, Zs[-1] if self._fused else As[-1]
        targets = np.broadcast_to(y, values.shape)
        return np.array([function(*pair) for pair in zip(targets, values, strict=True)])

    @property
    def _fused(self):
        return LOSSES_FROM_LOGITS[self.net.loss.name] if self.net._fused else None

    def backward(self, X, y, masks=None):
        """Backpropagation in all nets: [(dW1, db1), (dW2, db2), …], each with the net first.

        `masks` (one a hidden layer, (S, n, fan_out)) multiply the activations, as dropout does
        (Srivastava et al. 2014), on the way forward and on the way back.

        >>> [(dW, db)] = NetStack([2, 1], initializer="zeros", seeds=[0]).backward([[1, 2]], [[1]])
        >>> dW[0].tolist()
        [[-0.5], [-1.0]]
        """
        Zs, As = self._layer_by_layer(X, masks)
        inputs, delta, gradients = [np.asarray(X), *As[:-1]], self._output_delta(y, Zs, As), []
        for layer in reversed(range(len(self.weights))):
            dW = np.swapaxes(inputs[layer], -1, -2) @ delta
            gradients.insert(0, (dW, delta.sum(axis=1, keepdims=True)))
            if layer > 0:
                delta = delta @ np.swapaxes(self.weights[layer], 1, 2)
                delta *= self.net.activation.derivative(Zs[layer - 1])
                delta = delta if masks is None else delta * masks[layer - 1]
        return gradients

    def _output_delta(self, y, Zs, As):
        loss, values = (self._fused, Zs[-1]) if self._fused else (self.net.loss, As[-1])
        rows = (-1, values.shape[-1])  # the losses know of examples, not of nets
        targets = np.broadcast_to(y, values.shape).reshape(rows)
        delta = self.size * loss.gradient(targets, values.reshape(rows)).reshape(values.shape)
        return delta if self._fused else delta * self.net.output.derivative(Zs[-1])
