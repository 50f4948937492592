"""`course grade`: from a folder of submissions to marks, feedback pages and a gradebook."""

import argparse
import contextlib
import functools
import json
import os
import signal
import sys
from pathlib import Path

from course_tools.errors import UsageError, naming

DESCRIPTION = """\
Grades what lies in submitted/STUDENT/ASSIGNMENT of an nbgrader course, writes marks into its
gradebook and a page for each student into feedback/. What was graded before and has not
changed since is not executed again. Exit code 0: all were graded; 1: some were not (the table
says why), or with --contract: a test cannot be judged; 2: wrong use."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `course grade`."""
    parser.description = DESCRIPTION
    add = parser.add_argument
    add("assignment", help="name of the assignment, as its folder is called")
    if "--course-dir" not in parser._option_string_actions:
        add(
            "--course-dir", metavar="DIR", help="the nbgrader course (default: the one around here)"
        )
    add("--students", nargs="+", metavar="ID", default=[], help="grade only these students")
    add("--again", action="store_true", help="execute also what was graded before")
    add("--workers", type=int, metavar="N", help="submissions at a time (default: one a core)")
    add("--scheduler", metavar="ADDRESS", help="a dask cluster's address (comes later)")
    add(
        "--seed",
        type=int,
        metavar="S",
        help="seed of the hidden cases (default: a secret of the course)",
    )
    add("--json", metavar="FILE", help="write one object a submission to FILE ('-': print them)")
    add("--contract", action="store_true", help="show which tests can be judged, and exit")
    add("--unsandboxed", action="store_true", help="run students' code with your own rights")


def run(arguments: argparse.Namespace) -> int:
    """Grade the assignment; return 0 if every submission was graded, else 1."""
    from course_tools.grading import pipeline
    from course_tools.grading.course import Course
    from course_tools.grading.judging import JudgeExecutor
    from course_tools.paths import course_root

    check_options(arguments)
    for number in {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}:
        signal.signal(number, signal.default_int_handler)  # tidy up, as after Ctrl-C
    course = Course(course_root(arguments.course_dir))
    if arguments.unsandboxed:
        say("Submissions run unsandboxed, with your rights: grade only students whom you trust.")
    if arguments.contract:
        return show_contract(course, arguments.assignment, arguments.unsandboxed)
    results = pipeline.grade(
        course,
        arguments.assignment,
        arguments.students,
        seed=None if arguments.seed is None else str(arguments.seed),
        again=arguments.again,
        executor=JudgeExecutor(arguments.workers or os.cpu_count() or 1, arguments.unsandboxed),
        progress=progress_bar(),
    )
    if arguments.json:
        write_json(arguments.json, results)
    with contextlib.redirect_stdout(sys.stderr if arguments.json == "-" else sys.stdout):
        report(course, arguments.assignment, results)
    return 0 if all(result.is_graded for result in results) else 1


def show_contract(course, assignment: str, unsandboxed: bool) -> int:
    """Print each test cell and how it is judged; return 1 if one cannot be."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from course_tools.grading import contracts

    examined = contracts.examine(course, assignment, unsandboxed)
    table = Table("notebook", "test", "points", "judged", "why", title=f"The tests of {assignment}")
    for column in table.columns:
        column.overflow = "fold"
    for row in examined:
        texts = (row.notebook, row.test, f"{row.points:g}", row.state, row.why)
        table.add_row(*map(escape, texts))
    Console().print(table)
    bad = [row.test for row in examined if row.state == contracts.REFUSED]
    if bad:
        say(
            "Mend these tests, or let them run beside the student's code, where they can be "
            f"cheated: c.JudgeExecute.allow_in_student_process = {bad} in nbgrader_config.py."
        )
    return 1 if bad else 0


def check_options(arguments: argparse.Namespace) -> None:
    """Raise `UsageError` for what cannot be done."""
    if arguments.scheduler:
        raise UsageError("--scheduler: grading on a cluster comes later; leave the option out.")
    if arguments.workers is not None and arguments.workers < 1:
        raise UsageError(f"--workers {arguments.workers}: at least one process must work.")
    if arguments.seed is not None and arguments.seed < 0:
        raise UsageError(f"--seed {arguments.seed}: a whole number from 0 on is needed.")


def say(text: str) -> None:
    """Print a remark where it does not get into the output."""
    print(text, file=sys.stderr)


def progress_bar():
    """Return a progress bar with the time left, shown on a terminal and in logs alike."""
    from tqdm import tqdm

    return functools.partial(tqdm, unit="submission", file=sys.stderr, dynamic_ncols=True)


def write_json(target: str, results: list) -> None:
    """Write one JSON object a submission, as a list, to a file or ('-') to standard output."""
    text = json.dumps([result.as_json() for result in results], indent=1) + "\n"
    if target == "-":
        sys.stdout.write(text)
    else:
        with naming(target):
            Path(target).write_text(text, encoding="utf-8")


def report(course, assignment: str, results: list) -> None:
    """Print the class as a table, and write it as CSV beside the course's other records."""
    from rich.console import Console

    from course_tools.reports import class_table

    table = class_table.rows(course, results)
    csv_file = course.records / f"{assignment}.csv"
    with naming(csv_file):
        class_table.write_table(csv_file, table)
    pages = write_pages(course, assignment, table, sum(result.seconds for result in results))
    console = Console()
    console.print(class_table.printed(table, title=assignment))
    if any(row.waiting for row in table):
        console.print("* some cells wait for manual grading (nbgrader's formgrader)", style="dim")
    for name, count in class_table.most_common(table):
        console.print(f"{count:4d} × {name}", markup=False, highlight=False)
    graded = sum(result.is_graded for result in results)
    print(f"{graded} of {len(results)} graded. Feedback pages: {relative(feedback_folder(course))}")
    print(f"Points as CSV: {relative(csv_file)}")
    print(f"Class report (names no one): {relative(pages[0])}")
    print(f"For graders: {relative(pages[1])}")


def write_pages(course, assignment: str, table: list, seconds: float) -> tuple[Path, Path]:
    """Write the class report and the page for graders; return their paths."""
    from course_tools.paths import course_root
    from course_tools.reports import class_report

    notebooks = course_root(None) / "notebooks"
    link = functools.partial(class_report.lecture_link, notebooks=notebooks, start=course.records)
    report = class_report.class_report(assignment, table, seconds, link)
    pages = {
        f"{assignment}.report.html": class_report.page(report),
        f"{assignment}.for_graders.html": class_report.page_for_graders(assignment, table),
    }
    for name, text in pages.items():
        (course.records / name).write_text(text, encoding="utf-8")
    first, second = (course.records / name for name in pages)
    return first, second


def feedback_folder(course) -> Path:
    """Return the folder that holds all feedback pages."""
    return course.folder / course.directory.feedback_directory


def relative(path: Path) -> str:
    """Return a path as seen from here, where it lies below; else in full."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
