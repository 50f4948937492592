"""A slider over pictures that are drawn beforehand: a move only shows another page."""

from functools import cached_property

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class FlipBook:
    """Pictures behind one labelled slider; without a live kernel, the page it opens at.

    `pages` is a dict {what the slider says: Picture}, `label` names the slider (the arrow keys
    move it too), `start` is the key it opens at (the first unless given). Raises ValueError for no
    pages or an unknown start.

    >>> from matplotlib.figure import Figure
    >>> from course_lib.plots.picture import Picture
    >>> pages = {n: Picture(Figure(), f"Page {n}.") for n in (1, 2)}
    >>> flip_book(pages, label="page", start=2)
    FlipBook over page (1, 2), open at 2: Page 2.
    """

    def __init__(self, pages, *, label, start=None):
        self.pages, self.label = dict(pages), label
        if not self.pages:
            raise ValueError("a flip book needs at least one page")
        self.start = next(iter(self.pages)) if start is None else start
        if self.start not in self.pages:
            raise ValueError(f"no page {self.start!r}; there are {list(self.pages)}")

    @cached_property
    def widget(self):
        """The ipywidgets control, made when it is first shown: a slider above a stack of pages."""
        import ipywidgets

        slider = ipywidgets.SelectionSlider(
            options=[(str(key), key) for key in self.pages],
            value=self.start,
            description=self.label,
            style={"description_width": "initial"},
            layout={"width": "min(36em, 95%)"},
        )
        pages = [ipywidgets.HTML(page.html()) for page in self.pages.values()]
        stack = ipywidgets.Stack(pages, selected_index=slider.index)
        # Linked in the browser: a move asks no kernel, so that a busy one does not hold it up.
        self.link = ipywidgets.jslink((slider, "index"), (stack, "selected_index"))
        return ipywidgets.VBox([slider, stack])

    def _repr_mimebundle_(self, include=None, exclude=None):
        still = self.pages[self.start]
        note = f"<p>{self.label}: {self.start} (run the notebook to move the slider)</p>"
        bundle = {"text/plain": repr(self), "text/html": still.html() + note}
        view = self.widget._repr_mimebundle_() or {}
        return bundle | {kind: data for kind, data in view.items() if kind == WIDGET_VIEW}

    def __repr__(self):
        keys = ", ".join(str(key) for key in self.pages)
        description = self.pages[self.start].description
        return f"FlipBook over {self.label} ({keys}), open at {self.start}: {description}"


def flip_book(pages, *, label, start=None):
    """Put the pictures of a dict {value: Picture} behind a slider; see `FlipBook`.

    >>> flip_book({}, label="epoch")
    Traceback (most recent call last):
    ValueError: a flip book needs at least one page
    """
    return FlipBook(pages, label=label, start=start)
