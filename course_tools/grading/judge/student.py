"""The student's side: runs the student's cells, and answers the judge's calls with data.

Nothing of the tests, references or other submissions is in this process. What it says is taken
for what it is: a student's data.
"""

import builtins
import copy
import dataclasses
import importlib
import inspect
import operator
import sys
import types
from collections import namedtuple

from course_tools.grading.judge import chance, wire
from course_tools.grading.judge.changes import change_in_place, digest_of, is_mutable
from course_tools.grading.judge.channel import Channel, Closed
from course_tools.grading.judge.shell import Outputs, Shell, Stream, own_lines
from course_tools.grading.judge.verdict import is_line_running, text_of, verdict_of

MOST_REENTRIES = 20
VIEWS = tuple(type(view) for view in ({}.keys(), {}.values(), {}.items()))
LAZY = (types.GeneratorType, range, map, filter, zip, enumerate, reversed, *VIEWS)
BUILTIN_EXCEPTIONS = {
    c: n for n, c in vars(builtins).items() if isinstance(c, type) and issubclass(c, BaseException)
}
REAL_KINDS = {  # classes that Python itself has on both sides
    "function": types.FunctionType,
    "generator": types.GeneratorType,
    "method": types.MethodType,
    "builtin": types.BuiltinFunctionType,
    "module": types.ModuleType,
    "class": type,
}
BOUND = (types.MethodType, types.BuiltinMethodType)
HOMES = ("numpy", "random", "numpy.random", "math")  # of functions that are methods, or ufuncs
# What an object may be able to do, by the name of the method that does it.
ABILITIES = ("call", "getitem", "setitem", "delitem", "len", "index", "contains", "iter", "next",
             "reversed", "enter")  # fmt: skip

GENERATED = {"__orig_bases__", "__annotations__", "__dict__", "__weakref__"}
GENERATED |= set(vars(namedtuple("Fields", "")))


class Record:
    """Marks an object that crosses as its named fields."""

    def __init__(self, value, names: list[str]) -> None:
        self.value, self.names = value, names


