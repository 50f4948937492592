"""What lecture 8 claims of its own, computed with its own functions.

What it repeats of other lectures is claimed there, under the same names.
"""

from functools import cache

import numpy as np

from course_lib import MLP, signal_flow

from .claiming import claim, definitions


@cache
def lecture():
    return definitions("08_find_the_bug", "x_321", "y_321", "X_train", "y_train")


@claim()
def a_plus_climbs(seed):
    """From any start a small step with the gradient raises the error, one against it lowers it."""
    L, rng = lecture(), np.random.default_rng(seed)
    net = MLP([3, 2, 1], "sigmoid", "standard_normal", "mse", rng, output="sigmoid")
    up, down = (L.error_after_a_step(net, sign) for sign in (+1, -1))
    return bool(up > L.half_error(net) > down)


@claim()
def only_one_start_keeps_the_sigmoid(seed):
    """Over 20 layers of the slider: N(0, 1) within 10^±1.5, any other below 10⁻¹⁵."""
    kept = {}
    for start in lecture().STARTS:
        flow = signal_flow(20, 128, "sigmoid", start, np.random.default_rng(seed), batch=64)
        lost = np.log10(flow.delta_variance[0] / flow.delta_variance[-1])
        kept[start] = lost, flow.saturated_fraction.mean()
    lost, saturated = kept.pop("standard_normal")
    return bool(abs(lost) < 1.5 and saturated > 0.5 and all(l < -15 for l, _ in kept.values()))


@claim()
def transposed_ratios_have_no_pattern(seed):
    """Without the transpose no two ratios agree within 1 %, none is 1; with it all are."""
    L, rng = lecture(), np.random.default_rng(seed)
    W, delta = rng.normal(size=(3, 3)), rng.normal(size=(1, 3))
    wrong = np.sort(L.blame(W, lambda d, W: d @ W, delta))
    right = L.blame(W, lambda d, W: d @ W.T, delta)
    apart = np.diff(wrong).min() > 0.01 * np.abs(wrong).min()
    return bool(apart and np.abs(wrong - 1).min() > 1e-3 and np.allclose(right, 1))


@claim()
def biases_fade_alike(seed):
    """From the last layer to the first both lose four powers of ten, about equally."""
    lost = np.log10(lecture().norms_of_both(seed))
    lost = lost[:, -1] - lost[:, 0]
    return bool(lost.min() > 4 and abs(lost[0] - lost[1]) < 1.5)


@claim()
def positive_weights_explode(seed):
    """Ten layers: a factor above 10¹⁵ with absolute values, between .02 and 20 without."""
    grown = []
    for start in (lecture().absolute_he, "he_normal"):
        flow = signal_flow(10, 128, "relu", start, np.random.default_rng(seed), batch=64)
        grown.append(flow.activation_variance[-1] / flow.activation_variance[0])
    return bool(grown[0] > 1e15 and 0.02 < grown[1] < 20)


@claim()
def convex_from_any_start(seed):
    return lecture().length_of_w("XOR", 1_000, seed) < 1e-3


@claim()
def separable_runs_away(seed):
    """On AND the length grows by about the same for each factor 10 of steps."""
    lengths = [lecture().length_of_w("AND", steps, seed) for steps in (100, 1_000, 10_000)]
    grown = np.diff(lengths)
    return bool(grown.min() > 5 and 0.7 < grown[1] / grown[0] < 1.5)
