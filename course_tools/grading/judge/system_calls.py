"""System calls that nobody in a sandbox needs, and that would lead out of its limits.

Memory that belongs to no process is in nobody's account (`memfd_create`, System V's shared memory
and messages); keys are kept by the kernel beyond the sandbox's end, and the next one would find
them; some kinds of sockets know no network namespace (those from a virtual machine to its host).
The others give much of the kernel to attack. To a program it looks as if this system had none of
them; libraries then take another way.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

# socket(2)'s families that stay: UNIX, IPv4, IPv6, and netlink (which asks for addresses)
FAMILIES = (1, 2, 10, 16)
NAMES = ("memfd_create", "memfd_secret", "shmget", "msgget", "semget", "add_key", "request_key",
         "keyctl", "io_uring_setup", "userfaultfd", "perf_event_open", "bpf")  # fmt: skip
_GENERIC = (279, 447, 194, 186, 190, 217, 218, 219, 425, 282, 241, 280)
# machine: its number, `seccomp`, `socket`, those of NAMES, and calls that stand for several
MACHINES = {
    "x86_64": (0xC000003E, 317, 41, (319, 447, 29, 68, 64, 248, 249, 250, 425, 323, 298, 321), ()),
    "aarch64": (0xC00000B7, 277, 198, _GENERIC, ()),
    "riscv64": (0xC00000F3, 277, 198, _GENERIC, ()),
    "ppc64le": (0xC0000015, 358, 326,
                (360, 447, 395, 399, 393, 269, 270, 271, 425, 364, 319, 361), (102, 117)),
    "s390x": (0x80000016, 348, 359,
              (350, 447, 395, 399, 393, 278, 279, 280, 425, 355, 331, 351), (102, 117)),
}  # fmt: skip
LOAD, EQUALS, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
OTHER_ABI = 0x40000000  # x86-64 has a second set of numbers from here on
NUMBER, MACHINE = 0, 4  # places in what a filter is shown
ARGUMENT = 16 if sys.byteorder == "little" else 20  # the lower half of the first
SET_FILTER, WITHOUT_SLOWING_DOWN = 1, 4


def program(machine: str) -> list[tuple[int, int, int, int]]:
    """Return a filter: (operation, lines to skip if so, if not, operand) of each line."""
    here, _, socket, numbers, several = MACHINES[machine]
    unknown = (RETURN, 0, 0, REFUSE | errno.ENOSYS)
    lines = [(LOAD, 0, 0, MACHINE), (EQUALS, 1, 0, here), unknown]
    lines += [(LOAD, 0, 0, NUMBER), (AT_LEAST, 0, 1, OTHER_ABI), unknown]
    for number in (*numbers, *several):
        lines += [(EQUALS, 0, 1, number), unknown]
    lines += [(EQUALS, 1, 0, socket), (RETURN, 0, 0, ALLOW), (LOAD, 0, 0, ARGUMENT)]
    for family in FAMILIES:
        lines += [(EQUALS, 0, 1, family), (RETURN, 0, 0, ALLOW)]
    return [*lines, (RETURN, 0, 0, REFUSE | errno.EAFNOSUPPORT)]


def refuse() -> None:
    """Take these system calls from this process and all that it starts, for good.

    It must have given up new rights before (`NO_NEW_PRIVS`). Raises `OSError`.
    """
    machine = platform.machine()
    if machine not in MACHINES:
        raise OSError(errno.ENOSYS, f"no filter of system calls is known for {machine}")
    lines = program(machine)
    code = b"".join(struct.pack("HBBI", *line) for line in lines)
    buffer = ctypes.create_string_buffer(code, len(code))
    whole = struct.pack("HxxxxxxQ", len(lines), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(MACHINES[machine][1], SET_FILTER, WITHOUT_SLOWING_DOWN, whole) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")
