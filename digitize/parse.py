"""Reads a value out of what an engine made of the ink.

The grammars are those of `records.values`. What an engine may have confused (O for 0, l for 1) is exchanged only inside
tokens that must be numbers, and the reading is then marked as repaired.
"""

from __future__ import annotations

import re

from records.fields import Field, FieldType
from records.order import ReadingStatus
from records.values import Parsed, ValueContext, parse_field

CONFUSED = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "Q": "0",
        "D": "0",
        "l": "1",
        "I": "1",
        "|": "1",
        "i": "1",
        "!": "1",
        "]": "1",
        "[": "1",
        "Z": "2",
        "z": "2",
        "S": "5",
        "s": "5",
        "B": "8",
        "G": "6",
        "b": "6",
        "q": "9",
        "g": "9",
        "A": "4",
        "?": "7",
    }
)
"""Glyphs that engines exchange for digits, by how they look."""

NUMERIC = frozenset({FieldType.DATE, FieldType.MONEY, FieldType.HOURS, FieldType.NUMBER, FieldType.PHONE})
"""Types whose tokens must be numbers."""

COUNTED = frozenset({FieldType.HOURS, FieldType.MONEY, FieldType.NUMBER})
"""What is written in figures alone, one of them often."""

NUMBER_WORD = r"\s*(?:no\b\.?|number\b|nbr\b\.?)?\s*:?\s*#?\s*"
PAGE_OF = re.compile(
    rf"\b(?:page|pg|sheet|p)\b\.?{NUMBER_WORD}([0-9OIl]{{1,3}})\s*(?:of|0f|/|\\)\s*([0-9OIl]{{1,3}})\b", re.IGNORECASE
)
"""Which page of how many: it numbers a page, and is the value of no field."""
_EDGES = " \t_|~—–=*'\"`‘’“”,;:/\\"


_APART = re.compile(r"(?:[^\W_] ){3,}[^\W_]")


def _together(text: str, field: Field) -> str:
    """A number without the room between its characters: boxes that are open at the top hold one each, "2 1 0 0 7"."""
    apart = field.type in {*NUMERIC, FieldType.IDENTIFIER} and _APART.fullmatch(text)
    return text.replace(" ", "") if apart else text


def read_value(field: Field, text: str, context: ValueContext) -> Parsed:
    """The value that a text says, repaired where the type allows it."""
    # the number sign and the colon of a label stand before its value: `BLUE STAKE #: A1968`
    trimmed = re.sub(r"^[#№] ?: ?", "", _together(" ".join(text.split()).strip(_EDGES), field))
    if field.type not in NUMERIC:
        # a blank's row of dots shows between the words that are written on it
        trimmed = re.sub(r"\s*(?:\.{3,}|(?:\. ){2,}\.)\s*", " ", trimmed).strip()
        # a speck before or after words reads as a full stop of its own
        trimmed = re.sub(r"^(?:[.,;:'_-]+\s+)+|(?:\s+[.,;:'_-]+)+$|(?<=\w)[.,]{2,}$", "", trimmed)
        trimmed = re.sub(r"^[.,;:_]+(?=[^\W\d])|^[)\]}]\s*", "", trimmed)  # or the end of a label's bracket
    if field.type is FieldType.CHOICE:
        trimmed = trimmed.lstrip(".,;:_")
    if field.type in {FieldType.NAME, FieldType.CHOICE}:
        # a name or a word of a list ends without a full stop: it is a speck, or the foot of a bracket
        trimmed = re.sub(r"(?<=[^\W_]{3})\.$|(?<=^\d)\.$", "", trimmed)
    if field.type is FieldType.NAME:
        # nor has a whole name one before the next: only what is shortened does
        trimmed = re.sub(r"(?<=[^\W_]{5})\.+\s*(?=[A-Z])", " ", trimmed)
    if field.type is FieldType.IDENTIFIER:
        # an O beside a zero, and beside no letter, has the zero's shape and is one: "O0018-17"
        trimmed = re.sub(r"(?<![^\W\d_])O(?=0)|(?<=0)O(?![^\W\d_])", "0", trimmed)
    if field.type is FieldType.MONEY:
        trimmed = re.sub(r"^[\d\s|]+(?=\$)", "", trimmed)  # a count before the amount is not part of it
    if field.type in {FieldType.HOURS, FieldType.NUMBER}:
        # no one writes an improper fraction: 61/4 is six and a quarter, its space lost
        trimmed = re.sub(r"(?<![\d/.])(\d+)([1-3])/([248])(?!\d)", r"\1 \2/\3", trimmed)
    if numbers_page(field, trimmed):
        return Parsed(None, ReadingStatus.ILLEGIBLE, "the number of a page")
    parsed = parse_field(field, trimmed, context)
    if parsed.value is not None or field.type not in NUMERIC:
        return parsed
    if parsed.status is ReadingStatus.ABSENT and not any(c.isalnum() for c in trimmed):
        return parsed
    for attempt in _repairs(field.type, trimmed):
        again = parse_field(field, attempt, context)
        if again.value is not None:
            return Parsed(again.value, ReadingStatus.REPAIRED, f"read {trimmed!r} as {attempt!r}")
    return Parsed(None, ReadingStatus.ILLEGIBLE, parsed.note or "no value in it")


