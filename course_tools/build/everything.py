"""The whole build: all that the sources give, as path → content."""

from pathlib import Path

from course_tools.build import coverage, homeworks, lectures


def built(root: Path) -> dict[str, bytes]:
    """Return path → content of every built file; nothing is written.

    Raises `CourseError` for the first thing that is wrong in a source.
    """
    notebooks = lectures.built(root) | homeworks.built(root)
    return notebooks | coverage.built(root, notebooks)
