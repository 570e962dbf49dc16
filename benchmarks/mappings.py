"""Which columns of real lists are taken for what they are, without a mapping written by hand.

    python -m benchmarks.mappings [FOLDER]

The three sample systems are always read; FOLDER holds lists of others, as far as they are there. What each column is
was judged by hand from its header and cells; "/" stands between answers that are both right, "-" for no field.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from records.sources import read_source

SAMPLE = Path(__file__).parents[1] / "fixtures" / "sample" / "records"
"""Lists of the sample binders."""

JUDGED: Mapping[str, str] = MappingProxyType(
    {
        "service_requests_signs_facilities.csv": """WO Number: order_number; Owner Department: department;
            CREATED_DATE: requested_on; Target Date: due_on; Date Closed: completed_on; Work Type: category;
            Description: description; Location: location; Requested By: requester_name; Phone: requester_phone;
            Crew Leader: assigned_to; Case Status: status; Total Cost: total_cost; Closure Reason: work_performed""",
        "Streets Log.xlsx": """Job No.: order_number; Dept: department; Date Reported: requested_on;
            Finished: completed_on; Reported by: requester_name; Job Location: location; Request: description;
            Type: category; Crew: assigned_to; Charge to: account; Hrs: labor_hours; Material $: material_cost;
            Amt: total_cost; State: status; Comments: notes""",
        "water.sqlite#water_orders": """wonum: order_number; reportdate: requested_on; actfinish: completed_on;
            target_dt: due_on; service_address: location; description: description; service_name: category;
            contact_name: requester_name; assigned_to: assigned_to; wo_status: status; actlabhrs: labor_hours;
            acttotalcost: total_cost""",
        "boston311/cases.csv.gz": """CASE_ENQUIRY_ID: order_number; OPEN_DT: requested_on; TARGET_DT: due_on;
            CLOSED_DT: completed_on; CASE_STATUS: status; CLOSURE_REASON: work_performed;
            CASE_TITLE: category/description; TYPE: category/-; REASON: category/-; SUBJECT: department/-;
            Department: department; Location: location""",
        "adbuy_orders/records.csv": """contract_num: order_number; gross_amount: total_cost;
            advertiser: requester_name/-; flight_from: started_on/-; flight_to: completed_on/due_on/-""",
        "fara_forms/index.csv": """date_stamped: requested_on/completed_on; registrant: requester_name/-;
            form: category/-""",
        "entity_resolution/abt_buy/abt.csv": "id: order_number; description: description; price: total_cost/-",
        "entity_resolution/abt_buy/buy.csv": "id: order_number; description: description; price: total_cost/-",
        "entity_resolution/febrl/dataset1.csv": """rec_id: order_number/-; given_name: requester_name;
            surname: requester_name; street_number: location; address_1: location""",
        "entity_resolution/chicago_early_childhood.csv": """Id: order_number; Address: location;
            Phone: requester_phone; Agency: department/-; Purple binder service type: category/-""",
        "entity_resolution/transactions_origin.csv": """memo: notes/description; transaction_date: requested_on;
            amount: total_cost; unique_id: order_number""",
        "entity_resolution/transactions_destination.csv": """memo: notes/description;
            transaction_date: requested_on; amount: total_cost; unique_id: order_number""",
    }
)
"""What the columns of each list are; a column that is not named has no field."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """How the columns of one list were taken."""

    name: str
    rows: int
    columns: int
    of_fields: int
    """Columns that have a field."""
    found: int
    """Of these, how many went to it."""
    left: int
    """Columns without a field that were left alone, or may have been."""
    wrong: Sequence[str]
    """Columns taken for something else."""


def judged(name: str) -> dict[str, frozenset[str]]:
    """For each column of a list that has a field the answers that are right; "-" for none."""
    parts = (one.rpartition(":") for one in " ".join(JUDGED[name].split()).split("; "))
    return {column.strip(): frozenset(fields.strip().split("/")) for column, _, fields in parts}


def mapped(path: str, name: str) -> Mapped:
    """The list read, and its columns compared with what they are."""
    read, right = read_source(path), judged(name)
    taken = {one.column.strip(): one.field or "-" for one in read.mapping}
    wanted = {column: right.get(column, frozenset({"-"})) for column in taken}
    strict = [column for column, fields in wanted.items() if "-" not in fields]
    wrong = [f"{column} as {taken[column]}" for column, fields in wanted.items() if taken[column] not in fields]
    found = sum(taken[column] in wanted[column] for column in strict)
    others = [column for column in taken if column not in strict]
    left = sum(taken[column] in wanted[column] for column in others)
    return Mapped(name, len(read.records), len(taken), len(strict), found, left, wrong)


def table(lists: Sequence[Mapped]) -> str:
    """The lists as Markdown."""
    lines = ["| list | rows | columns | that have a field | rightly mapped | others rightly left | wrong |"]
    lines.append("|---|---|---|---|---|---|---|")
    for one in lists:
        lines.append(
            f"| {one.name.replace('entity_resolution/', '')} | {one.rows:,} | {one.columns} | {one.of_fields} | "
            f"{one.found} | {one.left} of {one.columns - one.of_fields} | {'; '.join(one.wrong) or '-'} |"
        )
    sums = [sum(getattr(one, name) for one in lists) for name in ("columns", "of_fields", "found", "left")]
    lines.append(f"| all | | {sums[0]} | {sums[1]} | {sums[2]} | {sums[3]} of {sums[0] - sums[1]} | |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="holds lists of others")
    given = parser.parse_args(arguments)
    lists = []
    for name in JUDGED:
        base = SAMPLE if "/" not in name else given.folder
        if base is not None and (base / name.partition("#")[0]).exists():
            lists.append(mapped(str(base / name), name))
    print(table(lists))


if __name__ == "__main__":
    main()
