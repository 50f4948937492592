"""Homework 1: right answers, the cases that they are compared on, and hints."""

from itertools import product

import numpy as np
from scipy.optimize import linprog

by_hand = (0, -1, -1)
parts_by_hand = ["w1", "w2", "b"]


def step(z, low, high):
    return np.where(z >= 0, high, low)


def predict(w, X):
    return step(X @ w[:-1] + w[-1], 0, 1)


def update(w, x, y, learning_rate):
    return w + learning_rate * (y - predict(w, x)) * np.append(x, 1)


def train(X, y, learning_rate, max_epochs):
    w, weights, mistakes = np.zeros(X.shape[1] + 1), [], []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y, strict=True):
            count += int(predict(w, x) != target)
            w = update(w, x, target, learning_rate)
        weights.append(w)
        mistakes.append(count)
        if count == 0:
            break
    wrong_rows = [np.sum(predict(w, X) != y) for w in weights]
    return weights, mistakes, weights[np.argmin(wrong_rows)]


parts_train = ["weights", "mistakes", "best"]


def with_ones(X):
    return np.column_stack([X, np.ones(len(X))])


def separable(X, y):
    signed = (2 * y - 1)[:, None] * with_ones(X)
    d = signed.shape[1]
    found = linprog(np.zeros(d), A_ub=-signed, b_ub=-np.ones(len(X)), bounds=(None, None))
    return found.status == 0


parts_separable = ["the verdict"]


def novikoff(w, X, y):
    R = np.linalg.norm(with_ones(X), axis=1).max()
    gamma = np.min((2 * y - 1) * (with_ones(X) @ w)) / np.linalg.norm(w)
    return R, gamma, (R / gamma) ** 2 if gamma > 0 else np.inf


parts_novikoff = ["R", "gamma", "bound"]


def follow_the_proof(X, y, order, u):
    w, along, length = np.zeros(len(u)), [], []
    for n in order:
        if predict(w, X[n]) != y[n]:
            w = update(w, X[n], y[n], 1)
            along.append(u @ w)
            length.append(np.linalg.norm(w))
    return along, length


parts_follow_the_proof = ["along", "length"]

xnor_net = [[[-1, 1], [-1, 1]], [0.5, -1.5], [[1], [1]], [-0.5]]
parity_net = [np.ones((3, 3)), [-0.5, -1.5, -2.5], [[1], [-1], [1]], [-0.5]]
parts_xnor_net = parts_parity_net = ["the net's answer"]


# The cases. Scores of exactly 0 occur: coordinates and weights are whole numbers, learning rates
# powers of two, so that all arithmetic is exact and no answer hangs on a rounding error.


def bits(d):
    """All rows of d bits, 0…0 first."""
    return np.array(list(product((0.0, 1.0), repeat=d)))


def parity(X):
    return X.sum(axis=1) % 2


def nonzero(rng, d):
    """A vector of d whole numbers of either sign, none of them 0."""
    return rng.integers(1, 4, size=d) * rng.choice([-1.0, 1.0], size=d)


def line(rng, X):
    """Weights and bias, whole numbers, that part the rows of X into two classes; no score is 0."""
    while True:
        w = np.append(2 * nonzero(rng, X.shape[1]), 2 * rng.integers(-4, 4) + 1)
        if 0 < predict(w, X).mean() < 1:
            return w


def points(rng, N, d):
    """N points with whole coordinates, none twice."""
    grid = np.array(list(product(range(-4, 5), repeat=d)), dtype=float)
    return grid[rng.choice(len(grid), size=N, replace=False)]


def labelled(rng, X):
    """X and its classes by a random line, rows in random order."""
    X = rng.permutation(X)
    return X, 1.0 * predict(line(rng, X), X)


def cases_step(rng):
    cases = []
    for shape, low, high in [((7,), -1, 1), ((4, 3), 0.5, 4), ((1, 2), 3, -2), ((2, 5), 0, 1)]:
        z = rng.normal(size=shape)
        z.flat[0] = 0.0
        z.flat[1] = -0.3
        cases.append((rng.permuted(z), low, high))
    return [*cases, (rng.permutation([-2, 0, 3, 0, -1]), -0.5, 0.5)]


def cases_predict(rng):
    cases = []
    for N, d in [(30, 3), (24, 2), (1, 4), (20, 1)]:
        w, X = nonzero(rng, d + 1), rng.integers(-3, 4, size=(N, d)).astype(float)
        w[-1] = 2 * rng.choice([-1, 1])
        w[0] = 1.0  # then a score of exactly 0 is easily had
        X[0, 0] = -(X[0, 1:] @ w[1:-1] + w[-1])
        cases.append((w, rng.permutation(X)))
    one = nonzero(rng, 3)
    return [*cases, (one, one[:-1]), (one, -9 * one[:-1])]


