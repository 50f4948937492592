"""What lecture 4 claims, computed with its own functions."""

import functools

import numpy as np

from course_lib import NetStack

from .claiming import FEWEST_SEEDS, claim, definitions

FAMILY = ("tanh", "relu", "leaky_relu")


def lecture():
    return definitions("04_vanishing_gradients", "X_train", "X_test", "y_train", "y_test")


def generator(seed):
    return np.random.default_rng(seed)


@claim()
def chain_of_ten(seed):
    gradients, _ = lecture().random_chains(seed, scale=1.0, L=10)
    return np.log10(np.median(gradients[:, -1]))


@claim()
def chain_share_of_bound(seed):
    gradients, bounds = lecture().random_chains(seed, scale=1.0, L=10)
    return np.median(gradients[:, -1] / bounds[:, -1])


@claim()
def no_scale_rescues_the_chain(seed):
    """Nor is any chain, of any scale, above its bound."""
    medians, kept = [], []
    for scale in (0.5, 1, 2, 3, 4, 6, 8, 16):
        gradients, bounds = lecture().random_chains(seed, scale, L=10)
        medians.append(np.median(gradients[:, -1]))
        kept.append(np.all(gradients <= bounds * (1 + 1e-9)))
    return bool(max(medians) < 1e-6 and all(kept))


@claim()
def sigmoid_first_to_last(seed):
    norms = lecture().gradient_norms(lecture().deep_net(10, seed, "sigmoid"))
    return np.log10(norms[0] / norms[-1])


@claim()
def others_keep_the_gradient(seed):
    """The median over the 20 starts seed·20, … is what the lecture's table shows."""
    L = lecture()
    for activation in FAMILY:
        starts = range(20 * seed, 20 * seed + 20)
        norms = np.median([L.gradient_norms(L.deep_net(10, s, activation)) for s in starts], axis=0)
        if norms[0] < 0.1 * norms[-1]:
            return False
    return True


def steps_to_leave_the_plateau(seed, depth, most=4000):
    """Steps until the loss is below .6, which is looked at every 20th step."""
    L = lecture()
    net, descent = L.deep_net(depth, seed, "sigmoid"), L.GradientDescent(2.0)
    for step in range(0, most, 20):
        if L.training_loss(net) < 0.6:
            return step
        L.descend(net, descent, 20)
    raise AssertionError(f"start {seed} with {depth} hidden layers is on the plateau for ever")


@claim()
def plateau_of_one_layer(seed):
    return steps_to_leave_the_plateau(seed, depth=1)


@claim()
def plateau_of_two_layers(seed):
    return steps_to_leave_the_plateau(seed, depth=2)


@claim()
def plateau_of_three_layers(seed):
    return steps_to_leave_the_plateau(seed, depth=3)


@claim()
def last_layer_leads_at_the_start(seed):
    norms = lecture().gradient_norms(lecture().deep_net(3, seed, "sigmoid"))
    return np.log10(norms[-1] / norms[0])


@claim()
def plateau_is_flat(seed):
    _, norms = lecture().before_and_on_the_plateau(5, seed)
    return bool(norms.max() < 10 * norms.min())


def learns_within(net, optimizer, steps):
    """Descend in stretches of 250 steps until every training point is on its right side."""
    L = lecture()
    for _ in range(0, steps, 250):
        L.descend(net, optimizer, 250)
        if np.all((net.forward(L.X_train) >= 0.5) == L.y_train):
            return True
    return False


@claim()
def three_layers_are_only_slow(seed):
    L = lecture()
    return learns_within(L.deep_net(3, seed, "sigmoid"), L.GradientDescent(2.0), 5000)


@functools.cache
def accuracies_of_six_layers(rate):
    """All starts of the lecture's deep_net at once, as it descends; float32, for half the time."""
    L, sizes = lecture(), [2, *[16] * 6, 1]
    X, y = L.X_train.astype(np.float32), L.y_train.astype(np.float32)
    seeds = range(FEWEST_SEEDS)
    nets = NetStack(sizes, "sigmoid", L.START["sigmoid"], seeds=seeds, dtype=np.float32)
    assert np.allclose(nets.weights[2][3], L.deep_net(6, 3, "sigmoid").weights[2])
    optimizer = L.GradientDescent(rate)
    for _ in range(1500):
        optimizer.step(nets.parameters(), [g for layer in nets.backward(X, y) for g in layer])
    return np.mean((nets.forward(X) >= 0.5) == y, axis=(1, 2))


