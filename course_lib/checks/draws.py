"""Answers that draw random numbers: called many times with generators, and measured.

No draw is compared with another one. Of every array of a result the moments are measured, and how
far its entries, and those of different calls, depend on each other. `law` says what is expected.
The bounds hold for any number of entries, not only for many: a right answer exceeds one of them
with probability exp(−CERTAINTY) at most, if its weights are *strictly sub-Gaussian*: normal,
uniform, triangular, ±c, and a normal distribution that was cut symmetrically are.
"""

import contextlib
import inspect
import math
from collections.abc import Callable, Iterator, Sequence

from numpy import abs, array, array_equal, isfinite, linspace, log, ndarray, stack
from numpy.random import Generator, default_rng

from course_lib.checks.comparing import flat, same
from course_lib.checks.observing import copied, does_nothing
from course_lib.checks.plain import Odd, Plain, plain, stacked
from course_lib.checks.tasks import Outcome

CALLS = 8  # with generators of different seeds; one more with the first seed again
CERTAINTY = 25.0  # each bound fails by chance with probability exp(−25) = 1.4e-11 at most
GRID = linspace(-2, 2, 17)  # where the distribution function is measured, in deviations
SHORTEST = 10  # side of an array: its CALLS · 10 sums along the other side can be judged
FORMS = ("any", "normal", "uniform")
TINY = 1e-9  # a deviation that is nothing but rounding
FEWEST = 0.1  # sums smaller than that (of nothing but a mean that was taken away) are alike
MOST = 2.7  # sums that differ by more than a factor 15 are never alike
LIKENESS = 9.0  # the certainty for calling two ways of drawing different: exp(−9) = 1e-4


def law(shape: Sequence[int], variance: float, form: str = "any") -> dict:
    """Return what is expected of one array: mean 0, a variance, and perhaps a form.

    A variance of 0 asks for zeros. Raises `ValueError` for a form that is not in FORMS, and for
    random arrays with sides so short that sums along them say nothing.

    >>> law((30, 20), 0.5, "normal")
    {'shape': (30, 20), 'variance': 0.5, 'form': 'normal'}
    """
    if form not in FORMS:
        raise ValueError(f"a form is one of {', '.join(FORMS)}, not {form!r}")
    if variance and min(shape) < SHORTEST:
        raise ValueError(f"random arrays need sides of at least {SHORTEST}, not {tuple(shape)}")
    return {"shape": tuple(shape), "variance": float(variance), "form": form}


# The bounds: how far a right answer may be off by chance, of n independent entries.


def too_large(n: float, certainty: float = CERTAINTY) -> float:
    """How far above 1 may mean(w²)/variance be? (Laurent & Massart 2000, lemma 1, for χ².)

    E exp(λw²) of a strictly sub-Gaussian w is at most that of a normal one, so χ² bounds it.
    """
    return 2 * math.sqrt(certainty / n) + 2 * certainty / n


def too_small(n: float, certainty: float = CERTAINTY) -> float:
    """How far below 1 may mean(w²)/variance be? From exp(−x) ≤ 1 − x + x²/2 and E[w⁴] ≤ 3 Var²."""
    return min(1.0, math.sqrt(6 * certainty / n))


def off_centre(n: float, certainty: float = CERTAINTY) -> float:
    """How far from 0 may the mean be, in standard deviations? The sub-Gaussian tail itself."""
    return math.sqrt(2 * certainty / n)


def off_form(n: float, certainty: float = CERTAINTY) -> float:
    """How far may the distribution function be off? (Dvoretzky–Kiefer–Wolfowitz; Massart 1990.)"""
    return math.sqrt((certainty + math.log(2)) / (2 * n))


def correlated(n: float, certainty: float = CERTAINTY) -> float:
    """How far from 0 may the mean of w·w′ be, in variances, for independent w and w′?

    From E exp(λww′) ≤ exp(λ²Var²) for λ·Var ≤ 0.7.
    """
    return 2 * math.sqrt(certainty / n)


