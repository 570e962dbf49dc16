"""What a scan, a list or a person said reaches the terminal through one gate, whichever command shows it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backfile.__main__ import backfile
from backfile.problems import line_of, passed_over_line, warning_of
from backfile.workspace import STORE, make_workspace
from records.dataset import FileProblem, SourceSummary
from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import BackfileError
from records.finding import Finding, FindingKind, Severity
from records.match import Match, MatchDecision
from records.order import DigitalRecord, FieldReading, PaperOrder, ReadingStatus
from records.page import PageEntry, PageKind
from records.screen import screen
from records.store import Store

KIT = Path(__file__).parents[2].parent / "shared" / "hostile" / "hostile_strings.json"
FEW = ["\x1b]52;c;cm0gLXJmIC8=\x07", "[/red]", "\x9b31m", "\u202egnp.exe", "NUL\x00inside", "a\nb", "half \ud83d"]
OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\u2028\u2029]"
)


def strings() -> list[str]:
    """The shared kit's strings, else the worst of them."""
    return list(json.loads(KIT.read_text("utf-8"))) if KIT.exists() else FEW


def order(n: int, said: str) -> PaperOrder:
    """An order that says it everywhere."""
    readings = tuple(
        FieldReading(name, said, said, ReadingStatus.OK, 0.4, n, None, said, doubt=said or "?")
        for name in ("order_number", "location", "description")
    )
    return PaperOrder(f"{screen(said)}:{n}", "b", (n,), readings, said, said, evidence=(said,))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which every text from outside is one of the strings."""
    place = tmp_path_factory.mktemp("soaked") / "city"
    make_workspace(place, "city")
    said = strings()
    orders = [order(n, text) for n, text in enumerate(said, start=1)]
    pages = [PageEntry("b", n, text, 0, "", PageKind.ORDER, reason=text) for n, text in enumerate(said, start=1)]
    records = [DigitalRecord("list", str(n), n, {"order_number": text}, {text: text}) for n, text in enumerate(said)]
    findings = [
        Finding(f"{n:012}", FindingKind.FIELD_MISMATCH, Severity.HIGH, 0.9, text, binder="b", page=1, paper_value=text)
        for n, text in enumerate(said)
    ]
    with Store.open(place / STORE) as store:
        store.replace_binders(["b"], pages, orders)
        store.replace_source(SourceSummary("list", said[0], len(said), (), tuple(said), tuple(said)), records)
        matches = [Match(orders[0].order_id, "list", "0", 0.9, 4.0, MatchDecision.LINK)]
        store.replace_reconciliation(matches, findings, ())
        store.replace_problems([FileProblem(text, text, text, "scan") for text in said])
        for text in said:
            about = Subject(SubjectKind.STATE, "report")
            store.decide(Decision(about, Action.ACCEPT, text, "2026-01-01T00:00:00Z", after="ab", reason=text))
    return place


def ask(*line: str, says: str = "") -> Result:
    """A command's answer; an error of ours is put as `main` puts it."""
    done = CliRunner().invoke(backfile, line, input=says)
    assert done.exception is None or isinstance(done.exception, BackfileError | SystemExit), done.exception
    return done


def harmless(done: Result) -> None:
    """Nothing in it that a terminal would obey."""
    assert not OBEYED.findall(done.output), done.output[:400]


COMMANDS = (
    ("signoff", "{}", "--show"),
    ("check", "{}"),
    ("match", "{}"),
    ("export", "{}", "--out", "{}/out"),
    ("report", "{}", "--out", "{}/out"),
    ("forms", "show", "-w", "{}"),
    ("people", "{}"),
)


@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: line[0])
def test_a_soaked_workspace_drives_no_terminal(line: tuple[str, ...], folder: Path) -> None:
    """Each command that talks of a workspace, over one in which everything is hostile."""
    harmless(ask(*(part.replace("{}", str(folder)) for part in line)))


def test_why_a_pair_is_linked_is_said_harmlessly(folder: Path) -> None:
    """`explain` quotes both sides."""
    with Store.open(folder / STORE) as store:
        ids = [one.order_id for one in store.orders()]
    for n, one in enumerate(ids[:12]):
        harmless(ask("explain", "-w", str(folder), "--", one, str(n)))


def test_the_plain_review_says_harmless_lines(folder: Path) -> None:
    """Line by line, through each queue."""
    harmless(ask("review", str(folder), "--plain", says="1\n\n\n\n?\n2\n\n5\n\n\n\n:q\n"))


def bad_lists(folder: Path) -> Iterator[Path]:
    """A list with hostile headers, cells and statuses for each handful of strings."""
    said = [text.encode("utf-8", "replace").decode() for text in strings()]
    for start in range(0, len(said), 12):
        some = said[start : start + 12]
        path = folder / f"list-{start}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["WO Number", "Status", *some])
            writer.writerows([f"2019-{n:04}", text, *some] for n, text in enumerate(some))
        yield path


def test_a_list_is_explained_harmlessly(tmp_path: Path) -> None:
    """How columns are understood, and what is wrong with them, quotes headers and cells."""
    harmless(ask("import", *map(str, bad_lists(tmp_path)), "--show", "-w", str(tmp_path)))


def test_what_is_typed_comes_back_harmless(tmp_path: Path) -> None:
    """Names of files, commands and options are quoted in errors."""
    for text in strings():
        typed = text.replace("\0", "").encode("utf-8", "replace").decode()
        for line in (("check", str(tmp_path / typed)), ("restore", typed or "x", str(tmp_path / "new"))):
            done = CliRunner().invoke(backfile, line)
            shown = done.output
            if isinstance(done.exception, BackfileError):
                shown = screen(done.exception.message) + screen(done.exception.cure)
            assert not OBEYED.findall(shown), (text, shown)


def test_a_name_makes_no_line_of_its_own() -> None:
    """A file whose name holds a line's end cannot put words of its own into the log."""
    name = "a\nbackfile: all is well"
    lines = (
        line_of(FileProblem(name, "empty", "Scan it again.")),
        warning_of(name, "list.csv", "line 3\nis odd"),
        passed_over_line([Path(name)]),
    )
    assert not [line for line in lines if "\n" in line]
    assert all("a backfile: all is well" in line for line in lines)
