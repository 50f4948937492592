"""A warm process: it has the imports ready, and forks a sandboxed process in milliseconds.

It is exec'ed for this purpose with an empty environment, reads nothing but its own modules and the
libraries it is told to import, and forks the student's side and the judge's alike. It ends when
the one who started it does.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from course_tools.grading.judge import folders
from course_tools.grading.judge.chance import seed_generators
from course_tools.grading.judge.channel import Channel
from course_tools.grading.judge.sandbox import Room

START_SECONDS = 120


class WarmError(RuntimeError):
    """A warm process did not start, or ended."""


@dataclass
class Sandboxed:
    """A running sandboxed process, as the outside knows it."""

    first: int  # the first process of its namespace: killing it ends all in it

    def interrupt(self) -> None:
        """Have a KeyboardInterrupt raised in the code that runs in it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.first, signal.SIGUSR1)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.first, signal.SIGKILL)


class Warm:
    """The outside of one warm process."""

    def __init__(self, modules: tuple[str, ...] = ()) -> None:
        self.folder, self.is_ready = folders.temporary(), False
        # Whole messages, not a stream: requests of several workers may lie in it at once.
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}
        environment |= {"HOME": os.path.expanduser("~")}
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-s", "-P", "-m", __name__, str(theirs.fileno())]
        self.process = subprocess.Popen(
            [*command, self.folder.name, *modules],
            env=environment,
            cwd="/",
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        theirs.close()
        self.mountpoint = Path(self.folder.name) / "root"
        self.mountpoint.mkdir()

    def wait_until_ready(self) -> None:
        """Return when the imports are done. Raises `WarmError` if they fail."""
        self.socket.settimeout(START_SECONDS)
        if self.socket.recv(1) != b"R":
            self.process.kill()
            said = self.process.stderr.read().decode("utf-8", "replace").strip()
            raise WarmError(f"a process for grading did not start: {said[-500:]}")
        self.socket.settimeout(None)
        self.is_ready = True

    def fork(self, role: str, room: Room, channels: list[Channel]) -> Sandboxed:
        """Fork a process, 'student' or 'judge', shut it in, and give it its channels' ends."""
        room = replace(room, mountpoint=str(self.mountpoint))
        request = json.dumps({"role": role, "room": room.as_dict()}).encode()
        report, theirs = os.pipe()
        descriptors = [d for channel in channels for d in (channel.reader, channel.writer)]
        try:
            try:
                socket.send_fds(self.socket, [request], [theirs, *descriptors])
            finally:
                os.close(theirs)
            said = _read_all(report, START_SECONDS).decode().splitlines()
        except OSError as error:
            raise WarmError(f"a process for grading has ended ({error})") from None
        finally:
            os.close(report)
        answer = {key: value for line in said for key, value in json.loads(line).items()}
        if "error" in answer:  # its first process may have been there already
            raise WarmError(f"no sandbox could be made: {answer['error']}")
        if not answer:
            raise WarmError("a process for grading did not answer")
        return Sandboxed(answer["first"])

    def stop(self) -> None:
        """End the process and all that it forked."""
        self.socket.close()
        if self.is_ready:  # else it still imports, and has forked nothing
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(2)
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()
        with contextlib.suppress(OSError):
            self.folder.cleanup()


@dataclass(frozen=True)
class Side:
    """A warm process in one of its two roles, 'student' or 'judge'."""

    warm: Warm
    role: str

    def fork(self, room: Room, channels: list[Channel]) -> Sandboxed:
        """Fork a process in this role, as `Warm.fork` does."""
        return self.warm.fork(self.role, room, channels)


def _read_all(descriptor: int, seconds: float) -> bytes:
    """Return what is written into a pipe until all its writers have closed it."""
    parts = []
    while select.select([descriptor], [], [], seconds)[0] and (part := os.read(descriptor, 4096)):
        parts.append(part)
    return b"".join(parts)


# -- the inside


def main(descriptor: int, folder: str, modules: list[str]) -> None:
    """Import, say that all is ready, and fork on request until the other end closes."""
    from course_tools.grading.judge import bench, student  # noqa: F401 (to have them ready)
    from course_tools.grading.judge.shell import make_shell

    control = socket.socket(fileno=descriptor)
    shell = make_shell(folder)
    for name in modules:
        with contextlib.suppress(Exception):  # the notebook's own import will say what is wrong
            importlib.import_module(name)
    warm_up(shell, modules)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control.sendall(b"R")
    os.dup2(1, 2)  # nobody reads it any more: a full pipe would stop all that write to it
    parent = os.getpid()
    while True:
        content, descriptors, _, _ = socket.recv_fds(control, 1 << 20, 16)
        if not content:
            os._exit(0)
        if os.fork() == 0:
            with contextlib.suppress(BaseException):
                end_with(parent)
                control.close()
                request = json.loads(content)
                run(request["role"], shell, Room.from_dict(request["room"]), descriptors)
            os._exit(1)
        for number in descriptors:
            os.close(number)


def end_with(parent: int) -> None:
    """Have this process killed as soon as its parent ends, however that ends."""
    from course_tools.grading.judge import sandbox

    sandbox.libc.prctl(sandbox.PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended already
        os._exit(1)


def warm_up(shell, modules: list[str]) -> None:
    """Do what libraries put off until they are first used."""
    if "numpy" in sys.modules:
        importlib.import_module("numpy.random")
    if not any(name.startswith("matplotlib") for name in modules):
        return
    from IPython.core.pylabtools import print_figure
    from matplotlib.figure import Figure

    from course_tools.grading.judge.shell import INLINE

    importlib.import_module(INLINE.removeprefix("module://"))
    figure = Figure()
    figure.subplots().set(title="fonts", xlabel="are", ylabel="loaded")
    print_figure(figure)
    draw_once(shell)


def draw_once(shell) -> None:
    """Let the figures of a cell be shown, and closed, before pyplot redraws those still open."""
    waiting = shell.events.callbacks["post_execute"]
    for hook in [hook for hook in waiting if hook.__module__ == "matplotlib.pyplot"]:
        shell.events.unregister("post_execute", hook)
        shell.events.register("post_execute", hook)


def run(role: str, shell, room: Room, descriptors: list[int]) -> None:
    """In the forked process: go into the sandbox, and serve."""
    from course_tools.grading.judge import sandbox
    from course_tools.grading.judge.bench import Bench
    from course_tools.grading.judge.shell import INLINE
    from course_tools.grading.judge.student import StudentSide

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    answer, *ends = descriptors

    def tell(**found) -> None:
        os.write(answer, json.dumps(found).encode() + b"\n")

    def report(pid: int) -> None:
        tell(first=pid)
        for number in descriptors:
            os.close(number)

    try:
        sandbox.enter(room, report)
    except OSError as error:
        with contextlib.suppress(OSError):
            tell(error=str(error))
        os._exit(1)
    os.close(answer)  # this process' own copy: what the first process does with it is its affair
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if role == "student":  # a figure is shown and closed with its cell
        os.environ["MPLBACKEND"] = INLINE
    seed_generators(room.seed)
    sys.path.insert(0, os.getcwd())
    side = StudentSide if role == "student" else Bench
    side(shell, Channel(*ends[:2]), Channel(*ends[2:4])).serve()
    os._exit(0)


def wait_for_end(sandboxed: Sandboxed, seconds: float) -> bool:
    """Say whether a sandboxed process has ended, after at most so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not Path(f"/proc/{sandboxed.first}").exists():
            return True
        time.sleep(0.005)
    return False


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
