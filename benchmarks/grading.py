"""How fast a class is graded: stock nbgrader, this, and the floor, on the same submissions.

`make bench` runs it; `--quick` grades fewer submissions, once. On a machine that does nothing else,
or the numbers say more about its other work. Each way is a command in a process of its own, on a
copy of the same course; ratios are taken within one run, and the spread is that of the runs.
"""

import argparse
import functools
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HW3 = "hw3_backprop"
ROOT = Path(__file__).resolve().parents[1]
NAN = float("nan")
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


# -- the three ways, each in a process of its own


def stock(folder: Path, assignment: str) -> dict:
    """Time `nbgrader autograde` from its start to its end."""
    command = [str(Path(sys.executable).with_name("nbgrader")), "autograde", assignment]
    found = timed([*command, f"--course-dir={folder}"], folder)  # else with the settings of here
    return found | {"marks": marks(folder, assignment)}


def marks(folder: Path, assignment: str) -> dict[str, float]:
    """Return each student's score as the gradebook has it."""
    from course_tools.grading import gradebook
    from course_tools.grading.course import Course

    course = Course(folder)
    names = course.students(assignment)
    return {name: gradebook.marks(course, assignment, name)["score"] for name in names}


def this(folder: Path, assignment: str, workers: int) -> dict:
    """Time `course grade` from its start to its end: pages and reports included."""
    command = [str(Path(sys.executable).with_name("course")), "grade", assignment]
    options = [f"--course-dir={folder}", f"--workers={workers}", "--seed=0"]
    return timed([*command, *options]) | {"marks": marks(folder, assignment)}


def parts(folder: Path, assignment: str, workers: int) -> dict:
    """Grade once more with a watch at each part, which slows it a little; return their seconds."""
    return timed([sys.executable, __file__, "--grade", str(folder), assignment, str(workers)])


def floor(folder: Path, assignment: str) -> dict:
    """Time a bare warm fork that executes all cells of each submission, judged by nobody."""
    return timed([sys.executable, __file__, "--floor", str(folder), assignment])


