"""What is wrong, in general terms: the first fact, in a fixed order, that the numbers show.

Wrong type, nan or inf, shape, all zero, transposed, a constant factor, a multiple of an argument
too much, the first differing entry. Each fact has two wordings: one with the numbers at hand, and
a `safe` one for inputs that a student must not learn.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from numpy import abs, argwhere, isfinite, ndarray, vdot

from course_lib.checks.comparing import (
    ATOL,
    Leaf,
    aligned,
    close,
    differing,
    first_difference,
)
from course_lib.checks.plain import Odd

WRONG_TYPE, WRONG_SHAPE, WRONG_VALUE = "wrong_type", "wrong_shape", "wrong_value"
PLAIN_FACTORS = (-1.0, 2.0, 0.5, -2.0, -0.5, 4.0, 0.25)
RESIDUE = 1e-4  # the smallest multiple of an argument that counts as one
FEW = 6  # whole numbers that are shown one by one
ENOUGH = 3  # entries that must agree before a coincidence is ruled out


@dataclass(frozen=True)
class Compared:
    """One case: its arguments by name, and its result leaf by leaf (None: no such structure)."""

    arguments: dict[str, object]
    leaves: list[Leaf] | None
    got_count: int = 0
    expected_count: int = 0
    type_name: str = ""
    counted: str = "the result"  # what has another number of entries
    unit: tuple[str, str] = ("entry", "entries")  # one of them, several

    @property
    def is_right(self) -> bool:
        return self.leaves is not None and all(leaf.is_right for leaf in self.leaves)


@dataclass(frozen=True)
class Fact:
    """What is wrong: a code, a state, and it in words (beginning with a verb)."""

    code: str
    state: str
    text: str
    safe: str
    names: tuple[str, ...] = ()

    def sentence(self, *, safe: bool) -> str:
        """Return the fact as a sentence about the parts that it holds for."""
        words = self.safe if safe else self.text
        names = list(dict.fromkeys(map(_unnumbered, self.names))) if safe else self.names
        subject = _listed(names)
        subject = "The" + subject.removeprefix("the") if subject.startswith("the ") else subject
        return f"{subject} {_plural(words, len(names))}."


def _unnumbered(name: str) -> str:
    """Drop layers and places: how many there are says something about the input.

    >>> _unnumbered("dW12"), _unnumbered("result[1]")
    ('dW', 'the result')
    """
    base = name.partition("[")[0].rstrip("0123456789")
    return f"the {base}" if base == "result" else base


def first_fact(cases: Sequence[Compared]) -> tuple[Fact, Compared]:
    """Return the most basic fact about the wrong cases, and the first case that shows it."""
    wrong = [case for case in cases if not case.is_right]
    for case in wrong:
        if case.leaves is None:
            return wrong_structure(case), case
    for rule in RULES:
        for case in wrong if rule in ON_ANY_INPUT else wrong[:1]:
            if fact := shared(case, lambda leaf, c=case, r=rule: r(leaf, c, cases)):
                return fact, case
    return shared(wrong[0], lambda leaf: _first_entry(leaf, wrong[0], cases)), wrong[0]


def _always(rule: Callable) -> Callable:
    """Let a rule hold only if it holds wherever the same part is wrong.

    A single example may look like a transposed or an empty result by accident.
    """

    @functools.wraps(rule)
    def always(leaf: Leaf, case: Compared, cases: Sequence[Compared]) -> Fact | None:
        alike = ((same, other) for other in cases for same in _named(other, leaf.name))
        wrong = ((same, other) for same, other in alike if not same.is_right)
        return rule(leaf, case, cases) if all(rule(*pair, cases) for pair in wrong) else None

    return always


def shared(case: Compared, rule: Callable[[Leaf], Fact | None]) -> Fact | None:
    """Return the first leaf's fact, with the names of all leaves of which it says the same."""
    found = [(leaf.name, rule(leaf)) for leaf in case.leaves if not leaf.is_right]
    facts = [(name, fact) for name, fact in found if fact]
    if not facts:
        return None
    first = facts[0][1]
    names = tuple(name for name, fact in facts if fact == first)
    return Fact(first.code, first.state, first.text, first.safe, names)


