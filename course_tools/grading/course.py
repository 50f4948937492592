"""A course folder as nbgrader's configuration describes it."""

import contextlib
import glob
import logging
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from course_tools.errors import UsageError
from course_tools.grading.quick_imports import import_jsonschema

import_jsonschema()  # before nbgrader does
RECORDS = "course_grades"  # what grading writes beside nbgrader's folders; ignored by git


class Course:
    """The folders, the configuration and the gradebook of one nbgrader course.

    Reads the `nbgrader_config.py` of `folder` (and the user's own). Raises `UsageError` if there
    is no such folder or it is no course.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder).resolve()
        if not (self.folder / "nbgrader_config.py").is_file():
            raise UsageError(
                f"{folder} is no nbgrader course: it has no nbgrader_config.py. "
                "Name the course folder with --course-dir."
            )
        put_programs_of_this_python_first()
        self.app = _configured(self.folder)
        self.directory = self.app.coursedir

    def path(self, step: str, student: str, assignment: str) -> Path:
        """Return the folder of a step ('source', 'submitted', …) for a student's assignment."""
        return self.folder_of(getattr(self.directory, f"{step}_directory"), student, assignment)

    def folder_of(self, directory: str, student: str, assignment: str) -> Path:
        """Return the folder of a student's assignment below one of nbgrader's directories."""
        return Path(os.path.normpath(self.directory.format_path(directory, student, assignment)))

    def source(self, assignment: str) -> Path:
        return self.path("source", ".", assignment)

    def submitted(self, student: str, assignment: str) -> Path:
        return self.path("submitted", student, assignment)

    def autograded(self, student: str, assignment: str) -> Path:
        return self.path("autograded", student, assignment)

    def feedback(self, student: str, assignment: str) -> Path:
        return self.path("feedback", student, assignment)

    @property
    def records(self) -> Path:
        """The folder of what grading writes itself, made private and ignored by git."""
        folder = self.folder / RECORDS
        ignored = folder / ".gitignore"
        if not ignored.is_file():  # several workers may come here at once
            folder.mkdir(mode=0o700, exist_ok=True)
            ignored.write_text("*\n", encoding="utf-8")
        return folder

    def students(self, assignment: str) -> list[str]:
        """Return who handed the assignment in, sorted: the names of the folders in `submitted`."""
        return self._students(assignment, glob.escape(assignment))

    def students_with_any_folder(self) -> dict[str, set[str]]:
        """Return, for each student in `submitted`, the names of the assignment folders there."""
        pattern = self._pattern("(?P<assignment>[^/]*)")
        found: dict[str, set[str]] = {}
        for path in glob.glob(self.directory.format_path(self._submitted, "*", "*")):
            if match := pattern.fullmatch(path):
                found.setdefault(match["student"], set()).add(match["assignment"])
        return found

    def _students(self, assignment: str, assignment_glob: str) -> list[str]:
        pattern = self._pattern(re.escape(assignment))
        paths = glob.glob(self.directory.format_path(self._submitted, "*", assignment_glob))
        matches = (pattern.fullmatch(path) for path in paths if os.path.isdir(path))
        return sorted({match["student"] for match in matches if match})

    @property
    def _submitted(self) -> str:
        return self.directory.submitted_directory

    def _pattern(self, assignment: str) -> re.Pattern:
        structure = self.directory.format_path(
            self._submitted, "(?P<student>[^/]*)", assignment, escape=True
        )
        return re.compile(structure)

    @contextlib.contextmanager
    def gradebook(self) -> Iterator:
        """Open nbgrader's gradebook for the length of a `with` block."""
        from nbgrader.api import Gradebook

        with Gradebook(self.directory.db_url, self.directory.course_id) as gradebook:
            yield gradebook

    def notebooks(self, assignment: str) -> list[str]:
        """Return the names of the assignment's notebooks; empty if the gradebook lacks it."""
        from nbgrader.api import MissingEntry

        with self.gradebook() as gradebook:
            try:
                return sorted(n.name for n in gradebook.find_assignment(assignment).notebooks)
            except MissingEntry:
                return []

    @contextlib.contextmanager
    def selected(self, assignment: str, student: str = "*", **others: str) -> Iterator:
        """Point nbgrader's converters at an assignment (and one student) for a `with` block."""
        from nbgrader.utils import temp_attrs

        chosen = {"assignment_id": assignment, "student_id": student, **others}
        with contextlib.ExitStack() as stack:
            stack.enter_context(_restored(self.directory, chosen))
            stack.enter_context(temp_attrs(self.directory, **chosen))
            yield self.directory


@contextlib.contextmanager
def _restored(configurable, names: dict) -> Iterator[None]:
    """Give attributes their values back also after an exception (nbgrader's helper does not)."""
    before = {name: getattr(configurable, name) for name in names}
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(configurable, name, value)


def put_programs_of_this_python_first() -> None:
    """Let nbgrader find its own helpers (alembic) when `course` was called by path."""
    programs = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", os.defpath)
    if programs not in path.split(os.pathsep):
        os.environ["PATH"] = programs + os.pathsep + path


def _anchor(config, folder: Path) -> None:
    """Let a header and footer that all notebooks get be found from anywhere, as nbgrader finds
    them from the course's folder."""
    for name in ("header", "footer"):
        if path := config.get("IncludeHeaderFooter", {}).get(name):
            config.IncludeHeaderFooter[name] = str(folder / path)


def _configured(folder: Path):
    """Return nbgrader's application with the course's configuration, its log kept to itself."""
    from nbgrader.apps.baseapp import NbGrader

    class GradingApp(NbGrader):
        name = "course-grade"
        load_cwd_config = False  # the course's own configuration, wherever the command is called
        config_file_name = "nbgrader_config"

        def init_syspath(self) -> None:
            """A course's configuration may import modules that lie beside it."""
            sys.path.insert(0, str(folder))

    app = GradingApp()
    app.log.propagate = False
    app.log.handlers[:] = [logging.NullHandler()]
    app.initialize([f"--course-dir={folder}"])
    _anchor(app.config, folder)
    app.log.handlers[:] = [logging.NullHandler()]
    return app
