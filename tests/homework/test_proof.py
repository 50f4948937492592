"""The proof itself: a sample of it in every run, and proof that it can fail."""

import random

import pytest

from course_tools.cli import prove
from course_tools.proof import trials
from course_tools.proof.mutants import Mutant, mutants

from . import classroom
from .classroom import FOLDERS, Classroom


def silent(things, **_):
    return things


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_sample_of_the_proof_holds(folder):
    sizes = {"bugs": 0, "alternatives": 0, "seeds": 0, "mutants": 25, "pairs": 4, "cases": 300}
    for kind, trial in prove.prove(classroom.homework(folder), sizes, random.Random(1)):
        assert prove.is_good(kind, trial), (kind, trial.failures)


@pytest.fixture
def room(tmp_path):
    folder = next(folder for folder in FOLDERS if folder.name == "hw3_backprop")
    return Classroom(folder, tmp_path)


def test_a_surviving_mutant_is_noticed(room):
    """The reference itself, called a mutant, survives, and is called equivalent; it is listed."""
    task = room.work.task("softmax")
    same = Mutant("softmax", task.source, "line 0: nothing")
    trial = trials.mutants_killed(room, [same], 50, silent)
    assert (trial.count, len(trial.listed)) == (0, 1)


def test_a_check_that_passes_everything_is_noticed(room, monkeypatch):
    full = {"points": 1, "max_points": 1, "diagnosis": "", "state": "right"}
    tasks = [task.name for task in room.work.tasks]
    monkeypatch.setattr(room, "results", lambda answers, tasks=tasks: dict.fromkeys(tasks, full))
    bugs = room.work.bugs[:3]
    killed, named = trials.bugs_killed(room, bugs, silent)
    assert killed.passed == named.passed == 0
    assert trials.pairs_of_bugs(room, 3, random.Random(0), silent).failures
    assert trials.untouched_and_half_done(room).failures
    wrong = Mutant("softmax", "def softmax(Z):\n    return Z", "line 2: all")
    assert trials.mutants_killed(room, [wrong], 50, silent).failures


def test_a_rejected_alternative_is_noticed(room, monkeypatch):
    low = {"points": 0, "max_points": 1}
    monkeypatch.setattr(room, "results", lambda answers, tasks=None: {"softmax": low})
    assert trials.alternatives_accepted(room, room.work.alternatives[:2], 1, silent).failures


def test_mutants_are_small_changes_each_made_once():
    source = "def f(A, W):\n    return np.sum(A @ W.T, axis=0, keepdims=True) - 1"
    found = list(mutants("f", source))
    changes = " ".join(m.change for m in found)
    for part in ("@ becomes *", "transposition", "axis is left out", "keepdims", "- becomes +"):
        assert part in changes
    assert len({m.source for m in found}) == len(found)


def test_the_command_refuses_an_unknown_homework(capsys):
    from course_tools.cli import main

    assert main(["prove", "hw9"]) == 2
    assert "hw3_backprop" in capsys.readouterr().err


def test_an_answer_that_never_ends_is_stopped_and_gets_nothing(room, monkeypatch):
    from course_tools.proof import classroom as proof_classroom

    monkeypatch.setattr(proof_classroom, "SECONDS", 0.2)
    endless = "def softmax(Z):\n    while True:\n        pass"
    assert room.results({"softmax": endless}, ["softmax"])["softmax"]["state"] == "stopped"
    assert not trials.survives(room, Mutant("softmax", endless, "line 3: all"))


def test_a_mutant_that_raises_is_caught_by_its_check(room):
    raising = Mutant("softmax", "def softmax(Z):\n    return Z / undefined", "all")
    said = room.results({raising.task: raising.source}, ["softmax"])["softmax"]
    assert said["state"] == "raised"
    assert not trials.survives(room, raising)


def test_an_error_of_the_check_itself_kills_no_mutant(room, monkeypatch):
    monkeypatch.setattr(room, "_test_cell", lambda task: ("1 / 0", "1 / 0"))
    wrong = Mutant("softmax", "def softmax(Z):\n    return Z", "all")
    with pytest.raises(ZeroDivisionError):
        trials.mutants_killed(room, [wrong], 50, silent)


def test_the_table_of_all_homeworks_fits_a_narrow_terminal(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    failed = ("bugs named", trials.Trial(1499, 1500, ["sign: called transposed"]))
    row = [("alternatives accepted", trials.Trial(1500, 1500)), failed]
    prove.show({folder.name: row for folder in FOLDERS})
    said = capsys.readouterr().out
    assert "1499" in said
    assert "10500" in said
    assert "hw1_perceptron, bugs named: sign: called transposed" in said
    assert "…" not in said
    assert max(map(len, said.splitlines())) <= 80
