"""The way back: from ∂J/∂J = 1 to every node that J was computed from.

A node is anything with `data`, `shape`, `number` (when it was computed) and `parents`, pairs
(node, pull): a `Tensor`.

>>> from course_lib.autodiff.tensor import Tensor
>>> x = Tensor(3.0)
>>> print(gradients(x * x)[x])
6.0
"""

import numpy as np


def gradients(output, gradient=None):
    """{node: ∂J/∂node} for every node that `output` was computed from, the output first.

    Each node passes its total on once, when all that was computed from it has reported: last
    computed, first served (Linnainmaa 1970). Raises as `Tensor.backward` does.

    >>> from course_lib.autodiff.tensor import Tensor
    >>> x = Tensor(3.0)
    >>> [float(total) for total in gradients(x * x + x).values()]
    [1.0, 1.0, 7.0]
    """
    totals = {output: _of_output(output, gradient)}
    for node in sorted(_ancestors(output), key=lambda node: -node.number):
        total = totals[node] = totals.pop(node)  # in the order of the way back
        for parent, pull in node.parents:
            share = unbroadcast(pull(total), parent.shape)
            totals[parent] = totals[parent] + share if parent in totals else share
    return totals


def unbroadcast(gradient, shape):
    """The gradient of an array of this shape from that of the array numpy stretched it to.

    What was copied along an axis had an effect through each copy, and gets the sum. Raises
    ValueError if the gradient's shape is no stretched `shape`.

    >>> unbroadcast(np.ones((5, 3)), (3,))
    array([5., 5., 5.])
    >>> unbroadcast(np.ones((5, 3)), (5, 1))[0]
    array([3.])
    """
    gradient = np.asarray(gradient)
    if gradient.shape == shape:
        return gradient
    if np.broadcast_shapes(gradient.shape, shape) != gradient.shape:
        raise ValueError(f"a gradient of shape {gradient.shape} for an array of shape {shape}")
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    stretched = tuple(i for i, n in enumerate(shape) if n == 1)
    return gradient.sum(axis=stretched, keepdims=True)


def _of_output(output, gradient):
    if gradient is None and output.data.size != 1:
        raise ValueError(f"the output has shape {output.shape}: sum it, or give its gradient")
    whole = np.ones_like(output.data) if gradient is None else np.asarray(gradient)
    if whole.shape != output.shape:
        raise ValueError(f"the output has shape {output.shape}, its gradient {whole.shape}")
    return whole


def _ancestors(output):
    """The output and all that it was computed from, in no particular order."""
    seen, waiting = {output}, [output]
    while waiting:
        new = {parent for parent, _ in waiting.pop().parents} - seen
        seen |= new
        waiting.extend(new)
    return seen
