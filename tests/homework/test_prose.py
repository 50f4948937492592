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
