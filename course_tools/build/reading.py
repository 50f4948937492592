"""Text sources (jupytext's py:percent) as cells that know their line."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from course_tools.errors import CourseError

HEADER = re.compile(r"^# %%(?= |$).*$", re.MULTILINE)
SLIDES = ("slide", "subslide", "fragment", "skip", "notes")
PLAIN_KEYS = {"slide", "tags"}


@dataclass(frozen=True)
class Cell:
    """One cell of a source: its kind, its text, what its header says, and where it stands."""

    kind: str  # "code" or "markdown"
    source: str
    header: dict
    path: Path
    line: int

    def error(self, text: str, line: int | None = None) -> CourseError:
        """Return an error that says where in the source something must be mended."""
        return CourseError(f"{self.path}, line {line or self.line}: {text}")


@dataclass(frozen=True)
class Block:
    """The text of one cell as it stands in the source: its header line, and what follows."""

    header: str
    body: str
    line: int


def read_text(path: Path) -> str:
    """Return a source's text; raise `CourseError` if it is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is not UTF-8 ({error}); save it as UTF-8.") from None


def blocks(path: Path, text: str | None = None) -> list[Block]:
    """Return a source cut into its cells, such that the pieces joined give the source again.

    `text` is looked at instead of the file's, if given. Raises `CourseError` if there is text
    before the first cell.
    """
    text = read_text(path) if text is None else text
    starts = [match.start() for match in HEADER.finditer(text)]
    if text[: starts[0] if starts else None].strip():
        raise CourseError(f"{path}, line 1: text before the first cell; begin it with `# %%`.")
    ends = [*starts[1:], len(text)]
    pieces = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    lines = [text.count("\n", 0, start) + 1 for start in starts]
    return [Block(*_parted(piece), line=line) for piece, line in zip(pieces, lines, strict=True)]


def _parted(piece: str) -> tuple[str, str]:
    header, _, body = piece.partition("\n")
    return header, body


def read(path: Path, keys: set[str] = PLAIN_KEYS, text: str | None = None) -> list[Cell]:
    """Return the cells of a source, checked: known header keys, slide types, valid Python.

    `text` is read instead of the file's, if given. Raises `CourseError` that names file and line.
    """
    found = blocks(path, text)
    cells = [_cell(block, path) for block in found]
    for cell in cells:
        _check_header(cell, keys)
        if cell.kind == "code":
            parsed(cell)
    return cells


def _cell(block: Block, path: Path) -> Cell:
    import jupytext

    try:  # cell by cell, so that each keeps its line
        (cell,) = jupytext.reads(f"{block.header}\n{block.body}", fmt="py:percent").cells
    except Exception as error:  # jupytext raises whatever a header makes it stumble over
        reason = str(error).split("\n")[0]
        raise CourseError(
            f"{path}, line {block.line}: {reason}; correct the cell's header ({block.header})."
        ) from None
    header = {k: v for k, v in cell.metadata.items() if k != "lines_to_next_cell"}
    return Cell(cell.cell_type, cell.source.rstrip("\n"), header, path, block.line)


def _check_header(cell: Cell, keys: set[str]) -> None:
    if cell.kind not in ("code", "markdown"):
        raise cell.error(f"a cell of kind {cell.kind!r}; cells are code, or [markdown].")
    unknown = sorted(set(cell.header) - keys)
    if unknown:
        raise cell.error(f"unknown tag {', '.join(unknown)}; a cell may have {_listed(keys)}.")
    slide = cell.header.get("slide")
    if slide is not None and slide not in SLIDES:
        raise cell.error(f"unknown slide type {slide!r}; it is one of {', '.join(SLIDES)}.")


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def parsed(cell: Cell) -> ast.Module:
    """Return the syntax tree of a code cell (IPython's magics allowed).

    Raises `CourseError` if it is no Python.
    """
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        return ast.parse(TransformerManager().transform_cell(cell.source))
    except SyntaxError as error:
        line = cell.line + (error.lineno or 1)
        raise cell.error(f"no valid Python ({error.msg}); correct the cell.", line) from None
