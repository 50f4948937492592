"""What an assignment's notebook consists of, as its source and the gradebook have it."""

import ast
import hashlib
import importlib.util
import json
import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from course_tools.errors import CourseError
from course_tools.grading.course import Course
from course_tools.grading.judge.names import tree_of
from course_tools.grading.judge.trial import ANSWER, PLAIN, SETUP, TEST

TEXT = "text"
NEVER_WARM = {"nbgrader", "course_tools", "IPython", "__main__"}


@dataclass(frozen=True)
class PlannedCell:
    """One cell of the source: `source` with solutions and hidden tests, `released` without."""

    id: str
    kind: str
    cell_type: str
    source: str
    released: str
    grade_id: str = ""
    points: float = 0.0
    hidden: tuple[int, ...] = ()
    metadata: tuple = ()
    is_in_student: bool = False  # a test that the instructor allows in the student's process
    attachments: str = "{}"  # pictures that its text shows, as JSON

    @property
    def is_locked(self) -> bool:
        return self.kind in (TEST, SETUP)


@dataclass(frozen=True)
class Plan:
    """A notebook of an assignment, cell by cell in the order of the source."""

    assignment: str
    notebook: str
    cells: tuple[PlannedCell, ...]
    folder: Path  # of the source

    @cached_property
    def by_grade_id(self) -> dict[str, PlannedCell]:
        return {cell.grade_id: cell for cell in self.cells if cell.grade_id}

    @cached_property
    def by_id(self) -> dict[str, PlannedCell]:
        return {cell.id: cell for cell in self.cells}

    @cached_property
    def digest(self) -> str:
        """A digest of all that decides on marks: cells, points, and the files beside them."""
        parts = [
            [c.id, c.kind, c.source, c.grade_id, c.points, c.is_in_student] for c in self.cells
        ]
        files = {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in data_files(self.folder)
        }
        return hashlib.sha256(json.dumps([parts, files]).encode()).hexdigest()

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """The installed modules that the notebook imports: what a warm process has ready."""
        return modules_of(self.cells, self.folder)


def read_plan(course: Course, assignment: str, notebook: str) -> Plan:
    """Return the plan of a notebook. Raises `CourseError` if its source is not there."""
    path = course.source(assignment) / f"{notebook}.ipynb"
    if not path.is_file():
        raise CourseError(
            f"The source of '{notebook}' is missing: {path} is needed to grade '{assignment}'."
        )
    source = source_notebook(course, path)
    released = _released(course, source)
    graded = _source_cells(course, assignment, notebook)
    markers, allowed = _markers(course), allowed_in_student(course)
    cells = tuple(
        _planned(number, *pair, graded, markers, allowed)
        for number, pair in enumerate(zip(source.cells, released.cells, strict=True))
    )
    return Plan(assignment, notebook, cells, path.parent)


def source_notebook(course: Course, path: Path) -> NotebookNode:
    """Return an instructor's notebook with the header and footer that the course gives all."""
    from nbgrader.preprocessors import IncludeHeaderFooter

    add = IncludeHeaderFooter(parent=course.app)
    return add.preprocess(nbformat.read(path, as_version=4), {})[0]


def allowed_in_student(course: Course) -> frozenset[str]:
    """Return the tests that the instructor lets run where they can be cheated."""
    names = course.app.config.get("JudgeExecute", {}).get("allow_in_student_process", [])
    return frozenset(map(str, names))


def _source_cells(course: Course, assignment: str, notebook: str) -> dict[str, str]:
    """Return grade_id → source of the cells that the gradebook keeps: they count, not the file."""
    with course.gradebook() as book:
        found = book.find_notebook(notebook, assignment)
        return {cell.name: cell.source for cell in found.source_cells if cell.source is not None}


def _released(course: Course, source: NotebookNode) -> NotebookNode:
    """Return the notebook as students get it: without solutions and hidden tests."""
    from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

    notebook = nbformat.from_dict(source)
    for kind in (ClearSolutions, ClearHiddenTests, ClearMarkScheme):
        preprocessor = kind(parent=course.app)
        for index, cell in enumerate(notebook.cells):
            resources = {"language": "python"}
            notebook.cells[index], _ = preprocessor.preprocess_cell(cell, resources, index)
    return notebook


