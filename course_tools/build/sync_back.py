"""An edit made in JupyterLab, brought back from a built notebook into its text source.

Cells are matched by their ids. What was not edited keeps its text to the byte; headers (tags,
names, points) stay the source's own; outputs and the hidden tests, which the build made, are
passed over.
"""

import ast
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from course_tools.build import homeworks, lectures, live
from course_tools.build.cells import MARK, cell_of, digest, grade_id, notebook, visible_source
from course_tools.build.homework import TAGS, tasks_of
from course_tools.build.homework_notebook import RUNS_ON, check_cells, solution_notebook
from course_tools.build.reading import PLAIN_KEYS, Block, Cell, blocks, read
from course_tools.build.writing import write_file
from course_tools.errors import CourseError, UsageError


@dataclass(frozen=True)
class Source:
    """A text source, and how its built notebook (without hidden tests) comes from it."""

    path: Path
    name: str
    is_homework: bool

    def cells(self, text: str | None = None) -> list[Cell]:
        if self.is_homework:
            cells = check_cells(read(self.path, TAGS["notebook.py"], text))
            list(tasks_of(cells))  # complains of an answer without its check
            return cells
        return read(self.path, PLAIN_KEYS, text)

    def built(self, text: str | None = None):
        if self.is_homework:
            return solution_notebook(self.cells(text), self.name, lambda task: "")
        return notebook(map(cell_of, self.cells(text)), self.name)


@dataclass
class Changes:
    """How many cells of the source an edit touches."""

    edited: int = 0
    added: int = 0
    removed: int = 0
    moved: int = 0

    def __bool__(self) -> bool:
        return any((self.edited, self.added, self.removed, self.moved))

    def __str__(self) -> str:
        return ", ".join(f"{count} {what}" for what, count in vars(self).items() if count)


def sync_back(root: Path, path: Path) -> tuple[Path, Changes]:
    """Write a built notebook's edits into its source; return the source's path and what changed.

    Raises `UsageError` for a file that is no built notebook, `CourseError` if the source has
    changed since the build, or if the edit cannot be written as a source. Then nothing is written.
    """
    source = source_of(root, path)
    edited = read_notebook(path)
    built = source.built()
    if digest(edited.cells) == digest(built.cells):
        return source.path, Changes()
    if edited.metadata.get(MARK, {}).get("cells") != built.metadata[MARK]["cells"]:
        raise CourseError(
            f"{source.path} has changed since {path} was built: bringing the edit back would "
            "undo that. Call `course build`, which puts the edited notebook aside, and make the "
            "edit again in the new one."
        )
    text, changes = merged(source, built.cells, edited.cells)
    _check_that_it_builds(source, text, edited, path)
    write_file(source.path, text.encode())
    return source.path, changes


def source_of(root: Path, path: Path) -> Source:
    """Return the source that a built notebook comes from."""
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file.")
    resolved = path.resolve()
    parts = resolved.relative_to(root).parts if resolved.is_relative_to(root) else ()
    if parts[:1] == (homeworks.ASSIGNMENTS,):
        raise UsageError(
            f"{path} is made by nbgrader from the instructor's notebook, and holds no solutions: "
            f"an edit cannot come back from it. Edit {Path(homeworks.SOLUTIONS, *parts[1:])}."
        )
    if parts[:2] == (lectures.BUILT, live.FOLDER):
        raise UsageError(
            f"{path} is the live version of a lecture, which leaves out what is typed in class: "
            f"an edit cannot come back from it. Edit {Path(lectures.BUILT, *parts[2:])}."
        )
    if len(parts) == 2 and parts[0] == lectures.BUILT:
        name, is_homework = f"{lectures.SOURCES}/{resolved.stem}.py", False
    elif len(parts) == 3 and parts[0] == homeworks.SOLUTIONS and parts[1] == resolved.stem:
        name, is_homework = homeworks.source_path(parts[1]), True
    else:
        name, is_homework = "", False
    if not name or resolved.suffix != ".ipynb" or not (root / name).is_file():
        raise UsageError(
            f"{path} is no built notebook of the course in {root}; those are "
            f"{lectures.BUILT}/*.ipynb and {homeworks.SOLUTIONS}/NAME/NAME.ipynb."
        )
    return Source(root / name, name, is_homework)


def read_notebook(path: Path):
    """Return a notebook; raise `CourseError` if the file holds none."""
    import nbformat

    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except OSError:
        raise
    except Exception as error:  # nbformat raises whatever the content makes it stumble over
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CourseError(f"{path} is no valid notebook ({reason}); save it again.") from None
    return notebook


