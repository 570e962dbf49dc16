"""What reading a digital extract needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from records.fields import CATALOGUE, Field

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """What an extract may cost; beyond it is refused by name rather than filling the machine."""

    bytes: int = 10_000_000_000
    """Of a file that is gone through (CSV, Parquet, SQLite), and of text unpacked from .gz."""
    held_bytes: int = 1_000_000_000
    """Of a file that is held while it is read (JSON, XLSX, PDF)."""
    unpacked_bytes: int = 200_000_000
    """Of all parts of a spreadsheet together: a 0.5 MB file was seen to unpack to 512 MB."""
    ratio: int = 200
    """Unpacked to packed, where the unpacked part is over 20 MB: honest sheets stay under 30."""
    rows: int = 20_000_000
    objects: int = 3_000_000
    """Of a JSON file, which is held while it is read."""
    columns: int = 16_384
    seconds: float = 120.0
    """Of one question to a database: a view can be endless."""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """How a digital extract is to be read; the defaults find out for themselves."""

    catalogue: Mapping[str, Field] = field(default_factory=lambda: CATALOGUE)
    columns: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """What a person said: catalogue field by column header, "" for a column to leave alone."""
    statuses: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """What a person said of the words and codes of its status column: open, closed, cancelled, on_hold, …"""
    department: str = ""
    """The department whose extract it is; empty where the rows say it."""
    day_first: bool | None = None
    """Whether 03/04 is the third of April; None where the column's other cells decide."""
    area_code: str = ""
    """Put before telephone numbers of seven digits."""
    limits: SourceLimits = field(default_factory=SourceLimits)
    streets: Path | None = None
    """A file that names the city's streets: addresses are written as it has them."""
    folder: Path | None = None
    """Where a list that is too long to be held lies, so that it can be handed to another process; None where it is not
    handed on: then it lies in the system's temporary folder."""

    def __reduce__(self) -> tuple[object, ...]:
        """Pickles with plain dictionaries, as mapping proxies cannot cross to a worker."""
        values = (
            dict(self.catalogue),
            dict(self.columns),
            dict(self.statuses),
            self.department,
            self.day_first,
            self.area_code,
            self.limits,
            self.streets,
            self.folder,
        )
        return type(self), values
