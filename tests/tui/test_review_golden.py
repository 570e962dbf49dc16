"""Each screen as text, as it was looked at and found good. `BACKFILE_GOLDEN=write` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from review_bench import desk, drawn, press, settle

GOLDEN = Path(__file__).parent / "golden"
SCREENS = {
    "home": (),
    "fields": ("1",),
    "fields_saved": ("1", "f4", "enter"),
    "fields_blind": ("1", "f2"),
    "group": ("1", "f4", "ctrl+g"),
    "matches": ("2",),
    "gaps": ("3",),
    "gaps_note": ("3", "1"),
    "duplicates": ("4",),
    "findings": ("5",),
    "findings_mismatch": ("5", "down"),
    "second": ("6",),
    "rates": ("1", "f3", "escape", "6", "r"),
    "browse": ("7",),
    "help": ("5", "question_mark"),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_looks_as_it_did(name: str, size: tuple[int, int]) -> None:
    """A change of a screen is seen in the difference, and is meant."""
    app, _, _ = desk()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, *SCREENS[name])
        text = drawn(app)
    kept = GOLDEN / f"{name}_{size[0]}x{size[1]}.txt"
    if os.environ.get("BACKFILE_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")
