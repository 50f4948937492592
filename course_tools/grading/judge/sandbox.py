"""A room without doors for code that nobody trusts: Linux namespaces, limits, no rights.

Inside there is a read-only system (Python, libraries, what the locked cells import), a private
folder in memory, and nothing else: no network, no other process, no file of the course, no
environment. It needs no installed program: everything is done by system calls, as root or as an
ordinary user who may make user namespaces. All that was started in it ends with it.
"""

import contextlib
import ctypes
import errno
import os
import platform
import resource
import shutil
import signal
import struct
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from course_tools.grading.judge import folders, system_calls

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
DETACH = 2
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41, "riscv64": 41, "ppc64le": 203, "s390x": 217}
CAPSET = {"x86_64": 126, "aarch64": 91, "riscv64": 91, "ppc64le": 184, "s390x": 185}
PDEATHSIG, NO_NEW_PRIVS, CAPBSET_DROP, SET_DUMPABLE, GET_DUMPABLE = 1, 38, 24, 4, 3
CAPABILITY_VERSION_3 = 0x20080522
HOME = "/student"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives", "/etc/fonts")
SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/etc/timezone")
MASKED = ("/usr/local/share", "/usr/src")  # nbgrader's exchange lies in the first by default
DEVICES = ("null", "zero", "full", "random", "urandom")
MOST_NAMES = 20_000  # of files and folders, each of which takes memory of the kernel's
NOBODY = 65_534  # what a user without a number in a namespace is called there
FIRST_UID = 61_000  # nobody's: users of this machine come below, containers' above

libc = ctypes.CDLL(None, use_errno=True)


class SandboxError(OSError):
    """This system does not offer what the sandbox needs."""


@dataclass(frozen=True)
class Limits:
    """What a sandbox may use; seconds are of its processor."""

    memory: int = 3_000_000_000
    disk: int = 100_000_000
    processes: int = 64
    files: int = 256
    seconds: int = 600


@dataclass(frozen=True)
class Room:
    """What is in a sandbox: folders to read, the files of its work folder, its limits, its luck."""

    readable: tuple[str, ...] = ()
    work: str = ""
    mountpoint: str = ""
    uid: int = FIRST_UID
    seed: str = ""  # of the generators that nobody seeds
    limits: Limits = field(default_factory=Limits)
    is_open: bool = False  # no sandbox at all: asked for in so many words

    def as_dict(self) -> dict:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict) -> "Room":
        limits = Limits(**data.pop("limits"))
        return cls(**data | {"limits": limits, "readable": tuple(data["readable"])})


