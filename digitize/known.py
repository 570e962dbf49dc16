"""Reads pages: those of a learned form zone by zone and never as a whole, the others by their labels.

A page of unknown layout costs an engine's look at all of it, and a label that is hidden under handwriting costs the
field. Here the form says where everything is, its print is taken away before reading, and what is left outside its
fields (a stamp, a note) is read by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from typing import TypeAlias, TypeVar

import ocr
from digitize.amended import amended
from digitize.arrows import arrows
from digitize.begun import WORDED, lines_from_above
from digitize.byvalues import named_by_values
from digitize.celled import read_cells
from digitize.choices import Option, read_choice
from digitize.classify import pair_in, printed_page
from digitize.codes import confirmed
from digitize.completed import completed
from digitize.corrections import corrected, told_of_corrections
from digitize.extract import SURE, Claim, Place, Reader, read_claims
from digitize.extras import read_extras
from digitize.forms.common import FAINTEST
from digitize.forms.halves import halves_of
from digitize.forms.learn import MUCH
from digitize.forms.learned import (
    LearnedChoice,
    LearnedForm,
    LearnedPart,
    LearnedZone,
    fields_on,
    moved_layout,
    moved_table,
)
from digitize.forms.unruled import with_rows
from digitize.hidden import told_of_hidden
from digitize.inkshare import ink_of_sheet
from digitize.items import read_items, read_rows
from digitize.labels import Label, find_labels
from digitize.layout import Layout, holds, lay_out, text_of
from digitize.page import Fragment, PageResult
from digitize.pipeline import digitize_page, kept_ink, noting
from digitize.ringed import read_ringed
from digitize.scanned import ballots_of
from digitize.serial import UNLABELLED
from digitize.settings import DigitizeSettings
from digitize.stampdays import days_said
from digitize.stamps import Stamp, find_stamp, says_stamp, stamp_across, with_stamp
from digitize.surroundings import with_surroundings
from digitize.tables import Table
from digitize.void import row_voided, says_void, struck_rows, voided
from digitize.voting import Ballot
from digitize.witness import witnessed
from digitize.zones import WRITTEN, Ink, is_written
from records.errors import BadInput
from records.fields import FieldType
from records.geometry import Box, Frame, Seam
from records.order import FieldReading
from records.page import PageImage, PageKind, PageText, Word

CAPTION = 0.99
"""How surely the caption of a check box is read: half of the form's pages agree on it."""
PRINT = 0.85
"""Share of the form's print that must be on a page where it should be: 0.998 and more on 26 pages of four forms; what
has less is another form with the same head, or lies otherwise than registration says."""
ALIKE = 0.1
"""Degrees by which two forms may say that a page leans otherwise, and it is opened once: 4 pixels along its length,
which the map from the form's frame to the page's makes good."""
RIVAL = 0.6
"""Of the corners that a page shares with a form that lies under it, the share that it has in common at least with
another that is tried too: forms of one head have 0.69 to 0.92, the other side of the sheet 0.22 to 0.68."""
HALVED, WHOLE = 0.62, 0.85
"""Share of a picture's side that a sheet covers at most where another is beside it, and of its other side at least."""
STAMP = 100.0
"""Pixels at 200 dots to the inch that a stamp beside the fields is high and wide at least; signatures are lower."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """A page with its form laid under it."""

    whole: ocr.Sheet
    """As it was scanned."""
    sheet: ocr.Sheet
    """Without the form's printed words."""
    form: LearnedForm
    where: ocr.Affine
    """From the form's frame to the page's."""
    layout: Layout
    """The form's words and rules as they lie on this page."""
    ink: Ink
    stray: ocr.Stray
    """What is written outside the form's fields."""
    written: Layout | None = None
    """What was read in its places, with the lines that are not the form's; None before anything was read."""
    half: bool = False
    """Whether only a part of a form that is printed several times on a sheet lies on the page."""

    @property
    def loose(self) -> tuple[Box, ...]:
        """The places to be read beside the fields: the page number's, where the form has one, and what is stray."""
        number = self.form.page_number
        return (self.where.box(number), *self.stray.pieces) if number else self.stray.pieces


