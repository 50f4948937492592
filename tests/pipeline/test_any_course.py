"""Grading works on any nbgrader course, and no submission stops the others."""

import contextlib
import dataclasses
import json
import os
import shutil
import stat
import subprocess
import sys

import nbformat
import pytest

from course_tools.errors import CourseError, UsageError
from course_tools.grading import pipeline
from course_tools.grading.course import Course
from course_tools.grading.result import Result

from . import tiny_course
from .tiny_course import ASSIGNMENT, NOTEBOOK, SECRET

pytestmark = pytest.mark.slow

MARKS = {  # student: points of square_check, total_check
    "honest": (2, 3),
    "untouched": (0, 0),
    "hidden_wrong": (0, 3),
    "visible_wrong": (0, 3),
    "partial": (2, 1.5),
    "raises": (0, 3),
    "b[1]": (2, 3),
    "=1+2": (2, 3),
    "endless": (2, 0),
    "formulas": (2, 3),
    "deleted_test": (2, 3),
    "copied_cell": (2, 3),
    "dies": (0, 0),
}
REASONS = {  # student: status, words of the reason
    "empty": ("could_not_grade", "'squares.ipynb' is empty"),
    "binary": ("could_not_grade", "is no text file"),
    "cut_off": ("could_not_grade", "was the file cut off?"),
    "no_notebook": ("could_not_grade", "is JSON, but no notebook"),
    "bad_cells": ("could_not_grade", "is no valid notebook"),
    "nothing_inside": ("could_not_grade", "hand in 'squares.ipynb'"),
    "wrong_name": ("could_not_grade", "must be called 'squares.ipynb'"),
    "wrong_folder": ("could_not_grade", "called 'HW1' and must be called 'hw1'"),
    "linked": ("rejected", "is a link"),
}


def page(tiny, student: str) -> str:
    path = tiny.folder / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html"
    return path.read_text(encoding="utf-8")


def test_nobody_is_lost(tiny):
    assert set(tiny.results) == set(MARKS) | set(REASONS)


@pytest.mark.parametrize("student", MARKS)
def test_marks(tiny, student):
    result = tiny.results[student]
    expected = dict(zip(("square_check", "total_check"), MARKS[student], strict=True))
    written = None if student == "formulas" else 0  # an answer not touched is worth nothing
    assert result.status == "graded"
    assert result.cells == expected | {"why": written}
    assert result.score == sum(points or 0 for points in MARKS[student])
    assert result.max_score == 6


@pytest.mark.parametrize("student", REASONS)
def test_what_cannot_be_graded_says_why_and_scores_nothing(tiny, student):
    result = tiny.results[student]
    status, words = REASONS[student]
    assert result.status == status
    assert words in result.reason
    assert result.score is None
    assert result.cells == {}
    assert "Traceback" not in result.reason
    assert words.replace("'", "&#x27;") in page(tiny, student)


def test_cells_come_in_the_order_of_the_notebook(tiny):
    assert list(tiny.results["honest"].cells) == ["square_check", "total_check", "why"]


def test_a_deleted_test_cell_is_told_to_the_grader(tiny):
    assert "'square_check' was deleted, and put back" in tiny.results["deleted_test"].reason
    assert "'square_check' was there 2 times" in tiny.results["copied_cell"].reason
    assert "its Python ended" in tiny.results["dies"].reason
    assert "more than 4 seconds" in tiny.results["endless"].reason
    assert tiny.results["honest"].reason == ""


@pytest.mark.parametrize("student", MARKS)
def test_no_page_shows_hidden_tests(tiny, student):
    text = page(tiny, student)
    assert "assert" in text
    for hidden in (SECRET, "must be 9", "HIDDEN TESTS"):
        assert hidden not in text


def test_a_hidden_failure_is_named_without_its_content(tiny):
    assert "A hidden test did not pass (AssertionError)" in page(tiny, "hidden_wrong")


def test_a_visible_failure_keeps_its_traceback(tiny):
    text = page(tiny, "visible_wrong")
    assert "AssertionError" in text
    assert "A hidden test did not pass" not in text


def test_pages_fetch_nothing_and_set_formulas_themselves(tiny):
    text = page(tiny, "formulas")
    assert "<script" not in text
    assert "cdn" not in text
    assert "<mfrac>" in text
    assert "\\partial" not in text
    assert "$\\notacommand" in text  # what is no formula stays as it was typed


def test_the_gradebook_holds_the_marks(tiny):
    with tiny.course.gradebook() as book:
        assert book.find_submission(ASSIGNMENT, "partial").score == 3.5


def test_grading_leaves_release_submissions_and_environment_alone(tiny):
    assert sorted(p.name for p in tiny.release.rglob("*.ipynb")) == [f"{NOTEBOOK}.ipynb"]
    assert (tiny.folder / "submitted/cut_off/hw1/squares.ipynb").stat().st_size == 700
    names = set(os.environ) | set(tiny.environment_before)
    changed = {n for n in names if os.environ.get(n) != tiny.environment_before.get(n)}
    assert changed <= {"PYTEST_CURRENT_TEST"}


def test_the_seed_is_a_private_secret_that_git_ignores(tiny):
    seed = tiny.course.records / "seed"
    assert int(seed.read_text()) > 0
    assert stat.S_IMODE(seed.stat().st_mode) == 0o600
    assert (tiny.course.records / ".gitignore").read_text() == "*\n"


