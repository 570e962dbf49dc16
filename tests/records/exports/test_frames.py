"""An exported dataset as data frames."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from records.dataset import Dataset
from records.errors import BadInput
from records.exports import export_dataset, read_frames
from records.order import FieldReading, PaperOrder, ReadingStatus


def reading(name: str, value: str) -> FieldReading:
    """A sure reading."""
    return FieldReading(name, value, value, ReadingStatus.OK, 0.99, 1, None, "test")


ORDER = PaperOrder(
    "streets:1",
    "streets",
    (1,),
    tuple(
        reading(name, value)
        for name, value in (
            ("order_number", "00412"),
            ("location", "NA"),
            ("requested_on", "2019-03-07"),
            ("total_cost", "1425.00"),
        )
    ),
)


def test_values_keep_what_they_say(tmp_path: Path) -> None:
    """Leading zeros stay, a street called NA keeps its name, dates and amounts have types, the empty stays empty."""
    export_dataset(Dataset((), (ORDER,), (), (), (), (), ()), tmp_path)
    orders = read_frames(tmp_path)["orders"]
    row = orders.iloc[0]
    assert (row["order_number"], row["location"]) == ("00412", "NA")
    assert row["requested_on"] == pd.Timestamp("2019-03-07")
    assert row["total_cost"] == 1425.0
    assert pd.isna(row["labor_hours"])
    assert pd.isna(row["completed_on"])


def test_a_folder_without_a_dataset_is_named(tmp_path: Path) -> None:
    """Asking for the frames of any other folder says which folder to give."""
    with pytest.raises(BadInput, match=r"datapackage\.json"):
        read_frames(tmp_path)
