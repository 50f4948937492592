"""The numbers in homework 5: its examples, and those of its model answers, over 20 seeds."""

import math
import re
from itertools import pairwise

import numpy as np
import pytest

from course_tools.build.homework import read_cells

from .classroom import ROOT, homework

FOLDER = ROOT / "sources" / "homework" / "hw5_initialization"
SEEDS = range(20)
ZIGZAG = [64, 512] * 20 + [64]


def text() -> str:
    return "\n".join(cell.source for cell in read_cells(FOLDER, "notebook.py"))


def reference() -> dict:
    return homework(FOLDER).reference


def variances(law: dict, *arguments) -> list[float]:
    laws = reference()[law](*arguments)
    return [one["variance"] for one in (laws[0] if isinstance(laws, list) else [laws])]


def test_the_examples_are_what_the_solutions_give():
    right = reference()
    assert right["scale"]("two_points", 4) == pytest.approx(2)
    assert variances("law_glorot", 0, 12, 24, "normal") == pytest.approx([1 / 18])  # 6 times ⅓
    by_direction = [right["he_variance"](2, 4, way) for way in ("forward", "backward")]
    assert by_direction == pytest.approx([1, 1 / 2])
    assert variances("law_weights_for", 0, 40, 10, 0.5) == pytest.approx([1 / 20])  # ½ for 4
    z = np.linspace(-9, 9, 301)
    for a, gain in [(z, 1), (z.clip(0), 1.4142), (2 * z.clip(0), 0.70711), (10 + 0 * z, 0.1)]:
        assert right["gain_on_grid"](z, a) == pytest.approx(gain, rel=1e-4)
    assert right["gain_on_grid"](z, 2 + 0 * z) == pytest.approx(1 / 2)
    assert right["predicted_moments"]([2, 3, 5], [0.5, 1], 0) == pytest.approx([1, 1.5])
    one = np.array([[-1.0]])
    assert right["measured_moments"](np.array([[2.0]]), [one, one], 0.5) == pytest.approx([4, 1])
    assert right["net_factors"]([1, 4, 2], "backward") == pytest.approx((1 / 2, 1))
    W = np.random.default_rng(0).choice([-1, 1], (50, 30)) * np.sqrt(0.0401)
    assert right["who_drew_it"](W) == 0
    assert variances("law_initial_parameters", 0, [20, 40, 30], 0) == pytest.approx([1 / 20] * 2)


def test_the_model_derivation_states_the_powers():
    after_ten = [q ** (2**10) for q in (0.9, 1.1)]
    assert after_ten == pytest.approx([1.4e-47, 2.4e42], rel=0.02)
    assert r"0.9^{1024} \approx 1.4 \cdot 10^{-47}" in text()
    assert r"1.1^{1024} \approx 2.4 \cdot 10^{42}" in text()


def test_single_relu_nets_scatter_as_the_model_answer_says():
    sizes = [20] + [200] * 30
    logs = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(100, 20))
        weights = reference()["initial_parameters"](rng, sizes, 0.0)[0]
        logs.append(np.log10(reference()["measured_moments"](X, weights, 0.0)[-1]))
    assert np.std(logs, ddof=1) == pytest.approx(0.4, abs=0.05)
    assert "of hidden layer 30 has a standard deviation of .4" in text()


def tanh_net(variance, seed: int) -> tuple[list[float], float]:
    """E[a²] of each layer of the zigzag, and the mean square of δ in layer 1 over the last."""
    rng = np.random.default_rng(seed)
    A = [rng.normal(size=(100, ZIGZAG[0]))]
    weights = []
    for sides in pairwise(ZIGZAG):
        weights.append(rng.normal(0, np.sqrt(variance(*sides)), sides))
        A.append(np.tanh(A[-1] @ weights[-1]))
    deltas = [rng.normal(size=A[-1].shape) * (1 - A[-1] ** 2)]
    for W, a in zip(weights[:0:-1], A[-2:0:-1], strict=True):
        deltas.append((deltas[-1] @ W.T) * (1 - a**2))
    first, last = (np.mean(delta**2) for delta in (deltas[-1], deltas[0]))
    return [np.mean(a**2) for a in A[1:]], first / last


@pytest.mark.parametrize(
    ("variance", "median", "smallest", "largest", "of_delta"),
    [
        (lambda n_in, n_out: 2 / (n_in + n_out), 3.2e-9, 1.7e-9, 7.8e-9, 2.0e-9),
        (lambda n_in, n_out: 1 / n_in, 0.012, 0.0079, 0.0172, 0.0025),
    ],
    ids=["glorot", "forward"],
)
def test_the_experiment_of_the_model_answer_is_measured(
    variance, median, smallest, largest, of_delta
):
    runs = [tanh_net(variance, seed) for seed in SEEDS]
    last = [moments[-1] for moments, _ in runs]
    assert np.median(last) == pytest.approx(median, rel=0.02)
    assert (min(last), max(last)) == pytest.approx((smallest, largest), rel=0.02)
    assert np.median([ratio for _, ratio in runs]) == pytest.approx(of_delta, rel=0.02)
    if median == 0.012:
        on_the_way = np.median([moments for moments, _ in runs], axis=0)[[1, 9, 39]]
        assert on_the_way == pytest.approx([0.24, 0.05, 0.012], rel=0.04)


def test_the_numbers_that_were_measured_are_those_of_the_text():
    pair = math.prod(reference()["net_factors"]([64, 512, 64], "glorot")) ** 0.5
    assert (pair, pair**20) == pytest.approx((0.395, 8.6e-9), rel=0.01)
    numbers = [r"3.2 \cdot 10^{-9}", r"1.7 \cdot 10^{-9}", r"7.8 \cdot 10^{-9}", ".012", ".0079"]
    numbers += [".0172", r"2.0 \cdot 10^{-9}", ".0025", "100 inputs", "20 seeds", "40 layers"]
    (experiment,) = re.findall(r"\*\*Experiment\.\*\*.*", text())
    assert not [number for number in numbers if number not in experiment]
    assert "is .24, .05, .012 after 2, 10, 40 layers" in text()
