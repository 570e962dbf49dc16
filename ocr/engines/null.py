"""The engine that reads nothing: for runs where words are not wanted, and as the smallest example of one."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.copies import Copies
from ocr.engines.mosaic import Groups
from ocr.settings import ReadSettings
from ocr.zones import EngineReading, PageReading, Zone


def version(settings: ReadSettings) -> str:  # noqa: ARG001
    """Its name; it has no version."""
    return "null"


def read_page(copies: Copies, settings: ReadSettings) -> PageReading:  # noqa: ARG001
    """No words."""
    return PageReading(())


def read_zones(copies: Copies, zones: Sequence[Zone], settings: ReadSettings) -> tuple[EngineReading, ...]:  # noqa: ARG001
    """An empty reading for each zone."""
    return tuple(EngineReading("null", "", 0.0) for _ in zones)


def read_zone_groups(groups: Groups, settings: ReadSettings) -> tuple[tuple[EngineReading, ...], ...]:
    """Empty readings for the zones of each page."""
    return tuple(read_zones(copies, zones, settings) for copies, zones in groups)
