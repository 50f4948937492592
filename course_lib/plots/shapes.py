"""A line of matrices drawn to scale: which side must be as long as which."""

from course_lib.plots.picture import Picture
from course_lib.plots.style import BLACK, REGIONS, new_figure, styled


@styled
def matrix_shapes(terms, *, title=""):
    """Draw a formula: `terms` alternates (name, rows, columns) and signs such as "@", "+", "=".

    Every entry is one little square. Rows that stand for examples may be marked by a fourth entry
    "examples" of the tuple. Raises ValueError for a term that is neither.

    >>> terms = [("X", 5, 2, "examples"), "@", ("W₁", 2, 3), "=", ("Z₁", 5, 3, "examples")]
    >>> print(matrix_shapes(terms).description)
    Matrices drawn to scale: X (5, 2) @ W₁ (2, 3) = Z₁ (5, 3). The rows of X, Z₁ are examples.
    """
    matrices = [term for term in terms if not isinstance(term, str)]
    if any(len(term) not in (3, 4) for term in matrices):
        raise ValueError("a term is a sign such as '@' or a tuple (name, rows, columns)")
    tallest = max(term[1] for term in matrices)
    figure, (ax,) = new_figure(9.0, 3.6)
    x = 0.0
    for term in terms:
        if isinstance(term, str):
            ax.text(x + 0.7, 0, term, ha="center", va="center", fontsize=24)
            x += 1.4
        else:
            x = _draw_matrix(ax, x, *term)
    ax.set(xlim=(-0.2, x + 0.2), ylim=(-tallest / 2 - 1.7, tallest / 2 + 1.5), aspect="equal")
    ax.axis("off")
    ax.set_title(title)
    return Picture(figure, _describe(terms, matrices, title))


def _draw_matrix(ax, x, name, rows, columns, examples=None):
    colour = REGIONS[1] if examples else REGIONS[0]
    pad = max(0.0, (1.8 - columns) / 2)  # room for the text under a narrow matrix
    for i in range(rows):
        for j in range(columns):
            ax.add_patch(_square(x + pad + j, rows / 2 - 1 - i, colour, "//" if examples else None))
    middle = x + pad + columns / 2
    ax.text(middle, rows / 2 + 0.25, name, ha="center", va="bottom", fontsize=19)
    ax.text(middle, -rows / 2 - 0.3, f"({rows}, {columns})", ha="center", va="top", fontsize=14)
    return x + columns + 2 * pad


def _square(x, y, colour, hatch):
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), 1, 1, facecolor=colour, edgecolor=BLACK, linewidth=1.2, hatch=hatch)


def _describe(terms, matrices, title):
    formula = " ".join(
        term if isinstance(term, str) else f"{term[0]} ({term[1]}, {term[2]})" for term in terms
    )
    text = f"{title}: " * bool(title) + f"Matrices drawn to scale: {formula}."
    examples = list(dict.fromkeys(term[0] for term in matrices if len(term) == 4))
    return text + (f" The rows of {', '.join(examples)} are examples." if examples else "")
