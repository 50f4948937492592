"""What is wrong in a source is told with file, line, and what to do; nothing is written."""

import pytest

from course_tools.cli import main

from .tiny_course import NAME

LECTURE = "sources/lectures/01_squares.py"
NOTEBOOK = f"sources/homework/{NAME}/notebook.py"

WRONG = [
    (LECTURE, 'slide="skip"', 'slid="skip"', 6, "unknown tag slid"),
    (LECTURE, 'slide="skip"', 'slide="film"', 6, "unknown slide type 'film'"),
    (LECTURE, 'tags=["live"]', 'tags="live"', 9, "'live' is not of type"),
    (LECTURE, "    return x * x", "    return x *", 12, "no valid Python"),
    (LECTURE, "# %% [markdown] slide", "x = 1\n# %% [markdown] slide", 1, "text before the first"),
    (LECTURE, '# %% slide="skip"', '# %% [raw] slide="skip"', 6, "a cell of kind 'raw'"),
    (NOTEBOOK, 'setup="imports"', 'setup="square"', 10, "'square' is taken by the cell in line 6"),
    (NOTEBOOK, 'manual="why"', 'manual="total_check"', 42, "'total_check' is taken"),
    (NOTEBOOK, " points=2", "", 19, "points are missing"),
    (NOTEBOOK, "points=2", "points=-1", 19, "points=-1"),
    (NOTEBOOK, ' manual="why" points=1', ' manual="why"', 42, "points are missing"),
    (NOTEBOOK, 'task="square"', 'tsk="square"', 10, "unknown tag tsk"),
    (NOTEBOOK, 'task="square"', 'task="square" points=2', 10, "points has no meaning"),
    (NOTEBOOK, 'setup="imports"', 'kind="number"', 6, "kind has no meaning in a plain cell"),
    (NOTEBOOK, 'task="square"', 'task="square" setup="x"', 10, "only one of task and setup"),
    (NOTEBOOK, 'setup="imports"', 'setup="my imports"', 6, "only letters, digits"),
    (NOTEBOOK, "# %% setup", "# %% [markdown] setup", 6, "setup= is for code"),
    (NOTEBOOK, 'check("hw1/square", square)', "assert square(2) == 4", 19, "exactly one call"),
    (NOTEBOOK, "    ### END SOLUTION\n\n\n", "\n\n", 13, "never closed"),
    (NOTEBOOK, "    ### BEGIN SOLUTION\n    return f", "    return f", 26, "END SOLUTION without"),
    (NOTEBOOK, "    return ans", "    ### BEGIN SOLUTION\n    return ans", 15, "a second"),
    (NOTEBOOK, "import numpy as np\n", "### BEGIN SOLUTION\n### END SOLUTION\n", 6, "outside"),
    (NOTEBOOK, "points_so_far()\n", "### BEGIN HIDDEN TESTS\n", 49, "made by the build"),
    (NOTEBOOK, "    return float(np.sum(square(x)))", "    return (", 26, "("),
    (LECTURE, 'tags=["live"]', 'tags=[1]', 9, "correct the cell's header"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "words"), WRONG)
def test_is_told(course, capsys, file, old, new, line, words):
    source = course / file
    text = source.read_text()
    assert old in text
    source.write_text(text.replace(old, new, 1))
    assert main(["build", "--course-dir", str(course)]) == 1
    told = capsys.readouterr().err
    assert f"{source}, line {line}: " in told
    assert words in told
    assert "Traceback" not in told


def without_cell(text, header):
    """Return a source without the cell whose header line contains `header`."""
    cells = ("\n" + text).split("\n# %%")
    return "\n# %%".join(cell for cell in cells if header not in cell.split("\n")[0]).lstrip("\n")


@pytest.mark.parametrize(
    ("header", "words"), [('check="total"', "'total' has no check"), ('task="total"', "'total'")]
)
def test_a_task_needs_its_check_and_a_check_its_task(course, capsys, header, words):
    source = course / NOTEBOOK
    source.write_text(without_cell(source.read_text(), header))
    assert main(["build", "--course-dir", str(course)]) == 1
    told = capsys.readouterr().err
    assert str(source) in told
    assert "line 22" in told
    assert words in told


def test_a_source_that_is_no_text_is_told(course, capsys):
    (course / LECTURE).write_bytes(b"# %%\nx = '\xff'\n")
    assert main(["build", "--course-dir", str(course)]) == 1
    assert "01_squares.py is not UTF-8" in capsys.readouterr().err


def test_a_folder_without_lectures_is_told(tmp_path, capsys):
    assert main(["build", "--course-dir", str(tmp_path)]) == 1
    assert "holds no lectures" in capsys.readouterr().err