def first_shown(rules: Sequence[Callable], cases: Sequence[Compared]) -> tuple[Fact, Compared]:
    """Return the fact of the first rule that objects to a wrong case, and that case.

    `rule(got, expected)` returns a fact or None; to each wrong array some rule objects.
    """
    wrong = [case for case in cases if not case.is_right]
    for case in wrong:
        if case.leaves is None:
            return wrong_structure(case), case
    for rule in rules:
        for case in wrong:
            if fact := shared(case, lambda leaf, rule=rule: rule(leaf.got, leaf.expected)):
                return fact, case
    raise AssertionError("an array is wrong exactly if a rule objects")


def general_fact(code: str, text: str) -> Fact:
    """Return a fact that says nothing of the input: one wording for all cases."""
    return Fact(code, WRONG_VALUE, text, text)


def wrong_structure(case: Compared) -> Fact:
    """Return what is wrong with a result that is not as many arrays as expected."""
    if case.type_name:
        kind = readable(case.type_name)
        text = f"is {kind}, not numbers"
        return Fact("wrong_type", WRONG_TYPE, text, text, ("the result",))
    text = f"has {_counted(case.got_count, *case.unit)}, not {case.expected_count}"
    safe = f"has a wrong number of {case.unit[1]}"
    return Fact("wrong_count", WRONG_TYPE, text, safe, (case.counted,))


def _wrong_type(leaf: Leaf, case: Compared, cases: Sequence[Compared]) -> Fact | None:
    if not isinstance(leaf.got, Odd):
        return None
    text = f"is {readable(leaf.got.type_name)}, not an array of numbers"
    return Fact("wrong_type", WRONG_TYPE, text, text)


def _not_finite(leaf: Leaf, case: Compared, cases: Sequence[Compared]) -> Fact | None:
    bad = ~isfinite(leaf.got)
    if not bad.any() or (
        leaf.got.shape == leaf.expected.shape and not isfinite(leaf.expected).all()
    ):
        return None
    is_nan = leaf.got != leaf.got
    place = tuple(argwhere(is_nan if is_nan.any() else bad)[0].tolist())
    kind = "nan" if is_nan.any() else short(leaf.got[place])
    return Fact("not_finite", WRONG_VALUE, f"contains {kind}{_place(place)}", f"contains {kind}")


def _wrong_shape(leaf: Leaf, case: Compared, cases: Sequence[Compared]) -> Fact | None:
    got, expected = leaf.got, leaf.expected
    if got.shape == expected.shape:
        return None
    if (
        got.ndim == 2
        and (turned := aligned(got.T, expected)) is not None
        and close(turned, expected)
    ):
        text = f"is transposed: {got.shape} instead of {expected.shape}"
        return Fact("transposed", WRONG_SHAPE, text, "is transposed")
    if not got.ndim:
        text = f"is a single number; shape {expected.shape} is expected"
    elif not expected.ndim:
        text = f"has shape {got.shape}; a single number is expected"
    else:
        text = f"has shape {got.shape}; {expected.shape} is expected{_which_axis(got, expected)}"
    return Fact("wrong_shape", WRONG_SHAPE, text, "has a wrong shape")


def _which_axis(got: ndarray, expected: ndarray) -> str:
    if got.ndim != expected.ndim:
        return f" ({_counted(got.ndim, 'axis', 'axes')} instead of {expected.ndim})"
    wrong = [axis for axis in range(got.ndim) if got.shape[axis] != expected.shape[axis]]
    if len(wrong) != 1:
        return ""
    axis = wrong[0]
    one, many = (("row", "rows"), ("column", "columns"))[axis] if got.ndim == 2 else ENTRIES
    return f" ({_counted(got.shape[axis], one, many)} instead of {expected.shape[axis]})"


@_always
def _all_zero(leaf: Leaf, case: Compared, cases: Sequence[Compared]) -> Fact | None:
    if leaf.got.any() or not leaf.got.size or leaf.got.size < 2:
        return None
    return Fact("all_zero", WRONG_VALUE, "is zero everywhere", "is zero everywhere")


