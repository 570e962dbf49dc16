"""Small hand-made binders and lists for the tests of matching."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from matching import Imported, MatchSettings, Reconciliation, reconcile
from records.dataset import FileProblem, SourceSummary
from records.finding import Finding, FindingKind
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind

BINDER = "streets-2019"
_STREETS = ["Oak", "Maple", "Cedar", "Elm", "Washington", "Lake", "Hill", "Pine", "Lincoln", "River", "Adams", "Church"]
_WORK = ("fill pothole", "replace lamp", "trim tree over walk", "clear blocked drain", "reset stop sign")


def values_of(counter: int) -> dict[str, str]:
    """What the order with this counter says."""
    day = date(2019, 3, 1) + timedelta(days=counter // 2)
    return {
        "order_number": f"WO-2019-{counter:05d}",
        "requested_on": day.isoformat(),
        "completed_on": (day + timedelta(days=counter % 5 + 1)).isoformat(),
        "location": f"{100 + 37 * counter % 1900} {_STREETS[counter % len(_STREETS)]} Street",
        "description": _WORK[counter % len(_WORK)],
        "labor_hours": f"{1 + counter % 7}.5",
        "total_cost": f"{50 + counter * 13 % 700}.{counter % 90 + 10}",
    }


@dataclass
class Office:
    """A binder, its digital list, and the means to spoil them; in order there is nothing to find."""

    orders: list[PaperOrder] = field(default_factory=list)
    pages: list[PageEntry] = field(default_factory=list)
    records: list[DigitalRecord] = field(default_factory=list)
    sources: list[SourceSummary] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    seen: list[frozenset[str]] = field(default_factory=list)
    """The kinds that each reconciliation so far found."""

    def scan(self, counters: Iterable[int]) -> Office:
        """Put a sheet of each order into the binder."""
        for counter in counters:
            self.sheet(values_of(counter))
        return self

    def sheet(
        self,
        values: Mapping[str, str | None],
        printed: tuple[int, int] | None = None,
        confidence: float = 0.97,
        doubt: str = "",
        **changes: object,
    ) -> PaperOrder:
        """Put one sheet into the binder."""
        number = len(self.pages) + 1
        readings = tuple(
            FieldReading(
                name,
                value,
                value or "??",
                ReadingStatus.OK if value else ReadingStatus.ILLEGIBLE,
                confidence if value else 0.1,
                number,
                None,
                "test",
                doubt=doubt if value else "not legible",
            )
            for name, value in values.items()
        )
        order = PaperOrder(f"{BINDER}:{number}", BINDER, (number,), readings)
        order = replace(order, **changes)  # type: ignore[arg-type]
        self.orders.append(order)
        self.page(PageKind.ORDER, printed=printed, order_ids=(order.order_id,))
        return order

    def page(
        self, kind: PageKind, printed: tuple[int, int] | None = None, order_ids: tuple[str, ...] = (), **more: object
    ) -> PageEntry:
        """Put one page into the binder."""
        number = len(self.pages) + 1
        first, total = printed or (None, None)
        entry = PageEntry(BINDER, number, "streets-2019.pdf", number - 1, "", kind, order_ids=order_ids)
        entry = replace(entry, printed_page=first, printed_total=total, **more)  # type: ignore[arg-type]
        self.pages.append(entry)
        return entry

    def key(self, counters: Iterable[int], source: str = "crm", **changes: str) -> Office:
        """Put each order into a digital list."""
        for counter in counters:
            values = {name: value for name, value in (values_of(counter) | changes).items() if value}
            row = len(self.records) + 1
            self.records.append(
                DigitalRecord(source, f"R{row}", row, values, {"Order": values.get("order_number", "")})
            )
        return self

    def reconcile(self, settings: MatchSettings | None = None) -> Reconciliation:
        """Reconcile the binder with the lists."""
        imported = Imported(self.sources, self.problems)
        found = reconcile(self.orders, self.pages, self.records, settings or MatchSettings(), imported)
        self.seen.append(frozenset(str(finding.kind) for finding in found.findings))
        return found

    def find(self, kind: FindingKind) -> list[Finding]:
        """The findings of one kind."""
        return [finding for finding in self.reconcile().findings if finding.kind is kind]


@pytest.fixture(autouse=True)
def marks_hold(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that says which kinds it raises and spares does: some reconciliation finds them, and some does not.

    Of a test with a parameter `raised`, what that says.
    """
    offices = [request.getfixturevalue(name) for name in ("office", "whole_office") if name in request.fixturenames]
    yield
    said = getattr(request.node, "callspec", None)
    raised = said.params.get("raised") if said else None
    seen = [kinds for office in offices for kinds in office.seen]
    for kind in kinds_of(request, "raises") if raised is not False else ():
        assert any(kind in kinds for kinds in seen), f"nothing raised {kind}"
    for kind in kinds_of(request, "spares") if raised is not True else ():
        assert any(kind not in kinds for kinds in seen), f"everything raised {kind}"


def kinds_of(request: pytest.FixtureRequest, mark: str) -> set[str]:
    """The kinds that a test is marked with."""
    return {str(kind) for one in request.node.iter_markers(mark) for kind in one.args}


@pytest.fixture
def office() -> Office:
    """An empty office."""
    return Office()


@pytest.fixture
def whole_office() -> Office:
    """Thirty orders on paper, all keyed."""
    return Office().scan(range(1, 31)).key(range(1, 31))


@pytest.fixture
def order_values() -> Callable[[int], dict[str, str]]:
    """What the order with a counter says."""
    return values_of
