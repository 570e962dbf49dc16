"""The dataset that an analyst takes away: CSV, Parquet and the data package that describes them."""

from records.exports.export import export_dataset
from records.exports.frames import read_frames

__all__ = ["export_dataset", "read_frames"]
