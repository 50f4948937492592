"""Hidden judgement: fresh cases by the seed, both halves needed, nothing given away."""

import json

import numpy as np
import pytest

from course_lib.checks import check, fresh
from course_lib.checks.exchange import encode
from course_lib.checks.result import MIME

REFERENCE = """
import numpy as np
def both(X):
    return X.sum(axis=0), X.max(axis=0)
def cases_both(rng):
    return [(rng.normal(size=(5, 3)),), (rng.normal(size=(4, 2)),)]
"""
BUGS = {
    "mean": ("Was it divided?", "def both(X):\n    return X.mean(axis=0), X.max(axis=0)"),
    "axis": ("Which axis?", "def both(X):\n    return X.sum(axis=1), X.max(axis=1)"),
}
MATERIAL = {
    "points": 4.0,
    "uses": [],
    "parts": ["total", "top"],
    "reference": REFERENCE,
    "bugs": BUGS,
}
VISIBLE = np.arange(12.0).reshape(4, 3)


def right(X):
    return X.sum(axis=0), X.max(axis=0)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    shared = {"points": 4.0, "uses": [], "parts": ["total", "top"], "fingerprints": []}
    shared |= {"hints": [], "argument_names": ["X"]}
    cases = [{"arguments": [encode(VISIBLE)], "expected": encode(list(right(VISIBLE)))}]
    tasks = {
        "both": shared | {"kind": "function", "cases": cases},
        "count": shared | {"kind": "number", "parts": [], "points": 2.0, "cases": []},
        "two": shared | {"kind": "number", "parts": ["a", "b"], "points": 2.0, "cases": []},
    }
    (tmp_path / "fixtures.json").write_text(json.dumps({"tasks": tasks}))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBGRADER_SEED", "11")


def hidden(answer, name="both", material=MATERIAL):
    check(f"hw0/{name}", answer)
    result = check.hidden(f"hw0/{name}", answer, material)
    data = result._repr_mimebundle_()[MIME]
    assert float(result) == data["points"]
    return data


def only_visible(wrong):
    """Return an answer that knows the visible case by heart and is `wrong` on others."""
    return lambda X: right(X) if X.shape == VISIBLE.shape else wrong(X)


def test_right_on_both_is_right():
    assert hidden(right)["state"] == "right"
    assert hidden(right)["points"] == 4.0


def test_the_visible_diagnosis_stands():
    said = hidden(lambda X: (2 * X.sum(axis=0), 2 * X.max(axis=0)))
    assert said["message"].startswith("total and top are exactly 2 times too large")
    assert said["points"] == 0


def test_a_right_part_keeps_its_points_only_if_fresh_cases_agree():
    assert hidden(lambda X: (X.sum(axis=0), 2 * X.max(axis=0)))["points"] == 2.0
    by_heart = only_visible(lambda X: (0 * X[0], X.max(axis=0)))
    assert hidden(by_heart)["points"] == 2.0
    crossed = lambda X: (right(X)[0], 0 * X[0]) if X.shape == (4, 3) else (0 * X[0], right(X)[1])  # noqa: E731
    assert hidden(crossed)["points"] == 0


def test_a_bug_that_shows_on_fresh_cases_only_is_named_without_numbers():
    said = hidden(only_visible(lambda X: (X.mean(axis=0), X.max(axis=0))))
    assert (said["state"], said["diagnosis"], said["points"]) == ("known_bug", "mean", 2.0)
    assert (
        said["message"] == "On fresh inputs: total is off by a constant factor.\n\nWas it divided?"
    )


def test_what_a_student_prints_or_raises_about_fresh_cases_is_not_passed_on(capsys):
    def tells(X):
        print("secret", X)
        raise ValueError(f"secret {X}")

    said = hidden(only_visible(tells))
    assert said["message"] == "On fresh inputs it raised `ValueError`."
    assert "secret" not in capsys.readouterr().out


def test_what_is_untouched_meets_no_fresh_case():
    def stub(X):
        raise NotImplementedError()

    assert hidden(stub)["state"] == "not_attempted"


def test_it_works_without_a_visible_check_before():
    assert check.hidden("hw0/both", right, MATERIAL) == 4.0


def seen_inputs():
    inputs = []
    hidden(lambda X: inputs.append(X.tolist()) or right(X))
    return inputs[1:]  # the first one is the visible


def test_the_same_seed_gives_the_same_cases_and_another_one_others(monkeypatch):
    first = seen_inputs()
    assert seen_inputs() == first
    monkeypatch.setenv("NBGRADER_SEED", "12")
    assert seen_inputs() != first


def test_without_a_seed_a_secret_of_the_process_is_used(monkeypatch):
    with_seed = seen_inputs()
    monkeypatch.delenv("NBGRADER_SEED")
    first = seen_inputs()
    assert first != with_seed
    assert seen_inputs() == first
    fresh._secret.cache_clear()
    assert seen_inputs() != first


def test_tasks_draw_from_seeds_of_their_own():
    assert fresh.generator("7/hw0/a").integers(1 << 60) != fresh.generator("7/hw0/b").integers(
        1 << 60
    )


def test_the_call_binds_no_name_and_changes_nothing_of_the_students():
    names = {"check": check, "both": right}
    text = f'check("hw0/both", both)\ncheck.hidden("hw0/both", both, {MATERIAL!r})'
    for line in text.splitlines():
        eval(line, names)
    assert set(names) == {"check", "both", "__builtins__"}


NUMBER = {
    "kind": "number",
    "parts": [],
    "expected": 266_610,
    "wrong": {"no_biases": ("Only weights?", 266_200), "weights": ("Only weights?!", 266_200)},
}


@pytest.mark.parametrize("typed", [266_610, 266_610.0, np.int64(266_610), [266_610]])
def test_a_right_number(typed):
    said = hidden(typed, "count", NUMBER)
    assert (said["state"], said["points"]) == ("right", 2.0)


def test_a_wrong_number_is_told_without_the_right_one():
    said = hidden(266_600, "count", NUMBER)
    assert (said["state"], said["diagnosis"], said["points"]) == ("wrong_value", "wrong_value", 0)
    assert said["message"] == "This is not right yet."
    said = hidden(266_200, "count", NUMBER)
    assert (said["state"], said["diagnosis"]) == ("known_bug", "no_biases or weights")
    assert "Only weights?" in said["message"]
    assert hidden(None, "count", NUMBER)["state"] == "not_attempted"
    assert hidden("many", "count", NUMBER)["state"] == "wrong_type"


class Changing:
    """Is another number, or none, each time it is asked."""

    def __init__(self, *values):
        self.values = iter(values)

    def __plain__(self):
        return next(self.values)


@pytest.mark.parametrize("later", [np.zeros(0), np.zeros((0, 3)), [], np.inf, "many", [1, 2]])
def test_an_answer_that_is_another_one_when_it_is_judged(later):
    said = hidden(Changing(1.0, later), "count", NUMBER)
    assert (said["state"], said["points"]) == ("wrong_value", 0)


def test_several_numbers_earn_points_one_by_one():
    material = {"kind": "number", "parts": ["a", "b"], "expected": (1 / 3, 7), "wrong": {}}
    assert hidden((0.3333, 7), "two", material)["points"] == 2.0
    assert hidden({"b": 7, "a": 0.3}, "two", material)["points"] == 1.0
    assert hidden([0.33, 8], "two", material)["points"] == 0.0
