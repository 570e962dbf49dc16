"""Work that goes wrong in every way that a page can: run in workers by name."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from records.errors import BadInput, MissingTool


class Unsendable(Exception):
    """An error that cannot be taken out of its pickle."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def work(item: str) -> str:
    """Does what its item says."""
    kind, _, detail = item.partition(" ")
    if kind == "abort":
        os.abort()
    if kind == "exit":
        os._exit(3)
    if kind == "hang":
        subprocess.run(["sleep", detail], check=False)
    if kind == "spin":
        while True:
            time.time()
    if kind == "eat":
        return str(len(bytearray(int(detail) << 20)))
    if kind == "typed":
        raise BadInput("page.tif: torn", "Scan it again.")
    if kind == "tool":
        raise MissingTool("tesseract is missing", "Install it.")
    if kind == "odd":
        raise Unsendable("no", "way")
    if kind == "value":
        raise ValueError("\x1b]0;owned\x07 in a message")
    return item.upper()


def misbehave(order: tuple[str, str]) -> str:
    """Tries what no reader should, and says whether it was let."""
    what, target = order
    try:
        return TRIES[what](target) or "done"
    except OSError as error:
        return f"refused: {error.strerror}"


def _make(target: str) -> str:
    Path(target).write_text("evil")
    return ""


def _append(target: str) -> str:
    with Path(target).open("a") as file:
        file.write("evil")
    return ""


def _delete(target: str) -> str:
    Path(target).unlink()
    return ""


def _rename(target: str) -> str:
    Path(target).rename(f"{target}.bak")
    return ""


def _link(target: str) -> str:
    Path(target).symlink_to("/etc/passwd")
    return ""


def _mode(target: str) -> str:
    Path(target).chmod(0o777)
    return ""


def _times(target: str) -> str:
    os.utime(target, (0, 0))
    return ""


def _cut(target: str) -> str:
    os.truncate(target, 0)
    return ""


def _thread(target: str) -> str:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_make, target).result()


def _program(target: str) -> str:
    done = subprocess.run(["cp", "/etc/hostname", target], capture_output=True, check=False)
    return f"refused: {done.stderr!r}" if done.returncode else ""


def _device(target: str) -> str:
    return _append(target)


def _socket(family: int, kind: int) -> str:
    with socket.socket(family, kind):
        return ""


def _signal(target: str) -> str:
    os.kill(int(target), 0)
    return ""


def _trace(target: str) -> str:
    library = ctypes.CDLL(None, use_errno=True)
    if library.ptrace(16, int(target), None, None):  # PTRACE_ATTACH
        return f"refused: {os.strerror(ctypes.get_errno())}"
    return ""


def _keep(_: str) -> str:
    """A file in the folder for temporary files, made by a program."""
    place = Path(tempfile.gettempdir()) / "kept"
    subprocess.run(["cp", "/etc/hostname", place], check=True)
    return str(place)


def _sleep(target: str) -> str:
    time.sleep(float(target))
    return ""


TRIES = {
    "make": _make,
    "append": _append,
    "delete": _delete,
    "rename": _rename,
    "link": _link,
    "mode": _mode,
    "times": _times,
    "cut": _cut,
    "thread": _thread,
    "program": _program,
    "device": _device,
    "tcp": lambda _: _socket(socket.AF_INET, socket.SOCK_STREAM),
    "udp": lambda _: _socket(socket.AF_INET6, socket.SOCK_DGRAM),
    "unix": lambda _: _socket(socket.AF_UNIX, socket.SOCK_STREAM),
    "signal": _signal,
    "trace": _trace,
    "keep": _keep,
    "sleep": _sleep,
}
"""What `misbehave` knows to try."""
