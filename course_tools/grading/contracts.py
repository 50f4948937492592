"""Which tests of an assignment can be judged apart from the student's code, and why others not."""

from dataclasses import dataclass

from course_tools.grading import pipeline
from course_tools.grading.course import Course
from course_tools.grading.court import Contract, Court
from course_tools.grading.judge.trial import TEST
from course_tools.grading.plan import PlannedCell

JUDGED, ALLOWED, REFUSED = "judged", "not tamper-proof", "cannot be judged"
ALLOWED_BY = "the instructor lets it run in the student's process"


@dataclass(frozen=True)
class Examined:
    """One test cell: whether it can be judged from outside, and why (not)."""

    notebook: str
    test: str
    points: float
    state: str
    why: str


def examine(course: Course, assignment: str, unsandboxed: bool = False) -> list[Examined]:
    """Run the instructor's own solution before the judge, and return what came of each test.

    Raises `UsageError` if there is no such assignment.
    """
    pipeline.register(course, assignment)
    court = Court(course, 1, unsandboxed)
    try:
        return [
            _examined(name, cell, court.contract(plan))
            for name in course.notebooks(assignment)
            for plan in [court.plan(assignment, name)]
            for cell in plan.cells
            if cell.kind == TEST
        ]
    finally:
        court.close()


def _examined(notebook: str, cell: PlannedCell, contract: Contract) -> Examined:
    state, why = (ALLOWED, ALLOWED_BY) if cell.is_in_student else (JUDGED, "")
    failure = contract.unjudgeable.get(cell.grade_id)
    if failure and cell.is_in_student:
        why += f", and it does not pass there: {failure}"
    elif failure:
        state, why = REFUSED, failure
    return Examined(notebook, cell.grade_id, cell.points, state, why)
