"""Cells and notebooks as they are written: same content, same bytes, same ids."""

import collections
import hashlib
import json
import re
from collections.abc import Iterable

from course_tools.build.reading import Cell

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"}
HIDDEN_MARKERS = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
HIDDEN_REGION = re.compile(
    r"\n*^{}$.*?^{}$".format(*map(re.escape, HIDDEN_MARKERS)), re.MULTILINE | re.DOTALL
)
MARK = "course_build"  # key in a notebook's metadata: what it was built from


def notebook(cells: Iterable, source: str):
    """Return a notebook of cells, which get their ids, and the mark of the build.

    `source` is the path of the text source within the course.
    """
    from nbformat.v4 import new_notebook

    cells = with_ids(cells)
    metadata = {
        "kernelspec": dict(KERNEL),
        "language_info": dict(LANGUAGE),
        MARK: {"source": source, "cells": digest(cells)},
    }
    return new_notebook(cells=cells, metadata=metadata)


def as_bytes(notebook) -> bytes:
    """Return the notebook as it lies in the file."""
    import nbformat

    return (nbformat.writes(notebook) + "\n").encode()


def cell_of(cell: Cell, **metadata):
    """Return a source's cell as a notebook's: its slide type, its tags and further metadata."""
    from nbformat.v4 import new_code_cell, new_markdown_cell

    if cell.header.get("slide"):
        metadata["slideshow"] = {"slide_type": cell.header["slide"]}
    if cell.header.get("tags"):
        metadata["tags"] = list(cell.header["tags"])
    new = new_code_cell if cell.kind == "code" else new_markdown_cell
    return new(cell.source, metadata=metadata)


def grade_id(cell) -> str | None:
    """Return the name that nbgrader knows a cell by; None for a plain cell."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def with_ids(cells: Iterable) -> list:
    """Give every cell its id, and return the cells.

    A graded cell's id is its grade_id. A plain one's follows from its content, so that an edit
    changes one id and an insertion none; cells of the same content are counted.
    """
    cells, seen = list(cells), collections.Counter()
    for cell in cells:
        content = f"{cell.cell_type}\n{cell.source}"
        counted = f"{seen[content]}\n{content}".encode()
        seen[content] += 1
        cell.id = grade_id(cell) or hashlib.sha256(counted).hexdigest()[:12]
    return cells


def visible_source(cell) -> str:
    """Return a cell's text without the hidden tests that the build put there."""
    return HIDDEN_REGION.sub("", cell.source)


def digest(cells: Iterable) -> str:
    """Return a hash of all that an author writes in cells: kinds, texts, tags, slide types."""
    content = [
        [
            cell.cell_type,
            visible_source(cell),
            cell.metadata.get("tags", []),
            cell.metadata.get("slideshow", {}).get("slide_type", ""),
            grade_id(cell) or "",
        ]
        for cell in cells
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
