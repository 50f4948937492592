"""`course report`: what the class got, and what it misunderstood."""

import argparse
from pathlib import Path

from course_tools.paths import course_root


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `course report`."""
    parser.add_argument(
        "assignment", nargs="?", help="name of the assignment (default: each that was graded)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the report of one assignment, or of all that were graded; return 0."""
    from course_tools.cli.grade import report
    from course_tools.grading.course import Course

    course = Course(course_root(arguments.course_dir))
    for assignment in chosen(course, arguments.assignment):
        report(course, assignment, results(course, assignment))
    return 0


def chosen(course, assignment: str | None) -> list[str]:
    """Return the assignments to report on; raise `UsageError` if nothing of it was graded."""
    from course_tools.errors import UsageError

    graded = graded_assignments(course)
    if assignment is None and graded:
        return graded
    if assignment in graded:
        return [assignment]
    what = f"Of '{assignment}' nothing" if assignment else "Nothing"
    known = f" Graded so far: {', '.join(graded)}." if graded else ""
    raise UsageError(f"{what} was graded in {course.folder}; call `course grade` first.{known}")


def graded_assignments(course) -> list[str]:
    """Return the names of all assignments with graded submissions; makes no gradebook."""
    from course_tools.grading.course import RECORDS

    names = {path.stem for path in (course.folder / RECORDS).glob("*.jsonl")}
    file = course.directory.db_url.removeprefix("sqlite:///")
    if file != course.directory.db_url and not Path(file).is_file():
        return sorted(names)
    with course.gradebook() as book:
        return sorted(names | {a.name for a in book.assignments if a.num_submissions})


def results(course, assignment: str) -> list:
    """Return the last result of every student: marks as the gradebook has them now.

    The journal knows who could not be graded, and why; submissions that another tool graded are
    in the gradebook alone.
    """
    from course_tools.grading.journal import Journal
    from course_tools.grading.result import GRADED, Result

    entries = Journal(course, assignment).last()
    for entry in entries.values():
        entry.pop("key", None)
    others = _students_with_marks(course, assignment) - set(entries)
    entries |= {name: {"student": name, "status": GRADED} for name in others}
    found = [
        Result(**{"assignment": assignment, **entry, **_marks(course, assignment, entry)})
        for entry in entries.values()
    ]
    return sorted(found, key=lambda result: result.student)


def _marks(course, assignment: str, entry: dict) -> dict:
    from course_tools.grading import gradebook
    from course_tools.grading.result import GRADED

    is_graded = entry["status"] == GRADED
    return gradebook.marks(course, assignment, entry["student"]) if is_graded else {}


def _students_with_marks(course, assignment: str) -> set[str]:
    from nbgrader.api import MissingEntry

    with course.gradebook() as book:
        try:
            return {s.student.id for s in book.find_assignment(assignment).submissions}
        except MissingEntry:
            return set()
