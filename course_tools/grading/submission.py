"""Is what a student handed in something that can be executed at all?"""

import itertools
import json
from pathlib import Path

from course_tools.grading import files
from course_tools.grading.course import Course
from course_tools.grading.judge.channel import has_more_parts
from course_tools.grading.plan import is_installed
from course_tools.grading.result import COULD_NOT_GRADE, REJECTED

Problem = tuple[str, str]  # status, reason
MOST_FILES, MOST_FILE_BYTES, MOST_BYTES, MOST_REMARKS = 100, 20_000_000, 60_000_000, 5
MOST_ENTRIES = 1_000  # nbgrader takes time with the square of their number
MOST_HANDED_IN = 500_000_000  # bytes
MOST_PARTS = 1_000_000  # lists, dictionaries, and what they hold, in a notebook
MOST_TEXT, MOST_CODE = 2_000_000, 500_000  # characters in all cells, and in those of code
TIME = "timestamp.txt"


def find_problem(course: Course, assignment: str, student: str) -> Problem | None:
    """Return why a submission cannot be executed, in words its student can act on; else None."""
    return read(course, assignment, student, course.notebooks(assignment))[0]


def read(
    course: Course, assignment: str, student: str, expected: list[str]
) -> tuple[Problem | None, dict[str, tuple]]:
    """Return why a submission cannot be executed, or None; and name → (content, notebook) of the
    expected notebooks that it holds."""
    folder = course.submitted(student, assignment)
    if not folder.is_dir():
        return (COULD_NOT_GRADE, _nothing_handed_in(course, assignment, student)), {}
    if why := no_plain_file(folder):
        return (REJECTED, why), {}
    if not has_sound_time(folder):
        return (COULD_NOT_GRADE, f"'{TIME}' holds no time: leave it out"), {}
    present = [name for name in expected if _exists(folder / f"{name}.ipynb")]
    if not present:
        return (COULD_NOT_GRADE, _no_expected_notebook(folder, expected)), {}
    found = {}
    for name in present:
        try:
            found[name] = _read_notebook(folder / f"{name}.ipynb", _largest_size(course))
        except Unreadable as error:
            return error.args, {}
    return None, found


class Unreadable(ValueError):
    """A notebook that cannot be executed: status and reason."""


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


def no_plain_file(folder: Path) -> str | None:
    """Return why a folder that was handed in may not be read: a link in it leads elsewhere, a pipe
    or a device never ends. nbgrader would copy what a link leads to."""
    size = 0
    for number, path in enumerate(itertools.chain([folder], files.everything_in(folder))):
        if number > MOST_ENTRIES:
            return f"it holds more than {MOST_ENTRIES:,} files: hand in what belongs to it"
        name = files.shown(path.name)
        if path.is_symlink():
            return f"'{name}' is a link to another file: hand in the file itself"
        if not (path.is_dir() or path.is_file()):
            return f"'{name}' is no file, but a pipe or a device: leave it out"
        if len(path.relative_to(folder).parts) > files.MOST_DEPTH:
            return f"it holds more than {files.MOST_DEPTH} folders in folders: leave them out"
        size += path.stat().st_size
    if size > MOST_HANDED_IN:  # nbgrader copies all of it
        return f"it is too large ({size / 1e9:.1f} GB): hand in the notebook and what belongs to it"
    return None


def has_sound_time(folder: Path) -> bool:
    """Say whether the file in which nbgrader's exchange notes the time is missing or holds one."""
    from nbgrader.utils import parse_utc

    path = folder / TIME
    if not path.exists():
        return True
    try:
        return path.stat().st_size < 1000 and bool(parse_utc(path.read_text().strip()))
    except (ValueError, OverflowError):
        return False


def own_files(folder: Path, source: Path) -> list[Path]:
    """Return the files that a student handed in beside the notebooks and that may be used.

    Nothing that takes the place of the instructor's files or of an installed module.
    """
    found = [path for path in _files_beside(folder, source) if not _objection(path, folder)]
    sizes = itertools.accumulate(path.stat().st_size for path in found[:MOST_FILES])
    return [path for path, size in zip(found, sizes, strict=False) if size <= MOST_BYTES]


