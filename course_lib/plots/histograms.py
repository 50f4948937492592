"""Histograms of every layer of a net, one ridge a layer, beside the densities of theory."""

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import BLACK, REGIONS, new_figure, number, styled

RIDGE = 0.84  # how much of its row a ridge fills where it is highest
THEORY = {"color": BLACK, "linestyle": (0, (4, 2)), "linewidth": 2}


@styled
def layer_histograms(groups, *, xlabel, title="", theory=None, xlim=None, bins=81, first=1):
    """Draw a panel of histograms for each group of a dict {name: list of arrays, one a layer}.

    Layers are stacked, the first at the bottom, on a shared x axis; every ridge fills its row, so
    compare widths, and the standard deviation beside it. `theory` is a dict {name: list of
    functions x → density}, drawn as dashed lines; `xlim` is (low, high), by default as wide as the
    data, and what lies outside is described; `first` is the number of the first layer. Raises
    ValueError for no groups, an empty or infinite layer, or a theory that does not fit its group.

    >>> picture = layer_histograms({"a": [[-1.0, 0.0, 1.0], [-2.0, 2.0]]}, xlabel="activation")
    >>> print(picture.description)
    Histograms of activation, one ridge a layer. a: standard deviation from layer 1 to 2: 0.816,
    2.00.
    """
    groups = {name: _layers(name, layers) for name, layers in groups.items()}
    if not groups:
        raise ValueError("no groups to draw")
    theory = _theory(theory or {}, groups)
    edges = np.linspace(*(xlim or _range(groups)), bins + 1)
    rows = max(len(layers) for layers in groups.values())
    size = (9.0 if len(groups) == 1 else 12.0, 1.9 + 0.6 * rows)
    figure, axes = new_figure(*size, len(groups), sharex=True, sharey=True)
    text = f"{title}: " * bool(title) + f"Histograms of {xlabel}, one ridge a layer."
    for ax, (name, layers) in zip(axes, groups.items(), strict=True):
        for row, values in enumerate(layers):
            _ridge(ax, row, values, edges, theory[name][row] if name in theory else None)
        ax.set(title=name, xlabel=xlabel, xlim=edges[[0, -1]], ylim=(-0.1, rows))
        ax.locator_params(axis="x", nbins=5)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        text += _describe(name, layers, name in theory, edges, first)
    axes[0].set_yticks(np.arange(rows) + 0.2, [f"layer {first + row}" for row in range(rows)])
    if theory:
        handles, labels = axes[list(groups).index(next(iter(theory)))].get_legend_handles_labels()
        options = {"loc": "outside lower center", "ncols": 2, "frameon": False, "handlelength": 3}
        figure.legend(handles[:2], labels[:2], **options)
    if title:
        figure.suptitle(title, fontsize="medium")
    return Picture(figure, text)


def _layers(name, layers):
    layers = [np.ravel(np.asarray(layer, dtype=float)) for layer in layers]
    if not layers or not all(layer.size and np.isfinite(layer).all() for layer in layers):
        raise ValueError(f"every layer of {name!r} needs values, all of them finite")
    return layers


def _theory(theory, groups):
    for name, densities in theory.items():
        if name not in groups or len(densities) != len(groups[name]):
            raise ValueError(f"the theory {name!r} does not have one density for each layer of it")
    return theory


def _range(groups):
    largest = max(np.abs(layer).max() for layers in groups.values() for layer in layers)
    return (-1.02 * largest, 1.02 * largest) if largest else (-1.0, 1.0)


def _ridge(ax, row, values, edges, density):
    counts, _ = np.histogram(values, edges)
    measured = counts / (len(values) * np.diff(edges))
    height = RIDGE / (measured.max() or 1.0)
    look = {"facecolor": REGIONS[0], "edgecolor": BLACK, "linewidth": 0.8, "label": "measured"}
    ax.stairs(row + height * measured, edges, baseline=row, fill=True, zorder=2, **look)
    if density is not None:
        x = (edges[1:] + edges[:-1]) / 2
        predicted = np.minimum(height * density(x), 0.98)  # a pole stays in its own row
        seen = np.where(predicted > 0.01, row + predicted, np.nan)
        ax.plot(x, seen, zorder=3, label="theory", **THEORY)
    text = f"sd {number(float(values.std()))}"
    ax.text(1.02, row + 0.14, text, fontsize="small", transform=ax.get_yaxis_transform())


def _describe(name, layers, has_theory, edges, first):
    deviations = ", ".join(number(float(values.std())) for values in layers)
    text = f" {name}: standard deviation from layer {first} to {first + len(layers) - 1}: "
    text += deviations
    outside = [np.mean((values < edges[0]) | (values > edges[-1])) for values in layers]
    if any(outside):
        shares = ", ".join(f"{number(100 * float(share))} %" for share in outside)
        text += f"; outside of the axis lie {shares} of the values"
    return text + "; dashed, the density of theory" * has_theory + "."
