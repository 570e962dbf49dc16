"""Home: what waits, how far each binder is, how fast it goes."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from matching.review_evidence import places
from matching.review_queue import Queue
from matching.review_reader import Progress
from records.errors import BackfileError
from records.waiting import Count, State
from tui.forms import Forms
from tui.phrases import BEHIND, FORMS_TASK, QUEUE_NAMES, QUEUE_TASKS, kind_name
from tui.screens.work import HELP_KEY, UNDO_KEY, WorkScreen
from tui.widgets.sides_view import fit
from tui.words import Words, words

NAME, BAR = 22, 20
"""Cells for the name of a queue or a binder, and for its bar."""
BROWSE, FORMS = "browse", "forms"
_LOOK_AROUND = "Look around: every order and record, filtered as you type."
KINDS = 3
"""Kinds of items named for the queue under the cursor: what fits a line."""


class QueueMenu(OptionList):
    """The queues; what Enter does stands in the footer, which Textual's own list keeps to itself."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Open", id="open")]


class HomeScreen(WorkScreen, inherit_bindings=False):
    """The queues and the binders."""

    AUTO_FOCUS = "OptionList"
    HELP = (
        "Choose a queue with the arrows and Enter, or with its digit. Everything you decide is saved at once, and "
        "nobody else is given what you have on the screen."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(digit), f"open('{queue}')", QUEUE_NAMES[queue], id=str(queue), show=False)
            for digit, queue in enumerate(Queue, 1)
        ),
        Binding("7,slash", f"open('{BROWSE}')", "Browse", id=BROWSE),
        Binding("8", f"open('{FORMS}')", "Forms", id=FORMS, show=False),
        UNDO_KEY,
        HELP_KEY,
        Binding("q", "app.quit", "Quit", id="quit"),
    ]

    class Open(Message):
        """A queue, or the browser, was chosen."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class Counted(Message):
        """The items by binder, queue and kind."""

        def __init__(self, counts: tuple[Count, ...]) -> None:
            super().__init__()
            self.counts = counts

    class FormsLoaded(Message):
        """The forms are here."""

    _counts: tuple[Count, ...] = ()

    def body(self) -> ComposeResult:
        """A greeting, the queues, what the one under the cursor is about, the binders."""
        yield Words(id="greeting")
        options = [Option(self._prompt(digit, queue), id=queue) for digit, queue in enumerate(Queue, 1)]
        browse = words((" 7  ", "bold $primary"), ("Browse", "bold"))
        options.append(Option(browse, id=BROWSE))
        if self.desk.forms is not None:
            options.append(Option(self._forms_prompt(), id=FORMS))
        yield QueueMenu(*options, markup=False)
        yield Words(id="task")
        yield Words(id="binders")

    def on_mount(self) -> None:
        """What takes longer comes when the screen is there."""
        self.call_after_refresh(self.run_worker, self._prepare, thread=True, group="beside")

    def _prepare(self) -> None:
        """The picture of the first field, with which all comes in that reads scans; then the forms."""
        with suppress(BackfileError):  # whoever opens the queue is told
            for item in self.session.coming(Queue.FIELDS, 1):
                for place in places(self.session, item):
                    self.desk.shelf.get(place)
        if self.desk.forms is not None:
            self._load_forms(self.desk.forms)

    def _load_forms(self, forms: Forms) -> None:
        try:
            forms.get()
        except BackfileError as problem:
            self.app.call_from_thread(self.problem, problem)
        else:
            self.post_message(self.FormsLoaded())

    def on_home_screen_forms_loaded(self) -> None:
        """Say how many places of forms wait."""
        self.query_one(OptionList).replace_option_prompt(FORMS, self._forms_prompt())

    def _prompt(self, digit: int, queue: Queue) -> Content:
        progress = self.session.progress(queue)
        return words(
            (f" {digit}  ", "bold $primary"),
            (f"{QUEUE_NAMES[queue]:<{NAME}}", "bold"),
            (f"{progress.left:>9,} left  ", "" if progress.left else "$muted"),
            *_bar(progress),
            (f"  {progress.done:,} done", "$muted"),
        )

    def _forms_prompt(self) -> Content:
        loaded = self.desk.forms.loaded if self.desk.forms else None
        waiting = loaded.sitting.waiting if loaded else 0
        left = f"{waiting:>9,} to confirm" if waiting else f"{'all confirmed' if loaded else '…':>20}"
        return words((" 8  ", "bold $primary"), (f"{'Forms':<{NAME}}", "bold"), (left, "" if waiting else "$muted"))

    def renew(self) -> None:
        """Count anew: a run or somebody else may have changed what waits."""
        self.session.refresh()
        self.title_is("")
        progress = self.session.progress()
        left = progress.left
        greeting = "Everything is decided." if not left else f"{left:,} item{'' if left == 1 else 's'} for a person."
        if self.session.is_behind:
            greeting = BEHIND
        sitting = f"   This sitting: {self.session.decided_now:,} decided" if self.session.decided_now else ""
        self.query_one("#greeting", Words).say(("Review  ", "bold"), greeting, (sitting, "$muted"))
        options = self.query_one(OptionList)
        for digit, queue in enumerate(Queue, 1):
            options.replace_option_prompt(queue, self._prompt(digit, queue))
        if self.desk.forms is not None:
            options.replace_option_prompt(FORMS, self._forms_prompt())
        if hindrance := self.session.hindrance:
            self.said("✘", hindrance, "$warning")
        self._explain()
        self._show_binders()
        self.run_worker(self._count, thread=True, exclusive=True, group="counts")

    def _count(self) -> None:
        self.post_message(self.Counted(self.session.counts()))

    def on_home_screen_counted(self, message: Counted) -> None:
        """Say what is in the queues, and how far the binders are."""
        self._counts = message.counts
        self._explain()
        self._show_binders()

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        """What the queue under the cursor asks, and what is in it."""
        at = self.query_one(OptionList).highlighted
        queue = list(Queue)[at] if at is not None and at < len(Queue) else None
        task = QUEUE_TASKS[queue] if queue else FORMS_TASK if at == len(Queue) + 1 else _LOOK_AROUND
        kinds = Counter[str]()
        for count in self._counts:
            if count.queue == queue and count.state is State.WAITING:
                kinds[count.kind] += count.items
        most = sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
        named = [f"{count:,} {kind_name(kind).lower()}" for kind, count in most[:KINDS] if kind != "match"]
        rest = f", {len(most) - KINDS} other kinds" if len(most) > KINDS else ""
        self.query_one("#task", Words).say_lines(
            words((task, "")), words((", ".join(named) + rest if named else "", "$muted"))
        )

    def _show_binders(self) -> None:
        found = _binders(self._counts)
        room = max(3, self.app.size.height - 17)
        # The binders with most to do; the rest are counted, not listed.
        most = sorted(found.items(), key=lambda pair: (-pair[1].left, pair[0]))
        rows = [
            words(
                (f"    {fit(name, NAME)}", ""),
                (f"{progress.left:>9,} left  ", "" if progress.left else "$muted"),
                *_bar(progress),
                (f"  {progress.done:,} done", "$muted"),
            )
            for name, progress in most[:room]
        ]
        rows += [words((f"    and {len(most) - room:,} more", "$muted"))] if len(most) > room else []
        head = [words(("Binders", "bold $muted"), ("  each is a batch", "$muted"))] if rows else []
        self.query_one("#binders", Words).say_lines(*head, *rows)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.action_open(str(event.option_id))

    def action_open(self, name: str) -> None:
        """Open a queue, the browser or the forms."""
        if name == FORMS and self.desk.forms is None:
            self.said("·", "No form was learned here: it takes four pages of one form.")
            return
        self.post_message(self.Open(name))


def _binders(counts: tuple[Count, ...]) -> dict[str, Progress]:
    """How far the first look at each binder is; what belongs to none is left out."""
    left, done = Counter[str](), Counter[str]()
    for count in counts:
        if count.binder and count.queue != Queue.SECOND:
            left[count.binder] += count.items if count.state is State.WAITING else 0
            done[count.binder] += count.items if count.state is State.DECIDED else 0
    return {name: Progress(done[name], left[name], 0, None) for name in sorted(left)}


def _bar(progress: Progress) -> tuple[tuple[str, str], ...]:
    total = progress.done + progress.left
    full = round(BAR * progress.done / total) if total else 0
    return ("█" * full, "$primary"), ("░" * (BAR - full), "$muted")
