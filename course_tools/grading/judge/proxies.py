"""The judge's side of the wire: a peer to ask, and stand-ins for what the student made.

Plain data come by value. For everything else a test gets a `Proxy`: calls, attributes, items and
iteration are forwarded, and what comes back is data again. A comparison, a truth, a conversion
against a value of the judge never is: there the student's side first turns the object into plain
data, or the test fails. Otherwise an object that claims to equal everything would pass any test.
"""

import builtins
import dataclasses
import inspect
import operator
import secrets
import sys
from collections import namedtuple

from course_tools.grading.judge import wire
from course_tools.grading.judge.channel import Channel, Closed, TooLate
from course_tools.grading.judge.student import ARITHMETIC, UNARY

COMPARISONS = {"eq", "ne", "lt", "le", "gt", "ge"}
MOST_PRINTED = 200


class StudentGone(BaseException):
    """The student's process has ended or was stopped; no test can ask it any more."""

    def __init__(self) -> None:
        super().__init__("the Python that ran this notebook has ended, or was stopped")


class Rights:
    """Which in-place changes and arithmetic a submission may send back.

    The contract run, with the instructor's own solution, records them; a submission gets exactly
    those. Without that `z[:] = 0; return z` would change the value that a test compares with.
    """

    def __init__(self, granted: set | None = None) -> None:
        self.recording = granted is None
        self.granted = set() if granted is None else set(granted)

    def allow(self, right: str) -> bool:
        if self.recording:
            self.granted.add(right)
        return right in self.granted

    def places(self, path: str):
        """Return which arguments of a function may be changed in place: 'all', or a list."""
        if self.recording:
            return "all"
        start = f"changes {path} "
        return [right[len(start) :] for right in self.granted if right.startswith(start)]


