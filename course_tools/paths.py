"""Where the course lies that a command is about."""

from pathlib import Path

from course_tools.errors import CourseError, UsageError

MARK = "nbgrader_config.py"  # what makes a folder a course, for nbgrader as for us
INSTALLED_FROM = Path(__file__).resolve().parents[1]


def course_root(course_dir: Path | str | None = None) -> Path:
    """Return the course's folder: the given one, else the one around the working directory.

    Outside of every course it is the checkout that this package is installed from. Raises
    `UsageError` if the given folder does not exist, `CourseError` if there is no course.
    """
    if course_dir is not None:
        folder = Path(course_dir).expanduser().resolve()
        if not folder.is_dir():
            raise UsageError(f"--course-dir {course_dir}: there is no such folder.")
        return folder
    here = Path.cwd()
    for folder in (here, *here.parents, INSTALLED_FROM):
        if (folder / MARK).is_file():
            return folder
    raise CourseError(
        f"There is no course around {here}: no folder above it holds {MARK}. "
        "Change into the course's folder, or name it with --course-dir."
    )
