"""Pages are made beside the grading as they would be in turn; marks are recorded whole or not."""

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from course_tools.errors import CourseError
from course_tools.grading import gradebook, pages, pipeline
from course_tools.grading.course import Course
from course_tools.grading.feedback import without_open_scores
from course_tools.grading.pages import Pages

from .tiny_course import ASSIGNMENT, NOTEBOOK

pytestmark = pytest.mark.slow


@pytest.fixture
def copied(tiny, tmp_path):
    return Course(shutil.copytree(tiny.folder, tmp_path / "copied", symlinks=True))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.html")}


def children() -> set[str]:
    tasks = Path("/proc/self/task").glob("*/children")
    return {pid for task in tasks for pid in task.read_text().split()}


def test_pages_made_beside_are_the_same_bytes_as_in_turn_in_any_order(tiny, copied):
    beside = contents(tiny.folder / "feedback")
    assert len(beside) == len(tiny.results)
    shutil.rmtree(copied.folder / "feedback")
    writer = Pages(copied)
    for result in reversed(tiny.results.values()):
        writer.write(result)
    assert contents(copied.folder / "feedback") == beside


def test_a_page_that_cannot_be_written_is_told_and_the_others_are_there(tiny, copied):
    feedback = copied.folder / "feedback"
    shutil.rmtree(feedback)
    feedback.mkdir()
    (feedback / "honest").write_text("in the way")
    students, before = ["honest", "partial", "raises"], children()
    with pytest.raises(CourseError, match="marks of 'honest' are in the gradebook, but"):
        pipeline.grade(copied, ASSIGNMENT, students)
    assert children() == before
    assert {path.split("/")[0] for path in contents(feedback)} == {"partial", "raises"}
    (feedback / "honest").unlink()
    pipeline.grade(copied, ASSIGNMENT, students)
    name = f"honest/{ASSIGNMENT}/{NOTEBOOK}.html"
    assert contents(feedback)[name] == contents(tiny.folder / "feedback")[name]


def test_the_process_that_writes_pages_may_be_killed(tiny, copied, monkeypatch):
    def kill_itself(*_):
        os.kill(os.getpid(), 9)

    monkeypatch.setattr(pages, "_problem", kill_itself)
    with pytest.raises(CourseError, match=r"the process that writes the feedback pages has ended"):
        pipeline.grade(copied, ASSIGNMENT, ["honest"])


def test_a_submission_is_recorded_whole_or_not_at_all(copied):
    def known() -> set[str]:
        with sqlite3.connect(copied.directory.db_url.removeprefix("sqlite:///")) as other:
            return {name for (name,) in other.execute("select id from student")}

    with gradebook.shared(), copied.gradebook() as book:
        with contextlib.suppress(ZeroDivisionError), gradebook.all_or_nothing(book):
            book.add_student("zoe")
            assert "zoe" in {student.id for student in book.students}
            raise ZeroDivisionError
        assert "zoe" not in known()
        with gradebook.all_or_nothing(book):
            book.add_student("yan")
            assert "yan" not in known()
        assert "yan" in known()


def test_an_answer_that_waits_for_a_person_has_no_score_of_0():
    def heading(name):
        return f'<a name="comment-{name}"></a><a name="{name}"></a><span>Score: 0.0 / 4.0 </span>'

    cells = [
        new_markdown_cell(metadata={"nbgrader": {"grade_id": "told"} | open_or_not})
        for open_or_not in ({"needs_manual_grade": True}, {})
    ]
    cells[1].metadata.nbgrader.grade_id = "wrong"
    page = without_open_scores(heading("told") + heading("wrong"), new_notebook(cells=cells))
    assert page.count("Score: not graded yet, of 4.0") == page.count("Score: 0.0 / 4.0") == 1
    assert page.index("not graded yet") < page.index('name="wrong"')
