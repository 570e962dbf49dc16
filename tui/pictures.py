"""Where the screens get the picture of a place on a page from."""

from __future__ import annotations

from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from records.geometry import Box

Picture: TypeAlias = NDArray[np.uint8]
"""A grey picture, rows by columns, 0 black to 255 white."""


class Pictures(Protocol):
    """Cuts places out of scanned pages; the command wires it to the room that knows page images."""

    def strip(self, binder: str, page: int, box: Box | None) -> Picture | None:
        """The place in grey, upright and straight, at 200 dots to the inch; the whole page where there is no box.

        None where the page cannot be shown any more. Called from one thread at a time, never the screen's own.
        """


class NoPictures:
    """For a workspace whose scans are elsewhere: every screen works, and says that there is no picture."""

    def strip(self, binder: str, page: int, box: Box | None) -> Picture | None:  # noqa: ARG002
        """None: there are no pictures."""
        return None
