"""Each general fact is recognised, in the right order, and said in the exercise's own names."""

from dataclasses import replace

import numpy as np
import pytest

from course_lib.checks import records
from course_lib.checks.fresh import fingerprint
from course_lib.checks.result import Verdict

from .conftest import arguments, gradients, say, task


def changed(change):
    """Return an answer that is right but for `change(dW, db, *arguments)`."""
    return lambda *given: change(*gradients(*given), *given)


def off(factor):
    return changed(lambda dW, db, X, *_: (factor(len(X)) * dW, db))


FACTS = {  # change: state, diagnosis, words
    "forgotten return": (
        lambda *given: [None, gradients(*given)][0],
        *("wrong_type", "returned_nothing", "Is a `return` missing?"),
    ),
    "text": (lambda *_: "dW", "wrong_type", "wrong_type", "is text, not numbers"),
    "function": (lambda *_: gradients, "wrong_type", "wrong_type", "is a function"),
    "one of two": (
        lambda *given: (gradients(*given)[0].tolist(), "db"),
        *("wrong_type", "wrong_type", "db is text, not an array of numbers"),
    ),
    "three of two": (
        changed(lambda dW, db, *_: (dW, db, db)),
        *("wrong_type", "wrong_count", "The result has 3 entries, not 2"),
    ),
    "nan": (
        changed(lambda dW, db, *_: (dW * np.nan, db)),
        *("wrong_value", "not_finite", "dW contains nan at [0, 0]"),
    ),
    "inf before shape": (
        changed(lambda dW, db, *_: (dW, np.full((9, 9), np.inf))),
        *("wrong_value", "not_finite", "db contains inf"),
    ),
    "-inf": (
        changed(lambda dW, db, *_: (dW, np.where(db == db[1], -np.inf, db))),
        *("wrong_value", "not_finite", "db contains −inf at [1]"),
    ),
    "almost": (
        changed(lambda dW, db, *_: (dW, db * [1, 1.0003, *[1.0] * (len(db) - 2)])),
        *("wrong_value", "wrong_value", "db differs in 1 of 2 entries, first at [1]: "),
    ),
    "shape: columns": (
        changed(lambda dW, db, *_: (np.hstack([dW, dW]), db)),
        *("wrong_shape", "wrong_shape", "(3, 2) is expected (4 columns instead of 2)"),
    ),
    "shape: axes": (
        changed(lambda dW, db, X, delta, *_: (dW, delta)),
        *(
            "wrong_shape",
            "wrong_shape",
            "db has shape (5, 2); (2,) is expected (2 axes instead of 1)",
        ),
    ),
    "shape: number": (
        changed(lambda dW, db, *_: (dW, db.sum())),
        *("wrong_shape", "wrong_shape", "db is a single number; shape (2,) is expected"),
    ),
    "zero": (
        changed(lambda dW, db, *_: (dW, 0 * db)),
        *("wrong_value", "all_zero", "db is zero everywhere"),
    ),
    "transposed": (
        changed(lambda dW, db, *_: (dW.T, db)),
        *("wrong_shape", "transposed", "dW is transposed: (2, 3) instead of (3, 2)"),
    ),
    "m": (
        off(lambda m: m),
        *(
            "wrong_value",
            "constant_factor",
            "dW is exactly 5 times too large; 5 is the number of rows of X",
        ),
    ),
    "1/m": (
        off(lambda m: 1 / m),
        *("wrong_value", "constant_factor", "dW is exactly 5 times too small"),
    ),
    "-m": (
        off(lambda m: -m),
        *(
            "wrong_value",
            "constant_factor",
            "dW is exactly 5 times too large and has the wrong sign",
        ),
    ),
    "-1": (off(lambda m: -1), "wrong_value", "constant_factor", "dW has the wrong sign everywhere"),
    "2": (off(lambda m: 2), "wrong_value", "constant_factor", "dW is exactly 2 times too large"),
    "1/2": (
        off(lambda m: 0.5),
        "wrong_value",
        "constant_factor",
        "dW is exactly 2 times too small",
    ),
    "any factor": (
        off(lambda m: 1.7),
        *("wrong_value", "constant_factor", "dW is exactly 1.7 times too large"),
    ),
    "learning rate": (
        off(lambda m: 0.03),
        *("wrong_value", "constant_factor", "0.03 is `learning_rate`"),
    ),
    "regulariser": (
        changed(lambda dW, db, X, delta, W, rate: (dW + 0.1 * W, db)),
        *("wrong_value", "multiple_added", "dW is off by exactly 0.1 · W"),
    ),
    "one entry": (
        changed(lambda dW, db, *_: (dW + 0.5 * (np.arange(dW.size).reshape(dW.shape) == 3), db)),
        *("wrong_value", "wrong_value", "dW differs in 1 of 6 entries, first at [1, 1]"),
    ),
}


@pytest.mark.parametrize("fact", FACTS)
def test_the_most_basic_fact_is_named(fact):
    answer, state, diagnosis, words = FACTS[fact]
    verdict = say(answer)
    assert (verdict.state, verdict.diagnosis) == (state, diagnosis), verdict.message
    assert words in verdict.message
    assert verdict.points < 4


