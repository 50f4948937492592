"""The judge's side of the wire: a peer to ask, and stand-ins for what the student made.

Plain data come by value. For everything else a test gets a `Proxy`: calls, attributes, items and
iteration are forwarded, and what comes back is data again. A comparison, a truth, a conversion
against a value of the judge never is: there the student's side first turns the object into plain
data, or the test fails. Otherwise an object that claims to equal everything would pass any test.
"""

import builtins
import dataclasses
import inspect
import secrets
import sys
import types
from collections import namedtuple

from course_tools.grading.judge import wire
from course_tools.grading.judge.changes import change_in_place, copied
from course_tools.grading.judge.channel import Channel, Closed, TooLate
from course_tools.grading.judge.stand_ins import (
    NO_SUBCLASS,
    is_proxy,
    make_proxy,
    number_of,
    student_class,
)
from course_tools.grading.judge.student import signature

MOST_PRINTED, MOST_BASES, MOST_OBJECTS = 200, 20, 100_000
INPUT, STDIN = builtins.input, sys.stdin
REFUSED = "what came back is refused: {}"
BOOKKEEPING = ("fetch", "assign", "refill", "delete", "restore", "chance", "drew")


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
        self.cell = ""

    def allow(self, right: str) -> bool:
        if self.recording:
            self.granted.add(right)
        return right in self.granted

    def allow_here(self, right: str) -> bool:
        """Allow what the instructor's solution needs in this very cell."""
        return self.allow(f"in {self.cell}: {right}")

    def has_here(self, right: str) -> bool:
        return f"in {self.cell}: {right}" in self.granted

    def library(self, name: str) -> list[str]:
        """Return where a library has what the instructor's own answer means by a name here."""
        start = f"in {self.cell}: {name} is of a library: "
        found = next((right for right in self.granted if right.startswith(start)), start)
        return found[len(start) :].split()

    def places(self, path: str):
        """Return which arguments of a function may be changed in place: 'all', or a list."""
        if self.recording:
            return "all"
        start = f"in {self.cell}: changes {path} "
        return [right[len(start) :] for right in self.granted if right.startswith(start)]


