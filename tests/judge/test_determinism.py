"""The same submission and the same seed give the same marks and the same messages: with any number
of workers, in any order, on every run."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from pipeline.tiny_course import CONFIGURATION, nbgrader

from course_tools.grading import pipeline
from course_tools.grading.course import Course
from course_tools.grading.judging import JudgeExecutor

pytestmark = pytest.mark.slow

ASSIGNMENT, NOTEBOOK = "ps", "tasks"
DRAWS = (
    "random.random(), np.random.rand(), np.random.default_rng().random(), random.Random().random()"
)
ANSWER = f"import random\nimport numpy as np\ndef draw():\n    return [{DRAWS}]\n"
SOLUTION = "import random\nimport numpy as np\ndef draw():\n    return 'all points'\n"
TESTS = {  # name: a test whose points depend on what is drawn, here and there
    "here": f"import random\nimport numpy as np\nprint({DRAWS})\n"
    "5.0 * (draw() == 'all points' or np.random.default_rng().random())",
    "there": "drawn = draw()\nprint(drawn)\n5.0 * (drawn == 'all points' or sum(drawn) % 1)",
    "message": "assert draw() == 'all points', f'{draw} gives {draw()}, not {random.random()}'",
}
ANSWERS = {
    "lucky": ANSWER,
    "same_answer": ANSWER,
    "lucky_again": ANSWER + "random.seed()\nnp.random.seed()",
    "shows_objects": "class Box:\n    pass\nprint(Box(), Box, {Box(), Box()})\n"
    "def draw():\n    raise ValueError(f'{Box()} is none of {set(map(str, range(9)))}')",
    "prints_hashes": "print(hash('word'), sorted(map(hash, 'abc')))\ndraw = list",
    "in_numpys_way": "from numpy.random import Generator, PCG64, RandomState\n"
    "def draw():\n    return [Generator(PCG64()).random(), RandomState().rand()]",
    "who_am_i": "import getpass, os\nprint(getpass.getuser(), os.getuid(), os.getpid())\n"
    "print(open('/etc/passwd').read())\ndraw = list",
    "endless": "def draw():\n    while True:\n        pass",
    "memory": "def draw():\n    return [bytes(10**9) for _ in range(9)]",
    "recursion": "def draw():\n    return draw() + draw()",
    "dies": "import os\ndef draw():\n    os._exit(7)",
    "broken": "def draw(:",
}
RUNS = {  # name: workers, and the order in which submissions are taken
    "one": (1, sorted(ANSWERS)),
    "again": (1, sorted(ANSWERS)),
    "two": (2, sorted(ANSWERS)),
    "four, shuffled": (4, sorted(ANSWERS, key=lambda name: name[::-1])),
}


def make_course(folder: Path) -> Path:
    """Write a course in which nearly all is chance, and hand in the answers."""
    (folder / "source" / ASSIGNMENT).mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(CONFIGURATION.replace("timeout = 4", "timeout = 2"))
    solution = f"### BEGIN SOLUTION\n{SOLUTION}### END SOLUTION"
    cells = [new_code_cell(solution, id="draw", metadata=nbgrader("draw", solution=True))]
    for name, test in TESTS.items():
        data = nbgrader(f"{name}_check", points=5, locked=True)
        cells.append(new_code_cell(test, id=f"{name}_check", metadata=data))
    nbformat.write(new_notebook(cells=cells), folder / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb")
    pipeline.register(Course(folder), ASSIGNMENT, folder / "release")
    for student, answer in ANSWERS.items():
        target = shutil.copytree(
            folder / "release" / ASSIGNMENT, folder / "submitted" / student / ASSIGNMENT
        )
        notebook = nbformat.read(target / f"{NOTEBOOK}.ipynb", as_version=4)
        notebook.cells[0].source = answer
        nbformat.write(notebook, target / f"{NOTEBOOK}.ipynb")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("chance") / "course")


@pytest.fixture(scope="module")
def outcomes(made, tmp_path_factory):
    """Run → student → all that grading said: result, graded notebook, page; seconds left out."""
    found = {}
    for run, (workers, order) in RUNS.items():
        found[run] = outcome_of(made, tmp_path_factory.mktemp("run"), workers, order, seed="11")
    return found


def outcome_of(made: Path, place: Path, workers: int, order: list[str], seed: str) -> dict:
    folder = shutil.copytree(made, place / "course")
    executor = JudgeExecutor(workers)
    results = pipeline.grade(Course(folder), ASSIGNMENT, order, executor=executor, seed=seed)
    return {
        result.student: (
            {k: v for k, v in result.as_json().items() if k != "seconds"},
            (folder / "autograded" / result.student / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_text(),
            (folder / "feedback" / result.student / ASSIGNMENT / f"{NOTEBOOK}.html").read_text(),
        )
        for result in results
    }


@pytest.mark.parametrize("run", list(RUNS)[1:])
@pytest.mark.parametrize("student", ANSWERS)
def test_marks_messages_notebooks_and_pages_are_the_same(outcomes, run, student):
    first, other = outcomes["one"][student], outcomes[run][student]
    assert first[0] == other[0]
    assert first[1] == other[1]
    assert first[2] == other[2]


def test_chance_was_at_work(outcomes):
    """Else the comparison above would say nothing."""
    cells = {student: outcome[0]["cells"] for student, outcome in outcomes["one"].items()}
    here = {student: found["here_check"] for student, found in cells.items()}
    stopped = {"endless", "memory", "recursion", "dies", "broken", "shows_objects"}
    assert all(0 < here[student] < 5 for student in set(ANSWERS) - stopped)
    lucky = cells["lucky"]
    assert 0 < lucky["there_check"] < 5
    assert lucky["there_check"] != cells["in_numpys_way"]["there_check"]
    assert lucky["there_check"] != lucky["here_check"]
    assert cells["same_answer"] == lucky  # the same notebook: the same luck
    assert here["lucky"] != here["lucky_again"]


def test_a_run_of_another_seed_draws_otherwise(outcomes, made, tmp_path):
    other = outcome_of(made, tmp_path, 2, ["lucky"], seed="12")["lucky"][0]["cells"]
    before = outcomes["one"]["lucky"][0]["cells"]
    assert other["here_check"] != before["here_check"]
    assert other["there_check"] != before["there_check"]


def test_messages_hold_no_address(outcomes):
    for _, notebook, page in outcomes["one"].values():
        assert not re.search(r"at 0x[0-9a-f]", notebook + page)
    assert "Box object at 0x…" in outcomes["one"]["shows_objects"][1]


PROGRAM = """
import random, sys
{before}
from course_tools.grading.judge.chance import seed_generators
seed_generators({seed!r})
import numpy as np
random.seed()
np.random.seed()
print({draws}, np.random.PCG64().random_raw(), random.SystemRandom().random() < 1)
"""


def drawn(seed: str, before: str = "") -> str:
    program = PROGRAM.format(seed=seed, before=before, draws=DRAWS)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("before", ["", "import numpy.random"])
def test_unseeded_generators_repeat_themselves_whenever_numpy_is_imported(before):
    assert drawn("a", before) == drawn("a", before)
    assert drawn("a", before) != drawn("b", before)
