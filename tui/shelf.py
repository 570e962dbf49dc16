"""The pictures on their way to the screen, fetched one at a time beside it, the last few kept."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import numpy as np

from matching.review_evidence import Place
from records.errors import BackfileError
from records.geometry import Box
from tui.pictures import Picture, Pictures

ASIDE, ABOVE = 3.0, 1.8
"""Margins shown around a place at the sides, and above and below."""
FADED = 40
"""Hundredths of its darkness that ink around the place keeps."""
KEPT = 12
"""Pictures kept: the item on the screen, the next and a few to go back to; at most some 4 MB each, a page."""


class Shelf:
    """Hands out the picture of a place. Slow, so it is asked from a thread; readers of PDF want one at a time."""

    def __init__(self, pictures: Pictures, margin: float) -> None:
        self._pictures = pictures
        self._margin = margin
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, int, Box | None], Picture | str] = OrderedDict()

    def peek(self, place: Place) -> Picture | str | None:
        """The picture if it is here already; never waits."""
        return self._kept.get(self._key(place))

    def _key(self, place: Place) -> tuple[str, int, Box | None]:
        return place.binder, place.page, self._around(place)

    def _around(self, place: Place) -> Box | None:
        """The place with a margin, wider at the sides: what was read may lack its first letter."""
        if place.box is None:
            return None
        box, aside, above = place.box, ASIDE * self._margin, ABOVE * self._margin
        return Box(max(0.0, box.left - aside), max(0.0, box.top - above), box.right + aside, box.bottom + above)

    def get(self, place: Place) -> Picture | str:
        """The picture, or in words why there is none."""
        key = self._key(place)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = self._focused(self._fetch(*key), place, key[2])
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]

    def _focused(self, picture: Picture | str, place: Place, around: Box | None) -> Picture | str:
        """The picture with what stands around the place faded, so that one sees which of two lines is asked about."""
        if isinstance(picture, str) or place.box is None or around is None:
            return picture
        inner = place.box.grown(self._margin)
        left, top = max(0, round(inner.left - around.left)), max(0, round(inner.top - around.top))
        right, bottom = round(inner.right - around.left), round(inner.bottom - around.top)
        focused = np.asarray(255 - (255 - picture.astype(np.int16)) * FADED // 100, dtype=np.uint8)
        # The paper stays as grey as it is: only ink is faded.
        focused = np.maximum(picture, np.minimum(focused, round(float(np.median(picture)))))
        focused[top:bottom, left:right] = picture[top:bottom, left:right]
        return focused

    def _fetch(self, binder: str, page: int, box: Box | None) -> Picture | str:
        try:
            picture = self._pictures.strip(binder, page, box)
        except BackfileError as problem:
            return f"{problem.message} {problem.cure}".strip()
        except (OSError, ValueError) as problem:
            return f"The scan cannot be shown: {problem}"
        return "There is no picture of this page." if picture is None or 0 in picture.shape else picture
