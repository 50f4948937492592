"""What a cell's text says is read the same in any thread, whatever else goes on."""

import doctest
import gc
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from course_tools.grading.judge import names

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"


def test_doctests():
    assert doctest.testmod(names).failed == 0


def hand_over(phase: str, info: dict) -> None:
    """Let another thread run whenever the collector looks around."""
    time.sleep(0.0002)


def test_trees_may_be_made_in_many_threads():
    """Python 3.11 fails where the collector hands over in the middle of a tree."""
    source = "\n".join(f"x{n} = [f(a, b={n}) for a in range({n})]" for n in range(100))
    before = gc.get_threshold()
    gc.set_threshold(300)
    gc.callbacks.append(hand_over)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _: len(names.tree_of(source).body), range(40)))
    finally:
        gc.callbacks.remove(hand_over)
        gc.set_threshold(*before)
    assert found == [100] * 40


READ_BY_IPYTHON = (
    "\nx = 1",
    "  # indented\n  x = 1",
    "%time f()",
    "!ls",
    "x?",
    ">>> f()",
    "x = !ls",
)


@pytest.mark.parametrize("source", READ_BY_IPYTHON)
def test_what_is_no_plain_python_is_not_read_ahead(source):
    assert names.read_ahead(source) is None


def test_what_is_read_ahead_is_what_ipython_makes_of_it():
    cells = [c for path in SOLUTIONS.glob("*/*.ipynb") for c in nbformat.read(path, 4).cells]
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    assert len(sources) > 100
    for source in sources:
        code = TransformerManager().transform_cell(source)
        used, stored = names.names_in(code)
        assert names.read_ahead(source) == (code, sorted(used), sorted(stored))
