"""nbgrader's own log: kept in a file, and asked why nbgrader gave up."""

import contextlib
import logging
from collections.abc import Callable, Iterator

from course_tools.grading.course import Course


@contextlib.contextmanager
def log_file(course: Course) -> Iterator[None]:
    """Keep nbgrader's own log in a file: it is long, and quotes what students wrote."""
    handler = logging.FileHandler(course.records / "nbgrader.log", encoding="utf-8")
    handler.setLevel(logging.INFO)
    handler.handleError = lambda record: None  # on a full disk the log matters least
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    course.app.log.addHandler(handler)
    try:
        yield
    finally:
        course.app.log.removeHandler(handler)
        handler.close()


@contextlib.contextmanager
def last_error(course: Course) -> Iterator[Callable[[], str]]:
    """Yield a function that tells the exception nbgrader logged before it gave up."""
    records: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: records.append(record.getMessage())
    course.app.log.addHandler(handler)
    try:
        yield lambda: _exception_line(records)
    finally:
        course.app.log.removeHandler(handler)


def _exception_line(messages: list[str]) -> str:
    """Return the last line of the last traceback among log messages, else the last message."""
    tracebacks = [text for text in messages if text.startswith("Traceback")]
    text = (tracebacks or messages or ["it gave no reason"])[-1]
    return text.strip().splitlines()[-1]
