"""The three lists that measures are taken of: the digital one as it stands, merged, and with the paper recovered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from rapidfuzz import fuzz, process

from records.clusters import clusters, log_ties, record_keys
from records.match import Match, MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus

LINKED = frozenset({MatchDecision.LINK, MatchDecision.CONFIRMED})
"""The decisions that make two the same order; a possible link waits for a person."""

COST_PARTS = ("labor_cost", "material_cost", "equipment_cost", "other_cost")
FIELDS = ("requested_on", "completed_on", "due_on", "status", "labor_hours", "total_cost", *COST_PARTS)
"""What measures rest on."""

RecordKey = tuple[str, str]
"""Source and record id; in a group over several sources, the source may be all their names, in the order of the ids."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What is there more than once."""

    records: tuple[tuple[RecordKey, ...], ...] = ()
    """Each group is one order."""
    orders: tuple[tuple[str, ...], ...] = ()
    """Order ids; each group is one order on paper."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One order as a list has it."""

    department: str
    requested: date | None
    completed: date | None
    due: date | None
    hours: Decimal | None
    cost: Decimal | None
    """The total, else the sum of its parts."""
    cost_fields: tuple[str, ...]
    """Which fields the cost was taken from."""
    status: str
    doubtful: frozenset[str] = frozenset()
    """Fields whose value was read from paper and waits for a person."""
    finished: bool = False
    """There is a date of completion, though no one could read it."""
    tells_state: bool = True
    """Its list says of its orders whether they are open."""
    paper_only: bool = False
    binder: str = ""
    """Empty where it is in none."""
    category: str = ""
    """The kind of work in the words of the digital lists; empty where neither list tells it."""

    @property
    def month(self) -> str:
        """Of the request, YYYY-MM; empty where its day is not known."""
        return f"{self.requested:%Y-%m}" if self.requested else ""


@dataclass(frozen=True, slots=True)
class Lists:
    """The same orders, as three lists have them."""

    digital: tuple[Subject, ...]
    deduplicated: tuple[Subject, ...]
    recovered: tuple[Subject, ...]

    def split(self, key: Callable[[Subject], str]) -> dict[str, Lists]:
        """The lists taken apart by what their orders have in common."""
        parts: dict[str, tuple[list[Subject], list[Subject], list[Subject]]] = {}
        for place, listed in enumerate(self.each):
            for subject in listed:
                parts.setdefault(key(subject), ([], [], []))[place].append(subject)
        return {name: Lists(*map(tuple, part)) for name, part in parts.items()}

    @property
    def each(self) -> tuple[tuple[Subject, ...], ...]:
        """The three lists, the digital one first."""
        return self.digital, self.deduplicated, self.recovered


def build_lists(
    orders: Iterable[PaperOrder], records: Iterable[DigitalRecord], matches: Iterable[Match], duplicates: Duplicates
) -> Lists:
    """The three lists; departments that differ in case or blanks only are spelled as most rows spell them."""
    rows = tuple(records)
    groups = _groups(tuple(orders), rows, matches, duplicates)
    telling = frozenset(row.source for row in rows if row.value("completed_on") or row.value("status"))
    told = _Told(telling, category_words(groups))
    alone = {row.key: _subject((row,), (), told) for row in rows}
    plain = Lists(
        tuple(alone[row.key] for row in rows),
        tuple(
            alone[together[0].key] if len(together) == 1 else _subject(together, (), told)
            for together, _ in groups
            if together
        ),
        tuple(_subject(together, papers, told) for together, papers in groups if together or papers),
    )
    names = spellings(subject.department for listed in plain.each for subject in listed)
    kinds = spellings(subject.category for listed in plain.each for subject in listed)
    return Lists(*(tuple(_respelled(subject, names, kinds) for subject in listed) for listed in plain.each))


def spellings(names: Iterable[str]) -> dict[str, str]:
    """The commonest spelling of each department, by its name in lower case without needless blanks."""
    counted: dict[str, Counter[str]] = {}
    for name in names:
        counted.setdefault(folded(name), Counter())[" ".join(name.split())] += 1
    return {key: min(found, key=lambda name: (-found[name], name)) for key, found in counted.items()}


def folded(name: str) -> str:
    """A department's name for comparing."""
    return " ".join(name.casefold().split())


_Group = tuple[tuple[DigitalRecord, ...], tuple[PaperOrder, ...]]
_ALIKE = 85
"""Of a hundred: a category read from paper that is this like one of the lists' is that one, misread."""


