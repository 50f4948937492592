"""A homework as its four sources describe it: tasks, known bugs, other right answers.

The format is py:percent with short tags in a cell's header, such as
`# %% check="softmax" points=3 uses=["softmax"]`.
"""

import ast
import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from course_tools.build.reading import Cell, read
from course_tools.errors import CourseError

KINDS = ("function", "draws", "classes", "net", "number")
VALUES = ("net", "number")  # the answer is a value, not a function
FILES = ("notebook.py", "reference.py", "bugs.py", "alternatives.py")
SOLUTION_MARKER = re.compile(r"^\s*###\s*(BEGIN|END) SOLUTION\s*$")
TAGS = {  # what a cell's header may say, in each of the files
    "notebook.py": {
        "task",
        "check",
        "points",
        "uses",
        "kind",
        "manual",
        "setup",
        "summary",
        "tags",
    },
    "bugs.py": {"task", "bug", "also_fails"},
    "alternatives.py": {"task", "alternative"},
}


@dataclass(frozen=True)
class Task:
    """What is asked for: an answer cell (`source`, with solution markers) and its check."""

    name: str
    points: float
    uses: tuple[str, ...]
    kind: str
    source: str = field(repr=False)
    cell: Cell = field(repr=False, compare=False)  # of the check


@dataclass(frozen=True)
class Bug:
    """A known wrong answer to a task, and what a student who gives it is told."""

    name: str
    task: str
    message: str
    source: str = field(repr=False)
    also_fails: tuple[str, ...] = ()
    cell: Cell | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Alternative:
    """A right answer to a task in another style than the reference."""

    name: str
    task: str
    source: str = field(repr=False)
    cell: Cell | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Homework:
    """One homework: `name` is the folder's, `prefix` what its checks call it (hw3)."""

    name: str
    folder: Path
    tasks: tuple[Task, ...]
    bugs: tuple[Bug, ...]
    alternatives: tuple[Alternative, ...]
    setup: str = field(repr=False)

    @property
    def prefix(self) -> str:
        return self.name.split("_")[0]

    def task(self, name: str) -> Task:
        return next(task for task in self.tasks if task.name == name)

    def all_uses(self, task: Task) -> tuple[str, ...]:
        """Return the earlier tasks that a task calls, directly or through others, in order."""
        names = set(task.uses).union(*(self.all_uses(self.task(name)) for name in task.uses))
        return tuple(other.name for other in self.tasks if other.name in names)

    def bugs_of(self, task: str) -> list[Bug]:
        return [bug for bug in self.bugs if bug.task == task]

    @property
    def reference_source(self) -> str:
        return (self.folder / "reference.py").read_text(encoding="utf-8")

    @cached_property
    def reference(self) -> dict:
        """The names of the reference module, executed once."""
        return executed(self.reference_source, self.folder / "reference.py")


def load(folder: Path | str) -> Homework:
    """Read and check the sources of a homework in `folder`.

    Raises `CourseError`, with file and line, for whatever is missing or contradicts itself.
    """
    folder = Path(folder)
    _check_present(folder / "reference.py")
    cells = read_cells(folder, "notebook.py")
    homework = Homework(
        name=folder.resolve().name,
        folder=folder,
        tasks=tuple(tasks_of(cells)),
        bugs=tuple(_bugs(read_cells(folder, "bugs.py"))),
        alternatives=tuple(_alternatives(read_cells(folder, "alternatives.py"))),
        setup="\n\n".join(_python(cell.source) for cell in cells if "setup" in cell.header),
    )
    _check_calls(homework, cells)
    _check_names(homework)
    _check_reference(homework)
    return homework


def answer_source(thing: Task | Bug | Alternative) -> str:
    """Return what stands in the answer cell: a task's own solution, a bug's or another's text."""
    lines = thing.source.splitlines()
    return "\n".join(line for line in lines if not SOLUTION_MARKER.match(line)).strip("\n")


def filled_notebook(blank_notebook, answers: Mapping[str, str]):
    """Return a copy of a released notebook with `answers` (task → source) in its answer cells.

    Raises `CourseError` if the notebook lacks a cell for one of them.
    """
    notebook = copy.deepcopy(blank_notebook)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    for task, source in answers.items():
        if task not in cells:
            raise CourseError(f"The notebook has no answer cell '{task}': call `course build`.")
        cells[task].source = source
    return notebook


def read_cells(folder: Path, name: str) -> list[Cell]:
    """Return the cells of one of the files in TAGS; raise `CourseError` if it is not there."""
    _check_present(folder / name)
    return read(folder / name, TAGS[name])


def _check_present(path: Path) -> None:
    if not path.is_file():
        raise CourseError(f"{path} is missing; a homework consists of {', '.join(FILES)}.")


def executed(source: str, path: Path | str, names: Mapping | None = None) -> dict:
    """Execute a module's text and return its names; `CourseError` says what it raises."""
    namespace = {"__name__": "homework", **(names or {})}
    try:
        exec(compile(source, str(path), "exec"), namespace)
    except Exception as error:
        line = getattr(error, "lineno", None) or _line_of(error, str(path))
        raise CourseError(f"{path}, line {line}: {type(error).__name__}: {error}") from error
    return namespace


def _line_of(error: Exception, path: str) -> int:
    line, frame = 1, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == path:
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


