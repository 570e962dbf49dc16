"""The screens: keystroke budgets, undo, later, help, quitting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_bench import LINES, desk, drawn, order, press, reading, sample, sample_nouns, settle
from textual.events import Key
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from matching.review import ReviewSession
from matching.review_evidence import Mark, Row
from matching.review_queue import Queue
from records.decision import Action, Decision
from records.errors import WorkspaceProblem
from records.store import events
from tui import NoPictures, ReviewApp
from tui.screens.steps import bar
from tui.widgets.group_view import GroupView
from tui.widgets.queue_list import QueueList
from tui.widgets.reading_input import ReadingInput
from tui.widgets.sides_view import chosen

SIZE = (80, 24)


async def test_accepting_a_reading_takes_one_key() -> None:
    """Enter keeps the reading and shows the next one."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "f4")
        before = drawn(app)
        await press(pilot, "enter")
        assert [each.action for each in store.log] == [Action.ACCEPT]
        assert drawn(app) != before


async def test_one_wrong_character_takes_two_keys() -> None:
    """The doubtful character is selected, so a key replaces it and Enter keeps the whole."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1")
        while "WO-1O4512" not in app.screen.query_one(ReadingInput).value:
            await press(pilot, "f4")
        await press(pilot, "0", "enter")
        assert [(each.action, each.after) for each in store.log] == [(Action.CORRECT, "WO-104512")]


async def test_who_types_ahead_of_the_screen_is_understood() -> None:
    """Keys that come at once, over a line that stood still, do what they do one by one: none overtakes another."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1")
        while "WO-1O4512" not in app.screen.query_one(ReadingInput).value:
            await press(pilot, "f4")
        box = app.screen.query_one(ReadingInput)
        for key in ("0", "enter", "x", "backspace", "f3", "f3"):
            box.post_message(Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        assert [(each.action, each.after) for each in store.log] == [
            (Action.CORRECT, "WO-104512"),
            (Action.ILLEGIBLE, ""),
            (Action.ILLEGIBLE, ""),
        ]


async def test_another_reading_is_taken_with_the_arrow() -> None:
    """Down puts the other engine's reading into the box."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "f4")
        while "WO-1O4512" not in app.screen.query_one(ReadingInput).value:
            await press(pilot, "f4")
        await press(pilot, "down", "enter")
        assert store.log[0].after == "WO-104512"


async def test_judging_a_match_takes_one_key() -> None:
    """1 is the same, 2 different; the score is told only afterwards."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "2")
        assert "62%" not in drawn(app)
        await press(pilot, "1")
        assert "62% the same" in drawn(app)
        await press(pilot, "2")
        assert [each.action for each in store.log] == [Action.ACCEPT, Action.DISMISS]


async def test_what_made_a_match_is_shown_only_when_it_is_asked_for() -> None:
    """The waterfall is hidden until w after the decision, or s before it; Esc closes it and nothing is decided."""
    app, store, _ = desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "2", "w")
        assert "together" not in drawn(app)
        assert "62%" not in drawn(app)
        await press(pilot, "1", "w")
        shown = drawn(app)
        assert "signs-2019:2 and 104513: 62% the same" in shown
        assert "Order number: same but for look-al" in shown
        assert "+9.1" in shown
        assert "-3.0" in shown
        assert "together" in shown
        await press(pilot, "escape", "s")
        assert "signs-2019:5 and 104518: 30% the same" in drawn(app)
        await press(pilot, "escape")
        assert [each.action for each in store.log] == [Action.ACCEPT]


def test_a_bar_stands_on_the_side_of_its_weight() -> None:
    """For it to the right, against it to the left, nothing where it says nothing, and never wider than its room."""
    assert bar(12.0) == "      │██████"
    assert bar(-40.0) == "██████│      "
    assert bar(0.0) == "      │      "


async def test_a_finding_is_confirmed_and_dismissed_with_one_key_each() -> None:
    """A and d; u takes the last one back and shows it again."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "5")
        assert "On paper, not in the records" in drawn(app)
        await press(pilot, "a", "d")
        assert [each.action for each in store.log] == [Action.ACCEPT, Action.DISMISS]
        await press(pilot, "u", "u")
        assert "On paper, not in the records" in drawn(app)
        assert [each.undo_of for each in store.log[2:]] == [2, 1]


async def test_a_gap_takes_two_keys() -> None:
    """The digit of the cause, and Enter; a note may stand between."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "3")
        assert "WO-104514 ─ [ WO-104515  WO-104516 ] ─ WO-104517" in drawn(app)
        await press(pilot, "1", "enter")
        assert [(each.action, each.reason) for each in store.log] == [(Action.ACCEPT, "stuck pages: rescan")]
        await press(pilot, "u", "2", *"spoiled", "enter")
        assert (store.log[-1].action, store.log[-1].reason) == (Action.DISMISS, "number never issued; spoiled")