def cases_update(rng):
    """Every kind of answer: too low, too high, right, and a score of exactly 0, wrong and right."""
    cases = []
    wanted = [(3, 2, 0, 0.5), (2, -3, 1, 1.0), (4, 5, 1, 2.0), (1, -2, 0, 0.25)]
    for d, score, y, learning_rate in [*wanted, (2, 0, 0, 0.5), (3, 0, 1, 4.0)]:
        w, x = nonzero(rng, d + 1), nonzero(rng, d) + rng.choice([0, 4], size=d)
        w[-1] = score - x @ w[:-1]
        cases.append((w, x, y, learning_rate))
    whole = np.append(rng.integers(1, 5, size=2), 3)
    return [*cases, (whole, rng.integers(1, 4, size=2), 0, 0.5)]


def without_a_line(rng, epochs):
    """Rows of 3 bits with a table that no line fits.

    The best weights are no other ones that could be taken for them: the last, the latest of those
    with as few wrong rows, those of the epoch with the fewest updates.
    """
    while True:
        X, table = rng.permutation(bits(3)), rng.integers(0, 2, size=8).astype(float)
        weights, mistakes, best = train(X, table, 1.0, epochs)
        wrong = [np.sum(predict(w, X) != table) for w in weights]
        latest = weights[np.flatnonzero(wrong == np.min(wrong))[-1]]
        four = [best, weights[-1], latest, weights[np.argmin(mistakes)]]
        if len(np.unique(four, axis=0)) == 4:
            return X, table


def cases_train(rng):
    xor = rng.permutation(bits(2))
    return [
        (*labelled(rng, bits(2)), 0.5, 20),
        (xor, parity(xor), 1.0, 6),
        (*labelled(rng, bits(3)), 2.0, 30),
        (*without_a_line(rng, 7), 0.25, 7),
        (*labelled(rng, points(rng, 9, 2)), 0.5, 25),
        (rng.integers(1, 4, size=(1, 4)).astype(float), np.zeros(1), 1.0, 5),
    ]


def cases_separable(rng):
    """Sets with and without a line: each scaled, or moved, which changes nothing about that.

    Neither their order nor their shapes or sizes tell which is which. The factors are exact.
    """
    cases = []
    for X, y in [*with_a_line(rng), *tangles(rng)]:
        order, factor = rng.permutation(len(y)), rng.integers(64, 128) / 64
        cases.append((factor * np.array(X, float)[order], np.array(y, float)[order]))
    return [cases[i] for i in rng.permutation(len(cases))]


def with_a_line(rng):
    far = rng.uniform(300, 400)
    yield labelled(rng, points(rng, 9, 2))
    yield bits(2), 1 - bits(2).max(axis=1)  # NOR: all weights negative
    yield rng.normal(size=(6, 5)), [0, 1, 1, 0, 1, 0]  # d + 1 points part in any way
    yield [[-far], [far], [far + 1]], [0, 0, 1]  # a tiny margin, far from the origin
    yield [[6], [7], [8], [9]], [0, 0, 1, 1]  # needs larger numbers than it seems
    yield [[0], [1], [2], [3], [far / 10]], [0, 0, 0, 1, 1]  # least squares looks at the far one
    yield [[-3], [-2], [1], [4]], [0, 0, 1, 1]  # no bias, no negative weight is needed
    yield [[3], [2], [-1], [-4]], [0, 0, 1, 1]  # no bias is needed
    yield points(rng, 4, 3), np.zeros(4)
    yield points(rng, 5, 2), np.ones(5)
    yield [[1, 1], [2, 2], [3, 3]], rng.permutation([[0, 1, 1], [1, 0, 0]])[0]  # not from 0
    yield [[-3, 0], [0, -3], [0, 0], [3, 0], [0, 3], [2, 2]], [0, 0, 0, 1, 1, 1]  # boxes overlap
    for _ in range(3):
        X, y = labelled(rng, points(rng, 7, 2))
        yield moved(rng, X), y


def tangles(rng):
    yield moved(rng, bits(2)), parity(bits(2))
    yield moved(rng, bits(3)), 1 - parity(bits(3))
    X = points(rng, 5, 2)
    X = [*X, (X[0] + X[1]) / 2, X[0] + 9]  # one lies between two others
    yield moved(rng, X), [1, 1, 1, 1, 1, 0, 0]
    yield moved(rng, [[0], [1], [2], [3]]), [0, 1, 1, 0]
    X = points(rng, 6, 3)
    yield moved(rng, [*X, X[0]]), [1, 0, 0, 1, 0, 1, 0]  # one point in both classes
    for _ in range(3):
        X, y = labelled(rng, points(rng, 5, 2))
        X = [*X, (X[0] + X[1]) / 2, (X[0] + 3 * X[1]) / 4]  # three in a row, the middle one other
        yield moved(rng, X), [*y, 1 - y[0], y[0]]


