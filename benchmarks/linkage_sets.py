"""The sets that linkage is measured on, each as two tables (or one) with ids, the columns to compare, and the truth.

Work orders are generated from a seed (`linkage_orders`). The public sets are read from a folder that is not part of the
repository; those that are not there are left out.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

import pandas as pd

from benchmarks.linkage_orders import FIELDS

PUBLIC = Path("../shared/data/entity_resolution")


@dataclass(frozen=True, slots=True)
class LinkageSet:
    """One set, on disk."""

    name: str
    left: Path
    right: Path | None
    """None where rows of one table are compared with each other."""
    columns: Mapping[str, str]
    """What is compared; for engines that must be told: "name", "word", "date", "number", "code", "phone" or "text"."""
    truth: frozenset[tuple[str, str]]
    """Pairs of ids; within one table the smaller first."""


_ORDERS = {
    "order_number": "code",
    "requested_on": "date",
    "completed_on": "date",
    "location": "name",
    "requester_name": "name",
    "requester_phone": "phone",
    "category": "word",
    "description": "text",
    "assigned_to": "name",
    "total_cost": "number",
}
_FEBRL = {
    "given_name": "word",
    "surname": "word",
    "street_number": "code",
    "address_1": "name",
    "address_2": "name",
    "suburb": "word",
    "postcode": "code",
    "state": "word",
    "date_of_birth": "date",
    "soc_sec_id": "code",
}


def orders_set(count: int, seed: int, folder: Path) -> LinkageSet:
    """Work orders, generated where they are not there yet."""
    here = folder / f"orders-{count}-{seed}"
    if not (here / "truth.csv").exists():
        made = [sys.executable, "-m", "benchmarks.linkage_orders", "--orders", str(count), "--seed", str(seed)]
        subprocess.run([*made, "--out", str(here)], check=True)  # its memory is gone before anything is measured
    truth = read(here / "truth.csv")
    pairs = frozenset(zip(truth["left_id"], truth["right_id"], strict=True))
    columns = {name: _ORDERS[name] for name in FIELDS}
    return LinkageSet(f"orders {count:,}", here / "left.csv", here / "right.csv", columns, pairs)


def public_sets(folder: Path, source: Path = PUBLIC) -> Iterable[LinkageSet]:
    """The public sets that are there."""
    makers = {
        source / "febrl" / "dataset1.csv": lambda path: _febrl_within(path, folder),
        source / "febrl" / "dataset2.csv": lambda path: _febrl_within(path, folder),
        source / "febrl" / "dataset3.csv": lambda path: _febrl_within(path, folder),
        source / "febrl" / "dataset4a.csv": lambda path: _febrl_linked(path, folder),
        source / "abt_buy" / "abt.csv": lambda path: _abt_buy(path, folder),
        source / "transactions_origin.csv": lambda path: _transactions(path, folder),
        source / "chicago_early_childhood.csv": lambda path: _chicago(path, folder),
    }
    for path, maker in makers.items():
        if path.exists():
            yield maker(path)


def read(path: Path, separator: str = ",", encoding: str = "utf-8") -> pd.DataFrame:
    """A table of text without blanks around its cells."""
    found = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding=encoding)
    found.columns = [name.strip() for name in found.columns]
    return found.apply(lambda cells: cells.str.strip())


def saved(frame: pd.DataFrame, ids: Sequence[str], columns: Mapping[str, str], path: Path) -> Path:
    """Write the columns under their ids; where they were written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = frame[list(columns)].copy()
    made.insert(0, "id", list(ids))
    made.to_csv(path, index=False)
    return path


def within(keys: Sequence[str], ids: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Pairs of ids of one table whose keys are the same, the smaller first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key, each in zip(keys, ids, strict=True):
        groups[key].append(each)
    pairs = (pair for members in groups.values() for pair in combinations(sorted(members), 2))
    return frozenset((one, other) for one, other in pairs)


Side = tuple[Sequence[str], Sequence[str]]
"""Keys and ids."""


def between(left: Side, right: Side) -> frozenset[tuple[str, str]]:
    """Pairs of ids whose keys are the same."""
    sides: dict[str, list[str]] = defaultdict(list)
    for key, each in zip(*right, strict=True):
        sides[key].append(each)
    return frozenset(pair for key, each in zip(*left, strict=True) for pair in product([each], sides.get(key, [])))


def _person(ids: Iterable[str]) -> list[str]:
    return [re.sub(r"\D.*", "", each.removeprefix("rec-")) for each in ids]


def _febrl_within(path: Path, folder: Path) -> LinkageSet:
    frame = read(path)
    ids = list(frame["rec_id"])
    left = saved(frame, ids, _FEBRL, folder / path.stem / "left.csv")
    return LinkageSet(f"FEBRL {path.stem[-1]}", left, None, _FEBRL, within(_person(ids), ids))


def _febrl_linked(path: Path, folder: Path) -> LinkageSet:
    one, other = read(path), read(path.with_name("dataset4b.csv"))
    ids = list(one["rec_id"]), list(other["rec_id"])
    left = saved(one, ids[0], _FEBRL, folder / "dataset4" / "left.csv")
    right = saved(other, ids[1], _FEBRL, folder / "dataset4" / "right.csv")
    truth = between((_person(ids[0]), ids[0]), (_person(ids[1]), ids[1]))
    return LinkageSet("FEBRL 4", left, right, _FEBRL, truth)


def _abt_buy(path: Path, folder: Path) -> LinkageSet:
    columns = {"name": "text", "description": "text", "price": "number"}
    one, other = (read(each, "|", "latin-1") for each in (path, path.with_name("buy.csv")))
    truth = read(path.with_name("gt.csv"), "|")
    left = saved(one, list(one["id"]), columns, folder / "abt-buy" / "left.csv")
    right = saved(other, list(other["id"]), columns, folder / "abt-buy" / "right.csv")
    return LinkageSet("Abt-Buy", left, right, columns, frozenset(zip(truth["D1"], truth["D2"], strict=True)))


def _transactions(path: Path, folder: Path) -> LinkageSet:
    columns = {"memo": "text", "transaction_date": "date", "amount": "number"}
    one, other = read(path), read(path.with_name("transactions_destination.csv"))
    left = saved(one, list(one["unique_id"]), columns, folder / "transactions" / "left.csv")
    right = saved(other, list(other["unique_id"]), columns, folder / "transactions" / "right.csv")
    keys = [(list(each["ground_truth"]), list(each["unique_id"])) for each in (one, other)]
    return LinkageSet("transactions", left, right, columns, between(keys[0], keys[1]))


def _chicago(path: Path, folder: Path) -> LinkageSet:
    columns = {"Site name": "name", "Address": "name", "Zip": "code", "Phone": "phone"}
    frame = read(path)
    left = saved(frame, list(frame["Id"]), columns, folder / "chicago" / "left.csv")
    return LinkageSet("Chicago", left, None, columns, within(list(frame["True Id"]), list(frame["Id"])))
