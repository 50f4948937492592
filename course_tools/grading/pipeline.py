"""From a folder of submissions to marks, feedback pages and a gradebook."""

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from course_tools.errors import CourseError, UsageError, naming
from course_tools.grading import breakdown, feedback, gradebook
from course_tools.grading.converter import one_by_one
from course_tools.grading.course import Course
from course_tools.grading.executor import Executor
from course_tools.grading.journal import Journal, course_seed, fingerprint
from course_tools.grading.judge import folders
from course_tools.grading.plan import allowed_in_student
from course_tools.grading.result import Result
from course_tools.grading.submission import misnamed_submissions

Progress = Callable[..., Iterable]  # called as tqdm is: progress(iterable, total=, desc=)


def silent(iterable: Iterable, **_: object) -> Iterable:
    """A progress bar that shows nothing."""
    return iterable


def grade(
    course: Course,
    assignment: str,
    students: Sequence[str] = (),
    *,
    seed: str | None = None,
    again: bool = False,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> list[Result]:
    """Autograde an assignment, write its feedback pages, and return one result a submission.

    All who handed in are graded, or the given students. What was graded before, from the same
    submission, tests and seed, is not executed anew unless `again` is set. Raises `UsageError`
    if there is no such assignment or nothing was handed in.
    """
    if executor is None:
        from course_tools.grading.judging import JudgeExecutor

        executor = JudgeExecutor()
    with (
        breakdown.told(course),
        folders.all_in_one(),
        _log_file(course),
        gradebook.shared(),
    ):
        gradebook.make_if_missing(course)
        register(course, assignment)
        chosen = list(dict.fromkeys(students)) or _everyone(course, assignment)
        terms = (executor.name, course_seed(course, seed), *sorted(allowed_in_student(course)))
        grader = fingerprint(course.source(assignment), *terms)
        keys = {name: fingerprint(course.submitted(name, assignment), grader) for name in chosen}
        results = {} if again else _graded_before(course, assignment, keys)
        todo = [name for name in chosen if name not in results]
        journal = Journal(course, assignment)
        executed = executor.autograde(course, assignment, todo, course_seed(course, seed))
        with contextlib.closing(executed) as running:
            for result in progress(running, total=len(todo), desc="autograde"):
                journal.add(result, keys[result.student])
                results[result.student] = result
        ordered = [results[name] for name in chosen]
        write_feedback(course, ordered, progress)
    return ordered


def register(course: Course, assignment: str, release: Path | None = None) -> None:
    """Bring the assignment's cells, points and tests into the gradebook, as the source has them.

    nbgrader's `generate_assignment` does it; its other product, the release, is written to
    `release` (a folder of assignments) or thrown away: grading never touches what students got.
    Raises `UsageError` if the course has no such assignment, `CourseError` if nbgrader refuses.
    """
    source = course.source(assignment)
    if not list(source.glob("*.ipynb")):
        if course.notebooks(assignment):
            return  # the gradebook knows it; that is enough to grade
        raise UsageError(_no_such_assignment(course, assignment))
    with contextlib.ExitStack() as stack:
        folder = release or Path(stack.enter_context(folders.temporary()))
        _generate_assignment(course, assignment, folder)


def _generate_assignment(course: Course, assignment: str, folder: Path) -> None:
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException

    with course.selected(assignment, release_directory=str(folder)), _last_error(course) as error:
        converter = GenerateAssignment(coursedir=course.directory, parent=course.app)
        converter.force = True
        try:
            converter.start()
        except (NbGraderException, SystemExit) as refusal:
            if breakdown.is_one(refusal.__context__):
                raise refusal.__context__ from None
            raise CourseError(
                f"nbgrader could not read the source of '{assignment}' in "
                f"{course.source(assignment)}: {error()}"
            ) from None


def _no_such_assignment(course: Course, assignment: str) -> str:
    here = sorted({path.parent.name for path in course.source("*").parent.glob("*/*.ipynb")})
    known = f"It has: {', '.join(here)}." if here else "It has none."
    return f"The course in {course.folder} has no assignment called '{assignment}'. {known}"


def _everyone(course: Course, assignment: str) -> list[str]:
    misnamed = set(misnamed_submissions(course, assignment))
    students = sorted(set(course.students(assignment)) | misnamed)
    if not students:
        place = course.submitted("STUDENT", assignment)
        raise UsageError(f"No submissions of '{assignment}': they belong into {place}.")
    return students


def _graded_before(course: Course, assignment: str, keys: dict[str, str]) -> dict[str, Result]:
    """Return the results that still hold, with the marks that the gradebook has now."""
    last = Journal(course, assignment).last()
    valid = {
        student: last[student]
        for student, key in keys.items()
        if last.get(student, {}).get("key") == key
        and last[student]["status"] == "graded"
        and any(course.autograded(student, assignment).glob("*.ipynb"))
    }
    return {
        student: Result(
            student,
            assignment,
            "graded",
            reason=entry["reason"],
            seconds=entry["seconds"],
            **gradebook.marks(course, assignment, student),
        )
        for student, entry in valid.items()
    }


def write_feedback(course: Course, results: Iterable[Result], progress: Progress = silent) -> None:
    """Write each submission's feedback page; one that was not graded says why."""
    from nbgrader.converters import GenerateFeedback

    results = list(results)
    config = feedback.configuration(course.app.config)
    converter = one_by_one(GenerateFeedback, course, config)
    for result in progress(results, total=len(results), desc="feedback"):
        if result.is_graded:
            _generate_feedback(course, result, converter)
        else:
            feedback.write_page_without_marks(course, result)


def _generate_feedback(course: Course, result: Result, converter) -> None:
    student, assignment = result.student, result.assignment
    error = converter.run(assignment, student)
    if error and breakdown.is_one(error):
        with naming(course.feedback(student, assignment)):
            raise error
    if error:
        raise CourseError(
            f"The marks of '{student}' are in the gradebook, but the feedback page could not be "
            f"written: {type(error).__name__}: {error}"
        )


@contextlib.contextmanager
def _log_file(course: Course) -> Iterator[None]:
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
def _last_error(course: Course) -> Iterator[Callable[[], str]]:
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
