"""Lecture 2's network with four parameters: every number in it is a scalar.

    z1 = w1·x + b1,  a1 = σ(z1),  z2 = w2·a1 + b2,  ŷ = σ(z2),  J = −y·ln ŷ − (1 − y)·ln(1 − ŷ)

>>> net = ScalarNet(w1=0.5, b1=0.0, w2=-1.0, b2=0.0)
>>> round(net.loss(x=2.0, y=1.0), 4)
1.124
"""

from dataclasses import dataclass

import numpy as np

from course_lib.activations import sigmoid, sigmoid_derivative
from course_lib.losses import binary_cross_entropy_from_logits


@dataclass
class ScalarNet:
    """One hidden unit, one output, sigmoid twice, binary cross-entropy.

    Raises TypeError for a parameter that is not one number.

    >>> ScalarNet(0.5, 0.0, -1.0, 0.0)
    ScalarNet(w1=0.5, b1=0.0, w2=-1.0, b2=0.0)
    """

    w1: float
    b1: float
    w2: float
    b2: float

    def __post_init__(self):
        for name, value in self.parameters.items():
            setattr(self, name, _one_number(name, value))

    @property
    def parameters(self):
        """{"w1", "b1", "w2", "b2"}: the live numbers, by name.

        >>> ScalarNet(0.5, 0.0, -1.0, 0.0).parameters
        {'w1': 0.5, 'b1': 0.0, 'w2': -1.0, 'b2': 0.0}
        """
        return vars(self)

    def forward(self, x):
        """ŷ = σ(w2·σ(w1·x + b1) + b2), the probability of class 1.

        >>> ScalarNet(0.5, 0.0, 0.0, 0.0).forward(2.0)
        0.5
        """
        return self._graph(x)["y_hat"]

    def values(self, x, y):
        """Every value of the computational graph: x, z1, a1, z2, y_hat, loss.

        The loss is computed from z2, so it stays finite where ŷ rounds to 0 or 1.

        >>> list(ScalarNet(0.5, 0.0, -1.0, 0.0).values(2.0, 1.0))
        ['x', 'z1', 'a1', 'z2', 'y_hat', 'loss']
        """
        graph = self._graph(x)
        loss = binary_cross_entropy_from_logits([_one_number("y", y)], [graph["z2"]])
        return graph | {"loss": loss}

    def _graph(self, x):
        x = _one_number("x", x)
        z1 = self.w1 * x + self.b1
        a1 = sigmoid(z1).item()
        z2 = self.w2 * a1 + self.b2
        return {"x": x, "z1": z1, "a1": a1, "z2": z2, "y_hat": sigmoid(z2).item()}

    def loss(self, x, y):
        """The binary cross-entropy of ŷ for the truth y in [0, 1]; ValueError for another y.

        >>> round(ScalarNet(0.5, 0.0, 0.0, 0.0).loss(2.0, 1.0), 4)
        0.6931
        """
        return self.values(x, y)["loss"]

    def local_derivatives(self, x, y):
        """The nine derivatives along single edges of the graph; "a1/z1" stands for ∂a1/∂z1.

        "J/y_hat" is infinite where ŷ is surely wrong in float64.

        >>> ScalarNet(0.5, 0.0, -1.0, 0.0).local_derivatives(2.0, 1.0)["z2/a1"]
        -1.0
        """
        v = self.values(x, y)
        return {
            "J/y_hat": _quotient(1 - y, sigmoid(-v["z2"])) - _quotient(y, v["y_hat"]),
            "y_hat/z2": sigmoid_derivative(v["z2"]).item(),
            "z2/w2": v["a1"],
            "z2/b2": 1.0,
            "z2/a1": self.w2,
            "a1/z1": sigmoid_derivative(v["z1"]).item(),
            "z1/w1": v["x"],
            "z1/b1": 1.0,
            "z1/x": self.w1,
        }

    def deltas(self, x, y):
        """δ2 = ∂J/∂z2 = ŷ − y and δ1 = ∂J/∂z1 = δ2·w2·σ′(z1): the products that repeat.

        δ2 is written with ∂J/∂ŷ and σ′(z2) cancelled, which holds where these are ∞ and 0 as well.

        >>> ScalarNet(0.5, 0.0, 0.0, 0.0).deltas(2.0, 1.0)["delta2"]
        -0.5
        """
        v = self.values(x, y)
        delta2 = v["y_hat"] - _one_number("y", y)
        return {"delta1": delta2 * self.w2 * sigmoid_derivative(v["z1"]).item(), "delta2": delta2}

    def gradient(self, x, y):
        """The four derivatives of the loss: {"w1", "b1", "w2", "b2"}.

        >>> ScalarNet(0.5, 0.0, 0.0, 0.0).gradient(2.0, 1.0)["b2"]
        -0.5
        """
        v, delta = self.values(x, y), self.deltas(x, y)
        return {
            "w1": delta["delta1"] * v["x"],
            "b1": delta["delta1"],
            "w2": delta["delta2"] * v["a1"],
            "b2": delta["delta2"],
        }

    def train(self, x, y, learning_rate, steps):
        """Gradient descent on one example; gives back steps + 1 losses, the first before any step.

        >>> losses = ScalarNet(0.5, 0.0, -1.0, 0.0).train(2.0, 1.0, learning_rate=1.0, steps=50)
        >>> len(losses), losses[-1] < 0.05
        (51, True)
        """
        losses = [self.loss(x, y)]
        for _ in range(steps):
            for name, slope in self.gradient(x, y).items():
                self.parameters[name] -= learning_rate * slope
            losses.append(self.loss(x, y))
        return losses


def _one_number(name, value):
    if np.size(value) != 1:
        raise TypeError(f"{name} must be one number, not an array of shape {np.shape(value)}")
    return np.asarray(value).item()


def _quotient(share, probability):
    """share/probability, but 0 where the share is 0, as that term of the loss is 0 there."""
    with np.errstate(divide="ignore"):
        return np.divide(share, probability).item() if share else 0.0
