"""Every homework against all that is known of it: right answers, other styles, known bugs."""

import json
import re
import time

import pytest

from course_lib.checks.matching import alike
from course_lib.checks.tasks import Outcome, all_tasks
from course_tools.build.fixtures import BY_LAW, cases_for, fixtures
from course_tools.build.homework import answer_source, load
from course_tools.proof.classroom import stub

from . import classroom
from .classroom import FOLDERS, Classroom

SECONDS = 2.0


def of_all(things: str, kinds: tuple = ("function", "draws", "classes", "net", "number")) -> dict:
    """Return what pytest parametrizes over: each bug, alternative or task of each homework."""
    pairs = [
        (folder, thing)
        for folder in FOLDERS
        for thing in getattr(classroom.homework(folder), things)
        if classroom.homework(folder).task(getattr(thing, "task", thing.name)).kind in kinds
    ]
    names = [
        "-".join(dict.fromkeys([folder.name, getattr(x, "task", x.name), x.name]))
        for folder, x in pairs
    ]
    return {"argnames": "folder, thing", "argvalues": pairs, "ids": names}


@pytest.fixture(scope="session")
def rooms(tmp_path_factory) -> dict:
    return {folder: Classroom(folder, tmp_path_factory.mktemp("room")) for folder in FOLDERS}


@pytest.fixture
def room(folder, rooms) -> Classroom:
    return rooms[folder]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_notebooks_own_answers_get_full_marks(room):
    for task, said in room.results({}).items():
        assert said["state"] == "right", (task, said)
        assert said["points"] == said["max_points"] == room.work.task(task).points


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_untouched_is_not_attempted(room):
    for task, said in room.untouched().items():
        assert (said["state"], said["points"]) == ("not_attempted", 0), (task, said)


@pytest.mark.parametrize(**of_all("tasks", ("function", "draws", "classes")))
def test_a_forgotten_return_is_named_and_no_odd_answer_breaks_the_check(folder, thing, room):
    program = f"def {thing.name}(*arguments, **named):\n    tried = arguments\n    return "
    for value in ("None", "len", "'a'", "float('nan')", "0", "[[1], [1, 2]]", "(None, 1)"):
        said = room.results({thing.name: program + value}, [thing.name])[thing.name]
        assert said["state"] not in ("right", "not_attempted"), (value, said)
        if value == "None":
            assert "`return`" in said["message"], said
            assert said["points"] == 0


@pytest.mark.parametrize(**of_all("alternatives"))
def test_right_answers_in_another_style_get_full_marks(folder, thing, room):
    for task, said in room.results({thing.task: answer_source(thing)}).items():
        assert said["state"] == "right", (task, said)


