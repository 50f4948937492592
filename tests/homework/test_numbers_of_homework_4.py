"""The monitor of four nets that homework 4 prints, and the factors in its model report."""

import re

import numpy as np
import pytest

from course_lib import MLP
from course_lib.datasets import circles
from course_tools.build.homework import read_cells

from .classroom import ROOT, homework

FOLDER = ROOT / "sources" / "homework" / "hw4_vanishing_gradients"
STEPS = (0, 250, 500)


def wide(rng, fan_in, fan_out):
    return rng.normal(0, 5, (fan_in, fan_out))


NETS = {  # hidden layers, activation, initialiser, learning rate
    "A": (10, "sigmoid", "glorot_normal", 2.0),
    "B": (2, "sigmoid", "glorot_normal", 2.0),
    "C": (3, "tanh", wide, 0.005),
    "D": (8, "relu", "standard_normal", 0.1),
}


def text():
    return "\n".join(cell.source for cell in read_cells(FOLDER, "notebook.py"))


def losses(net, X, y, rate):
    found = []
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            found.append(net.loss_value(X, y))
        gradients = [gradient for layer in net.backward(X, y) for gradient in layer]
        for parameter, gradient in zip(net.parameters(), gradients, strict=True):
            parameter -= rate * gradient
    return found


def number(printed: str) -> float:
    return float(printed.replace("−", "-").replace(",", "").replace(" %", "e-2"))


@pytest.mark.parametrize("name", NETS)
def test_the_monitor_of_the_four_nets_is_measured(name):
    depth, activation, start, rate = NETS[name]
    X, _, y, _ = circles()
    net = MLP([2] + [16] * depth + [1], activation, start, rng=np.random.default_rng(0))
    norms = [np.linalg.norm(dW) for dW, _ in net.backward(X, y)]
    Z, A = net.pre_activations(X)[:-1], net.activations(X)[:-1]
    slopes = np.array([np.abs(net.activation.derivative(z)) for z in Z])
    steepest = np.abs(net.activation.derivative(np.linspace(-10, 10, 2001))).max()
    first, last = (a.var(axis=0).mean() for a in (A[0], A[-1]))
    measured = [np.log10(norms[0] / norms[-1]), np.mean(slopes <= 0.05 * steepest), first, last]
    with np.errstate(over="ignore", invalid="ignore"):  # net D overflows: that is the point
        measured += losses(net, X, y, rate)
    row = re.search(rf"^\| {name} \| (.*) \|$", text(), re.MULTILINE)[1]
    printed = [number(cell) for cell in re.split(r" \| | → |, (?!0)(?=\D*\d*\.|nan)", row)]
    assert printed == pytest.approx(measured, rel=0.06, nan_ok=True)


@pytest.mark.parametrize("name", ["A", "B", "C"])
def test_the_printed_losses_do_not_hang_on_rounding(name):
    """Another machine rounds otherwise: then the same net must print the same."""
    depth, activation, start, rate = NETS[name]
    X, _, y, _ = circles()
    found = []
    for noise in (0.0, 1e-13, 1e-13, 1e-13):
        net = MLP([2] + [16] * depth + [1], activation, start, rng=np.random.default_rng(0))
        rng = np.random.default_rng(len(found))
        for parameter in net.parameters():
            parameter *= 1 + noise * rng.normal(size=parameter.shape)
        found.append(losses(net, X, y, rate))
    assert np.allclose(found, found[0], rtol=0.06)  # as closely as the text is held


def test_the_factors_of_the_model_report_hold_over_seeds():
    reference = homework(FOLDER).reference
    changes = {False: [], True: []}
    for seed in range(20):
        rng = np.random.default_rng(seed)
        weights = [rng.uniform(-1, 1, (32, 32)) / np.sqrt(32) for _ in range(30)]
        X, G = rng.normal(size=(2, 16, 32))
        for residual, found in changes.items():
            profile = reference["delta_profile"](weights, X, G, residual)
            found.append(reference["log10_ratios"](profile, -30)[0])
    plain, residual = (np.mean(found) for found in changes.values())
    assert (plain, residual) == pytest.approx((-7.4, 0.6), abs=0.05)
    assert (10 ** (plain / 29), 10 ** (residual / 29)) == pytest.approx((0.56, 1.05), abs=0.006)
    assert "about −7.4 over 29 steps" in text()
    assert "approx .56$ a layer. Residual: about +.6, a factor of 1.05" in text()
