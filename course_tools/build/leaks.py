"""The leak scan: does anything that students get hold a solution, a hidden test, or a bug?

What is secret is read from the sources, line by line. What the notebook's source says outside of
solution regions is published on purpose, even where a solution says it too.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from course_tools.build.cells import HIDDEN_MARKERS
from course_tools.build.homework import TAGS
from course_tools.build.homework_notebook import BEGIN, END, regions
from course_tools.build.reading import read
from course_tools.errors import CourseError

MARKERS = re.compile(f"{BEGIN}|{END}|(BEGIN|END) HIDDEN TESTS|(BEGIN|END) MARK SCHEME")
TELLS_NOTHING = re.compile(
    r"""return|pass|break|continue|else:|try:|finally:|\.\.\.
    |import\ .*|from\ \S+\ import\ .*|\#*|if\ __name__.*""",
    re.VERBOSE,
)
FEWEST_SIGNS = 4  # letters and digits; less tells nothing: `x = 1`, `)`
LONG = 12  # from this length on a line is also looked for within other lines
TEXT = {".py", ".json", ".csv", ".txt", ".md", ".html", ".js", ".css", ".toml", ".ipynb"}
PUBLISHED_NAMES = re.compile(r"HINTS|parts_\w+")  # of reference.py: they go into fixtures.json


@dataclass(frozen=True)
class Secret:
    """A line that no student may get, without its white space, and where it comes from."""

    text: str
    origin: str


def refuse_leaks(root: Path, files: Mapping[str, bytes]) -> None:
    """Raise `CourseError` if any of `files` (path in the course → content) holds a secret.

    Everything is searched for markers; what lies in `assignments/NAME` also for the lines of that
    homework's solutions, reference, hidden tests, bugs and alternatives.
    """
    found = list(leaks(root, files))
    if found:
        shown = "\n  ".join(found[:20])
        more = f"\n  … and {len(found) - 20} more" if len(found) > 20 else ""
        raise CourseError(
            f"Students would get what they must not see:\n  {shown}{more}\n"
            "Reword the text in sources/homework, or call `course build` if a built file is old."
        )