async def test_a_note_typed_in_a_burst_loses_no_key() -> None:
    """Keys that come before the line for the note is there wait for it, and what follows Enter is the next card's."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "3")
        for key in ("1", *"2 sheets, u 1", "enter", "u"):
            app.post_message(Key({" ": "space", ",": "comma"}.get(key, key), key if len(key) == 1 else None))
        while len(store.log) < 2:
            await pilot.pause(0.05)
        assert [each.action for each in store.log] == [Action.ACCEPT, Action.UNDO]
        assert store.log[0].reason == "stuck pages: rescan; 2 sheets, u 1"


async def test_a_cause_can_be_clicked_and_its_note_leaves_the_card_in_sight() -> None:
    """Who has the mouse in hand clicks what happened; the line for a note stands under the card."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "3")
        causes = app.screen.query_one("#causes")
        await pilot.click("#causes", offset=(drawn(app).splitlines()[causes.region.y].index("3 void"), 0))
        await settle(pilot)
        line = app.screen.query_one(ReadingInput)
        assert line.region.y > causes.region.y
        assert app.screen.styles.background.a == 0
        await press(pilot, "enter")
        assert [each.reason for each in store.log] == ["void"]


async def test_no_gap_is_decided_with_escape() -> None:
    """Whoever chose the wrong cause goes back."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "3", "5", "escape")
        assert store.log == []
        assert "Pages stuck together" in drawn(app)


async def test_a_reason_is_asked_for_with_shift_d() -> None:
    """Enter keeps it with the dismissal; Esc decides nothing."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "5", "D", "escape")
        assert store.log == []
        await press(pilot, "D", *"void", "enter")
        assert (store.log[0].action, store.log[0].reason) == (Action.DISMISS, "void")


async def test_undo_works_on_a_sitting_that_is_over() -> None:
    """What was decided before a restart is taken back with the same key."""
    app, store, pages = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "5", "a", "q")
    again = ReviewApp(ReviewSession(store, "ann"), pages)
    async with again.run_test(size=SIZE) as pilot:
        await press(pilot, "5")
        assert "On paper, not in the records" not in drawn(again)
        await press(pilot, "u")
        assert "On paper, not in the records" in drawn(again)


async def test_what_is_no_value_is_refused_and_stays() -> None:
    """The reason stands on the screen, nothing is kept."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "enter")
        assert "✘" in drawn(app)
        assert store.log == []


async def test_illegible_and_later_are_keys_too() -> None:
    """F3 is a decision, F4 none."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "f4", "f3", "ctrl+t")
        assert [each.action for each in store.log] == [Action.ILLEGIBLE, Action.ILLEGIBLE]


async def test_escape_brings_the_reading_back_and_then_the_queues() -> None:
    """What was typed is given up first, the screen second."""
    app, _, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1")
        box = app.screen.query_one(ReadingInput)
        offered = box.value
        await press(pilot, "x", "y")
        assert box.value != offered
        await press(pilot, "escape")
        assert box.value == offered
        await press(pilot, "escape")
        assert "Fields in doubt" in drawn(app) and "Matches to judge" in drawn(app)


async def test_tab_steps_through_the_doubtful_characters() -> None:
    """Round and round, each ready to be overtyped."""
    app, _, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1")
        box = app.screen.query_one(ReadingInput)
        first = box.selection
        await press(pilot, "tab")
        assert box.selection != first
        await press(pilot, "shift+tab")
        assert box.selection == first


