"""The screens beyond one item at a time: keying blind, other people, browsing, pictures, keys and help."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from select import select
from string import Formatter
from threading import Timer

import pytest
from review_bench import Ticking, desk, drawn, order, press, reading, sample, sample_nouns, settle
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets._footer import FooterKey

from matching.review import ReviewSession
from matching.review_evidence import Place
from matching.review_queue import Queue
from records.decision import Action
from records.errors import MissingTool
from records.store import Store
from records.waiting import Rate
from tui import PlainReview, ReviewApp, ReviewSettings
from tui.app import SCREENS
from tui.screens.browse import BrowseScreen
from tui.screens.forms import FormsScreen
from tui.screens.group import GroupScreen
from tui.screens.home import HomeScreen
from tui.screens.work import WorkScreen
from tui.widgets.graphics import CELLS, Drawing, drawings, late_answers, picture_of, told
from tui.widgets.reading_input import ReadingInput

SIZE = (80, 24)


async def test_keying_blind_hides_the_reading() -> None:
    """F2 empties the box and takes the hints away; what is typed is kept as keyed blind."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "f2")
        text = drawn(app)
        assert "$1?8.5O" not in text and "Look because" not in text
        await press(pilot, *"$138.50", "enter")
        assert [(each.action, each.after, each.stage) for each in store.log] == [(Action.CORRECT, "138.50", "blind")]


async def test_the_record_says_nothing_until_it_is_asked() -> None:
    """F5 puts the linked record's value among the other readings."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1")
        while "WO-1O4512" not in app.screen.query_one(ReadingInput).value:
            await press(pilot, "f4")
        assert "cmms" not in drawn(app)
        await press(pilot, "f5")
        assert "WO-104512   cmms 104512" in drawn(app)
        await press(pilot, "down", "enter")
        assert store.log[0].after == "WO-104512"


async def test_enter_in_rhythm_does_not_say_that_nothing_is_written() -> None:
    """Where something is written that was not read, an empty box is not an answer; a space is."""
    nouns, pages = sample_nouns()
    unread = order(104512, 1, reading("location", "", None, 1, "something is written that gives no value"))
    store = replace(nouns, paper=(unread,)).open()
    app = ReviewApp(ReviewSession(store, "ann"), pages)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "enter")
        assert store.log == []
        assert "F3 if nobody can read it" in drawn(app)
        await press(pilot, "space", "enter")
        assert [(each.action, each.after) for each in store.log] == [(Action.CORRECT, "")]


async def test_what_another_has_is_passed_over() -> None:
    """The fields go on with the next one that is free; a list says who has the one under the cursor."""
    app, store, _ = desk()
    bob = ReviewSession(store, "bob")
    his = bob.next(Queue.FIELDS)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1")
        assert app.screen.item.subject != his.subject  # type: ignore[attr-defined, union-attr]
        assert bob.next(Queue.GAPS) is not None
        await press(pilot, "escape", "3")
        assert "bob has this one" in drawn(app)
        await press(pilot, "1", "enter")
        assert "bob has this" in drawn(app)
        assert store.log == []


async def test_a_decision_of_somebody_else_shows_as_such() -> None:
    """What was decided meanwhile is said, and the screen goes on."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "2")
        item = app.screen.item  # type: ignore[attr-defined]
        app.screen.session.leave()  # type: ignore[attr-defined]
        ReviewSession(store, "bob").accept(item)
        await press(pilot, "1")
        assert "decided already by bob" in drawn(app)
        assert len(store.log) == 1


async def test_browsing_filters_marks_and_writes(tmp_path: Path) -> None:
    """Words narrow down, space marks, x writes what is marked; a facet narrows further."""
    app, _, _ = desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "7")
        assert "Browse · 9 of 9" in drawn(app)
        assert not any(key.has_class("-disabled") for key in app.screen.query(FooterKey))
        await press(pilot, "slash", *"oak", "enter")
        assert "Browse · 1 of 9" in drawn(app)
        await press(pilot, "escape", "space", "down", "space", "x")
        assert "2 rows" in drawn(app)
        app.screen.query_one(ReadingInput).value = str(tmp_path / "out")
        await press(pilot, "enter")
        await settle(pilot)
        assert "2 orders written" in drawn(app)
        await press(pilot, "tab", "down", "enter")
        assert "✔" in drawn(app)
    rows = (tmp_path / "out" / "orders.csv").read_text("utf-8").splitlines()
    assert len(rows) == 3


