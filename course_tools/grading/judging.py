"""The judge as nbgrader's executor: in `nbgrader autograde`, the formgrader, and `course grade`.

Two preprocessors do it, named in nbgrader's configuration: `Intake` before a submission is stored,
`JudgeExecute` in place of nbgrader's `Execute`. `course grade` tries many submissions at once, and
records what came of each as these two do.
"""

import atexit
import contextlib
import json
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import (
    AssignLatePenalties,
    LimitOutput,
    NbGraderPreprocessor,
    OverwriteCells,
    SaveAutoGrades,
)
from traitlets import Integer, List, Unicode
from traitlets.config import Config

from course_tools.errors import CourseError, naming
from course_tools.grading import breakdown, gradebook, submission
from course_tools.grading.converter import one_by_one
from course_tools.grading.course import Course
from course_tools.grading.court import Court, not_tamper_proof, refuse_unjudgeable
from course_tools.grading.intake import canonical
from course_tools.grading.judge import folders
from course_tools.grading.judge.trial import Trial
from course_tools.grading.judge.warm import WarmError
from course_tools.grading.plan import Plan
from course_tools.grading.recorder import record
from course_tools.grading.result import COULD_NOT_GRADE, GRADED, Result

_courts: dict[str, Court] = {}
_remarks: dict[tuple[str, str], list[str]] = {}


def court_of(parent) -> Court:
    """Return the court of the course that a converter works on, made when first asked for."""
    folder = str(Path(parent.coursedir.root).resolve())
    if folder not in _courts:
        folders.remove_stale()
        _end_as_after_ctrl_c()
        court = Court(Course(folder))
        atexit.register(court.close)
        _courts[folder] = court
    return _courts[folder]


def _end_as_after_ctrl_c() -> None:
    """Let nbgrader's own command tidy up when it is told to end, where nobody has seen to that."""
    if threading.current_thread() is threading.main_thread():
        for number in {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}:
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, signal.default_int_handler)


class NoVerdict(RuntimeError):
    """The judge itself was lost: nothing can be said of the submission."""


