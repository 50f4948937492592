"""Stored data of figures are what their scripts compute, and show what lectures and page say."""

import json

import numpy as np
import pytest

from course_lib.net_stack import NetStack
from course_tools.figures import (
    glorot_layers,
    he_depth,
    page,
    sigmoid_chains,
    stored,
    variance_50,
    xor_success,
)

from .reading import ROOT

FOLDER = ROOT / page.DATA
MOST_CPU_SECONDS = 300


def read(experiment):
    return stored.read(experiment, FOLDER)


@pytest.mark.parametrize("experiment", stored.EXPERIMENTS, ids=lambda e: e.FILE)
def test_the_data_were_made_with_the_settings_of_the_script_and_are_small(experiment):
    assert read(experiment)["settings"] == json.loads(json.dumps(experiment.SETTINGS))
    assert (FOLDER / experiment.FILE).stat().st_size < 200_000


def test_no_other_data_lie_about():
    assert {path.name for path in FOLDER.iterdir()} == {e.FILE for e in stored.EXPERIMENTS}


def test_all_of_it_took_less_than_five_minutes():
    text = (ROOT / page.PICTURES / "cpu_seconds.json").read_text(encoding="utf-8")
    seconds = json.loads(text)
    assert set(seconds) == {e.FILE for e in stored.EXPERIMENTS} | {"all"}
    assert 0 < seconds["all"] < MOST_CPU_SECONDS


def test_the_page_is_what_the_data_say():
    text, pictures = page.make(FOLDER)
    assert text == (ROOT / page.PAGE).read_text(encoding="utf-8"), "run `course figures --page`"
    assert {path.name for path in (ROOT / page.PICTURES).glob("*.png")} == set(pictures)
    assert all(f"](figures/{name})" in text for name in pictures)


def test_writing_and_reading_keep_the_settings_and_four_digits(tmp_path):
    settings = sigmoid_chains.SETTINGS | {"deviations": [1.0], "chains": 10, "seeds": 2}
    assert stored.write(sigmoid_chains, tmp_path / "new", settings) > 0
    found = stored.read(sigmoid_chains, tmp_path / "new")
    assert found["settings"] == settings
    expected = sigmoid_chains.compute(settings)["1.0"]["gradient"]
    np.testing.assert_allclose(found["1.0"]["gradient"], expected, rtol=1e-3)


@pytest.mark.parametrize(
    ("later", "rewritten"),
    [
        ({"a": 11.9, "all": 11.9}, False),
        ({"a": 12.1, "all": 11.0}, True),
        ({"a": 10.0, "b": 1.0, "all": 11.0}, True),
    ],
)
def test_times_are_recorded_anew_where_they_differ(tmp_path, later, rewritten):
    file, first = tmp_path / "figures" / "cpu_seconds.json", {"a": 10.0, "all": 10.0}
    stored.record(first, file)
    stored.record(later, file)
    assert json.loads(file.read_text(encoding="utf-8")) == (later if rewritten else first)


# Glorot & Bengio


def test_one_seed_of_glorots_layers_again():
    for start in glorot_layers.SETTINGS["starts"]:
        found = read(glorot_layers)[start]
        A, deltas, gradients, *_ = glorot_layers.random_pass(start, 0)
        for name, part in {"activation": A, "delta": deltas, "weight_gradient": gradients}.items():
            np.testing.assert_allclose(found[name][0], [a.std() for a in part], rtol=1e-3)


def test_theory_fits_and_weight_gradients_are_flat():
    for start, c in glorot_layers.SETTINGS["starts"].items():
        found = read(glorot_layers)[start]
        for name in ("activation", "delta"):
            np.testing.assert_allclose(
                np.mean(found[name], axis=0), found["theory"][name], rtol=0.01
            )
        flat = np.array(found["weight_gradient"])[:, 1:]
        assert (flat.max(axis=1) / flat.min(axis=1)).max() < 1.1
        jacobian = np.mean(found["jacobian"], axis=0)
        assert found["jacobian_theory"] == pytest.approx(8 / (3 * np.pi) * np.sqrt(c), rel=1e-3)
        assert np.all(np.diff(jacobian) > 0)
        assert np.all(jacobian < found["jacobian_theory"])


def test_the_mean_singular_value_of_a_random_matrix_is_that_of_theory():
    W = np.random.default_rng(0).normal(0, 1 / 20, size=(400, 400))
    mean = np.linalg.svd(W, compute_uv=False).mean()
    assert mean == pytest.approx(8 / (3 * np.pi), rel=0.01)


# Sigmoid chains


def test_chains_keep_their_bound_and_no_scale_rescues_them():
    data = read(sigmoid_chains)
    ten = sigmoid_chains.SETTINGS["lengths"].index(10)
    for deviation in sigmoid_chains.SETTINGS["deviations"]:
        found = data[str(deviation)]
        assert np.max(found["largest_share"]) <= 1
        assert np.max(np.array(found["gradient"])[:, ten]) < -6
    assert np.all(np.diff(np.mean(data["8.0"]["bound"], axis=0)) > 0)  # the bound says nothing


def test_the_chains_are_the_product_of_their_slopes():
    weights, x = np.random.default_rng(0).normal(size=(5, 3)), np.arange(5.0)

    def output(x):
        for w in weights.T:
            x = 1 / (1 + np.exp(-w * x))
        return x

    slopes = np.abs(output(x + 1e-6) - output(x - 1e-6)) / 2e-6
    gradient, bound = sigmoid_chains.gradients_and_bounds(weights, x)
    np.testing.assert_allclose(gradient[:, -1], slopes, rtol=1e-4, atol=1e-10)
    assert np.all(gradient <= bound)


