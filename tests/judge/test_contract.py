"""What cannot be judged from outside is said before anything is graded, in words that help."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from pipeline.tiny_course import CONFIGURATION, nbgrader

from course_tools.grading import contracts, pipeline
from course_tools.grading.course import Course

pytestmark = pytest.mark.slow

SOLUTION = """\
import time
class Shape:
    def area(self): return 1
class Odd(ValueError):
    pass
def wait():
    time.sleep(0.001)
    return fetch()
def fetch():
    return 4
def shifted(x):
    return x + offset
"""
FAILS = ("import no_such_thing\nearly = 4", "later = 2 * early")
TESTS = {  # name: the test, and the words in which it is refused (none: it is judged)
    "plain": ("assert Shape().area() == 1", ""),
    "subclass": ("class Circle(Shape):\n    pass", "cannot subclass 'Shape'"),
    "subclass_of_error": ("class Worse(Odd):\n    pass", "cannot subclass 'Odd'"),
    "patched": (
        "from unittest import mock\nwith mock.patch('time.sleep') as slept:\n    wait()\n"
        "assert slept.called",
        "it patches time.sleep: student code runs apart",
    ),
    "patched_object": (
        "import time\nwith mock.patch.object(time, 'sleep') as slept:\n    wait()\n"
        "slept.assert_called_once()",
        "it patches time.sleep",
    ),
    "patched_and_sound": (
        "with mock.patch('__main__.fetch', return_value=5):\n    assert wait() == 5",
        "",
    ),
    "patched_main": (
        "import sys\nbefore = fetch\nsys.modules['__main__'].fetch = lambda: 6\n"
        "assert wait() == 6\nfetch = before\nassert wait() == 4",
        "",
    ),
    "frames": ("import sys\nassert 'Shape' in sys._getframe(0).f_globals", ""),
    "of_a_test": ("offset = 3\nassert shifted(4) == 7", "a test makes 'offset'"),
    "of_a_cell": (
        "assert later == 8",
        "the cell that makes 'early' failed: ModuleNotFoundError: No module named 'no_such_thing'",
    ),
    "modest": ("1.0", "it gives 1 points to the instructor's own solution"),
}


@pytest.fixture(scope="module")
def examined(tmp_path_factory):
    """The contract of each test, by its name."""
    folder = tmp_path_factory.mktemp("contract")
    (folder / "nbgrader_config.py").write_text(CONFIGURATION)
    solution = f"### BEGIN SOLUTION\n{SOLUTION}### END SOLUTION"
    cells = [new_code_cell(solution, id="a", metadata=nbgrader("answer", solution=True))]
    cells += [
        new_code_cell(source, id=f"b{n}", metadata=nbgrader(f"answer{n}", solution=True))
        for n, source in enumerate(FAILS)
    ]
    cells += [
        new_code_cell(test, id=name, metadata=nbgrader(name, points=2, locked=True))
        for name, (test, _) in TESTS.items()
    ]
    (folder / "source" / "ps").mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), folder / "source" / "ps" / "tasks.ipynb")
    return {row.test: row for row in contracts.examine(Course(folder), "ps")}


@pytest.mark.parametrize("name", TESTS)
def test_the_reason_names_what_is_not_supported(examined, name):
    words, row = TESTS[name][1], examined[name]
    assert row.state == (contracts.REFUSED if words else contracts.JUDGED), row.why
    assert words in row.why


def test_who_allows_a_test_that_fails_is_told_and_may_grade(tmp_path):
    allow = "c.JudgeExecute.allow_in_student_process = ['wrong']\n"
    (tmp_path / "nbgrader_config.py").write_text(CONFIGURATION + allow)
    cells = [
        new_code_cell("x = 1", id="a", metadata=nbgrader("answer", solution=True)),
        new_code_cell("assert x == 2", id="b", metadata=nbgrader("wrong", points=2, locked=True)),
        new_code_cell("assert x == 1", id="c", metadata=nbgrader("right", points=1, locked=True)),
    ]
    for folder in ("source/ps", "submitted/ada/ps"):
        (tmp_path / folder).mkdir(parents=True)
        nbformat.write(new_notebook(cells=cells), tmp_path / folder / "tasks.ipynb")
    rows = {row.test: row for row in contracts.examine(Course(tmp_path), "ps")}
    assert rows["wrong"].state == contracts.ALLOWED
    assert "it does not pass there: AssertionError" in rows["wrong"].why
    (result,) = pipeline.grade(Course(tmp_path), "ps")
    assert result.cells == {"wrong": 0, "right": 1}


DRAWS = """\
import random
def roll():
    return random.randrange(6)
def six():
    return 6
"""
DRAWN = {  # cells behind that one; of tests whether student code draws on from where they stand
    "early": ("random.seed(3)\nassert six() == 6", False),
    "seeded": ("random.seed(3)\nassert roll() == 1", True),
    "later": ("assert six() == 6", False),
    "own": ("lucky = roll()", None),
    "latest": ("assert lucky < six()", False),
    "on": ("assert roll() < six()", True),
}


def test_only_tests_in_which_the_solution_draws_tell_where_they_stand(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(CONFIGURATION)
    cells = [new_code_cell(DRAWS, id="a", metadata=nbgrader("answer", solution=True))]
    for name, (source, draws) in DRAWN.items():
        kind = {"solution": True} if draws is None else {"points": 1, "locked": True}
        cells.append(new_code_cell(source, id=name, metadata=nbgrader(name, **kind)))
    (tmp_path / "source" / "ps").mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), tmp_path / "source" / "ps" / "tasks.ipynb")
    course = Course(tmp_path)
    assert {row.state for row in contracts.examine(course, "ps")} == {contracts.JUDGED}
    rights = json.loads((course.records / "ps.tasks.contract.json").read_text())["rights"]
    drawing = {name for name in DRAWN if f"in {name}: student code draws" in rights}
    assert drawing == {name for name, (_, draws) in DRAWN.items() if draws}


LIBRARIES = (  # cells: an answer, what a student has in its place, and the test behind it
    ("from math import sqrt", "from numpy import sqrt", "assert sqrt(16) == 4"),
    ("gen = iter([1, 2])", "gen = iter([1, 2])", "assert next(gen) == 1"),
    (
        "from math import isclose",
        "def isclose(a, b):\n    return True",
        "def same(a, b):\n    return isclose(a, b)\nassert same(1, 1)",
    ),
    ("def half(x):\n    return x / 2", "def half(x):\n    return x", "assert same(half(2), 1)"),
)


def test_only_tests_that_use_a_library_are_tried_with_it(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(CONFIGURATION)
    for folder, place in (("source/ps", 0), ("submitted/ada/ps", 1)):
        cells = []
        for n, cell in enumerate(LIBRARIES):
            cells += [
                new_code_cell(cell[place], id=f"a{n}", metadata=nbgrader(f"a{n}", solution=True)),
                new_code_cell(
                    cell[2], id=f"t{n}", metadata=nbgrader(f"t{n}", points=1, locked=True)
                ),
            ]
        (tmp_path / folder).mkdir(parents=True)
        nbformat.write(new_notebook(cells=cells), tmp_path / folder / "tasks.ipynb")
    (result,) = pipeline.grade(Course(tmp_path), "ps")
    assert result.cells == {"t0": 1, "t1": 1, "t2": 1, "t3": 0}
