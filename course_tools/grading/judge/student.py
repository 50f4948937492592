"""The student's side: runs the student's cells, and answers the judge's calls with data.

Nothing of the tests, references or other submissions is in this process. What it says is taken
for what it is: a student's data.
"""

import builtins
import dataclasses
import hashlib
import inspect
import json
import operator
import sys
import types

from course_tools.grading.judge import wire
from course_tools.grading.judge.channel import Channel, Closed
from course_tools.grading.judge.shell import Outputs, Shell, Stream, own_lines, text_of

MOST_REENTRIES = 20
VIEWS = tuple(type(view) for view in ({}.keys(), {}.values(), {}.items()))
LAZY = (types.GeneratorType, range, map, filter, zip, enumerate, reversed, *VIEWS)
BUILTIN_EXCEPTIONS = {
    c: n for n, c in vars(builtins).items() if isinstance(c, type) and issubclass(c, BaseException)
}


class Callback:
    """A function of the judge, callable from here."""

    def __init__(self, side: "StudentSide", number: int, name: str) -> None:
        self.__side, self.__number = side, number
        self.__name__ = self.__qualname__ = name

    def __call__(self, *args, **kwargs):
        return self.__side.call_back(self.__number, args, kwargs)

    def _number(self) -> int:
        return self.__number


