"""A page's way from the scan to the fields of its orders, and a binder's from its pages to its orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import ocr
from digitize.arrows import arrows
from digitize.byvalues import named_by_values
from digitize.celled import read_marks
from digitize.choices import beside_box, find_options, is_caption, read_choices
from digitize.classify import department_of, kind_of, nothing_else, printed_page, questions
from digitize.codes import confirmed
from digitize.corrections import told_of_corrections
from digitize.elapsed import with_hours
from digitize.extract import Place, Reader, extract_fields
from digitize.extras import extract_extras
from digitize.forms.match import FormMatch, match_form
from digitize.forms.zones import anchor_labels, checked, zone_claims
from digitize.hidden import told_of_hidden
from digitize.inkshare import ink_of_sheet
from digitize.items import is_log, read_items, read_rows
from digitize.labels import Label, find_labels
from digitize.layout import Layout, holds, lay_out, text_of
from digitize.page import Fragment, Inked, PageResult
from digitize.ringed import RINGS, read_rings
from digitize.scanned import read_places
from digitize.separators import declared
from digitize.serial import find_serial
from digitize.settings import DigitizeSettings
from digitize.sketch import sketch
from digitize.split import split_page
from digitize.stamps import apart, lifted, page_stamp, unstamped, with_stamp
from digitize.surroundings import with_surroundings
from digitize.tables import Table, beside_tables, find_tables, outside, without_foot
from digitize.titles import called_itself, form_name, heading, is_title
from digitize.void import row_voided, says_void, struck_rows, voided
from digitize.voting import Ballot, Vote
from digitize.within import within
from digitize.witness import is_heard, witnessed
from digitize.zones import Ink
from records.fields import ITEM_CATALOGUE
from records.geometry import Box, Seam
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


def digitize_page(image: PageImage, settings: DigitizeSettings, seam: Seam | None = None) -> PageResult:
    """Everything that one page says; of two sheets in one picture, which meet at the `seam` where that is known.

    Runs in a worker: it opens the scan, reads it, and keeps nothing.

    Raises:
        BadInput: the page cannot be opened or read.
    """
    sheet = ocr.open_sheet(image, settings.reading, seam=seam)
    page = ocr.read_sheet(sheet, settings.reading)
    beyond = partial(ocr.read_stamps, sheet, page.words, settings.reading)
    result = result_of(page, _reader(sheet, page, settings), ink_of_sheet(sheet), settings, beyond)
    return voided(result, ocr.words_across(sheet, settings.reading))


Beyond: TypeAlias = Callable[[], Iterable[ocr.StampReading]]
"""Reads what a page's words leave over."""


def result_of(
    page: PageText, reader: Reader, ink: Ink, settings: DigitizeSettings, beyond: Beyond = tuple
) -> PageResult:
    """What a page says that was read, and can be looked at again by its places, its ink, and `beyond` its words."""
    image, whole = page.image, lay_out(page)
    stamp = page_stamp(whole, beyond)
    layout = lifted(whole, stamp)
    seen: list[Ballot] = []
    desk = _Desk(layout, noting(reader, seen), ink, settings, image.number, page.engine)
    order_tables = find_tables(layout, settings.fields)
    logs = [with_hours(table, [layout], settings.fields) for table in order_tables if is_log(table, layout)]
    found = apart(find_labels(layout, settings.fields), stamp)
    labels = [label for label in found if outside(logs, label.box) and not beside_box(label, layout)]
    form = match_form(layout, settings.forms)
    lines = find_tables(layout, ITEM_CATALOGUE)
    own = beside_tables(labels, lines)
    bare = bool(lines) and not logs and nothing_else(layout, [table.box for table in lines])
    kind = _known_form(
        kind_of(layout, page.facts, own if bare else labels, log=bool(logs), lines=bare, codes=page.codes), form
    )
    fragments = _fragments(kind, desk, anchor_labels(form, labels, settings.fields), logs)
    fragments = named_by_values(fragments, settings.fields)
    fragments = witnessed(with_surroundings(confirmed(fragments, page.codes), page.facts))
    scanned = () if page.facts.born_digital else page.words
    fragments = told_of_hidden(fragments, page.notes, [label.box for label in found], page.frame, scanned)
    if stamp is not None:
        fragments = with_stamp(fragments, stamp, page.words, image.number, page.engine)
    number, total = printed_page(layout)
    title = heading(unstamped(layout, stamp), found)
    called = "" if is_title(title) else called_itself(layout)
    return PageResult(
        image,
        kind,
        fragments,
        page.facts,
        page.frame,
        form=form.template.name if form else form_name(kind, called or title),
        heading=called or title,
        called=called,
        department=department_of(layout),
        printed_page=number,
        printed_total=total,
        continued=kind is PageKind.CONTINUATION,
        questions=questions(layout),
        engine=page.engine,
        codes=page.codes,
        inked=kept_ink(seen, fragments),
        sketch=sketch(page.words),
        declared=declared(layout, page.codes) if kind is PageKind.SEPARATOR else None,
        stamped=stamp.day if stamp else "",
    )


