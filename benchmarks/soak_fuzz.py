"""Bytes that a fuzzer makes up, for the value grammars and the readers of lists, each in a process of its own."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import openpyxl

from benchmarks.soak_job import LeftOut, Part

_GRAMMARS = """
import sys
import atheris

with atheris.instrument_imports(include=["records"]):
    from records.fields import CATALOGUE
    from records.values import ValueContext, parse_value

CONTEXT = ValueContext()
FIELDS = sorted(CATALOGUE)

def one(data):
    given = atheris.FuzzedDataProvider(data)
    field = CATALOGUE[FIELDS[given.ConsumeIntInRange(0, len(FIELDS) - 1)]]
    parse_value(field.type, given.ConsumeUnicode(200), CONTEXT)

atheris.Setup(sys.argv, one)
atheris.Fuzz()
"""
_READERS = """
import os, sys, tempfile
import atheris

with atheris.instrument_imports(include=["records"]):
    from records.errors import BackfileError
    from records.sources import read_source

KINDS = (".csv", ".json", ".jsonl", ".sqlite", ".xlsx", ".tsv")
folder = tempfile.mkdtemp(dir=os.environ["FUZZ_FOLDER"])

def one(data):
    if not data:
        return
    path = os.path.join(folder, "list" + KINDS[data[0] % len(KINDS)])
    with open(path, "wb") as file:
        file.write(data[1:])
    try:
        read_source(path)
    except BackfileError:
        return

atheris.Setup(sys.argv, one)
atheris.Fuzz()
"""


def fuzz(folder: Path, seconds: float) -> Part:
    """So long for each; whatever is raised that is no error of ours is a finding."""
    if not find_spec("atheris"):
        raise LeftOut("atheris is not installed")
    found: list[str] = []
    done = []
    for name, program in (("grammars", _GRAMMARS), ("readers", _READERS)):
        place = folder / name
        (place / "begun").mkdir(parents=True)
        for number, data in enumerate(_lists(place) if name == "readers" else ()):
            (place / "begun" / str(number)).write_bytes(data)
        runs, said = _fuzzed(place, program, seconds)
        done.append(f"{name} {runs:,} times")
        found += [f"{name}: {line}" for line in said]
    return Part("fuzz", f"{', '.join(done)}, {len(found)} findings", tuple(found))


_ROWS = (
    ("Order No", "Created Date", "Status", "Total Cost"),
    ("WO-1", "3/7/2019", "Closed", "$12.50"),
    ("2", "", "", ""),
)


def _lists(place: Path) -> Iterator[bytes]:
    """A sound list of each kind to begin with, behind the byte of its kind: from nothing a fuzzer makes no workbook."""
    keyed = [dict(zip(_ROWS[0], row, strict=True)) for row in _ROWS[1:]]
    yield b"\0" + "\r\n".join(";".join(row) for row in _ROWS).encode("utf-16")
    yield b"\1" + json.dumps({"rows": keyed}).encode()
    yield b"\2" + "\n".join(map(json.dumps, keyed)).encode()
    with closing(sqlite3.connect(place / "begun.sqlite")) as connection, connection:
        connection.execute("PRAGMA page_size = 512")
        connection.execute("CREATE TABLE orders (no TEXT, created TEXT, status TEXT, cost REAL)")
        connection.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", _ROWS[1:])
    yield b"\3" + (place / "begun.sqlite").read_bytes()
    book = openpyxl.Workbook()
    sheet = book.create_sheet("list", 0)
    for row in _ROWS:
        sheet.append(row)
    book.save(place / "begun.xlsx")
    yield b"\4" + (place / "begun.xlsx").read_bytes()
    yield b"\5" + "\n".join("\t".join(row) for row in _ROWS).encode()


def _fuzzed(place: Path, program: str, seconds: float) -> tuple[int, list[str]]:
    """How often it was run, and what it said last where it stopped."""
    script = place / "fuzz.py"
    script.write_text(program, encoding="utf-8")
    line = [sys.executable, str(script), f"-max_total_time={int(seconds)}", "-rss_limit_mb=4096", "-timeout=60"]
    line += ["-max_len=8192", f"-artifact_prefix={place}/", str(place / "begun")]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[1]), "FUZZ_FOLDER": str(place)}
    done = subprocess.run(line, capture_output=True, env=environment, check=False, errors="replace")
    said = done.stderr.splitlines()
    counts = [int(part[1:]) for part in " ".join(said).split() if part[:1] == "#" and part[1:].isdigit()]
    made = [path for path in place.iterdir() if path.name.startswith(("crash-", "timeout-", "oom-"))]
    found = [f"{path.name}: {path.read_bytes()[:200]!r}" for path in made]
    return max(counts, default=0), [*found, *(said[-12:] if done.returncode else ())]
