"""Homework 7: right answers, the cases that they are compared on, and hints."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def diagnose(claimed, numerical):
    claimed, numerical = np.ravel(claimed), np.ravel(numerical)

    def agree(a, b):
        return np.all(np.abs(a - b) <= 1e-4 * np.maximum(np.abs(a), np.abs(b)))

    if agree(claimed, numerical):
        return 0, 1.0
    largest = np.argmax(np.abs(numerical))
    if numerical[largest] == 0:
        return 2, 0.0
    factor = claimed[largest] / numerical[largest]
    return (1, factor) if agree(claimed, factor * numerical) else (2, 0.0)


parts_diagnose = ["kind", "factor"]

verdicts = 1, 0, 1, 0, 1, 1
parts_verdicts = ["statement1", "statement2", "statement3", "statement4", "statement5", "statement6"]


def half_squared_error(y, y_hat):
    return np.sum((y_hat - y) ** 2) / (2 * len(y)), (y_hat - y) / len(y)


parts_half_squared_error = ["J", "gradient"]


def ridge(W, b, X, Y, strength):
    N, R = len(X), X @ W + b - Y
    J = ((R**2).sum() + strength * (W**2).sum()) / (2 * N)
    return J, (X.T @ R + strength * W) / N, R.sum(axis=0) / N


parts_ridge = ["J", "dW", "db"]

exhibits = 1.5, 2, 0
parts_exhibits = ["factorA", "kind_dW", "kind_db"]


def brier_delta(Z, Y):
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = powers / powers.sum(axis=1, keepdims=True)
    G = 2 * (P - Y) / len(Z)
    return P * (G - (G * P).sum(axis=1, keepdims=True))


def one_step(W1, b1, W2, b2, X, Y, learning_rate):
    A = sigmoid(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * A * (1 - A)
    return (
        W1 - learning_rate * X.T @ delta1,
        b1 - learning_rate * delta1.sum(axis=0),
        W2 - learning_rate * A.T @ delta2,
        b2 - learning_rate * delta2.sum(axis=0),
    )


parts_one_step = ["W1", "b1", "W2", "b2"]


def clipped_gradient(z, y, epsilon):
    y_hat = sigmoid(z)
    inside = (y_hat > epsilon) & (y_hat < 1 - epsilon)
    return (y_hat - y) / len(z) * inside


def dropout(A, mask, p, G):
    factor = mask / (1 - p)
    return A * factor, G * factor


parts_dropout = ["out", "dA"]


def clipped_net_gradients(W1, b1, W2, b2, X, Y, max_norm):
    A = np.tanh(X @ W1 + b1)
    delta2 = (A @ W2 + b2 - Y) / len(X)
    delta1 = (delta2 @ W2.T) * (1 - A**2)
    gradients = X.T @ delta1, delta1.sum(axis=0), A.T @ delta2, delta2.sum(axis=0)
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    return tuple(g * min(1.0, max_norm / norm) for g in gradients)


parts_clipped_net_gradients = ["dW1", "db1", "dW2", "db2"]


def weight_gradients(X, activations, deltas):
    return [A.T @ delta for A, delta in zip([X, *activations], deltas[::-1], strict=True)]


# The cases. Sizes differ from each other (a swapped axis must show), biases are not zero, one
# batch is a single example, targets are continuous where the task allows them. Square layers come
# too: mistakes that raise elsewhere are silent there.


def cases_diagnose(rng):
    def numbers(*size):
        return rng.uniform(0.2, 2, size=size) * rng.choice([-1, 1], size=size)

    right, factors, mixed = numbers(3, 2), rng.uniform(1.5, 4, size=2), numbers(5)
    with_zeros = numbers(4)
    with_zeros[0] = 0.0
    tiny, last = 1e-7 * numbers(2, 3), numbers(4)
    wrong_entry = mixed.copy()
    wrong_entry[3] *= 1.5
    uneven = numbers(4)
    uneven[2] *= 1e-5
    small_and_wrong = uneven.copy()
    small_and_wrong[2] *= 2
    one_zero = last.copy()
    one_zero[0] = 0.0
    sure = np.array([0.0, 0.0, rng.uniform(1, 2)])
    cases = [
        (right, right * (1 + 1e-6)),
        (-factors[0] * right, right),
        (wrong_entry, mixed),
        (with_zeros / factors[1], with_zeros),
        (2 * tiny, tiny),
        (np.zeros(4), last),
        (one_zero, last),
        (last, one_zero),
        (numbers(2, 4), numbers(2, 4)),
        (with_zeros * (1 - 1e-6), with_zeros),
        (sure, np.zeros(3)),
        (1.001 * mixed, mixed),
        (with_zeros, -with_zeros),
        (small_and_wrong, uneven),
    ]
    return [cases[place] for place in rng.permutation(len(cases))]  # their order tells nothing


def cases_half_squared_error(rng):
    sizes = [(4, 3), (1, 2), (5, 1), (3, 5)]
    return [(rng.normal(size=size), rng.normal(size=size)) for size in sizes]


def cases_ridge(rng):
    cases = []
    for N, d, k in [(5, 3, 2), (1, 2, 4), (3, 3, 3), (6, 4, 1)]:
        arrays = [rng.normal(size=size) for size in ((d, k), k, (N, d), (N, k))]
        cases.append((*arrays, float(rng.uniform(0.3, 2))))
    return cases


def cases_brier_delta(rng):
    cases = []
    for N, k in [(4, 3), (1, 5), (3, 2), (3, 3)]:
        Y = np.eye(k)[rng.integers(k, size=N)]
        cases.append((rng.normal(scale=1.5, size=(N, k)), 0.9 * Y + 0.1 / k))
    large = rng.normal(size=(3, 4))
    large[0] += 800.0
    large[1, 2] += 800.0  # away from its row: subtract the largest, no other
    cases.append((large, np.eye(4)[[1, 3, 0]]))
    return cases


def net(rng, N, d, h, k):
    return [rng.normal(size=size) for size in ((d, h), h, (h, k), k, (N, d), (N, k))]


def cases_one_step(rng):
    sizes = [(5, 2, 4, 3), (1, 3, 2, 5), (4, 3, 3, 3), (6, 2, 3, 1)]
    return [(*net(rng, *size), float(rng.uniform(0.5, 1.5))) for size in sizes]


def cases_clipped_gradient(rng):
    cases = []
    for N, epsilon in [(7, 0.1), (4, 0.25), (1, 0.05), (5, 0.01)]:
        limit = np.log(1 / epsilon - 1)  # the logit at which ŷ is 1 − ε
        z = rng.uniform(0.1, 0.8, size=N) * limit * rng.choice([-1, 1], size=N)
        y = rng.integers(0, 2, size=N).astype(float)
        if N > 3:  # both ends, with the truth of either kind
            z[:4] = np.array([1, 1, -1, -1]) * rng.uniform(1.3, 2.5, size=4) * limit
            y[:4] = [0, 1, 0, 1]
            z[3] = 0.5 * limit if N == 4 else z[3]
        cases.append((z, y, epsilon))
    return cases


def cases_dropout(rng):
    cases = []
    for (N, h), p in [((4, 3), 0.25), ((1, 6), 0.5), ((3, 3), 0.8), ((2, 4), 0.0), ((5, 2), 0.6)]:
        mask = (rng.random(size=(N, h)) >= p).astype(float)
        mask.flat[0], mask.flat[1] = 1.0, 1.0 if p == 0 else 0.0
        cases.append((rng.normal(size=(N, h)), mask, p, rng.normal(size=(N, h))))
    return cases


def cases_clipped_net_gradients(rng):
    sizes = [((5, 2, 4, 3), 0.3), ((1, 3, 2, 5), 0.7), ((4, 3, 3, 3), 1e3), ((6, 2, 3, 1), 0.2)]
    return [(*net(rng, *size), norm) for size, norm in sizes]


def cases_weight_gradients(rng):
    cases = []
    for N, *widths in [(5, 2, 4, 3, 1), (3, 3, 3, 3), (1, 2, 5, 3), (4, 3, 2)]:
        layers = [rng.normal(size=(N, width)) for width in widths[:-1]]
        deltas = [rng.normal(size=(N, width)) for width in widths[:0:-1]]
        cases.append((layers[0], layers[1:], deltas))
    return cases


HINTS = {
    "diagnose": [
        "Three questions in order: do they agree? does one factor make them agree? else?",
        "At which entry is the quotient safest? And an entry that is 0 in both says nothing.",
        "Lecture 8, part 1, reads such ratios: one factor, nearly 1, no pattern.",
    ],
    "verdicts": [
        "Check shapes first, then build a small example of each and ask the referee.",
        "For statement 6: where is A above 0, where is Z?",
        "Lecture 3, parts 4 and 5, and part 11; lecture 2, part 5, for a slope by its value.",
    ],
    "half_squared_error": [
        "Differentiate the text's J by one ŷ. Is it what the second line says?",
        "np.mean divides by the number of all entries. By what does the text divide?",
        "Lecture 2, part 5, “Say which loss”; lecture 8, part 1, on ratios of 2.",
    ],
    "ridge": [
        "Differentiate each of the two sums of J for itself.",
        "Which of the two terms of dW has the 1/N of the loss, and which has not?",
        "Lecture 3, part 11: loss and gradient must be partners.",
    ],
    "exhibits": [
        "f for the referee is a function of one array: let all others stand still in it.",
        "For db: the array that is nudged is b. For A it is y_hat.",
        "Lecture 8, part 1: claimed over true, entry by entry.",
    ],
    "brier_delta": [
        "∂J/∂z of one entry is a sum over all p of its row. Which derivatives of p by z are there?",
        "∂p_j/∂z_c is p_j(1 − p_j) for j = c, and −p_j p_c else. Multiply by ∂J/∂p_j and sum.",
        "Lecture 3, part 13, for softmax; lecture 2, part 4, “A fork”, for the sum.",
    ],
    "one_step": [
        "Go line by line: what belongs to the point at which the forward pass was made?",
        "Which array in these lines is σ(z), and how is σ′ written with σ's value?",
        "Lecture 2, part 7, on what is computed before anything moves, and part 5 for σ′.",
    ],
    "clipped_gradient": [
        "Ask the referee for the slope of this J at an entry that is clipped.",
        "A loss that does not change under a nudge has which slope?",
        "Lecture 2, part 11: “Clipping caps the *loss*”.",
    ],
    "dropout": [
        "An activation stays with probability 1 − p. What is the mean of A · mask?",
        "By what must what stays be divided? And what does a unit that was off pass back?",
        "Lecture 3, part 5: a gate that is closed forward is closed backward.",
    ],
    "clipped_net_gradients": [
        "First all four gradients without any clipping.",
        "One norm of all four together, one factor for all four.",
        "Lecture 4, part 7: clipping by the global norm, and why not δ.",
    ],
    "weight_gradients": [
        "Write down, for L = 3, which δ belongs to which input.",
        "Which end of the list belongs to layer 1?",
        "Lecture 3, part 5, step 5: the gradient of a weight is what came in, times δ.",
    ],
}
