"""What crosses between a student's process and the judge: round trips, and what is refused."""

import json
import random
import types
from collections import Counter, OrderedDict, defaultdict, deque
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath

import numpy as np
import pytest

from course_tools.grading.judge import wire
from course_tools.grading.judge.wire import WireError, pack, unpack


def there_and_back(value):
    """Return a value after it has crossed: as text and bytes, as a pipe carries it."""
    tree, blobs = pack(value)
    return unpack(json.loads(json.dumps(tree)), [bytes(blob) for blob in blobs])


def same(a, b) -> bool:
    """Are two values of the same types all through, and equal (NaN to NaN)?"""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        alike = a.shape == b.shape and a.dtype == b.dtype
        if a.dtype.kind == "O":
            return alike and all(map(same, a.ravel(), b.ravel()))
        nan = a.dtype.kind in "fcmM"
        return alike and np.array_equal(np.asarray(a), np.asarray(b), equal_nan=nan)
    if isinstance(a, np.generic):
        return a.dtype == b.dtype and (a == b or (a != a and b != b))
    if isinstance(a, dict):
        return same(list(a), list(b)) and same(list(a.values()), list(b.values()))
    if isinstance(a, list | tuple | deque):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b or (a != a and b != b)


PLAIN = [
    None, True, False, 0, -1, 2**53, -(2**53), 2**64 + 1, 10**4000, 1.5, float("inf"), -0.0, "",
    "ü \x00 \ud800 漢", b"\x00\xff", bytearray(b"ab"), 1 + 2j, [], [1, [2, [3]]], (), (1,), ((),),
    {}, {"a": 1, 2: "b", (1, 2): None, None: [0]}, set(), {1, "a", (2,)}, frozenset({1.5}), ...,
    NotImplemented, range(5), range(9, 0, -2), slice(None, 3), slice(1, None, 2), Fraction(-3, 7),
    Decimal("0.1"), Decimal("NaN"), date(2024, 2, 29), datetime(2024, 1, 2, 3, 4, 5, 6), time(1, 2),
    timedelta(-1, 5, 7), PurePosixPath("a/b"), deque([1, 2], maxlen=3), OrderedDict(b=1, a=2),
    Counter("abca"), defaultdict(list, {"a": [1]}), defaultdict(None, {}), int, list, ValueError,
    KeyboardInterrupt, np.float32, np.int64, {"t": "array", "v": {"t": "tuple"}},
]  # fmt: skip


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: type(value).__name__)
def test_plain_data_come_back_as_they_were(value):
    assert same(there_and_back(value), value)


def test_nan_and_the_sign_of_zero_survive():
    assert there_and_back(float("nan")) != there_and_back(float("nan"))
    assert str(there_and_back(-0.0)) == "-0.0"


