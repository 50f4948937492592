"""How all pictures look: sizes for the last row, colours that survive colour-blindness and grey.

The colours are those of Okabe & Ito (2008). None of them carries a meaning alone: lines differ in
dashes and markers too, classes in the shape and the filling of their points.
"""

from functools import wraps

import matplotlib
from matplotlib.figure import Figure

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
BLUE, VERMILLION, PURPLE, GREY = "#0072B2", "#D55E00", "#CC79A7", "#6B6B6B"

LINES = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": VERMILLION, "linestyle": "--", "marker": "s"},
    {"color": GREEN, "linestyle": "-.", "marker": "^"},
    {"color": PURPLE, "linestyle": ":", "marker": "D"},
    {"color": BLACK, "linestyle": (0, (5, 1, 1, 1, 1, 1)), "marker": "v"},
    {"color": ORANGE, "linestyle": (0, (1, 1)), "marker": "P"},
)
FAINT = {"color": GREY, "linewidth": 1.2, "alpha": 0.6, "zorder": 1}
CLASSES = (
    {"marker": "o", "facecolor": "white", "edgecolor": "black"},
    {"marker": "^", "facecolor": "black", "edgecolor": "white"},
)
REGIONS = ("#CDE6F7", "#F6C26B")  # pale sky, stronger orange: apart in grey too

STYLE = {
    "font.size": 15,
    "axes.titlesize": 16,
    "axes.labelsize": 15,
    "xtick.labelsize": 13,
    "ytick.labelsize": 13,
    "legend.fontsize": 13,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 1.2,
    "lines.linewidth": 2.5,
    "lines.markersize": 8,
    "axes.grid": False,
    "hatch.linewidth": 0.6,
    "hatch.color": "#8A6D3B",
}


def styled(function):
    """Let a function draw in the style of the course, whatever the reader's own settings are.

    >>> styled(lambda: matplotlib.rcParams["font.size"])()
    15.0
    """

    @wraps(function)
    def wrapped(*arguments, **options):
        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update(STYLE)
            return function(*arguments, **options)

    return wrapped


def new_figure(width=9.0, height=4.4, columns=1, **options):
    """A figure and its list of axes side by side; the figure is not registered with pyplot.

    >>> figure, axes = new_figure(columns=2)
    >>> len(axes)
    2
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1)
    axes = figure.subplots(1, columns, squeeze=False, **options)[0]
    return figure, list(axes)


def number(value):
    """A number as a description says it: three significant digits.

    >>> number(0.123456), number(1234567.0), number(1.0), number(140)
    ('0.123', '1.23e+06', '1.00', '140')
    """
    return f"{value:#.3g}".rstrip(".") if isinstance(value, float) else str(value)
