"""Known bugs and other right answers through the real pipeline: release, submit, grade, report.

Bugs that do not hide one another share a submission. COURSE_ALL_ANSWERS=1 grades them all, else
a sample is graded.
"""

import os

import pytest

from course_tools.cli.prove import graded
from course_tools.demo.outcome import surprises
from course_tools.proof.submissions import packs_of_bugs, submissions

from . import classroom
from .classroom import FOLDERS, ROOT

pytestmark = [pytest.mark.slow]
ALL = os.environ.get("COURSE_ALL_ANSWERS") == "1"
SAMPLE = 4  # submissions with bugs, and as many with other right answers


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_known_bug_is_in_exactly_one_submission(folder):
    work = classroom.homework(folder)
    assert sorted(b.name + b.task for p in packs_of_bugs(work) for b in p) == sorted(
        b.name + b.task for b in work.bugs
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_marks_and_diagnoses_through_release_submission_and_grading(folder, tmp_path):
    work = classroom.homework(folder)
    answered = submissions(work, None if ALL else SAMPLE)
    course, said = graded(work, answered, ROOT, tmp_path)
    found = {s: surprises(work, answers, said[s]) for s, answers in answered.items()}
    unexpected = {student: lines for student, lines in found.items() if lines}
    assert not unexpected, "\n".join(
        f"{s}: {line}" for s, lines in unexpected.items() for line in lines
    )
    page = next(course.feedback("bugs_0", work.name).glob("*.html")).read_text()
    assert "check.hidden" not in page
    bugs = answered["bugs_0"].bugs.values()
    assert not [bug.name for bug in bugs if words_of(bug.message) not in words_of(page)]


def words_of(text: str) -> str:
    """Return the letters alone: a page has markup where a message has backticks and stars."""
    import html
    import re

    return re.sub(r"[^a-z]", "", html.unescape(re.sub(r"<[^>]+>", "", text)).lower())
