"""The class in one table: each student's points by task, and what the checks diagnosed.

Diagnoses come from the autograded notebooks: a check's result carries them as
`application/vnd.course-check+json`. A course without such checks gets its points, and which
answers in words were left as released.
"""

import collections
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course_tools.reports.exports import write_csv

NOT_ATTEMPTED = "not_attempted"  # as checks call it, too
CHECK = "application/vnd.course-check+json"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Diagnosis:
    """What one check said of one answer; or that an answer in words was not attempted."""

    task: str
    state: str
    code: str
    message: str = ""

    def __str__(self) -> str:
        return f"{self.task}: {self.code}"


@dataclass(frozen=True)
class Row:
    """One submission: points by task (None: a human must grade), and its diagnoses.

    `most` has what each task gives at most.
    """

    student: str
    points: dict[str, float | None]
    total: float | None
    max_total: float | None
    diagnoses: tuple[Diagnosis, ...] = ()
    reason: str = ""
    most: Mapping[str, float] = field(default_factory=dict)

    @property
    def waiting(self) -> list[str]:
        """The tasks that wait for a person."""
        return [task for task, points in self.points.items() if points is None]

    @property
    def summary(self) -> str:
        """What went wrong, in one line; empty if nothing did."""
        not_graded = f"could not be graded: {self.reason}" if self.total is None else self.reason
        return "; ".join(filter(None, [*map(str, _grouped(self.diagnoses)), not_graded]))


def _grouped(diagnoses: Sequence[Diagnosis]) -> list[Diagnosis]:
    """Join tasks with the same code: six tasks not attempted are one remark."""
    tasks: dict[str, list[str]] = {}
    for diagnosis in diagnoses:
        tasks.setdefault(diagnosis.code, []).append(diagnosis.task)
    return [Diagnosis(", ".join(names), "", code) for code, names in tasks.items()]


def rows(course, results: Iterable) -> list[Row]:
    """Return a row for each grading result, with the diagnoses of its autograded notebooks."""
    return [_row(result, _notebooks(course, result)) for result in results]


def _row(result, notebooks: Sequence[Path]) -> Row:
    cells = {path.stem: _graded_cells(path) for path in notebooks}
    return Row(
        student=result.student,
        points={_task(cell): points for cell, points in result.cells.items()},
        total=result.score,
        max_total=result.max_score,
        diagnoses=tuple(d for found in cells.values() for d in _diagnoses(found)),
        reason=result.reason,
        most={task: most for name in cells for task, most in _most_points(name, cells[name])},
    )


def _task(grade_id: str) -> str:
    return grade_id.removesuffix("_check")


def _notebooks(course, result) -> list[Path]:
    if result.status != "graded":
        return []
    return sorted(course.autograded(result.student, result.assignment).glob("*.ipynb"))


def _most_points(notebook: str, cells: Iterable) -> Iterator[tuple[str, float]]:
    """Yield each task and what it gives at most: under its name, and under the one that it has
    where several notebooks use it."""
    for cell in cells:
        metadata = cell.metadata["nbgrader"]
        task, most = _task(metadata["grade_id"]), float(metadata.get("points", 0))
        yield task, most
        yield f"{notebook}/{task}", most


def _diagnoses(cells: Iterable) -> list[Diagnosis]:
    """Return what the graded cells of a notebook diagnosed; right answers are left out.

    Only test cells count (locked, with points): a student's own cell may show anything. Of an
    answer that a person reads it is said at most that it was not attempted.
    """
    found = map(_diagnosed, cells)
    return [diagnosis for diagnosis in found if diagnosis and diagnosis.state != "right"]


def _graded_cells(path: Path) -> list:
    """Return the cells with points, without the rest of the notebook."""
    import nbformat

    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]


def _diagnosed(cell) -> Diagnosis | None:
    from nbgrader.utils import compute_checksum

    metadata = cell.metadata["nbgrader"]
    if not metadata.get("solution"):
        data = _check_result(cell) if cell.cell_type == "code" else None
        return _diagnosis(data) if data else None
    if metadata.get("checksum") != compute_checksum(cell):
        return None
    return Diagnosis(_plain(metadata["grade_id"]), NOT_ATTEMPTED, NOT_ATTEMPTED)


def _check_result(cell) -> dict | None:
    for output in cell.outputs:
        data = output.get("data", {}).get(CHECK)
        if output.output_type == "execute_result" and isinstance(data, dict):
            return data
    return None


def _diagnosis(data: dict) -> Diagnosis:
    task, state, code = (_plain(data.get(key)) for key in ("task", "state", "diagnosis"))
    message = CONTROL.sub("\n", str(data.get("message") or ""))[:2000]
    return Diagnosis(task.rpartition("/")[2], state, code or state, message)


def _plain(value: object) -> str:
    """Return a notebook's text without control characters, cut to a readable length."""
    return CONTROL.sub(" ", str(value or ""))[:80]


def write_table(path: Path, table: Sequence[Row]) -> None:
    """Write the table as CSV: student, points of each task, total, diagnoses."""
    tasks = list(dict.fromkeys(task for row in table for task in row.points))
    header = ["student", *tasks, "score", "max_score", "diagnosed"]
    body = (
        [row.student, *map(row.points.get, tasks), row.total, row.max_total, row.summary]
        for row in table
    )
    write_csv(path, [header, *body])


def printed(table: Sequence[Row], title: str = ""):
    """Return the table for the terminal (rich): student, points, what was diagnosed."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    out = Table("student", title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    out.add_column("points", justify="right", no_wrap=True)
    out.add_column("diagnosed", overflow="fold")
    for row in table:
        out.add_row(Text(_plain(row.student)), _points(row), Text(CONTROL.sub(" ", row.summary)))
    return out


def _points(row: Row) -> str:
    if row.total is None:
        return "–"
    return f"{row.total:g} / {row.max_total:g}{'*' if row.waiting else ' '}"


def most_common(table: Sequence[Row], count: int = 5) -> list[tuple[str, int]]:
    """Return the commonest diagnoses with the number of students, most frequent first."""
    by_student = (
        {str(d) for d in row.diagnoses if d.state not in (NOT_ATTEMPTED, "not_judged")}
        for row in table
    )
    return collections.Counter(name for names in by_student for name in names).most_common(count)