def category_words(groups: Iterable[_Group]) -> Callable[[str], str]:
    """How the digital lists word the categories on paper, as the orders tell that both hold.

    A word that no such order has is the list's own that it is like, else it stays as it is.
    """
    taught: dict[str, Counter[str]] = {}
    listed: dict[str, str] = {}
    for rows, papers in groups:
        keyed, written = (_first(one.value("category") for one in side) for side in (rows, papers))
        if keyed:
            listed.setdefault(folded(keyed), keyed)
        if keyed and written:
            taught.setdefault(folded(written), Counter())[keyed] += 1
    usual = listed | {written: max(sorted(kinds), key=kinds.__getitem__) for written, kinds in taught.items()}

    @cache
    def words(written: str) -> str:
        if not written:
            return ""
        if folded(written) in usual:
            return usual[folded(written)]
        near = process.extractOne(folded(written), list(usual), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return usual[near[0]] if near else written

    return words


def _groups(
    orders: tuple[PaperOrder, ...],
    records: tuple[DigitalRecord, ...],
    matches: Iterable[Match],
    duplicates: Duplicates,
) -> list[_Group]:
    """Each order with its rows and its papers, the void ones left out.

    A row is named by (source, id) and a paper by (order id,), so that one grouping holds both.
    """
    papers: dict[tuple[str, ...], PaperOrder] = {(order.order_id,): order for order in orders}
    rows: dict[tuple[str, ...], DigitalRecord] = {record.key: record for record in records}
    links = [((found.order_id,), (found.source, found.record_id)) for found in matches if found.decision in LINKED]
    same = [tuple((order_id,) for order_id in group) for group in (*duplicates.orders, *log_ties(orders))]
    sources = {record.source for record in records}
    twice = [record_keys(group[0][0], [name for _, name in group], sources) for group in duplicates.records if group]
    return [
        (
            tuple(rows[name] for name in group if name in rows),
            tuple(papers[name] for name in group if name in papers and not papers[name].void),
        )
        for group in clusters([*rows, *papers], [*twice, *same, *links])
    ]


@dataclass(frozen=True, slots=True)
class _Told:
    """What all orders together tell of each."""

    telling: frozenset[str]
    """The lists that say whether their orders are open."""
    words: Callable[[str], str]
    """A category on paper in the words of the digital lists."""


def _subject(rows: tuple[DigitalRecord, ...], papers: tuple[PaperOrder, ...], told: _Told) -> Subject:
    """One order: of each field the first row's value, else the first paper's."""
    values = {name: value for name in FIELDS if (value := _first(row.value(name) for row in rows))}
    readings = {name: found for name in FIELDS if name not in values and (found := _reading(papers, name))}
    values |= {name: found.value for name, found in readings.items() if found.value}
    cost, cost_fields = _cost(values)
    return Subject(
        department=_first([*map(_department, rows), *map(_department, papers)]),
        requested=_date(values.get("requested_on")),
        completed=_date(values.get("completed_on")),
        due=_date(values.get("due_on")),
        hours=_decimal(values.get("labor_hours")),
        cost=cost,
        cost_fields=cost_fields,
        status=values.get("status", ""),
        doubtful=frozenset(name for name, found in readings.items() if found.doubt),
        finished=any("completed_on" in row.doubts for row in rows) or any(map(_illegibly_finished, papers)),
        tells_state=any(row.source in told.telling for row in rows) or any(map(_asks_for_state, papers)),
        paper_only=not rows,
        binder=papers[0].binder if papers else "",
        category=_first(row.value("category") for row in rows)
        or told.words(_first(paper.value("category") for paper in papers)),
    )


def _cost(values: Mapping[str, str]) -> tuple[Decimal | None, tuple[str, ...]]:
    """The total cost, else the sum of its parts, and the fields that it comes from."""
    total = _decimal(values.get("total_cost"))
    if total is not None:
        return total, ("total_cost",)
    parts = {name: part for name in COST_PARTS if (part := _decimal(values.get(name))) is not None}
    return (sum(parts.values(), Decimal(0)) if parts else None), tuple(parts)


def _date(value: str | None) -> date | None:
    """The day; None for what is not one."""
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _decimal(value: str | None) -> Decimal | None:
    """The number; None for what is not one."""
    try:
        found = Decimal(value) if value else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def _reading(papers: Iterable[PaperOrder], name: str) -> FieldReading | None:
    return next((found for paper in papers if (found := paper.reading(name)) and found.value), None)


def _illegibly_finished(paper: PaperOrder) -> bool:
    found = paper.reading("completed_on")
    return found is not None and not found.value and found.status in {ReadingStatus.ILLEGIBLE, ReadingStatus.AMBIGUOUS}


def _asks_for_state(paper: PaperOrder) -> bool:
    return paper.reading("completed_on") is not None or paper.reading("status") is not None


def _department(of: DigitalRecord | PaperOrder) -> str:
    return of.department or of.value("department") or ""


def _first(values: Iterable[str | None]) -> str:
    return next((value for value in values if value), "")


def _respelled(subject: Subject, names: Mapping[str, str], kinds: Mapping[str, str]) -> Subject:
    name, kind = names[folded(subject.department)], kinds[folded(subject.category)]
    same = (name, kind) == (subject.department, subject.category)
    return subject if same else replace(subject, department=name, category=kind)
