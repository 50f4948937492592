"""The release of a homework, made by nbgrader itself, far from anybody's gradebook."""

import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path

from course_tools.build.writing import folder_content, write_file
from course_tools.errors import CourseError


def released(root: Path, name: str, source: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return file name → content of what students get for a homework.

    `source` is file name → content of its folder in nbgrader's source directory. The course's
    `nbgrader_config.py` holds, but for the folders. Raises `CourseError` if nbgrader refuses.
    """
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        for file, content in source.items():
            write_file(course / "source" / name / file, content)
        _generate_assignment(root, course, name)
        content = folder_content(course / "release" / name, "")
    return {path.lstrip("/"): data for path, data in content.items()}


def _generate_assignment(root: Path, course: Path, name: str) -> None:
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import SaveCells

    config = _configuration(root, course, name)
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    # What SaveCells does is to fill the gradebook; grading does that from the built source.
    converter.preprocessors = [p for p in converter.preprocessors if p is not SaveCells]
    messages: list[str] = []
    converter.log = _collecting(messages)
    try:
        converter.start()
    except (NbGraderException, SystemExit):
        reason = messages[-1].strip().splitlines()[-1] if messages else "it gave no reason"
        raise CourseError(
            f"nbgrader could not release '{name}': {reason}. "
            f"Look at sources/homework/{name}/notebook.py."
        ) from None


def _configuration(root: Path, course: Path, name: str):
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    config = Config()
    if (root / "nbgrader_config.py").is_file():
        config = PyFileConfigLoader("nbgrader_config.py", str(root)).load_config()
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.assignment_id = name
    config.CourseDirectory.source_directory = "source"
    config.CourseDirectory.release_directory = "release"
    config.GenerateAssignment.no_database = True
    config.GenerateAssignment.force = True
    return config


def _collecting(messages: list[str]) -> logging.Logger:
    """Return a logger that keeps tracebacks for the error message and prints nothing."""
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: (
        messages.append(text) if (text := record.getMessage()).startswith("Traceback") else None
    )
    log = logging.Logger("release")
    log.addHandler(handler)
    return log
