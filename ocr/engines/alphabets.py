"""Which characters can stand in a value of each type: what cannot stand there is not read there."""

from __future__ import annotations

import string
from collections.abc import Mapping
from types import MappingProxyType

from records.fields import FieldType

_DIGITS = string.digits
_LETTERS = string.ascii_letters
_ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåçèéêëìíîïñòóôõöøùúûüýÿ"
LATIN = _LETTERS + _DIGITS + string.punctuation + " " + _ACCENTED + "°½¼¾£€§×±’‘“”–—•¢©®"
"""All that is looked for on a page: the model also knows 18,000 Chinese characters, which no order here has."""

ALPHABETS: Mapping[FieldType, str] = MappingProxyType(
    {
        FieldType.MONEY: _DIGITS + "$.,-()/ ",
        FieldType.HOURS: _DIGITS + ".,:/½¼¾ hHrRsSmMiInN",
        FieldType.NUMBER: _DIGITS + ".,-/½¼¾# ",
        FieldType.DATE: _DIGITS + "/-.,' " + _LETTERS,
        FieldType.PHONE: _DIGITS + "()-./+ xXeEtT",
        FieldType.IDENTIFIER: _DIGITS + _LETTERS + "-/#.&_ ",
    }
)
"""By type; types that are not named may hold any of `LATIN`."""


def alphabet(type: FieldType) -> str:  # noqa: A002
    """The characters that a value of this type may hold."""
    return ALPHABETS.get(type, LATIN)
