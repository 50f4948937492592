"""Outcome against expectation: leaf by leaf, whatever the containers and the axes of length 1."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from numpy import abs, broadcast_to, isfinite, ndarray, unravel_index, where

from course_lib.checks.plain import Odd, Plain, stacked

RTOL, ATOL = 1e-4, 1e-7
LARGEST_SCALE = 100.0  # rounding errors of float32 grow with the entries that were summed


@dataclass(frozen=True)
class Leaf:
    """One array of a result: its name, the part it belongs to, what came and what is expected.

    `got` has the shape of `expected` if they differ only in axes of length 1.
    """

    name: str
    part: int
    got: ndarray | Odd
    expected: ndarray
    is_right: bool


def leaves(got: Plain, expected: Plain, parts: Sequence[str] = ()) -> list[Leaf] | None:
    """Return the arrays of a result beside the expected ones; None if their numbers differ.

    >>> from numpy import array
    >>> [leaf.is_right for leaf in leaves([array([1.0]), array(2.0)], [array(1.0), array(3.0)])]
    [True, False]
    """
    pairs = _paired(got, expected, parts)
    if pairs is None:
        return None
    naming = _Naming(expected, parts)
    return [_leaf(naming, path, *pair) for path, *pair in pairs]


def miscounted(got: Plain, expected: Plain, parts: Sequence[str]) -> tuple[str, int, int]:
    """Return what has another number of entries than expected, and both numbers.

    >>> from numpy import array
    >>> one = array(1.0)
    >>> miscounted([[one, one], one], [[one, one, one], one], ["weights", "best"])
    ('weights', 2, 3)
    """
    items, wanted = _as_list(got, expected, parts) or [got], expected
    if isinstance(wanted, dict):
        parts, wanted = list(wanted), list(wanted.values())
    if len(items) == len(wanted):
        for place, pair in enumerate(zip(items, wanted, strict=True)):
            if _paired(*pair, ()) is None:
                name = parts[place] if len(parts) == len(wanted) else f"result[{place}]"
                return name, *map(_length, pair)
    return "the result", _length(got), _length(expected)


def _length(value) -> int:
    return len(value) if isinstance(value, (list, dict)) or getattr(value, "ndim", 0) else 1


def part_count(expected: Plain, parts: Sequence[str]) -> int:
    """Return into how many parts a result falls that get points of their own."""
    return len(parts) if _Naming(expected, parts).level is not None else 1


def same(one: Plain, other: Plain) -> bool:
    """Are two results the same, up to rounding and axes of length 1?"""
    if isinstance(one, Odd) or isinstance(other, Odd):
        return one == other
    found = leaves(one, other)
    return found is not None and all(leaf.is_right for leaf in found)


def close(got: ndarray, expected: ndarray) -> bool:
    """Are all entries equal within RTOL and ATOL? nan equals nan, an infinity itself.

    >>> from numpy import array
    >>> close(array([1.00001]), array([1.0])), close(array([1.001]), array([1.0]))
    (True, False)
    """
    if got.shape != expected.shape:
        return False
    return bool((got == expected).all()) or not differing(got, expected).any()  # mostly the first


def differing(got: ndarray, expected: ndarray) -> ndarray:
    """Return where the entries of two arrays of one shape differ."""
    finite = isfinite(got) & isfinite(expected)
    scale = abs(where(isfinite(expected), expected, 0)).max(initial=1.0)
    allowed = ATOL * min(scale, LARGEST_SCALE) + RTOL * abs(where(finite, expected, 0))
    apart = abs(where(finite, got, 0) - where(finite, expected, 0)) > allowed
    alike = (got == expected) | ((got != got) & (expected != expected))
    return where(finite, apart, ~alike)


def first_difference(got: ndarray, expected: ndarray) -> tuple[int, ...]:
    """Return the index of the first entry that differs."""
    return tuple(int(i) for i in unravel_index(differing(got, expected).argmax(), got.shape))


def aligned(got: ndarray, expected: ndarray) -> ndarray | None:
    """Return `got` in the shape of `expected` if they differ only in axes of length 1.

    A vector may come as a row or a column; a matrix must not come transposed.

    >>> from numpy import ones
    >>> aligned(ones((1, 3)), ones(3)).shape, aligned(ones((1, 3)), ones((3, 1)))
    ((3,), None)
    """
    if got.shape == expected.shape:
        return got
    if _long_axes(got) != _long_axes(expected):
        return None
    is_row_for_column = got.ndim == expected.ndim == 2 and expected.shape[1] == 1
    return None if is_row_for_column else got.reshape(expected.shape)


def _long_axes(numbers: ndarray) -> list[int]:
    return [length for length in numbers.shape if length != 1]


def _leaf(naming: "_Naming", path: tuple, got, expected: ndarray) -> Leaf:
    fitting = aligned(got, expected) if isinstance(got, ndarray) else None
    return Leaf(
        name=naming.name(path),
        part=naming.part(path),
        got=got if fitting is None else fitting,
        expected=expected,
        is_right=fitting is not None and close(fitting, expected),
    )


def _paired(got: Plain, expected: Plain, parts: Sequence[str]) -> list[tuple] | None:
    """Return (path, got, expected) for each expected array; None if there are not as many."""
    if isinstance(expected, ndarray):
        return [((), _as_array(got), expected)]
    items = _as_list(got, expected, parts)
    wanted = list(expected.values()) if isinstance(expected, dict) else expected
    if items is None or len(items) != len(wanted):
        return _paired_flat(got, expected)
    found = []
    for place, pair in enumerate(zip(items, wanted, strict=True)):
        below = _paired(*pair, ())
        if below is None:
            return _paired_flat(got, expected)
        found += [((place, *path), *rest) for path, *rest in below]
    return found


def _as_array(got: Plain) -> ndarray | Odd:
    if isinstance(got, list):
        together = stacked([_as_array(item) for item in got])
        return Odd("list") if together is None else together
    return Odd("dict") if isinstance(got, dict) else got


def _as_list(got: Plain, expected: Plain, parts: Sequence[str]) -> list | None:
    names = list(expected) if isinstance(expected, dict) else list(parts)
    if isinstance(got, dict):
        by_name = bool(names) and set(names) == set(got)
        return [got[name] for name in names] if by_name else list(got.values())
    if isinstance(got, ndarray):
        return list(map(_entry, got)) if got.ndim else [got]
    return got if isinstance(got, list) else None


def _entry(item) -> ndarray:
    return item if isinstance(item, ndarray) else broadcast_to(item, ())


def _paired_flat(got: Plain, expected: Plain) -> list[tuple] | None:
    """Pair all arrays in order: [(dW1, db1), (dW2, db2)] may come as [dW1, db1, dW2, db2]."""
    wanted = list(flat(expected))
    items = [item for _, item in flat(got)]
    if len(items) != len(wanted) or isinstance(got, Odd):
        return None
    return [(path, item, array) for (path, array), item in zip(wanted, items, strict=True)]


def flat(tree: Plain, path: tuple = ()) -> Iterator[tuple]:
    """Yield (path, array) of all arrays in nested containers, in order."""
    if isinstance(tree, dict):
        tree = list(tree.values())
    if isinstance(tree, list):
        for place, item in enumerate(tree):
            yield from flat(item, (*path, place))
    else:
        yield path, tree


class _Naming:
    """Names the arrays of a result: dW and db, or dW1, db1, dW2 … where there are several."""

    def __init__(self, expected: Plain, parts: Sequence[str]) -> None:
        self.names = list(expected) if isinstance(expected, dict) else list(parts)
        self.level = self._level(expected)

    def _level(self, expected: Plain) -> int | None:
        """At which depth of the result do the parts stand? None: it has none."""
        items = list(expected.values()) if isinstance(expected, dict) else expected
        if not self.names or not isinstance(items, list):
            return None
        if len(items) == len(self.names):
            return 0
        inner = all(isinstance(item, list) and len(item) == len(self.names) for item in items)
        return 1 if inner and items else None

    def part(self, path: tuple) -> int:
        return path[self.level] if self.level is not None and self.level < len(path) else 0

    def name(self, path: tuple) -> str:
        if self.level is None:
            whole = self.names[0] if len(self.names) == 1 else "the result"
            whole = whole.removeprefix("the ") if path else whole
            return whole + "".join(f"[{place}]" for place in path)
        others = [place for level, place in enumerate(path) if level != self.level]
        return self.names[self.part(path)] + "".join(str(place + 1) for place in others[:1])
