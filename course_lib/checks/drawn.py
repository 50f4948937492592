"""What is wrong with random draws, in words: the first fact that their measures show.

Each rule compares the measures of one array (see `draws.measured`) with its law. An array is
right if no rule objects.
"""

from collections.abc import Iterator, Sequence

from numpy import abs, zeros

from course_lib.checks.comparing import Leaf, aligned, leaves
from course_lib.checks.describing import (
    WRONG_SHAPE,
    WRONG_TYPE,
    WRONG_VALUE,
    Compared,
    Fact,
    general_fact,
    readable,
    short,
)
from course_lib.checks.draws import (
    GRID,
    correlated,
    distribution,
    entries,
    length,
    off_centre,
    off_form,
    short_of_the_bound,
    too_large,
    too_small,
)
from course_lib.checks.plain import Odd, Plain

ROUNDING = 1e-6  # of float32
WAYS = {"rows": "down its columns", "columns": "along its rows", "calls": "from call to call"}


def compared(arguments: dict, value: Plain, laws, parts: Sequence[str]) -> Compared:
    """Return one case: the measures of each array beside its law."""
    expected = list(_flat(laws))
    if not isinstance(value, list) or len(value) != len(expected):
        kind = value.type_name if isinstance(value, Odd) else ""
        count = len(value) if isinstance(value, list) else 1
        arrays = ("array", "arrays")
        return Compared(arguments, None, count, len(expected), kind, unit=arrays)
    right = as_zeros(laws)
    places = leaves(right, right, parts)
    found = [
        Leaf(place.name, place.part, got, law, is_right=not any(rule(got, law) for rule in FACTS))
        for place, got, law in zip(places, value, expected, strict=True)
    ]
    return Compared(arguments, found)


def ask_for_a_form(laws) -> bool:
    """Say whether one of the laws asks for a form of its own."""
    return any(law["form"] != "any" for law in _flat(laws))


def as_zeros(laws):
    """Return laws, in their containers, as arrays of zeros of the shapes that they ask for."""
    if isinstance(laws, list):
        return [as_zeros(each) for each in laws]
    return zeros(tuple(laws["shape"]))


def _flat(laws) -> Iterator[dict]:
    if isinstance(laws, list):
        for each in laws:
            yield from _flat(each)
    else:
        yield laws


def _wrong_type(got, law: dict) -> Fact | None:
    if not isinstance(got, Odd):
        return None
    text = f"is {readable(got.type_name)}, not an array of numbers"
    return Fact("wrong_type", WRONG_TYPE, text, text)


def _wrong_shape(got: dict, law: dict) -> Fact | None:
    shape = tuple(int(length) for length in got["shape"])
    expected = zeros(law["shape"])
    if "repeats" in got and aligned(zeros(shape), expected) is not None:
        return None
    turned = shape[::-1] == expected.shape != shape
    text = f"has shape {shape}; {expected.shape} is expected" + (" (transposed?)" if turned else "")
    return Fact("wrong_shape", WRONG_SHAPE, text, "has a wrong shape")


def _not_finite(got: dict, law: dict) -> Fact | None:
    return None if got["finite"] else general_fact("not_finite", "contains nan or inf")


def _not_zero(got: dict, law: dict) -> Fact | None:
    if law["variance"] or not got["variance"]:
        return None
    return general_fact("not_zero", "is not zero")


def _all_zero(got: dict, law: dict) -> Fact | None:
    if got["variance"] or not law["variance"]:
        return None
    return general_fact("all_zero", "is zero everywhere")


def _not_reproducible(got: dict, law: dict) -> Fact | None:
    if got["repeats"]:
        return None
    text = "differs between two calls with equal generators: not all of it comes from `rng`"
    return general_fact("not_reproducible", text)


def _ignores_the_generator(got: dict, law: dict) -> Fact | None:
    if got["responds"] or not law["variance"]:
        return None
    text = "is the same for different generators: it does not come from `rng`"
    return general_fact("ignores_rng", text)


