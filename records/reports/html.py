"""The report as one page that needs nothing else: no scripts, nothing loaded, everything escaped."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from records.dataset import Dataset
from records.reports import charts, words
from records.reports.content import GapReport, gap_report
from records.reports.places import Place
from records.reports.tables import Column, ColumnKind, Table, rows_of
from records.screen import screen
from records.whole import write_whole

LIMIT = 50
"""Rows of a list on the page; a page with thousands is read by no one."""

BRIEF = 4
"""Places named in the head: with the points and the measures that is what a screen holds."""

Thumbnails = Callable[[str, int], bytes | None]
"""A small PNG or JPEG of a page, by binder and number; None where there is none."""

_TYPES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True, slots=True)
class Shot:
    """A small picture of a page."""

    label: str
    address: Markup
    """The picture itself, as a data URI."""


def write_gap_report(dataset: Dataset, path: Path, thumbnails: Thumbnails | None = None, made_on: str = "") -> Path:
    """Writes the gap report as one HTML file; the same dataset and pictures give the same bytes.

    Args:
        dataset: What the run found out.
        path: The file to write; it appears whole or not at all.
        thumbnails: Gives a small PNG or JPEG of a page for the places to look at; None leaves them out.
        made_on: When the report was made, as it is to be shown; empty leaves it out.
    """
    page = render(gap_report(dataset, made_on), thumbnails, made_on).encode()
    write_whole(path, lambda file: file.write(page))
    return path


def render(report: GapReport, thumbnails: Thumbnails | None = None, made_on: str = "") -> str:
    """The report as HTML."""
    shown = report.places[:LIMIT]
    return (
        environment()
        .from_string(resource("gap_report.html.j2"))
        .render(
            report=report,
            made_on=made_on,
            limit=LIMIT,
            brief=BRIEF,
            style=Markup(resource("gap_report.css")),  # noqa: S704 our own file
            classes=charts.CLASSES,
            bars=charts.account_bars(report.accounts),
            strips=charts.strips(shown),
            moves=charts.moves(report.measures),
            positions=_positions(report.places),
            thumbnails={place.number: _shots(place, thumbnails) for place in shown} if thumbnails else {},
        )
    )


def environment() -> Environment:
    """Templates in which everything is escaped, and shown through `records.screen.screen`."""
    made = Environment(
        loader=FunctionLoader(resource),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        money=words.money,
        certainty=words.certainty,
        figure=words.figure,
        listed=words.listed,
        unbroken=_unbroken,
        places=lambda number: words.count(number, "place"),
    )
    return made


def _visible(value: object) -> object:
    """Text from outside with its control characters made visible; what is markup already passed through here."""
    return screen(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_SHORT = 24
"""Characters that stay on one line even on a phone: an order number, a date."""


def _unbroken(text: str) -> Markup:
    """The text with its order numbers and dates kept on one line, and words too long for a column breakable."""
    return Markup(" ").join(map(_word, screen(text).split(" ")))


def _word(word: str) -> Markup:
    if len(word) > _SHORT:
        return Markup('<span class="long">{}</span>').format(word)
    return Markup('<span class="k">{}</span>').format(word) if "-" in word else escape(word)


def resource(name: str) -> str:
    """A file that lies beside this one."""
    return resources.files("records.reports").joinpath(name).read_text(encoding="utf-8")


def _positions(places: tuple[Place, ...]) -> Table:
    """The data of the chart of places."""
    columns = (Column("Place", ColumnKind.COUNT), Column("Binder"), Column("Scan"), Column("of", ColumnKind.COUNT))
    rows = [(place.number, place.binder, f"{place.position:g}", place.pages) for place in places]
    return Table("Places by binder; half a scan lies between two", columns, rows_of(rows))


def _shots(place: Place, thumbnails: Thumbnails) -> tuple[Shot, ...]:
    found = ((one.label, _data_uri(thumbnails(one.binder, one.page))) for one in place.neighbours)
    return tuple(Shot(label, address) for label, address in found if address)


def _data_uri(picture: bytes | None) -> Markup:
    """The picture as an address; empty for what is neither PNG nor JPEG."""
    kind = next((kind for magic, kind in _TYPES if picture and picture.startswith(magic)), None)
    if not picture or not kind:
        return Markup()
    return Markup("data:{};base64,{}").format(kind, base64.b64encode(picture).decode("ascii"))
