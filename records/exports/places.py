"""pages.csv and rescan_list.csv: what became of each image, and where in the binders to look again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePath

from records.dataset import Dataset
from records.exports.cells import decimals, several, share, truth, whole
from records.exports.schema import Column, ColumnType, Table, integer, number, text
from records.finding import Cause, Finding, FindingKind, FindingStatus, cause_and_note
from records.natural import natural
from records.page import PageEntry, PageKind


def _page_rows(dataset: Dataset) -> Iterator[list[str]]:
    binders = {binder: natural(binder) for binder in {page.binder for page in dataset.pages}}
    for page in sorted(dataset.pages, key=lambda page: (binders[page.binder], page.number)):
        yield [
            *(page.binder, str(page.number), str(page.kind), page.form, several(page.order_ids)),
            *(whole(page.printed_page), whole(page.printed_total), page.heading),
            *(PurePath(page.path).name, str(page.index), *_measured(page)),
            *(whole(page.copy_of), page.engine, page.sha256, page.reason or _known(page), page.stamped),
        ]


def _known(page: PageEntry) -> str:
    """What reading the scan brought up: no resolution declared, repaired, mirrored, no text found."""
    return "; ".join(page.facts.warnings) if page.facts else ""


def _measured(page: PageEntry) -> list[str]:
    facts, frame = page.facts, page.frame
    turned = [str(frame.quarter_turns * 90), decimals(frame.skew, 2)] if frame else ["", ""]
    if facts is None:
        return ["", "", "", *turned, "", "", ""]
    size = [str(facts.width), str(facts.height), decimals(facts.dpi, 1)]
    return [*size, *turned, decimals(facts.ink), truth(facts.blank), decimals(facts.sharpness)]


PAGES = Table(
    "pages",
    "One row an image that went in, whatever became of it.",
    (
        text("binder", "The binder: the name of its file or folder."),
        integer("page", "Its place in the binder as scanned, from 1."),
        text("kind", "What it turned out to be.", *PageKind),
        text("form", "The form it shows, where it is known."),
        text("order_ids", "The orders that stand on it, separated by blanks."),
        integer("printed_page", 'x of a printed "page x of y".'),
        integer("printed_total", 'y of a printed "page x of y".'),
        text("heading", "The words that name it: a tab's month, a form's title."),
        text("file", "The scan file, without its folder."),
        integer("index", "Its place in that file, from 0."),
        integer("width", "Of the scan, in pixels (points, for a born-digital page)."),
        integer("height", "Of the scan, in pixels (points, for a born-digital page)."),
        number("dpi", "Dots per inch as far as can be told."),
        integer("rotation", "Degrees clockwise that make it upright: 0, 90, 180 or 270."),
        number("skew", "Degrees counter-clockwise that make its lines level."),
        number("ink", "Share of it that is ink, 0 to 1."),
        Column("blank", ColumnType.BOOLEAN, "Whether nothing was written or printed on it."),
        number("sharpness", "0 (a blur) to 1 (crisp edges)."),
        integer("copy_of", "The page of this binder that shows the same sheet, where it was scanned twice."),
        text("engine", "What read it, with its version."),
        text("sha256", "Of the scan file."),
        text("reason", "Why it could not be read, why it is what it is, or what to know about the scan."),
        Column("stamped", ColumnType.DATE, "The day of its date stamp, where it has one: when the paper came in."),
    ),
    _page_rows,
    key=("binder", "page"),
)


def rescans(findings: Sequence[Finding]) -> list[tuple[Finding, tuple[str, ...]]]:
    """The places to look at again, in binder order, each with the order numbers that may be there.

    What another place of the list explains, a gap in the numbers by a stuck pair of sheets, is not a place of its own:
    its number stands with its cause. What a person says is lost or in another binder is not to be found there, nor is
    what follows from it.
    """
    known = {finding.finding_id: finding for finding in findings}
    gone = {each for each, finding in known.items() if cause_and_note(finding.reason)[0] in _GONE}
    places = {
        each: finding
        for each, finding in known.items()
        if _is_place(finding) and gone.isdisjoint(_chain(finding, known))
    }
    numbers: dict[str, list[str]] = {}
    for finding in places.values():
        if finding.order_number:
            numbers.setdefault(_cause(finding, places), []).append(finding.order_number)
    own = [place for place in places.values() if _cause(place, places) == place.finding_id]
    own.sort(key=lambda place: (natural(place.binder), _where(place)))
    return [(place, _distinct(numbers.get(place.finding_id, ()))) for place in own]


def _distinct(numbers: Iterable[str]) -> tuple[str, ...]:
    """The numbers, each once: a list that leaves out separators or letters names the same order as the sheets."""
    kept: dict[str, str] = {}
    for each in sorted(set(numbers), key=lambda each: (-len(each), each)):
        bare = "".join(filter(str.isalnum, each)).upper()
        if not any(bare in other for other in kept):
            kept[bare] = each
    return tuple(sorted(kept.values(), key=natural))


def rescan_lines(findings: Sequence[Finding], binders: Collection[str]) -> Iterator[str]:
    """The places of some binders, a line each with tabs between: binder, place, certainty, order numbers, reason."""
    for place, numbers in rescans(findings):
        if place.binder in binders:
            yield "\t".join(
                (place.binder, _spot(place), f"{place.certainty:.0%}", " ".join(numbers) or "-", place.detail)
            )


def _spot(finding: Finding) -> str:
    """Where it is: "scan 7", "after scan 11", "before scan 3"."""
    if finding.after_page is not None:
        return f"after scan {finding.after_page}"
    return f"scan {finding.page}" if finding.page is not None else f"before scan {finding.before_page}"


def _is_place(finding: Finding) -> bool:
    """Whether someone can go and look there."""
    if finding.status is FindingStatus.DISMISSED or not finding.binder:
        return False
    placed = (finding.page, finding.after_page, finding.before_page) != (None, None, None)
    return finding.kind in _RESCAN or (finding.kind in _WHERE_PLACED and placed)


_RESCAN = frozenset(
    {
        FindingKind.STUCK_PAGES,
        FindingKind.PAGE_GAP,
        FindingKind.UNREADABLE_PAGE,
        FindingKind.COUNT_MISMATCH,
        FindingKind.FRONT_BACK_MISMATCH,
        FindingKind.CUT_OFF,
    }
)
_WHERE_PLACED = frozenset({FindingKind.SEQUENCE_GAP, FindingKind.MISSING_PAPER, FindingKind.LOG_GAP})
"""Kinds that say which sheet is missing; where is known only of binders that run by number."""


_GONE = frozenset({Cause.ELSEWHERE, Cause.LOST})


def _cause(finding: Finding, places: dict[str, Finding]) -> str:
    """The place that explains this one, itself where none does."""
    return _chain(finding, places)[-1]


def _chain(finding: Finding, known: dict[str, Finding]) -> list[str]:
    """The finding, what explains it, what explains that; causes that go in a circle explain nothing."""
    seen = [finding.finding_id]
    while (above := known[seen[-1]].caused_by) in known:
        if above in seen:
            return seen[:1]
        seen.append(above)
    return seen


def _where(finding: Finding) -> float:
    if finding.after_page is not None:
        return finding.after_page + 0.5
    if finding.page is not None:
        return finding.page
    return finding.before_page - 0.5 if finding.before_page is not None else 0


def _rescan_rows(dataset: Dataset) -> Iterator[list[str]]:
    for place, numbers in rescans(dataset.findings):
        yield [
            *(place.binder, whole(place.after_page), whole(place.before_page), whole(place.page)),
            *(place.detail, several(numbers), share(place.certainty), place.finding_id),
        ]


RESCAN_LIST = Table(
    "rescan_list",
    "One row a place in a binder to look at again, in binder order: take the list to the shelf.",
    (
        text("binder", "The binder: the name of its file or folder."),
        integer("after_page", "The last page before the place, counted from 1 as scanned."),
        integer("before_page", "The first page after it."),
        integer("page", "The page itself, where it is one page."),
        text("reason", "Why to look there."),
        text("order_numbers", "The orders that may be there, separated by blanks."),
        number("certainty", "0 to 1: how likely something is missing there."),
        text("finding_id", "The row of findings.csv."),
    ),
    _rescan_rows,
    key=("finding_id",),
    refers=(("finding_id", "findings"),),
)