def read_pages(
    images: Sequence[PageImage], forms: Sequence[LearnedForm], settings: DigitizeSettings
) -> tuple[PageResult | BadInput, ...]:
    """What each of some pages says, or why it cannot be read; those of a learned form by its zones.

    Runs in a worker. The zones of all the pages go to each engine in one call.
    """
    laid = [_try(partial(_lay, image, forms, settings)) for image in images]
    there = [page for page in laid if isinstance(page, _Laid)]
    wanted = [_places(page, settings) for page in there]
    first = ocr.read_zones_of(
        [(page.sheet, list(map(_zone, places))) for page, places in zip(there, wanted, strict=True)], settings.reading
    )
    read = _cleared(there, first, settings)
    engine = ocr.engine_versions(settings.reading) if there else ""
    known = {
        page.sheet.image: _result(page, dict(zip(places, zones, strict=True)), settings, engine)
        for page, places, zones in zip(there, wanted, read, strict=True)
    }
    return tuple(_settled(image, page, known.get(image), settings) for image, page in zip(images, laid, strict=True))


def _cleared(
    pages: Sequence[_Laid], read: Sequence[Sequence[ocr.ZoneReading]], settings: DigitizeSettings
) -> list[tuple[ocr.ZoneReading, ...]]:
    """The readings of the pages' places, those of fields under stamps without the stamps; what is loose comes first."""
    loose = [len(dict.fromkeys(page.loose)) for page in pages]
    fields = [(page.sheet, each[count:]) for page, each, count in zip(pages, read, loose, strict=True)]
    cleared = ocr.cleared(fields, settings.reading)
    return [(*each[:count], *own) for each, own, count in zip(read, cleared, loose, strict=True)]


def _settled(
    image: PageImage, laid: _Laid | Seam | BadInput | None, known: _Read | None, settings: DigitizeSettings
) -> PageResult | BadInput:
    """The page as its form has it; with what else it has, as its labels have it."""
    if isinstance(laid, BadInput):
        return laid
    if isinstance(laid, Seam):
        return _try(partial(digitize_page, image, settings, laid))
    if known is not None and not known.more:
        return known.page
    labelled = _try(partial(digitize_page, image, settings))
    return labelled if known is None or isinstance(labelled, BadInput) else completed(labelled, known.page)


_Value = TypeVar("_Value")


def _try(function: Callable[[], _Value]) -> _Value | BadInput:
    """What the function gives, or what is wrong with its page: the pages beside it go on."""
    try:
        return function()
    except BadInput as error:
        return error


def _zone(place: Place) -> ocr.Zone:
    return ocr.Zone(place.box, place.type, place.multiline)


def _lay(image: PageImage, forms: Sequence[LearnedForm], settings: DigitizeSettings) -> _Laid | Seam | None:
    """The page with its form under it, or with one part of it, printed several times; None where it is of none.

    Of a picture of two sheets, where they meet: each is then read by its labels.
    """
    if not forms:
        return None
    marks = ocr.landmarks(image, settings.reading, every=True)
    opener = _opener(image, settings)
    whole = _likest(opener, forms, marks)
    if whole is not None:
        return _seam(whole) or replace(whole, half=not _all_on_page(whole.form, whole.where, whole.sheet.frame))
    half = _likest(opener, [half for form in forms for half in halves_of(form)], marks)
    return replace(half, half=True) if half is not None else None


def _seam(page: _Laid) -> Seam | None:
    """Where a sheet that covers hardly more than half of its picture meets another; None where nothing is beside."""
    frame, layout, ink = page.sheet.frame, page.form.layout, ink_of_sheet(page.whole)
    form = page.where.box(Box(0, 0, layout.width, layout.height))
    wide, high = form.width / frame.width, form.height / frame.height
    if min(wide, high) > HALVED or max(wide, high) < WHOLE:
        return None
    across = high < wide
    middle = (frame.height if across else frame.width) / 2
    edges = (form.top, form.bottom) if across else (form.left, form.right)
    seam = Seam(min(edges, key=lambda edge: abs(edge - middle)), across)
    return seam if all(ink(side) > WRITTEN for side in seam.sides(frame.width, frame.height)) else None


Opener: TypeAlias = Callable[[ocr.Pose, bool], ocr.Sheet]
"""Opens a page as it lies; with the places where rows of dots and boxes are made into rules, or without."""


def _opener(image: PageImage, settings: DigitizeSettings) -> Opener:
    """Opens the page once for all forms that say that it lies alike: opening takes 0.1 s."""
    opened: dict[tuple[int, int, bool], ocr.Sheet] = {}

    def sheet(pose: ocr.Pose, redraw: bool) -> ocr.Sheet:
        key = (pose[0], round(pose[1] / ALIKE), redraw)
        if key not in opened:
            opened[key] = ocr.open_sheet(image, settings.reading, pose, redraw=redraw)
        return opened[key]

    return sheet


