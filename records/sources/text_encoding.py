"""From bytes to text: which encoding an extract is in, and what is doubtful about it."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO, TextIO

from records.errors import BadInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{2,}")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_ESCAPED = re.compile("[\udc80-\udcff]")
"""Bytes that are no UTF-8, as Python's `surrogateescape` hands them on."""
_SINGLE_BYTE = (("cp1252", "Windows-1252"), ("cp850", "DOS 850"), ("mac_roman", "Mac Roman"))
_SAMPLE = 256 * 1024
_PIECE = 2**22
"""Bytes that are looked at together."""
_CURE = "Save it again as 'CSV UTF-8', or as .xlsx."


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a text are to be read."""

    codec: str
    errors: str = "strict"
    skip: int = 0
    """Bytes at the beginning that say the encoding and nothing else."""
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def encoding_of(file: BinaryIO, name: str) -> Encoding:
    """The encoding of an extract; it is gone through in pieces, whatever its length.

    Raises:
        BadInput: It is not text in any encoding that can be told.
    """
    start = _from_top(file, 4096)
    for mark, codec, called in _MARKS:
        if start.startswith(mark):
            return _marked(file, codec, called, name)
    wide = _unmarked_utf16(start)
    if wide:
        return Encoding(wide, "replace", notes=("UTF-16 without a byte order mark",))
    return Encoding("utf-8") if _decodes(file, "utf-8") else _guessed(file, name)


def text_of(file: BinaryIO, encoding: Encoding) -> TextIO:
    """The text from its beginning, line ends as they are; to be closed by itself.

    The file must not be read otherwise afterwards: the text has its own buffer.
    """
    opened = os.dup(file.fileno())
    os.lseek(opened, encoding.skip, os.SEEK_SET)
    return open(opened, encoding=encoding.codec, errors=encoding.errors, newline="")  # noqa: PTH123 - it has no path


def _from_top(file: BinaryIO, count: int) -> bytes:
    file.seek(0)
    return file.read(count)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """The bytes in pieces that end where a line does: no character of any encoding of single bytes is cut."""
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece + file.readline(_PIECE)


def _decodes(file: BinaryIO, codec: str) -> str:
    """The codec where every byte is in it; empty where not."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for piece in _pieces(file):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return ""
    return codec


def _marked(file: BinaryIO, codec: str, called: str, name: str) -> Encoding:
    if _decodes(file, codec):
        return Encoding(codec, notes=(called,))
    if codec == "utf-8-sig":
        return replace(_guessed(file, name), skip=len(codecs.BOM_UTF8))
    raise BadInput(f"{name} says that its encoding is {called}, and is not.", _CURE)


def _unmarked_utf16(start: bytes) -> str:
    """UTF-16 without a mark shows as a NUL in every other byte."""
    if len(start) < 8:
        return ""
    even, odd = start[::2].count(0) / (len(start) / 2), start[1::2].count(0) / (len(start) / 2)
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.1 else ""


def _guessed(file: BinaryIO, name: str) -> Encoding:
    high = in_utf8 = in_runs = 0
    for piece in _pieces(file):
        if not piece.isascii():
            high += len(_HIGH.findall(piece))
            in_utf8 += sum(map(len, _UTF8_CHARACTER.findall(piece)))
            in_runs += sum(map(len, _HIGH_RUN.findall(piece)))
    if in_utf8 >= 0.9 * high:
        return _mixed(file)
    sample = _around_high(file)
    if in_runs > 0.5 * high:
        return _many_bytes(sample, name)
    codec, called = max(_SINGLE_BYTE, key=lambda one: _letters(sample, one[0]))
    if codec == "cp1252":
        return Encoding(codec, "replace", notes=(f"encoding {called}: its bytes are not UTF-8",))
    return Encoding(
        codec, "replace", warnings=(f"{name}: encoding guessed as {called}; look at the letters with accents.",)
    )


def _around_high(file: BinaryIO) -> bytes:
    """A piece of the text that holds letters beyond ASCII: the first `_SAMPLE` bytes of the first piece with some."""
    first = next((piece for piece in _pieces(file) if not piece.isascii()), b"")
    found = _HIGH.search(first)
    start = max(0, found.start() - _SAMPLE // 4) if found and found.start() > _SAMPLE // 2 else 0
    return first[start : start + _SAMPLE]


def _mixed(file: BinaryIO) -> Encoding:
    """UTF-8 with a few bytes of Windows-1252 in it, as happens where two exports were put together."""
    lines, before = [], 1
    for piece in _pieces(file):
        text = piece.decode("utf-8", "surrogateescape")
        lines += [before + text.count("\n", 0, found.start()) for found in islice(_ESCAPED.finditer(text), _COUNTED)]
        before += text.count("\n")
    where = f"line {lines[0]}" if len(lines) == 1 else f"{len(lines)} places, first in line {lines[0]}"
    warning = f"encoding UTF-8, but not in {where}: read there as Windows-1252."
    return Encoding("utf-8", _AS_WINDOWS, warnings=(warning,))


_COUNTED = 1000
"""Bytes of another encoding that are counted in a piece: beyond that it is no matter of a few."""
_AS_WINDOWS = "backfile-windows-1252"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What Python asks how to read bytes that are no UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_AS_WINDOWS, _as_windows)


def _many_bytes(sample: bytes, name: str) -> Encoding:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        raise BadInput(f"{name} is in an encoding that cannot be told.", _CURE)
    warning = f"{name}: encoding guessed as {best.encoding}. {_CURE}"
    return Encoding(best.encoding, "replace", warnings=(warning,))


def _letters(data: bytes, codec: str) -> int:
    """How many high bytes beside a letter are letters in this encoding, punctuation counting against it."""
    text = data.decode(codec, "replace")
    near = re.findall(
        r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])|(?<=[A-Za-z]{2})[^\x00-\x7f]|[^\x00-\x7f](?=[a-z]{2})", text
    )
    return sum(
        (1 if character.isalpha() and character not in "ƒˆªº" else -1) for character in near if character not in "’'–—"
    )
