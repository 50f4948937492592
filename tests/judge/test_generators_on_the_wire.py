"""Random generators that cross to another process go on as they would have here."""

import numpy as np
import pytest

from course_tools.grading.judge.wire import WireError, pack, unpack

KINDS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_and_children_are_the_same_on_both_sides(kind):
    here = np.random.Generator(getattr(np.random, kind)(7))
    here.normal(size=3)
    here.spawn(2)
    there = unpack(*pack(here))
    assert here.normal() == there.normal()
    assert [c.normal() for c in here.spawn(3)] == [c.normal() for c in there.spawn(3)]


def test_a_pool_of_seeds_is_bounded():
    header, blobs = pack(np.random.default_rng(1))
    for name, value in header["v"][1]["v"]:
        if name == "pool_size":
            assert value == 4
    header["v"][1]["v"] = [
        [name, 10**9 if name == "pool_size" else value] for name, value in header["v"][1]["v"]
    ]
    with pytest.raises(WireError, match="too many seeds"):
        unpack(header, blobs)
