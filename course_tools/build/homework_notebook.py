"""A homework's notebook source → the instructor's notebook, in nbgrader's format.

The roles of cells are in the format's own words: an answer (`task`), its test (`check`), a text
that a human marks (`manual`), a cell that everybody needs (`setup`), the last one (`summary`).
"""

import re
from collections.abc import Callable, Iterable, Iterator

from course_tools.build.cells import HIDDEN_MARKERS, MARK, cell_of, notebook
from course_tools.build.homework import VALUES
from course_tools.build.reading import Cell

ROLES = {  # role → (what nbgrader is told, what else the header may say)
    "task": ({"solution": True, "grade": False, "locked": False}, set()),
    "check": ({"solution": False, "grade": True, "locked": True}, {"points", "uses", "kind"}),
    "manual": ({"solution": True, "grade": True, "locked": False}, {"points"}),
    "setup": ({"solution": False, "grade": False, "locked": True}, set()),
    "summary": ({"solution": False, "grade": False, "locked": True}, set()),
}
SAYINGS = {"points", "uses", "kind"}  # what only a cell with a role can say
SCHEMA = {"schema_version": 3, "task": False}
GRADE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what nbgrader allows, and a notebook as an id
# A value's stub raises where it stands, not in a function: "Run All" goes on behind such a cell.
RUNS_ON = "raises-exception"
BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
MARKER_LINE = re.compile(rf"^[ \t]*#+ *({BEGIN}|{END}) *\n?", re.MULTILINE)


def solution_notebook(cells: Iterable[Cell], source: str, hidden: Callable[[str], str]):
    """Return the instructor's notebook; `hidden(task)` gives the hidden tests of a task.

    `source` is the path of the text source within the course.
    """
    cells = list(cells)
    values = {c.header["check"] for c in cells if c.header.get("kind") in VALUES}
    return notebook((_instructors(cell, hidden, values) for cell in cells), source)


def _instructors(cell: Cell, hidden: Callable[[str], str], values: set[str]):
    grader = nbgrader_metadata(cell)
    new = cell_of(cell, **({"nbgrader": grader} if grader else {}))
    if cell.header.get("task") in values and RUNS_ON not in cell.header.get("tags", []):
        new.metadata["tags"] = [*cell.header.get("tags", []), RUNS_ON]
    if "check" in cell.header and (tests := hidden(cell.header["check"])):
        begin, end = HIDDEN_MARKERS
        new.source = f"{cell.source}\n{begin}\n{tests.strip(chr(10))}\n{end}"
    return new


def nbgrader_metadata(cell: Cell) -> dict | None:
    """Return what nbgrader is told of a cell; None for a plain one."""
    role = role_of(cell)
    if role is None:
        return None
    flags, _ = ROLES[role]
    points = {"points": cell.header["points"]} if flags["grade"] else {}
    return SCHEMA | flags | {"grade_id": grade_id(cell)} | points


def role_of(cell: Cell) -> str | None:
    return next((role for role in ROLES if role in cell.header), None)


def grade_id(cell: Cell) -> str | None:
    """Return the name of a cell with a role: the one in its header, `…_check` for a test."""
    role = role_of(cell)
    if role is None:
        return None
    return f"{cell.header[role]}_check" if role == "check" else cell.header[role]


def published_notebook(cells: Iterable[Cell], source: str):
    """Return the clean model solution: no markers, no hidden tests, nothing for a grader."""
    published = notebook((_published(cell) for cell in cells), source)
    del published.metadata[MARK]  # nothing is edited here and brought back
    return published


def _published(cell: Cell):
    new = cell_of(cell)
    new.source = MARKER_LINE.sub("", new.source).rstrip("\n")
    return new


def check_cells(cells: Iterable[Cell]) -> list[Cell]:
    """Return the cells of a homework's notebook if nbgrader can take them as they are.

    Raises `CourseError`, with file and line, for contradicting headers, missing points, names
    that are taken or not allowed, and solution regions that are not closed or out of place.
    """
    cells, places = list(cells), {}
    for cell in cells:
        _check_role(cell)
        name = grade_id(cell)
        if name in places:
            raise cell.error(
                f"the grade_id '{name}' is taken by the cell in line {places[name]}; rename one."
            )
        if name is not None:
            places[name] = cell.line
        _check_regions(cell)
    return cells


def _check_role(cell: Cell) -> None:
    roles = [role for role in ROLES if role in cell.header]
    if len(roles) > 1:
        raise cell.error(f"a cell is only one of {' and '.join(roles)}; split it.")
    role = roles[0] if roles else None
    stray = SAYINGS & set(cell.header) - (ROLES[role][1] if role else set())
    if stray:
        where = f"a cell with {role}=" if role else "a plain cell"
        raise cell.error(f"{', '.join(sorted(stray))} has no meaning in {where}; remove it.")
    if role is None:
        return
    if cell.kind != "code" and role != "manual":
        raise cell.error(f"{role}= is for code; remove [markdown].")
    if not GRADE_ID.fullmatch(str(grade_id(cell))):
        raise cell.error(f"{role}={cell.header[role]!r}: only letters, digits, _ and -.")
    if ROLES[role][0]["grade"]:
        _check_points(cell)


def _check_points(cell: Cell) -> None:
    points = cell.header.get("points")
    if points is None:
        raise cell.error("points are missing; write, for instance, points=3.")
    if isinstance(points, bool) or not isinstance(points, int | float) or not points > 0:
        raise cell.error(f"points={points!r}; a number above 0 is needed.")


def _check_regions(cell: Cell) -> None:
    markers = [line for line, _, is_marker in regions(cell) if is_marker]
    if markers and role_of(cell) not in ("task", "manual"):
        raise cell.error(f"### {BEGIN} outside of an answer; give the cell a task=…")
    if any(marker.strip("# ") in cell.source for marker in HIDDEN_MARKERS):
        raise cell.error("hidden tests are made by the build, from reference.py; remove them.")


def regions(cell: Cell) -> Iterator[tuple[str, bool, bool]]:
    """Yield (line, is inside of a solution region, is a marker) for each line of a cell.

    Raises `CourseError` if a region is not closed, or closed or opened twice.
    """
    opened = None
    for number, line in enumerate(cell.source.split("\n"), cell.line + 1):
        begins, ends = BEGIN in line, END in line
        if begins and opened:
            raise cell.error(f"a second ### {BEGIN} in the one of line {opened}; close it.", number)
        if ends and not opened:
            raise cell.error(f"### {END} without a ### {BEGIN} above it; add that.", number)
        if begins:
            opened = number
        yield line, bool(opened), begins or ends
        if ends:
            opened = None
    if opened:
        raise cell.error(f"### {BEGIN} is never closed; add ### {END} below.", opened)
