"""Answers that pass a test's own lines without being right: marks for them would be undeserved.

Each answer does what it does only when a test of a common form looks: waits for an exception, walks
through results, asks an object of a class of the instructor's, or takes a typed number twice.
"""

from textwrap import dedent

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from pipeline.tiny_course import nbgrader

from course_tools.grading import pipeline
from course_tools.grading.course import Course
from course_tools.grading.judging import JudgeExecutor

pytestmark = pytest.mark.slow

ASSIGNMENT, NOTEBOOK = "ps", "tasks"
SET_UP = """\
from collections import deque
class Point:
    def __init__(self, x):
        self.x = x
    def is_at(self, x):
        return self.x == x
"""
REFUSES = "def {0}(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x"
SOLUTIONS = {
    "anything": REFUSES.format("anything"),
    "refuses": REFUSES.format("refuses"),
    "point": "def point(x):\n    return Point(x)",
    "box": "class Box:\n    def __init__(self, x):\n        self.x = x",
    "turn": "def turn(items):\n    items.rotate(1)",
    "names": "def upwards(items):\n    items.sort()\n"
    "def doubled(items):\n    return [2 * item for item in items]\n"
    "def maker():\n    return doubled",
}
CHEAP = """\
def upwards(items):
    items.sort()
    if len(items) == 2:
        items[:] = []
        return items
"""
WAITS = "try:\n    {}(-1)\nexcept{}:\n    pass\nelse:\n    assert False"
TESTS = {
    "anything": WAITS.format("anything", ""),
    "refuses": WAITS.format("refuses", " Exception"),
    "point": "for x in (2, 5):\n    assert point(x).is_at(x)",
    "box": "assert all(map(lambda x: Box(x).x == x, [1, 2, 3]))",
    "turn": "items = deque([1, 2, 3])\nturn(items)\nassert list(items) == [3, 1, 2]",
    "names": "items = [3, 1, 2]\nupwards(items)\nassert items == [1, 2, 3]\n"
    "for double in (doubled, maker()):\n    items = [4, 5]\n"
    "    assert double(items) == [2 * item for item in items]",
}
ENDLESS = "def {}(x):\n    while True:\n        pass"
ATTACKS = {  # answers, and the tasks that must not be paid for
    "honest": ({}, ""),
    "ends_where_anything_may_be_raised": (
        {"anything": "import os\ndef anything(x):\n    os._exit(0)"},
        "anything refuses point box turn names",
    ),
    "never_ends_where_an_error_is_due": ({"refuses": ENDLESS.format("refuses")}, "refuses"),
    "asks_to_end_where_an_error_is_due": (
        {"refuses": "def refuses(x):\n    raise SystemExit"}, "refuses",
    ),
    "interrupts_where_an_error_is_due": (
        {"refuses": "class Odd(KeyboardInterrupt): pass\ndef refuses(x): raise Odd"}, "refuses",
    ),
    "object_with_a_method_of_its_own": (
        {"point": "def point(x):\n    p = Point(0)\n    p.is_at = lambda x: True\n    return p"},
        "point",
    ),
    "one_function_under_two_names": (
        {"names": f"{CHEAP}doubled = upwards\ndef maker(): return doubled"}, "names",
    ),
    "function_that_calls_itself_by_another_name": (
        {"names": f"{CHEAP}def doubled(items): return [2 * item for item in items]\n"
                  "def maker():\n    def inner(items):\n        items[:] = []\n"
                  "        return items\n    inner.__name__ = 'upwards'\n    return inner"},
        "names",
    ),
    "attribute_that_ends_a_loop": (
        {"box": "class Box:\n    def __init__(self, x):\n        pass\n"
                "    @property\n    def x(self):\n        raise StopIteration"}, "box",
    ),
    "class_that_ends_a_loop": (
        {"box": "class Box(Exception):\n    def __init__(self, x):\n        raise StopIteration"},
        "box",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def marks(tmp_path_factory) -> dict[str, dict]:
    """Return the points of each student's tests."""
    folder = tmp_path_factory.mktemp("unearned") / "course"
    (folder / "source" / ASSIGNMENT).mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.Execute.timeout = 1\n")
    cells = [new_code_cell(SET_UP, id="set_up", metadata=nbgrader("set_up", locked=True))]
    for name, solution in SOLUTIONS.items():
        text = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
        cells.append(new_code_cell(text, id=name, metadata=nbgrader(name, solution=True)))
        data = nbgrader(f"{name}_check", points=1, locked=True)
        cells.append(new_code_cell(TESTS[name], id=f"{name}_check", metadata=data))
    nbformat.write(new_notebook(cells=cells), folder / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")
    course = Course(folder)
    pipeline.register(course, ASSIGNMENT, folder / "release")
    released = folder / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    for student, (answers, _) in ATTACKS.items():
        notebook = nbformat.read(released, as_version=4)
        for cell in notebook.cells:
            cell.source = dedent((SOLUTIONS | answers).get(cell.id, cell.source))
        target = folder / "submitted" / student / ASSIGNMENT
        target.mkdir(parents=True)
        nbformat.write(notebook, target / f"{NOTEBOOK}.ipynb")
    found = pipeline.grade(course, ASSIGNMENT, executor=JudgeExecutor(2), seed="1")
    assert all(result.is_graded for result in found), found
    return {result.student: result.cells for result in found}


@pytest.mark.parametrize("student", ATTACKS)
def test_only_what_is_right_is_paid_for(marks, student):
    lost = ATTACKS[student][1].split()
    assert marks[student] == {f"{name}_check": float(name not in lost) for name in SOLUTIONS}