def merged(source: Source, before: list, after: list) -> tuple[str, Changes]:
    """Return the source's text with the cells `before` replaced by the cells `after`."""
    old = dict(
        zip(
            (cell.id for cell in before), zip(blocks(source.path), before, strict=True), strict=True
        )
    )
    headers = {cell.line: cell.header for cell in source.cells()}
    order = [cell.id for cell in before]
    kept = [cell.id for cell in after if cell.id in old]
    changes = Changes(removed=len(old) - len(kept))
    changes.moved = int(kept != [name for name in order if name in set(kept)])
    pieces = []
    for cell in after:
        _refuse_what_text_cannot_hold(cell)
        if cell.id not in old:
            changes.added += 1
            pieces.append(_new_block(cell))
            continue
        block, was = old[cell.id]
        if digest([cell]) == digest([was]):
            pieces.append(block)
        else:
            changes.edited += 1
            pieces.append(_edited_block(block, headers[block.line], was, cell))
    return joined(pieces), changes


def _refuse_what_text_cannot_hold(cell) -> None:
    beginning = repr(cell.source.split("\n")[0][:60])
    if cell.cell_type not in ("code", "markdown"):
        raise CourseError(
            f"The cell {beginning} is of type {cell.cell_type}; make it code or Markdown."
        )
    if cell.get("attachments"):
        raise CourseError(
            f"The cell {beginning} holds a pasted picture, which a text source cannot; draw it "
            "with course_lib.plots, or remove it."
        )


def _new_block(cell) -> Block:
    if grade_id(cell):
        raise CourseError(
            f"The cell '{grade_id(cell)}' was made for nbgrader in JupyterLab (or copied there); "
            'write it in the text source, with a header such as `# %% task="softmax"`.'
        )
    return Block(_header(cell, {}), _body(cell), line=0)


def _edited_block(block: Block, header: dict, was, cell) -> Block:
    is_same = _said(was) == _said(cell)
    return Block(block.header if is_same else _header(cell, header), _body(cell), block.line)


def _said(cell) -> tuple:
    """Return what a cell's header says in JupyterLab's own terms."""
    slide = cell.metadata.get("slideshow", {}).get("slide_type", "")
    tags = cell.metadata.get("tags", [])
    if grade_id(cell):  # the build gives this one itself
        tags = [tag for tag in tags if tag != RUNS_ON]
    return cell.cell_type, "" if slide == "-" else slide, list(tags)


def _header(cell, others: dict) -> str:
    """Return the header line of a cell; `others` are the author's keys that stay."""
    kind, slide, tags = _said(cell)
    said = {"slide": slide} if slide else {}
    said |= {key: value for key, value in others.items() if key not in PLAIN_KEYS}
    said |= {"tags": tags} if tags else {}
    words = [f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    return " ".join(["# %%", *(["[markdown]"] if kind == "markdown" else []), *words])


def _body(cell) -> str:
    """Return a cell's text as jupytext writes it, followed by one blank line (two after a def)."""
    import jupytext
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    new = new_code_cell if cell.cell_type == "code" else new_markdown_cell
    metadata = {"jupytext": {"notebook_metadata_filter": "-all", "cell_metadata_filter": "-all"}}
    alone = new_notebook(cells=[new(visible_source(cell).rstrip("\n"))], metadata=metadata)
    _, _, body = jupytext.writes(alone, fmt="py:percent").partition("\n")
    body = body.strip("\n")
    return (body + "\n" if body else "") + "\n" * (2 if _ends_with_definition(cell) else 1)


def _ends_with_definition(cell) -> bool:
    try:
        last = ast.parse(cell.source).body[-1:] if cell.cell_type == "code" else []
    except SyntaxError:
        return False
    return bool(last) and isinstance(last[0], ast.FunctionDef | ast.ClassDef)


def joined(pieces: Iterable[Block]) -> str:
    """Return the text of blocks: a blank line between two at least, none at the end."""
    texts = []
    for piece in pieces:
        text = f"{piece.header}\n{piece.body}"
        texts.append(text if text.endswith("\n\n") else text.rstrip("\n") + "\n\n")
    return "".join(texts).rstrip("\n") + "\n"


def _check_that_it_builds(source: Source, text: str, edited, path: Path) -> None:
    """Raise `CourseError` unless the new source would be built into the edited notebook."""
    try:
        rebuilt = source.built(text)
    except CourseError as error:
        raise CourseError(f"The edit in {path} would leave the source wrong. {error}") from None
    if _content(rebuilt) != _content(edited):
        raise CourseError(
            f"The edit in {path} cannot be written as text (is there a line that begins with "
            f"`# %%` inside of a cell?). {source.path} is left as it was."
        )


def _content(notebook) -> list:
    return [
        (*_said(cell), grade_id(cell), visible_source(cell).rstrip("\n")) for cell in notebook.cells
    ]
