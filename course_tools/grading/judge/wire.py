"""Values that may cross between a student's process and the judge, as bytes and back.

A closed list: numbers, text, containers, numpy arrays of numbers, random generators, tables of
pandas. It is no pickle: nothing that comes in names a class or runs code. All else crosses as a
*reference*, lent by the side that owns the object. Sizes, depth and the length of integers are
bounded, and an array's bytes must fit its shape.

>>> header, blobs = pack({"a": (1, 2.5)})
>>> unpack(header, blobs)
{'a': (1, 2.5)}
"""

import builtins
import re
from collections import Counter, OrderedDict, defaultdict, deque
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import PosixPath, PurePosixPath

from course_tools.grading.judge import frames

MOST_ITEMS, MOST_DEPTH, MOST_BYTES, MOST_BITS = 2_000_000, 60, 256_000_000, 40_000
MOST_POOL = 64  # words of a SeedSequence; numpy's own have 4
DTYPE = re.compile(r"[<>|=]?(b1|[iu][1248]|f2|f4|f8|f12|f16|c8|c16|c24|c32)")
MOST_COLLISIONS = 1_000  # of keys with the same hash
TIME = re.compile(r"[<>|=]?[mM]8(\[\d*\w{1,2}\])?")
SIMPLE_DTYPE = re.compile(rf"{DTYPE.pattern}|{TIME.pattern}|[|]O|[<>|=]?[US]\d{{1,4}}")
SINGLETONS = {"...": Ellipsis, "NotImplemented": NotImplemented}
TYPES = {name: kind for name, kind in vars(builtins).items() if isinstance(kind, type)}
TYPE_NAMES = {kind: name for name, kind in TYPES.items() if kind.__name__ == name}
MAPPINGS = {"OrderedDict": OrderedDict, "Counter": Counter}
TEXTS = {  # what crosses as a text: how it is written, how it is read
    Decimal: (str, Decimal),
    datetime: (datetime.isoformat, datetime.fromisoformat),
    date: (date.isoformat, date.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
    PosixPath: (str, PosixPath),
    PurePosixPath: (str, PurePosixPath),
}
READERS = {kind.__name__: read for kind, (_, read) in TEXTS.items()}
BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


class WireError(ValueError):
    """A value cannot cross, or what came in is none.

    >>> issubclass(WireError, ValueError)
    True
    """


def pack(value, lend=None):
    """Return (a tree for JSON, a list of bytes) of a value.

    `lend(value)` gives a small dict that refers to an object not on the list, and None or values
    that go with it; without it such an object raises `WireError`, as does what is too large, too
    deep, or cyclic.
    """
    packer = _Packer(lend)
    return packer.pack(value, 0), packer.blobs


class _Packer:
    def __init__(self, lend):
        self.lend, self.blobs, self.items, self.bytes = lend, [], 0, 0

    def pack(self, value, depth):
        self.items += 1
        if self.items > MOST_ITEMS:
            raise WireError(f"it holds more than {MOST_ITEMS:,} items")
        if depth > MOST_DEPTH:
            raise WireError(f"it is nested deeper than {MOST_DEPTH} levels, or holds itself")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        method = self.METHODS.get(kind)
        if method:
            return method(self, value, depth)
        tree = self._type(value) if kind is type else self._numpy(value, depth)
        if tree is None and self.lend is None:
            raise WireError(f"a {kind.__name__} is no plain data")
        return self._reference(value, depth) if tree is None else tree

    def _reference(self, value, depth):
        """A reference may carry values of its own (a record's fields): they are packed too."""
        reference, values = self.lend(value)
        if values is None:
            return reference
        return reference | {"v": [self.pack(item, depth + 1) for item in values]}

    def _int(self, value, depth):
        if -(2**53) < value < 2**53:
            return value
        if value.bit_length() > MOST_BITS:
            raise WireError(f"an integer of more than {MOST_BITS} bits")
        return {"t": "int", "v": hex(value)}

    def _str(self, value, depth):
        self._count(len(value))
        return value

    def _bytes(self, value, depth):
        return {"t": type(value).__name__, "b": self._blob(bytes(value))}

    def _complex(self, value, depth):
        return {"t": "complex", "v": [value.real, value.imag]}

    def _list(self, value, depth):
        return [self.pack(item, depth + 1) for item in value]

    def _tuple(self, value, depth):
        return {"t": type(value).__name__, "v": [self.pack(item, depth + 1) for item in value]}

    def _set(self, value, depth):
        # In a fixed order: the digest of a set must not depend on how it was filled.
        ordered = sorted(value, key=lambda item: (type(item).__name__, repr(item)))
        return {"t": type(value).__name__, "v": [self.pack(item, depth + 1) for item in ordered]}

    def _dict(self, value, depth):
        pairs = [[self.pack(k, depth + 1), self.pack(v, depth + 1)] for k, v in value.items()]
        return {"t": type(value).__name__, "v": pairs}

    def _defaultdict(self, value, depth):
        factory = value.default_factory
        return self._dict(value, depth) | {"f": TYPE_NAMES.get(factory) if factory else None}

    def _deque(self, value, depth):
        return self._tuple(value, depth) | {"m": value.maxlen}

    def _timedelta(self, value, depth):
        return {"t": "timedelta", "v": [value.days, value.seconds, value.microseconds]}

    def _text(self, value, depth):
        write, _ = TEXTS[type(value)]
        return {"t": type(value).__name__, "v": self._str(write(value), depth)}

    def _type(self, value):
        """A built-in class, or one of numpy's numbers."""
        if value in TYPE_NAMES:
            return {"t": "type", "v": TYPE_NAMES[value]}
        numpy = _numpy_if_there()
        name = value.__name__
        if numpy and issubclass(value, numpy.generic) and getattr(numpy, name, None) is value:
            return {"t": "number type", "v": name}
        return None

    def _range(self, value, depth):
        ends = [value.start, value.stop, value.step]
        return {"t": type(value).__name__, "v": [self.pack(end, depth + 1) for end in ends]}

    def _fraction(self, value, depth):
        parts = [value.numerator, value.denominator]
        return {"t": "Fraction", "v": [self.pack(part, depth + 1) for part in parts]}

    def _singleton(self, value, depth):
        return {"t": "singleton", "v": "..." if value is Ellipsis else "NotImplemented"}

    METHODS = {  # noqa: RUF012
        int: _int, str: _str, bytes: _bytes, bytearray: _bytes, complex: _complex, list: _list,
        tuple: _tuple, set: _set, frozenset: _set, dict: _dict, range: _range, slice: _range,
        Fraction: _fraction, type(Ellipsis): _singleton, type(NotImplemented): _singleton,
        OrderedDict: _dict, Counter: _dict, defaultdict: _defaultdict, deque: _deque,
        timedelta: _timedelta, **dict.fromkeys(TEXTS, _text),
    }  # fmt: skip

    def _numpy(self, value, depth):
        numpy = _numpy_if_there()
        if numpy is None:
            return None
        kind = type(value)
        if kind is numpy.ndarray:
            return self._array(numpy, value, depth)
        if kind is numpy.matrix:
            return {"t": "matrix", "v": self._array(numpy, numpy.asarray(value), depth)}
        if kind is numpy.ma.MaskedArray:
            mask = self._array(numpy, numpy.ma.getmaskarray(value), depth)
            return {"t": "masked", "v": self._array(numpy, value.data, depth), "m": mask}
        if issubclass(kind, numpy.generic) and kind.__module__ == "numpy":
            array = self._array(numpy, numpy.asarray(value), depth)
            return array and {"t": "scalar", "v": array}
        if isinstance(value, numpy.dtype) and SIMPLE_DTYPE.fullmatch(value.str):
            return {"t": "dtype", "v": value.str}
        if kind is numpy.random.Generator:
            bits = value.bit_generator
            seeds = _seeds_of(numpy, bits)
            return {"t": "Generator", "v": self.pack([bits.state, seeds], depth + 1)}
        if kind is numpy.random.RandomState:
            return {"t": "RandomState", "v": self.pack(list(value.get_state()), depth + 1)}
        return self._table(value, depth)

    def _table(self, value, depth):
        found = frames.parts_of(value)
        return found and {"t": "table", "k": found[0], "v": self._list(found[1], depth + 1)}

    def _array(self, numpy, value, depth):
        form = value.dtype.str
        shape = list(value.shape)
        if DTYPE.fullmatch(form) or TIME.fullmatch(form):
            # A column-major array stays one: some solutions and tests look at it.
            order = "F" if value.flags.f_contiguous and not value.flags.c_contiguous else "C"
            blob = self._blob(value.tobytes(order))
            return {"t": "array", "d": form, "s": shape, "o": order, "b": blob}
        if value.dtype.kind in "OUS":
            items = [self.pack(item, depth + 1) for item in value.ravel().tolist()]
            width = value.dtype.itemsize // {"U": 4}.get(value.dtype.kind, 1)
            return {"t": "objects", "d": value.dtype.kind, "s": shape, "v": items, "w": width}
        return None

    def _blob(self, content):
        self._count(len(content))
        self.blobs.append(content)
        return len(self.blobs) - 1

    def _count(self, size):
        self.bytes += size
        if self.bytes > MOST_BYTES:
            raise WireError(f"it is larger than {MOST_BYTES // 10**6} MB")


def unpack(tree, blobs, borrow=None):
    """Return the value of a tree and its blobs.

    `borrow(dict, values)` makes an object of a reference; without it there may be none. Raises
    `WireError` for anything that is not as `pack` makes it; nothing in it is trusted.
    """
    try:
        return _Unpacker(blobs, borrow).unpack(tree, 0)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"a message does not hold together ({type(error).__name__})") from None