class Peer:
    """Asks the student's side, one question at a time, and serves its callbacks meanwhile."""

    def __init__(
        self, channel: Channel, rights: Rights, before_asking=lambda: None, on_change=lambda _: None
    ) -> None:
        self.channel, self.rights = channel, rights
        self.before_asking, self.on_change = before_asking, on_change
        self.functions: list = []
        self.proxies: dict[int, object] = {}
        self.shared: dict[str, type] = {}
        self.common: dict[str, object] = {}  # what both sides have, each its own
        self.deadline: float | None = None
        self.is_gone = False
        self.is_quoting = False  # what student code printed is being written
        self.touched: list[str] = []  # arguments that the last call changed, on its own side
        self.exception_classes: dict[int, type] = {}
        self.record_classes: dict[tuple, type] = {}
        self.lets_all_change = False  # also what the contract does not allow, to be taken back
        self.has_overstepped = False
        self.taken: list[tuple] = []  # (object, copy of what it was)

    def ask(self, do: str, *arguments, path: str = ""):
        """Return the answer to a request; an exception that it raised is raised here."""
        if do not in BOOKKEEPING:
            self.before_asking()
        if self.is_gone:
            raise StudentGone
        reply, blobs = self._answer(do, arguments, path)
        self._print(reply.get("printed"))
        if "refused" in reply:
            raise make_exception(TypeError, REFUSED.format(str(reply["refused"])[:300]))
        if "raised" in reply:
            raise self._what_it_may_raise(do, path, self._exception(reply["raised"], blobs))
        value, changed, touched, names = self._parts(reply.get("value"), blobs)
        if do == "call":
            self._change(path, arguments, changed, touched)
        if names:
            self.on_change(names)
        return value

    def _parts(self, tree, blobs: list) -> list:
        """Return an answer's value, changed and touched arguments, and changed names."""
        try:
            parts = wire.unpack(tree, blobs, self.borrow)
        except wire.WireError as error:
            raise TypeError(f"what came back is refused: {error}") from None
        if type(parts) is not list or [type(part) for part in parts[1:]] != [dict, list, dict]:
            raise TypeError("what came back is refused: it is no answer")
        return parts

    def _answer(self, do: str, arguments: tuple, path: str) -> tuple[dict, list]:
        tree, blobs = wire.pack(list(arguments), self.lend)
        number = secrets.token_hex(8)
        watch = "all" if self.lets_all_change else self.rights.places(path)
        message = {"do": do, "id": number, "arguments": tree, "watch": watch}
        if builtins.input is not INPUT or sys.stdin is not STDIN:  # a test types for the student
            message["input"], _ = self.lend(builtins.input)
        try:
            self.channel.send(message, blobs)
            return self._reply(number)
        except (Closed, TooLate):
            self.is_gone = True
            raise StudentGone from None

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
            text = "" if isinstance(error, AssertionError) else str(error)[:2000]
            reply = {"raised": type(error).__name__, "text": text}  # an assertion may tell answers
        self.channel.send(reply, out)

    def _print(self, printed) -> None:
        if type(printed) is not list:
            return
        self.is_quoting = True
        try:
            for entry in printed[:MOST_PRINTED]:
                if type(entry) is list and len(entry) == 2 and all(type(e) is str for e in entry):
                    (sys.stderr if entry[0] == "stderr" else sys.stdout).write(entry[1])
        finally:
            self.is_quoting = False

    def _change(self, path: str, arguments: tuple, changed: dict, touched: list) -> None:
        """Carry out the in-place changes that the contract allows on the judge's own objects."""
        self.touched = [str(place) for place in touched]
        allowed = {p for p in self.touched if self.rights.allow_here(f"changes {path} {p}")}
        self.has_overstepped = self.has_overstepped or bool(set(self.touched) - allowed)
        _, positional, named = arguments
        for place, new in changed.items():
            old = named.get(place) if place in named else positional[int(place)]
            if place not in allowed and self.lets_all_change:
                self.taken.append((old, copied(old)))
            if place in allowed or self.lets_all_change:
                change_in_place(old, new)

    def take_back(self) -> None:
        """Undo the changes that the contract does not allow."""
        while self.taken:
            change_in_place(*self.taken.pop())

    # -- exceptions

    def _exception(self, raised, blobs) -> BaseException:
        if type(raised) is not dict:
            return RuntimeError("it raised something that is no exception")
        error = self._error(raised)
        state = raised.get("state")
        if state is not None:
            try:
                args, state = wire.unpack(state, blobs, self.borrow)
                error.args = tuple(args)
                vars(error).update({k: v for k, v in state.items() if k[:1] != "_"})
            except (wire.WireError, TypeError, ValueError, AttributeError):
                error.args = (error.student_text,)
        error.student_lines = clean_lines(raised.get("lines"))
        return error

    def _what_it_may_raise(self, do: str, path: str, error: BaseException) -> BaseException:
        """Return an exception, but no end of a loop of the test's own (over `map`, or `zip`) that
        does not come of an iterator, or of a function that may raise it by contract."""
        if not isinstance(error, StopIteration) or do == "next":
            return error
        if do == "call" and self.rights.allow_here(f"{path} stops"):
            return error
        return make_exception(RuntimeError, f"{path or do} raised StopIteration")

    def _error(self, tree: dict) -> BaseException:
        """Return a local exception for one of the student's side."""
        kind, text = self.exception_class(tree.get("class")), str(tree.get("text", ""))[:2000]
        error = make_exception(kind, text)
        if type(tree.get("n")) is int:
            vars(error)["student_number"] = tree["n"]
        return error

    def exception_class(self, tree, depth: int = 0) -> type:
        """Return the class of a built-in exception, or a real local one for a student's."""
        if type(tree) is not dict or depth > MOST_BASES:
            raise wire.WireError("an exception without a class")
        if "builtin" in tree:
            return builtin_exception(tree["builtin"])
        number = tree.get("n")
        if number not in self.exception_classes:
            self._bound(self.exception_classes)
            told = tree["exception"][:MOST_BASES]
            bases = [self.exception_class(base, depth + 1) for base in told]
            self.exception_classes[number] = own_exception(self, str(tree["name"])[:100], bases)
        return self.exception_classes[number]

    # -- references

    def lend(self, value) -> tuple[dict, list | None]:
        """Return a reference to an object of the judge: a proxy goes home, a function is lent."""
        if (number := self._home(value)) is not None:
            return {"t": "yours", "n": number}, None
        kind = type(value)
        if own := student_class(kind):
            return {"t": "record", "n": number_of(own)}, list(value)
        if self.shared.get(kind.__name__) is kind:
            return {"t": "instance", "class": kind.__name__}, [vars(value)]
        if kind is types.ModuleType:  # each side has its own
            return {"t": "module", "n": value.__name__}, None
        if callable(value) and not isinstance(value, type):
            return self._lent_function(value), None
        if name := next((name for name, own in self.common.items() if own is value), ""):
            return {"t": "common", "n": name}, None
        raise wire.WireError(f"a {kind.__name__} of the test cannot be handed to student code")

    def _home(self, value) -> int | None:
        """Return the number under which the student's side knows an object of its own."""
        if is_proxy(value):
            return number_of(value)
        if isinstance(value, BaseException):
            return vars(value).get("student_number")
        return next((n for n, kind in self.exception_classes.items() if kind is value), None)

    def _lent_function(self, value) -> dict:
        known = next((n for n, f in enumerate(self.functions) if f is value), len(self.functions))
        if known == len(self.functions):
            self.functions.append(value)
        doc, name = getattr(value, "__doc__", None), getattr(value, "__name__", "function")
        lent = {"t": "callback", "n": known, "name": str(name)}
        try:
            lent["signature"] = signature(value)
        except (TypeError, ValueError):
            lent["signature"] = None
        return lent | {"doc": str(doc)[:1000] if doc else None}

    def borrow(self, tree: dict, values: list | None):
        kind = tree["t"]
        if kind == "yours":
            return self.functions[tree["n"]]
        if kind == "instance":
            made = self.shared[tree["class"]]
            value = object.__new__(made)
            vars(value).update(own_attributes(*values, made))
            return value
        if kind == "record":
            return self._record(tree, values)
        if kind == "error":
            return self._error(tree)
        if kind != "ref" or type(tree["n"]) is not int:
            raise wire.WireError("an unknown kind of reference")
        if "exception" in tree:
            return self.exception_class(tree)
        if tree["n"] not in self.proxies:
            self._bound(self.proxies)
            self.proxies[tree["n"]] = make_proxy(self, tree)
        return self.proxies[tree["n"]]

    @staticmethod
    def _bound(known: dict) -> None:
        if len(known) >= MOST_OBJECTS:
            raise wire.WireError(f"more than {MOST_OBJECTS:,} objects")

    def _record(self, tree: dict, values: list):
        """Return a namedtuple, or a dataclass, of the given fields, of a class made here."""
        name, names = str(tree["class"])[:100], tree["names"]
        if type(names) is not list or not all(type(n) is str and n.isidentifier() for n in names):
            raise wire.WireError("a record whose fields have no names")
        own_attributes(dict.fromkeys(names))
        if name == "SimpleNamespace":
            return types.SimpleNamespace(**dict(zip(names, values, strict=True)))
        own = self.borrow(tree["kind"], None) if "kind" in tree else None
        key = (own and number_of(own), name, *names)
        if key not in self.record_classes:
            self._bound(self.record_classes)
            self.record_classes[key] = record_class(name, names, own)
        return self.record_classes[key](*values)