def call(name: str, *arguments) -> None:
    """Call a function of the C library; raise `SandboxError` if it fails."""
    if getattr(libc, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise SandboxError(code, f"{name}: {os.strerror(code)}")


def system_call(table: dict, *arguments) -> None:
    number = table.get(platform.machine())
    if number is None:
        raise SandboxError(errno.ENOSYS, f"unknown machine {platform.machine()}")
    if libc.syscall(number, *arguments) != 0:
        code = ctypes.get_errno()
        raise SandboxError(code, f"system call {number}: {os.strerror(code)}")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    texts = (None if t is None else t.encode() for t in (source, target, kind))
    source, target, kind = texts
    call("mount", source, target, kind, ctypes.c_ulong(flags), data.encode() or None)


def enter(room: Room, report) -> None:
    """Shut this process in, and return in the one that is to run the code.

    Three processes come of it: the caller's waits and passes the exit code on; a tiny first
    process of the new namespace ends everything when the code ends; the third returns from here.
    `report(pid)` is called in the first, with the number by which the outside knows the second.
    """
    if room.is_open:
        _enter_open(room, report)
        return
    is_root = os.geteuid() == 0 and _is_mapped(room.uid)
    user, group = os.geteuid(), os.getegid()
    unshare(NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS | (0 if is_root else NEWUSER))
    if not is_root:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    first = os.fork()
    if first:
        report(first)
        _wait_and_exit(first)
    libc.prctl(PDEATHSIG, signal.SIGKILL)
    _build(room)
    _drop(room, is_root)
    libc.prctl(PDEATHSIG, signal.SIGKILL)  # a change of identity forgets it
    was_open = libc.prctl(GET_DUMPABLE)
    libc.prctl(SET_DUMPABLE, 0)  # nobody inside may look into the first process, or stop it
    code = os.fork()
    if code:
        _be_first_process(code)
    libc.prctl(SET_DUMPABLE, 1 if was_open == 1 else 0)
    libc.prctl(PDEATHSIG, signal.SIGKILL)
    _furnish()


def _enter_open(room: Room, report) -> None:
    """No sandbox: a process group of its own, limits, and the work folder."""
    code = os.fork()
    if code:
        report(code)
        _wait_and_exit(code)
    os.setsid()
    libc.prctl(PDEATHSIG, signal.SIGKILL)
    _limit(room.limits, with_processes=False)
    os.chdir(room.work or "/tmp")


def _is_mapped(uid: int) -> bool:
    """Say whether this system's root may become a user: the root of a container need not."""
    lines = Path("/proc/self/uid_map").read_text().splitlines()
    ranges = [tuple(map(int, line.split())) for line in lines]
    return any(first <= uid < first + count for first, _, count in ranges)


def unshare(flags: int) -> None:
    try:
        call("unshare", flags)
    except SandboxError as error:
        if error.errno == errno.ENOSPC:  # what the system calls a limit of zero
            raise SandboxError(errno.ENOSPC, "unshare: user namespaces are switched off") from None
        raise


def _wait_and_exit(child: int) -> None:
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _be_first_process(child: int) -> None:
    """Reap, pass an interrupt on, and end with the code: then the kernel ends all the rest."""
    signal.signal(signal.SIGUSR1, lambda *_: _kill(child, signal.SIGINT))
    os.closerange(3, 1024)
    while True:
        try:
            pid, status = os.wait()
        except ChildProcessError:
            os._exit(1)
        if pid == child:
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _kill(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _build(room: Room) -> None:
    """Make the new root, and go there; the old one is out of reach afterwards."""
    root = room.mountpoint
    mount(None, "/", None, REC | PRIVATE)
    size = f"size={room.limits.disk},nr_inodes={MOST_NAMES}"
    mount("tmpfs", root, "tmpfs", NOSUID | NODEV, f"{size},mode=755")
    # First these: Python itself may lie below one of them, and is shown there.
    for path in ("/dev/shm", "/tmp", HOME):
        os.makedirs(root + path, exist_ok=True)
        mount("tmpfs", root + path, "tmpfs", NOSUID | NODEV, f"{size},mode=1777")
    for path in (*SYSTEM, *room.readable):
        _show(root, path)
    for path in SYSTEM_FILES:
        if os.path.isfile(path):
            _bind(path, _file(root, os.path.realpath(path), path))
    for path in MASKED:
        if os.path.isdir(root + path):
            mount("tmpfs", root + path, "tmpfs", NOSUID | NODEV | RDONLY, "size=4k")
    os.makedirs(f"{root}/etc", exist_ok=True)
    Path(f"{root}/etc/passwd").write_text(f"student:x:{NOBODY}:{NOBODY}::{HOME}:/bin/sh\n")
    for name in DEVICES:
        _bind(f"/dev/{name}", _file(root, f"/dev/{name}"), read_only=False)
    if room.work:
        shutil.copytree(room.work, root + HOME, dirs_exist_ok=True)
        for folder, folders, files in os.walk(root + HOME):
            for name in (".", *folders, *files):
                os.chmod(os.path.join(folder, name), 0o777 if name in (".", *folders) else 0o666)
    with contextlib.suppress(OSError):  # where memory runs out, this is to end and not the grader
        Path("/proc/self/oom_score_adj").write_text("1000")
    os.makedirs(f"{root}/.old")
    global _old_proc
    _old_proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    os.chdir(root)
    system_call(PIVOT_ROOT, b".", b".old")
    os.chdir("/")
    call("umount2", b"/.old", DETACH)
    os.rmdir("/.old")
    mount(None, "/", None, REMOUNT | RDONLY | NOSUID | NODEV, "mode=755")


_old_proc = -1


def _show(root: str, path: str) -> None:
    """Make a folder of the system visible, read-only, at its own place (a link stays a link)."""
    if os.path.islink(path):
        os.makedirs(os.path.dirname(root + path), exist_ok=True)
        if not os.path.lexists(root + path):
            os.symlink(os.readlink(path), root + path)
        if not path.startswith(("/bin", "/sbin", "/lib")):
            _show(root, os.path.realpath(path))
    elif os.path.isdir(path):
        os.makedirs(root + path, exist_ok=True)
        _bind(path, root + path)
    elif os.path.isfile(path):
        _bind(path, _file(root, path))


def _file(root: str, *paths: str) -> str:
    target = root + paths[-1]
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if not os.path.lexists(target):
        Path(target).touch()
    return target


def _bind(source: str, target: str, read_only: bool = True) -> None:
    try:
        mount(source, target, None, BIND)
    except SandboxError:
        mount(source, target, None, BIND | REC)  # mounts below it may not be taken apart
    if read_only:
        flags = REMOUNT | BIND | RDONLY | NOSUID | NODEV
        mount(None, target, None, flags | _mount_flags(target))


def _mount_flags(target: str) -> int:
    """Return the flags of a mount that a user namespace may not take away."""
    found = os.statvfs(target).f_flag
    pairs = ((os.ST_NOEXEC, NOEXEC), (os.ST_NOATIME, 1024), (os.ST_NODIRATIME, 2048))
    return sum(flag for seen, flag in pairs if found & seen)


def _drop(room: Room, is_root: bool) -> None:
    """Give up identity and rights, for good."""
    if is_root:
        os.setgroups([])
        os.setresgid(room.uid, room.uid, room.uid)
        os.setresuid(room.uid, room.uid, room.uid)
    _limit(room.limits, with_processes=True)
    # A user namespace made after the limit is set counts its own processes, root's child or not.
    unshare(NEWUSER)
    # Where that fails, more namespaces can be made inside: of no use without rights in this one.
    with contextlib.suppress(OSError):
        descriptor = os.open("sys/user/max_user_namespaces", os.O_WRONLY, dir_fd=_old_proc)
        os.write(descriptor, b"0")
        os.close(descriptor)
    os.close(_old_proc)
    for capability in range(64):
        libc.prctl(CAPBSET_DROP, capability, 0, 0, 0)
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    system_call(CAPSET, header, bytes(24))
    call("prctl", NO_NEW_PRIVS, 1, 0, 0, 0)
    system_calls.refuse()


def _limit(limits: Limits, with_processes: bool) -> None:
    pairs = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: limits.disk,
        resource.RLIMIT_NOFILE: limits.files,
        resource.RLIMIT_CPU: limits.seconds,
        resource.RLIMIT_CORE: 1,  # with 0 the system's own program would still be given the memory
    }
    if with_processes:
        pairs[resource.RLIMIT_NPROC] = limits.processes
    for kind, value in pairs.items():
        resource.setrlimit(kind, (value, value))


def _furnish() -> None:
    """Set what the code finds around it: its folder and an environment that says nothing."""
    os.chdir(HOME)
    os.environ.clear()
    os.environ.update(
        HOME=HOME, USER="student", TMPDIR="/tmp", PATH="/usr/local/bin:/usr/bin:/bin",
        LANG="C.UTF-8", MPLBACKEND="agg", MPLCONFIGDIR="/tmp",
        OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1",
    )  # fmt: skip


def why_not() -> str:
    """Return why no sandbox can be made here, in a sentence, or nothing if it can."""
    if not sys.platform.startswith("linux"):
        return f"it needs Linux, and this is {sys.platform}"
    program = (
        "import os, tempfile\n"
        "from course_tools.grading.judge import sandbox\n"
        "import sys\n"
        "folder = sys.argv[1]\n"
        "sandbox.enter(sandbox.Room(mountpoint=folder), lambda pid: None)\n"
        "os._exit(0 if not os.path.exists('/proc/1') else 3)\n"
    )
    with folders.temporary() as folder:
        done = subprocess.run(
            [sys.executable, "-c", program, folder], capture_output=True, text=True, timeout=60
        )
    if done.returncode == 0:
        return ""
    last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return last.rpartition("SandboxError: ")[2]


def processes_of(first: int) -> list[int]:
    """Return the numbers of a process and of all its descendants, as this side counts them."""
    found, queue = [], [first]
    while queue:
        pid = queue.pop()
        found.append(pid)
        with contextlib.suppress(OSError):  # each thread has children of its own
            for thread in os.listdir(f"/proc/{pid}/task"):
                children = Path(f"/proc/{pid}/task/{thread}/children").read_text()
                queue += map(int, children.split())
    return found


def usage_of(first: int) -> tuple[float, int]:
    """Return (seconds of processor, bytes of memory) of a sandbox's processes."""
    seconds, memory, ticks = 0.0, 0, os.sysconf("SC_CLK_TCK")
    for pid in processes_of(first):
        try:
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
        seconds += sum(map(int, stat[11:15])) / ticks
        memory += pages * os.sysconf("SC_PAGE_SIZE")
    return seconds, memory
