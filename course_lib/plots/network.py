"""A network as a graph, with a value in every node and a line for every weight."""

from itertools import pairwise

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import BLUE, GREY, VERMILLION, new_figure, styled

NODE = {"s": 60**2, "facecolor": "white", "edgecolor": "black", "linewidth": 2}
POSITIVE = {"color": BLUE, "linestyle": "-"}
NEGATIVE = {"color": VERMILLION, "linestyle": "--"}


@styled
def network(values, weights=None, *, names=None, title="", arrows="forward", digits=2):
    """Draw layers of nodes with `values`, a list of 1-D arrays, input side first.

    `weights` is the list of matrices between them, (fan_in, fan_out): a line is as thick as its
    weight is large, solid if positive, dashed if negative. `names` labels the layers. `arrows`
    says which way the values were computed, "forward" or "backward". None in place of a layer's
    values leaves its nodes empty; then the weights tell how many there are.
    Raises ValueError for shapes that do not fit together.

    >>> print(network([[1.0, 2.0], [3.0]], [[[0.5], [-1.0]]], names=["x", "z"]).description)
    A network of 2-1 units, values computed forward. x: 1.00, 2.00. z: 3.00. Weights from x to z:
    0.50, −1.00.
    """
    weights = None if weights is None else [np.asarray(W, dtype=float) for W in weights]
    sizes = _sizes(values, weights)
    names = names or [f"layer {i}" for i in range(len(sizes))]
    figure, (ax,) = new_figure(9.0, 0.9 + 1.05 * max(sizes))
    ax.set(xlim=(-0.35, len(sizes) - 0.65), ylim=(-0.75, max(sizes) - 0.2))
    ax.axis("off")
    places = [_heights(size, max(sizes)) for size in sizes]
    for i, W in enumerate(weights or [np.ones(pair) for pair in pairwise(sizes)]):
        _draw_weights(ax, i, places[i], places[i + 1], W, signed=weights is not None)
    for i, (heights, name) in enumerate(zip(places, names, strict=True)):
        layer = values[i] if values[i] is not None else [None] * sizes[i]
        for height, value in zip(heights, np.ravel(layer), strict=True):
            text = "" if value is None else _signed(value, digits)
            ax.scatter(i, height, zorder=2, **NODE)
            ax.text(i, height, text, ha="center", va="center", zorder=3, fontsize=14)
        ax.text(i, -0.72, name, ha="center", va="bottom", fontsize="large")
    way = "→" if arrows == "forward" else "←"
    ax.set_title(f"{title}   {way} {arrows} {way}" if title else f"{way} {arrows} {way}")
    return Picture(figure, _describe(values, weights, sizes, names, title, arrows, digits))


def _sizes(values, weights):
    sizes = [None if layer is None else np.size(layer) for layer in values]
    for i, W in enumerate(weights or []):
        for at, size in ((i, W.shape[0]), (i + 1, W.shape[1])):
            if at >= len(sizes) or sizes[at] not in (None, size):
                raise ValueError(f"weights {i} have shape {W.shape}, which does not fit {sizes}")
            sizes[at] = size
    if None in sizes:
        raise ValueError("a layer without values needs weights, which tell its size")
    return sizes


def _heights(size, most):
    return (most - 1) / 2 + (size - 1) / 2 - np.arange(size)


def _draw_weights(ax, i, left, right, W, signed):
    largest = np.abs(W).max() or 1.0
    for j, k in np.ndindex(W.shape):
        look = {"color": GREY, "linewidth": 1.5}
        if signed:
            look = dict(POSITIVE if W[j, k] >= 0 else NEGATIVE)
            look["linewidth"] = 0.5 + 4 * abs(W[j, k]) / largest
        ax.plot([i, i + 1], [left[j], right[k]], zorder=1, **look)


def _signed(value, digits):
    return f"{value:.{digits}f}".replace("-", "−")


def _describe(values, weights, sizes, names, title, arrows, digits):
    text = f"{title}: " if title else ""
    text += f"A network of {'-'.join(map(str, sizes))} units, values computed {arrows}."
    for name, layer in zip(names, values, strict=True):
        if layer is not None:
            text += f" {name}: {', '.join(_signed(v, digits) for v in np.ravel(layer))}."
    for (one, two), W in zip(pairwise(names), weights or [], strict=False):
        entries = ", ".join(_signed(w, 2) for w in np.ravel(W))
        text += f" Weights from {one} to {two}: {entries}."
    return text