class StudentSide:
    """Serves two masters in turn: who runs the cells, and the judge."""

    def __init__(self, shell: Shell, driver: Channel, judge: Channel) -> None:
        self.shell, self.driver, self.judge = shell, driver, judge
        self.objects: list = []
        self.numbers: dict[int, int] = {}
        self.shared: dict[str, type] = {}
        self.depth = 0

    def serve(self) -> None:
        """Answer until the driver closes its end."""
        import select

        while True:
            ready = select.select([self.driver.reader, self.judge.reader], [], [])[0]
            try:
                if self.driver.reader in ready:
                    self._serve_driver(*self.driver.receive())
                else:
                    self._serve_judge(*self.judge.receive())
            except Closed:
                return
            except KeyboardInterrupt:
                continue  # came between two requests

    def _serve_driver(self, message: dict, blobs: list) -> None:
        if message["do"] == "cell":
            self.driver.send(self._run_cell(message))
        elif message["do"] == "digests":
            self.driver.send({"digests": self.digests()})

    def _run_cell(self, message: dict) -> dict:
        outputs = Outputs()
        try:
            result = self.shell.run(message["source"], message["number"], outputs)
            ok = bool(result.success)
        except BaseException as error:  # SystemExit, KeyboardInterrupt: the cell ends, we do not
            outputs.fail(type(error).__name__, text_of(error), [])
            ok = False
        if message.get("locked"):
            self._share_classes()
        return {"outputs": outputs.items, "cut": outputs.cut, "ok": ok}

    def _share_classes(self) -> None:
        """Classes of locked cells exist on both sides: their instances cross by value."""
        for name, value in list(self.shell.user_ns.items()):
            if (
                isinstance(value, type)
                and value.__module__ == "__main__"
                and name == value.__name__
            ):
                self.shared.setdefault(name, value)

    def digests(self) -> dict[str, str]:
        """Return name → a digest of its value (of plain data) or of its identity."""
        hidden = self.shell.user_ns_hidden
        names = {n: v for n, v in self.shell.user_ns.items() if n not in hidden and n[:1] != "_"}
        return {name: digest_of(value) for name, value in names.items()}

    # -- the judge's requests

    def _serve_judge(self, message: dict, blobs: list) -> None:
        outputs = Outputs()
        before = sys.stdout, sys.stderr, self.shell.outputs
        reply, out = {"re": message["id"]}, []
        self.shell.outputs = outputs
        sys.stdout, sys.stderr = Stream(self.shell, "stdout"), Stream(self.shell, "stderr")
        self.depth += 1
        try:
            if self.depth > MOST_REENTRIES:
                raise RecursionError("calls between student and test are nested too deeply")
            arguments = wire.unpack(message["arguments"], blobs, self.borrow)
            watched = self._watched(message, arguments)
            value = OPERATIONS[message["do"]](self, *arguments)
            changed = self._changed(watched)
            wanted = message.get("watch") or []
            sent = {n: v for n, v in changed.items() if wanted == "all" or n in wanted}
            tree, out = wire.pack([value, sent, list(changed)], self.lend)
            reply["value"] = tree
        except wire.WireError as error:
            reply["refused"], out = str(error), []
        except BaseException as error:
            reply["raised"], out = self._exception(error)
        finally:
            self.depth -= 1
            sys.stdout, sys.stderr, self.shell.outputs = before
        reply["printed"] = [[o["name"], o["text"]] for o in outputs.items if "text" in o]
        self.judge.send(reply, out)

    def _watched(self, message: dict, arguments: list) -> dict:
        """Return place → (object, digest) of the arguments that can be changed in place."""
        if message["do"] != "call":
            return {}
        _, positional, named = arguments
        found = {str(i): value for i, value in enumerate(positional)} | named
        mutable = (list, dict, set, bytearray)
        return {
            name: (found[name], digest_of(found[name]))
            for name in found
            if isinstance(found[name], mutable) or type(found[name]).__module__.startswith("numpy")
        }

    def _changed(self, watched: dict) -> dict:
        return {name: v for name, (v, digest) in watched.items() if digest_of(v) != digest}

    def _exception(self, error: BaseException) -> tuple[dict, list]:
        kind = type(error)
        bases = [BUILTIN_EXCEPTIONS[c] for c in kind.__mro__ if c in BUILTIN_EXCEPTIONS]
        raised = {
            "class": bases[0] if bases else "Exception",
            "name": str(getattr(kind, "__name__", "Exception"))[:100],
            "text": text_of(error),
            "lines": own_lines(self.shell, error),
            "own": self.lend(kind) if kind not in BUILTIN_EXCEPTIONS else None,
        }
        state = {k: v for k, v in vars(error).items() if isinstance(k, str)}
        try:
            raised["state"], blobs = wire.pack([list(error.args), state])
        except Exception:
            raised["state"], blobs = None, []
        return raised, blobs

    def call_back(self, number: int, args: tuple, kwargs: dict):
        """Call a function of the judge from student code; serve what it asks meanwhile."""
        tree, blobs = wire.pack([list(args), kwargs], self.lend)
        self.judge.send({"do": "callback", "number": number, "arguments": tree}, blobs)
        while True:
            message, blobs = self.judge.receive()
            if "do" in message:
                self._serve_judge(message, blobs)
            elif "raised" in message:
                raise getattr(builtins, message["raised"], Exception)(message["text"])
            else:
                return wire.unpack(message["value"], blobs, self.borrow)

    # -- references

    def lend(self, value) -> tuple[dict, list | None]:
        """Return a reference to an object, with what the judge must know to stand in for it."""
        if isinstance(value, Callback):
            return {"t": "yours", "n": value._number()}, None
        kind = type(value)
        if self.shared.get(kind.__name__) is kind and hasattr(value, "__dict__"):
            return {"t": "instance", "class": kind.__name__}, [vars(value)]
        names = field_names(value, kind)
        if names is None:
            return {"t": "ref", "n": self._number(value)} | describe(value), None
        record = {"t": "record", "class": kind.__name__[:100], "names": names}
        record["tuple"] = isinstance(value, tuple)
        return record, [getattr(value, name) for name in names]

    def _number(self, value) -> int:
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        return number

    def borrow(self, tree: dict, values: list | None):
        if tree["t"] == "yours":
            return self.objects[tree["n"]]
        if tree["t"] == "instance":
            value = object.__new__(self.shared[tree["class"]])
            vars(value).update(*values)
            return value
        return Callback(self, tree["n"], tree["name"])

    # -- operations

    def fetch(self, names: list) -> list:
        """Return [name, value] of each name that is bound."""
        space = self.shell.user_ns
        return [[name, space[name]] for name in names if name in space]

    def assign(self, pairs: list) -> None:
        for name, value in pairs:
            self.shell.user_ns[name] = value

    def delete(self, names: list) -> None:
        for name in names:
            self.shell.user_ns.pop(name, None)

    def plain(self, value):
        """Return an object as plain data: what it is a kind of, or what it can be turned into."""
        for base in (bool, int, float, complex, str, bytes, bytearray):
            if isinstance(value, base):
                return base(value)
        if isinstance(value, dict):
            return dict(dict.items(value))
        for base in (list, tuple, set, frozenset):
            if isinstance(value, base):
                return base(base.__iter__(value))  # not by what the student's class makes of it
        numpy = sys.modules.get("numpy")
        if numpy is not None:
            if isinstance(value, numpy.ndarray):
                return numpy.array(value.view(numpy.ndarray))
            if isinstance(value, numpy.generic):
                return numpy.asarray(value)[()]
            if hasattr(value, "__array__"):
                array = numpy.array(value.__array__())
                if array.dtype.kind in "biufcUSO":
                    return array
        if isinstance(value, LAZY):
            return list(value)
        raise wire.WireError(f"a {type(value).__name__} cannot be compared: it is no plain data")

    def source(self, value) -> dict:
        """Return the source, the documentation and the signature of a function or class."""
        found = {"doc": getattr(value, "__doc__", None), "name": getattr(value, "__name__", "")}
        for name, ask in (("source", inspect.getsource), ("signature", signature)):
            try:
                found[name] = ask(value)
            except (TypeError, ValueError, OSError):
                found[name] = None
        return found

    def convert(self, value, kind: str):
        return CONVERSIONS[kind](value)

    def enter(self, value):
        return type(value).__enter__(value)

    def leave(self, value, has_failed: bool):
        failure = (RuntimeError, RuntimeError("the test failed"), None)
        return bool(type(value).__exit__(value, *(failure if has_failed else (None, None, None))))