async def test_a_full_disk_is_said_and_the_item_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen goes on when the store cannot."""
    app, _, _ = desk()

    def full(*_: object) -> Decision:
        raise WorkspaceProblem("The disk is full", "Make room and press the key again.")

    monkeypatch.setattr(events, "add", full)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "5", "a")
        assert "The disk is full" in drawn(app)
        assert "On paper, not in the records" in drawn(app)


@pytest.mark.parametrize("keys", [(), *((digit,) for digit in "1234567"), ("1", "f6"), ("1", "ctrl+g")])
async def test_the_footer_has_six_keys_at_most_and_all_fit(keys: tuple[str, ...]) -> None:
    """Who looks at the foot of an 80-column screen sees every key that is named there."""
    app, _, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *keys)
        shown = app.screen.query_one(Footer).query(FooterKey)
        assert 2 <= len(shown) <= 6
        assert all(key.region.right <= SIZE[0] for key in shown)


@pytest.mark.parametrize(("keys", "ask"), [((), "question_mark"), (("1",), "f1"), (("2",), "question_mark")])
async def test_help_lists_what_is_valid_now(keys: tuple[str, ...], ask: str) -> None:
    """? where no text is typed, F1 everywhere; only our own keys, each once."""
    app, _, _ = desk()
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, *keys, ask)
        text = drawn(app)
        assert "Every decision is saved" in text
        assert text.count(" Help") == 1
        await press(pilot, "escape")
        assert "Every decision is saved" not in drawn(app)


@pytest.mark.parametrize(
    "keys",
    [
        (),
        *((digit,) for digit in "1234567"),
        ("1", "f6"),
        ("1", "ctrl+g"),
        ("2", "question_mark"),
        ("5", "D"),
        ("6", "r"),
    ],
)
async def test_ctrl_q_quits_from_everywhere(keys: tuple[str, ...]) -> None:
    """Nothing is lost, so nothing is asked."""
    app, _, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, *keys)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app.is_running or app._exit


async def test_the_queues_can_be_worked_off() -> None:
    """The last item leaves a screen that says so, and the home screen says that everything is decided."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", *["f3"] * 3)
        assert "No field is in doubt" in drawn(app)
        await press(pilot, "enter", "f2", "f3", "f4", "f5", "f6", "ctrl+g", "escape", "2", "1", "1", "1", *"psncd")
        assert "No pair waits" in drawn(app)
        await press(pilot, "escape", "3", "1", "enter", "1", *"lpu", "1", "enter", "escape", "4", *"adlpD", "escape")
        await press(pilot, "5", *"aaaa", *"adlpD")
        assert "No finding waits" in drawn(app)
        await press(pilot, "escape")
        assert "Everything is decided" in drawn(app)
        assert len(store.log) == 11
        await press(pilot, "6", *"aaa", "i", "e", "escape", "r", "escape", *"a" * 30)
        assert "Nothing waits for a second look" in drawn(app)


async def test_without_pictures_everything_works() -> None:
    """A workspace whose scans are elsewhere can be reviewed."""
    store, _ = sample()
    app = ReviewApp(ReviewSession(store, "ann"), NoPictures())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "f4", "enter", "f6")
        assert "There is no picture of this page." in drawn(app)


async def test_the_next_picture_is_fetched_beforehand() -> None:
    """The strip after this one is on the shelf before it is needed."""
    app, _, pages = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1")
        asked = len(pages.asked)
        assert asked == len(set(pages.asked)) == 3
        await press(pilot, "f4", "f4")
        assert len(pages.asked) == asked


async def test_the_whole_page_opens_at_the_place_and_can_be_leafed() -> None:
    """F6 shows the page with the place framed; n and p its neighbours; Esc goes back."""
    app, _, pages = desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "1", "f6")
        assert "signs-2019 page 3" in drawn(app)
        await press(pilot, "n", "plus", "minus", "down", "right", "p", "escape")
        assert app.screen.query(ReadingInput)
        assert ("signs-2019", 4, None) in pages.asked


@given(st.lists(st.sampled_from(Mark), max_size=20), st.integers(min_value=1, max_value=24))
def test_where_room_is_short_what_differs_stays(marks: list[Mark], room: int) -> None:
    """Rows and the line that names the others fit; none is lost; none left out says more than one that stays."""
    rows = [Row(str(at), "a", "b", mark, "word") for at, mark in enumerate(marks)]
    kept, left = chosen(rows, room)
    assert sorted((*kept, *left), key=lambda row: int(row.field)) == rows
    assert len(kept) + bool(left) <= room
    rank = [Mark.DIFFERS, Mark.CLOSE, Mark.SAME, Mark.MISSING].index
    assert max((rank(row.mark) for row in kept), default=0) <= min((rank(row.mark) for row in left), default=3)