def _likest(opener: Opener, forms: Sequence[LearnedForm], marks: ocr.Landmarks) -> _Laid | None:
    """The page with the form under it that it is of; None where it is of none.

    Forms that share a head are told apart by what of a page they leave unexplained.
    """
    found = [(placed, form) for form in forms if (placed := ocr.place(form.landmarks, marks, ocr.PERHAPS)) is not None]
    best, least = None, 0.0
    for placed, form in sorted(found, key=lambda each: -len(each[0].agreeing) / each[1].landmarks.count):
        if len(placed.agreeing) < least:
            continue
        laid = _laid(opener, form, (placed, marks))
        if laid is not None and (best is None or laid.stray.ink < best.stray.ink):
            best, least = laid, RIVAL * len(placed.agreeing)
        if best is not None and best.stray.ink <= MUCH:
            break
    return best


def _laid(opener: Opener, form: LearnedForm, found: tuple[ocr.Placement, ocr.Landmarks]) -> _Laid | None:
    placed, marks = found
    sheet = opener(placed.pose, form.redrawn)
    picture = ocr.unpack(form.picture)
    where = _whole(form, ocr.refined(sheet, picture, ocr.form_to_page(placed, marks, sheet.frame)), sheet, picture)
    if ocr.print_found(sheet, picture, where, form.labels) < PRINT:
        return None
    stray = ocr.stray(sheet, picture, fields_on(form, where, sheet.frame), where)
    bare = ocr.without_words(sheet, picture, form.labels, where)
    return _Laid(
        ocr.ruled_as(sheet, bare), bare, form, where, moved_layout(form.layout, where), ink_of_sheet(bare), stray
    )


def _whole(form: LearnedForm, where: ocr.Affine, sheet: ocr.Sheet, picture: ocr.Grey) -> ocr.Affine:
    """The map under which all parts of a form lie on the page: one part looks like another, and may lie under it."""
    if _all_on_page(form, where, sheet.frame):
        return where
    first, *others = form.parts
    for other in others:
        right, down = _apart(first, other)
        for sign in (-1, 1):
            moved = where.after(ocr.Affine((1.0, 0.0, sign * right, 0.0, 1.0, sign * down)))
            if _all_on_page(form, moved, sheet.frame):
                refined = ocr.refined(sheet, picture, moved)
                if ocr.print_found(sheet, picture, refined, form.labels) >= PRINT:
                    return refined
    return where


def _apart(one: LearnedPart, other: LearnedPart) -> tuple[float, float]:
    """How far right and down the zones of one part lie from those of another that has the same fields."""
    places = {zone.field: zone.box for zone in one.zones}
    both = [(places[zone.field], zone.box) for zone in other.zones if zone.field in places]
    if not both:
        return other.region.left - one.region.left, other.region.top - one.region.top
    return median(b.right - a.right for a, b in both), median(b.bottom - a.bottom for a, b in both)


def _all_on_page(form: LearnedForm, where: ocr.Affine, frame: Frame) -> bool:
    return all(_on_page(part, where, frame) for part in form.parts)


def _on_page(part: LearnedPart, where: ocr.Affine, frame: Frame) -> bool:
    """Whether most of a part of the form lies on the page: half a sheet may be scanned."""
    shown = where.box(part.region).overlap(Box(0, 0, frame.width, frame.height))
    return shown > 0.5 * part.region.width * part.region.height


def _places(page: _Laid, settings: DigitizeSettings) -> list[Place]:
    """Everything that is to be read on a page, found by going through it once without reading."""
    asked: dict[Place, None] = dict.fromkeys(Place(box, FieldType.TEXT, False) for box in page.loose)

    def reader(places: Sequence[Place]) -> Sequence[Ballot]:
        asked.update(dict.fromkeys(places))
        return [Ballot(0, place.box, False, ()) for place in places]

    _fragments(page, reader, settings)
    return list(asked)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the zones of a page's form say."""

    page: PageResult
    more: bool
    """Whether the page has labels of fields that the form has no zones for, or has another time."""


