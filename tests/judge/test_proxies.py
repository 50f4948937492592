"""Stand-ins behave like the student's objects, and cannot decide on their own marks."""

import collections.abc
import copy
import inspect
import json
import threading
import types

import numpy as np
import pytest

from course_tools.grading.judge import surroundings
from course_tools.grading.judge.channel import pair
from course_tools.grading.judge.proxies import Ended, Peer, Rights, StudentGone
from course_tools.grading.judge.stand_ins import named
from course_tools.grading.judge.student import StudentSide

ANSWERS = """
import contextlib, collections, dataclasses, math
import numpy as np

class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __bool__(self): return True
    def __contains__(self, item): return True
    def __add__(self, other): return 0
    __radd__ = __sub__ = __rsub__ = __abs__ = __add__
    def __float__(self): return 5.0
    def __index__(self): return True
    def __hash__(self): return 5
    def __exit__(self, *error): return True
    def __enter__(self): return self

class LiesAsArray(Liar):
    def __array__(self, *_, **__): return np.array([1.0, 2.0])
    @property
    def __array_interface__(self):
        return {"shape": (10,), "typestr": "<f8", "data": (8, False), "version": 3}

class Sub(list):
    def __eq__(self, other): return True
    def __iter__(self): return iter([7, 7])

class Box:
    size = 1
    def __init__(self, *items): self.items = list(items)
    def __len__(self): return len(self.items)
    def __getitem__(self, place): return self.items[place]
    def __setitem__(self, place, item): self.items[place] = item
    def __delitem__(self, place): del self.items[place]
    def add(self, item): self.items.append(item)
    @property
    def broken(self): raise KeyError("no such thing")

class Oops(ValueError):
    def __init__(self, code): super().__init__("oops"); self.code = code
    @property
    def doubled(self): return 2 * self.code

class Worse(Oops, KeyError): pass

class Fields(dict):
    def __getattr__(self, name): return self[name]
class Fragile:
    def __init__(self): self.fields = {"x": 3}
    def __getattr__(self, name): return self.fields[name]
    def __call__(self): return self.fields["x"]

Pair = collections.namedtuple("Pair", "left right")
@dataclasses.dataclass
class Person:
    name: str
    def shout(self): return self.name.upper()

def fail(code): raise Oops(code)
def zero(x): x[...] = 0; return x
def count(n):
    while n: yield n; n -= 1
def call(f, *args): return f(*args)
def swallow(f):
    try: return f()
    except BaseException as error: return type(error).__name__, str(error)
def describe(a, b=2, *rest, c=None, **more): "says"
def leak(): return open
def quit_now(): raise SystemExit(0)
total = [1]
def grow(): total.append(2)
"""


def no_figures(event: str) -> None:
    """Stand for IPython's events."""


@pytest.fixture
def space():
    names = {"__name__": "__main__"}
    exec(ANSWERS, names)
    return names


@pytest.fixture
def make(space):
    """Return a function that makes a peer with given rights, talking to the answers above."""
    ends = []

    def make(granted=()):
        (here, there), (driver, other) = pair(), pair()
        shell = types.SimpleNamespace(
            user_ns=space,
            outputs=None,
            compile=types.SimpleNamespace(_filename_map={}),
            events=types.SimpleNamespace(trigger=no_figures),
        )
        side = StudentSide(shell, driver, there)
        thread = threading.Thread(target=side.serve, daemon=True)
        thread.start()
        ends.append((here, other, thread))
        return Peer(here, Rights(None if granted is None else set(granted)))

    yield make
    for here, other, thread in ends:
        other.close()
        here.close()
        thread.join(5)


@pytest.fixture
def peer(make):
    return make()


def get(peer, name: str):
    return named(dict(map(tuple, peer.ask("fetch", [name])))[name], name)


