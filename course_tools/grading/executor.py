"""The seam between grading and whoever executes the submissions."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from course_tools.grading.course import Course
from course_tools.grading.result import Result


class Executor(Protocol):
    """Executes submissions and records their marks in nbgrader's gradebook."""

    name: str
    is_sandboxed: bool

    def ready(self, course: Course, assignment: str) -> AbstractContextManager[None]:
        """Prepare for an assignment, all that does not need the gradebook; tidy up at the end."""
        ...

    def autograde(
        self, course: Course, assignment: str, students: Iterable[str], seed: str
    ) -> Iterator[Result]:
        """Yield one result for each student as soon as it is known; never stop at a bad one.

        `seed` reaches the tests as the environment variable NBGRADER_SEED.
        """
        ...