@pytest.mark.parametrize("fact", FACTS)
def test_on_fresh_cases_no_number_is_told(fact):
    answer, state, diagnosis, _ = FACTS[fact]
    verdict = say(answer, safe=True)
    assert (verdict.state, verdict.diagnosis) == (state, diagnosis)
    assert not any(letter.isdigit() for letter in verdict.message), verdict.message
    assert verdict.message


def test_transposed_square_matrices_are_seen():
    square = task(given=arguments(((5, 3, 3), (2, 4, 4))))
    verdict = say(changed(lambda dW, db, *_: (dW.T, db)), square)
    assert verdict.diagnosis == "transposed"


def test_a_row_is_no_column():
    column = task(lambda X: X, given=[(np.array([[1.0], [2.0]]),)], parts=(), arguments=("X",))
    assert say(lambda X: X.T, column).diagnosis == "transposed"
    assert say(lambda X: X[:, 0], column).is_right


def test_what_holds_for_several_parts_is_said_once_and_what_is_right_too():
    verdict = say(changed(lambda dW, db, *_: (2 * dW, 2 * db)))
    assert verdict.message.startswith("dW and db are exactly 2 times too large.")
    verdict = say(changed(lambda dW, db, *_: (dW, 2 * db)))
    assert "Right: dW." in verdict.message


def test_a_factor_must_hold_in_all_cases():
    verdict = say(lambda X, *rest: (len(X) ** 2 * gradients(X, *rest)[0], gradients(X, *rest)[1]))
    assert verdict.diagnosis == "wrong_value"


def test_the_input_is_described_and_the_entry_shown():
    verdict = say(changed(lambda dW, db, *_: (dW, db + 1 / (1 + np.arange(len(db))))))
    assert "(Input: X of shape (5, 3), delta of shape (5, 2), W of shape (3, 2)" in verdict.message
    assert "first at [0]: " in verdict.message
    assert " instead of " in verdict.message
    assert 'hint("hw0/gradients")' not in verdict.message  # this task has none


def _raises(*_):
    # YOUR CODE HERE
    raise NotImplementedError()


def _passes(*_):
    """Only a docstring."""


@pytest.mark.parametrize("answer", [None, ..., _raises, _passes, lambda *_: ..., lambda *_: None])
def test_what_is_untouched_is_not_attempted(answer):
    verdict = say(answer)
    assert (verdict.state, verdict.points, verdict.diagnosis) == ("not_attempted", 0, "")


def test_an_unwritten_helper_is_an_error_of_its_caller():
    def calls_it(*given):
        return _raises(*given)

    assert say(calls_it).state == "raised"


@pytest.mark.parametrize("answer", [5, "text", np.zeros(3)])
def test_what_is_no_function_is_told(answer):
    verdict = say(answer)
    assert verdict.state == "wrong_type"
    assert "a function is needed" in verdict.message


def fails_in_the_middle(X, delta, W, learning_rate):
    grown = np.vstack([X, X])
    return grown @ delta, delta.sum(axis=0)


def test_an_exception_is_told_with_the_students_own_line():
    verdict = say(fails_in_the_middle)
    assert (verdict.state, verdict.diagnosis, verdict.points) == ("raised", "raised ValueError", 0)
    line = fails_in_the_middle.__code__.co_firstlineno + 2
    assert f"In line {line}: `return grown @ delta, delta.sum(axis=0)`" in verdict.message
    assert "Traceback" not in verdict.message
    assert "course_lib" not in verdict.message


def test_an_exception_on_fresh_cases_tells_nothing_of_them():
    def tells(X, *_):
        raise ValueError(repr(X))

    assert repr(arguments()[0][0])[:9] in say(tells).message
    verdict = say(tells, safe=True)
    assert verdict.message == "On fresh inputs it raised `ValueError`."


@pytest.mark.parametrize(
    "error", [SystemExit(3), RecursionError("deep"), MemoryError(), Exception()]
)
def test_every_exception_is_a_result(error):
    def fails(*_):
        raise error

    assert say(fails).diagnosis == f"raised {type(error).__name__}"


