"""A course of four notebooks with exercises of every kind, and answers in several styles.

The text below holds it all. A line `#: exercise NAME` begins an exercise; in it follow, each under
such a line, `setup` (a locked cell), `plain` (a cell that students may change), `answer` (the
instructor's solution), `test POINTS`, and then submissions: `right`, `wrong [POINTS, …]` (what each
of its tests gives; none if left out), and `noisy`: right, and writes to stderr while it is tested,
for which nbgrader itself takes all marks.
"""

import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ASSIGNMENT = "kinds"
CONFIGURATION = """\
c = get_config()
c.CourseDirectory.course_id = "kinds"
c.Execute.timeout = 20
"""
FILES = {
    "helpers.py": "def double(x):\n    return 2 * x\n",
    "package/__init__.py": "",
    "package/inner.py": "FACTOR = 3\n",
    "data/numbers.csv": "a,b\n1,2\n3,4\n",
}
OWN_FILES = {
    "my_helper.py": "SECRET = 7\n\ndef triple(x):\n    return 3 * x\n",
    "my_data.txt": "12\n30\n",
}

VALUES = r"""
#: exercise imports
#: setup
import numpy as np
from fractions import Fraction
import helpers
#: exercise plain_asserts
#: answer
def square(x):
    return x * x
#: test 2
assert square(3) == 9
assert square(0) == 0 and isinstance(square(2), int)
#: right
square = lambda x: x ** 2
#: right
import operator
def square(x):
    return operator.mul(x, x)
#: wrong
def square(x):
    return 2 * x
#: wrong
square = 9
#: wrong
raise RuntimeError("this cell does not work")
#: noisy
import warnings
def square(x):
    warnings.warn("squares grow fast")
    return x * x
#: exercise hidden_tests
#: answer
def mean(xs):
    return sum(xs) / len(xs)
#: test 3
assert mean([1, 3]) == 2
### BEGIN HIDDEN TESTS
assert mean([1, 2]) == 1.5, "a hidden message"
assert abs(mean([0.1] * 3) - 0.1) < 1e-12
### END HIDDEN TESTS
#: right
def mean(xs):
    return float(np.mean(xs))
#: right
from statistics import mean
#: right
def mean(xs):
    return np.mean(xs)
#: wrong
def mean(xs):
    return sum(xs) // len(xs)
#: wrong
def mean(xs):
    return None
#: noisy
import logging
def mean(xs):
    logging.warning("a mean of %d", len(xs))
    return sum(xs) / len(xs)
#: exercise partial_float
#: answer
def signs(xs):
    return [1 if x > 0 else -1 if x < 0 else 0 for x in xs]
#: test 4
points = 0.0
for given, expected in (([2.0], [1]), ([-3.0], [-1]), ([0.0], [0]), ([1, -1], [1, -1])):
    points += list(signs(given)) == expected
points
#: right
def signs(xs):
    return np.sign(xs).astype(int)
#: right
def signs(xs):
    return (int(x > 0) - int(x < 0) for x in xs)
#: wrong 3
def signs(xs):
    return [1 if x >= 0 else -1 for x in xs]
#: wrong
def signs(xs):
    return []
#: noisy
from tqdm import tqdm
def signs(xs):
    return [int(np.sign(x)) for x in tqdm(xs)]
#: exercise partial_integer
#: answer
def halves(n):
    return n // 2
#: test 2
int(halves(4) == 2) + int(halves(5) == 2)
#: wrong 1
def halves(n):
    return n / 2
#: exercise numpy_ending
#: answer
def norm(x):
    return np.sqrt(np.sum(x ** 2))
#: test 2
np.float64(2) * np.isclose(norm(np.array([3.0, 4.0])), 5.0)
#: right
from numpy.linalg import norm
#: right
def norm(x):
    return sum(float(v) ** 2 for v in x) ** 0.5
#: wrong
def norm(x):
    return np.sum(np.abs(x))
#: exercise true_ending
#: answer
def is_even(n):
    return n % 2 == 0
#: test 1
assert is_even(4)
is_even(3) == False
#: right
def is_even(n):
    return not n & 1
#: wrong
def is_even(n):
    return True
#: exercise text_ending
#: answer
def word():
    return "yes"
#: test 1
assert word() == "yes"
"all is well"
#: wrong
def word():
    return "no"
#: exercise string_partial
#: answer
pi_digits = "3.14159"
#: test 1
assert pi_digits.startswith("3.14")
print("you typed", pi_digits)
#: right
pi_digits = str(np.pi)
#: wrong
pi_digits = 3.14159
#: exercise helper_module
#: answer
def four_times(x):
    return helpers.double(helpers.double(x))
#: test 2
import helpers, package.inner
from package import inner
assert four_times(3) == helpers.double(6)
assert four_times(inner.FACTOR) == 12
#: right
from helpers import double as twice
def four_times(x):
    return twice(twice(x))
#: wrong
def four_times(x):
    return helpers.double(x)
#: exercise data_file
#: setup
table = np.genfromtxt("data/numbers.csv", delimiter=",", skip_header=1)
#: answer
def column_sum(name):
    lines = open("data/numbers.csv").read().split()
    place = lines[0].split(",").index(name)
    return sum(float(line.split(",")[place]) for line in lines[1:])
column_total = float(table.sum())
#: test 2
assert column_sum("a") == 4 and column_sum("b") == table[:, 1].sum()
assert column_total == 10
#: right
import csv
def column_sum(name):
    with open("data/numbers.csv") as file:
        return sum(float(row[name]) for row in csv.DictReader(file))
column_total = np.loadtxt("data/numbers.csv", delimiter=",", skiprows=1).sum()
#: wrong
column_sum = {"a": 4.0, "b": 6.0}.get
column_total = 11
#: exercise own_files
#: answer
def triple(x):
    return x + x + x
#: test 1
assert triple(5) == 15
#: right
from my_helper import triple
total = sum(map(int, open("my_data.txt")))
assert total == 42
#: right
import my_helper
triple = my_helper.triple
#: wrong
from my_helper import SECRET as triple
#: exercise arrays
#: answer
def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
#: test 3
z = np.arange(6.0).reshape(2, 3)
p = softmax(z)
np.testing.assert_allclose(p.sum(axis=1), 1)
assert p.shape == (2, 3) and p.dtype == np.float64
np.testing.assert_array_equal(z, np.arange(6.0).reshape(2, 3))
### BEGIN HIDDEN TESTS
assert np.allclose(softmax(np.array([[1000.0, 0.0]])), [[1, 0]])
### END HIDDEN TESTS
#: right
from scipy.special import softmax as their_softmax
def softmax(z):
    return their_softmax(z, axis=-1)
#: right
def softmax(z):
    e = np.exp(np.asarray(z) - np.max(z, axis=-1)[..., None])
    return np.asfortranarray(e / np.sum(e, -1)[..., None])
#: wrong
def softmax(z):
    z -= z.max()
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)
#: wrong
def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
#: noisy
import sys
def softmax(z):
    print("softmax", z.shape, file=sys.stderr)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
#: exercise fractions
#: answer
def half(x):
    return Fraction(x, 2)
#: test 1
assert half(3) == Fraction(3, 2) and str(half(1)) == "1/2"
assert 2 ** 300 * half(2) == 2 ** 300
#: wrong
def half(x):
    return x / 2
#: exercise containers
#: answer
def group(words):
    found = {}
    for word in words:
        found.setdefault(len(word), set()).add(word)
    return found
#: test 2
assert group(["a", "bb", "c"]) == {1: {"a", "c"}, 2: {"bb"}}
assert sorted(group([])) == []
#: right
from collections import defaultdict
def group(words):
    found = defaultdict(set)
    for word in words:
        found[len(word)] |= {word}
    return found
#: right
def group(words):
    return {n: {w for w in words if len(w) == n} for n in map(len, words)}
#: wrong
def group(words):
    return {len(w): {w} for w in words}
#: exercise seeded
#: setup
np.random.seed(3)
rng = np.random.default_rng(4)
data = np.random.normal(size=8)
more = rng.normal(size=3)
#: answer
def standardised(x):
    return (x - x.mean()) / x.std()
first = standardised(data)
#: test 2
np.testing.assert_allclose(first, (data - data.mean()) / data.std())
assert np.isclose(standardised(more).std(), 1)
#: right
from scipy.stats import zscore as standardised
first = standardised(data)
#: wrong
standardised = lambda x: x
first = data.copy()
#: exercise set_up_class
#: setup
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y)
origin = Point(0, 0)
#: answer
def shifted(point, by):
    return Point(point.x + by, point.y + by)
#: test 2
assert shifted(origin, 2) == Point(2, 2)
assert isinstance(shifted(Point(1, 5), 1), Point) and shifted(Point(1, 5), 1).y == 6
#: right
import copy
def shifted(point, by):
    new = copy.copy(point)
    new.x += by
    new.y += by
    return new
#: wrong
def shifted(point, by):
    return Point(point.x + by, point.y)
#: wrong
class Everything:
    def __eq__(self, other):
        return True
def shifted(point, by):
    return Everything()
#: exercise changed_plain
#: plain
limit = 5
#: answer
def below(xs):
    return [x for x in xs if x < limit]
#: test 1
assert below([4, 5, 6]) == [4]
#: wrong
below = list
#: exercise manual
#: answer manual 2
# your own use of it
print(square(5))
#: right
for n in range(3):
    print(n, square(n))
#: exercise essay
#: text 3
It grows with the square.
#: right
Because $x \cdot x$ is never negative.
#: exercise report
#: task 4
Write a report on what you did.
"""

