"""The value grammars: what a text says, in the canonical form of its type, and nothing where it does not say it.

Paper and digital records use the same ones. They are strict and total: any text goes in, a `Parsed` comes out, and no
value is guessed. Glyphs that look alike (O for 0) are not exchanged here; whoever reads ink does that before.

| type | canonical form |
|---|---|
| date | 2019-03-07 |
| money | 1425.00, -12.50 |
| hours, number | 1.5, 2, -3.25 |
| phone | 6175551234 (seven digits where no area code is known) |
| identifier | WO-2019-00412: upper case, leading zeros kept |
| status | open, closed, cancelled, on_hold, duplicate, void |
| name, address, choice, text | as written, whitespace collapsed |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from records.fields import Field, FieldType
from records.value_amounts import parse_hours, parse_money, parse_number
from records.value_dates import parse_date
from records.value_grammar import (
    ABSENT,
    FOLDED,
    LONGEST,
    NO_CONTEXT,
    Parsed,
    ValueContext,
    ambiguous,
    fold,
    illegible,
    is_absent,
    ok,
    plain,
    tidy,
    without_accents,
)

__all__ = [
    "Parsed",
    "ValueContext",
    "parse_date",
    "parse_field",
    "parse_hours",
    "parse_identifier",
    "parse_money",
    "parse_number",
    "parse_phone",
    "parse_status",
    "parse_text",
    "parse_value",
]

_NUMBER_SIGN = re.compile(r"(?:#|№|n[°º]\.?|(?:no|nr|num|number)(?:\.:?|:| ?#| (?=[A-Z-]*\d)))[ :.#]*", re.IGNORECASE)
_AROUND_DASH = re.compile(r" ?([-/]) ?")
_LONGEST_IDENTIFIER = 64


def parse_text(text: str, context: ValueContext = NO_CONTEXT) -> Parsed:  # noqa: ARG001 - grammars are alike
    """Words as they are, on one line."""
    words = tidy(text)
    return ABSENT if is_absent(words, words=True) else ok(words)


def parse_identifier(text: str, context: ValueContext = NO_CONTEXT) -> Parsed:  # noqa: ARG001
    """A number that names something: upper case, leading zeros kept, "#" and "No." before it dropped."""
    words = plain(text)
    if is_absent(words, words=False):
        return ABSENT
    bare = _AROUND_DASH.sub(r"\1", _NUMBER_SIGN.sub("", words, count=1) if _NUMBER_SIGN.match(words) else words).upper()
    if not any(map(str.isalnum, bare)):
        return illegible("no letter and no digit in it")
    if len(bare) > _LONGEST_IDENTIFIER:
        return illegible("too long for a number that names something")
    folded = fold(bare)
    return ok(folded, "" if folded == bare else FOLDED)


_EXTENSION = re.compile(r"[ ,;(]*(?:\b(?:ext|extn|extension)\b\.?|x|#) ?:? ?\.? ?(?P<extension>\d{1,6})\)?$", re.ASCII)
_PHONE_WORD = re.compile(r"\b(?:cell|mobile|home|work|office|tel|telephone|phone|ph|fax|hm|wk|day|evening|eve)\b[.:#]*")
_PHONE = re.compile(r"[ ]*\+?[\d() ./-]*(?:\([hwcmo]\)|[hwcmo])?[ ]*", re.ASCII)
_TWO_PHONES = re.compile(r"\d{4} ?(?:/|,|;|or|&|and) ?(?:\(?\d{3}\)?[ -]*)?\d{3}[ -]?\d{4}", re.ASCII)


_AREA = re.compile(r"\s*\(\s*\d{3}\s*\)")
_DIGITS = 10
"""Of a telephone number with its area code: "(541) -2177" has lost three, and is no number of seven."""


def parse_phone(text: str, context: ValueContext = NO_CONTEXT) -> Parsed:
    """A telephone number as its ten digits: a leading 1 and an extension are dropped, a missing area code added."""
    words = plain(text).casefold()
    if is_absent(words, words=False):
        return ABSENT
    if len(words) > LONGEST:
        return illegible("too long for a telephone number")
    if _TWO_PHONES.search(words):
        return ambiguous("two telephone numbers")
    found = _EXTENSION.search(words)
    bare = _PHONE_WORD.sub(" ", words[: found.start()] if found else words)
    digits = re.sub(r"[^0-9]", "", bare)
    if not _PHONE.fullmatch(bare) or (len(digits) < _DIGITS and _AREA.match(bare)):
        return illegible("not a telephone number")
    if not digits and found:
        return ok(found["extension"], "an extension only")
    return _dialled(digits, bare.lstrip().startswith("+"), context)


def _dialled(digits: str, international: bool, context: ValueContext) -> Parsed:
    if digits and not digits.strip("0"):
        return ABSENT
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    elif international:
        return ok(digits) if 8 <= len(digits) <= 15 else illegible(f"{len(digits)} digits")
    if len(digits) == 7 and digits[0] in "23456789":
        return ok(context.area_code + digits, "" if context.area_code else "no area code")
    if len(digits) != 10:
        return illegible(f"{len(digits)} digits, a telephone number has 10 or 7")
    if digits[0] in "01" or digits[3] in "01":
        return illegible("area codes and exchanges do not begin with 0 or 1")
    return ok(digits)


_STATUS_CODE = re.compile(r"\d{1,5} ?[|:.-] ?", re.ASCII)
STATUS_WORDS: Mapping[str, str] = MappingProxyType(
    {
        word: status
        for status, words in {
            "duplicate": "dup dupe dups duplicate duplicated dupl",
            "void": "void voided spoiled spoilt",
            "cancelled": "cancelled canceled cancel can canc cncl withdrawn rejected denied declined invalid "
            "deleted abandoned cancelado cancelada anulado anulada rechazado rechazada annule annulee rejete "
            "storniert abgelehnt abgebrochen",
            "on_hold": "hold held onhold pending pend waiting wait awaiting deferred defer suspended "
            "wmatl wpcond wplant paused pendiente espera suspendido suspendida attente suspendu suspendue reporte "
            "wartend zuruckgestellt ausgesetzt",
            "closed": "closed close complete completed compl comp cmpl cmplt done finished finish resolved fixed clsd "
            "cls fulfilled satisfied repaired histedit finaled cerrado cerrada terminado terminada finalizado "
            "finalizada completado completada resuelto resuelta concluido ferme fermee termine terminee clos cloture "
            "acheve resolu erledigt abgeschlossen geschlossen fertig beendet behoben",
            "open": "open opened new active assigned wip started start received submitted referred scheduled "
            "dispatched issued approved appr wappr inprg inprogress progress prog reopened reopen acknowledged "
            "unassigned incomplete unresolved uncompleted ongoing queued working investigating entered planned "
            "wsch logged outstanding abierto abierta proceso curso nuevo nueva asignado asignada iniciado ouvert "
            "ouverte cours nouveau nouvelle assigne commence offen neu bearbeitung laufend begonnen angenommen",
        }.items()
        for word in words.split()
    }
)
"""What each word says of an order, in small letters without accents."""
_DECIDING = ("duplicate", "void", "cancelled")
_NOT = re.compile(
    r"\b(?:not|non|no|never|un)[ -]+(?:yet )?(?:complete|completed|closed|done|finished|resolved|started|fixed"
    r"|resuelt[oa]|terminad[oa]|cerrad[oa]|iniciad[oa]|terminee?|resolue?|fermee?|commencee?)\b"
)


def parse_status(text: str, context: ValueContext = NO_CONTEXT) -> Parsed:  # noqa: ARG001
    """One of open, closed, cancelled, on_hold, duplicate, void: "999|Complete" is closed, "Open - Dup" duplicate."""
    words = without_accents(plain(text).casefold())
    if is_absent(words, words=False):
        return ABSENT
    if len(words) > LONGEST:
        return illegible("too long for a status")
    words = _NOT.sub(" incomplete ", _STATUS_CODE.sub("", words, count=1) if _STATUS_CODE.match(words) else words)
    if re.search(r"\bclosed\b.*\bincomplete\b", words):
        return ok("closed")
    words = re.sub(r"in[ -]?progress|in[ -]?prog\b|re-?open(?:ed)?", "open", words)
    return _one_status({STATUS_WORDS[word] for word in re.findall("[a-z]+", words) if word in STATUS_WORDS})


def _one_status(found: set[str]) -> Parsed:
    for status in _DECIDING:
        if status in found:
            return ok(status)
    if found == {"open", "on_hold"}:
        return ok("on_hold")
    if len(found) > 1:
        return ambiguous(" or ".join(sorted(found)))
    return ok(found.pop()) if found else illegible("not a status of the vocabulary")


_GRAMMARS: Mapping[FieldType, Callable[[str, ValueContext], Parsed]] = MappingProxyType(
    {
        FieldType.IDENTIFIER: parse_identifier,
        FieldType.DATE: parse_date,
        FieldType.MONEY: parse_money,
        FieldType.HOURS: parse_hours,
        FieldType.NUMBER: parse_number,
        FieldType.PHONE: parse_phone,
        FieldType.NAME: parse_text,
        FieldType.ADDRESS: parse_text,
        FieldType.CHOICE: parse_text,
        FieldType.TEXT: parse_text,
    }
)


def parse_value(type: FieldType, text: str, context: ValueContext = NO_CONTEXT) -> Parsed:  # noqa: A002
    """The text by the grammar of its type."""
    return _GRAMMARS[type](text, context)


def parse_field(field: Field, text: str, context: ValueContext = NO_CONTEXT) -> Parsed:
    """The text by the grammar of its field: that of its type, and the vocabulary for `status`."""
    grammar = parse_status if field.name == "status" else _GRAMMARS[field.type]
    return grammar(text, context)
