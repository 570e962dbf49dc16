"""What writing the dataset costs: processor time, memory and size of each format, beside pandas' own writers.

    python -m benchmarks.exports [--orders 100000]

Each format is written by a process of its own, from made-up orders. Measured is writing alone: the orders, and for
pandas the frame, are there before the clock starts. To make rows of the orders is part of our writing; pandas begins
with columns in their types. Memory is what writing adds to what the process held.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from benchmarks.memory import peak_now
from records.dataset import Dataset
from records.exports.csvfile import Written, write_csv
from records.exports.jsonlines import write_jsonl
from records.exports.orders import ORDERS
from records.exports.parquet import write_parquet
from records.exports.sqlite import write_sqlite
from records.exports.workbook import write_workbook
from records.order import FieldReading, PaperOrder, ReadingStatus

FORMATS = ("csv", "parquet", "jsonl", "sqlite", "xlsx")
WRITERS = ("backfile", "pandas")
_WORDS = ("pothole near the curb", "sign down at the corner", "hydrant leaking, call first", "light out since Tuesday")
_STREETS = ("Main St", "Chestnut Ave", "Hillcrest Blvd", "Division St")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one writer needed for one format."""

    writer: str
    format: str
    rows: int
    cpu_seconds: float
    peak_mb: float
    """Most memory that writing added."""
    size_mb: float


def made_up(orders: int, seed: int = 7) -> Dataset:
    """So many orders of twelve fields, some of them doubtful, one in fifty a formula."""
    chance = random.Random(seed)
    return Dataset((), tuple(_order(number, chance) for number in range(orders)), (), (), (), (), (), title="Bench")


def _order(number: int, chance: random.Random) -> PaperOrder:
    month, day = chance.randint(1, 12), chance.randint(1, 27)
    text = chance.choice(_WORDS)
    values = {
        "order_number": f"WO-2019-{number:06}",
        "requested_on": f"2019-{month:02}-{day:02}",
        "completed_on": f"2019-{month:02}-{day + 1:02}",
        "requester_name": "Ann Nakamura",
        "requester_phone": f"617555{chance.randint(0, 9999):04}",
        "location": f"{chance.randint(1, 9999)} {chance.choice(_STREETS)}",
        "category": chance.choice(("Pothole", "Sign", "Water")),
        "status": "closed",
        "description": f"={text}" if number % 50 == 0 else text,
        "labor_hours": f"{chance.randint(1, 40) / 4:g}",
        "material_cost": f"{chance.random() * 100:.2f}",
        "total_cost": f"{chance.random() * 900:.2f}",
    }
    page = number % 500 + 1
    readings = tuple(
        FieldReading(name, value, value, ReadingStatus.OK, 0.99, page, None, "bench", doubt="x" * (number % 20 == 0))
        for name, value in values.items()
    )
    binder = f"streets-{number // 500:03}"
    return PaperOrder(f"{binder}:{page}", binder, (page,), readings, "Streets", "work order")


def _backfile(form: str, dataset: Dataset) -> Callable[[BinaryIO], Written]:
    writers: dict[str, Callable[[BinaryIO], Written]] = {
        "csv": partial(write_csv, ORDERS, dataset),
        "parquet": partial(write_parquet, ORDERS, dataset),
        "jsonl": partial(write_jsonl, ORDERS, dataset),
        "sqlite": partial(write_sqlite, (ORDERS,), dataset),
        "xlsx": partial(write_workbook, (ORDERS,), dataset),
    }
    return writers[form]


def _by_backfile(form: str, dataset: Dataset, path: Path) -> Callable[[], None]:
    def write() -> None:
        with path.open("wb") as file:
            _backfile(form, dataset)(file)

    return write


def _by_pandas(form: str, dataset: Dataset, path: Path) -> Callable[[], None]:
    """Pandas' own writer of a frame in the same types; nothing is guarded by it."""
    import sqlite3

    import pandas as pd

    columns = [column.name for column in ORDERS.columns]
    frame = pd.DataFrame(list(ORDERS.rows(dataset)), columns=columns)
    for column in ORDERS.columns:
        if str(column.type) in {"number", "integer"}:
            frame[column.name] = pd.to_numeric(frame[column.name])
        elif str(column.type) == "date":
            frame[column.name] = pd.to_datetime(frame[column.name], format="%Y-%m-%d")

    def database() -> None:
        connection = sqlite3.connect(path)
        frame.to_sql("orders", connection, index=False)
        connection.close()

    writers: dict[str, Callable[[], object]] = {
        "csv": lambda: frame.to_csv(path, index=False),
        "parquet": lambda: frame.to_parquet(path, index=False, compression="zstd"),
        "jsonl": lambda: frame.to_json(path, orient="records", lines=True, date_format="iso"),
        "sqlite": database,
        "xlsx": lambda: frame.to_excel(path, index=False, engine="xlsxwriter"),
    }
    return lambda: (writers[form](), None)[1]


def measure(writer: str, form: str, orders: int) -> Cost:
    """What one writer needs, measured in this process; call it once a process."""
    dataset = made_up(orders)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"orders.{form}"
        write = (_by_backfile if writer == "backfile" else _by_pandas)(form, dataset, path)
        if form == "parquet":
            import pyarrow.parquet  # noqa: F401 - the library's own weight is not what writing costs
        peak_now(reset=True)
        held, start = peak_now(), sum(os.times()[:4])
        write()
        cpu = sum(os.times()[:4]) - start
        size = path.stat().st_size / 2**20
        return Cost(writer, form, orders, round(cpu, 2), round(peak_now() - held, 1), round(size, 2))


def measure_all(orders: int, formats: Sequence[str] = FORMATS) -> Iterator[Cost]:
    """Each writer's cost of each format, in a process of its own."""
    for form in formats:
        for writer in WRITERS:
            command = [sys.executable, "-m", "benchmarks.exports", "--one", writer, form, "--orders", str(orders)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            yield Cost(**json.loads(done.stdout))


def table(costs: Sequence[Cost]) -> Iterator[str]:
    """The costs as Markdown."""
    yield "| format | CPU s | of pandas | memory MB | of pandas | size MB | of pandas |"
    yield "|---|---|---|---|---|---|---|"
    by_name = {(cost.writer, cost.format): cost for cost in costs}
    for form in dict.fromkeys(cost.format for cost in costs):
        ours, theirs = by_name["backfile", form], by_name["pandas", form]
        pairs = [(getattr(ours, name), getattr(theirs, name)) for name in ("cpu_seconds", "peak_mb", "size_mb")]
        yield f"| {form} | " + " | ".join(f"{one:g} | {other:g}" for one, other in pairs) + " |"


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--format", action="append", choices=FORMATS)
    parser.add_argument("--one", nargs=2, metavar=("WRITER", "FORMAT"), help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    given = parser.parse_args(arguments)
    if given.one:
        print(json.dumps(asdict(measure(*given.one, given.orders))))
        return
    costs = list(measure_all(given.orders, given.format or FORMATS))
    print("\n".join(table(costs)))
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "exports.json").write_text(json.dumps([asdict(cost) for cost in costs], indent=2) + "\n")


if __name__ == "__main__":
    main()
