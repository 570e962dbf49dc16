"""Home: what waits, how far it is, how fast it goes."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from matching.review_queue import Queue, by_kind
from tui.phrases import QUEUE_NAMES, QUEUE_TASKS, kind_name
from tui.screens.work import WorkScreen
from tui.words import Words, lines, words

BAR = 20
MOST_COUNTED = 20_000
"""Items that are counted by kind: beyond that it would take longer than anyone reads."""


class HomeScreen(WorkScreen, inherit_bindings=False):
    """The queues."""

    AUTO_FOCUS = "OptionList"
    HELP = "Choose a queue with the arrows and Enter, or with its digit. Everything you decide is saved at once."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="open"),
        Binding("1", "open('fields')", "Fields", id="fields"),
        Binding("2", "open('findings')", "Findings", id="findings"),
        Binding("3", "open('matches')", "Matches", id="matches"),
        Binding("u,ctrl+z", "undo", "Undo", id="undo", show=False),
        Binding("question_mark,f1", "app.keys", "Help", id="help"),
        Binding("q", "app.quit", "Quit", id="quit"),
    ]

    class Open(Message):
        """A queue was chosen."""

        def __init__(self, queue: Queue) -> None:
            super().__init__()
            self.queue = queue

    def body(self) -> ComposeResult:
        """A greeting, the queues, what is in them."""
        yield Words(id="greeting")
        yield OptionList(*(Option(self._prompt(n, queue), id=queue) for n, queue in enumerate(Queue, 1)), markup=False)
        yield Words(id="kinds")

    def _prompt(self, digit: int, queue: Queue) -> Content:
        progress = self.session.progress(queue)
        total = progress.done + progress.left
        full = round(BAR * progress.done / total) if total else BAR
        first = words(
            (f" {digit}  ", "bold $primary"),
            (f"{QUEUE_NAMES[queue]:<18}", "bold"),
            (f"{progress.left:>9,} left ", ""),
            ("█" * full, "$primary"),
            ("░" * (BAR - full), "$muted"),
            (f"  {progress.done:,} done", "$muted"),
        )
        return lines(first, words((f"    {QUEUE_TASKS[queue]}", "$muted")))

    def renew(self) -> None:
        """Count anew."""
        self.title_is("")
        left = self.session.progress().left
        greeting = "Everything is decided." if not left else f"{left:,} item{'' if left == 1 else 's'} for a person."
        self.query_one("#greeting", Words).say(("Review  ", "bold"), greeting)
        options = self.query_one(OptionList)
        for digit, queue in enumerate(Queue, 1):
            options.replace_option_prompt(queue, self._prompt(digit, queue))
        self._count_kinds()

    def _count_kinds(self) -> None:
        counts = by_kind(self.session.page(Queue.FINDINGS, 0, MOST_COUNTED))
        rows = [words((f"{count:>7,}  ", "bold"), kind_name(kind)) for kind, count in counts.items()]
        head = [words(("What was found", "bold $muted"))] if rows else []
        self.query_one("#kinds", Words).say_lines(*head, *rows)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.action_open(str(event.option_id))

    def action_choose(self) -> None:
        """Open the queue under the cursor."""
        self.query_one(OptionList).action_select()

    def action_open(self, queue: str) -> None:
        """Open a queue."""
        self.post_message(self.Open(Queue(queue)))
