"""Gradient descent seen from the side: the loss of one parameter, and the steps on it."""

from itertools import cycle

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import BLACK, LINES, new_figure, number, styled

MOST_NUMBERED, CROWDED = 3, 0.03  # steps with a number, and how near (of the axis) is too near


@styled
def descent(loss, paths, *, xlim, ylim=None, parameter="w", title=""):
    """Draw loss(w) over xlim, and each path of a dict {name: the w after 0, 1, 2, … steps}.

    `loss` takes an array of w. Points of a path are joined in order, its start is hollow, and its
    first steps are numbered. What lies outside of the axes is not drawn, but is in the description.
    Raises ValueError for no paths or an empty one.

    >>> print(descent(lambda w: w**2, {"η = 0.5": [2.0, 0.0]}, xlim=(-3, 3)).description)
    Loss J against w from -3 to 3. η = 0.5: from w = 2.00 (J = 4.00) in 1 steps to w = 0.00
    (J = 0.00).
    """
    paths = {name: np.asarray(path, dtype=float) for name, path in paths.items()}
    if not paths or any(path.size == 0 for path in paths.values()):
        raise ValueError("every path needs at least its start")
    figure, (ax,) = new_figure()
    w = np.linspace(*xlim, 400)
    ax.plot(w, loss(w), color=BLACK, linewidth=3, zorder=2)
    text = f"{title}: " * bool(title) + f"Loss J against {parameter} from {xlim[0]} to {xlim[1]}."
    for line, (name, path) in zip(cycle(LINES), paths.items(), strict=False):
        with np.errstate(over="ignore"):
            height = loss(path)
        _draw_path(ax, path, height, line, name, gap=CROWDED * (xlim[1] - xlim[0]))
        text += f" {name}: from {parameter} = {number(path[0])} (J = {number(height[0])}) in "
        text += f"{len(path) - 1} steps to {parameter} = {number(path[-1])} "
        text += f"(J = {number(height[-1])})."
    ax.set(xlabel=parameter, ylabel="loss J", title=title, xlim=xlim)
    ax.set_ylim(*(ylim or (None, None)))
    if len(paths) > 1:
        ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=3)
    return Picture(figure, text)


def _draw_path(ax, w, height, line, name, gap):
    ax.plot(w, height, **(line | {"linewidth": 1.8, "markersize": 10}), label=name, zorder=3)
    ax.plot(w[:1], height[:1], line["marker"], markersize=12, markerfacecolor="white",
            markeredgewidth=2.5, color=line["color"], zorder=4)  # fmt: skip
    numbered = []
    for step in range(min(len(w), MOST_NUMBERED + 1)):
        if any(abs(w[step] - w[other]) < gap for other in numbered):
            break
        numbered.append(step)
        ax.annotate(str(step), (w[step], height[step]), xytext=(0, 12), ha="center", fontsize=13,
                    textcoords="offset points", annotation_clip=True, zorder=5)  # fmt: skip
