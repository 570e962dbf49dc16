"""Cuts places out of the scans for the review screens."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from records.errors import BackfileError
from records.geometry import Box
from records.store import Store


class StorePictures:
    """The pictures of a workspace's pages, from the scans as they lie now."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def strip(self, binder: str, page: int, box: Box | None) -> NDArray[np.uint8] | None:
        """The place in grey, upright and straight; the whole page without a box; None where the scan is gone."""
        with self._store.glancing() as desk:
            entry = desk.page(binder, page)
        if entry is None or entry.frame is None:
            return None
        # The engines take a second to load: the first item is on the screen by then, its picture follows.
        import ocr
        from backfile.outputs import image_of

        whole = Box(0, 0, entry.frame.width, entry.frame.height)
        try:
            return ocr.cut(image_of(entry), entry.frame, box or whole)
        except BackfileError:  # the scan was moved or changed: the screen says that there is no picture
            return None
