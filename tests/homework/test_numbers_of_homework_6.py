"""The numbers that homework 6 states, in its text and in its model answers."""

import numpy as np
import pytest
from scipy.stats import binom

from course_lib.checks.classes import hits
from course_lib.checks.observing import call
from course_tools.build.homework import read_cells

from .classroom import ROOT, homework

FOLDER = ROOT / "sources" / "homework" / "hw6_autodiff_digits"
TWICE = ([[], [0, 0], [1, 1]], [[], [3, 3], [1, 1]], 2)  # y + y, y = x·x, at x = 3


def cells():
    return read_cells(FOLDER, "notebook.py")


def text():
    return "\n".join(cell.source for cell in cells())


def friends_engine():
    names = {}
    cell = next(cell for cell in cells() if "def depth_first" in cell.source)
    exec(cell.source.partition("print(")[0], names)
    return names["depth_first"]


def test_the_friends_engine_is_right_on_leaves_and_wrong_inside():
    assert friends_engine()([[], [0, 0]], [[], [3, 3]], 1)[0] == 6
    assert friends_engine()(*TWICE) == [18, 2, 1]
    assert homework(FOLDER).reference["gradients_of"](*TWICE) == pytest.approx([12, 2, 1])
    assert "6 + 12 = 18" in text()


@pytest.mark.parametrize("n", [1, 3, 6])
def test_the_mended_engine_is_right_and_makes_as_many_calls_as_stated(n):
    parents, slopes = [[], *([k, k] for k in range(n))], [[], *[[1.0, 1.0]] * n]
    totals, calls = [0.0] * (n + 1), 0

    def send(node, share):
        nonlocal calls
        totals[node] += share
        for parent, slope in zip(parents[node], slopes[node], strict=True):
            calls += 1
            send(parent, slope * share)

    send(n, 1.0)
    assert totals == pytest.approx(homework(FOLDER).reference["gradients_of"](parents, slopes, n))
    assert calls == 2 ** (n + 1) - 2
    assert "2^{n+1} - 2$ calls below the first" in text()


def test_a_classifier_of_the_promised_accuracy_falls_short_less_than_once_in_a_million():
    reference = homework(FOLDER).reference
    laws = [case[-1] for case in reference["cases_classify"](np.random.default_rng(0))]
    promised = reference["PROMISED"]
    short = [binom.cdf(law["at_least"] - 1, len(law["classes"]), promised) for law in laws]
    visible_and_fresh = 2
    assert visible_and_fresh * sum(short) < 1e-6
    assert "**Wanted: 92 % right on new examples.**" in text()
    assert promised == 0.92


def test_the_model_solution_keeps_the_promise_with_room_to_spare():
    reference, shares = homework(FOLDER).reference, []
    for seed in range(5):
        for *arguments, law in reference["cases_classify"](np.random.default_rng(seed)):
            said = call(reference["classify"], arguments).outcome.value
            shares.append(hits(said, law["classes"]) / len(said))
    assert np.mean(shares) > 0.94
    assert min(shares) > 0.92
