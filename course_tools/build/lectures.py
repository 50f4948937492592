"""sources/lectures → notebooks: each lecture, its live version, and the data of its figures."""

from pathlib import Path

from course_tools.build.cells import MARK, as_bytes, cell_of, digest, notebook
from course_tools.build.live import FOLDER, live_version
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
    complete = {path.stem: lecture(path, root) for path in sources}
    found = {name: live_version(notebook) for name, notebook in complete.items()}
    live = {name: marked(notebook) for name, notebook in found.items() if notebook is not None}
    return (
        {f"{BUILT}/{name}.ipynb": as_bytes(notebook) for name, notebook in complete.items()}
        | {f"{BUILT}/{FOLDER}/{name}.ipynb": as_bytes(notebook) for name, notebook in live.items()}
        | folder_content(folder / DATA, f"{BUILT}/{DATA}")
        | (folder_content(folder / DATA, f"{BUILT}/{FOLDER}/{DATA}") if live else {})
    )


def marked(notebook):
    """Give a notebook whose cells were changed the mark that fits them, and return it."""
    notebook.metadata[MARK]["cells"] = digest(notebook.cells)
    return notebook


def lecture(path: Path, root: Path):
    """Return the notebook of a lecture's source."""
    cells = [cell_of(cell) for cell in read(path)]
    return notebook(cells, path.relative_to(root).as_posix())
