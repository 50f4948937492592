"""How much does it vary: one dot a run, and measured points beside what theory says."""

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import BLACK, LINES, new_figure, number, styled


@styled
def spread(groups, *, xlabel, title="", xlim=None):
    """Draw one row of dots for each group of a dict {name: one number a run}, with its mean.

    Raises ValueError for an empty group.

    >>> print(spread({"seeds": [0.8, 0.9, 1.0]}, xlabel="accuracy").description)
    Accuracy, one dot a run. seeds: 3 runs, mean 0.900, standard deviation 0.100, from 0.800
    to 1.00.
    """
    groups = {name: np.asarray(values, dtype=float) for name, values in groups.items()}
    if not groups or any(values.size == 0 for values in groups.values()):
        raise ValueError("every group needs at least one run")
    figure, (ax,) = new_figure(9.0, 1.4 + 1.0 * len(groups))
    text = f"{title}: " * bool(title) + f"{xlabel[:1].upper()}{xlabel[1:]}, one dot a run."
    for row, (line, (name, values)) in enumerate(zip(LINES, groups.items(), strict=False)):
        heights = -row + _stacked(values)
        ax.scatter(values, heights, s=60, marker=line["marker"], color=line["color"], alpha=0.75,
                   edgecolor="white", linewidth=0.7)  # fmt: skip
        bar = {"color": BLACK, "linewidth": 3, "zorder": 0}  # behind the dots, hiding none
        ax.plot([values.mean()] * 2, [-row - 0.35, -row + 0.35], **bar)
        ax.text(values.mean(), -row - 0.37, f"mean {number(values.mean())}", ha="center", va="top",
                fontsize="small")  # fmt: skip
        text += f" {name}: {len(values)} runs, mean {number(values.mean())}, "
        text += f"standard deviation {number(values.std(ddof=1) if len(values) > 1 else 0.0)}, "
        text += f"from {number(values.min())} to {number(values.max())}."
    ax.set(xlabel=xlabel, title=title, ylim=(-len(groups) + 0.25, 0.6))
    ax.set_yticks(-np.arange(len(groups)), list(groups))
    ax.tick_params(axis="y", length=0, labelsize=15)
    ax.spines["left"].set_visible(False)
    if xlim is not None:
        ax.set_xlim(*xlim)
    return Picture(figure, text)


def _stacked(values, step=0.1):
    """Heights that pile equal values up around 0, so that every run is seen."""
    heights = np.zeros(len(values))
    for value in np.unique(values):
        same = np.flatnonzero(values == value)
        gap = min(step, 0.6 / max(1, len(same) - 1))
        heights[same] = (np.arange(len(same)) - (len(same) - 1) / 2) * gap
    return heights


@styled
def measured_and_theory(x, measured, theory, *, xlabel, ylabel, title="", log=True):
    """Draw measured points beside the curve of each formula of a dict {name: values}.

    All have the shape of x. Both axes are logarithmic unless `log` is false.

    >>> picture = measured_and_theory([1, 2], [1.0, 0.6], {"1/x": [1.0, 0.5]}, xlabel="x",
    ...     ylabel="variance")
    >>> print(picture.description)
    Variance against x, from x = 1 to 2. Measured: from 1.00 to 0.600. 1/x: from 1.00 to 0.500;
    the measured values are between 1.00 and 1.20 times that.
    """
    x, measured = np.asarray(x), np.asarray(measured, dtype=float)
    figure, (ax,) = new_figure()
    text = f"{title}: " * bool(title) + f"{ylabel[:1].upper()}{ylabel[1:]} against {xlabel}, "
    text += f"from x = {number(x[0])} to {number(x[-1])}. "
    text += f"Measured: from {number(measured[0])} to {number(measured[-1])}."
    for line, (name, values) in zip(LINES[1:], theory.items(), strict=False):
        values = np.asarray(values, dtype=float)
        ax.plot(x, values, color=line["color"], linestyle=line["linestyle"], label=name)
        text += f" {name}: from {number(values[0])} to {number(values[-1])}"
        ratio = (measured / np.where(values > 0, values, np.nan))[values > 0]
        if ratio.size:
            text += f"; the measured values are between {number(ratio.min())} and "
            text += f"{number(ratio.max())} times that"
        text += "."
    ax.plot(x, measured, color=LINES[0]["color"], marker="o", linestyle="", markersize=10, zorder=3,
            label="measured")  # fmt: skip
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    if log:
        ax.set(xscale="log", yscale="log")
    ax.set_xticks(x, [str(value) for value in x])
    ax.minorticks_off()
    ax.legend(frameon=False)
    return Picture(figure, text)
