"""A computational graph: values forward in its nodes, derivatives backward on its edges."""

from collections import Counter, defaultdict

import numpy as np

from course_lib.plots.picture import Picture
from course_lib.plots.style import BLACK, GREY, REGIONS, VERMILLION, new_figure, styled

COLUMN, ROW = 2.2, 1.45  # distances of neighbouring nodes, in inches
WIDTH, HEIGHT = 0.6, 0.44  # of a node, as parts of them
PILL = {"boxstyle": "round,pad=0.25", "facecolor": "#333333", "edgecolor": "none"}
PAPER = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"}


@styled
def computational_graph(
    values, edges, *, operations=None, gradients=None, highlight=(), title="", digits=3
):
    """Draw a graph whose nodes carry `values`, a dict {name: number} with the output last.

    `edges` lists (from, to) or (from, to, local derivative ∂to/∂from); one pair may occur twice,
    as in x·x. `operations` is a dict {name: text} of what a node computes. `gradients` is a dict
    {name: ∂output/∂name}, shown white on dark below the node; leave out what is not yet known.
    The nodes in `highlight` are drawn heavy; so are the edges through which their gradient came,
    and these point backward.
    A node stands right of its inputs, in the row of the first of them. None for a value leaves it
    open. Where nodes are arrays, texts may stand for derivatives and gradients. Raises ValueError
    for an unknown name, and for an edge that runs backward in `values`.

    >>> picture = computational_graph({"x": 3.0, "f": 9.0}, [("x", "f", 6.0)],
    ...     operations={"f": "x²"}, gradients={"f": 1.0, "x": 6.0}, highlight=["x"])
    >>> print(picture.description)
    A computational graph. Forward: x is 3.000; f = x² is 9.000. Local derivatives: ∂f/∂x = 6.000.
    Backward, of f: to f 1.000; to x 6.000. Highlighted: x.
    """
    operations, gradients = operations or {}, gradients or {}
    edges = [(*edge, None)[:3] for edge in edges]
    _require_known(values, edges, [*operations, *gradients, *highlight])
    places = _places(values, edges)
    columns, rows = (1 + max(place[i] for place in places.values()) for i in (0, 1))
    figure, (ax,) = new_figure(COLUMN * columns, ROW * rows + 0.4 * bool(title) + 0.2)
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(0.4 - rows, 0.5), title=title)
    ax.axis("off")
    for edge, bend in zip(edges, _bends(edges, places), strict=True):
        heavy = edge[0] in highlight and edge[0] in gradients
        _draw_edge(ax, places, edge, bend, digits, heavy)
    output = list(values)[-1]
    for name, value in values.items():
        _draw_box(ax, places[name], name in highlight)
        _write(ax, places[name], name, operations.get(name), value, digits)
        if name in gradients:
            _draw_gradient(ax, places[name], output, name, gradients[name], digits)
    return Picture(
        figure, _describe(values, edges, operations, gradients, highlight, title, digits)
    )


def _require_known(values, edges, mentioned):
    if not values:
        raise ValueError("a graph needs at least one node")
    order = {name: i for i, name in enumerate(values)}
    unknown = [n for n in [*mentioned, *(n for edge in edges for n in edge[:2])] if n not in order]
    if unknown:
        raise ValueError(f"no node {unknown[0]!r}; there are {list(values)}")
    for tail, head, _ in edges:
        if order[tail] >= order[head]:
            raise ValueError(f"the edge {tail} → {head} runs backward: list {tail} before {head}")


def _places(values, edges):
    """(column, row) of every node: right of all its inputs, in the row of the first if free."""
    inputs = {name: [tail for tail, head, _ in edges if head == name] for name in values}
    columns = _columns(values, edges, inputs)
    taken, places = defaultdict(set), {}

    def put(name, row=0):
        while row in taken[columns[name]]:
            row += 1
        taken[columns[name]].add(row)
        places[name] = (columns[name], row)

    for name in values:
        for tail in inputs[name]:
            if tail not in places:
                put(tail)
        if inputs[name]:
            put(name, places[inputs[name][0]][1])
    for name in values:
        if name not in places:
            put(name)
    return places


def _columns(values, edges, inputs):
    columns = {}
    for name in values:
        columns[name] = 1 + max((columns[tail] for tail in inputs[name]), default=-1)
    for name in values:  # what has no inputs stands right before the first node that it feeds
        feeds = [columns[head] for tail, head, _ in edges if tail == name]
        if feeds and not inputs[name]:
            columns[name] = min(feeds) - 1
    return columns