def _result(page: _Laid, read: dict[Place, ocr.ZoneReading], settings: DigitizeSettings, engine: str) -> _Read:
    """What the zones of the page's form say."""
    image, form = page.sheet.image, page.form
    words = [word for box in page.loose for word in read[Place(box, FieldType.TEXT, False)].words]
    beside = _loose_layout(page, words) if words else None
    more = page.form.lacks or (beside is not None and _unknown_fields(beside, page, settings))
    page = replace(page, written=amended(page.sheet, page.layout, [w for zone in read.values() for w in zone.words]))
    read = {**read, **_read_again(page, read, settings)}
    seen: list[Ballot] = []
    reader = noting(lambda places: ballots_of(page.sheet, [read[place] for place in places], image.number), seen)
    codes = ocr.read_codes(page.sheet.upright)
    fragments = named_by_values(_fragments(page, reader, settings), settings.fields)
    fragments = witnessed(with_surroundings(confirmed(fragments, codes), page.sheet.facts))
    if notes := ocr.notes_on(page.whole):
        fragments = told_of_hidden(fragments, notes, _seen_labels(page), page.sheet.frame)
    stamp = None if more else _stamp(page, beside, read.values(), settings)  # read whole, the page's stamp is too
    if stamp is not None:
        fragments = with_stamp(fragments, stamp, words, image.number, engine)
    number, total = _printed_page(page, words, beside)
    if says_void((*page.layout.words, *words)):
        fragments = tuple(replace(fragment, void=True) for fragment in fragments)
    kind = PageKind.CONTINUATION if form.kind is PageKind.ORDER and (number or 1) > 1 else form.kind
    result = PageResult(
        image,
        kind,
        tuple(f for f in fragments if f.filled or f.line_items or kind is PageKind.CONTINUATION),
        page.sheet.facts,
        page.sheet.frame,
        form=form.name,
        heading=form.heading,
        department=form.department,
        printed_page=number,
        printed_total=total,
        continued=kind is PageKind.CONTINUATION,
        engine=engine,
        codes=codes,
        inked=kept_ink(seen, fragments),
        stamped=stamp.day if stamp else "",
    )
    return _Read(voided(result, ocr.words_across(page.whole, settings.reading)), more)


def _seen_labels(page: _Laid) -> list[Box]:
    """Where the page shows something in the places of its form's labels: under a note it shows none."""
    share = ink_of_sheet(page.whole)
    return [box for label in page.form.labels if share(box := page.where.box(label)) > FAINTEST]


def _read_again(
    page: _Laid, read: dict[Place, ocr.ZoneReading], settings: DigitizeSettings
) -> dict[Place, ocr.ZoneReading]:
    """What stands in the places of values that were struck out, without them or beside them."""
    if page.written is None or not page.written.struck:
        return {}
    more = [place for place in _places(page, settings) if place not in read]
    return dict(zip(more, ocr.read_zones(page.sheet, list(map(_zone, more)), settings.reading), strict=True))


def _printed_page(page: _Laid, words: Sequence[Word], beside: Layout | None) -> tuple[int | None, int | None]:
    """The page's number, where the form has its place without the word "page" before it, or as it says itself."""
    place = page.form.page_number
    own = [word for word in words if place is not None and holds(page.where.box(place), word.box)]
    return pair_in(text_of(own)) or (printed_page(beside) if beside is not None else (None, None))


def _stamp(
    page: _Laid, beside: Layout | None, read: Iterable[ocr.ZoneReading], settings: DigitizeSettings
) -> Stamp | None:
    """The date stamp beside or across the fields.

    It is looked for only where a field says what stamps say, or something as large stands beside the fields: a search
    takes 0.1 to 0.7 s, half of what such a page takes otherwise.
    """
    stamp = find_stamp(beside) if beside is not None else None
    hinted = any(min(box.width, box.height) >= STAMP for box in page.stray.pieces) or any(
        says_stamp(reading.text) for zone in read for reading in zone.readings
    )
    if stamp is not None or not hinted or page.written is None:
        return stamp
    beyond = ocr.read_stamps(page.sheet, (*page.layout.words, *page.written.words), settings.reading)
    return stamp_across(beyond, days_said(page.written))


def _unknown_fields(beside: Layout, page: _Laid, settings: DigitizeSettings) -> bool:
    """Whether words outside the form's fields name fields that it does not have; beside a half, any: a second order."""
    parts = () if page.half else page.form.parts
    known = {name for part in parts for name in part.fields}
    return any(label.field not in known and label.score > 0.85 for label in find_labels(beside, settings.fields))


def _loose_layout(page: _Laid, words: Sequence[Word]) -> Layout:
    sheet = page.sheet
    return lay_out(PageText(sheet.image, sheet.facts, sheet.frame, tuple(words), (), (), ""))


def _fragments(page: _Laid, reader: Reader, settings: DigitizeSettings) -> tuple[Fragment, ...]:
    if page.form.logs:
        return tuple(row for table in page.form.logs for row in _rows(_moved(table, page), page, reader, settings))
    parts = (part for part in page.form.parts if _on_page(part, page.where, page.sheet.frame))
    return tuple(_fragment(part, page, reader, settings) for part in parts)