def _markers(course: Course) -> tuple[str, str]:
    from nbgrader.preprocessors import ClearHiddenTests

    preprocessor = ClearHiddenTests(parent=course.app)
    return preprocessor.begin_test_delimeter, preprocessor.end_test_delimeter


def _planned(number: int, cell, released, graded: dict[str, str], markers, allowed) -> PlannedCell:
    data = cell.metadata.get("nbgrader", {})
    grade_id = data.get("grade_id", "")
    source = graded.get(grade_id, cell.source) if grade_id else cell.source
    kind = kind_of(cell.cell_type, data)
    if kind in (ANSWER, PLAIN, TEXT) or not grade_id:
        source = cell.source
    name = cell.get("id") or grade_id or f"cell-{number}"
    return PlannedCell(
        id=re.sub(r"[^\w-]", "-", name)[:64],
        kind=kind,
        cell_type=cell.cell_type,
        source=source,
        released=released.source,
        grade_id=grade_id,
        points=float(data.get("points") or 0),
        hidden=tuple(hidden_lines(source, *markers)) if kind == TEST else (),
        metadata=tuple(sorted((k, json.dumps(v)) for k, v in cell.metadata.items())),
        is_in_student=kind == TEST and grade_id in allowed,
        attachments=json.dumps(cell.get("attachments", {})),
    )


def kind_of(cell_type: str, data: dict) -> str:
    """Return what a cell is for, from its nbgrader metadata.

    >>> kind_of("code", {"grade": True, "solution": False}), kind_of("markdown", {})
    ('test', 'text')
    """
    if data.get("solution"):
        return ANSWER if cell_type == "code" else TEXT
    if cell_type != "code":
        return TEXT
    if data.get("grade"):
        return TEST
    return SETUP if data.get("locked") else PLAIN


def hidden_lines(source: str, begin: str, end: str) -> Iterator[int]:
    """Yield the numbers of the lines of a test that students do not get, markers included."""
    inside = False
    for number, line in enumerate(source.split("\n"), 1):
        inside = inside or begin in line
        if inside:
            yield number
        inside = inside and end not in line


def modules_of(cells: Iterable, folder: Path) -> tuple[str, ...]:
    """Return the installed modules that cells import, those of the notebook's folder left out."""
    local = {path.stem for path in folder.rglob("*.py")}
    names = sorted({n for c in cells if c.cell_type == "code" for n in imports(c.source)})
    tops = {n: n.partition(".")[0] for n in names}
    return tuple(n for n in names if tops[n] not in local | NEVER_WARM and is_installed(tops[n]))


def imports(source: str) -> set[str]:
    """Return the full names of the modules that a cell imports; magics are passed over.

    >>> sorted(imports("%matplotlib inline\\nimport numpy as np\\nfrom os.path import join"))
    ['numpy', 'os.path']
    """
    lines = [line for line in source.split("\n") if not line.lstrip().startswith(("%", "!"))]
    try:
        tree = tree_of("\n".join(lines))
    except (SyntaxError, ValueError):
        return set()
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def is_installed(name: str) -> bool:
    """Say whether a top-level module could be imported, without importing it."""
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def readable_folders(modules: Iterable[str], course_folder: Path) -> tuple[str, ...]:
    """Return what a sandbox shows read-only: Python, its libraries, and imported packages that
    are installed from elsewhere (an editable install), but never a folder that holds the course.
    """
    paths = [sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib")]
    paths += [sysconfig.get_path(key) for key in ("purelib", "platlib")]
    for top in sorted({name.partition(".")[0] for name in modules}):
        spec = importlib.util.find_spec(top)
        for place in spec.submodule_search_locations or [spec.origin]:
            if place and os.path.exists(place) and not course_folder.is_relative_to(place):
                paths.append(place)
    real = [os.path.realpath(path) for path in paths]
    kept: list[str] = []
    for path in sorted({*paths, *real}, key=len):
        covered = any(Path(path).is_relative_to(other) for other in kept)
        if not covered and not path.startswith("/usr/") and path != "/usr":
            kept.append(path)
    return tuple(kept)


def data_files(folder: Path) -> list[Path]:
    """Return the files that lie beside a source notebook and are released with it."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and path.suffix != ".ipynb"
        and not any(
            part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts
        )
    )
