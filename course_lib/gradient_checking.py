"""Is this gradient right? Compare it with numerical derivatives of the function itself.

>>> theta = np.array([1.0, 2.0])
>>> gradient_check(lambda t: (t**2).sum(), lambda t: 2 * t, theta).ok
True
>>> gradient_check(lambda t: (t**2).sum(), lambda t: t, theta)
WRONG gradient; worst of 2 entries: [0]
  analytic   1
  numerical  2
  relative error 0.5 (tolerance 1e-07), by complex step 1e-20
"""

import warnings
from dataclasses import dataclass

import numpy as np

from course_lib.numerical_derivatives import COMPLEX_STEP, FlatFunction


class KinkWarning(UserWarning):
    """The function has a kink where its gradient is checked: two slopes, hence no gradient.

    >>> issubclass(KinkWarning, UserWarning)
    True
    """


@dataclass(frozen=True)
class GradientReport:
    """What `gradient_check` found; as a condition it is true if the gradient is right.

    `index` tells where the worst entry stands: for an array (row, column, …), for a list the
    number of the array first. `kinks` lists the indices where f has two slopes.

    >>> report = gradient_check(lambda t: t**3, lambda t: 3 * t**2, 2.0)
    >>> report.ok, report.index, report.method
    (True, (), 'complex step')
    """

    ok: bool
    index: tuple
    analytic: float
    numerical: float
    relative_error: float
    tolerance: float
    method: str
    step: float
    checked: int
    kinks: tuple = ()
    note: str = ""

    def __bool__(self):
        return self.ok

    def __repr__(self):
        verdict = "right" if self.ok else "WRONG"
        text = (
            f"{verdict} gradient; worst of {self.checked} entries: {list(self.index)}\n"
            f"  analytic   {self.analytic:.10g}\n"
            f"  numerical  {self.numerical:.10g}\n"
            f"  relative error {self.relative_error:.2g} (tolerance {self.tolerance:.2g}), "
            f"by {self.method} {self.step:.2g}"
        )
        if self.kinks:
            text += f"\n  kinks at {', '.join(str(list(index)) for index in self.kinks)}"
        return text + (f"\n  note: {self.note}" if self.note else "")


