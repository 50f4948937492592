"""Homework 5: right answers, the cases that they are compared on, the laws of random ones, hints.

The first argument of a case of random draws is the seed of `rng`.
"""

from itertools import pairwise

import numpy as np

from course_lib.checks.draws import law

PARTS = {"normal": 1, "uniform": 3, "triangular": 6, "two_points": 1}


def scale(form, variance):
    return np.sqrt(PARTS[form] * variance)


def cases_scale(rng):
    return [(form, float(rng.uniform(0.02, 0.3))) for form in PARTS] + [
        (form, float(rng.uniform(2, 9))) for form in PARTS
    ]


def drawn(rng, fan_in, fan_out, variance, form):
    if form == "normal":
        return rng.normal(0, np.sqrt(variance), size=(fan_in, fan_out))
    bound = np.sqrt(3 * variance)
    return rng.uniform(-bound, bound, size=(fan_in, fan_out))


def glorot(rng, fan_in, fan_out, form):
    return drawn(rng, fan_in, fan_out, 2 / (fan_in + fan_out), form)


def law_glorot(rng, fan_in, fan_out, form):
    return law((fan_in, fan_out), 2 / (fan_in + fan_out), form)


def seed(rng):
    return int(rng.integers(1_000_000))


def wide_and_tall(rng):
    """Four rectangles, two of either kind, of some thousand entries: enough for sharp bounds."""
    short, long = rng.permutation(np.arange(30, 42))[:4], rng.permutation(np.arange(100, 140))[:4]
    sides = [
        sorted((int(s), int(n)), reverse=i > 1)
        for i, (s, n) in enumerate(zip(short, long, strict=True))
    ]
    return [(seed(rng), *pair) for pair in sides]


def cases_glorot(rng):
    forms = ["normal", "uniform"] * 2
    return [(*shape, form) for shape, form in zip(wide_and_tall(rng), forms, strict=True)]


def he_variance(fan_in, fan_out, direction):
    return 2 / (fan_in if direction == "forward" else fan_out)


def he(rng, fan_in, fan_out, form, direction):
    return drawn(rng, fan_in, fan_out, he_variance(fan_in, fan_out, direction), form)


def law_he(rng, fan_in, fan_out, form, direction):
    return law((fan_in, fan_out), he_variance(fan_in, fan_out, direction), form)


def cases_he(rng):
    ways = [
        ("uniform", "forward"),
        ("normal", "backward"),
        ("normal", "forward"),
        ("uniform", "backward"),
    ]
    return [(*shape, *way) for shape, way in zip(wide_and_tall(rng), ways, strict=True)]


def gain_on_grid(z, a):
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return 1 / np.sqrt(np.sum(a**2 * density) * (z[1] - z[0]))


def cases_gain_on_grid(rng):
    """Smooth functions with a mean, and of other sizes, such that every slip shows."""
    cases = []
    for half, n in [(9, 241), (8, 201), (10, 321)]:
        z = np.linspace(-half, half, n)
        p, q, r = rng.uniform(0.4, 1.2, size=3)
        a = p * np.tanh(z + q) + r * np.cos(z) + 0.3 * z
        cases.append((z, a))
    return cases


points = np.linspace(-10, 10, 4001)
gains = [
    1.0,
    float(np.sqrt(2 / 3)),
    float(np.sqrt(2 / (1 - np.exp(-2)))),
    float(gain_on_grid(points, points / (1 + abs(points)))),
]
parts_gains = ["|z|", "max(0, z)²", "sin z", "softsign"]


def weights_for(rng, fan_in, fan_out, moment):
    return rng.normal(0, 1 / np.sqrt(fan_in * moment), size=(fan_in, fan_out))


def law_weights_for(rng, fan_in, fan_out, moment):
    return law((fan_in, fan_out), 1 / (fan_in * moment))


def cases_weights_for(rng):
    moments = [
        0.5,
        *(float(m) for m in rng.uniform(0.15, 0.3, 1)),
        *(float(m) for m in rng.uniform(2, 4, 2)),
    ]
    return [(*shape, moment) for shape, moment in zip(wide_and_tall(rng), moments, strict=True)]