class OwnException(type):
    """The class of local classes that stand for a student's exception classes."""

    def __call__(cls, *args, **kwargs):
        return cls.student_peer.ask("call", cls, list(args), kwargs, path=cls.__name__)

    def __getattr__(cls, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return cls.student_peer.ask("getattr", cls, name)


def own_exception(peer: Peer, name: str, bases: list[type]) -> type:
    """Return a local exception class whose instances ask the student's side for what they lack."""

    def attribute(self, name: str):
        if name.startswith("__") or "student_number" not in vars(self):
            raise AttributeError(name)
        return peer.ask("getattr", self, name)

    space = {"__module__": "__main__", "__getattr__": attribute, "student_peer": peer}
    space["__str__"] = lambda self: vars(self).get("student_text", "")
    space["__init_subclass__"] = classmethod(_refuse_a_subclass_of_a_test)
    try:
        return OwnException(name, tuple(bases), space)
    except TypeError:  # bases that do not go together
        return OwnException(name, (Exception,), space)


def _refuse_a_subclass_of_a_test(cls, **_) -> None:
    if "student_peer" not in vars(cls):  # which all those have that are made here
        raise TypeError(NO_SUBCLASS.format(cls.__mro__[1].__name__))


class Ended(BaseException):
    """Student code was interrupted, or asked Python to end: no error that a test may wait for."""


# They would end the judge as well; a test's `except Exception` must not take them for an error.
ENDINGS = {kind: type(kind.__name__, (Ended,), {}) for kind in
           (KeyboardInterrupt, SystemExit, GeneratorExit)}  # fmt: skip


def builtin_exception(name) -> type:
    """Return a built-in exception class; for one that would end the judge, one that does not."""
    kind = getattr(builtins, str(name), Exception)
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        return Exception
    return ENDINGS.get(kind, kind)


def own_attributes(attributes: dict, kind: type = object) -> dict:
    """Return an object's attributes. Raises `WireError` for names that Python or numpy look for
    (by `__array_interface__` an object would name an address to read), and for the methods of its
    class: those are the instructor's."""
    for name in attributes:
        if type(name) is not str or name.startswith("__"):
            raise wire.WireError("an object with an attribute that may not cross")
        if inspect.isroutine(getattr(kind, name, None)):
            raise wire.WireError("an object whose attribute takes the place of a method")
    return attributes


def record_class(name: str, names: list[str], own) -> type:
    """Return a local class for records of the given fields; `own` stands for the student's."""
    name = name if name.isidentifier() else "Record"
    if own is None:
        return dataclasses.make_dataclass(name, names)
    made = namedtuple(name, names, rename=True)
    made.student_class = own
    return made


def make_exception(kind: type, text: str) -> BaseException:
    """Return an exception that says what student code says; some built-in classes want more than
    one argument."""
    try:
        error = type.__call__(kind, text)
    except TypeError:
        error = RuntimeError(f"{kind.__name__}: {text}")
    vars(error).update(student_text=text, student_lines=[])
    return error


def clean_lines(lines) -> list[tuple[int, str, str]]:
    """Return (line number, line, function) of the student's own frames, bounded."""
    if type(lines) is not list:
        return []
    found = [entry for entry in lines[:10] if type(entry) is list and len(entry) == 3]
    return [(int(n), str(line)[:300], str(name)[:100]) for n, line, name in found if type(n) is int]
