"""A page image in, words out: the one room that knows pixels and engines."""

from ocr.across import words_across
from ocr.arrays import Grey, level
from ocr.barcodes import read_codes
from ocr.cut import cut, thumbnail
from ocr.decode import count_pages
from ocr.doctor import doctor, engine_versions
from ocr.engines.ctc import IMPOSSIBLE
from ocr.fractions import FRACTIONED, SIGNS, Fraction
from ocr.layer import said_in
from ocr.lookalikes import Likeness
from ocr.marked import marked
from ocr.notes import notes_on
from ocr.overlaid import cleared
from ocr.printed import (
    Stray,
    as_printed,
    common_print,
    form_sheet,
    pack,
    print_found,
    print_in,
    print_shown,
    refined,
    ruled_as,
    stray,
    tick_share,
    unpack,
    without_words,
)
from ocr.quality import fingerprint_columns
from ocr.read import MIRRORED, read_page, read_sheet, read_zones, read_zones_of
from ocr.registration import (
    PERHAPS,
    Affine,
    Landmarks,
    Placement,
    as_form,
    form_to_page,
    landmarks,
    landmarks_in,
    place,
)
from ocr.relations import print_more
from ocr.settings import ReadSettings
from ocr.sheet import Pose, Sheet, open_sheet
from ocr.stamps import StampReading, read_stamps
from ocr.struck import lines_on
from ocr.trace import Trace, readings, score, shortfalls
from ocr.twins import twins
from ocr.zones import EngineReading, Zone, ZoneReading

__all__ = [
    "FRACTIONED",
    "IMPOSSIBLE",
    "MIRRORED",
    "PERHAPS",
    "SIGNS",
    "Affine",
    "EngineReading",
    "Fraction",
    "Grey",
    "Landmarks",
    "Likeness",
    "Placement",
    "Pose",
    "ReadSettings",
    "Sheet",
    "StampReading",
    "Stray",
    "Trace",
    "Zone",
    "ZoneReading",
    "as_form",
    "as_printed",
    "cleared",
    "common_print",
    "count_pages",
    "cut",
    "doctor",
    "engine_versions",
    "fingerprint_columns",
    "form_sheet",
    "form_to_page",
    "landmarks",
    "landmarks_in",
    "level",
    "lines_on",
    "marked",
    "notes_on",
    "open_sheet",
    "pack",
    "place",
    "print_found",
    "print_in",
    "print_more",
    "print_shown",
    "read_codes",
    "read_page",
    "read_sheet",
    "read_stamps",
    "read_zones",
    "read_zones_of",
    "readings",
    "refined",
    "ruled_as",
    "said_in",
    "score",
    "shortfalls",
    "stray",
    "thumbnail",
    "tick_share",
    "twins",
    "unpack",
    "without_words",
    "words_across",
]
