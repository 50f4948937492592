"""Known answers through the real path: release, submission, grading, feedback, class table.

Bugs that do not hide one another share a submission, and so do right answers in other styles.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat

from course_tools.build.homework import Homework, answer_source, filled_notebook
from course_tools.build.homeworks import instructors_files
from course_tools.build.writing import write_file
from course_tools.demo.invented_class import independent, with_bugs
from course_tools.demo.outcome import Answers, marked, surprises
from course_tools.proof.trials import Trial


def right_answers(work: Homework) -> dict[str, str]:
    """Return the model solution, task by task."""
    return {task.name: answer_source(task) for task in work.tasks}


def packs_of_bugs(work: Homework) -> list[list]:
    """Return all bugs, in as few groups as come easily, of which none hides another."""
    packs: list[list] = []
    for bug in work.bugs:
        fitting = (pack for pack in packs if all(independent(work, bug, other) for other in pack))
        pack = next(fitting, None)
        if pack is None:
            packs.append(pack := [])
        pack.append(bug)
    return packs


def packs_of_alternatives(work: Homework) -> list[dict[str, str]]:
    """Return submissions in which every alternative occurs once, all else as the reference."""
    by_task = {
        task.name: [a for a in work.alternatives if a.task == task.name] for task in work.tasks
    }
    most = max(map(len, by_task.values()))
    return [
        {task: answer_source(found[i]) for task, found in by_task.items() if i < len(found)}
        for i in range(most)
    ]


def submissions(work: Homework, sample: int | None = None) -> dict[str, Answers]:
    """Return student → answers: all that is known of a homework, or `sample` of either kind."""
    right = right_answers(work)
    bugs, others = packs_of_bugs(work), packs_of_alternatives(work)
    if sample:
        bugs, others = bugs[:: -(-len(bugs) // sample)], others[:: -(-len(others) // sample)]
    found = {f"bugs_{i}": with_bugs(right, pack) for i, pack in enumerate(bugs)}
    found |= {f"style_{i}": Answers(right | pack) for i, pack in enumerate(others)}
    half = dict(list(right.items())[: len(right) // 2])
    return found | {"reference": Answers(right), "half": Answers(half), "untouched": Answers({})}


def graded(work: Homework, answered: Mapping[str, Answers], root: Path, place: Path):
    """Release the homework of `root` in the empty folder `place`, hand in, grade; return both.

    The course, and student → what grading said of each task.
    """
    from course_tools.grading import pipeline
    from course_tools.grading.course import Course
    from course_tools.reports import class_table

    shutil.copy(root / "nbgrader_config.py", place)
    for name, content in instructors_files(root, work.name).items():
        write_file(place / "solutions" / work.name / name, content)
    course, release = Course(place), place / "assignments"
    pipeline.register(course, work.name, release)
    blank = nbformat.read(release / work.name / f"{work.name}.ipynb", as_version=4)
    for student, answers in answered.items():
        folder = course.submitted(student, work.name)
        shutil.copytree(release / work.name, folder)
        nbformat.write(filled_notebook(blank, answers.sources), folder / f"{work.name}.ipynb")
    results = pipeline.grade(course, work.name, seed="3")
    return course, {row.student: marked(row) for row in class_table.rows(course, results)}


def through_the_real_path(work: Homework, root: Path, place: Path, sample: int | None) -> Trial:
    """Grade all that is known of a homework; each submission must come out as it must."""
    trial, answered = Trial(), submissions(work, sample)
    _, said = graded(work, answered, root, place)
    for student, answers in answered.items():
        lines = surprises(work, answers, said[student])
        trial.add(not lines, f"{student}: {'; '.join(lines)}")
    return trial