def right_answers(work, task) -> list[str]:
    """Return the sources of all right answers to a task that are known."""
    others = [other for other in work.alternatives if other.task == task.name]
    return [answer_source(answer) for answer in (task, *others)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_right_answer_calls_no_task_but_those_that_its_check_knows_of(room):
    """With all others missing it is right; else it would be blamed for an earlier mistake."""
    for task in room.work.tasks:
        known = {task.name, *room.work.all_uses(task)}
        missing = {other.name: stub(other) for other in room.work.tasks if other.name not in known}
        for source in right_answers(room.work, task):
            said = room.results(missing | {task.name: source}, [task.name])[task.name]
            assert said["state"] == "right", (source, said)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_answer_that_calls_a_missing_one_is_not_judged(room):
    """And each task that a check says is used is called by some right answer."""
    for task in room.work.tasks:
        for used in task.uses:
            missing, asked = {used: stub(room.work.task(used))}, [used, task.name]
            answers = right_answers(room.work, task)
            said = [room.results(missing | {task.name: a}, asked)[task.name] for a in answers]
            fed = [one for one in said if one["state"] != "right"]
            assert fed, f"no right answer to {task.name} calls {used}"
            if task.kind != "number":  # a number's own cell raises without it, and binds nothing
                assert all(one["state"] == "not_judged" for one in fed), fed
                assert all(f"because `{used}` is not right yet" in one["message"] for one in fed)


@pytest.mark.parametrize(**of_all("bugs"))
def test_a_known_bug_is_named_and_costs_points_where_it_should(folder, thing, room):
    said = room.results({thing.task: answer_source(thing)})
    own = said.pop(thing.task)
    assert thing.name in own["diagnosis"].split(" or "), own
    assert own["points"] < own["max_points"]
    assert thing.message in own["message"]
    for task, other in said.items():
        is_full = other["points"] == other["max_points"]
        if task in thing.also_fails:
            assert not is_full, f"{task} should fail too"
        elif not is_full:
            assert other["state"] == "not_judged", (task, other)
            feeding = room.work.all_uses(room.work.task(task))
            assert {thing.task, *thing.also_fails} & set(feeding), other


@pytest.mark.parametrize(**of_all("bugs", ("function", "draws", "classes")))
def test_fresh_cases_alone_would_name_the_bug_and_give_nothing_away(folder, thing, room):
    """A student who has learned the fixtures by heart fails on the fresh cases, safely."""
    task = room.work.task(thing.task)
    said = room.results({task.name: by_heart(room, task, answer_source(thing))}, [task.name])
    own = said[task.name]
    assert thing.name in own["diagnosis"].split(" or "), own
    assert own["points"] < own["max_points"]
    general, *explanation = own["message"].split("\n\n")
    assert thing.message in " ".join(explanation)
    told = re.sub(r"`\w+`", "", general)  # the names of arguments are no secret
    assert not any(letter.isdigit() for letter in told), general


def by_heart(room, task, wrong: str) -> str:
    """Return an answer that is right on the visible cases and a known bug on all others.

    Of random draws the cases are known by all arguments but the generator.
    """
    return f"""
{answer_source(task)}
_right = {task.name}
{wrong}

def _known_by_heart(right, wrong):
    from course_lib.checks import tasks
    from course_lib.checks.matching import alike
    from course_lib.checks.plain import plain
    from course_lib.checks.tasks import Outcome
    task = tasks.all_tasks("{room.work.prefix}")["{task.name}"]
    start = 1 if task.kind == "draws" else 0
    def same(one, other):
        if isinstance(one, str):
            return one == other
        return alike(Outcome(plain(one)), Outcome(plain(other)))
    def answer(*arguments):
        for case in task.cases:
            if all(map(same, arguments[start:], case.arguments[start:])):
                return case.expected if task.kind == "function" else right(*arguments)
        return wrong(*arguments)
    return answer

{task.name} = _known_by_heart(_right, {task.name})
"""


@pytest.mark.parametrize(**of_all("tasks"))
def test_a_check_answers_soon(folder, thing, room):
    wrong = room.work.bugs_of(thing.name)[0]  # to name it takes what all known bugs give
    for answers in ({}, {thing.name: answer_source(wrong)}):
        start = time.process_time()
        room.results(answers, [thing.name])
        assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_fingerprints_differ_from_what_is_right(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fixtures.json").write_bytes(classroom.all_fixtures(folder))
    for task in all_tasks(folder.name).values():
        for known in task.fingerprints:
            pairs = zip(known.outcomes, task.cases, strict=True)
            same = all(is_right(task, *pair) for pair in pairs)
            assert not same or any(known.changes()), known.bug


def is_right(task, outcome: Outcome, case) -> bool:
    if task.kind in BY_LAW and not outcome.raised:
        return BY_LAW[task.kind].compared({}, outcome.value, case.expected, task.parts).is_right
    return alike(outcome, Outcome(case.expected))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_fixtures_are_the_same_each_time_and_hold_no_code(folder):
    content = classroom.all_fixtures(folder)
    assert fixtures(load(folder)) == content
    data = json.loads(content)["tasks"]
    assert list(data) == [task.name for task in classroom.homework(folder).tasks]
    for task in data.values():
        assert {"kind", "points", "uses", "parts", "hints", "cases", "fingerprints"} <= set(task)
    for marker in (b"def ", b"lambda", b"import ", b"return "):
        assert marker not in b"".join(strings(data, hints=False))


def strings(data, *, hints: bool) -> list[bytes]:
    """Return all text in JSON, but hints and messages, which are prose."""
    if isinstance(data, str):
        return [data.encode()]
    if isinstance(data, list):
        return [text for item in data for text in strings(item, hints=hints)]
    if isinstance(data, dict):
        prose = ("message",) if hints else ("message", "hints")
        items = (item for key, item in data.items() if key not in prose)
        return [text for item in items for text in strings(item, hints=hints)]
    return []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_visible_cases_have_several_sizes_or_numbers_of_either_sign(folder):
    work = classroom.homework(folder)
    for task in work.tasks:
        if task.kind != "number":
            shapes = {repr([shape(a) for a in case.arguments]) for case in cases_for(work, task)}
            assert len(shapes) > 1, f"{task.name}: all cases have the same shapes and signs"


def shape(argument):
    if isinstance(argument, list | tuple):
        return [shape(item) for item in argument]
    if isinstance(argument, str | int):
        return argument
    if isinstance(argument, float):
        return "negative" if argument < 0 else "positive"
    return getattr(argument, "shape", type(argument).__name__)


def test_a_mistake_is_named_whatever_form_an_earlier_answer_draws(rooms):
    """Two answers meet that no list of bugs and alternatives holds together."""
    room = next(room for folder, room in rooms.items() if folder.name == "hw5_initialization")
    bugs = {bug.name: bug for bug in room.work.bugs_of("initial_parameters")}
    bug = bugs["slope_not_squared"]
    assert "weights_for(" in answer_source(bug)
    for other in [each for each in room.work.alternatives if each.task == "weights_for"]:
        answers = {"weights_for": answer_source(other), bug.task: answer_source(bug)}
        said = room.results(answers, [bug.task])[bug.task]
        assert bug.name in said["diagnosis"], (other.name, said)