def test_no_comparison_with_a_value_of_the_test_is_forwarded(peer):
    for name in ("Liar", "LiesAsArray"):
        liar = get(peer, name)()
        if name == "Liar":
            assert (liar == 5) is False
            assert (liar == 5) is False
            assert (liar != 5) is True
        for compare in (lambda a: a < 5, lambda a: a <= 5, lambda a: a + 5, lambda a: 5 - a):
            if name == "Liar":
                with pytest.raises(TypeError):
                    compare(liar)
    assert (get(peer, "LiesAsArray")() == np.array([1.0, 3.0])).tolist() == [True, False]
    with pytest.raises(TypeError):
        bool(get(peer, "Liar")())
    with pytest.raises(TypeError):
        _ = 5 in get(peer, "Liar")()


def test_a_list_of_ones_own_class_is_the_list_that_it_holds(peer, space):
    space["result"] = space["Sub"]([1, 2])
    assert get(peer, "result") == [1, 2]
    assert get(peer, "result") != [7, 7]


def test_attributes_may_be_looked_up_by_code_that_fails(peer):
    assert get(peer, "Fields")(x=3).x == 3
    fragile = get(peer, "Fragile")()
    assert (fragile.x, fragile()) == (3, 3)
    assert fragile != 3
    with pytest.raises(KeyError):
        _ = fragile.y


def test_no_address_is_taken_from_an_object(peer):
    thing = get(peer, "LiesAsArray")()
    for name in ("__array_interface__", "__array_struct__", "__dlpack__", "__reduce_ex_own__"):
        assert not hasattr(thing, name)
    assert np.asarray(thing).tolist() == [1.0, 2.0]
    assert np.allclose(thing, [1, 2])


def test_conversions_give_exactly_what_they_must(peer):
    liar = get(peer, "Liar")()
    assert float(liar) == 5.0
    with pytest.raises((TypeError, DeprecationWarning), match="bool"):
        [10, 20][liar]


def test_only_the_contract_lets_objects_answer_for_themselves(make):
    recording = make(None)
    recording.rights.cell = "here"
    liar = get(recording, "Liar")()
    assert bool(liar)
    assert 5 in liar
    assert liar + 5 == 0
    granted = recording.rights.granted
    assert granted == {
        "in here: Liar answers truth",
        "in here: Liar answers contains",
        "in here: computes Liar add int",
    }
    for cell, works in (("here", True), ("elsewhere", False)):
        peer = make(granted)
        peer.rights.cell = cell
        liar = get(peer, "Liar")()
        if works:
            assert liar
            assert liar + 5 == 0
        else:
            with pytest.raises(TypeError):
                bool(liar)


def test_an_object_never_swallows_a_failed_assertion(make):
    for granted in (None, {"in : Liar swallows KeyError", "in : Liar swallows AssertionError"}):
        with pytest.raises(AssertionError), get(make(granted), "Liar")():
            raise AssertionError("the expected value")
        with get(make(granted), "Liar")():
            raise KeyError(3)
    with pytest.raises(KeyError), get(make(), "Liar")():
        raise KeyError(3)


def test_abilities_are_those_of_the_object(peer):
    box, function = get(peer, "Box")(1, 2), get(peer, "fail")
    assert callable(function)
    assert not callable(box)
    assert not isinstance(box, collections.abc.Iterator | collections.abc.Callable)
    assert isinstance(box, collections.abc.Sized)
    assert not isinstance(get(peer, "Oops"), collections.abc.Sized)
    assert isinstance(function, types.FunctionType)
    assert inspect.isgenerator(get(peer, "count")(2))
    assert list(box) == [1, 2]
    assert 2 in box
    with pytest.raises(TypeError):
        len(function)
    with pytest.raises(TypeError):
        iter(function)


