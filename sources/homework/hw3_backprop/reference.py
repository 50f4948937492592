"""Homework 3: right answers, the cases that they are compared on, and hints."""

from itertools import pairwise

import numpy as np

parameter_count = 179
delta_count = 576


def softmax(Z):
    exponentials = np.exp(Z - Z.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def cross_entropy(Y, Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_Y_hat = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.sum(Y * log_Y_hat) / len(Y)


def softmax_backward(Y_hat, G):
    return Y_hat * (G - np.sum(G * Y_hat, axis=1, keepdims=True))


def output_delta(Y, Y_hat, v):
    return v[:, None] * (Y_hat - Y) / len(Y)


def squared_error_delta(Y, Z):
    Y_hat = np.tanh(Z)
    return 2 * (Y_hat - Y) * (1 - Y_hat**2) / len(Y)


def tanh_derivative(A):
    return 1 - A**2


def forward(parameters, X):
    A = [X]
    for W, b in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
        A.append(np.tanh(A[-1] @ W + b))
    W, b = parameters[-2:]
    return [*A, A[-1] @ W + b]


def delta_step(delta, W, A):
    return (delta @ W.T) * tanh_derivative(A)


def backward(parameters, A, delta):
    deltas = [delta]
    for W, a in zip(parameters[-2:0:-2], A[-2:0:-1], strict=True):
        deltas.insert(0, delta_step(deltas[0], W, a))
    dW = [a.T @ delta for a, delta in zip(A[:-1], deltas, strict=True)]
    db = [delta.sum(axis=0) for delta in deltas]
    return dW, db


parts_backward = ["dW", "db"]


def numerical_derivative(Y, Z, n, j, h):
    step = np.zeros_like(Z)
    step[n, j] = h
    return (cross_entropy(Y, Z + step) - cross_entropy(Y, Z - step)) / (2 * h)


def update(parameters, gradients, learning_rate, strength):
    decay = [strength, 0] * (len(parameters) // 2)
    return [
        parameter - learning_rate * (gradient + factor * parameter)
        for parameter, gradient, factor in zip(parameters, gradients, decay, strict=True)
    ]


def minibatches(order, batch_size):
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def train(parameters, X, Y, orders, batch_size, learning_rate):
    losses = []
    for order in orders:
        for rows in minibatches(order, batch_size):
            A = forward(parameters, X[rows])
            delta = output_delta(Y[rows], softmax(A[-1]), np.ones(len(rows)))
            dW, db = backward(parameters, A, delta)
            gradients = [g for layer in zip(dW, db, strict=True) for g in layer]
            parameters = update(parameters, gradients, learning_rate, strength=0)
        losses.append(cross_entropy(Y, forward(parameters, X)[-1]))
    return losses


# The cases. Sizes differ from each other (a swapped axis must show), biases are not zero, one
# batch is a single example. Square layers come too: mistakes that raise elsewhere are silent there.

NETWORKS = [([3, 5, 2], 4), ([2, 4, 4, 3], 5), ([4, 3], 2), ([2, 6, 3, 5, 4], 1), ([3, 3, 3], 4)]


def one_hot(rng, N, k):
    """One-hot targets in which at least two classes occur, if there are two examples."""
    return np.eye(k)[rng.permutation(np.arange(N) + rng.integers(k)) % k]


def smooth(Y):
    """Targets of which each row still adds up to 1."""
    return 0.8 * Y + 0.2 / Y.shape[1]


def random_parameters(rng, sizes):
    shapes = [shape for d, h in pairwise(sizes) for shape in ((d, h), (h,))]
    return [rng.normal(scale=0.7, size=shape) for shape in shapes]


def cases_softmax(rng):
    levels = np.array([[1000.0], [-1000.0], [0.0], [300.0]])
    extreme = rng.permuted([[1000.0, -1000.0, 0.0], [-1000.0, -1000.0, -1001.0]], axis=1)
    return [
        (rng.normal(scale=2, size=(5, 3)),),
        (rng.normal(size=(1, 4)),),
        (rng.normal(size=(4, 2)) + levels,),
        (extreme,),
    ]


def cases_cross_entropy(rng):
    levels = np.array([[1000.0], [-1000.0], [0.0]])
    sure = 1000 * one_hot(rng, 2, 3)
    return [
        (one_hot(rng, 5, 3), rng.normal(scale=2, size=(5, 3))),
        (one_hot(rng, 1, 4), rng.normal(size=(1, 4))),
        (smooth(one_hot(rng, 6, 2)), rng.normal(size=(6, 2))),
        (one_hot(rng, 3, 5), rng.normal(size=(3, 5)) + levels),
        (sure[::-1] / 1000, sure - 500),
    ]


def cases_softmax_backward(rng):
    sizes = [(5, 3), (1, 4), (3, 6), (4, 4)]
    return [(softmax(rng.normal(size=size)), rng.normal(size=size)) for size in sizes]


def cases_output_delta(rng):
    cases = []
    for N, k in [(5, 3), (1, 4), (6, 2), (3, 3)]:
        Y, Y_hat = one_hot(rng, N, k), softmax(rng.normal(scale=1.5, size=(N, k)))
        cases.append((smooth(Y) if N == 6 else Y, Y_hat, rng.uniform(0.5, 9, size=N)))
    return cases


def cases_squared_error_delta(rng):
    sizes = [(5, 2), (1, 3), (7, 4)]
    return [(rng.uniform(-1, 1, size=size), rng.normal(size=size)) for size in sizes]


def cases_tanh_derivative(rng):
    return [(np.tanh(rng.normal(size=size)),) for size in [(4, 3), (1, 2), (2, 5)]]


def cases_forward(rng):
    return [
        (random_parameters(rng, sizes), rng.normal(size=(N, sizes[0]))) for sizes, N in NETWORKS
    ]


def cases_delta_step(rng):
    cases = []
    for N, fan_in, fan_out in [(4, 3, 2), (1, 2, 5), (3, 5, 5), (4, 4, 4), (5, 3, 1)]:
        A = np.tanh(rng.normal(size=(N, fan_in)))
        cases.append(
            (rng.normal(size=(N, fan_out)), rng.normal(size=(fan_in, fan_out)), A),
        )
    return cases


def cases_backward(rng):
    cases = []
    for parameters, X in cases_forward(rng):
        A = forward(parameters, X)
        cases.append((parameters, A, rng.normal(scale=1.5, size=A[-1].shape)))
    return cases


def cases_numerical_derivative(rng):
    cases = []
    for N, k, h in [(4, 3, 0.5), (1, 5, 1.0), (3, 2, 1e-4)]:
        entry = int(rng.integers(N)), int(rng.integers(k))
        cases.append((one_hot(rng, N, k), rng.normal(size=(N, k)), *entry, h))
    return cases


def cases_update(rng):
    steps = [(0.5, 0.1), (0.03, 2.0), (0.2, 0.0)]
    return [
        (random_parameters(rng, sizes), random_parameters(rng, sizes), *step)
        for (sizes, _), step in zip(NETWORKS, steps, strict=False)
    ]


def cases_minibatches(rng):
    return [(rng.permutation(N), size) for N, size in [(7, 3), (5, 1), (6, 2), (4, 9)]]


def cases_train(rng):
    cases = []
    for (sizes, _), N, batch_size in zip(NETWORKS[:3], (7, 6, 8), (3, 1, 3), strict=True):
        orders = np.stack([rng.permutation(N) for _ in range(3)])
        X, Y = rng.normal(size=(N, sizes[0])), one_hot(rng, N, sizes[-1])
        cases.append((random_parameters(rng, sizes), X, Y, orders, batch_size, 0.4))
    return cases


HINTS = {
    "parameter_count": [
        "Count layer by layer. What does one single unit own?",
        "A unit has a weight for each of its inputs, and one number more.",
        "Lecture 3, part 1, “How many parameters”, counts 2-4-4-1.",
    ],
    "delta_count": [
        "δ of a layer has the shape of the layer's Z.",
        "Which of the four columns of units, 12, 7, 7 and 4, have a Z at all?",
        "Lecture 3, part 5: the table of factors gives the shape of each δ.",
    ],
    "softmax": [
        "Which number could you add to a row so that no exponential can overflow?",
        "Each row needs a number of its own, and its own sum: look up `axis` and `keepdims`.",
        "Lecture 3, part 13, defines softmax; part 1 shows how numpy stretches shapes.",
    ],
    "cross_entropy": [
        "Multiply out with pencil: ln of a quotient is a difference.",
        "By how much does log-sum-exp change if you add the same number to all logits of a row?",
        "Lecture 3, part 13, has the loss; part 2 shows where its 1/N and its sums go.",
    ],
    "softmax_backward": [
        "Write ∂J/∂z_j of one example as a sum over all classes c.",
        "Split the sum at the minus sign: the first half has a single term that is not zero.",
        "Lecture 3, part 5: where a value feeds several others, contributions add.",
    ],
    "output_delta": [
        "How does J change if an example occurs twice in the sum?",
        "The weights have shape (N,), δ has (N, k). Each weight must meet a row.",
        "Lecture 3, parts 4 and 13, have δ without weights; part 1 has the shapes of biases.",
    ],
    "squared_error_delta": [
        "Chain rule in two factors: the loss by Ŷ, and Ŷ by Z.",
        "Differentiate the square, and mind what each of its factors needs: Ŷ or Z?",
        "Lecture 3, part 4, compares cross-entropy with the squared error; question 4 as well.",
    ],
    "tanh_derivative": [
        "Numerator and denominator of tanh are each other's derivatives: use the quotient rule.",
        "Split the fraction in two. You are given tanh(z) already, so no tanh is needed.",
        "Lecture 3, part 4, writes σ′(z) with ŷ in the same way.",
    ],
    "forward": [
        "Keep a list; what comes next is computed from its last entry.",
        "`parameters[::2]` are the weights, `parameters[1::2]` the biases. The last layer differs.",
        "Lecture 3, part 2: forward for one hidden layer, with all shapes.",
    ],
    "delta_step": [
        "Two things happen to δ on its way back. Do the shapes first.",
        "(N, fan_out) is to become (N, fan_in); what is the gate of a tanh layer, given A?",
        "Lecture 3, part 5: the delta recursion and the table of its factors.",
    ],
    "backward": [
        "First all δs, from the last layer to the first; then all gradients.",
        "δ of layer l meets the *input* of layer l. Which entry of A is that?",
        "Lecture 3, part 5, step 5, and the function `backward` for one hidden layer.",
    ],
    "numerical_derivative": [
        "Only one entry moves, all others stay where they are.",
        "Two losses, h apart on either side: how far is it from one to the other?",
        "Lecture 3, part 3: `central_differences`.",
    ],
    "update": [
        "What is the derivative of (λ/2) w² by w?",
        "Weights stand at even places of the list, biases at odd ones.",
        "Lecture 3, part 3, has the update; part 11 has the penalty and its gradient.",
    ],
    "minibatches": [
        "At which places of `order` does a batch begin?",
        "A slice may reach beyond the end: numpy then gives what there is.",
        "Lecture 3, part 7: the training loop.",
    ],
    "train": [
        "Per batch: forward, output delta, backward, update. Per epoch: one loss.",
        "X and Y must be taken at the same rows; `update` wants W and b in turn.",
        "Lecture 3, part 2, the six steps; part 7, the training loop.",
    ],
}
