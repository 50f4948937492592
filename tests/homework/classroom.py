"""The homeworks of the sources, each read once, and a room for each to be tried in."""

from functools import cache
from pathlib import Path

from course_tools.build.fixtures import fixtures
from course_tools.build.homework import Homework, load
from course_tools.proof.classroom import Classroom as Room

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "sources" / "homework").glob("*/notebook.py"))


@cache
def homework(folder: Path) -> Homework:
    return load(folder)


@cache
def all_fixtures(folder: Path) -> bytes:
    return fixtures(homework(folder))


class Classroom(Room):
    """Runs answers to the homework in a folder of the sources."""

    def __init__(self, folder: Path, place: Path) -> None:
        super().__init__(homework(folder), place)
