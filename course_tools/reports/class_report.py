"""The class report: what the class got and misunderstood, as a page to show in the next lecture.

No student is named on it. A second page, for graders alone, lists the submissions that need a
person.
"""

import collections
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from course_lib.checks.result import marked_up
from course_tools.reports.class_table import Row

TEMPLATES = Path(__file__).with_name("templates")
PLACE = re.compile(r"[Ll]ecture (\d+)(?:, part (\d+))?")
BINS = 10
RIGHT, PARTLY, NO_POINTS = "right", "partly right", "no points"
NOT_GRADED, NOT_ATTEMPTED, NOT_JUDGED = "not graded yet", "not attempted", "not judged"
# How a bar is filled. What else a task's answers are called are mistakes that a check names.
FILL = {RIGHT: "", PARTLY: "partly", NO_POINTS: "wrong", NOT_GRADED: "waiting"}
FILL |= {NOT_ATTEMPTED: "none", NOT_JUDGED: "none"}
MOST_TAKEN_UP = 5
RARE = 0.01  # mistakes of so small a share of the class stand together in one row


@dataclass(frozen=True)
class Share:
    """How many students an answer to a task is true of, and what it was."""

    name: str
    count: int
    share: float
    explanation: str = ""

    @property
    def percent(self) -> str:
        return f"{100 * self.share:.0f} %" if self.share >= 0.005 or not self.count else "< 1 %"


@dataclass(frozen=True)
class TaskReport:
    """One task: its mean points among the graded answers, and how the class answered it.

    The most frequent mistake comes first.
    """

    name: str
    mean: float | None
    most: float
    shares: tuple[Share, ...]

    @property
    def shown(self) -> list[Share]:
        """All answers but the rare mistakes."""
        rare = self.rare
        return [share for share in self.shares if share not in rare]

    @property
    def rare(self) -> list[Share]:
        """The mistakes that hardly anyone made, if there are several of them."""
        found = [s for s in self.shares if s.name not in FILL and s.share < RARE]
        return found if len(found) > 1 else []

    def share(self, name: str) -> float:
        return next((share.share for share in self.shares if share.name == name), 0.0)


@dataclass(frozen=True)
class TakeUp:
    """A mistake worth taking up: whose it is not, how common, and where a lecture shows it."""

    task: str
    name: str
    share: Share
    place: str
    link: str


@dataclass(frozen=True)
class ClassReport:
    """All that the page shows."""

    assignment: str
    submissions: int
    graded: int
    most: float
    mean: float
    median: float
    bins: tuple[Share, ...]
    tasks: tuple[TaskReport, ...]
    take_up: tuple[TakeUp, ...]
    open_points: int
    seconds: float

    @property
    def time(self) -> str:
        """How long all submissions took together, in the unit that suits."""
        return f"{self.seconds:.0f} s" if self.seconds < 120 else f"{self.seconds / 60:.0f} min"

    @property
    def has_not_judged(self) -> bool:
        """Was a task of anyone not judged, since an earlier one feeds it?"""
        return any(task.share(NOT_JUDGED) for task in self.tasks)


def class_report(
    assignment: str, table: Sequence[Row], seconds: float, link_of: Callable[[str], str]
) -> ClassReport:
    """Summarise a class's rows; `link_of("Lecture 3, part 5")` says where that can be read."""
    graded = [row for row in table if row.total is not None]
    totals = sorted(row.total for row in graded)
    most = max((row.max_total or 0.0 for row in graded), default=0.0)
    names = dict.fromkeys(task for row in graded for task in row.points)
    tasks = tuple(_task(name, graded) for name in names)
    return ClassReport(
        assignment=assignment,
        submissions=len(table),
        graded=len(graded),
        most=most,
        mean=sum(totals) / len(totals) if totals else 0.0,
        median=_median(totals),
        bins=tuple(_bins(totals, most)),
        tasks=tasks,
        take_up=tuple(_take_up(tasks, link_of)),
        open_points=sum(len(row.waiting) for row in graded),
        seconds=seconds,
    )


