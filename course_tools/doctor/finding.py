"""One finding of the doctor, and how a list of them is made."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class State(Enum):
    """How a finding counts: only what is missing makes `course doctor` exit with 1."""

    OK = "OK"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True)
class Finding:
    """What was found, and the command that mends it (empty if nothing is to be mended)."""

    state: State
    detail: str
    mend: str = ""


def ok(detail: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(State.OK, detail)


def note(detail: str, mend: str = "") -> Finding:
    """Return a finding worth knowing, which nothing here depends on."""
    return Finding(State.NOTE, detail, mend)


def missing(detail: str, mend: str) -> Finding:
    """Return a finding that something needed is not there."""
    return Finding(State.MISSING, detail, mend)


def examine(
    checks: Mapping[str, Callable[[Path], Finding]], root: Path
) -> Iterator[tuple[str, Finding]]:
    """Yield (name, finding) of each check; one that fails itself is a finding as well."""
    for name, check in checks.items():
        try:
            yield name, check(root)
        except Exception as error:  # a broken installation may raise anything
            detail = f"could not be looked at: {type(error).__name__}: {error}"
            yield name, missing(detail, "make setup")
