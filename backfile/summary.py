"""What a run came to, in a few words for people and in JSON for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from backfile.problems import line_of
from records.dataset import Dataset
from records.finding import FindingKind, FindingStatus
from records.match import MatchDecision
from records.page import PageKind

WORDS: Mapping[FindingKind, tuple[str, str]] = {
    FindingKind.STUCK_PAGES: ("place where pages may be stuck together", "places where pages may be stuck together"),
    FindingKind.MISSING_DIGITAL: ("order missing from the digital lists", "orders missing from the digital lists"),
    FindingKind.MISSING_PAPER: ("digital record without its paper", "digital records without their paper"),
    FindingKind.SEQUENCE_GAP: ("number that is in neither", "numbers that are in neither"),
    FindingKind.PAGE_GAP: ("order with a sheet missing", "orders with a sheet missing"),
    FindingKind.DUPLICATE_SCAN: ("sheet scanned twice", "sheets scanned twice"),
    FindingKind.DUPLICATE_DIGITAL: ("order keyed twice", "orders keyed twice"),
    FindingKind.FIELD_MISMATCH: (
        "value that differs between paper and list",
        "values that differ between paper and list",
    ),
    FindingKind.UNREADABLE_PAGE: ("page that could not be read", "pages that could not be read"),
    FindingKind.ORPHAN_PAGE: ("page that belongs to no order", "pages that belong to no order"),
    FindingKind.COUNT_MISMATCH: ("batch of another size than declared", "batches of another size than declared"),
    FindingKind.SPLIT_ORDER: ("order whose sheets lie apart", "orders whose sheets lie apart"),
    FindingKind.DUPLICATE_COPY: ("copy of an order", "copies of orders"),
    FindingKind.DUPLICATE_PAPER_NUMBER: ("number on different orders", "numbers on different orders"),
    FindingKind.DUPLICATE_ACROSS_SOURCES: ("order in more than one list", "orders in more than one list"),
    FindingKind.NUMBER_VOID: ("void number", "void numbers"),
    FindingKind.ILLEGIBLE_FIELD: ("value that nobody could read", "values that nobody could read"),
    FindingKind.IMPOSSIBLE_VALUE: ("value that cannot be", "values that cannot be"),
    FindingKind.UNMAPPED_COLUMN: ("column that was not understood", "columns that were not understood"),
    FindingKind.UNMAPPED_STATUS: ("status that was not understood", "statuses that were not understood"),
    FindingKind.COLUMN_FORMAT_BREAK: ("column written in more than one way", "columns written in more than one way"),
    FindingKind.SCHEMA_DRIFT: ("column renamed or gone", "columns renamed or gone"),
    FindingKind.CONFLICTING_SOURCES: ("value that differs between lists", "values that differ between lists"),
    FindingKind.LOG_GAP: ("order that only the log lists", "orders that only the log lists"),
    FindingKind.LOG_OMISSION: ("order that its log lacks", "orders that their log lacks"),
    FindingKind.COUNT_MISMATCH: ("count of sheets that does not come out", "counts of sheets that do not come out"),
    FindingKind.FRONT_BACK_MISMATCH: ("sheet whose sides are of two orders", "sheets whose sides are of two orders"),
    FindingKind.CHARGE_OUT: ("card for a sheet that was taken out", "cards for sheets that were taken out"),
    FindingKind.ESTIMATED_UNSEEN: (
        "department with more orders than either list",
        "departments with more orders than either list",
    ),
    FindingKind.DUPLICATE_PAPER_ORDER: ("order under two numbers", "orders under two numbers"),
    FindingKind.MANY_TO_ONE_MATCH: ("record that several orders claim", "records that several orders claim"),
    FindingKind.SPLIT_ORDER: ("order whose pages lie apart", "orders whose pages lie apart"),
    FindingKind.MERGED_ORDERS: ("pair of orders taken for one", "pairs of orders taken for one"),
    FindingKind.OUT_OF_ORDER_PAGE: ("page out of order", "pages out of order"),
    FindingKind.MISFILED: ("order in the wrong binder", "orders in the wrong binder"),
    FindingKind.CUT_OFF: ("page that is cut off", "pages that are cut off"),
    FindingKind.UNKNOWN_FORM: ("page of no known form", "pages of no known form"),
    FindingKind.LOW_QUALITY: ("poor scan", "poor scans"),
    FindingKind.MISSING_FIELD: ("field left empty", "fields left empty"),
    FindingKind.UNSIGNED: ("order that is not signed", "orders that are not signed"),
    FindingKind.LINE_ARITHMETIC: ("line that does not multiply out", "lines that do not multiply out"),
    FindingKind.TOTAL_ARITHMETIC: ("total that does not add up", "totals that do not add up"),
    FindingKind.AMBIGUOUS_VALUE: ("value with two meanings", "values with two meanings"),
    FindingKind.STATUS_CONFLICT: (
        "order done on paper and open in the list",
        "orders done on paper and open in the list",
    ),
    FindingKind.LATE_ENTRY: ("order keyed late", "orders keyed late"),
}
"""Every kind of finding in words, in the order of the summary."""


def figures(dataset: Dataset) -> dict[str, int]:
    """The counts of a run by name, for machines."""
    open_ = [finding for finding in dataset.findings if finding.status is not FindingStatus.DISMISSED]
    linked = {m.order_id for m in dataset.matches if m.decision in {MatchDecision.LINK, MatchDecision.CONFIRMED}}
    counts = {
        "binders": len({page.binder for page in dataset.pages}),
        "pages": len(dataset.pages),
        "unreadable_pages": sum(page.kind is PageKind.UNREADABLE for page in dataset.pages),
        "orders": len(dataset.orders),
        "records": len(dataset.records),
        "linked_orders": len(linked),
        "fields_to_review": sum(len(order.doubtful) for order in dataset.orders),
        "findings": len(open_),
    }
    return counts | {str(kind): times for kind, times in sorted(Counter(finding.kind for finding in open_).items())}


def words(dataset: Dataset, out: Path) -> str:
    """The summary of a run in a few lines."""
    n = figures(dataset)
    lines = [
        "",
        f"{_some(n['pages'], 'page', 'pages')} of {_some(n['binders'], 'binder', 'binders')} "
        f"{'holds' if n['pages'] == 1 else 'hold'} {_some(n['orders'], 'order', 'orders')}; {_linked(dataset, n)}.",
    ]
    found = [f"  {n[kind]:>4}  {one if n[kind] == 1 else many}" for kind, (one, many) in WORDS.items() if n.get(kind)]
    lines += ["", "To look at:", *found] if found else ["", "Nothing was found to look at."]
    if n["fields_to_review"]:
        lines += ["", f"{_some(n['fields_to_review'], 'value', 'values')} could not be read surely: backfile review"]
    lines += [line_of(problem) for problem in dataset.problems]
    lines += [
        "",
        f"Gap report:   {out / 'report.html'}",
        f"Orders:       {out / 'orders.csv'}",
        f"Findings:     {out / 'findings.csv'}",
        f"Rescan list:  {out / 'rescan_list.csv'}",
    ]
    return "\n".join(lines)


def _linked(dataset: Dataset, n: Mapping[str, int]) -> str:
    if not dataset.sources:
        return "no digital list was given to compare them with"
    return f"{n['linked_orders']} of them are in the digital lists ({_some(n['records'], 'record', 'records')})"


def _some(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