def noting(reader: Reader, seen: list[Ballot]) -> Reader:
    """The reader, with all that it reads noted down."""

    def read(places: Sequence[Place]) -> Sequence[Ballot]:
        ballots = reader(places)
        seen.extend(ballots)
        return ballots

    return read


def kept_ink(ballots: Sequence[Ballot], fragments: Sequence[Fragment]) -> tuple[Inked, ...]:
    """What is kept of the places that the fragments' readings were taken from, each once."""
    rows = [row for f in fragments for row in (f.readings, f.extras, *(item.readings for item in f.line_items))]
    used = {reading.box for row in rows for reading in row}
    heard = is_heard(fragments)
    found = {
        b.box: Inked(b.box, b.votes, b.trace, b.alike, b.witness if heard else "", b.fraction)
        for b in ballots
        if b.trace is not None and b.box in used
    }
    return tuple(found.values())


def _known_form(kind: PageKind, form: FormMatch | None) -> PageKind:
    """A page that bears a described form is an order, though its own words alone did not say so."""
    unsaid = kind in {PageKind.ORPHAN, PageKind.INDEX, PageKind.TAB}
    return PageKind.ORDER if form is not None and unsaid else kind


def _fragments(kind: PageKind, desk: _Desk, labels: Sequence[Label], logs: Sequence[Table]) -> tuple[Fragment, ...]:
    if kind is PageKind.LOG:
        return tuple(
            fragment
            for table in logs
            for fragment in row_voided(
                read_rows(
                    table,
                    desk.settings.fields,
                    desk.reader,
                    desk.ink,
                    desk.settings.context,
                    arrows(table, desk.layout),
                ),
                struck_rows(table, desk.layout),
            )
        )
    if kind not in {PageKind.ORDER, PageKind.CONTINUATION, PageKind.CHARGE_OUT}:
        return ()
    regions = split_page(desk.layout, labels)
    found = [_fragment(region, desk, [k for k in labels if holds(region, k.box)]) for region in regions]
    return tuple(
        fragment for fragment in found if fragment.filled or fragment.line_items or kind is PageKind.CONTINUATION
    )


def _fragment(region: Box, desk: _Desk, labels: Sequence[Label]) -> Fragment:
    """One order's part of a page."""
    layout = within(desk.layout, region)
    tables = [without_foot(table, layout, labels) for table in find_tables(layout, ITEM_CATALOGUE)]
    free = beside_tables(labels, tables)
    context = desk.settings.context
    form = match_form(layout, desk.settings.forms)
    claims = zone_claims(form, layout, desk.settings.fields)
    readings = extract_fields(layout, free, desk.settings.fields, desk.reader, (desk.ink, context), claims)
    options = [group for group in find_options(layout, desk.ink) if outside(tables, group[0].box)]
    readings = tuple(r for r in readings if r.box is None or not is_caption(r.box, options, layout))
    chosen = read_choices(options, labels, desk.settings.fields, desk.page)
    chosen += read_marks(free, layout, desk.settings.fields, desk.ink, desk.page)
    chosen += read_rings(free, layout, desk.settings.fields, desk.ink, desk.page)
    listed = {reading.name for reading in chosen if reading.engine == RINGS}
    readings = tuple(reading for reading in readings if reading.name not in listed)
    ticked = {reading.name for reading in chosen if reading.value is not None}
    written = {reading.name for reading in readings if reading.value is not None}
    readings = (
        *(reading for reading in readings if reading.name not in ticked),
        *(reading for reading in chosen if reading.name in ticked or reading.name not in written),
    )
    readings = checked(readings, form.template, desk.page) if form else readings
    if not any(reading.name == "order_number" and (reading.value or reading.doubt) for reading in readings):
        serial = find_serial(layout, desk.page, desk.engine, readings)
        readings = readings if serial is None else (serial, *(r for r in readings if r.name != "order_number"))
    readings = told_of_corrections(readings, layout)
    items = read_items(tables, layout, desk.reader, desk.ink, context)
    extras = extract_extras(layout, free, tables, desk.reader, (desk.ink, readings))
    return Fragment(region, readings, items, extras, void=says_void(layout.words))


def _reader(sheet: ocr.Sheet, page: PageText, settings: DigitizeSettings) -> Reader:
    """Reads places of a sheet with every engine; of a born-digital page, takes its words."""
    number = page.image.number
    if page.facts.born_digital:
        return lambda places: [_printed(page, place, number) for place in places]
    return lambda places: read_places(sheet, places, number, settings)


def _printed(page: PageText, place: Place, number: int) -> Ballot:
    words = [word for word in page.words if holds(place.box, word.box) and word.box.height < 1.7 * place.box.height]
    votes = (Vote("text", text_of(words), 1.0),) if words else ()
    return Ballot(number, place.box, bool(words), votes, born_digital=True)
