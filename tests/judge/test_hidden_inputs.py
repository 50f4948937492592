"""What a hidden test gave to student code is on no page later; honest outputs stay on theirs."""

import random
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from pipeline.tiny_course import CONFIGURATION, nbgrader

from course_tools.grading import pipeline
from course_tools.grading.course import Course
from course_tools.grading.judging import JudgeExecutor
from course_tools.grading.recorder import ENDS_HERE, HIDDEN

pytestmark = pytest.mark.slow

ASSIGNMENT, NOTEBOOK = "ps", "tasks"
SQUARE = "def square(x):\n    return x * x"
MORE = "def more(x):\n    return x + 1"
HIDDEN_TEST = "### BEGIN HIDDEN TESTS\nassert square(70007) == 4900980049\n### END HIDDEN TESTS"
CELLS = (  # id, source, answer's or test's metadata
    ("first", "print('before', square(2)) if 'square' in dir() else None", None),
    (
        "square",
        f"### BEGIN SOLUTION\n{SQUARE}\n### END SOLUTION",
        nbgrader("square", solution=True),
    ),
    ("before", "print('shown before', square(3))", None),
    (
        "square_check",
        f"assert square(2) == 4\n{HIDDEN_TEST}",
        nbgrader("square_check", points=2, locked=True),
    ),
    ("after", "print('after', square(4))", None),
    ("more", f"### BEGIN SOLUTION\n{MORE}\n### END SOLUTION", nbgrader("more", solution=True)),
    ("more_check", "assert more(1) == 2", nbgrader("more_check", points=1, locked=True)),
    ("last", "square(5)", None),
)
STORES = (
    "kept = []\ndef square(x):\n    kept.append(x)\n    print('called with', x)\n    return x * x"
)
AFTER = [new_output("stream", text="after 16\n")]
LAST = [new_output("execute_result", {"text/plain": "25"})]
SEEN = {"after": AFTER, "last": LAST}
ENDS = {"after": "print('?')"}
TELLTALES = {  # what a student could read from a page on which the words themselves are left out
    "says_no_more": ENDS | {"last": "None"},
    "says_more": ENDS | {"last": "print(1)"},
    "says_too_much": ENDS | {"last": "print('x' * 10**6)"},
    "warns": ENDS | {"last": "import sys\nprint(1, file=sys.stderr)"},
    "says_nothing_any_more": {"after": "None", "last": "25"},
    "is_cut": {"after": "None", "last": "print('x' * 10**6)"},
}


KEPT_ELSEWHERE = """\
exec(compile("def more(x): raise ValueError('kept in secret %r' % kept)", "library.py", "exec"))"""


def submission(outputs=None, **sources) -> SimpleNamespace:
    return SimpleNamespace(outputs=outputs or {}, sources=sources)


