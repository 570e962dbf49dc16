"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from records.errors import WorkspaceProblem

T = TypeVar("T")


def write_whole(path: Path, write: Callable[[BinaryIO], T], *, private: bool = False) -> T:
    """Writes beside the file and puts it in its place when it is on the disk, so that nobody sees a half of it.

    A private one is for its owner's eyes.

    Returns what `write` does.

    Raises:
        WorkspaceProblem: the folder cannot be written, or the disk is full; the file is as it was before.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with open_new(beside, 0o600 if private else 0o666) as file:
            answer = write(file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _settle(path.parent)
    except OSError as error:
        _forget(beside)
        raise WorkspaceProblem(
            f"{path} cannot be written: {error.strerror}.", "Free some space, or choose a folder you may write to."
        ) from error
    return answer


def open_new(path: Path, mode: int = 0o666) -> BinaryIO:
    """A file that was not there, and is no link to another place."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, mode), "wb")


def _settle(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