async def test_keys_can_be_given_others() -> None:
    """A key of the configuration takes the place of the usual one, in the footer too."""
    store, pages = sample()
    app = ReviewApp(ReviewSession(store, "ann"), pages, ReviewSettings(keys={"illegible": "f9"}))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "f3")
        assert store.log == []
        await press(pilot, "f9")
        assert [each.action for each in store.log] == [Action.ILLEGIBLE]
        assert "f9 Illegible" in drawn(app)


async def test_what_is_said_names_the_keys_that_the_person_has() -> None:
    """Help and hints name the key of the configuration, not the one that it took the place of."""
    store, pages = sample()
    keys = {"same": "y", "cause_3": "v", "illegible": "f9"}
    app = ReviewApp(ReviewSession(store, "ann"), pages, ReviewSettings(keys=keys))
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "2", "f1")
        assert "y if both are the same order, 2 if they are two" in " ".join(drawn(app).replace("│", " ").split())
        await press(pilot, "escape", "escape", "3")
        assert "2 never issued   v void" in drawn(app)
        await press(pilot, "v", "enter")
        assert [each.reason for each in store.log] == ["void"]


@pytest.mark.parametrize(
    "screen",
    [*SCREENS.values(), BrowseScreen, FormsScreen, GroupScreen, HomeScreen],
    ids=lambda screen: screen.__name__,
)
def test_every_key_that_a_help_names_is_one_of_its_screen(screen: type[WorkScreen]) -> None:
    """A placeholder that stands for no key would bring the help down."""
    names = {each.id for each in screen.BINDINGS if isinstance(each, Binding)}
    assert {name for _, name, _, _ in Formatter().parse(screen.HELP) if name} <= names


async def test_the_second_look_says_what_the_sample_says() -> None:
    """Right and wrong ones are counted, and the interval with them."""
    app, store, _ = desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "6", "a", "e", *"x", "enter")
        assert [each.stage for each in store.log][:1] == ["sample"]
        assert "of 21 looked at" in drawn(app)
        await press(pilot, "r")
        assert "Error rates" in drawn(app)


def test_without_a_screen_everything_can_be_said() -> None:
    """Line by line: a field, a pair, a gap, a finding, the undo; what is refused says why."""
    store, _ = sample()
    lines = iter(
        ["1", "", "$138.50", ":i", ":b", "2", "1", ":u", "3", "x", ":b", "3", "1 see log", "5", "y", "zzz", ":q"]
    )
    said: list[str] = []
    PlainReview(
        ReviewSession(store, "ann", Ticking()), lambda prompt: said.append(prompt) or next(lines), said.append
    ).run()
    text = "\n".join(said)
    assert "Not kept" in text and "Taken back" in text and "Not understood" in text
    assert [(each.action, each.after or each.reason) for each in store.log] == [
        (Action.CORRECT, "138.50"),
        (Action.ILLEGIBLE, ""),
        (Action.ACCEPT, ""),
        (Action.UNDO, ""),
        (Action.UNSURE, ""),
        (Action.ACCEPT, "stuck pages: rescan; see log"),
        (Action.ACCEPT, ""),
    ]
    assert all(line.isprintable() for line in said)


def test_without_a_screen_the_record_is_heard_and_no_candidate_is_taken() -> None:
    """:r tells the linked record's value, only when it is asked for; n says that no candidate is the order."""
    store, _ = sample()
    said: list[str] = []
    lines = iter(["1", *[":r", ":l"] * 3, ":b", "2", "n", ":q"])
    PlainReview(
        ReviewSession(store, "ann", Ticking()), lambda prompt: said.append(prompt) or next(lines), said.append
    ).run()
    heard = [line for line in said if line.startswith(("Record ", "No record "))]
    assert sorted(heard) == ["No record is linked."] * 2 + ["Record 104512 of cmms says WO-104512."]
    assert [each.action for each in store.log] == [Action.DISMISS]


def test_without_a_screen_the_second_look_says_why_and_the_score_comes_after() -> None:
    """What the sample says, why each item is here and who said what before; a pair's score when it is judged."""
    store, _ = sample()
    said: list[str] = []
    lines = iter(["1", ":i", ":b", "2", "1", ":b", "6", "", ":q"])
    PlainReview(
        ReviewSession(store, "ann", Ticking()), lambda prompt: said.append(prompt) or next(lines), said.append
    ).run()
    text = "\n".join(said)
    assert "The score said 62% the same." in text.split("Saved: signs-2019:2", 1)[1]
    assert "62%" not in text.split("Saved: signs-2019:2", 1)[0]
    second = text.split("Second look. For a supervisor", 1)[1]
    assert "Sample: 21 drawn by lot" in second
    assert "Somebody could not read it.\nTotal cost" in second
    assert "ann: " in second


