"""Honest submissions get the same marks from the judge as from stock nbgrader, cell by cell."""

import contextlib
import os
import shutil
from dataclasses import dataclass
from types import SimpleNamespace

import nbformat
import pytest

from course_tools.build import homework as homeworks
from course_tools.build.homework import answer_source, filled_notebook
from course_tools.errors import CourseError
from course_tools.grading import contracts, pipeline
from course_tools.grading.course import Course
from course_tools.grading.judging import JudgeExecutor
from course_tools.grading.stock import StockExecutor
from course_tools.paths import course_root

from . import many_kinds
from .many_kinds import NOTEBOOKS, STUDENTS, exercises

pytestmark = pytest.mark.slow

STDERR = "stock takes all marks where a test writes to stderr"
ENDING = "stock gives full marks to a test that ends in a numpy scalar, a truth or a text"
SEED = "5"


@dataclass(frozen=True)
class Difference:
    """A cell to which the judge and stock give different marks, and which defect explains it."""

    student: str
    cell: str
    judge: float | None
    stock: float | None
    defect: str = ""


def both_ways(make_course, tmp_path, **options):
    """Return the results of the same folders graded with the judge and with stock nbgrader."""
    executors = {"judge": JudgeExecutor(1), "stock": StockExecutor()}
    found = {}
    for name, executor in executors.items():
        course = Course(make_course(tmp_path / name))
        graded = pipeline.grade(course, executor=executor, seed=SEED, **options)
        found[name] = {result.student: result for result in graded}
        found[name + " course"] = course
    return SimpleNamespace(**{key.replace(" ", "_"): value for key, value in found.items()})


def differences(found, assignment: str) -> list[Difference]:
    """Compare all marks, cell by cell; name stock's defect where one explains a difference."""
    assert set(found.judge) == set(found.stock)
    differing = []
    for student, result in found.judge.items():
        other = found.stock[student]
        assert result.is_graded, result
        assert other.is_graded, other
        assert list(result.cells) == list(other.cells)
        assert result.max_score == other.max_score
        outputs = stock_outputs(found.stock_course, student, assignment)
        differing += [
            Difference(student, cell, points, other.cells[cell], defect(outputs.get(cell, ())))
            for cell, points in result.cells.items()
            if points != other.cells[cell]
        ]
    return differing


def stock_outputs(course: Course, student: str, assignment: str) -> dict[str, list]:
    """Return grade_id → outputs of the cells as stock nbgrader ran them."""
    paths = course.autograded(student, assignment).glob("*.ipynb")
    cells = [cell for path in paths for cell in nbformat.read(path, as_version=4).cells]
    return {
        cell.metadata["nbgrader"]["grade_id"]: cell.get("outputs", [])
        for cell in cells
        if cell.metadata.get("nbgrader", {}).get("grade_id")
    }


def defect(outputs) -> str:
    """Return which of stock's two defects a test's outputs there show."""
    kinds = [output.output_type for output in outputs]
    if "error" not in kinds and any(output.get("name") == "stderr" for output in outputs):
        return STDERR
    if kinds and kinds[-1] == "execute_result" and "error" not in kinds:
        with contextlib.suppress(ValueError):
            float(outputs[-1]["data"]["text/plain"])
            return ""
        return ENDING
    return ""


# -- the course of many kinds


@pytest.fixture(scope="module")
def kinds(tmp_path_factory):
    """The course of many kinds, graded both ways."""
    release = tmp_path_factory.mktemp("release")
    plain = Course(many_kinds.make_course(tmp_path_factory.mktemp("plain")))
    pipeline.register(plain, many_kinds.ASSIGNMENT, release)

    def make(folder):
        many_kinds.make_course(folder)
        for student in STUDENTS:
            many_kinds.hand_in(folder, release, student)
        return folder

    return both_ways(make, tmp_path_factory.mktemp("both"), assignment=many_kinds.ASSIGNMENT)


