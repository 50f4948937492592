"""A notebook without a kernel: set-up, answers and test cells executed in one namespace."""

import io
import os
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from functools import cache
from pathlib import Path

from course_lib.checks import records
from course_lib.checks.result import MIME
from course_tools.build.fixtures import fixtures
from course_tools.build.hidden_regions import hidden_region
from course_tools.build.homework import Homework, answer_source, load

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "sources" / "homework").glob("*/notebook.py"))


@cache
def homework(folder: Path) -> Homework:
    return load(folder)


@cache
def all_fixtures(folder: Path) -> bytes:
    return fixtures(homework(folder))


@cache
def test_cell(folder: Path, task: str) -> str:
    work = homework(folder)
    return f'check("{work.prefix}/{task}", {task})\n{hidden_region(work, work.task(task))}'


def stub(task) -> str:
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
    """Runs answers to one homework in `place`, where its fixtures lie."""

    def __init__(self, folder: Path, place: Path, *, hidden: bool = True) -> None:
        self.folder, self.work, self.place, self.hidden = folder, homework(folder), place, hidden
        (place / "fixtures.json").write_bytes(all_fixtures(folder))

    def results(self, answers: dict[str, str], tasks=None) -> dict[str, dict]:
        """Return what the test cells say of answers; the other tasks are answered right.

        With `tasks` only the named ones are checked, and those before them executed.
        """
        records.forget()
        names: dict = {"__name__": "__main__"}
        self._run(self.work.setup, names)
        found = {}
        for task in self.work.tasks:
            self._run(answers.get(task.name, answer_source(task)), names)
            if tasks is None or task.name in tasks:
                found[task.name] = self._checked(task, names)
        return found

    def untouched(self) -> dict[str, dict]:
        return self.results({task.name: stub(task) for task in self.work.tasks})

    def _run(self, source: str, names: dict) -> None:
        lines = "\n".join(line for line in source.splitlines() if not line.startswith("%"))
        with chdir(self.place), suppress(NotImplementedError):  # the released stub of a number
            exec(compile(lines, "<cell>", "exec"), names)

    def _checked(self, task, names: dict) -> dict:
        call = test_cell(self.folder, task.name)
        first, rest = call.split("\n", 1)
        out, err = io.StringIO(), io.StringIO()
        with chdir(self.place), redirect_stdout(out), redirect_stderr(err):
            result = eval(first, names)
            if self.hidden:
                result = eval(rest, names)
        assert err.getvalue() == "", "stderr on a test cell costs all points"
        data = result._repr_mimebundle_()[MIME]
        assert float(result) == data["points"]
        return data


os.environ.setdefault("NBGRADER_SEED", "7")