class Peer:
    """Asks the student's side, one question at a time, and serves its callbacks meanwhile."""

    def __init__(self, channel: Channel, rights: Rights, before_asking=lambda: None) -> None:
        self.channel, self.rights, self.before_asking = channel, rights, before_asking
        self.functions: list = []
        self.proxies: dict[int, object] = {}
        self.shared: dict[str, type] = {}
        self.deadline: float | None = None
        self.is_gone = False
        self.touched: list[str] = []  # arguments that the last call changed, on its own side
        self.exception_classes: dict[int, type] = {}

    def ask(self, do: str, *arguments, path: str = ""):
        """Return the answer to a request; an exception that it raised is raised here."""
        if do not in ("fetch", "assign", "delete"):
            self.before_asking()
        if self.is_gone:
            raise StudentGone
        tree, blobs = wire.pack(list(arguments), self.lend)
        number = secrets.token_hex(8)
        message = {"do": do, "id": number, "arguments": tree, "watch": self.rights.places(path)}
        try:
            self.channel.send(message, blobs)
            reply, blobs = self._reply(number)
        except (Closed, TooLate):
            self.is_gone = True
            raise StudentGone from None
        self._print(reply.get("printed"))
        if "refused" in reply:
            raise TypeError(f"what came back is refused: {str(reply['refused'])[:300]}")
        if "raised" in reply:
            raise self._exception(reply["raised"], blobs)
        try:
            value, changed, touched = wire.unpack(reply.get("value"), blobs, self.borrow)
        except wire.WireError as error:
            raise TypeError(f"what came back is refused: {error}") from None
        if do == "call":
            self.touched = [str(place) for place in touched]
        if changed:
            self._change(path, arguments, changed)
        return value

    def _reply(self, number: str) -> tuple[dict, list]:
        while True:
            message, blobs = self.channel.receive(self.deadline)
            if message.get("do") == "callback":
                self._serve_callback(message, blobs)
            elif message.get("re") == number:
                return message, blobs
            else:
                raise Closed("an answer to a question that was not asked")

    def _serve_callback(self, message: dict, blobs: list) -> None:
        out = []
        try:
            function = self.functions[message["number"]]
            args, kwargs = wire.unpack(message["arguments"], blobs, self.borrow)
            tree, out = wire.pack(function(*args, **kwargs), self.lend)
            reply = {"value": tree}
        except StudentGone:
            raise
        except BaseException as error:
            reply = {"raised": type(error).__name__, "text": str(error)[:2000]}
        self.channel.send(reply, out)

    def _print(self, printed) -> None:
        if type(printed) is not list:
            return
        for entry in printed[:MOST_PRINTED]:
            if type(entry) is list and len(entry) == 2 and all(type(e) is str for e in entry):
                (sys.stderr if entry[0] == "stderr" else sys.stdout).write(entry[1])

    def _change(self, path: str, arguments: tuple, changed: dict) -> None:
        """Carry out the in-place changes that the contract allows on the judge's own objects."""
        _, positional, named = arguments
        for place, new in changed.items():
            if not self.rights.allow(f"changes {path} {place}"):
                continue
            old = named.get(place) if place in named else positional[int(place)]
            change_in_place(old, new)

    def _exception(self, raised, blobs) -> BaseException:
        if type(raised) is not dict:
            return RuntimeError("it raised something that is no exception")
        base = getattr(builtins, str(raised.get("class")), Exception)
        kind = base if isinstance(base, type) and issubclass(base, BaseException) else Exception
        if issubclass(kind, SystemExit | KeyboardInterrupt | GeneratorExit):
            kind = RuntimeError if kind is not KeyboardInterrupt else TimeoutError
        own = raised.get("own")
        if type(own) is dict:
            kind = self.exception_class(own, kind)
        text = str(raised.get("text", ""))[:2000]
        error = make_exception(kind, text)
        with_state = raised.get("state")
        if with_state is not None:
            try:
                args, state = wire.unpack(with_state, blobs, self.borrow)
                error.args = tuple(args)
                vars(error).update({k: v for k, v in state.items() if k[:2] != "__"})
            except (wire.WireError, TypeError, ValueError, AttributeError):
                error.args = (text,)
        error.student_lines = clean_lines(raised.get("lines"))
        return error

    def exception_class(self, tree: dict, base: type) -> type:
        """Return a real local class for an exception class of the student's, always the same."""
        number, name = tree.get("n"), str(tree.get("name") or tree.get("type"))[:100]
        if number not in self.exception_classes:
            self.exception_classes[number] = type(name, (base,), {"__module__": "__main__"})
        return self.exception_classes[number]

    # -- references

    def lend(self, value) -> tuple[dict, list | None]:
        """Return a reference to an object of the judge: a proxy goes home, a function is lent."""
        if isinstance(value, Proxy):
            return {"t": "yours", "n": object.__getattribute__(value, "_number")}, None
        for number, kind in self.exception_classes.items():
            if value is kind:
                return {"t": "yours", "n": number}, None
        kind = type(value)
        if self.shared.get(kind.__name__) is kind:
            return {"t": "instance", "class": kind.__name__}, [vars(value)]
        if callable(value) and not isinstance(value, type):
            self.functions.append(value)
            name = getattr(value, "__name__", "function")
            return {"t": "callback", "n": len(self.functions) - 1, "name": str(name)}, None
        raise wire.WireError(f"a {kind.__name__} of the test cannot be handed to student code")

    def borrow(self, tree: dict, values: list | None):
        kind = tree["t"]
        if kind == "yours":
            return self.functions[tree["n"]]
        if kind == "instance":
            value = object.__new__(self.shared[tree["class"]])
            vars(value).update(*values)
            return value
        if kind == "record":
            return record(tree, values)
        if kind != "ref" or type(tree["n"]) is not int:
            raise wire.WireError("an unknown kind of reference")
        if tree.get("exception"):
            base = getattr(builtins, str(tree["exception"]), Exception)
            return self.exception_class(tree, base)
        if tree["n"] not in self.proxies:
            self.proxies[tree["n"]] = make_proxy(self, tree)
        return self.proxies[tree["n"]]


def change_in_place(old, new) -> None:
    """Give a mutable object the content of another of its kind; what does not fit stays."""
    numpy = sys.modules.get("numpy")
    if isinstance(old, list | bytearray) and type(new) is type(old):
        old[:] = new
    elif isinstance(old, dict | set) and type(new) is type(old):
        old.clear()
        old.update(new)
    elif numpy is not None and isinstance(old, numpy.ndarray) and isinstance(new, numpy.ndarray):
        if old.shape == new.shape and old.dtype == new.dtype:
            old[...] = new
    elif numpy is not None and isinstance(old, numpy.random.Generator):
        if isinstance(new, numpy.random.Generator):
            old.bit_generator.state = new.bit_generator.state
    elif numpy is not None and isinstance(old, numpy.random.RandomState):
        old.set_state(new.get_state())


