"""A complete lecture notebook, read: where a cell stands, the plan, the questions."""

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

LIVE_FOLDER = "live"
BUILT_FROM = "sources/lectures/"  # what a notebook's metadata say of the complete one's source
MAGICS = re.compile(r"^[ \t]*%(reveal|catchup|restart_here|minutes|poll)\b.*\n?", re.MULTILINE)
PLAN_ROW = re.compile(r"^\|\s*(?P<title>[^|]+?)\s*\|\s*(?P<minutes>\d+)\s*\|$", re.MULTILINE)
QUESTION = "**Predict"
FOR_AUTHORS = re.compile(r"<!--.*?-->", re.DOTALL)
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """A cell of the complete notebook: its id, its kind, its text."""

    id: str
    kind: str  # "code" or "markdown"
    source: str


@dataclass(frozen=True)
class Part:
    """A row of the plan: its title, its minutes, and the index of its first cell."""

    title: str
    minutes: int
    start: int

    @property
    def is_further(self):
        return "further" in self.title.lower()


@dataclass(frozen=True)
class Lecture:
    """A complete notebook: its name, its title and its cells."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def title(self):
        """What the first heading says.

        >>> Lecture("01", (Cell("a", "markdown", "# Lecture 1 · XOR\\n\\nWords."),)).title
        'Lecture 1 · XOR'
        """
        first = self.cells[0].source.split("\n")[0] if self.cells else ""
        return first.lstrip("# ") or self.name

    def position(self, cell_id, text=""):
        """The index of a cell by its id, else by the prompt (first line) of its text, else None."""
        ids = [cell.id for cell in self.cells]
        if cell_id in ids:
            return ids.index(cell_id)
        prompt = text.strip().split("\n")[0]
        prompts = [cell.source.split("\n")[0] for cell in self.cells if cell.kind == "code"]
        if prompt.startswith("#") and prompts.count(prompt) == 1:
            found = (c.source.split("\n")[0] == prompt and c.kind == "code" for c in self.cells)
            return list(found).index(True)
        return None

    def code_before(self, index):
        """The code cells that come before a cell."""
        return [cell for cell in self.cells[:index] if cell.kind == "code" and cell.source]

    def next_code(self, index):
        """The index of the first code cell behind a cell, or of the end."""
        rest = range(index + 1, len(self.cells))
        return next((n for n in rest if self.cells[n].kind == "code"), len(self.cells))

    def plan(self):
        """The parts, in the order in which they stand in the notebook; empty without a plan."""
        texts = (cell.source for cell in self.cells if cell.kind == "markdown")
        rows = [row for text in texts for row in PLAN_ROW.finditer(text)]
        starts = self._starts()
        parts = []
        for row in rows:
            title = row["title"].replace("*", "")
            start = next((n for heading, n in starts if belong(title, heading)), None)
            if start is not None:
                parts.append(Part(title, int(row["minutes"]), start))
        return sorted(parts, key=lambda part: part.start)

    def _starts(self):
        found = []
        for n, cell in enumerate(self.cells):
            if cell.kind == "markdown":
                found += [(heading, n) for heading in HEADING.findall(cell.source)]
        return found

    def part_at(self, index):
        """The part of the plan in which a cell stands, or None before the first."""
        return next((part for part in reversed(self.plan()) if part.start <= index), None)

    def part_numbered(self, number):
        """The part "4. …" of the plan for the number 4, or None."""
        return next((part for part in self.plan() if part.title.startswith(f"{number}.")), None)

    def question_at(self, index):
        """The index of the last predict-first question up to a cell, or None."""
        found = [n for n, cell in enumerate(self.cells[: index + 1]) if asks(cell)]
        return found[-1] if found else None

    def question(self, index):
        """The text of a question, without its heading and remarks for authors."""
        return HEADING.sub("", plain(self.cells[index].source)).strip()

    def answer(self, index):
        """The text that answers a question: what is said behind the next code, up to a question.

        Empty if it is nothing but the next question.
        """
        code = self.next_code(index)
        texts = (cell for cell in self.cells[code + 1 :] if cell.kind == "markdown")
        following = next(texts, None)
        if following is None or following.source.startswith("#"):
            return ""
        text = plain(following.source).split("\n### ")[0]
        before = text.split(QUESTION)[0]
        whole, _, begun = before.rpartition("\n\n")
        return (before if before == text else whole or begun).strip()


def asks(cell):
    """Does a cell ask a predict-first question?"""
    return cell.kind == "markdown" and QUESTION in cell.source


def belong(title, heading):
    """Is a row of the plan about the section of this heading?

    >>> belong("9. Further: how often?", "9. Further: how often?")
    True
    >>> belong("Take-away and questions", "Take-away"), belong("1. A", "10. A")
    (True, False)
    """
    return title.lower() == heading.lower() or title.lower().startswith(f"{heading.lower()} and ")


def plain(text):
    """A text without remarks for authors."""
    return FOR_AUTHORS.sub("", text)


def read_lecture(path):
    """Read a complete lecture notebook (a `Path`); None if the file is none.

    Magics of live coding that somebody typed into it and saved are left out.
    """
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError):
        return None


@functools.lru_cache(maxsize=64)
def _read(path, _time):
    content = json.loads(path.read_text(encoding="utf-8"))
    if not content["metadata"]["course_build"]["source"].startswith(BUILT_FROM):
        return None
    cells = [
        Cell(cell["id"], cell["cell_type"], MAGICS.sub("", "".join(cell["source"])).rstrip("\n"))
        for cell in content["cells"]
    ]
    return Lecture(path.stem, tuple(cells))


def find_lecture(folder, name, cell_id, text):
    """The complete notebook that a cell belongs to, or None.

    `folder` is where the kernel was started, `name` what the open notebook's file is called (it
    may be unknown, or be that of a renamed copy). The cell decides; among notebooks that hold
    it, the name does. A cell of no notebook (a new one) leaves the name alone to decide.
    """
    places = [folder.parent] if folder.name == LIVE_FOLDER else [folder, folder / "notebooks"]
    paths = [path for place in places for path in sorted(place.glob("*.ipynb"))]
    stem, by_name = Path(name).stem, None
    for path in sorted(paths, key=lambda path: path.stem != stem):
        lecture = read_lecture(path)
        if lecture is not None and lecture.position(cell_id, text) is not None:
            return lecture
        if lecture is not None and lecture.name == stem:
            by_name = lecture
    return by_name