OBJECTS = r"""
#: exercise imports
#: setup
import contextlib, inspect, io
from unittest import mock
import numpy as np
#: exercise counter_class
#: answer
class Counter:
    made = 0
    def __init__(self, start=0):
        self.count = start
        Counter.made += 1
    def step(self, by=1):
        self.count += by
        return self
    @property
    def doubled(self):
        return 2 * self.count
    @classmethod
    def from_text(cls, text):
        return cls(int(text))
    @staticmethod
    def name():
        return "counter"
    def __len__(self):
        return self.count
    def __repr__(self):
        return f"Counter({self.count})"
#: test 3
c = Counter(2)
assert c.count == 2 and c.step().step(by=3).count == 6
assert c.doubled == 12 and Counter.from_text("4").count == 4
assert Counter.name() == "counter" and len(c) == 6 and repr(c) == "Counter(6)"
assert isinstance(c, Counter) and type(c) is Counter and Counter.made == 2
c.count = 1
assert c.doubled == 2 and hasattr(c, "step") and not hasattr(c, "stop")
#: right
class Base:
    made = 0
    def __repr__(self):
        return "Counter(%d)" % self.count
class Counter(Base):
    __slots__ = ("count",)
    def __init__(self, start=0):
        self.count = start
        type(self).made += 1
    def step(self, by=1):
        self.count = self.count + by
        return self
    doubled = property(lambda self: self.count * 2)
    from_text = classmethod(lambda cls, text: cls(int(text)))
    name = staticmethod(lambda: "counter")
    def __len__(self):
        return self.count
#: wrong
class Counter:
    def __init__(self, start=0):
        self.count = start
    def step(self, by=1):
        self.count += by
#: exercise vector_class
#: answer
class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)
    def __mul__(self, number):
        return Vector(number * self.x, number * self.y)
    __rmul__ = __mul__
    def __neg__(self):
        return -1 * self
    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)
    def __abs__(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
    def __getitem__(self, place):
        return (self.x, self.y)[place]
    def __call__(self, t):
        return (t * self.x, t * self.y)
    def __contains__(self, value):
        return value in (self.x, self.y)
    def __iter__(self):
        yield self.x
        yield self.y
    def __bool__(self):
        return bool(self.x or self.y)
#: test 4
v, w = Vector(3, 4), Vector(1, 1)
assert (v + w).x == 4 and v + w == Vector(4, 5) and v != w
assert 2 * v == v * 2 and (-v).y == -4 and abs(v) == 5.0
assert v[1] == 4 and v(2) == (6, 8) and list(v) == [3, 4] and 3 in v
a, b = v
assert (a, b) == (3, 4) and bool(v) and not Vector(0, 0)
v += w
assert v == Vector(4, 5)
#: right
from dataclasses import dataclass
@dataclass(frozen=True)
class Vector:
    x: float
    y: float
    def __add__(self, other):
        return Vector(*(np.array([*self]) + [*other]).tolist())
    def __mul__(self, number):
        return Vector(number * self.x, number * self.y)
    def __rmul__(self, number):
        return self * number
    def __neg__(self):
        return Vector(-self.x, -self.y)
    def __abs__(self):
        return float(np.hypot(self.x, self.y))
    def __iter__(self):
        return iter((self.x, self.y))
    def __getitem__(self, place):
        return [*self][place]
    def __call__(self, t):
        return tuple(t * v for v in self)
    def __bool__(self):
        return any(self)
#: wrong
class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __add__(self, other):
        return self
    __mul__ = __rmul__ = __add__
#: exercise inheritance
#: answer
class Shape:
    def area(self):
        raise NotImplementedError
class Square(Shape):
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.side ** 2
#: test 2
assert issubclass(Square, Shape) and isinstance(Square(2), Shape)
assert Square(3).area() == 9 and not isinstance(Shape(), Square)
try:
    Shape().area()
    assert False, "must not work"
except NotImplementedError:
    pass
assert Square.__name__ == "Square"
#: right
from abc import ABC
class Shape:
    def area(self):
        raise NotImplementedError("of the plain shape")
class Rectangle(Shape):
    def __init__(self, a, b):
        self.a, self.b = a, b
    def area(self):
        return self.a * self.b
class Square(Rectangle):
    def __init__(self, a):
        super().__init__(a, a)
#: wrong
class Shape:
    def area(self):
        return 0
class Square:
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.side ** 2
#: exercise records
#: answer
from collections import namedtuple
from dataclasses import dataclass, field
Pair = namedtuple("Pair", "left right")
@dataclass
class Person:
    name: str
    age: int = 0
    friends: list = field(default_factory=list)
def oldest(people):
    return max(people, key=lambda person: person.age)
#: test 3
pair = Pair(1, right=2)
assert pair.left == 1 and pair == (1, 2) and tuple(pair) == (1, 2) and pair[1] == 2
left, right = pair
assert Person("Ada", 36).name == "Ada" and Person("Bob").age == 0
assert Person("Ada", 36) == Person("Ada", 36) and Person("Ada") != Person("Bob")
assert oldest([Person("Ada", 36), Person("Bob", 40)]).name == "Bob"
assert isinstance(Person("Ada"), Person) and isinstance(pair, tuple)
#: right
from typing import NamedTuple
class Pair(NamedTuple):
    left: int
    right: int
class Person:
    def __init__(self, name, age=0, friends=()):
        self.name, self.age, self.friends = name, age, list(friends)
    def __eq__(self, other):
        return vars(self) == vars(other)
def oldest(people):
    return sorted(people, key=lambda person: -person.age)[0]
#: wrong
Pair = tuple
def oldest(people):
    return people[0]
#: exercise own_exceptions
#: answer
class TooSmall(ValueError):
    def __init__(self, value):
        super().__init__(f"{value} is too small")
        self.value = value
def checked(x):
    if x < 0:
        raise TooSmall(x)
    return x
#: test 2
try:
    checked(-2)
    raise AssertionError("no exception")
except TooSmall as error:
    assert error.value == -2 and "too small" in str(error)
try:
    checked(-1)
except ValueError:
    pass
else:
    assert False
assert issubclass(TooSmall, ValueError) and checked(1) == 1
#: right
class TooSmall(ValueError):
    @property
    def value(self):
        return self.args[0]
    def __str__(self):
        return "it is too small"
def checked(x):
    if x >= 0:
        return x
    raise TooSmall(x)
#: wrong
class TooSmall(Exception):
    pass
def checked(x):
    assert x >= 0
    return x
#: exercise generators
#: answer
def countdown(n):
    while n:
        yield n
        n -= 1
def endless():
    n = 0
    while True:
        yield n
        n += 1
#: test 3
assert list(countdown(3)) == [3, 2, 1] and inspect.isgeneratorfunction(countdown)
g = countdown(2)
assert next(g) == 2 and next(g) == 1 and next(g, None) is None
numbers = endless()
assert [next(numbers) for _ in range(4)] == [0, 1, 2, 3] and inspect.isgenerator(numbers)
assert sum(x for x, _ in zip(endless(), range(5))) == 10
#: right
def countdown(n):
    yield from range(n, 0, -1)
import itertools
def endless():
    yield from itertools.count()
#: wrong
def countdown(n):
    return list(range(n, 0, -1))
def endless():
    return iter([0, 1, 2])
#: exercise callbacks
#: answer
def apply_twice(f, x):
    return f(f(x))
def derivative(f, h=1e-6):
    return lambda x: (f(x + h) - f(x - h)) / (2 * h)
def compose(*functions):
    def composed(x):
        for function in reversed(functions):
            x = function(x)
        return x
    return composed
#: test 3
assert apply_twice(lambda x: x + 3, 1) == 7
assert apply_twice(np.sqrt, 16.0) == 2.0
assert abs(derivative(lambda x: x ** 3)(2.0) - 12) < 1e-6
assert compose(str, abs)(-3) == "3" and compose()(5) == 5
calls = []
apply_twice(lambda x: calls.append(x) or x, 1)
assert calls == [1, 1]
def failing(x):
    raise KeyError("mine")
try:
    apply_twice(failing, 0)
    assert False
except KeyError as error:
    assert "mine" in str(error)
#: right
import functools
def apply_twice(f, x):
    for _ in range(2):
        x = f(x)
    return x
def derivative(f, h=1e-5):
    def inner(x):
        return (f(x + h) - f(x - h)) / h / 2
    return inner
def compose(*functions):
    return functools.reduce(lambda f, g: lambda x: f(g(x)), functions, lambda x: x)
#: wrong
def apply_twice(f, x):
    return f(x)
def derivative(f):
    return f
compose = max
#: exercise decorators
#: answer
import functools
def counted(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return f(*args, **kwargs)
    wrapper.calls = 0
    return wrapper
#: test 2
@counted
def add(a, b=1):
    "adds"
    return a + b
assert add(1) == 2 and add(1, b=5) == 6 and add.calls == 2
assert add.__name__ == "add" and add.__doc__ == "adds"
#: right
import functools
class counted:
    def __init__(self, f):
        self.f, self.calls = f, 0
        functools.update_wrapper(self, f)
    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.f(*args, **kwargs)
#: wrong
def counted(f):
    f.calls = 0
    return f
#: exercise context_managers
#: answer
class Recorder:
    def __init__(self):
        self.events = []
    def __enter__(self):
        self.events.append("in")
        return self
    def __exit__(self, kind, error, traceback):
        self.events.append("out" if kind is None else kind.__name__)
        return kind is KeyError
import contextlib
@contextlib.contextmanager
def doubled(x):
    yield 2 * x
#: test 2
with Recorder() as r:
    assert r.events == ["in"]
assert r.events == ["in", "out"]
with doubled(4) as eight:
    assert eight == 8
with Recorder() as r:
    raise KeyError("swallowed")
assert r.events[-1] == "KeyError"
#: right
class Recorder:
    def __init__(self):
        self.log = []
    events = property(lambda self: list(self.log))
    def __enter__(self):
        self.log += ["in"]
        return self
    def __exit__(self, *error):
        self.log += [error[0].__name__ if error[0] else "out"]
        return bool(error[0] and issubclass(error[0], KeyError))
class doubled:
    def __init__(self, x):
        self.x = x
    def __enter__(self):
        return self.x * 2
    def __exit__(self, *_):
        pass
#: wrong
class Recorder:
    events = ["in"]
    def __enter__(self):
        return self
    def __exit__(self, *_):
        return True
def doubled(x):
    return 2 * x
#: exercise in_place
#: answer
def sort_it(xs):
    xs.sort()
def add_key(d):
    d["new"] = 1
def scale(a, factor):
    a *= factor
def drawn(rng):
    return rng.normal(size=2)
def collect(x, seen):
    seen.add(x)
    return len(seen)
#: test 3
xs = [3, 1, 2]
assert sort_it(xs) is None and xs == [1, 2, 3]
d = {}
add_key(d)
assert d == {"new": 1}
a = np.ones((2, 3))
scale(a, 4.0)
assert (a == 4).all()
rng = np.random.default_rng(1)
first, second = drawn(rng), drawn(rng)
assert not np.array_equal(first, second)
np.testing.assert_array_equal(np.r_[first, second], np.random.default_rng(1).normal(size=4))
seen = set()
assert collect(1, seen) == 1 and collect(1, seen) == 1 and seen == {1}
#: right
def sort_it(items):
    items[:] = sorted(items)
def add_key(d):
    d.update(new=1)
def scale(array, by):
    array[...] = array * by
def drawn(rng):
    return rng.standard_normal(2)
def collect(x, seen):
    seen |= {x}
    return len(seen)
#: wrong
def sort_it(xs):
    xs = sorted(xs)
def add_key(d):
    d = {"new": 1}
def scale(a, factor):
    a = a * factor
def drawn(rng):
    return np.random.default_rng(1).normal(size=2)
def collect(x, seen):
    return 1
#: exercise printed
#: answer
def greet(name):
    print("Hello,", name)
#: test 1
buffer = io.StringIO()
with contextlib.redirect_stdout(buffer):
    result = greet("Ada")
assert buffer.getvalue() == "Hello, Ada\n" and result is None
#: right
import sys
def greet(name):
    sys.stdout.write("Hello, " + name + "\n")
#: wrong
def greet(name):
    return "Hello, " + name
#: exercise input_patched
#: answer
def ask_age():
    return int(input("age? "))
#: test 1
with mock.patch("builtins.input", return_value="41"):
    assert ask_age() == 41
#: wrong
def ask_age():
    return input("age? ")
#: exercise introspection
#: answer
def power(base, exponent=2, *, modulus=None):
    '''Raise to a power.'''
    return pow(base, exponent, modulus)
#: test 2
parameters = inspect.signature(power).parameters
assert list(parameters) == ["base", "exponent", "modulus"] and parameters["exponent"].default == 2
assert parameters["modulus"].kind is inspect.Parameter.KEYWORD_ONLY
source = inspect.getsource(power)
assert "pow" in source and "for" not in source.split() and power.__doc__.startswith("Raise")
assert callable(power) and inspect.isfunction(power) and power.__name__ == "power"
assert power(5, modulus=7) == 4
#: right
def power(base, exponent: int = 2, *, modulus=None) -> int:
    "Raise it."
    return base ** exponent if modulus is None else pow(base, exponent, modulus)
#: wrong
def power(base, exponent):
    for _ in range(exponent):
        pass
#: exercise replaced_names
#: answer
def helper(x):
    return x + 1
def uses_helper(x):
    return 10 * helper(x)
#: test 2
original = helper
del helper
try:
    uses_helper(1)
except NameError:
    pass
else:
    raise AssertionError("uses_helper does not call helper")
finally:
    helper = original
assert uses_helper(1) == 20
helper = lambda x: 0
assert uses_helper(1) == 0
helper = original
#: right
helper = lambda x: 1 + x
def uses_helper(x):
    return sum(helper(x) for _ in range(10))
#: wrong
def helper(x):
    return x + 1
def uses_helper(x):
    return 10 * (x + 1)
#: exercise patched_helper
#: answer
def fetch_number():
    return 4
def plus_one():
    return fetch_number() + 1
#: test 2
with mock.patch("__main__.fetch_number", return_value=10) as patched:
    assert plus_one() == 11
    assert patched.call_count == 1
assert plus_one() == 5
#: right
def fetch_number():
    return 4
plus_one = lambda: 1 + fetch_number()
#: wrong
def fetch_number():
    return 4
def plus_one():
    return 5
#: exercise patched_main
#: answer
def fetch_word():
    return "four"
def length():
    return len(fetch_word())
#: test 2
import __main__
with mock.patch.object(__main__, "fetch_word", lambda: "fifteen"):
    assert length() == 7
assert length() == 4
#: right
def fetch_word():
    return "four"
length = lambda: sum(1 for _ in fetch_word())
#: wrong
def fetch_word():
    return "four"
def length():
    return 4
#: exercise state
#: answer
stack = []
def push(x):
    stack.append(x)
def pop():
    return stack.pop()
total = 0
def add_up(x):
    global total
    total += x
#: test 2
push(1)
push(2)
assert stack == [1, 2] and pop() == 2 and len(stack) == 1
add_up(5)
#: test 1
assert total == 5 and stack == [1]
#: right
stack = list()
def push(x):
    stack.extend([x])
def pop():
    last = stack[-1]
    del stack[-1]
    return last
total = 0
def add_up(x):
    globals()["total"] = total + x
#: wrong 0 0
stack, total = [], 0
def push(x):
    pass
pop = push
def add_up(x):
    total = x
"""

