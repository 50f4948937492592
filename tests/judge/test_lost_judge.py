"""A test that runs text of a student's can be turned against the judge: that earns nothing, and the
others are graded."""

from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from pipeline.tiny_course import CONFIGURATION, nbgrader

from course_tools.grading import pipeline
from course_tools.grading.course import Course
from course_tools.grading.judging import Court, JudgeExecutor

pytestmark = pytest.mark.slow

RULES = {  # student: a text that the test evaluates
    "honest": "2 + 2",
    "wrong": "2 + 3",
    "ends_it": "__import__('os')._exit(0)",
    "kills_it": "__import__('os').kill(__import__('os').getpid(), 9)",
    "crashes_it": "__import__('ctypes').string_at(0)",
    "fills_memory": "[bytearray(10**8) for _ in range(10**4)]",
    "loops": "[0 for _ in iter(int, 1)]",
    "late": "4",
}
LOST = ("ends_it", "kills_it", "crashes_it")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The results, the pages, and how often each notebook was tried."""
    folder = tmp_path_factory.mktemp("lost") / "course"
    (folder / "source" / "ps").mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(CONFIGURATION.replace("timeout = 4", "timeout = 2"))
    cells = [
        new_code_cell(
            "### BEGIN SOLUTION\nrule = '2 + 2'\n### END SOLUTION",
            id="rule",
            metadata=nbgrader("rule", solution=True),
        ),
        new_code_cell(
            "assert eval(rule) == 4", id="check", metadata=nbgrader("check", points=1, locked=True)
        ),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "source" / "ps" / "tasks.ipynb")
    course = Course(folder)
    pipeline.register(course, "ps", folder / "release")
    for student, rule in RULES.items():
        notebook = nbformat.read(folder / "release" / "ps" / "tasks.ipynb", as_version=4)
        notebook.cells[0].source = f"rule = {rule!r}"
        target = folder / "submitted" / student / "ps"
        target.mkdir(parents=True)
        nbformat.write(notebook, target / "tasks.ipynb")
    tries: dict[str, int] = {}
    original = Court._try_once

    def counted(court, plan, notebook, *more):
        source = notebook.cells[0].source
        tries[source] = tries.get(source, 0) + 1
        return original(court, plan, notebook, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Court, "_try_once", counted)
        results = pipeline.grade(course, "ps", list(RULES), executor=JudgeExecutor(2), seed="3")
    return SimpleNamespace(
        results={result.student: result for result in results},
        tries={student: tries.get(f"rule = {rule!r}") for student, rule in RULES.items()},
        page=lambda s: (folder / "feedback" / s / "ps" / "tasks.html").read_text(),
    )


@pytest.mark.parametrize("student", LOST)
def test_who_ends_the_judge_is_tried_again_and_then_not_graded(graded, student):
    result = graded.results[student]
    assert graded.tries[student] == 2
    assert result.status == "could_not_grade"
    assert result.reason.startswith("the judge's own process ended while 'check' ran")
    assert result.score is None
    assert "Could not be graded" in graded.page(student)
    assert "own process ended while &#x27;check&#x27; ran" in graded.page(student)


@pytest.mark.parametrize("student", [name for name in RULES if name not in LOST])
def test_everyone_else_is_graded_at_the_first_try(graded, student):
    result = graded.results[student]
    assert result.status == "graded"
    assert result.score == (student in ("honest", "late"))
    # The contract is two runs of the same text.
    assert graded.tries[student] == 1 + 2 * (student == "honest")
