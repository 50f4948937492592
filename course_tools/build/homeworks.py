"""sources/homework → solutions and assignments: nbgrader's source and release folders."""

from pathlib import Path

from course_tools.build.cells import as_bytes
from course_tools.build.homework import load, read_cells
from course_tools.build.homework_notebook import (
    check_cells,
    published_notebook,
    solution_notebook,
)
from course_tools.build.leaks import refuse_leaks
from course_tools.build.reading import Cell
from course_tools.build.release import released
from course_tools.build.writing import folder_content
from course_tools.errors import UsageError

SOURCES, SOLUTIONS, ASSIGNMENTS = "sources/homework", "solutions", "assignments"
FIXTURES, DATA = "fixtures.json", "data"


def names(root: Path) -> list[str]:
    """Return the names of the course's homeworks: the folders that hold a notebook's source."""
    return sorted(path.parent.name for path in (root / SOURCES).glob("*/notebook.py"))


def built(root: Path) -> dict[str, bytes]:
    """Return path → content of everything in `solutions` and `assignments`.

    Raises `CourseError` for what is wrong in a source, and if the release leaks a solution.
    """
    content: dict[str, bytes] = {}
    for name in names(root):
        source = instructors_files(root, name)
        release = released(root, name, source)
        content |= {f"{SOLUTIONS}/{name}/{file}": data for file, data in source.items()}
        content |= {f"{ASSIGNMENTS}/{name}/{file}": data for file, data in release.items()}
    refuse_leaks(
        root, {path: data for path, data in content.items() if path.startswith(ASSIGNMENTS)}
    )
    return content


def instructors_files(root: Path, name: str) -> dict[str, bytes]:
    """Return file name → content of the instructor's folder of a homework."""
    from course_tools.build.fixtures import fixtures
    from course_tools.build.hidden_regions import hidden_region

    cells = notebook_cells(root, name)
    homework = load(root / SOURCES / name)
    notebook = solution_notebook(
        cells, source_path(name), lambda task: hidden_region(homework, homework.task(task))
    )
    data = folder_content(root / SOURCES / name / DATA, DATA)
    return {f"{name}.ipynb": as_bytes(notebook), FIXTURES: fixtures(homework)} | data


def notebook_cells(root: Path, name: str) -> list[Cell]:
    """Return the checked cells of a homework's notebook source."""
    return check_cells(read_cells(root / SOURCES / name, "notebook.py"))


def source_path(name: str) -> str:
    return f"{SOURCES}/{name}/notebook.py"


def model_solution(root: Path, name: str) -> bytes:
    """Return the notebook to publish after the deadline: answers, but nothing for a grader.

    Raises `UsageError` if there is no such homework.
    """
    if name not in names(root):
        known = ", ".join(names(root)) or "none"
        raise UsageError(f"There is no homework '{name}' in {root / SOURCES}; it has: {known}.")
    return as_bytes(published_notebook(notebook_cells(root, name), source_path(name)))
