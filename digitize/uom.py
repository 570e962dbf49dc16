"""What goods are counted in, as buyers abbreviate it: EA, LF, TON.

The units of measure of purchasing are few and known (ANSI X12, data element 355; UN/ECE Recommendation 20), so that a
hand's "HAX" competes with GAL though the binder has it nowhere else.
"""

from __future__ import annotations

from digitize.lexicon import Lexicon, learn_lexicon

UNIT = "item.unit"
"""The name of the lines' units in the lexicons."""
_GOODS = """
EA EACH PC PCS PR PAIR SET ST DZ DOZ BX BOX CS CASE CT CTN CR PK PKG PAD BAG SACK RL ROLL RM REAM PL PLT SHT SHEET TUBE
CAN DRUM PAIL BTL JAR KIT BDL SPOOL COIL LOT LS JOB UNIT LOAD TRIP FT LF SF SY CY CF YD YDS IN MI MILE ACRE SQFT CUYD BF
MBF GAL QT PT OZ LB LBS KG CWT TON TONS HR HRS HOUR HOURS DAY DAYS WK MO KM MM CM
"""
_USUAL = tuple(_GOODS.split())
_TIMES = 2.0
"""Times that each counts as known: as one that two of a list's records have."""
USUAL_UNITS: Lexicon = learn_lexicon((UNIT, unit, _TIMES) for unit in _USUAL)


def units_written_as(known: Lexicon) -> tuple[str, ...]:
    """The usual units in capitals, or in small letters where most of a binder's units are."""
    counts = known.values_of(UNIT)
    small = sum(count for unit, count in counts.items() if unit.islower())
    return _USUAL if 2 * small <= sum(counts.values()) else tuple(unit.lower() for unit in _USUAL)


def may_be_unit(value: str) -> bool:
    """Whether something may be a unit: figures alone count none."""
    return any(map(str.isalpha, value))
