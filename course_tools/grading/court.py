"""The court: tries notebooks of one course, each in sandboxes of its own, many at a time."""

import contextlib
import hashlib
import json
import queue
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from course_tools.errors import CourseError, naming
from course_tools.grading import submission
from course_tools.grading.course import Course
from course_tools.grading.files import add_to
from course_tools.grading.intake import canonical
from course_tools.grading.judge import folders, sandbox
from course_tools.grading.judge.names import names_in, patched_elsewhere
from course_tools.grading.judge.sandbox import FIRST_UID, Room
from course_tools.grading.judge.trial import TEST, Outcome, Terms, Trial, run
from course_tools.grading.judge.verdict import REPEATS
from course_tools.grading.judge.warm import Side, Warm, WarmError
from course_tools.grading.plan import (
    Plan,
    data_files,
    modules_of,
    read_plan,
    readable_folders,
    source_notebook,
)
from course_tools.grading.steps import steps_of

MISSING_NAME = re.compile(r"name '(\w+)' is not defined")
NO_SANDBOX = (
    "Submissions are run in a sandbox, and this system offers none: {}. Allow user namespaces "
    "(`course doctor` says how), or run as root. To run students' code without a sandbox, with "
    "your own rights, say --unsandboxed."
)


@dataclass(frozen=True)
class Contract:
    """What the instructor's own solution shows: whom names belong to, what may change in place,
    and which tests cannot be judged from outside."""

    bound: dict[str, frozenset[str]]
    rights: frozenset[str]
    unjudgeable: dict[str, str]

    def as_json(self) -> dict:
        bound = {name: sorted(names) for name, names in self.bound.items()}
        return {"bound": bound, "rights": sorted(self.rights), "unjudgeable": self.unjudgeable}

    @classmethod
    def from_json(cls, data: dict) -> "Contract":
        bound = {name: frozenset(names) for name, names in data["bound"].items()}
        return cls(bound, frozenset(data["rights"]), data["unjudgeable"])


