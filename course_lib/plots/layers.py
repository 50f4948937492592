"""A quantity of every layer of a deep net: how it grows or fades on its way through."""

from itertools import cycle

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import BLACK, FAINT, LINES, new_figure, number, styled

MIDDLE = (0.1, 0.9)  # the band holds the middle 80 % of the runs, as in `learning_curves`
THEORY = ((0, (1, 2)), (0, (6, 3)), (0, (6, 2, 1, 2)))


@styled
def layer_profile(
    groups,
    *,
    ylabel,
    xlabel="layer",
    title="",
    log=True,
    ylim=None,
    first=1,
    theory=None,
    faint=(),
    mean=False,
):
    """Draw a quantity per layer for each group of a dict {name: (layers,) or (runs, layers)}.

    Of several runs the line is the median (with `mean` the mean) and the band holds the middle
    80 %. `first` is the number of the first layer; `theory` is a dict {name: (layers,)} of thin
    black lines; `faint` is a list of further groups, thin and grey behind. On the logarithmic axis
    (`log`) exactly 0 has no place: an arrow at the bottom marks it. Raises ValueError for groups
    that are empty or not of 1 or 2 axes, and for a theory longer than any group.

    >>> picture = layer_profile({"sigmoid": [0.01, 0.1, 1.0]}, ylabel="gradient norm")
    >>> print(picture.description)
    Gradient norm against layer, logarithmic axis. sigmoid: from 0.0100 at layer 1 to 1.00 at
    layer 3, a factor of 10.0 a layer.
    """
    groups = {name: _runs(name, values) for name, values in groups.items()}
    if not groups:
        raise ValueError("no groups to draw")
    theory = _theory(theory or {}, groups)
    centre = np.mean if mean else np.median
    figure, (ax,) = new_figure()
    if log:
        ax.set_yscale("log", nonpositive="mask")
    for values in faint:
        _line(ax, centre(_runs("faint", values), axis=0), first, **FAINT)
    for line, (name, runs) in zip(cycle(LINES), groups.items()):
        _band(ax, runs, first, line["color"])
        _line(ax, centre(runs, axis=0), first, label=name, log=log, **line)
    for dashes, (name, values) in zip(cycle(THEORY), theory.items()):
        style = {"color": BLACK, "linewidth": 1.8, "linestyle": dashes, "zorder": 3}
        _line(ax, values, first, label=name, **style)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title, ylim=ylim)
    ax.xaxis.get_major_locator().set_params(integer=True)
    if len(groups) + len(theory) > 1:
        ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=3)
    text = f"{title}: " * bool(title) + f"{ylabel[:1].upper()}{ylabel[1:]} against {xlabel}"
    text += ", logarithmic axis." if log else "."
    for name, runs in groups.items():
        text += f" {name}{_journey(centre(runs, axis=0), xlabel, first, log)}"
        text += f"{_scatter(runs, 'mean' if mean else 'median', xlabel, first)}."
    for name, values in theory.items():
        text += f" In theory, {name}{_journey(values, xlabel, first, log)}."
    text += f" {len(faint)} other curves stand behind in grey." * bool(len(faint))
    return Picture(figure, text)


def _runs(name, values):
    runs = np.asarray(values, dtype=float)
    runs = runs[None] if runs.ndim == 1 else runs
    if runs.ndim != 2 or runs.size == 0:
        raise ValueError(f"{name!r} has shape {runs.shape}, not (layers,) or (runs, layers)")
    return runs


def _theory(theory, groups):
    theory = {name: np.asarray(values, dtype=float) for name, values in theory.items()}
    layers = max(runs.shape[1] for runs in groups.values())
    for name, values in theory.items():
        if values.ndim != 1 or not 0 < len(values) <= layers:
            raise ValueError(f"the theory {name!r} has shape {values.shape}, for {layers} layers")
    return theory


def _line(ax, values, first, *, log=False, **style):
    layers = np.arange(first, first + len(values))
    ax.plot(layers, values, markevery=max(1, round(len(layers) / 12)), **style)
    zeros = layers[values == 0]
    if log and zeros.size:
        heights = np.full(zeros.shape, 0.03)  # as fractions of the axis
        arrow = {"color": style["color"], "marker": "$↓$", "markersize": 13, "linestyle": ""}
        ax.plot(zeros, heights, transform=ax.get_xaxis_transform(), **arrow)


def _band(ax, runs, first, colour):
    if len(runs) > 1:
        layers = np.arange(first, first + runs.shape[1])
        low, high = np.quantile(runs, MIDDLE, axis=0)
        ax.fill_between(layers, low, high, color=colour, alpha=0.18, linewidth=0)


def _journey(values, xlabel, first, log):
    text = f": from {number(float(values[0]))} at {xlabel} {first}"
    text += f" to {number(float(values[-1]))} at {xlabel} {first + len(values) - 1}"
    if log and len(values) > 1 and 0 < values[0] < np.inf and 0 < values[-1] < np.inf:
        factor = (values[-1] / values[0]) ** (1 / (len(values) - 1))
        text += f", a factor of {number(float(factor))} a layer"
    zeros = int(np.sum(values == 0))
    return text + f", exactly 0 at {zeros} of {len(values)}" * bool(log and zeros)


def _scatter(runs, centre, xlabel, first):
    if len(runs) == 1:
        return ""
    low, high = (number(float(value)) for value in np.quantile(runs[:, 0], MIDDLE))
    text = f"; {centre} of {len(runs)} runs, of which the middle 80 %"
    return text + f" lie between {low} and {high} at {xlabel} {first}"
