"""An edit made in JupyterLab comes back into the source, and the build gives it again."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from course_tools.build import everything, writing
from course_tools.cli import main

from .tiny_course import LECTURE, NAME, NOTEBOOK

LECTURE_NOTEBOOK = "notebooks/01_squares.ipynb"
SOLUTION = f"solutions/{NAME}/{NAME}.ipynb"
SOURCES = {
    LECTURE_NOTEBOOK: "sources/lectures/01_squares.py",
    SOLUTION: f"sources/homework/{NAME}/notebook.py",
}


def sync_back(root, path):
    return main(["sync-back", str(root / path), "--course-dir", str(root)])


def edited(root, path, edit):
    """Edit a built notebook as JupyterLab would; return what it then holds."""
    notebook = nbformat.read(root / path, as_version=4)
    edit(notebook.cells)
    notebook.metadata.language_info.version = "3.99"
    nbformat.write(notebook, root / path)
    return content(notebook)


def content(notebook):
    """Return all that a build must give back (ids of edited cells may be others)."""
    ignored = ("outputs", "execution_count", "id")
    return [{k: v for k, v in cell.items() if k not in ignored} for cell in notebook.cells]


def rebuilt(root, path):
    return content(nbformat.reads(everything.built(root)[path].decode(), as_version=4))


def edit_text(cells):
    cells[0].source += "\n\nOne more line."


def edit_code(cells):
    cells[2].source = "# Square a number\nsquare = lambda x: x**2"


def edit_magic(cells):
    cells[4].source = "%precision 5\nsquare(2.0)\n\n\n# done"


def add_cells(cells):
    cells.insert(1, new_markdown_cell("First\n\n- a\n- b"))
    new = new_code_cell("def cube(x):\n    return x**3")
    new.metadata = {"tags": ["live"], "slideshow": {"slide_type": "fragment"}}
    cells.append(new)


def delete_cells(cells):
    del cells[3:5]


def move_cell(cells):
    cells.insert(0, cells.pop(3))


def change_tags(cells):
    cells[4].metadata.tags = ["further"]
    cells[0].metadata.slideshow.slide_type = "subslide"


def change_type(cells):
    cells[1] = new_markdown_cell("Imports were here.", id=cells[1].id)


def run_cells(cells):
    cells[4].outputs = [new_output("stream", text="9.0")]
    cells[4].execution_count = 3


EDITS = [
    *(edit_text, edit_code, edit_magic, add_cells, delete_cells, move_cell, change_tags),
    change_type,
]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_a_lecture_goes_round(course, edit):
    wanted = edited(course, LECTURE_NOTEBOOK, edit)
    assert sync_back(course, LECTURE_NOTEBOOK) == 0
    assert rebuilt(course, LECTURE_NOTEBOOK) == wanted


@pytest.mark.parametrize("edit", EDITS)
def test_untouched_cells_keep_their_text_to_the_byte(course, edit):
    edited(course, LECTURE_NOTEBOOK, edit)
    assert sync_back(course, LECTURE_NOTEBOOK) == 0
    text = (course / SOURCES[LECTURE_NOTEBOOK]).read_text()
    if edit is not edit_code:
        assert "def square(x):\n    return x * x\n\n\n# %%" in text
    if edit is not change_type:
        assert '# %% slide="skip"\nimport numpy as np\n\n' in text
    assert "\n# %%\n" in text
    assert not text.endswith("\n\n")


def test_all_edits_at_once_and_then_a_build(course, capsys):
    def edit(cells):
        edit_text(cells)
        change_tags(cells)
        add_cells(cells)
        del cells[4]

    wanted = edited(course, LECTURE_NOTEBOOK, edit)
    assert sync_back(course, LECTURE_NOTEBOOK) == 0
    assert "2 edited, 2 added, 1 removed" in capsys.readouterr().out
    assert main(["build", "--course-dir", str(course)]) == 0
    assert content(nbformat.read(course / LECTURE_NOTEBOOK, as_version=4)) == wanted
    assert not (course / "build").exists(), "nothing was lost, so nothing was put aside"
    assert sync_back(course, LECTURE_NOTEBOOK) == 0
    assert "nothing to bring back" in capsys.readouterr().out


def test_a_notebook_that_was_only_run_brings_nothing_back(course, capsys):
    edited(course, LECTURE_NOTEBOOK, run_cells)
    assert sync_back(course, LECTURE_NOTEBOOK) == 0
    assert "nothing to bring back" in capsys.readouterr().out
    assert (course / SOURCES[LECTURE_NOTEBOOK]).read_text() == LECTURE


def by_id(cells):
    return {cell.id: cell for cell in cells}


def test_an_edit_of_a_solution_goes_round_without_the_hidden_tests(course):
    def edit(cells):
        named = by_id(cells)
        named["square"].source = named["square"].source.replace("_of_the_house", "_of_ours")
        named["entries"].metadata.tags.insert(0, "further")
        named["why"].source += "\n\nThink of the sign."
        named["square_check"].source += "\n# seen"
        cells.insert(3, new_markdown_cell("Well done."))

    before = nbformat.read(course / SOLUTION, as_version=4)

    def edit_but_the_check(cells):
        edit(cells)
        by_id(cells)["square_check"].source = by_id(before.cells)["square_check"].source

    wanted = edited(course, SOLUTION, edit_but_the_check)
    assert sync_back(course, SOLUTION) == 0
    text = (course / SOURCES[SOLUTION]).read_text()
    assert "HIDDEN" not in text
    assert '# %% task="entries" tags=["further"]\nentries = None\n' in text
    assert '# %% task="square"\ndef square(x):' in text
    assert '# %% check="total" points=3 uses=["square"]\n' in text
    assert "answer_of_ours" in text
    assert rebuilt(course, SOLUTION) == wanted


def test_an_edit_within_the_hidden_tests_is_passed_over(course):
    def edit(cells):
        cell = by_id(cells)["square_check"]
        cell.source = cell.source.replace("### END", "x = 1\n### END")

    edited(course, SOLUTION, edit)
    assert sync_back(course, SOLUTION) == 0
    assert (course / SOURCES[SOLUTION]).read_text() == NOTEBOOK


def add_raw(cells):
    cells.append(new_raw_cell("x"))


def add_picture(cells):
    cells.append(new_markdown_cell("![](attachment:a.png)", attachments={"a.png": {}}))


def copy_answer(cells):
    copied = new_code_cell(cells[2].source, metadata=cells[2].metadata)
    cells.append(copied)


def delete_check(cells):
    del cells[3]


def break_python(cells):
    cells[2].source += "\n    return ("


def write_a_header_inside(cells):
    cells[2].source += "\n\n\n# %%\nx = 1"


@pytest.mark.parametrize(
    ("path", "edit", "words"),
    [
        (LECTURE_NOTEBOOK, add_raw, "of type raw"),
        (LECTURE_NOTEBOOK, add_picture, "pasted picture"),
        (LECTURE_NOTEBOOK, break_python, "no valid Python"),
        (LECTURE_NOTEBOOK, write_a_header_inside, "cannot be written as text"),
        (SOLUTION, copy_answer, "'square' was made for nbgrader in JupyterLab"),
        (SOLUTION, delete_check, "'square' has no check"),
    ],
)
def test_what_a_source_cannot_hold_is_refused_and_nothing_written(
    course, capsys, path, edit, words
):
    before = (course / SOURCES[path]).read_bytes()
    edited(course, path, edit)
    assert sync_back(course, path) == 1
    assert words in capsys.readouterr().err
    assert (course / SOURCES[path]).read_bytes() == before


def test_a_source_that_changed_since_the_build_is_not_overwritten(course, capsys):
    source = course / SOURCES[LECTURE_NOTEBOOK]
    source.write_text(LECTURE.replace("A lecture", "Lecture 1"))
    edited(course, LECTURE_NOTEBOOK, edit_code)
    assert sync_back(course, LECTURE_NOTEBOOK) == 1
    assert "has changed since" in capsys.readouterr().err
    assert "Lecture 1" in source.read_text()


def test_an_edit_of_an_assignment_is_refused_with_the_reason(course, capsys):
    assert sync_back(course, f"assignments/{NAME}/{NAME}.ipynb") == 2
    told = capsys.readouterr().err
    assert "made by nbgrader" in told
    assert f"Edit solutions/{NAME}/{NAME}.ipynb" in told


def test_other_files_are_refused(course, capsys):
    shutil.copy(course / LECTURE_NOTEBOOK, course / "notebooks" / "02_mine.ipynb")
    for path in ("notebooks/02_mine.ipynb", SOURCES[SOLUTION], "nbgrader_config.py"):
        assert sync_back(course, path) == 2
        assert "no built notebook" in capsys.readouterr().err
    assert sync_back(course, "notebooks/09.ipynb") == 2
    assert "no such file" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"cells": [7], "nbformat": 4}'])
def test_a_file_that_is_no_notebook_is_told(course, capsys, content):
    (course / LECTURE_NOTEBOOK).write_bytes(content)
    assert sync_back(course, LECTURE_NOTEBOOK) == 1
    assert "is no valid notebook" in capsys.readouterr().err


def test_a_full_disk_leaves_the_source_as_it_was(course, monkeypatch, capsys):
    edited(course, LECTURE_NOTEBOOK, edit_code)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "replace", full)
    assert sync_back(course, LECTURE_NOTEBOOK) == 1
    assert "01_squares.py: No space left on device" in capsys.readouterr().err
    assert (course / SOURCES[LECTURE_NOTEBOOK]).read_text() == LECTURE
