"""Stand-ins for what the student made: each forwards to the student's side, and trusts nothing.

A stand-in has the abilities of its object and no others (it can be called, walked through or
entered if that can), so that `callable`, `isinstance` and protocols answer as they would. What
would let an object decide on its own marks is not forwarded: see `Proxy` on comparisons.
"""

import dataclasses
import functools
import operator

from course_tools.grading.judge import wire
from course_tools.grading.judge.changes import is_plain
from course_tools.grading.judge.student import ARITHMETIC, REAL_KINDS, UNARY, signature_of

# What libraries ask an object for to read memory at an address that it names, or to copy it.
NEVER = ("__array", "__cuda_array", "__dlpack", "__buffer", "__reduce", "__getstate", "__setstate")
UNNAMED = "(without a name)"  # what a test found in a container, say
COMPARISONS = {"eq", "ne", "lt", "le", "gt", "ge"}
NO_SUBCLASS = (
    "a test cannot subclass '{}', which is a class of the student's: its methods would run in the "
    "judge's process (test the class itself, or let an answer cell make the subclass)"
)


class Proxy:
    # Stands for an object of the student's. (Its documentation is that of the object.)

    __slots__ = tuple(f"_proxy_{name}" for name in ("info", "number", "path", "peer"))
    __array_ufunc__ = None  # numpy must not walk into it

    def __init__(self, peer, info: dict) -> None:
        setting = object.__setattr__
        setting(self, "_proxy_peer", peer)
        setting(self, "_proxy_number", info["n"])
        setting(self, "_proxy_info", info)
        setting(self, "_proxy_path", UNNAMED)

    @property
    def __class__(self):
        return REAL_KINDS.get(str(info_of(self).get("kind")), type(self))

    @property
    def __doc__(self):
        return ask(self, "getattr", "__doc__")

    def __getattr__(self, name):
        if name.startswith(NEVER):
            raise AttributeError(name)
        return named(ask(self, "getattr", name), f"{path_of(self)}.{name}")

    def __setattr__(self, name, value):
        ask(self, "setattr", name, value)

    def __delattr__(self, name):
        ask(self, "delattr", name)

    def __copy__(self):
        return ask(self, "copy", False)

    def __deepcopy__(self, memo):
        return ask(self, "copy", True)

    def __bool__(self):
        return True if info_of(self).get("truth") else _decide(self, "truth", bool)

    def __hash__(self):
        return hash(("proxy", number_of(self)))

    def __float__(self):
        return expect(float, ask(self, "convert", "float"))

    def __int__(self):
        return expect(int, ask(self, "convert", "int"))

    def __complex__(self):
        return expect(complex, ask(self, "convert", "complex"))

    def __str__(self):
        return expect(str, ask(self, "convert", "str"))

    def __repr__(self):
        return expect(str, ask(self, "convert", "repr"))

    def __format__(self, form):
        return format(plain(self) if form else str(self), form)

    def __dir__(self):
        return ask(self, "convert", "dir")

    def __array__(self, dtype=None, copy=None):
        import numpy

        return numpy.asarray(plain(self), dtype=dtype)

    def __type_name__(self):
        # The name of the student's own type.
        return info_of(self)["type"]

    def __plain__(self):
        # The object as plain data. Raises TypeError if it is none and cannot be turned into it.
        return plain(self)

    def __mro_entries__(self, bases):
        raise TypeError(NO_SUBCLASS.format(info_of(self).get("name") or info_of(self)["type"]))

    def __instancecheck__(self, value):
        return _is_a(self, value, "isinstance")

    def __subclasscheck__(self, value):
        return _is_a(self, value, "issubclass")


# -- abilities: only those of the object itself


def _call(self, *args, **kwargs):
    path = path_of(self)
    result = peer_of(self).ask("call", self, list(args), kwargs, path=path)
    return named(result, f"{path}()") if is_proxy(result) and not has_name(result) else result


def _changed_arguments(self) -> list[str]:
    """The places and names of the arguments that the last call changed, on its own side."""
    return peer_of(self).touched


def _contains(self, value):
    return _decide(self, "contains", lambda data: value in data, value)


