"""Runs a command from a process that holds next to nothing, and writes what it took.

    python -S benchmarks/alone.py RESULT.json SECONDS COMMAND ...

A process is counted with the memory of the one that started it: beside a benchmark that holds a million orders, each
engine seemed to need a gigabyte.
"""

import json
import os
import resource
import signal
import sys
import time


def main() -> None:
    """Run it, for so many seconds at most, and write wall and processor time, memory and exit code."""
    result, seconds, *command = sys.argv[1:]
    begun = time.monotonic()
    child = os.posix_spawnp(command[0], command, os.environ, setpgroup=0)
    status, usage = _waited(child, begun + float(seconds))
    took = {
        "code": os.waitstatus_to_exitcode(status),
        "wall": time.monotonic() - begun,
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory_mb": usage.ru_maxrss / 1024,
    }
    with open(result, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be most of what it holds
        json.dump(took, file)


def _waited(pid: int, until: float) -> tuple[int, resource.struct_rusage]:
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return status, usage
        if time.monotonic() > until:
            os.killpg(pid, signal.SIGKILL)
            _, status, usage = os.wait4(pid, 0)
            return status, usage
        time.sleep(0.02)


if __name__ == "__main__":
    main()