def _one_number(got: dict, law: dict) -> Fact | None:
    if not law["variance"] or got["varies"]:
        return None
    return general_fact("one_number", "has one and the same number in all entries")


def _off_centre(got: dict, law: dict) -> Fact | None:
    """The mean of weights that are far too large may be far from 0 by chance: that is no fact."""
    if not law["variance"]:
        return None
    deviation = float(got["variance"]) ** 0.5
    mean = float(got["mean"]) * deviation
    if abs(mean) <= off_centre(entries(got)) * max(law["variance"] ** 0.5, deviation):
        return None
    text = f"has mean {short(mean)} over all draws; 0 is expected"
    return Fact("wrong_mean", WRONG_VALUE, text, "has a mean that is not zero")


def _dependent(got: dict, law: dict) -> Fact | None:
    """Sums of independent entries have the variance of one entry, times how many are added up."""
    for name, way in WAYS.items():
        if name not in got or not law["variance"]:
            continue
        n, along = entries(got), length(got, name)
        mean = off_centre(n) ** 2  # its square: it is taken away from all entries
        most = (1 + too_large(n / along)) / (1 - too_small(n) - mean)
        least = (1 - too_small(n / along) - along * mean) / (1 + too_large(n))
        if not least <= got[name] <= most:
            return general_fact("dependent", f"has entries that depend on each other, {way}")
    return None


def _wrong_variance(got: dict, law: dict) -> Fact | None:
    if not law["variance"]:
        return None
    ratio, n = float(got["variance"]) / law["variance"], entries(got)
    if -too_small(n) <= ratio - 1 <= too_large(n):
        return None
    numbers = f"{short(got['variance'])}; {short(law['variance'])} is expected"
    size, times = ("large", ratio) if ratio > 1 else ("small", 1 / ratio)
    text = f"has variance {numbers}: about {times:.3g} times too {size}"
    return Fact("wrong_variance", WRONG_VALUE, text, f"has a variance that is too {size}")


def _wrong_form(got: dict, law: dict) -> Fact | None:
    """The variance is right here; the distribution function is compared in units of the law."""
    if law["form"] == "any" or not law["variance"]:
        return None
    unit = (float(got["variance"]) / law["variance"]) ** 0.5
    apart = abs(got["cdf"] - distribution(law["form"], GRID * unit)).max()
    if apart > off_form(entries(got)):
        text = f"has the right variance, but its form is not {law['form']}"
        return Fact("wrong_form", WRONG_VALUE, text, "has the right variance, but a wrong form")
    return None


def _wrong_bound(got: dict, law: dict) -> Fact | None:
    """The bound of a uniform form shows far more precisely than the variance."""
    if law["form"] != "uniform":
        return None
    bound = (3 * law["variance"]) ** 0.5
    largest = float(got["largest"]) * float(got["variance"]) ** 0.5
    if 1 - short_of_the_bound(entries(got)) <= largest / bound <= 1 + ROUNDING:
        return None
    text = f"is uniform on ±{short(largest)}; ±{short(bound)} is expected"
    return Fact("wrong_bound", WRONG_VALUE, text, "is uniform, but its bound is wrong")


def _echoed(got: dict, law: dict) -> Fact | None:
    """An array repeats the numbers of an earlier one; a prefix of them, if it is shorter."""
    if not law["variance"]:
        return None
    for echo, n in got["echo"]:
        if abs(echo) > correlated(n) / (1 - too_small(n)):
            return general_fact("echo", "has the same random numbers as an array before it")
    return None


FACTS = (
    _wrong_type,
    _wrong_shape,
    _not_reproducible,
    _not_finite,
    _not_zero,
    _all_zero,
    _ignores_the_generator,
    _one_number,
    _dependent,
    _off_centre,
    _echoed,
    _wrong_variance,
    _wrong_form,
    _wrong_bound,
)
