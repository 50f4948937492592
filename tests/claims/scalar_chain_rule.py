"""What lecture 2 claims, computed with its own functions."""

import functools

import numpy as np

from course_lib import ScalarNet

from .claiming import claim, definitions

NAMES = ("w1", "b1", "w2", "b2")


@functools.cache
def lecture():
    return definitions("02_scalar_chain_rule")


def random_net(rng, scale=1.0):
    return ScalarNet(**dict(zip(NAMES, rng.normal(scale=scale, size=4), strict=True)))


def referee(net, name, x, y):
    """∂J/∂name of a ScalarNet by the lecture's central differences."""

    def loss(value):
        return ScalarNet(**(net.parameters | {name: value})).loss(x, y)

    return lecture().central_difference(loss, net.parameters[name])


@claim(seeds=40)
def converges_below_two_over_c(seed):
    """Just below 2/c the distance to the minimum dwindles, just above it grows."""
    L, rng = lecture(), np.random.default_rng(seed)
    x, y = rng.uniform(0.1, 5), rng.normal()
    limit, start = 2 / x**2, y / x + 1.0  # a distance of 1 from the minimum

    def distance(share):
        path = L.descend(lambda w: L.slope(w, x=x, y=y), start, share * limit, steps=400)
        return abs(path[-1] - y / x)

    below, above = rng.uniform(0.05, 0.97), rng.uniform(1.03, 1.5)
    return bool(distance(below) < 1e-6 and distance(above) > 1e6)


@claim(seeds=4000)
def starts_in_the_deeper_valley(seed):
    L, start = lecture(), np.random.default_rng(seed).uniform(-2, 2)
    return float(L.descend(L.slope_of_two_valleys, start, 0.05, steps=100)[-1] < 0)


@claim()
def contributions_of_a_fork_add(seed):
    """The sum is right; neither contribution alone is, nor their product."""
    L, x = lecture(), np.random.default_rng(seed).uniform(0.5, 3)
    upper, lower = 3 * x * 2 * x, x**2 * 3
    right = L.central_difference(L.fork, x)
    off = [abs(value / right - 1) for value in (upper + lower, upper, lower)]
    return bool(off[0] < 1e-8 and min(off[1:]) > 0.1)


@claim(seeds=100)
def products_library_and_referee_agree(seed):
    rng = np.random.default_rng(seed)
    net, x, y = random_net(rng), rng.normal(), float(rng.integers(2))
    local, gradient = net.local_derivatives(x, y), net.gradient(x, y)
    delta2 = local["J/y_hat"] * local["y_hat/z2"]
    delta1 = delta2 * local["z2/a1"] * local["a1/z1"]
    products = {
        **{"w1": delta1 * local["z1/w1"], "b1": delta1 * local["z1/b1"]},
        **{"w2": delta2 * local["z2/w2"], "b2": delta2 * local["z2/b2"]},
    }
    same_forward = np.isclose(lecture().forward(x, **net.parameters)[-1], net.forward(x))
    return bool(same_forward) and all(
        np.allclose([products[n], gradient[n]], referee(net, n, x, y), rtol=1e-6, atol=1e-9)
        for n in NAMES
    )


@claim(seeds=100)
def trained_from_random_starts(seed):
    w1, w2 = np.random.default_rng(seed).random(2)
    net = ScalarNet(w1, 0.0, w2, 0.0)
    net.train(3.14, 1.0, learning_rate=0.1, steps=500)
    return net.forward(3.14)


@claim()
def variations_of_the_net(seed):
    """From starts like the published one: y = 0 as easy, x < 0 harder, η = 1 ten times as far."""
    rng = np.random.default_rng(seed)
    w1, w2 = rng.uniform(0.4, 1), rng.uniform(0, 0.1)

    def last_loss(x=3.14, y=1.0, learning_rate=0.1):
        return ScalarNet(w1, 0.0, w2, 0.0).train(x, y, learning_rate, 500)[-1]

    as_above = last_loss()
    alike = abs(last_loss(y=0.0) / as_above - 1) < 0.1
    slower = last_loss(x=-3.14) > 1.05 * as_above
    return bool(alike and slower and 0.08 < last_loss(learning_rate=1.0) / as_above < 0.12)


def random_321(rng):
    return {name: rng.normal() for name in lecture().START_321}


@claim()
def the_wrong_sign_climbs(seed):
    L = lecture()
    w = random_321(np.random.default_rng(seed))
    up, down = (L.error_321(L.step_321(w, sign)) for sign in (+1, -1))
    return bool(up > L.error_321(w) > down)


@claim()
def updated_weights_give_another_gradient(seed):
    """With the forward weights the referee agrees; with updated ones it is off, more for more η."""
    L, rng = lecture(), np.random.default_rng(seed)
    w = random_321(rng)
    right = L.central_difference(lambda value: L.error_321(w | {"1A": value}), w["1A"])
    small, large = (
        abs(L.gradient_321(w, L.step_321(w, -1, learning_rate=eta))["1A"] - right)
        for eta in (0.1, 1.0)
    )
    agrees = np.isclose(L.gradient_321(w)["1A"], right, rtol=1e-5, atol=1e-11)
    return bool(agrees and large > 5 * small > 0)


@functools.cache
def best_digits(seed):
    """The k of the best h = 10⁻ᵏ for each of the two differences."""
    L = lecture()
    errors = L.referee_errors(random_net(np.random.default_rng(seed)))
    return {name: L.DIGITS[int(np.argmin(values))] for name, values in errors.items()}


@claim(seeds=200)
def best_one_sided_digits(seed):
    return best_digits(seed)["one-sided"]


@claim(seeds=200)
def best_central_digits(seed):
    return best_digits(seed)["central"]


@claim()
def extremes_stay_finite(seed):
    rng = np.random.default_rng(seed)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for x in (-1200.0, 3.14, 1200.0):
            losses = random_net(rng).train(x, float(rng.integers(2)), 100.0, steps=100)
            if not np.isfinite(losses).all():
                return False
    return True


@claim(seeds=29)
def best_constant_is_the_mean(seed):
    ones = seed + 1
    best = lecture().best_constant(np.array([1.0] * ones + [0.0] * (30 - ones)))
    off = [abs(best[name] - ones / 30) for name in ("cross-entropy", "squared")]
    return bool(max(off) < 0.001)


@claim()
def cross_entropy_recovers_first(seed):
    L, b = lecture(), np.random.default_rng(seed).uniform(-8, -3)
    above = [np.array(L.recover(b, kept)) > 0.5 for kept in (False, True)]
    first = [int(a.argmax()) if a.any() else 10**9 for a in above]
    return bool(first[0] < 50 and first[1] > 2 * first[0])
