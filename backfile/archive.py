"""A workspace in one file and out of it again: made while others work, and proven before it is called made."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec

from backfile.config import FILE
from backfile.forms import FORMS
from backfile.workspace import STORE, Workspace
from records.errors import BadInput, UsageProblem, WorkspaceProblem
from records.store import Store
from records.trail import Trail
from records.whole import write_whole

MANIFEST = "MANIFEST.json"
_KNOWN = 1
"""The version of the archive's layout that is written and read."""
_LARGEST = 64 << 30
"""Bytes of one part: no store is larger; more is a trap."""
_TIME = (1980, 1, 1, 0, 0, 0)
"""The date of every part, so that the same workspace gives the same bytes."""


class Manifest(msgspec.Struct, frozen=True):
    """What an archive holds."""

    backfile_archive: int
    title: str
    audit_trail: str
    files: dict[str, str]
    """The SHA-256 of each part by its name."""


def back_up(workspace: Workspace, file: Path) -> Trail:
    """Writes configuration, forms and store into one file, and reads it back before it says so.

    Anybody may scan or review meanwhile: the store is copied as it is at one moment. Scans are not in it.

    Returns:
        The end of the audit trail that the archive holds.

    Raises:
        UsageProblem: the file is there already.
        WorkspaceProblem: it cannot be written, or what was written is not what was to be.
    """
    if file.exists():
        raise UsageProblem(f"{file} is there already.", "Give another name: a backup replaces none.")
    with _beside(file) as folder:
        store = folder / STORE
        workspace.store.copy_to(store)
        trail = _proven(store)
        parts = [(STORE, store), *_files(workspace.folder)]
        manifest = Manifest(
            _KNOWN, workspace.settings.config.title, trail.mark, {name: _digest(path) for name, path in parts}
        )
        write_whole(file, lambda out: _pack(out, manifest, parts), private=True)
    _verify(file)
    return trail


def restore(file: Path, folder: Path) -> Trail:
    """Makes a workspace of a backup in a new folder, which appears whole or not at all.

    Returns:
        The end of the audit trail that it holds.

    Raises:
        BadInput: the file is no backup, or is damaged.
        UsageProblem: the folder holds something.
        WorkspaceProblem: the folder cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageProblem(f"{folder} is not empty.", "Give a folder that there is not: nothing is overwritten.")
    with _beside(folder) as place:
        made = place / "made"
        made.mkdir(mode=0o700)
        _unpack(file, made)
        trail = _proven(made / STORE)
        try:
            made.replace(folder)
        except OSError as error:
            raise WorkspaceProblem(f"{folder}: {error.strerror}.", "Choose a folder that you may write to.") from error
    return trail


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A private folder for what is not finished, on the disk where it is to go."""
    parent = path.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        made = tempfile.TemporaryDirectory(dir=parent, prefix=".backfile-", suffix=".part")
    except OSError as error:
        raise WorkspaceProblem(f"{parent}: {error.strerror}.", "Choose a folder that you may write to.") from error
    with made as name:
        yield Path(name)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The workspace's files beside the store, by their names within it."""
    yield FILE, folder / FILE
    for path in sorted((folder / FORMS).rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix(), path


def _proven(store: Path) -> Trail:
    """The end of a store's audit trail, when everything in the store is as it was written.

    Raises:
        WorkspaceProblem: it is not.
    """
    with Store.open(store) as opened:
        said = opened.check()
        if said:
            raise WorkspaceProblem(said[0], "Run: backfile check. Then restore an older backup.")
        return opened.trail()


def _pack(out: BinaryIO, manifest: Manifest, parts: Sequence[tuple[str, Path]]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        archive.writestr(_entry(MANIFEST), msgspec.json.format(msgspec.json.encode(manifest)))
        for name, path in parts:
            with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
                while block := source.read(1 << 20):
                    target.write(block)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _verify(file: Path) -> None:
    """Reads a backup as a restore would, and keeps nothing.

    Raises:
        BadInput: it is damaged.
    """
    with _opened(file) as archive:
        for name, digest in _manifest(archive, file).files.items():
            for _ in _blocks(archive, file, name, digest):
                pass


def _unpack(file: Path, folder: Path) -> None:
    """Writes the parts that the manifest names; nothing that a name says leads out of the folder."""
    with _opened(file) as archive:
        for name, digest in _manifest(archive, file).files.items():
            target = folder / _harmless(name, file)
            target.parent.mkdir(parents=True, exist_ok=True)
            blocks = _blocks(archive, file, name, digest)
            write_whole(target, partial(_pour, blocks), private=True)


def _pour(blocks: Iterator[bytes], out: BinaryIO) -> None:
    out.writelines(blocks)


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}.", "Check the name and the folder.") from error
    except zipfile.BadZipFile as error:
        raise BadInput(f"{file}: this is no backup, or it was cut off.", "Give another backup.") from error


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except (KeyError, msgspec.DecodeError, zipfile.BadZipFile) as error:
        raise BadInput(f"{file}: this is no backup of Backfile.", "Give another file.") from error
    if manifest.backfile_archive > _KNOWN:
        raise BadInput(f"{file}: a newer Backfile made this backup.", "Install the newest Backfile.")
    return manifest


def _harmless(name: str, file: Path) -> PurePosixPath:
    """A part's name, if it is one that a backup has.

    Raises:
        BadInput: it is not.
    """
    path = PurePosixPath(name)
    if name in {FILE, STORE} or (path.parts[:1] == (FORMS,) and ".." not in path.parts and len(path.parts) <= 3):
        return path
    raise BadInput(f"{file}: {name!r} is no part of a backup.", "Give another file.")


def _blocks(archive: zipfile.ZipFile, file: Path, name: str, digest: str) -> Iterator[bytes]:
    """The bytes of a part.

    Raises:
        BadInput: they are not what the manifest says.
    """
    found, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as part:
            while block := part.read(1 << 20):
                size += len(block)
                found.update(block)
                if size > _LARGEST:
                    break
                yield block
    except (KeyError, OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise BadInput(f"{file}: damaged: {name} cannot be read.", "Give another backup.") from error
    if found.hexdigest() != digest:
        raise BadInput(f"{file}: damaged: {name} is not what was put in.", "Give another backup.")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
