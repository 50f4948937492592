"""Known mistakes, recognised by the numbers that they give."""

from collections.abc import Callable, Iterable, Sequence

from course_lib.checks.comparing import same
from course_lib.checks.tasks import Fingerprint, Outcome


def alike(one: Outcome, other: Outcome) -> bool:
    """Have two calls the same result, or raised the same exception?"""
    if one.raised or other.raised:
        return one.raised == other.raised
    return same(one.value, other.value)


def matching(
    fingerprints: Iterable[Fingerprint], outcomes: Sequence[Outcome], like: Callable = alike
) -> list[Fingerprint]:
    """Return the known mistakes that give these very results or exceptions, in all cases.

    >>> from numpy import array
    >>> twice = Fingerprint("twice", "Why twice?", (Outcome(array([2.0])),))
    >>> [found.bug for found in matching([twice], [Outcome(array([2.0]))])]
    ['twice']
    """
    return [known for known in fingerprints if all(map(like, outcomes, _as_many(known, outcomes)))]


def changing(fingerprints: Iterable[Fingerprint], outcomes: Sequence[Outcome]) -> list[Fingerprint]:
    """Return the known mistakes that, results aside, change the same arguments in place.

    If there are none: those that change some of these arguments.
    """
    changed = [outcome.changed for outcome in outcomes]
    if not any(changed):
        return []
    pairs = [(known, known.changes()) for known in fingerprints if known.may_change]
    same = [known for known, places in pairs if places == changed]
    return same or [known for known, places in pairs if _meet(places, changed)]


def _meet(some: Sequence[Sequence[int]], others: Sequence[Sequence[int]]) -> bool:
    return any(set(one) & set(other) for one, other in zip(some, others, strict=True))


def _as_many(known: Fingerprint, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    found = tuple(known.outcomes)
    if len(found) != len(outcomes):
        raise ValueError(f"The fingerprint of '{known.bug}' is of other cases.")
    return found