def test_someone_who_presses_stop_is_obeyed():
    def stopped(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        say(stopped)


def test_an_error_on_some_inputs_only_names_them():
    def no_single_example(X, *rest):
        return gradients(X, *rest) if len(X) > 1 else 1 / 0

    verdict = say(no_single_example)
    assert verdict.state == "raised"
    assert "X of shape (1, 2)" in verdict.message


def known(the_task, **answers):
    """Add the fingerprints of known bugs to a task."""
    import dataclasses

    found = [
        fingerprint(name, f"Is it {name}?", answer, the_task.cases)
        for name, answer in answers.items()
    ]
    return dataclasses.replace(the_task, fingerprints=tuple(found))


def test_a_known_bug_is_named_after_the_general_fact():
    the_task = known(task(), no_mean=off(lambda m: m), sign=off(lambda m: -1))
    verdict = say(off(lambda m: m), the_task)
    assert (verdict.state, verdict.diagnosis) == ("known_bug", "no_mean")
    general, explanation = verdict.message.split("\n\n")
    assert general.startswith("dW is exactly 5 times too large")
    assert explanation == "Is it no_mean?"
    assert verdict.points == 2  # db is right


def test_two_bugs_with_the_same_numbers_are_both_named():
    the_task = known(task(), bce=off(lambda m: 2), no_sigma=off(lambda m: 2))
    verdict = say(off(lambda m: 2), the_task)
    assert verdict.diagnosis == "bce or no_sigma"
    assert "Is it bce? Or: Is it no_sigma?" in verdict.message


def test_a_bug_that_raises_is_known_by_its_exception():
    the_task = known(task(), stacked=fails_in_the_middle)
    assert say(fails_in_the_middle, the_task).diagnosis == "stacked"

    def fails_differently(*_):
        raise ValueError("something else")

    assert say(fails_differently, the_task).diagnosis == "raised ValueError"


def test_a_known_change_of_the_input_costs_half_and_an_unknown_one_nothing():
    def in_place(X, delta, W, learning_rate):
        result = gradients(X, delta, W, learning_rate)
        X *= 0
        return result

    assert say(in_place).is_right
    the_task = known(task(), changes_the_input=in_place)
    verdict = say(in_place, the_task)
    assert (verdict.state, verdict.diagnosis) == ("known_bug", "changes_the_input")
    assert verdict.points == 2
    assert "the argument `X` was changed in place" in verdict.message
    assert say(gradients, the_task).is_right


@pytest.mark.parametrize(("points", "expected"), [(4.0, 2.0), (3.0, 1.5), (1.0, 0.5), (0.25, 0.0)])
def test_partial_credit_is_by_part_and_in_steps(points, expected):
    verdict = say(changed(lambda dW, db, *_: (dW, 2 * db)), task(points=points))
    assert verdict.points == expected


def test_a_part_counts_only_if_it_is_right_in_every_case():
    def wrong_for_one(X, *rest):
        dW, db = gradients(X, *rest)
        return (2 * dW if len(X) == 1 else dW), 3 * db

    assert say(wrong_for_one).points == 0


def test_what_an_earlier_task_feeds_is_not_judged_unless_it_is_right():
    the_task = task(uses=("delta_step",))
    assert say(off(lambda m: 2), the_task).state == "wrong_value"  # nothing is known of the other
    records.keep(Verdict("hw0/delta_step", "wrong_value", 0.0, 3.0))
    verdict = say(off(lambda m: 2), the_task)
    assert verdict.state == "not_judged"
    assert "because `delta_step` is not right yet, and it feeds this one" in verdict.message
    records.keep(Verdict("hw0/forward", "raised", 0.0, 1.0))
    both = say(off(lambda m: 2), task(uses=("forward", "delta_step"))).message
    assert "because `forward` and `delta_step` are not right yet, and they feed this one" in both
    assert say(gradients, the_task).points == 4
    records.keep(Verdict("hw0/delta_step", "right", 3.0, 3.0))
    assert say(off(lambda m: 2), the_task).state == "wrong_value"


def train(X):
    return [X, 2 * X], [1.0, 2.0]


def test_a_list_of_a_wrong_length_inside_of_a_result_is_named():
    the_task = task(train, [(np.ones(2),)], parts=("weights", "mistakes"), arguments=("X",))
    verdict = say(lambda X: ([X, 2 * X, 3 * X], [1.0, 2.0]), the_task)
    assert verdict.message.startswith("weights has 3 entries, not 2.")


def test_a_matrix_in_place_of_a_number_is_told_so():
    the_task = task(lambda X: X.sum(), [(np.ones((2, 3)),)], parts=(), arguments=("X",))
    assert "has shape (2, 3); a single number is expected" in say(lambda X: X, the_task).message


def test_numbers_that_differ_late_are_shown_in_as_many_digits():
    the_task = task(lambda x: 1.135 * x, [(1.0,), (2.0,)], parts=(), arguments=("x",))
    message = say(lambda x: 1.135 * x + 0.0002 * x**2, the_task).message
    assert "1.1352 instead of 1.135." in message


def test_one_argument_of_those_that_a_known_mistake_changes_is_enough():
    def in_place(X, delta):
        X += delta
        delta *= 2
        return X

    given = [(np.ones(2), np.ones(2))]
    the_task = task(lambda X, delta: X + delta, given, parts=(), arguments=("X", "delta"))
    known = fingerprint("in_place", "Whose arrays are they?", in_place, the_task.cases)

    def one_of_them(X, delta):
        X += delta
        return X

    verdict = say(one_of_them, replace(the_task, fingerprints=(known,)))
    assert (verdict.state, verdict.diagnosis, verdict.points) == ("known_bug", "in_place", 2.0)
    assert verdict.message.startswith("The result is right, but the argument `X` was changed")
