"""One notebook before the judge: drives the student's side and the bench, cell by cell.

Runs outside of both sandboxes and executes nothing itself. It sends sources in, takes outputs and
verdicts back, and stops what takes too long or too much.
"""

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from course_tools.grading.judge.channel import Channel, Closed, TooLate, pair
from course_tools.grading.judge.names import read_ahead
from course_tools.grading.judge.outputs import Budget
from course_tools.grading.judge.outputs import text as harmless
from course_tools.grading.judge.sandbox import Room, usage_of
from course_tools.grading.judge.warm import Side

ANSWER, EXTRA, PLAIN, SETUP, TEST = "answer", "extra", "plain", "setup", "test"
LOOK = 0.4  # seconds between two looks at what memory is used
MOST_PARTS = 200_000  # of a message to this process
GRACE = 3.0  # seconds between asking a process to stop and stopping it
TOO_LONG = "it took more than {:g} seconds"
ALL_TOO_LONG = "the whole notebook took more than {:g} seconds"
TOO_MUCH = "it took more than {:.1f} GB of memory"
JUDGE_ENDED = (
    "the judge's own process ended while '{}' ran, and again when that was tried anew (does that "
    "test run text which the student wrote?)"
)
ENDED = "its Python ended while a cell ran (a call that ends the process?)"


@dataclass(frozen=True)
class Step:
    """One cell of a notebook: what the student's side runs, and what the judge does."""

    kind: str
    source: str = ""
    judge_source: str = ""
    grade_id: str = ""
    points: float = 0.0
    hidden: tuple[int, ...] = ()
    place: int = 0  # of the cell in the notebook
    is_in_student: bool = False  # a test that the instructor lets run in the student's process


@dataclass(frozen=True)
class Outcome:
    """What a cell put out; of a test also whether it passed, with how many points."""

    place: int
    kind: str
    outputs: tuple = ()
    is_cut: bool = False
    ok: bool = True
    score: float | None = None
    error: dict | None = None
    is_hidden: bool = False
    is_late: bool = False  # student code knew something of a hidden test already
    is_students: bool = False  # a test that ran in the student's process: all it says is theirs
    value_kind: str = ""


@dataclass
class Trial:
    """The outcomes of all cells, what went wrong on the whole, and what a contract run learned."""

    outcomes: list[Outcome] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    rights: frozenset[str] = frozenset()
    bound: dict[str, frozenset[str]] = field(default_factory=dict)
    seconds: float = 0.0
    failure: str = ""  # of the judge itself: no verdict on the student
    has_ended: bool = False  # a process went by itself: student code did it, or the system


@dataclass(frozen=True)
class Terms:
    """On what terms a notebook is tried; `rights` None and no `bound` make it a contract run."""

    rights: frozenset[str] | None
    bound: dict[str, frozenset[str]]
    environment: dict[str, str]
    tries_twice: bool = False  # each test, to see which can be repeated
    timeout: float = 30.0
    student_room: Room = field(default_factory=Room)
    judge_room: Room = field(default_factory=Room)


def run(steps: Iterable[Step], terms: Terms, student: Side, judge: Side) -> Trial:
    """Run all cells in their order; return what came of each. Ends all that it started."""
    start = time.perf_counter()
    runner = _Runner(terms, student, judge)
    try:
        for number, step in enumerate(steps, 1):
            runner.take(step, number)
    finally:
        runner.end()
    runner.trial.seconds = time.perf_counter() - start
    return runner.trial


