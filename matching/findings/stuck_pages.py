"""`stuck_pages`: a place in a binder where sheets went through the scanner together, or were turned together.

A feeder that takes s sheets at once hides exactly what lies between two adjacent scans: in simplex the s - 1 sheets
under the first; in duplex the back of the first, the front of the last and all between. So the evidence is consecutive
numbers left out between neighbours that the digital list holds (the paper existed), or an order that lacks its last
page right before one that lacks its first. Numbers in neither list alone are no evidence of paper: they stay a
`sequence_gap`, unless the picture shows two sheets: one that is longer than its fellows. Where none is, though
sizes are known, or a two-sided binder has the upper sheet's own back, the sheet was likelier taken out than stuck.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from matching.days import DayPlace
from matching.findings.context import FindingContext, between, clamp, listed, name_of
from matching.findings.missing_paper import Unpapered, unpapered
from matching.findings.page_gap import Incomplete, incomplete
from matching.places import Place
from matching.sheetcounts import SheetCount, given_count, sheet_counts
from records.finding import Finding, FindingKind, Severity, finding_id
from records.sides import front_of, has_own_back, is_two_sided, sheets_of

_RECORDED = 0.65
_PARTLY_RECORDED = 0.6
"""A sheet taken out of the binder leaves the same trace in the numbers.

Of 74 such places in generated binders 48 were stuck sheets: 34 of 48 where no sizes were known, and 14 of 26 among the
binders of 68 cities of which no scan is longer.
"""
_LONGER = 0.96
"""A scan beside the place is longer than its fellows: two sheets that were not flush."""
_FLUSH = 0.16
"""None is, though this binder's pictures show how long a sheet was. One pair in ten is flush.

