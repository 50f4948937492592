"""A class of eight, and ways to grade it in a process of its own, to be stopped at any time."""

import contextlib
import io
import json
import multiprocessing
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from pipeline import tiny_course
from pipeline.tiny_course import ASSIGNMENT, NOTEBOOK

from course_tools.grading import pipeline
from course_tools.grading.course import Course
from course_tools.grading.judge import sandbox

FORK = multiprocessing.get_context("fork")
ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65_534
STUDENTS = ("ada", "bob", "cleo", "dan", "eve", "finn", "gina", "hal")
ANSWERS = {
    "bob": {"square": "def square(x):\n    return 2 * x"},
    "cleo": {"total": "def total(xs):\n    return sum(x * x for x in xs) if xs else 1"},
    "dan": {"square": "def square(x):\n    raise ValueError('no')"},
    "eve": {"square": "import os\nos._exit(3)"},
    "finn": {"why": "A square is a product of equals."},
}


def make_class(folder: Path) -> Path:
    """Write the course with its submissions, nothing of it graded yet; return its folder."""
    tiny_course.make_course(folder)
    pipeline.register(Course(folder), ASSIGNMENT, folder / "release")
    submissions = tiny_course.Submissions(folder, folder / "release")
    for student in STUDENTS:
        submissions.answers(student, **ANSWERS.get(student, {}))
    for made in ("gradebook.db", "course_grades"):
        path = folder / made
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return folder


def endless(folder: Path, student: str) -> None:
    """Hand in an endless loop."""
    answers = {"square": "def square(x):\n    while True:\n        pass"}
    tiny_course.Submissions(folder, folder / "release").answers(student, **answers)


class Child:
    """`course grade` in a forked process, with a temporary folder of its own."""

    def __init__(self, folder: Path, *options: str, temporary: Path, before: Callable = bool):
        self.folder, self.temporary = folder, temporary
        temporary.mkdir(exist_ok=True)
        self.said = temporary.with_name(f"{temporary.name}.said")
        arguments = ["grade", ASSIGNMENT, "--course-dir", str(folder), "--seed", "5", *options]
        self.process = FORK.Process(target=self._run, args=(arguments, before))
        self.process.start()

    def _run(self, arguments: list[str], before: Callable) -> None:
        from course_tools.cli import main

        text = io.StringIO()
        code = 99
        try:
            # As at a terminal: what a shell runs in the background ignores Ctrl-C.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            tempfile.tempdir = str(self.temporary)
            before()
            with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
                code = main(arguments)
        except BaseException:
            text.write(traceback.format_exc())
        finally:
            self.said.write_text(text.getvalue())
            os._exit(code)

    def code(self, seconds: float = 120) -> int:
        """Return the exit code, when it has ended."""
        self.process.join(seconds)
        assert self.process.exitcode is not None, "it did not end"
        return self.process.exitcode

    def message(self) -> str:
        return self.said.read_text()

    def leftovers(self, seconds: float = 10) -> list[str]:
        """Return the command lines of what it started and still runs, after at most so long."""
        deadline = time.monotonic() + seconds
        while (found := processes(f"course-grade-{self.process.pid}-")) and (
            time.monotonic() < deadline
        ):
            time.sleep(0.05)
        return found


def processes(words: str) -> list[str]:
    """Return the command lines that hold the given words."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            line = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            if words in line:
                found.append(line)
    return found


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Return when the condition holds; fail if it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)


def journal(folder: Path) -> list[dict]:
    """Return the entries of a course's journal, in their order."""
    path = folder / "course_grades" / f"{ASSIGNMENT}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.is_file() else []


def outcome(folder: Path) -> dict:
    """Return all that grading left of each student: marks, gradebook rows, notebook and page."""
    return {student: _outcome(folder, student) for student in STUDENTS}


def _outcome(folder: Path, student: str) -> tuple:
    entries = [entry for entry in journal(folder) if entry["student"] == student]
    known = [{k: entry[k] for k in ("status", "score", "cells", "reason")} for entry in entries]
    notebook = folder / "autograded" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    page = folder / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html"
    return known, rows(folder, student), notebook.read_text(), page.is_file()


def rows(folder: Path, student: str) -> list[tuple]:
    """Return the gradebook's rows of a student's grades."""
    with contextlib.closing(sqlite3.connect(folder / "gradebook.db")) as book:
        return book.execute(
            "SELECT base_cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade"
            " FROM grade JOIN base_cell ON base_cell.id = grade.cell_id"
            " JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id"
            " JOIN submitted_assignment ON submitted_assignment.id = "
            "submitted_notebook.assignment_id"
            " WHERE submitted_assignment.student_id = ? ORDER BY base_cell.name",
            (student,),
        ).fetchall()


# -- other users and other systems


def without_user_namespaces() -> None:
    """Take the right to make user namespaces from this process, as hardened systems do."""
    user, group = os.geteuid(), os.getegid()
    sandbox.unshare(sandbox.NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    Path("/proc/sys/user/max_user_namespaces").write_text("0")


def as_nobody(*folders: Path) -> Callable[[], None]:
    """Return a function that turns this process from root into an ordinary user.

    The folders become that user's own; a Python that only root may read is shown to all, in a
    mount namespace that ends with the process.
    """

    def become() -> None:
        sandbox.unshare(sandbox.NEWNS)
        sandbox.mount(None, "/", None, sandbox.REC | sandbox.PRIVATE)
        for path in {sys.base_prefix, sys.prefix, str(ROOT), *map(str, folders)}:
            _let_in(Path(path))
        for folder in folders:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        os.environ["HOME"] = str(folders[0])

    return become


def _let_in(path: Path) -> None:
    """Show a folder whose way is barred to others; what else lies on the way goes out of sight."""
    barred = [p for p in reversed(path.parents) if not p.stat().st_mode & 0o001]
    if not barred:
        return
    descriptor = os.open(path, os.O_PATH | os.O_DIRECTORY)
    sandbox.mount("tmpfs", str(barred[0]), "tmpfs", 0, "mode=755")
    path.mkdir(parents=True)
    sandbox.mount(f"/proc/self/fd/{descriptor}", str(path), None, sandbox.BIND | sandbox.REC)
    os.close(descriptor)
