"""Places of a scanned page, read by every engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

import ocr
from digitize.extract import Place
from digitize.inkshare import ink_of_sheet
from digitize.settings import DigitizeSettings
from digitize.voting import Ballot, Vote
from records.geometry import Box


def read_places(sheet: ocr.Sheet, places: Sequence[Place], number: int, settings: DigitizeSettings) -> list[Ballot]:
    """What each engine reads in these places of the page of that number."""
    zones = [ocr.Zone(place.box, place.type, place.multiline) for place in places]
    return ballots_of(sheet, ocr.read_zones(sheet, zones, settings.reading), number)


def ballots_of(sheet: ocr.Sheet, zones: Sequence[ocr.ZoneReading], number: int) -> list[Ballot]:
    """The readings of a page's zones as ballots."""
    return [_ballot(sheet, zone, number) for zone in zones]


def _ballot(sheet: ocr.Sheet, zone: ocr.ZoneReading, number: int) -> Ballot:
    box = zone.zone.box
    votes = tuple(Vote(reading.engine, reading.text, reading.confidence) for reading in zone.readings)
    trace = next((reading.trace for reading in zone.readings if reading.trace is not None), None)
    share = ink_of_sheet(sheet)(box)
    extent = _extent(sheet, box)
    seen = Ballot(number, box, zone.has_ink, votes, False, extent, trace, share, zone.covered, zone.alike)
    return replace(seen, witness=ocr.said_in(sheet.layer, box), fraction=zone.fraction)


def _extent(sheet: ocr.Sheet, box: Box) -> Box | None:
    """What the ink of a place spans; rows and columns with a single dark pixel are specks, and so is a bit far off."""
    top, left = int(max(box.top, 0)), int(max(box.left, 0))
    crop = sheet.upright[top : int(box.bottom), left : int(box.right)]
    dark = crop < 0.6 * ocr.level(crop, 0.85) if crop.size else np.zeros((0, 0), dtype=bool)
    columns = _without_specks(dark.sum(axis=0))
    rows = np.flatnonzero(dark[:, columns[0] : columns[-1] + 1].sum(axis=1) > 1) if columns.size else columns
    if not rows.size:
        return None
    return Box(left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1)


_APART, _SPECK, _MORE = 15, 12, 3
"""Columns of paper beside a speck, its dark pixels at most, and times as many that the rest has at least."""


def _without_specks(darkness: NDArray[np.int64]) -> NDArray[np.int64]:
    """The columns that have ink, by how many of their pixels are dark, without the specks that stand far from it."""
    columns = np.flatnonzero(darkness > 1)
    parts = np.split(columns, np.flatnonzero(np.diff(columns) > _APART) + 1)
    inks = [int(darkness[part].sum()) for part in parts]
    kept = [p for p, ink in zip(parts, inks, strict=True) if ink > _SPECK or _MORE * ink > sum(inks) - ink]
    return np.concatenate(kept) if kept else columns
