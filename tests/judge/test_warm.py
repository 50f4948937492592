"""What a process that was forked from a warm one holds of it, and of the others: nothing."""

import errno
import os
import signal
import time

import pytest
from pipeline import tiny_course
from pipeline.tiny_course import ASSIGNMENT, NOTEBOOK

from course_tools.grading import pipeline
from course_tools.grading.course import Course
from course_tools.grading.court import Court
from course_tools.grading.judge.channel import pair
from course_tools.grading.judge.sandbox import Limits, Room, processes_of
from course_tools.grading.judge.system_calls import FAMILIES, NAMES
from course_tools.grading.judge.trial import EXTRA, Step, Terms, run
from course_tools.grading.judge.warm import Side, Warm, WarmError
from course_tools.grading.plan import readable_folders

pytestmark = pytest.mark.slow

DESCRIPTORS = """
import os, stat
for number in range(256):
    try:
        found = os.fstat(number)
    except OSError:
        continue
    is_null = stat.S_ISCHR(found.st_mode) and os.stat("/dev/null").st_rdev == found.st_rdev
    print("null" if is_null else found.st_ino)
"""


class Fork:
    """A process in a sandbox, with this side's ends of its two channels."""

    def __init__(self, warm: Warm, role: str, work) -> None:
        (self.driver, theirs), (self.other, asked) = pair(), pair()
        self.ends = theirs, asked
        self.pipes = {os.fstat(d).st_ino for e in self.ends for d in (e.reader, e.writer)}
        shown = readable_folders((), work)
        self.process = warm.fork(role, Room(shown, str(work)), [theirs, asked])

    def run(self, source: str) -> list[str]:
        """Run a cell, and return the lines that it prints."""
        self.driver.send({"do": "cell", "source": source, "number": 1})
        message, _ = self.driver.receive(time.monotonic() + 20)
        assert message["ok"], message["outputs"]
        return "".join(output["text"] for output in message["outputs"]).split()

    def end(self) -> None:
        self.process.kill()
        for end in (self.driver, self.other, *self.ends):
            end.close()


@pytest.fixture(scope="module")
def warm():
    made = Warm(("matplotlib.pyplot", "numpy"))
    try:
        made.wait_until_ready()
        yield made
    finally:
        made.stop()


@pytest.fixture
def forks(warm, tmp_path):
    """A student's process, forked while another student's and both judges' run."""
    roles = ("student", "judge", "judge", "student")
    made = [Fork(warm, role, tmp_path) for role in roles]
    yield made
    for fork in made:
        fork.end()


def test_a_process_holds_its_own_two_channels_and_no_descriptor_else(forks):
    first, *_, last = forks
    for fork in (first, last):
        found = [int(entry) for entry in fork.run(DESCRIPTORS) if entry != "null"]
        assert sorted(found) == sorted(fork.pipes)


def test_what_is_written_past_python_holds_nobody_up(forks):
    assert forks[0].run("import os; print(os.write(2, bytes(1_000_000)))") == ["1000000"]


def test_the_process_that_starts_before_the_gradebook_is_read_is_the_one_that_is_forked(tmp_path):
    course = Course(tiny_course.make_course(tmp_path / "course"))
    court = Court(course)
    try:
        (course.source(ASSIGNMENT) / "broken.ipynb").write_text("{}")
        court.start_early(ASSIGNMENT)
        (course.source(ASSIGNMENT) / "broken.ipynb").unlink()
        (early,) = court.warm.values()
        pipeline.register(course, ASSIGNMENT)
        court.contract(court.plan(ASSIGNMENT, NOTEBOOK))
        assert list(court.warm.values()) == [early]
        assert early.is_ready
    finally:
        court.close()
    assert early.process.returncode is not None


def test_one_that_still_imports_is_ended_at_once():
    made = Warm(("matplotlib.pyplot", "sklearn.linear_model"))
    made.stop()
    assert made.process.returncode == -signal.SIGKILL


CALLS = """
import ctypes, platform, socket
from course_tools.grading.judge import system_calls
libc = ctypes.CDLL(None, use_errno=True)
_, _, _, numbers, _ = system_calls.MACHINES[platform.machine()]
for name, number in zip(system_calls.NAMES, numbers):
    libc.syscall(number, 0, 0, 0, 0, 0)
    print(name, ctypes.get_errno())
for family in range(50):
    try:
        socket.socket(family, socket.SOCK_STREAM if family < 30 else socket.SOCK_DGRAM).close()
        print("socket", family)
    except OSError:
        pass
"""


def test_no_memory_without_an_owner_no_keys_and_no_sockets_past_the_namespace(forks):
    words = forks[0].run(CALLS)
    found = dict(zip(words[::2], words[1::2], strict=True))
    assert {name: int(found[name]) for name in NAMES} == dict.fromkeys(NAMES, errno.ENOSYS)
    pairs = zip(words[::2], words[1::2], strict=True)
    assert {int(n) for name, n in pairs if name == "socket"} <= set(FAMILIES)


def test_files_are_bounded_in_number(forks):
    source = """
try:
    for n in range(100_000):
        open(f"/tmp/{n}", "x").close()
except OSError:
    print(n)
"""
    assert int(forks[0].run(source)[0]) < 50_000


def test_children_of_threads_are_counted(forks):
    source = """
import os, threading, time
def child():
    if os.fork() == 0:
        time.sleep(60)
    time.sleep(60)
for _ in range(3):
    threading.Thread(target=child, daemon=True).start()
time.sleep(0.3)
print("ready")
"""
    before = len(processes_of(forks[0].process.first))
    assert forks[0].run(source) == ["ready"]
    assert len(processes_of(forks[0].process.first)) == before + 3


def test_memory_is_watched_however_quick_the_cells_are(warm, tmp_path):
    limits = Limits(memory=700_000_000)
    room = Room(readable_folders((), tmp_path), limits=limits, work=str(tmp_path))
    hoard = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        hoard = bytearray(300_000_000)
        time.sleep(20)
        os._exit(0)
"""
    steps = [Step(EXTRA, source) for source in (hoard, *["time.sleep(0.2)"] * 20)]
    terms = Terms(frozenset(), {}, {}, student_room=room, judge_room=room)
    trial = run(steps, terms, Side(warm, "student"), Side(warm, "judge"))
    assert trial.remarks == ["it took more than 0.7 GB of memory"]
    assert not trial.failure


def test_what_a_sandbox_lacks_is_said(warm, tmp_path):
    warm.mountpoint.rmdir()
    try:
        with pytest.raises(WarmError, match=r"no sandbox could be made: .*mount"):
            Fork(warm, "student", tmp_path)
    finally:
        warm.mountpoint.mkdir()
