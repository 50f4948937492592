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

COMPLEX_STEP = 1e-20  # nothing is subtracted, so it may be as small as one likes


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
    Trapp 1998, eq. 6) is the method where f accepts complex numbers and is analytic; elsewhere it
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
    F = _FlatFunction(f, theta)
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


def central_differences(f, theta, step=None):
    """The gradient of f at theta by (f(θ + h) − f(θ − h)) / 2h, in the form of theta.

    It takes two calls of f an entry; the error falls as h² until rounding takes over, which is why
    h is ∛(machine epsilon) ≈ 6e-6 unless given, times |θ| where that is above 1.

    >>> central_differences(lambda t: (t**3).sum(), np.array([1.0, 2.0])).round(6)
    array([ 3., 12.])
    """
    F = _FlatFunction(f, theta)
    step = step or F.default_step
    return F.rebuild(np.array([np.mean(F.one_sided_slopes(i, step)) for i in range(F.x.size)]))


def complex_step(f, theta, step=COMPLEX_STEP):
    """The gradient of f at theta by Im f(θ + ih) / h, in the form of theta.

    One call of f an entry and no difference that could cancel, but f must be analytic code: no
    abs, no conjugate (Squire & Trapp 1998, eq. 6).

    >>> complex_step(lambda t: (t**3).sum(), np.array([1.0, 2.0]))
    array([ 3., 12.])
    """
    F = _FlatFunction(f, theta)
    return F.rebuild(np.array([F.complex_slope(i, step) for i in range(F.x.size)]))


class _FlatFunction:
    """f as a function of one flat vector x, whatever form theta has."""

    def __init__(self, f, theta):
        self.f, self.theta = f, theta
        self.leaves = list(_leaves(theta))
        if not sum(leaf.size for _, leaf in self.leaves):
            raise ValueError("theta holds no numbers")
        self.x = np.concatenate([np.ravel(leaf).astype(float) for _, leaf in self.leaves])
        self.array_of_entry = np.repeat(
            np.arange(len(self.leaves)), [leaf.size for _, leaf in self.leaves]
        )
        value = self(self.x)
        if not np.isfinite(value):
            raise ValueError(f"f(theta) is {value}: there is no gradient to check")
        single = getattr(value, "dtype", None) in (np.float16, np.float32)
        self.epsilon = float(np.finfo(value.dtype if single else float).eps)
        self.default_step = float(np.cbrt(self.epsilon))
        self.value = float(value)

    def __call__(self, x):
        value = np.asarray(self.f(self.rebuild(x)))
        if value.size != 1:
            raise ValueError(f"f must give one number, but gave an array of shape {value.shape}")
        return value.reshape(())[()]

    def rebuild(self, x):
        parts = iter(np.split(x, np.cumsum([leaf.size for _, leaf in self.leaves])[:-1]))
        return _fill(self.theta, parts)

    def flatten(self, gradient):
        shapes = [leaf.shape for _, leaf in self.leaves]
        found = [leaf for _, leaf in _leaves(gradient)]
        if [leaf.shape for leaf in found] != shapes:
            raise ValueError(
                f"theta has the shapes {shapes}, the gradient {[leaf.shape for leaf in found]}"
            )
        return np.concatenate([np.ravel(leaf) for leaf in found])

    def index(self, i):
        number = self.array_of_entry[i]
        path, leaf = self.leaves[number]
        within = np.unravel_index(i - np.searchsorted(self.array_of_entry, number), leaf.shape)
        return (*path, *(int(k) for k in within))

    def one_sided_slopes(self, i, step):
        h = step * max(1.0, abs(self.x[i]))
        up, down = self.x.copy(), self.x.copy()
        up[i] += h
        down[i] -= h
        left = (self.value - self(down)) / (self.x[i] - down[i])
        return left, (self(up) - self.value) / (up[i] - self.x[i])

    def complex_slope(self, i, step):
        x = self.x.astype(complex)
        x[i] += 1j * step
        return np.imag(self(x)) / step

    def has_kink(self, i, step):
        """Do the two slopes differ by more than smooth curvature, which shrinks with the step?"""
        gap = -np.subtract(*self.one_sided_slopes(i, step))
        gap_near = -np.subtract(*self.one_sided_slopes(i, step / 10))
        noise = 5000 * self.epsilon * abs(self.value) / step
        return abs(gap - 10 * gap_near) > max(noise, 0.5 * abs(gap), 5 * abs(gap_near))


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


def _leaves(tree, path=()):
    """(path, array) of every array in nested lists, tuples and dicts (these by sorted key)."""
    if not isinstance(tree, list | tuple | dict):
        yield path, np.asarray(tree)
        return
    for key, branch in sorted(tree.items()) if isinstance(tree, dict) else enumerate(tree):
        yield from _leaves(branch, (*path, key))


def _fill(tree, parts):
    """The same tree with its arrays taken from `parts`, one after the other."""
    if isinstance(tree, dict):
        return {key: _fill(tree[key], parts) for key in sorted(tree)}
    if isinstance(tree, list | tuple):
        return type(tree)(_fill(branch, parts) for branch in tree)
    return next(parts).reshape(np.shape(tree)).copy()[()]  # f may change its argument
