"""What lecture 3 claims, computed with its own functions."""

import numpy as np

from .claiming import claim, definitions

EVERYTHING = ("X_train", "X_test", "y_train", "y_test")


def lecture():
    return definitions("03_vectorized_backprop", *EVERYTHING)


@claim(seeds=500)
def untrained_accuracy(seed):
    L = lecture()
    *_, y_hat = L.forward(L.random_parameters(np.random.default_rng(seed), h=4), L.X_train)
    return L.accuracy(L.y_train, y_hat)


@claim(seeds=40)
def circles_over_shuffles(seed):
    return lecture().train_accuracy(start=42, shuffle=seed)


@claim(seeds=100)
def circles_over_starts(seed):
    return lecture().train_accuracy(start=seed, shuffle=0)


@claim()
def circles_without_decay(seed):
    return lecture().train_accuracy(start=42, shuffle=seed, decay=1.0)


@claim(seeds=40)
def eight_with_transpose(seed):
    L = lecture()
    return L.accuracy_of_eight(seed, L.gradients_of)


@claim(seeds=40)
def eight_without_transpose(seed):
    L = lecture()
    return L.accuracy_of_eight(seed, L.gradients_without_transpose)


@claim()
def missing_transpose_is_silent_on_square_layers(seed):
    """No error, the right shapes, and a gradient that a check refuses; the right one passes."""
    L, rng = lecture(), np.random.default_rng(seed)
    X, Y = rng.normal(size=(5, 2)), rng.integers(0, 2, size=(5, 3)).astype(float)
    square = L.random_parameters(rng, h=3, k=3)

    def loss(parameters):
        return L.binary_cross_entropy(Y, L.forward(parameters, X)[-1])

    numerical = L.central_differences(loss, square)
    right, wrong = L.backward(square, X, Y), L.backward_without_transpose(square, X, Y)
    close = [np.allclose(r, n, rtol=1e-6, atol=1e-8) for r, n in zip(right, numerical, strict=True)]
    off = np.linalg.norm(wrong[0] - right[0]) / np.linalg.norm(right[0])
    return all(close) and [w.shape for w in wrong] == [p.shape for p in square] and bool(off > 0.01)


@claim()
def missing_transpose_is_off_by_root_two(seed):
    rng = np.random.default_rng(seed)
    W, delta = rng.normal(size=(300, 300)), rng.normal(size=(200, 300))
    return np.linalg.norm(delta @ W - delta @ W.T) / np.linalg.norm(delta @ W.T)


@claim()
def minibatch_variance(seed):
    """Unbiased, and variance · m is the variance of one example, within the error of 4000 draws."""
    G, full = gradients_of_single_examples()
    rng, one = np.random.default_rng(seed), ((G - full) ** 2).sum(axis=1).mean()
    for m in (1, 4, 16, 64):
        estimates = G[rng.integers(len(G), size=(4000, m))].mean(axis=1)
        variance = ((estimates - full) ** 2).sum(axis=1).mean()
        bias = np.linalg.norm(estimates.mean(axis=0) - full)
        if abs(variance * m / one - 1) > 0.15 or bias > 5 * np.sqrt(one / m / 4000):
            return False
    return True


def gradients_of_single_examples():
    L = lecture()
    net = L.circles_net(42)

    def flat(rows):
        gradients = L.gradients_of(net, L.X_train[rows], L.y_train[rows])
        return np.concatenate([gradient.ravel() for gradient in gradients])

    return np.stack([flat([n]) for n in range(len(L.X_train))]), flat(slice(None))


@claim()
def small_batches_win_per_epoch(seed):
    """After the same number of epochs at the same rate, the smaller batch has the lower loss."""
    L = lecture()
    losses = []
    for m in (1, 8, 32, 140):
        rng = np.random.default_rng(seed)
        net = L.small_net(rng)
        settings = {"learning_rate": 0.1, "epochs": 40, "batch_size": m}
        L.train(net, L.X_train, L.y_train, rng, **settings)
        losses.append(L.training_loss(net))
    return losses == sorted(losses)


@claim()
def shuffled_after_five(seed):
    return lecture().after_five_epochs(seed, shuffled=True)


@claim()
def sorted_after_five(seed):
    return lecture().after_five_epochs(seed, shuffled=False)


@claim()
def learning_rates_too_small_right_too_large(seed):
    """After 100 epochs: still far off at .001, learned at 1, at 10 ten times that loss and more."""
    L = lecture()
    final = {
        rate: L.loss_curve(seed, learning_rate=rate, epochs=100) for rate in (0.001, 1.0, 10.0)
    }
    too_small, right, too_large = [curve[-1] for curve in final.values()]
    return bool(too_small > 0.6 and right < 0.05 and too_large > 10 * right)


@claim()
def zero_start_moves_the_output_bias_alone(seed):
    """tanh and ReLU: whatever the data, only b2 moves, to the log-odds of the classes."""
    L, outcome = lecture(), []
    X, y = a_third_of_class_one(L, seed)
    for activation in ("tanh", "relu"):
        W1, b1, W2, b2 = L.from_zero(activation, X, y)
        log_odds = np.log(y.mean() / (1 - y.mean()))
        outcome += [not W1.any(), not b1.any(), not W2.any(), abs(b2[0] - log_odds) < 1e-3]
    return all(outcome)


@claim()
def zero_start_makes_copies(seed):
    """Sigmoid: W1 moves, and its columns stay equal."""
    L = lecture()
    W1, b1, W2, _ = L.from_zero("sigmoid", *a_third_of_class_one(L, seed))
    moved = abs(W1).max() > 1e-3
    return bool(moved and np.ptp(W1, axis=1).max() < 1e-9 and np.ptp(b1) + np.ptp(W2) < 1e-9)


def a_third_of_class_one(L, seed):
    rng = np.random.default_rng(seed)
    ones, others = np.flatnonzero(L.y_train == 1), np.flatnonzero(L.y_train == 0)
    rows = np.r_[others, rng.choice(ones, 35, replace=False)]
    return L.X_train[rows], L.y_train[rows]


@claim()
def moons_without_l2(seed):
    return moons_losses(seed, 0.0)[-1, 1]


@claim()
def moons_with_l2(seed):
    return moons_losses(seed, 0.003)[-1, 1]


@claim()
def moons_with_strong_l2(seed):
    return moons_losses(seed, 0.3)[-1, 1]


@claim()
def moons_best_epoch(seed):
    return moons_losses(seed, 0.0)[:, 1].min()


def moons_losses(seed, strength):
    return lecture().train_moons(seed, strength)[1]


@claim()
def the_box_of_lecture_1_opened(seed):
    """Lecture 1's `learn`, and this lecture's `update` with the gradients of `backward`."""
    one, three = definitions("01_perceptron_xor"), lecture()
    X, y = one.gates("XOR")
    closed, opened = one.tiny_net(seed), one.tiny_net(seed)
    one.learn(closed, X, y, learning_rate=1.0, epochs=200)
    for _ in range(200):
        three.update(opened.parameters(), three.gradients_of(opened, X, y), learning_rate=1.0)
    return bool(np.array_equal(closed.forward(X), opened.forward(X)))
