"""What `link` and `dedupe` write: their pairs or clusters, and the model that they were found by."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matching.detect import Kind
from matching.model import MatchModel
from records.exports.cells import guarded, visible

MODEL_VERSION = 1


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
    fields = []
    for comparison, chances in zip(model.comparisons, model.chances, strict=True):
        written = comparison.as_dict()
        levels = written["levels"]
        if isinstance(levels, list):
            for place, level in enumerate(levels):
                for kind, row in zip(("match", "related", "unrelated"), chances, strict=True):
                    level[kind] = round(float(row[place]), 9)
        fields.append({**written, "kind": str(kinds.get(comparison.field, ""))})
    shares = dict(zip(("match", "related", "unrelated"), (float(share) for share in model.shares), strict=True))
    text = json.dumps({"version": MODEL_VERSION, "pairs": shares, "comparisons": fields}, indent=1)
    path.write_text(text + "\n", "utf-8")
