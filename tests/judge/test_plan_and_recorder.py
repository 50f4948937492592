"""What a notebook consists of, what a sandbox shows, and what is written down in the end."""

import doctest
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from pipeline import tiny_course
from pipeline.tiny_course import ASSIGNMENT, NOTEBOOK

from course_tools.errors import CourseError
from course_tools.grading import pipeline, plan
from course_tools.grading.course import Course
from course_tools.grading.intake import SEEN
from course_tools.grading.judge import sandbox
from course_tools.grading.judge.outputs import CHECK, digest
from course_tools.grading.judge.trial import ANSWER, EXTRA, TEST, Outcome, Trial
from course_tools.grading.recorder import HIDDEN, record

# -- the plan


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tiny_course.make_course(tmp_path_factory.mktemp("plan") / "course")
    source = folder / "source" / ASSIGNMENT
    (source / "helper.py").write_text("import numpy")
    (source / "data").mkdir()
    (source / "data" / "a.csv").write_text("1,2")
    (source / ".ipynb_checkpoints").mkdir()
    (source / ".ipynb_checkpoints" / "old.csv").write_text("x")
    (source / "link.csv").symlink_to(folder / "nbgrader_config.py")
    made = Course(folder)
    pipeline.register(made, ASSIGNMENT)
    return made


def test_doctests():
    assert doctest.testmod(plan).failed == 0


def test_cells_are_known_by_kind_and_stand_as_source_and_release(course):
    made = plan.read_plan(course, ASSIGNMENT, NOTEBOOK)
    assert [(cell.id, cell.kind, cell.points) for cell in made.cells] == [
        ("title", plan.TEXT, 0.0),
        ("square", plan.ANSWER, 0.0),
        ("square_check", plan.TEST, 2.0),
        ("total", plan.ANSWER, 0.0),
        ("total_check", plan.TEST, 3.0),
        ("why", plan.TEXT, 1.0),
    ]
    check, answer = made.by_id["square_check"], made.by_id["square"]
    assert check.hidden == (2, 3, 4, 5, 6)
    assert check.released == "assert square(2) == 4"
    assert "HIDDEN" in check.source
    assert "return x * x" in answer.source
    assert "return x * x" not in answer.released
    assert made.by_grade_id["total"].kind == plan.ANSWER
    assert not made.by_id["title"].is_locked
    assert check.is_locked


def test_the_gradebook_decides_on_tests_and_not_the_file(course, tmp_path):
    path = course.source(ASSIGNMENT) / f"{NOTEBOOK}.ipynb"
    before = path.read_text()
    try:
        path.write_text(before.replace("assert square(2) == 4", "assert True"))
        assert "square(2) == 4" in plan.read_plan(course, ASSIGNMENT, NOTEBOOK).cells[2].source
    finally:
        path.write_text(before)


def test_the_digest_follows_from_all_that_decides_on_marks(course):
    path = course.source(ASSIGNMENT)
    first = plan.read_plan(course, ASSIGNMENT, NOTEBOOK).digest
    assert plan.read_plan(course, ASSIGNMENT, NOTEBOOK).digest == first
    for name, words in (("data/a.csv", "1,3"), ("helper.py", "import math")):
        before = (path / name).read_text()
        (path / name).write_text(words)
        assert plan.read_plan(course, ASSIGNMENT, NOTEBOOK).digest != first
        (path / name).write_text(before)
    assert plan.read_plan(course, ASSIGNMENT, NOTEBOOK).digest == first


def test_files_beside_the_source_are_plain_and_seen(course):
    folder = course.source(ASSIGNMENT)
    found = [path.relative_to(folder).as_posix() for path in plan.data_files(folder)]
    assert found == ["data/a.csv", "helper.py"]


