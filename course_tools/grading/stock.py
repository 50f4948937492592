"""The executor that nbgrader brings: one Jupyter kernel a submission, without a sandbox."""

import contextlib
import os
import time
from collections.abc import Iterable, Iterator

from course_tools.grading import gradebook, submission
from course_tools.grading.converter import one_by_one
from course_tools.grading.course import Course
from course_tools.grading.result import COULD_NOT_GRADE, GRADED, Result


class StockExecutor:
    """Grades with nbgrader's own `Autograde` converter, one submission after the other."""

    name = "nbgrader"
    is_sandboxed = False

    def ready(self, course: Course, assignment: str) -> contextlib.AbstractContextManager[None]:
        """Nothing can be prepared: each submission has a kernel of its own."""
        return contextlib.nullcontext()

    def autograde(
        self, course: Course, assignment: str, students: Iterable[str], seed: str
    ) -> Iterator[Result]:
        """Yield one result for each student; a submission that breaks off is a result too."""
        for student in students:
            start = time.perf_counter()
            status, reason = self._outcome(course, assignment, student, seed)
            seconds = round(time.perf_counter() - start, 3)
            marks = gradebook.marks(course, assignment, student) if status == GRADED else {}
            yield Result(student, assignment, status, reason=reason, seconds=seconds, **marks)

    def _outcome(self, course: Course, assignment: str, student: str, seed: str) -> tuple[str, str]:
        if problem := submission.find_problem(course, assignment, student):
            return problem
        if failure := _run_nbgrader(course, assignment, student, seed):
            return COULD_NOT_GRADE, reason_of(failure)
        return GRADED, gradebook.remark(course, assignment, student)


def _run_nbgrader(course: Course, assignment: str, student: str, seed: str) -> Exception | None:
    """Autograde one submission; return what stopped it, or None."""
    from nbgrader.converters import Autograde

    converter = one_by_one(Autograde, course, _private_kernels(course))
    with _environment(NBGRADER_SEED=seed):
        return converter.run(assignment, student)


def _private_kernels(course: Course):
    """Encrypt what kernels send over local ports, where that is offered; it also saves a warning
    per kernel on the terminal."""
    import zmq
    from traitlets.config import Config

    config = Config(course.app.config)
    if zmq.has("curve"):
        config.KernelManager.setdefault("transport_encryption", "auto")
    return config


@contextlib.contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """Set environment variables (kernels inherit them) for the length of a `with` block."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def reason_of(error: BaseException) -> str:
    """Return in one line why the execution of a submission broke off.

    >>> reason_of(ValueError("a list is no number"))
    'it could not be executed: ValueError: a list is no number'
    """
    kind = type(error).__name__
    if kind == "DeadKernelError":
        return (
            "its Python died while the notebook ran (out of memory, an endless recursion in "
            "compiled code, or a call that ends the process): run all cells and see where"
        )
    if kind == "UnresponsiveKernelError":
        return "its Python could not be interrupted while the notebook ran (an endless loop?)"
    text = _shortened(" ".join(str(error).split()))
    return f"it could not be executed: {kind}: {text}" if text else f"it failed with {kind}"


def _shortened(text: str, width: int = 300) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
