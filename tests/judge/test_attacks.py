"""Nothing that is handed in earns undeserved marks, stops the batch, gets out, or gets at secrets.

`make attacks` runs this file alone and prints the table of all attacks.
"""

import hashlib
import os
import re
import socket
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from course_tools.grading import pipeline
from course_tools.grading.course import Course
from course_tools.grading.judging import JudgeExecutor
from course_tools.grading.recorder import HIDDEN

from . import attacked_course
from .attacked_course import ASSIGNMENT, CANARY, NOTEBOOK, POINTS, SOLUTIONS
from .attacks import ATTACKS, Attack

pytestmark = pytest.mark.slow

NAMES = [attack.name for attack in ATTACKS]
TABLE: list[tuple] = []  # what conftest prints at the end
EXCHANGE = Path("/usr/local/share")


def hand_in(attack: Attack, course: Path, release: Path, facts: dict) -> None:
    """Write the submission of an attack."""
    folder = course / "submitted" / attack.name / ASSIGNMENT
    folder.mkdir(parents=True)
    path = folder / f"{NOTEBOOK}.ipynb"
    if attack.content:
        path.write_bytes(attack.content())
    else:
        notebook = attacked_course.filled(release, SOLUTIONS | attack.answers)
        if attack.change:
            attack.change(notebook)
        own = [nbformat.v4.new_code_cell(code) for code in (attack.first, attack.last) if code]
        notebook.cells[1:1] = own[: bool(attack.first)]
        notebook.cells += own[bool(attack.first) :]
        for cell in notebook.cells:
            for name, value in facts.items():
                cell.source = re.sub(rf"\b{name}\b", repr(value), cell.source)
        path.write_text(nbformat.writes(notebook) if not attack.change else raw(notebook))
    if attack.beside:
        attack.beside(folder, course)


def raw(notebook) -> str:
    """Return a notebook's JSON unchecked: a hostile one need not be valid."""
    import json

    return json.dumps(notebook)


def digest(folder: Path, *parts: str) -> dict[str, str]:
    """Return a digest of each file in some parts of the course."""
    paths = [p for part in parts for p in (folder / part, *(folder / part).rglob("*"))]
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file() and not path.is_symlink() and path.stat().st_size < 10**9
    }


def descendants() -> set[int]:
    """Return all processes below this one, and those of other users that only a sandbox has."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, ours = set(), {os.getpid()}
    while ours:
        ours = {pid for pid, parent in parents.items() if parent in ours} - found
        found |= ours
    return found


def temporary() -> set[str]:
    """Return the temporary folders of this process' grading (others may grade at the same time)."""
    return {path.name for path in Path(tempfile.gettempdir()).glob(f"course-grade-{os.getpid()}-*")}


UNTOUCHED = ("nbgrader_config.py", "source", "submitted", "exchange", "release")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The whole catalogue, graded once: results, the course, and the world before and after."""
    folder = attacked_course.make_course(tmp_path_factory.mktemp("attacked") / "course")
    course, release = Course(folder), folder / "release"
    pipeline.register(course, ASSIGNMENT, release)
    attacked_course.put_canary_into_gradebook(course)
    listener = socket.create_server(("127.0.0.1", 0))
    root = Path(__file__).resolve().parents[2]
    facts = {"PORT": listener.getsockname()[1], "PLACES": [str(folder), str(root)]}
    for attack in ATTACKS:
        hand_in(attack, folder, release, facts)
    before = SimpleNamespace(files=digest(folder, *UNTOUCHED), processes=descendants())
    before.temporary = temporary()
    os.environ["CANARY_OF_THE_GRADER"] = CANARY["environment"]
    start = time.perf_counter()
    try:
        with secret_in_the_default_exchange():
            executor = JudgeExecutor(2)
            found = pipeline.grade(course, ASSIGNMENT, NAMES, executor=executor, seed="7")
    finally:
        del os.environ["CANARY_OF_THE_GRADER"]
        listener.close()
    results = {result.student: result for result in found}
    for attack in ATTACKS:
        TABLE.append((attack.name, expected(attack), outcome(results[attack.name])))
    return SimpleNamespace(
        results=results, folder=folder, course=course, before=before,
        seconds=time.perf_counter() - start,
    )  # fmt: skip


def secret_in_the_default_exchange():
    """A file where nbgrader's exchange lies by default, if this user may write there."""
    if not os.access(EXCHANGE, os.W_OK):
        return tempfile.TemporaryDirectory()
    folder = tempfile.TemporaryDirectory(dir=EXCHANGE, prefix="canary-")
    (Path(folder.name) / "friend.txt").write_text(CANARY["exchange"])
    return folder


def expected(attack: Attack) -> str:
    if attack.status != "graded":
        return attack.status
    return f"0 for {attack.lost}" if attack.lost else "full marks"