def left_out(folder: Path, source: Path) -> list[str]:
    """Return remarks on the files that a student handed in and that may not be used."""
    named = [(path, _objection(path, folder)) for path in _files_beside(folder, source)]
    remarks = [
        f"'{files.shown(path.relative_to(folder))}' is left out: {why}"
        for path, why in named
        if why
    ]
    usable = sum(not why for _, why in named)
    only = f"only {MOST_FILES} files of {MOST_BYTES / 1e6:.0f} MB in all are used"
    is_cut = len(own_files(folder, source)) < usable
    return remarks[:MOST_REMARKS] + ([only] if is_cut else [])


def _files_beside(folder: Path, source: Path) -> list[Path]:
    """Return the files beside the notebooks, but hidden ones and copies of the instructor's."""
    found = []
    for path in sorted(files.everything_in(folder)):
        name = path.relative_to(folder)
        is_hidden = any(part.startswith(".") or part == "__pycache__" for part in name.parts)
        if path.suffix == ".ipynb" or is_hidden or (source / name).exists():
            continue
        if path.is_file() and not path.is_symlink():
            found.append(path)
    return found


def _objection(path: Path, folder: Path) -> str:
    parts = path.relative_to(folder).parts
    is_module = len(parts) > 1 or path.suffix in (".py", ".so", ".pyc", ".pth")
    if is_module and is_installed(parts[0].partition(".")[0]):
        return "it has the name of an installed module"
    if path.stat().st_size > MOST_FILE_BYTES:
        return f"it is larger than {MOST_FILE_BYTES / 1e6:.0f} MB"
    return "it is a hard link to another file" if path.stat().st_nlink > 1 else ""


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
    everything = (path.name for path in files.everything_in(folder))
    found = sorted(files.shown(name) for name in everything if name.endswith(".ipynb"))
    if not found:
        return f"the notebook is missing: hand in {wanted}"
    names = ", ".join(f"'{name}'" for name in found[:3])
    return f"the notebook must be called {wanted}, but this is {names}: rename it"


def _read_notebook(path: Path, largest_size: int) -> tuple:
    """Return the content of a file and the notebook in it. Raises `Unreadable`."""
    if path.is_symlink():
        raise Unreadable(
            REJECTED, f"'{path.name}' is a link to another file: hand in the notebook itself"
        )
    size = path.stat().st_size
    if size > largest_size:
        raise Unreadable(
            REJECTED, f"'{path.name}' is too large ({size / 1e6:.0f} MB): clear its outputs"
        )
    content = path.read_bytes()
    notebook, reason = _notebook_in(content)
    if reason:
        raise Unreadable(COULD_NOT_GRADE, f"'{path.name}' {reason}")
    return content, notebook


def _notebook_in(content: bytes) -> tuple:
    """Return (notebook, "") or (None, why there is none)."""
    if not content.strip():
        return None, "is empty: save the notebook and hand it in again"
    if has_more_parts(content, MOST_PARTS):  # to read them takes far more memory than their text
        return None, f"holds more than {MOST_PARTS:,} values: clear its outputs"
    try:
        text = content.decode("utf-8")
        plain = json.loads(text)
    except UnicodeDecodeError:
        return (
            None,
            "is no text file: hand in the .ipynb file itself, not an archive or a page of it",
        )
    except json.JSONDecodeError as error:
        return None, (
            f"is no valid notebook (not JSON from line {error.lineno} on; was the file cut "
            "off?): save it in JupyterLab and hand it in again"
        )
    except (RecursionError, ValueError, MemoryError):
        return None, (
            "is no valid notebook (its JSON is nested too deeply, or holds a number too long)"
        )
    if not isinstance(plain, dict) or "nbformat" not in plain:
        return None, "is JSON, but no notebook: hand in the .ipynb file"
    return _validated(text)


def _validated(text: str) -> tuple:
    import nbformat

    try:
        read = nbformat.reads(text, as_version=4)
        if read.nbformat_minor < 5:  # programs of different age have written it
            for cell in read.cells:
                cell.pop("id", None)
        nbformat.validate(read)
    except Exception as error:
        first_line = next(iter(str(error).splitlines()), type(error).__name__)
        return None, (
            f"is no valid notebook ({first_line[:200]}): save it in JupyterLab and try again"
        )
    size = sum(len(cell.source) for cell in read.cells)
    if size > MOST_TEXT:
        return None, f"holds {size / 1e6:.0f} million characters: take out what is no answer"
    size = sum(len(cell.source) for cell in read.cells if cell.cell_type == "code")
    if size > MOST_CODE:
        return None, f"holds {size:,} characters of code: take out what is no answer"
    return read, ""
