"""Temporary folders that do not outlive the program that made them, not even if it is killed.

Who is killed cannot tidy up; so each folder's name says whose it is, and the next run removes those
of processes that are gone.
"""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

PREFIX = "course-grade-"
NAME = re.compile(re.escape(PREFIX) + r"(?P<pid>\d+)-(?P<space>\d+)-\w+")


def temporary() -> tempfile.TemporaryDirectory:
    """Return a new folder with this process's number in its name."""
    return tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-{_pid_space()}-")


@contextlib.contextmanager
def all_in_one() -> Iterator[None]:
    """Let every temporary folder made in a `with` block, by whichever library, lie in one of ours;
    what ended processes left is removed first."""
    remove_stale()
    before = tempfile.tempdir
    with temporary() as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def remove_stale() -> None:
    """Remove the folders of processes that have ended; those of other containers stay."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        match = NAME.fullmatch(path.name)
        if match and match["space"] == _pid_space() and not _is_alive(int(match["pid"])):
            shutil.rmtree(path, ignore_errors=True)


def _pid_space() -> str:
    """Return a number of what process numbers are counted in: containers have their own."""
    try:
        return str(os.stat("/proc/self/ns/pid").st_ino)
    except OSError:
        return "0"


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True
