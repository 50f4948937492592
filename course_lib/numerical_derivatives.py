"""Derivatives of a function by calling it: central differences and the complex step.

>>> print(complex_step(lambda t: t**2, 3.0))
6.0
"""

import numpy as np

COMPLEX_STEP = 1e-20  # nothing is subtracted, so it may be as small as one likes


def central_differences(f, theta, step=None):
    """The gradient of f at theta by (f(θ + h) − f(θ − h)) / 2h, in the form of theta.

    It takes two calls of f an entry; the error falls as h² until rounding takes over, which is why
    h is ∛(machine epsilon) ≈ 6e-6 unless given, times |θ| where that is above 1.

    >>> central_differences(lambda t: (t**3).sum(), np.array([1.0, 2.0])).round(6)
    array([ 3., 12.])
    """
    F = FlatFunction(f, theta)
    step = step or F.default_step
    return F.rebuild(np.array([np.mean(F.one_sided_slopes(i, step)) for i in range(F.x.size)]))


def complex_step(f, theta, step=COMPLEX_STEP):
    """The gradient of f at theta by Im f(θ + ih) / h, in the form of theta.

    One call of f an entry and no difference that could cancel, but f must be analytic code: no
    abs, no conjugate (Squire & Trapp 1998).

    >>> complex_step(lambda t: (t**3).sum(), np.array([1.0, 2.0]))
    array([ 3., 12.])
    """
    F = FlatFunction(f, theta)
    return F.rebuild(np.array([F.complex_slope(i, step) for i in range(F.x.size)]))


class FlatFunction:
    """f as a function F(x) of one flat vector x, whatever form theta has.

    theta is a number, an array, or nested lists, tuples and dicts of them. `F.x` is theta as a
    vector (float64), `F.value` is F(F.x). Raises ValueError if f gives no finite number.

    >>> F = FlatFunction(lambda t: t["w"] * t["b"][1], {"w": 3.0, "b": np.array([1.0, 2.0])})
    >>> F.x, F.value, F.index(1)
    (array([1., 2., 3.]), 6.0, ('b', 1))
    """

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
        """The vector x in the form of theta."""
        parts = iter(np.split(x, np.cumsum([leaf.size for _, leaf in self.leaves])[:-1]))
        return _fill(self.theta, parts)

    def flatten(self, gradient):
        """A gradient as one vector; ValueError if its shapes are not those of theta."""
        shapes = [leaf.shape for _, leaf in self.leaves]
        found = [leaf for _, leaf in _leaves(gradient)]
        if [leaf.shape for leaf in found] != shapes:
            raise ValueError(
                f"theta has the shapes {shapes}, the gradient {[leaf.shape for leaf in found]}"
            )
        return np.concatenate([np.ravel(leaf) for leaf in found])

    def index(self, i):
        """Where entry i of the vector stands in theta."""
        number = self.array_of_entry[i]
        path, leaf = self.leaves[number]
        within = np.unravel_index(i - np.searchsorted(self.array_of_entry, number), leaf.shape)
        return (*path, *(int(k) for k in within))

    def one_sided_slopes(self, i, step):
        """The slopes on the left and on the right of entry i, over step·max(1, |x_i|)."""
        h = step * max(1.0, abs(self.x[i]))
        up, down = self.x.copy(), self.x.copy()
        up[i] += h
        down[i] -= h
        left = (self.value - self(down)) / (self.x[i] - down[i])
        return left, (self(up) - self.value) / (up[i] - self.x[i])

    def complex_slope(self, i, step):
        """Im F(x + i·step) / step for entry i."""
        x = self.x.astype(complex)
        x[i] += 1j * step
        return np.imag(self(x)) / step

    def has_kink(self, i, step):
        """Do the two slopes differ by more than smooth curvature, which shrinks with the step?"""
        gap = -np.subtract(*self.one_sided_slopes(i, step))
        gap_near = -np.subtract(*self.one_sided_slopes(i, step / 10))
        noise = 5000 * self.epsilon * abs(self.value) / step
        return abs(gap - 10 * gap_near) > max(noise, 0.5 * abs(gap), 5 * abs(gap_near))


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