ARRAYS = {
    "empty": np.empty((0, 3)),
    "no dimension": np.array(2.5),
    "bool": np.array([[True, False]]),
    "complex": np.array([1 + 2j, np.nan]),
    "longdouble": np.array([1, 2], np.longdouble) / 3,
    "half": np.array([0.5], np.float16),
    "unsigned": np.arange(3, dtype=np.uint8),
    "big-endian": np.arange(3, dtype=">i4"),
    "column-major": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "a view": np.arange(12).reshape(3, 4)[::2, ::-1],
    "text": np.array(["a", "ßü", ""]),
    "bytes": np.array([b"a", b"bc"]),
    "objects": np.array([1, "a", None, [2, (3,)]], object),
    "dates": np.array(["2024-01-01", "NaT"], "datetime64[D]"),
    "spans": np.array([1, 2], "timedelta64[ms]"),
    "matrix": np.matrix([[1, 2], [3, 4]]),
    "masked": np.ma.masked_array([1.0, 2.0, 3.0], [0, 1, 0]),
    "scalar": np.float32(1.1),
    "bool scalar": np.bool_(True),
    "text scalar": np.str_("a"),
    "date scalar": np.datetime64("2024-01-01"),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays_come_back_as_they_were(name):
    value = ARRAYS[name]
    back = there_and_back(value)
    assert same(back, value)
    if isinstance(value, np.ma.MaskedArray):
        assert back.mask.tolist() == value.mask.tolist()
    elif isinstance(value, np.ndarray) and value.dtype.kind not in "OUS" and value.flags.contiguous:
        assert back.flags.f_contiguous == value.flags.f_contiguous
        back[...] = back  # it can be written to


@pytest.mark.parametrize("bits", wire.BIT_GENERATORS)
def test_generators_go_on_where_they_were(bits):
    generator = np.random.Generator(getattr(np.random, bits)(3))
    generator.random(5), generator.integers(7, dtype=np.uint32)
    back = there_and_back(generator)
    assert back.random(4).tolist() == generator.random(4).tolist()


def test_old_generators_go_on_too():
    generator = np.random.RandomState(3)
    generator.normal()
    assert there_and_back(generator).normal(size=3).tolist() == generator.normal(size=3).tolist()


def random_tree(draw: random.Random, depth: int = 0):
    """Return random plain data."""
    leaves = [value for value in PLAIN if not isinstance(value, dict | list | set | deque)]
    kind = draw.choice(["leaf", "leaf", "array", "list", "tuple", "dict", "set"])
    if kind == "leaf" or depth > 4:
        return draw.choice(leaves)
    if kind == "array":
        shape = [draw.randrange(4) for _ in range(draw.randrange(4))]
        dtype = draw.choice(["f8", "<f4", "i2", "?", "c8", "O", "U3"])
        return np.full(shape, draw.randrange(2)).astype(dtype)
    size = draw.randrange(5)
    if kind == "dict":
        return {draw.randrange(99): random_tree(draw, depth + 1) for _ in range(size)}
    if kind == "set":
        return {draw.choice(["a", 1, (2, "b"), None, 2.5]) for _ in range(size)}
    return {"list": list, "tuple": tuple}[kind](random_tree(draw, depth + 1) for _ in range(size))


@pytest.mark.parametrize("seed", range(60))
def test_random_data_come_back_as_they_were(seed):
    value = random_tree(random.Random(seed))
    assert same(there_and_back(value), value)


def spoilt(tree, draw: random.Random):
    """Return a message with one thing in it replaced."""
    junk = [None, -1, 10**18, "x", [], {}, {"t": "array"}, {"t": "ref", "n": 0}, [[1]], 1e308, True]
    if isinstance(tree, list) and tree and draw.random() < 0.8:
        place = draw.randrange(len(tree))
        return [spoilt(v, draw) if i == place else v for i, v in enumerate(tree)]
    if isinstance(tree, dict) and tree and draw.random() < 0.9:
        place = draw.choice(list(tree))
        return {k: spoilt(v, draw) if k == place else v for k, v in tree.items()}
    return draw.choice(junk)


@pytest.mark.parametrize("seed", range(60))
def test_spoilt_messages_are_refused_or_plain_data(seed):
    draw = random.Random(1000 + seed)
    for _ in range(30):
        tree, blobs = pack([random_tree(draw), np.arange(3.0), {"k": (1, 2)}])
        tree = spoilt(json.loads(json.dumps(tree)), draw)
        blobs = blobs if draw.random() < 0.7 else [blob[:-1] for blob in blobs]
        try:
            value = unpack(tree, blobs)
        except WireError:
            continue
        pack(value)  # what came through is plain data again


MALFORMED = {
    "a lying shape": ({"t": "array", "d": "<f8", "s": [10**15], "o": "C", "b": 0}, [bytes(8)]),
    "a negative side": ({"t": "array", "d": "<f8", "s": [-1, -1], "o": "C", "b": 0}, [bytes(8)]),
    "a side that is True": ({"t": "array", "d": "<f8", "s": [True], "o": "C", "b": 0}, [bytes(8)]),
    "too many sides": ({"t": "array", "d": "<f8", "s": [1] * 40, "o": "C", "b": 0}, [bytes(8)]),
    "objects as bytes": ({"t": "array", "d": "|O", "s": [1], "o": "C", "b": 0}, [bytes(8)]),
    "records as bytes": ({"t": "array", "d": "<f8,<f8", "s": [1], "o": "C", "b": 0}, [bytes(16)]),
    "no such bytes": ({"t": "array", "d": "<f8", "s": [1], "o": "C", "b": 1}, [bytes(8)]),
    "bytes before the first": ({"t": "bytes", "b": -1}, [b"x"]),
    "an order of its own": ({"t": "array", "d": "<f8", "s": [1], "o": "A", "b": 0}, [bytes(8)]),
    "a long integer": ({"t": "int", "v": "0x" + "f" * 20_000}, []),
    "an integer that is none": ({"t": "int", "v": "1_0__"}, []),
    "a reference": ({"t": "ref", "n": 0}, []),
    "an unknown kind": ({"t": "pickle", "v": "gASV"}, []),
    "no kind": ({"v": []}, []),
    "a list as a key": ({"t": "dict", "v": [[[], 1]]}, []),
    "a dict in a set": ({"t": "set", "v": [{"t": "dict", "v": []}]}, []),
    "a tuple of text": ({"t": "tuple", "v": "abc"}, []),
    "half a fraction": ({"t": "Fraction", "v": [1]}, []),
    "a fraction over nothing": ({"t": "Fraction", "v": [1, 0]}, []),
    "no generator": ({"t": "Generator", "v": {"t": "dict", "v": [["bit_generator", "X"]]}}, []),
    "an unknown singleton": ({"t": "singleton", "v": "eval"}, []),
    "an unknown type": ({"t": "type", "v": "eval"}, []),
    "numpy's own functions": ({"t": "number type", "v": "load"}, []),
    "too long a decimal": ({"t": "Decimal", "v": "1" * 50_000}, []),
    "items that do not fit": ({"t": "objects", "d": "O", "s": [3], "v": [1]}, []),
    "texts that are too wide": ({"t": "objects", "d": "U", "s": [1], "v": ["a"], "w": 10**9}, []),
    "an array that is none": ({"t": "matrix", "v": [1]}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_messages_are_refused(name):
    tree, blobs = MALFORMED[name]
    with pytest.raises(WireError):
        unpack(tree, blobs)


def deep(levels: int):
    value = []
    for _ in range(levels):
        value = [value]
    return value


def cyclic():
    value = []
    value.append(value)
    return value


TOO_MUCH = {
    "too deep": deep(wire.MOST_DEPTH + 1),
    "holding itself": cyclic(),
    "too long an integer": 1 << (wire.MOST_BITS + 1),
    "an object": object(),
    "a function": len,
    "a module": types,
    "a class of one's own": type("Own", (), {}),
    "a list of one's own": type("Own", (list,), {})(),
    "an array of one's own": np.ones(2).view(type("Own", (np.ndarray,), {})),
    "a record array": np.zeros(2, "i4,f8"),
    "an array of objects": np.array([object()], object),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_no_plain_data_does_not_cross(name):
    with pytest.raises(WireError):
        pack(TOO_MUCH[name])


def test_sizes_are_bounded(monkeypatch):
    monkeypatch.setattr(wire, "MOST_BYTES", 1000)
    monkeypatch.setattr(wire, "MOST_ITEMS", 50)
    for value in ("x" * 1001, bytes(1001), np.zeros(126), [np.zeros(60)] * 3, list(range(51))):
        with pytest.raises(WireError):
            pack(value)
    with pytest.raises(WireError):
        unpack(list(range(51)), [])


def test_deep_messages_are_refused():
    with pytest.raises(WireError):
        unpack(deep(3 * wire.MOST_DEPTH), [])


def test_any_other_byte_for_a_truth_becomes_one():
    tree, _ = pack(np.array([True, False, True]))
    back = unpack(tree, [bytes([7, 0, 255])])
    assert back.tolist() == [True, False, True]
    assert back.view("u1").tolist() == [1, 0, 1]


def test_references_carry_their_values():
    class Thing:
        pass

    thing, lent = Thing(), []

    def lend(value):
        lent.append(value)
        return {"t": "ref", "n": 4}, [np.arange(2), (1,)]

    tree, blobs = pack([thing], lend)
    back = unpack(tree, blobs, lambda reference, values: (reference["n"], values))
    assert lent == [thing]
    assert same(back, [(4, [np.arange(2), (1,)])])


def test_a_set_has_one_form_however_it_was_filled():
    assert pack({"b", "a", 1}) == pack({1, "a", "b"})
