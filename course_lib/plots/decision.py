"""Decision regions: what a classifier says about every point of the plane."""

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import CLASSES, REGIONS, new_figure, styled


@styled
def decision_regions(models, X, y, *, title="", labels=("x₁", "x₂"), margin=0.4, points=120):
    """Draw where each model of a dict {name: model} says class 1, under the points (X, y).

    A model is a function from (N, 2) to the probability of class 1, (N,) or (N, 1). The line is
    where the probability is ½; class 1 has the hatched side and the filled triangles. All panels
    share their axes. Raises ValueError unless X is (N, 2) and y holds N zeros and ones.

    >>> X, y = np.array([[0.0, 0.0], [2.0, 0.0]]), np.array([0, 1])
    >>> print(decision_regions({"x₁ > 1": lambda X: X[:, 0] > 1}, X, y).description)
    Decision regions over x₁ and x₂. x₁ > 1: class 1 on 50 % of the area shown; 2 of 2 points on
    the right side (accuracy 1.000).
    """
    X, y = np.asarray(X, dtype=float), np.ravel(y)
    if X.ndim != 2 or X.shape[1] != 2 or len(X) != len(y) or set(y) - {0, 1}:
        raise ValueError(f"X must be (N, 2), y N zeros and ones; got {X.shape} and {len(y)} values")
    grid, extent = _grid(X, margin, points)
    width, height = (5.4, 5.6) if len(models) == 1 else (min(4.4 * len(models), 12.0), 5.2)
    figure, axes = new_figure(width, height, len(models), sharey=True)
    text = f"{title}: " * bool(title) + f"Decision regions over {labels[0]} and {labels[1]}."
    for ax, (name, model) in zip(axes, models.items(), strict=True):
        p = np.asarray(model(grid.reshape(-1, 2)), dtype=float).reshape(points, points)
        _draw_regions(ax, grid, p)
        for k, look in enumerate(CLASSES):
            ax.scatter(*X[y == k].T, s=60, linewidth=0.9, label=f"class {k}", zorder=3, **look)
        ax.set(title=name, xlabel=labels[0], xlim=extent[0], ylim=extent[1], aspect="equal")
        right = int(np.sum((np.ravel(model(X)) >= 0.5) == y))
        text += f" {name}: class 1 on {np.mean(p >= 0.5):.0%} of the area shown; "
        text += f"{right} of {len(y)} points on the right side (accuracy {right / len(y):.3f})."
    axes[0].set_ylabel(labels[1])
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2,
                  frameon=False, handletextpad=0.2)  # fmt: skip
    figure.suptitle(title, fontsize="medium") if title else None
    return Picture(figure, text.replace("%", " %"))


def _grid(X, margin, points):
    low, high = X.min(axis=0) - margin, X.max(axis=0) + margin
    axes = [np.linspace(low[i], high[i], points) for i in (0, 1)]
    return np.stack(np.meshgrid(*axes), axis=-1), list(zip(low, high, strict=True))


def _draw_regions(ax, grid, p):
    one, two = grid[..., 0], grid[..., 1]
    levels = [-1, 0.5, 2]  # two sides; what a model says exactly at ½ counts as class 1
    ax.contourf(one, two, p, levels=levels, colors=REGIONS, hatches=[None, "//"])
    if p.min() < 0.5 < p.max():
        ax.contour(one, two, p, levels=[0.5], colors="black", linewidths=2.5)
