"""A notebook without a kernel: set-up, answers and test cells executed in one namespace."""

import io
import json
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout, suppress
from functools import cached_property
from pathlib import Path
from unittest.mock import patch

from course_lib.checks import records
from course_lib.checks.result import MIME
from course_tools.build.fixtures import fixtures
from course_tools.build.hidden_regions import hidden_region
from course_tools.build.homework import Homework, Task, answer_source

SECONDS = 10  # of processor time; an answer that takes more is stopped

STOPPED = {"state": "stopped", "points": 0.0, "diagnosis": "", "message": ""}


class TimeIsUp(KeyboardInterrupt):
    """An answer was stopped; checks let a `KeyboardInterrupt` through."""


def stub(task: Task) -> str:
    """Return a task's answer cell as it is released."""
    lines, inside = [], False
    for line in task.source.splitlines():
        if "BEGIN SOLUTION" in line:
            indent = line[: len(line) - len(line.lstrip())]
            lines.append(f"{indent}raise NotImplementedError()")
            inside = True
        elif "END SOLUTION" in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


class Classroom:
    """Runs answers to one homework in `place`, where its fixtures lie; `seed` draws fresh cases."""

    def __init__(self, homework: Homework, place: Path, *, seed: str = "7") -> None:
        self.work, self.place, self.seed = homework, place, seed
        (place / "fixtures.json").write_bytes(self._fixtures)
        self._cells: dict[str, tuple] = {}

    @cached_property
    def _fixtures(self) -> bytes:
        return fixtures(self.work)

    @cached_property
    def messages(self) -> dict[str, str]:
        """Return bug → what a student is told, over all tasks."""
        tasks = json.loads(self._fixtures)["tasks"].values()
        return {known["bug"]: known["message"] for t in tasks for known in t["fingerprints"]}

    @contextmanager
    def of_seed(self, seed: str) -> Iterator[None]:
        """Draw the fresh cases from another seed for a while."""
        before, self.seed = self.seed, seed
        try:
            yield
        finally:
            self.seed = before

    def results(
        self, answers: Mapping[str, str], tasks: Iterable[str] | None = None
    ) -> dict[str, dict]:
        """Return what the test cells say of answers; the other tasks are answered right.

        With `tasks` only the named ones are checked, and those before them executed.
        """
        wanted = None if tasks is None else set(tasks)
        records.forget()
        names: dict = {"__name__": "__main__"}
        found = {}
        with patch.dict(os.environ, NBGRADER_SEED=self.seed), chdir(self.place):
            self._run(self.work.setup, names)
            for task in self.work.tasks:
                self._run(answers.get(task.name, answer_source(task)), names)
                if wanted is None or task.name in wanted:
                    found[task.name] = self._checked(task, names)
        return found

    def untouched(self) -> dict[str, dict]:
        """Return what the test cells say of the notebook as it is released."""
        return self.results({task.name: stub(task) for task in self.work.tasks})

    def _run(self, source: str, names: dict) -> None:
        lines = "\n".join(line for line in source.splitlines() if not line.startswith("%"))
        with suppress(NotImplementedError, TimeIsUp):  # the released stub of a typed number
            _within_time(lambda: exec(compile(lines, "<cell>", "exec"), names))

    def _checked(self, task: Task, names: dict) -> dict:
        visible, hidden = self._test_cell(task)
        out, err = io.StringIO(), io.StringIO()
        names.setdefault(task.name, None)  # its cell was stopped
        try:
            with redirect_stdout(out), redirect_stderr(err):
                _within_time(lambda: eval(visible, names))
                result = _within_time(lambda: eval(hidden, names))
        except TimeIsUp:  # as grading does
            return STOPPED | {"max_points": task.points}
        data = result._repr_mimebundle_()[MIME]
        if err.getvalue() or float(result) != data["points"]:
            raise AssertionError(f"the test cell of {task.name} is not as it must be")
        return data

    def _test_cell(self, task: Task) -> tuple:
        if task.name not in self._cells:
            call = f'check("{self.work.prefix}/{task.name}", {task.name})'
            texts = (call, hidden_region(self.work, task))
            self._cells[task.name] = tuple(compile(t, "<test>", "eval") for t in texts)
        return self._cells[task.name]


def _within_time(work: Callable):
    """Do something, but not for longer than `SECONDS` (a mutant may loop for ever)."""

    def stop(*_: object) -> None:
        raise TimeIsUp

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
