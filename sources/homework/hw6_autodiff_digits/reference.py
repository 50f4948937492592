"""Homework 6: right answers, the cases that they are compared on, and hints."""

import numpy as np

from course_lib.autodiff import (
    Activation,
    Linear,
    Sequential,
    Trainer,
    cross_entropy_from_logits,
)
from course_lib.checks.classes import law, least
from course_lib.optimizers import Momentum


def unbroadcast(gradient, shape):
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return gradient.sum(axis=stretched, keepdims=True)


def divide_back(g, a, b):
    return unbroadcast(g / b, a.shape), unbroadcast(-g * a / b**2, b.shape)


parts_divide_back = ["∂J/∂a", "∂J/∂b"]


def rows_back(g, rows, n):
    table = np.zeros((n, g.shape[1]))
    np.add.at(table, rows, g)
    return table


def logsumexp(A):
    largest = A.max(axis=1, keepdims=True)
    return largest + np.log(np.exp(A - largest).sum(axis=1, keepdims=True))


def logsumexp_back(g, A):
    exponentials = np.exp(A - A.max(axis=1, keepdims=True))
    return g * exponentials / exponentials.sum(axis=1, keepdims=True)


def gradients_of(parents, slopes, output):
    """Solve t = e + Sᵀt: a node's total is 1 if it is the output, and what its users send."""
    S = np.zeros((len(parents), len(parents)))
    for user, (nodes, of_user) in enumerate(zip(parents, slopes, strict=True)):
        for node, slope in zip(nodes, of_user, strict=True):
            S[user, node] += slope
    return np.linalg.solve(np.eye(len(parents)) - S.T, np.arange(len(parents)) == output)


def standardize(X_train, X):
    mean, deviation = X_train.mean(axis=0), X_train.std(axis=0)
    return (X - mean) / np.where(deviation > 0, deviation, 1)


def confusion(y, predicted, k):
    counts = np.zeros((k, k))
    np.add.at(counts, (y, predicted), 1)
    return counts


def choose(validation, test):
    chosen = int(np.argmax(validation))
    return chosen, test[chosen]


parts_choose = ["the chosen net", "the accuracy to report"]


def classify(X_train, y_train, X_validation, y_validation, X_new, seed):
    rng, k = np.random.default_rng(seed), int(y_train.max()) + 1
    net = Sequential(Linear(64, 32, rng=rng), Activation("relu"), Linear(32, k, rng=rng))
    trainer = Trainer(net, cross_entropy_from_logits, Momentum(0.1), batch_size=50, rng=rng)
    trainer.fit(standardize(X_train, X_train), np.eye(k)[y_train], epochs=12)
    return trainer.predict(standardize(X_train, X_new)).argmax(axis=1)


# The cases. Sizes differ from each other (a swapped axis must show); square ones come too.


def cases_unbroadcast(rng):
    pairs = [((5, 3), (3,)), ((5, 3), (5, 1)), ((4, 5, 3), (5, 1)), ((2, 4, 3), ())]
    pairs += [((4, 4), (4,)), ((3, 3), (1, 3)), ((3, 2), (3, 2)), ((1, 3), (1, 3)), ((4, 4), (1, 1))]
    return [(rng.normal(size=stretched), shape) for stretched, shape in pairs]


def cases_divide_back(rng):
    pairs = [((4, 3), (4, 3)), ((4, 3), (3,)), ((4, 1), (4, 3)), ((2, 3), ()), ((5, 1), (1, 2))]
    cases = []
    for a, b in pairs:
        g = rng.normal(size=np.broadcast_shapes(a, b))
        divisor = np.asarray(rng.uniform(0.5, 2.0, size=b) * rng.choice([-1, 1], size=b))
        cases.append((g, rng.normal(size=a), divisor))
    return cases


def cases_rows_back(rng):
    cases = []
    for n, k, m in [(3, 2, 5), (6, 3, 4), (4, 1, 9)]:
        rows = rng.integers(-n, n, size=m)
        rows[0] = rows[-1] % n - n  # one row twice, once counted from the end
        cases.append((rng.normal(size=(m, k)), rows, n))
    return cases


def scores(rng):
    """Ordinary ones; huge and tiny rows; rows with impossible classes; a single row."""
    levels = np.array([[1000.0], [-1000.0], [0.0]])
    impossible = rng.normal(scale=2, size=(4, 3))
    impossible[np.arange(4), rng.integers(3, size=4)] = -np.inf
    ordinary = rng.normal(scale=2, size=(5, 2))
    return [ordinary, rng.normal(size=(3, 4)) + levels, impossible, rng.normal(size=(1, 5))]


def cases_logsumexp(rng):
    return [(A,) for A in scores(rng)]


def cases_logsumexp_back(rng):
    return [(rng.normal(size=(len(A), 1)), A) for A in scores(rng)]


def renumbered(rng, parents, slopes, output):
    """The same graph with other numbers for its nodes."""
    new = rng.permutation(len(parents))
    moved = [[], []]
    for old in np.argsort(new):  # in the order of the new numbers
        moved[0].append([int(new[parent]) for parent in parents[old]])
        moved[1].append(slopes[old])
    return (*moved, int(new[output]))


def random_graph(rng, leaves, n):
    """Every node is computed from the last one and an earlier one, which may be the same."""
    parents = [[] for _ in range(leaves)]
    parents += [[i - 1, int(rng.integers(i))] for i in range(leaves, n)]
    return parents, [rng.uniform(0.4, 1.6, size=len(of_node)).tolist() for of_node in parents]


