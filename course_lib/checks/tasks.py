"""What a check knows of a task: points, parts, cases, and what known mistakes give."""

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course_lib.checks.exchange import decode
from course_lib.checks.plain import Plain

FIXTURES = "fixtures.json"
STARTED_IN = Path.cwd()  # a notebook's own folder, also after a student's os.chdir


@dataclass(frozen=True)
class Outcome:
    """What a call came to: plain data, or the exception; and which arguments it changed."""

    value: Plain | None = None
    raised: str = ""  # "ValueError: text"
    changed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Case:
    """Arguments, and the plain data that is expected for them."""

    arguments: tuple
    expected: Plain


@dataclass(frozen=True)
class Fingerprint:
    """What a known mistake gives, case by case, and what is said about it."""

    bug: str
    message: str
    outcomes: Iterable[Outcome]
    may_change: bool = True  # arguments in place; of one that never does, nobody need ask

    def changes(self) -> list[tuple[int, ...]]:
        """Return the arguments that it changes in place, case by case."""
        return [outcome.changed for outcome in self.outcomes]


class Later:
    """An iterable that is computed when it is first needed: right answers need no known bugs."""

    def __init__(self, compute: Callable[[], Sequence]) -> None:
        self._computed = functools.cache(compute)

    def __iter__(self) -> Iterator:
        return iter(self._computed())


@dataclass(frozen=True)
class Task:
    """One task of a homework, as its check needs it."""

    name: str  # with the homework's: hw3/softmax
    kind: str
    points: float
    uses: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    fingerprints: Iterable[Fingerprint] = field(default=(), repr=False)

    @property
    def short(self) -> str:
        return self.name.rpartition("/")[2]


def find(name: str) -> Task:
    """Return the task of a name like hw3/softmax, from `fixtures.json` in the working directory.

    Raises `LookupError` if there is no such file or no such task.
    """
    homework, _, task = name.rpartition("/")
    tasks = all_tasks(homework)
    if task not in tasks:
        raise LookupError(f"There is no task '{name}'. There are: {', '.join(tasks)}.")
    return tasks[task]


def all_tasks(homework: str) -> dict[str, Task]:
    """Return all tasks of the homework in the working directory, by name, in their order."""
    for path in (Path(FIXTURES).resolve(), STARTED_IN / FIXTURES):
        if path.is_file():
            return _read(path, path.stat().st_mtime_ns, homework)
    raise LookupError(
        f"'{FIXTURES}' is missing in {Path.cwd()}: it belongs beside the notebook. "
        "Copy it there from the folder of the assignment, and run this cell again."
    )


@functools.lru_cache(maxsize=4)
def _read(path: Path, _changed: int, homework: str) -> dict[str, Task]:
    data = json.loads(path.read_text(encoding="utf-8"))["tasks"]
    return {name: _task(f"{homework}/{name}", task) for name, task in data.items()}


def _task(name: str, data: dict) -> Task:
    return Task(
        name=name,
        kind=data["kind"],
        points=data["points"],
        uses=tuple(data["uses"]),
        parts=tuple(data["parts"]),
        arguments=tuple(data.get("argument_names", ())),
        hints=tuple(data["hints"]),
        cases=tuple(
            Case(tuple(decode(case["arguments"])), decode(case["expected"]))
            for case in data["cases"]
        ),
        fingerprints=Later(lambda: tuple(map(_fingerprint, data["fingerprints"]))),
    )


def _fingerprint(data: dict) -> Fingerprint:
    return Fingerprint(data["bug"], data["message"], tuple(map(outcome_from, data["outputs"])))


def outcome_from(data: dict) -> Outcome:
    """Return the outcome that `outcome_as_json` wrote."""
    if "raises" in data:
        return Outcome(raised=data["raises"])
    return Outcome(value=decode(data["value"]), changed=tuple(data.get("changed", ())))