class Recorder:
    """An executor that notes whom it was asked to grade, and with which seed."""

    name, is_sandboxed = "judge", True

    def __init__(self):
        self.asked, self.seeds = [], []

    def ready(self, course, assignment):
        return contextlib.nullcontext()

    def autograde(self, course, assignment, students, seed):
        self.seeds.append(seed)
        for student in students:
            self.asked.append(student)
            yield Result(student, assignment, "could_not_grade", reason="not really")


@pytest.fixture
def copied(tiny, tmp_path):
    """The graded course in a folder of its own, to be graded again otherwise."""
    return Course(shutil.copytree(tiny.folder, tmp_path / "copied", symlinks=True))


def test_a_second_run_executes_only_what_has_no_marks_yet(tiny, copied):
    recorder = Recorder()
    results = pipeline.grade(copied, ASSIGNMENT, executor=recorder)
    assert set(recorder.asked) == set(REASONS)
    again = {r.student: r for r in results}
    assert {s: again[s] for s in MARKS} == {s: tiny.results[s] for s in MARKS}
    assert recorder.seeds == [(copied.records / "seed").read_text().strip()]


def test_a_new_hand_in_another_seed_or_a_wish_executes_again(tiny, copied):
    def asked(students, **options):
        recorder = Recorder()
        pipeline.grade(copied, ASSIGNMENT, students, executor=recorder, **options)
        return recorder.asked

    assert asked(["raises"]) == []
    assert asked(["raises"], seed="7") == ["raises"]
    assert asked(["visible_wrong"], again=True) == ["visible_wrong"]
    tiny_course.Submissions(copied.folder, tiny.release).answers("late")
    assert asked(["late", "honest"]) == ["late"]


def test_a_cut_off_line_of_the_journal_is_passed_over(copied):
    from course_tools.grading.journal import Journal

    journal = Journal(copied, "other")
    journal.add(Result("ada", "other", "graded", 1.0, 1.0), key="k")
    with journal.path.open("a") as file:
        file.write('{"key": "k2", "stud')
    assert list(journal.last()) == ["ada"]


def test_wrong_use_is_told(tiny, tmp_path):
    with pytest.raises(UsageError, match=r"no assignment called 'hw9'\. It has: hw1"):
        pipeline.grade(tiny.course, "hw9")
    with pytest.raises(UsageError, match=r"no nbgrader_config\.py"):
        Course(tmp_path)
    with pytest.raises(UsageError, match="No submissions of 'hw1'"):
        pipeline.grade(Course(tiny_course.make_course(tmp_path / "empty")), ASSIGNMENT)


def test_a_source_that_nbgrader_refuses_is_told(tmp_path):
    folder = tiny_course.make_course(tmp_path / "broken")
    notebook = tiny_course.source_notebook()
    notebook.cells[4].metadata["nbgrader"]["grade_id"] = "square_check"
    nbformat.write(notebook, folder / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")
    with pytest.raises(CourseError, match="could not read the source of 'hw1'"):
        pipeline.register(Course(folder), ASSIGNMENT)


def course_grade(*arguments, cwd):
    """Run `course grade` by path, as one does without activating the environment."""
    environment = {k: v for k, v in os.environ.items() if k != "PATH"} | {"PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", "from course_tools.cli import main; raise SystemExit(main())"]
    return subprocess.run(
        [*command, "grade", *arguments], cwd=cwd, env=environment, capture_output=True, text=True
    )


def test_the_command_grades_prints_and_exits_with_1(copied, tmp_path):
    students = ["--students", "honest", "raises", "empty"]
    where = ["--course-dir", str(copied.folder)]
    done = course_grade(
        ASSIGNMENT, *where, *students, "--again", "--json", "out.json", cwd=tmp_path
    )
    assert done.returncode == 1, done.stderr
    records = json.loads((tmp_path / "out.json").read_text())
    assert [r["student"] for r in records] == ["honest", "raises", "empty"]
    assert set(records[0]) == {field.name for field in dataclasses.fields(Result)}
    assert records[0]["score"] == 5
    assert records[0]["seconds"] > 0
    assert "2 of 3 graded" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    done = course_grade(ASSIGNMENT, *where, "--students", "honest", "--json", "-", cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["cells"]["square_check"] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        ["hw9"],
        [ASSIGNMENT, "--workers", "0"],
        [ASSIGNMENT, "--scheduler", "tcp://127.0.0.1:8786"],
        [ASSIGNMENT, "--seed", "abc"],
        [ASSIGNMENT, "--unheard-of"],
    ],
)
def test_the_command_exits_with_2_on_wrong_use(tiny, wrong):
    done = course_grade(*wrong, cwd=tiny.folder)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_csv_is_harmless_and_complete(tiny):
    from course_tools.reports import class_table

    table = class_table.rows(tiny.course, tiny.results.values())
    path = tiny.course.records / "table.csv"
    class_table.write_table(path, table)
    text = path.read_text(encoding="utf-8")
    assert "'=1+2," in text
    assert "\n=1" not in text
    assert len(text.splitlines()) == 1 + len(tiny.results)
    assert "student,square,total,why,score,max_score,diagnosed" in text
