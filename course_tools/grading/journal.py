"""What was graded from what: the memory that lets an interrupted run go on."""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from course_tools.errors import naming
from course_tools.grading import files
from course_tools.grading.course import Course
from course_tools.grading.result import Result

IGNORED = (".ipynb_checkpoints", "__pycache__")


class Journal:
    """One line of JSON for each result of an assignment, under a key of all that led to it."""

    def __init__(self, course: Course, assignment: str) -> None:
        self.path = course.records / f"{assignment}.jsonl"

    def last(self) -> dict[str, dict]:
        """Return each student's latest entry; a line cut off by a crash is passed over."""
        entries: dict[str, dict] = {}
        if not self.path.is_file():
            return entries
        for line in self.path.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
                entries[entry["student"]] = entry
            except (ValueError, KeyError, TypeError):
                continue
        return entries

    def add(self, result: Result, key: str) -> None:
        """Append a result; it is on disk when this returns."""
        line = json.dumps({"key": key, **result.as_json()})
        with naming(self.path), self.path.open("a+b") as file:
            if not self._ends_in_a_line(file):
                file.write(b"\n")
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    @staticmethod
    def _ends_in_a_line(file: IO[bytes]) -> bool:
        """Say whether the last line is whole: a crash may have cut it off."""
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - 1))
        return file.read(1) in (b"", b"\n")


def fingerprint(folder: Path | None, *more: str) -> str:
    """Return a hash of the files in a folder, if there is one (names and contents), and of further
    texts."""
    digest = hashlib.sha256()
    for path in () if folder is None else _files(folder):
        files.add_to(digest, path, folder)
    for text in more:
        digest.update(b"\0" + text.encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    return sorted(
        path
        for path in files.everything_in(folder)
        if (path.is_symlink() or path.is_file()) and not set(path.parts) & set(IGNORED)
    )


def course_seed(course: Course, given: str | None = None) -> str:
    """Return the seed of the tests' fresh cases: the given one, else the course's own secret.

    The secret is drawn once, kept readable by its owner alone, and used again on every run, so
    that the same submission gets the same marks.
    """
    if given is not None:
        return given
    path = course.records / "seed"
    if not path.is_file():
        draft = path.with_name(f"seed.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with naming(draft), os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{secrets.randbits(63)}\n")
        draft.replace(path)  # all of it or nothing, wherever this is killed
    return path.read_text(encoding="ascii").strip()
