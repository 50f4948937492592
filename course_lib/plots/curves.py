"""Learning curves: one quantity against the epoch, one line a setting, a band where runs differ."""

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import FAINT, LINES, new_figure, number, styled


@styled
def learning_curves(
    curves,
    *,
    ylabel,
    xlabel="epoch",
    title="",
    log=False,
    ylim=None,
    first=1,
    stride=1,
    marks=None,
    faint=(),
):
    """Draw each curve of a dict {name: values}, values (points,) or (runs, points).

    Of several runs the line is the median and the band holds the middle 80 %. `first` is the x of
    the first point (epochs count from 1), `stride` the distance to the next; `log` makes the y axis
    logarithmic; `marks` is a dict {text: x} of vertical lines; `faint` is a list of further curves,
    drawn thin and grey behind, to compare with. Raises ValueError for curves that are empty or not
    of 1 or 2 axes.

    >>> print(learning_curves({"a": [[3.0, 1.0], [5.0, 2.0]]}, ylabel="loss").description)
    Loss against epoch. a: from 4.00 to 1.50 (lowest 1.50 at epoch 2); median of 2 runs, of
    which the middle 80 % end between 1.10 and 1.90.
    """
    curves = {name: _runs(name, values) for name, values in curves.items()}
    if not curves:
        raise ValueError("no curves to draw")
    figure, (ax,) = new_figure()
    for values in faint:
        runs = _runs("faint", values)
        ax.plot(_x(runs, first, stride), np.median(runs, axis=0), **FAINT)
    for line, (name, runs) in zip(_cycle(), curves.items(), strict=False):
        x = _x(runs, first, stride)
        every = max(1, len(x) // 8)
        ax.plot(x, np.median(runs, axis=0), label=name, markevery=every, **line)
        if len(runs) > 1:
            low, high = np.quantile(runs, [0.1, 0.9], axis=0)
            ax.fill_between(x, low, high, color=line["color"], alpha=0.18, linewidth=0)
    for row, (text, x) in enumerate((marks or {}).items()):
        ax.axvline(x, color="black", linewidth=1.5, linestyle=":")
        place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
        place["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # over other lines
        ax.annotate(text, (x, 0.97 - 0.1 * row), xytext=(6, 0), va="top", **place)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    ax.xaxis.get_major_locator().set_params(integer=isinstance(stride, int))
    if log:
        ax.set_yscale("log")
    if ylim is not None:
        ax.set_ylim(*ylim)
    if len(curves) > 1:
        ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=3)
    return Picture(figure, _describe(curves, ylabel, xlabel, title, first, stride, marks, faint))


def _runs(name, values):
    runs = np.asarray(values, dtype=float)
    runs = runs[None] if runs.ndim == 1 else runs
    if runs.ndim != 2 or runs.size == 0:
        raise ValueError(f"the curve {name!r} has shape {runs.shape}, not (points,) or (runs, …)")
    return runs


def _x(runs, first, stride):
    return first + stride * np.arange(runs.shape[1])


def _cycle():
    while True:
        yield from LINES


def _describe(curves, ylabel, xlabel, title, first, stride, marks, faint):
    text = f"{title}: " if title else ""
    text += f"{ylabel[:1].upper()}{ylabel[1:]} against {xlabel}."
    for name, runs in curves.items():
        middle = np.median(runs, axis=0)
        text += f" {name}: from {number(middle[0])} to {number(middle[-1])}"
        if np.isfinite(middle).any():
            lowest = int(np.nanargmin(middle))
            text += f" (lowest {number(middle[lowest])} at {xlabel} {first + stride * lowest:g})"
        if len(runs) > 1:
            low, high = np.quantile(runs[:, -1], [0.1, 0.9])
            text += f"; median of {len(runs)} runs, of which the middle 80 % end between "
            text += f"{number(low)} and {number(high)}"
        text += "."
    if len(faint):
        text += f" {len(faint)} other curves stand behind in grey."
    for mark, x in (marks or {}).items():
        text += f" A vertical line at {xlabel} {x}: {mark}."
    return text
