"""What a check hands on: the points as a number, and what was found as data and as a page."""

import html
import re
from dataclasses import dataclass

MIME = "application/vnd.course-check+json"
LONGEST_MESSAGE = 2000
EMPHASIS = re.compile(r"(?<![\w*])\*(\w(?:[^*\n]*\w)?)\*(?![\w*])")


@dataclass(frozen=True)
class Verdict:
    """What a check found: see STATES."""

    task: str
    state: str
    points: float
    max_points: float
    message: str = ""
    diagnosis: str = ""
    right_parts: frozenset[int] = frozenset()  # of a result in parts: those that are right

    @property
    def is_right(self) -> bool:
        return self.state == "right"


STATES = {  # state: mark, in words, colour of the edge
    "right": ("✓", "right", "#2e8b57"),
    "recorded": ("●", "recorded", "#4a7fb5"),
    "not_attempted": ("○", "not attempted yet", "#8a8a8a"),
    "not_judged": ("◐", "not judged", "#8a8a8a"),
    "raised": ("✗", "an error was raised", "#c8553d"),
    "wrong_type": ("✗", "not yet", "#c8553d"),
    "wrong_shape": ("✗", "not yet", "#c8553d"),
    "wrong_value": ("✗", "not yet", "#c8553d"),
    "known_bug": ("✗", "not yet", "#c8553d"),
}


class Result(float):
    """The points of a check: a number for the gradebook, a message for the reader.

    `is_safe` says that the message tells nothing of hidden cases, though it comes of them.

    >>> Result(Verdict("hw3/softmax", "right", 3.0, 3.0)) + 1
    4.0
    """

    verdict: Verdict
    is_safe: bool

    def __new__(cls, verdict: Verdict, is_safe: bool = False) -> "Result":
        result = super().__new__(cls, verdict.points)
        result.verdict, result.is_safe = verdict, is_safe
        return result

    def __reduce__(self):
        return Result, (self.verdict, self.is_safe)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        verdict = self.verdict
        return {
            "text/plain": f"{float(self):g}",  # nbgrader reads the points from here
            "text/html": page(verdict),
            MIME: {
                "task": verdict.task,
                "state": verdict.state,
                "diagnosis": verdict.diagnosis,
                "message": verdict.message[:LONGEST_MESSAGE],
                "points": verdict.points,
                "max_points": verdict.max_points,
                "safe": self.is_safe,
            },
        }


def page(verdict: Verdict) -> str:
    """Return the verdict as HTML that needs no style sheet and suits light and dark themes."""
    mark, words, colour = STATES[verdict.state]
    name = verdict.task.rpartition("/")[2]
    points = "" if verdict.state == "recorded" else f" · {score(verdict)}"
    head = (
        f'<span aria-hidden="true">{mark}</span> <code>{html.escape(name)}</code>: {words}{points}'
    )
    return framed(f"<strong>{head}</strong>{paragraphs(verdict.message)}", colour)


def score(verdict: Verdict) -> str:
    """Return points out of the most there are, in words.

    >>> score(Verdict("hw3/forward", "wrong_value", 1.5, 3.0))
    '1.5 of 3 points'
    """
    unit = "point" if verdict.max_points == 1 else "points"
    return f"{verdict.points:g} of {verdict.max_points:g} {unit}"


def framed(content: str, colour: str) -> str:
    """Return content with a coloured edge; text and background stay the theme's own."""
    style = f"border-left: .3em solid {colour}; padding: .2em .8em; max-width: 50em"
    return f'<div class="course-check" role="status" style="{style}">{content}</div>'


def paragraphs(text: str) -> str:
    """Return plain text as HTML paragraphs: `code` between backticks, *emphasis* between stars.

    >>> paragraphs("Is `a < b` *always*, or a*b*c?")
    '<p style="margin: .4em 0">Is <code>a &lt; b</code> <em>always</em>, or a*b*c?</p>'
    """
    blocks = [block for block in text[:LONGEST_MESSAGE].split("\n\n") if block.strip()]
    return "".join(f'<p style="margin: .4em 0">{marked_up(block)}</p>' for block in blocks)


def marked_up(text: str) -> str:
    """Return a line of plain text as HTML, with `code` and *emphasis* as in `paragraphs`.

    >>> marked_up("a *b* `c < d`")
    'a <em>b</em> <code>c &lt; d</code>'
    """
    pieces = html.escape(text, quote=False).split("`")
    if len(pieces) % 2 == 0:  # the last backtick has no partner
        pieces[-2:] = ["`".join(pieces[-2:])]
    pieces[::2] = [EMPHASIS.sub(r"<em>\1</em>", piece) for piece in pieces[::2]]
    pieces[1::2] = [f"<code>{piece}</code>" for piece in pieces[1::2]]
    return "".join(pieces)
