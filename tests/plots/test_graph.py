"""A computational graph says what it shows, puts nodes where no two meet, and cuts nothing off."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.image import imread

from course_lib import plots
from course_lib.plots.graph import _places

# f = x²·3x at x = 2: x forks into u and v
FORK = {
    "values": {"x": 2, "u": 4, "v": 6, "f": 24},
    "edges": [("x", "u", 4), ("x", "v", 3), ("u", "f", 6), ("v", "f", 4)],
    "operations": {"u": "x²", "v": "3x", "f": "u·v"},
}
NET = [("x", "z"), ("w", "z"), ("b", "z"), ("z", "a"), ("a", "J"), ("y", "J")]


def draw(**changes):
    return plots.computational_graph(**(FORK | {"digits": 0} | changes))


def pixels(picture):
    return imread(BytesIO(picture.png))[..., :3]


def test_the_description_follows_the_data():
    text = draw(
        gradients={"f": 1, "u": 6, "v": -4}, highlight=["u", "v"], title="A fork"
    ).description
    assert text.startswith("A fork: A computational graph.")
    assert "x is 2; u = x² is 4; v = 3x is 6; f = u·v is 24." in text
    assert "∂u/∂x = 4, ∂v/∂x = 3, ∂f/∂u = 6, ∂f/∂v = 4." in text
    assert "Backward, of f: to f 1; to v −4; to u 6. Highlighted: u, v." in text


def test_what_is_not_known_yet_is_not_described():
    picture = plots.computational_graph({"x": None, "f": None}, [("x", "f")])
    assert picture.description == "A computational graph. Arrows without a number: x to f."


def test_texts_stand_for_numbers_where_nodes_are_arrays():
    picture = plots.computational_graph(
        {"X": None, "Z": None}, [("X", "Z", "δ W⊤")], operations={"X": "(N, d)"},
        gradients={"X": "(N, d)"}, highlight=["X"],
    )  # fmt: skip
    assert picture.description == (
        "A computational graph. Forward: X = (N, d). On the way back: Z to X by δ W⊤. "
        "Backward, of Z: to X (N, d). Highlighted: X."
    )
    assert picture.png


def test_leaves_stand_before_what_they_feed_and_the_path_is_straight():
    values = dict.fromkeys(["x", "w", "b", "z", "a", "y", "J"])
    places = _places(values, [(*edge, None) for edge in NET])
    assert [places[name] for name in ("x", "z", "a", "J")] == [(0, 0), (1, 0), (2, 0), (3, 0)]
    assert [places[name] for name in ("w", "b", "y")] == [(0, 1), (0, 2), (2, 1)]


@pytest.mark.parametrize("seed", range(20))
def test_no_two_nodes_share_a_place_and_edges_run_to_the_right(seed):
    rng = np.random.default_rng(seed)
    names = [f"n{i}" for i in range(9)]
    pairs = [(names[i], names[j]) for j in range(9) for i in range(j) if rng.random() < 0.3]
    places = _places(dict.fromkeys(names), [(*pair, None) for pair in pairs])
    assert set(places) == set(names)
    assert len(set(places.values())) == len(names)
    assert all(places[tail][0] < places[head][0] for tail, head in pairs)


def ink(picture):
    return np.count_nonzero(pixels(picture).min(axis=-1) < 0.5)


def test_gradients_and_highlights_are_drawn():
    plain, with_gradient = draw(), draw(gradients={"f": 1, "u": 6})
    assert ink(with_gradient) > ink(plain) + 1000
    assert ink(draw(gradients={"f": 1, "u": 6}, highlight=["u"])) > ink(with_gradient) + 1000


def test_a_highlight_shows_in_grey():
    grey = [pixels(draw(gradients={"x": 36}, highlight=h)).mean(axis=-1) for h in ((), ("x",))]
    assert np.count_nonzero(abs(grey[0] - grey[1]) > 0.15) > 5000


@pytest.mark.parametrize(
    "graph",
    [
        FORK | {"gradients": {"f": 1, "u": 6, "v": 4, "x": 36}, "highlight": ["x"]},
        {"values": {"x": 3, "f": 9}, "edges": [("x", "f", 3), ("x", "f", 3)]},  # x·x: twins
        {
            "values": {"x": 2, "u": 4, "f": 8},
            "edges": [("x", "u", 4), ("u", "f", 2), ("x", "f", 4)],
        },
    ],
    ids=["fork", "twins", "shortcut"],
)
def test_nothing_is_cut_off(graph):
    drawn = pixels(plots.computational_graph(**graph))
    edges = np.concatenate([drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1]])
    assert np.all(edges > 0.99)


def test_twin_edges_are_both_seen():
    values, edge = {"x": 3, "f": 9}, ("x", "f", 3)
    one, two = (plots.computational_graph(values, [edge] * n) for n in (1, 2))
    assert ink(two) > ink(one) + 300


def test_the_same_data_give_the_same_bytes():
    assert draw().png == draw().png


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"values": {}, "edges": []}, "at least one node"),
        ({"edges": [("x", "w", 1)]}, "no node 'w'"),
        ({"gradients": {"J": 1}}, "no node 'J'"),
        ({"highlight": ["J"]}, "no node 'J'"),
        ({"edges": [("f", "x", 1)]}, "f → x runs backward"),
        ({"edges": [("x", "x", 1)]}, "x → x runs backward"),
    ],
)
def test_wrong_input_gets_a_clear_error(changes, message):
    with pytest.raises(ValueError, match=message):
        draw(**changes)
