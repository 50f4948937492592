"""`course prove`: put the homework's grading to the proof, and print what came of it."""

import argparse
import functools
import random
import sys
import tempfile
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


def real_path(homework, root: Path):
    """Return the trial of all known answers through release, grading and feedback."""
    from course_tools.proof.real_path import through_the_real_path

    print(f"{homework.prefix}: the real path", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        return through_the_real_path(homework, root, Path(folder), None)


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
    from rich.table import Table

    kinds = [kind for kind, _ in next(iter(found.values()))]
    table = Table("homework", *kinds, title="course prove")
    for name, row in found.items():
        table.add_row(name, *(f"{t.passed} of {t.count}" for _, t in row))
    if len(found) > 1:
        columns = zip(*([trial for _, trial in row] for row in found.values()), strict=True)
        table.add_row("together", *map(together, columns))
    console = Console()
    console.print(table)
    for name, row in found.items():
        for kind, trial in row:
            for line in trial.failures:
                console.print(f"{name}, {kind}: {line}", markup=False, highlight=False)
            for line in trial.listed:
                console.print(f"{name}, equivalent: {line}", markup=False, style="dim")


def together(trials) -> str:
    """Return the sum over all homeworks."""
    return f"{sum(t.passed for t in trials)} of {sum(t.count for t in trials)}"
