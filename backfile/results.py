"""Keeps what pages said, under all that a reading depends on, so that no page is read twice."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import msgspec

import ocr
from backfile.workspace import Workspace
from digitize import DigitizeSettings, PageResult
from records.page import PageImage


def reading_key(settings: DigitizeSettings) -> str:
    """What a kept page result depends on beside the page: settings, engines, and the code that reads."""
    digest = hashlib.sha256(msgspec.json.encode(settings, order="sorted"))
    digest.update(ocr.engine_versions(settings.reading).encode())
    root = Path(__file__).parents[1]
    for room in ("digitize", "ocr", "records"):
        for path in sorted((root / room).rglob("*.py")):
            if room != "records" or path.name.startswith(("value", "fields", "geometry")):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def save_results(workspace: Workspace, results: Collection[PageResult], key: str) -> None:
    """Keeps what pages of one file said, all of them or none."""
    payloads = {result.image.index: msgspec.json.encode(_anywhere(result)) for result in results}
    sha256 = next(result.image.sha256 for result in results)
    workspace.store.save_page_results(sha256, key, payloads)


def known_result(workspace: Workspace, image: PageImage, key: str) -> PageResult | None:
    """What was kept of a page under this key, at the place that it has now; None where nothing was."""
    payload = workspace.store.page_result(image.sha256, image.index, key)
    return None if payload is None else placed(msgspec.json.decode(payload, type=PageResult), image)


def _anywhere(result: PageResult) -> PageResult:
    """A result as it is kept: of the page's content alone, since its file may move, or have a name that is no UTF-8."""
    return replace(result, image=PageImage("", 0, "", result.image.index, result.image.sha256))


def placed(result: PageResult, image: PageImage) -> PageResult:
    """A result at another place: the same file may stand in another binder or further on, or draw a page twice."""
    if result.image == image:
        return result
    number = image.number
    fragments = tuple(
        replace(
            fragment,
            readings=tuple(replace(reading, page=number) for reading in fragment.readings),
            extras=tuple(replace(reading, page=number) for reading in fragment.extras),
            line_items=tuple(
                replace(item, readings=tuple(replace(reading, page=number) for reading in item.readings))
                for item in fragment.line_items
            ),
        )
        for fragment in result.fragments
    )
    return replace(result, image=image, fragments=fragments)
