"""What is wrong in a homework's sources is told with file and line, or the bug's name."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course_tools.build.fixtures import fixtures
from course_tools.build.hidden_regions import hidden_region, literal, needed
from course_tools.build.homework import answer_source, filled_notebook, load
from course_tools.errors import CourseError

SOURCES = {
    "notebook.py": '''\
# %% setup="imports"
import numpy as np

# %% task="total"
def total(X):
    """Return the sum of each column."""
    ### BEGIN SOLUTION
    return X.sum(axis=0)
    ### END SOLUTION

# %% check="total" points=2
check("hw9/total", total)

# %% task="mean"
def mean(X):
    ### BEGIN SOLUTION
    return total(X) / len(X)
    ### END SOLUTION

# %% check="mean" points=3 uses=["total"]
check("hw9/mean", mean)

# %% task="count"
count = None
### BEGIN SOLUTION
count = 4
### END SOLUTION

# %% check="count" kind="number" points=1
check("hw9/count", count)
''',
    "reference.py": """\
import numpy as np

count = 4
SIZES = [(4, 3), (1, 2)]


def total(X):
    return X.sum(axis=0)


def mean(X):
    return total(X) / len(X)


def cases_total(rng):
    return [(rng.normal(size=size),) for size in SIZES]


cases_mean = cases_total
HINTS = {name: ["one", "two", "three"] for name in ("total", "mean", "count")}
""",
    "bugs.py": """\
# %% task="total" bug="over_columns" also_fails=["mean"]
# The sum runs along the rows. Which axis
# is which? See lecture 3.
def total(X):
    return X.sum(axis=1)

# %% task="count" bug="one_short"
# Counted from 0?
count = 3
""",
    "alternatives.py": """\