PICTURES = r"""
#: exercise imports
#: setup
%matplotlib inline
import numpy as np
import matplotlib.pyplot as plt
import os, sys
#: exercise figure_returned
#: answer
def draw(x, y):
    fig, ax = plt.subplots()
    ax.plot(x, y, label="curve")
    ax.set_xlabel("time")
    ax.set_title("A curve")
    ax.legend()
    return fig, ax
#: test 3
x = np.linspace(0, 1, 5)
fig, ax = draw(x, x ** 2)
assert ax.get_xlabel() == "time" and len(ax.lines) == 1 and len(fig.axes) == 1
np.testing.assert_allclose(ax.lines[0].get_ydata(), x ** 2)
assert ax.get_title() != "" and ax.get_legend() is not None
assert [t.get_text() for t in ax.get_legend().get_texts()] == ["curve"]
plt.close(fig)
#: right
from matplotlib.figure import Figure
def draw(x, y):
    fig = Figure()
    ax = fig.add_subplot()
    ax.plot(x, y, "r.", label="curve")
    ax.set(xlabel="time", title="Curve")
    ax.legend()
    return fig, ax
#: wrong
def draw(x, y):
    fig, ax = plt.subplots()
    ax.plot(y, x)
    return fig, ax
#: exercise current_axes
#: answer
def show_bars(heights):
    plt.bar(range(len(heights)), heights)
    plt.ylabel("height")
#: test 2
show_bars([1, 2, 3])
axes = plt.gca()
assert [bar.get_height() for bar in axes.patches] == [1, 2, 3]
assert axes.get_ylabel() == "height" and len(plt.gcf().axes) == 1
#: test 1
show_bars([5])
assert len(plt.gca().patches) == 1
#: right
def show_bars(heights):
    fig, ax = plt.subplots(figsize=(3, 2))
    ax.bar(np.arange(len(heights)), heights)
    ax.set_ylabel("height")
    plt.show
#: wrong 0 0
def show_bars(heights):
    plt.plot(heights)
#: exercise drawn_in_the_answer
#: answer
plt.plot([1, 2, 3])
plt.title("mine")
figure = plt.gcf()
#: test 1
assert figure.axes[0].get_title() == "mine"
#: right
figure, axes = plt.subplots()
axes.plot([3, 2, 1])
axes.set_title("mine")
#: wrong
figure = None
#: exercise magics
#: answer
%%time
squares = [n * n for n in range(100)]
#: test 1
assert squares[9] == 81
#: right
%time squares = [n ** 2 for n in range(100)]
#: right
%%capture
squares = list(map(lambda n: n * n, range(100)))
#: wrong
%%time
squares = []
#: exercise shell_command
#: answer
said = !echo hello
said = said[0]
#: test 1
assert said == "hello"
#: right
import subprocess
said = subprocess.run(["echo", "hello"], capture_output=True, text=True).stdout.strip()
#: right
said = %sx echo hello
said = "".join(said)
#: wrong
!echo hello
said = None
#: exercise pandas_absent
#: answer
try:
    import pandas
except ImportError:
    pandas = None
def has_pandas():
    return pandas is not None
#: test 1
assert has_pandas() in (True, False)
#: wrong
import pandas_that_is_not_there
def has_pandas():
    return pandas
#: exercise masked_and_matrices
#: answer
def outer(a, b):
    return np.outer(a, b)
#: test 2
result = outer([1, 2], [3, 4])
assert np.allclose(result, [[3, 4], [6, 8]]) and np.asarray(result).shape == (2, 2)
assert outer(np.array([1.0]), np.array([2.0])).sum() == 2.0
#: right
def outer(a, b):
    return np.matrix(a).T @ np.matrix(b)
#: right
def outer(a, b):
    return np.ma.masked_invalid(np.multiply.outer(a, b))
#: right
def outer(a, b):
    class Grid(np.ndarray):
        pass
    return np.outer(a, b).view(Grid)
#: wrong
def outer(a, b):
    return np.inner(a, b)
#: exercise lazily
#: answer
def evens(n):
    return list(range(0, n, 2))
#: test 1
assert list(evens(5)) == [0, 2, 4]
assert sum(evens(4)) == 2 and max(evens(7)) == 6
#: right
def evens(n):
    return range(0, n, 2)
#: right
def evens(n):
    return filter(lambda k: k % 2 == 0, range(n))
#: right
def evens(n):
    return {k: k for k in range(n) if not k % 2}.keys()
#: wrong
def evens(n):
    return range(n)
"""