class _Unpacker:
    def __init__(self, blobs, borrow):
        self.blobs, self.borrow, self.items = blobs, borrow, 0

    def unpack(self, tree, depth):
        self.items += 1
        if self.items > MOST_ITEMS or depth > 2 * MOST_DEPTH:
            raise WireError("a message is too large or nested too deeply")
        if tree is None or type(tree) in (bool, int, float, str):
            return tree
        if type(tree) is list:
            return [self.unpack(item, depth + 1) for item in tree]
        method = self.METHODS.get(tree["t"])
        if method:
            return method(self, tree, depth)
        if self.borrow is None:
            raise WireError("a reference where only data may stand")
        return self.borrow(tree, self._list_of(tree, depth) if "v" in tree else None)

    def _list_of(self, tree, depth):
        if type(tree["v"]) is not list:
            raise WireError("a container without items")
        return [self.unpack(item, depth + 1) for item in tree["v"]]

    def _int(self, tree, depth):
        if type(tree["v"]) is not str or len(tree["v"]) > MOST_BITS // 4 + 4:
            raise WireError("an integer is too long")
        return int(tree["v"], 16)

    def _bytes(self, tree, depth):
        return self._blob(tree)

    def _bytearray(self, tree, depth):
        return bytearray(self._blob(tree))

    def _complex(self, tree, depth):
        return complex(*map(float, tree["v"]))

    def _tuple(self, tree, depth):
        return tuple(self._list_of(tree, depth))

    def _set(self, tree, depth):
        items = without_collisions(self._list_of(tree, depth))
        return {"set": set, "frozenset": frozenset}[tree["t"]](items)

    def _dict(self, tree, depth):
        pairs = [(k, v) for k, v in tree["v"]]
        keys = without_collisions([self.unpack(k, depth + 1) for k, _ in pairs])
        made = dict(zip(keys, (self.unpack(v, depth + 1) for _, v in pairs), strict=True))
        if tree["t"] == "defaultdict":
            return defaultdict(None if tree["f"] is None else TYPES[tree["f"]], made)
        return made if tree["t"] == "dict" else MAPPINGS[tree["t"]](made)

    def _deque(self, tree, depth):
        return deque(self._list_of(tree, depth), maxlen=tree["m"])

    def _timedelta(self, tree, depth):
        return timedelta(*self._list_of(tree, depth))

    def _text(self, tree, depth):
        if type(tree["v"]) is not str or len(tree["v"]) > MOST_BITS:
            raise WireError("a text is too long")
        return READERS[tree["t"]](tree["v"])

    def _type(self, tree, depth):
        return TYPES[tree["v"]]

    def _number_type(self, tree, depth):
        import numpy

        kind = getattr(numpy, tree["v"])
        if not (isinstance(kind, type) and issubclass(kind, numpy.generic)):
            raise WireError("an unknown type of numbers")
        return kind

    def _range(self, tree, depth):
        return {"range": range, "slice": slice}[tree["t"]](*self._list_of(tree, depth))

    def _fraction(self, tree, depth):
        numerator, denominator = self._list_of(tree, depth)
        return Fraction(numerator, denominator)

    def _singleton(self, tree, depth):
        return SINGLETONS[tree["v"]]

    def _array(self, tree, depth):
        import numpy

        form, shape, order = tree["d"], tree["s"], tree["o"]
        if not (DTYPE.fullmatch(form) or TIME.fullmatch(form)) or order not in ("C", "F"):
            raise WireError("an array of a type that may not cross")
        content, dtype = self._blob(tree), numpy.dtype(form)
        if _product(shape) * dtype.itemsize != len(content):
            raise WireError("an array's bytes do not fit its shape")
        flat = numpy.frombuffer(bytearray(content), dtype)
        if dtype.kind == "b":
            flat = flat.view("u1") != 0  # any other byte would be an undefined truth
        return flat.reshape(shape, order=order)

    def _objects(self, tree, depth):
        import numpy

        items = self._list_of(tree, depth)
        if tree["d"] not in ("O", "U", "S") or _product(tree["s"]) != len(items):
            raise WireError("an array's items do not fit its shape")
        array = numpy.empty(len(items), object)
        array[:] = items
        return self._text_array(tree, array).reshape(tree["s"])

    def _text_array(self, tree, array):
        """Texts have one width in an array: a single long one must not fill the memory."""
        if tree["d"] == "O":
            return array
        width = tree["w"]
        if type(width) is not int or not 0 <= 4 * width * (len(array) + 1) <= MOST_BYTES:
            raise WireError("an array of texts that are too long")
        return array.astype(f"{tree['d']}{width}")

    def _dtype(self, tree, depth):
        import numpy

        if not SIMPLE_DTYPE.fullmatch(tree["v"]):
            raise WireError("an unknown dtype")
        return numpy.dtype(tree["v"])

    def _matrix(self, tree, depth):
        import numpy

        return numpy.asmatrix(self._plain_array(tree["v"], depth))

    def _masked(self, tree, depth):
        import numpy

        data, mask = (self._plain_array(tree[key], depth) for key in ("v", "m"))
        return numpy.ma.MaskedArray(data, mask=mask)

    def _scalar(self, tree, depth):
        return self._plain_array(tree["v"], depth)[()]

    def _plain_array(self, tree, depth):
        if tree["t"] not in ("array", "objects"):
            raise WireError("an array was expected")
        return self.unpack(tree, depth + 1)

    def _generator(self, tree, depth):
        import numpy

        state, seeds = self.unpack(tree["v"], depth + 1)
        if state["bit_generator"] not in BIT_GENERATORS:
            raise WireError("an unknown random generator")
        _check_state(state)
        if seeds and seeds["pool_size"] > MOST_POOL:
            raise WireError("a random generator of too many seeds")
        seed = numpy.random.SeedSequence(**seeds) if seeds else None
        bits = getattr(numpy.random, state["bit_generator"])(seed)
        bits.state = state
        return numpy.random.Generator(bits)

    def _random_state(self, tree, depth):
        import numpy

        generator, state = numpy.random.RandomState(), self.unpack(tree["v"], depth + 1)
        _check_state({"state": {"pos": state[2], "key": state[1]}})
        generator.set_state(tuple(state))
        return generator

    def _table(self, tree, depth):
        return frames.made_of(tree["k"], self._list_of(tree, depth))

    METHODS = {  # noqa: RUF012
        "int": _int, "bytes": _bytes, "bytearray": _bytearray, "complex": _complex,
        "tuple": _tuple, "set": _set, "frozenset": _set, "dict": _dict, "range": _range,
        "slice": _range, "Fraction": _fraction, "singleton": _singleton, "array": _array,
        "objects": _objects, "matrix": _matrix, "masked": _masked, "scalar": _scalar,
        "Generator": _generator, "RandomState": _random_state, "OrderedDict": _dict,
        "Counter": _dict, "defaultdict": _dict, "deque": _deque, "timedelta": _timedelta,
        "type": _type, "number type": _number_type, "dtype": _dtype,
        "table": _table,
        **dict.fromkeys(READERS, _text),
    }  # fmt: skip

    def _blob(self, tree):
        number = tree["b"]
        if type(number) is not int or not 0 <= number < len(self.blobs):
            raise WireError("a message lacks a part")
        return self.blobs[number]


