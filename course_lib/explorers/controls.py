"""What a reader can set in an explorer: each control knows its values, their text, and its label.

A control is written as the default of a field of a `State`; `spec` tells the browser how to draw
it. `parse` reads text, `accept` what the browser sent; both raise ValueError and say what would do.

>>> depth = Whole(20, "depth", 1, 50)
>>> depth.parse("30")
30
>>> depth.parse("900")
Traceback (most recent call last):
ValueError: depth must be a whole number from 1 to 50, not 900
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Whole:
    """A slider over whole numbers, `step` apart.

    >>> Whole(4, "units", 2, 8, step=2).values()
    (2, 4, 6, 8)
    """

    default: int
    label: str
    low: int
    high: int
    step: int = 1

    def values(self):
        """Every value there is."""
        return tuple(range(self.low, self.high + 1, self.step))

    def accept(self, value):
        """The value as it is kept."""
        if isinstance(value, bool) or value not in self.values():
            steps = f", in steps of {self.step}" if self.step > 1 else ""
            wanted = f"a whole number from {self.low} to {self.high}{steps}"
            raise ValueError(f"{self.label} must be {wanted}, not {value!r}")
        return int(value)

    def parse(self, text):
        """The value that a text names."""
        return self.accept(int(text) if text.lstrip("-").isdecimal() else text)

    def format(self, value):
        """The text that `parse` reads."""
        return str(value)

    def spec(self):
        """How the browser draws it: a slider over `values`, each with its text."""
        return {"kind": "slider", "label": self.label, **_options(self)}


@dataclass(frozen=True)
class Count(Whole):
    """A whole number from 0 that buttons count up, too large for a slider: a field to type in.

    >>> Count(0, "step", 3000).parse("-1")
    Traceback (most recent call last):
    ValueError: step must be a whole number from 0 to 3000, not -1
    """

    def __init__(self, default, label, high):
        super().__init__(default, label, 0, high)

    def values(self):
        """Every value there is."""
        return range(self.high + 1)

    def spec(self):
        """How the browser draws it: a field for a number."""
        return {"kind": "count", "label": self.label, "high": self.high}


@dataclass(frozen=True)
class Choice:
    """One of a few things: a drop-down list, or a `slider` where the values have an order.

    >>> Choice("tanh", "activation", ("tanh", "relu")).parse("step")
    Traceback (most recent call last):
    ValueError: activation must be one of tanh, relu, not 'step'
    """

    default: object
    label: str
    options: tuple
    slider: bool = False

    def values(self):
        """Every value there is."""
        return self.options

    def accept(self, value):
        """The value as it is kept."""
        if value not in self.options:
            options = ", ".join(self.format(option) for option in self.options)
            raise ValueError(f"{self.label} must be one of {options}, not {value!r}")
        return self.options[self.options.index(value)]

    def parse(self, text):
        """The value that a text names."""
        texts = [self.format(option) for option in self.options]
        return self.accept(self.options[texts.index(text)] if text in texts else text)

    def format(self, value):
        """The text that `parse` reads."""
        return f"{value:g}" if isinstance(value, float) else str(value)

    def spec(self):
        """How the browser draws it."""
        kind = "slider" if self.slider else "list"
        return {"kind": kind, "label": self.label, **_options(self)}


@dataclass(frozen=True)
class Switch:
    """Something that is on or off: a box to tick.

    >>> Switch(False, "batch normalisation").parse("yes")
    Traceback (most recent call last):
    ValueError: batch normalisation must be on or off, not 'yes'
    """

    default: bool
    label: str

    def values(self):
        """Every value there is."""
        return (False, True)

    def accept(self, value):
        """The value as it is kept."""
        if not isinstance(value, bool):
            raise ValueError(f"{self.label} must be on or off, not {value!r}")
        return value

    def parse(self, text):
        """The value that a text names."""
        return self.accept({"on": True, "off": False}.get(text, text))

    def format(self, value):
        """The text that `parse` reads."""
        return "on" if value else "off"

    def spec(self):
        """How the browser draws it."""
        return {"kind": "switch", "label": self.label, **_options(self)}


@dataclass(frozen=True)
class Points:
    """Places in the plane that are dragged in the picture, on a grid of twentieths.

    >>> Points(((0.0, 1.0),), "points", -0.5, 1.5).parse("0.25,-0.5")
    ((0.25, -0.5),)
    """

    default: tuple
    label: str
    low: float
    high: float

    def values(self):
        """The default, and every place at an end: enough to try a picture on."""
        corners = ((self.low, self.low), (self.high, self.low), (self.low, self.high))
        moved = [(corner, *self.default[1:]) for corner in corners]
        return (self.default, *moved)

    def accept(self, value):
        """The value as it is kept."""
        try:
            points = tuple((float(x), float(y)) for x, y in value)
        except (TypeError, ValueError):
            points = ()
        inside = all(self.low <= place <= self.high for point in points for place in point)
        if len(points) != len(self.default) or not inside:
            wanted = f"{len(self.default)} points like 0,1;0.5,0"
            raise ValueError(
                f"{self.label} must be {wanted} from {self.low} to {self.high}, not {value!r}"
            )
        return tuple((round(20 * x) / 20, round(20 * y) / 20) for x, y in points)

    def parse(self, text):
        """The value that a text names."""
        try:
            return self.accept([part.split(",") for part in text.split(";")])
        except ValueError:
            return self.accept(text)

    def format(self, value):
        """The text that `parse` reads."""
        return ";".join(f"{x:g},{y:g}" for x, y in value)

    def spec(self):
        """Nothing to draw: the picture itself is the control."""
        return {"kind": "picture", "label": self.label}


def _options(control):
    values = control.values()
    return {"values": list(values), "texts": [control.format(value) for value in values]}
