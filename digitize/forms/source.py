"""A form's file: its data, and on which line each key stands, so that a mistake is said with the line and the cure."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from records.errors import UsageProblem

_Shape = TypeVar("_Shape", bound=msgspec.Struct)


class Source:
    """A file with its text, to say on which line a key stands."""

    def __init__(self, path: Path, text: str, data: dict[str, Any]) -> None:
        self.path, self.text, self.data = path, text, data

    @classmethod
    def read(cls, path: Path) -> Source:
        """The file's data.

        Raises:
            UsageProblem: it cannot be opened, or is not TOML.
        """
        try:
            text = path.read_text(encoding="utf-8-sig")
            return cls(path, text, tomllib.loads(text))
        except OSError as error:
            raise UsageProblem(f"{path.name}: {error.strerror}", "Make the file readable.") from error
        except UnicodeDecodeError as error:
            raise UsageProblem(f"{path.name}: not UTF-8 text", "Save it as UTF-8.") from error
        except tomllib.TOMLDecodeError as error:
            raise UsageProblem(f"{path.name}: {error}", "Correct that line and run the command again.") from error

    def problem(self, key: tuple[str, ...], what: str, cure: str, words: str = "") -> UsageProblem:
        """The error of one key, or of some words in its value."""
        lines = self.text.splitlines()
        said = (number for number, line in enumerate(lines, start=1) if words and words in line)
        line = next(said, None) or line_of(self.text, key)
        place = f", line {line}" if line else ""
        return UsageProblem(f"{self.path.name}{place}: {'.'.join(key)}: {what}", cure)


def line_of(text: str, key: tuple[str, ...]) -> int | None:
    """The line, from 1, on which a key is set; that of its table where it is not; None where neither is there.

    Of a list of tables, `[[zone]]`, the number follows its name, from 1: `("zone", "3", "field")`.
    """
    table: tuple[str, ...] = ()
    best: tuple[int, int] | None = None
    seen: Counter[tuple[str, ...]] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[+([^\[\]]+)\]+", line)
        setting = re.match(r"\s*([\w.\"'-]+)\s*=", line)
        if header:
            table = _dotted(header.group(1))
            seen[table] += 1
            if line.lstrip().startswith("[["):
                table = (*table, str(seen[table]))
        here = table if header else (*table, *_dotted(setting.group(1))) if setting else ()
        depth = len(here)
        if here and here == key[:depth] and (best is None or depth > best[0]):
            best = depth, number
    return best[1] if best else None


def _dotted(name: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in name.split("."))


def refuse_unknown(
    source: Source, values: Mapping[str, Any], shape: type[msgspec.Struct], key: tuple[str, ...]
) -> None:
    """Refuses keys that are no settings.

    Raises:
        UsageProblem: with the key's line, and the setting that was meant.
    """
    for name in values:
        if name not in shape.__struct_fields__:
            near = get_close_matches(name, shape.__struct_fields__, 1)
            cure = f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(shape.__struct_fields__)}."
            raise source.problem((*key, name), "no such setting", cure)


def convert(source: Source, values: Mapping[str, Any], shape: type[_Shape], key: tuple[str, ...]) -> _Shape:
    """The values as what they must be.

    Raises:
        UsageProblem: one is missing or of another type.
    """
    try:
        return msgspec.convert(values, shape)
    except msgspec.ValidationError as error:
        said, _, path = str(error).partition(" - at `$")
        names = re.findall(r"\w+", path.split("[")[0])
        missing = re.findall(r"required field `(\w+)`", said)
        raise source.problem((*key, *names, *missing), said, "See docs/forms.md for what it may be.") from error
