"""Nothing of the sources is missing: every item has its cell, every erratum its test."""

import json

import pytest
from claims import test_claims  # noqa: F401  (imported to register the claims)
from claims.claiming import CLAIMS
from lectures.test_find_the_bug import VERDICTS

from course_tools.build import coverage, everything
from course_tools.errors import CourseError

from .tiny_course import ROOT

DATA = coverage.inventory(ROOT)
ROWS = [row for topic in DATA["topic"] for row in topic["rows"]]
ERRATA = DATA["erratum"] + DATA["acquitted"]
AT_LEAST = {"items": 119, "errata": 54}  # the sources do not shrink

# Items whose cell is still to come; the test wants this list to be exactly right.
MISSING = set()


def name_of(row) -> str:
    return row.get("item") or row.get("wrong") or row.get("what") or row["title"]


def test_every_item_has_a_cell_but_those_still_to_come():
    without = [name_of(row) for row in ROWS + DATA["published"] + ERRATA if not row["cells"]]
    assert sorted(without) == sorted(MISSING)


def test_the_inventory_does_not_shrink():
    assert len(ROWS) >= AT_LEAST["items"]
    assert len(DATA["erratum"]) >= AT_LEAST["errata"]


def test_every_published_number_is_in_one_group():
    rows = json.loads((ROOT / coverage.NUMBERS).read_text(encoding="utf-8"))
    grouped = [number for group in DATA["published"] for number in group["numbers"]]
    assert sorted(grouped) == sorted(row["id"] for row in rows)


@pytest.mark.parametrize("row", [r for r in ERRATA if name_of(r) not in MISSING], ids=name_of)
def test_what_is_said_of_an_erratum_is_held_by_a_test(row):
    assert row["tests"]
    assert not [test for test in row["tests"] if not exists(test)]


def exists(test: str) -> bool:
    """Is there such a claim, such a case of lecture 8, or such a test in such a file?"""
    if test.startswith("case "):
        return int(test.removeprefix("case ")) in VERDICTS
    path, _, function = test.partition("::")
    if path.startswith("tests/"):
        file = ROOT / path
        return file.is_file() and f"def {function or 'test_'}" in file.read_text(encoding="utf-8")
    return test in CLAIMS


@pytest.mark.parametrize(
    "test", ["no_such_claim", "case 999", "tests/nowhere.py", "tests/build/test_coverage.py::no"]
)
def test_a_test_that_is_gone_is_noticed(test):
    assert not exists(test)


@pytest.fixture(scope="module")
def built():
    return everything.built(ROOT)


def test_the_page_links_every_cell_by_its_id(built):
    page = built[coverage.PAGE].decode()
    cells = coverage.Cells(built)
    for row in ROWS + DATA["published"] + ERRATA:
        for name in row["cells"]:
            assert cells.find(name).link() in page
    assert page.count(coverage.MISSING) == sum(name_of(row) in MISSING for row in ROWS + ERRATA)


@pytest.mark.parametrize(
    "name", ["77 | anything", "03 | words that no cell holds", "03 | the", "hw3 | no_such_task"]
)
def test_a_cell_that_is_gone_or_ambiguous_is_noticed(built, name):
    with pytest.raises(CourseError, match=r"coverage\.toml"):
        coverage.Cells(built).find(name)


def test_a_course_without_an_inventory_has_no_page(tmp_path):
    assert coverage.built(tmp_path, {}) == {}