def test_a_missing_source_is_told(course):
    with pytest.raises(CourseError, match="The source of 'other' is missing"):
        plan.read_plan(course, ASSIGNMENT, "other")


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("a\n### BEGIN\nb\n### END\nc", [2, 3, 4]),
        ("### BEGIN\na", [1, 2]),
        ("a\n### END", []),
        ("### BEGIN\n### END\na\n### BEGIN\n### END", [1, 2, 4, 5]),
    ],
)
def test_hidden_lines(source, numbers):
    assert list(plan.hidden_lines(source, "### BEGIN", "### END")) == numbers


def test_imports_are_read_and_never_made():
    assert plan.imports("import a.b, c\nfrom d import e\nfrom . import f\n!ls\n%pip x") == {
        "a.b", "c", "d",
    }  # fmt: skip
    assert plan.imports("def broken(:") == set()
    assert plan.is_installed("numpy")
    assert not plan.is_installed("surely_not_there")


def test_a_sandbox_shows_imported_packages_and_never_what_holds_the_course(tmp_path):
    root = Path(plan.__file__).resolve().parents[2]
    shown = plan.readable_folders(("course_lib.losses", "numpy"), tmp_path)
    assert str(root / "course_lib") in shown
    assert not any(root.is_relative_to(path) for path in shown)
    assert str(root / "course_lib") not in plan.readable_folders(
        ("course_lib",), root / "course_lib" / "course"
    )


PROGRAM = """
import os, sys
from course_tools.grading.judge import sandbox
shown, mountpoint = sys.argv[1:]
said = os.dup(1)
sandbox.enter(sandbox.Room(readable=(shown,), mountpoint=mountpoint), lambda pid: None)
seen = [os.path.exists(path) for path in (f"{shown}/inside.py", f"{shown}/../beside.txt")]
try:
    open(f"{shown}/new", "w")
    seen.append("written")
except OSError:
    seen.append("read only")
open("/tmp/own", "w").write("x")
os.write(said, repr(seen).encode())
os._exit(0)
"""


@pytest.mark.skipif(bool(sandbox.why_not()), reason="no sandbox can be made here")
@pytest.mark.parametrize("below", ["/tmp", "/dev/shm", "/var/tmp"])
def test_what_lies_below_a_private_folder_is_shown_and_nothing_beside_it(below):
    """A checkout, or a Python, below /tmp: the sandbox has a folder of its own there."""
    with tempfile.TemporaryDirectory(dir=below) as folder, tempfile.TemporaryDirectory() as place:
        os.chmod(folder, 0o755)
        (Path(folder) / "shown").mkdir()
        (Path(folder) / "shown" / "inside.py").write_text("x = 1")
        (Path(folder) / "beside.txt").write_text("x")
        command = [sys.executable, "-c", PROGRAM, f"{folder}/shown", place]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.stdout == "[True, False, 'read only']", done.stderr
        assert not Path("/tmp/own").exists()


# -- the recorder


def recorded(outcome: Outcome, **metadata):
    """Return a cell after an outcome was written into it."""
    notebook = new_notebook(cells=[new_code_cell("x", id="x", metadata=metadata)])
    record(notebook, Trial([outcome]))
    nbformat.validate(notebook)
    return notebook.cells[0]


def stream(words: str, name: str = "stdout", hidden: bool = False) -> dict:
    return {"output_type": "stream", "name": name, "text": words, "hidden": hidden}


def result(value: str, hidden: bool = False, **more) -> dict:
    data = {"text/plain": value} | more
    return {"output_type": "execute_result", "data": data, "metadata": {}, "hidden": hidden}


def marks(cell) -> tuple:
    """Return what nbgrader itself makes of a cell."""
    from nbgrader.utils import determine_grade

    cell.metadata["nbgrader"] = {
        "grade": True, "solution": False, "locked": True, "grade_id": "x", "points": 4,
        "cell_type": "code", "schema_version": 3,
    }  # fmt: skip
    return determine_grade(cell, None)


