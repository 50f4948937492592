"""The state of every explorer: controls with bounds, and a text that brings the scene back."""

import itertools
import json
from importlib import import_module

import pytest

from course_lib.explorers import NAMES, explore
from course_lib.explorers.explorer import REMEMBERED
from course_lib.explorers.state import from_query, split_text, to_text

KINDS = {name: import_module(f"course_lib.explorers.{name}") for name in NAMES}
FIELDS = [(name, key) for name, kind in KINDS.items() for key in kind.State.controls]
HOSTILE = [None, float("nan"), -1, "", "no such thing", [], 10**9, {"a": 1}, 1.5]


def every_value(name):
    """States in which one control at a time takes each of its values."""
    kind = KINDS[name]
    for key, control in kind.State.controls.items():
        for value in control.values():
            yield kind.State(**{key: value})


@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_every_control_survives_the_text(name):
    for state in every_value(name):
        found, query = split_text(to_text(name, state))
        assert (found, from_query(KINDS[name].State, query)) == (name, state)


@pytest.mark.parametrize("name", NAMES)
def test_every_pair_of_values_survives_the_text(name):
    controls = KINDS[name].State.controls
    for (one, first), (two, second) in itertools.combinations(controls.items(), 2):
        for a, b in itertools.product(ends(first), ends(second)):
            state = KINDS[name].State(**{one: a, two: b})
            assert from_query(KINDS[name].State, split_text(to_text(name, state))[1]) == state


def ends(control):
    return control.values()[0], control.values()[-1]


@pytest.mark.parametrize("name", NAMES)
def test_every_value_comes_back_from_the_browser(name):
    """JSON is what crosses to the browser and back."""
    for state in every_value(name):
        sent = json.loads(json.dumps({key: getattr(state, key) for key in state.controls}))
        assert KINDS[name].State(**sent) == state


@pytest.mark.parametrize(("name", "key"), FIELDS)
def test_hostile_values_are_refused_in_the_control_s_own_words(name, key):
    control = KINDS[name].State.controls[key]
    for value in HOSTILE:
        if not isinstance(value, (list, dict)) and value in control.values():
            continue
        with pytest.raises(ValueError, match=r"must be|is not"):
            KINDS[name].State(**{key: value})


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("vanishing?dept=3", "did you mean 'depth'"),
        ("vanishing?depth", "is not like depth=30"),
        ("vanishing?depth=", "whole number from 1 to 50, not ''"),
        ("vanishing?depth=3.5", "whole number from 1 to 50"),
        ("vanishing?depth=51", "whole number from 1 to 50"),
        ("vanishing?clip=1", "must be on or off"),
        ("vanishing?activation=TANH", "must be one of sigmoid, tanh"),
        ("", "there is no ''"),
        ("Vanishing", "did you mean 'vanishing'"),
    ],
)
def test_wrong_texts_are_told_what_is_wrong(text, complaint):
    with pytest.raises(ValueError, match=r"must|there is|like") as caught:
        explore(text)
    assert complaint in str(caught.value)


def test_a_text_for_another_explorer_is_refused():
    explorer = explore("vanishing")
    with pytest.raises(ValueError, match="this is the explorer 'vanishing'"):
        explorer.state = "perceptron?gate=AND"
    assert explorer.state == "vanishing"


@pytest.mark.parametrize("name", NAMES)
def test_data_and_words_are_fit_for_the_browser(name):
    """Pure (the same again), JSON without NaN, and a description of some length."""
    explorer = explore(name)
    assert explorer.data == explorer.data
    json.dumps(explorer.data, allow_nan=False)
    assert len(explorer.description) > 60


@pytest.mark.parametrize("name", NAMES)
def test_displays_a_view_and_a_still_that_describes_itself(name):
    bundle = explore(name)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert '<img alt="' in bundle["text/html"]
    assert name in bundle["text/plain"]


@pytest.mark.parametrize("name", NAMES)
def test_what_the_browser_sends_is_computed_and_what_is_wrong_is_said(name):
    explorer = explore(name)
    widget, kind = explorer.widget, KINDS[name]
    key, control = next(iter(kind.State.controls.items()))
    state = kind.State(**{key: ends(control)[1]})
    widget.state = {key: getattr(state, key) for key in kind.State.controls}
    assert explorer.state == widget.picture["scene"] == to_text(name, state)
    assert widget.picture["data"] == kind.data(state)
    before = widget.picture
    widget.state = {**widget.state, key: "no such thing"}
    assert "no such thing" in widget.complaint
    assert widget.picture is before
    explorer.state = name
    assert widget.complaint == ""
    assert widget.picture["scene"] == name


@pytest.fixture
def listen(monkeypatch):
    """Return a function that lets a widget's messages to the browser be read, and its mouth."""

    def listening(widget):
        heard = []
        monkeypatch.setattr(widget, "send", heard.append)
        return heard, lambda content: widget._handle_custom_msg(content, [])

    return listening


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_asked_for_ahead_is_that_of_its_state_and_moves_nothing(name, listen):
    explorer, kind = explore(name), KINDS[name]
    heard, say = listen(explorer.widget)
    for state in itertools.islice(every_value(name), 12):
        say({"wanted": {key: getattr(state, key) for key in state.controls}})
        picture = heard.pop()["picture"]
        assert picture["data"] == kind.data(state)
        assert picture["description"] == kind.describe(state, picture["data"])
        assert picture["scene"] == to_text(name, state)
        assert not heard
        assert explorer.state == explorer.widget.picture["scene"] == name


def test_what_was_asked_for_ahead_is_not_computed_again(listen, monkeypatch):
    explorer = explore("vanishing")
    calls, compute = [], KINDS["vanishing"].data
    monkeypatch.setattr(KINDS["vanishing"], "data", lambda s: calls.append(s) or compute(s))
    _, say = listen(explorer.widget)
    before = len(calls)
    wanted = {**explorer.widget.state, "depth": 7}
    say({"wanted": wanted})
    explorer.widget.state = wanted
    assert len(calls) == before + 1
    assert explorer.widget.picture["data"] == compute(KINDS["vanishing"].State(depth=7))


def test_a_wrong_state_asked_for_ahead_is_answered_without_a_complaint(listen):
    explorer = explore("vanishing")
    heard, say = listen(explorer.widget)
    for wanted in ({"depth": 700}, {"dept": 3}, None):
        say({"wanted": wanted})
        assert heard.pop() == {"picture": None}
    assert explorer.widget.complaint == ""


def test_an_explorer_remembers_no_more_than_it_may(listen):
    explorer = explore("chain_rule")
    _, say = listen(explorer.widget)
    controls = KINDS["chain_rule"].State.controls
    for x, step in itertools.product(controls["x"].values(), (0, 1)):
        say({"wanted": {**explorer.widget.state, "x": x, "step": step}})
    assert explorer._picture.cache_info().currsize == REMEMBERED
