"""`misfiled`: an order in a binder of another department, or of other numbers.

Nearly all orders of the binder are of one pad of numbers and its own is another's, whose orders have a binder of their
own, or, where nobody scanned that one, whose form is another too; or its number lies in the range of another binder of
the same pad, far from those around it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.fuzz import ratio

from matching.findings.context import FindingContext, is_sure, name_of, where
from matching.findings.made import of_order
from matching.used import Pad, Used, pad_of
from records.finding import Finding, FindingKind, Severity
from records.order import PaperOrder

_NEARLY_ALL = 0.9
_LEAST = 8
"""Numbered orders of a binder, before it is said whose it is."""
_OTHER_PAD = 0.85
_OTHER_RANGE = 0.8
_OTHER_FORM = 0.6
"""A department may use two forms, with numbers of their own."""
_LIKE = 60.0
"""Likeness, 0 to 100, of the names of two forms that may be one, read from two sheets."""


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding an order."""
    binders: dict[str, dict[int, Used]] = defaultdict(dict)
    numbered: dict[str, dict[int, Used]] = defaultdict(dict)
    for place, one in context.accounting.orders.items():
        order = context.orders[place]
        numbered[order.binder][place] = one
        if is_sure(order.reading("order_number"), context.settings):
            binders[order.binder][place] = one
    homes = {pad: binder for binder, own in binders.items() if (pad := _pad_of_nearly_all(own))}
    ranges = {binder: _range(own) for binder, own in binders.items()}
    for binder, own in sorted(binders.items()):
        pad = _pad_of_nearly_all(own)
        for place, one in own.items() if pad else ():
            home = homes.get(pad_of(one)) if pad_of(one) != pad else _other_range(one, binder, pad, (ranges, binders))
            if home and home != binder:
                certainty = _OTHER_PAD if pad_of(one) != pad else _OTHER_RANGE
                order = context.orders[place]
                detail = f"{name_of(order)}, {where(order)}, is of the numbers of binder {home}: it may be misfiled."
                yield of_order(FindingKind.MISFILED, order, detail, certainty, Severity.MEDIUM)
        if pad:
            yield from _of_other_forms(context, numbered[binder], pad, homes)


def _of_other_forms(
    context: FindingContext, there: Mapping[int, Used], pad: Pad, homes: Mapping[Pad, str]
) -> Iterator[Finding]:
    """The orders of other numbers on other forms, of which no binder was scanned.

    Their numbers may be in doubt, as they are where all others of the binder begin otherwise.
    """
    forms = {context.orders[place].form for place, one in there.items() if pad_of(one) == pad}
    for place, one in there.items():
        form = context.orders[place].form
        unlike = form and "" not in forms and max(ratio(form, other) for other in forms) < _LIKE
        if unlike and pad_of(one) != pad and pad_of(one) not in homes:
            yield _of_another_form(context.orders[place])


def _of_another_form(order: PaperOrder) -> Finding:
    detail = (
        f"{name_of(order)}, {where(order)}, is written on another form ({order.form}) than the others of the binder, "
        "and of other numbers: it may be another department's."
    )
    return of_order(FindingKind.MISFILED, order, detail, _OTHER_FORM, Severity.LOW)


def _pad_of_nearly_all(own: Mapping[int, Used]) -> Pad | None:
    pads = Counter(pad_of(one) for one in own.values())
    usual = max(pads, key=lambda pad: (pads[pad], pad), default=None)
    return usual if usual and len(own) >= _LEAST and pads[usual] >= _NEARLY_ALL * len(own) else None


def _range(own: Mapping[int, Used]) -> tuple[str, int, int]:
    """The period of the binder and the counters of all but its outermost orders on either side."""
    period = Counter(one.period for one in own.values()).most_common(1)[0][0]
    counters = sorted(one.counter for one in own.values() if one.period == period)
    cut = len(counters) // 10
    return period, counters[cut], counters[-1 - cut]


def _other_range(
    one: Used,
    binder: str,
    pad: Pad | None,
    known: tuple[Mapping[str, tuple[str, int, int]], Mapping[str, Mapping[int, Used]]],
) -> str | None:
    """Another binder of the pad that holds the number between its own, where its binder's are all elsewhere."""
    ranges, binders = known
    usual, low, high = ranges[binder]
    if one.period != usual and not _lies_within(one, usual, binders[binder]):
        return None  # the year before ends at one end of the binder, or the next begins
    if one.period == usual and low - (high - low + 1) <= one.counter <= high + (high - low + 1):
        return None
    for other, (period, first, last) in sorted(ranges.items()):
        own = _pad_of_nearly_all(binders[other]) == pad and other != binder and period == one.period
        if own and first <= one.counter <= last:
            return other
    return None


def _lies_within(one: Used, period: str, own: Mapping[int, Used]) -> bool:
    """The order has orders of the period before and behind it in its binder."""
    places = [place for place, other in own.items() if other.period == period]
    return min(places) < one.place < max(places)
