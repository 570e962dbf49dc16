"""Values as the cells of a file, as text and typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from records.exports.schema import Column, ColumnType
from records.value_grammar import decimal_text

_PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\r"}
_CONTROLS |= {0x7F: "\u2421"} | {code: f"⟨{code:04X}⟩" for code in range(0x80, 0xA0)}


def share(value: float) -> str:
    """A probability, three decimals."""
    return f"{value:.3f}"


def decimals(value: float | None, places: int = 4) -> str:
    """A number with so many decimals at most, without an exponent; empty where there is none."""
    return "" if value is None else decimal_text(Decimal(f"{value:.{places}f}"))


def whole(value: int | None) -> str:
    """A whole number; empty where there is none."""
    return "" if value is None else str(value)


def truth(value: bool | None) -> str:
    """True or false; empty where it is not known."""
    return "" if value is None else str(value).lower()


def several(values: Iterable[object]) -> str:
    """Values in one cell, blanks between; among several, one that holds a blank itself stands in double quotes."""
    written = [str(value) for value in values]
    if len(written) < 2:
        return "".join(written)
    return " ".join(f'"{each}"' if " " in each else each for each in written)


def visible(cell: str) -> str:
    """The cell with control characters as pictures (ESC is ␛): they would drive a terminal, and databases refuse NUL.

    What is no character at all (half of a surrogate pair, of a file name that is not UTF-8) is written as its escape.
    """
    if cell.isprintable():
        return cell
    return cell.translate(_CONTROLS).encode("utf-8", "backslashreplace").decode()


def guarded(cell: str) -> str:
    """The cell so that no spreadsheet runs it: with ' before it where it would.

    OWASP's list: = + - @ and their full-width forms, after any blanks and invisible characters; TAB, CR and LF at the
    start. A plain negative number is not run, and stays.
    """
    return f"'{cell}" if _is_run(cell) else cell


def _is_run(cell: str) -> bool:
    if not cell or cell[0].isalnum() or _PLAIN_NUMBER.fullmatch(cell):
        return False
    if cell[0] in "\t\r\n":
        return True
    first = next((each for each in cell if not each.isspace() and unicodedata.category(each) not in {"Cf", "Cc"}), "")
    return unicodedata.normalize("NFKC", first) in {"=", "+", "-", "@"}


_TYPED = {
    ColumnType.INTEGER: re.compile(r"-?[0-9]+"),
    ColumnType.NUMBER: _PLAIN_NUMBER,
    ColumnType.DATE: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    ColumnType.BOOLEAN: re.compile("true|false"),
}


def safe_row(columns: Sequence[Column], cells: list[str]) -> tuple[list[str], int]:
    """The row as it is written, and how many of its cells had to be guarded."""
    written = [_safe(column, cell) for column, cell in zip(columns, cells, strict=True)]
    if written == cells:
        return written, 0
    return written, sum(new.startswith("'") > old.startswith("'") for new, old in zip(written, cells, strict=True))


def plain_row(cells: list[str]) -> list[str]:
    """The row for programs: nothing is guarded, and control characters are pictures all the same."""
    return [cell if cell.isprintable() else visible(cell) for cell in cells]


def _safe(column: Column, cell: str) -> str:
    """A cell of a typed column is left alone where it is of its type."""
    if not cell or (cell[0].isalnum() and cell.isascii() and cell.isprintable()):
        return cell  # nearly all of them, and these two questions are cheap
    typed = _TYPED.get(column.type)
    if typed and typed.fullmatch(cell):
        return cell
    return guarded(visible(cell))


Value = str | int | bool | date | Decimal | None
"""A cell in the type of its column."""
_SCALE = Decimal("0.0001")
_LARGEST = Decimal(10) ** 14


def typed(column: Column, cell: str) -> Value:
    """The cell as its column's type has it; None where it is empty or no value of the type."""
    if not cell:
        return None
    return _READERS.get(column.type, visible)(cell)


def _decimal(cell: str) -> Decimal | None:
    try:
        number = Decimal(cell).quantize(_SCALE)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < _LARGEST else None


def _date(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def _integer(cell: str) -> int | None:
    try:
        return int(cell)
    except ValueError:
        return None


_READERS: dict[ColumnType, Callable[[str], Value]] = {
    ColumnType.NUMBER: _decimal,
    ColumnType.DATE: _date,
    ColumnType.INTEGER: _integer,
    ColumnType.BOOLEAN: lambda cell: cell == "true",
}
