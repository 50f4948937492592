"""Warm processes: they have the imports ready, and fork a sandboxed process in milliseconds.

A warm process is exec'ed for this purpose with an empty environment, reads nothing but its own
modules and the libraries it is told to import, and serves one kind of process: the student's or
the judge's. It ends when the one who started it does.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from course_tools.grading.judge import folders
from course_tools.grading.judge.chance import seed_generators
from course_tools.grading.judge.channel import Channel
from course_tools.grading.judge.sandbox import Room

START_SECONDS = 120
AGG = "module://matplotlib.backends.backend_agg"
INLINE = "module://matplotlib_inline.backend_inline"  # what a notebook draws with


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
    """The outside of one warm process of the given role, 'student' or 'judge'."""

    def __init__(self, role: str, modules: tuple[str, ...] = ()) -> None:
        self.role, self.lock = role, threading.Lock()
        self.folder = folders.temporary()
        ours, theirs = socket.socketpair()
        self.socket = ours
        environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "MPLBACKEND": AGG}
        if role == "student":
            environment["MPLBACKEND"] = INLINE
        environment |= {"HOME": os.path.expanduser("~"), "PYTHONHASHSEED": "0"}
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-s", "-P", "-m", __name__, role, str(theirs.fileno())]
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

    def fork(self, room: Room, channels: list[Channel]) -> Sandboxed:
        """Fork a process, shut it in, and give it its ends of the channels."""
        room = Room.from_dict(room.as_dict() | {"mountpoint": str(self.mountpoint)})
        content = json.dumps(room.as_dict()).encode()
        descriptors = [d for channel in channels for d in (channel.reader, channel.writer)]
        try:
            with self.lock:  # one request after the other: the answers come in the same order
                answer = self._ask(len(content).to_bytes(4, "big") + content, descriptors)
        except (OSError, ValueError) as error:
            raise WarmError(f"a process for grading has ended ({error})") from None
        if "error" in answer:
            raise WarmError(f"no sandbox could be made: {answer['error']}")
        return Sandboxed(answer["first"])

    def _ask(self, request: bytes, descriptors: list[int]) -> dict:
        socket.send_fds(self.socket, [request], descriptors)
        self.socket.settimeout(START_SECONDS)
        return json.loads(self.socket.recv(4096))

    def stop(self) -> None:
        """End the process and all that it forked."""
        self.socket.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(2)
        self.process.kill()
        self.process.wait()
        self.process.stderr.close()
        with contextlib.suppress(OSError):
            self.folder.cleanup()


# -- the inside


def main(role: str, descriptor: int, folder: str, modules: list[str]) -> None:
    """Import, say that all is ready, and fork on request until the other end closes."""
    from course_tools.grading.judge.shell import make_shell

    control = socket.socket(fileno=descriptor)
    shell = make_shell(folder)
    for name in modules:
        with contextlib.suppress(Exception):  # the notebook's own import will say what is wrong
            importlib.import_module(name)
    warm_up(modules)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control.sendall(b"R")
    while True:
        content, descriptors, _, _ = socket.recv_fds(control, 1 << 20, 16)
        if not content:
            os._exit(0)
        while len(content) < 4 + int.from_bytes(content[:4], "big"):
            content += control.recv(1 << 20)
        room = Room.from_dict(json.loads(content[4:]))
        parent = os.getpid()
        if os.fork() == 0:
            with contextlib.suppress(BaseException):
                end_with(parent)
                run(role, shell, control, room, descriptors)
            os._exit(1)
        for number in descriptors:
            os.close(number)


def end_with(parent: int) -> None:
    """Have this process killed as soon as its parent ends, however that ends."""
    from course_tools.grading.judge import sandbox

    sandbox.libc.prctl(sandbox.PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended already
        os._exit(1)


def warm_up(modules: list[str]) -> None:
    """Do what libraries put off until they are first used."""
    if any(name.startswith("matplotlib") for name in modules):
        from matplotlib import font_manager

        font_manager.fontManager.findfont("DejaVu Sans")
        importlib.import_module(os.environ["MPLBACKEND"].removeprefix("module://"))


def run(role: str, shell, control: socket.socket, room: Room, descriptors: list[int]) -> None:
    """In the forked process: go into the sandbox, and serve."""
    from course_tools.grading.judge import sandbox
    from course_tools.grading.judge.bench import Bench
    from course_tools.grading.judge.student import StudentSide

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)

    def report(pid: int) -> None:
        control.sendall(json.dumps({"first": pid}).encode())
        control.close()
        for number in descriptors:
            os.close(number)

    try:
        sandbox.enter(room, report)
    except OSError as error:
        with contextlib.suppress(OSError):
            control.sendall(json.dumps({"error": str(error)}).encode())
        os._exit(1)
    # The forked process' own copy: what the first process does with it is its affair.
    control.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if role == "student":  # a figure is shown and closed with its cell, as in a notebook
        os.environ["MPLBACKEND"] = INLINE
    seed_generators(room.seed)
    sys.path.insert(0, os.getcwd())
    driver = Channel(*descriptors[:2])
    other = Channel(*descriptors[2:4])
    (StudentSide if role == "student" else Bench)(shell, driver, other).serve()
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
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:])
