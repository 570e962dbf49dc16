"""A page image in, words out: the one room that knows pixels and engines."""

from ocr.cut import cut, thumbnail
from ocr.decode import count_pages
from ocr.doctor import doctor, engine_versions
from ocr.engines.ctc import IMPOSSIBLE
from ocr.quality import fingerprint_columns
from ocr.read import read_page, read_sheet, read_zones
from ocr.settings import ReadSettings
from ocr.sheet import Sheet, open_sheet
from ocr.trace import Trace, readings, score
from ocr.zones import EngineReading, Zone, ZoneReading

__all__ = [
    "IMPOSSIBLE",
    "EngineReading",
    "ReadSettings",
    "Sheet",
    "Trace",
    "Zone",
    "ZoneReading",
    "count_pages",
    "cut",
    "doctor",
    "engine_versions",
    "fingerprint_columns",
    "open_sheet",
    "read_page",
    "read_sheet",
    "read_zones",
    "readings",
    "score",
    "thumbnail",
]
