"""`duplicate_digital` and `duplicate_across_sources`: records that are the same order, in one list or in several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from matching.cluster import Cluster
from matching.findings.context import FindingContext, clamp, listed
from records.finding import Finding, FindingKind, Severity, finding_id

_SEVERAL = 3


def find(context: FindingContext) -> Iterable[Finding]:
    """One finding for the duplicates of a group in each list, and one where a group is in several lists."""
    for group in context.linkage.record_groups:
        by_source: dict[str, list[int]] = defaultdict(list)
        for place in group.members:
            by_source[context.records[place].source].append(place)
        for members in by_source.values():
            if len(members) > 1:
                yield _within(context, members, group)
        if len(by_source) > 1:
            yield _across(context, [members[0] for members in by_source.values()], group.probability)


def _within(context: FindingContext, members: list[int], group: Cluster) -> Finding:
    records = [context.records[place] for place in members]
    ids = tuple(record.record_id for record in records)
    numbers = tuple(dict.fromkeys(n for record in records if (n := record.value("order_number"))))
    name = listed(numbers) or "One order"
    return Finding(
        finding_id=finding_id(FindingKind.DUPLICATE_DIGITAL, records[0].source, *sorted(ids)),
        kind=FindingKind.DUPLICATE_DIGITAL,
        severity=Severity.HIGH,
        certainty=clamp(group.probability),
        detail=(
            f"{name} is in {records[0].source} {len(ids)} times, as records {listed(ids)}; it counts once."
            f"{_held(context, members, group)}"
        ),
        department=records[0].department,
        order_number=numbers[0] if numbers else "",
        record_ids=ids,
        source=records[0].source,
        effect=-float(len(ids) - 1),
    )


def _held(context: FindingContext, members: list[int], group: Cluster) -> str:
    """Which two of several records hold them together: the ones to look at first."""
    if len(members) < _SEVERAL or not set(group.bond) <= set(members):
        return ""
    one, other = (context.records[place].record_id for place in group.bond)
    return f" The least sure of it is that {one} and {other} are one ({group.probability:.0%})."


def _across(context: FindingContext, members: list[int], probability: float) -> Finding:
    records = [context.records[place] for place in members]
    places = listed([f"{record.source} (record {record.record_id})" for record in records])
    keys = sorted(f"{record.source}/{record.record_id}" for record in records)
    number = next((n for record in records if (n := record.value("order_number"))), "")
    return Finding(
        finding_id=finding_id(FindingKind.DUPLICATE_ACROSS_SOURCES, *keys),
        kind=FindingKind.DUPLICATE_ACROSS_SOURCES,
        severity=Severity.MEDIUM,
        certainty=clamp(probability),
        detail=f"{number or 'One order'} is in several lists: {places}; over all lists it counts once.",
        department=records[0].department,
        order_number=number,
        record_ids=tuple(record.record_id for record in records),
        source=" ".join(record.source for record in records),
        effect=-float(len(records) - 1),
    )
