"""Chance that repeats itself: what nobody seeds draws the same numbers for the same submission."""

import random
import secrets
import sys


def seed_generators(seed: str) -> None:
    """Seed the global generators of Python and numpy, and those that are made without a seed.

    What asks the system itself (`os.urandom`, `secrets.token_bytes`) is not reached.
    """
    drawn = random.Random(seed)
    _seed_python(drawn)
    secrets.randbits = drawn.getrandbits  # numpy's source of entropy, taken when it is imported
    if generators := sys.modules.get("numpy.random.bit_generator"):
        generators.randbits = drawn.getrandbits
        sys.modules["numpy.random"].seed(drawn.getrandbits(32))


def _seed_python(drawn: random.Random) -> None:
    given = getattr(random.Random.seed, "__wrapped__", random.Random.seed)

    def seed(self, a=None, version=2):
        given(self, drawn.getrandbits(64) if a is None else a, version)

    seed.__wrapped__ = given
    random.Random.seed = seed
    random.seed = random.getrandbits.__self__.seed
    random.seed()