def _iterate(self):
    found = ask(self, "iter")
    return found if is_proxy(found) else iter(found)


def _exit(self, kind, error, traceback):
    """The object may swallow only what the instructor's own may, and never a failed assertion."""
    swallows = expect(bool, ask(self, "leave", *told_of(error)))
    right = f"{info_of(self)['type']} swallows {kind and kind.__name__}"
    is_verdict = kind is not None and issubclass(kind, AssertionError)
    return swallows and not is_verdict and peer_of(self).rights.allow_here(right)


ABILITIES = {
    "call": {"__call__": _call, "__changed_arguments__": property(_changed_arguments)},
    "getitem": {"__getitem__": lambda self, key: ask(self, "getitem", key)},
    "setitem": {"__setitem__": lambda self, key, value: ask(self, "setitem", key, value)},
    "delitem": {"__delitem__": lambda self, key: ask(self, "delitem", key)},
    "len": {"__len__": lambda self: expect(int, ask(self, "convert", "len"))},
    "index": {"__index__": lambda self: expect(int, ask(self, "convert", "index"))},
    "contains": {"__contains__": _contains},
    "iter": {"__iter__": _iterate},
    "next": {"__next__": lambda self: ask(self, "next")},
    "reversed": {"__reversed__": lambda self: ask(self, "reversed")},
    "enter": {"__enter__": lambda self: ask(self, "enter"), "__exit__": _exit},
    "about": {
        "__doc__": property(lambda self: about(self)["doc"]),
        "__name__": property(lambda self: info_of(self).get("name", "")),
        "__signature__": property(lambda self: signature_of(ask(self, "signature"))),
    },
}


@functools.cache
def proxy_class(name: str, abilities: tuple[str, ...]) -> type:
    """Return the class of stand-ins for objects of a class of this name, with these abilities."""
    space = {"__slots__": (), "__module__": "__main__", "__doc__": vars(Proxy)["__doc__"]}
    for ability in abilities:
        space |= ABILITIES[ability]
    return type(name if name.isidentifier() else "Proxy", (Proxy,), space)


def make_proxy(peer, info: dict) -> Proxy:
    """Return the stand-in that fits what the student's side says of an object."""
    can = info.get("can") if type(info.get("can")) is list else []
    abilities = tuple(name for name in ABILITIES if name in can)
    return proxy_class(str(info["type"])[:100], abilities)(peer, info)


# -- what is asked


def is_proxy(value) -> bool:
    """Say whether a value stands for an object of the student's (asking nobody)."""
    return issubclass(type(value), Proxy)


def peer_of(proxy: Proxy):
    return object.__getattribute__(proxy, "_proxy_peer")


def info_of(proxy: Proxy) -> dict:
    return object.__getattribute__(proxy, "_proxy_info")


def number_of(proxy: Proxy) -> int:
    return object.__getattribute__(proxy, "_proxy_number")


def class_of(proxy: Proxy):
    """Return a stand-in for the class of an object; of a function, a generator, … the real one."""
    return REAL_KINDS.get(str(info_of(proxy).get("kind"))) or ask(proxy, "type")


def library_of(value) -> list[str]:
    """Return under which name a library has an object, as the student's side says; else []."""
    found = info_of(value).get("library") if is_proxy(value) else None
    return [str(part) for part in found] if type(found) is list else []


def path_of(proxy: Proxy) -> str:
    return object.__getattribute__(proxy, "_proxy_path")


def has_name(proxy: Proxy) -> bool:
    """Say whether it is known how the test came by an object."""
    return path_of(proxy) != UNNAMED


def named(value, path: str):
    """Return a value; of a stand-in note under which name the test has it: rights go by that,
    not by what a student's function calls itself, nor by another name that it has as well."""
    if is_proxy(value):
        if callable(value) and path_of(value) not in (UNNAMED, path):
            value = type(value)(peer_of(value), info_of(value))
        object.__setattr__(value, "_proxy_path", path)
    return value


def ask(proxy: Proxy, do: str, *arguments):
    return peer_of(proxy).ask(do, proxy, *arguments)


