"""Arguments and outcomes as JSON: arrays as shape, dtype and numbers, no code.

Numbers are rounded, such that every platform writes the same text.
"""

import math

from numpy import abs, array, asarray, complex128, float64, isfinite, ndarray, where

from course_lib.checks.plain import Odd

DIGITS = 9
NOISE = 1e-12  # relative to the largest entry: rounding errors, which differ between machines
DTYPES = {"b": bool, "i": "int64", "u": "int64", "f": "float64", "c": "complex128"}


def encode(value: object):
    """Return arguments or plain data as what JSON can hold.

    Raises `TypeError` for anything but numbers, text, None, containers and arrays of numbers.

    >>> encode((1, [0.1 + 0.2]))
    {'tuple': [1, [0.3]]}
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return _number(float(value))
    if isinstance(value, Odd):
        return {"type": value.type_name}
    if isinstance(value, list):
        return [encode(item) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [encode(item) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[key, encode(item)] for key, item in value.items()]}
    numbers = asarray(value)
    if numbers.dtype.kind not in DTYPES:
        raise TypeError(f"a {type(value).__name__} cannot be kept as plain arrays")
    return _encode_array(numbers)


def decode(data):
    """Return what `encode` was given, but for the rounding; arrays are new ones at each call.

    >>> decode(encode({"W": array([[1.0, 2.0]])}))
    {'W': array([[1., 2.]])}
    """
    if isinstance(data, list):
        return [decode(item) for item in data]
    if not isinstance(data, dict):
        return float(data) if data in ("nan", "inf", "-inf") else data
    if "shape" in data:
        return _decode_array(data)
    if "tuple" in data:
        return tuple(decode(item) for item in data["tuple"])
    if "dict" in data:
        return {key: decode(item) for key, item in data["dict"]}
    return Odd(data["type"])


def _encode_array(numbers: ndarray) -> dict:
    kind = numbers.dtype.kind
    data = {
        "shape": list(numbers.shape),
        "dtype": str(DTYPES[kind].__name__ if kind == "b" else DTYPES[kind]),
    }
    if kind == "c":
        return data | {"real": _floats(numbers.real), "imag": _floats(numbers.imag)}
    flat = _floats(numbers) if kind == "f" else numbers.ravel().tolist()
    return data | {"data": flat}


def _decode_array(data: dict) -> ndarray:
    shape = tuple(data["shape"])
    if "real" in data:
        real, imag = (_from_floats(data[part]) for part in ("real", "imag"))
        return (real + 1j * imag).astype(complex128).reshape(shape)
    numbers = _from_floats(data["data"]) if data["dtype"] == "float64" else data["data"]
    return array(numbers, dtype=data["dtype"]).reshape(shape)


def _floats(numbers: ndarray) -> list:
    numbers = numbers.astype(float64).ravel()
    finite = where(isfinite(numbers), numbers, 0.0)
    largest = abs(finite).max(initial=0.0)
    cleaned = where(abs(numbers) < NOISE * largest, 0.0, numbers)
    return [_number(number) for number in cleaned.tolist()]


def _number(number: float):
    if not math.isfinite(number):
        return str(number)
    return float(f"{number:.{DIGITS}g}") + 0.0  # no −0.0


def _from_floats(numbers: list) -> ndarray:
    return array(numbers, dtype=float64)  # also of "nan" and "inf"
