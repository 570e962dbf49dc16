"""The scores as tables, and the mistakes as lines, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from benchmarks.field_scores import FieldOutcome, FieldScore
from benchmarks.finding_scores import Retrieval
from benchmarks.scores import Outcomes, Scores, Share
from records.order import FieldReading
from records.screen import screen

Readings: TypeAlias = Mapping[tuple[str, str], FieldReading]
"""By order id and field; an extra's field is `extra:LABEL`."""


def percent(part: int, whole: int) -> str:
    """A share of something, one decimal; a dash of nothing."""
    return f"{part / whole:.1%}" if whole else "–"


def table(scores: Scores) -> Iterator[str]:
    """All scores, compactly."""
    yield from _overview(scores)
    yield from _fields(scores.fields)
    yield from _items(scores.items)
    yield from _findings(scores)


def _overview(scores: Scores) -> Iterator[str]:
    yield _retrieval("orders", scores.orders) + f"   made up {scores.made_up_orders}"
    for name, share in (
        ("order numbers", scores.numbers),
        ("page kinds", scores.pages),
        ("second scans", scores.copies),
        ("pages of orders", scores.assembled),
    ):
        yield f"{name:18} {_share(share)}"
    yield _retrieval("links", scores.links)


def _share(share: Share) -> str:
    return f"{share.right:4} of {share.total:4} {percent(share.right, share.total):>7}"


def _retrieval(name: str, found: Retrieval) -> str:
    recall, precision = percent(found.right, found.wanted), percent(found.right, found.made)
    return f"{name:18} {found.right:4} of {found.wanted:4} {recall:>7}   of {found.made:4} made {precision:>7} right"


def _fields(fields: Mapping[str, FieldScore]) -> Iterator[str]:
    yield ""
    heads = f"{'exact':>20} {'letters':>8} {'made up':>8} {'unflagged':>9} {'right':>7} {'wrong':>6}"
    yield f"{'field':30} {heads}"
    for name, score in sorted(fields.items(), key=lambda item: ("/" in item[0], item[0])):
        yield _field(name, score)


def _field(name: str, score: FieldScore) -> str:
    exact = f"{score.right:4} of {score.total:4} {percent(score.right, score.total):>7}"
    letters = percent(score.lenient, score.total)
    sure = percent(score.unflagged, score.claims)
    right = percent(score.unflagged_right, score.unflagged)
    wrong = score.unflagged - score.unflagged_right
    return f"{name:30} {exact:>20} {letters:>8} {score.made_up:8} {sure:>9} {right:>7} {wrong:6}"


def _items(items: Mapping[str, Share]) -> Iterator[str]:
    yield ""
    yield "line items"
    for name, share in items.items():
        if share.total:
            yield f"{name:30} {_share(share)}"


def _findings(scores: Scores) -> Iterator[str]:
    yield ""
    yield "findings"
    for kind, found in scores.findings.items():
        yield _retrieval(kind, found)
    if scores.extra_findings:
        yield "extra: " + ", ".join(f"{kind} {number}" for kind, number in scores.extra_findings.items())
    if scores.sureness:
        yield ""
        yield "of the findings said with a certainty from there on"
        yield from (f"{band:22} {share.right:4} of {share.total:4} are true" for band, share in scores.sureness.items())


def mistakes(outcomes: Outcomes, readings: Readings) -> Iterator[str]:
    """Every mistake, one a line. SURE marks a wrong value that no person is asked to look at."""
    yield from _order_mistakes(outcomes)
    for field in sorted(outcomes.fields, key=lambda field: (field.binder, field.page, field.order_id)):
        if field.order_id and not field.right:
            yield _field_mistake(field, readings.get((field.order_id, field.field)))
    yield from _item_mistakes(outcomes)
    yield from _finding_mistakes(outcomes)
    yield ""


def _order_mistakes(outcomes: Outcomes) -> Iterator[str]:
    for page in outcomes.pages:
        if page.truth != page.read:
            yield screen(f"PAGE    {page.binder}:{page.page} is {page.truth}, taken for {page.read or 'nothing'}")
    for page in outcomes.copies:
        if page.truth != page.read:
            yield screen(f"COPY    {page.binder}:{page.page} is a copy of {page.truth or '-'}, said {page.read or '-'}")
    for order in outcomes.pairing.missed:
        yield screen(f"ORDER   {order.binder}:{order.pages[0]} {order.order_number} is missing")
    for pair in outcomes.pairing.pairs:
        if not pair.found:
            yield screen(f"ORDER   {pair.row['order_id']} is too badly read to be {pair.order.order_number}")
    for row in outcomes.pairing.made_up:
        yield screen(f"ORDER   {row['order_id']} {row['order_number']} is made up")
    for made in outcomes.assembly:
        if made.read and made.truth != made.read:
            yield screen(f"PAGES   {made.binder} {made.order_number} has {made.truth}, said {made.read}")


def _field_mistake(field: FieldOutcome, reading: FieldReading | None) -> str:
    sure = "    " if field.flagged else "SURE"
    doubt = f"{reading.confidence:.2f}" if reading else "   –"
    at = f"{field.order_id} {'typed' if field.typed else 'hand '}"
    said = f"{field.truth!r} read {field.read!r}" if field.truth else f"(none) read {field.read!r}"
    return screen(f"{sure} {doubt} {at} {field.field:15} {said}{_ink(field, reading)}")


def _ink(field: FieldOutcome, reading: FieldReading | None) -> str:
    """What was read before the grammar of its type made a value of it, where that is something else."""
    if reading is None or reading.raw == field.read:
        return ""
    return f" ({reading.status}: {reading.raw[:60]!r})"


def _item_mistakes(outcomes: Outcomes) -> Iterator[str]:
    for item in outcomes.items:
        place = f"ITEM    {item.binder}:{item.page}"
        if item.truth is None and item.read is not None:
            yield screen(f"{place} made up: {[item.read[name] for name in ('kind', 'description', 'amount')]}")
        elif item.read is None and item.truth is not None:
            yield screen(f"{place} missing: {item.truth.description!r} {item.truth.amount}")
        elif item.read is not None:
            fields = ("kind", "description", "quantity", "unit", "unit_cost", "amount")
            wrong = [
                f"{name} {getattr(item.truth, name)!r} read {item.read[name]!r}"
                for name in fields
                if not item.right(name)
            ]
            if wrong:
                yield screen(f"{place} {'; '.join(wrong)}")


def _finding_mistakes(outcomes: Outcomes) -> Iterator[str]:
    yield from (screen(f"LINK    missed {link}") for link in outcomes.missed_links)
    yield from (screen(f"LINK    false {link}") for link in outcomes.false_links)
    for wanted in outcomes.findings.missed:
        told = {name: getattr(wanted, name) for name in wanted.__struct_fields__ if getattr(wanted, name)}
        yield screen(f"FINDING missed {told}")
    for row in outcomes.findings.false:
        yield screen(f"FINDING false {row['kind']} {row['order_id']} {row['order_number']}: {row['detail']}")
