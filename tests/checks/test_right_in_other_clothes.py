"""Every way to write down a right result passes."""

import dataclasses
import types
from collections import namedtuple
from fractions import Fraction

import numpy as np
import pytest

from .conftest import gradients, say, task

Pair = namedtuple("Pair", "dW db")


@dataclasses.dataclass
class Gradients:
    db: object
    dW: object


class FrameOfAnotherLibrary:
    """What a data frame looks like from outside."""

    def __init__(self, values):
        self.values = values

    def to_numpy(self):
        return np.asarray(self.values)


FrameOfAnotherLibrary.__module__ = "pandas.core.frame"


def object_array(values):
    out = np.empty(values.shape, dtype=object)
    out[...] = values
    return out


def strided(values):
    wide = np.zeros((*values.shape[:-1], 2 * values.shape[-1]))
    wide[..., ::2] = values
    return wide[..., ::2]


WAYS = {
    "tuple": lambda dW, db: (dW, db),
    "list": lambda dW, db: [dW, db],
    "nested lists": lambda dW, db: (dW.tolist(), db.tolist()),
    "tuples of tuples": lambda dW, db: (tuple(map(tuple, dW)), tuple(db)),
    "dict": lambda dW, db: {"db": db, "dW": dW},
    "dict with other names": lambda dW, db: {"weights": dW, "biases": db},
    "namedtuple": Pair,
    "dataclass": lambda dW, db: Gradients(db, dW),
    "namespace": lambda dW, db: types.SimpleNamespace(dW=dW, db=db),
    "generator": lambda dW, db: (part for part in (dW, db)),
    "map": lambda dW, db: map(np.asarray, (dW, db)),
    "object array of parts": lambda dW, db: _parts_in_an_array(dW, db),
    "row": lambda dW, db: (dW, db[None]),
    "column": lambda dW, db: (dW, db[:, None]),
    "float32": lambda dW, db: (dW.astype(np.float32), db.astype(np.float32)),
    "longdouble": lambda dW, db: (dW.astype(np.longdouble), db),
    "complex without imaginary part": lambda dW, db: (dW + 0j, db),
    "Fortran order": lambda dW, db: (np.asfortranarray(dW), db),
    "strided": lambda dW, db: (strided(dW), strided(db)),
    "read only": lambda dW, db: (_read_only(dW), db),
    "matrix": lambda dW, db: (np.asmatrix(dW), np.asmatrix(db)),
    "masked": lambda dW, db: (np.ma.masked_invalid(dW), np.ma.masked_array(db)),
    "object dtype": lambda dW, db: (object_array(dW), object_array(db)),
    "data frame": lambda dW, db: (FrameOfAnotherLibrary(dW), FrameOfAnotherLibrary(db)),
    "fractions": lambda dW, db: ([[Fraction(float(x)) for x in row] for row in dW], db),
    "rounding errors": lambda dW, db: (dW * (1 + 3e-5), db + 5e-8),
}


def _parts_in_an_array(dW, db):
    out = np.empty(2, dtype=object)
    out[0], out[1] = dW, db
    return out


def _read_only(values):
    values.setflags(write=False)
    return values


@pytest.mark.parametrize("way", WAYS)
def test_a_right_result_passes_however_it_is_written(way):
    verdict = say(lambda *given: WAYS[way](*gradients(*given)))
    assert (verdict.state, verdict.points) == ("right", 4.0), verdict.message


@pytest.mark.parametrize(
    "convert", [int, float, np.int8, np.float32, bool, np.asarray, lambda n: [n]]
)
def test_a_single_number_may_be_of_any_type(convert):
    the_task = task(lambda z: 1.0, given=[(3.0,)], parts=(), arguments=("z",))
    assert say(lambda z: convert(1), the_task).is_right


def test_layers_may_come_as_pairs_or_one_after_the_other():
    def pairs(layers):
        return [(2 * W, W.sum(axis=0)) for W in layers]

    given = [([np.ones((3, 2)), np.full((2, 4), 3.0), np.ones((4, 5))],)]
    the_task = task(pairs, given, arguments=("layers",))
    assert say(lambda layers: [part for pair in pairs(layers) for part in pair], the_task).is_right
    verdict = say(lambda layers: [(dW, 2 * db) for dW, db in pairs(layers)], the_task)
    assert "db1, db2 and db3 are exactly 2 times too large" in verdict.message
    assert verdict.points == 2.0


def test_numbers_of_a_list_may_come_as_an_array_and_the_reverse():
    the_task = task(lambda n: [1.0, 2.0, 3.0], given=[(3.0,)], parts=(), arguments=("n",))
    for right in ([1, 2, 3], (1, 2, 3), np.array([1, 2, 3]), np.array([[1.0], [2.0], [3.0]])):
        assert say(lambda n, r=right: r, the_task).is_right


def test_a_function_may_take_its_arguments_by_name_alone():
    def by_name(*, X, delta, W, learning_rate):
        return gradients(X, delta, W, learning_rate)

    assert say(by_name).is_right


def test_a_callable_object_and_other_argument_names_are_fine():
    class Layer:
        def __call__(self, a, b, c, d=0.1):
            return gradients(a, b, c, d)

    assert say(Layer()).is_right


def test_noise_costs_nothing_and_stays_out_of_stderr(capsys):
    def noisy(*given):
        import logging
        import sys
        import warnings

        from tqdm import tqdm

        for _ in tqdm(range(3)):
            print("working")
        print("to stderr", file=sys.stderr)
        logging.warning("logged")
        warnings.warn("careful", stacklevel=1)
        np.exp(1e4)
        sys.stdout.close()
        return gradients(*given)

    assert say(noisy).is_right
    heard = capsys.readouterr()
    assert heard.err == ""
    assert heard.out.count("working") == 3  # of the first call alone


def test_prints_are_bounded_and_those_on_fresh_cases_unheard(capsys):
    def talkative(*given):
        print("x" * 1_000_000)
        return gradients(*given)

    assert say(talkative, safe=True).is_right
    assert capsys.readouterr().out == ""
    assert say(talkative).is_right
    assert len(capsys.readouterr().out) < 3000


def test_a_function_may_change_its_own_copies():
    def in_place(X, delta, W, learning_rate):
        result = gradients(X, delta, W, learning_rate)
        for array in (X, delta, W):
            array[:] = 0
        return result

    the_task = task()
    assert say(in_place, the_task).is_right
    assert say(in_place, the_task).is_right  # the cases themselves are as they were
    assert say(gradients, the_task).is_right


def test_a_warning_turned_into_an_error_by_the_student_does_no_harm():
    import warnings

    def careful(*given):
        np.exp(np.array(1e4))
        return gradients(*given)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert say(careful).is_right
