"""Nets of step units as answers: their weights are judged by what the net computes."""

from itertools import product

import numpy as np
import pytest

from course_lib.checks.fresh import cases_of, fingerprint
from course_lib.checks.judging import judged
from course_lib.checks.nets import NoNet, step_net
from course_lib.checks.result import MIME, Result
from course_lib.checks.tasks import Task

BITS = np.array(list(product((0.0, 1.0), repeat=2)))
XOR = [np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-0.5, 1.5]), np.ones((2, 1)), [-1.5]]
W1, b1, W2, b2 = XOR
ARGUMENTS = [(BITS,), (BITS[:1],), (BITS[[3, 1, 1, 0, 2]],)]
CASES = cases_of(step_net(XOR), ARGUMENTS, ())
AND = fingerprint("and", "Is this AND?", step_net([[[1], [1]], [-1.5]]), CASES)
TASK = Task("hw0/xor", "net", 2.0, parts=("the net's answer",), cases=CASES, fingerprints=(AND,))


def said(answer, **options):
    verdict = judged(TASK, answer, **options)
    return Result(verdict)._repr_mimebundle_()[MIME]


RIGHT = {
    "arrays": XOR,
    "tuple": tuple(XOR),
    "pairs": [(W1, b1), (W2, b2)],
    "dict": {"W1": W1, "b1": b1, "W2": W2, "b2": b2},
    "lists": [[[1, -1], [1, -1]], [-0.5, 1.5], [[1], [1]], [-1.5]],
    "bias as a row": [W1, b1[None], W2, np.array([[-1.5]])],
    "bias as a column": [W1, b1[:, None], W2, np.array(-1.5)],
    "output weights as a vector": [W1, b1, np.ones(2), -1.5],
    "matrices, float32": [np.asmatrix(W1, dtype=np.float32), b1, np.asmatrix(W2), b2],
    "one at a time": [[[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-1]], [-0.5]],
    "a score of 0 is a 1": [[[1, 1], [1, 1]], [-1, -2], [[1], [-1]], [-1]],
    "three hidden units": [[[1, -1, 0], [-1, 1, 0]], [-0.5, -0.5, 0], [[1], [1], [0]], [-1]],
    "two hidden layers": [W1, b1, np.eye(2), [-0.5, -0.5], W2, b2],
}


@pytest.mark.parametrize("name", RIGHT)
def test_any_right_weights_in_any_container_will_do(name):
    assert said(RIGHT[name])["points"] == 2.0


def test_a_wrong_net_is_told_by_what_it_computes_and_named():
    found = said([[[1], [1]], [-1.5]])
    assert (found["state"], found["diagnosis"], found["points"]) == ("known_bug", "and", 0)
    assert "The net's answer differs in 3 of 4 entries, first at [1, 0]: 0" in found["message"]
    assert "Is this AND?" in found["message"]
    assert said([W1, b1, -W2, [1.5]])["diagnosis"] == "wrong_value"


def test_of_fresh_inputs_nothing_is_told():
    found = said([W1, b1, -W2, [1.5]], safe=True)
    assert found["message"] == "On fresh inputs: the net's answer is wrong."


@pytest.mark.parametrize("answer", [None, ...])
def test_no_weights_are_no_attempt(answer):
    assert said(answer)["state"] == "not_attempted"


NO_NETS = {
    "rows for units": ([np.ones((3, 2)), np.ones(3), W2, b2], "W1 has shape (3, 2), but 2 numb"),
    "next layer": ([W1, b1, np.ones((3, 1)), b2], "W2 has shape (3, 1), but 2 numbers"),
    "a bias for each input": ([np.ones((2, 1)), np.ones(2)], "W1, of shape (2, 1), has 1 columns"),
    "a bias is missing": ([W1, b1, W2], "3 arrays are no pairs"),
    "nothing": ([], "0 arrays are no pairs"),
    "text": (["one"], "nothing of type `str`"),
    "a function": (lambda X: X[:, :1] != X[:, 1:], "nothing of type `function`"),
    "nan": ([W1 * np.nan, b1, W2, b2], "finite real numbers"),
    "complex": ([W1 * 1j, b1, W2, b2], "finite real numbers"),
}


@pytest.mark.parametrize("name", NO_NETS)
def test_what_is_no_net_is_told_in_its_own_terms(name):
    answer, words = NO_NETS[name]
    found = said(answer)
    assert (found["state"], found["points"]) == ("wrong_shape", 0)
    assert words in found["message"]


def test_without_inputs_given_the_layers_must_still_fit():
    with pytest.raises(NoNet, match="W2"):
        step_net([W1, b1, np.ones((3, 1)), b2])


def test_a_net_of_square_layers_may_come_as_one_array():
    layers = np.array([[[1.0, 1], [1, 1]], [[-0.5, -1.5], [0, 0]]])
    stacked = [layers[0], layers[1][:1], np.array([[1.0, 0], [-1, 0]]), np.array([[-0.5, 0]])]
    assert step_net(stacked)(BITS)[:, 0].tolist() == [0, 1, 1, 0]
    assert step_net(np.array([[[2.0]], [[-1.0]]]))(np.array([[0.0], [1.0]])).tolist() == [[0], [1]]
