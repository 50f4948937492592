"""The lock (requirements.txt) and the declared ranges (pyproject.toml), as data."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def read_lock(path: Path) -> dict[Requirement, list[str]]:
    """Return the lock's entries, each pinned requirement with its hashes, in the file's order.

    A package may be there several times, with markers that exclude each other.
    """
    lines = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    entries = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return {
        Requirement(re.split(r"\s+--hash", entry)[0].strip()): re.findall(r"--hash=(\S+)", entry)
        for entry in entries
    }


def applicable(lock: dict[Requirement, list[str]]) -> dict[str, str]:
    """Return name → pinned version of the entries meant for the Python that is running."""
    return {
        canonicalize_name(requirement.name): pinned_version(requirement)
        for requirement in lock
        if requirement.marker is None or requirement.marker.evaluate()
    }


def pinned_version(requirement: Requirement) -> str:
    """Return the version of an exact pin; raise `ValueError` if it is no exact pin.

    >>> pinned_version(Requirement("numpy==2.4.6 ; python_version < '3.12'"))
    '2.4.6'
    """
    (specifier,) = requirement.specifier
    if specifier.operator != "==" or "*" in specifier.version:
        raise ValueError(f"{requirement} is not pinned to one version")
    return specifier.version


def declared_requirements(pyproject: Path) -> dict[str, list[Requirement]]:
    """Return group → requirements: `""` for everybody's, else the name of the extra."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    groups = {"": project["dependencies"], **project.get("optional-dependencies", {})}
    return {group: [Requirement(text) for text in texts] for group, texts in groups.items()}
