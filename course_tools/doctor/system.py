"""What this system offers for running student code apart from everything else."""

import os
import sys
from pathlib import Path

from course_tools.doctor.finding import Finding, missing, ok

ALLOW_NAMESPACES = (
    "sudo sysctl user.max_user_namespaces=10000 kernel.unprivileged_userns_clone=1 "
    "kernel.apparmor_restrict_unprivileged_userns=0 (those that this system knows)"
)
IN_A_CONTAINER = "docker run --privileged (or with seccomp=unconfined and CAP_SYS_ADMIN)"
ELSEWHERE = "grade on Linux (a virtual machine or WSL 2 will do), or say --unsandboxed"


def sandbox(obstacle: str) -> Finding:
    """Return the finding on the grader's sandbox; `obstacle` says why none can be made, if so."""
    if not obstacle:
        return ok("can be made: student code runs apart, without network, files and rights")
    return missing(f"cannot be made, so grading would be refused: {obstacle}", mend())


def mend() -> str:
    """Return what makes the sandbox possible here."""
    if not sys.platform.startswith("linux"):
        return ELSEWHERE
    return IN_A_CONTAINER if is_root() else ALLOW_NAMESPACES


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def user(root: Path) -> Finding:
    """Say as whom this runs, and as whom student code would."""
    if is_root():
        return ok("root; student code that is graded runs as a user of its own, without rights")
    return ok("an ordinary user")
