"""What homework 7 states: its examples, its typed answers, and that each published line is wrong.

The published functions stand in the notebook; the referee there decides.
"""

import functools

import numpy as np
import pytest

from course_tools.build.homework import executed

from . import classroom
from .classroom import FOLDERS

FOLDER = next(folder for folder in FOLDERS if folder.name == "hw7_find_the_bug")


@functools.cache
def names() -> dict:
    """What the set-up cells and the reference define."""
    work = classroom.homework(FOLDER)
    return dict(work.reference) | executed(work.setup, FOLDER / "notebook.py")


def ref(name):
    return names()[name]


def arrays(values):
    return [np.array(v, dtype=float) if isinstance(v, list) else v for v in values]


EXAMPLES = [  # task, arguments, what the text says comes out
    ("diagnose", ([2, 0, -6], [1, 0, -3]), (1, 2.0)),
    ("diagnose", ([0, 1], [1, 1]), (2, 0)),
    ("half_squared_error", ([[0, 0]], [[1, 2]]), (2.5, [[1, 2]])),
    ("ridge", ([[1]], [0], [[1], [1]], [[0], [0]], 2), (1, [[2]], [1])),
    ("brier_delta", ([[0, 0]], [[1, 0]]), [[-0.5, 0.5]]),
    ("one_step", ([[0]], [0], [[0]], [1], [[0]], [[0]], 0.5), ([[0]], [0], [[-0.25]], [0.5])),
    ("clipped_gradient", ([0, 9], [1, 0], 0.1), [-0.25, 0]),
    ("dropout", ([[3, 5]], [[1, 0]], 0.25, [[6, 6]]), ([[4, 0]], [[8, 0]])),
    (
        "clipped_net_gradients",
        ([[0]], [0], [[0]], [8], [[1]], [[0]], 2),
        ([[0]], [0], [[0]], [2]),
    ),
]


@pytest.mark.parametrize(("task", "arguments", "said"), EXAMPLES)
def test_the_examples_are_right(task, arguments, said):
    found = ref(task)(*arrays(arguments))
    for one, other in zip(found, said, strict=True) if isinstance(said, tuple) else [(found, said)]:
        np.testing.assert_allclose(one, other, atol=1e-12)


def test_the_example_of_case_h_is_right():
    found = ref("weight_gradients")(np.array([[1.0]]), [np.array([[2.0]])], [[[3.0]], [[5.0]]])
    np.testing.assert_allclose(found, [[[5]], [[6]]])


def problem(N=4, d=3, h=4, k=3):
    rng = np.random.default_rng(0)
    return [rng.normal(size=size) for size in ((d, h), h, (h, k), k, (N, d), (N, k))]


def test_the_exhibits_are_what_diagnose_says_of_what_was_published():
    diagnose, referee = ref("diagnose"), ref("numerical_gradient")
    *_, X, Y = problem()
    y_hat = Y + np.random.default_rng(1).normal(size=Y.shape)
    case_a = ref("published_squared_error")
    kind, factor = diagnose(case_a(Y, y_hat)[1], referee(lambda p: case_a(Y, p)[0], y_hat))
    assert (kind, factor) == (1, pytest.approx(ref("exhibits")[0], rel=1e-5))
    W, b, case_b = np.ones((3, 3)) + X[:3], np.ones(3), ref("published_ridge")
    _, dW, db = case_b(W, b, X, Y, 0.3)
    kind_dW, _ = diagnose(dW, referee(lambda W: case_b(W, b, X, Y, 0.3)[0], W))
    kind_db, _ = diagnose(db, referee(lambda b: case_b(W, b, X, Y, 0.3)[0], b))
    assert (kind_dW, kind_db) == ref("exhibits")[1:]


