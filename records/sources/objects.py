"""JSON and JSON Lines: a list of objects, an object that holds one, or an object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from records.errors import BadInput
from records.sources.settings import SourceLimits
from records.sources.table import Grid, plural
from records.sources.text_encoding import encoding_of, text_of

_CURE = "Export a list of objects, one for each record, or one object a line."
_DEEPEST = 6
"""Levels that are flattened into column names; what lies deeper is kept as JSON text."""


def read_objects(path: Path, limits: SourceLimits) -> Grid:
    """The cells of a JSON or JSON Lines file: a column for each key, "location.street" for a key within a key.

    Raises:
        BadInput: It is damaged, or holds no list of objects.
    """
    name = str(path)
    with path.open("rb") as file:
        encoding = encoding_of(file, name)
        with text_of(file, encoding) as opened:
            text = opened.read()
    warnings = encoding.warnings
    places: list[int] = []
    try:
        document = json.loads(text, parse_float=str, parse_int=str, parse_constant=_no_number)
        found, place = [*_objects(document, name)], "object"
    except (json.JSONDecodeError, RecursionError) as error:
        found, places, said = _lines(text, name, error)
        place, warnings = "line", (*warnings, *said)
    if len(found) > limits.objects:
        raise BadInput(f"{name} is too large: {plural(len(found), 'object')}.", "Divide it into several files.")
    flat = [_flat(one) for one in found]
    header = tuple(dict.fromkeys(key for one in flat for key in one))
    rows = [[one.get(key, "") for key in header] for one in flat]
    return Grid(rows, places or range(1, len(rows) + 1), place, header, encoding.notes, warnings)


def _objects(value: object, name: str) -> Sequence[Mapping[str, object]]:
    """The list of objects in a document: itself, or the longest one within it; one object for each key; one object."""
    found = max(_lists(value, _DEEPEST), key=len, default=None)
    if found is not None:
        return [_feature(one) for one in found]
    if not isinstance(value, dict) or not value:
        return _refused(name)
    inner = [one for one in value.values() if isinstance(one, dict)]
    return inner if len(inner) == len(value) > 1 else [value]


def _lists(value: object, depth: int) -> Iterator[list[Mapping[str, object]]]:
    """The lists of objects within a document, from the outside; what lies within an object of a list is its own."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        yield value
    elif isinstance(value, dict) and depth:
        for inner in value.values():
            yield from _lists(inner, depth - 1)


def _refused(name: str) -> Sequence[Mapping[str, object]]:
    raise BadInput(f"{name} holds no list of objects.", _CURE)


def _feature(one: Mapping[str, object]) -> Mapping[str, object]:
    """A GeoJSON feature's properties, with its geometry beside them."""
    inner = one.get("properties")
    if one.get("type") == "Feature" and isinstance(inner, dict):
        return {**inner, "geometry": one.get("geometry")}
    return one


def _lines(text: str, name: str, error: Exception) -> tuple[list[Mapping[str, object]], list[int], tuple[str, ...]]:
    """One object a line; lines that are none are named."""
    found: list[Mapping[str, object]] = []
    places: list[int] = []
    bad: list[int] = []
    for place, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            one = _one(line)
            if one is None:
                bad.append(place)
            else:
                found.append(one)
                places.append(place)
    if len(bad) > len(found):
        raise BadInput(f"{name} is damaged: it is no JSON ({_where(error)}).", _CURE) from error
    told = ", ".join(map(str, bad[:5]))
    return found, places, ((f"line {told}: no JSON object, left out; look at the end of the file.",) if bad else ())


def _where(error: Exception) -> str:
    return f"line {error.lineno}, {error.msg}" if isinstance(error, json.JSONDecodeError) else "nested too deep"


def _one(line: str) -> Mapping[str, object] | None:
    try:
        value = json.loads(line, parse_float=str, parse_int=str, parse_constant=_no_number)
    except (json.JSONDecodeError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _flat(value: Mapping[str, object], prefix: str = "", depth: int = 0) -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict) and inner and depth < _DEEPEST:
            cells |= _flat(inner, f"{name}.", depth + 1)
        else:
            cells[name] = _cell(inner)
    return cells


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(_strings(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _strings(values: Iterable[object]) -> Iterable[str]:
    return (value for value in values if isinstance(value, str))


def _no_number(_: str) -> str:
    """NaN and Infinity, which are no JSON: nothing."""
    return ""