def plain(value):
    """Return what the student's side makes of an object as plain data; others as they are."""
    for _ in range(wire.MOST_DEPTH):
        if not is_proxy(value):
            return value
        value = ask(value, "plain")
    raise TypeError("it is nested too deeply to be compared")


def plain_or_none(proxy: Proxy):
    """Return (data,), or None for an object that is no data."""
    try:
        return (plain(proxy),)
    except TypeError:
        return None


def data_of(proxy: Proxy):
    """Return (data,) of an object that is a kind of number, text or container; else None."""
    data = plain_or_none(proxy)
    return None if data and dataclasses.is_dataclass(data[0]) else data


def about(proxy: Proxy) -> dict:
    """Return name, doc and source of a function, as data."""
    found = ask(proxy, "source")
    if type(found) is not dict:
        raise TypeError("no function's description came back")
    return found


def told_of(error: BaseException | None) -> tuple:
    """Return what student code may know of an exception that ends a `with`: itself if it is the
    student's; else its built-in class, and its arguments but those of an assertion."""
    if error is None or "student_number" in vars(error):
        return error, []
    kind = next(kind for kind in type(error).__mro__ if kind in wire.TYPE_NAMES)
    says = () if issubclass(kind, AssertionError) else error.args
    return kind, [argument for argument in says if is_plain(argument)]


def expect(kind: type, value):
    """Return a value that must be of exactly this kind. Raises TypeError."""
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected, and {type(value).__name__} came back")
    return value


def _is_a(kind: Proxy, value, do: str) -> bool:
    """Ask the student's side whether an object of its own, or the class of a record, is one."""
    own = value if is_proxy(value) else student_class(value if do == "issubclass" else type(value))
    if own is None:
        return False
    do = do if is_proxy(value) else "issubclass"
    return expect(bool, peer_of(kind).ask(do, own, kind))


def student_class(kind):
    """Return the stand-in for the class that a record's local class was made for, or None."""
    return vars(kind).get("student_class") if type(kind) is type else None


def _decide(proxy: Proxy, name: str, judge, *operands) -> bool:
    """Answer a question of truth from the object as data; an object that is none may answer for
    itself only where the instructor's own does."""
    right, rights = f"{info_of(proxy)['type']} answers {name}", peer_of(proxy).rights
    if rights.recording or not rights.allow_here(right):
        data = data_of(proxy)
        if data:
            return judge(*data)
    if not rights.allow_here(right):
        raise TypeError(f"a {info_of(proxy)['type']} cannot be taken for a truth: it is no data")
    return expect(bool, ask(proxy, name, *operands))


def _operator(name: str, reflected: bool = False):
    function = getattr(operator, name)

    def operate(self, other):
        pair = (other, self) if reflected else (self, other)
        if is_proxy(other) or student_class(type(other)) or _may_forward(self, name, other):
            return peer_of(self).ask(name, *pair)
        if name in ("eq", "ne") and not plain_or_none(self):
            return _differs(self, other) is (name == "ne")
        return function(*((other, plain(self)) if reflected else (plain(self), other)))

    return operate


def _differs(proxy: Proxy, other) -> bool:
    """An object that is no data equals no value of the judge, whatever it says itself."""
    if other is not None and peer_of(proxy).rights.recording:
        raise TypeError(f"a {info_of(proxy)['type']} is compared with data, and is none")
    return True


def _may_forward(proxy: Proxy, name: str, other) -> bool:
    """Arithmetic of a student's object with a value of the test: only where the contract has it.

    Else a test's `abs(result - expected)` would hand the expected value to the student's code.
    """
    if name in COMPARISONS:
        return False
    rights = peer_of(proxy).rights
    if rights.recording and data_of(proxy):
        return False
    return rights.allow_here(f"computes {info_of(proxy)['type']} {name} {type(other).__name__}")


for _name in ARITHMETIC:
    _short = _name.rstrip("_")
    setattr(Proxy, f"__{_short}__", _operator(_name))
    if _name not in COMPARISONS:
        setattr(Proxy, f"__r{_short}__", _operator(_name, reflected=True))
for _name in UNARY:
    setattr(Proxy, f"__{_name}__", lambda self, _name=_name: ask(self, _name))