def without_collisions(keys: list) -> list:
    """Return keys. Raises `WireError` if very many share a hash: a table of them takes for ever."""
    counts = Counter(map(hash, keys)) if len(keys) > MOST_COLLISIONS else {}
    if max(counts.values(), default=0) > MOST_COLLISIONS:
        raise WireError("a set or dictionary of keys that share a hash")
    return keys


def _check_state(state: dict) -> None:
    """Raise `WireError` for a generator's state that would read beside its numbers, or that never
    moves: to draw from it may take for ever, where nothing interrupts it."""
    inner = state["state"] if isinstance(state["state"], dict) else {}
    for most, position in ((624, inner.get("pos", 0)), (4, state.get("buffer_pos", 0))):
        if type(position) is not int or not 0 <= position <= most:
            raise WireError("a random generator in an impossible state")
    stands = "key" in inner and not any(inner["key"][1:]) and not inner["key"][0] >> 31
    if stands or inner.get("inc", 1) % 2 != 1:
        raise WireError("a random generator that stands still")


def _product(shape):
    if type(shape) is not list or len(shape) > 32:
        raise WireError("an array of impossible shape")
    product = 1
    for side in shape:
        if type(side) is not int or not 0 <= side <= MOST_BYTES:
            raise WireError("an array of impossible shape")
        product *= side
    return product


def _seeds_of(numpy, bits) -> dict | None:
    """Return what a generator's children (`rng.spawn`) follow from, if it is the usual thing."""
    if type(bits.seed_seq) is not numpy.random.SeedSequence:
        return None
    names = ("entropy", "spawn_key", "pool_size", "n_children_spawned")
    return {name: getattr(bits.seed_seq, name) for name in names}


def _numpy_if_there():
    """numpy, if this process has imported it: else no value can be one of its arrays."""
    import sys

    return sys.modules.get("numpy")
