"""A page's way from the scan to the fields of its orders, and a binder's from its pages to its orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

import ocr
from digitize.choices import beside_box, find_options, read_choices
from digitize.classify import department_of, heading, kind_of, printed_page, says_void
from digitize.extract import Place, Reader, extract_fields
from digitize.extras import extract_extras
from digitize.forms.match import FormMatch, match_form
from digitize.forms.zones import anchor_labels, checked, zone_claims
from digitize.items import is_log, read_items, read_rows
from digitize.labels import Label, find_labels
from digitize.layout import Layout, Segment, holds, lay_out, text_of
from digitize.page import Fragment, PageResult
from digitize.serial import find_serial
from digitize.settings import DigitizeSettings
from digitize.split import split_page
from digitize.tables import Table, find_tables, outside
from digitize.voting import Ballot, Vote
from digitize.zones import Ink
from records.fields import ITEM_CATALOGUE
from records.geometry import Box
from records.page import PageImage, PageKind, PageText


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the steps of one page need: the page, its words, and the means to look at it again."""

    layout: Layout
    reader: Reader
    ink: Ink
    settings: DigitizeSettings
    page: int
    engine: str


def digitize_page(image: PageImage, settings: DigitizeSettings) -> PageResult:
    """Everything that one page says.

    Runs in a worker: it opens the scan, reads it, and keeps nothing.

    Raises:
        BadInput: the page cannot be opened or read.
    """
    sheet = ocr.open_sheet(image, settings.reading)
    page = ocr.read_sheet(sheet, settings.reading)
    layout = lay_out(page)
    desk = _Desk(layout, _reader(sheet, page, settings), _ink(sheet), settings, image.number, page.engine)
    order_tables = find_tables(layout, settings.fields)
    logs = [table for table in order_tables if is_log(table, layout)]
    found = find_labels(layout, settings.fields)
    labels = [label for label in found if outside(logs, label.box) and not beside_box(label, layout)]
    form = match_form(layout, settings.forms)
    kind = _known_form(kind_of(layout, page.facts, labels, log=bool(logs)), form)
    fragments = _fragments(kind, desk, anchor_labels(form, labels, settings.fields), logs)
    number, total = printed_page(layout)
    title = heading(layout, found)
    return PageResult(
        image,
        kind,
        fragments,
        page.facts,
        page.frame,
        form=form.template.name if form else _form(kind, title),
        heading=title,
        department=department_of(layout),
        printed_page=number,
        printed_total=total,
        continued=kind is PageKind.CONTINUATION,
        engine=page.engine,
    )


def _known_form(kind: PageKind, form: FormMatch | None) -> PageKind:
    """A page that bears a described form is an order, though its own words alone did not say so."""
    unsaid = kind in {PageKind.ORPHAN, PageKind.INDEX, PageKind.TAB}
    return PageKind.ORDER if form is not None and unsaid else kind


def _form(kind: PageKind, title: str) -> str:
    return "-".join(title.lower().split())[:40] if kind in {PageKind.ORDER, PageKind.CONTINUATION, PageKind.LOG} else ""


def _fragments(kind: PageKind, desk: _Desk, labels: Sequence[Label], logs: Sequence[Table]) -> tuple[Fragment, ...]:
    if kind is PageKind.LOG:
        return tuple(
            fragment
            for table in logs
            for fragment in read_rows(table, desk.settings.fields, desk.reader, desk.ink, desk.settings.context)
        )
    if kind not in {PageKind.ORDER, PageKind.CONTINUATION}:
        return ()
    regions = split_page(desk.layout, labels)
    found = [_fragment(region, desk, [k for k in labels if holds(region, k.box)]) for region in regions]
    return tuple(
        fragment for fragment in found if fragment.filled or fragment.line_items or kind is PageKind.CONTINUATION
    )


