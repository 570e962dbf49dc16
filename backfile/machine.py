"""Who may do what on this machine, as its administrator says: roles that nobody who works here can change.

What a workspace says under `[people]` can be changed by whoever can write there. `/etc/backfile/people.toml` cannot, so
where there is one it holds for every workspace, in the place of what those say.
"""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from records.errors import WorkspaceProblem
from records.people import Role

FILE = Path("/etc/backfile/people.toml")
ROOT = 0
"""The user who has to own the file and its folder."""


class Machine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    people: Mapping[str, Role]
    """The role of each person by login."""
    four_eyes: bool = False
    """Who scanned a binder may neither check nor certify it."""


def read_machine(path: Path | None = None, owner: int | None = None) -> Machine | None:
    """What holds on this machine; None where its administrator says nothing.

    Raises:
        WorkspaceProblem: the file cannot be read, says something that is not known, or can be changed by others.
    """
    file = path or FILE
    try:
        _guarded(file, ROOT if owner is None else owner)
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Machine)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise WorkspaceProblem(
            f"{file}: {error}", "Ask who administers this machine to correct it: nobody works until then."
        ) from error


def _guarded(file: Path, owner: int) -> None:
    """Refuses a file that others could have written: the roles in it would be anybody's."""
    for place in (file, file.parent):
        known = place.stat()
        if known.st_uid != owner or known.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise PermissionError(f"{place.name} can be changed by others than the administrator")
