"""Starts a review of a store as the command does, and says how long the first item took. Run by benchmarks.review."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from time import clock_gettime, perf_counter


def main() -> int:
    """Prints seconds since the process began, and since its imports were done."""
    gc.disable()
    from benchmarks.review_keys import SIZE, Scans
    from matching.review import ReviewSession
    from matching.review_queue import Queue
    from records.store import Store
    from tui import ReviewApp
    from tui.widgets.picture import PictureView

    imported = perf_counter()

    class Started(ReviewApp):
        """Goes to the fields at once, and out when the first one is drawn."""

        def on_ready(self) -> None:
            self.open(Queue.FIELDS)
            self.set_interval(0.002, self._look)

        def _look(self) -> None:
            views = self.screen.query(PictureView)
            if views and not views.first().waiting and views.first().place is not None:
                self.call_after_refresh(self._drawn)

        def _drawn(self) -> None:
            now = perf_counter()
            os.write(1, f"{_age()} {now - imported}\n".encode())  # Textual has taken stdout
            os._exit(0)

    with Store.open(Path(sys.argv[1])) as store:
        Started(ReviewSession(store, "ann"), Scans(), alone=True).run(headless=True, size=SIZE)
    return 1


def _age() -> float:
    """Seconds since this process began."""
    began = int(Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()[19])
    return clock_gettime(7) - began / os.sysconf("SC_CLK_TCK")  # 7: time since boot, as in stat


if __name__ == "__main__":
    sys.exit(main())
