"""A table of numbers as coloured cells, with the numbers in them: heat map, confusion matrix."""

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import new_figure, number, styled

COLOURS = "cividis"  # even in lightness, and made for colour-blind eyes (Nuñez et al. 2018)


@styled
def heat_map(values, *, rows, columns, title="", quantity="value", limits=None, texts=None):
    """Draw a matrix (rows, columns) as cells whose colour and text say the value.

    `rows` and `columns` are their names, `texts` (rows, columns) what stands in the cells instead
    of the value; `limits` (low, high) fixes the colours. What is not finite stays white. Raises
    ValueError where names and shape do not fit.

    >>> picture = heat_map([[1.0, 2.0]], rows=["a"], columns=["x", "y"], quantity="loss")
    >>> print(picture.description)
    Table of loss, 1 rows by 2 columns. a: x 1.00, y 2.00.
    """
    values = np.asarray(values, dtype=float)
    if values.shape != (len(rows), len(columns)):
        raise ValueError(f"{values.shape} values for {len(rows)} rows and {len(columns)} columns")
    texts = [[number(float(v)) for v in row] for row in values] if texts is None else texts
    size = (3.2 + 1.5 * len(columns), 1.7 + 0.62 * len(rows))
    figure, axes = new_figure(*size)
    _draw_cells(axes[0], values, rows, columns, texts, limits)
    axes[0].set_title(title)
    text = f"{title}: " * bool(title)
    text += f"Table of {quantity}, {len(rows)} rows by {len(columns)} columns."
    for row, cells in zip(rows, texts, strict=True):
        inside = (f"{name} {cell}" for name, cell in zip(columns, cells, strict=True))
        text += f" {row}: {', '.join(inside)}."
    return Picture(figure, text.replace("\n", " "))


def _draw_cells(ax, values, rows, columns, texts, limits, colours=COLOURS):
    shown = np.ma.masked_invalid(values)
    low, high = limits or (shown.min(), shown.max())
    look = {"cmap": colours, "edgecolor": "#D0D0D0", "linewidth": 1}
    image = ax.pcolormesh(shown, vmin=low, vmax=high, **look)
    for (i, j), value in np.ndenumerate(values):
        dark = np.isfinite(value) and relative_luminance(image.to_rgba(value)) < 0.18
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
