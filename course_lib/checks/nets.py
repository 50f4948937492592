"""An answer that is a net of step units, [W1, b1, …, WL, bL]: judged by what it computes.

Its weights are the answer, and any weights will do: the check carries the inputs through the net.
"""

from collections.abc import Callable, Iterator

from numpy import broadcast_to, isfinite, ndarray, where

from course_lib.checks.plain import Plain, plain


class NoNet(ValueError):
    """What was given is no net; the text says to a student why not."""


def step_net(answer: object, inputs: int | None = None) -> Callable[[ndarray], ndarray]:
    """Return the function X (N, d) → (N, k) that a net of step units computes, with step(0) = 1.

    `answer` holds W (fan_in, fan_out) and b (fan_out,) of each layer in turn, in containers of any
    kind. Raises `NoNet` if they do not fit each other, or `inputs` numbers coming in.

    >>> from numpy import array
    >>> either = step_net([[[1], [1]], [-1]])
    >>> either(array([[0, 0], [0, 1]])).tolist()
    [[0.0], [1.0]]
    """
    arrays = list(_arrays(plain(answer)))
    if len(arrays) % 2 or not arrays:
        raise NoNet(f"A net is W and b of each layer in turn; {len(arrays)} arrays are no pairs.")
    layers = []
    for number in range(1, len(arrays) // 2 + 1):
        layers.append(_layer(number, *arrays[2 * number - 2 : 2 * number], inputs))
        inputs = layers[-1][0].shape[1]

    def net(X: ndarray) -> ndarray:
        for W, b in layers:
            X = where(X @ W + b >= 0, 1.0, 0.0)
        return X

    return net


def _arrays(value: Plain) -> Iterator[ndarray]:
    if isinstance(value, ndarray) and value.ndim <= 2:
        if value.dtype.kind != "f" or not isfinite(value).all():
            raise NoNet("All weights and biases have to be finite real numbers.")
        yield value
    elif isinstance(value, (list, dict, ndarray)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _arrays(item)
    else:
        raise NoNet(f"A list of arrays of numbers is needed, nothing of type `{value.type_name}`.")


def _layer(number: int, W: ndarray, b: ndarray, inputs: int | None) -> tuple[ndarray, ndarray]:
    """Return W (fan_in, fan_out) and b (fan_out,); a single unit's W may be a vector."""
    shape = W.shape
    W = W if W.ndim == 2 else W.reshape(-1, 1)
    if inputs not in (None, W.shape[0]):
        raise NoNet(
            f"W{number} has shape {shape}, but {inputs} numbers come into this layer: W has a row "
            "for each of them, and a column for each unit."
        )
    if b.size not in (1, W.shape[1]):
        raise NoNet(
            f"b{number} has shape {b.shape}, but W{number}, of shape {shape}, has "
            f"{W.shape[1]} columns: each unit has one bias."
        )
    return W, broadcast_to(b.reshape(-1), W.shape[1:])
