"""When two values are the same."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from records.fields import CATALOGUE, ITEM_CATALOGUE, FieldType

_DECIMAL = {FieldType.MONEY, FieldType.HOURS, FieldType.NUMBER}
_TYPES = {name: field.type for name, field in (*ITEM_CATALOGUE.items(), *CATALOGUE.items())}


def bare(text: str) -> str:
    """Its letters and digits, nothing else."""
    return "".join(character for character in text.casefold() if character.isalnum())


def collapsed(text: str) -> str:
    """It without regard to case and the width of blanks."""
    return " ".join(text.casefold().split())


def same(field: str, one: str, other: str) -> bool:
    """Whether two canonical values of a field are equal: numbers as numbers, text without case and blanks' width."""
    if _TYPES.get(field) in _DECIMAL:
        return _number(one) == _number(other)
    return collapsed(one) == collapsed(other)


def alike(field: str, one: str, other: str) -> bool:
    """Whether they are equal in their letters and digits; numbers must be equal still."""
    return same(field, one, other) if _TYPES.get(field) in _DECIMAL else bare(one) == bare(other)


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