class Canvas(Widget):
    """Stands for a terminal's graphics."""

    image: object = None


async def test_a_key_goes_from_graphics_to_cells_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the terminal has graphics they show the strip; F7 is for terminals that only say so."""
    monkeypatch.setattr("tui.app.drawings", lambda _: (Drawing("sixel", Canvas), CELLS))
    app, _, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1")
        canvas = app.screen.query_one(Canvas)
        assert canvas.display and canvas.image is not None
        first = canvas.image
        await press(pilot, "f7")
        assert not canvas.display and "▀" in drawn(app) and "drawn as cells" in drawn(app)
        await press(pilot, "f7", "f4")
        assert canvas.display and canvas.image is not first


def test_graphics_show_of_a_page_its_head_alone() -> None:
    """A whole page in the room over the box could not be read."""
    _, pages = sample()
    page = pages.strip("signs-2019", 1, None)
    assert page is not None
    head = picture_of(page, Place("head", "signs-2019", 1))
    assert 1000 < head.width <= page.shape[1]
    assert 0.25 < head.height / head.width < 0.45


def test_graphics_are_asked_for_only_where_they_may_be() -> None:
    """Cells and no pictures ask for nothing; graphics without the extra say how to get it."""
    assert drawings("blocks") == drawings("off") == (CELLS,)
    if find_spec("textual_image") is None:
        assert drawings("auto") == (CELLS,)
        with pytest.raises(MissingTool, match="textual-image"):
            drawings("sixel")
    else:
        assert [each.name for each in drawings("sixel")] == ["sixel", "cells", "kitty"]
        assert [each.name for each in drawings("kitty")] == ["kitty", "cells", "sixel"]


@pytest.mark.parametrize(
    ("answers", "way"),
    [
        (b"\x1b[?62;c\x1b_Gi=31;OK\x1b\\\x1b[1;1R", "kitty"),
        (b"\x1b[?63;1;4;22c\x1b[24;1R", "sixel"),
        (b"\x1b[?64;14;24c\x1b_Gi=31;ENOTSUPPORTED\x1b\\\x1b[1;1R", "cells"),
        (b"", "cells"),
    ],
)
def test_a_terminal_that_answers_late_is_heard(answers: bytes, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes after the asker has gone names the way all the same, and none of it is left to be taken for keys."""
    master, slave = os.openpty()
    with os.fdopen(slave, "rb", buffering=0, closefd=False) as keys, os.fdopen(slave, "w", closefd=False) as screen:
        monkeypatch.setattr("sys.__stdin__", keys)
        monkeypatch.setattr("sys.__stdout__", screen)
        monkeypatch.setattr("tui.widgets.graphics.PATIENCE", 5.0 if answers else 0.05)
        terminal = Timer(0.2, os.write, (master, answers))
        terminal.start()
        assert told(late_answers()) == way
        terminal.join()
        assert os.read(master, 16) == b"\x1b[6n"
        assert not select([slave], [], [], 0.0)[0]
    os.close(slave)
    os.close(master)


async def test_what_the_terminal_cannot_say_is_found_with_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the terminal says no to graphics that it has, F7 goes through them and comes back to cells."""
    monkeypatch.setattr("tui.app.drawings", lambda _: (CELLS, Drawing("sixel", Canvas), Drawing("kitty", Canvas)))
    app, _, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1")
        sixel, kitty = app.screen.query(Canvas)
        shown = []
        for _ in range(4):
            shown.append((sixel.display, kitty.display))
            await press(pilot, "f7")
        assert shown == [(False, False), (True, False), (False, True), (False, False)]


async def test_no_pictures_are_shown_where_none_are_wanted() -> None:
    """`images = "off"` never opens a scan."""
    store, pages = sample()
    app = ReviewApp(ReviewSession(store, "ann"), pages, ReviewSettings(images="off"))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "f6")
        assert pages.asked == []


async def test_help_has_a_key_where_function_keys_are_taken() -> None:
    """ctrl+/ comes as one of two names, by the terminal's age."""
    for key in ("ctrl+underscore", "ctrl+slash"):
        app, _, _ = desk()
        async with app.run_test(size=(100, 40)) as pilot:
            await press(pilot, "1", key)
            assert "F1 ctrl+/  Help" in drawn(app)


