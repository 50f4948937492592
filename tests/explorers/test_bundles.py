"""The committed bundles are what the views' sources give, and fit to be shipped."""

import re
from pathlib import Path

import pytest

from course_lib.explorers import NAMES
from course_tools.errors import CourseError
from course_tools.views import BUNDLES, SOURCES, bundle_views

ROOT = Path(__file__).resolve().parents[2]

UNREACHABLE = re.compile(r"\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH)\b")


@pytest.mark.slow
def test_bundling_anew_makes_no_difference(tmp_path):
    try:
        written = bundle_views(ROOT, tmp_path)
    except CourseError as error:
        if UNREACHABLE.search(str(error)):
            pytest.skip(f"the registry of npm cannot be reached: {error}")
        raise
    committed = sorted((ROOT / BUNDLES).glob("*.js"))
    assert [path.name for path in written] == [path.name for path in committed]
    for new, old in zip(written, committed, strict=True):
        assert new.read_bytes() == old.read_bytes(), f"{old.name} is out of date: `course views`"


def test_every_explorer_has_a_view_and_a_bundle():
    for name in NAMES:
        assert (ROOT / SOURCES / f"{name}.js").is_file()
        assert (ROOT / BUNDLES / f"{name}.js").stat().st_size < 200_000


@pytest.mark.parametrize("path", sorted((ROOT / BUNDLES).glob("*.js")), ids=lambda path: path.stem)
def test_bundles_import_nothing_and_fetch_nothing(path):
    """No CDN: all that a view needs is in the file."""
    text = path.read_text(encoding="utf-8").split("*/", 1)[1]
    assert not re.search(r"\bimport\s*[\w{*\"'(]|\bfetch\(|XMLHttpRequest", text)
    places = set(re.findall(r"https?://[^\"'`\s]+", text))
    assert all(place.startswith("http://www.w3.org/") for place in places)  # names of formats


def test_the_lock_names_no_place():
    assert "resolved" not in (ROOT / SOURCES / "package-lock.json").read_text()
