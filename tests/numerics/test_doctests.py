"""Every example in a docstring of course_lib is run."""

import doctest
import importlib
import pkgutil

import pytest

import course_lib

MODULES = ["course_lib"] + [
    module.name for module in pkgutil.walk_packages(course_lib.__path__, "course_lib.")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # an example that writes a file leaves nothing in the repository
    module = importlib.import_module(name)
    outcome = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert outcome.failed == 0


def test_the_numerics_have_examples():
    for name in ("activations", "losses", "initializers"):
        module = importlib.import_module(f"course_lib.{name}")
        assert len([t for t in doctest.DocTestFinder().find(module) if t.examples]) > 5