class _Runner:
    def __init__(self, terms: Terms, student: Side, judge: Side) -> None:
        self.terms, self.trial = terms, Trial()
        self.owned: set[str] = set()
        self.has_told = False  # student code has got something from a hidden line of a test
        self.gone = ""
        self.budget, self.start = Budget(), time.monotonic()
        self.student = self.judge = None
        ours_student, theirs_student = pair()
        ours_judge, theirs_judge = pair()
        asking, answering = pair()
        ends = [theirs_student, theirs_judge, asking, answering]
        self.to_student, self.to_judge = ours_student, ours_judge
        self.looked = self.start
        for channel in (ours_student, ours_judge):  # what comes to this process is text, and little
            channel.most_parts, channel.most_bytes = MOST_PARTS, 0
            channel.meanwhile = self._look
            os.set_blocking(channel.writer, False)  # else who does not read could hold this up
        try:
            limits = replace(terms.student_room.limits, seconds=int(4 * terms.timeout) + 60)
            room = replace(terms.student_room, limits=limits)
            self.student = student.fork(room, [theirs_student, answering])
            self.judge = judge.fork(terms.judge_room, [theirs_judge, asking])
        finally:
            for end in ends:
                end.close()
        rights = None if terms.rights is None else sorted(terms.rights)
        begin = {"do": "begin", "rights": rights, "environment": terms.environment}
        begin["tries_twice"] = terms.tries_twice
        self.to_judge.send(begin)

    def end(self) -> None:
        for process in (self.student, self.judge):
            if process:
                process.kill()
        self.to_student.close()
        self.to_judge.close()

    def take(self, step: Step, number: int) -> None:
        if time.monotonic() - self.start > 8 * self.terms.timeout + 120:
            self._student_is_gone(ALL_TOO_LONG.format(8 * self.terms.timeout + 120))
        if step.kind == TEST:
            self.trial.outcomes.append(self._test(step, number))
            return
        is_contract = self.terms.rights is None and step.kind == ANSWER
        before = self._digests() if is_contract else {}
        self.trial.outcomes.append(self._student_cell(step, number))
        if step.kind == ANSWER:
            bound = self.terms.bound.get(step.grade_id, frozenset())
            if is_contract:
                bound = _changed(before, self._digests())
                self.trial.bound[step.grade_id] = bound
            self.owned |= bound
        elif step.judge_source.strip():
            self._judge_cell(step, number)

    def _student_cell(self, step: Step, number: int) -> Outcome:
        if self.gone:
            return Outcome(step.place, step.kind, ok=False)
        message = {"do": "cell", "source": step.source, "number": number}
        reply = self._ask_student(message | {"locked": step.kind == SETUP})
        if reply is None:
            error = _error_output(self.gone)
            return Outcome(step.place, step.kind, (error,), ok=False)
        outputs, is_cut = self.budget.clean(reply.get("outputs"))
        is_cut, ok = is_cut or bool(reply.get("cut")), reply.get("ok") is True
        return Outcome(step.place, step.kind, outputs, is_cut, ok, is_late=self.has_told)

    def _digests(self) -> dict:
        reply = None if self.gone else self._ask_student({"do": "digests"})
        return (reply or {}).get("digests", {})

    def _ask_student(self, message: dict) -> dict | None:
        """Return the student side's reply; None if it is gone, and `gone` says why."""
        try:
            self.to_student.send(message, deadline=self._deadline())
            return self._await(self.to_student, is_test=False)
        except TooLate:
            self._student_is_gone(TOO_LONG.format(self.terms.timeout))
        except Closed:
            self._student_is_gone(ENDED)
        return None

    def _judge_cell(self, step: Step, number: int) -> dict | None:
        message = {
            "do": "cell",
            "kind": step.kind,
            "source": step.judge_source,
            "read": read_ahead(step.judge_source),
            "number": number,
            "owned": sorted(self.owned),
            "hidden": list(step.hidden),
            "cell": step.grade_id,
        }
        try:
            self.to_judge.send(message, deadline=self._deadline())
            reply = self._await(self.to_judge, is_test=True)
        except (Closed, TooLate):
            where = step.grade_id or "a cell without a name"
            self.trial.failure = self.trial.failure or JUDGE_ENDED.format(where)
            return None
        self.has_told = self.has_told or reply.get("told") is True
        if reply.get("student_gone"):
            self._student_is_gone(ENDED)
        if step.kind == SETUP and type(reply.get("bound")) is list:
            self.owned -= set(map(str, reply["bound"]))
        if self.terms.rights is None:
            self.trial.rights |= frozenset(map(str, reply.get("rights", ())))
        return reply

    def _test_in_student(self, step: Step, number: int) -> dict | None:
        self.has_told = self.has_told or bool(step.hidden)
        message = {"do": "test", "source": step.judge_source, "number": number}
        return self._ask_student(message | {"hidden": list(step.hidden)})

    def _test(self, step: Step, number: int) -> Outcome:
        if self.gone or self.trial.failure:
            return _failed(step, "NotRun", self.gone or self.trial.failure)
        ask = self._test_in_student if step.is_in_student else self._judge_cell
        is_late = self.has_told or (step.is_in_student and bool(step.hidden))
        reply = ask(step, number)
        if reply is None:
            return _failed(step, "TimeoutError", self.gone or "this test took too long")
        ok = reply.get("ok") is True
        outputs, is_cut = Budget().clean(reply.get("outputs"))
        return Outcome(
            step.place,
            TEST,
            outputs=outputs,
            is_cut=is_cut or bool(reply.get("cut")),
            ok=ok,
            score=_points(reply.get("score"), step.points) if ok else 0.0,
            error=None if ok else clean_error(reply.get("error"), self.gone),
            is_hidden=reply.get("hidden") is True,
            is_late=is_late,
            is_students=step.is_in_student,
            value_kind=str(reply.get("value_kind", ""))[:50],
        )

    # -- time and memory

    def _await(self, channel: Channel, is_test: bool) -> dict:
        """Return the next message; interrupt and then stop what uses too much."""
        self._look()
        start, before = time.monotonic(), None
        stage, stage_since = 0, 0.0
        while not channel.wait(0.05 if before else LOOK):
            now = time.monotonic()
            usage = self._usage()
            before = before or usage
            problem = self._problem(before, usage, now - start)
            if (problem and stage == 0) or (stage and now - stage_since > GRACE):
                stage, stage_since = stage + 1, now
                self._escalate(stage, problem or TOO_LONG.format(self.terms.timeout), is_test)
        message, _ = channel.receive(self._deadline())
        return message

    def _deadline(self) -> float:
        """Until when a message must have come through."""
        return time.monotonic() + self.terms.timeout

    def _usage(self) -> tuple[float, int]:
        used = [usage_of(process.first) for process in (self.student, self.judge)]
        return sum(seconds for seconds, _ in used), max(memory for _, memory in used)

    def _look(self) -> None:
        """End a student's process that has taken too much memory, however quick its answers are."""
        now = time.monotonic()
        if now - self.looked < LOOK or self.gone:
            return
        self.looked, (_, memory) = now, self._usage()
        if memory > self.terms.student_room.limits.memory:
            self._student_is_gone(TOO_MUCH.format(self.terms.student_room.limits.memory / 1e9))

    def _problem(self, before: tuple, usage: tuple, wall: float) -> str:
        limit = self.terms.timeout
        if usage[0] - before[0] > limit or wall > 2 * limit + 5:
            return TOO_LONG.format(limit)
        memory = self.terms.student_room.limits.memory
        return TOO_MUCH.format(memory / 1e9) if usage[1] > memory else ""

    def _escalate(self, stage: int, problem: str, is_test: bool) -> None:
        """First interrupt the student's code, then end it; only then doubt the test itself."""
        if stage == 1 and "memory" not in problem:
            self.trial.remarks.append(f"a cell was stopped: {problem}")
            self.student.interrupt()
        elif stage <= 2:
            self._student_is_gone(problem)
        elif stage == 3 and is_test:
            self.judge.interrupt()
        else:
            self.judge.kill()

    def _student_is_gone(self, why: str) -> None:
        self.trial.has_ended = self.trial.has_ended or why == ENDED
        if not self.gone:
            self.gone = why
            self.trial.remarks.append(why)
        self.student.kill()