@_always
def _transposed(leaf: Leaf, case: Compared, cases: Sequence[Compared]) -> Fact | None:
    square = leaf.got.ndim == 2 and leaf.got.shape[0] == leaf.got.shape[1] > 1
    if square and close(leaf.got.T, leaf.expected):
        return Fact("transposed", WRONG_VALUE, "is transposed", "is transposed")
    return None


def _constant_factor(leaf: Leaf, case: Compared, cases: Sequence[Compared]) -> Fact | None:
    """Find the number by which all entries are off, in every case that has this part."""
    pairs = [(other, same) for other in cases for same in _named(other, leaf.name)]
    for factor, text, safe in _factors(leaf, case, len(pairs)):
        if all(_is_multiple(same, factor(other)) for other, same in pairs):
            return Fact("constant_factor", WRONG_VALUE, text, safe)
    return None


def _named(case: Compared, name: str) -> Iterator[Leaf]:
    found = (leaf for leaf in case.leaves or () if leaf.name == name)
    return (leaf for leaf in found if _is_comparable(leaf))


def _is_comparable(leaf: Leaf) -> bool:
    return not isinstance(leaf.got, Odd) and leaf.got.shape == leaf.expected.shape


def _is_multiple(leaf: Leaf, factor: float | None) -> bool:
    return factor is not None and close(leaf.got, factor * leaf.expected)


def _factors(leaf: Leaf, case: Compared, count: int) -> Iterator[tuple[Callable, str, str]]:
    """Yield candidates: how to compute the factor from a case, and what to say of it.

    Any number will do that is the same in several cases (`count`).
    """
    by_a_constant = "is off by a constant factor"
    yield lambda _: -1.0, "has the wrong sign everywhere", "has the wrong sign everywhere"
    for sign in (1.0, -1.0):
        also = " and has the wrong sign" if sign < 0 else ""
        for name, (number, meaning) in _quantities(case.arguments).items():
            for power in (1, -1):
                yield (
                    lambda c, n=name, p=power, s=sign: _power(c, n, p, s),
                    f"{_times(number**power)}{also}; {short(number)} is {meaning}",
                    by_a_constant,
                )
    for factor in PLAIN_FACTORS:
        yield lambda _, f=factor: f, _signed_times(factor), by_a_constant
    if count > 1 and leaf.got.size >= ENOUGH and (factor := _ratio(leaf)):
        yield lambda _: factor, _signed_times(factor), by_a_constant


def _power(case: Compared, name: str, power: int, sign: float) -> float | None:
    quantity = _quantities(case.arguments).get(name)
    return None if quantity is None else sign * quantity[0] ** power


def _quantities(arguments: dict) -> dict[str, tuple[float, str]]:
    """Return what a result may be off by: lengths of arguments and small numbers among them."""
    found = {}
    for name, value in arguments.items():
        if isinstance(value, ndarray) and value.ndim in (1, 2):
            found[f"{name} 0"] = (value.shape[0], f"the number of {_rows(value)} of {name}")
        elif isinstance(value, float) and isfinite(value) and value:
            found[name] = (value, f"`{name}`")
    for name, value in arguments.items():
        if isinstance(value, ndarray) and value.ndim == 2:
            found[f"{name} 1"] = (value.shape[1], f"the number of columns of {name}")
            found[f"{name} size"] = (value.size, f"the number of entries of {name}")
    return {name: pair for name, pair in found.items() if pair[0]}


def _rows(value: ndarray) -> str:
    return "rows" if value.ndim == 2 else "entries"


def _ratio(leaf: Leaf) -> float | None:
    largest = abs(leaf.expected).argmax()
    expected = leaf.expected.ravel()[largest]
    factor = float((leaf.got.ravel()[largest] / expected).real) if abs(expected) > ATOL else 0.0
    return factor if abs(factor) > ATOL else None


def _signed_times(factor: float) -> str:
    return _times(abs(factor)) + (" and has the wrong sign" if factor < 0 else "")


def _times(factor: float) -> str:
    if factor >= 1:
        return f"is exactly {short(factor)} times too large"
    return f"is exactly {short(1 / factor)} times too small"


