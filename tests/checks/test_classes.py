"""Answers that are a trained classifier: how many predictions are right decides."""

import numpy as np
import pytest
from scipy.stats import binom

from course_lib.checks.classes import LUCK, alike, law, least
from course_lib.checks.fresh import fingerprint
from course_lib.checks.judging import judged
from course_lib.checks.plain import Odd
from course_lib.checks.result import MIME, Result
from course_lib.checks.tasks import Case, Outcome, Task

TRUTH = {n: np.random.default_rng(n).integers(5, size=n) for n in (200, 90)}
CASES = tuple(Case((np.arange(n), 7), law(classes, least(n, 0.95))) for n, classes in TRUTH.items())
CONSTANT = fingerprint("constant", "Is anything learned?", lambda X, seed: X * 0 + 3, CASES)
TASK = Task(
    "hw0/say", "classes", 4.0, arguments=("X", "seed"), cases=CASES, fingerprints=(CONSTANT,)
)


def with_mistakes(share):
    """Right but for a share of the examples of each case, in which the next class is said."""

    def say(X, seed):
        said = TRUTH[len(X)].copy()
        wrong = slice(round(share * len(X)))
        said[wrong] = (said[wrong] + 1) % 5
        return said

    return say


def said(answer, **options):
    return Result(judged(TASK, answer, **options))._repr_mimebundle_()[MIME]


RIGHT = {
    "all of them": with_mistakes(0),
    "a few mistakes": with_mistakes(0.04),
    "a list": lambda X, seed: with_mistakes(0.02)(X, seed).tolist(),
    "a column of float32": lambda X, seed: with_mistakes(0.02)(X, seed)[:, None].astype(np.float32),
}


@pytest.mark.parametrize("answer", RIGHT.values(), ids=RIGHT)
def test_enough_right_predictions_get_full_marks(answer):
    assert (said(answer)["state"], said(answer)["points"]) == ("right", 4)


WRONG = {
    "too_few": with_mistakes(0.3),
    "renamed": lambda X, seed: TRUTH[len(X)] + 1,
    "guessed": lambda X, seed: np.random.default_rng(seed).integers(5, size=len(X)),
    "one_class": lambda X, seed: np.zeros(len(X)),
    "no_classes": lambda X, seed: TRUTH[len(X)] + 0.3,
    "wrong_shape": lambda X, seed: np.eye(5)[TRUTH[len(X)]],
    "wrong_type": lambda X, seed: ["three"] * len(X),
    "raised ValueError": lambda X, seed: int("x"),
    "constant": lambda X, seed: [3] * len(X),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_is_said_and_fresh_cases_are_kept_secret(code):
    seen, safe = said(WRONG[code]), said(WRONG[code], safe=True)
    assert seen["points"] == safe["points"] == 0
    assert seen["diagnosis"] == safe["diagnosis"] == code
    assert "X of shape" in seen["message"]
    assert not any(letter.isdigit() for letter in safe["message"])


def test_too_few_are_counted():
    assert "140 of 200 classes right (70%); 171 are needed" in said(WRONG["too_few"])["message"]


def test_nan_is_no_class():
    answer = said(lambda X, seed: np.full(len(X), np.nan))
    assert answer["diagnosis"] == "no_classes"


def test_nothing_is_not_attempted():
    assert said(None)["state"] == "not_attempted"


@pytest.mark.parametrize(("n", "promised"), [(90, 0.95), (300, 0.92), (500, 0.92), (50, 0.5)])
def test_bad_luck_is_rarer_than_promised_and_the_bound_is_the_sharpest(n, promised):
    needed = least(n, promised)
    assert binom.cdf(needed - 1, n, promised) < LUCK <= binom.cdf(needed, n, promised)


def test_runs_are_alike_if_hardly_any_prediction_differs():
    first = np.arange(100.0)
    two_off, five_off = first.copy(), first.copy()
    two_off[:2] += 1
    five_off[:5] += 1
    assert alike(Outcome(first), Outcome(two_off))
    assert not alike(Outcome(first), Outcome(five_off))
    assert not alike(Outcome(first), Outcome(first[:-1]))
    assert not alike(Outcome(first), Outcome(Odd("str")))
    assert alike(Outcome(raised="E: x"), Outcome(raised="E: x"))
    assert not alike(Outcome(raised="E: x"), Outcome(first))
