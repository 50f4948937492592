"""`course prove`: put the homework's grading to the proof, and print what came of it."""

import argparse
import functools
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from course_tools.errors import UsageError
from course_tools.paths import course_root

DESCRIPTION = """\
Tries every known bug, right answers in other styles, mechanical mutants of the solutions, pairs of
bugs, and unfinished notebooks against the checks (with --full also through release, grading and
feedback), and prints a table. Exit code 0: all is as it must be (bugs and alternatives without
exception, mutants to 97 %); 1: something is not."""
SAMPLE = {"bugs": 12, "alternatives": 6, "seeds": 2, "mutants": 40, "pairs": 6, "cases": 300}
FULL = {"seeds": 50, "pairs": 200, "cases": 10_000} | dict.fromkeys(
    ["bugs", "alternatives", "mutants"]
)
MUTANTS_WANTED = 0.97


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `course prove`."""
    parser.description = DESCRIPTION
    add = parser.add_argument
    add("homework", nargs="*", help="names of homeworks (default: all)")
    add("--full", action="store_true", help="everything (minutes), not a sample of it")
    add("--seed", type=int, default=0, help="draws the sample and the pairs (default: 0)")


def run(arguments: argparse.Namespace) -> int:
    """Prove the chosen homeworks; return 0 if nothing failed."""
    from course_tools.build.homework import load

    root = course_root(getattr(arguments, "course_dir", None)) / "sources" / "homework"
    known = sorted(path.parent.name for path in root.glob("*/notebook.py"))
    unknown = [name for name in arguments.homework if name not in known]
    if unknown:
        raise UsageError(f"No homework called {unknown[0]}. There is: {', '.join(known)}.")
    sizes = FULL if arguments.full else SAMPLE
    found = {}
    for name in arguments.homework or known:
        work = load(root / name)
        found[name] = prove(work, sizes, random.Random(arguments.seed))
        if arguments.full:
            found[name].append(("submissions as expected", real_path(work, root.parents[1])))
    show(found)
    return int(any(not is_good(kind, trial) for row in found.values() for kind, trial in row))


def prove(homework, sizes: dict, draw: random.Random) -> list[tuple]:
    """Return (kind, trial) for all trials of one homework."""
    from tqdm import tqdm

    from course_tools.proof import trials
    from course_tools.proof.classroom import Classroom

    progress = functools.partial(tqdm, file=sys.stderr, leave=False, dynamic_ncols=True)
    with tempfile.TemporaryDirectory() as folder:
        room = Classroom(homework, Path(folder))
        bugs = some(homework.bugs, sizes["bugs"], draw)
        killed, named = trials.bugs_killed(room, bugs, progress)
        others = some(homework.alternatives, sizes["alternatives"], draw)
        accepted = trials.alternatives_accepted(room, others, sizes["seeds"], progress)
        mutants = some(trials.all_mutants(homework), sizes["mutants"], draw)
        return [
            ("bugs caught", killed),
            ("bugs named", named),
            ("alternatives accepted", accepted),
            ("unfinished", trials.untouched_and_half_done(room)),
            ("pairs of bugs", trials.pairs_of_bugs(room, sizes["pairs"], draw, progress)),
            ("mutants caught", trials.mutants_killed(room, mutants, sizes["cases"], progress)),
        ]


def real_path(work, root: Path):
    """Grade all that is known of a homework; each submission must come out as it must."""
    from course_tools.demo.outcome import surprises
    from course_tools.proof.submissions import submissions
    from course_tools.proof.trials import Trial

    print(f"{work.prefix}: release, grading, feedback", file=sys.stderr)
    trial, answered = Trial(), submissions(work)
    with tempfile.TemporaryDirectory() as folder:
        _, said = graded(work, answered, root, Path(folder))
    for student, answers in answered.items():
        lines = surprises(work, answers, said[student])
        trial.add(not lines, f"{student}: {'; '.join(lines)}")
    return trial


def graded(
    work, answered: Mapping, root: Path, place: Path, prepare: Callable = lambda folder: None
) -> tuple:
    """Release the homework of `root` in the empty folder `place`, hand in, and grade.

    `prepare` may change what lies in a student's folder before it is graded. Returns the course,
    and student → what grading said of each task.
    """
    import nbformat

    from course_tools.build.homework import filled_notebook
    from course_tools.build.homeworks import instructors_files
    from course_tools.build.writing import write_file
    from course_tools.demo.outcome import marked
    from course_tools.grading import pipeline
    from course_tools.grading.course import Course
    from course_tools.reports import class_table

    shutil.copy(root / "nbgrader_config.py", place)
    for name, content in instructors_files(root, work.name).items():
        write_file(place / "solutions" / work.name / name, content)
    course, release = Course(place), place / "assignments"
    pipeline.register(course, work.name, release)
    blank = nbformat.read(release / work.name / f"{work.name}.ipynb", as_version=4)
    for student, answers in answered.items():
        folder = course.submitted(student, work.name)
        shutil.copytree(release / work.name, folder)
        nbformat.write(filled_notebook(blank, answers.sources), folder / f"{work.name}.ipynb")
        prepare(folder)
    results = pipeline.grade(course, work.name, seed="3")
    return course, {row.student: marked(row) for row in class_table.rows(course, results)}


def some(things, count: int | None, draw: random.Random) -> list:
    """Return all things, or so many of them at random, in their order."""
    things = list(things)
    if count is None or count >= len(things):
        return things
    return [things[i] for i in sorted(draw.sample(range(len(things)), count))]


def is_good(kind: str, trial) -> bool:
    """Say whether a trial came out as it must: mutants to 97 %, all else without exception."""
    return trial.share >= (MUTANTS_WANTED if kind == "mutants caught" else 1.0)


def show(found: dict[str, list]) -> None:
    """Print the table, and below it every failure and every equivalent mutant."""
    from rich.console import Console

    console = Console()
    console.print(table(found))
    for name, row in found.items():
        for kind, trial in row:
            for line in trial.failures:
                console.print(f"{name}, {kind}: {line}", markup=False, highlight=False)
            for line in trial.listed:
                console.print(f"{name}, equivalent: {line}", markup=False, style="dim")


def table(found: dict[str, list]):
    """Return a table that fits a terminal of 80 columns: a row a kind of trial."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(box=SIMPLE_HEAD, caption="A number alone: all of so many.", pad_edge=False)
    made.add_column("course prove", no_wrap=True)
    for name in [name.split("_")[0] for name in found] + ["all"] * (len(found) > 1):
        made.add_column(name, justify="right")
    for columns in zip(*found.values(), strict=True):
        trials = [trial for _, trial in columns]
        of_all = [(sum(t.passed for t in trials), sum(t.count for t in trials))]
        pairs = [(t.passed, t.count) for t in trials] + of_all * (len(found) > 1)
        made.add_row(columns[0][0], *(tally(*pair) for pair in pairs))
    return made


def tally(passed: int, count: int) -> str:
    """Return how many of how many, in few letters.

    >>> tally(137, 137), tally(136, 137)
    ('137', '136 of 137')
    """
    return str(count) if passed == count else f"{passed} of {count}"
