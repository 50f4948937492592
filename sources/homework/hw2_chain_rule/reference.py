"""Homework 2: right answers, the cases that they are compared on, and hints."""

import math

import numpy as np


def chain(x, c, n):
    u = x**2 + c
    v = math.log(u)
    f_v, v_u, u_x = n * v ** (n - 1), 1 / u, 2 * x
    return f_v, v_u, u_x, f_v * v_u * u_x


parts_chain = ["f/v", "v/u", "u/x", "f/x"]


def fork(a, b):
    s = a * b
    u, v = s + a, s**2
    f_s = v + u * 2 * s
    return f_s, f_s * b + v, f_s * a


parts_fork = ["f/s", "f/a", "f/b"]


def local_derivatives(w, b, x, y):
    a = math.tanh(w * x + b)
    return 2 * (a - y), 1 - a**2, x, 1.0, w


parts_local_derivatives = ["J/a", "a/z", "z/w", "z/b", "z/x"]


def neuron_gradient(w, b, xs, ys):
    J_w = J_b = 0.0
    for x, y in zip(xs, ys, strict=True):
        J_a, a_z, z_w, z_b, _ = local_derivatives(w, b, x, y)
        J_w += J_a * a_z * z_w / len(xs)
        J_b += J_a * a_z * z_b / len(xs)
    return J_w, J_b


parts_neuron_gradient = ["J/w", "J/b"]


def deltas(p, a1, a2, y_hat1, y_hat2, y1, y2):
    o1 = 2 * (y_hat1 - y1) * (1 - y_hat1**2)
    o2 = 2 * (y_hat2 - y2) * (1 - y_hat2**2)
    h1 = (o1 * p["v11"] + o2 * p["v12"]) * (1 - a1**2)
    h2 = (o1 * p["v21"] + o2 * p["v22"]) * (1 - a2**2)
    return o1, o2, h1, h2


parts_deltas = ["output1", "output2", "hidden1", "hidden2"]
parts_hand_deltas = ["output1", "output2", "hidden1", "hidden2"]
parts_hand_step = ["v12", "c2", "w21", "b1"]


def forward(p, x1, x2):
    a1 = math.tanh(p["w11"] * x1 + p["w21"] * x2 + p["b1"])
    a2 = math.tanh(p["w12"] * x1 + p["w22"] * x2 + p["b2"])
    y_hat1 = math.tanh(p["v11"] * a1 + p["v21"] * a2 + p["c1"])
    y_hat2 = math.tanh(p["v12"] * a1 + p["v22"] * a2 + p["c2"])
    return a1, a2, y_hat1, y_hat2


def gradient(p, x1, x2, y1, y2):
    a1, a2, y_hat1, y_hat2 = forward(p, x1, x2)
    o1, o2, h1, h2 = deltas(p, a1, a2, y_hat1, y_hat2, y1, y2)
    hidden = {"w11": h1 * x1, "w21": h1 * x2, "b1": h1, "w12": h2 * x1, "w22": h2 * x2, "b2": h2}
    output = {"v11": o1 * a1, "v21": o1 * a2, "c1": o1, "v12": o2 * a1, "v22": o2 * a2, "c2": o2}
    return hidden | output


NAMES = ["w11", "w21", "b1", "w12", "w22", "b2", "v11", "v21", "c1", "v12", "v22", "c2"]
parts_gradient = NAMES

BY_HAND = [0.8, 0.3, 0.2, -0.4, -0.6, 0.1, 1.2, -0.5, 0.3, -0.9, -0.7, -0.1]
P = dict(zip(NAMES, BY_HAND, strict=True))
hand_deltas = deltas(P, *forward(P, 0.5, -1.0), -0.5, 0.6)
SLOPES = gradient(P, 0.5, -1.0, -0.5, 0.6)
hand_step = tuple(P[name] - 0.5 * SLOPES[name] for name in parts_hand_step)


def neuron_loss(w, b, xs, ys):
    """Return J, the mean over the examples of (tanh(wx + b) − y)²."""
    return sum((math.tanh(w * x + b) - y) ** 2 for x, y in zip(xs, ys, strict=True)) / len(xs)


def numerical_gradient(w, b, xs, ys, h):
    J_w = (neuron_loss(w + h, b, xs, ys) - neuron_loss(w - h, b, xs, ys)) / (2 * h)
    J_b = (neuron_loss(w, b + h, xs, ys) - neuron_loss(w, b - h, xs, ys)) / (2 * h)
    return J_w, J_b


parts_numerical_gradient = ["J/w", "J/b"]


def best_step(third, noise):
    h = (3 * noise / abs(third)) ** (1 / 3)
    return h, h**2 / 6 * abs(third) + noise / h


parts_best_step = ["h", "E"]


def train(w, b, xs, ys, learning_rate, steps):
    history = {"w": [w], "b": [b], "loss": [neuron_loss(w, b, xs, ys)]}
    for _ in range(steps):
        J_w, J_b = neuron_gradient(w, b, xs, ys)
        w, b = w - learning_rate * J_w, b - learning_rate * J_b
        history["w"].append(w)
        history["b"].append(b)
        history["loss"].append(neuron_loss(w, b, xs, ys))
    return history


parts_train = ["w", "b", "loss"]


# The cases. No number is 0, and signs differ: what is dropped, swapped or turned round must show.
# Targets are continuous; the lists of examples have different lengths, one of them 1.


