"""What the values of a field look like, where its printed words do not say what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from digitize.spelling import ends_well
from records.fields import Field, FieldType
from records.values import ValueContext, parse_field

_MOST = 0.8
"""Share of the values that must look alike; the others may be misread."""
_FEWEST = 3
"""Values from which anything can be told."""
_NAME = re.compile(r"[A-Z][a-z]+,? (?:[A-Z][a-z]+|[A-Z]\.?)(?: [A-Z][a-z]+)?")
_CONTEXT = ValueContext()


def _parses(kind: FieldType) -> Callable[[str], bool]:
    field = Field("", kind, "", "")
    return lambda value: parse_field(field, value, _CONTEXT).value is not None


_LOOKS: Mapping[FieldType, Callable[[str], bool]] = MappingProxyType(
    {
        FieldType.DATE: _parses(FieldType.DATE),
        FieldType.PHONE: lambda v: len(re.sub(r"\D", "", v)) in {7, 10} and not re.search(r"[A-Za-z]", v),
        FieldType.MONEY: lambda v: bool(re.fullmatch(r"\$\s?[\d,]+(?:\.\d\d)?|[\d,]+\.\d\d", v.strip())),
        FieldType.NUMBER: lambda v: bool(re.fullmatch(r"[\d,]+(?:\.\d+)?", v.strip())),
        FieldType.IDENTIFIER: lambda v: bool(re.fullmatch(r"[A-Z]{0,4}[ -]?\d[\dA-Z-]*", v.strip())),
        FieldType.ADDRESS: lambda v: bool(re.match(r"\d+[A-Z]?\s+\S", v.strip())) and ends_well(v),
        FieldType.NAME: lambda v: bool(_NAME.fullmatch(v.strip())),
    }
)
"""Asked in this order: every date is text, and every number an identifier."""


def looks_like(values: Sequence[str]) -> FieldType | None:
    """The type that most of the values have; None where they have none in common, or are too few."""
    filled = [value for value in values if value.strip()]
    if len(filled) < _FEWEST:
        return None
    return next((kind for kind, has in _LOOKS.items() if sum(map(has, filled)) >= _MOST * len(filled)), None)
