"""nbgrader's own commands, and the Python that the formgrader's buttons call, grade with the judge.

The configuration is this course's own file; only its folders are those of a course made here.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from pipeline import tiny_course
from pipeline.tiny_course import ASSIGNMENT, NOTEBOOK, SECRET

from course_tools.grading import gradebook, pipeline
from course_tools.grading.course import Course

from . import stopped

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
OTHER_FOLDERS = """
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
c.JudgeExecute.timeout = 4
"""
TURNS_TESTS_INTO_NOTHING = (
    "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])\n"
    "def square(x):\n    return 7"
)
WARNS = (
    "import warnings\ndef square(x):\n    warnings.warn('big')\n    return x * x"  # stock: no marks
)
ANSWERS = {
    "honest": {},
    "warns": {"square": WARNS},
    "cheat": {"square": TURNS_TESTS_INTO_NOTHING},
    "hidden_wrong": {"square": "def square(x):\n    return 2 * x"},
    "tells": {"square": "def square(x):\n    print('given', x)\n    return 4 if x == 2 else -x"},
}
MARKS = {  # of square_check, total_check
    "honest": (2, 3),
    "warns": (2, 3),
    "cheat": (0, 0),  # and not the 5 of stock: only their own cells became nothing
    "hidden_wrong": (0, 3),
    "tells": (0, 3),
}
BUTTONS = """
import json, sys
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory

app = NbGrader()
app.load_config_file()
directory = CourseDirectory(parent=app, config=app.config)
api = NbGraderAPI(directory, Authenticator(parent=app), config=app.config)
done = [api.generate_assignment("hw1")]
for student in sys.argv[1:]:
    done += [api.autograde("hw1", student), api.generate_feedback("hw1", student)]
print(json.dumps([(d["success"], d.get("error", "")) for d in done]))
"""


def make_course(folder: Path) -> Path:
    tiny_course.make_course(folder)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8") + OTHER_FOLDERS
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    return folder


def hand_in(folder: Path) -> None:
    submissions = tiny_course.Submissions(folder, folder / "release")
    for student, answers in ANSWERS.items():
        submissions.answers(student, **answers)


def environment(**more: str) -> dict[str, str]:
    """Return that of an activated environment: nbgrader looks for its helpers on the path."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": programs} | more


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def by_the_command(folder: Path) -> None:
    run(folder, "-m", "nbgrader", "generate_assignment", ASSIGNMENT)
    hand_in(folder)
    run(folder, "-m", "nbgrader", "autograde", ASSIGNMENT)
    run(folder, "-m", "nbgrader", "generate_feedback", ASSIGNMENT)


def by_the_buttons(folder: Path) -> None:
    run(folder, "-m", "nbgrader", "generate_assignment", ASSIGNMENT)
    hand_in(folder)
    said = run(folder, "-c", BUTTONS, *ANSWERS)
    assert all(success for success, _ in json.loads(said.splitlines()[-1])), said


@pytest.fixture(scope="module", params=[by_the_command, by_the_buttons], ids=["command", "button"])
def graded(request, tmp_path_factory):
    """A course graded by nbgrader, without `course grade`."""
    folder = make_course(tmp_path_factory.mktemp("nbgrader") / "course")
    request.param(folder)
    return SimpleNamespace(folder=folder, course=Course(folder))


@pytest.mark.parametrize("student", ANSWERS)
def test_marks_are_the_judges(graded, student):
    cells = gradebook.marks(graded.course, ASSIGNMENT, student)["cells"]
    assert (cells["square_check"], cells["total_check"]) == MARKS[student]


@pytest.mark.parametrize("student", ANSWERS)
def test_pages_hold_no_hidden_test_and_fetch_nothing(graded, student):
    path = graded.folder / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html"
    page = path.read_text(encoding="utf-8")
    assert "assert" in page
    for hidden in (SECRET, "must be 9", "HIDDEN TESTS", "given 3", "given -5", "<script", "cdn"):
        assert hidden not in page
    assert ("A hidden test did not pass" in page) == (student in ("hidden_wrong", "tells"))


def test_grading_again_by_force_gives_the_same_marks(graded):
    run(graded.folder, "-m", "nbgrader", "autograde", ASSIGNMENT, "--force", "--student", "cheat")
    cells = gradebook.marks(graded.course, ASSIGNMENT, "cheat")["cells"]
    assert (cells["square_check"], cells["total_check"]) == MARKS["cheat"]


def autograde(folder: Path, temporary: Path, *options: str) -> subprocess.Popen:
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT, *options],
        cwd=folder,
        env=environment(TMPDIR=str(temporary)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # As at a terminal: what a shell runs in the background ignores Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def assert_nothing_is_left(pid: int, temporary: Path) -> None:
    """No process, no folder, no socket; the warm process may take a moment to notice."""
    stopped.wait_until(lambda: not stopped.processes(f"course-grade-{pid}-"), 10)
    assert not [path for path in temporary.iterdir() if path.name.startswith("course-grade")]
    assert not [path for path in temporary.rglob("*") if path.is_socket()]


def test_no_process_or_folder_is_left_behind(graded, tmp_path):
    process = autograde(graded.folder, tmp_path, "--force", "--student", "honest")
    assert process.wait(120) == 0
    assert_nothing_is_left(process.pid, tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_in_the_middle_of_a_cell(tmp_path, number):
    """Nothing is left, not even half a submission; the next run grades it."""
    folder = make_course(tmp_path / "course")
    pipeline.register(Course(folder), ASSIGNMENT, folder / "release")
    stopped.endless(folder, "ada")
    process = autograde(folder, tmp_path / "tmp")
    stopped.wait_until(lambda: list(folder.glob("course_grades/*.contract.json")))
    words = f"course-grade-{process.pid}-"  # of a warm process and those forked from it
    stopped.wait_until(lambda: len(stopped.processes(words)) > 5)
    process.send_signal(number)
    assert process.wait(20) != 0
    assert_nothing_is_left(process.pid, tmp_path / "tmp")
    assert not (folder / "autograded" / "ada" / ASSIGNMENT).exists()
    assert autograde(folder, tmp_path / "tmp").wait(120) == 0
    cells = gradebook.marks(Course(folder), ASSIGNMENT, "ada")["cells"]
    assert (cells["square_check"], cells["total_check"]) == (0, 3)