HABITS = r"""
#: exercise imports_in_an_answer
#: answer
import numpy as np
import random
from numpy.testing import assert_allclose
from statistics import mean
from PIL import Image
def double(x):
    return 2 * x
#: test 2
assert np.allclose(double(np.arange(3)), [0, 2, 4])
assert_allclose(double(1.5), 3)
assert id(np.linalg) == id(np.linalg) and isinstance(np, type(random))
#: test 1
assert mean([double(1), double(2)]) == 3
#: right
from numpy import *
import numpy as np, random
from numpy.testing import assert_allclose
from PIL import Image
def mean(xs):
    return sum(xs) / len(xs)
double = lambda x: x + x
#: wrong 0 1
import random
from numpy.testing import assert_allclose
from statistics import mean
from PIL import Image
def double(x):
    return 2 * x
#: wrong 2 0
import numpy as np
import random
from numpy.testing import assert_allclose
from PIL import Image
def mean(xs):
    return sum(xs)
def double(x):
    return 2 * x
#: exercise seeded_by_a_test
#: answer
def roll():
    return random.randint(1, 6)
def noise(n):
    return np.random.normal(size=n)
#: test 2
random.seed(3)
assert [roll() for _ in range(5)] == [2, 5, 5, 2, 3]
random.seed(3)
assert roll() == 2
#: test 3
np.random.seed(7)
first = np.random.normal(size=2)
second = noise(3)
np.random.seed(7)
assert_allclose(np.concatenate([first, second]), np.random.normal(size=5))
#: test 1
np.random.seed(7)
assert_allclose(noise(1), first[:1])
#: right
def roll():
    return random.choice([1, 2, 3, 4, 5, 6])
noise = np.random.randn
#: wrong
def roll():
    return random.randint(0, 6)
def noise(n):
    return np.random.uniform(size=n)
#: exercise pillow
#: setup
from PIL import Image
picture = Image.fromarray(np.arange(12, dtype="uint8").reshape(3, 4))
picture
#: answer
def corner(image, size):
    return image.crop((0, 0, size, size))
corner(picture, 2)
#: test 2
assert corner(picture, 2).size == (2, 2)
assert np.array_equal(corner(picture, 2), [[0, 1], [4, 5]])
corner(picture, 3)
#: right
def corner(image, size):
    return Image.fromarray(np.asarray(image)[:size, :size])
#: wrong
def corner(image, size):
    return image
#: exercise helper_taken_away
#: plain
def third(x):
    return x / 3
#: answer
def ninth(x):
    return third(third(x))
#: test 2
kept = third
del third
try:
    ninth(9)
except NameError:
    pass
else:
    raise AssertionError("ninth does not use third")
finally:
    third = kept
#: test 1
assert ninth(9) == 1 == third(3)
#: right
def ninth(x):
    y = third(x)
    return third(y)
#: wrong 0 1
def ninth(x):
    return x / 9
#: exercise kinds_of_numbers
#: answer
class Table:
    def __init__(self, rows):
        self.rows = np.array(rows, dtype=np.float32)
    @property
    def dtype(self):
        return self.rows.dtype
def zeros(n, dtype=float):
    return np.zeros(n, dtype)
#: test 2
assert Table([1, 2]).dtype == np.float32 and str(Table([1]).dtype) == "float32"
assert zeros(2, np.dtype("i4")).dtype == np.int32 == zeros(2, np.dtype("i4")).dtype
#: wrong
class Table:
    def __init__(self, rows):
        self.rows, self.dtype = rows, "float32!"
def zeros(n, dtype=float):
    return [0] * n
#: exercise tables
#: setup
import pandas as pd
sales = pd.DataFrame({"shop": ["a", "b", "a"], "sold": [1, 5, 2]})
#: answer
def totals(table):
    return table.groupby("shop")["sold"].sum()
def add_share(table):
    table["share"] = table["sold"] / table["sold"].sum()
best = sales.loc[sales.sold.idxmax()]
shops = sorted(sales["shop"].unique())
#: test 2
expected = pd.Series([3, 5], pd.Index(["a", "b"], name="shop"), name="sold")
pd.testing.assert_series_equal(totals(sales), expected)
assert totals(pd.DataFrame({"shop": ["c"], "sold": [4]})).equals(
    pd.Series([4], index=pd.Index(["c"], name="shop"), name="sold"))
#: test 2
mine = sales.copy()
add_share(mine)
assert list(mine.columns) == ["shop", "sold", "share"] and mine.share.sum() == 1
assert list(sales.columns) == ["shop", "sold"]
#: test 1
assert best["shop"] == "b" and best.sold == 5 and shops == ["a", "b"]
assert isinstance(best, pd.Series)
#: right
def totals(table):
    return table.pivot_table(index="shop", values="sold", aggfunc="sum")["sold"]
def add_share(table):
    table.insert(2, "share", table.sold / sum(table.sold))
best = sales.sort_values("sold").iloc[-1]
shops = ["a", "b"]
#: wrong 0 0 1
def totals(table):
    return table.groupby("shop").sum()
def add_share(table):
    return table.assign(share=table["sold"] / table["sold"].sum())
best = sales.iloc[1]
shops = sales["shop"].drop_duplicates().tolist()
#: wrong
def totals(table):
    return {"a": 3, "b": 5}
def add_share(table):
    table["share"] = 1
best = sales.iloc[1:2]
shops = sales["shop"].tolist()
"""
NOTEBOOKS = {"values": VALUES, "objects": OBJECTS, "pictures": PICTURES, "habits": HABITS}