def timed(command: list[str], place: Path = ROOT) -> dict:
    """Run a command; return its seconds, its peak of memory, and what its last line says."""
    # Compiled modules are kept, as on a grader's machine.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | ALONE
    group = ProcessorGroup()
    start = time.perf_counter()
    process = subprocess.Popen(
        group.command(command),
        cwd=place,
        stdin=subprocess.DEVNULL,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    memory = Memory(process.pid)
    out, problem = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{problem[-2000:]}")
    last = (out.strip().splitlines() or ["{}"])[-1]
    found = json.loads(last) if last.startswith("{") else {}
    measured = {"seconds": seconds, "main": memory.main, "workers": memory.others}
    return found | measured | {"processor": group.seconds()}


class ProcessorGroup:
    """A control group that counts the processor's seconds of a command and of all it starts.

    They say more than the clock on a machine that does other work too. Only root may make one;
    for others they are not a number.
    """

    PLACES = (("/sys/fs/cgroup/cpuacct", "cpuacct.usage"), ("/sys/fs/cgroup", "cpu.stat"))

    def __init__(self) -> None:
        self.folder = self.file = None
        for place, name in self.PLACES:
            folder = Path(place) / f"grading-benchmark-{os.getpid()}-{time.monotonic_ns()}"
            try:
                folder.mkdir()
            except OSError:
                continue
            if (folder / name).exists():
                self.folder, self.file = folder, folder / name
                return
            folder.rmdir()

    def command(self, command: list[str]) -> list[str]:
        """Return a command that joins the group first."""
        if self.folder is None:
            return command
        script = f'echo $$ > "{self.folder}/cgroup.procs" && exec "$@"'
        return ["/bin/sh", "-c", script, "sh", *command]

    def seconds(self) -> float:
        """Return the seconds used, and remove the group."""
        if self.folder is None:
            return NAN
        words = self.file.read_text().split()
        used = int(words[0]) / 1e9 if len(words) == 1 else int(words[1]) / 1e6
        for _ in range(100):
            try:
                self.folder.rmdir()
                break
            except OSError:  # the last process is just ending
                time.sleep(0.05)
        return used


class Memory(threading.Thread):
    """Watches the peak of the proportional set size: of a process, and of all below it."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.main, self.others = pid, 0, 0
        self.start()

    def run(self) -> None:
        from course_tools.grading.judge.sandbox import processes_of

        while Path(f"/proc/{self.pid}/smaps_rollup").exists():
            sizes = [pss(pid) for pid in processes_of(self.pid)]
            self.main = max(self.main, sizes[0])
            self.others = max(self.others, sum(sizes[1:]))
            time.sleep(0.25)


def pss(pid: int) -> int:
    """Return the proportional set size of a process in bytes; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


# -- the insides of two of them


def grade_inside(folder: str, assignment: str, workers: str) -> None:
    """Grade as `course grade` does; print the seconds of each part."""
    start, before = time.perf_counter(), time.process_time()
    from course_tools.grading import pipeline  # first, as `course grade` does

    # isort: split
    from course_tools.grading import court, judging, pages, submission
    from course_tools.grading.course import Course
    from course_tools.grading.judge import trial
    from course_tools.grading.judge.warm import Warm

    parts = {"import": [time.perf_counter() - start, time.process_time() - before]}
    for name, owner, function in (
        ("register the assignment", pipeline, "register"),
        ("wait for the warm process", court.Court, "_start"),
        ("run the contract", court.Court, "_contract_run"),
        ("read submissions", submission, "read"),
        ("make them canonical", judging, "canonical"),
        ("try them", court.Court, "try_notebook"),
        ("… of it, fork and shut in", Warm, "fork"),
        ("record them", judging._Work, "record"),
    ):
        setattr(owner, function, clocked(getattr(owner, function), parts.setdefault(name, [0, 0])))

    for name, owner, function, first in (
        ("… the student's side", trial._Runner, "end", lambda runner: runner.student.first),
        ("… the judge's side", trial._Runner, "end", lambda runner: runner.judge.first),
        ("write pages, beside", pages, "_wait_for", lambda child: child),
        ("the warm process", Warm, "stop", lambda process: process.process.pid),
    ):
        setattr(
            owner,
            function,
            counted(getattr(owner, function), first, parts.setdefault(name, [NAN, 0])),
        )

    def watch(iterable, total=0, desc=""):
        begin, own = time.perf_counter(), time.process_time()
        for number, item in enumerate(iterable):
            if number == 0 and desc == "autograde":
                first = time.perf_counter() - begin, time.process_time() - own
                parts["until the first is recorded"] = first
            yield item
        if desc == "feedback":
            name = "wait for the last pages"
            parts[name] = time.perf_counter() - begin, time.process_time() - own

    executor = judging.JudgeExecutor(int(workers))
    course = Course(folder)
    results = pipeline.grade(course, assignment, seed="0", executor=executor, progress=watch)
    assert all(result.is_graded for result in results)
    parts.setdefault("wait for the last pages", (0.0, 0.0))
    parts["the main process"] = time.perf_counter() - start, time.process_time() - before
    print(json.dumps({"parts": parts}))


def clocked(function, total: list[float]):
    """Return a function that adds up its seconds by the clock, and by its thread's processor."""

    def timed_function(*arguments, **named):
        start, before = time.perf_counter(), time.thread_time()
        try:
            return function(*arguments, **named)
        finally:
            total[0] += time.perf_counter() - start
            total[1] += time.thread_time() - before

    return timed_function


def counted(function, first, total: list[float]):
    """Return a function that ends processes, and adds up the processor's seconds they used before.

    `first(argument)` is the number of the first of them.
    """
    from course_tools.grading.judge.sandbox import processes_of

    def counting(argument):
        total[1] += sum(map(used_by, processes_of(first(argument))))
        return function(argument)

    return counting


def used_by(pid: int) -> float:
    """Return the processor's seconds of a process, itself alone; 0 if it has ended."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def floor_inside(folder: str, assignment: str) -> None:
    """Import once, then fork for each submission and execute its cells; print the processor's
    seconds of all forks together."""
    import nbformat

    paths = sorted((Path(folder) / "submitted").glob(f"*/{assignment}/*.ipynb"))
    notebooks = [nbformat.read(path, as_version=4) for path in paths]
    os.environ |= {"MPLBACKEND": "agg", "NBGRADER_SEED": "0"}
    os.chdir(paths[0].parent)
    sys.path.insert(0, os.getcwd())
    warm(notebooks[0])
    start, before = time.perf_counter(), os.times()
    for notebook in notebooks:
        if os.fork() == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            run_cells(notebook)
            os._exit(0)
        os.wait()
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    print(json.dumps({"wall": time.perf_counter() - start, "cpu": used}))


def warm(notebook) -> None:
    """Import what the notebook imports."""
    from course_tools.grading.plan import imports

    for cell in notebook.cells:
        for name in sorted(imports(cell.source)) if cell.cell_type == "code" else ():
            __import__(name)


def run_cells(notebook) -> None:
    """Execute all code cells in one namespace; what raises ends only its cell."""
    space = {"__name__": "__main__"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            try:
                exec(compile(cell.source, "<cell>", "exec"), space)
            except Exception:
                continue


# -- what is compared


def plain_class(folder: Path, size: int) -> tuple[Path, str]:
    import corpus

    return corpus.make_course(folder, size), corpus.ASSIGNMENT


def hw3_class(folder: Path, size: int) -> tuple[Path, str]:
    """Return a course with an invented class that hands in homework 3."""
    from course_tools.build import homework as homeworks
    from course_tools.cli import demo
    from course_tools.demo.invented_class import invent

    homework = homeworks.load(ROOT / "sources" / "homework" / HW3)
    folder.mkdir()
    course = demo.make_course(ROOT, folder)
    demo.release(ROOT, course, HW3)
    demo.hand_in(course, homework, invent(homework, size))
    return folder, HW3


def one_run(course: Path, assignment: str, workers: int, with_stock: bool) -> dict:
    """Grade copies of a course in each way; return the measurements by way."""
    found = {}
    ways = {"floor": floor} | {
        way.__name__: functools.partial(way, workers=workers) for way in (this, parts)
    }
    ways |= {"stock": stock} if with_stock else {}
    for name, way in ways.items():
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(shutil.copytree(course, Path(folder) / "course"))
            found[name] = way(copy, assignment)
    if with_stock and found["stock"]["marks"] != found["this"]["marks"]:
        raise SystemExit("stock and this do not give the same marks: there is nothing to compare")
    return found


def spread(values: list[float], unit: str = "") -> str:
    """Return the median, and the smallest and the largest value.

    >>> spread([1.0, 3.0, 2.0], " s")
    '2.00 s (1.00–3.00)'
    """
    if any(map(math.isnan, values)):
        return "–"  # not measured
    return f"{statistics.median(values):.2f}{unit} ({min(values):.2f}–{max(values):.2f})"


def report_plain(runs: list[dict], size: int, workers: int) -> None:
    """Print throughput and ratios on the frozen corpus."""
    print(f"\n{size} plain submissions of 13 cells, {workers} workers, sandbox on: seconds each")
    print(f"  {'':28} {'by the clock':24} of all processors")
    for name in ("stock", "this", "floor"):
        clock, used = (
            [run[name][kind] / size for run in runs] for kind in ("seconds", "processor")
        )
        print(f"  {name:28} {spread(clock):24} {spread(used)}")
    ratios = (
        [run["stock"][kind] / run["this"][kind] for run in runs]
        for kind in ("seconds", "processor")
    )
    print(f"  {'stock ÷ this':28} {spread(next(ratios)):24} {spread(next(ratios))}")
    print("  (each from the command's start to its end; this writes pages and reports too)")


def report_hw3(runs: list[dict], size: int, workers: int) -> None:
    """Print what grading homework 3 costs beyond executing its cells."""
    print(f"\n{size} submissions of {HW3}, {workers} workers, sandbox on: seconds each")
    busy = [run["this"]["seconds"] * workers / size for run in runs]
    used = [run["this"]["processor"] / size for run in runs]
    bare = [run["floor"]["cpu"] / size for run in runs]
    print(f"  wall × workers               {spread(busy)}")
    print(f"  of all processors            {spread(used)}")
    print(f"  processor of a bare run      {spread(bare)}")
    for name, values in (("wall × workers", busy), ("of all processors", used)):
        beyond = [value - least for value, least in zip(values, bare, strict=True)]
        print(f"  beyond the bare run          {spread(beyond):24} ({name})")


def report_parts(runs: list[dict], workers: int) -> None:
    """Print where the time goes, and the memory."""
    head = "where it goes, in one more run"
    print(f"  {head:28} {'by the clock':24} of the processor")
    for name in runs[0]["parts"]["parts"]:
        pairs = [run["parts"]["parts"][name] for run in runs]
        clock, used = (spread([pair[i] for pair in pairs]) for i in (0, 1))
        print(f"    {name:26} {clock:24} {used}")
    memory = [run["this"]["workers"] / workers / 1e6 for run in runs]
    print(f"  memory of a worker, PSS      {spread(memory, ' MB')}")
    main = [run["this"]["main"] / 1e6 for run in runs]
    print(f"  memory of the main process   {spread(main, ' MB')}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="24 submissions, one run")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--submissions", type=int, default=40, help="of each assignment")
    options = parser.parse_args()
    runs, size = options.runs, options.submissions
    print(
        f"{os.cpu_count()} cores, {platform.processor() or platform.machine()}, load at the start:"
    )
    print(f"  {os.getloadavg()[0]:.1f} programs (a quiet machine: below 0.5)")
    if options.quick:
        runs, size = 1, 24
    with tempfile.TemporaryDirectory() as folder:
        for make, report, with_stock in (
            (plain_class, report_plain, True),
            (hw3_class, report_hw3, False),
        ):
            course, name = make(Path(folder) / make.__name__, size)
            found = [one_run(course, name, options.workers, with_stock) for _ in range(runs)]
            report(found, size, options.workers)
            report_parts(found, options.workers)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--grade"]:
        grade_inside(*sys.argv[2:])
    elif sys.argv[1:2] == ["--floor"]:
        floor_inside(*sys.argv[2:])
    else:
        main()