def predicted_moments(widths, variances, slope):
    moments, moment = [], 1.0
    for fan_in, variance in zip(widths[:-1], variances, strict=True):
        moments.append(fan_in * variance * moment)
        moment = (1 + slope**2) / 2 * moments[-1]
    return moments


def random_widths(rng, layers, low=3, high=9):
    """L + 1 widths; neighbours differ, and so do the first and the last."""
    widths = [int(rng.integers(low, high + 1))]
    while len(widths) <= layers:
        candidate = int(rng.integers(low, high + 1))
        if candidate != widths[-1] and (len(widths) < layers or candidate != widths[0]):
            widths.append(candidate)
    return widths


def cases_predicted_moments(rng):
    """The 50-layer net keeps near 1, such that no entry is lost beside the largest."""
    cases = []
    for layers, slope in [(3, 0.2), (1, 0.5), (4, 0.0), (50, 0.8)]:
        widths = random_widths(rng, layers, 20, 200)
        start = (1 + slope**2) / 2 * np.array(widths[:-1])
        size = 0.1 if layers == 50 else 0.5
        cases.append((widths, rng.uniform(1 - size, 1 + size, layers) / start, slope))
    return cases


def measured_moments(X, weights, slope):
    moments, A = [], X
    for W in weights:
        Z = A @ W
        moments.append(np.mean(Z**2))
        A = np.where(Z > 0, Z, slope * Z)
    return moments


def cases_measured_moments(rng):
    cases = []
    for layers, N, slope in [(3, 5, 0.25), (2, 1, 0.5), (4, 6, 0.0), (50, 4, 0.8)]:
        widths = random_widths(rng, layers)
        weights = [
            rng.normal(0, np.sqrt(2 / (1 + slope**2) / d), (d, h)) for d, h in pairwise(widths)
        ]
        X = rng.normal(size=(N, widths[0])) + 0.5
        moments = measured_moments(X, weights, slope)
        for i, W in enumerate(
            weights
        ):  # keep the level, in a wavy way, such that all entries count
            W *= np.sqrt(rng.uniform(0.5, 2) / moments[i] * (moments[i - 1] if i else 1))
        cases.append((X, weights, slope))
    return cases


def net_factors(widths, rule):
    n_in, n_out = np.array(widths[:-1], dtype=float), np.array(widths[1:], dtype=float)
    variance = {
        "forward": 1 / n_in,
        "backward": 1 / n_out,
        "glorot": 2 / (n_in + n_out),
        "geometric": 1 / np.sqrt(n_in * n_out),
    }[rule]
    return np.prod(n_in * variance), np.prod(n_out * variance)


parts_net_factors = ["forward", "backward"]


def cases_net_factors(rng):
    rules = ["glorot", "forward", "backward", "geometric", "glorot"]
    return [
        (random_widths(rng, layers, 3, 9), rule)
        for layers, rule in zip([1, 3, 4, 2, 5], rules, strict=True)
    ]


zigzag = [(0.4 * 1.6) ** 25, 1.0]
parts_zigzag = ["Glorot", "geometric"]


def suspects(fan_in, fan_out):
    return np.array(
        [
            2 / fan_in,
            2 / (fan_in + fan_out),
            (2 / fan_in) ** 2,
            np.sqrt(2 / fan_in),
            1 / (3 * fan_in),
        ]
    )


def who_drew_it(W):
    return int(np.argmin(np.abs(np.log(np.var(W) / suspects(*W.shape)))))


def cases_who_drew_it(rng):
    """Each suspect twice, at least; mean and variance are exact, such that nobody can be unlucky."""
    cases = []
    for fan_in, fan_out in [(30, 9), (6, 40), (24, 14)]:
        for variance in suspects(fan_in, fan_out):
            W = rng.normal(size=(fan_in, fan_out))
            W = (W - W.mean()) / W.std()
            cases.append((W * np.sqrt(variance),))
    return [cases[i] for i in rng.permutation(len(cases))]


