"""What a submission made of known answers must come to, task by task."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

RIGHT, UNTOUCHED = "right", "untouched"


@dataclass(frozen=True)
class Answers:
    """A homework filled in: the source of each answered cell, and the bugs that are in it."""

    sources: Mapping[str, str]
    bugs: Mapping[str, object] = field(default_factory=dict)  # task → bug


@dataclass(frozen=True)
class Marked:
    """What grading said of one task."""

    points: float | None
    state: str
    diagnosis: str


def marked(row) -> dict[str, Marked]:
    """Return what grading said of each task, from a row of the class table."""
    said = {diagnosis.task: diagnosis for diagnosis in row.diagnoses}
    return {
        task: Marked(points, said[task].state, said[task].code)
        if task in said
        else Marked(points, RIGHT, "")
        for task, points in row.points.items()
    }


def surprises(homework, answers: Answers, marked: Mapping[str, Marked]) -> list[str]:
    """Return in a line each what differs from the outcome that the answers must have.

    Right answers: full points. A known bug: fewer, and its name as the diagnosis. Untouched:
    nothing, and *not attempted*. A task that is fed by a wrong or a missing one may come out
    either way (it is judged where that is possible), but never above its points.
    """
    found = []
    for task in homework.tasks:
        expected = _expected(homework, answers, task)
        message = _difference(task, expected, answers, marked.get(task.name))
        if message:
            found.append(f"{task.name}: {message}")
    return found


def _expected(homework, answers: Answers, task) -> str | None:
    """Return what is expected of a task; None if an earlier fault feeds it."""
    if task.name in answers.bugs:
        return answers.bugs[task.name].name
    if task.name not in answers.sources:
        return UNTOUCHED
    sound = set(answers.sources) - set(answers.bugs) - _also_failing(answers.bugs.values())
    return RIGHT if task.name in sound and fed_by(homework, task) <= sound else None


def _also_failing(bugs: Iterable) -> set[str]:
    return {name for bug in bugs for name in bug.also_fails}


def fed_by(homework, task) -> set[str]:
    """Return the names of all earlier tasks whose functions a task calls, directly or not."""
    tasks = {other.name: other for other in homework.tasks}
    names = set(task.uses)
    for name in task.uses:
        names |= fed_by(homework, tasks[name])
    return names


def _difference(task, expected: str | None, answers: Answers, marked: Marked | None) -> str:
    if marked is None:
        return "no result"
    points = marked.points or 0.0
    if points > task.points:
        return f"{points:g} points, more than the {task.points:g} there are"
    if expected == RIGHT and points != task.points:
        return f"a right answer got {points:g} of {task.points:g} ({marked.diagnosis})"
    if expected == UNTOUCHED and (points or marked.state != "not_attempted"):
        return f"an untouched cell got {points:g} points ({marked.state})"
    if task.name in answers.bugs:
        return _bug_difference(task, expected, points, marked)
    return ""


def _bug_difference(task, bug: str, points: float, marked: Marked) -> str:
    if points >= task.points:
        return f"the bug {bug} got full points"
    if bug not in marked.diagnosis.split(" or "):
        return f"the bug {bug} was diagnosed as {marked.diagnosis or marked.state}"
    return ""
