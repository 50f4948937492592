"""An explorer: a pure function `state → data`, a view in the browser, a still where there is none.

>>> explorer = explore("vanishing?depth=30&activation=tanh")
>>> explorer.state
'vanishing?depth=30&activation=tanh'
>>> explorer.state = "vanishing?depth=3"
>>> len(explorer.data["backward"]["delta"])
3
"""

from functools import cache, cached_property, lru_cache
from importlib import import_module
from pathlib import Path

from course_lib.explorers.state import from_query, split_text, to_text, unknown
from course_lib.plots.flip_book import WIDGET_VIEW

NAMES = ("perceptron", "chain_rule", "playground", "vanishing", "glorot_he")
HERE = Path(__file__).parent
REMEMBERED = 100  # pictures an explorer need not compute again


def explore(text):
    """Open an explorer by a link-like text: its name, and what to set before it opens.

    As the last line of a cell it displays itself. `NAMES` lists the explorers; each is a module of
    this package, with `TITLE`, `State`, `data(state)`, `describe(state, data)` and `still(state,
    data)`. Raises ValueError for an unknown name, key or value.

    >>> explore("vanishing").state
    'vanishing'
    >>> explore("vanish")
    Traceback (most recent call last):
    ValueError: there is no 'vanish' (did you mean 'vanishing'?); there are perceptron,
    chain_rule, playground, vanishing, glorot_he
    """
    return Explorer(text)


class Explorer:
    """What `explore` gives back; `state` is the text of what is shown, and can be assigned."""

    def __init__(self, text):
        self.name, query = split_text(text)
        if self.name not in NAMES:
            raise ValueError(unknown(self.name, NAMES))
        self.kind = import_module(f"course_lib.explorers.{self.name}")
        self._state = from_query(self.kind.State, query)
        self._picture = lru_cache(REMEMBERED)(self._new_picture)

    @property
    def state(self):
        """The link-like text of what is shown: copy it to set up the same scene again.

        >>> explore("vanishing?seed=0&depth=12").state
        'vanishing?depth=12'
        """
        return to_text(self.name, self._state)

    @state.setter
    def state(self, text):
        name, query = split_text(text)
        if name != self.name:
            raise ValueError(f"this is the explorer {self.name!r}, not {name!r}")
        self._state = from_query(self.kind.State, query)
        if "widget" in vars(self):
            self.widget.state = _values(self._state)

    @property
    def data(self):
        """What the picture shows, as numbers."""
        return self.kind.data(self._state)

    @property
    def description(self):
        """What the picture shows, in words."""
        return self.kind.describe(self._state, self.data)

    @cached_property
    def widget(self):
        """The widget in the browser, made when it is first shown."""
        controls = self.kind.State.controls
        widget = _widget_class(self.name)(
            title=self.kind.TITLE,
            controls=[{"name": name, **control.spec()} for name, control in controls.items()],
            state=_values(self._state),
            picture=self._picture(self._state),
        )
        widget.observe(self._state_has_changed, names="state")
        widget.on_msg(self._message)
        return widget

    def _state_has_changed(self, change):
        """The browser moved a control (or `state` was assigned): compute, and send the picture."""
        try:
            self._state = self.kind.State(**change["new"])
        except (TypeError, ValueError) as error:
            self.widget.complaint = str(error)
            return
        self.widget.complaint = ""
        self.widget.picture = self._picture(self._state)

    def _message(self, widget, content, buffers):
        """The browser sends a text that somebody typed, or a state that may come next."""
        if "wanted" in content:
            widget.send({"picture": self._ahead(content["wanted"])})
            return
        try:
            self.state = content["scene"]
            widget.complaint = ""
        except ValueError as error:
            widget.complaint = str(error)

    def _ahead(self, values):
        """The picture of a state in which the browser is not yet, or None where there is none."""
        try:
            return self._picture(self.kind.State(**values))
        except (TypeError, ValueError):
            return None

    def _new_picture(self, state):
        data = self.kind.data(state)
        words = {"scene": to_text(self.name, state), "description": self.kind.describe(state, data)}
        return words | {"state": _values(state), "data": data}

    def _repr_mimebundle_(self, include=None, exclude=None):
        still = self.kind.still(self._state, self.data)
        note = f"<p>{self.state} (run the notebook to explore)</p>"
        bundle = {"text/plain": repr(self), "text/html": still.html() + note}
        view, _ = self.widget._repr_mimebundle_()
        return bundle | {WIDGET_VIEW: view[WIDGET_VIEW]}

    def __repr__(self):
        return f"Explorer {self.state}: {self.description}"


def _values(state):
    return {name: getattr(state, name) for name in state.controls}


@cache
def _widget_class(name):
    """The anywidget class with this explorer's view; heavy, so made when one is shown."""
    import anywidget
    import traitlets

    class ExplorerWidget(anywidget.AnyWidget):
        _esm = (HERE / "bundle" / f"{name}.js").read_text(encoding="utf-8")
        _css = (HERE / "views" / "explorer.css").read_text(encoding="utf-8")
        title = traitlets.Unicode().tag(sync=True)
        controls = traitlets.List().tag(sync=True)
        state = traitlets.Dict().tag(sync=True)
        picture = traitlets.Dict().tag(sync=True)
        complaint = traitlets.Unicode().tag(sync=True)

    return ExplorerWidget
