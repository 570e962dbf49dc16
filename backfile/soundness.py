"""Is a workspace still what it was? The store, the scans that it was read from, and the files that were given away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from backfile.access import people_words
from backfile.config import FILE
from backfile.forms import FORMS
from backfile.workspace import STORE, Workspace
from records.page import PageEntry
from records.store import LOCK
from records.trail import Trail

PACKAGE = "datapackage.json"
_OWN = frozenset({FILE, STORE, f"{STORE}-wal", f"{STORE}-shm", LOCK, FORMS, "out"})
"""What belongs into a workspace's folder."""


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was looked at, and what is wrong with it."""

    scans: int
    """Scan files that were compared with what was read of them."""
    exported: int
    """Exported files that were compared with their descriptor."""
    decisions: int
    damaged: tuple[str, ...]
    """What is not as it was written or read, in words."""
    noted: tuple[str, ...]
    """What does no harm, in words."""
    roles: tuple[str, ...]
    """Under which roles people have acted, in words."""


class _Resource(msgspec.Struct, frozen=True):
    path: str
    hash: str


class _Package(msgspec.Struct, frozen=True):
    resources: tuple[_Resource, ...]


def check(workspace: Workspace, results: Path, mark: Trail | None = None) -> Soundness:
    """Looks at everything that a workspace rests on, and at the files that were exported into `results`.

    Args:
        workspace: An open workspace.
        results: The folder where its files were exported to; nothing is said of it where it holds no export.
        mark: The end of the audit trail as a report printed it, which today's must go on from.
    """
    store = workspace.store
    damaged = list(store.check())
    scans = decisions = 0
    roles: tuple[str, ...] = ()
    if not damaged:  # what a damaged store says is not to be relied on
        pages = {page.path: page for page in store.pages() if page.sha256}
        scans, decisions = len(pages), store.trail().decisions
        roles = tuple(people_words(store, workspace.settings.config.people))
        damaged += [said for page in pages.values() for said in _scan(page)]
        damaged += _trail(workspace, mark) if mark else []
    exported = list(_resources(results / PACKAGE))
    damaged += [said for one in exported for said in _exported(results, one)]
    return Soundness(scans, len(exported), decisions, tuple(damaged), tuple(_strangers(workspace.folder)), roles)


def _scan(page: PageEntry) -> Iterator[str]:
    path = Path(page.path)
    try:
        now = _digest(path)
    except OSError as error:
        yield f"{path.name}: the scan cannot be compared: {error.strerror}."
        return
    if now != page.sha256:
        yield f"{path.name}: the scan is not the file that was read."


def _trail(workspace: Workspace, mark: Trail) -> Iterator[str]:
    if not workspace.store.follows(mark):
        printed = f"{mark.decisions}:{mark.head[:16]}"
        yield f"The audit trail does not go on from {printed}…: decisions were changed or cut off."


def _resources(package: Path) -> tuple[_Resource, ...]:
    try:
        return msgspec.json.decode(package.read_bytes(), type=_Package).resources
    except FileNotFoundError:
        return ()
    except msgspec.DecodeError:
        return (_Resource(PACKAGE, ""),)


def _exported(results: Path, one: _Resource) -> Iterator[str]:
    try:
        if f"sha256:{_digest(results / one.path)}" != one.hash:
            yield f"{one.path}: the file is not as it was exported."
    except OSError as error:
        yield f"{one.path}: the exported file cannot be read: {error.strerror}."


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _strangers(folder: Path) -> Iterator[str]:
    """Files of the workspace's folder that are none of its own: copies from before an upgrade, unfinished files."""
    for path in sorted(folder.iterdir()):
        if path.name not in _OWN:
            yield f"{path.name}: no part of the workspace."