class Intake(NbGraderPreprocessor):
    """Makes a submission canonical; the first of nbgrader's sanitizing preprocessors."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        names = resources["nbgrader"]
        court = court_of(self.parent.parent)
        files = court.course.submitted(names["student"], names["assignment"])
        if why := submission.no_plain_file(files):
            raise RuntimeError(why)  # nbgrader then removes what it copied
        notebook, remarks = canonical(court.plan(names["assignment"], names["notebook"]), nb)
        _remarks.setdefault((names["assignment"], names["student"]), []).extend(remarks)
        return notebook, resources


class JudgeExecute(NbGraderPreprocessor):
    """Tries a submission before the judge, and records outputs and points in the notebook."""

    timeout = Integer(30, allow_none=True, help="seconds a cell may take").tag(config=True)
    allow_in_student_process = List(
        Unicode(),
        help="names of tests that cannot be judged from outside and may run beside the student's "
        "code, where they can be cheated: a list of grade_ids",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        names = resources["nbgrader"]
        court = court_of(self.parent.parent)
        plan = court.plan(names["assignment"], names["notebook"])
        seed = os.environ.get("NBGRADER_SEED") or _seed(court.course)
        files = court.course.submitted(names["student"], names["assignment"])
        refuse_unjudgeable(court, plan)
        trial = court.try_notebook(plan, nb, seed, files)
        _keep(plan, trial, files, names["student"])
        record(nb, trial)
        return nb, resources


def _keep(plan: Plan, trial: Trial, files: Path, student: str) -> None:
    """Keep what the grader is told. Raises `NoVerdict` if the judge broke down."""
    if trial.failure:
        raise NoVerdict(trial.failure)
    said = [*trial.remarks, *submission.left_out(files, plan.folder), *not_tamper_proof(plan)]
    _remarks.setdefault((plan.assignment, student), []).extend(said)


def _seed(course: Course) -> str:
    from course_tools.grading.journal import course_seed

    return course_seed(course, None)


class JudgeExecutor:
    """Grades with the judge: many at once, recorded one after the other."""

    name = "judge"

    def __init__(self, workers: int = 1, unsandboxed: bool = False) -> None:
        self.workers, self.unsandboxed = workers, unsandboxed

    @property
    def is_sandboxed(self) -> bool:
        return not self.unsandboxed

    @contextlib.contextmanager
    def ready(self, course: Course, assignment: str) -> Iterator[None]:
        """Let warm processes import while others of the preparations go on; end them all."""
        self.court = Court(course, self.workers, self.unsandboxed)
        _courts[str(course.folder)] = self.court
        try:
            self.court.start_early(assignment)
            yield
        finally:
            _courts.pop(str(course.folder), None)
            self.court.close()

    def autograde(
        self, course: Course, assignment: str, students: Iterable[str], seed: str
    ) -> Iterator[Result]:
        """Yield one result for each student, as they come; a bad submission is a result too."""
        students, court = list(students), self.court
        if not students:
            return
        pool = ThreadPoolExecutor(self.workers)
        try:
            for notebook in course.notebooks(assignment):
                refuse_unjudgeable(court, court.plan(assignment, notebook))
            work = _Work(court, assignment, seed)
            students_of = {pool.submit(work.prepare, student): student for student in students}
            for future in as_completed(students_of):
                yield work.record(students_of[future], future.result())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            court.stop()  # what still runs has nobody to talk to, and ends
            pool.shutdown()


@dataclass(frozen=True)
class _Tried:
    """A notebook as it was tried, with the content of the file it was read from."""

    content: bytes
    notebook: NotebookNode
    remarks: list[str]
    trial: Trial


@dataclass(frozen=True)
class _Prepared:
    problem: tuple[str, str] | None
    seconds: float
    tried: dict[str, _Tried] = field(default_factory=dict)


class _Work:
    def __init__(self, court: Court, assignment: str, seed: str) -> None:
        self.court, self.assignment, self.seed = court, assignment, seed
        self.course, self.notebooks = court.course, court.course.notebooks(assignment)
        self.converter = one_by_one(OnePass, self.course, Config(self.course.app.config))
        self.converter.court = court

    def prepare(self, student: str) -> _Prepared:
        """Try all notebooks of a submission; runs beside others, touches no gradebook."""
        start, problem, tried = time.perf_counter(), None, {}
        try:
            problem, found = submission.read(self.course, self.assignment, student, self.notebooks)
            if not problem:
                tried = {name: self._try(student, name, *pair) for name, pair in found.items()}
        except CourseError:
            raise  # of the course: no submission could be graded
        except WarmError as error:
            problem = COULD_NOT_GRADE, str(error)
        except OSError as error:
            if breakdown.is_one(error):
                raise
            problem = COULD_NOT_GRADE, f"it could not be read: {error}"
        except Exception as error:  # whatever one submission does, the others are graded
            problem = COULD_NOT_GRADE, f"it could not be read: {type(error).__name__}: {error}"
        return _Prepared(problem, time.perf_counter() - start, tried)

    def _try(self, student: str, name: str, content: bytes, submitted: NotebookNode) -> _Tried:
        plan = self.court.plan(self.assignment, name)
        notebook, remarks = canonical(plan, submitted)
        files = self.course.submitted(student, self.assignment)
        trial = self.court.try_notebook(plan, notebook, self.seed, files)
        return _Tried(content, notebook, remarks, trial)

    def record(self, student: str, prepared: _Prepared) -> Result:
        """Write a submission's marks into the gradebook; one at a time."""
        start, where = time.perf_counter(), (self.assignment, student)
        status, reason, marks = GRADED, "", {}
        _remarks.pop(where, None)
        if prepared.problem:
            status, reason = prepared.problem
        elif failure := self._run_nbgrader(student, prepared.tried):
            if breakdown.is_one(failure):
                with naming(self.course.autograded(student, self.assignment)):
                    raise failure
            known = isinstance(failure, (CourseError, NoVerdict))
            named = "" if known else f"{type(failure).__name__}: "
            status, reason = COULD_NOT_GRADE, f"{named}{failure}"
        else:
            marks = gradebook.marks(self.course, self.assignment, student)
            found = [gradebook.remark(self.course, self.assignment, student)]
            reason = "; ".join(filter(None, [*found, *dict.fromkeys(_remarks.pop(where, []))]))
        seconds = round(prepared.seconds + time.perf_counter() - start, 3)
        return Result(student, self.assignment, status, reason=reason, seconds=seconds, **marks)

    def _run_nbgrader(self, student: str, tried: dict[str, _Tried]) -> BaseException | None:
        self.converter.tried = tried
        before = os.environ.get("NBGRADER_SEED")
        os.environ["NBGRADER_SEED"] = self.seed
        try:
            with (
                self.course.gradebook() as book,
                gradebook.all_or_nothing(book),
            ):
                if failure := self.converter.run(self.assignment, student):
                    raise failure
        except (Exception, SystemExit) as failure:
            return failure
        finally:
            os.environ.pop("NBGRADER_SEED")
            if before is not None:
                os.environ["NBGRADER_SEED"] = before
        return None


