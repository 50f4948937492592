"""What this system offers for running student code apart from everything else.

Grading does not use a sandbox yet; these findings are notes, and never make the doctor fail.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from course_tools.doctor.finding import Finding, note, ok

CLONE_NEWUSER = 0x10000000
UNSHARE = f"""
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
sys.exit(0 if libc.unshare({CLONE_NEWUSER}) == 0 else ctypes.get_errno())
"""


def user_namespaces(root: Path) -> Finding:
    """Try to enter a new user namespace, in a process of its own."""
    if not sys.platform.startswith("linux"):
        return note(f"not offered by this system ({sys.platform}); grading does not use them yet")
    code = subprocess.run([sys.executable, "-c", UNSHARE], capture_output=True).returncode
    if code == 0:
        return ok("usable")
    reason = os.strerror(code) if 0 < code < 200 else f"exit code {code}"
    return note(
        f"not usable ({reason}); grading does not use them yet",
        "sudo sysctl user.max_user_namespaces=10000 kernel.apparmor_restrict_unprivileged_userns=0",
    )


def bubblewrap(root: Path) -> Finding:
    """Look for bubblewrap."""
    path = shutil.which("bwrap")
    if path:
        return ok(path)
    return note("not installed; grading does not use it yet", "apt install bubblewrap")


def control_groups(root: Path, processes: Path = Path("/proc/self")) -> Finding:
    """Look whether a control group (version 2) with a memory limit is ours to divide."""
    folder = own_control_group(processes)
    if folder is None:
        return note("no unified control groups (version 2); grading does not use them yet")
    controllers = (folder / "cgroup.controllers").read_text().split()
    if "memory" in controllers and os.access(folder / "cgroup.procs", os.W_OK):
        return ok(f"{folder} is ours to divide")
    return note(
        f"{folder} is not ours to divide, or has no memory limit; grading does not use it yet",
        "systemd-run --user --scope --property=Delegate=yes course doctor",
    )


def own_control_group(processes: Path) -> Path | None:
    """Return the folder of this process's version-2 control group, or None."""
    try:
        groups = (processes / "cgroup").read_text().splitlines()
        mounts = (processes / "mountinfo").read_text().splitlines()
    except OSError:
        return None
    path = next((line[3:] for line in groups if line.startswith("0::")), None)
    mount = next((m.split()[4] for m in mounts if m.split(" - ")[-1].startswith("cgroup2 ")), None)
    if path is None or mount is None:
        return None
    folder = Path(mount) / path.lstrip("/")
    return folder if (folder / "cgroup.controllers").is_file() else None


def root_user(root: Path) -> Finding:
    """Say whether this runs as root, whom fewer limits bind."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return note("running as root: student code that is graded now runs as root, too")
    return ok("an ordinary user")
