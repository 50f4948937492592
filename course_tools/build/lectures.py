"""sources/lectures → notebooks: one notebook a lecture, and the data of its figures."""

from pathlib import Path

from course_tools.build.cells import as_bytes, cell_of, notebook
from course_tools.build.reading import read
from course_tools.build.writing import folder_content
from course_tools.errors import CourseError

SOURCES, BUILT, DATA = "sources/lectures", "notebooks", "figure_data"


def built(root: Path) -> dict[str, bytes]:
    """Return path → content of everything in `notebooks`.

    Raises `CourseError` if the course has no lectures, or for what is wrong in one.
    """
    folder = root / SOURCES
    sources = sorted(folder.glob("*.py"))
    if not sources:
        raise CourseError(f"{folder} holds no lectures (.py files): is {root} the course?")
    notebooks = {f"{BUILT}/{path.stem}.ipynb": as_bytes(lecture(path, root)) for path in sources}
    return notebooks | folder_content(folder / DATA, f"{BUILT}/{DATA}")


def lecture(path: Path, root: Path):
    """Return the notebook of a lecture's source."""
    cells = [cell_of(cell) for cell in read(path)]
    return notebook(cells, path.relative_to(root).as_posix())