def _failed(step: Step, name: str, text: str) -> Outcome:
    error = {"name": name, "text": text, "lines": [], "own": []}
    return Outcome(step.place, TEST, ok=False, score=0.0, error=error)


def _changed(before: dict, after: dict) -> frozenset[str]:
    return frozenset(name for name, digest in after.items() if before.get(name) != digest)


def _points(score, most: float) -> float:
    """Return the points of a passed test: all, or the number that its last line came to."""
    if type(score) not in (int, float):
        return most
    return min(max(float(score), 0.0), most) if score == score else 0.0


def _error_output(text: str) -> dict:
    return {
        "output_type": "error",
        "ename": "Stopped",
        "evalue": text,
        "traceback": [f"Stopped: {text}"],
        "hidden": False,
    }


def clean_error(error, gone: str) -> dict:
    """Return what a failed test says, bounded and of known form."""
    if type(error) is not dict:
        error = {}
    text = harmless(error.get("text", ""), 2000) or gone
    return {
        "name": harmless(error.get("name", "Error"), 100),
        "text": text,
        "lines": _lines(error.get("lines")),
        "own": _lines(error.get("own")),
        "is_students": error.get("is_students") is True,
    }


def _lines(lines) -> list[tuple[int, str, str]]:
    if type(lines) is not list:
        return []
    sound = [entry for entry in lines[:10] if type(entry) is list and len(entry) == 3]
    return [(n, str(line)[:300], str(name)[:100]) for n, line, name in sound if type(n) is int]