def test_the_verdicts_are_what_the_referee_says():
    """δ at the output; Aᵀδ, not δᵀA; Σδ; tanh′; the penalty; the gate by A in place of Z."""
    from course_lib import MLP, gradient_check

    rng = np.random.default_rng(2)
    X, y = rng.normal(size=(5, 3)), rng.integers(0, 2, size=(5, 2)).astype(float)
    net = MLP([3, 4, 2], loss="binary_cross_entropy", rng=rng)
    W1, _, W2, _ = net.parameters()
    A, y_hat = net.activations(X)
    delta2 = (y_hat - y) / 5
    delta1 = (delta2 @ W2.T) * (A > 0)
    gradients = [X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)]

    def loss(parameters):
        return net.with_parameters(parameters).loss_value(X, y)

    assert gradient_check(loss, gradients, net.parameters())
    assert (delta2.T @ A).shape != W2.shape
    z = np.array([0.5, -1.0])
    assert not gradient_check(lambda z: np.tanh(z).sum(), 1 - np.tanh(z), z)
    assert gradient_check(lambda W: 0.3 / 2 * (W**2).sum(), 0.3 * W1, W1)
    assert ref("verdicts") == (1, 0, 1, 0, 1, 1)


def test_each_published_gradient_is_convicted_and_each_mended_one_acquitted():
    diagnose, referee = ref("diagnose"), ref("numerical_gradient")
    W1, b1, W2, b2, X, Y = problem()
    Z, P = np.random.default_rng(3).normal(size=(4, 3)), np.eye(3)[[0, 2, 1, 1]]

    def brier(Z):
        powers = np.exp(Z)
        return np.sum((powers / powers.sum(axis=1, keepdims=True) - P) ** 2) / len(Z)

    assert diagnose(ref("published_brier_delta")(Z, P), referee(brier, Z))[0] == 2
    assert diagnose(ref("brier_delta")(Z, P), referee(brier, Z))[0] == 0

    def loss(parameters):
        A = ref("sigmoid")(X @ parameters[0] + parameters[1])
        return np.sum((A @ parameters[2] + parameters[3] - Y) ** 2) / (2 * len(X))

    parameters = [W1, b1, W2, b2]
    true = referee(lambda W: loss([W, b1, W2, b2]), W1)
    for name, kind in (("published_step", 2), ("one_step", 0)):
        moved = W1 - ref(name)(*parameters, X, Y, 0.7)[0]
        assert diagnose(moved / 0.7, true)[0] == kind
    z, y = np.array([0.3, -4.0, 5.0]), np.array([1.0, 1.0, 0.0])
    clipped = ref("published_clipped_loss")
    slope = referee(lambda z: clipped(z, y, 0.1)[0], z)
    assert diagnose(clipped(z, y, 0.1)[1], slope)[0] == 2
    assert diagnose(ref("clipped_gradient")(z, y, 0.1), slope)[0] == 0


def test_dropout_keeps_the_mean_and_what_was_published_does_not():
    rng = np.random.default_rng(4)
    A, G, p = np.full((1, 20_000), 3.0), np.ones((1, 20_000)), 0.4
    mask = (rng.random(size=A.shape) >= p).astype(float)
    assert ref("dropout")(A, mask, p, G)[0].mean() == pytest.approx(3, abs=0.1)
    assert ref("published_dropout")(A, mask, p, G)[0].mean() == pytest.approx(1.8, abs=0.1)


def test_clipping_keeps_the_direction_and_what_was_published_does_not():
    W1, b1, W2, b2, X, Y = problem()
    parameters = [W1, b1, 5 * W2, b2]  # δ grows on its way back: both layers are clipped
    whole = ref("clipped_net_gradients")(*parameters, X, Y, 1e9)

    def cosine(gradients):
        g, w = (np.concatenate([a.ravel() for a in arrays]) for arrays in (gradients, whole))
        return g @ w / np.linalg.norm(g) / np.linalg.norm(w)

    assert cosine(ref("clipped_net_gradients")(*parameters, X, Y, 0.1)) == pytest.approx(1)
    assert cosine(ref("published_clipping")(*parameters, X, Y, 0.1)) < 0.95
