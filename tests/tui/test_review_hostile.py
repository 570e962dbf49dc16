"""Text from scans and records is shown, never obeyed: not by the terminal, and not as markup."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from review_bench import BenchStore, DrawnPages, Ticking, drawn, press, sample_nouns
from textual.pilot import Pilot

from matching.review import ReviewSession
from records.finding import Finding
from records.order import Alternative, DigitalRecord, FieldReading, PaperOrder
from tui import ReviewApp, ReviewSettings

KIT = Path(__file__).parents[2].parent / "shared" / "hostile" / "hostile_strings.json"
FEW = ["\x1b]52;c;cm0gLXJmIC8=\x07", "[/red]", "[b", "\x9b31m", "\u202egnp.exe", "NUL\x00inside", "\ud83d", "a\nb"]
TUI = Path(__file__).parents[2] / "tui"


def strings() -> list[str]:
    """The shared kit's strings, else the worst of them."""
    return list(json.loads(KIT.read_text("utf-8"))) if KIT.exists() else FEW


def spoiled(bad: list[str]) -> tuple[BenchStore, DrawnPages]:
    """The sample with bad text in every place that is shown, a different string in each."""
    nouns, pages = sample_nouns()
    turn = iter(bad * 100)

    def field(reading: FieldReading) -> FieldReading:
        others = (Alternative(next(turn), next(turn), "x"),)
        return replace(reading, raw=next(turn), value=next(turn), doubt=next(turn) or "?", alternatives=others)

    def order(each: PaperOrder) -> PaperOrder:
        extras = (replace(field(each.readings[0]), name=next(turn)),)
        return replace(each, readings=tuple(map(field, each.readings)), extras=extras)

    def finding(each: Finding) -> Finding:
        return replace(each, detail=next(turn), order_number=next(turn), department=next(turn), paper_value=next(turn))

    def record(each: DigitalRecord) -> DigitalRecord:
        return replace(each, values={name: next(turn) for name in each.values} | {next(turn): next(turn)})

    made = replace(
        nouns,
        paper=tuple(map(order, nouns.paper)),
        found=tuple(map(finding, nouns.found)),
        digital=tuple(map(record, nouns.digital)),
    )
    return made.open(), pages


FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\u2028\u2029]"
)


async def walk(pilot: Pilot[None]) -> str:
    """Every screen with something on it."""
    seen = []
    keys = (
        *("1", "down", "f5", "f4", "f1", "escape", "ctrl+g", "space", "escape", "f4", "f3", "escape", "escape"),
        *("2", "c", "1", "3", "escape", "3", "down", "1", "enter", "escape", "4", "escape", "5", "down", "a", "escape"),
        *("6", "r", "escape", "e", "escape", "escape", "7", "tab", "down", "enter"),
    )
    for key in keys:
        await press(pilot, key)
        seen.append(drawn(pilot.app))
    return "\n".join(seen)


@pytest.mark.parametrize("part", range(2))
async def test_no_string_gets_out_or_brings_a_screen_down(part: int) -> None:
    """Half of the strings at a time, in every place, on every screen."""
    store, pages = spoiled(strings()[part::2])
    app = ReviewApp(ReviewSession(store, "ann", Ticking()), pages, ReviewSettings("[/b]\x1b[2J"))
    async with app.run_test(size=(120, 36)) as pilot:
        text = await walk(pilot)
    assert not FORBIDDEN.findall(text)
    assert store.log


def test_widgets_take_text_only_through_the_gate() -> None:
    """No screen makes a Static or Label, calls `notify` or reads markup: `Words` is the one way."""
    for path in TUI.rglob("*.py"):
        if path.name == "words.py":
            continue
        names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        attributes = {n.attr for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Attribute)}
        assert not names & {"Static", "Label", "Markdown", "RichLog", "DataTable"}, path
        assert not attributes & {"notify", "from_markup", "border_title", "border_subtitle"}, path
