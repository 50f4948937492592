"""The chain rule: the network of four parameters as a graph; values go forward, δ comes back."""

from course_lib.explorers.controls import Choice, Whole
from course_lib.explorers.state import state
from course_lib.scalar_net import ScalarNet

TITLE = "The chain rule on four parameters"
TENTHS = tuple(n / 10 for n in range(-40, 41))
NUDGE = 1e-5  # central differences: the error is of the order h²

# What each step of the slider adds: first values on the way forward, then derivatives going back.
FORWARD = ("z1", "a1", "z2", "y_hat", "loss")
BACKWARD = (
    ("J/y_hat",),
    ("y_hat/z2",),
    ("z2/w2", "z2/b2", "z2/a1"),
    ("a1/z1",),
    ("z1/w1", "z1/b1", "z1/x"),
)
PATHS = {
    "w1": ("J/y_hat", "y_hat/z2", "z2/a1", "a1/z1", "z1/w1"),
    "b1": ("J/y_hat", "y_hat/z2", "z2/a1", "a1/z1", "z1/b1"),
    "w2": ("J/y_hat", "y_hat/z2", "z2/w2"),
    "b2": ("J/y_hat", "y_hat/z2", "z2/b2"),
    "x": ("J/y_hat", "y_hat/z2", "z2/a1", "a1/z1", "z1/x"),
}


@state
class State:
    """The numbers at the leaves of the graph, how far it is computed, and what is nudged."""

    x: float = Choice(2.0, "x", TENTHS, slider=True)
    w1: float = Choice(0.5, "w₁", TENTHS, slider=True)
    b1: float = Choice(0.0, "b₁", TENTHS, slider=True)
    w2: float = Choice(-1.0, "w₂", TENTHS, slider=True)
    b2: float = Choice(0.0, "b₂", TENTHS, slider=True)
    y: float = Choice(1.0, "y", tuple(n / 10 for n in range(11)), slider=True)
    step: int = Whole(10, "step", 0, len(FORWARD) + len(BACKWARD))
    nudge: str = Choice("w1", "nudge", tuple(PATHS))


def data(state):
    """The graph, as far as `state.step` has computed it, and the nudged leaf in full.

    `values` and `edges` hold what is known so far: values of the nodes by name, local derivatives
    as "a1/z1" for ∂a₁/∂z₁; `arrived` is ∂J/∂node, the product of all edges from J to there. `path`
    are the edges from J to the nudged leaf with `factors` and `product`; `difference` is
    (J(θ + h) − J(θ − h)) / 2h.

    >>> found = data(State(step=7))
    >>> list(found["values"]), list(found["edges"])
    (['x', 'z1', 'a1', 'z2', 'y_hat', 'loss'], ['J/y_hat', 'y_hat/z2'])
    """
    net, x, y = _net(state), state.x, state.y
    values, edges = net.values(x, y), net.local_derivatives(x, y)
    known = ["x", *FORWARD[: state.step]]
    walked = [edge for group in BACKWARD[: max(0, state.step - len(FORWARD))] for edge in group]
    path = PATHS[state.nudge]
    return {
        "values": {name: values[name] for name in known},
        "edges": {edge: edges[edge] for edge in walked},
        "arrived": {edge.split("/")[1]: _product(edges, _path_to(edge)) for edge in walked},
        "path": list(path),
        "factors": [edges[edge] for edge in path],
        "product": _product(edges, path),
        "difference": _difference(state),
        "loss": values["loss"],
    }


def _net(state, **changes):
    return ScalarNet(**{name: getattr(state, name) for name in ("w1", "b1", "w2", "b2")} | changes)


def _path_to(edge):
    """The edges from J up to and including this one."""
    path = next(path for path in PATHS.values() if edge in path)
    return path[: path.index(edge) + 1]


def _product(edges, path):
    product = 1.0
    for edge in path:
        product *= edges[edge]
    return product


def _difference(state):
    """(J(θ + h) − J(θ − h)) / 2h for the nudged leaf θ."""
    ends = []
    for h in (NUDGE, -NUDGE):
        moved = getattr(state, state.nudge) + h
        if state.nudge == "x":
            ends.append(_net(state).loss(moved, state.y))
        else:
            ends.append(_net(state, **{state.nudge: moved}).loss(state.x, state.y))
    return (ends[0] - ends[1]) / (2 * NUDGE)


def describe(state, data):
    """The picture in words."""
    text = f"x = {state.x:g}, y = {state.y:g}; w₁ = {state.w1:g}, b₁ = {state.b1:g}, "
    text += f"w₂ = {state.w2:g}, b₂ = {state.b2:g}. Forward: "
    text += ", ".join(f"{_say(name)} = {value:.3g}" for name, value in data["values"].items())
    if data["edges"]:
        text += ". Back, along the edges: "
        text += ", ".join(f"{_edge(edge)} = {value:.3g}" for edge, value in data["edges"].items())
    factors = " · ".join(f"{factor:.3g}" for factor in data["factors"])
    text += f". Along the path to {_say(state.nudge)} the product is {factors} = "
    return text + f"{data['product']:.6g}; nudging it gives {data['difference']:.6g}."


def _say(name):
    names = {"y_hat": "ŷ", "loss": "J"}
    return names.get(name, name.translate(str.maketrans("12", "₁₂")))


def _edge(edge):
    above, below = edge.split("/")
    return f"∂{_say(above)}/∂{_say(below)}"


def still(state, data):
    """The same picture without a browser: the gradient on the network, as far as it is known."""
    from course_lib.plots import learning_curves

    shifts = [n / 20 for n in range(-20, 21)]
    losses = [_moved_loss(state, shift) for shift in shifts]
    tangent = [data["loss"] + data["product"] * shift for shift in shifts]
    name = _say(state.nudge)
    title = f"The slope at {name} = {getattr(state, state.nudge):g} is {data['product']:.3g}"
    curves = {"J": losses, "product of the edges": tangent}
    axes = {"xlabel": f"nudge of {name}", "first": -1.0, "stride": 0.05}
    return learning_curves(curves, ylabel="loss J", title=title, **axes)


def _moved_loss(state, shift):
    moved = getattr(state, state.nudge) + shift
    if state.nudge == "x":
        return _net(state).loss(moved, state.y)
    return _net(state, **{state.nudge: moved}).loss(state.x, state.y)