@pytest.mark.parametrize("student", STUDENTS)
def test_the_judge_gives_what_an_answer_deserves(kinds, student):
    expected = {}
    for name in NOTEBOOKS:
        expected |= many_kinds.expected_points(student, name)
    cells = kinds.judge[student].cells
    assert {test: cells[test] for test in expected} == expected


def test_many_kinds_are_graded_as_under_stock(kinds):
    found = differences(kinds, many_kinds.ASSIGNMENT)
    assert [d for d in found if not d.defect] == []
    noisy = {
        test
        for name in NOTEBOOKS
        for exercise in exercises(NOTEBOOKS[name])
        if exercise.of("noisy")
        for test in exercise.tests
    }
    assert {d.cell for d in found if d.defect == STDERR} == noisy
    assert {d.student for d in found if d.defect == STDERR} == {"noisy_0"}
    assert all(d.stock < d.judge for d in found if d.defect == STDERR)
    endings = {d.cell for d in found if d.defect == ENDING}
    assert endings == {"numpy_ending_test_0", "true_ending_test_0"}
    assert all(d.judge < d.stock for d in found if d.defect == ENDING)


def test_cells_for_humans_wait_for_them(kinds):
    for result in kinds.judge.values():
        assert result.cells["report_task"] is None
        assert result.cells["essay_text"] is None
        assert result.cells["manual_manual"] is None


# -- nbgrader's own example


QUICKSTART = {
    "right": {
        "squares": "def squares(n):\n    import numpy as np\n    if n < 1:\n"
        "        raise ValueError\n    return (np.arange(n) + 1) ** 2\n"
        "class squares_:\n    pass\n_s = squares\nsquares = lambda n: _s(n).tolist()",
        "sum_of_squares": "def sum_of_squares(n):\n    total = 0\n    for square in squares(n):\n"
        "        total += square\n    return total",
        "sum_of_squares_equation": "$$1 + 4 + \\dots + n^2$$",
        "sum_of_squares_application": "print(sum_of_squares(3))",
    },
    "wrong": {
        "squares": "def squares(n):\n    return [i ** 2 for i in range(n)]",
        "sum_of_squares": "def sum_of_squares(n)\n    return n",
    },
    "half": {"sum_of_squares": None, "sum_of_squares_equation": None, "part-b": None},
    "untouched": {
        "squares": None,
        "sum_of_squares": None,
        "sum_of_squares_equation": None,
        "sum_of_squares_application": None,
        "part-a": None,
        "part-b": None,
    },
}


def quickstart(folder):
    """Make the course of `nbgrader quickstart` with submissions in it."""
    from nbgrader.apps.quickstartapp import QuickStartApp

    folder.mkdir()
    here = os.getcwd()
    os.chdir(folder)
    try:
        QuickStartApp(extra_args=["course101"]).start()
    finally:
        os.chdir(here)
    course = folder / "course101"
    release = folder / "release"
    pipeline.register(Course(course), "ps1", release)
    for student, answers in QUICKSTART.items():
        hand_in_ps1(course, release, student, answers)
    return course


def hand_in_ps1(course, release, student: str, answers: dict) -> None:
    """Hand in the instructor's solution but for the given answers; None leaves a cell untouched."""
    target = course / "submitted" / student / "ps1"
    shutil.copytree(release / "ps1", target)
    for path in target.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        solved = nbformat.read(course / "source/ps1" / path.name, as_version=4)
        given = {_grade_id(cell): cell.source for cell in solved.cells if _grade_id(cell)} | answers
        for cell in notebook.cells:
            data = cell.metadata.get("nbgrader", {})
            if data.get("solution") and given.get(data["grade_id"]) is not None:
                cell.source = given[data["grade_id"]]
        nbformat.write(notebook, path)


