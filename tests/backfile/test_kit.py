"""The kit of bad inputs through the command: a fast part of it in one run."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from paper import backfile

from fixtures.unpacking import unpack

KIT = Path(__file__).parents[2].parent / "shared" / "hostile" / "kit.tar.xz"
SCANS = (
    "pdf/text-renamed.pdf",
    "pdf/encrypted-needs-password.pdf",
    "pdf/zero-pages.pdf",
    "pdf/page-count-lies.pdf",
    "pdf/no-contents.pdf",
    "pdf/deep-nesting.pdf",
    "pdf/page-tree-loop.pdf",
    "pdf/bomb-flate-content-560MB.pdf",
    "pdf/bomb-image-3.6-gigapixel.pdf",
    "pdf/image-declares-10-gigapixel-holds-10-bytes.pdf",
    "pdf/hostile-text-layer.pdf",
    "png/bomb-30000x30000.png",
    "png/bomb-ztxt-200MB.png",
    "png/zero-size.png",
    "png/one-pixel.png",
    "png/all-white.png",
    "tiff/truncated.tif",
    "tiff/bomb-100000x100000.tif",
    "tiff/zero-width.tif",
    "jpeg/bomb-65500x65500.jpg",
    "jpeg/sof-missing.jpg",
    "other/letter.docx",
    "other/eps-loop.eps",
    "other/bomb-256MB.zip",
)
ONE_LINE = {"pdf/page-count-lies.pdf"}
"""A page that says nothing but its number looks like a tab between orders; it is accounted for as one."""
LISTS = ("csv/good.csv", "csv/ragged-rows.csv", "csv/unclosed-quote.csv", "xlsx/good.xlsx", "xlsx/xxe.xlsx")
LISTS += ("xlsx/bomb-512MB-sheet.xlsx", "sqlite/not-a-db.db", "sqlite/empty.db", "sqlite/evil-names.db")


def expected() -> dict[str, dict[str, Any]]:
    """What must become of each file, by its name."""
    if not KIT.exists():
        return {}
    cases = json.loads((KIT.parent / "expectations.json").read_text("utf-8"))["cases"]
    return {case["file"]: case for case in cases}


@dataclass(frozen=True)
class Outcome:
    """What the run said, and what it wrote of each file."""

    err: str
    pages: dict[str, list[dict[str, str]]]
    numbers: set[str]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The chosen files in one run."""
    if not KIT.exists():
        pytest.skip("the kit of bad inputs does not lie beside the checkout")
    folder = tmp_path_factory.mktemp("kit")
    unpack(KIT, folder, lambda name: name.removeprefix("kit/") in {*SCANS, *LISTS})
    scans = [folder / "kit" / name for name in SCANS]
    lists = [each for name in LISTS for each in ("--records", folder / "kit" / name)]
    (folder / "ws").mkdir()
    (folder / "ws" / "backfile.toml").write_text("limits.page_seconds = 60\nlimits.page_memory_mb = 2048\n")
    answer = backfile("run", *scans, *lists, "--out", folder / "out", "--workspace", folder / "ws")
    assert answer.code == 0, answer.err
    pages: dict[str, list[dict[str, str]]] = {}
    with (folder / "out" / "pages.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pages.setdefault(row["file"], []).append(row)
    with (folder / "out" / "orders.csv").open(encoding="utf-8", newline="") as file:
        return Outcome(answer.err, pages, {row["order_number"] for row in csv.DictReader(file)})


@pytest.mark.slow
def test_hostile_files_are_read_or_named(outcome: Outcome) -> None:
    """Each file of the kit becomes what the kit asks for; one test, so that one run is paid for once."""
    for name in SCANS:
        check_scan(outcome, name)
    for name in LISTS:
        check_list(outcome, name)


def check_scan(outcome: Outcome, name: str) -> None:
    """It is read, or named with its reason: in `pages.csv`, and on the screen where no page of it could be opened."""
    case = expected()[name]
    rows = outcome.pages[Path(name).name]
    if case["expected"] == "rejected-with-error" and not case["also_accept"]:
        assert {row["kind"] for row in rows} == {"unreadable"}
        said = " ".join(row["reason"] for row in rows).lower()
        assert any(word.lower() in said for word in case["message_must_name"] or [""]), said
    if name not in ONE_LINE:
        assert set(case["truth"].get("order_nos", [])) <= outcome.numbers
    assert not [row for row in rows if row["kind"] == "unreadable" and not row["reason"]]


def check_list(outcome: Outcome, name: str) -> None:
    """A list that cannot be used is named with the reason that the kit asks for; one with doubts is warned of."""
    case, file = expected()[name], Path(name)
    lines = [each.lower() for each in outcome.err.splitlines()]
    unused = [line for line in lines if line.startswith(f"not used: {file.name.lower()}: ")]
    if case["expected"] == "rejected-with-error":
        assert len(unused) == 1
        assert any(word.lower() in unused[0] for word in case["message_must_name"])
    elif case["expected"] == "processed-with-warning" and not unused:
        assert any(line.startswith(f"{file.stem}: ") for line in lines)
    else:
        assert not unused
