"""Runs a command and says what it took."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Took:
    """What a command took, with all the processes that it started and waited for."""

    code: int
    """Its exit code; minus the signal that ended it."""
    wall: float
    """Seconds by the clock."""
    cpu: float
    """Seconds of processor time, its own and its children's, user and system."""
    peak_mb: int
    """Resident memory of its largest process."""


def run_timed(command: Sequence[str], log: Path, extra: Mapping[str, str] = _NONE) -> Took:
    """Runs a command, its talk written to a log; one thread an engine, as `make` sets it, and more of the environment
    as `extra` says.
    """
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", **extra}
    start = time.monotonic()
    with log.open("wb") as file:
        actions = [(os.POSIX_SPAWN_DUP2, file.fileno(), 1), (os.POSIX_SPAWN_DUP2, file.fileno(), 2)]
        child = os.posix_spawnp(command[0], command, environment, file_actions=actions)
        _, status, usage = os.wait4(child, 0)
    peak = usage.ru_maxrss // (1024 if os.uname().sysname == "Linux" else 1024 * 1024)
    wall = time.monotonic() - start
    return Took(os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, peak)
