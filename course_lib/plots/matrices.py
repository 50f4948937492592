"""A table of numbers as coloured cells, with the numbers in them: heat map, confusion matrix."""

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import new_figure, styled

COLOURS = "cividis"  # even in lightness, and made for colour-blind eyes (Nuñez et al. 2018)


@styled
def heat_map(values, *, rows, columns, quantity, title="", target=None, limits=None):
    """Draw a matrix (rows, columns), or (rows, columns, runs), as coloured cells with numbers in.

    `rows` and `columns` are their names. Of several runs the cell has the mean and, below, the
    standard deviation. Light is high, or with a `target` near to it, whichever side; `limits`
    (darkest, lightest) fix the colours, as values or, with a target, as minus the distance. Raises
    ValueError where names and shape do not fit.

    >>> picture = heat_map([[[1.0, 3.0], [0.5, 0.5]]], rows=["a"], columns=["x", "y"],
    ...     quantity="loss")
    >>> print(picture.description)
    Table of loss, 1 row by 2 columns, mean ± standard deviation of 2 runs. a: x 2.0 ± 1.4,
    y 0.5 ± 0.0.
    """
    values = np.asarray(values, dtype=float)
    if values.ndim not in (2, 3) or values.shape[:2] != (len(rows), len(columns)):
        raise ValueError(f"{values.shape} values for {len(rows)} rows and {len(columns)} columns")
    runs = values if values.ndim == 3 else values[..., None]
    means = runs.mean(axis=2)
    texts = [[_cell(cell) for cell in row] for row in runs]
    figure, (ax,) = new_figure(3.2 + 1.45 * len(columns), 1.7 + 0.75 * len(rows))
    shades = means if target is None else -np.abs(means - target)
    _draw_cells(ax, shades, rows, columns, texts, limits)
    ax.set_title(title)
    text = f"{title}: " * bool(title) + f"Table of {quantity}, {_count(rows, 'row')} by "
    text += _count(columns, "column")
    text += f", mean ± standard deviation of {runs.shape[2]} runs" * (runs.shape[2] > 1) + "."
    for row, cells in zip(rows, texts, strict=True):
        inside = (f"{name} {cell}" for name, cell in zip(columns, cells, strict=True))
        text += f" {row}: {', '.join(inside)}."
    return Picture(figure, text)


def _cell(runs):
    if len(runs) == 1 or not np.isfinite(runs).all():
        return f"{runs.mean():.3g}".replace("-", "−").replace("inf", "∞")
    return f"{runs.mean():.1f}\n± {runs.std(ddof=1):.1f}".replace("-", "−")


def _count(names, noun):
    return f"{len(names)} {noun}{'s' * (len(names) != 1)}"


def _draw_cells(ax, values, rows, columns, texts, limits, colours=COLOURS):
    finite = values[np.isfinite(values)]
    low, high = limits or (finite.min(initial=0), finite.max(initial=0))
    shown = np.ma.masked_invalid(np.where(np.isnan(values), values, np.clip(values, low, high)))
    look = {"cmap": colours, "edgecolor": "#D0D0D0", "linewidth": 1}
    image = ax.pcolormesh(shown, vmin=low, vmax=high, **look)
    for (i, j), value in np.ndenumerate(values):
        dark = not np.isnan(value) and relative_luminance(image.to_rgba(value)) < 0.18
        ax.text(j + 0.5, i + 0.5, texts[i][j], ha="center", va="center", fontsize="small",
                color="white" if dark else "black")  # fmt: skip
    ax.set_xticks(np.arange(len(columns)) + 0.5, columns)
    ax.set_yticks(np.arange(len(rows)) + 0.5, rows)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.invert_yaxis()


def relative_luminance(colour):
    """How light (r, g, b, …) in [0, 1] looks, from 0 to 1 (WCAG 2.2); black on .18 reads as white.

    >>> round(relative_luminance((1.0, 1.0, 1.0)), 3), relative_luminance((0.0, 0.0, 0.0))
    (1.0, 0.0)
    """
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


@styled
def confusion_matrix(y, y_hat, *, classes=None, title=""):
    """Draw how often an example of class y (row) was taken for class ŷ (column).

    y and ŷ hold one class an example, (N,); `classes` are all classes there are, those that occur
    unless given. Colours show the mistakes only: the diagonal would drown them. Raises ValueError
    for lengths that differ or a class that is not among them.

    >>> print(confusion_matrix([0, 1, 1, 1], [0, 1, 1, 0]).description)
    Confusion matrix of 4 examples: 3 right (75.0 %). Mistakes, most frequent first: 1 taken for 0,
    1 time. Class by class, right of all: 0: 1 of 1; 1: 2 of 3.
    """
    y, y_hat = np.ravel(y), np.ravel(y_hat)
    classes = list(np.unique([*y, *y_hat]) if classes is None else classes)
    if len(y) != len(y_hat) or len(y) == 0 or not set(y) | set(y_hat) <= set(classes):
        raise ValueError(f"{len(y)} classes and {len(y_hat)} predictions, among {classes}")
    counts = np.array([[np.sum((y == a) & (y_hat == b)) for b in classes] for a in classes])
    mistakes = np.where(np.eye(len(classes), dtype=bool), np.nan, counts)
    side = 2.2 + 0.55 * len(classes)
    figure, (ax,) = new_figure(side + 1.0, side)
    texts = [[str(count) if count else "" for count in row] for row in counts]
    limits = (0, np.nanmax(mistakes, initial=1))
    _draw_cells(ax, mistakes, classes, classes, texts, limits, "Blues")  # 0 is white
    ax.set(xlabel="predicted", ylabel="true", title=title)
    ax.set_aspect("equal")
    return Picture(figure, f"{title}: " * bool(title) + _mistakes_in_words(counts, classes))


def _mistakes_in_words(counts, classes, most=6):
    right, total = int(np.trace(counts)), int(counts.sum())
    pairs = sorted(
        ((int(n), i, j) for (i, j), n in np.ndenumerate(counts) if n and i != j), reverse=True
    )
    text = f"Confusion matrix of {total} examples: {right} right ({100 * right / total:.1f} %)."
    if pairs:
        said = (
            f"{classes[i]} taken for {classes[j]}, {n} time{'s' * (n != 1)}"
            for n, i, j in pairs[:most]
        )
        text += f" Mistakes, most frequent first: {'; '.join(said)}"
        text += f"; and {len(pairs) - most} further kinds." if len(pairs) > most else "."
    each = (
        f"{name}: {row[i]} of {row.sum()}"
        for i, (name, row) in enumerate(zip(classes, counts, strict=True))
    )
    return text + f" Class by class, right of all: {'; '.join(each)}."
