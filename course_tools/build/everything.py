"""The whole build: all that the sources give, as path → content."""

from pathlib import Path

from course_tools.build import homeworks, lectures


def built(root: Path) -> dict[str, bytes]:
    """Return path → content of every file in the three built folders; nothing is written.

    Raises `CourseError` for the first thing that is wrong in a source.
    """
    return lectures.built(root) | homeworks.built(root)