@dataclass
class Part:
    """One cell, or one student's version of an answer cell."""

    kind: str
    points: tuple[float, ...] = ()
    source: str = ""


@dataclass
class Exercise:
    """An exercise: its cells, and answers to it."""

    name: str
    cells: list[Part] = field(default_factory=list)
    answers: list[Part] = field(default_factory=list)

    def of(self, kind: str) -> list[Part]:
        return [answer for answer in self.answers if answer.kind == kind]

    @property
    def tests(self) -> dict[str, float]:
        parts = [cell for cell in self.cells if cell.kind == "test"]
        return {f"{self.name}_test_{n}": cell.points[0] for n, cell in enumerate(parts)}


def exercises(text: str) -> list[Exercise]:
    """Return the exercises of one of the texts above."""
    found: list[Exercise] = []
    for chunk in re.split(r"^#: ", text, flags=re.MULTILINE)[1:]:
        head, _, source = chunk.partition("\n")
        kind, *words = head.split()
        if kind == "exercise":
            found.append(Exercise(words[0]))
            continue
        points = tuple(map(float, (word for word in words if word != "manual")))
        part = Part("manual" if "manual" in words else kind, points, source.rstrip("\n"))
        is_answer = kind in ("right", "wrong", "noisy")
        (found[-1].answers if is_answer else found[-1].cells).append(part)
    return found


