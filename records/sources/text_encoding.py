"""From bytes to text: which encoding an extract is in, and what is doubtful about it."""

from __future__ import annotations

import codecs
import re

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
_CURE = "Save it again as 'CSV UTF-8', or as .xlsx."


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The text of an extract, with notes and warnings about its encoding.

    Raises:
        BadInput: It is not text in any encoding that can be told.
    """
    for mark, codec, called in _MARKS:
        if data.startswith(mark):
            return _marked(data, codec, called, name)
    wide = _unmarked_utf16(data)
    if wide:
        return data.decode(wide, "replace"), ("UTF-16 without a byte order mark",), ()
    try:
        return data.decode("utf-8"), (), ()
    except UnicodeDecodeError:
        return _guessed(data, name)


def _marked(data: bytes, codec: str, called: str, name: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    try:
        return data.decode(codec), (called,), ()
    except UnicodeDecodeError as error:
        if codec == "utf-8-sig":
            return _guessed(data[3:], name)
        raise BadInput(f"{name} says that its encoding is {called}, and is not: {error.reason}.", _CURE) from error


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark shows as a NUL in every other byte."""
    sample = data[:4096]
    if len(sample) < 8:
        return ""
    even, odd = sample[::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.1 else ""


def _guessed(data: bytes, name: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    high = len(_HIGH.findall(data))
    in_utf8 = sum(map(len, _UTF8_CHARACTER.findall(data)))
    if in_utf8 >= 0.9 * high:
        return _mended(data)
    if sum(map(len, _HIGH_RUN.findall(data))) > 0.5 * high:
        return _many_bytes(data, name)
    codec, called = max(_SINGLE_BYTE, key=lambda one: _letters(data, one[0]))
    if codec == "cp1252":
        return data.decode("cp1252", "replace"), (f"encoding {called}: its bytes are not UTF-8",), ()
    warning = f"{name}: encoding guessed as {called}; look at the letters with accents."
    return data.decode(codec, "replace"), (), (warning,)


def _mended(data: bytes) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """UTF-8 with a few bytes of Windows-1252 in it, as happens where two exports were put together."""
    text = data.decode("utf-8", "surrogateescape")
    lines = [text.count("\n", 0, found.start()) + 1 for found in _ESCAPED.finditer(text)]
    where = f"line {lines[0]}" if len(lines) == 1 else f"{len(lines)} places, first in line {lines[0]}"
    mended = _ESCAPED.sub(lambda found: bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    return mended, (), (f"encoding UTF-8, but not in {where}: read there as Windows-1252.",)


def _many_bytes(data: bytes, name: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise BadInput(f"{name} is in an encoding that cannot be told.", _CURE)
    return data.decode(best.encoding, "replace"), (), (f"{name}: encoding guessed as {best.encoding}. {_CURE}",)


def _letters(data: bytes, codec: str) -> int:
    """How many high bytes beside a letter are letters in this encoding, punctuation counting against it."""
    text = data[:_SAMPLE].decode(codec, "replace")
    near = re.findall(
        r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])|(?<=[A-Za-z]{2})[^\x00-\x7f]|[^\x00-\x7f](?=[a-z]{2})", text
    )
    return sum(
        (1 if character.isalpha() and character not in "ƒˆªº" else -1) for character in near if character not in "’'–—"
    )
