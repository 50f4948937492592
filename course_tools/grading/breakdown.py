"""What is no submission's fault: a full disk, a gradebook that another program has locked."""

import contextlib
import errno
from collections.abc import Iterator

from course_tools.errors import CourseError
from course_tools.grading.course import Course

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
GO_ON = "What was graded before is kept; run the same command again, and it goes on from there."


def is_one(error: BaseException | None) -> bool:
    """Say whether an exception tells of the system rather than of a submission."""
    return culprit(error) is not None


def culprit(error: BaseException | None) -> BaseException | None:
    """Return the exception that tells of the system: this one, or one that it came of (nbgrader
    makes an `InvalidEntry` of a locked gradebook)."""
    from sqlalchemy.exc import OperationalError

    while error is not None:
        if isinstance(error, OperationalError) or getattr(error, "errno", None) in NO_ROOM:
            return error
        error = error.__cause__ or error.__context__
    return None


@contextlib.contextmanager
def told(course: Course) -> Iterator[None]:
    """Raise `CourseError` for what broke down in a `with` block: which file, and what to do."""
    try:
        yield
    except Exception as raised:
        error = culprit(raised)
        if error is None:
            raise
        if isinstance(error, OSError):
            name = error.filename or course.folder
            raise CourseError(f"{name}: {error.strerror}. Make room there. {GO_ON}") from None
        raise CourseError(_of_the_gradebook(course, str(error.orig))) from None


def _of_the_gradebook(course: Course, problem: str) -> str:
    name = course.directory.db_url.removeprefix("sqlite:///")
    if "locked" in problem:
        return (
            f"The gradebook {name} is locked by another program (a formgrader, another grading?): "
            f"close that. {GO_ON}"
        )
    return f"The gradebook {name} could not be used: {problem}. {GO_ON}"