STUDENTS = {
    "honest": submission(SEEN),
    "cleared": submission(),
    "differs_first": submission({"after": [new_output("stream", text="?")], "last": LAST}),
    "differs_last": submission({"after": AFTER, "last": [new_output("stream", text="?")]}),
    "prints_it": submission(square=STORES, after="print('kept', kept)"),
    "shows_it": submission(
        square=STORES, after="from IPython.display import HTML\nHTML(str(kept))"
    ),
    "raises_it": submission(square=STORES, after="raise ValueError(kept)"),
    "names_it": submission(
        square=STORES, after="raise type(f'kept_{max(kept)}', (ValueError,), {})('x')"
    ),
    "in_a_test": submission(square=STORES, more="def more(x):\n    raise ValueError(kept)"),
    "printed_in_a_test": submission(
        square=STORES, more="def more(x):\n    print('kept', kept)\n    return x + 1"
    ),
    "honest_error": submission(
        SEEN | {"more_check": [new_output("error", ename="ValueError", evalue="no such x: 1")]},
        more="def more(x):\n    raise ValueError(f'no such x: {x}')",
    ),
    "without_lines": submission(square=STORES, more=KEPT_ELSEWHERE),
    **{name: submission(SEEN, **sources) for name, sources in TELLTALES.items()},
    "bit_by_bit": submission(
        {"after": AFTER, "last": LAST},
        square=STORES,
        after="print('after', 16 if max(kept) < 9 else 17)",
        last="25",
    ),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The pages, and the notebooks that the grader sees, by student."""
    folder = tmp_path_factory.mktemp("late") / "course"
    (folder / "source" / ASSIGNMENT).mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(CONFIGURATION)
    cells = [new_code_cell(text, id=name, metadata=data or {}) for name, text, data in CELLS]
    nbformat.write(new_notebook(cells=cells), folder / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")
    course = Course(folder)
    pipeline.register(course, ASSIGNMENT, folder / "release")
    for student, given in STUDENTS.items():
        hand_in(folder, student, given)
    found = pipeline.grade(course, ASSIGNMENT, executor=JudgeExecutor(2), seed="3")
    assert all(result.is_graded for result in found), found
    return SimpleNamespace(
        results={result.student: result for result in found},
        page=lambda s: (folder / "feedback" / s / ASSIGNMENT / f"{NOTEBOOK}.html").read_text(),
        notebook=lambda s: nbformat.read(
            folder / "autograded" / s / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4
        ),
    )


def hand_in(folder, student: str, given) -> None:
    notebook = nbformat.read(folder / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    for cell in notebook.cells:
        answers = {"square": SQUARE, "more": MORE} | given.sources
        cell.source = answers.get(cell.id, cell.source)
        cell.outputs = given.outputs.get(cell.id, [])
    target = folder / "submitted" / student / ASSIGNMENT
    target.mkdir(parents=True)
    nbformat.write(notebook, target / f"{NOTEBOOK}.ipynb")


def shown(page: str) -> str:
    """Return a page without its style sheets."""
    return page.partition("<body")[2]


@pytest.mark.parametrize("student", STUDENTS)
def test_no_hidden_input_is_on_the_page(graded, student):
    assert "70007" not in shown(graded.page(student))


@pytest.mark.parametrize("student", [name for name in STUDENTS if "it" in name.split("_")])
def test_the_grader_sees_what_was_put_out(graded, student):
    cells = {cell.id: cell for cell in graded.notebook(student).cells}
    assert "70007" in str(cells["after"].outputs)
    assert all(output.metadata[HIDDEN] for output in cells["after"].outputs)
    assert "From here on" in graded.page(student)


@pytest.mark.parametrize("student", STUDENTS)
def test_what_came_before_the_hidden_test_is_shown(graded, student):
    assert "shown before 9" in shown(graded.page(student))


def test_honest_outputs_stay_on_the_page(graded):
    page = shown(graded.page("honest"))
    assert "after 16" in page
    assert ">25\n" in page or "25</pre>" in page
    assert "left out" not in page


def test_from_the_first_difference_on_all_is_for_the_grader(graded):
    for student in ("cleared", "differs_first", "differs_last", "bit_by_bit", *TELLTALES):
        assert shown(graded.page(student)).count("From here on") == 1, student
    assert "after 16" in shown(graded.page("differs_last"))


@pytest.mark.parametrize("student", TELLTALES)
def test_no_page_tells_which_cells_said_something_afterwards(graded, student):
    page = shown(graded.page(student))
    areas = [page.count(words) for words in ("output_area", "was cut")]
    quiet = shown(graded.page("says_no_more"))
    assert areas == [quiet.count(words) for words in ("output_area", "was cut")]


def test_an_exception_without_lines_of_a_cell_is_the_students_all_the_same(graded):
    page = shown(graded.page("without_lines"))
    assert "Your code raised an exception (ValueError) in a visible test." in page
    assert "kept in secret [" not in page


def test_an_exception_in_a_visible_test_says_what_it_said_before_and_no_more(graded):
    assert "no such x: 1" in shown(graded.page("honest_error"))
    page = shown(graded.page("in_a_test"))
    assert "Your code raised an exception (ValueError) in a visible test." in page
    assert graded.results["in_a_test"].cells["more_check"] == 0
    assert graded.results["printed_in_a_test"].cells["more_check"] == 1


@pytest.mark.parametrize("student", STUDENTS)
def test_nothing_is_left_in_the_notebook_but_what_belongs_there(graded, student):
    for cell in graded.notebook(student).cells:
        assert set(cell.metadata) <= {"nbgrader", HIDDEN, ENDS_HERE}


LUCK = "import random\ndef roll():\n    return random.random()"
SEEDED = "### BEGIN HIDDEN TESTS\nrandom.seed(70007)\n### END HIDDEN TESTS\nassert 0 <= roll() < 1"


@pytest.mark.parametrize(
    "tests", [[SEEDED], [SEEDED.rpartition("\n")[0], "assert 0 <= roll() < 1"]]
)
def test_what_a_hidden_seed_lets_student_code_draw_is_on_no_page(tmp_path, tests):
    answer = LUCK.replace(
        "return", "print('drawn', random.Random.random(random._inst))\n    return"
    )
    drawn = str(random.Random(70007).random())
    (tmp_path / "nbgrader_config.py").write_text(CONFIGURATION)
    for folder, source in (("source", LUCK), ("submitted/ada", answer)):
        cells = [
            new_code_cell("import random", id="set", metadata=nbgrader("set", locked=True)),
            new_code_cell(source, id="roll", metadata=nbgrader("roll", solution=True)),
        ]
        for n, test in enumerate(tests):
            data = nbgrader(f"check{n}", points=1, locked=True)
            cells.append(new_code_cell(test, id=f"check{n}", metadata=data))
        (tmp_path / folder / ASSIGNMENT).mkdir(parents=True)
        nbformat.write(
            new_notebook(cells=cells), tmp_path / folder / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
        )
    course = Course(tmp_path)
    (result,) = pipeline.grade(course, ASSIGNMENT, executor=JudgeExecutor(1), seed="1")
    assert set(result.cells.values()) == {1}
    (page,) = tmp_path.glob("feedback/**/*.html")
    assert drawn not in page.read_text(encoding="utf-8")
    graded = course.autograded("ada", ASSIGNMENT) / f"{NOTEBOOK}.ipynb"
    assert drawn in graded.read_text(encoding="utf-8")  # the grader sees it
