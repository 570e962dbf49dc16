"""Private persons' data masked in all that leaves: requesters' names and telephones, and what looks like an SSN.

It works on the dataset, before any format, so that no export or report can forget it. The raw text stays in the
workspace.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from records.dataset import Dataset
from records.fields import CATALOGUE, FieldType
from records.finding import Finding
from records.match import Comparison, Match
from records.order import DigitalRecord, FieldReading, LineItem, PaperOrder
from records.page import PageEntry
from records.united import LINKED

MASK = "█████"
PERSONAL = frozenset(name for name, field in CATALOGUE.items() if field.personal)
_SSN = re.compile(r"(?<![\w-])\d{3}([- ])\d{2}\1\d{4}(?![\w-])|(?i:\bSSN?\b\W{0,3})\d{9}\b")
"""Three, two and four digits with the same mark between; nine in a row only where SSN stands before them."""
_TELEPHONE = re.compile(r"(?<![\w-])(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])")
_LOCAL = re.compile(r"(?<![\w-])\d{3}-\d{4}(?![\w-])")
"""A telephone number without its area code."""
_NUMBERS = tuple(name for name, field in CATALOGUE.items() if field.type is FieldType.IDENTIFIER)
"""Fields whose values may look like telephone numbers and name no one."""
_SHORTEST = 4
"""Letters that a name must have to be looked for within other text."""

Words = Callable[[str], str]
"""From a text to the text without what it should not say."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """How private data is replaced."""

    key: bytes = b""
    """Empty: by a mask. Else by a keyed hash (HMAC-SHA-256), so that the same person can be counted and not named."""
    known: frozenset[str] = frozenset()
    """Numbers of orders, accounts and things, which may look like telephone numbers and stay."""

    def token(self, value: str) -> str:
        """What stands for a value; the same for the same value and key, whatever its case and blanks."""
        if not self.key:
            return MASK
        plain = " ".join(value.casefold().split())
        return f"~{hmac.new(self.key, plain.encode('utf-8', 'replace'), hashlib.sha256).hexdigest()[:16]}"

    def patterns(self, text: str) -> str:
        """The text without what is shaped like an SSN or a telephone number."""
        if not any(map(str.isdigit, text)):
            return text
        return _LOCAL.sub(self._unless_known, _TELEPHONE.sub(self._unless_known, _SSN.sub(MASK, text)))

    def _unless_known(self, found: re.Match[str]) -> str:
        return found[0] if found[0] in self.known else self.token(found[0])


def redacted(dataset: Dataset, redaction: Redaction) -> Dataset:
    """The dataset with private data replaced wherever text from outside stands."""
    redaction = replace(redaction, known=_identifiers(dataset))
    people: dict[tuple[str, ...], frozenset[str]] = {
        (order.order_id,): _people(order.value(name) for name in PERSONAL) for order in dataset.orders
    }
    people |= {row.key: _people(row.value(name) for name in PERSONAL) for row in dataset.records}
    for match in dataset.matches:
        if match.decision in LINKED:
            both = people.get((match.order_id,), frozenset()) | people.get((match.source, match.record_id), frozenset())
            people |= {(match.order_id,): both, (match.source, match.record_id): both}
    mapped = {
        source.name: {column.column for column in source.mapping if column.field in PERSONAL}
        for source in dataset.sources
    }

    def words_of(*keys: tuple[str, ...]) -> Words:
        return _words(redaction, frozenset(name for key in keys for name in people.get(key, ())))

    return replace(
        dataset,
        pages=tuple(_page(page, words_of(*((one,) for one in page.order_ids))) for page in dataset.pages),
        orders=tuple(_order(order, redaction, words_of((order.order_id,))) for order in dataset.orders),
        records=tuple(
            _record(row, redaction, words_of(row.key), mapped.get(row.source, set())) for row in dataset.records
        ),
        matches=tuple(_match(match, redaction) for match in dataset.matches),
        findings=tuple(_finding(one, redaction, words_of(*_subjects(one))) for one in dataset.findings),
        history=tuple(
            replace(one, before="", after="", reason=redaction.patterns(one.reason))
            if one.subject.field in PERSONAL
            else replace(
                one,
                before=redaction.patterns(one.before),
                after=redaction.patterns(one.after),
                reason=redaction.patterns(one.reason),
            )
            for one in dataset.history
        ),
    )


def _identifiers(dataset: Dataset) -> frozenset[str]:
    """What the orders and findings call orders, accounts and things."""
    named = [one.value(name) for one in dataset.orders for name in _NUMBERS]
    named += [one.value(name) for one in dataset.records for name in _NUMBERS]
    missing = (number for found in dataset.findings for number in found.order_number.split())
    return frozenset(filter(None, (*named, *missing)))


def _subjects(found: Finding) -> Iterable[tuple[str, ...]]:
    return (*((one,) for one in found.order_ids), *((found.source, one) for one in found.record_ids))


def _people(values: Iterable[str | None]) -> frozenset[str]:
    """The names and telephones of one order, as they may stand in its other texts."""
    return frozenset(value for value in values if value and len(value) >= _SHORTEST)


def _words(redaction: Redaction, names: frozenset[str]) -> Words:
    """Masks the names, however spaced and in whatever case, and what is shaped like a person's number."""
    if not names:
        return redaction.patterns
    plain = [_plain(name) for name in names]

    def words(text: str) -> str:
        said = _plain(text)
        if any(name in said for name in plain):
            text = _named(names).sub(lambda found: redaction.token(found[0]), text)
        return redaction.patterns(text) if text else text

    return words


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _named(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    parts = (rf"(?<!\w){re.escape(name)}(?!\w)".replace(r"\ ", r"\s+") for name in longest_first)
    return re.compile("|".join(parts), re.IGNORECASE)


def _reading(reading: FieldReading, redaction: Redaction, words: Words) -> FieldReading:
    if reading.name in PERSONAL:
        value = None if reading.value is None else redaction.token(reading.value)
        return replace(reading, value=value, raw=MASK if reading.raw else "", alternatives=())
    return replace(
        reading,
        value=None if reading.value is None else words(reading.value),
        raw=words(reading.raw),
        doubt=words(reading.doubt),
        alternatives=(),
    )


def _order(order: PaperOrder, redaction: Redaction, words: Words) -> PaperOrder:
    def readings(found: Iterable[FieldReading]) -> tuple[FieldReading, ...]:
        return tuple(_reading(one, redaction, words) for one in found)

    return replace(
        order,
        readings=readings(order.readings),
        extras=readings(order.extras),
        line_items=tuple(LineItem(item.number, readings(item.readings)) for item in order.line_items),
        evidence=tuple(map(words, order.evidence)),
    )


def _record(row: DigitalRecord, redaction: Redaction, words: Words, columns: set[str]) -> DigitalRecord:
    return replace(
        row,
        values={
            name: redaction.token(value) if name in PERSONAL else words(value) for name, value in row.values.items()
        },
        raw=_masked(row.raw, columns, words),
        doubts={name: MASK if name in PERSONAL else words(said) for name, said in row.doubts.items()},
    )


def _masked(raw: Mapping[str, str], columns: set[str], words: Words) -> dict[str, str]:
    return {column: (MASK if cell else "") if column in columns else words(cell) for column, cell in raw.items()}


def _match(match: Match, redaction: Redaction) -> Match:
    compared = tuple(
        Comparison(one.field, one.level, one.weight, MASK, MASK)
        if one.field in PERSONAL
        else replace(one, paper=redaction.patterns(one.paper), digital=redaction.patterns(one.digital))
        for one in match.comparisons
    )
    return replace(match, comparisons=compared)


def _finding(found: Finding, redaction: Redaction, words: Words) -> Finding:
    if found.field in PERSONAL:
        said = [value for value in (found.paper_value, found.digital_value) if len(value) >= _SHORTEST]
        detail = _words(redaction, frozenset(said))(words(found.detail))
        return replace(
            found,
            detail=detail,
            reason=redaction.patterns(found.reason),
            paper_value=redaction.token(found.paper_value) if found.paper_value else "",
            digital_value=redaction.token(found.digital_value) if found.digital_value else "",
        )
    return replace(
        found,
        detail=words(found.detail),
        reason=words(found.reason),
        paper_value=words(found.paper_value),
        digital_value=words(found.digital_value),
    )


def _page(page: PageEntry, words: Words) -> PageEntry:
    return replace(page, heading=words(page.heading), reason=words(page.reason))