def moved(rng, X):
    """X, half of the time moved away from the origin."""
    return np.array(X, float) + rng.integers(2) * rng.integers(-9, 10, size=np.shape(X)[1])


def cases_novikoff(rng):
    cases = []
    for N, d in [(6, 2), (1, 3), (9, 4), (5, 3)]:
        X = rng.normal(scale=2, size=(N, d))
        w = 2 * rng.normal(size=d + 1) + rng.choice([-1, 1], size=d + 1)
        y = 1.0 * predict(w, X)
        y[: N // 5] = 1 - y[: N // 5] if N == 5 else y[: N // 5]
        cases.append((w, X, y))
    on_the_line = np.array([[2.0, 1.0], [5.0, 1.0], [3.0, 3.0]])
    return [*cases, (2.0 * np.array([1, -1, 0]), rng.permutation(on_the_line), np.ones(3))]


def cases_follow_the_proof(rng):
    cases = []
    for X, length in [
        (bits(2), 15),
        (points(rng, 10, 2), 24),
        (bits(3), 30),
        (points(rng, 7, 1), 9),
    ]:
        updates = 0
        while updates < 3:
            w, order = line(rng, X), rng.integers(len(X), size=length)
            case = (X, 1.0 * predict(w, X), order, w / np.linalg.norm(w))
            updates = len(follow_the_proof(*case)[0])
        cases.append(case)
    return cases


def cases_xnor_net(rng):
    X = bits(2)
    return [(X,), (X[rng.integers(4, size=1)],), (X[rng.integers(4, size=7)],)]


def cases_parity_net(rng):
    X = bits(3)
    return [(X,), (X[rng.integers(8, size=1)],), (X[rng.integers(8, size=11)],)]


HINTS = {
    "step": [
        "What is wanted for a score of exactly 0?",
        "One function of numpy chooses entry by entry between two values: look up `np.where`.",
        "Lecture 1, part 1, has the step with the values 0 and 1.",
    ],
    "predict": [
        "`w[:-1]` is all but the last entry, `w[-1]` the last one.",
        "`X @ v` takes a matrix (N, d) and a vector (d,) alike. Does all you do to X, too?",
        "Lecture 1, part 1: `predict`, and why the bias stands inside the step.",
    ],
    "by_hand": [
        "A table with a column for each of: row, score, said, wanted, w1, w2, b.",
        "The very first score is 0. What does the unit say?",
        "Lecture 1, part 2, does this epoch for AND.",
    ],
    "update": [
        "Which factor is 0 if the answer is right?",
        "The last entry of w̃ meets the last entry of x̃. What is that?",
        "Lecture 1, part 2: the rule, and the bias as a weight on an input that is always 1.",
    ],
    "train": [
        "Two loops: epochs outside, rows inside. Which of your counters start anew in each epoch?",
        "Does the diary hold arrays of its own, or one array many times? "
        "For `best`, count wrong rows of X for each entry of the diary.",
        "Lecture 1, part 2: the function `fit` and its diary, one entry an epoch.",
    ],
    "separable": [
        "Which numbers are unknown? They are the v of the programme; nothing needs minimising.",
        "Each row of X gives one row of A. Turn ≥ into ≤; weights may be negative.",
        "Lecture 1, part 5, writes both classes with s and x̃; question 4 names the programme.",
    ],
    "novikoff": [
        "Add the column of ones first: R and γ both want x̃, not x.",
        "γ compares s·z over all rows; ‖w̃‖ has the bias in it.",
        "Lecture 1, part 5: the theorem says what R, u and γ are.",
    ],
    "follow_the_proof": [
        "One loop over `order`; row n has the example `X[n]` and the class `y[n]`.",
        "Ask first whether the answer is right: only if not, update, then note.",
        "Lecture 1, part 5, the proof; part 2 has the loop.",
    ],
    "xnor_net": [
        "Say it in words with *and* and *or*: when are two bits equal?",
        "Each half of your sentence is a gate that a single unit computes; a third unit joins them.",
        "Lecture 1, part 7, builds XOR in this way and shows where W1, b1, W2, b2 stand.",
    ],
    "parity_net": [
        "The answer depends on the *number* of ones alone: 0, 1, 2 or 3.",
        "What can a unit with weights 1, 1, 1 say about that number? Take three with different biases.",
        "Lecture 1, part 7: hidden units give each point new coordinates; part 1 moves the bias.",
    ],
}
