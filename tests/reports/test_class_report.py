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
            rows.append(Row(f"student-{n}", {"loss": 1.0, "essay": None}, 1.0, 6.0, said))
        elif n % 7 == 0:
            said = (Diagnosis("loss", "not_attempted", "not_attempted"),)
            rows.append(Row(f"student-{n}", {"loss": 0.0, "essay": 0.0}, 0.0, 6.0, said))
        else:
            rows.append(Row(f"student-{n}", {"loss": 4.0, "essay": 2.0}, 6.0, 6.0))
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
    assert report.bins[-1].count == sum(row.total == 6 for row in graded)


def test_a_task_that_people_grade_counts_what_was_given(report):
    essay = report.tasks[1]
    assert {share.name for share in essay.shares} == {"right", "no answer, or no points"}
    assert report.open_points == 100 - sum(n % 50 == 49 for n in range(0, 300, 3))


def test_what_to_take_up_links_to_the_lecture(report):
    (item,) = report.take_up
    assert (item.task, item.name) == ("loss", "mean over all")
    assert item.place == "Lecture 3, part 2"
    assert item.link == "link to Lecture 3, part 2"


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
    assert "answers to be read" in text
    assert "6 could not be graded; 98 have answers to be read" in text
    names = re.findall(r"<td>(student-\d+)", text)
    assert all(int(name.rpartition("-")[2]) % 50 == 49 for name in names[:6])
    assert "student-1<" not in text


def test_rare_mistakes_stand_together_and_none_is_lost():
    rows = [Row(f"s{n}", {"loss": 1.0}, 1.0, 1.0) for n in range(290)]
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
