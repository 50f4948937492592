"""Fresh cases, drawn after handing in, from a reference that comes with the test cell.

What is said of them is safe: neither inputs nor expected values. The visible check's verdict
stands where it was not *right*; full points need both.
"""

import functools
import hashlib
import inspect
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import CodeType

from numpy import abs, ndarray, where
from numpy.random import Generator, default_rng

from course_lib.checks import records
from course_lib.checks.draws import measured
from course_lib.checks.judging import (
    are_all_there,
    check,
    if_fed_rightly,
    judged,
    numbers,
    one_or_other,
    partial,
)
from course_lib.checks.nets import step_net
from course_lib.checks.observing import call
from course_lib.checks.plain import Plain, plain
from course_lib.checks.result import Result, Verdict
from course_lib.checks.tasks import Case, Fingerprint, Later, Outcome, Task, find

WRONG = "This is not right yet."
NUMBER_RTOL = 1e-3  # of a typed number that is not whole


def hidden(name: str, answer: object, material: Mapping) -> Result:
    """Judge an answer on fresh cases too, and return the points for both.

    `material` is what the build wrote into the test cell: points, parts and uses, the source of
    the reference and of the known bugs; of a typed number the right and the known wrong values.
    """
    seen = records.last(name) or check(name, answer).verdict
    if material.get("kind") == "number":
        verdict = _number(seen, answer, material) if seen.state == "recorded" else seen
    elif seen.is_right or seen.right_parts:
        task = _task(name, material)
        verdict = _combined(task, seen, judged(task, answer, safe=True))
    else:
        verdict = seen
    records.keep(verdict)
    return Result(verdict, is_safe=True)


def _combined(task: Task, seen: Verdict, fresh: Verdict) -> Verdict:
    """Return the verdict on both: a part counts if it is right in all cases, old and new."""
    if seen.is_right:
        return fresh
    right = seen.right_parts & fresh.right_parts
    share = partial(len(right), max(1, len(task.parts)), task.points)
    return replace(seen, points=min(seen.points, fresh.points, share), right_parts=right)


def _task(name: str, material: Mapping) -> Task:
    short, parts = name.rpartition("/")[2], tuple(material["parts"])
    kind, reference = material.get("kind", "function"), executed(material["reference"])
    drawn = draw_arguments(reference, short, generator(f"{seed()}/{name}"))
    cases = cases_by_kind(kind, reference, short, drawn, parts)
    return Task(
        name=name,
        kind=kind,
        points=material["points"],
        uses=tuple(material["uses"]),
        parts=parts,
        arguments=argument_names(as_function(kind, reference[short])),
        cases=cases,
        fingerprints=Later(lambda: _fingerprints(name, material, cases)),
    )


def _fingerprints(name: str, material: Mapping, cases: Sequence[Case]) -> list[Fingerprint]:
    """Return what the known bugs give on the cases, each computed when it is needed."""
    changing = {known.bug for known in find(name).fingerprints if any(known.changes())}
    found = []
    for bug, (message, source) in material["bugs"].items():
        outcomes = Later(functools.partial(_outcomes_of_bug, name, material, source, cases))
        found.append(Fingerprint(bug, message, outcomes, may_change=bug in changing))
    return found


def _outcomes_of_bug(
    name: str, material: Mapping, source: str, cases: Sequence[Case]
) -> tuple[Outcome, ...]:
    names = executed(material["reference"], source)
    wrong = as_function(material.get("kind", "function"), names[name.rpartition("/")[2]])
    return _outcomes(wrong, cases)


def _outcomes(function: Callable, cases: Sequence[Case]) -> tuple[Outcome, ...]:
    return tuple(call(function, case.arguments).outcome for case in cases)


def fingerprint(bug: str, message: str, function: Callable, cases: Sequence[Case]) -> Fingerprint:
    """Return what a known wrong function gives on the cases."""
    return Fingerprint(bug, message, _outcomes(function, cases))


def executed(*sources: str) -> dict:
    """Return the names that sources bind, executed one after the other in one namespace."""
    names: dict = {"__name__": "reference"}
    for source in sources:
        exec(_compiled(source), names)
    return names


