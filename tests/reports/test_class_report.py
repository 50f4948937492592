"""The class report counts right, names no student, and links to what to take up."""

import re

import pytest

from course_tools.reports.class_report import (
    class_report,
    lecture_link,
    page,
    page_for_graders,
)
from course_tools.reports.class_table import Diagnosis, Row

MOST = {"loss": 4.0, "essay": 2.0}
ESSAYS = (2.0, 0.5)  # what a person gave for it
TAKE_UP = "Is the `mean` over N·k? See lecture 3, part 2."


def bug(task, code, message="It is off.\n\n" + TAKE_UP):
    return Diagnosis(task, "known_bug", code, message)


@pytest.fixture
def table():
    """A class of 300: who has which mistake follows from the number."""
    rows = []
    for n in range(300):
        if n % 50 == 49:
            rows.append(Row(f"student-{n}", {}, None, None, reason="<b>is empty</b>"))
        elif n % 3 == 0:
            said = (bug("loss", "mean_over_all"),)
            points = {"loss": 1.0, "essay": None}
            rows.append(Row(f"student-{n}", points, 1.0, 6.0, said, most=MOST))
        elif n % 7 == 0:
            said = tuple(Diagnosis(task, "not_attempted", "not_attempted") for task in MOST)
            points = {"loss": 0.0, "essay": 0.0}
            rows.append(Row(f"student-{n}", points, 0.0, 6.0, said, most=MOST))
        else:
            points = {"loss": 4.0, "essay": ESSAYS[n % 3 - 1]}
            rows.append(Row(f"student-{n}", points, sum(points.values()), 6.0, most=MOST))
    return rows


@pytest.fixture
def report(table):
    return class_report("hw0", table, 12.5, lambda place: f"link to {place}")


def test_shares_add_up_and_are_those_of_the_class(report, table):
    graded = [row for row in table if row.total is not None]
    assert (report.submissions, report.graded) == (300, len(graded))
    loss = report.tasks[0]
    assert sum(share.count for share in loss.shares) == len(graded)
    wrong = sum(bool(row.diagnoses) and row.points["loss"] == 1.0 for row in graded)
    assert loss.share("mean over all") == wrong / len(graded)
    assert [share.name for share in loss.shares][:2] == ["right", "not attempted"]
    assert report.mean == pytest.approx(sum(row.total for row in graded) / len(graded))
    assert sum(bin.count for bin in report.bins) == len(graded)
    assert report.bins[-1].count == sum(row.total == 6 for row in graded) > 0


def test_a_task_that_people_grade_counts_what_they_gave(report, table):
    essay, given = report.tasks[1], [row.points.get("essay") for row in table if row.points]
    counts = {share.name: share.count for share in essay.shares}
    assert counts["right"] == given.count(2.0)
    assert counts["partly right"] == given.count(0.5) > 0
    assert counts["not graded yet"] == report.open_points == given.count(None) > 0
    assert counts["not attempted"] == given.count(0.0) > 0
    assert sum(counts.values()) == report.graded
    graded = [points for points in given if points is not None]
    assert essay.mean == pytest.approx(sum(graded) / len(graded))
    assert f"{essay.mean:.1f} of 2 points on average" in page(report)


@pytest.mark.parametrize(
    ("points", "name"),
    [(2.0, "right"), (1.75, "partly right"), (0.0, "no points"), (None, "not graded yet")],
)
def test_where_no_check_speaks_the_points_say_what_an_answer_is(points, name):
    row = Row("ada", {"essay": points}, points or 0.0, 2.0, most={"essay": 2.0})
    report = class_report("hw0", [row], 1.0, str)
    assert [share.name for share in report.tasks[0].shares] == [name]
    assert not report.take_up
    assert name in page(report)


def test_without_the_graded_notebooks_nothing_got_for_an_answer_is_no_points():
    """What an answer gives at most stands in them: it is not known then."""
    (task,) = class_report("hw0", [Row("ada", {"essay": 0.0}, 0.0, 2.0)], 1.0, str).tasks
    assert [share.name for share in task.shares] == ["no points"]


def test_points_that_a_person_gave_for_an_untouched_cell_count():
    said = (Diagnosis("essay", "not_attempted", "not_attempted"),)
    row = Row("ada", {"essay": 2.0}, 2.0, 2.0, said, most={"essay": 2.0})
    (task,) = class_report("hw0", [row], 1.0, str).tasks
    assert [share.name for share in task.shares] == ["right"]


def test_what_to_take_up_links_to_the_lecture(report):
    (item,) = report.take_up
    assert (item.task, item.name) == ("loss", "mean over all")
    assert item.place == "Lecture 3, part 2"
    assert item.link == "link to Lecture 3, part 2"
    assert 'See <a href="link to Lecture 3, part 2">lecture 3, part 2</a>.' in page(report)


def test_the_lecture_page_names_nobody_and_fetches_nothing(report):
    text = page(report)
    assert "student-" not in text
    assert "<code>mean</code>" in text
    assert not re.search(r"<script|src=|https?:", text)
    assert 'aria-label="Students by points' in text


def test_the_graders_page_names_those_who_need_a_person_and_nobody_else(table):
    text = page_for_graders("hw0", table)
    assert "student-49" in text
    assert "&lt;b&gt;is empty" in text
    assert "to be graded: essay" in text
    assert "6 could not be graded; 98 have answers that wait for a person" in text
    names = re.findall(r"<td>(student-\d+)", text)
    assert all(int(name.rpartition("-")[2]) % 50 == 49 for name in names[:6])
    assert "student-1<" not in text


def test_rare_mistakes_stand_together_and_none_is_lost():
    rows = [Row(f"s{n}", {"loss": 1.0}, 1.0, 1.0, most={"loss": 1.0}) for n in range(290)]
    rows += [Row(f"t{n}", {"loss": 0.0}, 0.0, 1.0, (bug("loss", "common"),)) for n in range(6)]
    rows += [Row(f"u{n}", {"loss": 0.0}, 0.0, 1.0, (bug("loss", f"rare_{n}"),)) for n in range(4)]
    (task,) = class_report("hw0", rows, 500, str).tasks
    assert [share.name for share in task.shown] == ["right", "common"]
    assert sum(share.count for share in task.shown + task.rare) == len(rows)
    assert task.rare[0].percent == "< 1 %"
    text = page(class_report("hw0", rows, 500, str))
    assert "rare 0, rare 1, rare 2, rare 3" in text
    assert "4 · 1 %" in text
    assert "8 min" in text


def test_an_empty_class_makes_a_page():
    assert "0</b> graded of 0" in page(class_report("hw0", [], 0.0, str))


def test_links_lead_to_headings_that_exist(tmp_path):
    from pathlib import Path

    notebooks = Path(__file__).resolve().parents[2] / "notebooks"
    link = lecture_link("Lecture 3, part 5", notebooks, tmp_path)
    assert link.endswith("03_vectorized_backprop.ipynb#5.-The-delta-recursion")
    assert lecture_link("Lecture 3", notebooks, tmp_path).endswith(".ipynb")
    assert lecture_link("Lecture 77, part 1", notebooks, tmp_path) == ""
