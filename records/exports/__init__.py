"""The dataset that an analyst takes away, in every format, with the data package that describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.doors import door

if TYPE_CHECKING:
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
_HOMES = {
    "ExportFormat": "options",
    "ExportOptions": "options",
    "Leaf": "leaves",
    "export_dataset": "export",
    "guarded": "cells",
    "read_frames": "frames",
    "rescan_lines": "places",
    "visible": "cells",
    "write_alto": "alto",
    "write_searchable": "searchable",
}
__getattr__ = door(__name__, _HOMES)
"""To guard a cell takes no PDF, which is 0.15 s."""
