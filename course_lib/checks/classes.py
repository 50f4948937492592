"""Answers that are a trained classifier's predictions: judged by how many are right.

Any honest way of training gives other predictions, so none is compared one by one. The law of a
case says which classes are true, and how many examples must be right. Where that number was
computed as `least(n, promised)`, a classifier that keeps the promise fails by bad luck less than
once in a million cases.
"""

from collections.abc import Sequence

from numpy import abs, array_equal, asarray, bincount, isfinite, ndarray, rint, unique

from course_lib.checks.comparing import Leaf, aligned
from course_lib.checks.describing import (
    WRONG_SHAPE,
    WRONG_TYPE,
    WRONG_VALUE,
    Compared,
    Fact,
    general_fact,
    readable,
)
from course_lib.checks.plain import Odd, Plain
from course_lib.checks.tasks import Outcome

LUCK = 1e-7  # a classifier that keeps its promise is below `least` with this probability at most
GUESSING = 2.0  # so many times what guessing gets right is still called guessing
WHOLE = 1e-6


def law(classes: ndarray, at_least: int) -> dict:
    """Return what is expected of a case: the true class of each example, and the number needed.

    >>> law([0, 1, 1], 2)["at_least"]
    2
    """
    return {"classes": asarray(classes, dtype=float), "at_least": int(at_least)}


def least(n: int, promised: float) -> int:
    """Return how many of n must be right if each is with probability `promised`, bad luck aside.

    >>> least(200, 0.95)
    171
    """
    from scipy.stats import binom

    return int(binom.ppf(LUCK, n, promised))


def compared(arguments: dict, value: Plain, law: dict, parts: Sequence[str]) -> Compared:
    """Return one case: the predictions beside the law."""
    expected = law["classes"]
    fitting = aligned(value, expected) if isinstance(value, ndarray) else None
    got = value if fitting is None else fitting
    got = got if isinstance(got, ndarray) else Odd(getattr(got, "type_name", type(got).__name__))
    is_right = fitting is not None and hits(fitting, expected) >= law["at_least"]
    return Compared(arguments, [Leaf("the result", 0, got, law, is_right)])


def hits(predicted: ndarray, classes: ndarray) -> int:
    """Count the examples whose class is right."""
    return int((abs(predicted - classes) < WHOLE).sum())


def alike(one: Outcome, other: Outcome) -> bool:
    """Have two calls raised the same, or predicted the same but for a few in a hundred?

    Two runs of one program on different machines may round a few predictions apart.
    """
    if one.raised or other.raised:
        return one.raised == other.raised
    a, b = one.value, other.value
    if not (isinstance(a, ndarray) and isinstance(b, ndarray) and a.shape == b.shape):
        return isinstance(a, Odd) and a == b
    return bool((abs(a - b) < WHOLE).mean() >= 0.98)


def _wrong_type(got, law: dict) -> Fact | None:
    if isinstance(got, ndarray) and got.dtype.kind == "f":
        return None
    kind = readable(got.type_name) if isinstance(got, Odd) else "an array of complex numbers"
    text = f"is {kind}, not an array of class numbers"
    return Fact("wrong_type", WRONG_TYPE, text, text)


def _wrong_shape(got: ndarray, law: dict) -> Fact | None:
    expected = law["classes"].shape
    if got.shape == expected:
        return None
    scores = got.ndim == 2 and got.shape[0] == expected[0]
    more = " (a score for each class? One class number an example is asked for)" if scores else ""
    text = f"has shape {got.shape}; {expected} is expected{more}"
    return Fact("wrong_shape", WRONG_SHAPE, text, "has a wrong shape")


def _not_classes(got: ndarray, law: dict) -> Fact | None:
    if isfinite(got).all() and array_equal(rint(got), got):
        return None
    return general_fact("no_classes", "has entries that are no whole numbers, so no classes")


def _one_class(got: ndarray, law: dict) -> Fact | None:
    if len(unique(got)) > 1:
        return None
    return general_fact("one_class", "has one and the same class for every example")


def _renamed(got: ndarray, law: dict) -> Fact | None:
    """Would the predictions do if their classes were called by other names?"""
    true, found = law["classes"].astype(int), rint(got).astype(int)
    best = sum(bincount(true[found == name]).max() for name in unique(found))
    if best < law["at_least"]:
        return None
    return general_fact("renamed", "has classes that are right but for their names")


def _guessed(got: ndarray, law: dict) -> Fact | None:
    classes = law["classes"]
    if hits(got, classes) > GUESSING * len(classes) / len(unique(classes)):
        return None
    return general_fact("guessed", "has classes that are no better than guessing")


def _too_few(got: ndarray, law: dict) -> Fact | None:
    right, n = hits(got, law["classes"]), len(law["classes"])
    text = f"has {right} of {n} classes right ({right / n:.0%}); {law['at_least']} are needed"
    return Fact("too_few", WRONG_VALUE, text, "has too few classes right")


FACTS = (_wrong_type, _wrong_shape, _not_classes, _one_class, _renamed, _guessed, _too_few)