class StudentSide:
    """Serves two masters in turn: who runs the cells, and the judge."""

    def __init__(self, shell: Shell, driver: Channel, judge: Channel) -> None:
        self.shell, self.driver, self.judge = shell, driver, judge
        self.objects: list = []
        self.numbers: dict[int, int] = {}
        self.callbacks: dict[int, object] = {}
        self.callback_numbers: dict[int, int] = {}
        self.shared: dict[str, type] = {}
        self.fetched: dict[str, str] = {}  # name → digest of what the judge has of it
        self.depth = 0
        self.is_in_a_test = False
        self.chance: tuple = ()
        self.kept: dict[str, object] = {}  # what names stood for before a test deleted them

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
        elif message["do"] == "test":
            self.driver.send(self._run_test(message))
        elif message["do"] == "digests":
            self.driver.send({"digests": self.digests()})

    def _run_cell(self, message: dict) -> dict:
        self._end_test()
        self.kept.clear()
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

    def _run_test(self, message: dict) -> dict:
        """Run a test that the instructor allows in this process: what it says proves nothing."""
        self._end_test()
        source, number, hidden = message["source"], message["number"], frozenset(message["hidden"])
        code = self.shell.transform_cell(source)
        filename = self.shell.compile.get_code_name(source, code, number)
        outputs = Outputs(lambda: is_line_running(filename, hidden))
        try:
            verdict = verdict_of(self.shell.run(source, number, outputs), filename, hidden)
        except BaseException as error:
            failure = {"name": type(error).__name__, "text": text_of(error), "lines": [], "own": []}
            verdict = {"ok": False, "error": failure, "hidden": bool(hidden)}
        return {"outputs": outputs.items, "cut": outputs.cut} | verdict

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
        before = sys.stdout, sys.stderr, self.shell.outputs, builtins.input
        reply, out = {"re": message["id"]}, []
        self.shell.outputs = outputs
        sys.stdout, sys.stderr = Stream(self.shell, "stdout"), Stream(self.shell, "stderr")
        self.depth += 1
        try:
            if self.depth > MOST_REENTRIES:
                raise RecursionError("calls between student and test are nested too deeply")
            if message.get("input"):
                builtins.input = self.borrow(message["input"], None)
            reply["value"], out = self._answer(message, blobs)
        except wire.WireError as error:
            reply["refused"], out = str(error), []
        except BaseException as error:
            reply["raised"], out = self._exception_or_name(error)
        finally:
            self.depth -= 1
            sys.stdout, sys.stderr, self.shell.outputs, builtins.input = before
        reply["printed"] = [[o["name"], o["text"]] for o in outputs.items if "text" in o]
        self.judge.send(reply, out)

    def _answer(self, message: dict, blobs: list) -> tuple:
        """Carry out a request; return what came of it, changed arguments and changed names."""
        arguments = wire.unpack(message["arguments"], blobs, self.borrow)
        watched = self._watched(message, arguments)
        value = OPERATIONS[message["do"]](self, *arguments)
        changed = self._changed(watched)
        wanted = message.get("watch") or []
        sent = {n: v for n, v in changed.items() if wanted == "all" or n in wanted}
        return wire.pack([value, sent, list(changed), self._changed_names()], self.lend)

    def _changed_names(self) -> dict:
        """Return the names that the judge has fetched and that stand for something else now."""
        space, changed = self.shell.user_ns, {}
        for name, digest in self.fetched.items():
            if name in space and digest_of(space[name]) != digest:
                changed[name] = space[name]
        self.fetched |= {name: digest_of(value) for name, value in changed.items()}
        return changed

    def _end_test(self) -> None:
        """What ends with a cell ends with a test too: figures that were open are closed."""
        if self.is_in_a_test:
            self.is_in_a_test = False
            self.shell.events.trigger("post_execute")

    def _watched(self, message: dict, arguments: list) -> dict:
        """Return place → (object, digest) of the arguments that can be changed in place."""
        if message["do"] != "call":
            return {}
        _, positional, named = arguments
        found = {str(i): value for i, value in enumerate(positional)} | named
        return {n: (v, digest_of(v)) for n, v in found.items() if is_mutable(v)}

    def _changed(self, watched: dict) -> dict:
        return {name: v for name, (v, digest) in watched.items() if digest_of(v) != digest}

    def _exception_or_name(self, error: BaseException) -> tuple[dict, list]:
        """Return an exception; of one whose own code fails when it is asked, the class alone."""
        try:
            return self._exception(error)
        except BaseException:
            builtin = next(kind for kind in type(error).__mro__ if kind in BUILTIN_EXCEPTIONS)
            return {"class": {"builtin": BUILTIN_EXCEPTIONS[builtin]}}, []

    def _exception(self, error: BaseException) -> tuple[dict, list]:
        """Return an exception as the judge needs it: its class, text, state, and own lines."""
        raised = {
            "n": self._number(error),
            "class": self._exception_class(type(error)),
            "text": text_of(error),
            "lines": own_lines(self.shell, error),
        }
        state = {k: v for k, v in vars(error).items() if isinstance(k, str)}
        try:
            raised["state"], blobs = wire.pack([list(error.args), state], self.lend)
        except Exception:
            raised["state"], blobs = None, []
        return raised, blobs

    def _exception_class(self, kind: type) -> dict:
        """Return an exception class: a built-in one by name, a student's with its bases."""
        if kind in BUILTIN_EXCEPTIONS:
            return {"builtin": BUILTIN_EXCEPTIONS[kind]}
        name = str(getattr(kind, "__name__", "Exception"))[:100]
        bases = [base for base in kind.__bases__ if issubclass(base, BaseException)]
        found = {"t": "ref", "n": self._number(kind), "type": "type", "name": name}
        return found | {"exception": [self._exception_class(base) for base in bases]}

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
        if id(value) in self.callback_numbers:
            return {"t": "yours", "n": self.callback_numbers[id(value)]}, None
        kind = type(value)
        if self.shared.get(kind.__name__) is kind and hasattr(value, "__dict__"):
            return {"t": "instance", "class": kind.__name__}, [vars(value)]
        if kind is Record:
            return self._record(value.value, value.names)
        if isinstance(value, tuple) and (names := field_names(value)) and not own_methods(kind):
            return self._record(value, names)
        if isinstance(value, BaseException):
            return self._lent_exception(value), None
        if isinstance(value, type) and issubclass(value, BaseException):
            return self._exception_class(value), None
        return {"t": "ref", "n": self._number(value)} | describe(value), None

    def _record(self, value, names: list[str]) -> tuple[dict, list]:
        kind = type(value)
        record = {"t": "record", "class": kind.__name__[:100], "names": names}
        if isinstance(value, tuple):
            record["kind"] = {"t": "ref", "n": self._number(kind)} | describe(kind)
        return record, [getattr(value, name) for name in names]

    def _lent_exception(self, error: BaseException) -> dict:
        return {"t": "error", "n": self._number(error), "text": text_of(error)} | {
            "class": self._exception_class(type(error))
        }

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
        if tree["t"] == "record":
            return tuple.__new__(self.objects[tree["n"]], values)
        if tree["t"] == "common":
            return self.kept.get(tree["n"], self.shell.user_ns.get(tree["n"]))
        if tree["t"] == "module":
            return importlib.import_module(tree["n"])
        if tree["n"] not in self.callbacks:
            self.callbacks[tree["n"]] = made = self._callback(tree)
            self.callback_numbers[id(made)] = tree["n"]
        return self.callbacks[tree["n"]]

    def _callback(self, tree: dict):
        """Return a function of the judge, callable from here."""

        def callback(*args, **kwargs):
            return self.call_back(tree["n"], args, kwargs)

        callback.__name__ = callback.__qualname__ = tree["name"]
        callback.__doc__ = tree.get("doc")
        if tree.get("signature"):
            callback.__signature__ = signature_of(tree["signature"])
        return callback

    # -- operations

    def fetch(self, names: list) -> list:
        """Return [name, value] of each name that is bound."""
        self._end_test()
        self.is_in_a_test = True
        space = self.shell.user_ns
        found = [[name, space[name]] for name in names if name in space]
        self.fetched |= {name: digest_of(value) for name, value in found}
        return found

    def assign(self, pairs: list) -> None:
        for name, value in pairs:
            self.shell.user_ns[name] = value
            if name in self.fetched:
                self.fetched[name] = digest_of(value)

    def refill(self, pairs: list) -> None:
        """Give names the content that the judge's copies have now."""
        for name, value in pairs:
            if not change_in_place(self.shell.user_ns.get(name), value):
                self.shell.user_ns[name] = value
            self.fetched[name] = digest_of(self.shell.user_ns[name])

    def delete(self, names: list) -> None:
        for name in names:
            if name in self.shell.user_ns:
                self.kept[name] = self.shell.user_ns.pop(name)

    def restore(self, names: list) -> None:
        """Let names stand again for what a test took away."""
        for name in names:
            if name in self.kept:
                self.shell.user_ns[name] = self.kept.pop(name)

    def carry_chance(self, there: tuple) -> None:
        """Draw on from where the generators of a test stand that has seeded them."""
        chance.set_state(there)
        self.chance = chance.state()

    def drew(self) -> bool:
        """Say whether something was drawn since, or since this was last asked."""
        before, self.chance = self.chance, chance.state()
        return self.chance != before

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
            if (found := array_of(numpy, value)) is not None:
                array = numpy.array(found)
                if array.dtype.kind in "biufcUSO":
                    return array
        if isinstance(value, LAZY):
            return list(value)
        if (names := field_names(value)) is not None:
            return Record(value, names)
        raise wire.WireError(f"a {type(value).__name__} cannot be compared: it is no plain data")

    def source(self, value) -> dict:
        """Return the source, the documentation and the name of a function or class."""
        found = {"doc": attribute(value, "__doc__"), "name": attribute(value, "__name__", "")}
        return found | {"source": _none_if_there_is_none(inspect.getsource, value)}

    def signature(self, value) -> list | None:
        return _none_if_there_is_none(signature, value)

    def convert(self, value, kind: str):
        return CONVERSIONS[kind](value)

    def enter(self, value):
        return type(value).__enter__(value)

    def leave(self, value, kind, args) -> bool:
        """Leave a `with`; `kind` and `args` are of the exception that ended it, if one did."""
        error = kind(*args) if isinstance(kind, type) else kind
        return bool(type(value).__exit__(value, kind and type(error), error, None))

    def copy(self, value, deep: bool):
        return copy.deepcopy(value) if deep else copy.copy(value)

    def pyplot(self, name: str, arguments: list):
        """Call one of pyplot's questions about the figures that are open here."""
        return getattr(sys.modules["matplotlib.pyplot"], name)(*arguments)


