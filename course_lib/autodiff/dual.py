"""Forward mode: dual numbers carry a value and its slope through a program.

>>> from course_lib.autodiff.functions import log, sin
>>> x = Dual(1.0, 1.0)
>>> log(sin(x * x))
Dual(-0.1726, slope 1.284)
"""

import numpy as np


class Dual:
    """value + slope·ε with ε² = 0: a number, or an array, and how fast it moves.

    The slope is that with respect to whatever got slope 1 at the start; constants have slope 0
    (Wengert 1964; the algebra is Clifford's, 1873).

    >>> Dual(3.0, 1.0) * Dual(3.0, 1.0)
    Dual(9, slope 6)
    """

    __array_ufunc__ = None  # so that array * dual is left to Dual.__rmul__

    def __init__(self, value, slope=0.0):
        self.value, self.slope = value, slope

    def __repr__(self):
        if np.ndim(self.value):
            return f"Dual({self.value}, slope {self.slope})"
        return f"Dual({self.value:.4g}, slope {self.slope:.4g})"

    def apply(self, function, derivative):
        """function(x), with the slope by the chain rule: derivative(x) times the slope of x.

        >>> Dual(3.0, 10.0).apply(np.square, lambda z: 2 * z)
        Dual(9, slope 60)
        """
        return Dual(function(self.value), derivative(self.value) * self.slope)

    def __add__(self, other):
        other = _as_dual(other)
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        other = _as_dual(other)
        slope = self.slope * other.value + self.value * other.slope
        return Dual(self.value * other.value, slope)

    def __truediv__(self, other):
        other = _as_dual(other)
        quotient = self.value / other.value
        return Dual(quotient, (self.slope - quotient * other.slope) / other.value)

    def __pow__(self, n):
        slope = n * self.value ** (n - 1) if n else 0.0
        return Dual(self.value**n, slope * self.slope)

    def __matmul__(self, other):
        other = _as_dual(other, like=other)
        slope = self.slope @ other.value + self.value @ other.slope
        return Dual(self.value @ other.value, slope)

    def __rmatmul__(self, other):
        return Dual(other, np.zeros_like(other)) @ self

    def __neg__(self):
        return Dual(-self.value, -self.slope)

    def __sub__(self, other):
        return self + -_as_dual(other)

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return _as_dual(other) / self

    __radd__, __rmul__ = __add__, __mul__

    # A program may ask which of two numbers is larger: that is decided by their values.
    def __lt__(self, other):
        return self.value < _as_dual(other).value

    def __gt__(self, other):
        return self.value > _as_dual(other).value

    def __le__(self, other):
        return self.value <= _as_dual(other).value

    def __ge__(self, other):
        return self.value >= _as_dual(other).value


def _as_dual(x, like=0.0):
    return x if isinstance(x, Dual) else Dual(x, np.zeros_like(like) if np.ndim(like) else 0.0)


def forward_derivative(f, x):
    """f′(x) of a function of one number, by one run of f on a dual number.

    >>> forward_derivative(lambda x: x * x * x, 2.0)
    12.0
    """
    result = f(Dual(x, 1.0))
    return result.slope if isinstance(result, Dual) else 0.0  # f may not depend on x
