"""Grading that is stopped, refused or starved loses nothing, doubles nothing and leaves nothing.

The table of the kills is printed by `pytest tests/judge/test_robustness.py -k killed -rP`.
"""

import argparse
import errno
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from course_tools.grading import breakdown, gradebook
from course_tools.grading.course import RECORDS, Course
from course_tools.grading.journal import Journal
from course_tools.grading.judge import folders, sandbox

from . import stopped
from .stopped import STUDENTS, Child, journal, outcome

pytestmark = pytest.mark.slow

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can do that to itself")
KILLS = 20


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The class, not graded."""
    return stopped.make_class(tmp_path_factory.mktemp("robust") / "course")


@pytest.fixture(scope="module")
def undisturbed(made, tmp_path_factory):
    """What comes of the class when nothing happens: its outcome, and the seconds it took."""
    folder = shutil.copytree(made, tmp_path_factory.mktemp("undisturbed") / "course")
    start = time.monotonic()
    child = Child(folder, temporary=folder.with_name("tmp"))
    assert child.code() == 0, child.message()
    return outcome(folder), time.monotonic() - start


@pytest.fixture
def course(made, tmp_path):
    """A copy of the class for one test."""
    return shutil.copytree(made, tmp_path / "course")


def assert_as_undisturbed(folder: Path, undisturbed: tuple) -> None:
    """Everyone was graded exactly once, with the marks of an undisturbed run."""
    assert sorted(entry["student"] for entry in journal(folder)) == list(STUDENTS)
    assert outcome(folder) == undisturbed[0]


# -- killed


@pytest.mark.parametrize("number", range(KILLS))
def test_killed_at_any_moment_and_run_again(course, undisturbed, tmp_path, number):
    """Half of the moments are drawn from the whole run, half from the time of the recording."""
    draw = random.Random(number)
    killed = Child(course, temporary=tmp_path / "tmp")
    start = time.monotonic()
    if number % 2:
        time.sleep((number + draw.random()) / KILLS * undisturbed[1])
    else:
        graded = draw.randrange(len(STUDENTS))
        stopped.wait_until(lambda: len(journal(course)) >= graded)
        time.sleep(draw.random() * 0.3)
    killed.process.kill()
    moment = time.monotonic() - start
    killed.process.join()
    done = len(journal(course))
    assert killed.leftovers(60) == []  # a helper of nbgrader's (alembic) may run to its end
    second = Child(course, temporary=tmp_path / "tmp")
    assert second.code() == 0, second.message()
    assert_as_undisturbed(course, undisturbed)
    assert second.leftovers() == []
    assert not list(course.glob("*.new*"))
    assert list((tmp_path / "tmp").iterdir()) == []
    print(f"killed after {moment:5.2f} s: {done} of {len(STUDENTS)} were done, all graded once")


# -- nothing is left behind


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_stopped_in_the_middle_of_a_cell(course, undisturbed, tmp_path, number):
    stopped.endless(course, "ada")
    child = Child(course, temporary=tmp_path / "tmp")
    words = f"course-grade-{child.process.pid}-"
    stopped.wait_until(lambda: len(stopped.processes(words)) > 5)  # warm ones, and forked ones
    os.kill(child.process.pid, getattr(signal, number))
    assert child.code(20) == 130
    assert "Stopped." in child.message()
    assert child.leftovers() == []
    assert list((tmp_path / "tmp").iterdir()) == []


def test_nothing_is_left_behind_by_success_and_failure(course, tmp_path):
    stopped.endless(course, "ada")
    (course / "submitted" / "bob" / "hw1" / "squares.ipynb").write_text("no notebook")
    child = Child(course, temporary=tmp_path / "tmp")
    assert child.code() == 1, child.message()
    assert "7 of 8 graded" in child.message()
    assert child.leftovers(2) == []
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_folder_of_records_that_somebody_else_just_made_is_taken(course):
    """A worker beside, or one that was killed before it was done."""
    (course / RECORDS).mkdir()
    assert (Course(course).records / ".gitignore").read_text() == "*\n"


def test_only_folders_of_the_dead_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(folders.tempfile, "tempdir", str(tmp_path))
    ours = folders.temporary()
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                           capture_output=True, text=True).stdout.strip()  # fmt: skip
    own = str(os.getpid())
    dead = tmp_path / Path(ours.name).name.replace(f"-{own}-", f"-{ended}-", 1)
    elsewhere = tmp_path / f"course-grade-{ended}-1-abc"  # of another container
    other = tmp_path / "course-grade-notes"
    for folder in (dead, elsewhere, other):
        folder.mkdir()
    folders.remove_stale()
    assert {p.name for p in tmp_path.iterdir()} == {
        Path(ours.name).name,
        elsewhere.name,
        other.name,
    }
    ours.cleanup()


# -- a gradebook that is locked


def lock(gradebook: Path, seconds: float) -> subprocess.Popen:
    """Hold the gradebook locked, as another program would; returns once it is."""
    program = (
        "import sqlite3, sys, time\n"
        "book = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "book.execute('BEGIN EXCLUSIVE')\n"
        "print('locked', flush=True)\n"
        "time.sleep(float(sys.argv[2]))\n"
    )
    command = [sys.executable, "-c", program, str(gradebook), str(seconds)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "locked\n"
    return holder


def pause(course: Path, graded: int, sign: Path) -> Callable[[], None]:
    """Let grading wait for a sign once so many are graded: all may be before the lock is there."""
    add = Journal.add

    def add_and_wait(self: Journal, *given) -> None:
        add(self, *given)
        if graded and len(journal(course)) >= graded:
            stopped.wait_until(sign.exists)

    def before() -> None:
        Journal.add = add_and_wait  # in a forked process

    return before


def test_a_locked_gradebook_is_known_whatever_nbgrader_makes_of_it():
    """Else the submission that comes at that moment could not be graded, for no fault of its."""
    from nbgrader.api import InvalidEntry
    from sqlalchemy.exc import OperationalError

    def wrapped(inner: Exception) -> Exception:
        try:
            try:
                raise inner
            except Exception as error:
                raise InvalidEntry(*error.args)  # noqa: B904 (as nbgrader does)
        except InvalidEntry as error:
            return error

    locked = OperationalError("", {}, sqlite3.OperationalError("database is locked"))
    assert breakdown.culprit(wrapped(locked)) is locked
    assert breakdown.is_one(OSError(errno.ENOSPC, "no room"))
    for other in (None, ValueError("locked"), wrapped(ValueError("locked")), OSError(2, "none")):
        assert not breakdown.is_one(other)


@pytest.mark.parametrize("graded", [0, 2])
def test_a_gradebook_that_stays_locked(course, undisturbed, tmp_path, monkeypatch, graded):
    """From the start, and after some were graded."""
    monkeypatch.setattr(gradebook, "PATIENCE", 0.5)
    if not graded:
        sqlite3.connect(course / "gradebook.db").close()
        holder = lock(course / "gradebook.db", 60)
    sign = tmp_path / "locked"
    child = Child(course, temporary=tmp_path / "tmp", before=pause(course, graded, sign))
    if graded:
        stopped.wait_until(lambda: len(journal(course)) >= graded)
        holder = lock(course / "gradebook.db", 60)
    sign.touch()
    with holder:
        assert child.code() == 1
        holder.kill()
    assert f"{course / 'gradebook.db'} is locked by another program" in child.message()
    assert "run the same command again" in child.message()
    assert "Traceback" not in child.message()
    again = Child(course, temporary=tmp_path / "tmp")
    assert again.code() == 0, again.message()
    assert_as_undisturbed(course, undisturbed)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_short_lock_is_waited_for(course, undisturbed, tmp_path):
    sqlite3.connect(course / "gradebook.db").close()
    holder = lock(course / "gradebook.db", 3)
    child = Child(course, temporary=tmp_path / "tmp")
    with holder:
        assert child.code() == 0, child.message()
    assert_as_undisturbed(course, undisturbed)


# -- a full disk


def small_files(size: int):
    """Return a function that bounds the size of the files that this process writes."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))


