"""What grading one submission came to."""

from dataclasses import asdict, dataclass, field

from course_tools.grading.judge.outputs import text

GRADED = "graded"
REJECTED = "rejected"  # not executed: handing it in like this is not allowed
COULD_NOT_GRADE = "could_not_grade"  # unreadable, misnamed, or its execution broke off
STATUSES = (GRADED, REJECTED, COULD_NOT_GRADE)


@dataclass(frozen=True)
class Result:
    """One submission's outcome; `cells` maps grade_id to points, None where a human must grade.

    A submission that was not graded has no score (None, never a silent 0) and says why in
    `reason`. A graded one may carry a remark there (a notebook or a test cell is missing).

    >>> Result("ada", "hw1", "graded", 3.0, 4.0, {"softmax_check": 3.0}).as_json()["score"]
    3.0
    >>> Result("bob", "hw1", "lost")
    Traceback (most recent call last):
    ValueError: status is 'lost', not one of graded, rejected, could_not_grade
    """

    student: str
    assignment: str
    status: str
    score: float | None = None
    max_score: float | None = None
    cells: dict[str, float | None] = field(default_factory=dict)
    reason: str = ""
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"status is {self.status!r}, not one of {', '.join(STATUSES)}")
        object.__setattr__(self, "reason", text(self.reason))  # it may quote what a student wrote

    @property
    def is_graded(self) -> bool:
        return self.status == GRADED

    def as_json(self) -> dict:
        """Return the plain dictionary that `course grade --json` writes."""
        return asdict(self)