By Bayes 0.65 x 0.1 to 0.35: likelier taken out than stuck. Below `raise_at` the record stays a `missing_paper`.
"""
_UNEVEN = 0.5
_BOTH_TORN = 0.94
_UNRECORDED = 0.05
"""A number in neither list and no longer scan: never issued or lost, seldom a sheet without a record that stuck."""
_A_SHEET_MORE = 0.97
_BOTH = 2
_SYMPTOMS = frozenset({FindingKind.MISSING_PAPER, FindingKind.SEQUENCE_GAP, FindingKind.PAGE_GAP, FindingKind.LOG_GAP})


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A place where sheets may be stuck."""

    finding: Finding
    """As surely as numbers, pages and lengths say."""
    sheets: int

    @property
    def at(self) -> tuple[str, int]:
        """Its binder and the scan before it."""
        return self.finding.binder, self.finding.after_page or 0


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding a place: what is known of each by itself, weighed with the counts that somebody made of the sheets.

    A sheet that was taken out is not counted, so a count tells the two apart, and of several places how many it can be.
    """
    torn = list(incomplete(context))
    places = [place for one in context.layout.places if (place := _suspect(context, one, torn))]
    told = {place.at for place in places if place.finding.certainty >= context.settings.raise_at}
    pairs = (pair for pair in _torn_pairs(context, torn) if pair.at not in told)
    suspects = [*places, *pairs, *_by_day(context)]
    for found in _counted(suspects, list(sheet_counts(context.layout.pages, context.settings.sheets))):
        certainty = clamp(found.certainty)  # of two places for one sheet each is as likely as the other: 49.9 %
        if certainty >= context.settings.raise_at:
            yield replace(found, certainty=certainty)


def _counted(suspects: Sequence[_Suspect], counts: Sequence[SheetCount]) -> Iterator[Finding]:
    """The findings, as sure as they are with the counts of the sheets around them."""
    under: dict[SheetCount | None, list[_Suspect]] = defaultdict(list)
    for suspect in suspects:
        under[_count_of(counts, *suspect.at)].append(suspect)
    for count, members in under.items():
        if count is None:
            yield from (suspect.finding for suspect in members)
            continue
        priors = [(suspect.sheets, suspect.finding.certainty) for suspect in members]
        for suspect, certainty in zip(members, given_count(priors, count.lacking), strict=True):
            yield replace(suspect.finding, certainty=certainty, detail=suspect.finding.detail + _of_count(count))


def _of_count(count: SheetCount) -> str:
    if count.lacking <= 0:
        return ""
    were = "1 was" if count.lacking == 1 else f"{count.lacking} were"
    return f" Of the {count.declared} sheets that somebody counted there, {were} not imaged."


def _count_of(counts: Sequence[SheetCount], binder: str, after_page: int) -> SheetCount | None:
    """The count that somebody made of the sheets around a place."""
    held = (one for one in counts if one.binder == binder and (one.page or 0) <= after_page <= one.last)
    return next(held, None)


def _suspect(context: FindingContext, place: Place, torn: Sequence[Incomplete]) -> _Suspect | None:
    """How many sheets may be stuck there, and how surely; None where other things tell the place."""
    beside = _torn_beside(place, torn)
    recorded = len(_known(place))
    a_page = context.layout.per_page.get(place.binder, 1)
    gone = max(len(place.counters) - len(place.unlinked), recorded, 1)
    sheets = -(-gone // a_page)
    longer = place.longer
    strays = () if longer else place.strays  # a sheet that shows two is no sheet that was taken out
    told_otherwise = place.same_page or place.cards or place.hidden_in or strays or _every_back_is_there(context, place)
    if told_otherwise or sheets > context.settings.stuck_sheets:
        return None
    certainty = _RECORDED if recorded == gone else _PARTLY_RECORDED
    if longer is not None:
        certainty = _LONGER if longer else _FLUSH
    certainty = max(certainty, _BOTH_TORN) if beside else certainty
    certainty *= _UNEVEN if gone % a_page else 1.0
    rivals, told_elsewhere = (0, False) if longer else context.layout.rivals(place)
    certainty /= rivals + 1  # the sheet lay in one of the binders
    if not (recorded or beside == _BOTH or longer) or told_elsewhere:
        certainty = _UNRECORDED
    return _Suspect(_finding(context, place, certainty * _A_SHEET_MORE ** (sheets - 1), torn=beside == _BOTH), sheets)


def _by_day(context: FindingContext) -> Iterator[_Suspect]:
    """Places in binders by day that records without a sheet are of, where the day and a longer scan tell one place."""
    found: dict[DayPlace, list[Unpapered]] = defaultdict(list)
    for one in unpapered(context):
        if isinstance(one.place, DayPlace) and one.place.exact and not _every_back_is_there(context, one.place):
            found[one.place].append(one)
    for place, members in found.items():
        sheets = -(-len(members) // context.layout.per_page.get(place.binder, 1))
        if sheets <= context.settings.stuck_sheets and place.before_page > place.after_page:
            by_length = _RECORDED if place.longer is None else _LONGER if place.longer else _FLUSH
            certainty = by_length * _A_SHEET_MORE ** (sheets - 1) * max(one.certainty for one in members)
            yield _Suspect(_finding_by_day(context, place, members, certainty), sheets)


def _finding_by_day(
    context: FindingContext, place: DayPlace, members: Sequence[Unpapered], certainty: float
) -> Finding:
    records = [context.records[one.record] for one in members]
    names = [record.value("order_number") or f"record {record.record_id} of {record.source}" for record in records]
    longer = " The scan there is longer than the others, as of two sheets." if place.longer else ""
    before, after = context.orders[place.before], context.orders[place.after]
    detail = (
        f"Sheets are probably stuck together {between(context, place)}: {listed(names)} "
        f"{'belongs' if len(names) == 1 else 'belong'} there by {'its day' if len(names) == 1 else 'their days'} and "
        f"{'is' if len(names) == 1 else 'are'} not among the scans.{longer} Look there and scan the place again."
    )
    return replace(
        _shell(place.binder, before.department, (before.order_id, after.order_id)),
        finding_id=finding_id(FindingKind.STUCK_PAGES, place.binder, *(record.record_id for record in records)),
        certainty=certainty,
        detail=detail,
        order_number=" ".join(filter(None, (record.value("order_number") for record in records))),
        after_page=place.after_page,
        before_page=place.before_page,
    )


def _known(place: Place) -> list[int]:
    """The numbers left out that a digital list or a log holds: there was paper."""
    return [counter for counter in place.counters if counter in place.series.digital or counter in place.series.paper]


def _every_back_is_there(context: FindingContext, place: Place | DayPlace) -> bool:
    """Scanned on both sides, sheets that go in together take the back of the upper one; each here has its own."""
    entries = context.layout.pages.get(place.binder, {})
    if not is_two_sided(entries):
        return False
    first, last = front_of(entries, place.after_page), min(context.orders[place.after].pages)
    return all(has_own_back(entries, sheet) for sheet in sheets_of(entries) if first <= sheet[0] < last)


def _torn_beside(place: Place, torn: Sequence[Incomplete]) -> int:
    """How many of the place's two neighbours lack the page that would lie there."""
    ends = any(found.order == place.before and found.missing[-1] == found.total for found in torn)
    starts = any(found.order == place.after and found.missing[0] == 1 for found in torn)
    return ends + starts


