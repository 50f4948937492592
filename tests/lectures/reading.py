"""Lecture sources as notebooks, and their prose as words."""

import re
from pathlib import Path

import jupytext

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "sources" / "lectures").glob("*.py"))
NO_LECTURES = ("00_start_here", "09_reference")  # where one begins, and where one looks things up
LECTURES = [path for path in SOURCES if path.stem not in NO_LECTURES]

NOT_PROSE = (
    r"<!--.*?-->",  # remarks for authors and claims
    r"\$\$.*?\$\$",  # displayed formulas
    r"^#+ .*$",  # headings
    r"^\s*\|.*$",  # tables
    r"<[^>]+>",
)


def read(path: Path):
    """Return the notebook that a lecture's source describes."""
    return notebook_of(path.read_text(encoding="utf-8"))


def notebook_of(text: str):
    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return notebook


def code_cells(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell) -> list[str]:
    return cell.metadata.get("tags", [])


def words(markdown: str) -> int:
    """Count the words of the prose, formulas in the line included."""
    for pattern in NOT_PROSE:
        markdown = re.sub(pattern, " ", markdown, flags=re.DOTALL | re.MULTILINE)
    return len([word for word in markdown.split() if re.search(r"\w", word)])


def stretches_of_prose(notebook) -> list[str]:
    """Return the prose between one code cell and the next (not the head, not the end)."""
    stretches, current, in_body = [], [], False
    for cell in notebook.cells:
        if cell.cell_type == "code":
            stretches += ["\n\n".join(current)] if in_body and current else []
            current, in_body = [], True
        else:
            current.append(cell.source)
    return stretches


def head(notebook) -> str:
    """Return the text before the first code cell."""
    texts = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            break
        texts.append(cell.source)
    return "\n\n".join(texts)


def end(notebook) -> str:
    """Return the text after the last code cell."""
    texts = []
    for cell in reversed(notebook.cells):
        if cell.cell_type == "code":
            break
        texts.insert(0, cell.source)
    return "\n\n".join(texts)
