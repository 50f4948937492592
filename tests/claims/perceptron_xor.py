"""What lecture 1 claims, computed with its own functions."""

import functools

import numpy as np

from course_lib.datasets import gates

from .claiming import claim, definitions


def lecture():
    return definitions("01_perceptron_xor")


@claim()
def xor_goes_round(seed):
    """Whatever the scale: from epoch 2 on the end of an epoch is its start, with four mistakes."""
    X, y = gates("XOR")
    history = lecture().fit(X, y[:, 0], learning_rate=2.0 ** (seed - 10), max_epochs=8)
    ends = {(*entry["weights"], entry["bias"]) for entry in history[1:]}
    return len(ends) == 1 and all(entry["mistakes"] == 4 for entry in history[2:])


@claim()
def truth_tables_of_a_line(seed):
    tables = lecture().tables_of_random_lines(np.random.default_rng(seed))
    assert not tables & {(0, 1, 1, 0), (1, 0, 0, 1)}
    return len(tables)


@claim()
def xor_never_passes_three_quarters(seed):
    return max(lecture().xor_accuracies(seed)) <= 0.75


@claim()
def novikoffs_bound_holds(seed):
    outcomes = [lecture().updates_and_bound(seed, g) for g in (0.025, 0.05, 0.1, 0.2, 0.4)]
    return all(updates <= bound for updates, bound in outcomes)


@claim()
def updates_with_little_room(seed):
    return lecture().updates_and_bound(seed, 0.025)[0]


@claim()
def updates_with_much_room(seed):
    return lecture().updates_and_bound(seed, 0.4)[0]


@claim()
def one_sigmoid_unit_says_a_half(seed):
    net, losses = lecture().sigmoid_unit("XOR", seed)
    probabilities, weights = net.forward(gates("XOR")[0]), np.concatenate(net.parameters(), None)
    at_half = abs(probabilities - 0.5).max() < 1e-6 and abs(weights).max() < 1e-5
    return bool(at_half and abs(losses[-1] - np.log(2)) < 1e-9)


@functools.cache
def shares(loss, learning_rate, epochs, hidden=2):
    return lecture().share_that_learns(loss, learning_rate, epochs, hidden)


@claim(seeds=100)
def tiny_net_cross_entropy(seed):
    return float(shares("binary_cross_entropy", 1.0, 5_000)[0][seed])


@claim(seeds=100)
def four_hidden_units_all_learn(seed):
    return bool(shares("binary_cross_entropy", 1.0, 5_000, hidden=4)[0][seed])


@claim(seeds=100)
def tiny_net_right_side(seed):
    return float(shares("mse", 0.1, 10_000)[0][seed])


@claim(seeds=100)
def tiny_net_within_a_tenth(seed):
    return float(shares("mse", 0.1, 10_000)[1][seed])


@functools.cache
def predictions_of_the_published_run(epochs):
    L, (X, y) = lecture(), gates("XOR")
    net = L.published_net()
    return L.train_all([net], X, y, "mse", learning_rate=0.1, epochs=epochs - 1).ravel().round(3)


@claim()
def published_run_stays_at_two_of_four(seed):
    """Nothing varies here: the publication fixes the weights, and there is no other chance."""
    early, late = map(predictions_of_the_published_run, (10_000, 40_000))
    as_published = np.allclose(early, [0.124, 0.481, 0.891, 0.508], atol=1e-9)
    return bool(as_published and np.allclose(late, [0.030, 0.498, 0.971, 0.501], atol=1e-9))


@claim()
def all_at_once_is_one_by_one(seed):
    """The trainer of many nets says what the library's net says when it is trained alone."""
    L, (X, y) = lecture(), gates("XOR")
    for loss in ("mse", "binary_cross_entropy"):
        nets = [L.MLP([2, 3, 1], activation="sigmoid", loss=loss, output="sigmoid",
                      rng=np.random.default_rng([seed, k])) for k in (0, 1)]  # fmt: skip
        together = L.train_all(nets, X, y, loss, learning_rate=0.5, epochs=50)
        for net in nets:
            L.learn(net, X, y, learning_rate=0.5, epochs=50)
        if not np.allclose(together, [net.forward(X) for net in nets], rtol=1e-9):
            return False
    return True


@claim()
def relu_with_few_units(seed):
    return relu_error(width=5, seed=seed)


@claim()
def relu_with_many_units(seed):
    return relu_error(width=100, seed=seed)


def relu_error(width, seed):
    L = lecture()
    return L.wide_net(L.PHI["ReLU"], width, seed, L.GRID)[1]


@claim()
def squares_never_improve(seed):
    """At every width that the table has: the error of the best parabola."""
    L = lecture()
    parabola = np.polynomial.Polynomial.fit(L.GRID, abs(np.sin(4 * L.GRID)), 2)
    best = np.sqrt(np.mean((parabola(L.GRID) - abs(np.sin(4 * L.GRID))) ** 2))
    errors = [L.wide_net(L.PHI["z²"], width, seed, L.GRID)[1] for width in L.WIDTHS]
    assert np.allclose(errors, best, rtol=1e-9)
    return errors[-1]


@claim()
def powers_of_two_only_scale(seed):
    """Learning rates from 2⁻¹⁰ to 2⁹: the same answers, and weights scaled to the bit."""
    L, rate = lecture(), 2.0 ** (seed - 10)
    for gate in L.GATES:
        X, y = gates(gate)
        one, scaled = L.fit(X, y[:, 0]), L.fit(X, y[:, 0], learning_rate=rate)
        for a, b in zip(one, scaled, strict=True):
            if a["accuracy"] != b["accuracy"] or not np.array_equal(
                rate * a["weights"], b["weights"]
            ):
                return False
    return True
