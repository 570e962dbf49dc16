"""Scores a run over the advertising orders against the list that people keyed.

Keyed values that cannot be their field's are left out: no reading could be compared with them.

    python -m benchmarks.adbuy RESULTS RECORDS.csv [-v]

RESULTS is what `backfile run` wrote; RECORDS.csv is the list with the columns that say which PDF a record belongs to.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from rapidfuzz import fuzz

from records.fields import FieldType
from records.values import parse_value

FIELDS = ("order_number", "requester_name", "started_on", "due_on", "total_cost")
COLUMNS = ("contract_num", "advertiser", "flight_from", "flight_to", "gross_amount")


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def right(field: str, said: str, keyed: str) -> bool:
    """Whether a value is the one that was keyed; a name may lack the number that the paper prints after it."""
    if field in {"started_on", "due_on"}:
        return said == parse_value(FieldType.DATE, keyed).value
    if field == "total_cost":
        return said == parse_value(FieldType.MONEY, keyed).value
    if field == "order_number":
        return _bare(said) == _bare(keyed)
    return max(fuzz.partial_ratio(_bare(said), _bare(keyed)), fuzz.ratio(_bare(said), _bare(keyed))) >= 90


def comparable(field: str, keyed: str) -> bool:
    """Whether what was keyed can be the field at all: "4/26/202" is no day, and a number no advertiser."""
    if field in {"started_on", "due_on"}:
        return parse_value(FieldType.DATE, keyed).value is not None
    if field == "total_cost":
        return parse_value(FieldType.MONEY, keyed).value is not None
    return field == "order_number" or any(map(str.isalpha, keyed))


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


Orders = Mapping[str, list[dict[str, str]]]
"""The rows of orders.csv by binder."""


def score(orders: Orders, truth: list[dict[str, str]], *, verbose: bool) -> dict[str, list[int]]:
    """Right, wrong without a flag, and all, by kind of document and field."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for record in truth:
        found = orders.get(record["file_id"], [])
        kind = "scanned" if record["scan"] == "True" else "born-digital"
        for field, column in zip(FIELDS, COLUMNS, strict=True):
            if not record[column].strip() or not comparable(field, record[column]):
                continue
            hits = [order for order in found if right(field, order[field], record[column])]
            sure = any(order[field] and field not in order["needs_review"].split() for order in found)
            sure_wrong = sure and not hits
            tally = counts[f"{kind:13} {field}"]
            tally[0] += bool(hits)
            tally[1] += sure_wrong
            tally[2] += 1
            if verbose and not hits:
                said = [order[field] for order in found]
                mark = "SURE" if sure_wrong else ""
                print(f"{record['file_id'][:8]} {kind:12} {field:15} keyed {record[column]!r:40} read {said} {mark}")
    return counts


def links(results: Path, orders: Orders, truth: list[dict[str, str]]) -> tuple[int, int, int]:
    """Documents linked to their own record, links made, and documents that have a record."""
    names = {record["file_id"]: _names(place, record) for place, record in enumerate(truth)}
    owner = {order["order_id"]: name for name, found in orders.items() for order in found}
    made = [match for match in rows_of(results / "matches.csv") if match["decision"] in {"link", "confirmed"}]
    hit = {owner[m["order_id"]] for m in made if m["record_id"].upper() in names.get(owner[m["order_id"]], set())}
    return len(hit), len(made), sum(record["has_pdf"] == "True" for record in truth)


def _names(place: int, record: Mapping[str, str]) -> set[str]:
    """What the linker may call a record: its row, its number, its file."""
    return {str(place + 1), record["contract_num"].upper(), record["file_id"].upper()}


def options(about: str | None, truth: str, says: str) -> argparse.Namespace:
    """What a score of a run beside a list was called with: `results`, the list under the name of `truth`, `verbose`.

    Args:
        about: What the command does.
        truth: What the list is called.
        says: What it says.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, help="what `backfile run` wrote")
    parser.add_argument(truth, type=Path, help=says)
    parser.add_argument("-v", dest="verbose", action="store_true", help="each that is wrong, too")
    return parser.parse_args()


def main() -> None:
    """Prints the table."""
    given = options(__doc__, "records", "the list, with the columns that say which PDF a record belongs to")
    results, records = given.results, given.records
    orders: dict[str, list[dict[str, str]]] = defaultdict(list)
    for order in rows_of(results / "orders.csv"):
        orders[order["binder"]].append(order)
    truth = rows_of(records)
    counts = score(orders, [record for record in truth if record["has_pdf"] == "True"], verbose=given.verbose)
    for name, (hits, sure, total) in sorted(counts.items()):
        print(f"{name:32} {hits:3} of {total:3}  {hits / total:6.1%}   wrong and not flagged {sure}")
    hit, made, wanted = links(results, orders, truth)
    print(f"links: {hit} of {wanted} documents linked rightly; {made} links made")


if __name__ == "__main__":
    main()
