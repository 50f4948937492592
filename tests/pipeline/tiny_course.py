"""An nbgrader course of one small notebook, and submissions of every kind for it."""

import json
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ASSIGNMENT, NOTEBOOK = "hw1", "squares"
SECRET = "secret_of_the_hidden_test"
CONFIGURATION = """\
c = get_config()
c.CourseDirectory.course_id = "tiny"
c.Execute.timeout = 4
"""


def nbgrader(grade_id: str, *, points: float | None = None, solution=False, locked=False) -> dict:
    """Return the metadata that makes a cell one of nbgrader's."""
    data = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": points is not None,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    return {"nbgrader": data | ({"points": points} if points is not None else {})}


def source_notebook():
    """Return the instructor's notebook: a test with a hidden part, a partial one, an essay."""
    return new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[
            new_markdown_cell(
                "# Squares\n\nCompute $\\frac{\\partial L}{\\partial w}$ and\n\n"
                "$$\\begin{aligned} s &= \\sum_i x_i^2 \\end{aligned}$$",
                id="title",
            ),
            new_code_cell(
                "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION",
                id="square",
                metadata=nbgrader("square", solution=True),
            ),
            new_code_cell(
                "assert square(2) == 4\n"
                "### BEGIN HIDDEN TESTS\n"
                f"{SECRET} = {{3: 9, -5: 25}}\n"
                f"for x, y in {SECRET}.items():\n"
                "    assert square(x) == y, f'square({x}) must be {y}'\n"
                "### END HIDDEN TESTS",
                id="square_check",
                metadata=nbgrader("square_check", points=2, locked=True),
            ),
            new_code_cell(
                "def total(xs):\n    ### BEGIN SOLUTION\n    return sum(map(square, xs))\n"
                "    ### END SOLUTION",
                id="total",
                metadata=nbgrader("total", solution=True),
            ),
            new_code_cell(
                "import os\nassert int(os.environ['NBGRADER_SEED']) >= 0\n"
                "3.0 * (total([1, 2]) == 5) / (1 if total([]) == 0 else 2)",
                id="total_check",
                metadata=nbgrader("total_check", points=3, locked=True),
            ),
            new_markdown_cell(
                "Why is it never negative?",
                id="why",
                metadata=nbgrader("why", points=1, solution=True),
            ),
        ],
    )


def make_course(folder: Path) -> Path:
    """Write the course's configuration and source; return its folder."""
    source = folder / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(CONFIGURATION)
    nbformat.write(source_notebook(), source / f"{NOTEBOOK}.ipynb")
    return folder


RIGHT = {
    "square": "def square(x):\n    return x**2",
    "total": "total = lambda xs: sum(x * x for x in xs)",
}


def filled(release: Path, answers: dict[str, str]):
    """Return the released notebook with answers written into its cells."""
    notebook = nbformat.read(release / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    return notebook


class Submissions:
    """Writes the submissions of a class into `submitted`."""

    def __init__(self, course: Path, release: Path) -> None:
        self.course, self.release = course, release

    def folder(self, student: str, assignment: str = ASSIGNMENT) -> Path:
        path = self.course / "submitted" / student / assignment
        path.mkdir(parents=True, exist_ok=True)
        return path

    def answers(self, student: str, name: str = NOTEBOOK, assignment: str = ASSIGNMENT, **answers):
        """Hand in the released notebook, right but for the given answers."""
        self.notebook(student, filled(self.release, RIGHT | answers), name, assignment)

    def notebook(self, student, notebook, name: str = NOTEBOOK, assignment: str = ASSIGNMENT):
        nbformat.write(notebook, self.folder(student, assignment) / f"{name}.ipynb")

    def content(self, student: str, content: bytes) -> None:
        """Hand in a file of any bytes under the notebook's name."""
        (self.folder(student) / f"{NOTEBOOK}.ipynb").write_bytes(content)

    def changed(self, student: str, change) -> None:
        """Hand in a right notebook after `change(notebook)`."""
        notebook = filled(self.release, RIGHT)
        change(notebook)
        self.notebook(student, notebook)


def a_whole_class(submissions: Submissions, outside: Path) -> None:
    """Hand in one submission of every kind, honest and broken."""
    add = submissions
    add.answers("honest")
    add.answers("untouched", **untouched(add))
    add.answers("hidden_wrong", square="def square(x):\n    return 2 * x")
    add.answers("visible_wrong", square="def square(x):\n    return x")
    add.answers("partial", total="def total(xs):\n    return sum(x * x for x in xs) if xs else 1")
    add.answers("raises", square="def square(x):\n    raise ValueError('<b>oh</b> no')")
    add.answers("b[1]")
    add.answers("=1+2")
    add.answers("endless", total="def total(xs):\n    while True:\n        pass")
    add.answers("dies", square="import os\nos._exit(3)")
    add.answers("formulas", why="It is $x^2$, and $\\notacommand{ {$ too. <b>Bold</b>")
    add.content("empty", b"")
    add.content("binary", b"PK\x03\x04\xff\xfe")
    add.content("cut_off", json.dumps(filled(add.release, RIGHT)).encode()[:700])
    add.content("no_notebook", b'{"grade": 100}')
    add.content("bad_cells", b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [7]}')
    add.folder("nothing_inside")
    add.answers("wrong_name", name="squares (1)")
    add.answers("wrong_folder", assignment="HW1")
    add.changed("copied_cell", lambda notebook: notebook.cells.append(copy_of(notebook.cells[2])))
    add.changed("deleted_test", lambda notebook: notebook.cells.pop(2))
    (outside / "friend.ipynb").write_text(nbformat.writes(filled(add.release, RIGHT)))
    (add.folder("linked") / f"{NOTEBOOK}.ipynb").symlink_to(outside / "friend.ipynb")


def untouched(submissions: Submissions) -> dict[str, str]:
    cells = filled(submissions.release, {}).cells
    return {cell.id: cell.source for cell in cells if cell.id in RIGHT}


def copy_of(cell):
    return nbformat.from_dict({**cell, "id": "copy"})
