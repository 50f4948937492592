"""Tiny courses, as sources alone and built."""

import shutil

import pytest

from course_tools.build import everything, writing

from .tiny_course import make_course


@pytest.fixture(scope="session")
def built_once(tmp_path_factory):
    """Return a tiny course with its three built folders; not to be changed."""
    root = make_course(tmp_path_factory.mktemp("built"))
    content = everything.built(root)
    assert writing.write(root, content, writing.differences(root, content)) == []
    return root


@pytest.fixture
def course(built_once, tmp_path):
    """Return a copy of the built tiny course, to be changed."""
    return shutil.copytree(built_once, tmp_path / "course")
