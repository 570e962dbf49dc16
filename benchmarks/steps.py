"""Where the time of reading a page goes: processor time a page, by step.

    python -m benchmarks.steps [SCANS] [--pages 12]

SCANS (default: fixtures/sample/binders) are read in this process, so many pages spread evenly. A step's time is
its own, without that of the steps that it calls; programs that it runs and waits for (Tesseract) are counted with it.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

DOORS = ("open_sheet", "read_sheet", "read_zones")
"""The verbs of `ocr` that digitizing calls."""
INSIDE = {"ocr.sheet": ("decode", "quarter_turns", "_reading_copy", "_facts"), "ocr.upright": ("skew_of", "turned")}
"""What opening a page consists of, by module; a name that is no longer there is left out."""
ENGINE_DOORS = ("read_page", "read_zones")
REST = "digitize (labels, tables, fields, values)"
SAMPLE = Path(__file__).parents[1] / "fixtures" / "sample" / "binders"


@dataclass(slots=True)
class Stopwatch:
    """Processor seconds by step; what a step inside another takes is the inner one's alone."""

    clock: Callable[[], float]
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    calls: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    inner: list[float] = field(default_factory=list)
    """For each step that runs now, outermost first, what the steps inside it took."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Times what runs inside."""
        self.inner.append(0.0)
        start = self.clock()
        try:
            yield
        finally:
            took = self.clock() - start
            self.seconds[name] += took - self.inner.pop()
            self.calls[name] += 1
            if self.inner:
                self.inner[-1] += took

    def watched(self, name: str, function: Callable[P, R]) -> Callable[P, R]:
        """The function, timed."""

        @functools.wraps(function)
        def timed(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.step(name):
                return function(*args, **kwargs)

        return timed


def cpu_seconds() -> float:
    """Processor time of this process and of the children that it waited for."""
    return sum(os.times()[:4])


def watch(stopwatch: Stopwatch) -> None:
    """Puts a stopwatch at the doors of the OCR room and of its engines, for as long as this process lives."""
    from ocr.engines import ENGINES

    _watch_module(stopwatch, "ocr", DOORS, "ocr.")
    for inside, names in INSIDE.items():
        _watch_module(stopwatch, inside, names, f"{inside}.")
    for name in (name for name in ENGINES if name != "null"):
        _watch_module(stopwatch, ENGINES[name], ENGINE_DOORS, f"{name} ")


def _watch_module(stopwatch: Stopwatch, module_name: str, functions: Sequence[str], prefix: str) -> None:
    module = import_module(module_name)
    for name in (name for name in functions if hasattr(module, name)):
        setattr(module, name, stopwatch.watched(prefix + name, getattr(module, name)))


def spread(count: int, wanted: int) -> list[int]:
    """So many places of so many, evenly spread, the first among them."""
    return sorted({place * count // wanted for place in range(wanted)}) if count > wanted else list(range(count))


def measure(scans: Path, wanted: int, stopwatch: Stopwatch) -> list[str]:
    """Reads pages and says which could be read. The first page is read once before, so that models are loaded."""
    import hashlib

    import digitize
    import ocr
    from records.errors import BadInput

    def count(path: Path) -> digitize.ScanFile:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return digitize.ScanFile(path, digest, ocr.count_pages(path, settings.reading))

    settings = digitize.DigitizeSettings()
    images = [image for binder in digitize.find_binders([scans]) for image in digitize.list_pages(binder, count)]
    digitize.digitize_page(images[0], settings)
    watch(stopwatch)
    read = []
    for image in (images[place] for place in spread(len(images), wanted)):
        try:
            with stopwatch.step(REST):
                digitize.digitize_page(image, settings)
        except BadInput:
            continue
        read.append(f"{image.binder}:{image.number}")
    return read


def table(stopwatch: Stopwatch, pages: int) -> Iterator[str]:
    """Milliseconds a page by step, the longest first."""
    yield f"{'step':44} {'ms/page':>8} {'share':>7} {'calls/page':>11}"
    whole = sum(stopwatch.seconds.values())
    for name, seconds in sorted(stopwatch.seconds.items(), key=lambda item: -item[1]):
        a_page = stopwatch.calls[name] / pages
        yield f"{name:44} {1000 * seconds / pages:8.0f} {seconds / whole:7.1%} {a_page:11.1f}"
    yield f"{'all':44} {1000 * whole / pages:8.0f} {1:7.1%}"


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scans", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--out", type=Path, default=Path("bench-out"))
    given = parser.parse_args(arguments)
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    stopwatch = Stopwatch(cpu_seconds)
    read = measure(given.scans, given.pages, stopwatch)
    print(f"{len(read)} pages: {' '.join(read)}")
    print("\n".join(table(stopwatch, max(len(read), 1))))
    write(stopwatch, max(len(read), 1), given.out)


def write(stopwatch: Stopwatch, pages: int, folder: Path) -> Path:
    """Writes `steps.json`: CPU milliseconds a page by step."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = {name: round(1000 * seconds / pages, 1) for name, seconds in sorted(stopwatch.seconds.items())}
    path = folder / "steps.json"
    path.write_text(json.dumps({"pages": pages, "cpu_ms_per_page": figures}, indent=2) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
