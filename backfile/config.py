"""The workspace's `backfile.toml`, read once into frozen settings.

One declaration of every key; an unknown key is refused with the nearest known one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from backfile.machine import read_machine
from records.errors import UsageProblem
from records.fields import CATALOGUE, Field, FieldType
from records.people import Role
from records.values import ValueContext

FILE = "backfile.toml"

TEMPLATE = """\
# What this workspace knows about its paper and its digital lists. Every line is optional.
title = "{title}"

# department = "Public Works"               # for orders whose page names none
# period = ["2019-01-01", "2019-12-31"]     # settles two-digit years and refuses impossible dates
# day_first = false                         # true where 3/7 is the 3rd of July
# sheet_counts = "counted.csv"              # a list of binders with their sheets, as counted before they were scanned
# unissued = [["WO-2019-0100", "WO-2019-0149"]]  # numbers that were never issued, or were spoiled
# area_code = "617"                         # completes seven-digit telephone numbers
# streets = "streets.csv"                   # the city's streets: addresses of lists are written as it has them

# Words that your forms and column headers use for a field, the surest first:
# [fields.order_number]
# labels = ["Contract #", "Invoice #"]

# A field that the catalogue lacks; `part` takes one end of a printed range:
# [fields.flight_from]
# type = "date"
# labels = ["Flight dates"]
# part = "first"

# How a digital list's columns are to be read, by the list's name (its file without the extension):
# [sources.tickets]
# columns = {{ TKT_REF = "order_number", JUNK = "" }}

# [binders.streets-2019]
# department = "Streets"
# sheets = 412                              # as counted before they were scanned

# Who may do what, by login; without it everybody may do everything. docs/deploy.md:
# [people]
# ann = "clerk"                             # or supervisor, analyst, admin

# The review screens; docs/review.md names the keys:
# [review]
# theme = "light"
# keys = {{ later = "f7", illegible = "f8" }}
"""


class FieldSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[fields.NAME]`: what a workspace adds to a field of the catalogue, or a field of its own."""

    type: str | None = None
    """Of a new field: identifier, date, money, hours, number, phone, name, address, choice or text."""
    label: str | None = None
    """What people call it."""
    labels: tuple[str, ...] = ()
    """Words for it on forms and in column headers, the surest first."""
    part: str | None = None
    """`first` or `last` end of a printed range."""


class SourceSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[sources.NAME]`: how one digital list is to be read."""

    columns: Mapping[str, str] = msgspec.field(default_factory=dict)
    """The field of a column; an empty one leaves the column out."""
    statuses: Mapping[str, Literal["open", "closed", "cancelled", "on_hold", "duplicate", "void"]] = msgspec.field(
        default_factory=dict
    )
    """What the words and codes of its status column mean."""
    department: str = ""
    day_first: bool | None = None


class BinderSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[binders.NAME]`: what is known of one binder."""

    department: str = ""
    sheets: Annotated[int, Meta(ge=1)] | None = None
    """Sheets that somebody counted before they were scanned."""


class LimitSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[limits]`: how much one page may take before it is given up as unreadable."""

    page_seconds: Annotated[float, Meta(gt=0)] = 60.0
    """Wall time; a page of an ordinary form takes two to five."""
    page_memory_mb: Annotated[int, Meta(ge=512)] = 2048
    """What a worker may hold beside the programs that it is made of; 100 million pixels in colour take 1,500."""
    max_pages: Annotated[int, Meta(gt=0)] = 10_000
    """Of one file."""
    max_pixels: Annotated[int, Meta(gt=0)] = 100_000_000
    """Of one page."""


class ReviewSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[review]`: how the review screens look."""

    cells: Literal["quadrants", "sextants", "halves"] = "quadrants"
    """What pictures are drawn with; sextants are sharper where the terminal's font has them."""
    images: Literal["auto", "sixel", "kitty", "blocks", "off"] = "auto"
    """The terminal's own graphics where it has them and the extra `images` is installed, else cells."""
    theme: Literal["dark", "light"] = "dark"
    keys: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Keys by what they do, as the help names it, in the place of the usual ones."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    title: str = "Backfile"
    department: str = ""
    period: tuple[date, date] | None = None
    """The first and the last day that the orders can be of."""
    day_first: bool | None = None
    area_code: str = ""
    streets: str = ""
    """A file that names the city's streets, beside this one or by its whole path."""
    sheet_counts: str = ""
    """A list of binders with the sheets that somebody counted before they were scanned."""
    precision_target: Annotated[float, Meta(ge=0.5, lt=1)] = 0.995
    """The share of the values that no person is asked to look at that shall be right."""
    on_time_days: Annotated[int, Meta(ge=0)] | None = None
    """Days within which an order should be done where it has no due date of its own."""
    unissued: tuple[tuple[str, str], ...] = ()
    """Ranges of numbers that were never issued, or were spoiled: no gap is raised in them."""
    prefer: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Whose value of a field the resolved dataset takes; `*` stands for every field that is not named."""
    fields: Mapping[str, FieldSection] = msgspec.field(default_factory=dict)
    sources: Mapping[str, SourceSection] = msgspec.field(default_factory=dict)
    binders: Mapping[str, BinderSection] = msgspec.field(default_factory=dict)
    limits: LimitSection = msgspec.field(default_factory=LimitSection)
    review: ReviewSection = msgspec.field(default_factory=ReviewSection)
    store: str = ""
    """A PostgreSQL database by SQLAlchemy URL, in the place of a SQLite file in the workspace's folder."""
    people: Mapping[str, Role] = msgspec.field(default_factory=dict)
    """The role of each person by login; empty where everybody may do everything."""
    four_eyes: bool = False
    """Who scanned a binder may neither check nor certify it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A workspace's configuration, checked."""

    config: Config = field(default_factory=Config)
    fields: Mapping[str, Field] = field(default_factory=lambda: CATALOGUE)
    """The catalogue with what the workspace declares."""
    streets: Path | None = None
    """The file of the city's streets, where one is given."""
    sheet_counts: Path | None = None
    """The list of binders with their sheets, where one is given."""

    @property
    def extra_fields(self) -> tuple[str, ...]:
        """The names of the fields that the workspace added."""
        return tuple(name for name in self.fields if name not in CATALOGUE)

    @property
    def context(self) -> ValueContext:
        """What is known of the values."""
        earliest, latest = self.config.period or (None, None)
        return ValueContext(earliest, latest, self.config.day_first, self.config.area_code)


def read_config(path: Path) -> Settings:
    """The settings of a `backfile.toml`, the defaults where there is none; with the machine's roles, where it has any.

    Raises:
        UsageProblem: the file is not TOML, or says something that is not known.
        WorkspaceProblem: the machine's roles cannot be read, or could be anybody's.
    """
    found = _read(path) if path.exists() else Settings()
    machine = read_machine()
    if machine is None:
        return found
    eyes = machine.four_eyes or found.config.four_eyes
    return replace(found, config=msgspec.structs.replace(found.config, people=machine.people, four_eyes=eyes))


def _read(path: Path) -> Settings:
    """What the file says."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageProblem(f"{path.name}: {error}", "Correct that line and run the command again.") from error
    _refuse_unknown(data, path)
    try:
        config = msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        raise UsageProblem(f"{path.name}: {error}", "Correct that value and run the command again.") from error
    if "://" in config.store and re.search(r"://[^/@]*:[^/@]+@", config.store):
        raise UsageProblem(
            f"{path.name}: store holds a password.", "Take it out, and keep it in ~/.pgpass or PGPASSWORD."
        )
    if config.period and config.period[0] > config.period[1]:
        raise UsageProblem(f"{path.name}: period ends before it begins.", "Give the first day first.")
    fields = _catalogue(config, path)
    for name in config.prefer:
        _target(f"prefer.{name}", name if name != "*" else "", fields, path)
    for name, source in config.sources.items():
        for column, target in source.columns.items():
            _target(f"sources.{name}.columns.{column}", target, fields, path)
    return Settings(config, fields, *(_file(key, getattr(config, key), path) for key in ("streets", "sheet_counts")))


def _file(key: str, name: str, path: Path) -> Path | None:
    """A file that the configuration names, beside it or by its whole path."""
    if name and not (path.parent / name).is_file():
        raise UsageProblem(f"{path.name}: {key} is {name!r}: there is no such file.", "Correct its name.")
    return (path.parent / name).absolute() if name else None


def _target(key: str, target: str, fields: Mapping[str, Field], path: Path) -> None:
    if target and target not in fields:
        near = get_close_matches(target, fields, 1)
        cure = f"Did you mean {near[0]}?" if near else "Declare it under [fields], or take one of the catalogue's."
        raise UsageProblem(f"{path.name}: {key} is {target!r}, which is not a field.", cure)


_SECTIONS: Mapping[str, type[msgspec.Struct]] = {
    "fields": FieldSection,
    "sources": SourceSection,
    "binders": BinderSection,
}


_RENAMED = {
    "review_below": "Give precision_target: the share of what nobody looks at that shall be right, such as 0.995."
}
"""Settings of older versions, each with what to do."""


def _refuse_unknown(data: Mapping[str, Any], path: Path) -> None:
    _known(data, Config, path, "")
    _known(data.get("limits", {}), LimitSection, path, "limits.")
    _known(data.get("review", {}), ReviewSection, path, "review.")
    for section, shape in _SECTIONS.items():
        for name, values in _mapping(data.get(section)).items():
            _known(values, shape, path, f"{section}.{name}.")


def _mapping(value: object) -> Mapping[str, Any]:
    """A table of the file; none where another thing stands in its place, which is refused for its type later."""
    return value if isinstance(value, Mapping) else {}


def _known(values: object, shape: type[msgspec.Struct], path: Path, prefix: str) -> None:
    for key in _mapping(values):
        if prefix + key in _RENAMED:
            raise UsageProblem(f"{path.name}: {prefix}{key} is not a setting any more.", _RENAMED[prefix + key])
        if key not in shape.__struct_fields__:
            near = get_close_matches(key, shape.__struct_fields__, 1)
            cure = f"Did you mean {prefix}{near[0]}?" if near else f"Known here: {', '.join(shape.__struct_fields__)}."
            raise UsageProblem(f"{path.name}: {prefix}{key} is not a setting.", cure)


def _catalogue(config: Config, path: Path) -> Mapping[str, Field]:
    fields = dict(CATALOGUE)
    for name, section in config.fields.items():
        fields[name] = _field(name, section, fields.get(name), path)
    return fields


def _field(name: str, section: FieldSection, known: Field | None, path: Path) -> Field:
    if section.part not in {None, "first", "last"}:
        raise UsageProblem(f"{path.name}: fields.{name}.part is {section.part!r}.", 'It may be "first" or "last".')
    if known is None:
        kind = _type(name, section.type or "text", path)
        label = section.label or name.replace("_", " ").capitalize()
        return Field(name, kind, label, "Declared by the workspace.", labels=section.labels, part=section.part)
    return replace(
        known,
        type=_type(name, section.type, path) if section.type else known.type,
        label=section.label or known.label,
        labels=section.labels,
        part=section.part,
    )


def _type(name: str, text: str, path: Path) -> FieldType:
    try:
        return FieldType(text)
    except ValueError as error:
        raise UsageProblem(
            f"{path.name}: fields.{name}.type is {text!r}.", f"Known types: {', '.join(FieldType)}."
        ) from error
