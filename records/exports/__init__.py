"""The dataset that an analyst takes away, in every format, with the data package that describes it."""

from records.exports.alto import write_alto
from records.exports.cells import guarded, visible
from records.exports.export import export_dataset
from records.exports.frames import read_frames
from records.exports.leaves import Leaf
from records.exports.options import ExportFormat, ExportOptions
from records.exports.places import rescan_lines
from records.exports.searchable import write_searchable

__all__ = [
    "ExportFormat",
    "ExportOptions",
    "Leaf",
    "export_dataset",
    "guarded",
    "read_frames",
    "rescan_lines",
    "visible",
    "write_alto",
    "write_searchable",
]
