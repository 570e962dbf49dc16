"""Reads an exported dataset back as pandas data frames, each column in the type that the package declares.

    from records.exports import read_frames
    orders = read_frames("results")["orders"]

Left to itself, pandas makes 412 of the order number 00412 and a missing value of a street called NA.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.errors import BadInput

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = "datapackage.json"
_TYPES: Mapping[str, str] = {"number": "Float64", "integer": "Int64", "boolean": "boolean"}
"""The pandas type of a Table Schema type; any other is text."""


def read_frames(folder: str | Path) -> dict[str, pd.DataFrame]:
    """The CSV tables of an export by name: text as `string`, dates as `datetime64`, figures nullable.

    Raises:
        BadInput: the folder holds no dataset.
    """
    path = Path(folder) / PACKAGE
    if not path.exists():
        raise BadInput(f"{folder}: there is no {PACKAGE} here.", "Give the folder that `backfile run --out` wrote.")
    package = json.loads(path.read_text(encoding="utf-8"))
    return {part["name"]: _frame(path.parent, part) for part in package["resources"] if part.get("format") == "csv"}


def _frame(folder: Path, part: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    fields = {field["name"]: field["type"] for field in part["schema"]["fields"]}
    frame = pd.read_csv(folder / part["path"], dtype="string", keep_default_na=False, na_values=[""], encoding="utf-8")
    for name, kind in fields.items():
        if kind == "date":
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
        elif kind in _TYPES:
            frame[name] = (
                pd.to_numeric(frame[name]).astype(_TYPES[kind]) if kind != "boolean" else frame[name] == "true"
            )
    return frame
