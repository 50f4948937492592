"""What lecture 7 claims, computed with its own functions; the seeds of a claim go side by side."""

from functools import cache

import numpy as np

from course_lib.net_stack import NetStack

from .claiming import FEWEST_SEEDS, claim, definitions

SEEDS = range(FEWEST_SEEDS)


@cache
def lecture():
    parts = [f"{name}_{part}" for name in "XY" for part in ("rest", "test", "train", "val")]
    return definitions("07_digits_and_regularisation", *parts, "few")


@cache
def trained(m):
    """The nets of part 5 before the first epoch and after the last; float32, for half the time."""
    L = lecture()
    sizes = [L.X_train.shape[1], 256, 32, 10]
    before, after = (NetStack(sizes, seeds=SEEDS, dtype=np.float32) for _ in range(2))
    X, Y = (part.astype(np.float32) for part in (L.X_train, L.Y_train))
    L.train_stack(after, X, Y, L.GradientDescent(0.01), L.EPOCHS, seed=0, m=m)
    return before, after


def net_of(stack, seed):
    arrays = [a[seed] if i % 2 == 0 else a[seed, 0] for i, a in enumerate(stack.parameters())]
    return stack.net.with_parameters(arrays)


def validation_accuracy(m, seed):
    return lecture().held_out(trained(m)[1])[1][seed]


@claim()
def digits_batches_of_32(seed):
    return validation_accuracy(32, seed)


@claim()
def digits_batches_of_64(seed):
    return validation_accuracy(64, seed)


@claim()
def ratio_at_the_start(seed):
    L, net = lecture(), net_of(trained(32)[0], seed)
    return np.log10(L.instruments(net, 0.01, L.X_train[L.few], L.Y_train[L.few])[0][-1])


@claim()
def instruments_tell_the_sick(seed):
    """Large pixels and N(0, 1): norms above 20 in every layer; η = 10: a layer mostly dead."""
    L = lecture()
    healthy = L.instruments(net_of(trained(32)[0], seed), 0.01, L.X_train[L.few], L.Y_train[L.few])
    pixels, start, leaping = (
        L.sick(case, seed) for case in ("pixels × 100", "start N(0, 1)", "η = 10")
    )
    norms, ratios = (
        [[row[i] for row in rows] for rows in (healthy, pixels, start)] for i in (1, 4)
    )
    return bool(
        max(norms[0]) < 10 < 20 < min(norms[1] + norms[2])
        and all(min(sick) > 2 * max(ratios[0]) for sick in ratios[1:])
        and max(row[3] for row in leaping) > 0.5
        and leaping[0][1] == 0
    )


@cache
def five_epochs(name, own):
    L = lecture()
    return L.after_five_epochs(name, L.RATES[name] if own else 0.01, SEEDS)


@claim()
def shared_rate_gd(seed):
    return five_epochs("gradient_descent", False)[seed]


@claim()
def shared_rate_adam(seed):
    return five_epochs("adam", False)[seed]


@claim()
def own_rate_gd(seed):
    return five_epochs("gradient_descent", True)[seed]


@claim()
def own_rate_momentum(seed):
    return five_epochs("momentum", True)[seed]


@claim()
def own_rate_rmsprop(seed):
    return five_epochs("rmsprop", True)[seed]


@claim()
def own_rate_adam(seed):
    return five_epochs("adam", True)[seed]


@cache
def at_every_rate(name):
    L = lecture()
    losses = np.array([L.after_five_epochs(name, rate, SEEDS) for rate in L.GRIDS[name]])
    return np.where(np.isfinite(losses), losses, np.inf).argmin(axis=0)


@claim()
def no_best_rate_at_the_edge(seed):
    """Whatever the start, its best rate lies inside of the grid."""
    grids = lecture().GRIDS
    return all(0 < at_every_rate(name)[seed] < len(grids[name]) - 1 for name in grids)


@cache
def cured():
    return lecture().cures(SEEDS)


@claim()
def cure_nothing(seed):
    return cured()["nothing"][seed]


@claim()
def cure_l1(seed):
    return cured()["ℓ1"][seed]


@claim()
def cure_l2(seed):
    return cured()["ℓ2"][seed]


@claim()
def cure_dropout(seed):
    return cured()["dropout"][seed]


@claim()
def cure_early(seed):
    return cured()["early\nstopping"][seed]


@cache
def sparse():
    return lecture().sparse(SEEDS, 0.001)


@claim()
def sparse_share(seed):
    return sparse()[0][seed]


@claim()
def sparse_accuracy(seed):
    return sparse()[1][seed]


@cache
def sparser():
    return lecture().sparse(SEEDS, 0.003)


@claim()
def sparse_more_than_half(seed):
    return bool(sparser()[0][seed] > 0.5)


@cache
def forgotten_factor():
    right, forgotten = (lecture().forgotten(SEEDS, factor) for factor in (2.0, 1.0))
    return forgotten[0] - right[0]


@claim()
def forgotten_factor_costs(seed):
    return forgotten_factor()[seed]


def variance_of_one(net):
    """Exactly: an example's gradient of W is an outer product, so its square is |a|²·|δ|²."""
    L = lecture()
    inputs = [L.X_train, *net.activations(L.X_train)[:-1]]
    deltas = [len(L.X_train) * delta for delta in net.deltas(L.X_train, L.Y_train)]
    squares = [
        ((A**2).sum(axis=1) + 1) * (delta**2).sum(axis=1)
        for A, delta in zip(inputs, deltas, strict=True)
    ]
    full = L.flat_gradient(net, slice(None))
    return np.sum(squares, axis=0).mean() - full @ full, full @ full


@claim()
def noise_falls_as_one_over_m(seed):
    """The lecture's estimate times m is the exact variance of one, within the error of draws."""
    L, net, rng = lecture(), net_of(trained(32)[0], seed), np.random.default_rng(seed)
    one, _ = variance_of_one(net)
    ratios = [L.noise(net, m, rng)[0] * m / one for m in (4, 64)]
    return bool(np.all(np.abs(np.array(ratios) - 1) < 0.2))


@claim()
def noise_scale_grows(seed):
    before, after = (np.divide(*variance_of_one(net_of(nets, seed))) for nets in trained(32))
    return bool(after > 10 * before)


@cache
def schedules():
    return {name: lecture().scheduled(name, SEEDS) for name in lecture().SCHEDULES}


@claim()
def schedule_constant(seed):
    return schedules()["constant"][seed]


@claim()
def schedule_exponential(seed):
    return schedules()["exponential"][seed]


@claim()
def schedule_inverse(seed):
    return schedules()["inverse time"][seed]


@claim()
def folds_differ(seed):
    return np.ptp(lecture().five_folds(seed))
