"""Layers as objects that know their parameters, and can be put together.

>>> net = Sequential(Linear(2, 4, rng=np.random.default_rng(0)), Activation("tanh"), Linear(4, 1))
>>> net
Sequential(Linear(2, 4), Activation('tanh'), Linear(4, 1))
>>> [parameter.shape for parameter in net.parameters()]
[(2, 4), (4,), (4, 1), (1,)]
"""

import numpy as np

from course_lib.activations import ACTIVATIONS
from course_lib.autodiff.functions import apply
from course_lib.autodiff.tensor import Tensor
from course_lib.initializers import INITIALIZERS


class Module:
    """A function with parameters: subclasses say in `forward` what it does.

    Every tensor, module, and list of these that an instance holds belongs to it.

    >>> class Scale(Module):
    ...     def __init__(self):
    ...         self.factor = Tensor(2.0)
    ...     def forward(self, x):
    ...         return x * self.factor
    >>> Scale()(3.0)
    Tensor(6.)
    """

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        """What the module makes of x; TypeError unless a subclass says so."""
        raise TypeError(f"{type(self).__name__} does not say what forward does")

    def parameters(self):
        """All tensors of this module and of those inside it that require a gradient, each once.

        >>> [parameter.shape for parameter in Linear(2, 3).parameters()]
        [(2, 3), (3,)]
        """
        return list(dict.fromkeys(_parameters(vars(self).values())))

    def zero_grad(self):
        """Forget the gradients of all parameters.

        >>> Linear(2, 3).zero_grad()
        """
        for parameter in self.parameters():
            parameter.zero_grad()


def _parameters(values):
    for value in values:
        if isinstance(value, Tensor) and value.requires_grad:
            yield value
        elif isinstance(value, Module):
            yield from value.parameters()
        elif isinstance(value, list | tuple):
            yield from _parameters(value)


class Linear(Module):
    """A layer's pre-activations: x (N, fan_in) → x @ W + b, (N, fan_out).

    `initializer` is one of `INITIALIZERS`, or a function like them; W is drawn from `rng`, b is 0.
    Raises ValueError for an unknown initializer.

    >>> Linear(2, 3, initializer="zeros")(np.ones((1, 2)))
    Tensor([[0., 0., 0.]])
    """

    def __init__(self, fan_in, fan_out, initializer="he_normal", rng=None):
        rng = np.random.default_rng() if rng is None else rng
        if isinstance(initializer, str):
            if initializer not in INITIALIZERS:
                known = ", ".join(INITIALIZERS)
                raise ValueError(f"unknown initializer {initializer!r}; there are {known}")
            initializer = INITIALIZERS[initializer]
        if not callable(initializer):
            raise ValueError(f"an initializer is a name or a function, not {initializer!r}")
        self.W = Tensor(initializer(rng, fan_in, fan_out))
        self.b = Tensor(np.zeros(fan_out))

    def forward(self, x):
        """x (N, fan_in) → (N, fan_out)."""
        return x @ self.W + self.b

    def __repr__(self):
        return "Linear({}, {})".format(*self.W.shape)


class Activation(Module):
    """One of `ACTIVATIONS` as a layer, entry by entry. Raises ValueError for an unknown name.

    >>> Activation("relu")(Tensor([[-1.0, 2.0]]))
    Tensor([[0., 2.]])
    """

    def __init__(self, name):
        if name not in ACTIVATIONS:
            raise ValueError(f"unknown activation {name!r}; there are {', '.join(ACTIVATIONS)}")
        self.function = ACTIVATIONS[name]

    def forward(self, x):
        """φ(x), in the shape of x."""
        return apply(x, self.function, self.function.derivative)

    def __repr__(self):
        return f"Activation({self.function.name!r})"


class Sequential(Module):
    """Modules, or any functions, one after the other.

    >>> Sequential(Activation("relu"), np.negative)(np.array([[-1.0, 2.0]]))
    array([[-0., -2.]])
    """

    def __init__(self, *modules):
        self.modules = list(modules)

    def forward(self, x):
        """What the last module makes of what the one before made of …"""
        for module in self.modules:
            x = module(x)
        return x

    def __repr__(self):
        return f"Sequential({', '.join(map(repr, self.modules))})"