def test_objects_are_used_like_objects(peer):
    Box = get(peer, "Box")
    box = Box(1, 2, 3)
    box.add([4])
    box[0] = "a"
    del box[1]
    box.colour = "red"
    assert (box.items, len(box), box[-1], box.colour) == (["a", 3, [4]], 3, [4], "red")
    assert isinstance(box, Box)
    assert issubclass(get(peer, "Worse"), get(peer, "Oops"))
    assert not isinstance(3, Box)
    assert surroundings.kind_of(box) is Box
    assert box.__class__.__name__ == "Box"
    assert (hasattr(box, "add"), hasattr(box, "sub")) == (True, False)
    with pytest.raises(KeyError, match="no such thing"):
        _ = box.broken
    twin = copy.deepcopy(box)
    twin.add(5)
    assert len(box) == 3
    assert list(get(peer, "count")(3)) == [3, 2, 1]


def test_type_knows_stand_ins_and_stays_a_class(peer):
    kind = surroundings.kind_of
    box = get(peer, "Box")()
    assert kind(box) is get(peer, "Box")
    assert kind(3) is int
    assert isinstance(int, kind)
    assert issubclass(kind, type)
    assert kind(get(peer, "Pair")(1, 2)) is get(peer, "Pair")
    made = kind("Made", (), {"a": 1})
    assert made.a == 1
    assert kind(made) is type


def test_records_cross_by_their_fields_and_go_home_as_what_they_were(peer):
    Pair = get(peer, "Pair")
    made = Pair(1, right=[2])
    assert made == (1, [2])
    assert isinstance(made, tuple)
    assert isinstance(made, Pair)
    assert not isinstance((1, 2), Pair)
    assert get(peer, "call")(lambda given: given.left, made) == 1
    person = get(peer, "Person")("Ada")
    assert (person.name, person.shout()) == ("Ada", "ADA")
    assert person == get(peer, "Person")("Ada")
    assert person != "Ada"


def test_exceptions_are_real_and_keep_their_state(peer):
    fail, Oops, Worse = (get(peer, name) for name in ("fail", "Oops", "Worse"))
    with pytest.raises(Oops) as caught:
        fail(4)
    error = caught.value
    assert (error.code, error.doubled, str(error)) == (4, 8, "oops")
    assert isinstance(error, ValueError)
    assert not isinstance(error, Worse)
    assert issubclass(Worse, KeyError)
    assert Oops(3).doubled == 6
    with pytest.raises(TypeError):
        fail()
    with pytest.raises(AttributeError):
        _ = error.nothing


def test_the_end_of_a_program_is_no_error_that_a_test_waits_for(peer):
    with pytest.raises(Ended) as caught:
        get(peer, "quit_now")()
    assert not isinstance(caught.value, Exception | SystemExit)
    assert type(caught.value).__name__ == "SystemExit"


def test_functions_of_the_test_are_called_and_fail_as_such(peer):
    call, swallow = get(peer, "call"), get(peer, "swallow")

    def add(a, b=2):
        """adds"""
        return a + b

    def fails():
        raise KeyError("mine")

    assert call(add, 3) == 5
    assert call(call, add, 1, 1) == 2
    assert call(str, 3) == "3"
    kind, text = swallow(fails)
    assert kind == "KeyError"
    assert "mine" in text
    with pytest.raises(KeyError):
        call(fails)
    assert call(lambda f: str(inspect.signature(f)), add) == "(a, b=2)"
    assert call(lambda f: f, add) is add
    assert call(lambda: get(peer, "count")) is get(peer, "count")


def test_changes_in_place_need_the_contract(make):
    data = np.ones(3)
    peer = make()
    assert get(peer, "zero")(data).sum() == 0
    assert data.sum() == 3
    assert peer.touched == ["0"]
    assert peer.has_overstepped
    peer.lets_all_change = True
    get(peer, "zero")(data)
    assert data.sum() == 0
    peer.take_back()
    assert data.sum() == 3
    allowed = make({"in : changes zero 0"})
    get(allowed, "zero")(data)
    assert data.sum() == 0
    assert not allowed.has_overstepped


def test_names_that_student_code_changes_are_told(make):
    changes = []
    peer = make()
    peer.on_change = changes.append
    assert get(peer, "total") == [1]
    get(peer, "grow")()
    assert changes == [{"total": [1, 2]}]


