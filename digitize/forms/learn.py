"""Learns a form from pages of it: what most of them print is the form, and where most of them take a field is its zone.

A page alone may hide a label under handwriting, or put a word where a label's value should be. Over several pages such
chances cancel out: each page proposes places by the same rules as if it were read alone, but with the labels of the
blank form, and the places that most of them propose are the form's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from statistics import median

import ocr
from digitize.celled import one_marked, rows_of_cells
from digitize.choices import beside_box, field_of, find_options
from digitize.classify import PAGE_ONLY, department_of, is_bare_number, kind_of
from digitize.elapsed import with_hours
from digitize.extract import settled_claims
from digitize.extras import extra_places
from digitize.forms.agreed import agreed_zone, agreeing, apart, roomy
from digitize.forms.beginnings import begun
from digitize.forms.captioned import (
    Told,
    captions_within,
    heads_a_text,
    holds_a_text,
    line_labels,
    next_boxes,
    own_boxes,
    told_apart,
    with_field,
)
from digitize.forms.common import (
    beside_boxes,
    beside_print,
    boldness,
    common_boxes,
    common_rules,
    common_words,
    gainsaid,
    is_print,
    on_a_page,
    pages_with,
    printed,
    shown_surely,
)
from digitize.forms.group import group_pages
from digitize.forms.halves import with_all_places
from digitize.forms.laid import ENOUGH, PRINTED_FROM, Opened, agreement, common_print, lie_over, opened_over, recurring
from digitize.forms.learned import LearnedChoice, LearnedForm, LearnedPart, LearnedZone, places_of
from digitize.forms.match import match_form
from digitize.forms.outdone import by_labels
from digitize.forms.serials import with_own_number
from digitize.forms.unruled import loose_tables
from digitize.inkshare import ink_of_sheet
from digitize.items import is_log
from digitize.labels import Label, find_labels
from digitize.layout import Layout, holds, lay_out, text_of
from digitize.letterhead import printed_places, without_printed
from digitize.lexicon import NUMBER
from digitize.parse import PAGE_OF
from digitize.phrases import plain
from digitize.prose import tells_order
from digitize.ringed import one_ringed, rows_of_options
from digitize.serial import find_serial
from digitize.settings import DigitizeSettings
from digitize.split import split_page
from digitize.tables import Table, beside_tables, find_tables, outside, without_foot
from digitize.titles import form_name, form_title
from digitize.unnamed import unknown_labels
from digitize.within import within
from digitize.zones import Ink
from records.errors import BadInput
from records.fields import CATALOGUE, ITEM_CATALOGUE
from records.geometry import Box
from records.page import PageImage, PageKind, PageText, Word

MOST = 120
"""Pages of a binder that are looked at to tell its forms: 0.05 s each."""
TOLD_FROM = 5
"""Pages that are read whole to tell where fields stand: reading one takes 1 to 2 s."""
MUCH = 1500
"""Pixels of ink outside a form's fields from which a page has more printed than the form: a label with its box."""
ALIKE = 0.7
"""Share of the filled fields that say the same on all pages from which these are the sheets of one order."""
_TELLING = 3
"""Filled fields that can tell it."""
_OVER = 6.0
"""Pixels that hands write beyond the edges of a field."""
SUPPORT = 0.4
"""Share of the pages that must propose a place."""
_LEARNED_KINDS = frozenset({PageKind.ORDER, PageKind.CONTINUATION, PageKind.LOG})