def short_of_the_bound(n: float, certainty: float = CERTAINTY) -> float:
    """Which share of c may the largest of n uniform |w| ≤ c fall short of? (1 − s)^n ≤ exp(−ns)."""
    return certainty / n


def measured(function: Callable) -> Callable:
    """Return a function that measures what `function` draws.

    It takes the arguments of `function`, but for the generator, the first one, a seed. It gives
    back a list with one dict for each array of the result, in their order (see `_measure`), or
    what is no array as it is. What `function` raises passes through.

    >>> draw = lambda rng, n: rng.normal(0, 2, size=(n, n))
    >>> print(round(measured(draw)(7, 100)[0]["variance"], 1))
    4.0
    """

    def measure(*positional, **named) -> list | object:
        seed, *rest = (*positional, *named.values())
        results = []
        for each in (*(seed + i for i in range(CALLS)), seed):
            results.append(_call(function, default_rng(each), rest, positional, named))
            if results[-1] is None and does_nothing(function):
                raise NotImplementedError
        return _measured_together(results)

    with contextlib.suppress(TypeError, ValueError):  # a built-in function has no signature
        measure.__signature__ = inspect.signature(function)
    return measure


def _call(function, rng: Generator, rest: Sequence, positional: tuple, named: dict) -> object:
    own = (rng, *copied(tuple(rest)))
    by_name = dict(zip(named, own[len(positional) :], strict=True))
    return function(*own[: len(positional)], **by_name)


def _measured_together(results: list) -> list | object:
    if isinstance(plain(results[0]), Odd):
        return results[0]
    *drawn, again = [_arrays(result) for result in results]
    if other := next((arrays for arrays in (*drawn, again) if len(arrays) != len(drawn[0])), None):
        return [Odd("array that is not always there")] * len(other)
    found, earlier = [], []
    for values, once_more in zip(zip(*drawn, strict=True), again, strict=True):
        if wrong := _no_arrays_of_one_shape(values):
            found.append(wrong)
            continue
        together = stack(values)
        if array_equal(once_more, values[0], equal_nan=True):
            found.append(_measure(together, earlier) | {"repeats": 1.0})
        else:  # what is different each time cannot be measured
            found.append({"shape": values[0].shape, "finite": 1.0, "repeats": 0.0})
        earlier.append(together)
    return found


def _no_arrays_of_one_shape(values: Sequence[Plain]) -> Odd | dict | None:
    """Return what is to be said instead of measures; None if all is well."""
    for value in values:
        if isinstance(value, Odd):
            return value
        if value.dtype.kind != "f":
            return Odd("array of complex numbers")
        if not value.size or value.shape != values[0].shape:
            return {"shape": value.shape}
    return None


def _arrays(result: object) -> list[ndarray | Odd]:
    """Return all arrays of a result, in order; a list of rows is one."""
    found = [item for _, item in flat(plain(result))]
    rows = len(found) > 1 and all(isinstance(item, ndarray) and item.ndim == 1 for item in found)
    together = stacked(found) if rows else None
    return found if together is None else [together]


def _measure(drawn: ndarray, earlier: Sequence[ndarray]) -> dict:
    """Measure an array that was drawn several times: (calls, *shape).

    `variance` is about 0. All else is in units of its root: `mean`, `largest` (of |w|), and the
    distribution function on GRID. `rows`, `columns` and `calls` are the variances of sums along
    an axis, over what they are for independent entries (the mean apart); `echo` has a correlation
    with each of the `earlier` arrays, and the number of pairs.
    """
    facts = {"shape": drawn.shape[1:], "finite": float(isfinite(drawn).all())}
    if not facts["finite"]:
        return facts
    variance = float((drawn**2).mean())
    facts |= {"variance": variance, "responds": float((drawn[1:] != drawn[0]).any())}
    if not variance:
        return facts
    units = drawn / math.sqrt(variance)
    centred = (units - units.mean()) / max(float(units.std()), TINY)
    axes = {"rows": -2, "columns": -1} if drawn.ndim > 2 else {}
    return facts | {
        "mean": float(units.mean()),
        "largest": float(abs(units).max()),
        "varies": float((units.reshape(CALLS, -1).std(axis=1) > TINY).any()),
        "cdf": array([(units <= x).mean() for x in GRID]),
        "calls": _sums(centred, 0),
        **{name: _sums(centred, axis) for name, axis in axes.items()},
        "echo": [_echo(units, other) for other in earlier if other.any()],
    }


