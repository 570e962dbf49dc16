"""Takes from a reader's process what reading needs not: to write files, to reach a network, to touch other processes.

The Linux kernel keeps it from here on, of this process and all that it starts: Landlock for files and signals, a
seccomp filter for calls that have no business in a reader. Neither needs rights or a package. Elsewhere nothing is
taken, and `backfile doctor` says so.

Sources: Documentation/userspace-api/landlock.rst and seccomp_filter.rst of the kernel.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""Landlock's calls: the same numbers on every processor."""
_TELL_VERSION, _PATH_BENEATH = 1, 1
_WRITES = sum(1 << bit for bit in (1, *range(4, 13)))
"""Writing to files, making and removing files and folders of every kind: all that Landlock 1 knows of writing."""
_TO_FILES = 1 << 1 | 1 << 14
"""Of all rights those that can be given on a single file."""
_SINCE: Mapping[int, int] = MappingProxyType({2: 1 << 13, 3: 1 << 14, 5: 1 << 15})
"""What later versions know of writing: moving between folders, cutting short, speaking to devices."""
_TCP, _TCP_SINCE = 0b11, 4
_OUTSIDE, _OUTSIDE_SINCE = 0b11, 6
"""Abstract sockets and signals of processes outside."""
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_REFUSE, _ALLOW = 0x00050000 | 1, 0x7FFF0000
"""What the filter answers: that it is not permitted (EPERM), or nothing."""
_X32 = 0x40000000
"""Calls of the x32 kind, by which a filter on numbers could be gone round."""
_MACHINES: Mapping[str, int] = MappingProxyType({"x86_64": 0xC000003E, "aarch64": 0xC00000B7})
_CALLS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "x86_64": (
            *(41, 425),  # socket, io_uring_setup, which opens sockets too
            *(101, 310, 311),  # ptrace, process_vm_readv, process_vm_writev
            *(90, 91, 268, 452, 92, 93, 94, 260),  # chmod and chown in all their forms: Landlock has no right for them
            *(132, 235, 261, 280),  # utime, utimes, futimesat, utimensat
            *(188, 189, 190, 197, 198, 199),  # setxattr, removexattr
        ),
        "aarch64": (
            *(198, 425),
            *(117, 270, 271),
            *(52, 53, 452, 54, 55),
            *(88,),
            *(5, 6, 7, 14, 15, 16),
        ),
    }
)


def confine(*writable: Path, network: bool = False) -> None:
    """Lets this process, and all that it will start, write below these folders only, and reach no network unless asked.

    Holds for this thread and those that it starts later: to be called before any other is there. Reading is not
    restricted. Does what the kernel can; what it cannot is left out.
    """
    if not sys.platform.startswith("linux"):
        return
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _restrict_files(library, writable, network=network)
    if not network:
        _filter_calls(library)


def confinement() -> str | None:
    """What keeps readers from writing and from the network here, in words; None where nothing does."""
    version = _landlock_version()
    filtered = sys.platform.startswith("linux") and platform.machine() in _MACHINES
    if not version:
        return None
    return f"Landlock {version}{' and seccomp' if filtered else ''}"


def _landlock_version() -> int:
    """Which version of Landlock the kernel has; 0 where it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE_RULESET, None, 0, _TELL_VERSION)), 0)


def _restrict_files(library: ctypes.CDLL, writable: Iterable[Path], *, network: bool) -> None:
    """Refuses all writing but below these folders and to the null device."""
    version = _landlock_version()
    if not version:
        return
    rights = _WRITES | sum(right for since, right in _SINCE.items() if version >= since)
    tcp = _TCP if version >= _TCP_SINCE and not network else 0
    outside = _OUTSIDE if version >= _OUTSIDE_SINCE else 0
    length = 24 if version >= _OUTSIDE_SINCE else 16 if version >= _TCP_SINCE else 8
    rules = library.syscall(_CREATE_RULESET, struct.pack("=QQQ", rights, tcp, outside), length, 0)
    if rules < 0:
        return
    try:
        for folder in writable:
            _allow(library, rules, folder, rights)
        _allow(library, rules, Path(os.devnull), rights & _TO_FILES)
        library.syscall(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow(library: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    """Lets these rights be used on a file, or on all below a folder."""
    handle = os.open(path, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
    try:
        library.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, handle), 0)
    finally:
        os.close(handle)


def _filter_calls(library: ctypes.CDLL) -> None:
    """Refuses the calls that no reader needs."""
    machine = platform.machine()
    if machine not in _MACHINES:
        return
    steps = b"".join(_program(_MACHINES[machine], _CALLS[machine]))
    kept = ctypes.create_string_buffer(steps, len(steps))
    program = struct.pack("@HP", len(steps) // 8, ctypes.addressof(kept))
    library.prctl(_SECCOMP, _FILTER, program, 0, 0)


def _program(machine: int, calls: Iterable[int]) -> Iterable[bytes]:
    """The filter: the instructions of classic BPF, each call's refusal right behind its comparison."""
    refuse, allow = _step(_RETURN, _REFUSE), _step(_RETURN, _ALLOW)
    yield _step(_LOAD, 4)  # the processor's kind
    yield _step(_EQUAL, machine, 1, 0)
    yield refuse
    yield _step(_LOAD, 0)  # the call's number
    yield _step(_AT_LEAST, _X32, 0, 1)
    yield refuse
    for call in calls:
        yield _step(_EQUAL, call, 0, 1)
        yield refuse
    yield allow


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