# %% task="mean" alternative="numpy"
mean = lambda X: np.mean(X, axis=0)
""",
}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "hw9_columns"
    folder.mkdir()
    for name, text in SOURCES.items():
        (folder / name).write_text(text)
    return folder


def test_a_homework_is_read(folder):
    homework = load(folder)
    assert (homework.name, homework.prefix) == ("hw9_columns", "hw9")
    assert [(t.name, t.points, t.uses, t.kind) for t in homework.tasks] == [
        ("total", 2.0, (), "function"),
        ("mean", 3.0, ("total",), "function"),
        ("count", 1.0, (), "number"),
    ]
    bug = homework.bugs[0]
    assert (bug.name, bug.task, bug.also_fails) == ("over_columns", "total", ("mean",))
    assert bug.message == "The sum runs along the rows. Which axis is which? See lecture 3."
    assert answer_source(bug) == "def total(X):\n    return X.sum(axis=1)"
    assert answer_source(homework.task("count")) == "count = None\ncount = 4"
    assert answer_source(homework.alternatives[0]) == "mean = lambda X: np.mean(X, axis=0)"


def test_a_notebook_is_filled_in_a_copy():
    cell = new_code_cell("raise", metadata={"nbgrader": {"grade_id": "total"}})
    blank = new_notebook(cells=[new_code_cell("total = 1"), cell])
    filled = filled_notebook(blank, {"total": "total = sum"})
    assert [cell.source for cell in filled.cells] == ["total = 1", "total = sum"]
    assert blank.cells[1].source == "raise"
    nbformat.validate(filled)
    with pytest.raises(CourseError, match="no answer cell 'mean'"):
        filled_notebook(blank, {"mean": "mean = 1"})


WRONG = [  # file, old, new, words
    ("notebook.py", "points=2", 'points="two"', "notebook.py, line 11: points='two'"),
    ("notebook.py", "points=2", "points=0", "line 11: points=0"),
    ("notebook.py", 'kind="number"', 'kind="essay"', "line 29: kind='essay' is none of function"),
    (
        "notebook.py",
        'uses=["total"]',
        'uses=["count"]',
        "line 20: it uses 'count', which is no ear",
    ),
    (
        "notebook.py",
        'hw9/mean"',
        'hw8/mean"',
        'line 20: a check cell is exactly one call, check("hw9',
    ),
    ("notebook.py", 'task="mean"', 'task="total"', "line 14: there is a task 'total' already"),
    ("notebook.py", 'check="mean"', 'check="men"', "line 20: no cell with task='men' stands above"),
    ("bugs.py", 'task="total"', 'task="sum"', "bugs.py, line 1: there is no task 'sum'"),
    ("bugs.py", '"mean"', '"men"', "bugs.py, line 1: there is no task 'men'"),
    ("bugs.py", "# Counted from 0?\n", "", "bugs.py, line 7: the bug has no comment on top"),
    ("bugs.py", "\ncount = 3", "", "bugs.py, line 7: 'one_short' holds no code"),
    ("bugs.py", ' bug="one_short"', "", "bugs.py, line 7: the cell has no bug="),
    ("alternatives.py", 'task="mean" ', "", "alternatives.py, line 1: the cell names no task"),
    ("reference.py", "count = 4", "", "'count' is missing, which 'count' needs"),
    ("reference.py", "cases_mean =", "cases_men =", "'cases_mean' is missing"),
    ("reference.py", "def mean(X)", "mean = 3\ndef men(X)", "line 11: 'mean' is no function"),
    ("reference.py", '"two", ', "", "line 20: 'total' needs three hints"),
    ("reference.py", "SIZES =", "SIZES = 1 / 0 #", "reference.py, line 4: ZeroDivisionError"),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), WRONG)
def test_what_is_wrong_is_told(folder, file, old, new, words):
    path = folder / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(CourseError, match=re.escape(words)):
        load(folder)


@pytest.mark.parametrize("name", SOURCES)
def test_a_missing_file_is_told(folder, name):
    (folder / name).unlink()
    with pytest.raises(CourseError, match=name):
        load(folder)


WRONG_FIXTURES = [
    (
        "bugs.py",
        "X.sum(axis=1)",
        "X.T.sum(axis=1)",
        "'over_columns' gives the right answers in all",
    ),
    ("bugs.py", "count = 3", "count = 4", "the value of 'one_short' is right"),
    ("bugs.py", "return X.sum(axis=1)", "pass\nnothing", "NameError: name 'nothing'"),
    ("reference.py", "[(rng.normal(size=size),) for size in SIZES]", "[]", "gives no cases"),
    ("reference.py", "rng.normal(size=size)", "rng", "a Generator cannot be kept as plain arrays"),
    ("reference.py", "return X.sum(axis=0)", "return X.nothing", "reference raises AttributeError"),
    ("reference.py", "return total(X) / len(X)", "total(X)", "returns no numbers"),
    ("reference.py", "count = 4", "count = 'four'", "'count' is no number"),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), WRONG_FIXTURES)
def test_what_no_check_could_use_is_told(folder, file, old, new, words):
    path = folder / file
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(CourseError, match=re.escape(words)):
        fixtures(load(folder))


def test_hidden_text_stands_alone_and_is_one_call(folder):
    homework = load(folder)
    for task in homework.tasks:
        text = hidden_region(homework, task)
        assert text.startswith(f'check.hidden("hw9/{task.name}", {task.name}, {{')
        compile(text, "cell", "eval")
    assert "cases_total" in hidden_region(homework, homework.task("mean"))
    assert "HINTS" not in hidden_region(homework, homework.task("mean"))


def test_a_marker_of_nbgrader_in_a_source_is_told(folder):
    path = folder / "bugs.py"
    path.write_text(path.read_text().replace("return X", "# BEGIN HIDDEN\n    return X"))
    homework = load(folder)
    with pytest.raises(CourseError, match="'total' holds 'BEGIN HIDDEN'"):
        hidden_region(homework, homework.task("total"))


@pytest.mark.parametrize(
    "text",
    ["one", "two\nlines", "a\nr'''quoted'''", "ends with\n'", "a\nback\\slash \\n", "a\nends\\"],
)
def test_text_as_a_literal_is_the_text(text):
    assert eval(literal(text)).strip("\n") == text


def test_what_is_needed_comes_with_decorators_and_in_order():
    source = (
        "import functools\nimport os\nA = 1\nB = A + 1\n"
        "@functools.cache\ndef f():\n    return B\nA += 1\nclass C: pass\n"
    )
    kept = needed(source, {"f"})
    assert kept == source.replace("import os\n", "").replace("\nclass C: pass\n", "")
