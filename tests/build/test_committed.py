"""What is committed in the built folders is what the sources give."""

import subprocess

import pytest

from course_tools.build import coverage, everything, writing

from .tiny_course import ROOT


@pytest.fixture(scope="module")
def built():
    return everything.built(ROOT)


def test_built_folders_are_as_the_sources_give_them(built):
    assert [str(difference) for difference in writing.differences(ROOT, built)] == []


def test_all_that_is_built_is_committed_and_nothing_else(built):
    command = ["git", "ls-files", "--", *writing.BUILT_FOLDERS, coverage.PAGE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split()) == sorted(built)
