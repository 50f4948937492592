"""What a cell's text says is read the same in any thread, whatever else goes on."""

import doctest
import gc
import time
from concurrent.futures import ThreadPoolExecutor

from course_tools.grading.judge import names


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
