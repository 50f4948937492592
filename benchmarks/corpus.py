"""The frozen corpus: a homework of 13 cells, and plain submissions for it, always the same ones."""

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ASSIGNMENT = NOTEBOOK = "bench"
CONFIGURATION = """\
c = get_config()
c.CourseDirectory.course_id = "bench"
"""
IMPORTS = """\
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
"""
DATA = "X, y = load_iris(return_X_y=True)\nX = X[:100, :2]\ny = y[:100]"
PICTURE = "fig, ax = plt.subplots()\nax.scatter(X[:, 0], X[:, 1], c=y)\nax.set_title('two classes')"
TASKS = {  # name: head, right body, wrong body, test
    "scaled": (
        "def scaled(X):",
        "return (X - X.mean(axis=0)) / X.std(axis=0)",
        "return X / X.max()",
        "Z = scaled(np.random.default_rng(1).normal(3, 2, (50, 4)))\n"
        "assert np.allclose(Z.mean(axis=0), 0)\nassert np.allclose(Z.std(axis=0), 1)",
    ),
    "sigmoid": (
        "def sigmoid(z):",
        "return 1 / (1 + np.exp(-z))",
        "return 1 / (1 + np.exp(z))",
        "assert np.allclose(sigmoid(np.array([0.0, 2.0])), [0.5, 0.88079708])",
    ),
    "loss": (
        "def loss(y, p):",
        "return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))",
        "return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))",
        "assert np.isclose(loss(np.array([1, 0]), np.array([0.8, 0.4])), 0.36698459)\n"
        "### BEGIN HIDDEN TESTS\n"
        "assert np.isclose(loss(np.ones(5), np.full(5, 0.5)), np.log(2))\n"
        "### END HIDDEN TESTS",
    ),
    "fitted": (
        "def fitted(X, y):",
        "return LogisticRegression().fit(X, y).score(X, y)",
        "return 0.5",
        "1.0 * (fitted(X, y) > 0.95) + 1.0 * (fitted(X, 1 - y) > 0.95)",
    ),
}


def _metadata(grade_id: str, points: int | None = None, **roles: bool) -> dict:
    data = {"schema_version": 3, "grade_id": grade_id, "grade": points is not None}
    data |= {"solution": False, "locked": False, "task": False} | roles
    return {"nbgrader": data | ({} if points is None else {"points": points})}


def source_notebook():
    """Return the instructor's notebook: text, imports, data, a picture, four tasks, text."""
    cells = [
        new_markdown_cell("# A homework to time graders with", id="title"),
        new_code_cell(IMPORTS, id="imports", metadata=_metadata("imports", locked=True)),
        new_code_cell(DATA, id="data"),
        new_code_cell(PICTURE, id="picture"),
    ]
    for name, (head, right, _, test) in TASKS.items():
        answer = f"{head}\n    ### BEGIN SOLUTION\n    {right}\n    ### END SOLUTION"
        cells += [
            new_code_cell(answer, id=name, metadata=_metadata(name, solution=True)),
            new_code_cell(
                test, id=f"{name}-test", metadata=_metadata(f"{name}_test", 2, locked=True)
            ),
        ]
    cells.append(new_markdown_cell("That is all.", id="end"))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_course(folder: Path, size: int) -> Path:
    """Write the course, released, with `size` submissions; return its folder.

    Student number k has task j wrong where bit j of k is set: half of all answers are right.
    """
    from course_tools.grading import pipeline
    from course_tools.grading.course import Course

    source = folder / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(CONFIGURATION)
    nbformat.write(source_notebook(), source / f"{NOTEBOOK}.ipynb")
    pipeline.register(Course(folder), ASSIGNMENT, folder / "release")
    released = folder / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    for number in range(size):
        notebook = nbformat.read(released, as_version=4)
        for bit, (name, (head, right, wrong, _)) in enumerate(TASKS.items()):
            body = wrong if number >> bit & 1 else right
            cell = next(cell for cell in notebook.cells if cell.id == name)
            cell.source = f"{head}\n    {body}"
        target = folder / "submitted" / f"student{number:03d}" / ASSIGNMENT
        target.mkdir(parents=True)
        nbformat.write(notebook, target / f"{NOTEBOOK}.ipynb")
    shutil.rmtree(folder / "course_grades", ignore_errors=True)
    return folder
