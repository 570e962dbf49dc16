"""Captions that say too little alone: "NAME", "PHONE" and "DATE" mean what their part of the form is about.

Where two captions of a page name the same field so, as "DATE" of the request and "DATE" of the completion, the title of
their part tells them apart: what stands over them with nothing beside it, or at the left of their line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from digitize.layout import Layout, Segment, holds
from digitize.phrases import plain
from records.geometry import Box

if TYPE_CHECKING:
    from digitize.labels import Label


class Part(Enum):
    """What a part of a form is about."""

    ASKED = "who asked for the work"
    GIVEN = "who has it to do"
    DONE = "that it is done"
    SEEN = "who looked at it"


_WORDS: Mapping[Part, frozenset[str]] = MappingProxyType(
    {
        Part.DONE: frozenset(
            ["completion", "completed", "closing", "closed", "closeout", "finished", "done", "performed", "repaired"]
        ),
        Part.GIVEN: frozenset(
            [
                "contractor",
                "vendor",
                "technician",
                "crew",
                "mechanic",
                "foreman",
                "worker",
                "employee",
                "assigned",
                "assignment",
                "craftsman",
            ]
        ),
        Part.ASKED: frozenset(
            [
                "request",
                "requested",
                "requestor",
                "requester",
                "requesting",
                "reported",
                "reporter",
                "submitted",
                "caller",
                "customer",
                "resident",
                "citizen",
                "tenant",
                "complainant",
                "applicant",
                "originator",
            ]
        ),
        Part.SEEN: frozenset(
            ["approved", "approval", "authorized", "authorization", "inspected", "reviewed", "verified", "checked"]
        ),
    }
)
"""What a title may say; of a title that says two the first counts: "Work Done by Contractor"."""
_PART_OF: Mapping[str, Part] = MappingProxyType({word: part for part, known in _WORDS.items() for word in known})
_BESIDE = frozenset(
    [
        "by",
        "to",
        "of",
        "for",
        "the",
        "and",
        "work",
        "job",
        "service",
        "repair",
        "repairs",
        "information",
        "info",
        "section",
        "part",
        "data",
    ]
)
"""What may stand beside it."""
_BARE = frozenset(["name", "date", "phone", "telephone", "tel", "no", "number", "print", "printed"])
"""Words of captions that say of whom or of what in no way."""
_TICKETS = 4
"""Fields that stand twice, and most of those of a page, from which its captions are those of several tickets."""
_MEANT: Mapping[tuple[Part, str], str] = MappingProxyType(
    {
        (Part.ASKED, "requester_name"): "requester_name",
        (Part.ASKED, "requester_phone"): "requester_phone",
        (Part.ASKED, "requested_on"): "requested_on",
        (Part.GIVEN, "requester_name"): "assigned_to",
        (Part.DONE, "requester_name"): "assigned_to",
        (Part.DONE, "requested_on"): "completed_on",
    }
)
"""The field of a caption in a part, by the one that it names alone; other parts have none: a contractor's telephone."""

_TOLD = frozenset(field for _, field in _MEANT)
"""The fields that parts tell apart: a number is one wherever it stands."""
_TITLED = _TOLD | frozenset(_MEANT.values())
"""The fields that titles of parts are captions of elsewhere; what was done has its blank, whatever stands below."""


def in_sections(labels: Sequence[Label], layout: Layout) -> tuple[Label, ...]:
    """The labels, those that several name alike by bare captions as what they mean in their parts.

    A part's title is no label of its own, where a caption of its part says the same; a caption that means no field of
    an order there is none either, where another one names the field.
    """
    named = Counter(label.field for label in labels)
    doubled = sum(times > 1 for times in named.values())
    if doubled >= _TICKETS and 2 * doubled > len(named):
        return tuple(labels)
    several = [k for k in labels if not k.declared and named[k.field] > 1 and k.field in _TOLD]
    bare = [k for k in several if set(k.phrase.split()) <= _BARE]
    titles = [(segment, part) for segment in layout.segments if (part := part_of(segment.text)) is not None]
    told = {id(k): title for k in bare if (title := _governing(k, titles, layout)) is not None}
    meant = [(k, _MEANT.get((told[id(k)][1], k.field), "") if id(k) in told else k.field) for k in labels]
    left = {field for _, field in meant}
    meant = [(k, field or ("" if k.field in left else k.field)) for k, field in meant]
    heads = [(told[id(k)][0], k, field) for k, field in meant if id(k) in told]
    return tuple(
        replace(k, field=field)
        for k, field in meant
        if field and not any(_is_title(k, *head, layout) for head in heads)
    )


def _is_title(label: Label, title: Segment, caption: Label, field: str, layout: Layout) -> bool:
    """Whether a label is the title of a part: before a caption that says the same, or over its captions.

    "Work Done" over its own blank stays a caption, though a "Name" of workers stands in a table below.
    """
    if title.box.overlap(label.box) <= 0 or _has_box_beside(title, layout):
        return False
    if title.line == caption.line:
        return field in {"", label.field}
    return label.field in _TITLED or _right_over(title, caption, layout)


def _has_box_beside(title: Segment, layout: Layout) -> bool:
    """Whether a box stands right of that of some words, level with it, in which no other part has its title."""
    cell = layout.cell_at(*title.box.middle)
    x, y = cell.box.right + layout.em, title.box.middle[1]
    if not cell.closed or x >= layout.width:
        return False
    other = layout.cell_at(x, y)
    level = max(abs(other.box.top - cell.box.top), abs(other.box.bottom - cell.box.bottom)) < layout.em
    inside = (s for s in layout.segments if holds(other.box, s.box))
    return other.closed and level and all(part_of(s.text) is None for s in inside)


def _right_over(title: Segment, caption: Label, layout: Layout) -> bool:
    """Whether a title and a caption have nothing between their lines."""
    top, bottom = title.box.bottom, caption.box.top
    span = title.box.union(caption.box)
    return not any(
        top < s.box.middle[1] < bottom and s.line not in {title.line, caption.line} and span.overlap(s.box) > 0
        for s in layout.segments
    )


def part_of(text: str) -> Part | None:
    """What a title is about; None for words that are none."""
    words = plain(text).split()
    found = [_PART_OF[word] for word in words if word in _PART_OF]
    return found[0] if found and all(word in _PART_OF or word in _BESIDE for word in words) else None


_Title = tuple[Segment, Part]


def _governing(label: Label, titles: Sequence[_Title], layout: Layout) -> _Title | None:
    """The title of a caption's part: the last one at the left of its line, else the lowest over it."""
    before = [t for t in titles if t[0].line == label.line and t[0].box.right <= label.box.left]
    if before:
        return max(before, key=lambda t: t[0].box.right)
    over = [t for t in titles if t[0].box.bottom <= label.box.top and _heads(t[0], label.box, titles, layout)]
    return max(over, key=lambda t: t[0].box.top, default=None)


def _heads(title: Segment, caption: Box, titles: Sequence[_Title], layout: Layout) -> bool:
    """Whether a title stands at the head of the column that a caption is in, with nothing but titles beside it."""
    level = [s for s in layout.segments if s.line == title.line and s is not title]
    others = [t[0] for t in titles if t[0].line == title.line]
    end = min((s.box.left for s in others if s.box.left > title.box.right), default=float(layout.width))
    alone = all(any(s is other for other in others) for s in level)
    return alone and title.box.left - layout.em < caption.middle[0] < end
