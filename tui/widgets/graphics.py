"""The place on the page as the terminal's own graphics, sixel or kitty's, where it has them: an optional extra.

What a terminal can do is found out by asking it, which is sometimes answered wrongly: kitty before 0.28 says yes and
shows boxes, tmux says no and passes sixel on. So there is a setting, and a key that goes from each way to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from textual.widget import Widget

from matching.review_evidence import Place
from records.errors import MissingTool
from tui.pictures import Picture
from tui.widgets.ink import inked
from tui.widgets.strip import flattened

if TYPE_CHECKING:
    from PIL import Image

INSTALL = "pip install 'backfile[images]'"


class MakeGraphics(Protocol):
    """Makes a widget with an `image`."""

    def __call__(self, *, classes: str) -> Widget:
        """The widget."""
        ...


@dataclass(frozen=True, slots=True)
class Drawing:
    """A way of showing pictures."""

    name: str
    make: MakeGraphics | None = None
    """Makes the widget that shows them; None for cells, which need none of their own."""


CELLS = Drawing("cells")


def drawings(way: str) -> tuple[Drawing, ...]:
    """How pictures can be shown, the way to begin with first. To be asked before the screens start.

    `auto` asks the terminal; `sixel` and `kitty` believe what they are told; `blocks` and `off` never do.

    Raises:
        MissingTool: graphics were asked for, and textual-image is not installed.
    """
    if way not in {"auto", "sixel", "kitty"}:
        return (CELLS,)
    try:
        from textual_image.renderable import Image as Found
        from textual_image.renderable.sixel import Image as Sixel
        from textual_image.renderable.tgp import Image as Kitty
        from textual_image.widget import SixelImage, TGPImage
    except ImportError as error:
        if way == "auto":
            return (CELLS,)
        raise MissingTool(f"review.images is {way!r}, which needs textual-image.", INSTALL) from error
    answered: dict[Any, str] = {Sixel: "sixel", Kitty: "kitty"}
    first = answered.get(Found, CELLS.name) if way == "auto" else way
    known = (Drawing("sixel", SixelImage), CELLS, Drawing("kitty", TGPImage))
    return tuple(sorted(known, key=lambda drawing: (drawing.name != first, drawing is not CELLS)))


def picture_of(picture: Picture, place: Place) -> Image.Image:
    """The picture as graphics show it: evenly lit, what is written and no more of it."""
    from PIL import Image

    flat = flattened(picture)
    written = inked(flat) if place.characters and place.box is not None else None
    return Image.fromarray(np.asarray(flat if written is None else written)).convert("RGB")
