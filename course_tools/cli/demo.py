"""`course demo`: carry homework through a whole invented class, from release to feedback."""

import argparse
import filecmp
import os
import shutil
import time
from pathlib import Path

from course_tools.errors import CourseError, UsageError

MARKER = ".made_by_course_demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `course demo`."""
    add = parser.add_argument
    add("--folder", default="demo", help="made for the class, replaced by a rerun (default: demo)")
    add("--homework", nargs="+", metavar="NAME", help="names of homeworks (default: all there are)")
    add("--students", type=int, default=24, metavar="N", help="size of the class (24 or more)")
    add("--seed", type=int, default=0, help="draws the class and the hidden cases (default: 0)")


def run(arguments: argparse.Namespace) -> int:
    """Make the class, grade it, show it; return 1 if anyone's marks are not as they must be."""
    from course_tools.build import homework as homeworks
    from course_tools.demo.invented_class import invent
    from course_tools.paths import course_root

    check_options(arguments)
    start = time.perf_counter()
    root = course_root(getattr(arguments, "course_dir", None))
    folders = homework_folders(root, arguments.homework)
    course = make_course(root, fresh_folder(Path(arguments.folder)))
    unexpected = []
    for homework in map(homeworks.load, folders):
        students = invent(homework, arguments.students, arguments.seed)
        release(root, course, homework.name)
        hand_in(course, homework, students)
        results = grade(course, homework.name, arguments.seed)
        unexpected += show(course, homework, students, results)
    print(f"{time.perf_counter() - start:.0f} seconds.")
    return 1 if unexpected else 0


def homework_folders(root: Path, names: list[str] | None) -> list[Path]:
    """Return the folders of the named homeworks, or of all; `UsageError` for an unknown name."""
    folder = root / "sources" / "homework"
    known = sorted(path.parent.name for path in folder.glob("*/notebook.py"))
    for name in names or known:
        if name not in known:
            raise UsageError(f"--homework {name}: there is {', '.join(known)}.")
    return [folder / name for name in names or known]


def check_options(arguments: argparse.Namespace) -> None:
    """Raise `UsageError` for a class that is too small or too large, or a negative seed."""
    from course_tools.demo.invented_class import LARGEST_CLASS, SMALLEST_CLASS

    if not SMALLEST_CLASS <= arguments.students <= LARGEST_CLASS:
        raise UsageError(
            f"--students {arguments.students}: from {SMALLEST_CLASS} to {LARGEST_CLASS} students."
        )
    if arguments.seed < 0:
        raise UsageError(f"--seed {arguments.seed}: a whole number from 0 on is needed.")


def fresh_folder(folder: Path) -> Path:
    """Return the folder, empty and marked as the demo's own.

    Raises `CourseError` for a folder that the demo did not make: it is never deleted.
    """
    if folder.exists() and not (folder / MARKER).is_file():
        raise CourseError(
            f"{folder} exists and was not made by this command; it is left alone. "
            "Name another folder with --folder."
        )
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARKER).write_text("`course demo` made this folder and replaces it.\n")
    return folder


def make_course(root: Path, folder: Path):
    """Return a new course in `folder`, configured as this one is."""
    from course_tools.grading.course import Course

    shutil.copy(root / "nbgrader_config.py", folder)
    return Course(folder)


def release(root: Path, course, name: str) -> None:
    """Bring a homework into the course, and release it by nbgrader.

    Raises `CourseError` if the release is not the one that is committed in `assignments`.
    """
    from course_tools.grading import pipeline

    shutil.copytree(root / "solutions" / name, course.folder / "solutions" / name)
    released = course.folder / course.directory.release_directory
    pipeline.register(course, name, released)
    different = differences(released / name, root / "assignments" / name)
    if different:
        raise CourseError(
            f"The release differs from the committed assignments/{name} in "
            f"{', '.join(different)}: run `course build`."
        )
    print(f"Released {name}: the same as the committed one, {len(files(released / name))} files.")


def differences(one: Path, other: Path) -> list[str]:
    """Return the names of files that two folders do not have in common, byte by byte."""
    names = sorted(files(one) | files(other))
    return [
        name
        for name in names
        if not (one / name).is_file()
        or not (other / name).is_file()
        or not filecmp.cmp(one / name, other / name, shallow=False)
    ]


def files(folder: Path) -> set[str]:
    """Return the relative names of all files in a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder).as_posix() for path in paths}
    return {name for name in found if ".ipynb_checkpoints" not in name}


def hand_in(course, homework, students: list) -> None:
    """Write each student's filled-in copy of the release into `submitted`."""
    import nbformat

    from course_tools.build.homework import filled_notebook

    released = course.folder / course.directory.release_directory / homework.name
    blank = nbformat.read(released / f"{homework.name}.ipynb", as_version=4)
    for student in students:
        folder = course.submitted(student.name, homework.name)
        shutil.copytree(released, folder)
        notebook = filled_notebook(blank, student.answers.sources)
        if len(student.answers.sources) == len(homework.tasks):
            answer_in_words(notebook)
        nbformat.write(notebook, folder / f"{homework.name}.ipynb")
    print(f"{len(students)} students handed in.")


def answer_in_words(notebook) -> None:
    """Put a sentence into each answer that a person reads."""
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown" and data.get("grade") and data.get("solution"):
            cell.source = "*An invented answer, for a person to read.*"


def grade(course, name: str, seed: int) -> list:
    """Autograde all submissions and write the feedback pages."""
    from course_tools.cli.grade import progress_bar
    from course_tools.grading import pipeline
    from course_tools.grading.judging import JudgeExecutor

    executor = JudgeExecutor(os.cpu_count() or 1)
    return pipeline.grade(course, name, seed=str(seed), executor=executor, progress=progress_bar())


def show(course, homework, students: list, results: list) -> list[str]:
    """Print the class and where its pages are; return in a line each what must not be."""
    from course_tools.cli.grade import relative, report
    from course_tools.demo.outcome import marked, surprises
    from course_tools.reports import class_table
    from course_tools.reports.exports import export_gradebook

    report(course, homework.name, results)
    exported = course.folder / "grades.csv"
    export_gradebook(course, exported, homework.name)
    print(f"nbgrader's export: {relative(exported)}")
    rows = {row.student: row for row in class_table.rows(course, results)}
    found = {
        student.name: surprises(homework, student.answers, marked(rows[student.name]))
        for student in students
    }
    lines = [f"{name}: {line}" for name, texts in found.items() for line in texts]
    for line in lines:
        print(f"  not as expected: {line}")
    print(f"{sum(not texts for texts in found.values())} of {len(students)} as expected.")
    return lines
