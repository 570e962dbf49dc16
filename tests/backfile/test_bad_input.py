"""A bad file is named with its reason and its cure, and the rest of the batch goes on."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from paper import LIST, ORDERS, Answer, backfile, write_binder, write_list

SCANS = {
    "broken.pdf": "damaged",
    "locked.pdf": "password",
    "empty.pdf": "the file is empty",
    "no-pages.pdf": "no pages",
    "letter.pdf": "not a PDF",
    "absent.pdf": "there is no such file or folder",
    "drawer": "No scans",
}
"""Bad scans with a word of the reason."""
LISTS = {"picture.csv": "not", "absent.csv": "does not exist"}
"""Lists that cannot be used."""
HOSTILE = "esc\x1b]0;owned\x07\u202egnp.pdf"
"""A name that would rename the terminal's window and write itself backwards."""


LATIN_1 = os.fsdecode(b"caf\xe9.pdf")
"""A name from an old system that is no UTF-8."""


@dataclass(frozen=True)
class Batch:
    """A run over good and bad files together."""

    answer: Answer
    out: Path

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of one of its files."""
        with (self.out / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def write_bad_scans(folder: Path) -> list[Path]:
    """The bad scans of `SCANS`, and an image that is none in a folder of its own."""
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    write_binder(folder / "locked.pdf", ORDERS[:1], encryption=pikepdf.Encryption(user="secret", owner="secret"))
    (folder / "empty.pdf").touch()
    with pikepdf.new() as pdf:
        pdf.save(folder / "no-pages.pdf")
    (folder / "letter.pdf").write_text("Dear Sir or Madam,\n" * 40)
    (folder / "drawer").mkdir()
    (folder / "photos").mkdir()
    (folder / "photos" / "page-1.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"no picture" * 30)
    return [*(folder / name for name in SCANS), folder / "photos"]


def write_bad_lists(folder: Path) -> list[Path]:
    """The lists of `LISTS`, and two that can be used with a word of warning."""
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    write_list(folder / "ragged.csv", LIST.replace("98.00", "98.00,,,extra,cells").replace(",2019-03-19,415.90", ""))
    (folder / "windows.csv").write_bytes(LIST.replace("12 Elm St", "12 Élm St – café").encode("cp1252"))
    return [*(folder / name for name in LISTS), folder / "ragged.csv", folder / "windows.csv"]


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """Good and bad files in one run."""
    folder = tmp_path_factory.mktemp("batch")
    scans = [*write_bad_scans(folder), write_binder(folder / "good.pdf"), write_binder(folder / HOSTILE, ORDERS[:1])]
    scans.append(write_binder(folder / "good-too.pdf", ORDERS[1:2]).rename(folder / LATIN_1))
    write_list(folder / "no-number.csv", "Colour,Mood\nred,good\nblue,bad\n")
    lists = [each for path in (*write_bad_lists(folder), folder / "no-number.csv") for each in ("--records", path)]
    return Batch(backfile("run", *scans, *lists, "--out", folder / "out"), folder / "out")


def test_a_bad_file_is_named_with_reason_and_cure(batch: Batch) -> None:
    """One line says the file, why it was not used and what to do, in sentences of their own."""
    for name, reason in (SCANS | LISTS | {"page-1.jpg": "damaged"}).items():
        check_line(batch, name, reason)


def check_line(batch: Batch, name: str, reason: str) -> None:
    """The line about one file."""
    lines = [line for line in batch.answer.err.splitlines() if line.startswith(f"Not used: {name}: ")]
    assert len(lines) == 1, batch.answer.err
    said = lines[0].removeprefix(f"Not used: {name}: ")
    assert reason in said
    assert name not in said
    why, _, cure = said.partition(". ")
    assert why
    assert cure.endswith(".")
    assert ".." not in said.replace("...", "")


def test_the_rest_of_the_batch_goes_on(batch: Batch) -> None:
    """The orders and records of the good files are there, and the run is done."""
    assert batch.answer.code == 0
    assert {row["order_number"] for row in batch.rows("orders.csv")} == {order.number for order in ORDERS}
    assert {row["source"] for row in batch.rows("matches.csv")} >= {"ragged", "windows"}


def test_what_was_put_in_is_accounted_for(batch: Batch) -> None:
    """A file that cannot be opened has a row in `pages.csv` and a finding, each with the reason."""
    unreadable = {row["file"]: row["reason"] for row in batch.rows("pages.csv") if row["kind"] == "unreadable"}
    unreadable = {name: reason for name, reason in unreadable.items() if not name.startswith("caf")}
    opened = {name: reason for name, reason in SCANS.items() if name not in {"absent.pdf", "drawer"}}
    assert set(unreadable) == {*opened, "page-1.jpg"}
    assert all(reason in unreadable[name] for name, reason in opened.items())
    found = [row for row in batch.rows("findings.csv") if row["kind"] == "unreadable_page"]
    assert {row["binder"] for row in found} >= {Path(name).stem for name in opened}
    assert not [row["detail"] for row in found if ".." in row["detail"] or ".:" in row["detail"]]


def test_doubtful_lists_are_named_by_line_and_encoding(batch: Batch) -> None:
    """A ragged row is named by its line; none of the rows is lost."""
    said = batch.answer.err.splitlines()
    assert any(line.startswith("ragged: ") and "line 3" in line for line in said), said
    assert any(line.startswith("no-number: no column with order numbers") for line in said), said


def test_a_hostile_name_is_shown_harmless(batch: Batch) -> None:
    """A name that would drive the terminal reaches neither it nor the report as it is, and its pages are read."""
    assert "\x1b" not in batch.answer.err
    assert "\u202e" not in batch.answer.err
    report = (batch.out / "report.html").read_text("utf-8")
    assert "\x1b" not in report
    for start in ("esc", "caf"):
        assert len({row["binder"] for row in batch.rows("pages.csv") if row["binder"].startswith(start)}) == 1


ALONE = [
    (("run", "absent.pdf"), 3, "absent.pdf: there is no such file or folder", "Check the name"),
    (("run", "drawer"), 3, "No scans", "Give PDF"),
    (
        ("forms", "learn", "absent.pdf", "-w", "city"),
        3,
        "absent.pdf: there is no such file or folder",
        "Check the name",
    ),
    (("run", "empty.pdf"), 3, "empty.pdf: damaged: the file is empty", "Scan it again"),
    (("run", "good.pdf", "--records", "absent.csv"), 3, "absent.csv", "name"),
    (("run",), 2, "Missing argument 'SCANS...'", "--help"),
    (("rum",), 2, "There is no command 'rum'. Did you mean 'run'?", "--help"),
    (("run", "good.pdf", "--job", "2"), 2, "No such option", "--help"),
    (("run", "good.pdf", "--jobs", "none"), 2, "none", "--help"),
    (("match", "nowhere"), 5, "nowhere: there is no workspace here", "backfile init nowhere"),
    (("export", "nowhere"), 5, "nowhere: there is no workspace here", "backfile init nowhere"),
    (("scan", "good.pdf", "-w", "nowhere"), 5, "nowhere: there is no workspace here", "backfile init nowhere"),
    (("review", "nowhere"), 2, "The review needs a terminal", "backfile export"),
    (("init", "good.pdf/inside"), 5, "Not a directory", "Choose a folder"),
]
"""A command alone, its exit code, and words of what is wrong and of the cure."""


@pytest.mark.parametrize(("line", "code", "wrong", "cure"), ALONE, ids=[" ".join(case[0]) for case in ALONE])
def test_where_nothing_can_be_done_the_exit_code_says_why(
    tmp_path: Path, line: tuple[str, ...], code: int, wrong: str, cure: str
) -> None:
    """2 usage, 3 bad input, 5 workspace: the first line says what is wrong, the second what to do, stdout is empty."""
    if "good.pdf" in line or "good.pdf/inside" in line:
        write_binder(tmp_path / "good.pdf", ORDERS[:1])
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "drawer").mkdir()
    write_list(tmp_path / "no-number.csv", "Colour,Mood\nred,good\n")
    out = ("--out", "out") if line[0] == "run" and len(line) > 1 else ()
    answer = backfile(*line, *out, cwd=tmp_path)
    assert (answer.code, answer.out) == (code, ""), answer.err
    said = [each for each in answer.err.splitlines() if not each.startswith("Reading pages")]
    assert said[0].startswith("backfile: "), answer.err
    assert wrong in said[0]
    assert cure in said[1]
    assert ".." not in answer.err.replace("...", "")


def test_an_output_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    """Where the results cannot be written, the folder is named."""
    write_binder(tmp_path / "good.pdf", ORDERS[:1])
    (tmp_path / "out").touch()
    answer = backfile("run", "good.pdf", "--out", "out", cwd=tmp_path)
    assert answer.code == 2
    assert "'out' is a file" in answer.err


def test_a_workspace_file_that_is_no_store_is_said(tmp_path: Path) -> None:
    """A damaged store is an error with a cure, and is not overwritten."""
    assert backfile("init", tmp_path).code == 0
    (tmp_path / "backfile.sqlite").write_bytes(b"no database" * 100)
    answer = backfile("match", tmp_path)
    assert answer.code == 5
    assert len(answer.err.splitlines()) == 2
    assert (tmp_path / "backfile.sqlite").read_bytes() == b"no database" * 100