def make_exception(kind: type, text: str) -> BaseException:
    """Return an exception with a text; some built-in classes want more than one argument."""
    try:
        return kind(text)
    except TypeError:
        return RuntimeError(f"{kind.__name__}: {text}")


def clean_lines(lines) -> list[tuple[int, str, str]]:
    """Return (line number, line, function) of the student's own frames, bounded."""
    if type(lines) is not list:
        return []
    found = [entry for entry in lines[:10] if type(entry) is list and len(entry) == 3]
    return [(int(n), str(line)[:300], str(name)[:100]) for n, line, name in found if type(n) is int]


def record(tree: dict, values: list):
    """Return a namedtuple or a dataclass of the given fields, made here."""
    name, names = str(tree["class"])[:100], tree["names"]
    name = name if name.isidentifier() else "Record"
    sound = type(names) is list and len(names) < 200
    if not sound or not all(type(n) is str and n.isidentifier() for n in names):
        raise wire.WireError("a record whose fields have no names")
    if tree.get("tuple"):
        return namedtuple(name, names, rename=True)(*values)
    return dataclasses.make_dataclass(name, names)(*values)


class Proxy:
    """Stands for an object of the student's."""

    __slots__ = ("_info", "_number", "_path", "_peer")
    __array_ufunc__ = None  # numpy must not walk into it

    def __init__(self, peer: Peer, info: dict) -> None:
        setting = object.__setattr__
        setting(self, "_peer", peer)
        setting(self, "_number", info["n"])
        setting(self, "_info", info)
        setting(self, "_path", info.get("name") or info["type"])

    def __getattr__(self, name):
        return ask(self, "getattr", name)

    def __setattr__(self, name, value):
        ask(self, "setattr", name, value)

    def __delattr__(self, name):
        ask(self, "delattr", name)

    def __getitem__(self, key):
        return ask(self, "getitem", key)

    def __setitem__(self, key, value):
        ask(self, "setitem", key, value)

    def __delitem__(self, key):
        ask(self, "delitem", key)

    def __len__(self):
        return expect(int, ask(self, "convert", "len"))

    def __contains__(self, value):
        return value in plain(self)

    def __iter__(self):
        return iter_of(ask(self, "iter"))

    def __next__(self):
        return ask(self, "next")

    def __enter__(self):
        return ask(self, "enter")

    def __exit__(self, kind, error, traceback):
        return expect(bool, ask(self, "leave", error is not None))

    def __bool__(self):
        info = object.__getattribute__(self, "_info")
        return True if info.get("truth") else bool(plain(self))

    def __hash__(self):
        return hash(("proxy", object.__getattribute__(self, "_number")))

    def __float__(self):
        return expect(float, ask(self, "convert", "float"))

    def __int__(self):
        return expect(int, ask(self, "convert", "int"))

    def __index__(self):
        return expect(int, ask(self, "convert", "index"))

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
        """The name of the student's own type."""
        return object.__getattribute__(self, "_info")["type"]

    def __plain__(self):
        """The object as plain data. Raises TypeError if it is none and cannot be turned into it."""
        return plain(self)

    def __instancecheck__(self, value):
        if not isinstance(value, Proxy):
            return False
        return expect(bool, object.__getattribute__(self, "_peer").ask("isinstance", value, self))

    def __subclasscheck__(self, value):
        if not isinstance(value, Proxy):
            return False
        return expect(bool, object.__getattribute__(self, "_peer").ask("issubclass", value, self))


def _call(self, *args, **kwargs):
    peer, path = (object.__getattribute__(self, name) for name in ("_peer", "_path"))
    return peer.ask("call", self, list(args), kwargs, path=path)


def _changed_arguments(self) -> list[str]:
    """The places and names of the arguments that the last call changed, on its own side."""
    return object.__getattribute__(self, "_peer").touched


CALLABLE = {
    "__slots__": (),
    "__call__": _call,
    "__changed_arguments__": property(_changed_arguments),
}
CallableProxy = type("CallableProxy", (Proxy,), CALLABLE)


