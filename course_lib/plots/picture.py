"""A picture that displays itself with a text description, in JupyterLab and in exported pages."""

import base64
import html
import io
from functools import cached_property

from course_lib.plots.style import styled


class Picture:
    """A drawn figure (PNG) with the description that a reader who cannot see it gets.

    `figure` is a matplotlib Figure made without pyplot, so that nothing is drawn twice and nothing
    is left open; it is drawn once, when it is first shown. Raises ValueError for an empty
    description.

    >>> from matplotlib.figure import Figure
    >>> Picture(Figure(figsize=(2, 1)), "An empty figure.").html()[:40]
    '<img alt="An empty figure." width="180" '
    """

    dots_per_inch = 144  # two device pixels for each pixel that the page asks for
    pixels_per_inch = 90

    def __init__(self, figure, description):
        if not description.strip():
            raise ValueError("a picture needs a description, for readers who cannot see it")
        self.description = " ".join(description.split())
        self.width = round(figure.get_figwidth() * self.pixels_per_inch)
        self._figure = figure

    @cached_property
    def png(self):
        """The picture as the bytes of a PNG file."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        file = io.BytesIO()
        self._figure.set_dpi(self.dots_per_inch)
        # savefig would draw everything once more, only to lay it out
        draw = styled(FigureCanvasAgg(self._figure).print_png)  # text is laid out while drawn
        draw(file, metadata={"Software": None})
        del self._figure
        return file.getvalue()

    def html(self):
        """The picture as an `<img>` with its description as the alternative text."""
        data = base64.b64encode(self.png).decode("ascii")
        alt = html.escape(self.description)
        style = "max-width: 100%; height: auto; background: white"
        source = f"data:image/png;base64,{data}"
        return f'<img alt="{alt}" width="{self.width}" style="{style}" src="{source}">'

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html(), "text/plain": repr(self)}

    def __repr__(self):
        return f"Picture: {self.description}"
