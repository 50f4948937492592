"""`course build` and `course build --check`: compare, replace, and lose nothing."""

import errno
import json
import os

import nbformat
import pytest

from course_tools.build import everything, writing
from course_tools.cli import main

from .tiny_course import NAME

LECTURE = "notebooks/01_squares.ipynb"


def build(root, *options):
    return main(["build", "--course-dir", str(root), *options])


def snapshot(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_check_of_what_is_built_finds_nothing(course, capsys):
    assert build(course, "--check") == 0
    assert "as the sources give them" in capsys.readouterr().out


def test_check_lists_every_difference_and_writes_nothing(course, capsys):
    (course / "notebooks" / "figure_data" / "curve.csv").unlink()
    (course / "solutions" / NAME / "notebook.py").write_text("answers = 1\n")
    source = course / "sources" / "lectures" / "01_squares.py"
    source.write_text(source.read_text().replace("A lecture", "Lecture 1"))
    before = snapshot(course)
    assert build(course, "--check") == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[:-1]] == [
        ["changed", LECTURE],
        ["missing", "notebooks/figure_data/curve.csv"],
        ["changed", "notebooks/live/01_squares.ipynb"],
        ["stale", f"solutions/{NAME}/notebook.py"],
    ]
    assert "course build" in lines[-1]
    assert snapshot(course) == before


def test_build_mends_all_that_check_finds(course, capsys):
    (course / LECTURE).unlink()
    (course / "assignments" / NAME / f"{NAME}.py").write_text("answers = 1\n")
    stale = course / "solutions" / "hw0"
    stale.mkdir()
    (stale / "hw0.ipynb").write_text("{}")
    assert build(course) == 0
    assert not (course / "assignments" / NAME / f"{NAME}.py").exists()
    assert not stale.exists(), "an empty folder is not left behind"
    assert build(course, "--check") == 0
    assert (course / "build/replaced/solutions/hw0/hw0.ipynb").read_text() == "{}"
    assert "build/replaced/solutions/hw0/hw0.ipynb" in capsys.readouterr().out


def test_what_editors_leave_behind_is_passed_over(course):
    folder = course / "notebooks" / ".ipynb_checkpoints"
    folder.mkdir()
    (folder / "01_squares-checkpoint.ipynb").write_text("{}")
    assert build(course, "--check") == 0


def change(path, edit):
    notebook = nbformat.read(path, as_version=4)
    edit(notebook)
    nbformat.write(notebook, path)


def test_an_edited_notebook_is_put_aside_before_it_is_replaced(course):
    def edit(notebook):
        notebook.cells[1].source = "import numpy"

    for _ in range(2):
        change(course / LECTURE, edit)
        assert build(course) == 0
    kept = sorted((course / "build/replaced/notebooks").iterdir())
    assert [path.name for path in kept] == ["01_squares.2.ipynb", "01_squares.ipynb"]
    assert all("import numpy\\n" not in path.read_text() for path in kept)
    assert build(course, "--check") == 0


def test_a_notebook_that_was_only_run_is_not_put_aside(course):
    def run(notebook):
        notebook.cells[1].execution_count = 1
        notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="done")]
        notebook.metadata.language_info.version = "3.99"

    change(course / LECTURE, run)
    assert build(course, "--check") == 1
    assert build(course) == 0
    assert not (course / "build").exists()
    assert json.loads((course / LECTURE).read_text())["cells"][1]["outputs"] == []


def test_a_full_disk_names_the_file_and_leaves_the_old_one(course, capsys, monkeypatch):
    source = course / "sources" / "lectures" / "01_squares.py"
    source.write_text(source.read_text().replace("A lecture", "Lecture 1"))
    before = (course / LECTURE).read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    content = everything.built(course)
    monkeypatch.setattr(everything, "built", lambda root: content)
    monkeypatch.setattr(writing.os, "replace", full)
    assert build(course) == 1
    told = capsys.readouterr().err
    assert "01_squares.ipynb: No space left on device" in told
    assert "Traceback" not in told
    assert (course / LECTURE).read_bytes() == before
    assert not list((course / "notebooks").glob(".*"))


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe"])
def test_a_broken_built_notebook_is_replaced(course, content):
    (course / LECTURE).write_bytes(content)
    assert build(course) == 0
    assert build(course, "--check") == 0