async def test_a_low_screen_has_room_for_the_pictures_of_a_pair() -> None:
    """At 24 lines the strips under the comparison are drawn, six lines high or more."""
    app, _, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "2")
        assert app.screen.query_one("#first").size.height >= 7
        assert "▀" in drawn(app)


async def test_the_list_is_beside_the_card_where_there_is_room() -> None:
    """At 120 columns one sees what comes; arrows go there, and the mouse may."""
    app, _, _ = desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "5", "down")
        listed = app.screen.query_one(QueueList)
        assert listed.cursor == 1
        assert "2 of 3" in drawn(app)
        await pilot.click(QueueList, offset=(5, 2))
        await settle(pilot)
        assert listed.cursor == 2


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (20, 5)])
async def test_any_size_can_be_drawn_and_changed(size: tuple[int, int]) -> None:
    """From a phone's width to a wall's, also while it is open."""
    app, _, _ = desk()
    async with app.run_test(size=size) as pilot:
        for queue in "1234567":
            await press(pilot, queue)
            await pilot.resize_terminal(90, 28)
            await press(pilot, "escape")
            await pilot.resize_terminal(*size)
        assert " done" in drawn(app)


async def test_the_palette_opens_every_queue() -> None:
    """ctrl+p, a few letters, Enter."""
    app, _, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "ctrl+p", *"matches")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        assert "Are these two the same order?" in drawn(app)


async def test_what_is_pasted_cannot_drive_the_terminal() -> None:
    """A control character in the box is its picture."""
    app, _, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1")
        box = app.screen.query_one(ReadingInput)
        box.value = "\x1b[2J"
        await settle(pilot)
        assert box.value == "␛[2J"
        assert "\x1b" not in drawn(app)


def test_the_drawn_pages_have_the_lines_that_the_readings_name() -> None:
    """The helpers fit each other."""
    store, pages = sample()
    assert all(reading.name in LINES for order in store.orders() for reading in order.readings)
    assert ReviewSession(store, "ann").left(Queue.FIELDS) == 3
    assert pages.strip("signs-2019", 9, None) is None


@pytest.mark.parametrize("size", [SIZE, (140, 40)])
async def test_a_group_is_gone_through_entry_by_entry(size: tuple[int, int]) -> None:
    """Strips of different heights: each entry that the cursor comes to is wholly in sight, and a click takes it out."""
    nouns, pages = sample_nouns()
    same = [
        order(number, number - 104500, reading("requested_on", "03/14/2019", "2019-03-14", number - 104500, "faint"))
        for number in range(104501, 104513)
    ]
    pages.texts |= {("signs-2019", page): pages.texts["signs-2019", 1 + page % 3] for page in range(1, 13)}
    store = replace(nouns, paper=tuple(same)).open()
    app = ReviewApp(ReviewSession(store, "ann"), pages)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "1", "ctrl+g")
        for page in range(1, 13):
            lines = drawn(app).splitlines()
            at = next(place for place, line in enumerate(lines) if f"▸ ✔ signs-2019 page {page} " in line)
            assert any("▀" in line for line in lines[at + 1 : -1])
            await press(pilot, "right")
        await pilot.click(GroupView, offset=(4, 0))
        await settle(pilot)
        assert "11 of 12 marked" in drawn(app)


async def test_a_group_is_accepted_without_the_odd_one() -> None:
    """Space takes one out, Enter accepts the rest; one undo brings all of them back."""
    nouns, pages = sample_nouns()
    doubtful = [
        order(
            number,
            page,
            reading("requested_on", "03/14/2019", "2019-03-14", page, "faint", confidence=0.5 + page / 100),
        )
        for page, number in enumerate((104512, 104513, 104514), 1)
    ]
    store = replace(nouns, paper=(*doubtful, *nouns.paper[3:])).open()
    app = ReviewApp(ReviewSession(store, "ann"), pages)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "ctrl+g")
        assert "3 of 3 marked" in drawn(app)
        await press(pilot, "space", "p", "escape", "question_mark", "escape")
        assert "2 of 3 marked" in drawn(app)  # who looked at the page has not taken the odd one in again
        await press(pilot, "enter")
        assert [(each.action, each.subject.key) for each in store.log] == [
            (Action.ACCEPT, "signs-2019:2"),
            (Action.ACCEPT, "signs-2019:3"),
        ]
        assert "2 fields right as read" in drawn(app)
        await press(pilot, "ctrl+z")
        assert "2 decisions at once" in drawn(app)
        assert len(store.log) == 4