@pytest.mark.parametrize("size", [1_000, 60_000, 130_000])
def test_files_that_may_not_grow(course, undisturbed, tmp_path, size):
    child = Child(course, temporary=tmp_path / "tmp", before=small_files(size))
    assert child.code() == 1, child.message()
    assert str(course) in child.message() or str(tmp_path / "tmp") in child.message()
    assert "Traceback" not in child.message()
    again = Child(course, temporary=tmp_path / "tmp")
    assert again.code() == 0, again.message()
    assert_as_undisturbed(course, undisturbed)
    assert list((tmp_path / "tmp").iterdir()) == []


@needs_root
@pytest.mark.parametrize("room", [450_000, 800_000])
def test_a_disk_that_fills_up(course, undisturbed, tmp_path, room):
    """The course lies on a disk of a given size; later that is made larger."""
    copy, kept = tmp_path / "copy", tmp_path / "kept"
    shutil.copytree(course, copy)

    def on_a_small_disk() -> None:
        sandbox.unshare(sandbox.NEWNS)
        sandbox.mount(None, "/", None, sandbox.REC | sandbox.PRIVATE)
        sandbox.mount("tmpfs", str(course), "tmpfs", 0, f"size={room}")
        shutil.copytree(copy, course, dirs_exist_ok=True)

    def first_try() -> None:
        on_a_small_disk()
        first = Child(course, temporary=tmp_path / "first")
        assert first.code() == 1, first.message()
        sandbox.mount("tmpfs", str(course), "tmpfs", sandbox.REMOUNT, "size=50m")

    def keep() -> None:
        shutil.copytree(course, kept)

    def whole() -> None:
        first_try()
        second = Child(course, temporary=tmp_path / "second")
        assert second.code() == 0, second.message()
        keep()

    process = stopped.FORK.Process(target=whole)
    process.start()
    process.join(180)
    assert process.exitcode == 0
    said = (tmp_path / "first.said").read_text()
    assert "Traceback" not in said
    assert f"{course}/" in said
    assert "run the same command again" in said
    assert_as_undisturbed(kept, undisturbed)


