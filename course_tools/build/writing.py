"""Built folders against what the sources give: compare, and replace."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from course_tools.build.cells import MARK, digest
from course_tools.errors import naming

BUILT_FOLDERS = ("notebooks", "solutions", "assignments")
KEPT = "build/replaced"  # where a build puts what it took away; ignored by git
PASSED_OVER = {".ipynb_checkpoints", "__pycache__", ".virtual_documents", ".DS_Store"}


@dataclass(frozen=True)
class Difference:
    """A built file that is not as the sources give it."""

    path: str
    kind: str  # "missing", "changed" or "stale"

    def __str__(self) -> str:
        return f"{self.kind:8} {self.path}"


def folder_content(folder: Path, target: str) -> dict[str, bytes]:
    """Return path below `target` → content of every file in a folder, which may be missing."""
    return {
        f"{target}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in files(folder)
    }


def files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, but what editors and Python leave behind."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not PASSED_OVER & set(path.relative_to(folder).parts):
            yield path


def differences(root: Path, built: Mapping[str, bytes]) -> list[Difference]:
    """Return what would change if `built` (path → content) were written."""
    present = {
        path.relative_to(root).as_posix() for name in BUILT_FOLDERS for path in files(root / name)
    }
    present |= {path for path in built if (root / path).is_file()}  # a page outside the folders
    found = [Difference(path, "missing") for path in built.keys() - present]
    found += [Difference(path, "stale") for path in present - built.keys()]
    found += [
        Difference(path, "changed")
        for path in present & built.keys()
        if (root / path).read_bytes() != built[path]
    ]
    return sorted(found, key=lambda difference: difference.path)


def write(root: Path, built: Mapping[str, bytes], changes: list[Difference]) -> list[str]:
    """Make the built folders be `built`; return the paths of what was put aside.

    Nothing is lost that the sources could not give again: a notebook edited since its build, or
    a file that no build makes, goes to `build/replaced`.
    """
    put_aside = []
    for path, kind in ((change.path, change.kind) for change in changes):
        target = root / path
        if kind == "stale" or (kind == "changed" and holds_an_edit(target, built[path])):
            put_aside.append(_put_aside(root, path))
        if kind == "stale":
            _remove_empty(target.parent, root)
        else:
            write_file(target, built[path])
    return put_aside


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; an `OSError` (a full disk) names it."""
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(unfinished, 0o644)
            os.replace(unfinished, path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise


def holds_an_edit(path: Path, built: bytes) -> bool:
    """Has somebody changed cells of this notebook that the new build does not give as well?

    Running a notebook changes no cells. What nbgrader released has other cells than its source;
    an edit there cannot be told, and is not meant to be made.
    """
    import nbformat

    if path.suffix != ".ipynb" or "assignments" in path.parts[-3:-1]:
        return False
    try:
        notebook = nbformat.read(path, as_version=4)
        mark = notebook.metadata.get(MARK, {}).get("cells")
        now = digest(notebook.cells)
    except Exception:  # whatever is wrong with it, it is not what a build wrote
        return True
    return now not in (mark, json.loads(built)["metadata"][MARK]["cells"])


def _put_aside(root: Path, path: str) -> str:
    target = root / KEPT / path
    number = 1
    while target.exists():
        number += 1
        target = (root / KEPT / path).with_suffix(f".{number}{Path(path).suffix}")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(root / path, target)
    return target.relative_to(root).as_posix()


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