def _python(source: str) -> str:
    """Drop the lines that only a notebook understands."""
    return "\n".join(line for line in source.splitlines() if not line.startswith(("%", "!")))


def tasks_of(cells: list[Cell]) -> Iterator[Task]:
    """Yield the tasks of a notebook's cells; raise `CourseError` where one is not complete."""
    answers: dict[str, Cell] = {}
    for cell in cells:
        if name := cell.header.get("task"):
            if name in answers:
                raise cell.error(f"there is a task '{name}' already.")
            answers[name] = cell
        elif name := cell.header.get("check"):
            if name not in answers:
                raise cell.error(f"no cell with task='{name}' stands above.")
            yield _task(cell, answers[name])
    unchecked = set(answers) - {cell.header.get("check") for cell in cells}
    for name in unchecked:
        raise answers[name].error(f"the task '{name}' has no check cell below.")


def _task(check: Cell, answer: Cell) -> Task:
    name, tags = check.header["check"], check.header
    points, kind = tags.get("points"), tags.get("kind", "function")
    if isinstance(points, bool) or not isinstance(points, int | float) or points <= 0:
        raise check.error(f"points={points!r}: a number above 0 is needed.")
    if kind not in KINDS:
        raise check.error(f"kind={kind!r} is none of {', '.join(KINDS)}.")
    if not any(SOLUTION_MARKER.match(line) for line in answer.source.splitlines()):
        raise answer.error(f"the answer to '{name}' has no solution region.")
    return Task(name, float(points), tuple(tags.get("uses", ())), kind, answer.source, check)


def _bugs(cells: list[Cell]) -> Iterator[Bug]:
    for cell in _tagged(cells, "bug"):
        message, source = _split_comment(cell.source)
        if not message:
            raise cell.error("the bug has no comment on top that explains it.")
        also = tuple(cell.header.get("also_fails", ()))
        yield Bug(cell.header["bug"], cell.header["task"], message, source, also, cell)


def _alternatives(cells: list[Cell]) -> Iterator[Alternative]:
    for cell in _tagged(cells, "alternative"):
        yield Alternative(cell.header["alternative"], cell.header["task"], cell.source, cell)


def _tagged(cells: list[Cell], tag: str) -> Iterator[Cell]:
    for cell in cells:
        if tag in cell.header and "task" not in cell.header:
            raise cell.error("the cell names no task.")
        if tag in cell.header:
            yield cell
        elif "task" in cell.header:
            raise cell.error(f"the cell has no {tag}=…")


def _split_comment(source: str) -> tuple[str, str]:
    """Split a cell into the comment on top (as one text) and the code below."""
    lines = source.strip("\n").splitlines()
    count = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    comment = " ".join(line.lstrip("#").strip() for line in lines[:count])
    return comment.strip(), "\n".join(lines[count:]).strip("\n")


def _check_calls(homework: Homework, cells: list[Cell]) -> None:
    for cell in cells:
        if name := cell.header.get("check"):
            expected = f'check("{homework.prefix}/{name}", {name})'
            if cell.source.strip() != expected:
                raise cell.error(f"a check cell is exactly one call, {expected}.")


def _check_names(homework: Homework) -> None:
    earlier: list[str] = []
    for task in homework.tasks:
        for name in task.uses:
            if name not in earlier:
                raise task.cell.error(f"it uses '{name}', which is no earlier task.")
        earlier.append(task.name)
    for thing in (*homework.bugs, *homework.alternatives):
        unknown = {thing.task, *getattr(thing, "also_fails", ())} - set(earlier)
        if unknown:
            raise thing.cell.error(f"there is no task '{unknown.pop()}'.")
        if not thing.source.strip():
            raise thing.cell.error(f"'{thing.name}' holds no code.")
    for things in (homework.bugs, homework.alternatives):
        seen = set()
        for thing in things:
            if (thing.task, thing.name) in seen:
                raise thing.cell.error(f"'{thing.task}' has a '{thing.name}' already.")
            seen.add((thing.task, thing.name))


def _check_reference(homework: Homework) -> None:
    path, names = homework.folder / "reference.py", homework.reference
    lines = _definition_lines(homework.reference_source)
    for task in homework.tasks:
        needed = [task.name] if task.kind == "number" else [task.name, f"cases_{task.name}"]
        needed += [f"law_{task.name}"] if task.kind == "draws" else []
        for name in needed:
            if name not in names:
                raise CourseError(f"{path}: '{name}' is missing, which '{task.name}' needs.")
        if task.kind not in VALUES and not callable(names[task.name]):
            line = lines.get(task.name, 1)
            raise CourseError(f"{path}, line {line}: '{task.name}' is no function.")
        hints = names.get("HINTS", {}).get(task.name, ())
        if len(hints) != 3 or not all(isinstance(hint, str) and hint.strip() for hint in hints):
            line = lines.get("HINTS", 1)
            raise CourseError(f"{path}, line {line}: '{task.name}' needs three hints in HINTS.")


def _definition_lines(source: str) -> dict[str, int]:
    """Return name → line of what a module defines at its top level."""
    lines = {}
    for node in ast.parse(source).body:
        targets = getattr(node, "targets", [node])
        for target in targets:
            name = getattr(target, "name", getattr(target, "id", None))
            if name:
                lines[name] = node.lineno
    return lines
