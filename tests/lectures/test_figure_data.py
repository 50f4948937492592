"""The stored data of a figure are what its script computes, and show what the lecture says."""

import json

import numpy as np
import pytest

from course_tools.figures import he_depth

from .reading import ROOT

FOLDER = ROOT / "sources" / "lectures" / "figure_data"
INITIALIZERS = ("he_normal", "glorot_normal")


@pytest.fixture(scope="module")
def stored():
    return json.loads((FOLDER / he_depth.FILE).read_text(encoding="utf-8"))


def losses(stored, depth, initializer):
    return np.array(stored["training_loss"][str(depth)][initializer])


def test_the_stored_runs_were_made_with_the_settings_of_the_script(stored):
    settings = he_depth.SETTINGS
    assert stored["settings"] == settings
    assert set(stored["training_loss"]) == {str(depth) for depth in settings["depths"]}
    for of_depth in stored["training_loss"].values():
        assert list(of_depth) == settings["initializers"]
        for runs in of_depth.values():
            assert np.shape(runs) == (settings["seeds"], settings["epochs"] + 1)
            assert np.isfinite(runs).all()


def test_the_explorer_draws_the_same_runs(stored):
    short = ROOT / "course_lib" / "explorers" / he_depth.FILE
    assert json.loads(short.read_text(encoding="utf-8")) == he_depth.summary(stored)


def test_the_stored_file_is_small():
    assert (FOLDER / he_depth.FILE).stat().st_size < 200_000


def test_a_run_of_one_epoch_gives_the_stored_first_losses(stored):
    for initializer in he_depth.SETTINGS["initializers"]:
        again = he_depth.loss_curve(10, initializer, seed=0, epochs=1)
        np.testing.assert_allclose(again, losses(stored, 10, initializer)[0, :2], atol=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("initializer", "epochs", "tolerance"),
    [("glorot_normal", 3, 1e-3), ("he_normal", 0, 1e-3), ("he_normal", 1, 0.03)],
)
def test_a_shortened_run_of_everything_gives_the_stored_first_losses(
    stored, initializer, epochs, tolerance
):
    """Deep nets from He's start multiply the last bit of float32 within one epoch."""
    settings = he_depth.SETTINGS | {"initializers": [initializer]}
    again = he_depth.curves(settings, epochs)
    for depth in settings["depths"]:
        first = losses(stored, depth, initializer)[:, : epochs + 1]
        np.testing.assert_allclose(again[str(depth)][initializer], first, atol=tolerance)


def test_the_curves_show_what_the_lecture_says(stored):
    """The medians: He's start learns at every depth, Glorot's waits longer the deeper the net."""
    knows_nothing = 0.95 * np.log(10)
    waits = []
    for depth in he_depth.SETTINGS["depths"]:
        he, glorot = (np.median(losses(stored, depth, name), axis=0) for name in INITIALIZERS)
        assert he[-1] < 0.01
        waits.append(np.flatnonzero(glorot < knows_nothing)[0])  # fails if it never leaves
        assert np.flatnonzero(he < knows_nothing)[0] < waits[-1] / 2
    assert waits == sorted(waits)
    assert waits[1] > 50
    assert waits[2] > 100


def test_main_writes_the_file_with_its_settings(tmp_path, stored):
    small = he_depth.SETTINGS | {"depths": [3], "seeds": 2, "epochs": 1, "examples": 100}
    path = he_depth.main(tmp_path / "new", small)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == he_depth.FILE
    assert written.keys() == stored.keys()
    assert written["settings"] == small
    assert np.shape(written["training_loss"]["3"]["he_normal"]) == (2, 2)