def _bends(edges, places):
    """How far, in inches, each edge swings up: over a node in its way, or beside its twin."""
    count, seen = Counter(edge[:2] for edge in edges), Counter()
    for edge in edges:
        (left, top), (right, bottom) = places[edge[0]], places[edge[1]]
        seen[edge[:2]] += 1
        if count[edge[:2]] > 1:
            yield 0.26 * (-1) ** seen[edge[:2]]
        else:
            on_the_way = {(column, top) for column in range(left + 1, right)}
            yield 0.62 if top == bottom and on_the_way & set(places.values()) else 0.0


def _draw_box(ax, place, heavy):
    from matplotlib.patches import FancyBboxPatch

    corner = (place[0] - WIDTH / 2, -place[1] - HEIGHT / 2)
    look = {"facecolor": REGIONS[1], "linewidth": 3.5} if heavy else {"facecolor": "white"}
    box = FancyBboxPatch(corner, WIDTH, HEIGHT, boxstyle="round,pad=0,rounding_size=0.08",
                         edgecolor=BLACK, zorder=3, **look)  # fmt: skip
    ax.add_patch(box)


def _draw_edge(ax, places, edge, bend, digits, heavy):
    from matplotlib.patches import FancyArrowPatch

    tail, head, derivative = edge
    (left, top), (right, bottom) = places[tail], places[head]
    start, end = (left + WIDTH / 2, -top), (right - WIDTH / 2, -bottom)
    reach = np.hypot((end[0] - start[0]) * COLUMN, (end[1] - start[1]) * ROW)
    look = {"color": GREY, "linewidth": 1.8, "mutation_scale": 18}
    if heavy:
        look = {"color": VERMILLION, "linewidth": 4.5, "mutation_scale": 22}
    curve = f"arc3,rad={(2 if heavy else -2) * bend / reach}"
    ends = (end, start) if heavy else (start, end)
    arrow = FancyArrowPatch(*ends, arrowstyle="-|>", shrinkA=0, shrinkB=2,
                            connectionstyle=curve, zorder=1, **look)  # fmt: skip
    ax.add_patch(arrow)
    if derivative is not None:
        above = 0.13 if top == bottom else 0.0  # on a slope there is room for it in the line
        height = (start[1] + end[1]) / 2 + (bend + above * (1 if bend >= 0 else -1)) / ROW
        times = "" if isinstance(derivative, str) else "×"
        ax.text((start[0] + end[0]) / 2, height, times + _signed(derivative, digits), ha="center",
                va="center", fontsize=12, bbox=PAPER, zorder=2)  # fmt: skip


def _write(ax, place, name, operation, value, digits):
    text = name if value is None else f"{name} = {_signed(value, digits)}"
    lift = 0.085 if operation else 0.0
    ax.text(place[0], lift - place[1], text, ha="center", va="center", fontsize=15, zorder=4)
    if operation:
        ax.text(place[0], -0.11 - place[1], operation, ha="center", va="center", fontsize=12.5,
                zorder=4)  # fmt: skip


def _draw_gradient(ax, place, output, name, gradient, digits):
    text = f"∂{output}/∂{name}  {_signed(gradient, digits)}"
    ax.text(place[0], -place[1] - HEIGHT / 2 - 0.14, text, ha="center", va="center", color="white",
            fontsize=12.5, bbox=PILL, zorder=5)  # fmt: skip


def _signed(value, digits):
    return value if isinstance(value, str) else f"{value:.{digits}f}".replace("-", "−")


def _describe(values, edges, operations, gradients, highlight, title, digits):
    def named(name):
        return f"{name} = {operations[name]}" if name in operations else name

    known = [f"{named(n)} is {_signed(v, digits)}" for n, v in values.items() if v is not None]
    known += [named(n) for n, v in values.items() if v is None and n in operations]
    text = f"{title}: " * bool(title) + "A computational graph."
    text += f" Forward: {'; '.join(known)}." if known else ""
    arrows = [f"{tail} to {head}" for tail, head, derivative in edges if derivative is None]
    text += f" Arrows without a number: {', '.join(arrows)}." if arrows else ""
    rules = [f"{head} to {tail} by {d}" for tail, head, d in edges if isinstance(d, str)]
    text += f" On the way back: {', '.join(rules)}." if rules else ""
    numbers = [edge for edge in edges if not isinstance(edge[2], str | None)]
    local = [f"∂{head}/∂{tail} = {_signed(d, digits)}" for tail, head, d in numbers]
    text += f" Local derivatives: {', '.join(local)}." if local else ""
    back = [f"to {n} {_signed(gradients[n], digits)}" for n in reversed(values) if n in gradients]
    text += f" Backward, of {list(values)[-1]}: {'; '.join(back)}." if back else ""
    return text + (f" Highlighted: {', '.join(highlight)}." if highlight else "")
