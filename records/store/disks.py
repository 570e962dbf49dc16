"""What kind of disk a file lies on: SQLite must not be shared over a network."""

from __future__ import annotations

import os
import re
from pathlib import Path

from records.errors import WorkspaceProblem

_MOUNTS = Path("/proc/self/mountinfo")
_SHARES = re.compile(r"nfs\d?|cifs|smb\w*|afs|ncpfs|ceph|glusterfs|lustre|9p|davfs\d?|fuse\.(?!mergerfs)\w+")
"""Kinds of file system whose locks hold on one machine only, as Linux calls them."""
_OCTAL = re.compile(r"\\(\d{3})")


def refuse_share(file: Path) -> None:
    """Refuses a SQLite store on a network share.

    Its log is shared memory, which two machines do not share, and the locks of network disks are not to be relied on
    (sqlite.org: wal.html, howtocorrupt.html). Where the system does not say what the disk is, nothing is refused.

    Raises:
        WorkspaceProblem: the file would lie on one.
    """
    try:
        kind = disk_of(file, _MOUNTS.read_text("utf-8", "surrogateescape"))
    except OSError:
        return
    if _SHARES.fullmatch(kind):
        raise WorkspaceProblem(
            f"{file}: the store would lie on a network share ({kind}), where two machines can damage it.",
            "Keep the workspace on a disk of this machine, or give a PostgreSQL database as `store` in backfile.toml.",
        )


def disk_of(file: Path, mounts: str) -> str:
    """The kind of the file system that a file lies on, from Linux's list of mounts; empty where it has none."""
    place = os.fsencode(os.path.realpath(file))
    best, kind = b"", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, about = before.split(" "), after.split(" ")
        point = os.fsencode(_OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4])) if len(fields) > 4 else b""
        inside = point and (place == point or place.startswith(point.rstrip(b"/") + b"/"))
        if inside and len(point) >= len(best):  # of two on one point the later lies on top
            best, kind = point, about[0]
    return kind
