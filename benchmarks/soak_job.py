"""What the parts of a soak share: a small job with its uninterrupted results, and what a part says."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pikepdf

STREETS = ("Elm", "Harbor", "Quarry", "Mill", "Canal", "Vine", "Dock", "Hill", "Park", "Main", "Lake", "Pine")
PAGES = 24


class LeftOut(Exception):
    """A part that cannot be had on this machine, and why."""


class Part(msgspec.Struct, frozen=True):
    """What a part of the soak did."""

    name: str
    words: str
    found: tuple[str, ...]
    """What is not as it must be."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """A binder and a list, and what a run that nobody disturbs makes of them."""

    folder: Path
    binder: Path
    digital: Path
    whole: Path
    """The results."""
    workspace: Path
    seconds: float
    """What that run took."""

    def line(self, out: Path) -> list[str]:
        """The run, into another folder."""
        return command("run", self.binder, "--records", self.digital, "--out", out, "--jobs", "1")


def command(*words: object) -> list[str]:
    """A command line of the program."""
    return [sys.executable, "-m", "backfile", *map(str, words)]


def make_job(folder: Path) -> Job:
    """Writes the binder and the list, and runs them once.

    The results of every run lie in a folder of one name, for a report bears it.
    """
    binder, digital, whole = folder / "streets.pdf", folder / "tickets.csv", folder / "whole" / "out"
    _write_binder(binder)
    rows = [f"2019-{n:04},{n} {STREETS[n % 12]} St,2019-03-{n % 28 + 1:02},{n}.50" for n in range(1, PAGES, 2)]
    digital.write_text("\n".join(["WO Number,Address,Opened,Cost", *rows, ""]), encoding="utf-8")
    job = Job(folder, binder, digital, whole, whole / "workspace", 0.0)
    started = time.monotonic()
    subprocess.run(job.line(whole), check=True, capture_output=True, env=quiet())
    return replace(job, seconds=time.monotonic() - started)


def quiet() -> dict[str, str]:
    """The environment of a run that does not spread over the machine."""
    return {**os.environ, "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}


def files(folder: Path) -> dict[str, bytes]:
    """What a run wrote, by name; what is not finished bears another name."""
    if not folder.exists():
        return {}
    paths = [path for path in folder.rglob("*") if path.is_file() and "workspace" not in path.parts]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if not path.name.endswith(".part")}


def _write_binder(path: Path) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    with pikepdf.new() as pdf:
        for n in range(1, PAGES + 1):
            page = pdf.add_blank_page(page_size=(612, 792))
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.obj.Contents = pdf.make_stream(_content(n))
        pdf.save(path, deterministic_id=True)


def _content(n: int) -> bytes:
    pairs = (
        ("Order number:", f"2019-{n:04}"),
        ("Location:", f"{n} {STREETS[n % 12]} Street"),
        ("Date requested:", f"03/{n % 28 + 1:02}/2019"),
        ("Description:", f"Work of kind {n} near {STREETS[(n * 5) % 12]}"),
        ("Total cost:", f"{n}.50"),
    )
    words = [("WORK ORDER", 72, 740)]
    for line, (label, value) in enumerate(pairs):
        words += [(label, 72, 690 - 40 * line), (value, 230, 690 - 40 * line)]
    return b"\n".join(b"BT /F1 12 Tf %d %d Td (%s) Tj ET" % (x, y, text.encode("cp1252")) for text, x, y in words)