def leaks(root: Path, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a line for each leak: in which file and line, and from where."""
    for name in sorted({path.split("/")[1] for path in files if _is_released(path)}):
        ours = {p: c for p, c in files.items() if p.startswith(f"assignments/{name}/")}
        yield from _leaks_of(root, name, ours)
    others = {path: content for path, content in files.items() if not _is_released(path)}
    for place, line in _lines_of(others):
        if marker := MARKERS.search(line):
            yield f"{place}: the marker {marker[0]!r}"


def _is_released(path: str) -> bool:
    return path.startswith("assignments/") and path.count("/") >= 2


def _leaks_of(root: Path, name: str, files: Mapping[str, bytes]) -> Iterator[str]:
    folder = root / "sources" / "homework" / name
    found = secrets(folder, root) if folder.is_dir() else []
    whole = {secret.text: secret for secret in reversed(found)}
    long = [secret for secret in whole.values() if len(secret.text) >= LONG]
    for place, line in _lines_of(files):
        if marker := MARKERS.search(line):
            yield f"{place}: the marker {marker[0]!r}"
            continue
        text = squeezed(line)
        secret = whole.get(text) or next((s for s in long if s.text in text), None)
        if secret:
            yield f"{place}: {line.strip()[:80]!r} is from {secret.origin}"


def squeezed(line: str) -> str:
    """Return a line without any white space.

    >>> squeezed("  delta = A  @ W ")
    'delta=A@W'
    """
    return re.sub(r"\s+", "", line)


def is_telling(line: str) -> bool:
    """Is there more in this line than a keyword or an import?

    >>> is_telling("return Z @ W.T"), is_telling("    return"), is_telling("import numpy as np")
    (True, False, False)
    """
    signs = len(re.findall(r"\w", line))
    return signs >= FEWEST_SIGNS and not TELLS_NOTHING.fullmatch(line.strip())


def secrets(folder: Path, root: Path) -> list[Secret]:
    """Return the secret lines of a homework, from its sources and its built hidden tests."""
    published = squeezed_text(line for line, secret, _ in _notebook_lines(folder) if not secret)
    origins = [
        ((line, number) for line, secret, number in _notebook_lines(folder) if secret),
        _reference_lines(folder / "reference.py"),
        *(_code_lines(folder / file, TAGS[file]) for file in ("bugs.py", "alternatives.py")),
    ]
    names = ("notebook.py", "reference.py", "bugs.py", "alternatives.py")
    found = [
        Secret(squeezed(line), f"{(folder / name).relative_to(root).as_posix()}, line {number}")
        for name, lines in zip(names, origins, strict=True)
        for line, number in lines
        if is_telling(line)
    ]
    found += hidden_tests(root / "solutions" / folder.name / f"{folder.name}.ipynb", root)
    return [secret for secret in found if secret.text not in published]


def squeezed_text(lines: Iterable[str]) -> str:
    """Return lines without white space, one a line."""
    return "\n".join(map(squeezed, lines))


def _notebook_lines(folder: Path) -> Iterator[tuple[str, bool, int]]:
    """Yield (line, is in a solution region, line number) of the notebook's source."""
    for cell in read(folder / "notebook.py", TAGS["notebook.py"]):
        for number, (line, inside, is_marker) in enumerate(regions(cell), cell.line + 1):
            if not is_marker:
                yield line, inside, number


def _reference_lines(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the lines of the reference, but those of the hints and other published names."""
    text = path.read_text(encoding="utf-8")
    published = {
        number
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and any(PUBLISHED_NAMES.fullmatch(name) for name in _targets(node))
        for number in range(node.lineno, node.end_lineno + 1)
    }
    for number, line in enumerate(text.splitlines(), 1):
        if number not in published:
            yield line, number


def _targets(node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _code_lines(path: Path, keys: set[str]) -> Iterator[tuple[str, int]]:
    """Yield the lines of code; comments explain a bug to the student, and are published."""
    for cell in read(path, keys):
        for number, line in enumerate(cell.source.split("\n"), cell.line + 1):
            if cell.kind == "code" and not line.lstrip().startswith("#"):
                yield line, number


def hidden_tests(path: Path, root: Path) -> Iterator[Secret]:
    """Yield the lines of code of the hidden tests in an instructor's notebook."""
    if not path.is_file():
        return
    notebook = json.loads(path.read_text(encoding="utf-8"))
    begin, end = HIDDEN_MARKERS
    for cell in notebook["cells"]:
        _, _, rest = "".join(cell["source"]).partition(begin)
        for line in rest.partition(end)[0].split("\n"):
            if is_telling(line):
                place = f"{path.relative_to(root).as_posix()}, cell {cell['id']}"
                yield Secret(squeezed(line), f"the hidden tests of {place}")


def _lines_of(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield (place, line) for all text in files."""
    for path, content in sorted(files.items()):
        if Path(path).suffix in TEXT:
            text = content.decode("utf-8", "replace")
            yield from ((f"{path}, {where}", line) for where, line in _text_lines(path, text))


def _text_lines(path: str, text: str) -> Iterator[tuple[str, str]]:
    if path.endswith((".ipynb", ".json")):
        try:
            yield from _strings(json.loads(text), "")
            return
        except ValueError:
            pass  # no JSON after all: searched as plain text
    yield from ((f"line {number}", line) for number, line in enumerate(text.split("\n"), 1))


def _strings(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Yield (place, line) for every line of every string in parsed JSON, keys included."""
    if isinstance(value, str):
        for number, line in enumerate(value.split("\n"), 1):
            yield f"{place} line {number}".strip(), line
    elif isinstance(value, dict):
        for key, item in value.items():
            yield place, key
            yield from _strings(item, _inner(place, key, value))
    elif isinstance(value, list) and _is_multiline(value):
        yield from _strings("".join(value), place)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _strings(item, f"{place} {number + 1}".strip())


def _is_multiline(value: list) -> bool:
    """Is this how nbformat writes a text: a list of its lines?"""
    texts = all(isinstance(item, str) for item in value)
    return texts and all(item.endswith("\n") for item in value[:-1])


def _inner(place: str, key: str, value: dict) -> str:
    name = value.get("id")
    return f"cell {name}" if key == "source" and name else f"{place} {key}".strip()