# Variance through 50 layers


@pytest.mark.parametrize("pair", [("relu", "he_normal"), ("sigmoid", "glorot_normal")])
def test_one_cell_of_the_table_of_variances_again(pair):
    found = read(variance_50)[pair[0]][pair[1]]
    again = variance_50.logarithms(*pair, seed=0)
    for name, value in zip(variance_50.QUANTITIES, again, strict=True):
        assert found[name][0] == pytest.approx(value, abs=2e-3 * max(1, abs(value)))


@pytest.mark.parametrize(
    ("activation", "initializer", "forward", "back"),
    [
        ("tanh", "glorot_normal", -2.01, -1.84),
        ("relu", "he_normal", -0.19, 0.02),
        ("sigmoid", "glorot_normal", -1.84, -61.5),
    ],
)
def test_the_table_agrees_with_an_independent_run(activation, initializer, forward, back):
    found = read(variance_50)[activation][initializer]
    for name, expected in {"activation": forward, "delta": back}.items():
        values = np.array(found[name])
        slack = 4 * values.std(ddof=1) / np.sqrt(len(values)) + 0.02 * abs(expected) + 0.05
        assert values.mean() == pytest.approx(expected, abs=slack)


def test_the_table_shows_what_the_lecture_says():
    """He keeps both ReLUs and only he; nothing keeps the sigmoid's δ or its examples apart."""
    data, names = read(variance_50), variance_50.SETTINGS["initializers"]
    he = {"he_uniform", "he_normal"}
    for activation in ("relu", "leaky_relu"):
        for name in set(names) - {"zeros"}:
            kept = abs(np.mean(data[activation][name]["activation"])) < 2
            assert kept == (name in he), (activation, name)
    for name in names:
        for part in ("activation_over_samples", "delta"):
            values = data["sigmoid"][name][part]
            assert None in values or abs(np.mean(values)) > 1, (name, part)
    healthy = [
        abs(np.mean(data["sigmoid"][name]["activation"])) < 3 for name in set(names) - {"zeros"}
    ]
    assert all(healthy)
    assert all(v is None for v in data["relu"]["zeros"]["delta"])


# XOR


def test_a_shortened_run_of_xor_gives_the_first_counts():
    settings = xor_success.SETTINGS | {"epochs": 500}
    counts = xor_success.learned("binary_cross_entropy", 1.0, settings).sum(axis=2)[0]
    data = read(xor_success)["binary_cross_entropy"]["1.0"]
    assert counts.tolist() == [data[name][0] for name in xor_success.SETTINGS["initializers"]]


def test_xor_is_never_learned_from_zeros_and_often_from_random_weights():
    for by_rate in (read(xor_success)[loss] for loss in xor_success.SETTINGS["losses"]):
        for counts in by_rate.values():
            assert set(counts["zeros"]) == {0}
        assert by_rate["1.0"]["standard_normal"][-1] > 50
        assert by_rate["0.1"]["standard_normal"][-1] < by_rate["1.0"]["standard_normal"][-1]


def test_the_stack_of_all_starts_holds_each_in_its_place():
    nets = xor_success.stacked_nets("mse", xor_success.SETTINGS | {"seeds": 3})
    names = xor_success.SETTINGS["initializers"]
    alone = NetStack([2, 2, 1], initializer="he_normal", seeds=range(3))
    first = 3 * names.index("he_normal")
    np.testing.assert_array_equal(nets.weights[0][first : first + 3], alone.weights[0])
    assert not nets.weights[0][:3].any()


# He


def losses(depth, initializer):
    return np.array(read(he_depth)["training_loss"][str(depth)][initializer])


def test_a_step_is_that_of_backpropagation():
    X, Y = he_depth.data(20)
    one, other = (NetStack([64, 8, 8, 10], seeds=range(3), dtype=np.float32) for _ in range(2))
    rows = np.random.default_rng(0).permuted(np.tile(np.arange(20), (3, 1)), axis=1)
    gradients = [g for layer in one.backward(X[rows], Y[rows]) for g in layer]
    for parameter, gradient in zip(one.parameters(), gradients, strict=True):
        parameter -= 0.5 * gradient
    he_depth.descend(other, X[rows], Y[rows], 0.5)
    for expected, found in zip(one.parameters(), other.parameters(), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-6)


def test_a_shortened_run_gives_the_stored_first_losses():
    """Ten layers, Glorot: deeper nets from He's start multiply the last bit of float32."""
    again = he_depth.loss_curves(10, "glorot_normal", epochs=5)
    np.testing.assert_allclose(again, losses(10, "glorot_normal")[:, :2], atol=2e-3)


def test_the_curves_show_what_the_lecture_says():
    """The medians: He's start learns at every depth, Glorot's waits longer the deeper the net."""
    waits, every = [], he_depth.SETTINGS["every"]
    for depth in he_depth.SETTINGS["depths"]:
        he, glorot = (
            np.median(losses(depth, name), axis=0) for name in ("he_normal", "glorot_normal")
        )
        assert he[-1] < 0.01
        waits.append(every * np.flatnonzero(glorot < page.KNOWS_NOTHING)[0])
        assert every * np.flatnonzero(he < page.KNOWS_NOTHING)[0] < waits[-1]
    at_30 = losses(30, "glorot_normal").min(axis=1) < page.KNOWS_NOTHING
    assert at_30.any()
    assert not at_30.all()
    assert waits == sorted(waits)
    assert waits[1] > 50
    assert waits[2] > 100