@claim()
def six_layers_do_not_learn(seed):
    """Whatever the rate, the accuracy stays below three quarters."""
    return all(bool(accuracies_of_six_layers(rate)[seed] < 0.75) for rate in (0.2, 2.0, 20.0))


@claim()
def sigmoid_product_is_zero_from(seed):
    """Any z, whole or not: 0 above, not below, and never at −z or as σ(z)σ(−z)."""
    sigmoid, shift = lecture().sigmoid, generator(seed).uniform(0, 1)
    for kind, first in ((np.float64, 37), (np.float32, 17)):
        at, below, mirrored = kind(first + shift), kind(first - 1), kind(-first - shift)
        products = [s * (1 - s) for s in (sigmoid(at), sigmoid(below), sigmoid(mirrored))]
        if products[0] != 0 or min(products[1:]) == 0 or sigmoid(at) * sigmoid(mirrored) == 0:
            return False
    return True


@claim()
def dead_in_layer_one_stays_dead(seed):
    """One unit is made dead; it and all that die under a high rate stay dead."""
    L = lecture()
    net = L.deep_net(2, seed, "relu")
    net.biases[0][0] = -100

    def dead(net):
        return np.all(net.pre_activations(L.X_train)[0] <= 0, axis=0)

    seen = L.descend(net, L.GradientDescent(3.0), 200, dead, every=1)
    return bool(seen[:, 0].all() and not np.any(seen[:-1] & ~seen[1:]))


@claim()
def a_dead_unit_is_silent_and_deaf(seed):
    """Below zero for every example: it says 0, and no gradient comes; to its neighbours some."""
    net = lecture().deep_net(2, seed, "relu")
    net.biases[0][0] = -100
    said = net.activations(lecture().X_train)[0]
    dW, db = net.backward(lecture().X_train, lecture().y_train)[0]
    silent = np.all(said[:, 0] == 0) and np.all(dW[:, 0] == 0) and db[0] == 0
    return bool(silent and said[:, 1:].any() and dW[:, 1:].any())


@claim()
def large_steps_kill(seed):
    L, dead = lecture(), []
    for rate in (0.1, 3.0):
        net = L.deep_net(2, seed, "relu")
        L.descend(net, L.GradientDescent(rate), 300)
        dead.append(L.dead_fraction(net))
    return bool(dead[0] < 0.1 and dead[1] > dead[0])


@claim()
def saturated_stays_saturated(seed):
    L = lecture()
    wide, usual = (
        L.descend(
            L.deep_net(2, seed, "tanh", start), L.GradientDescent(0.3), 300, L.saturated_fraction
        )
        for start in (L.wide_start, None)
    )
    return bool(wide.min() > 0.6 and usual.max() < 0.3)


@functools.cache
def flow(seed, activation, initializer, width, depth=10, **cure):
    rng = generator(seed)
    return lecture().signal_flow(depth, width, activation, initializer, rng, batch=64, **cure)


def growth(*arguments, **cure):
    return lecture().growth_of_delta(flow(*arguments, **cure))


@claim()
def delta_growth_tanh(seed):
    return growth(seed, "tanh", "standard_normal", 256)


@claim()
def delta_growth_sigmoid(seed):
    return growth(seed, "sigmoid", "standard_normal", 256)


@claim()
def delta_growth_relu(seed):
    return growth(seed, "relu", "standard_normal", 256)


@claim()
def tanh_saturated(seed):
    return flow(seed, "tanh", "standard_normal", 256).saturated_fraction.mean()


@claim()
def sigmoid_vanishes_below_110(seed):
    """Shrinks at 80 units, grows at 150: single nets differ by some per cent."""
    shrinks, grows = (growth(seed, "sigmoid", "standard_normal", n) for n in (80, 150))
    return bool(shrinks < 1 < grows)