def initial_parameters(rng, sizes, slope):
    weights, biases, moment = [], [], 1.0
    for fan_in, fan_out in pairwise(sizes):
        weights.append(weights_for(rng, fan_in, fan_out, moment))
        biases.append(np.zeros(fan_out))
        moment = (1 + slope**2) / 2
    return weights, biases


parts_initial_parameters = ["W", "b"]


def law_initial_parameters(rng, sizes, slope):
    moments = [1.0] + [(1 + slope**2) / 2] * (len(sizes) - 2)
    weights = [
        law(pair, 1 / (pair[0] * moment))
        for pair, moment in zip(pairwise(sizes), moments, strict=True)
    ]
    return [weights, [law((size,), 0) for size in sizes[1:]]]


def cases_initial_parameters(rng):
    cases = []
    for layers, slope in [(2, 0.0), (3, 0.6), (4, 0.3)]:
        sizes = [int(n) for n in rng.permutation(np.arange(40, 130, 6))[: layers + 1]]
        cases.append((seed(rng), sizes, slope))
    return cases


HINTS = {
    "scale": [
        "What is E[w²] of each, as an integral or a sum?",
        "For the triangle: twice the integral of w² (c − w)/c² from 0 to c.",
        "Lecture 5, part 5: the same for the uniform form.",
    ],
    "glorot": [
        "First the variance. Then ask of each form: what does numpy want to be told?",
        "`rng.normal` wants a standard deviation, `rng.uniform` two ends; `size` has two entries.",
        "Lecture 5, part 4, has the variance; part 5 both forms.",
    ],
    "he": [
        "Which of the two sides does a sum run over, forward and backward?",
        "ReLU halves the second moment on either way. What must n · Var(W) be to make up for it?",
        "Lecture 5, part 7, has both conditions; part 5 both forms.",
    ],
    "gain_on_grid": [
        "Where does the density of N(0, 1) come in, and how wide is one strip of the integral?",
        "Test yourself with a constant: E of 1 must be 1.",
        "Lecture 5, part 10, defines the gain and measures others.",
    ],
    "gains": [
        "What is φ², before you take any mean?",
        "sin² z = (1 − cos 2z)/2. For the squared ReLU only one half of the axis counts.",
        "Lecture 5, part 10: second moments and gains of other activations.",
    ],
    "weights_for": [
        "One formula: E[z²] = n_in · Var(W) · E[a²]. Which of these is asked for?",
        "Mind which root is due: you have found a variance, and numpy wants a deviation.",
        "Lecture 5, part 2, has the formula; part 10 the gain.",
    ],
    "predicted_moments": [
        "Keep one number in a loop: the second moment of what comes into the layer.",
        "Of E[z²], how much does leaky ReLU leave? One half comes from either side of 0.",
        "Lecture 5, part 2, has the layer; parts 7 and 9 what the activation leaves.",
    ],
    "measured_moments": [
        "Per layer three steps: product, mean square, activation. In which order?",
        "It is z that is measured, before the activation; and z², not the variance.",
        "Lecture 5, part 10: `with_gain` measures a net in this way.",
    ],
    "net_factors": [
        "One layer first: forward a unit sums over n_in terms, backward over n_out.",
        "Factors of layers in a row multiply. Are the layers' variances alike?",
        "Lecture 5, part 4: the two factors of one layer.",
    ],
    "zigzag": [
        "Take two neighbouring layers, there and back, and multiply.",
        "How many such pairs are 50 layers?",
        "Lecture 5, part 4: the compromise on layers that are not square.",
    ],
    "who_drew_it": [
        "Write down the variance that each suspect gives W.",
        "Two of them are told as a deviation or a bound: what is their variance?",
        "Lecture 5, part 5: the table of forms, and the trap.",
    ],
    "initial_parameters": [
        "What comes into layer 1, and what into the others? Their second moments differ.",
        "An earlier function of yours does the rest. Which rng does each layer get?",
        "Lecture 5, part 2, for layer 1; parts 7 and 9 for the others; part 14 for the biases.",
    ],
}
