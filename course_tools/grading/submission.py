"""Is what a student handed in something that can be executed at all?"""

import importlib.util
import json
from pathlib import Path

from course_tools.grading.course import Course
from course_tools.grading.result import COULD_NOT_GRADE, REJECTED

Problem = tuple[str, str]  # status, reason
MOST_FILES, MOST_FILE_BYTES = 100, 20_000_000


def find_problem(course: Course, assignment: str, student: str) -> Problem | None:
    """Return why a submission cannot be executed, in words its student can act on; else None."""
    folder = course.submitted(student, assignment)
    expected = course.notebooks(assignment)
    if not folder.is_dir():
        return COULD_NOT_GRADE, _nothing_handed_in(course, assignment, student)
    present = [name for name in expected if _exists(folder / f"{name}.ipynb")]
    if not present:
        return COULD_NOT_GRADE, _no_expected_notebook(folder, expected)
    for name in present:
        if problem := _notebook_problem(folder / f"{name}.ipynb", _largest_size(course)):
            return problem
    return None


def missing_notebooks(course: Course, assignment: str, student: str) -> list[str]:
    """Return the assignment's notebooks that the submission does not hold."""
    folder = course.submitted(student, assignment)
    names = (f"{name}.ipynb" for name in course.notebooks(assignment))
    return [name for name in names if not _exists(folder / name)]


def misnamed_submissions(course: Course, assignment: str) -> dict[str, str]:
    """Return students whose folder is the assignment's but for its spelling, with that folder.

    `submitted/ada/HW1` is what a student meant as `hw1`; it must not be passed over in silence.
    """
    return {
        student: near
        for student, folders in course.students_with_any_folder().items()
        if assignment not in folders
        for near in sorted(folders)[::-1]
        if _plain(near) == _plain(assignment)
    }


def own_files(folder: Path, source: Path) -> list[Path]:
    """Return the files that a student handed in beside the notebooks and that may be used.

    No links, nothing that takes the place of the instructor's files or of an installed module.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    kept = [path for path in files if path.suffix != ".ipynb" and not _is_in_the_way(path, folder)]
    kept = [path for path in kept if not (source / path.relative_to(folder)).exists()]
    return [path for path in kept if path.stat().st_size <= MOST_FILE_BYTES][:MOST_FILES]


def _is_in_the_way(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    if any(part.startswith(".") or part == "__pycache__" for part in parts):
        return True
    if any(parent.is_symlink() for parent in path.parents if parent.is_relative_to(folder)):
        return True
    name = Path(parts[0]).name.partition(".")[0]
    is_module = len(parts) > 1 or path.suffix in (".py", ".so", ".pyc", ".pth")
    return is_module and importlib.util.find_spec(name) is not None


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _exists(path: Path) -> bool:
    return path.is_file() or path.is_symlink()


def _largest_size(course: Course) -> int:
    return 1000 * course.directory.max_file_size  # nbgrader counts in kilobytes


def _nothing_handed_in(course: Course, assignment: str, student: str) -> str:
    near = misnamed_submissions(course, assignment).get(student)
    if near:
        return f"the folder is called '{near}' and must be called '{assignment}'"
    return "nothing was handed in"


def _no_expected_notebook(folder: Path, expected: list[str]) -> str:
    wanted = " or ".join(f"'{name}.ipynb'" for name in expected)
    found = sorted(path.name for path in folder.rglob("*.ipynb"))
    if not found:
        return f"the notebook is missing: hand in {wanted}"
    names = ", ".join(f"'{name}'" for name in found[:3])
    return f"the notebook must be called {wanted}, but this is {names}: rename it"


def _notebook_problem(path: Path, largest_size: int) -> Problem | None:
    if path.is_symlink():
        return REJECTED, f"'{path.name}' is a link to another file: hand in the notebook itself"
    size = path.stat().st_size
    if size > largest_size:
        return REJECTED, f"'{path.name}' is too large ({size / 1e6:.0f} MB): clear its outputs"
    reason = _content_problem(path)
    return (COULD_NOT_GRADE, f"'{path.name}' {reason}") if reason else None


def _content_problem(path: Path) -> str | None:
    content = path.read_bytes()
    if not content.strip():
        return "is empty: save the notebook and hand it in again"
    try:
        notebook = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        return "is no text file: hand in the .ipynb file itself, not an archive or a page of it"
    except json.JSONDecodeError as error:
        return (
            f"is no valid notebook (not JSON from line {error.lineno} on; was the file cut "
            "off?): save it in JupyterLab and hand it in again"
        )
    except (RecursionError, ValueError, MemoryError):
        return "is no valid notebook (its JSON is nested too deeply, or holds a number too long)"
    return _format_problem(notebook)


def _format_problem(notebook: object) -> str | None:
    import nbformat

    if not isinstance(notebook, dict) or "nbformat" not in notebook:
        return "is JSON, but no notebook: hand in the .ipynb file"
    try:
        nbformat.validate(nbformat.reads(json.dumps(notebook), as_version=4))
    except Exception as error:
        first_line = next(iter(str(error).splitlines()), type(error).__name__)
        return f"is no valid notebook ({first_line[:200]}): save it in JupyterLab and try again"
    return None
