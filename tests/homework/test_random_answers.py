"""Answers that draw random numbers: how often the homework's checks reject a right one."""

import math

from course_lib.checks.draws import CERTAINTY
from course_tools.build.fixtures import cases_for

from .classroom import FOLDERS, homework

VISIBLE_AND_FRESH = 2


def test_a_right_answer_fails_less_than_once_in_a_million():
    """Count the bounds over all tasks of all homeworks, visible and fresh cases: a union bound.

    An array has at most 2 for its mean, 2 each for its variance and its sums down, along and from
    call to call (in which the variance is another 2), 1 for its form, 1 for its bound, and 2 for
    each earlier array.
    """
    own = 2 + 2 + 3 * 4 + 1 + 1
    bounds = 0
    for folder in FOLDERS:
        work = homework(folder)
        for one in (one for one in work.tasks if one.kind == "draws"):
            for case in cases_for(work, one):
                arrays = [each for each in flat(case.expected) if each["variance"]]
                bounds += sum(own + 2 * earlier for earlier in range(len(arrays)))
    assert bounds, "there are tasks whose answers draw random numbers"
    assert VISIBLE_AND_FRESH * bounds * math.exp(-CERTAINTY) < 1e-6


def flat(laws):
    return [each for one in laws for each in flat(one)] if isinstance(laws, list) else [laws]
