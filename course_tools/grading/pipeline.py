"""From a folder of submissions to marks, feedback pages and a gradebook."""

import contextlib
import gc
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from course_tools.errors import CourseError, UsageError
from course_tools.grading import breakdown, gradebook, pages
from course_tools.grading.course import Course
from course_tools.grading.executor import Executor
from course_tools.grading.journal import Journal, course_seed, fingerprint
from course_tools.grading.judge import folders
from course_tools.grading.logs import last_error, log_file
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
    gc.freeze()  # what is imported stays: neither this process nor its fork looks through it again
    with (
        breakdown.told(course),
        folders.all_in_one(),
        pages.beside(course) as written,
        log_file(course),
        gradebook.shared(),
        executor.ready(course, assignment),
    ):
        gradebook.make_if_missing(course)
        with course.gradebook() as book, gradebook.all_or_nothing(book):
            register(course, assignment)
        chosen = list(dict.fromkeys(students)) or _everyone(course, assignment)
        terms = (executor.name, course_seed(course, seed), *sorted(allowed_in_student(course)))
        grader = fingerprint(course.source(assignment), *terms)
        keys = {name: _key(course.submitted(name, assignment), grader) for name in chosen}
        results = {} if again else _graded_before(course, assignment, keys)
        for result in results.values():
            written.ask_for(result)
        todo = [name for name in chosen if name not in results]
        journal = Journal(course, assignment)
        executed = executor.autograde(course, assignment, todo, course_seed(course, seed))
        with contextlib.closing(executed) as running:
            for result in progress(running, total=len(todo), desc="autograde"):
                journal.add(result, keys[result.student])
                results[result.student] = result
                written.ask_for(result)
        left, rest = written.waiting, written.rest()
        for _ in progress(rest, total=left, desc="feedback") if left else rest:
            continue
    return [results[name] for name in chosen]


def _key(folder: Path, grader: str) -> str:
    """Return what tells whether a submission was graded before; a link is not followed."""
    return fingerprint(None if folder.is_symlink() else folder, grader)


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

    with course.selected(assignment, release_directory=str(folder)), last_error(course) as error:
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