def _finding(context: FindingContext, place: Place, certainty: float, *, torn: bool) -> Finding:
    known = _known(place)
    left_out = known if place.unlinked and known else place.counters  # the others may be of orders that lie there
    numbers = [place.series.number(counter) for counter in left_out]
    called = [place.series.called(counter) for counter in left_out]
    recorded = [place.series.called(counter) for counter in known]
    one = len(numbers) == 1
    lists = "the digital list" if any(c in place.series.digital for c in place.counters) else "the log"
    longer = " The scan there is longer than the others, as of two sheets." if place.longer else ""
    held = f", and {lists} holds {'it' if one else listed(recorded)}" if recorded else ""
    lack = " The orders beside it lack pages." if torn and not recorded and not longer else ""
    detail = (
        f"Sheets are probably stuck together {between(context, place)}: {listed(called)} "
        f"{'is' if one else 'are'} not among the scans{held}.{longer}{lack} Look there and scan the place again."
    )
    before, after = context.orders[place.before], context.orders[place.after]
    effect = float(len(left_out) - len(recorded))
    made = _shell(place.binder, before.department, (before.order_id, after.order_id))
    return replace(
        made,
        finding_id=finding_id(FindingKind.STUCK_PAGES, place.binder, place.series.department, *called),
        certainty=certainty,
        detail=detail,
        order_number=" ".join(numbers),
        after_page=place.after_page,
        before_page=place.before_page,
        effect=effect,
    )


def _shell(binder: str, department: str, order_ids: tuple[str, ...]) -> Finding:
    return Finding(
        finding_id="",
        kind=FindingKind.STUCK_PAGES,
        severity=Severity.HIGH,
        certainty=0.0,
        detail="",
        department=department,
        order_ids=order_ids,
        binder=binder,
    )


def _torn_pairs(context: FindingContext, torn: Sequence[Incomplete]) -> Iterator[_Suspect]:
    """Places where an order lacks its last pages and the next one its first: a back and a front are gone together."""
    starts = {(context.orders[found.order].binder, found.before_page): found for found in torn if found.missing[0] == 1}
    for found in torn:
        binder = context.orders[found.order].binder
        other = starts.get((binder, found.before_page))
        if found.missing[-1] != found.total or other is None or found.after_page is None or other is found:
            continue
        yield _Suspect(_torn_finding(context, found, other), 1)


def _torn_finding(context: FindingContext, found: Incomplete, other: Incomplete) -> Finding:
    before, after = context.orders[found.order], context.orders[other.order]
    detail = (
        f"Sheets are probably stuck together between scan {found.after_page} ({name_of(before)}) and scan "
        f"{other.before_page} ({name_of(after)}) of binder {before.binder}: the first lacks its last page, the second "
        "its first. Look there and scan the place again."
    )
    made = _shell(before.binder, before.department, (before.order_id, after.order_id))
    return replace(
        made,
        finding_id=finding_id(FindingKind.STUCK_PAGES, before.binder, name_of(before), name_of(after)),
        certainty=_BOTH_TORN,
        detail=detail,
        after_page=found.after_page,
        before_page=other.before_page,
    )


def with_causes(findings: Sequence[Finding]) -> list[Finding]:
    """The findings with each symptom of stuck sheets put under its place."""
    roots = {(f.binder, f.after_page): f.finding_id for f in findings if f.kind is FindingKind.STUCK_PAGES}
    roots |= {(f.binder, -(f.before_page or 0)): f.finding_id for f in findings if f.kind is FindingKind.STUCK_PAGES}
    return [_caused(found, roots) for found in findings]


def _caused(found: Finding, roots: dict[tuple[str, int | None], str]) -> Finding:
    if not found.binder:
        return found
    if found.kind is FindingKind.UNKNOWN_FORM:  # the edge of the other sheet, on a back that is bare but for it
        cause = roots.get((found.binder, -(found.page or -1)))
    elif found.kind in _SYMPTOMS:
        cause = roots.get((found.binder, found.after_page)) or roots.get((found.binder, -(found.before_page or -1)))
    else:
        cause = None
    return replace(found, caused_by=cause) if cause else found