@_always
def _multiple_too_much(leaf: Leaf, case: Compared, cases: Sequence[Compared]) -> Fact | None:
    """Find an argument (a weight matrix, say) of which a multiple was added."""
    rest = leaf.got - leaf.expected
    for name, value in _arrays(case.arguments):
        if value.shape != rest.shape or value.size < ENOUGH or value.dtype.kind not in "if":
            continue
        factor = float(vdot(value, rest).real / max(vdot(value, value).real, ATOL))
        if abs(factor) > RESIDUE and close(leaf.got, leaf.expected + factor * value):
            text = f"is off by exactly {short(factor)} · {name}, entry by entry"
            return Fact("multiple_added", WRONG_VALUE, text, "is off by a multiple of an argument")
    return None


def _arrays(arguments: dict) -> Iterator[tuple[str, ndarray]]:
    for name, value in arguments.items():
        if isinstance(value, ndarray):
            yield name, value
        elif isinstance(value, (list, tuple)):
            inner = {f"{name}[{place}]": item for place, item in enumerate(value)}
            yield from _arrays(inner)


def _first_entry(leaf: Leaf, case: Compared, cases: Sequence[Compared]) -> Fact:
    place = first_difference(leaf.got, leaf.expected)
    got, expected = leaf.got[place], leaf.expected[place]
    count = int(differing(leaf.got, leaf.expected).sum())
    numbers = f"{told_apart(got, expected)} instead of {told_apart(expected, got)}"
    if leaf.got.size == 1:
        text = f"is {numbers}"
    else:
        where = f"first{_place(place)}: {numbers}"
        text = f"differs in {count} of {leaf.got.size} entries, {where}"
    return Fact("wrong_value", WRONG_VALUE, text, "is wrong")


ENTRIES = ("entry", "entries")
ON_ANY_INPUT = (_wrong_type, _not_finite, _wrong_shape)
RULES = (
    *ON_ANY_INPUT,
    _all_zero,
    _transposed,
    _constant_factor,
    _multiple_too_much,
)


def _place(index: tuple[int, ...]) -> str:
    return f" at {list(index)}" if index else ""


def short(number, digits: int = 4) -> str:
    """Return a number in words: four digits, a true minus sign."""
    if isinstance(number, complex):
        return f"{number:.{digits}g}"
    return f"{float(number) + 0.0:.{digits}g}".replace("-", "−")


def told_apart(number, other) -> str:
    """Return a number in as many digits, four at least, as tell it from the other one.

    >>> told_apart(-1.13491, -1.13462), told_apart(1.5, 2.0)
    ('−1.1349', '1.5')
    """
    digits = next((n for n in range(4, 17) if short(number, n) != short(other, n)), 4)
    return short(number, digits)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _listed(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    >>> _listed(["dW1", "db1", "dW2"])
    'dW1, db1 and dW2'
    """
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


VERBS = {"is": "are", "has": "have", "contains": "contain", "differs": "differ"}


def _plural(words: str, count: int) -> str:
    verb, _, rest = words.partition(" ")
    words = f"{VERBS[verb]} {rest}" if count > 1 else words
    return words.replace(" and has ", " and have ") if count > 1 else words


READABLE = {
    "NoneType": "nothing (`None`)",
    "str": "text",
    "bytes": "text",
    "function": "a function",
    "dict": "a dict",
    "set": "a set",
    "list": "a list of several things",  # how many says something about a hidden input
}


def readable(type_name: str) -> str:
    """Return the name of a type as a student would say it."""
    return READABLE.get(type_name, f"of type `{type_name}`")


def about(arguments: dict) -> str:
    """Describe inputs in a few words: shapes of arrays, values of numbers. Generators are left out.

    >>> from numpy import zeros
    >>> about({"Z": zeros((5, 3)), "h": 0.1})
    'Z of shape (5, 3), h = 0.1'
    """
    told = {name: value for name, value in arguments.items() if name != "rng"}
    return ", ".join(f"{name} {_kind(value)}" for name, value in told.items())


def _kind(value) -> str:
    if isinstance(value, ndarray):
        return f"of shape {value.shape}"
    if isinstance(value, (list, tuple, dict)):
        shown = 0 < len(value) <= FEW and all(type(item) is int for item in value)
        return f"= {list(value)}" if shown else f"with {_counted(len(value), *ENTRIES)}"
    return f"= {value if isinstance(value, (bool, int, str)) else short(value)}"
