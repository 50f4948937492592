"""Decision regions: what a classifier says about every point of the plane, now and before."""

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import BLACK, CLASSES, FAINT, LINES, REGIONS, new_figure, styled


@styled
def decision_regions(
    models, X, y, *, title="", labels=("x₁", "x₂"), margin=0.4, points=120, limits=None, names=None
):
    """Draw where each model of a dict {name: model} says class 1, under the points (X, y).

    A model is a function from (N, 2) to the probability of class 1, (N,) or (N, 1). The line is
    where the probability is ½; class 1 has the hatched side and the filled triangles. All panels
    share their axes, which `limits` (low, high) fixes; `names` are texts beside the points,
    empty for none.
    Raises ValueError unless X is (N, 2) and y holds N zeros and ones.

    >>> X, y = np.array([[0.0, 0.0], [2.0, 0.0]]), np.array([0, 1])
    >>> print(decision_regions({"x₁ > 1": lambda X: X[:, 0] > 1}, X, y).description)
    Decision regions over x₁ and x₂. x₁ > 1: class 1 on 50 % of the area shown; 2 of 2 points on
    the right side (accuracy 1.000).
    """
    X, y = np.asarray(X, dtype=float), np.ravel(y)
    if X.ndim != 2 or X.shape[1] != 2 or len(X) != len(y) or set(y) - {0, 1}:
        raise ValueError(f"X must be (N, 2), y N zeros and ones; got {X.shape} and {len(y)} values")
    if names is not None and len(names) != len(X):
        raise ValueError(f"{len(names)} names for {len(X)} points")
    grid, extent = _grid(X, margin, points, limits)
    width, height = (5.4, 5.6) if len(models) == 1 else (min(4.4 * len(models), 12.0), 5.2)
    figure, axes = new_figure(width, height, len(models), sharey=True)
    text = f"{title}: " * bool(title) + f"Decision regions over {labels[0]} and {labels[1]}."
    for ax, (name, model) in zip(axes, models.items(), strict=True):
        p = np.asarray(model(grid.reshape(-1, 2)), dtype=float).reshape(points, points)
        _draw_regions(ax, grid, p)
        _draw_points(ax, X, y, names, size=60 if len(X) > 20 else 150)
        ax.set(title=name, xlabel=labels[0], xlim=extent[0], ylim=extent[1], aspect="equal")
        right = int(np.sum((np.ravel(model(X)) >= 0.5) == y))
        text += f" {name}: class 1 on {np.mean(p >= 0.5):.0%} of the area shown; "
        text += f"{right} of {len(y)} points on the right side (accuracy {right / len(y):.3f})."
    if names is not None:
        spots = [(name, *point) for name, point in zip(names, X, strict=True) if name]
        places = (f"{name} at ({_plain(a)}, {_plain(b)})" for name, a, b in spots)
        text += f" The points: {', '.join(places)}."
    axes[0].set_ylabel(labels[1])
    _draw_legend(figure, axes[0])
    figure.suptitle(title, fontsize="medium") if title else None
    return Picture(figure, text.replace("%", " %"))