class FunctionProxy(CallableProxy):
    """Stands for a function or a class: it also tells its name, signature and documentation."""

    __slots__ = ()

    @property
    def __signature__(self):
        return signature_of(about(self)["signature"])

    @property
    def __doc__(self):
        return about(self)["doc"]

    @property
    def __name__(self):
        return object.__getattribute__(self, "_info").get("name", "")


def make_proxy(peer: Peer, info: dict) -> Proxy:
    """Return the kind of stand-in that fits what the student's side says of an object."""
    if info.get("function") or info.get("class"):
        return FunctionProxy(peer, info)
    return (CallableProxy if info.get("callable") else Proxy)(peer, info)


def ask(proxy: Proxy, do: str, *arguments):
    return object.__getattribute__(proxy, "_peer").ask(do, proxy, *arguments)


def plain(value):
    """Return what the student's side makes of an object as plain data; others as they are."""
    for _ in range(wire.MOST_DEPTH):
        if not isinstance(value, Proxy):
            return value
        value = ask(value, "plain")
    raise TypeError("it is nested too deeply to be compared")


def about(proxy: Proxy) -> dict:
    """Return name, doc, source and signature of a function, as data."""
    found = ask(proxy, "source")
    if type(found) is not dict:
        raise TypeError("no function's description came back")
    return found


def iter_of(value):
    """Return an iterator over what came back for `iter(...)`."""
    return value if isinstance(value, Proxy) else iter(value)


def expect(kind: type, value):
    """Return a value that must be of exactly this kind. Raises TypeError."""
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected, and {type(value).__name__} came back")
    return value


def signature_of(parameters):
    """Return an `inspect.Signature` from its description. Raises ValueError if there is none."""
    if type(parameters) is not list:
        raise ValueError("no signature")
    made = [
        inspect.Parameter(
            name, getattr(inspect.Parameter, kind), default=value if has_default else inspect._empty
        )
        for name, kind, has_default, value in parameters
    ]
    return inspect.Signature(made)


def _operator(name: str, reflected: bool = False):
    function = getattr(operator, name)

    def operate(self, other):
        if isinstance(other, Proxy) or _may_forward(self, name, other, reflected):
            pair = (other, self) if reflected else (self, other)
            return object.__getattribute__(self, "_peer").ask(name, *pair)
        pair = (other, plain(self)) if reflected else (plain(self), other)
        return function(*pair)

    return operate


def _may_forward(proxy: Proxy, name: str, other, reflected: bool) -> bool:
    """Arithmetic of a student's object with a value of the test: only where the contract has it.

    Else a test's `abs(result - expected)` would hand the expected value to the student's code.
    """
    if name in COMPARISONS:
        return False
    info, peer = (object.__getattribute__(proxy, key) for key in ("_info", "_peer"))
    right = f"computes {info['type']} {name} {type(other).__name__} {reflected}"
    if not peer.rights.recording:
        return right in peer.rights.granted
    try:
        plain(proxy)
    except (TypeError, wire.WireError):
        return peer.rights.allow(right)
    return False


for _name in ARITHMETIC:
    _short = _name.rstrip("_")
    setattr(Proxy, f"__{_short}__", _operator(_name))
    if _name not in COMPARISONS:
        setattr(Proxy, f"__r{_short}__", _operator(_name, reflected=True))
for _name in UNARY:
    setattr(Proxy, f"__{_name}__", lambda self, _name=_name: ask(self, _name))


def readable_source(original):
    """Return an `inspect.getsource` that knows stand-ins too."""

    def getsource(value):
        if isinstance(value, Proxy):
            source = about(value)["source"]
            if type(source) is not str:
                raise OSError("could not get source code")
            return source
        return original(value)

    return getsource


def install() -> None:
    """Let `inspect.getsource` and `inspect.isfunction` answer for stand-ins in this process."""
    inspect.getsource = readable_source(inspect.getsource)
    is_function, is_class = inspect.isfunction, inspect.isclass
    inspect.isfunction = lambda v: _says(v, "function") if isinstance(v, Proxy) else is_function(v)
    inspect.isclass = lambda v: _says(v, "class") if isinstance(v, Proxy) else is_class(v)


def _says(proxy: Proxy, key: str) -> bool:
    return bool(object.__getattribute__(proxy, "_info").get(key))
