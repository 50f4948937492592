"""What a student reads between two cells that are to be filled or run is short."""

import nbformat
import pytest
from lectures.reading import words
from lectures.rules import MOST_WORDS

from .classroom import FOLDERS, ROOT


def stretches(notebook) -> list[str]:
    """Return the prose before each code cell and each answer in words (not the head, the end)."""
    found, current, in_body = [], [], False
    for cell in notebook.cells:
        is_answer = cell.metadata.get("nbgrader", {}).get("grade", False)
        if cell.cell_type == "code" or is_answer:
            found += ["\n\n".join(current)] if in_body and current else []
            current, in_body = [], True
        else:
            current.append(cell.source)
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_stretch_of_prose_is_long(folder):
    path = ROOT / "assignments" / folder.name / f"{folder.name}.ipynb"
    found = stretches(nbformat.read(path, as_version=4))
    assert len(found) > 10
    assert not {text[:60]: words(text) for text in found if words(text) > MOST_WORDS}


def formulas_with_a_pipe(markdown: str) -> list[str]:
    """Return the formulas in rows of tables that hold a pipe."""
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    return [formula for row in rows for formula in row.split("$")[1::2] if "|" in formula]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_row_of_a_table_has_a_pipe_in_a_formula(folder):
    """There it ends a cell, on the page that students get back and in Visual Studio Code."""
    path = ROOT / "assignments" / folder.name / f"{folder.name}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert [found for text in texts for found in formulas_with_a_pipe(text)] == []


def test_a_pipe_in_a_formula_is_found():
    table = "| form | density |\n|---|---|\n| t, $c$ | $c - |w|$ | $d$ |"
    assert formulas_with_a_pipe(table) == ["c - |w|"]
    assert formulas_with_a_pipe("| $a$ | b | $c$ |\n\nand $|w|$") == []
