"""Text from scans and records is shown, never obeyed: not by the terminal, and not as markup."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from review_bench import DrawnPages, FakeStore, Ticking, drawn, press, sample
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


def spoiled(bad: list[str]) -> tuple[FakeStore, DrawnPages]:
    """The sample with bad text in every place that is shown, a different string in each."""
    store, pages = sample()
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
        store,
        paper=tuple(map(order, store.paper)),
        found=tuple(map(finding, store.found)),
        digital=tuple(map(record, store.digital)),
    )
    return made, pages


FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\u2028\u2029]"
)


async def walk(pilot: Pilot[None]) -> str:
    """Every screen with something on it."""
    seen = []
    for key in (
        "1",
        "down",
        "f4",
        "f1",
        "escape",
        "f4",
        "f3",
        "escape",
        "escape",
        "2",
        "down",
        "a",
        "escape",
        "3",
        "1",
    ):
        await press(pilot, key)
        seen.append(drawn(pilot.app))
    return "\n".join(seen)


@pytest.mark.parametrize("part", range(4))
async def test_no_string_gets_out_or_brings_a_screen_down(part: int) -> None:
    """A quarter of the strings at a time, in every place, on every screen."""
    store, pages = spoiled(strings()[part::4])
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
