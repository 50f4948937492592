"""What lies in a folder that was handed in: it may be anything, of any name, size and depth."""

import os
from collections.abc import Iterator
from pathlib import Path

from course_tools.grading.judge.outputs import text

MOST_DEPTH = 30  # folders in folders
MOST_HASHED = 100_000_000  # bytes; what is larger is never used


def everything_in(folder: Path) -> Iterator[Path]:
    """Yield all that lies below a folder, in a fixed order; links are not followed, and what is
    nested deeper than MOST_DEPTH is not looked at."""
    waiting = [(Path(folder), 0)]
    while waiting:
        here, depth = waiting.pop()
        try:
            names = sorted(os.listdir(here))
        except OSError:  # no folder, or none that may be read
            continue
        paths = [here / name for name in names]
        yield from paths
        below = [path for path in reversed(paths) if path.is_dir() and not path.is_symlink()]
        waiting += [(path, depth + 1) for path in below if depth < MOST_DEPTH]


def name_of(path: Path, folder: Path) -> bytes:
    """Return a file's name in a folder, as the system has it: it need not be text."""
    return os.fsencode(path.relative_to(folder).as_posix())


def is_text(name: str) -> bool:
    """Say whether a file's name can be written down: in an old archive it may be in any code."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def shown(name) -> str:
    """Return a file's name as it may be shown: without control characters or what is no text.

    >>> shown("a\\x1b[31m\\udcff.txt")
    'a.txt'
    """
    return text(name, 200).replace("\n", " ")


def add_to(digest, path: Path, folder: Path) -> None:
    """Add a file's name and content to a digest; of what is too large to be used, its size."""
    content = _content(path)
    for part in (name_of(path, folder), content):
        digest.update(len(part).to_bytes(8, "big") + part)


def _content(path: Path) -> bytes:
    if path.is_symlink():
        return os.fsencode(os.readlink(path))
    try:
        found = path.stat()
        if found.st_size > MOST_HASHED:
            return f"{found.st_size} bytes of {found.st_mtime_ns}".encode()
        return path.read_bytes()
    except PermissionError:
        return b"it may not be read"
