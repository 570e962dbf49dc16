"""What every screen works with."""

from __future__ import annotations

from dataclasses import dataclass

from matching.review import ReviewSession
from tui.forms import Forms
from tui.settings import ReviewSettings
from tui.shelf import Shelf
from tui.widgets.graphics import CELLS, Drawing
from tui.widgets.strip import CELL_KINDS, QUADRANTS, CellKind


@dataclass(frozen=True, slots=True)
class Desk:
    """The session, the pictures and the settings."""

    session: ReviewSession
    shelf: Shelf
    settings: ReviewSettings
    drawings: tuple[Drawing, ...] = (CELLS,)
    """How pictures can be shown, the way to begin with first."""

    forms: Forms | None = None
    """The learned forms, where there are any."""

    @property
    def cells(self) -> CellKind:
        """How pictures are drawn."""
        return CELL_KINDS.get(self.settings.cells, QUADRANTS)