def _grade_id(cell) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def test_the_quickstart_course_is_graded_as_under_stock(tmp_path):
    found = both_ways(quickstart, tmp_path, assignment="ps1")
    assert differences(found, "ps1") == []
    scores = {student: result.score for student, result in found.judge.items()}
    assert scores == {"right": 3, "wrong": 0.5, "half": 2, "untouched": 0}
    assert found.judge["right"].reason == ""
    assert [row.state for row in contracts.examine(found.judge_course, "ps1")] == ["judged"] * 4


# -- a homework of this course


def test_a_homework_is_graded_as_under_stock(tmp_path):
    root = course_root(None)
    work = homeworks.load(root / "sources/homework/hw3_backprop")
    right = {task.name: answer_source(task) for task in work.tasks}
    others = right | {other.task: answer_source(other) for other in work.alternatives}
    wrong = right | {bug.task: answer_source(bug) for bug in work.bugs}
    half = dict(list(right.items())[: len(right) // 2])
    students = {"right": right, "others": others, "wrong": wrong, "half": half, "untouched": {}}

    def make(folder):
        folder.mkdir()
        shutil.copy(root / "nbgrader_config.py", folder)
        shutil.copytree(root / "solutions" / work.name, folder / "solutions" / work.name)
        released = root / "assignments" / work.name
        blank = nbformat.read(released / f"{work.name}.ipynb", as_version=4)
        for student, answers in students.items():
            target = shutil.copytree(released, folder / "submitted" / student / work.name)
            nbformat.write(filled_notebook(blank, answers), target / f"{work.name}.ipynb")
        return folder

    found = both_ways(make, tmp_path, assignment=work.name)
    assert [d for d in differences(found, work.name) if not d.defect] == []
    full = sum(task.points for task in work.tasks)
    assert found.judge["right"].score == found.judge["others"].score == full
    assert found.judge["untouched"].score == 0 < found.judge["half"].score < full


# -- what cannot be judged


def test_a_test_that_cannot_be_judged_is_named_and_may_be_allowed(tmp_path):
    folder = many_kinds.make_course(tmp_path / "course", ["objects"])
    source = folder / "source" / many_kinds.ASSIGNMENT / "objects.ipynb"
    notebook = nbformat.read(source, as_version=4)
    cell = next(c for c in notebook.cells if _grade_id(c) == "inheritance_test_0")
    cell.source += (
        "\nclass Circle(Shape):\n    pass\nassert Circle().__class__.__name__ == 'Circle'"
    )
    nbformat.write(notebook, source)
    course, release = Course(folder), folder / "release"
    rows = {row.test: row for row in contracts.examine(course, many_kinds.ASSIGNMENT)}
    assert {name for name, row in rows.items() if row.state != "judged"} == {"inheritance_test_0"}
    assert rows["inheritance_test_0"].state == "cannot be judged"
    assert "subclass" in rows["inheritance_test_0"].why
    pipeline.register(course, many_kinds.ASSIGNMENT, release)
    for student in ("right_0", "wrong_0"):
        many_kinds.hand_in(folder, release, student, ["objects"])
    with pytest.raises(CourseError, match=r"allow_in_student_process = \['inheritance_test_0'\]"):
        pipeline.grade(course, many_kinds.ASSIGNMENT)
    with (folder / "nbgrader_config.py").open("a") as file:
        file.write("c.JudgeExecute.allow_in_student_process = ['inheritance_test_0']\n")
    allowed = Course(folder)
    states = {row.test: row.state for row in contracts.examine(allowed, many_kinds.ASSIGNMENT)}
    assert states["inheritance_test_0"] == "not tamper-proof"
    results = {r.student: r for r in pipeline.grade(allowed, many_kinds.ASSIGNMENT)}
    for student, points in (("right_0", 2), ("wrong_0", 0)):
        assert results[student].cells["inheritance_test_0"] == points
        assert "'inheritance_test_0' are not tamper-proof" in results[student].reason
    assert results["right_0"].score == results["right_0"].max_score
