"""The live version of a lecture: cells to be typed in class hold only their prompt.

Its cells bear the ids of the complete notebook, by which the magics of `course_lib.live` find the
finished code. It lies one folder deeper, so its links lead one folder up.
"""

import copy
import itertools
import re

FOLDER = "live"
LINK = re.compile(r"(\]\()(?![a-z]+:|[#/])")  # of a relative link or picture in Markdown
OPENING = (
    "*This is the live version.* Cells tagged `live` hold only their prompt. `%reveal` in such a "
    "cell writes the finished code into it, `%catchup` runs all that comes before its cell, "
    "`%restart_here` does so after a kernel has died, `%minutes` shows the plan against the clock, "
    "`%poll` a question and, the second time, its answer."
)
LOADING = "%load_ext course_lib.live"


def live_version(notebook):
    """Return the live version of a lecture's notebook; None if nothing in it is typed in class."""
    from nbformat.v4 import new_code_cell, new_markdown_cell

    if not any(is_live(cell) for cell in notebook.cells):
        return None
    live = copy.deepcopy(notebook)
    for cell in live.cells:
        if is_live(cell):
            cell.source = prompt(cell.source)
        elif cell.cell_type == "markdown":
            cell.source = LINK.sub(r"\1../", cell.source)
    first = next(n for n, cell in enumerate(live.cells) if cell.cell_type == "code")
    skip = {"slideshow": {"slide_type": "skip"}}
    live.cells[first:first] = [
        new_markdown_cell(OPENING, id="live-opening", metadata=skip),
        new_code_cell(LOADING, id="live-loading", metadata=skip),
    ]
    return live


def is_live(cell) -> bool:
    """Is this a code cell that is typed in class?"""
    return cell.cell_type == "code" and "live" in cell.metadata.get("tags", [])


def prompt(source: str) -> str:
    r"""Return the comment at the top of a cell, and an empty line to type on.

    >>> prompt("# Square a number\ndef square(x):\n    return x * x  # of course")
    '# Square a number\n'
    """
    top = itertools.takewhile(lambda line: line.startswith("#"), source.split("\n"))
    return "".join(f"{line}\n" for line in top)
