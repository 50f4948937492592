"""From whatever an answer returned to plain data, by closed rules.

No method of a student's own class is called: numbers become float64 (or complex128) arrays,
sequences become lists, named parts dicts, and all else is `Odd`, of which only the type is known.
"""

import dataclasses
import itertools
import types
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# Bound here at import: a later `np.asarray = ...` does not reach these names.
from numpy import array, asarray, complex128, float64, generic, nan, ndarray, stack
from numpy.ma import MaskedArray, getmaskarray

NUMBERS = (bool, int, float, complex, generic)
EXACT_NUMBERS = (Fraction, Decimal)
LAZY = (map, zip, filter, reversed, enumerate, range, types.GeneratorType)
VIEWS = (type({}.keys()), type({}.values()))
TABLES = ("pandas", "polars")
DTYPE_KINDS = "biufc"
MOST_ENTRIES = 1_000_000
MOST_ITEMS = 20_000  # in all lists and tuples together
DEEPEST = 6


@dataclass(frozen=True)
class Odd:
    """Something that is neither numbers nor a collection of them."""

    type_name: str
    __array_ufunc__ = None  # else an array would compare its entries with it, one by one


Plain = ndarray | list | dict | Odd


class _Room:
    """How many more items of containers will be looked at."""

    left = MOST_ITEMS

    def take(self, items: Iterable) -> list | None:
        """Return all items, or None if they are too many."""
        taken = list(itertools.islice(items, self.left + 1))
        self.left -= len(taken)
        return taken if self.left >= 0 else None


def plain(value: object) -> Plain:
    """Return `value` as float64 or complex128 array, list, dict of named parts, or `Odd`.

    >>> plain([[1, 2], [3, 4]])
    array([[1., 2.],
           [3., 4.]])
    >>> plain("text")
    Odd(type_name='str')
    """
    return _plain(value, 0, _Room())


def _plain(value: object, depth: int, room: _Room) -> Plain:
    kind = type(value)
    if depth > DEEPEST:
        return _odd(value)
    if issubclass(kind, ndarray):
        return _from_array(value, depth, room)
    if issubclass(kind, NUMBERS) or kind in EXACT_NUMBERS:
        return _from_number(value)
    if issubclass(kind, (list, tuple)) or kind in LAZY or kind in VIEWS:
        return _from_sequence(value, depth, room)
    if issubclass(kind, dict):
        return _from_named(dict(dict.items(value)), depth, room)
    if kind is Odd:
        return value
    if hasattr(kind, "__plain__"):
        return _from_stand_in(value, depth, room)
    if (attributes := _attributes(value)) is not None:
        return _from_named(attributes, depth, room)
    if kind.__module__.split(".")[0] in TABLES and hasattr(kind, "to_numpy"):
        table = kind.to_numpy(value)
        return _from_array(table, depth, room) if isinstance(table, ndarray) else _odd(value)
    return _odd(value)


def type_name(value: object) -> str:
    """Return the name of a value's type, short and harmless.

    >>> type_name(None)
    'NoneType'
    """
    told = getattr(type(value), "__type_name__", None)  # of what stands for an object elsewhere
    name = str(told(value)) if told else type.__dict__["__name__"].__get__(type(value))
    return "".join(letter for letter in name if letter.isprintable())[:60]


def _from_stand_in(value, depth: int, room: _Room) -> Plain:
    """An object in another process: its stand-in gives it as data, or says that it is none."""
    try:
        data = type(value).__plain__(value)
    except TypeError:
        return _odd(value)
    return _odd(value) if type(data) is type(value) else _plain(data, depth + 1, room)


def _from_array(value: ndarray, depth: int, room: _Room) -> Plain:
    data = ndarray.view(value, ndarray)  # of a matrix, a masked array, a student's subclass
    if data.size > MOST_ENTRIES:
        return Odd("array that is far too large")
    if data.dtype.kind == "O":
        inside = data.tolist()
        sequence = _from_sequence if data.ndim else _plain
        return sequence(inside, depth + 1, room)
    if not _is_numeric(data):
        return Odd(f"array of {data.dtype.name}"[:60])
    numbers = data.astype(complex128 if data.dtype.kind == "c" else float64)
    if type(value) is MaskedArray:
        numbers[getmaskarray(value)] = nan  # what is masked is not there
    return _real_if_possible(numbers)


def _real_if_possible(numbers: ndarray) -> ndarray:
    """Complex numbers without an imaginary part (of a complex step, say) are real ones."""
    if numbers.dtype.kind == "c" and not numbers.imag.any():
        return numbers.real.copy()
    return numbers


def _from_number(value) -> Plain:
    kind = type(value)
    try:
        if issubclass(kind, generic):
            return _from_array(array(value), 0, _Room()) if _is_numeric(value) else _odd(value)
        if kind in EXACT_NUMBERS:
            return asarray(float(value), dtype=float64)
        if issubclass(kind, complex):
            return _real_if_possible(asarray(complex.__add__(value, 0j), dtype=complex128))
        exact = int.__float__(value) if issubclass(kind, int) else float.__add__(value, 0.0)
        return asarray(exact, dtype=float64)
    except (OverflowError, ValueError):  # an integer of 400 digits
        return _odd(value)


def _is_numeric(numbers: ndarray | generic) -> bool:
    return numbers.dtype.kind in DTYPE_KINDS


def _odd(value: object) -> Odd:
    return Odd(type_name(value))


def _from_sequence(value, depth: int, room: _Room) -> Plain:
    base = next((kind for kind in (list, tuple) if issubclass(type(value), kind)), None)
    items = room.take(base.__iter__(value) if base else iter(value))
    if items is None:
        return Odd(f"{type_name(value)} that is far too long")
    children = [_plain(item, depth + 1, room) for item in items]
    if all(issubclass(type(item), (list, tuple, *NUMBERS)) for item in items):
        together = stacked(children)
        return children if together is None else together
    return children


def stacked(children: list) -> ndarray | None:
    """Return arrays of one shape as one array, a row each; None if that is impossible.

    >>> stacked([asarray(1.0), asarray(2.0)])
    array([1., 2.])
    """
    if not children or not all(isinstance(child, ndarray) for child in children):
        return None
    same = all(child.shape == children[0].shape for child in children)
    return stack(children) if same else None


def _attributes(value: object) -> dict | None:
    """Return what a dataclass or a SimpleNamespace holds; None for any other object."""
    kind = type(value)
    if kind is types.SimpleNamespace:
        return dict(vars(value))
    if not dataclasses.is_dataclass(kind):
        return None
    try:
        fields = dataclasses.fields(kind)
        return {field.name: object.__getattribute__(value, field.name) for field in fields}
    except AttributeError:
        return None


def _from_named(parts: dict, depth: int, room: _Room) -> Plain:
    if room.take(parts) is None:
        return Odd("dict that is far too large")
    children = {key: _plain(item, depth + 1, room) for key, item in parts.items()}
    named = all(type(key) is str for key in children)
    return children if named else list(children.values())
