"""A map: stations in a grid, and arrows that say what has to come first."""

from course_lib.plots.picture import Picture
from course_lib.plots.style import BLACK, GREY, REGIONS, new_figure, styled

COLUMN, ROW = 2.6, 1.35  # distances of neighbouring stations, in inches
WIDTH, HEIGHT = 0.8, 0.62  # of a station, as parts of them


@styled
def roadmap(stations, ways, *, optional=(), title=""):
    """Draw stations, a dict {name: (column, row, text)}, and ways, a list of (from, to).

    The text stands below the name. The stations in `optional`, and the ways to them, are dashed.
    Raises ValueError for a way or an optional station whose name is unknown, and for two stations
    in one place.

    >>> picture = roadmap({"1": (0, 0, "units"), "2": (1, 0, "layers")}, [("1", "2")])
    >>> print(picture.description)
    A map of 2 stations. 1: units, leads to 2. 2: layers.
    """
    _require_known(stations, [*optional, *(name for way in ways for name in way)])
    columns, rows = (1 + max(place[i] for place in stations.values()) for i in (0, 1))
    figure, (ax,) = new_figure(COLUMN * columns, ROW * rows + 0.4 * bool(title) + 0.2)
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(0.5 - rows, 0.5), title=title)
    ax.axis("off")
    for tail, head in ways:
        _draw_way(ax, stations[tail], stations[head], head in optional)
    for name, (column, row, text) in stations.items():
        _draw_station(ax, (column, -row), name, text, name in optional)
    return Picture(figure, _describe(stations, ways, optional, title))


def _require_known(stations, mentioned):
    if unknown := [name for name in mentioned if name not in stations]:
        raise ValueError(f"no station {unknown[0]!r}; there are {list(stations)}")
    if len({place[:2] for place in stations.values()}) < len(stations):
        raise ValueError("two stations in one place")


def _draw_way(ax, tail, head, dashed):
    from matplotlib.patches import FancyArrowPatch

    (left, top), (right, bottom) = tail[:2], head[:2]
    if left == right:  # straight down or up
        half = HEIGHT / 2 if bottom > top else -HEIGHT / 2
        ends = (left, -top - half), (right, -bottom + half)
    else:
        half = WIDTH / 2 if right > left else -WIDTH / 2
        ends = (left + half, -top), (right - half, -bottom)
    ax.add_patch(FancyArrowPatch(
        *ends, arrowstyle="-|>", mutation_scale=18, linewidth=1.8, color=GREY, shrinkA=0, shrinkB=2,
        linestyle="--" if dashed else "-", zorder=1,
    ))  # fmt: skip


def _draw_station(ax, place, name, text, dashed):
    from matplotlib.patches import FancyBboxPatch

    corner = (place[0] - WIDTH / 2, place[1] - HEIGHT / 2)
    ax.add_patch(FancyBboxPatch(
        corner, WIDTH, HEIGHT, boxstyle="round,pad=0,rounding_size=0.06", edgecolor=BLACK, zorder=2,
        facecolor="white" if dashed else REGIONS[0], linestyle="--" if dashed else "-",
    ))  # fmt: skip
    where = {"ha": "center", "zorder": 3}
    ax.text(place[0], place[1] + 0.16, name, va="center", fontsize=15, weight="bold", **where)
    ax.text(place[0], place[1] - 0.09, text, va="center", fontsize=12, linespacing=1.2, **where)


def _describe(stations, ways, optional, title):
    text = f"{title}: " * bool(title) + f"A map of {len(stations)} stations."
    for name, (_, _, said) in stations.items():
        heads = [head for tail, head in ways if tail == name]
        aside = ", by the way" if name in optional else ""
        leads = f", leads to {', '.join(heads)}" if heads else ""
        text += f" {name}: {' '.join(said.split())}{aside}{leads}."
    return text
