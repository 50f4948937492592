"""Fixtures: what the check of a released homework knows, as plain arrays.

Inputs, expected outputs, and what every known bug gives for them. The same sources give the same
bytes.
"""

import json
from collections.abc import Mapping

from course_lib.checks import classes, drawn
from course_lib.checks.comparing import same
from course_lib.checks.exchange import decode, encode
from course_lib.checks.fresh import (
    agreeing,
    argument_names,
    as_function,
    cases_by_kind,
    draw_arguments,
    fingerprint,
    generator,
)
from course_lib.checks.judging import numbers
from course_lib.checks.observing import call
from course_lib.checks.tasks import Case, Fingerprint, Outcome
from course_tools.build.homework import Bug, Homework, Task, answer_source, executed
from course_tools.errors import CourseError

BY_LAW = {"draws": drawn, "classes": classes}  # kinds of which no single number is expected


def fixtures(homework: Homework) -> bytes:
    """Return the content of the homework's `fixtures.json`.

    Raises `CourseError` for a reference that fails, for cases that cannot be written down, and
    for a bug that nobody could tell from a right answer.
    """
    tasks = {task.name: _task(homework, task) for task in homework.tasks}
    lines = (f"{json.dumps(name)}: {json.dumps(data)}" for name, data in tasks.items())
    return ('{"tasks": {\n' + ",\n".join(lines) + "\n}}\n").encode()


def _task(homework: Homework, task: Task) -> dict:
    cases = () if task.kind == "number" else cases_for(homework, task)
    data = {
        "kind": task.kind,
        "points": task.points,
        "uses": list(homework.all_uses(task)),
        "parts": list(parts_of(homework, task)),
        "argument_names": list(argument_names(right_answer(homework, task))) if cases else [],
        "hints": list(homework.reference["HINTS"][task.name]),
        "cases": [_case(homework, task, case) for case in cases],
    }
    known = [_fingerprint(homework, bug, cases) for bug in homework.bugs_of(task.name) if cases]
    if task.kind == "number":
        known_wrong_values(homework, task)
    return data | {"fingerprints": [_as_json(one) for one in known]}


def parts_of(homework: Homework, task: Task) -> tuple[str, ...]:
    """Return the names of the parts of a task's result; none if it has none."""
    return tuple(homework.reference.get(f"parts_{task.name}", ()))


def right_answer(homework: Homework, task: Task):
    """Return the reference's function, or the one that its net computes."""
    return as_function(task.kind, homework.reference[task.name])


def cases_for(homework: Homework, task: Task) -> tuple[Case, ...]:
    """Return the visible cases: drawn from a seed of their own, rounded as they are written."""
    reference, path = homework.reference, homework.folder / "reference.py"
    seed = f"{homework.prefix}/{task.name}"
    try:
        arguments = draw_arguments(reference, task.name, generator(seed))
        rounded = [decode(encode(each)) for each in arguments]
        cases = cases_by_kind(task.kind, reference, task.name, rounded, parts_of(homework, task))
    except Exception as error:
        text = f"cases_{task.name}: {type(error).__name__}: {error}"
        raise CourseError(f"{path}: {text}") from error
    if not cases:
        raise CourseError(f"{path}: cases_{task.name} gives no cases.")
    if task.kind in BY_LAW:
        _check_law(homework, task, cases)
    return cases


def _check_law(homework: Homework, task: Task, cases: tuple[Case, ...]) -> None:
    """Raise `CourseError` if the reference itself does not do what the law of a case says."""
    for case in cases:
        made = call(right_answer(homework, task), case.arguments)
        said = made.outcome.raised
        if not said:
            law = BY_LAW[task.kind]
            found = law.compared({}, made.outcome.value, case.expected, ())
            said = "" if found.is_right else law.first_fact([found])[0].sentence(safe=False)
        if said:
            path = homework.folder / "reference.py"
            raise CourseError(f"{path}: '{task.name}' breaks the law of its cases: {said}")


def _case(homework: Homework, task: Task, case: Case) -> dict:
    if _is_nothing(case.expected):
        path = homework.folder / "reference.py"
        raise CourseError(f"{path}: '{task.name}' returns no numbers that could be compared.")
    return {
        "arguments": [encode(argument) for argument in case.arguments],
        "expected": encode(case.expected),
    }


def _is_nothing(value) -> bool:
    return type(value).__name__ == "Odd"


def _fingerprint(homework: Homework, bug: Bug, cases: tuple[Case, ...]) -> Fingerprint:
    found = fingerprint(bug.name, bug.message, bug_function(homework, bug), cases)
    pairs = zip(found.outcomes, cases, strict=True)
    right = all(_is_right(homework.task(bug.task), *pair) for pair in pairs)
    if right and not any(found.changes()):
        raise bug.cell.error(
            f"the bug '{bug.name}' gives the right answers in all cases of '{bug.task}': "
            "add a case that shows it, or drop it."
        )
    return found


def _is_right(task: Task, outcome: Outcome, case: Case) -> bool:
    if outcome.raised:
        return False
    if task.kind in BY_LAW:
        return BY_LAW[task.kind].compared({}, outcome.value, case.expected, ()).is_right
    return same(outcome.value, case.expected)


def bug_function(homework: Homework, bug: Bug):
    """Return what a bug's cell defines, as a function; all else in the notebook is right."""
    names = executed(homework.reference_source, homework.folder / "reference.py")
    names = executed(homework.setup, homework.folder / "notebook.py", names)
    wrong = executed(answer_source(bug), bug.cell.path, names)[bug.task]
    return as_function(homework.task(bug.task).kind, wrong)


def known_wrong_values(homework: Homework, task: Task) -> dict[str, tuple[str, object]]:
    """Return bug → (message, value) of a typed number; `CourseError` if one of them is right."""
    parts, found = parts_of(homework, task), {}
    expected = numbers(homework.reference[task.name], parts)
    if expected is None:
        raise CourseError(f"{homework.folder / 'reference.py'}: '{task.name}' is no number.")
    for bug in homework.bugs_of(task.name):
        value = executed(answer_source(bug), bug.cell.path)[task.name]
        if numbers(value, parts) is None or agreeing(numbers(value, parts), expected).all():
            raise bug.cell.error(f"the value of '{bug.name}' is right, or is no number.")
        found[bug.name] = (bug.message, value)
    return found


def _as_json(known: Fingerprint) -> dict:
    outputs = [_outcome_as_json(outcome) for outcome in known.outcomes]
    return {"bug": known.bug, "message": known.message, "outputs": outputs}


def _outcome_as_json(outcome: Outcome) -> Mapping:
    if outcome.raised:
        return {"raises": outcome.raised}
    data = {"value": encode(outcome.value)}
    return data | ({"changed": list(outcome.changed)} if outcome.changed else {})