def test_signature_source_and_documentation_are_data(peer, monkeypatch):
    describe = get(peer, "describe")
    signature = inspect.signature(describe)
    parameters = [str(parameter) for parameter in signature.parameters.values()]
    assert parameters == ["a", "b=2", "*rest", "c=None", "**more"]
    assert (describe.__doc__, describe.__name__) == ("says", "describe")
    monkeypatch.setattr(inspect, "getsource", inspect.getsource)
    monkeypatch.setattr(inspect, "isgeneratorfunction", inspect.isgeneratorfunction)
    surroundings.install()
    assert inspect.isgeneratorfunction(get(peer, "count"))
    assert not inspect.isgeneratorfunction(describe)
    with pytest.raises(OSError, match="source"):
        inspect.getsource(describe)  # it was not typed into a cell here


# -- a student's side that does not keep to the rules


def lying(*replies):
    """Return a peer whose other side answers with the given messages, whatever is asked."""
    here, there = pair()

    def serve():
        for reply in replies:
            message, _ = there.receive()
            there.send({"re": message["id"]} | reply, reply.pop("blobs", ()))
        there.receive()

    threading.Thread(target=serve, daemon=True).start()
    return Peer(here, Rights(set()))


def value(tree, *more) -> dict:
    return {"value": [tree, {"t": "dict", "v": []}, [], {"t": "dict", "v": []}, *more]}


REFUSED = {
    "nothing": {},
    "no list": {"value": 5},
    "too few": {"value": [1]},
    "too many": value(1, 2),
    "an unknown reference": value({"t": "code", "n": 0}),
    "a reference without a number": value({"t": "ref", "n": "0", "type": "a"}),
    "an array that lies": value({"t": "array", "d": "<f8", "s": [9], "o": "C", "b": 0}),
    "a function of the test that there is not": value({"t": "yours", "n": 7}),
    "a record with odd names": value({"t": "record", "class": "A", "names": ["a b"], "v": [1]}),
    "a record with too few fields": value({"t": "record", "class": "A", "names": ["a"], "v": []}),
    "an instance of no class": value({"t": "instance", "class": "object", "v": []}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_answer_is_refused(name):
    with pytest.raises(TypeError):
        lying(json.loads(json.dumps(REFUSED[name]))).ask("type", 1)


RAISED = {
    "no dict": 5,
    "no class": {},
    "a class that is none": {"class": {"builtin": "eval"}, "text": "x"},
    "a text that is none": {"class": {"builtin": "ValueError"}, "text": [1]},
    "bases without end": {"class": {"n": 1, "name": "A", "exception": [{"n": 1, "name": "A"}]}},
    "a state that is none": {"class": {"builtin": "KeyError"}, "text": "x", "state": {"t": "x"}},
    "lines that are none": {"class": {"builtin": "KeyError"}, "text": "", "lines": [["a", 1, 2]]},
    "an interrupt": {"class": {"builtin": "KeyboardInterrupt"}, "text": ""},
    "the end": {"class": {"builtin": "SystemExit"}, "text": ""},
}


@pytest.mark.parametrize("name", RAISED)
def test_whatever_is_raised_is_an_exception_and_no_end(name):
    error = None
    try:
        lying({"raised": RAISED[name]}).ask("type", 1)
    except (Exception, Ended) as caught:
        error = caught
    assert error is not None


def test_an_answer_to_another_question_ends_it():
    peer = lying({"re": "another", "value": [1, {}, [], {}]})
    with pytest.raises(StudentGone):
        peer.ask("type", 1)
    with pytest.raises(StudentGone):
        peer.ask("type", 1)


def test_a_students_class_is_no_base_of_a_class_of_the_tests(peer):
    oops, worse = get(peer, "Oops"), get(peer, "Worse")
    assert issubclass(worse, oops)
    for base in (get(peer, "Box"), oops, worse):
        with pytest.raises(TypeError, match=r"a test cannot subclass '(Box|Oops|Worse)'"):

            class Own(base):
                pass