def _none_if_there_is_none(ask, value):
    try:
        return ask(value)
    except Exception:  # or the object's own `__getattr__` fails
        return None


def attribute(value, name: str, default=None):
    """Return an attribute that an object need not have; its own `__getattr__` may fail of itself.

    >>> class Named(dict):
    ...     def __getattr__(self, name):
    ...         return self[name]
    >>> attribute(Named(a=1), "a"), attribute(Named(), "__name__", "")
    (1, '')
    """
    try:
        return getattr(value, name, default)
    except Exception:
        return default


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


def signature_of(parameters: list) -> inspect.Signature:
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


def describe(value) -> dict:
    """What a stand-in must know: kind, name, and what the object is able to."""
    kind = type(value)
    found = {"type": str(kind.__name__)[:100], "name": str(attribute(value, "__name__", ""))[:100]}
    found["can"] = [name for name in ABILITIES if _has(kind, f"__{name}__")]
    if isinstance(value, type) or inspect.isroutine(value):
        found["can"].append("about")
    found["truth"] = not (_has(kind, "__bool__") or _has(kind, "__len__"))
    found["kind"] = next((name for name, c in REAL_KINDS.items() if isinstance(value, c)), "")
    found["generates"] = bool(_none_if_there_is_none(inspect.isgeneratorfunction, value))
    return found | {"library": library_path(value)}