# -- sandboxes that cannot be made


def test_without_user_namespaces_it_refuses_and_names_the_way_out(course, tmp_path):
    child = Child(course, temporary=tmp_path / "tmp", before=stopped.without_user_namespaces)
    assert child.code() == 1, child.message()
    for words in ("this system offers none", "course doctor", "--unsandboxed"):
        assert words in child.message()
    assert journal(course) == []
    assert list((tmp_path / "tmp").iterdir()) == []


def test_without_user_namespaces_unsandboxed_gives_the_same_marks(course, undisturbed, tmp_path):
    before = stopped.without_user_namespaces
    child = Child(course, "--unsandboxed", temporary=tmp_path / "tmp", before=before)
    assert child.code() == 0, child.message()
    assert "unsandboxed, with your rights" in child.message()
    assert_as_undisturbed(course, undisturbed)
    assert child.leftovers() == []


def test_without_user_namespaces_the_doctor_says_so():
    def look() -> None:
        from course_tools.cli import doctor

        stopped.without_user_namespaces()
        finding = doctor.sandbox(stopped.ROOT)
        assert finding.state.value == "missing"
        assert "user namespaces are switched off" in finding.detail

    process = stopped.FORK.Process(target=look)
    process.start()
    process.join(60)
    assert process.exitcode == 0


@needs_root
def test_an_ordinary_user_gets_the_same_marks_in_a_sandbox(course, undisturbed, tmp_path):
    (tmp_path / "tmp").mkdir()
    before = stopped.as_nobody(tmp_path)
    child = Child(course, temporary=tmp_path / "tmp", before=before)
    assert child.code() == 0, child.message()
    assert (course / "gradebook.db").stat().st_uid == stopped.NOBODY
    assert_as_undisturbed(course, undisturbed)
    assert child.leftovers() == []
    assert list((tmp_path / "tmp").iterdir()) == []


def test_arguments_are_checked_before_anything_is_started():
    from course_tools.cli.grade import check_options
    from course_tools.errors import UsageError

    with pytest.raises(UsageError, match="at least one process"):
        check_options(argparse.Namespace(scheduler=None, workers=0, seed=None))
