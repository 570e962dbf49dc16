"""Reads written forms: one TOML file each, in the workspace's `forms` folder.

A file that cannot be used stops the command before a page is read, with the file, the key, the line and the cure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from digitize.forms.source import Source, convert, refuse_unknown
from digitize.forms.template import Anchor, FormTemplate, Zone
from records.fields import CATALOGUE

LEARNED = "learned_from"
"""The key that only files of learned forms have."""


class AnchorSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`{ text = "Date Issued", at = [3.1, 0.95] }` in `anchors`."""

    text: str
    at: tuple[float, float]


class ZoneSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[zones.FIELD]`: where one field stands."""

    box: tuple[float, float, float, float]
    anchor: str = ""
    required: bool = False
    pattern: str = ""


class FormFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    name: str
    anchors: tuple[str | AnchorSection, ...]
    zones: Mapping[str, dict[str, Any]]
    size: tuple[float, float] = (8.5, 11.0)


def read_templates(folder: Path, known: Collection[str] = tuple(CATALOGUE)) -> tuple[FormTemplate, ...]:
    """The forms described in a folder, by file name; none where there is no such folder.

    Args:
        folder: The folder of the TOML files.
        known: The names of the fields that a zone may be for.

    Raises:
        UsageProblem: a file cannot be read, or says something that cannot be a form.
    """
    paths = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    templates: dict[str, FormTemplate] = {}
    for path in paths:
        source = Source.read(path)
        if LEARNED in source.data:  # a form that the program has learned: see `definitions`
            continue
        template = _template(source, known)
        if template.name in templates:
            raise source.problem(("name",), f"another file describes {template.name!r}", "Give each form its own name.")
        templates[template.name] = template
    return tuple(templates.values())


def _template(source: Source, known: Collection[str]) -> FormTemplate:
    refuse_unknown(source, source.data, FormFile, ())
    file = convert(source, source.data, FormFile, ())
    if not file.name.strip():
        raise source.problem(("name",), "it is empty", "Name the form.")
    if min(file.size) <= 0:
        raise source.problem(("size",), "a form is wider and higher than nothing", "Give width and height in inches.")
    anchors = tuple(_anchor(source, each, file.size) for each in file.anchors)
    if len(anchors) < 2 or len({anchor.text for anchor in anchors}) < len(anchors):
        raise source.problem(
            ("anchors",), "two different ones are needed at least", "Name printed words that only this form has."
        )
    placed = sum(anchor.at is not None for anchor in anchors)
    zones = tuple(_zone(source, name, raw, known, free=placed >= 2) for name, raw in file.zones.items())
    if not zones:
        raise source.problem(("zones",), "the form has none", "Add a [zones.order_number].")
    return FormTemplate(file.name.strip(), anchors, file.size, zones)


def _anchor(source: Source, written: str | AnchorSection, size: tuple[float, float]) -> Anchor:
    anchor = Anchor(written) if isinstance(written, str) else Anchor(written.text, written.at)
    if not any(map(str.isalnum, anchor.text)):
        raise source.problem(("anchors",), f"{anchor.text!r} has no letter and no digit", "Write the words as printed.")
    if anchor.at and not (0 <= anchor.at[0] <= size[0] and 0 <= anchor.at[1] <= size[1]):
        raise source.problem(
            ("anchors",),
            f"{anchor.text!r} lies outside the form of {size[0]:g} by {size[1]:g} inches",
            "Measure from the form's left and top edges, in inches.",
            anchor.text,
        )
    return anchor


def _zone(source: Source, name: str, raw: dict[str, Any], known: Collection[str], *, free: bool) -> Zone:
    key = ("zones", name)
    if name not in known:
        near = get_close_matches(name, list(known), 1)
        cure = f"Did you mean {near[0]}?" if near else "Declare it in backfile.toml under [fields]."
        raise source.problem(key, "no such field", cure)
    refuse_unknown(source, raw, ZoneSection, key)
    section = convert(source, raw, ZoneSection, key)
    left, top, right, bottom = section.box
    if right <= left or bottom <= top:
        raise source.problem(
            (*key, "box"), "it ends before it starts", "Give left, top, right, bottom in inches, in this order."
        )
    if not section.anchor and not free:
        raise source.problem(
            key, "it has no anchor to be measured from", "Name one, or give two anchors of the form their places (at)."
        )
    try:
        re.compile(section.pattern)
    except re.error as error:
        raise source.problem((*key, "pattern"), f"{error}", "Correct the regular expression.") from error
    return Zone(name, section.box, section.anchor, section.required, section.pattern)
