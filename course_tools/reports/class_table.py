"""The class in one table: each student's points by task, and what the checks diagnosed.

Diagnoses come from the autograded notebooks: a check's result carries them as
`application/vnd.course-check+json`. A course without such checks gets its points alone.
"""

import collections
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from course_tools.reports.exports import write_csv

CHECK = "application/vnd.course-check+json"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Diagnosis:
    """What one check said of one answer."""

    task: str
    state: str
    code: str
    message: str = ""

    def __str__(self) -> str:
        return f"{self.task}: {self.code}"


@dataclass(frozen=True)
class Row:
    """One submission: points by task (None: a human must grade), and its diagnoses."""

    student: str
    points: dict[str, float | None]
    total: float | None
    max_total: float | None
    diagnoses: tuple[Diagnosis, ...] = ()
    reason: str = ""

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
    return [
        Row(
            student=result.student,
            points={_task(cell): points for cell, points in result.cells.items()},
            total=result.score,
            max_total=result.max_score,
            diagnoses=_diagnoses_of(course, result) if result.status == "graded" else (),
            reason=result.reason,
        )
        for result in results
    ]


def _task(grade_id: str) -> str:
    return grade_id.removesuffix("_check")


def _diagnoses_of(course, result) -> tuple[Diagnosis, ...]:
    folder = course.autograded(result.student, result.assignment)
    return tuple(d for path in sorted(folder.glob("*.ipynb")) for d in diagnoses(path))


def diagnoses(path: Path) -> list[Diagnosis]:
    """Return what the test cells of an autograded notebook diagnosed; right answers are left out.

    Only test cells count (locked, with points): a student's own cell may show anything.
    """
    import nbformat

    cells = nbformat.read(path, as_version=4).cells
    found = (_check_result(cell) for cell in cells if _is_test(cell))
    return [_diagnosis(data) for data in found if data and data.get("state") != "right"]


def _is_test(cell) -> bool:
    metadata = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and metadata.get("grade") and not metadata.get("solution")


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
    is_open = any(points is None for points in row.points.values())
    return f"{row.total:g} / {row.max_total:g}{'*' if is_open else ' '}"


def most_common(table: Sequence[Row], count: int = 5) -> list[tuple[str, int]]:
    """Return the commonest diagnoses with the number of students, most frequent first."""
    by_student = (
        {str(d) for d in row.diagnoses if d.state not in ("not_attempted", "not_judged")}
        for row in table
    )
    return collections.Counter(name for names in by_student for name in names).most_common(count)
