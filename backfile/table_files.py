"""What `link` and `dedupe` write: their pairs or clusters, and the model that they were found by."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matching.detect import Kind
from matching.model import MatchModel
from matching.saved import SavedModel, read, written
from records.errors import BadInput
from records.exports import guarded, visible


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A CSV file that appears whole or not at all; cells that a spreadsheet would run are made harmless."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    unfinished.replace(path)


def safe(cell: str) -> str:
    """An id as a cell that no spreadsheet runs."""
    return guarded(visible(cell))


def write_model(path: Path, model: MatchModel, kinds: Mapping[str, Kind]) -> None:
    """The comparisons with what was learned of each level, as JSON."""
    path.write_text(written(model, kinds), "utf-8")


def read_model(path: Path | None) -> SavedModel | None:
    """The model in a file; None where none is named.

    Raises:
        BadInput: there is no such file, or no model in it.
    """
    if path is None:
        return None
    try:
        return read(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read.", "Give the model.json that link or dedupe wrote.") from error
