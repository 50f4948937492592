"""Known bugs and other right answers through the real pipeline: release, submit, grade, report.

Bugs that do not hide one another share a submission. COURSE_ALL_ANSWERS=1 grades them all, else
a sample is graded.
"""

import os
import shutil

import nbformat
import pytest

from course_tools.build.homework import answer_source, filled_notebook
from course_tools.build.homeworks import instructors_files
from course_tools.build.writing import write_file
from course_tools.demo.invented_class import independent, with_bugs
from course_tools.demo.outcome import Answers, marked, surprises

from . import classroom
from .classroom import FOLDERS, ROOT

pytestmark = [pytest.mark.slow]
ALL = os.environ.get("COURSE_ALL_ANSWERS") == "1"
SAMPLE = 4  # submissions with bugs, and as many with other right answers


def right_answers(work) -> dict[str, str]:
    return {task.name: answer_source(task) for task in work.tasks}


def packs_of_bugs(work) -> list[list]:
    """Return all bugs, in as few groups as come easily, of which none hides another."""
    packs: list[list] = []
    for bug in work.bugs:
        fitting = (pack for pack in packs if all(independent(work, bug, other) for other in pack))
        pack = next(fitting, None)
        if pack is None:
            packs.append(pack := [])
        pack.append(bug)
    return packs


def packs_of_alternatives(work) -> list[dict[str, str]]:
    """Return submissions in which every alternative occurs once, all else as the reference."""
    by_task = {
        task.name: [a for a in work.alternatives if a.task == task.name] for task in work.tasks
    }
    most = max(map(len, by_task.values()))
    return [
        {task: answer_source(found[i]) for task, found in by_task.items() if i < len(found)}
        for i in range(most)
    ]


def submissions(work) -> dict[str, Answers]:
    right = right_answers(work)
    bugs, others = packs_of_bugs(work), packs_of_alternatives(work)
    if not ALL:
        bugs, others = bugs[:: -(-len(bugs) // SAMPLE)], others[:: -(-len(others) // SAMPLE)]
    found = {f"bugs_{i}": with_bugs(right, pack) for i, pack in enumerate(bugs)}
    found |= {f"style_{i}": Answers(right | pack) for i, pack in enumerate(others)}
    return found | {"reference": Answers(right), "untouched": Answers({})}


def test_every_known_bug_is_in_exactly_one_submission():
    work = classroom.homework(FOLDERS[0])
    assert sorted(b.name + b.task for p in packs_of_bugs(work) for b in p) == sorted(
        b.name + b.task for b in work.bugs
    )


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_marks_and_diagnoses_through_release_submission_and_grading(folder, tmp_path):
    from course_tools.grading import pipeline
    from course_tools.grading.course import Course
    from course_tools.reports import class_table

    work = classroom.homework(folder)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    for name, content in instructors_files(ROOT, work.name).items():
        write_file(tmp_path / "solutions" / work.name / name, content)
    course = Course(tmp_path)
    release = tmp_path / "assignments"
    pipeline.register(course, work.name, release)
    blank = nbformat.read(release / work.name / f"{work.name}.ipynb", as_version=4)
    answered = submissions(work)
    for student, answers in answered.items():
        shutil.copytree(release / work.name, course.submitted(student, work.name))
        path = course.submitted(student, work.name) / f"{work.name}.ipynb"
        nbformat.write(filled_notebook(blank, answers.sources), path)
    results = pipeline.grade(course, work.name, seed="3")
    rows = {row.student: row for row in class_table.rows(course, results)}
    found = {s: surprises(work, a, marked(rows[s])) for s, a in answered.items()}
    unexpected = {student: lines for student, lines in found.items() if lines}
    assert not unexpected, "\n".join(
        f"{s}: {line}" for s, lines in unexpected.items() for line in lines
    )
    page = next(course.feedback("bugs_0", work.name).glob("*.html")).read_text()
    assert "check.hidden" not in page
    assert "course-check" in page
