"""Small born-digital orders, written without paying for pictures: about a third of a second a page to read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pikepdf

CONTRACT = {
    "orders.csv",
    "line_items.csv",
    "pages.csv",
    "matches.csv",
    "findings.csv",
    "rescan_list.csv",
    "measures.csv",
    "measures_by.csv",
    "resolved.csv",
    "data_dictionary.md",
    "report.html",
    "report.xlsx",
    "orders.parquet",
    "datapackage.json",
}
"""What a run writes, as the README promises it."""


@dataclass(frozen=True)
class Order:
    """What is printed on one small order."""

    number: str
    location: str
    requested: str
    completed: str
    description: str
    total: str


ORDERS = (
    Order("2019-0411", "12 Elm Street", "03/04/2019", "03/11/2019", "Replace street lamp at the corner", "120.50"),
    Order("2019-0412", "480 Harbor Avenue", "03/05/2019", "03/06/2019", "Fill pothole by the bus stop", "88.00"),
    Order("2019-0413", "7 Quarry Road", "03/07/2019", "04/02/2019", "Clear blocked culvert", "1,310.25"),
    Order("2019-0415", "2201 Mill Lane", "03/12/2019", "03/19/2019", "Repaint school crossing", "415.90"),
)
"""Four orders of one series, with 2019-0414 left out."""
LIST = """\
WO Number,Address,Opened,Closed,Cost
2019-0411,12 Elm St,2019-03-04,2019-03-11,120.50
2019-0412,480 Harbor Ave,2019-03-05,2019-03-06,98.00
2019-0415,2201 Mill Ln,2019-03-12,2019-03-19,415.90
"""
"""Their digital list: 2019-0413 was never keyed, and the cost of 2019-0412 is another."""


def _content(order: Order, labels: Mapping[str, str], values: Mapping[str, str]) -> bytes:
    pairs = (
        ("Order number:", order.number),
        ("Location:", order.location),
        ("Date requested:", order.requested),
        ("Date completed:", order.completed),
        ("Description:", order.description),
        ("Total cost:", order.total),
    )
    words = [("WORK ORDER", 72, 740)]
    for line, (label, value) in enumerate(pairs):
        words += [(labels.get(label, label), 72, 690 - 40 * line), (values.get(value, value), 230, 690 - 40 * line)]
    return b"\n".join(b"BT /F1 12 Tf %d %d Td (%s) Tj ET" % (x, y, text.encode("cp1252")) for text, x, y in words)


def write_binder(
    path: Path,
    orders: Sequence[Order] = ORDERS,
    *,
    labels: Mapping[str, str] = MappingProxyType({}),
    values: Mapping[str, str] = MappingProxyType({}),
    encryption: pikepdf.Encryption | None = None,
) -> Path:
    """A born-digital PDF with a page an order; other labels and values may stand in the place of the usual ones."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    with pikepdf.new() as pdf:
        for order in orders:
            page = pdf.add_blank_page(page_size=(612, 792))
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.obj.Contents = pdf.make_stream(_content(order, labels, values))
        if encryption is None:
            pdf.save(path, deterministic_id=True)
        else:
            pdf.save(path, encryption=encryption)
    return path


def write_list(path: Path, text: str = LIST) -> Path:
    """A digital list."""
    path.write_text(text, encoding="utf-8")
    return path


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str


def command(*args: str | Path) -> list[str]:
    """The command line, with the interpreter that runs the tests."""
    return [sys.executable, "-m", "backfile", *map(str, args)]


def backfile(*args: str | Path, cwd: Path | None = None) -> Answer:
    """Runs the command in a process of its own, as people do."""
    done = subprocess.run(command(*args), capture_output=True, cwd=cwd, timeout=280, check=False)
    answer = Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
    said = answer.err + answer.out
    assert "Traceback" not in said, said[max(said.find("Traceback") - 300, 0) :][:2500]
    assert not {character for character in answer.err + answer.out if ord(character) < 32} - {"\n"}
    return answer


def start(*args: str | Path) -> subprocess.Popen[bytes]:
    """Starts the command in a session of its own, where Ctrl-C is heard even if the tests run in the background."""
    return subprocess.Popen(
        command(*args), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=_hear
    )


def _hear() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def children(pid: int) -> list[int]:
    """The processes that descend from one, at this moment."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children(child)]
    return found


def alive(pid: int) -> bool:
    """Whether a process is still there and no mere entry in the table."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def files(folder: Path) -> dict[str, bytes]:
    """What a run wrote, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