def _rows(table: Table, page: _Laid, reader: Reader, settings: DigitizeSettings) -> tuple[Fragment, ...]:
    """The orders of a log's table; what arrows and strokes say is known once the page was read."""
    down = arrows(table, page.written) if page.written else ()
    rows = read_rows(table, settings.fields, reader, page.ink, settings.context, down)
    return row_voided(rows, struck_rows(table, page.written)) if page.written else rows


def _moved(table: Table, page: _Laid) -> Table:
    return moved_table(table, page.where)


def _fragment(part: LearnedPart, page: _Laid, reader: Reader, settings: DigitizeSettings) -> Fragment:
    zones = [zone for zone in part.zones if zone.field in settings.fields]
    boxes = [page.where.box(zone.box) for zone in zones]
    claims = [_claim(zone, page, boxes, settings.fields[zone.field].type) for zone in zones]
    several = [zone.multiline for zone in zones]
    readings = read_claims(claims, several, settings.fields, reader, settings.context)
    readings = tuple(_unlabelled(reading, zones) for reading in readings)
    chosen = [_chosen(choice, page) for choice in part.choices]
    ticked = {reading.name for reading in chosen if reading.value is not None}
    written = {reading.name for reading in readings if reading.value is not None}
    readings = (
        *(reading for reading in readings if reading.name not in ticked),
        *(reading for reading in chosen if reading.name in ticked or reading.name not in written),
    )
    readings = _told(readings, zones, page)
    tables = [with_rows(_moved(table, page), page.layout.em, page.ink) for table in part.tables]
    items = read_items(tables, page.layout, reader, page.ink, settings.context)
    extras = {zone.field: page.where.box(zone.box) for zone in part.extras}
    inked = {name: box for name, box in extras.items() if is_written(box, page.ink)}
    return Fragment(page.where.box(part.region), readings, items, read_extras(inked, reader))


def _told(readings: tuple[FieldReading, ...], zones: Sequence[LearnedZone], page: _Laid) -> tuple[FieldReading, ...]:
    """The readings; one from a zone in which words were struck out says what they were, and goes to a person."""
    if page.written is None or not page.written.struck:
        return readings
    boxes = [page.where.box(zone.box) for zone in zones]
    own = [box for box in boxes if any(holds(box, word.box) for word in page.written.struck)]
    there = [r for r in readings if r.box and any(holds(box, r.box) for box in own)]
    told = {r.name: r for r in told_of_corrections(there, page.written)}
    return tuple(told.get(r.name, r) for r in readings)


def _claim(zone: LearnedZone, page: _Laid, zones: Sequence[Box], sort: FieldType) -> Claim:
    box = page.where.box(zone.box)
    whole = zone.multiline or sort not in WORDED
    lines = None if whole else lines_from_above(box, [other for other in zones if other != box], page.ink)
    if page.written is not None:
        box = corrected(box, page.written, [page.where.box(label) for label in page.form.labels])
    label = Label(zone.field, zone.label, box, -1, 1.0, 0, True, (), True)
    sure = zone.certainty + (zone.certainty >= SURE)  # above 1 is what a form says, below what a label may mean
    first, *further = lines or (box,)
    return Claim(zone.field, label, first, sure, "zone", sure, tuple(further))


def _unlabelled(reading: FieldReading, zones: Sequence[LearnedZone]) -> FieldReading:
    """A number that no label names, in doubt until the binder's other numbers show it to be one."""
    bare = any(zone.field == reading.name and not zone.label for zone in zones)
    return replace(reading, doubt=UNLABELLED) if bare and reading.value and not reading.doubt else reading


def _chosen(choice: LearnedChoice, page: _Laid) -> FieldReading:
    """What a group of check boxes, of words of which one is ringed, or of cells of which one is marked, says."""
    number, placed = page.sheet.image.number, [(page.where.box(box), text) for box, text in choice.options]
    if choice.sort == "word":
        return read_ringed(choice.field, placed, (page.layout, page.ink), number)
    if choice.sort == "cell":
        return read_cells(choice.field, placed, page.ink, number)
    return read_choice(choice.field, _options(placed, page), number)


def _options(boxes: Sequence[tuple[Box, str]], page: _Laid) -> tuple[Option, ...]:
    return tuple(Option(box, ocr.tick_share(page.sheet, box), text, (Word(text, box, CAPTION),)) for box, text in boxes)