def learn_forms(images: Sequence[PageImage], settings: DigitizeSettings, papers: int = 1) -> tuple[LearnedForm, ...]:
    """The forms of a binder, those of the most pages first; of a thick one, of some pages spread evenly over it.

    A form has pages in so many files, `papers`, at least: the sheets of one paper say the same and look like print.

    Runs in a worker.
    """
    step = max(1, -(-len(images) // MOST))
    some = images[::step]
    groups = group_pages([_marks(image, settings) for image in some])
    pages = [[some[place] for place in group] for group in groups if len(group) >= ENOUGH]
    shared = [group for group in pages if len({image.sha256 for image in group}) >= papers]
    return tuple(form for group in _united(shared, settings) for form in _learned(group, settings))


def _united(groups: Sequence[list[PageImage]], settings: DigitizeSettings) -> list[list[PageImage]]:
    """The groups, those of one form together: the first pages of two may share little print beside their writing.

    First comes the page that the others of its group are most like: a sheet astray may lead a group.
    """
    kept: list[list[PageImage]] = []
    for group in groups:
        place = next((n for n, larger in enumerate(kept) if lie_over(group, larger, settings)), None)
        if place is None:
            kept.append(list(group))
        else:
            kept[place] = [page for part in _likest_first(kept[place], group, settings) for page in part]
    return kept


def _likest_first(
    one: list[PageImage], other: list[PageImage], settings: DigitizeSettings
) -> tuple[list[PageImage], list[PageImage]]:
    """Two groups, that whose pages are more like its first one before the other."""
    return (one, other) if agreement(one, settings) >= agreement(other, settings) else (other, one)


def _marks(image: PageImage, settings: DigitizeSettings) -> ocr.Landmarks:
    """A page's landmarks; none of one that cannot be opened, which is said when it is read."""
    try:
        return ocr.landmarks(image, settings.reading)
    except BadInput:
        return ocr.Landmarks(b"", b"", (1, 1))


def _learned(images: Sequence[PageImage], settings: DigitizeSettings) -> list[LearnedForm]:
    """The form of a group of pages, and that of those among them that have more printed than it."""
    try:
        found = learn_form(images, settings)
    except BadInput:  # said of the page when it is read
        return []
    if found is None:
        return []
    form, groups = found
    others = [other for group in groups for other in _learned(group, settings)]
    return [form, *(other for other in others if not is_poorer(other, form))]


def is_poorer(form: LearnedForm, than: LearnedForm) -> bool:
    """Whether a form has what another one has, no more and no less, or is that one with fields lost.

    What its pages have more is then their writing, one signature on all of them, and hides labels.
    """
    same = (form.kind, form.heading) == (than.kind, than.heading)
    ours, others = _holds(form), _holds(than)
    return ours == others or (same and not others <= ours)


def _holds(form: LearnedForm) -> Counter[str]:
    """How often a form has each field, each of its options and a table: tickets printed twice have all twice."""
    zones = (zone.field for part in form.parts for zone in part.zones)
    options = (f"{c.field}: {text}" for part in form.parts for c in part.choices for _, text in c.options)
    tables = (f"table {number}" for part in form.parts for number, _ in enumerate((*part.tables, *form.logs)))
    return Counter((*zones, *options, *tables))


def learn_form(
    images: Sequence[PageImage], settings: DigitizeSettings
) -> tuple[LearnedForm, tuple[tuple[PageImage, ...], ...]] | None:
    """The form that these pages are of, and the groups of them that print more than it, or lie beside the others.

    None where it is one that the workspace describes, or cannot be read by zones: the pages are too few, no orders, the
    sheets of one order, letters, or are a log without rules, whose rows stand anywhere. The first page's reading frame
    becomes the form's.

    Raises:
        BadInput: a page cannot be opened.
    """
    leader = ocr.open_sheet(images[0], settings.reading)
    if leader.frame.bend:  # the form lies flat; what a page's binding did to it is the page's alone
        leader = ocr.open_sheet(images[0], settings.reading, (leader.frame.quarter_turns, leader.frame.skew))
    if leader.facts.blank or leader.facts.born_digital:
        return None
    marks = recurring(images, leader, settings)
    opened = [
        each for image in images[:PRINTED_FROM] if (each := opened_over(image, marks, leader, settings)) is not None
    ]
    if len(opened) < ENOUGH:
        return None
    everyone = opened
    opened, picture = common_print(opened, (leader.frame.width, leader.frame.height))
    sheet = ocr.form_sheet(picture)
    blank = ocr.read_sheet(sheet, settings.reading)
    pages = [_read(sheet, where, settings) for sheet, where in opened[:TOLD_FROM]]
    shown, inks = ink_of_sheet(sheet), [_ink(*page) for page in opened]
    said = [page.words for page in pages]
    shows = [partial(ocr.print_shown, page, picture, where) for page, where in opened]
    bold = [boldness(ink, shown, blank.words) for ink in inks]
    bold = [each / min(bold) for each in bold]
    words = [
        word
        for word in common_words(said, blank.words)
        if is_print(
            shown(word.box),
            [ink(word.box) / times for ink, times in zip(inks, bold, strict=True)],
            _share(word, said, blank),
        )
        and not gainsaid(word, said, shows)
    ]
    squares = common_boxes(pages, blank)
    blank = replace(
        blank,
        words=tuple(replace(w, box=ocr.as_printed(picture, w.box)) for w in beside_boxes(words, squares)),
        rules=beside_print(common_rules(pages, blank.rules), words),
        checkboxes=squares,
    )
    told = [_told(_ink(*page), text.words, blank) for page, text in zip(opened, pages, strict=False)]
    form = _form(blank, told, settings)
    if form is None or _are_letters(told) or one_order(form, [page.layout for page in told]):
        return None
    labelled = by_labels(form, [(text, page.ink) for text, page in zip(pages, told, strict=True)], settings)
    if labelled.outdoes:
        return None
    form = replace(form, landmarks=marks, picture=ocr.pack(picture), pages=len(images), lacks=bool(labelled.lost))
    form = replace(form, redrawn=any(page.redrawn for page, _ in everyone))
    kept = {page[0].image for page in opened}
    others = tuple(page[0].image for page in everyone if page[0].image not in kept)
    return form, (*_richer(opened, form, picture), *((others,) if len(others) >= ENOUGH else ()))


def _are_letters(pages: Sequence[Told]) -> bool:
    """Whether most pages say their fields in sentences."""
    return sum(tells_order(page.layout, CATALOGUE) for page in pages) > len(pages) / 2


def _share(word: Word, pages: Sequence[Sequence[Word]], blank: PageText) -> float:
    """The share of the pages that have a word; all of them where the blank form shows it beyond doubt, and one has it.

    What typed values have in common, letters over letters, is read as words that no page has.
    """
    if shown_surely(word, blank.words) and on_a_page(word, pages):
        return 1.0
    return pages_with([word], pages) / len(pages)


def one_order(form: LearnedForm, pages: Sequence[Layout]) -> bool:
    """Whether pages are the sheets of one order under one head, and no orders of one form: their fields say the same.

    Of the fields that two pages fill in, most differ from order to order; on the sheets of one order hardly any does.
    """
    said = [list(filter(None, (_written(page, zone, form) for page in pages))) for zone in _all_zones(form)]
    told = [texts for texts in said if len(texts) > 1]
    return len(told) >= _TELLING and sum(len(set(texts)) == 1 for texts in told) >= ALIKE * len(told)


def _all_zones(form: LearnedForm) -> list[LearnedZone]:
    return [zone for part in form.parts for zone in (*part.zones, *part.extras)]


def _written(page: Layout, zone: LearnedZone, form: LearnedForm) -> str:
    """What stands in a zone beside the form's own labels."""
    words = [w for w in page.words_in(zone.box) if not any(holds(label, w.box) for label in form.labels)]
    return plain(text_of(words))


def _richer(opened: Sequence[Opened], form: LearnedForm, picture: ocr.Grey) -> tuple[tuple[PageImage, ...], ...]:
    """The groups of pages that print alike what the form does not; none where that is all of them."""
    fields = [box.grown(_OVER) for box in places_of(form)]
    groups = ocr.print_more(opened, picture, fields, ENOUGH, MUCH)
    return tuple(tuple(opened[place][0].image for place in group) for group in groups if len(group) < len(opened))


def _read(sheet: ocr.Sheet, where: ocr.Affine, settings: DigitizeSettings) -> PageText:
    """A page's words, rules and check boxes in the form's frame; a label that was read with its value is a word."""
    back = where.inverse()
    page = ocr.read_sheet(sheet, settings.reading)
    words = tuple(replace(word, box=back.box(word.box)) for word in lay_out(page).words)
    squares = tuple((back.box(box), ink) for box, ink in page.checkboxes)
    return replace(page, words=words, rules=tuple(map(back.box, page.rules)), checkboxes=squares)


def _ink(sheet: ocr.Sheet, where: ocr.Affine) -> Ink:
    """The ink of a page, asked for in the form's frame."""
    share = ink_of_sheet(sheet)
    return lambda box: share(where.box(box))


def _told(ink: Ink, words: Sequence[Word], blank: PageText) -> Told:
    written = [word for word in words if not printed(word, blank.words)]
    return Told(lay_out(replace(blank, words=(*blank.words, *written))), ink)


def _form(page: PageText, told: Sequence[Told], settings: DigitizeSettings) -> LearnedForm | None:
    blank = lay_out(page)
    if match_form(blank, settings.forms) is not None:
        return None
    logs = _logs(blank, told, settings)
    found = find_labels(blank, settings.fields)
    free = (label for label in found if outside(logs, label.box) and not beside_box(label, blank))
    labels = [label for label in free if not heads_a_text(label, blank)]
    labels = without_printed(labels, settings.fields, settings.context, blank)
    kind = kind_of(blank, page.facts, labels, log=bool(logs))
    if kind not in _LEARNED_KINDS or _unruled(told, settings):
        return None
    regions = split_page(blank, labels) if not logs else ()
    title = form_title(blank, [page.layout for page in told], found)
    parts = with_all_places([_part(r, blank, told, [k for k in labels if holds(r, k.box)], settings) for r in regions])
    return LearnedForm(
        name=form_name(kind, title),
        kind=kind,
        heading=title,
        department=department_of(blank),
        layout=blank,
        labels=(*_naming(blank, found, logs), *captions_within(blank, parts, told)),
        parts=parts,
        logs=logs,
        page_number=_page_number(told),
        landmarks=ocr.Landmarks(b"", b"", (0, 0)),
        picture=b"",
        pages=0,
    )


def _naming(blank: Layout, labels: Sequence[Label], logs: Sequence[Table]) -> tuple[Box, ...]:
    """The printed words that name something; the others may be a value that all pages share."""
    tables = (*logs, *find_tables(blank, ITEM_CATALOGUE))
    captions = [word.box for group in find_options(blank, lambda _: 0.0) for o in group for word in o.words]
    named = [label.box for label in (*labels, *unknown_labels(blank, labels))]
    found = (*named, *captions, *(table.header for table in tables))
    # A tick that most pages have at one place looks like print.
    return tuple(box for box in found if not any(box.overlap(square) > 0 for square, _ in blank.checkboxes))


def _logs(blank: Layout, told: Sequence[Told], settings: DigitizeSettings) -> tuple[Table, ...]:
    """The blank's ruled tables whose rows are orders, as most of the pages' writing says."""
    tables = [table for table in find_tables(blank, settings.fields) if table.ruled]
    logs = [table for table in tables if sum(is_log(table, page.layout) for page in told) > len(told) / 2]
    return tuple(with_hours(table, [page.layout for page in told], settings.fields) for table in logs)


def _unruled(told: Sequence[Told], settings: DigitizeSettings) -> bool:
    """Whether most pages have a log without rules: its rows are orders, and stand elsewhere on each page."""
    tables = ((page, [t for t in find_tables(page.layout, settings.fields) if not t.ruled]) for page in told)
    return sum(any(is_log(table, page.layout) for table in found) for page, found in tables) > len(told) / 2


def _part(
    region: Box, blank: Layout, told: Sequence[Told], labels: Sequence[Label], settings: DigitizeSettings
) -> LearnedPart:
    part = within(blank, region)
    ruled = [table for table in find_tables(part, ITEM_CATALOGUE) if table.ruled]
    pages = [replace(page, layout=within(page.layout, region)) for page in told]
    labels = with_own_number(labels, lambda kept: [_numbered(page, kept, settings) for page in pages])
    tables = tuple(without_foot(table, part, labels) for table in ruled)
    tables += loose_tables(part, pages, tables)
    free = beside_tables(labels, tables)
    lines = line_labels(part, free, tables)
    zones = _zones(part, pages, free, lines, settings)
    choices = _choices(part, pages, tables, labels, settings)
    zones = tuple(zone for zone in zones if not any(c.sort != "square" and c.field == zone.field for c in choices))
    taken = [zone.box for zone in zones]
    written = extra_places(part, free, tables, lambda box: max(page.ink(box) for page in pages), taken, lines)
    own = {label.field: label for label in (*lines, *unknown_labels(part, free))}
    mere = printed_places({name: own[name] for name in written if name in own}, written, free, part)
    written = {name: box for name, box in written.items() if name not in mere}
    extras = tuple(LearnedZone(name, roomy(box, own.get(name), part, free), name, 1.0) for name, box in written.items())
    taken += [table.box for table in tables] + [zone.box for zone in extras]
    served = {zone.field for zone in zones}
    boxes = own_boxes(part, pages, [*taken, *(label.box for label in free if label.field in served)])
    boxes += next_boxes(part, pages, [*taken, *(zone.box for zone in boxes)])
    named: list[LearnedZone] = []
    for box in boxes:
        others = [*zones, *named]
        named.append(told_apart(with_field(box, others, settings), pages, others, settings))
    zones += tuple(zone for zone in named if zone.field in settings.fields)
    extras += tuple(zone for zone in named if zone.field not in settings.fields)
    extras = tuple(zone for zone in extras if not holds_a_text(zone, part))
    return LearnedPart(region, zones, choices, tables, extras)


def _choices(
    part: Layout,
    pages: Sequence[Told],
    tables: Sequence[Table],
    labels: Sequence[Label],
    settings: DigitizeSettings,
) -> tuple[LearnedChoice, ...]:
    """The groups of check boxes; a square that is ticked on most pages shows by its caption and the ink before it."""
    found: dict[str, LearnedChoice] = {}
    for group in find_options(part, lambda box: median(page.ink(box) for page in pages)):
        name = field_of(group, labels)
        if outside(tables, group[0].box) and name in settings.fields and name not in found:
            found[name] = LearnedChoice(name, tuple((option.box, option.text) for option in group))
    enough = max(SUPPORT * len(pages), 2)
    for row in rows_of_options(labels, part, settings.fields):
        if sum(one_ringed(row.options, part, page.ink) for page in pages) >= enough and row.field not in found:
            found[row.field] = LearnedChoice(row.field, row.options, "word")
    for row in rows_of_cells(labels, part, settings.fields):
        if sum(one_marked(row.options, page.ink) for page in pages) >= enough and row.field not in found:
            found[row.field] = LearnedChoice(row.field, row.options, "cell")
    return tuple(found.values())


def _zones(
    part: Layout, pages: Sequence[Told], labels: Sequence[Label], own: Sequence[Label], settings: DigitizeSettings
) -> tuple[LearnedZone, ...]:
    """For each field the place that most pages propose; it ends where the department's own labels begin."""
    context = settings.context
    surroundings = [(page.layout, _placed(labels, page), settings.fields, (page.ink, context)) for page in pages]
    ballots = [settled_claims(*each, own=own) for each in surroundings]
    names = dict.fromkeys(claim.field for ballot in ballots for claim in ballot)
    zones = []
    for name in names:
        claims = [claim for ballot in ballots for claim in ballot if claim.field == name]
        agreed = max((agreeing(claim, claims) for claim in claims), key=len)
        if len(agreed) >= max(SUPPORT * len(pages), 2):
            zones.append(agreed_zone(agreed, len(pages), part, [*labels, *own], settings))
    if not any(zone.field == NUMBER for zone in zones):
        zones += _serial(pages)
    return tuple(begun(zone, part, labels) for zone in apart(zones))


def _numbered(page: Told, labels: Sequence[Label], settings: DigitizeSettings) -> str:
    """What stands for the order's number on a page that has these labels; empty for nothing."""
    around = (page.ink, settings.context)
    claims = settled_claims(page.layout, _placed(labels, page), settings.fields, around)
    return next((text_of(page.layout.words_in(claim.box)) for claim in claims if claim.field == NUMBER), "")


def _placed(labels: Sequence[Label], page: Told) -> list[Label]:
    """The blank's labels on a page: with the line and the words behind them that they have there."""
    made = []
    for label in labels:
        home = next((s for s in page.layout.segments if any(w.box.overlap(label.box) > 0 for w in s.words)), None)
        tail = tuple(w for w in home.words if w.box.left >= label.box.right - 2) if home else ()
        made.append(replace(label, line=home.line if home else label.line, tail=tail))
    return made


def _serial(pages: Sequence[Told]) -> list[LearnedZone]:
    """The place of a number that is printed without a label, where most pages have one."""
    found = [reading.box for page in pages if (reading := find_serial(page.layout, 0, "")) and reading.box]
    for box in found:
        near = [other for other in found if other.overlap(box) > 0.3 * box.width * box.height]
        if len(near) > len(pages) / 2:
            whole = near[0]
            for other in near[1:]:
                whole = whole.union(other)
            return [LearnedZone(NUMBER, whole.grown(6), "", 0.6)]
    return []


def _page_number(told: Sequence[Told]) -> Box | None:
    """Where "page x of y" stands on most pages."""
    found = []
    for page in told:
        segments = page.layout.segments
        places = [s.box for s in segments if PAGE_OF.search(s.text) or PAGE_ONLY.search(s.text)]
        places += [s.box for s in segments if is_bare_number(s, page.layout)]
        found += places[:1]
    if len(found) <= len(told) / 2:
        return None
    whole = found[0]
    for box in found[1:]:
        whole = whole.union(box) if box.overlap(found[0]) > 0 else whole
    return whole.grown(8)
