"""A model as it is written down, and read back to link more rows by what was learned of others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from matching.comparisons import FieldComparison
from matching.detect import Kind
from matching.model import CLOSE, EXPLAINED, MatchModel, Weights
from records.errors import BadInput

VERSION = 1
_CLASSES = ("match", "related", "unrelated", "close")
_SEEN_HERE = "crossing"
"""Compared only where a table has it: a model that was learned where there was none does not know it."""


class _Level(msgspec.Struct, frozen=True):
    label: str
    match: float
    related: float
    unrelated: float
    close: float | None = None
    """Of kin that share much at once, where there are such."""


class _Comparison(msgspec.Struct, frozen=True):
    field: str
    type: str
    levels: tuple[_Level, ...]


class SavedModel(msgspec.Struct, frozen=True):
    """What `model.json` says of the levels; the rest of it is for people."""

    version: int
    comparisons: tuple[_Comparison, ...]
    explained: float = EXPLAINED


def written(model: MatchModel, kinds: Mapping[str, Kind] | None = None) -> str:
    """The comparisons with what was learned of each level, as JSON."""
    fields = []
    for comparison, chances in zip(model.comparisons, model.chances, strict=True):
        plain = comparison.as_dict()
        levels = plain["levels"]
        if isinstance(levels, list):
            for place, level in enumerate(levels):
                level |= {kind: round(float(row[place]), 9) for kind, row in zip(_CLASSES, chances, strict=False)}
        fields.append({**plain, "kind": str((kinds or {}).get(comparison.field, ""))})
    shares = dict(zip(_CLASSES, (float(share) for share in model.shares), strict=False))
    return (
        json.dumps(
            {"version": VERSION, "pairs": shares, "explained": round(model.explained, 6), "comparisons": fields},
            indent=1,
        )
        + "\n"
    )


def read(text: str) -> SavedModel:
    """A model that was written.

    Raises:
        BadInput: it is none, or of another version of the program.
    """
    try:
        found = msgspec.json.decode(text, type=SavedModel)
    except msgspec.DecodeError as error:
        raise BadInput(f"This is no model: {error}.", "Give the model.json that link or dedupe wrote.") from error
    if found.version != VERSION:
        raise BadInput(f"This model is of version {found.version}, not {VERSION}.", "Let it be learned again.")
    return found


def chances_of(saved: SavedModel, comparisons: Sequence[FieldComparison]) -> tuple[Weights, ...]:
    """What the model knows of these comparisons' levels, a row a class.

    Raises:
        BadInput: it compares other columns, or holds them to be of another kind.
    """
    known = {(each.field, each.type): each for each in saved.comparisons}
    return tuple(_chances(known.get((each.field, each.type)), each) for each in comparisons)


def _chances(known: _Comparison | None, comparison: FieldComparison) -> Weights:
    if known is None and comparison.type == _SEEN_HERE:
        return comparison.starting
    if known is None or [level.label for level in known.levels] != [level.label for level in comparison.levels]:
        raise BadInput(
            f"The model does not know {comparison.field!r} as it is compared here.",
            "Name the columns that it was learned of with --columns, or let it be learned again.",
        )
    classes = _CLASSES if all(level.close is not None for level in known.levels) else _CLASSES[:CLOSE]
    made = np.array([[getattr(level, kind) for level in known.levels] for kind in classes])
    return np.asarray(np.maximum(made, 1e-9), dtype=np.float64)
