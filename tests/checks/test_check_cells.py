"""What a notebook shows: check, hint and points so far, with fixtures in the working directory."""

import json
import pickle
from html.parser import HTMLParser

import numpy as np
import pytest

import course_lib.checks as checks
from course_lib.checks import check, hint, points_so_far, tasks
from course_lib.checks.exchange import decode, encode
from course_lib.checks.result import MIME, STATES, Result, Verdict, page

HINTS = ["Look at the axes.", "Count the rows.", "Lecture 3, part 5."]


def mean_of_rows(X):
    return X.mean(axis=0)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a homework of two functions and a number."""
    given = [np.arange(6.0).reshape(3, 2), np.arange(4.0).reshape(1, 4)]
    shared = {"uses": [], "parts": [], "hints": HINTS, "argument_names": ["X"], "fingerprints": []}
    cases = [{"arguments": [encode(X)], "expected": encode(mean_of_rows(X))} for X in given]
    forgot = [{"value": encode(X.sum(axis=0))} for X in given]
    data = {
        "mean": shared
        | {"kind": "function", "points": 2.0, "cases": cases}
        | {"fingerprints": [{"bug": "sum", "message": "Was it divided?", "outputs": forgot}]},
        "again": shared | {"kind": "function", "points": 3.0, "cases": cases, "uses": ["mean"]},
        "count": shared | {"kind": "number", "points": 1.0, "cases": []},
    }
    (tmp_path / "fixtures.json").write_text(json.dumps({"tasks": data}))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(result) -> dict:
    return result._repr_mimebundle_()[MIME]


def test_the_result_is_the_points_and_says_what_was_found(folder):
    result = check("hw0/mean", mean_of_rows)
    assert isinstance(result, float)
    assert result == 2.0
    assert said(result) == {
        "task": "hw0/mean",
        "state": "right",
        "diagnosis": "",
        "message": "",
        "points": 2.0,
        "safe": False,
        "max_points": 2.0,
    }
    assert result._repr_mimebundle_()["text/plain"] == "2"


def test_a_known_bug_is_recognised_from_the_file(folder):
    result = check("hw0/mean", lambda X: X.sum(axis=0))
    assert said(result)["diagnosis"] == "sum"
    assert "exactly 3 times too large; 3 is the number of rows of X" in said(result)["message"]
    assert 'hint("hw0/mean")' in said(result)["message"]


def test_ipython_shows_points_and_page_and_nbgrader_can_read_them(folder):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    data, _ = shell.display_formatter.format(check("hw0/mean", lambda X: 2 * mean_of_rows(X)))
    assert float(data["text/plain"]) == 0.0
    assert set(data) == {"text/plain", "text/html", MIME}
    json.dumps(data)


def test_an_exception_in_a_notebook_cell_is_told_with_its_line(folder):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.run_cell("def mean(X):\n    y = X.T\n    return y @ y.T.T.T + y.nothing")
    result = check("hw0/mean", shell.user_ns["mean"])
    assert "In line 3: `return y @ y.T.T.T + y.nothing`" in said(result)["message"]


def test_results_survive_a_copy_between_processes(folder):
    result = check("hw0/mean", mean_of_rows)
    assert said(pickle.loads(pickle.dumps(result))) == said(result)


def test_what_the_first_call_prints_is_shown_while_it_runs(folder, capsys):
    shown = []

    def mean(X):
        print("called", X.shape, end="")
        shown.append(capsys.readouterr().out)
        print("x" * 5000)
        return mean_of_rows(X)

    check("hw0/mean", mean)
    assert shown[0].startswith("called")
    assert len(capsys.readouterr().out) < 2001


@pytest.mark.parametrize("number", [3, 4.0, np.float32(3), [3], np.array(3), True])
def test_a_number_is_recorded_and_never_judged_in_the_notebook(folder, number):
    result = check("hw0/count", number)
    assert said(result)["state"] == "recorded"
    assert result == 0
    assert "point" not in result._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("number", [None, ...])
def test_an_untouched_number_is_not_attempted(folder, number):
    assert said(check("hw0/count", number))["state"] == "not_attempted"


@pytest.mark.parametrize("number", ["3", [1, 2], float("nan"), 1j, mean_of_rows, {}])
def test_what_is_not_one_number_is_told(folder, number):
    assert said(check("hw0/count", number))["state"] == "wrong_type"


def test_several_numbers_may_come_as_list_or_dict():
    from course_lib.checks.judging import numbers

    assert numbers((1, 2.5)).tolist() == [1, 2.5]
    assert numbers({"b": 2, "a": 1}, ["a", "b"]).tolist() == [1, 2]
    assert numbers({"b": "two", "a": 1}, ["a", "b"]) is None


def test_hints_come_one_after_the_other(folder):
    for level, text in enumerate([*HINTS, HINTS[-1]], 1):
        assert repr(hint("hw0/mean")) == f"Hint {min(level, 3)} of 3: {text}"
    assert HINTS[0] in hint("hw0/mean", 1)._repr_html_()
    assert HINTS[0] in repr(hint("hw0/again"))
    for level in (0, 4):
        with pytest.raises(ValueError, match="hints 1 to 3"):
            hint("hw0/mean", level)


def test_points_so_far(folder):
    nothing = points_so_far()
    assert "no check has been run here" in repr(nothing)
    assert "0 of 6" not in nothing._repr_html_()
    check("hw0/mean", mean_of_rows)
    assert "not checked yet" in repr(points_so_far())
    check("hw0/again", lambda X: X)
    check("hw0/count", 3)
    lines = repr(points_so_far()).splitlines()
    assert [line.split() for line in lines] == [
        ["mean", "2", "of", "2", "right"],
        ["again", "0", "of", "3", "not", "yet"],
        ["count", "–", "of", "1", "recorded"],
        ["all", "2", "of", "6"],
    ]
    table = points_so_far()._repr_html_()
    assert table.count("<tr>") == 5
    assert 'scope="col"' in table
    assert "<caption>" in table


def test_a_check_run_again_replaces_what_was_said(folder):
    check("hw0/mean", lambda X: X)
    assert said(check("hw0/again", lambda X: X))["state"] == "not_judged"
    check("hw0/mean", mean_of_rows)
    assert said(check("hw0/again", lambda X: X))["state"] == "wrong_shape"


def test_missing_fixtures_and_unknown_tasks_are_told(folder):
    with pytest.raises(LookupError, match=r"no task 'hw0/meen'\. There are: mean, again, count"):
        check("hw0/meen", mean_of_rows)
    (folder / "fixtures.json").unlink()
    with pytest.raises(LookupError, match="belongs beside the notebook"):
        check("hw0/mean", mean_of_rows)


def test_fixtures_are_found_after_a_change_of_folder(folder, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(tasks, "STARTED_IN", folder)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert check("hw0/mean", mean_of_rows) == 2


def test_the_functions_offered_are_the_documented_ones():
    assert checks.__all__ == ["check", "hint", "points_so_far"]


class Balanced(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_page_that_does_not_rely_on_colour(state):
    text = page(Verdict("hw0/mean", state, 1.0, 2.0, "Is `a < b`?\n\nSee **lecture** 3."))
    parser = Balanced()
    parser.feed(text)
    assert parser.open == []
    assert STATES[state][1] in text  # the state in words
    assert 'aria-hidden="true"' in text  # the mark is decoration
    assert 'role="status"' in text
    assert "background" not in text  # a theme, light or dark, keeps its own colours
    assert " color:" not in text
    assert "<code>a &lt; b</code>" in text


@pytest.mark.parametrize("state", STATES)
def test_edges_are_seen_on_white_and_on_black(state):
    colour = STATES[state][2]
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = np.dot([0.2126, 0.7152, 0.0722], linear)
    assert 1.05 / (luminance + 0.05) >= 3  # WCAG 1.4.11: non-text contrast
    assert (luminance + 0.05) / 0.05 >= 3


def test_results_are_floats_in_every_other_respect():
    result = Result(Verdict("hw0/mean", "right", 1.5, 2.0))
    assert sum([result, 1]) == 2.5
    assert f"{result:.2f}" == "1.50"


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 3, -2.5, "text", float("inf"), [1, [2.0]], (1, (2,)), {"W": 1.5}),
        *(np.zeros((0, 3)), np.array(2.5), np.arange(4).reshape(2, 2), np.array([True, False])),
        *(np.array([np.nan, np.inf, -np.inf]), np.array([1 + 2j])),
        [(np.ones((2, 1)), np.zeros(1))],
    ],
    ids=repr,
)
def test_arguments_survive_json(value):
    back = decode(json.loads(json.dumps(encode(value), allow_nan=False)))
    assert type(back) is type(value)
    np.testing.assert_equal(back, value)


def test_numbers_are_rounded_and_noise_is_gone():
    numbers = np.array([1 / 3, 1e-17, -0.0])
    assert decode(encode(numbers)).tolist() == [0.333333333, 0.0, 0.0]
    with pytest.raises(TypeError, match="function cannot be kept"):
        encode(mean_of_rows)