class Court:
    """Warm processes and contracts for one course; tries notebooks, `workers` at a time."""

    def __init__(self, course: Course, workers: int = 1, unsandboxed: bool = False) -> None:
        if not unsandboxed and (reason := sandbox.why_not()):
            raise CourseError(NO_SANDBOX.format(reason))
        self.course, self.workers, self.unsandboxed = course, workers, unsandboxed
        self.plans: dict[tuple[str, str], Plan] = {}
        self.contracts: dict[str, Contract] = {}
        self.benches: dict[tuple, queue.Queue] = {}
        self.warm: dict[tuple, Warm] = {}
        self.lock = threading.Lock()
        self.starting = threading.Lock()
        self.folder = folders.temporary()
        self.timeout = _timeout(course)

    def plan(self, assignment: str, notebook: str) -> Plan:
        key = assignment, notebook
        if key not in self.plans:
            self.plans[key] = read_plan(self.course, assignment, notebook)
        return self.plans[key]

    def contract(self, plan: Plan) -> Contract:
        """Return the contract of a notebook, from the course's records or from a run."""
        with self.lock:
            if plan.digest not in self.contracts:
                self.contracts[plan.digest] = self._recorded(plan) or self._contract_run(plan)
            return self.contracts[plan.digest]

    def _recorded(self, plan: Plan) -> Contract | None:
        try:
            data = json.loads(self._record_of(plan).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return Contract.from_json(data) if data.get("digest") == _digest(plan) else None

    def _record_of(self, plan: Plan) -> Path:
        return self.course.records / f"{plan.assignment}.{plan.notebook}.contract.json"

    def _contract_run(self, plan: Plan) -> Contract:
        source = source_notebook(self.course, plan.folder / f"{plan.notebook}.ipynb")
        notebook, _ = canonical(plan, _solved(source))
        trial, twice = self._try_contract(plan, notebook)
        if trial.failure:
            raise CourseError(
                f"The instructor's '{plan.notebook}' broke the judge: {trial.failure}"
            )
        unjudgeable, failed = {}, {}
        names = {c.id: c for c in plan.cells}
        for outcome in trial.outcomes:
            cell = notebook.cells[outcome.place]
            planned = names.get(cell.id)
            if outcome.kind != TEST and not outcome.ok:
                failed |= dict.fromkeys(_bound_in(cell.source), outcome)
            elif outcome.kind == TEST and outcome.score < planned.points - 1e-9:
                why = _why(outcome, planned.source)
                unjudgeable[planned.grade_id] = why + _where_from(outcome, plan, failed)
        repeating = {right for right in twice.rights if right.endswith(REPEATS)}
        contract = Contract(trial.bound, trial.rights | repeating, unjudgeable)
        if not (trial.has_ended or twice.has_ended):  # else another run may show more
            text = json.dumps({"digest": _digest(plan)} | contract.as_json(), indent=1)
            with naming(self._record_of(plan)):
                self._record_of(plan).write_text(text, encoding="utf-8")
        return contract

    def _try_contract(self, plan: Plan, notebook: NotebookNode) -> tuple[Trial, Trial]:
        """Try the instructor's solution, and beside that with each test twice: what the second
        time leaves behind could make a later test fail."""
        pool = ThreadPoolExecutor(2)
        all_terms = [Terms(None, {}, self.environment("0"), tries_twice=n) for n in (False, True)]
        try:
            tries = [pool.submit(self._try, plan, notebook, t, plan.folder) for t in all_terms]
            return tries[0].result(), tries[1].result()
        except KeyboardInterrupt:
            self.stop()  # what still runs has nobody to talk to, and ends
            raise
        finally:
            pool.shutdown()

    def try_notebook(self, plan: Plan, notebook: NotebookNode, seed: str, files: Path) -> Trial:
        """Run a student's canonical notebook; `files` is the folder it was handed in with."""
        contract = self.contract(plan)
        terms = Terms(contract.rights, contract.bound, self.environment(seed))
        return self._try(plan, notebook, terms, files)

    @staticmethod
    def environment(seed: str) -> dict[str, str]:
        return {"NBGRADER_SEED": seed, "NBGRADER_EXECUTION": "autograde"}

    def _try(self, plan: Plan, notebook: NotebookNode, terms: Terms, files: Path) -> Trial:
        """Run a notebook; once more if the judge's own process was lost."""
        trial = self._try_once(plan, notebook, terms, files)
        if trial.failure:
            trial = self._try_once(plan, notebook, terms, files)
        return trial

    def _try_once(self, plan: Plan, notebook: NotebookNode, terms: Terms, files: Path) -> Trial:
        with (
            self._pair(plan) as (number, student, judge),
            tempfile.TemporaryDirectory(prefix="work-", dir=self.folder.name) as work,
        ):
            luck = trial_key(plan, notebook, terms.environment["NBGRADER_SEED"], files)
            rooms = self._rooms(plan, number, Path(work), files, " ".join(luck))
            terms = replace(terms, timeout=self.timeout, student_room=rooms[0], judge_room=rooms[1])
            return run(list(steps_of(plan, notebook)), terms, student, judge)

    def _rooms(
        self, plan: Plan, number: int, work: Path, files: Path, luck: str
    ) -> tuple[Room, Room]:
        """Return the rooms of the two sides; what one draws tells nothing of the other's luck."""
        shown = readable_folders(plan.modules, self.course.folder)
        ours = data_files(plan.folder)
        for name in ("student", "judge"):
            (work / name).mkdir()
            for path in ours:
                _copy(path, work / name / path.relative_to(plan.folder))
        for path in submission.own_files(files, plan.folder):
            _copy(path, work / "student" / path.relative_to(files))
        return tuple(
            Room(
                shown,
                str(work / name),
                uid=FIRST_UID + 2 * number + i,
                seed=hashlib.sha256(f"{name} {luck}".encode()).hexdigest(),
                is_open=self.unsandboxed,
            )
            for i, name in enumerate(("student", "judge"))
        )

    @contextlib.contextmanager
    def _pair(self, plan: Plan) -> Iterator[tuple[int, Side, Side]]:
        """Lend the two sides of a warm process that has the notebook's imports ready."""
        with self.starting:
            if plan.modules not in self.benches:
                self.benches[plan.modules] = self._start(plan.modules)
        pair = self.benches[plan.modules].get()
        try:
            yield pair
        finally:
            self.benches[plan.modules].put(pair)

    def start_early(self, assignment: str) -> None:
        """Start the warm processes that the notebooks of an assignment need, and wait for none."""
        for path in self.course.source(assignment).glob("*.ipynb"):
            with contextlib.suppress(Exception):  # who reads it next says what is wrong
                self._warm(modules_of(source_notebook(self.course, path).cells, path.parent))

    def _warm(self, modules: tuple[str, ...]) -> Warm:
        if modules not in self.warm:
            self.warm[modules] = Warm(modules)
        return self.warm[modules]

    def _start(self, modules: tuple[str, ...]) -> queue.Queue:
        """Start a warm process for notebooks that import these modules; all workers fork from it,
        each under a number of its own."""
        warm = self._warm(modules)
        try:
            warm.wait_until_ready()
        except WarmError:
            self.warm.pop(modules).stop()
            raise
        benches, first = queue.Queue(), len(self.benches) * self.workers
        for number in range(first, first + self.workers):
            benches.put((number, Side(warm, "student"), Side(warm, "judge")))
        return benches

    def stop(self) -> None:
        """End all warm processes, and with them what they forked."""
        while self.warm:
            self.warm.popitem()[1].stop()

    def close(self) -> None:
        """End all processes, and remove what was written for them."""
        self.stop()
        self.folder.cleanup()


def _timeout(course: Course) -> float:
    """Return the seconds a cell may take: those configured for nbgrader's own executor."""
    for name in ("JudgeExecute", "Execute", "ExecutePreprocessor"):
        if "timeout" in course.app.config.get(name, {}):
            return float(course.app.config[name]["timeout"] or 600)
    return 30.0


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _solved(source: NotebookNode) -> NotebookNode:
    """Return the instructor's notebook as a submission: with the solutions, without markers."""
    notebook = nbformat.from_dict(source)
    for cell in notebook.cells:
        lines = cell.source.split("\n")
        marks = ("BEGIN SOLUTION", "END SOLUTION")
        cell.source = "\n".join(line for line in lines if not any(mark in line for mark in marks))
    return notebook


def _digest(plan: Plan) -> str:
    """Return a digest of all that a contract follows from: the notebook, and the judge itself."""
    content = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py")))
    return hashlib.sha256(plan.digest.encode() + content).hexdigest()


def _why(outcome, source: str) -> str:
    if outcome.ok:
        return f"it gives {outcome.score:g} points to the instructor's own solution"
    error = outcome.error or {}
    why = f"{error.get('name')}: {error.get('text')}"[:300].rstrip(": ")
    with contextlib.suppress(SyntaxError, ValueError):
        if patched := patched_elsewhere(source):
            why += f" (it patches {', '.join(patched)}: student code runs apart, and sees nothing)"
    return why


def _bound_in(source: str) -> set[str]:
    lines = [line for line in source.split("\n") if not line.lstrip().startswith(("%", "!"))]
    return names_in("\n".join(lines))[1]


def _where_from(outcome: Outcome, plan: Plan, failed: dict[str, Outcome]) -> str:
    """Return, in brackets, why a name is not there that a test or the solution asks for."""
    error = outcome.error or {}
    found, said = _missing(error.get("name"), error.get("text")), ""
    while found in failed:  # from cell to cell, to the first that failed
        last = next((o for o in failed[found].outputs if "ename" in o), {})
        said = " ".join(f"{last.get('ename')}: {last.get('evalue')}".split())[:200].rstrip(": ")
        said = f"the cell that makes '{found}' failed: {said}"
        failed = {name: cell for name, cell in failed.items() if name != found}
        found = _missing(last.get("ename"), last.get("evalue"))
    if any(found in _bound_in(cell.source) for cell in plan.cells if cell.kind == TEST):
        said = f"a test makes '{found}'; student code, which runs apart from tests, has none"
    return f" ({said})" if said else ""


def _missing(kind: str | None, text: str | None) -> str:
    """Return the name that an exception says is not there."""
    match = MISSING_NAME.match(text or "") if kind == "NameError" else None
    return match[1] if match else ""


def trial_key(plan: Plan, notebook: NotebookNode, seed: str, files: Path) -> tuple:
    """Return what a trial's outcome depends on: the same key, the same marks.

    `files` is the folder that was handed in: a student's own modules and data decide too.
    """
    steps = json.dumps([vars(step) for step in steps_of(plan, notebook)])
    digest = hashlib.sha256(steps.encode())
    for path in submission.own_files(files, plan.folder):
        add_to(digest, path, files)
    return plan.digest, digest.hexdigest(), seed


def not_tamper_proof(plan: Plan) -> list[str]:
    """Return a remark on each test whose points student code could have given itself."""
    return [
        f"the points of '{cell.grade_id}' are not tamper-proof: the instructor lets this test run "
        "in the student's process"
        for cell in plan.cells
        if cell.is_in_student
    ]


def refuse_unjudgeable(court: Court, plan: Plan) -> None:
    """Raise `CourseError` if the contract run found tests that cannot be judged from outside."""
    allowed = {cell.grade_id for cell in plan.cells if cell.is_in_student}
    found = court.contract(plan).unjudgeable
    bad = {name: why for name, why in found.items() if name not in allowed}
    if bad:
        lines = "\n".join(f"  {name}: {why}" for name, why in bad.items())
        raise CourseError(
            f"These tests of '{plan.notebook}' do not give the instructor's own solution full "
            f"marks when they are run apart from the student's code:\n{lines}\nMend the tests, or "
            "let them run beside the student's code, where they can be cheated: in "
            f"nbgrader_config.py, c.JudgeExecute.allow_in_student_process = {list(bad)}"
        )