def gradient_check(
    f, gradient, theta, *, method="auto", step=None, tolerance=None, entries=None, rng=None
):
    """Compare `gradient` with the numerical gradient of f at theta, entry by entry.

    theta is a number, an array, or a list or dict of them (such as `MLP.parameters()`); f(theta)
    gives one number and must use its argument; `gradient` is a function of theta, or its value,
    with the shapes of theta (nested lists and tuples count as one list). "complex step" (Squire &
    Trapp 1998) is the method where f accepts complex numbers and is analytic; elsewhere it
    is "central differences" and `note` says why. Relative error is |analytic − numerical| / the
    larger of the two, or of what rounding lets one see: errors below about 1e-15·|f| (central
    differences: 1e-10·|f|) pass. The tolerance is 1e-7 unless f computes in float32. Where the
    slopes to the left and right differ, a `KinkWarning` names the index and any value between
    them passes. `entries` checks only that many, drawn with `rng`.

    A wrong gradient raises nothing; ValueError is raised for shapes that do not match, for an f
    that gives no finite number, and for a method that is unknown or that f does not allow.

    >>> gradient_check(lambda t: float(np.sin(t)), np.cos, 1.0).note
    'central differences, because f fails on complex numbers (ComplexWarning)'
    """
    F = FlatFunction(f, theta)
    analytic = F.flatten(gradient(F.rebuild(F.x)) if callable(gradient) else gradient)
    method, note = _choose_method(F, method)
    chosen = _choose_entries(F.x.size, entries, rng)
    tolerance = tolerance or max(1e-7, 100 * F.epsilon ** (2 / 3))
    exact = method == "complex step"
    real_step = F.default_step if exact else step or F.default_step
    step = step or COMPLEX_STEP if exact else real_step

    analytic = analytic[chosen]
    slopes = np.array([F.one_sided_slopes(i, real_step) for i in chosen])
    numerical = slopes.mean(axis=1)
    if exact:
        numerical = np.array([F.complex_slope(i, step) for i in chosen])
    noise = _noise(F, numerical, chosen, None if exact else step)
    size = np.maximum(np.abs(analytic), np.abs(numerical))
    # What rounding alone explains must come out below the tolerance.
    error = np.abs(analytic - numerical) / np.maximum(size, noise / tolerance + 1e-300)
    error[~np.isfinite(error)] = np.inf

    suspicious = (error > tolerance) | (np.ptp(slopes, axis=1) > 1e-3 * size)
    kinks = [k for k in np.flatnonzero(suspicious) if F.has_kink(chosen[k], real_step)]
    slack = _noise(F, numerical, chosen, real_step)
    between = (slopes.min(axis=1) - slack <= analytic) & (analytic <= slopes.max(axis=1) + slack)
    error[[k for k in kinks if between[k]]] = 0.0
    kinks = tuple(F.index(chosen[k]) for k in kinks)
    if kinks:
        places = ", ".join(str(list(index)) for index in kinks)
        text = f"f has a kink at {places}: any value between its left and right slope passes there"
        warnings.warn(text, KinkWarning, stacklevel=2)
    if analytic.any() and not numerical.any() and not slopes.any():
        note = (note + "; " if note else "") + "f never changed: does it use its argument?"
    worst = int(np.argmax(error))
    return GradientReport(
        ok=bool(error[worst] <= tolerance),
        index=F.index(chosen[worst]),
        analytic=float(analytic[worst]),
        numerical=float(numerical[worst]),
        relative_error=float(error[worst]),
        tolerance=float(tolerance),
        method=method,
        step=step,
        checked=len(chosen),
        kinks=kinks,
        note=note,
    )


def _choose_method(F, method):
    if method == "central differences":
        return method, ""
    if method not in ("auto", "complex step"):
        raise ValueError(
            f'method is "auto", "complex step" or "central differences", not {method!r}'
        )
    reason = _why_not_complex(F)
    if reason and method == "complex step":
        raise ValueError(f"no complex step: {reason}")
    note = f"central differences, because {reason}" if reason else ""
    return ("central differences" if reason else "complex step"), note


def _why_not_complex(F):
    """Try the complex step in one random direction, and hold it against a real difference."""
    direction = np.random.default_rng(0).standard_normal(F.x.size)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            value = F(F.x + 1j * COMPLEX_STEP * direction)
    except Exception as error:  # whatever f's author did not foresee
        return f"f fails on complex numbers ({type(error).__name__})"
    slope = np.imag(value) / COMPLEX_STEP
    h = F.default_step
    difference = (F(F.x + h * direction) - F(F.x - h * direction)) / (2 * h)
    room = 1e-4 * max(abs(slope), abs(difference)) + 100 * F.epsilon * abs(F.value) / h
    if abs(slope - difference) <= room and abs(np.real(value) - F.value) <= room:
        return ""
    return "f is not analytic here (a kink, or abs, max or a conjugate inside)"


def _choose_entries(size, entries, rng):
    if entries is None or entries >= size:
        return np.arange(size)
    if entries < 1:
        raise ValueError(f"entries must be at least 1, got {entries}")
    rng = np.random.default_rng(0) if rng is None else rng
    return np.sort(rng.choice(size, entries, replace=False))


def _noise(F, numerical, chosen, step):
    """How far rounding (and, with a real step, the neglected h² term) may move each slope."""
    largest = np.zeros(len(F.leaves))
    np.maximum.at(largest, F.array_of_entry[chosen], np.abs(numerical))
    largest = largest[F.array_of_entry[chosen]]  # of the same array: layers differ by magnitudes
    rounding = 8 * F.epsilon * (abs(F.value) + 8 * largest)
    return rounding if step is None else rounding / step + step**2 * largest