def metadata(grade_id: str, kind: str, points: float | None) -> dict:
    """Return nbgrader's metadata of a cell of a kind."""
    data = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": kind in ("test", "manual", "text"),
        "solution": kind in ("answer", "manual", "text"),
        "locked": kind in ("setup", "test", "task"),
        "task": kind == "task",
    }
    return {"nbgrader": data | ({} if points is None else {"points": points})}


def solved(source: str) -> str:
    """Return a solution between nbgrader's marks (a cell magic stays the first line)."""
    first, _, rest = source.partition("\n")
    magic = first + "\n" if first.startswith("%%") else ""
    return f"{magic}### BEGIN SOLUTION\n{rest if magic else source}\n### END SOLUTION"


def cells_of(exercise: Exercise):
    """Yield the cells of an exercise in the source notebook."""
    count = itertools.count()
    for part in exercise.cells:
        number = next(count) if part.kind == "test" else ""
        name = f"{exercise.name}_{part.kind}" + (f"_{number}" if part.kind == "test" else "")
        points = part.points[0] if part.points else None
        data = {} if part.kind == "plain" else metadata(name, part.kind, points)
        is_text = part.kind in ("text", "task")
        source = solved(part.source) if part.kind in ("answer", "manual") else part.source
        make = new_markdown_cell if is_text else new_code_cell
        yield make(source, id=name.replace("_", "-"), metadata=data)