def _fragment(region: Box, desk: _Desk, labels: Sequence[Label]) -> Fragment:
    """One order's part of a page."""
    layout = within(desk.layout, region)
    tables = find_tables(layout, ITEM_CATALOGUE)
    free = [
        label
        for label in labels
        if not any(holds(table.box, label.box) and not _foot(table, label) for table in tables)
    ]
    context = desk.settings.context
    form = match_form(layout, desk.settings.forms)
    claims = zone_claims(form, layout, desk.settings.fields)
    readings = extract_fields(layout, free, desk.settings.fields, desk.reader, (desk.ink, context), claims)
    options = [group for group in find_options(layout, desk.ink) if outside(tables, group[0].box)]
    chosen = read_choices(options, labels, desk.settings.fields, desk.page)
    ticked = {reading.name for reading in chosen if reading.value is not None}
    written = {reading.name for reading in readings if reading.value is not None}
    readings = (
        *(reading for reading in readings if reading.name not in ticked),
        *(reading for reading in chosen if reading.name in ticked or reading.name not in written),
    )
    readings = checked(readings, form.template, desk.page) if form else readings
    if not any(reading.name == "order_number" and (reading.value or reading.doubt) for reading in readings):
        serial = find_serial(layout, desk.page, desk.engine)
        readings = readings if serial is None else (serial, *(r for r in readings if r.name != "order_number"))
    items = read_items(tables, layout, desk.reader, desk.ink, context)
    extras = extract_extras(layout, free, tables, desk.reader, (desk.ink, readings))
    return Fragment(region, readings, items, extras, void=says_void(layout.words))


def _foot(table: Table, label: Label) -> bool:
    """Whether a label stands in the last row: "Total" at the foot of a column is the order's, not a line's."""
    return bool(table.rows) and label.box.middle[1] > table.rows[-1][0]


def within(layout: Layout, region: Box) -> Layout:
    """The part of a layout that lies in a region."""
    segments = tuple(Segment(s.words, s.line) for s in layout.segments if holds(region, s.box))
    words = tuple(word for word in layout.words if holds(region, word.box))
    across = tuple(
        rule
        for rule in layout.across
        if region.top - 5 <= rule.middle[1] <= region.bottom + 5
        and rule.right > region.left
        and rule.left < region.right
    )
    down = tuple(rule for rule in layout.down if rule.bottom > region.top and rule.top < region.bottom)
    boxes = tuple((box, ink) for box, ink in layout.checkboxes if holds(region, box))
    return replace(layout, words=words, segments=segments, across=across, down=down, checkboxes=boxes)


def _ink(sheet: ocr.Sheet) -> Ink:
    """The share of a box that is ink: darker than two thirds of its surroundings' paper."""

    def share(box: Box) -> float:
        top, left = int(max(box.top, 0)), int(max(box.left, 0))
        crop = sheet.upright[top : int(box.bottom), left : int(box.right)]
        if crop.size < 50:
            return 0.0
        paper = float(np.percentile(crop, 85))
        return float((crop < 0.68 * paper).mean()) if paper > 40 else 0.0

    return share


def _reader(sheet: ocr.Sheet, page: PageText, settings: DigitizeSettings) -> Reader:
    """Reads places of a sheet with every engine; of a born-digital page, takes its words."""
    number = page.image.number
    if page.facts.born_digital:
        return lambda places: [_printed(page, place, number) for place in places]
    return lambda places: _scanned(sheet, places, number, settings)


def _printed(page: PageText, place: Place, number: int) -> Ballot:
    words = [word for word in page.words if holds(place.box, word.box) and word.box.height < 1.7 * place.box.height]
    votes = (Vote("text", text_of(words), 1.0),) if words else ()
    return Ballot(number, place.box, bool(words), votes, born_digital=True)


def _scanned(sheet: ocr.Sheet, places: Sequence[Place], number: int, settings: DigitizeSettings) -> list[Ballot]:
    zones = [ocr.Zone(place.box, place.type, place.multiline) for place in places]
    ballots = []
    for zone in ocr.read_zones(sheet, zones, settings.reading):
        votes = tuple(Vote(reading.engine, reading.text, reading.confidence) for reading in zone.readings)
        ballots.append(Ballot(number, zone.zone.box, zone.has_ink, votes, extent=_extent(sheet, zone.zone.box)))
    return ballots


def _extent(sheet: ocr.Sheet, box: Box) -> Box | None:
    """What the ink of a place spans; rows and columns with a single dark pixel are specks."""
    top, left = int(max(box.top, 0)), int(max(box.left, 0))
    crop = sheet.upright[top : int(box.bottom), left : int(box.right)]
    dark = crop < 0.6 * float(np.percentile(crop, 85)) if crop.size else np.zeros((0, 0), dtype=bool)
    rows, columns = np.flatnonzero(dark.sum(axis=1) > 1), np.flatnonzero(dark.sum(axis=0) > 1)
    if not rows.size or not columns.size:
        return None
    return Box(left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1)