@claim()
def sigmoid_glorot_growth(seed):
    return growth(seed, "sigmoid", "glorot_normal", 64, depth=20)


@claim()
def variance_over_entries_looks_healthy(seed):
    return flow(seed, "sigmoid", "glorot_normal", 128, depth=20).activation_variance[-1]


@claim()
def variance_over_samples_dies(seed):
    seen = flow(seed, "sigmoid", "glorot_normal", 128, depth=20).activation_variance_over_samples
    return bool(seen[-1] < 1e-22 * seen[0])


@claim()
def exploding_without_clipping(seed):
    return lecture().exploding_accuracy(seed, None)


@claim()
def exploding_with_clipping(seed):
    return lecture().exploding_accuracy(seed, 1.0)


@claim()
def clipped_deltas_turn_the_gradient(seed):
    L = lecture()
    joint = L.cosine_with_true_gradient(seed, lambda net: L.clip(L.gradients_of(net), 1.0))
    each = L.cosine_with_true_gradient(seed, lambda n: L.gradients_from_clipped_deltas(n, 0.05))
    return bool(joint > 1 - 1e-12 and each < 0.95)


def cure(name, seed):
    profile = lecture().delta_profile(name, seed)
    return (profile[0] / profile[-1]) ** (1 / (len(profile) - 1))


@claim()
def cure_none(seed):
    return cure("sigmoid", seed)


@claim()
def cure_batch_norm(seed):
    return cure("batch norm", seed)


@claim()
def cure_residual(seed):
    return cure("residual", seed)


@claim()
def cure_relu(seed):
    return cure("ReLU, He", seed)


@claim()
def residual_relu_growth(seed):
    return growth(seed, "relu", "he_normal", 64, depth=20, residual=True)


@claim()
def batch_norm_relu_growth(seed):
    return growth(seed, "relu", "he_normal", 64, depth=20, normalize=True)


@claim()
def batch_norm_residual_growth(seed):
    return growth(seed, "relu", "he_normal", 64, depth=20, normalize=True, residual=True)


@claim()
def trial_sigmoid(seed):
    return lecture().trial("sigmoid", seed)


@claim()
def trial_residual(seed):
    return lecture().trial("sigmoid,\nresidual", seed)


@claim()
def trial_relu(seed):
    return lecture().trial("ReLU", seed)


@claim()
def trial_batch_norm(seed):
    return lecture().trial("ReLU,\nbatch norm", seed)


@claim()
def trial_no_shift(seed):
    return lecture().deep_accuracy(seed, *lecture().NO_SHIFT)


@claim()
def smooth_ones_overshoot(seed):
    """GELU, Swish, Mish have slopes above 1 and below 0; of the others none has."""
    z = np.sort(generator(seed).uniform(-4, 4, 2000))
    slopes = {name: act.derivative(z) for name, act in lecture().ACTIVATIONS.items()}
    both = {name for name, s in slopes.items() if s.max() > 1.05 and s.min() < -0.05}
    neither = {name for name, s in slopes.items() if s.max() <= 1 and s.min() >= 0}
    return both == {"gelu", "swish", "mish"} and both | neither == set(slopes)


@claim()
def orthogonal_keeps_delta(seed):
    L, rng = lecture(), generator(seed)
    weights = [L.orthogonal(rng, 32)] * 50
    layers, output = L.signal_propagation.forward(
        rng.normal(size=(8, 32)), weights, L.ACTIVATIONS["identity"]
    )
    deltas = L.signal_propagation.backward(rng.normal(size=output.shape), layers, weights)
    norms = [np.linalg.norm(delta) for delta in deltas]
    return bool(np.ptp(norms) < 1e-9 * norms[-1])


@claim()
def adam_leaves_the_plateau(seed):
    L = lecture()
    adam, plain = (L.optimizer_curve(name, seed)[-1] for name in ("adam", "gradient_descent"))
    return bool(adam < 0.5 and plain > 0.6)


@claim()
def adam_fails_at_ten_layers(seed):
    return bool(lecture().optimizer_curve("adam", seed, depth=10)[-1] > 0.3)