@functools.lru_cache(maxsize=64)
def _compiled(source: str) -> CodeType:
    """Each known bug is executed behind its reference."""
    return compile(source, "<reference>", "exec")


def draw_arguments(reference: Mapping, task: str, rng: Generator) -> list[tuple]:
    """Return the arguments of each case, as the reference's `cases_TASK(rng)` draws them."""
    return [tuple(arguments) for arguments in reference[f"cases_{task}"](rng)]


def cases_by_kind(
    kind: str, reference: Mapping, task: str, arguments: Sequence[tuple], parts: Sequence[str]
) -> tuple[Case, ...]:
    """Return cases with what is expected: of random draws their laws, else what is right.

    Of a classifier a case's law stands behind its arguments.
    """
    if kind == "classes":
        return tuple(Case(each, law) for *each, law in arguments)
    if kind == "draws":
        return tuple(Case(each, reference[f"law_{task}"](*each)) for each in arguments)
    return cases_of(as_function(kind, reference[task]), arguments, parts)


def cases_of(
    function: Callable, arguments: Sequence[tuple], parts: Sequence[str]
) -> tuple[Case, ...]:
    """Return cases with what the reference gives; raise `ValueError` if that is an exception."""
    cases = []
    for each in arguments:
        outcome = call(function, each).outcome
        if outcome.raised:
            raise ValueError(f"the reference raises {outcome.raised}")
        cases.append(Case(each, in_parts(outcome.value, parts)))
    return tuple(cases)


def as_function(kind: str, answer: object) -> object:
    """Return what is called to judge an answer: of a net what it computes, of draws a measurement.

    Any other answer is called itself.
    """
    ways = {"net": step_net, "draws": measured}
    return ways[kind](answer) if kind in ways else answer


def argument_names(function: Callable) -> tuple[str, ...]:
    """Return what a function calls its arguments; messages to students use the reference's."""
    return tuple(inspect.signature(function).parameters)


def in_parts(value: Plain, parts: Sequence[str]) -> Plain:
    """Return a pair of numbers as its parts, if parts are named; anything else as it is."""
    if isinstance(value, ndarray) and value.ndim and len(parts) == len(value) > 1:
        return [plain(entry) for entry in value]
    return value


def seed() -> str:
    """Return NBGRADER_SEED, or else a secret that lasts as long as this process."""
    return os.environ.get("NBGRADER_SEED") or _secret()


@functools.cache
def _secret() -> str:
    return secrets.token_hex(16)


def generator(text: str) -> Generator:
    """Return a random generator that follows from a text, the same everywhere."""
    return default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big"))


def _number(seen: Verdict, answer: object, material: Mapping) -> Verdict:
    parts = material["parts"]
    value = numbers(answer, parts)  # once more: an object may say one thing after another
    if value is None or not are_all_there(value, parts):
        return replace(
            seen, state="wrong_value", points=0.0, diagnosis="wrong_value", message=WRONG
        )
    agree = agreeing(value, numbers(material["expected"], parts))
    if agree.all():
        return replace(seen, state="right", points=seen.max_points, message="")
    points = partial(int(agree.sum()), agree.size, seen.max_points)
    known = {
        bug: message
        for bug, (message, wrong) in material["wrong"].items()
        if agreeing(value, numbers(wrong, parts)).all()
    }
    wrong = replace(
        seen,
        state="known_bug" if known else "wrong_value",
        points=points,
        diagnosis=" or ".join(known) or "wrong_value",
        message="\n\n".join(filter(None, [WRONG, one_or_other([*known.values()])])),
    )
    return if_fed_rightly(wrong, material.get("uses", ()))


def agreeing(typed: ndarray, expected: ndarray) -> ndarray:
    """Return which typed numbers are right: whole ones exactly, others up to rounding.

    >>> from numpy import array
    >>> agreeing(array([17.0, 0.3333]), array([17.0, 1 / 3]))
    array([ True,  True])
    """
    whole = expected == expected.round()
    allowed = where(whole, 1e-9, NUMBER_RTOL) * abs(expected)
    return abs(typed - expected) <= allowed


check.hidden = hidden
