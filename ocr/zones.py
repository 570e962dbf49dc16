"""What is asked of an engine, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.fractions import Fraction
from ocr.lookalikes import Likeness
from ocr.trace import Trace
from records.fields import FieldType
from records.geometry import Box
from records.page import Word


@dataclass(frozen=True, slots=True)
class Zone:
    """A place on a page that holds one value."""

    box: Box
    """In the reading frame."""
    type: FieldType = FieldType.TEXT
    """What kind of value: it says which characters can stand there."""
    multiline: bool = False
    """Whether the value may run over several lines."""


@dataclass(frozen=True, slots=True)
class EngineReading:
    """What one engine read in one zone."""

    engine: str
    text: str
    """Lines joined by a line feed; empty where it read nothing."""
    confidence: float
    """0 to 1, the engine's own: its least sure character or word; 0 where it read nothing."""
    characters: tuple[tuple[str, float], ...] = ()
    """Each character of the text with the engine's confidence, where the engine gives one."""
    words: tuple[Word, ...] = ()
    trace: Trace | None = None
    """What any text can be scored against, where the engine gives it and something is written."""


@dataclass(frozen=True, slots=True)
class ZoneReading:
    """What all engines read in one zone."""

    zone: Zone
    readings: tuple[EngineReading, ...]
    """In the order of the settings."""
    has_ink: bool
    """Whether something is written there at all, ruled lines left out."""
    covered: bool = False
    """Whether other ink lies over it, and nothing but the engines says what stands beneath."""
    alike: tuple[Likeness, ...] = ()
    """How alike those characters of a number look that are read as one figure; looked at in identifiers alone."""
    fraction: Fraction | None = None
    """How likely it holds a fraction drawn as one sign, and which; looked at in hours and numbers alone."""

    @property
    def words(self) -> tuple[Word, ...]:
        """Those of the surer engine."""
        best = max(self.readings, key=lambda reading: reading.confidence, default=None)
        return best.words if best else ()

    def by(self, engine: str) -> EngineReading | None:
        """What this engine read; None where it was not asked."""
        return next((reading for reading in self.readings if reading.engine == engine), None)


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one engine read on a whole page."""

    words: tuple[Word, ...]
    warnings: tuple[str, ...] = ()
    """Why there may be less than was written: "stopped after 30 s"."""
