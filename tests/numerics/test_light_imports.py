"""`import course_lib` is quick: what is heavy comes with its first use."""

import subprocess
import sys

import pytest

import course_lib

HEAVY = ["scipy", "sklearn", "matplotlib", "IPython", "ipywidgets"]


def loaded_after(code):
    """Which of HEAVY a fresh Python holds after this code."""
    report = f"\nimport sys; print(*[name for name in {HEAVY} if name in sys.modules])"
    outcome = subprocess.run(
        [sys.executable, "-c", code + report], capture_output=True, text=True, check=True
    )
    return outcome.stdout.split()


def test_importing_the_library_loads_nothing_heavy():
    assert loaded_after("import course_lib; dir(course_lib)") == []


def test_a_network_needs_scipy_alone():
    assert loaded_after("import course_lib; course_lib.MLP([2, 1])") == ["scipy"]


def test_the_engine_needs_scipy_alone():
    assert loaded_after("import course_lib.autodiff") == []
    assert loaded_after("from course_lib.autodiff import Tensor; Tensor(1.0).sum()") == []
    assert loaded_after("from course_lib.autodiff import Linear; Linear(2, 1)") == ["scipy"]


def test_data_sets_load_scikit_learn_when_asked():
    assert loaded_after("import course_lib; course_lib.datasets.gates('AND')") == []
    assert "sklearn" in loaded_after("import course_lib; course_lib.datasets.circles()")


@pytest.mark.parametrize("name", course_lib.__all__)
def test_every_name_that_is_offered_can_be_had(name):
    assert getattr(course_lib, name)


@pytest.mark.parametrize(
    "name", ["MLP", "ScalarNet", "Perceptron", "MLPClassifier", "gradient_check", "signal_flow"]
)
def test_the_names_that_lectures_import_are_offered(name):
    assert name in course_lib.__all__
    assert getattr(course_lib, name).__name__ == name