def numbers_page(field: Field, text: str) -> bool:
    """Whether a text says which page it is of how many, and nothing else; of an identifier, beside anything."""
    if field.type is FieldType.IDENTIFIER:
        return PAGE_OF.search(text) is not None
    return PAGE_OF.fullmatch(text.strip(f"{_EDGES}()[].-")) is not None


def _repairs(kind: FieldType, text: str) -> list[str]:
    """What the text may have been, the least changed first."""
    # a dollar sign is read as S far oftener than a leading five
    signed = re.sub(r"^S\s?(?=\d)", "$", text) if kind is FieldType.MONEY else text
    tokens = re.split(r"([\s/\-.,$:()]+)", signed)
    folded = "".join(_fold(token) for token in tokens)
    attempts = [folded]
    if kind is FieldType.DATE:
        attempts += [re.sub(r"[.,;:\\|]", "/", folded), _slashes(folded)]
    if kind in COUNTED and not (kind is FieldType.HOURS and _CLOCK.search(folded)):
        attempts += _amounts(folded)
    if kind is FieldType.PHONE:
        attempts.append(_STROKED_AREA.sub(lambda area: area[0].translate(_STROKES), text))
        groups = [token.translate(CONFUSED) for token in tokens]
        dialled = "".join(group if group.isdigit() else token for group, token in zip(groups, tokens, strict=True))
        attempts.append(dialled)
        attempts += [] if _LOST_GROUP.search(dialled) else [re.sub(r"[^\d\-() .]", "", folded)]
    if kind in _ALONE:
        attempts += _only(_ALONE[kind], text)
    return [attempt for attempt in dict.fromkeys(attempts) if attempt and attempt != text]


_LOST_GROUP = re.compile(r"\d[-. )]*[^\W\d]{2,}[-. ]*\d|\([^)]*[^\W\d]{2,}[^)]*\)\W*\d")
"""Letters amid a telephone number, or in its brackets: a group that cannot be read, and seven figures are left."""
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_ALONE = {
    FieldType.DATE: re.compile(
        rf"(?<![\d/-])\d{{1,2}}([/-])\d{{1,2}}\1\d{{2,4}}(?![\d/-])|\b{_MONTH} ?\d{{1,2}},? ?\d{{4}}\b"
    ),
    FieldType.PHONE: re.compile(r"(?<![\d-])(?:\(?\d{3}\)?[ .-]{0,2}|(?<!\))(?<!\) ))\d{3}[.-]\d{4}(?!\d)"),
}
"""What stands out as a value among other writing: a stamp lies over the field, a note beside it. Seven figures behind a
bracket have lost their area, and are no telephone number."""
_STROKED_AREA = re.compile(r"(?<=\()[\d/|\\!]{3}(?=\))")
_STROKES = str.maketrans(dict.fromkeys("/|\\!", "1"))
"""An area whose upright one leans: (4/2)."""


def _only(shape: re.Pattern[str], text: str) -> list[str]:
    """The one text of a shape; none where there are several: a stamp has a date too."""
    found = {match.group() for match in shape.finditer(text)}
    return list(found) if len(found) == 1 else []


_CLOCK = re.compile(r"\d\s+(?!00|25|50|75)\d\d$")
"""`1 30`: half past one, or 1.30 hours; only quarters are surely hundredths."""
_AMOUNT = re.compile(r"-?\$?\s?\(?\d+(?:[,.]\d{3})*(?:[.,:]\d{1,2})?(?!\d)\)?")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3} \d{3}(?:[.,]\d\d)?(?!\d)")
"""`2 620.00`: a thousand's space, or a stray mark and an amount; nobody can tell."""


def _amounts(text: str) -> list[str]:
    """The one number among stray marks, its separators mended (`2.620.00`, `1425,00`); never two numbers joined."""
    text = re.sub(r"(?<=\d[,.])\s+(?=\d{2,3}(?!\d))", "", text)  # a typewriter's comma is as wide as a blank
    found = [match.group() for match in _AMOUNT.finditer(text) if any(map(str.isdigit, match.group()))]
    priced = [number for number in found if re.search(r"\$|[.,]\d\d$", number)]
    chosen = priced if len(priced) == 1 else found
    if _SPACED.search(text):
        return []
    if len(chosen) != 1:
        return [re.sub(r"(?<=\d)\s+(?=[.,]?\d\d$)", ".", text)] if len(found) == 2 else []
    mended = re.sub(r"[.](?=\d{3}(?:[.,]\d{3})*[.,]\d\d$)", ",", chosen[0])
    return [chosen[0], mended, re.sub(r",(\d\d)$", r".\1", mended)]


def _fold(token: str) -> str:
    """A token's look-alikes as digits, where at least a third of it is digits already, or all of it would be."""
    if not token or token.isdigit():
        return token
    digits = sum(character.isdigit() for character in token)
    folded = token.translate(CONFUSED)
    if digits * 3 >= len(token) or (len(token) <= 2 and folded.isdigit()):
        return folded
    return token


def _slashes(text: str) -> str:
    """A date whose slashes were read as ones: `03114119` and `3114/19` hold too many digits to be anything else."""
    digits = re.sub(r"\D", "", text)
    if len(digits) == 8 and digits[2] == "1" and digits[5] == "1":
        return f"{digits[:2]}/{digits[3:5]}/{digits[6:]}"
    if len(digits) == 10 and digits[2] == "1" and digits[5] == "1":
        return f"{digits[:2]}/{digits[3:5]}/{digits[6:]}"
    return text
