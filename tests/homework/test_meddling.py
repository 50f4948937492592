"""Submissions that meddle with the checks or their fixtures earn nothing by it."""

import json

import pytest

from course_tools.build.homework import answer_source
from course_tools.cli.prove import graded
from course_tools.demo.outcome import Answers

from . import classroom
from .classroom import FOLDERS, ROOT

pytestmark = [pytest.mark.slow]
WRONG = "def softmax(Z):\n    return Z\n"
MEDDLING = {
    "rewrites_its_fixtures": WRONG
    + """
import json
data = json.load(open("fixtures.json"))
for case in data["tasks"]["softmax"]["cases"]:
    case["expected"] = case["arguments"][0]
json.dump(data, open("fixtures.json", "w"))
""",
    "replaces_the_check": WRONG
    + """
import course_lib.checks, course_lib.checks.fresh, course_lib.checks.judging
from course_lib.checks.result import Result, Verdict
def check(name, answer):
    return Result(Verdict(name, "right", 3.0, 3.0))
check.hidden = lambda name, answer, material: Result(Verdict(name, "right", 3.0, 3.0), True)
course_lib.checks.check = course_lib.checks.fresh.check = check
course_lib.checks.fresh.hidden = check.hidden
course_lib.checks.judging.check = check
""",
    "looks_for_what_is_expected": """
def softmax(Z):
    import gc, sys
    import numpy as np
    frames, frame = [], sys._getframe()
    while frame:
        frames.append(frame)
        frame = frame.f_back
    held = [value for f in frames for value in f.f_locals.values()] + gc.get_objects()
    for value in held:
        for name in ("expected", "case", "cases"):
            found = getattr(value, name, None)
            if isinstance(found, np.ndarray) and found.shape == np.shape(Z):
                return found
    return Z
""",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = next(folder for folder in FOLDERS if folder.name == "hw3_backprop")
    work = classroom.homework(folder)
    right = {task.name: answer_source(task) for task in work.tasks}
    answered = {name: Answers(right | {"softmax": source}) for name, source in MEDDLING.items()}
    answered |= {"honest": Answers(right), "other_fixtures": Answers(right | {"softmax": WRONG})}
    return graded(work, answered, ROOT, tmp_path_factory.mktemp("course"), prepare)


def prepare(folder) -> None:
    """Let the fixtures that one of them hands in call the wrong softmax right."""
    if folder.parent.name == "other_fixtures":
        path = folder / "fixtures.json"
        data = json.loads(path.read_text())
        for case in data["tasks"]["softmax"]["cases"]:
            case["expected"] = case["arguments"][0]
        path.write_text(json.dumps(data))


@pytest.mark.parametrize("student", [*MEDDLING, "other_fixtures"])
def test_meddling_earns_nothing(course, student):
    _, said = course
    assert said["honest"]["softmax"].points == 3
    assert said[student]["softmax"].points == 0
    assert said[student]["parameter_count"].points == 1  # and costs nothing else