@styled
def decision_history(
    history, X, y, *, epoch=None, unit="epoch", title="", labels=("x₁", "x₂"), margin=0.7
):
    """Draw a unit's decision line after an epoch over its earlier lines, and the accuracy beside.

    `history` has one dict an epoch with "weights" (d,), "bias" and "accuracy" (`Perceptron` keeps
    it); `epoch` counts from 1, the last unless given, and `unit` says what is counted. X is (N, d),
    d being 1 or 2; y holds N zeros and ones. The arrow is the weight vector: it points to class 1.
    Raises ValueError for an empty history, an epoch not in it, or shapes that do not fit.

    >>> history = [{"weights": [2.0, 1.0], "bias": -2.5, "accuracy": 1.0}]
    >>> print(decision_history(history, [[0.0, 0.0], [1.0, 1.0]], [0, 1]).description)
    Decision line after epoch 1 of 1: class 1 where 2x₁ + 1x₂ − 2.5 ≥ 0; 2 of 2 points on the
    right side. No earlier line. Accuracy after each epoch: 1.
    """
    history, X, y = list(history), np.asarray(X, dtype=float), np.ravel(y)
    epoch = len(history) if epoch is None else epoch
    if X.ndim != 2 or X.shape[1] not in (1, 2) or len(X) != len(y) or set(y) - {0, 1}:
        raise ValueError(f"X must be (N, 1 or 2), y N zeros and ones; got {X.shape}, {len(y)}")
    if not 1 <= epoch <= len(history):
        raise ValueError(f"no {unit} {epoch} in a history of {len(history)}")
    lines = [_line(entry, X.shape[1]) for entry in history[:epoch]]
    accuracies = [entry["accuracy"] for entry in history]
    figure, axes = new_figure(11.0, 5.2, 2, width_ratios=(1, 1.15))
    figure.suptitle(title, fontsize="medium") if title else None
    _draw_lines(axes[0], lines, X, y, labels, margin)
    _draw_accuracy(axes[1], accuracies, epoch, unit)
    _draw_legend(figure, axes[0])
    w, b = lines[-1]
    right = int(np.sum((X @ w[: X.shape[1]] + b >= 0) == y))
    text = f"{title}: " * bool(title) + f"Decision line after {unit} {epoch} of {len(history)}: "
    text += f"{_inequality(w[: X.shape[1]], b, labels)}; {right} of {len(y)} points on the right "
    text += f"side. {_earlier(lines)} {_accuracies(accuracies, unit)}"
    return Picture(figure, text)


def _line(entry, d):
    w = np.ravel(np.asarray(entry["weights"], dtype=float))
    if len(w) != d:
        raise ValueError(f"{len(w)} weights do not fit X with {d} columns")
    return np.append(w, np.zeros(2 - d)), float(np.ravel(entry["bias"])[0])


def _draw_lines(ax, lines, X, y, labels, margin):
    flat = X.shape[1] == 1
    plane = np.column_stack([X, np.zeros(len(X))]) if flat else X
    grid, extent = _grid(plane, margin, points=300)
    w, b = lines[-1]
    _draw_regions(ax, grid, np.where(grid @ w + b >= 0, 1.0, 0.0), line=False)
    ax.set(xlim=extent[0], ylim=extent[1], aspect="equal", xlabel=labels[0])
    for age, (old_w, old_b) in enumerate(reversed(lines[:-1])):
        _draw_line(
            ax, old_w, old_b, FAINT | {"linewidth": 2.5, "alpha": max(0.3, 0.9 - 0.15 * age)}
        )
    _draw_line(ax, w, b, {"color": BLACK, "linewidth": 3.5}, arrow=True)
    _draw_points(ax, plane, y, None, size=190)
    ax.locator_params(nbins=5)
    ax.set_yticks([]) if flat else ax.set_ylabel(labels[1])


def _draw_line(ax, w, b, look, arrow=False):
    if not np.any(w):
        return  # no weights, no line: the same answer everywhere
    foot, across = -b * w / (w @ w), np.array([-w[1], w[0]])
    ax.axline(foot, foot + across, **look)
    middle = np.array([np.mean(ax.get_xlim()), np.mean(ax.get_ylim())])
    tail = middle - (middle @ w + b) * w / (w @ w)  # the point of the line nearest the middle
    sides = zip(tail, (ax.get_xlim(), ax.get_ylim()), strict=True)
    if arrow and all(low < value < high for value, (low, high) in sides):
        head = tail + 0.35 * w / np.linalg.norm(w)
        ax.annotate("", head, tail, arrowprops={"arrowstyle": "-|>", "lw": 3, "color": BLACK})