def source_notebook(name: str):
    """Return the instructor's notebook of one of the texts."""
    cells = [cell for exercise in exercises(NOTEBOOKS[name]) for cell in cells_of(exercise)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_course(folder: Path, names=tuple(NOTEBOOKS)) -> Path:
    """Write configuration, notebooks and the files beside them; return the course's folder."""
    source = folder / "source" / ASSIGNMENT
    for name, content in FILES.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(content)
    (folder / "nbgrader_config.py").write_text(CONFIGURATION)
    for name in names:
        nbformat.write(source_notebook(name), source / f"{name}.ipynb")
    return folder


STUDENTS = ("right_0", "right_1", "right_2", "wrong_0", "wrong_1", "noisy_0")


def answers_of(student: str, name: str) -> dict[str, Part]:
    """Return exercise → what a student hands in, as `right_1` takes each exercise's second right
    answer; who finds none takes the last there is, or the instructor's."""
    kind, number = student.split("_")
    found = {}
    for exercise in exercises(NOTEBOOKS[name]):
        mine = exercise.of(kind) or exercise.of("right")
        cell = next((c for c in exercise.cells if c.kind in ("answer", "manual", "text")), None)
        if cell is not None:
            same = Part("right", (), cell.source)
            found[exercise.name] = mine[min(int(number), len(mine) - 1)] if mine else same
    return found


def expected_points(student: str, name: str) -> dict[str, float]:
    """Return test → the points that a student's answers deserve."""
    answers, found = answers_of(student, name), {}
    for exercise in exercises(NOTEBOOKS[name]):
        part = answers.get(exercise.name)
        for place, (test, points) in enumerate(exercise.tests.items()):
            given = (part.points[place] if part.points else 0.0) if part.kind == "wrong" else points
            found[test] = given
    return found


def hand_in(course: Path, release: Path, student: str, names=tuple(NOTEBOOKS)) -> None:
    """Write a student's notebooks and own files into `submitted`."""
    folder = course / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True)
    for name, content in OWN_FILES.items():
        (folder / name).write_text(content)
    for name in names:
        notebook = nbformat.read(release / ASSIGNMENT / f"{name}.ipynb", as_version=4)
        fill(notebook, answers_of(student, name))
        change_as_a_student_does(notebook, student)
        nbformat.write(notebook, folder / f"{name}.ipynb")


def fill(notebook, answers: dict[str, Part]) -> None:
    """Write answers into their cells."""
    for cell in notebook.cells:
        exercise, _, kind = cell.metadata.get("nbgrader", {}).get("grade_id", "").rpartition("_")
        if kind in ("answer", "manual", "text") and exercise in answers:
            cell.source = answers[exercise].source


def change_as_a_student_does(notebook, student: str) -> None:
    """One has an old notebook without ids; another changed a plain cell, and has cells of theirs."""
    if student == "right_1":
        for cell in notebook.cells:
            cell.pop("id", None)
        notebook.nbformat_minor = 4
    if student == "right_2":
        for cell in notebook.cells:
            if cell.source == "limit = 5":
                cell.source = "limit = 10 / 2  # the same, and a remark"
        notebook.cells.insert(1, new_code_cell("import math\nmath.sqrt(2)", id="mine"))
        notebook.cells.append(new_markdown_cell("That was *it*.", id="end"))
