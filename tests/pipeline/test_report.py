"""`course report` shows what was graded, from the gradebook and the notebooks as they are now."""

import pytest

from course_tools.cli import main
from course_tools.cli.report import results

from .tiny_course import ASSIGNMENT


def test_results_are_those_of_the_grading(tiny):
    found = {result.student: result for result in results(tiny.course, ASSIGNMENT)}
    assert found == tiny.results


@pytest.mark.parametrize("assignment", [[ASSIGNMENT], []])
def test_the_command_prints_the_class(tiny, capsys, assignment):
    assert main(["report", *assignment, "--course-dir", str(tiny.folder)]) == 0
    shown = capsys.readouterr().out
    graded = sum(result.is_graded for result in tiny.results.values())
    assert f"{graded} of {len(tiny.results)} graded" in shown
    assert all(name in shown for name in ("honest", "cut_off", "could not be graded"))


def test_marks_are_those_that_the_gradebook_has_now(tiny):
    def points_of_the_essay(points):
        with tiny.course.gradebook() as book:
            grade = book.find_grade("why", "squares", ASSIGNMENT, "formulas")
            grade.manual_score = points
            book.db.commit()
        found = {result.student: result for result in results(tiny.course, ASSIGNMENT)}
        return found["formulas"].cells["why"]

    assert points_of_the_essay(0.5) == 0.5
    assert points_of_the_essay(None) is None


def test_submissions_that_only_the_gradebook_knows_are_shown(tiny, monkeypatch):
    from course_tools.grading.journal import Journal

    monkeypatch.setattr(Journal, "last", lambda self: {})
    found = {result.student: result for result in results(tiny.course, ASSIGNMENT)}
    graded = {name for name, result in tiny.results.items() if result.is_graded}
    assert graded <= set(found)
    assert all(found[name].score == tiny.results[name].score for name in graded)


def test_an_unknown_assignment_is_wrong_use(tiny, capsys):
    assert main(["report", "hw9", "--course-dir", str(tiny.folder)]) == 2
    assert f"Graded so far: {ASSIGNMENT}" in capsys.readouterr().err