def signed(rng, low, high):
    """A number away from 0, of either sign."""
    return float(rng.uniform(low, high) * rng.choice([-1, 1]))


def some(rng, N, low=0.3, high=1.5):
    return [signed(rng, low, high) for _ in range(N)]


def cases_chain(rng):
    powers = [(1, 3), (-1, 1), (-1, 2), (1, 4)]
    return [(i * rng.uniform(0.5, 2), rng.uniform(1.2, 3), n) for i, n in powers]


def cases_fork(rng):
    signs = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
    return [(i * rng.uniform(0.5, 2), k * rng.uniform(0.5, 2)) for i, k in signs]


def cases_local_derivatives(rng):
    signs = [(1, 1), (1, -1), (-1, 1), (-1, -1)]  # of b, in pairs with x of either sign
    return [
        (signed(rng, 0.3, 1.2), i * rng.uniform(0.1, 0.5), k * rng.uniform(0.4, 1.5), *some(rng, 1))
        for i, k in signs
    ]


def cases_neuron_gradient(rng):
    return [(*some(rng, 2, 0.2, 0.9), some(rng, N), some(rng, N)) for N in (3, 1, 2, 5)]


def parameters(rng):
    return {name: signed(rng, 0.2, 1.1) for name in NAMES}


def cases_deltas(rng):
    return [(parameters(rng), *some(rng, 4, 0.2, 0.9), *some(rng, 2, 0.2, 1.2)) for _ in range(4)]


def cases_gradient(rng):
    return [(parameters(rng), *some(rng, 4, 0.3, 1.2)) for _ in range(4)]


def cases_numerical_gradient(rng):
    sizes = [(3, 0.5), (1, 1.0), (2, 0.25), (4, 1e-3)]
    return [(*some(rng, 2, 0.2, 0.9), some(rng, N), some(rng, N), h) for N, h in sizes]


def cases_best_step(rng):
    levels = [(1, 1e-2), (-1, 1e-4), (1, 1e-7), (-1, 1e-12)]
    return [(i * rng.uniform(0.3, 20), rng.uniform(1, 9) * level) for i, level in levels]


def cases_train(rng):
    runs = [(3, 0.3, 3), (1, 0.7, 2), (4, 0.15, 4)]
    return [
        (*some(rng, 2, 0.2, 0.9), some(rng, N), some(rng, N), rate, steps)
        for N, rate, steps in runs
    ]


HINTS = {
    "chain": [
        "Compute u and v first. Then ask of each link: with respect to what, and taken where?",
        "The derivative of a logarithm is taken at what stands inside it; that of vⁿ at v.",
        "Lecture 2, part 3: the table of both notations, and the four offers for (3x + 1)².",
    ],
    "fork": [
        "Draw the graph. How many arrows leave s, how many leave a?",
        "f/s must be complete before it travels on to a and b. In which order do you go?",
        "Lecture 2, part 4, “A fork”: what is done where paths meet.",
    ],
    "local_derivatives": [
        "Each one looks at a single arrow and treats all other letters as constants.",
        "tanh′ can be had from a, so that no second tanh is needed. And the square has no ½.",
        "Lecture 2, part 6, has such a table for sigmoid units; part 5 a neuron with ½.",
    ],
    "neuron_gradient": [
        "Solve it for a single example first: a product of three of your local derivatives.",
        "Nudge w: every example's term moves. What becomes of their N shares?",
        "Lecture 2, part 4, “A fork”, and part 5 for one example.",
    ],
    "hand_deltas": [
        "Forward first: a₁, a₂, then both outputs. Then δ of the outputs, then the hidden ones.",
        "Draw the two wires that leave hidden unit 1. What comes back along each of them?",
        "Lecture 2, part 6, Observation 2, has δ with one wire; part 4 says what a fork does.",
    ],
    "hand_step": [
        "A weight's derivative: δ of the unit where it ends, times the value where it begins.",
        "A bias has the same δ. What does it multiply in z? And all δ belong to the old point.",
        "Lecture 2, part 5, for w and b; part 1 for the step; part 9 for a step gone wrong.",
    ],
    "deltas": [
        "Do as you did by hand, with letters.",
        "Which two v leave hidden unit 1? Their first index says where they come from.",
        "Lecture 2, part 6, Observation 2, and part 4, “A fork”.",
    ],
    "gradient": [
        "Forward as in the formulas above; then `deltas`; then one product for each parameter.",
        "For each parameter: which δ (its second index), which value (its first index)?",
        "Lecture 2, part 6: the four derivatives by δ, in four lines.",
    ],
    "numerical_gradient": [
        "Four values of the loss, two for each parameter.",
        "How far apart are the two points at which you take the loss?",
        "Lecture 2, part 2: `central_difference`.",
    ],
    "best_step": [
        "E falls first and rises later. What is its slope where it turns?",
        "Differentiate: h² gives 2h, and 1/h gives −1/h². Then solve for h³.",
        "Lecture 2, part 10: the two errors that pull at h.",
    ],
    "train": [
        "The lists begin with the start. Then, in each step: both derivatives, both moves, entries.",
        "Which w does ∂J/∂b belong to? And which w and b does the loss belong to?",
        "Lecture 2, part 1, `descend`, keeps a path; part 7 has the loop.",
    ],
}