class Overwrite(OverwriteCells):
    """nbgrader's step that puts locked cells right, asking once for each cell of the source."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        names = resources["nbgrader"]
        self.assignment_id, self.notebook_id = names["assignment"], names["notebook"]
        self.db_url, self.gradebook = names["db_url"], self
        return NbGraderPreprocessor.preprocess(self, nb, resources)

    @cached_property
    def _known(self) -> dict[tuple, SimpleNamespace]:
        return {}

    def find_source_cell(self, *where: str) -> SimpleNamespace:
        names = "name", "cell_type", "locked", "source", "checksum"
        return self._found("find_source_cell", where, names)

    def find_graded_cell(self, *where: str) -> SimpleNamespace:
        return self._found("find_graded_cell", where, ("max_score",))

    def _found(self, find: str, where: tuple, names: tuple) -> SimpleNamespace:
        if (find, where) not in self._known:
            with Gradebook(self.db_url) as book:
                cell = getattr(book, find)(*where)
                data = {name: getattr(cell, name) for name in names}
            self._known[find, where] = SimpleNamespace(**data)
        return self._known[find, where]


# What a tried notebook goes through after its outputs are recorded.
STEPS = (LimitOutput, SaveAutoGrades, AssignLatePenalties)


class OnePass(Autograde):
    """nbgrader's converter, taking a notebook that was tried through its steps in one go.

    It is not written, read and validated after each. What others of nbgrader's steps see to (ids,
    outputs, metadata), the intake has seen to.
    """

    court: Court
    tried: dict[str, _Tried]

    def convert_single_notebook(self, notebook_filename: str) -> None:
        path = Path(notebook_filename)
        resources = self.init_single_notebook_resources(notebook_filename)
        resources["output_extension"] = self.exporter.file_extension
        notebook = self._recorded_notebook(path, resources)
        for step in self._steps:
            notebook, resources = step.preprocess(notebook, resources)
        nbformat.validate(notebook)
        # nbformat's own `writes` checks once more, and indents in ten times as long.
        text = json.dumps(notebook, ensure_ascii=False, sort_keys=True)
        self.write_single_notebook(text, resources)

    @cached_property
    def _steps(self) -> list[NbGraderPreprocessor]:
        return [kind(parent=self.exporter) for kind in STEPS]

    @cached_property
    def _overwrite(self) -> Overwrite:
        return Overwrite(parent=self.exporter)

    def _recorded_notebook(self, path: Path, resources: dict) -> NotebookNode:
        """Return the notebook with outputs and points."""
        tried, names = self.tried.get(path.stem), resources["nbgrader"]
        if tried is None or tried.content != path.read_bytes():
            raise CourseError("it was handed in anew while it was graded: grade it again")
        _remarks.setdefault((names["assignment"], names["student"]), []).extend(tried.remarks)
        plan = self.court.plan(names["assignment"], names["notebook"])
        _keep(plan, tried.trial, path.parent, names["student"])
        notebook, _ = self._overwrite.preprocess(tried.notebook, resources)
        record(notebook, tried.trial)
        return notebook
