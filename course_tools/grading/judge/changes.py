"""Changes in place: how they are noticed, carried out on another's copy, and taken back."""

import hashlib
import sys
from collections import deque
from types import FunctionType

from course_tools.grading.judge import frames, wire

MUTABLE = (list, dict, set, bytearray, deque)


def digest_of(value) -> str:
    """Return a digest of plain data, or of an object's identity.

    >>> digest_of([1, 2]) == digest_of([1, 2]), digest_of([1, 2]) == digest_of([2, 1])
    (True, False)
    """
    if type(value) is FunctionType:  # most of what a student binds
        return f"object {id(value)}"
    try:
        tree, blobs = wire.pack(value, lambda inner: ({"t": "object", "n": id(inner)}, None))
    except Exception:
        return f"object {id(value)}"
    return hashlib.sha256(b"\0".join([repr(tree).encode(), *blobs])).hexdigest()


def is_mutable(value) -> bool:
    """Say whether a value is data that can be changed in place."""
    return issubclass(type(value), MUTABLE) or _is_numpy(value) or frames.is_table(value)


def _is_numpy(value) -> bool:
    return type(value).__module__.partition(".")[0] == "numpy" and not isinstance(value, type)


def copied(value):
    """Return data as new objects all through; everything else as it is.

    >>> given = [[1], (2, {3})]
    >>> copied(given) == given, copied(given)[0] is given[0]
    (True, False)
    """
    kind = type(value)
    if kind in (list, tuple, set, frozenset, bytearray):
        return kind(map(copied, value)) if kind is not bytearray else bytearray(value)
    if kind is dict:
        return {key: copied(item) for key, item in value.items()}
    if is_mutable(value) and is_plain(value):
        return wire.unpack(*wire.pack(value))
    return value


def is_plain(value) -> bool:
    """Say whether a value crosses by value, without a reference in it."""
    try:
        wire.pack(value)
    except (wire.WireError, RecursionError):
        return False
    return True


def change_in_place(old, new) -> bool:
    """Give a mutable object the content of another of its kind; say whether that was possible.

    >>> inner = [1]
    >>> outer = [inner, 2]
    >>> change_in_place(outer, [[5], 2]), inner
    (True, [5])
    """
    kind = type(old)
    if kind is not type(new):
        return False
    if issubclass(kind, list):
        _change_list(old, new)
    elif issubclass(kind, dict):
        _change_dict(old, new)
    elif issubclass(kind, bytearray):
        old[:] = new
    elif frames.is_table(old):
        frames.change_in_place(old, new)
    elif issubclass(kind, set):
        old.clear()
        old.update(new)
    elif issubclass(kind, deque):
        old.clear()
        old.extend(new)
    else:
        return _change_numpy(old, new)
    return True


def _change_list(old: list, new: list) -> None:
    if len(old) != len(new):
        old[:] = new
    for place, (inner, item) in enumerate(zip(old, new, strict=True)):
        if inner is not item and not change_in_place(inner, item):
            old[place] = item


def _change_dict(old: dict, new: dict) -> None:
    kept = {key: old[key] for key in new if key in old}
    old.clear()
    old.update(new)  # in the new order
    for key, value in kept.items():
        if change_in_place(value, new[key]):
            old[key] = value


def _change_numpy(old, new) -> bool:
    numpy = sys.modules.get("numpy")
    if numpy is None or not _is_numpy(old):
        return False
    if isinstance(old, numpy.ndarray):
        if old.shape != new.shape or old.dtype != new.dtype or not old.flags.writeable:
            return False
        old[...] = new
    elif isinstance(old, numpy.random.Generator):
        if type(old.bit_generator) is not type(new.bit_generator):
            return False
        old.bit_generator.state = new.bit_generator.state
    elif isinstance(old, numpy.random.RandomState):
        old.set_state(new.get_state())
    else:
        return False
    return True