def _sums(centred: ndarray, axis: int) -> float:
    """Mean square of the sums along an axis; 1 for independent entries of variance 1."""
    return float((centred.sum(axis=axis) ** 2).mean() / centred.shape[axis])


def _echo(units: ndarray, other: ndarray) -> list[float]:
    """Correlation with an earlier array, entry by entry, as far as both reach; how many pairs."""
    one, two = units.reshape(CALLS, -1), other.reshape(CALLS, -1)
    length = min(one.shape[1], two.shape[1])
    scale = math.sqrt((two**2).mean())
    mean = float((one[:, :length] * two[:, :length]).mean() / scale)
    return [mean, float(CALLS * length)]


def entries(found: dict) -> int:
    """Return how many entries of an array were drawn in all."""
    return CALLS * math.prod(int(length) for length in found["shape"])


def length(found: dict, name: str) -> int:
    """Return how many entries there are along an axis: rows, columns or calls."""
    return CALLS if name == "calls" else int(found["shape"][0 if name == "rows" else 1])


def distribution(form: str, x: ndarray) -> ndarray:
    """Return the distribution function of a form with mean 0 and variance 1."""
    if form == "uniform":
        return (0.5 + x / math.sqrt(12)).clip(0, 1)
    return array([0.5 + 0.5 * math.erf(one / math.sqrt(2)) for one in x])


def alike(one: Outcome, other: Outcome, forms: bool = True) -> bool:
    """Could two measurements be of the same way of drawing? Or was the same exception raised?

    Without `forms`, a normal and a uniform way may be the same.
    """
    if one.raised or other.raised:
        return one.raised == other.raised
    if not (isinstance(one.value, list) and isinstance(other.value, list)):
        return one.value == other.value if isinstance(one.value, Odd) else False
    pairs = zip(one.value, other.value, strict=False)
    return len(one.value) == len(other.value) and all(_similar(*pair, forms) for pair in pairs)


def _similar(one: Plain, other: Plain, forms: bool) -> bool:
    if isinstance(one, Odd) or isinstance(other, Odd):
        return one == other
    if set(one) != set(other) or not same(one["shape"], other["shape"]):
        return False
    flags = ("finite", "responds", "repeats", "varies")
    if any(one[name] != other[name] for name in flags if name in one):
        return False
    if "cdf" not in one:
        return bool(one.get("variance", 0) == other.get("variance", 0))
    return all(_close(one, other, forms))


def _close(one: dict, other: dict, forms: bool) -> Iterator[bool]:
    """Both are measured: allow each of them what chance may do (entries that repeat count once)."""
    sums = [name for name in ("rows", "columns", "calls") if name in one]
    repeats = [math.prod(max(1.0, float(each[name])) for name in sums) for each in (one, other)]
    n = max(2.0, entries(one) / min(repeats))
    yield _log_ratio(one["variance"], other["variance"]) <= 2 * too_large(n, LIKENESS)
    yield abs(one["mean"] - other["mean"]) <= 2 * off_centre(n, LIKENESS)
    if forms:
        yield abs(one["cdf"] - other["cdf"]).max() <= 2 * off_form(n, LIKENESS)
    for name in sums:
        sizes = [max(float(each[name]), FEWEST) for each in (one, other)]
        independent = max(2.0, n * max(1.0, min(sizes)) / length(one, name))
        yield _log_ratio(*sizes) <= min(MOST, 2 * too_large(independent, LIKENESS))
    yield _echoes(one) == _echoes(other)


def _echoes(found: dict) -> list[bool]:
    return [bool(abs(correlation) > 0.5) for correlation, _ in found["echo"]]


def _log_ratio(one: float | ndarray, other: float | ndarray) -> float:
    return float(abs(log(one / other)))
