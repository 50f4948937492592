"""Chance that repeats itself: what nobody seeds draws the same numbers for the same submission."""

import functools
import random
import secrets
import sys
from collections.abc import Callable

SEEDING = {"random": ("seed", "setstate"), "numpy.random": ("seed", "set_state")}


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


def watch_seeding(note: Callable[[], None]) -> None:
    """Call `note` whenever Python's or numpy's global generator is seeded or set from now on."""
    for module, names in SEEDING.items():
        for name in names if module in sys.modules else ():
            original = getattr(sys.modules[module], name)
            setattr(sys.modules[module], name, _noting(original, note))


def _noting(original, note):
    @functools.wraps(original)
    def noting(*args, **kwargs):
        note()
        return original(*args, **kwargs)

    return noting


def state() -> tuple:
    """Return where the global generators stand, as plain data that can be compared.

    >>> before = state()
    >>> random.random() < 1, state() == before
    (True, False)
    >>> set_state(before)
    >>> state() == before
    True
    """
    numpy = sys.modules.get("numpy.random")
    if numpy is None:
        return random.getstate(), None
    name, keys, *rest = numpy.get_state()
    return random.getstate(), (name, keys.tobytes(), *rest)


def set_state(there: tuple) -> None:
    """Let the global generators stand where those of another process do."""
    python, other = there
    random.setstate(python)
    if other is not None:
        import numpy

        name, keys, *rest = other
        set_global = numpy.random.set_state
        set_global((name, numpy.frombuffer(keys, numpy.uint32), *rest))
