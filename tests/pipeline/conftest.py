"""A tiny nbgrader course, graded once with submissions of every kind."""

import os
from types import SimpleNamespace

import pytest

from . import tiny_course


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """The tiny course after one grading: `course`, `folder`, `submissions`, `results`."""
    from course_tools.grading import pipeline
    from course_tools.grading.course import Course

    folder = tiny_course.make_course(tmp_path_factory.mktemp("tiny") / "a course")
    release = folder / "release"
    course = Course(folder)
    pipeline.register(course, tiny_course.ASSIGNMENT, release)
    submissions = tiny_course.Submissions(folder, release)
    tiny_course.a_whole_class(submissions, tmp_path_factory.mktemp("outside"))
    environment = dict(os.environ)
    results = {r.student: r for r in pipeline.grade(course, tiny_course.ASSIGNMENT)}
    return SimpleNamespace(
        course=course,
        folder=folder,
        release=release,
        submissions=submissions,
        results=results,
        environment_before=environment,
    )
