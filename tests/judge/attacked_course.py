"""A small nbgrader course to be attacked, with a canary in everything that must stay hidden."""

import secrets
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pipeline.tiny_course import nbgrader

ASSIGNMENT, NOTEBOOK, SECONDS = "ps1", "tasks", 2
POINTS = {"square": 2, "relu": 2, "share": 4, "count": 1, "stack": 2, "twice": 2, "order": 2,
          "half": 2}  # fmt: skip
PLACES = ("tests", "reference", "solution", "gradebook", "configuration", "exchange", "others",
          "environment")  # fmt: skip
CANARY = {place: f"canary_{place}_{secrets.token_hex(8)}" for place in PLACES}

SOLUTIONS = {
    "square": "def square(x):\n    return x * x",
    "relu": "def relu(z):\n    return np.maximum(z, 0)",
    "share": "def share(part, whole):\n    return part / whole",
    "count": "count = 42",
    "stack": """\
class Stack:
    def __init__(self):
        self.items = []
    def push(self, item):
        self.items.append(item)
    def pop(self):
        return self.items.pop()
    def __len__(self):
        return len(self.items)""",
    "twice": "def twice(f, x):\n    return f(f(x))",
    "order": "def order(items):\n    items.sort()",
    "half": """\
import numpy.testing as check
from math import isclose
from statistics import mean
def half(x):
    return x / 2""",
}
TESTS = {
    "square": (
        "def agrees(x, y):\n    assert square(x) == y, f'square({x}) must be {y}'\nagrees(2, 4)",
        f"""\
label = "{CANARY["tests"]}"
for x, y in {{3: 9, -5: 25, 11: 121}}.items():
    assert square(x) == y, f"{{label}}: square({{x}}) must be {{y}}"
agrees(70007, 4900980049)
assert all(abs(y - z) < 1e-12 for y, z in zip(map(square, [0.5, 1.5]), [0.25, 2.25]))""",
    ),
    "relu": (
        "np.testing.assert_allclose(relu(np.array([[-1.0, 2.0]])), [[0, 2]])",
        f"""\
reference, label = (lambda z: np.maximum(z, 0)), "{CANARY["reference"]}"
for batch in (np.linspace(-2, 2, 12).reshape(3, 4), np.array([[-7.5], [8.25]])):
    got = relu(batch)
    assert np.shape(got) == batch.shape
    assert np.allclose(got, reference(batch)), label""",
    ),
    "share": (
        "right = [share(4, 8) == 0.5, share(0, 3) == 0.0]",
        """\
right += [abs(share(1, 3) - 1 / 3) < 1e-12, share(int(table[0]), int(table[1])) == 0.75]""",
    ),
    "count": ("", "assert count == 42"),
    "stack": (
        "stack = Stack()\nstack.push(1)\nstack.push('two')\nassert len(stack) == 2",
        """\
assert stack.pop() == "two"
for word in ("a", "b", "c"):
    stack.push(word)
assert [stack.pop() for _ in range(3)] == ["c", "b", "a"] and len(stack) == 1""",
    ),
    "twice": (
        "assert twice(lambda x: x + 3, 1) == 7",
        """\
calls = []
def add(x):
    calls.append(x)
    return x + 5
assert twice(add, 10) == 20 and calls == [10, 15]""",
    ),
    "order": (
        "items = [3, 1, 2]\norder(items)\nassert items == [1, 2, 3]",
        "words = ['pear', 'fig']\norder(words)\nassert words == ['fig', 'pear']",
    ),
    "half": (  # with tools that the solution imports
        "check.assert_allclose(half(3), 1.5)",
        "assert isclose(half(7), 3.5) and mean([half(1), half(2)]) == 0.75",
    ),
}
LAST_LINES = {"share": "\n4.0 * sum(right) / len(right)"}


def source_notebook():
    """Return the instructor's notebook: set-up, eight tasks with hidden tests, an essay."""
    set_up = "import numpy as np\ntable = open('table.csv').read().split(',')"
    cells = [
        new_markdown_cell("# Eight tasks", id="title"),
        new_code_cell(set_up, id="set_up", metadata=nbgrader("set_up", locked=True)),
    ]
    for name in POINTS:
        cells += [answer_cell(name), test_cell(name)]
    essay = nbgrader("why", points=1, solution=True)
    return new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[*cells, new_markdown_cell("Why?", id="why", metadata=essay)],
    )


def answer_cell(name: str):
    source = f"### BEGIN SOLUTION\n# {CANARY['solution']}\n{SOLUTIONS[name]}\n### END SOLUTION"
    return new_code_cell(source, id=name, metadata=nbgrader(name, solution=True))


def test_cell(name: str):
    visible, hidden = TESTS[name]
    source = f"{visible}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
    return new_code_cell(
        source + LAST_LINES.get(name, ""),
        id=f"{name}_check",
        metadata=nbgrader(f"{name}_check", points=POINTS[name], locked=True),
    )


def make_course(folder: Path) -> Path:
    """Write configuration, source, exchange and the files that nobody may see; return the folder."""
    source = folder / "source" / ASSIGNMENT
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        f"c.CourseDirectory.course_id = 'attacked'  # {CANARY['configuration']}\n"
        f"c.Execute.timeout = {SECONDS}\n"
        f"c.Exchange.root = {str(folder / 'exchange')!r}\n"
    )
    nbformat.write(source_notebook(), source / f"{NOTEBOOK}.ipynb")
    (source / "table.csv").write_text("3,4,0.75")
    for place, path in secret_files(folder).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CANARY[place])
    return folder


def secret_files(folder: Path) -> dict[str, Path]:
    """Return the files, besides those of the assignment itself, that hold a canary."""
    return {
        "solution": folder / "source" / "ps2" / "solutions.py",
        "exchange": folder / "exchange" / "attacked" / "inbound" / "friend.txt",
        "others": folder / "submitted" / "friend" / "ps2" / "answers.txt",
    }


def filled(release: Path, answers: dict[str, str]):
    """Return the released notebook with answers written into its cells."""
    notebook = nbformat.read(release / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    return notebook


def put_canary_into_gradebook(course) -> None:
    with course.gradebook() as book:
        book.add_student("friend", last_name=CANARY["gradebook"])
