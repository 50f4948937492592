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


def test_a_generator_that_stands_still_does_not_cross():
    legacy, bits = np.random.RandomState(1), np.random.PCG64(1)
    name, key, *rest = legacy.get_state()
    legacy.set_state((name, np.zeros_like(key), *rest))
    bits.state = bits.state | {"state": {"state": 0, "inc": 0}}
    for generator in (
        legacy,
        np.random.Generator(legacy._bit_generator),
        np.random.Generator(bits),
    ):
        with pytest.raises(WireError, match="stands still"):
            unpack(*pack(generator))
