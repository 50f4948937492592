"""The state of an explorer: a frozen dataclass whose fields are controls, and a text like a link.

>>> from course_lib.explorers.controls import Choice, Whole
>>> @state
... class State:
...     depth: int = Whole(20, "depth", 1, 50)
...     activation: str = Choice("tanh", "activation", ("tanh", "relu"))
>>> to_text("vanishing", State(depth=30))
'vanishing?depth=30'
>>> from_query(State, "depth=7&activation=relu")
State(depth=7, activation='relu')
>>> State(depth=0)
Traceback (most recent call last):
ValueError: depth must be a whole number from 1 to 50, not 0
"""

import dataclasses
from difflib import get_close_matches
from urllib.parse import parse_qsl, urlencode


def state(cls):
    """Make a class whose annotated attributes are controls into a dataclass that checks them."""
    controls = {name: getattr(cls, name) for name in cls.__annotations__}
    for name, control in controls.items():
        setattr(cls, name, control.default)

    def check(self):
        for name, control in controls.items():
            object.__setattr__(self, name, control.accept(getattr(self, name)))

    cls.__post_init__ = check
    made = dataclasses.dataclass(frozen=True)(cls)
    made.controls = controls
    return made


def to_text(name, state):
    """The link-like text of a state: the explorer's name, and what differs from the defaults."""
    changed = {
        key: control.format(getattr(state, key))
        for key, control in state.controls.items()
        if getattr(state, key) != control.default
    }
    return f"{name}?{urlencode(changed, safe=',;:+')}" if changed else name


def split_text(text):
    """The name and the query of a link-like text: 'a?b=1' → ('a', 'b=1').

    >>> split_text(" vanishing ")
    ('vanishing', '')
    """
    name, _, query = text.strip().partition("?")
    return name, query


def from_query(cls, query):
    """The state that a query such as 'depth=30&activation=relu' names, the rest by default.

    Raises ValueError for what is no `key=value`, for an unknown key or a value out of bounds.

    >>> from course_lib.explorers.vanishing import State
    >>> from_query(State, "dept=3")
    Traceback (most recent call last):
    ValueError: there is no 'dept' (did you mean 'depth'?); there are depth, width, activation,
    scale, seed, normalize, residual, clip
    """
    values = {}
    for part in query.split("&") if query else []:
        if "=" not in part:
            raise ValueError(f"{part!r} is not like depth=30")
        ((key, text),) = parse_qsl(part.replace("+", "%2B"), keep_blank_values=True)
        if key not in cls.controls:
            raise ValueError(unknown(key, cls.controls))
        values[key] = cls.controls[key].parse(text)
    return cls(**values)


def unknown(name, known):
    """What to say where a name is not among the known ones.

    >>> unknown("tanhh", ["tanh", "relu"])
    "there is no 'tanhh' (did you mean 'tanh'?); there are tanh, relu"
    """
    close = get_close_matches(name, known, n=1)
    hint = f" (did you mean {close[0]!r}?)" if close else ""
    return f"there is no {name!r}{hint}; there are {', '.join(known)}"