def library_path(value) -> list[str]:
    """Return under which name an installed library has this very object, [] if none has.

    >>> import math
    >>> library_path(math), library_path(math.sqrt), library_path(lambda x: x)
    (['math'], ['math', 'sqrt'], [])
    """
    if type(value) is types.ModuleType:
        name = vars(value).get("__name__")
        return [name] if type(name) is str and sys.modules.get(name) is value else []
    module, name = (attribute(value, key) for key in ("__module__", "__qualname__"))
    places = [(module, name)]
    if type(value).__name__ == "ufunc" or isinstance(value, BOUND):
        places = [(home, attribute(value, "__name__")) for home in HOMES]
    for module, name in places:
        if type(module) is not str or type(name) is not str or module == "__main__":
            continue
        if module in sys.modules and vars(sys.modules[module]).get(name) is value:
            return [module, name]
    return []


def _has(kind: type, method: str) -> bool:
    """Say whether a class itself has a method: what its own class has is not its objects'."""
    return next((vars(c)[method] for c in kind.__mro__ if method in vars(c)), None) is not None


def field_names(value) -> list[str] | None:
    """Return the fields of a namedtuple, a dataclass or a plain namespace, None for others."""
    kind = type(value)
    if isinstance(value, tuple) and isinstance(getattr(kind, "_fields", None), tuple):
        names = list(kind._fields)
    elif dataclasses.is_dataclass(kind):
        names = [field.name for field in dataclasses.fields(kind)]
    elif kind is types.SimpleNamespace:
        names = list(vars(value))
    else:
        return None
    sound = all(
        isinstance(name, str) and name.isidentifier() and name[:2] != "__" for name in names
    )
    return names if sound and all(hasattr(value, name) for name in names) else None


def array_of(numpy, value):
    """Return the array that an object makes of itself, None if it makes none.

    By an address in memory it may not say where that lies; by bytes, as Pillow's pictures do.
    """
    if (make := attribute(value, "__array__")) is not None:
        return make()
    offer = attribute(value, "__array_interface__")
    if type(offer) is not dict or type(offer.get("data")) is not bytes:
        return None
    return numpy.array(types.SimpleNamespace(__array_interface__=offer))


def own_methods(kind: type) -> bool:
    """Say whether a namedtuple's class has methods or properties besides those of Python."""
    own = {name for base in kind.__mro__[:-2] for name in vars(base)}
    return bool(own - GENERATED - set(kind._fields))


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
    "signature": StudentSide.signature,
    "convert": StudentSide.convert,
    "enter": StudentSide.enter,
    "leave": StudentSide.leave,
    "refill": StudentSide.refill,
    "restore": StudentSide.restore,
    "chance": StudentSide.carry_chance,
    "drew": StudentSide.drew,
    "copy": StudentSide.copy,
    "pyplot": StudentSide.pyplot,
    "type": lambda side, value: type(value),
    "truth": lambda side, value: bool(value),
    "contains": lambda side, value, item: item in value,
    "reversed": lambda side, value: reversed(value),
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
