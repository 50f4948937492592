"""Reverse mode: arrays that remember how they were made, and send derivatives back.

>>> W, b = Tensor([[1.0, 2.0], [3.0, 4.0]]), Tensor([10.0, 20.0])
>>> J = (np.array([[1.0, 1.0], [0.0, 2.0]]) @ W + b).sum()
>>> J.backward()
>>> W.grad
array([[1., 1.],
       [3., 3.]])
>>> b.grad
array([2., 2.])
"""

from contextlib import contextmanager
from itertools import count

import numpy as np

from course_lib.autodiff.backward import gradients

_numbers = count()
_recording = True


@contextmanager
def no_grad():
    """Within this block nothing is remembered: for predictions, and for what is no part of J.

    >>> with no_grad():
    ...     (Tensor(2.0) * 3.0).requires_grad
    False
    """
    global _recording
    before, _recording = _recording, False
    try:
        yield
    finally:
        _recording = before


class Tensor:
    """An array, the tensors it was computed from, and how each of them gets its share.

    `parents` holds pairs (tensor, pull): if ∂J/∂(this) is g, the tensor's share of the blame is
    pull(g). One made by hand is a leaf: it has no parents, and `backward` leaves ∂J/∂(this) in its
    `grad`. With requires_grad=False it is a constant; so is every number or array that meets a
    tensor. Data may be float (integers become float64), float32 or complex.

    >>> Tensor([1, 2])
    Tensor([1., 2.])
    """

    __array_ufunc__ = None  # so that array * tensor is left to Tensor.__rmul__

    def __init__(self, data, requires_grad=True):
        data = np.asarray(data)
        self.data = data if data.dtype.kind in "fc" else data.astype(float)
        self.requires_grad, self.parents, self.grad = requires_grad, (), None
        self.number = next(_numbers)  # the order in which everything was computed: the tape

    def __repr__(self):
        return f"Tensor({np.array2string(self.data, separator=', ', prefix='Tensor(')})"

    def __len__(self):
        return len(self.data)

    shape = property(lambda self: self.data.shape)
    ndim = property(lambda self: self.data.ndim)
    T = property(lambda self: self.transpose())

    def item(self):
        """The only entry, as a Python number; ValueError if there are several.

        >>> Tensor([[2.0]]).item()
        2.0
        """
        return self.data.item()

    def backward(self, gradient=None):
        """Add ∂J/∂leaf to the `grad` of every leaf that this J was computed from.

        J must be a single number, or else `gradient` says what ∂J/∂(this) is. Gradients add up over
        calls until `zero_grad`. Raises ValueError for several numbers without a `gradient`, and
        where nothing that requires a gradient was remembered.

        >>> x = Tensor(3.0)
        >>> (x * x).backward()
        >>> x.grad
        array(6.)
        """
        if not self.requires_grad:
            raise ValueError("nothing to go back to: made of constants, or under no_grad")
        for node, total in gradients(self, gradient).items():
            if not node.parents:
                node.grad = np.array(total if node.grad is None else node.grad + total)

    def zero_grad(self):
        """Forget the gradient.

        >>> x = Tensor(3.0)
        >>> x.zero_grad()
        """
        self.grad = None

    def apply(self, function, derivative):
        """function(x), entry by entry; back comes g times derivative(x).

        >>> Tensor([1.0, 3.0]).apply(np.square, lambda z: 2 * z)
        Tensor([1., 9.])
        """
        return record(function(self.data), (self, lambda g: g * derivative(self.data)))

    def __add__(self, other):
        other = _as_tensor(other, self)
        return record(self.data + other.data, (self, lambda g: g), (other, lambda g: g))

    def __mul__(self, other):
        a, b = self, _as_tensor(other, self)
        return record(a.data * b.data, (a, lambda g: g * b.data), (b, lambda g: g * a.data))

    def __truediv__(self, other):
        a, b = self, _as_tensor(other, self)
        quotient = a.data / b.data
        return record(quotient, (a, lambda g: g / b.data), (b, lambda g: -g * quotient / b.data))

    def __pow__(self, n):
        if isinstance(n, Tensor):
            raise TypeError("the exponent must be a number: write exp(n * log(x)) instead")
        return self.apply(lambda z: z**n, lambda z: n * z ** (n - 1) if n else 0 * z)

    def __matmul__(self, other):
        a, b = self, _as_tensor(other, self)
        if a.ndim == 1:
            return (a.reshape(1, -1) @ b)[..., 0, :] if b.ndim > 1 else (a * b).sum()
        if b.ndim == 1:
            return (a @ b.reshape(-1, 1))[..., 0]
        to_a, to_b = lambda g: g @ b.data.swapaxes(-1, -2), lambda g: a.data.swapaxes(-1, -2) @ g
        return record(a.data @ b.data, (a, to_a), (b, to_b))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -_as_tensor(other, self)

    def __radd__(self, other):
        return _as_tensor(other, self) + self

    def __rmul__(self, other):
        return _as_tensor(other, self) * self

    def __rsub__(self, other):
        return _as_tensor(other, self) - self

    def __rtruediv__(self, other):
        return _as_tensor(other, self) / self

    def __rmatmul__(self, other):
        return _as_tensor(other, self) @ self

    # A program may ask which of two is larger: that is decided by the values.
    def __lt__(self, other):
        return self.data < _as_tensor(other, self).data

    def __gt__(self, other):
        return self.data > _as_tensor(other, self).data

    def __le__(self, other):
        return self.data <= _as_tensor(other, self).data

    def __ge__(self, other):
        return self.data >= _as_tensor(other, self).data

    def sum(self, axis=None, keepdims=False):
        """The sum, over one axis, several, or all: each summand gets g, whole.

        >>> Tensor([[1.0, 2.0], [3.0, 4.0]]).sum(axis=0)
        Tensor([4., 6.])
        """

        def back(g):
            return np.broadcast_to(g if keepdims else _expand(g, axis, self.ndim), self.shape)

        return record(self.data.sum(axis=axis, keepdims=keepdims), (self, back))

    def mean(self, axis=None, keepdims=False):
        """The mean, over one axis, several, or all.

        >>> Tensor([[1.0, 2.0], [3.0, 4.0]]).mean()
        Tensor(2.5)
        """
        total = self.sum(axis, keepdims)
        return total * (total.data.size / self.data.size)

    def reshape(self, *shape):
        """The same entries in another shape.

        >>> Tensor([1.0, 2.0]).reshape(2, 1).shape
        (2, 1)
        """
        return record(self.data.reshape(*shape), (self, lambda g: g.reshape(self.shape)))

    def transpose(self, *axes):
        """The axes in another order; without an order reversed, as `T` has it.

        >>> Tensor(np.ones((2, 3))).T.shape
        (3, 2)
        """
        order = axes or tuple(reversed(range(self.ndim)))
        return record(self.data.transpose(order), (self, lambda g: g.transpose(np.argsort(order))))

    def __getitem__(self, index):
        def back(g):
            whole = np.zeros_like(self.data)
            np.add.at(whole, index, g)  # an entry that was taken twice gets both shares
            return whole

        return record(self.data[index], (self, back))


def record(data, *parents):
    """A new operation: its result, and for each input the pair (tensor, pull).

    pull(g) turns ∂J/∂(result) into the input's share, of the shape of the input or stretched as
    numpy stretched it.

    >>> x = Tensor(3.0)
    >>> record(x.data**2, (x, lambda g: g * 2 * x.data))
    Tensor(9.)
    """
    kept = tuple(parent for parent in parents if parent[0].requires_grad) if _recording else ()
    result = Tensor(data, requires_grad=bool(kept))
    result.parents = kept
    return result


def _as_tensor(x, like):
    if isinstance(x, Tensor):
        return x
    plain = isinstance(x, int | float)  # a plain number leaves float32 what it is
    return Tensor(np.asarray(x, dtype=like.data.dtype if plain else None), requires_grad=False)


def _expand(g, axis, ndim):
    """Put the axes that were summed away back, with length 1."""
    if axis is None:
        return np.reshape(g, (1,) * ndim)
    axes = axis if isinstance(axis, tuple) else (axis,)
    return np.expand_dims(g, tuple(a % ndim for a in axes))
