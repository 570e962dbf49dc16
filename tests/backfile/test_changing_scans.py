"""A scan that somebody still writes is not read as if it were whole."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

import pytest
from paper import ORDERS, write_binder

from backfile.config import Settings
from backfile.reading import Task, _read, mark_of
from backfile.steps import count_scan, digitize_settings
from records.errors import BadInput
from records.page import PageImage


def test_a_file_that_grows_while_it_is_counted_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that is not done is refused with what to do, and taken when it is."""
    path, settings = write_binder(tmp_path / "b.pdf", ORDERS[:1]), digitize_settings(Settings())
    digest = hashlib.file_digest

    def growing(file: BinaryIO, name: str) -> object:
        with path.open("ab") as more:
            more.write(b"more")
        return digest(file, name)

    with monkeypatch.context() as patch:
        patch.setattr(hashlib, "file_digest", growing)
        with pytest.raises(BadInput, match="changed while it was read") as found:
            count_scan(path, settings.reading)
    assert found.value.cure
    assert count_scan(path, settings.reading).mark == mark_of(path)


def test_pages_of_a_file_that_was_exchanged_are_not_kept(tmp_path: Path) -> None:
    """What was read of a file that is another by then belongs to neither; of the others nothing is lost."""
    settings = digitize_settings(Settings())
    paths = [write_binder(tmp_path / name, ORDERS[:1]) for name in ("a.pdf", "b.pdf")]
    marks = {str(path): mark_of(path) for path in paths}
    images = tuple(PageImage("b", n, str(path), 0, "00") for n, path in enumerate(paths, start=1))
    write_binder(paths[0], ORDERS[1:3])
    one, other = _read(Task(images, (), marks), settings)
    assert isinstance(one, BadInput)
    assert not isinstance(other, BadInput)