def cases_gradients_of(rng):
    twice = [[], [0, 0], [1, 1]]
    factor = float(rng.uniform(1.5, 4.0))
    doubled = [[], *([k, k] for k in range(9))]
    halves = [rng.uniform(0.5, 0.9, size=len(of_node)).tolist() for of_node in doubled]
    return [
        (twice, [[], [factor, factor], [1.0, 1.0]], 2),
        (*random_graph(rng, 2, 7), 6),
        renumbered(rng, *random_graph(rng, 3, 9), 8),
        renumbered(rng, *random_graph(rng, 2, 10), 6),
        renumbered(rng, doubled, halves, 9),
        renumbered(rng, *random_graph(rng, 4, 12), 9),
    ]


def cases_standardize(rng):
    cases = []
    for N, M, d in [(6, 3, 4), (4, 5, 3), (7, 1, 5)]:
        spread, centre = rng.uniform(0.5, 4, size=d), rng.uniform(3, 9, size=d)
        X_train, X = (centre + spread * rng.normal(size=(n, d)) for n in (N, M))
        X_train[:, int(rng.integers(d))] = 2.0  # the same in all training examples, not in X
        cases.append((X_train, X))
    return cases


def cases_confusion(rng):
    cases = []
    for N, k in [(25, 4), (9, 3), (4, 5)]:
        y = rng.integers(k, size=N)
        wrong = rng.random(N) < 0.5
        cases.append((y, np.where(wrong, rng.integers(k, size=N), y), k))
    return cases


def cases_choose(rng):
    """The best on the test set is another one; in some cases the best on validation comes twice."""
    cases = []
    for nets, twice in [(9, False), (10, True), (8, True), (11, False)]:
        validation, test = rng.uniform(0.6, 0.8, nets), rng.uniform(0.6, 0.7, nets)
        first, last, other = rng.permutation(nets)[:3]
        validation[[first, last] if twice else first] = rng.uniform(0.85, 0.9)
        test[[first, last]] = rng.permutation([rng.uniform(0.71, 0.75), rng.uniform(0.76, 0.8)])
        validation[other], test[other] = 0.82, rng.uniform(0.93, 0.98)
        cases.append((validation, test))
    return cases


def drawn_digits(rng, k, sizes):
    """Digits of k kinds in parts of these sizes, with classes and pixels renumbered at random."""
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    kinds, pixels = rng.permutation(10)[:k], rng.permutation(64)
    rows = rng.permutation(np.flatnonzero(np.isin(y, kinds)))[: sum(sizes)]
    place = np.argsort(np.append(kinds, np.setdiff1d(np.arange(10), kinds)))
    parts = np.split(rows, np.cumsum(sizes)[:-1])
    return [(X[part][:, pixels].astype(int), place[y[part]]) for part in parts]


PROMISED = 0.92


def cases_classify(rng):
    cases = []
    for k, sizes in [(10, (500, 100, 500)), (6, (300, 60, 300))]:
        (X, y), (X_validation, y_validation), (X_new, y_new) = drawn_digits(rng, k, sizes)
        seed = int(rng.integers(1_000_000))
        said = law(y_new, least(len(y_new), PROMISED))
        cases.append((X, y, X_validation, y_validation, X_new, seed, said))
    return cases


HINTS = {
    "unbroadcast": [
        "How many copies of an entry are there, and what becomes of the shares of all of them?",
        "First the axes that numpy put in front, then the axes of length 1 that it stretched.",
        "Lecture 6, part 5: whatever was stretched forward is summed backward.",
    ],
    "divide_back": [
        "a/b is a · b⁻¹: what are its derivatives by a, and by b?",
        "Both shares arrive in the shape of z. Who takes them to the shapes of a and b?",
        "Lecture 6, part 3, has the table of pulls; part 5 the shapes.",
    ],
    "rows_back": [
        "What did a row of A do that was never taken? And one that was taken twice?",
        "Try `t[[0, 0]] += 1` on zeros, and look. A loop over the rows has no such trouble.",
        "Lecture 6, part 3: at a node that is used again, shares add.",
    ],
    "logsumexp": [
        "Write e^a as e^m · e^(a − m), and take e^m out of the sum.",
        "Which m makes every exponential harmless, in each row? Mind `keepdims`.",
        "Lecture 6, part 8, shows what goes wrong; lecture 3, part 13, has the softmax.",
    ],
    "logsumexp_back": [
        "Outer derivative 1/Σ, inner derivative of one summand.",
        "Numerator and denominator may both be divided by e^m, as before.",
        "Lecture 3, part 13, has the result under its other name; lecture 6, part 3, the pulls.",
    ],
    "gradients_of": [
        "When may a node pass its total on? What could you count beforehand?",
        "Count the arrows that lead to each node from nodes that the output depends on.",
        "Lecture 6, part 3: each node passes on once, when all its users have reported.",
    ],
    "standardize": [
        "Which of the two arrays may mean and deviation come from?",
        "A deviation of 0 needs another divisor: `np.where`.",
        "Lecture 3, part 2: the circles are scaled by the training part alone.",
    ],
    "confusion": [
        "Go through the examples: each adds 1 to one entry. Which row, which column?",
        "A pair may occur several times: an assignment to indices would count it once.",
        "Lecture 6, part 3: what comes several times has to add.",
    ],
    "choose": [
        "Which of the two arrays may take part in the decision?",
        "Then report what the chosen net does on data that had no part in choosing it.",
        "Lecture 3, part 12: a held-out set that decided something has been used.",
    ],
    "classify": [
        "Targets must be one-hot, (N, k); the net gives k scores; the largest one is its word.",
        "Scale both arrays by the training data, train for some epochs, look at the loss.",
        "Lecture 6, part 7: `Sequential`, `Trainer` and an optimizer; lecture 3, part 13, softmax.",
    ],
}
