"""How right the accounting is where nothing is misread: generated cities, their orders as they are, without a picture.

    python -m benchmarks.accounting [--seeds 1-100] [--clean] [--lengths as-fed|cut] [--counted] [-v] [--out bench-out]

What `benchmarks.run` finds wrong is reading and accounting in one; this is accounting alone, over as many cities as
it takes to tell 95 in a hundred from 98. `--lengths cut` has scanners that cut each picture to one size, and with
`--counted` somebody counted the sheets. Of a clean city any finding is false. Writes OUT/accounting.json.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks.finding_scores import PLANTED, FindingOutcomes, Retrieval, finding_outcomes
from benchmarks.results import Row
from benchmarks.samples import Failed, make_truth, seeds_of
from benchmarks.show import percent
from benchmarks.truth import Truth
from matching import MatchSettings, reconcile
from records.finding import Finding, FindingKind
from records.geometry import Box
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageFacts, PageKind

_DPI, _WIDE, _HIGH = 200.0, 1700, 2200
_ROW = 60
"""Pixels from an order to the next on one page."""
_SURE = 0.99


@dataclass(frozen=True, slots=True)
class Given:
    """What is known beside the orders."""

    cut: bool = False
    """Each picture has one size; otherwise it is as long as what passed under the scanner."""
    counted: bool = False
    """How many sheets there are."""


class _Page(msgspec.Struct, frozen=True):
    number: int
    kind: str
    printed_page: int | None = None
    printed_total: int | None = None
    copy_of: int | None = None
    longer: float = 0.0


class _Binder(msgspec.Struct, frozen=True):
    name: str
    duplex: bool
    pages: tuple[_Page, ...]


class _Order(msgspec.Struct, frozen=True):
    order_number: str
    department: str
    binder: str
    pages: tuple[int, ...]
    fields: dict[str, str]
    copies: tuple[tuple[int, ...], ...] = ()
    slot: int | None = None
    void: bool = False


class _Record(msgspec.Struct, frozen=True):
    source: str
    record_id: str
    row: int
    values: dict[str, str | None]


class _Hidden(msgspec.Struct, frozen=True):
    kind: str
    binder: str = ""
    hidden_pages: int = 0


class City(msgspec.Struct, frozen=True):
    """A generated city's paper and records, as its truth tells them."""

    binders: tuple[_Binder, ...]
    orders: tuple[_Order, ...]
    records: tuple[_Record, ...]
    findings: tuple[_Hidden, ...]
    shapes: tuple[str, ...] = ()
    """What is unlike the usual, in words."""