def _median(values: Sequence[float]) -> float:
    if not values:
        return 0.0
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _bins(totals: Sequence[float], most: float):
    """Yield how many students got how many points, in tenths of all points."""
    width = most / BINS or 1.0
    counts = collections.Counter(min(int(total / width), BINS - 1) for total in totals)
    for i in range(BINS):
        name = f"{i * width:g}–{(i + 1) * width:g}"
        yield Share(name, counts[i], counts[i] / len(totals) if totals else 0.0)


def _task(name: str, graded: Sequence[Row]) -> TaskReport:
    points = [row.points.get(name) for row in graded]
    given = [p for p in points if p is not None]
    most = max(row.most.get(name, 0.0) for row in graded)
    said = [next((d for d in row.diagnoses if d.task == name), None) for row in graded]
    answers = [_answer(d, p, most) for d, p in zip(said, points, strict=True)]
    counts = collections.Counter(answers)
    texts = {a: _explanation(d.message) for a, d in zip(answers, said, strict=True) if d}
    order = [n for n in FILL if n in counts]
    order += [n for n, _ in counts.most_common() if n not in FILL]
    shares = [Share(n, counts[n], counts[n] / len(graded), texts.get(n, "")) for n in order]
    return TaskReport(name, sum(given) / len(given) if given else None, most, tuple(shares))


def _answer(diagnosis, points: float | None, most: float) -> str:
    """Return what an answer is called; where no check speaks, its points do."""
    if points is None:
        return NOT_GRADED
    if diagnosis is not None and not (diagnosis.state == "not_attempted" and points):
        known = {"not_attempted": NOT_ATTEMPTED, "not_judged": NOT_JUDGED}
        return known.get(diagnosis.state, diagnosis.code.replace("_", " "))
    if points <= 0:
        return NO_POINTS
    return RIGHT if points >= most else PARTLY


def _explanation(message: str) -> str:
    """Return the part of a message that is the same for all who made the mistake: its end."""
    blocks = [block.strip() for block in message.split("\n\n") if block.strip()]
    return next((block for block in reversed(blocks) if PLACE.search(block)), "")


def _take_up(tasks: Sequence[TaskReport], link_of: Callable[[str], str]):
    found = [(task, share) for task in tasks for share in task.shares if share.name not in FILL]
    for task, share in sorted(found, key=lambda pair: -pair[1].count)[:MOST_TAKEN_UP]:
        match = PLACE.search(share.explanation)
        place = match[0][:1].upper() + match[0][1:] if match else ""
        yield TakeUp(task.name, share.name, share, place, link_of(place) if place else "")


def page(report: ClassReport) -> str:
    """Return the report as one HTML page that fetches nothing and names no student."""
    return _render("class_report.html.j2", report=report, fill=FILL)


def page_for_graders(assignment: str, table: Sequence[Row]) -> str:
    """Return the page of submissions that need a person, urgent ones first; it names students."""
    needing = [row for row in table if row.total is None or row.reason or row.waiting]
    rows = sorted(needing, key=lambda row: (row.total is not None, not row.reason))
    values = {"rows": rows, "open": sum(bool(row.waiting) for row in rows)}
    return _render("for_graders.html.j2", assignment=assignment, **values)


def _coded(text: str, link: str = ""):
    """Return text as the check shows it in a notebook, with code and emphasis; the first place in
    a lecture leads to `link`."""
    from markupsafe import Markup, escape

    shown = marked_up(text)
    if link:
        shown = PLACE.sub(lambda place: f'<a href="{escape(link)}">{place[0]}</a>', shown, count=1)
    return Markup(shown)


def _render(name: str, **values) -> str:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    environment.filters["coded"] = _coded
    return environment.get_template(name).render(**values)


def lecture_link(place: str, notebooks: Path, start: Path) -> str:
    """Return a link from a page in `start` to the section of a lecture's notebook.

    'Lecture 3, part 5' leads to the heading that begins with '5.' in `03_….ipynb`; without such a
    notebook or heading the link is empty, or leads to the notebook's start.
    """
    import json
    import os

    match = PLACE.match(place)
    found = sorted(notebooks.glob(f"{int(match[1]):02d}_*.ipynb")) if match else []
    if not found:
        return ""
    path = os.path.relpath(found[0], start)
    cells = json.loads(found[0].read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    heading = re.search(rf"^## ({match[2]}\. .*)$", text, re.MULTILINE) if match[2] else None
    return f"{path}#{heading[1].strip().replace(' ', '-')}" if heading else path
