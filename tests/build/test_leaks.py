"""The leak scan notices every kind of leak, says where, and is quiet about what is meant."""

import json

import nbformat
import pytest

from course_tools.build import everything
from course_tools.build.leaks import leaks, refuse_leaks
from course_tools.errors import CourseError

from .tiny_course import NAME

RELEASE = f"assignments/{NAME}/{NAME}.ipynb"
SOURCE = f"sources/homework/{NAME}"


@pytest.fixture(scope="module")
def released(built_once):
    """Return path → content of the clean release."""
    folder = built_once / "assignments"
    return {
        path.relative_to(built_once).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def with_line(released, line, name="square"):
    """Return the release with a line added to a cell."""
    notebook = nbformat.reads(released[RELEASE].decode(), as_version=4)
    (cell,) = [cell for cell in notebook.cells if cell.id == name]
    cell.source += f"\n{line}"
    return released | {RELEASE: nbformat.writes(notebook).encode()}


def test_the_release_is_clean(built_once, released):
    assert list(leaks(built_once, released)) == []


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        ("### BEGIN SOLUTION", "the marker 'BEGIN SOLUTION'"),
        ("### END HIDDEN TESTS", "the marker 'END HIDDEN TESTS'"),
        ("    answer_of_the_house = np.asarray(x) ** 2", f"{SOURCE}/notebook.py, line 14"),
        ("answer_of_the_house=np.asarray( x )**2", f"{SOURCE}/notebook.py, line 14"),
        ("y = [float(np.sum(square(x)))]; return float(np.sum(square(x)))", "line 26"),
        ("Because both factors have the same sign.", f"{SOURCE}/notebook.py, line 46"),
        ("entries = 2 + 40", f"{SOURCE}/notebook.py, line 36"),
        ("entries=42", f"{SOURCE}/reference.py, line 26"),
        ("    return np.multiply(x, x)", f"{SOURCE}/reference.py, line 8"),
        ("    return [(rng.normal(size=size),) for size in (2, 5)]", "reference.py, line 23"),
        ("    return 2 * np.asarray(x)", f"{SOURCE}/bugs.py, line 4"),
        ("    return np.power(x, 2.0)", f"{SOURCE}/alternatives.py, line 3"),
    ],
)
def test_a_leak_is_noticed_with_its_place_and_origin(built_once, released, line, origin):
    (found,) = leaks(built_once, with_line(released, line))
    assert found.startswith(f"{RELEASE}, cell square line 5: ")
    assert origin in found


def test_a_hidden_test_is_noticed(built_once, released):
    solution = built_once / "solutions" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(solution, as_version=4)
    (cell,) = [cell for cell in notebook.cells if cell.id == "total_check"]
    hidden = cell.source.split("### BEGIN HIDDEN TESTS\n")[1].split("\n")
    line = max(hidden, key=len)
    assert list(leaks(built_once, with_line(released, line)))


def test_a_leak_through_fixtures_or_data_is_noticed(built_once, released):
    folder = f"assignments/{NAME}"
    files = released | {f"{folder}/data/points.csv": b"x\n    return np.multiply(x, x)\n"}
    (found,) = leaks(built_once, files)
    assert f"{folder}/data/points.csv, line 2" in found
    fixtures = json.loads(released[f"{folder}/fixtures.json"])
    fixtures["tasks"]["square"]["hints"] = ["Write return np.multiply(x,  x) there."]
    files = released | {f"{folder}/fixtures.json": json.dumps(fixtures).encode()}
    (found,) = leaks(built_once, files)
    assert "fixtures.json, tasks square hints" in found
    assert "reference.py, line 8" in found


@pytest.mark.parametrize(
    "line",
    [
        *("return", "    pass", "else:", "import numpy as np", "from math import *", ")", "x = 1"),
        "def square(x):",
        '    """Return the squares of the entries of x."""',
        'print("Each entry was doubled.")',
    ],
)
def test_what_tells_nothing_or_is_published_on_purpose_is_no_leak(built_once, released, line):
    assert list(leaks(built_once, with_line(released, line))) == []


def test_elsewhere_only_markers_are_looked_for(built_once):
    files = {"course_lib/squares.py": b"    return np.multiply(x, x)\n"}
    assert list(leaks(built_once, files)) == []
    files = {"notebooks/01_squares.ipynb": b'{"cells": [{"source": ["### BEGIN SOLUTION"]}]}'}
    (found,) = leaks(built_once, files)
    assert "notebooks/01_squares.ipynb" in found


def test_refusal_lists_the_leaks(built_once, released):
    with pytest.raises(CourseError, match=r"must not see:\n  assignments/.*reference\.py, line 8"):
        refuse_leaks(built_once, with_line(released, "return np.multiply(x, x)"))
    refuse_leaks(built_once, released)


def test_the_build_refuses_a_source_that_leaks(course):
    hints = course / SOURCE / "reference.py"
    hints.write_text(hints.read_text().replace("Entry by entry.", "return np.multiply(x, x)"))
    with pytest.raises(CourseError, match=r"fixtures\.json.*is from .*reference\.py, line 8"):
        everything.built(course)