def outcome(result) -> str:
    if result.status != "graded":
        return f"{result.status}: {result.reason}"
    lost = [task for task, most in POINTS.items() if result.cells[f"{task}_check"] != most]
    marks = " ".join(f"{task}={result.cells[f'{task}_check']:g}" for task in lost)
    return f"{marks or 'full marks'}  {result.reason}".rstrip()


def test_there_are_at_least_seventy_attacks_and_all_were_graded(graded):
    assert len(ATTACKS) >= 70
    assert len(set(NAMES)) == len(NAMES)
    assert list(graded.results) == NAMES


@pytest.mark.parametrize("attack", ATTACKS, ids=NAMES)
def test_marks_status_and_reason(graded, attack):
    result = graded.results[attack.name]
    assert result.status == attack.status, result.reason
    assert attack.says in result.reason
    assert "Traceback" not in result.reason
    if result.status != "graded":
        assert result.cells == {}
        assert result.score is None
        return
    assert {task: result.cells[f"{task}_check"] for task in POINTS} == attack.marks
    assert result.score == sum(attack.marks.values())
    assert result.max_score == sum(POINTS.values()) + 1


def page(graded, name: str) -> str:
    path = graded.folder / "feedback" / name / ASSIGNMENT / f"{NOTEBOOK}.html"
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_is_on_the_students_page(graded, name):
    text = page(graded, name)
    assert [place for place, secret in CANARY.items() if secret in text] == []
    for hidden in ("70007", "4900980049", "-7.5", "must be 9", "HIDDEN TESTS"):
        assert hidden not in re.sub(r"<style.*?</style>|base64,[\w+/=]*", "", text, flags=re.S)


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_came_to_the_students_side(graded, name):
    """Not even the grader's copy holds a secret where the student's own code put it."""
    path = graded.folder / "autograded" / name / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    if not path.is_file():
        assert graded.results[name].status != "graded"
        return
    for cell in nbformat.read(path, as_version=4).cells:
        is_test = cell.metadata.get("nbgrader", {}).get("grade_id", "").endswith("_check")
        outputs = [out for out in cell.get("outputs", []) if out.output_type != "error"]
        text = str(outputs) if is_test else str(cell)
        assert [place for place, secret in CANARY.items() if secret in text] == []


def test_what_is_said_while_a_hidden_line_runs_is_for_the_grader(graded):
    path = graded.folder / "autograded/prints_what_it_was_given" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    cells = {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}
    hidden = [o for o in cells["square_check"].outputs if o.get("metadata", {}).get(HIDDEN)]
    assert any("given 3" in str(output) for output in hidden)
    for name in ("prints_what_it_was_given", "raises_what_it_was_given"):
        assert "given 3" not in page(graded, name)
    for words in ("given 3", "given -7.5", "given_3"):
        for name in NAMES:
            assert words not in page(graded, name)
    assert "given 2" in page(graded, "prints_what_it_was_given")


def said(graded, name: str) -> str:
    """Return what the cells of a submission put out (its own code may hold the same words)."""
    path = graded.folder / "autograded" / name / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    if not path.is_file():
        return ""
    cells = nbformat.read(path, as_version=4).cells
    texts = [str(out) for cell in cells for out in cell.get("outputs", [])]
    return "\n".join(texts)


SUCCESSES = ("could read", "could see", "could write", "could dial", "could fill", "shadow'")


@pytest.mark.parametrize("name", NAMES)
def test_no_attack_says_that_it_succeeded(graded, name):
    assert [success for success in SUCCESSES if success in said(graded, name)] == []


def test_pages_are_bounded(graded):
    for kind in ("autograded", "feedback"):
        for path in (graded.folder / kind).rglob("*.*"):
            if path.is_file():
                assert path.stat().st_size < 5_000_000, path


def test_nothing_outside_is_written(graded):
    assert digest(graded.folder, *UNTOUCHED) == graded.before.files
    known = {*UNTOUCHED, "autograded", "feedback", "gradebook.db", "course_grades", ".nbgrader.log"}
    assert {path.name for path in graded.folder.iterdir()} <= known
    with graded.course.gradebook() as book:
        assert all(s.score <= sum(POINTS.values()) for s in book.assignment_submissions(ASSIGNMENT))
        assert book.find_student("friend").last_name == CANARY["gradebook"]


def test_nothing_is_left_behind(graded):
    assert descendants() <= graded.before.processes
    assert temporary() <= graded.before.temporary


def test_the_batch_is_not_held_up(graded):
    assert graded.seconds < 600


def test_limits_hold(graded):
    started = re.search(r"could start (\d+)", said(graded, "processes"))
    assert int(started[1]) < 100
    assert "could []" in said(graded, "mounts_and_namespaces")
    assert "is False" in said(graded, "shadowing_modules_and_files")
