"""Values that lie about themselves: they are plain data by closed rules, or a wrong type."""

import re
import time

import numpy as np
import pytest

from course_lib.checks.plain import Odd, plain

from .conftest import gradients, say, task


class EqualToAll:
    """Claims to be equal to everything, to be an array, a list and a number."""

    __array_priority__ = 1e9
    shape, ndim, size, dtype = (3, 2), 2, 6, np.dtype(float)

    def __eq__(self, other):
        return True

    __hash__ = None

    def __bool__(self):
        return True

    def __array__(self, *_, **__):
        raise AssertionError("asked for an array")

    def __float__(self):
        raise AssertionError("asked for a number")

    def __len__(self):
        return 2

    def __iter__(self):
        raise AssertionError("iterated")

    def __getattr__(self, name):
        raise AssertionError(f"asked for {name}")

    @property
    def __class__(self):
        return np.ndarray


class LyingList(list):
    def __iter__(self):
        raise AssertionError("iterated")

    def __len__(self):
        return 2

    def __eq__(self, other):
        return True

    __hash__ = None


class LyingFloat(float):
    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__

    def __float__(self):
        return 1.0

    def __eq__(self, other):
        return True

    __hash__ = None


class LyingArray(np.ndarray):
    def __array_ufunc__(self, *_, **__):
        return np.zeros(1)

    def __array_function__(self, *_, **__):
        return True


def nested(depth):
    value = [1.0]
    for _ in range(depth):
        value = [value]
    return value


def endless():
    while True:
        yield 1.0


def in_itself():
    value = []
    value.append(value)
    return value


HOSTILE = {
    "equal to all": EqualToAll(),
    "list of them": [EqualToAll(), EqualToAll()],
    "lying list": LyingList([1.0, 2.0]),
    "lying numbers": [LyingFloat(7), LyingFloat(8)],
    "lying array": np.ones((3, 2)).view(LyingArray),
    "huge array": np.broadcast_to(np.float64(1), (10**6, 10**6)),
    "huge list": [0] * 10**6,
    "huge nested list": [[[1.0] * 1000] * 1000] * 1000,
    "endless": endless(),
    "deep": nested(2000),
    "in itself": in_itself(),
    "huge integer": 10**5000,
    "text array": np.array(["a", "b"]),
    "dates": np.array(["2020-01-01"], dtype="datetime64[D]"),
    "records": np.zeros(2, dtype=[("a", float)]),
    "objects": np.array([object(), None], dtype=object),
    "bytes": b"\x00\xff",
    "class": LyingFloat,
    "module": np,
    "set": {1.0, 2.0},
    "empty": [],
    "empty array": np.zeros((0, 3)),
    "no number": float("nan"),
    "imaginary": np.full((3, 2), 1j),
    "dict of anything": {1: "a", (2,): None},
    "markup": type("<script>alert(1)</script>", (), {})(),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("position", ["whole", "part"])
@pytest.mark.parametrize("safe", [False, True])
def test_it_is_wrong_and_quickly_so(name, position, safe):
    def answer(*given):
        value = HOSTILE[name]
        return value if position == "whole" else (gradients(*given)[0], value)

    start = time.process_time()
    verdict = say(answer, safe=safe)
    assert time.process_time() - start < 2
    assert verdict.points < verdict.max_points
    assert verdict.state in ("wrong_type", "wrong_shape", "wrong_value", "raised")
    assert len(verdict.message) < 1000


def test_the_type_is_named():
    assert "of type `EqualToAll`" in say(lambda *_: EqualToAll()).message
    assert plain(EqualToAll()) == Odd("EqualToAll")


def test_subclasses_are_taken_at_their_data():
    assert plain(LyingList([1.0, 2.0])).tolist() == [1.0, 2.0]
    assert plain(LyingFloat(7)).tolist() == 7.0
    assert plain(np.full(2, 5.0).view(LyingArray)).tolist() == [5.0, 5.0]


def test_masked_entries_are_not_there():
    masked = np.ma.masked_array([1.0, 2.0], mask=[False, True])
    assert np.isnan(plain(masked)[1])


def test_numpy_patched_by_a_student_changes_no_verdict(monkeypatch):
    always = lambda *_, **__: True  # noqa: E731
    for name in ("allclose", "isclose", "array_equal", "all", "any", "abs", "isfinite", "asarray"):
        monkeypatch.setattr(np, name, always)
    monkeypatch.setattr(np.testing, "assert_allclose", always)
    the_task = task()
    assert say(lambda *given: (0, 0), the_task).points == 0
    assert say(gradients, the_task).is_right


def test_an_exception_that_cannot_say_what_it_is():
    class Mute(Exception):
        def __str__(self):
            raise ValueError

    def fails(*_):
        raise Mute

    assert say(fails).diagnosis == "raised Mute"


def test_markup_of_a_student_stays_text():
    from course_lib.checks.result import Result

    def fails(*_):
        raise ValueError("<img src=x onerror=alert(1)> `<b>`")

    page = Result(say(fails))._repr_mimebundle_()["text/html"]
    assert "<img" not in page
    assert "<b>" not in page
    assert set(re.findall(r"<(\w+)", page)) <= {"div", "strong", "span", "code", "p"}
