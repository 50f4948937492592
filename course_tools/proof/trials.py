"""The trials that a homework's grading is put through, and what came of them."""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from numpy.random import default_rng

from course_lib.checks.classes import compared
from course_lib.checks.comparing import same
from course_lib.checks.fresh import as_function, draw_arguments
from course_lib.checks.observing import call
from course_lib.checks.plain import plain
from course_tools.build.homework import Homework, answer_source, executed
from course_tools.proof.classroom import Classroom, stub
from course_tools.proof.mutants import Mutant, mutants

EQUAL_CASES = 10_000
CLASSIFIERS = 10  # draws of cases that a changed classifier must be good at


@dataclass
class Trial:
    """One kind of trial: how many passed of how many, and each failure in a line."""

    passed: int = 0
    count: int = 0
    failures: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)  # equivalent mutants

    def add(self, ok: bool, failure: str) -> None:
        self.count += 1
        self.passed += ok
        if not ok:
            self.failures.append(failure)

    @property
    def share(self) -> float:
        return self.passed / self.count if self.count else 1.0


Progress = Callable[..., Iterable]


def is_full(said: Mapping) -> bool:
    return said["points"] == said["max_points"]


def bugs_killed(room: Classroom, chosen: list, progress: Progress) -> tuple[Trial, Trial]:
    """Try known bugs: are they below full marks, and are they named (and nothing else is)?"""
    killed, named = Trial(), Trial()
    for bug in progress(chosen, desc=f"{room.work.prefix} bugs"):
        said = room.results({bug.task: answer_source(bug)}, [bug.task])[bug.task]
        killed.add(not is_full(said), f"{bug.name}: full marks")
        names = said["diagnosis"].split(" or ")
        named.add(bug.name in names, f"{bug.name}: called {said['diagnosis'] or said['state']}")
    return killed, named


def alternatives_accepted(room: Classroom, chosen: list, seeds: int, progress: Progress) -> Trial:
    """Try right answers in other styles: all tasks must get full marks.

    Their own task is tried on the fresh cases of so many seeds.
    """
    trial = Trial()
    for other in progress(chosen, desc=f"{room.work.prefix} alternatives"):
        sources = {other.task: answer_source(other)}
        low = [name for name, one in room.results(sources).items() if not is_full(one)]
        for seed in range(1, seeds):
            with room.of_seed(f"fresh {seed}"):
                said = room.results(sources, [other.task])[other.task]
            low += [] if is_full(said) else [f"{other.task} (seed {seed})"]
        trial.add(not low, f"{other.name}: less than full marks in {', '.join(low)}")
    return trial


def untouched_and_half_done(room: Classroom) -> Trial:
    """The release: nothing, *not attempted*. The first n tasks done: exactly their points."""
    trial, tasks = Trial(), room.work.tasks
    for name, said in room.untouched().items():
        ok = said["state"] == "not_attempted" and not said["points"]
        trial.add(ok, f"{name} untouched: {said['state']}, {said['points']:g} points")
    half = tasks[: len(tasks) // 2]
    said = room.results({task.name: stub(task) for task in tasks[len(half) :]})
    total, expected = sum(s["points"] for s in said.values()), sum(t.points for t in half)
    trial.add(total == expected, f"half done: {total:g} points, not {expected:g}")
    return trial


def pairs_of_bugs(room: Classroom, count: int, draw: random.Random, progress: Progress) -> Trial:
    """Two bugs in one notebook: both below full marks, and no bug is named that is not there."""
    trial, work = Trial(), room.work
    every = {bug.name for bug in work.bugs}
    for _ in progress(range(count), desc=f"{work.prefix} pairs"):
        one, other = draw.sample(work.bugs, 2)
        if one.task == other.task:
            continue
        pair = {bug.task: bug for bug in (one, other)}
        said = room.results({t: answer_source(bug) for t, bug in pair.items()})
        label = f"{one.name} + {other.name}"
        for task, result in said.items():
            names = set(result["diagnosis"].split(" or ")) & every
            # Two mistakes may give the same numbers: then both are named, and one is there.
            wrong_name = names and not names & {bug.name for bug in pair.values()}
            is_bad = is_full(result) if task in pair else False
            trial.add(not is_bad and not wrong_name, f"{label}: {task} {result['diagnosis']}")
    return trial


def mutants_killed(room: Classroom, chosen: list[Mutant], cases: int, progress: Progress) -> Trial:
    """Try mutants of the solutions; one that survives must equal the solution on many cases."""
    trial = Trial()
    for mutant in progress(chosen, desc=f"{room.work.prefix} mutants"):
        label = f"{mutant.task}, {mutant.change}: {mutant.line}"
        if not survives(room, mutant):
            trial.add(True, "")
        elif is_equivalent(room.work, mutant, cases):
            trial.listed.append(label)
        else:
            trial.add(False, f"{label}: survives, and is no equivalent")
    return trial


def all_mutants(work: Homework) -> list[Mutant]:
    """Return every mutant of every answer that a homework asks for."""
    return [m for task in work.tasks for m in mutants(task.name, answer_source(task))]


def survives(room: Classroom, mutant: Mutant) -> bool:
    """Does a mutant get full marks? What it raises is for the check to catch: else we are wrong."""
    return is_full(room.results({mutant.task: mutant.source}, [mutant.task])[mutant.task])


def is_equivalent(work: Homework, mutant: Mutant, count: int) -> bool:
    """Say whether a mutant gives what the solution gives on so many random cases.

    Of random draws: the very same numbers from equal generators. Of a typed number: its value. Of
    a classifier: that it does what is asked for, on a handful of cases.
    """
    task = work.task(mutant.task)
    answers = (answer_of(work, mutant), work.reference[task.name])
    if task.kind == "number":
        return same(*map(plain, answers))
    if task.kind == "classes":
        return all(_is_good(answers[0], work, task.name, seed) for seed in range(CLASSIFIERS))
    wrong, right = (_as_called(task.kind, answer) for answer in answers)
    rng, tried = default_rng(0), 0
    while tried < count:
        for arguments in draw_arguments(work.reference, task.name, rng):
            one, other = (call(f, arguments).outcome for f in (wrong, right))
            if one.raised or one.changed or not same(one.value, other.value):
                return False
            tried += 1
    return True


def _is_good(classifier: Callable, work: Homework, task: str, seed: int) -> bool:
    """Are enough of a classifier's predictions right, in all cases drawn with a seed?"""
    drawn = draw_arguments(work.reference, task, default_rng(seed))
    found = ((call(classifier, each).outcome, law) for *each, law in drawn)
    return all(not one.raised and compared({}, one.value, law, ()).is_right for one, law in found)


def answer_of(work: Homework, mutant: Mutant) -> object:
    """Return what a mutant's cell binds; all else in the notebook is right."""
    names = executed(work.reference_source, work.folder / "reference.py")
    names = executed(work.setup, work.folder / "notebook.py", names)
    return executed(mutant.source, "<mutant>", names)[mutant.task]


def _as_called(kind: str, answer) -> Callable:
    if kind == "draws":
        return lambda seed, *rest: answer(default_rng(seed), *rest)
    return as_function(kind, answer)
