"""From whatever an answer returned to plain data, by closed rules.

No method of a student's own class is called: numbers become float64 (or complex128) arrays,
sequences become lists, named parts dicts, and all else is `Odd`, of which only the type is known.
"""

import dataclasses
import itertools
import types
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
LONGEST = 10_000
DEEPEST = 6


@dataclass(frozen=True)
class Odd:
    """Something that is neither numbers nor a collection of them."""

    type_name: str


Plain = ndarray | list | dict | Odd


def plain(value: object, depth: int = 0) -> Plain:
    """Return `value` as float64 or complex128 array, list, dict of named parts, or `Odd`.

    >>> plain([[1, 2], [3, 4]])
    array([[1., 2.],
           [3., 4.]])
    >>> plain("text")
    Odd(type_name='str')
    """
    kind = type(value)
    if depth > DEEPEST:
        return Odd(type_name(value))
    if issubclass(kind, ndarray):
        return _from_array(value, depth)
    if issubclass(kind, NUMBERS) or kind in EXACT_NUMBERS:
        return _from_number(value)
    if issubclass(kind, (list, tuple)) or kind in LAZY or kind in VIEWS:
        return _from_sequence(value, depth)
    if issubclass(kind, dict):
        return _from_named(dict(dict.items(value)), depth)
    if (attributes := _attributes(value)) is not None:
        return _from_named(attributes, depth)
    if kind.__module__.split(".")[0] in TABLES and hasattr(kind, "to_numpy"):
        table = kind.to_numpy(value)
        return _from_array(table, depth) if isinstance(table, ndarray) else Odd(type_name(value))
    return Odd(type_name(value))


def type_name(value: object) -> str:
    """Return the name of a value's type, short and harmless.

    >>> type_name(None)
    'NoneType'
    """
    name = type.__dict__["__name__"].__get__(type(value))
    return "".join(letter for letter in name if letter.isprintable())[:60]


def _from_array(value: ndarray, depth: int) -> Plain:
    data = ndarray.view(value, ndarray)  # of a matrix, a masked array, a student's subclass
    if data.size > MOST_ENTRIES:
        return Odd("array that is far too large")
    if data.dtype.kind == "O":
        return _from_sequence(data.tolist(), depth) if data.ndim else plain(data.item(), depth + 1)
    if data.dtype.kind not in DTYPE_KINDS:
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
            return _from_array(array(generic.item(value)), 0) if _is_numeric(value) else _odd(value)
        if kind in EXACT_NUMBERS:
            return asarray(float(value), dtype=float64)
        if issubclass(kind, complex):
            return _real_if_possible(asarray(complex.__add__(value, 0j), dtype=complex128))
        exact = int.__float__(value) if issubclass(kind, int) else float.__add__(value, 0.0)
        return asarray(exact, dtype=float64)
    except (OverflowError, ValueError):  # an integer of 400 digits
        return _odd(value)


def _is_numeric(scalar: generic) -> bool:
    return scalar.dtype.kind in DTYPE_KINDS


def _odd(value: object) -> Odd:
    return Odd(type_name(value))


def _from_sequence(value, depth: int) -> Plain:
    items = _items(value)
    if len(items) > LONGEST and not all(type(item) in NUMBERS for item in items):
        return Odd(f"{type_name(value)} that is far too long")
    children = [plain(item, depth + 1) for item in items]
    if all(issubclass(type(item), (list, tuple, *NUMBERS)) for item in items):
        together = stacked(children)
        return children if together is None else together
    return children


def _items(value) -> list:
    base = next((kind for kind in (list, tuple) if issubclass(type(value), kind)), None)
    iterator = base.__iter__(value) if base else iter(value)
    return list(itertools.islice(iterator, MOST_ENTRIES))


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


def _from_named(parts: dict, depth: int) -> Plain:
    if len(parts) > LONGEST:
        return Odd("dict that is far too large")
    children = {key: plain(item, depth + 1) for key, item in parts.items()}
    named = all(type(key) is str for key in children)
    return children if named else list(children.values())
