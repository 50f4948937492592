"""What lecture 7 claims, computed with its own functions; the seeds of a claim go side by side."""

from functools import cache

import numpy as np
from sklearn.model_selection import cross_validate

from course_lib import MLP
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
    return run_of_part_5(m)[:2]


@cache
def run_of_part_5(m):
    """These nets, and the validation losses of each after every epoch."""
    L = lecture()
    sizes = [L.X_train.shape[1], 256, 32, 10]
    before, after = (NetStack(sizes, seeds=SEEDS, dtype=np.float32) for _ in range(2))
    X, Y = (part.astype(np.float32) for part in (L.X_train, L.Y_train))
    settings = {"seed": 0, "m": m, "watch": lambda nets: nets.loss_values(L.X_val, L.Y_val)}
    seen = L.train_stack(after, X, Y, L.GradientDescent(0.01), L.EPOCHS, **settings)
    return before, after, seen


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
def loss_before_the_first_step(seed):
    L = lecture()
    return trained(32)[0].loss_values(L.X_train, L.Y_train)[seed]


@claim()
def validation_loss_still_falls(seed):
    """All the way, looked at every fifth epoch."""
    seen = run_of_part_5(32)[2][::-5, seed]  # the last epoch first
    return bool(np.all(np.diff(seen) > 0))


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


@claim()
def the_loss_alone_says_less(seed):
    """One epoch, the other's scale or start: from 50 or more to a quarter. Rate 10: no gain."""
    L, losses = lecture(), {}
    for case, (scale, rate) in SICK.items():
        rng = np.random.default_rng(seed)
        start = "standard_normal" if case == "start N(0, 1)" else "he_normal"
        net, X = MLP([L.X_train.shape[1], 256, 32, 10], "relu", start, rng=rng), scale * L.X_train
        losses[case] = [net.loss_value(X, L.Y_train)]
        for rows in L.batches(rng, len(X), 32):
            gradients = [g for layer in net.backward(X[rows], L.Y_train[rows]) for g in layer]
            L.GradientDescent(rate).step(net.parameters(), gradients)
        losses[case].append(net.loss_value(X, L.Y_train))
    *falling, staying = losses.values()
    return all(a > 50 and b < a / 4 for a, b in falling) and staying[1] > 2.2


SICK = {"pixels × 100": (100, 0.01), "start N(0, 1)": (1, 0.01), "η = 10": (1, 10)}


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
    return np.where(np.isfinite(losses), losses, np.inf)


@claim()
def no_best_rate_at_the_edge(seed):
    """Whatever the start, its best rate lies inside of the grid."""
    grids = lecture().GRIDS
    return all(0 < at_every_rate(name)[:, seed].argmin() < len(grids[name]) - 1 for name in grids)


def good_rates(name, seed):
    losses = at_every_rate(name)[:, seed]
    return np.sum(losses < 2 * losses.min())


@claim()
def good_rates_of_gd(seed):
    return good_rates("gradient_descent", seed)


@claim()
def good_rates_of_adam(seed):
    return good_rates("adam", seed)


@cache
def held_out_losses():
    return lecture().by_heart(SEEDS)[:, 1]


@claim()
def held_out_loss_turns(seed):
    """In the last ten epochs it is a fifth above its best, or more."""
    losses = held_out_losses()[:, seed]
    return bool(losses[-10:].mean() > 1.2 * losses.min())


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


@claim()
def sparser_accuracy(seed):
    return sparser()[1][seed]


@claim()
def a_norm_from_one_on(seed):
    """Half of the pairs are far apart: all of them obey for p ≥ 1, for p = ½ some do not."""
    L, (u, v) = lecture(), np.random.default_rng(seed).normal(size=(2, 2000, 5))
    u[1000:, :3] = v[1000:, 3:] = 0
    longest = {p: (L.lp(u + v, p) / (L.lp(u, p) + L.lp(v, p))).max() for p in (0.5, 1, 1.5, 2, 4)}
    return bool(longest.pop(0.5) > 1.5 and max(longest.values()) < 1 + 1e-12)


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
    return bool(before < 60 and after > max(10 * before, 300))


@cache
def with_batches(m):
    return lecture().with_batches(m, SEEDS)


@claim()
def larger_batches_bear_longer_steps(seed):
    return bool(with_batches(128)[seed] < 1 < 1.5 < with_batches(8)[seed])


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


@cache
def other_digits(seed):
    """What the recipe's five nets, one a fold, say of all digits that were in no fold."""
    L, order = lecture(), np.random.default_rng(seed).permutation(len(lecture().X_train))
    few, rest, labels = order[:300], order[300:], L.Y_train.argmax(axis=1)
    recipe = L.MLPClassifier((32,), epochs=20, random_state=seed)
    folds = L.KFold(5, shuffle=True, random_state=seed)
    settings = {"cv": folds, "return_estimator": True}
    run = cross_validate(recipe, L.X_train[few], labels[few], **settings)
    right = [model.score(L.X_train[rest], labels[rest]) for model in run["estimator"]]
    return run["test_score"], np.mean(right)


@claim()
def a_fold_is_off(seed):
    folds, truth = other_digits(seed)
    return np.mean(np.abs(folds - truth))


@claim()
def the_mean_of_folds_is_off(seed):
    folds, truth = other_digits(seed)
    return abs(folds.mean() - truth)
