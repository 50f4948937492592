"""Feedback pages, written in a process of their own while the next submissions are graded."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator

from course_tools.errors import CourseError, naming
from course_tools.grading import breakdown, feedback, gradebook
from course_tools.grading.converter import one_by_one
from course_tools.grading.course import Course
from course_tools.grading.judge.channel import Channel, Closed, pair
from course_tools.grading.judge.warm import end_with
from course_tools.grading.logs import log_file
from course_tools.grading.result import Result

MOST_WAITING = 100  # requests and answers that lie in pipes
PATIENCE = 10.0  # seconds for the page that is being written when all is over
HAS_ENDED = (
    "The marks are in the gradebook, but the process that writes the feedback pages has ended. "
    f"{breakdown.GO_ON}"
)


class Pages:
    """Writes feedback pages in this very process."""

    def __init__(self, course: Course) -> None:
        from nbgrader.converters import GenerateFeedback

        self.course = course
        config = feedback.configuration(course.app.config)
        self.converter = one_by_one(GenerateFeedback, course, config)

    def write(self, result: Result) -> None:
        """Write a submission's page; of one that was not graded it says why."""
        if not result.is_graded:
            feedback.write_page_without_marks(self.course, result)
            return
        student, assignment = result.student, result.assignment
        error = self.converter.run(assignment, student)
        if error and breakdown.is_one(error):
            with naming(self.course.feedback(student, assignment)):
                raise error
        if error:
            raise CourseError(
                f"The marks of '{student}' are in the gradebook, but the feedback page could not "
                f"be written: {type(error).__name__}: {error}"
            )


class PagesBeside:
    """Has pages written by a process that was forked from this one."""

    def __init__(self, channel: Channel) -> None:
        self.channel, self.waiting = channel, 0
        self.problems: list[str] = []

    def ask_for(self, result: Result) -> None:
        """Have a page written, sooner or later."""
        while self.waiting >= MOST_WAITING or (self.waiting and self.channel.wait(0)):
            self._hear()
        with contextlib.suppress(Closed):  # it is noticed when its answer does not come
            self.channel.send(result.as_json())
        self.waiting += 1

    def rest(self) -> Iterator[None]:
        """Yield for each page that was waited for. Raises `CourseError` if one was not written."""
        while self.waiting:
            self._hear()
            yield
        if self.problems:
            raise CourseError(self.problems[0])

    def _hear(self) -> None:
        try:
            problem = self.channel.receive()[0]["problem"]
        except Closed:
            raise CourseError(HAS_ENDED) from None
        self.waiting -= 1
        self.problems += [problem] if problem else []


@contextlib.contextmanager
def beside(course: Course) -> Iterator[PagesBeside]:
    """Have pages written beside what is done in a `with` block, by a process that ends with it."""
    ours, theirs = pair()
    parent, child = os.getpid(), os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            ours.close()
            end_with(parent)
            _serve(course, theirs)
        os._exit(0)
    theirs.close()
    try:
        yield PagesBeside(ours)
    finally:
        ours.close()
        _wait_for(child)


def _serve(course: Course, channel: Channel) -> None:
    """Write one page after the other, until nobody asks for more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C: the page that is begun is finished
    with log_file(course), gradebook.shared():
        pages = Pages(course)
        while True:
            result = Result(**channel.receive()[0])
            channel.send({"problem": _problem(pages, result)})


def _problem(pages: Pages, result: Result) -> str:
    """Write a page, and return what went wrong in words."""
    try:
        with breakdown.told(pages.course):
            pages.write(result)
    except CourseError as error:
        return str(error)
    except Exception as error:
        return f"The page of '{result.student}' broke off: {type(error).__name__}: {error}"
    return ""


def _wait_for(child: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)
