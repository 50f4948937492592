"""Stand-ins for objects of another process, as a grader has them instead of a student's own."""

import numpy as np

from course_lib.checks.plain import Odd, plain

from .conftest import gradients, say


class StandIn:
    """What stands for an object that can, or cannot, be given as data."""

    def __init__(self, data=None):
        self.data = data

    def __plain__(self):
        if self.data is None:
            raise TypeError("it is no data")
        return self.data

    def __type_name__(self):
        return "Thing"


class FunctionStandIn:
    """What stands for a function: it works on copies and says which of them it changed."""

    def __init__(self, function, changed=()):
        self.function, self.changed = function, list(changed)

    def __call__(self, *arguments):
        return self.function(*arguments)

    @property
    def __changed_arguments__(self):
        return self.changed


def test_objects_are_taken_as_the_data_that_they_give():
    assert plain(StandIn([1, 2])).tolist() == [1, 2]
    assert plain(StandIn()) == Odd("Thing")
    assert say(lambda *given: StandIn(list(gradients(*given)))).is_right
    assert "of type `Thing`" in say(lambda *given: StandIn()).message


def test_changes_of_arguments_are_told():
    from course_lib.checks.observing import call

    names = ("a", "b", "c")
    given = (np.ones(2), np.ones(3), 1.0)
    for told, changed in [([], ()), (["1"], (1,)), (["c", "0"], (0, 2))]:
        made = call(FunctionStandIn(lambda a, b, c: a, told), given, names)
        assert made.outcome.changed == changed


def test_an_exception_brings_the_lines_of_its_student():
    def fails(*given):
        error = ValueError("too small")
        error.student_lines = [(3, "    return helper(x)", "f"), (7, "    raise", "helper")]
        raise error

    assert "In line 7: `raise`." in say(fails).message


def test_a_stub_elsewhere_is_not_attempted_and_its_caller_is():
    def stub(*given):
        error = NotImplementedError()
        error.student_lines = [(2, "raise NotImplementedError()", "f")] * depth
        raise error

    depth = 1
    assert say(stub).state == "not_attempted"
    depth = 2
    assert say(stub).state == "raised"
