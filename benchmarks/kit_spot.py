"""Makes those inputs of a kit that no archive holds: pipes, links, names that are no UTF-8, holes, ten million rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from PIL import Image, ImageDraw, ImageFont

from benchmarks.kit_cases import Case

_HOLE = 8 << 30
_ROWS_A_WRITE = 100_000
_HEAD = "order_no,received,location,kind,crew,hours,cost\n"


def make_on_spot(folder: Path, cases: tuple[Case, ...]) -> None:
    """Makes each input that has no digest and is not there yet; one that this system does not allow is left out."""
    for number, case in enumerate(cases):
        path = folder / case.file
        if case.sha256 or os.path.lexists(path):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _MAKERS[path.name](path) if path.name in _MAKERS else _page(path, number)
        except OSError as error:
            print(f"{case.id}: cannot be made here: {error.strerror}")


def _page(path: Path, number: int) -> None:
    """A sheet with an order of its own, under a name that is the matter."""
    sheet = Image.new("L", (1275, 1650), 255)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(30)
    said = ("ORDER NO:", f"2021-{number:05}"), ("LOCATION:", f"{number} HILL STREET"), ("TOTAL COST:", f"{number}.10")
    pen.text((100, 80), "CITY WORKS SERVICE ORDER", 0, font=font)
    for line, pair in enumerate(said):
        for left, text in zip((100, 500), pair, strict=True):
            pen.text((left, 200 + 90 * line), text, 0, font=font)
    sheet.save(path, "PNG", dpi=(150, 150))


def _unreadable(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    path.chmod(0)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.4\n")
        file.truncate(_HOLE)


def _rows(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_HEAD)
        for start in range(0, 10_000_000, _ROWS_A_WRITE):
            file.writelines(_lines(start, start + _ROWS_A_WRITE))


def _lines(start: int, end: int) -> Iterator[str]:
    for n in range(start, end):
        day = f"{n % 12 + 1:02}/{n % 28 + 1:02}/2021"
        yield f"2021-{n:08},{day},{n % 9999} CANAL STREET,TREE DOWN,CREW {n % 9},{n % 16 / 2},{n % 90000 / 100:.2f}\n"


_MAKERS: Mapping[str, Callable[[Path], object]] = MappingProxyType(
    {
        "fifo.png": os.mkfifo,
        "link-outside.png": lambda path: path.symlink_to("/etc/passwd"),
        "link-loop.png": lambda path: path.symlink_to(path.name),
        "link-dangling.png": lambda path: path.symlink_to("not-there.png"),
        "link-dir-loop": lambda path: path.symlink_to(".", target_is_directory=True),
        "unreadable.png": _unreadable,
        "sparse-8GiB.pdf": _sparse,
        "ten-million-rows.csv": _rows,
    }
)
