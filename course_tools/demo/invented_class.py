"""An invented class: who it is, and what each of them hands in."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from course_tools.build.homework import answer_source
from course_tools.demo.outcome import Answers, fed_by

SMALLEST_CLASS = 24
ONE_OF_A_KIND = 12
ADJECTIVES = (
    *("amber", "brave", "calm", "dapper", "eager", "frosty", "gentle", "humble", "inky"),
    *("jolly", "keen", "lively", "merry", "nimble", "olive", "proud", "quiet", "rusty"),
    *("sunny", "tidy", "upbeat", "vivid", "witty", "young", "zesty"),
)
ANIMALS = (
    *("otter", "badger", "heron", "lynx", "newt", "puffin", "hare", "magpie", "beetle"),
    *("walrus", "gecko", "raven", "stoat", "toad", "vole", "wren", "yak", "ibis"),
)
LARGEST_CLASS = len(ADJECTIVES) * len(ANIMALS)
NOISE = """\
import sys, warnings
print("{task}: let us see whether this is any good")
print("and this goes to stderr", file=sys.stderr)
warnings.warn("somebody said that {task} is hard")
"""


@dataclass(frozen=True)
class Student:
    """One invented student: an id, what kind of work it is, and the answers."""

    name: str
    kind: str
    answers: Answers


def invent(homework, size: int = SMALLEST_CLASS, seed: int = 0) -> list[Student]:
    """Return a class of `size` students, sorted by name; the same for the same seed.

    One hands in the model solution, a quarter other right solutions, half or more one known bug
    each; the rest is mixed. The first dozen bugs are all different; in a large class some are
    commoner than others, as among students.
    """
    draw = random.Random(seed)
    makers = [_model_solution, *MIXED, *[_other_style] * (size // 4)]
    makers += [_one_bug] * min(size - len(makers), ONE_OF_A_KIND)
    makers += [_common_bug] * (size - len(makers))
    deck = draw.sample(homework.bugs, len(homework.bugs))
    works = [maker(homework, draw, deck) for maker in makers]
    names = draw.sample([f"{a}_{b}" for a in ADJECTIVES for b in ANIMALS], size)
    students = [Student(name, *work) for name, work in zip(names, works, strict=True)]
    return sorted(students, key=lambda student: student.name)


def right_sources(homework, task: str) -> list[str]:
    """Return the right answers to a task as cell sources: the reference's, then all others."""
    reference = next(other for other in homework.tasks if other.name == task)
    others = [other for other in homework.alternatives if other.task == task]
    return [answer_source(reference), *map(answer_source, others)]


def _mixed_right(homework, draw: random.Random) -> dict[str, str]:
    return {task.name: draw.choice(right_sources(homework, task.name)) for task in homework.tasks}


def _model_solution(homework, draw, deck) -> tuple[str, Answers]:
    sources = {task.name: answer_source(task) for task in homework.tasks}
    return "the model solution", Answers(sources)


def _other_style(homework, draw, deck) -> tuple[str, Answers]:
    return "right in another style", Answers(_mixed_right(homework, draw))


def with_bugs(sources: dict[str, str], bugs: Sequence) -> Answers:
    """Return answers in which the bugs' sources stand in place of the right ones."""
    wrong = {bug.task: bug for bug in bugs}
    return Answers(sources | {name: answer_source(bug) for name, bug in wrong.items()}, wrong)


def _one_bug(homework, draw, deck) -> tuple[str, Answers]:
    return "one bug", with_bugs(_mixed_right(homework, draw), [deck.pop()])


def _common_bug(homework, draw, deck) -> tuple[str, Answers]:
    """One bug; the n-th commonest occurs in proportion to 1/n (Zipf's law)."""
    ranked = random.Random(homework.name).sample(homework.bugs, len(homework.bugs))
    weights = [1 / rank for rank in range(1, len(ranked) + 1)]
    bug = draw.choices(ranked, weights)[0]
    return "one bug", with_bugs(_mixed_right(homework, draw), [bug])


def _two_bugs(homework, draw, deck) -> tuple[str, Answers]:
    """Two bugs, in tasks that do not feed each other: both must be diagnosed."""
    first = deck.pop()
    second = next(bug for bug in reversed(deck) if independent(homework, first, bug))
    deck.remove(second)
    return "two bugs", with_bugs(_mixed_right(homework, draw), [first, second])


def independent(homework, one, other) -> bool:
    """Can two bugs be in one submission without one hiding the other?"""
    tasks = {task.name: task for task in homework.tasks}
    touched = [{bug.task, *bug.also_fails} for bug in (one, other)]
    feeding = [
        {name for t in (bug.task,) for name in fed_by(homework, tasks[t])} for bug in (one, other)
    ]
    return not (touched[0] & touched[1] or touched[0] & feeding[1] or touched[1] & feeding[0])


def _half_done(homework, draw, deck) -> tuple[str, Answers]:
    done = homework.tasks[: (len(homework.tasks) + 1) // 2]
    return "half done", Answers({task.name: answer_source(task) for task in done})


def _half_done_with_a_bug(homework, draw, deck) -> tuple[str, Answers]:
    done = homework.tasks[: (len(homework.tasks) + 1) // 2]
    bug = next(bug for bug in reversed(deck) if bug.task == done[-1].name)
    deck.remove(bug)
    sources = {task.name: answer_source(task) for task in done}
    return "half done, with a bug", with_bugs(sources, [bug])


def _untouched(homework, draw, deck) -> tuple[str, Answers]:
    return "untouched", Answers({})


def _noisy(homework, draw, deck) -> tuple[str, Answers]:
    """Right, but full of prints and warnings: that must cost nothing."""
    right = _mixed_right(homework, draw)
    return "right, but noisy", Answers(
        {task: NOISE.format(task=task) + source for task, source in right.items()}
    )


Maker = Callable[..., tuple[str, Answers]]
MIXED: tuple[Maker, ...] = (
    _two_bugs,
    _two_bugs,
    _half_done,
    _half_done_with_a_bug,
    _untouched,
    _noisy,
)