def sheets_of(city: City) -> dict[str, int]:
    """How many sheets each binder has, those that stuck to others among them."""
    hidden = {one.binder: one.hidden_pages for one in city.findings if one.kind == FindingKind.STUCK_PAGES}
    sides = {b.name: sum(page.copy_of is None for page in b.pages) + hidden.get(b.name, 0) for b in city.binders}
    # a page that came as a file has no back, and a binder one of them at most
    return {binder.name: -(-sides[binder.name] // (2 if binder.duplex else 1)) for binder in city.binders}


def orders_of(city: City) -> tuple[PaperOrder, ...]:
    """The orders as they would be read without a mistake."""
    logs = {binder.name for binder in city.binders if any(page.kind == PageKind.LOG for page in binder.pages)}
    return tuple(_order(order, in_log=order.binder in logs) for order in city.orders)


def _order(order: _Order, *, in_log: bool) -> PaperOrder:
    page, slot = order.pages[0], order.slot or 1
    where = f"r{slot}" if in_log else "abcd"[slot - 1] if order.slot else ""
    box = Box(100, _ROW * slot, 400, _ROW * slot + _ROW // 2)
    readings = tuple(
        FieldReading(name, value, value, ReadingStatus.OK, _SURE, page, box, "truth")
        for name, value in order.fields.items()
    )
    return PaperOrder(
        order_id=f"{order.binder}:{page}{where}",
        binder=order.binder,
        pages=order.pages,
        readings=readings,
        department=order.department,
        copies=order.copies,
        confidence=_SURE,
        void=order.void,
    )


def pages_of(city: City, orders: Sequence[PaperOrder], *, cut: bool) -> Iterator[PageEntry]:
    """The pages of all binders; each picture as long as what passed under the scanner, or cut to one length."""
    shown: dict[tuple[str, int], list[str]] = defaultdict(list)
    for order in orders:
        for number in (*order.pages, *(page for copy in order.copies for page in copy)):
            shown[order.binder, number].append(order.order_id)
    for binder in city.binders:
        for page in binder.pages:
            blank = page.kind == PageKind.BLANK
            high = _HIGH if cut else _HIGH + round(page.longer * _DPI)
            ink = 0.0 if blank else 0.05
            yield PageEntry(
                binder=binder.name,
                number=page.number,
                path=binder.name,
                index=page.number - 1,
                sha256="",
                kind=PageKind(page.kind),
                order_ids=tuple(shown[binder.name, page.number]),
                printed_page=page.printed_page,
                printed_total=page.printed_total,
                facts=PageFacts(_WIDE, high, _DPI, ink, blank, 0.8, False, (250, 250, 250), b""),
                copy_of=page.copy_of,
                likeness=float(page.copy_of is not None),
            )


def findings_of(city: City, orders: Sequence[PaperOrder], given: Given) -> tuple[Finding, ...]:
    """What the program finds in the city."""
    records = [
        DigitalRecord(one.source, one.record_id, one.row, {n: v for n, v in one.values.items() if v}, {})
        for one in city.records
    ]
    settings = MatchSettings(sheets=sheets_of(city) if given.counted else {})
    return reconcile(orders, list(pages_of(city, orders, cut=given.cut)), records, settings).findings


def outcomes_of(told: bytes, given: Given) -> FindingOutcomes:
    """What is found of a city, given its truth as JSON, against what is to be found."""
    city, truth = msgspec.json.decode(told, type=City), msgspec.json.decode(told, type=Truth)
    orders = orders_of(city)
    rows = [_row(finding) for finding in findings_of(city, orders, given)]
    return finding_outcomes(truth, rows, {order.order_id: order.number or "" for order in orders})


def _row(finding: Finding) -> Row:
    """A finding as its row of findings.csv, as far as it identifies it."""
    return {
        "kind": str(finding.kind),
        "certainty": f"{finding.certainty:.3f}",
        "order_number": finding.order_number,
        "order_id": " ".join(finding.order_ids),
        "record_id": " ".join(finding.record_ids),
        "source": finding.source,
        "binder": finding.binder,
        "page": str(finding.page or ""),
        "after_page": str(finding.after_page or ""),
        "field": finding.field,
        "detail": finding.detail,
    }


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1-100", help="cities, as 1-100 or 1,2,3")
    parser.add_argument("--clean", action="store_true", help="cities in which nothing is wrong")
    parser.add_argument("--lengths", choices=("as-fed", "cut"), default="as-fed", help="what scanners leave of them")
    parser.add_argument("--counted", action="store_true", help="somebody counted the sheets of each binder")
    parser.add_argument("--reshaped", action="store_true", help="other numbers, binders and lists than the usual ones")
    parser.add_argument("--scale", type=float, default=1, help="3 makes three times as many orders")
    parser.add_argument("-v", "--verbose", action="store_true", help="list every finding that is missed or false")
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    given = parser.parse_args()
    found, shapes = {}, {}
    for seed in _seeds(given.seeds):
        with tempfile.TemporaryDirectory() as folder:
            try:
                told = make_truth(seed, Path(folder), given.scale, clean=given.clean, reshaped=given.reshaped)
            except Failed as failure:
                print(f"{seed}: {failure}", file=sys.stderr)
                return 1
        found[seed] = outcomes_of(told, Given(given.lengths == "cut", given.counted))
        shapes[seed] = msgspec.json.decode(told, type=City).shapes
    print("\n".join(_lines(found, shapes, verbose=given.verbose)))
    given.out.mkdir(parents=True, exist_ok=True)
    kept = {kind: _all(kind, list(found.values())) for kind in PLANTED}
    (given.out / "accounting.json").write_bytes(msgspec.json.format(msgspec.json.encode(kept)) + b"\n")
    return 0


def _seeds(text: str) -> Sequence[int]:
    first, _, last = text.partition("-")
    return range(int(first), int(last) + 1) if last else seeds_of(text)


def _all(kind: str, found: Sequence[FindingOutcomes]) -> Retrieval:
    each = [one.of(kind) for one in found]
    return Retrieval(sum(e.right for e in each), sum(e.made for e in each), sum(e.wanted for e in each))


def _lines(
    found: Mapping[int, FindingOutcomes], shapes: Mapping[int, Sequence[str]], *, verbose: bool
) -> Iterator[str]:
    for seed, one in found.items() if verbose else ():
        yield from (f"{seed}: {shape}" for shape in shapes[seed])
        yield from (f"{seed}: missed {m.kind} {m.order_number} {m.binder} {m.after_page or ''}" for m in one.missed)
        yield from (f"{seed}: false {row['kind']}: {row['detail']}" for row in one.false)
        yield from (f"{seed}: also {row['kind']}: {row['detail']}" for row in one.extra)
    for kind in PLANTED:
        total = _all(kind, list(found.values()))
        found_of = f"{total.right:5} of {total.wanted:5} {percent(total.right, total.wanted):>6}"
        yield f"{kind:18} {found_of}   of {total.made:5} made {percent(total.right, total.made):>6} right"
    yield f"{'other findings':18} {sum(len(one.extra) for one in found.values()):5}"
    bands = [band for one in found.values() for band in one.sureness().items()]
    for band in sorted({band for band, _ in bands}):
        right, said = (sum(counts[place] for name, counts in bands if name == band) for place in (0, 1))
        yield f"{band:24} {right:5} of {said:5} true"


if __name__ == "__main__":
    sys.exit(main())
