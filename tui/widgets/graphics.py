"""The place on the page as the terminal's own graphics, sixel or kitty's, where it has them: an optional extra.

What a terminal can do is found out by asking it, which is sometimes answered wrongly: kitty before 0.28 says yes and
shows boxes, tmux says no and passes sixel on. So there is a setting, and a key that goes from each way to the next.
It is sometimes answered late: textual-image waits a tenth of a second, and what came over a slower line after that was
taken for keys, whose `?` opened the help. So the answers are waited for.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from select import select
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from textual.widget import Widget

from matching.review_evidence import Place
from records.errors import MissingTool
from tui.pictures import Picture
from tui.widgets.ink import inked
from tui.widgets.strip import flattened, trimmed

if TYPE_CHECKING:
    from PIL import Image

PATIENCE = 1.0
"""Seconds that a terminal may take to answer: a line around the world takes a third of one."""
_WHERE, _HERE = b"\x1b[6n", re.compile(rb"\x1b\[\d+;\d+R")
"""Where the cursor is: what every terminal answers, after what it was asked before."""
_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]*)c")
_SIXEL = b"4"
_KITTY = re.compile(rb"\x1b_G[^\x1b]*;OK\x1b")
HEAD = 0.4
"""Height of a page's head by the page's width: what stands over the box at full width, where it can be read."""
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
    late = told(late_answers())
    answered: dict[Any, str] = {Sixel: "sixel", Kitty: "kitty"}
    first = answered.get(Found, late) if way == "auto" else way
    known = (Drawing("sixel", SixelImage), CELLS, Drawing("kitty", TGPImage))
    return tuple(sorted(known, key=lambda drawing: (drawing.name != first, drawing is not CELLS)))


def told(answers: bytes) -> str:
    """The best way of showing pictures that a terminal's answers name: sixel, kitty, else cells."""
    if any(_SIXEL in found.split(b";") for found in _ATTRIBUTES.findall(answers)):
        return "sixel"
    return "kitty" if _KITTY.search(answers) else CELLS.name


def late_answers() -> bytes:
    """All that the terminal says until it has answered one more question; keys pressed meanwhile are lost with it."""
    if not (sys.__stdin__ and sys.__stdout__ and sys.__stdin__.isatty() and sys.__stdout__.isatty()):
        return b""
    try:
        import termios
        import tty
    except ImportError:  # Windows, whose consoles are on this machine
        return b""
    terminal = sys.__stdin__.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSANOW)
        os.write(sys.__stdout__.fileno(), _WHERE)
        return _read_until_here(terminal)
    finally:
        with suppress(termios.error):
            termios.tcsetattr(terminal, termios.TCSANOW, before)


def _read_until_here(terminal: int) -> bytes:
    said, end = b"", monotonic() + PATIENCE
    while not _HERE.search(said) and select([terminal], [], [], max(end - monotonic(), 0.0))[0]:
        said += os.read(terminal, 1024)
    return said


def picture_of(picture: Picture, place: Place) -> Image.Image:
    """The picture as graphics show it: evenly lit, what is written and no more of it; of a page its head."""
    from PIL import Image

    if place.box is None:
        flat = trimmed(flattened(picture[: round(2 * HEAD * picture.shape[1])]))
        flat = flat[: round(HEAD * flat.shape[1])]
    else:
        flat = flattened(picture)
    written = inked(flat) if place.characters and place.box is not None else None
    return Image.fromarray(np.asarray(flat if written is None else written)).convert("RGB")
