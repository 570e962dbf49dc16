"""Browse: every order and record, narrowed down by words and by facets; what is marked can be written as files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from matching.review_browse import FACETS, BrowseRow, Catalogue, catalogue_of, counts, selection
from matching.review_evidence import Place
from records.dataset import Dataset
from records.errors import BackfileError
from tui.desk import Desk
from tui.screens.page import PageScreen
from tui.screens.reason import ReasonScreen
from tui.screens.work import HELP_KEY, QUIT_KEY, WorkScreen
from tui.widgets.reading_input import ReadingInput
from tui.widgets.row_list import RowList
from tui.widgets.sides_view import fit
from tui.words import words

MOST = 8
"""Values of a facet that are listed."""


class BrowseScreen(WorkScreen, inherit_bindings=False):
    """A list, facets beside it, a line to filter."""

    AUTO_FOCUS = "RowList"
    HELP = (
        "{filter} and words: only what holds all of them is left; -word leaves out. {facets} goes to the facets; "
        "Enter there narrows down, and once more widens. {mark} marks, {export} writes the marked rows (or all that "
        "are left) as files."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", id="filter"),
        Binding("space", "mark", "Mark", id="mark"),
        Binding("p,f6", "page", "Page", id="page"),
        Binding("x", "export", "Export", id="export"),
        Binding("tab", "facets", "Facets", id="facets"),
        HELP_KEY,
        Binding("escape", "back", "Widen; then home", id="back", show=False),
        QUIT_KEY,
    ]

    OF_AN_ITEM = frozenset({"mark", "page", "export"})

    class Loaded(Message):
        """The workspace is here."""

        def __init__(self, dataset: Dataset, catalogue: Catalogue) -> None:
            super().__init__()
            self.dataset = dataset
            self.catalogue = catalogue

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.dataset: Dataset | None = None
        self.catalogue = Catalogue(())
        self.chosen: dict[str, str] = {}
        self.rows: tuple[BrowseRow, ...] = ()

    @property
    def has_item(self) -> bool:
        """Whether any row is left."""
        return bool(self.rows)

    def body(self) -> ComposeResult:
        """Filter line, facets, rows."""
        line = ReadingInput(id="filter")
        line.placeholder = "/ to filter: words that the order holds, -word for what it must not"
        yield line
        with Horizontal(id="listed"):
            yield OptionList(id="facets", markup=False)
            with Vertical(id="rows"):
                yield RowList()

    def on_mount(self) -> None:
        """Fetch the workspace beside the screen: ten thousand orders take a second."""
        self.said("·", "Fetching the orders …")
        self.run_worker(self._load, thread=True, exclusive=True)

    def _load(self) -> None:
        dataset = self.session.dataset()
        self.post_message(self.Loaded(dataset, catalogue_of(dataset)))

    def on_browse_screen_loaded(self, message: Loaded) -> None:
        """Show it."""
        self.dataset, self.catalogue = message.dataset, message.catalogue
        self.said()
        self.narrow()

    def renew(self) -> None:
        """The head line; the rows are of the moment when they were fetched."""
        marked = len(self.query_one(RowList).marked)
        more = f" · {marked:,} marked" if marked else ""
        self.title_is(f"Browse · {len(self.rows):,} of {len(self.catalogue.rows):,}{more}")

    @on(Input.Changed, "#filter")
    def narrow(self) -> None:
        """Only what fits is left."""
        self.rows = self.catalogue.filtered(self.query_one(ReadingInput).value, self.chosen)
        self.query_one(RowList).show(self.rows)
        self._show_facets()
        self.mind_keys()
        self.renew()

    def _show_facets(self) -> None:
        facets = self.query_one("#facets", OptionList)
        here = facets.highlighted
        facets.clear_options()
        found = counts(self.rows)
        for facet in FACETS:
            values = [value for value in found[facet] if value or facet in self.chosen][:MOST]
            if values:
                facets.add_option(Option(words((facet.capitalize(), "bold $muted")), disabled=True))
            for value in values:
                mark = "✔" if self.chosen.get(facet) == value else " "
                row = words((f"{mark} {fit(value or '(none)', 20)}", ""), (f"{found[facet][value]:>7,}", "$muted"))
                facets.add_option(Option(row, id=f"{FACETS.index(facet)} {value}"))
        if here is not None and here < facets.option_count:
            facets.highlighted = here

    @on(OptionList.OptionSelected, "#facets")
    def _facet(self, event: OptionList.OptionSelected) -> None:
        place, _, value = str(event.option_id).partition(" ")
        facet = FACETS[int(place)]
        if self.chosen.get(facet) == value:
            del self.chosen[facet]
        else:
            self.chosen[facet] = value
        self.narrow()

    @on(Input.Submitted, "#filter")
    def _to_rows(self) -> None:
        self.query_one(RowList).focus()

    def action_filter(self) -> None:
        """Type words."""
        self.query_one(ReadingInput).focus()

    def action_facets(self) -> None:
        """To the facets and back."""
        facets = self.query_one("#facets", OptionList)
        away = facets.has_focus
        self.set_class(not away, "-faceted")  # on a narrow screen they stand in the place of the rows
        (self.query_one(RowList) if away else facets).focus()

    def action_mark(self) -> None:
        """Mark the row under the cursor."""
        self.query_one(RowList).mark()
        self.renew()

    def action_page(self) -> None:
        """The order's first page."""
        row = self.query_one(RowList).row
        if row is not None and row.binder:
            self.app.push_screen(PageScreen(self.desk, Place(row.number, row.binder, row.page)))

    def action_export(self) -> None:
        """Ask for a folder."""
        if self.dataset is not None and self.rows:
            chosen = self.query_one(RowList).marked or self.rows
            question = f"Write {len(chosen):,} rows into which folder? ", ("Esc goes back.", "$muted")
            self.app.push_screen(ReasonScreen(*question, text="selection"), partial(self._export, tuple(chosen)))

    def _export(self, rows: tuple[BrowseRow, ...], folder: str | None) -> None:
        if folder and self.dataset is not None:
            self.said("·", "Writing …")
            work = partial(self._write, selection(self.dataset, rows), Path(folder).expanduser())
            self.run_worker(work, thread=True, exclusive=True)

    def _write(self, dataset: Dataset, folder: Path) -> None:
        from records.exports import export_dataset

        try:
            folder.mkdir(parents=True, exist_ok=True)
            export_dataset(dataset, folder)
        except BackfileError as problem:
            self.app.call_from_thread(self.problem, problem)
        except OSError as problem:
            self.app.call_from_thread(self.said, "✘", f"{folder}: {problem.strerror}", "$error")
        else:
            self.app.call_from_thread(self.said, "✔", f"{len(dataset.orders):,} orders written to {folder}", "$success")

    def action_back(self) -> None:
        """Out of the line, then without filters, then home."""
        line = self.query_one(ReadingInput)
        if line.has_focus or self.query_one("#facets").has_focus:
            self.remove_class("-faceted")
            self.query_one(RowList).focus()
        elif line.value or self.chosen:
            self.chosen = {}
            line.value = ""
            self.narrow()
        else:
            self.action_home()