@pytest.mark.parametrize(
    ("outcome", "points"),
    [
        (Outcome(0, TEST, score=4.0), 4),
        (Outcome(0, TEST, score=1.5, outputs=(result("1.5"),)), 1.5),
        (Outcome(0, TEST, score=0.0, outputs=(result("0.0"),)), 0),
        (Outcome(0, TEST, score=4.0, outputs=(stream("warning!", "stderr"),)), 4),
        (Outcome(0, TEST, score=2.0, outputs=(result("9.0"), stream("x"), result("7.0"))), 2),
        (Outcome(0, TEST, ok=False, score=0.0, error={"name": "E", "text": "x"}), 0),
        (Outcome(0, TEST, ok=False, score=0.0, outputs=(result("4.0"),)), 0),
    ],
)
def test_nbgrader_reads_the_points_that_the_judge_gave(outcome, points):
    assert marks(recorded(outcome))[0] == points


def test_what_a_hidden_line_printed_is_marked_for_the_grader():
    outputs = (stream("seen"), stream("secret", hidden=True))
    cell = recorded(Outcome(0, TEST, score=4.0, outputs=outputs))
    assert cell.outputs[1].text == "seen"
    assert cell.outputs[2].data["text/plain"] == "secret"
    assert cell.outputs[2].metadata == {HIDDEN: True}


def test_a_message_is_kept_where_the_test_is_visible_or_says_that_it_is_safe():
    check = {CHECK: {"points": 1}, "text/html": "<b>x</b>"}
    safe = {CHECK: {"points": 1, "safe": True}}
    for value, kept in ((result("1.0", **check), True), (result("1.0", True, **check), False),
                        (result("1.0", True, **safe), True)):  # fmt: skip
        cell = recorded(Outcome(0, TEST, score=1.0, outputs=(value,)))
        assert (CHECK in cell.outputs[0].data) == kept
        assert ("text/html" in cell.outputs[0].data) == (kept and "text/html" in value["data"])


def test_a_failure_names_the_test_and_the_students_own_lines():
    error = {"name": "ValueError", "text": "no", "lines": [[3, "assert f(1)", "<module>"]],
             "own": [[1, "raise ValueError('no')", "f"], [9, "f(2)", "<module>"]]}  # fmt: skip
    cell = recorded(Outcome(0, TEST, ok=False, score=0.0, error=error))
    assert cell.outputs[0].traceback == [
        "----> 3 assert f(1)\nin your f, line 1: raise ValueError('no')\n"
        "in your cell, line 9: f(2)\nValueError: no"
    ]


def test_a_cut_is_told():
    assert "cut" in recorded(Outcome(0, ANSWER, is_cut=True)).outputs[-1].text


@pytest.mark.parametrize("is_same", [True, False])
def test_late_outputs_are_kept_where_they_were_handed_in(is_same):
    said = (stream("x"), stream("w", "stderr"))
    metadata = {SEEN: digest([stream("x" if is_same else "y")])}
    cell = recorded(Outcome(0, EXTRA, outputs=said, is_late=True), **metadata)
    flags = [bool(output.get("metadata", {}).get(HIDDEN)) for output in cell.outputs]
    assert flags == [not is_same, True]  # what names files is never kept
    assert SEEN not in cell.metadata
    early = recorded(Outcome(0, EXTRA, outputs=said), **metadata)
    assert not any(output.get("metadata", {}).get(HIDDEN) for output in early.outputs)


def test_a_late_error_of_a_cell_is_for_the_grader_too():
    error = {"output_type": "error", "ename": "E", "evalue": "secret", "traceback": ["secret"],
             "hidden": False}  # fmt: skip
    cell = recorded(Outcome(0, EXTRA, outputs=(error,), is_late=True))
    assert cell.outputs[0].metadata == {HIDDEN: True}
    assert json.dumps(recorded(Outcome(0, EXTRA, outputs=(error,))).outputs).count("secret") == 2
