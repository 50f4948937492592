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


def test_what_the_report_calls_an_answer_in_words_follows_the_marks(tiny):
    """Right, partly, nothing, waiting: as a person marks it; left as released: not attempted."""
    from course_tools.reports import class_report, class_table

    def report():
        table = class_table.rows(tiny.course, results(tiny.course, ASSIGNMENT))
        return class_report.class_report(ASSIGNMENT, table, 1.0, lambda place: "")

    def called(report, task):
        return {s.name: s.count for t in report.tasks if t.name == task for s in t.shares}

    assert {task.name: task.most for task in report().tasks} == {"square": 2, "total": 3, "why": 1}
    before = called(report(), "why")
    assert before["not graded yet"]
    assert before["not attempted"]
    with tiny.course.gradebook() as book:
        grade = book.find_grade("why", "squares", ASSIGNMENT, "formulas")
        for points, name in [(1.0, "right"), (0.5, "partly right"), (0.0, "no points")]:
            grade.manual_score = points
            book.db.commit()
            assert called(report(), "why").get(name, 0) == before.get(name, 0) + 1
        grade.manual_score = None
        book.db.commit()
    assert called(report(), "why") == before


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