def signature(value) -> list:
    """Return [name, kind, has a default, default or None] of each parameter."""
    return [
        [p.name, p.kind.name, p.default is not p.empty, _plain_or_none(p.default)]
        for p in inspect.signature(value).parameters.values()
    ]


def _plain_or_none(value):
    try:
        wire.pack(value)
    except wire.WireError:
        return None
    return value


def describe(value) -> dict:
    """What a stand-in must know: kind, name, and whether it can be called or walked through."""
    kind = type(value)
    found = {"type": str(kind.__name__)[:100], "callable": callable(value)}
    found["name"] = str(getattr(value, "__name__", ""))[:100]
    found["truth"] = not (hasattr(kind, "__bool__") or hasattr(kind, "__len__"))
    found["iterable"] = hasattr(kind, "__iter__") or hasattr(kind, "__getitem__")
    found["iterator"] = hasattr(kind, "__next__")
    found["module"] = inspect.ismodule(value)
    found["function"] = inspect.isfunction(value)
    if isinstance(value, type):
        found["class"] = True
        bases = [BUILTIN_EXCEPTIONS[c] for c in value.__mro__ if c in BUILTIN_EXCEPTIONS]
        found["exception"] = bases[0] if bases else ""
    return found


def field_names(value, kind: type) -> list[str] | None:
    """Return the fields of a namedtuple, a dataclass without methods of its own, or a plain
    namespace: they cross by their fields. None for any other object."""
    if isinstance(value, tuple) and isinstance(getattr(kind, "_fields", None), tuple):
        names = list(kind._fields)
    elif dataclasses.is_dataclass(kind) and not own_methods(kind):
        names = [field.name for field in dataclasses.fields(kind)]
    elif kind is types.SimpleNamespace:
        names = list(vars(value))
    else:
        return None
    sound = all(isinstance(name, str) and name.isidentifier() for name in names)
    return names if sound and all(hasattr(value, name) for name in names) else None


def own_methods(kind: type) -> bool:
    """Say whether a class has methods besides those that Python makes."""
    return any(callable(v) and name[:2] != "__" for name, v in vars(kind).items()) or any(
        base.__module__ != "builtins" and base is not kind for base in kind.__mro__
    )


def digest_of(value) -> str:
    """Return a digest of plain data, or of an object's identity."""
    try:
        tree, blobs = wire.pack(value, lambda inner: ({"t": "object", "n": id(inner)}, None))
    except Exception:
        return f"object {id(value)}"
    content = json.dumps(tree).encode()
    return hashlib.sha256(b"\0".join([content, *blobs])).hexdigest()


CONVERSIONS = {
    "float": float,
    "int": int,
    "index": operator.index,
    "complex": complex,
    "str": lambda value: str(value)[:10_000],
    "repr": lambda value: repr(value)[:10_000],
    "len": len,
    "dir": lambda value: [str(name) for name in dir(value)][:10_000],
}
ARITHMETIC = [
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and_",
    "or_",
    "xor",
    "lshift",
    "rshift",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
]
UNARY = ["neg", "pos", "abs", "invert"]


def without_side(function):
    """Return an operation that calls a plain function."""
    return lambda side, *operands: function(*operands)


OPERATIONS = {
    "fetch": StudentSide.fetch,
    "assign": StudentSide.assign,
    "delete": StudentSide.delete,
    "plain": StudentSide.plain,
    "source": StudentSide.source,
    "convert": StudentSide.convert,
    "enter": StudentSide.enter,
    "leave": StudentSide.leave,
    "call": lambda side, f, args, kwargs: f(*args, **kwargs),
    "getattr": lambda side, value, name: getattr(value, name),
    "setattr": lambda side, value, name, new: setattr(value, name, new),
    "delattr": lambda side, value, name: delattr(value, name),
    "getitem": lambda side, value, key: value[key],
    "setitem": lambda side, value, key, new: operator.setitem(value, key, new),
    "delitem": lambda side, value, key: operator.delitem(value, key),
    "iter": lambda side, value: iter(value),
    "next": lambda side, value: next(value),
    "isinstance": lambda side, value, kind: isinstance(value, kind),
    "issubclass": lambda side, value, kind: issubclass(value, kind),
    **{name: without_side(getattr(operator, name)) for name in (*ARITHMETIC, *UNARY)},
}