def _draw_accuracy(ax, accuracies, epoch, unit):
    x, look = np.arange(1, len(accuracies) + 1), LINES[0]
    ax.plot(x, accuracies, **FAINT)
    ax.plot(x[:epoch], accuracies[:epoch], color=look["color"], marker="o", clip_on=False)
    ax.plot(epoch, accuracies[epoch - 1], marker="o", markersize=15, clip_on=False,
            markerfacecolor="none", markeredgecolor=BLACK, markeredgewidth=2)  # fmt: skip
    ax.set(xlabel=unit, ylabel="accuracy", ylim=(0, 1.04), xlim=(0.6, len(x) + 0.4))
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1])
    ax.xaxis.get_major_locator().set_params(integer=True)


def _inequality(w, b, labels):
    if not np.any(w):
        return f"class {int(b >= 0)} everywhere, for all weights are 0"
    terms = [f"{_plain(value)}{label}" for value, label in zip(w, labels, strict=False) if value]
    text = " + ".join(terms) + (f" + {_plain(b)}" if b else "")
    return f"class 1 where {text.replace('+ −', '− ')} ≥ 0"


def _plain(value):
    return f"{value + 0.0:.3g}".replace("-", "−")


def _earlier(lines):
    count = sum(bool(np.any(w)) for w, _ in lines[:-1])
    if not count:
        return "No earlier line."
    return f"Behind it, faint, the {f'{count} earlier lines' if count > 1 else 'earlier line'}."


def _accuracies(accuracies, unit):
    if len(accuracies) <= 12:
        return f"Accuracy after each {unit}: {', '.join(_plain(value) for value in accuracies)}."
    return (
        f"Accuracy over {len(accuracies)} {unit}s: from {_plain(accuracies[0])} to "
        f"{_plain(accuracies[-1])}, never below {_plain(min(accuracies))} or above "
        f"{_plain(max(accuracies))}."
    )


def _grid(X, margin, points, limits=None):
    low, high = X.min(axis=0) - margin, X.max(axis=0) + margin
    if limits is not None:
        low, high = [limits[0]] * 2, [limits[1]] * 2
    axes = [np.linspace(low[i], high[i], points) for i in (0, 1)]
    return np.stack(np.meshgrid(*axes), axis=-1), list(zip(low, high, strict=True))


def _draw_points(ax, X, y, names, size):
    for k, look in enumerate(CLASSES):
        ax.scatter(*X[y == k].T, s=size, linewidth=0.9, label=f"class {k}", zorder=3, **look)
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1.5}
    for name, point in zip(names or [], X, strict=False):
        right, top = _free_corner(point, X, distance=0.09 * np.ptp(ax.get_xlim()))
        place = {"xytext": (10 * right, 10 * top), "textcoords": "offset points", "bbox": box}
        place |= {"ha": "left" if right > 0 else "right", "va": "bottom" if top > 0 else "top"}
        ax.annotate(name, point, zorder=4, **place) if name else None


def _free_corner(point, X, distance):
    """The corner (±1, ±1) of a point, `distance` away, that is farthest from all other points."""
    corners = np.array([(1, 1), (1, -1), (-1, 1), (-1, -1)])
    others = X[np.any(point != X, axis=1)]
    if not len(others):
        return corners[0]
    gaps = np.linalg.norm((point + distance * corners)[:, None] - others, axis=2).min(axis=1)
    return corners[np.argmax(gaps)]


def _draw_legend(figure, ax):
    handles = ax.get_legend_handles_labels()
    look = {"ncols": 2, "frameon": False, "handletextpad": 0.2}
    figure.legend(*handles, loc="outside lower center", **look)


def _draw_regions(ax, grid, p, line=True):
    one, two = grid[..., 0], grid[..., 1]
    levels = [-1, 0.5, 2]  # two sides; what a model says exactly at ½ counts as class 1
    ax.contourf(one, two, p, levels=levels, colors=REGIONS, hatches=[None, "//"])
    if line and p.min() < 0.5 < p.max():
        ax.contour(one, two, p, levels=[0.5], colors="black", linewidths=2.5)