async def test_every_error_rate_can_be_seen() -> None:
    """More rows than fit are scrolled to, not left out."""
    store, pages = sample()
    session = ReviewSession(store, "ann", Ticking())
    many = tuple(Rate(f"form {at:02}", "engine", "total_cost", 9, 1) for at in range(60))
    session.rates = lambda: many  # type: ignore[method-assign]
    app = ReviewApp(session, pages)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "6", "r")
        assert "form 00" in drawn(app) and "form 59" not in drawn(app) and "Esc goes back" in drawn(app)
        await press(pilot, "end")
        assert "form 59" in drawn(app)


async def test_help_can_be_searched_and_does_what_was_found() -> None:
    """A few letters leave what is called so; Enter does it on the screen below."""
    app, store, _ = desk()
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "1", "f1", *"illeg")
        text = drawn(app)
        assert "F3 ctrl+t  Illegible" in text and "Whole page" not in text
        await press(pilot, "enter")
        assert [each.action for each in store.log] == [Action.ILLEGIBLE]
        await press(pilot, "f1", *"zzz", "enter")
        assert len(store.log) == 1


@pytest.mark.parametrize(("queue", "gone"), [("1", "Illegible"), ("2", "Different"), ("3", "Void"), ("5", "It is so")])
async def test_what_has_nothing_to_be_done_with_is_not_in_the_help(queue: str, gone: str) -> None:
    """With the last item its keys leave the help and stand grey in the foot; undo brings both back."""
    app, _, _ = desk()
    done = {"1": ["f3"], "2": ["2"], "3": ["5", "enter"], "5": ["d"]}[queue]
    async with app.run_test(size=(100, 50)) as pilot:
        await press(pilot, queue, "f1")
        assert gone in drawn(app)
        await press(pilot, "escape", *done * 4, "f1")
        assert gone not in drawn(app)
        await press(pilot, "escape", "ctrl+z", "f1")
        assert gone in drawn(app)


async def test_what_is_not_to_be_had_now_is_not_in_the_help() -> None:
    """Who keys blind is offered no record; where no other record could be it, none is offered."""
    app, _, _ = desk()
    async with app.run_test(size=(100, 50)) as pilot:
        await press(pilot, "1", "f1")
        assert "What the digital record says" in drawn(app)
        await press(pilot, "escape", "f2", "f1")
        assert "What the digital record says" not in drawn(app)
        await press(pilot, "escape", "escape", "escape", "2", "f1")
        assert "Show the score" in drawn(app)
        assert "The next candidate" not in drawn(app)
        assert "The score of the pair" not in drawn(app)


async def test_the_palette_does_what_the_screen_can_do() -> None:
    """Every key of the screen is a command as well."""
    app, store, _ = desk()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "1", "ctrl+p", *"illegible")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        await settle(pilot)
        assert [each.action for each in store.log] == [Action.ILLEGIBLE]


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch) -> Callable[[Store], Store]:
    """Opens the store anew where nothing may be written."""

    def again(store: Store) -> Store:
        file = store._engine.url.database
        store.close()
        for module in ("connect", "store"):
            monkeypatch.setattr(f"records.store.{module}.may_only_look", lambda _: True)
        return Store.open(str(file))

    return again


async def test_a_store_that_may_not_be_written_is_looked_at(shut: Callable[[Store], Store]) -> None:
    """The queues say so, each item is shown, and each key that decides says why it cannot."""
    store, pages = sample()
    ReviewSession(store, "ann")  # lays the queues out
    with shut(store) as looked:
        app = ReviewApp(ReviewSession(looked, "ann"), pages)
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            assert "The store is read-only: you can look, and decide nothing." in drawn(app)
            for queue, keys in {"1": ["f3"], "2": ["1"], "3": ["5", "enter"], "5": ["a", "l"], "6": ["a"]}.items():
                await press(pilot, queue)
                before = app.screen.item  # type: ignore[attr-defined]
                for key in keys:
                    await press(pilot, key)
                assert "the right to write" in " ".join(drawn(app).split())
                assert app.screen.item == before  # type: ignore[attr-defined]
                await press(pilot, "escape")
        assert looked.decisions() == ()


async def test_queues_that_cannot_be_laid_out_are_said_to_be_old(shut: Callable[[Store], Store]) -> None:
    """Where nobody opened the review since the run, nothing is said to be decided."""
    store, pages = sample()
    with shut(store) as looked:
        app = ReviewApp(ReviewSession(looked, "ann"), pages)
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            assert "from before the last run" in drawn(app)
            assert "Everything is decided" not in drawn(app)
