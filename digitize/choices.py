"""Reads check boxes: which one of a group is ticked, and which field the group answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from rapidfuzz import fuzz, process

from digitize.confidence import believed
from digitize.labels import Label
from digitize.layout import Layout, Segment, text_of
from digitize.zones import Ink
from records.evidence import Evidence, Relation
from records.fields import Field, FieldType
from records.geometry import Box, bounding
from records.order import FieldReading, ReadingStatus
from records.page import Word
from records.values import STATUS_WORDS, parse_status

_LONG, _ALIKE = 6, 85.0
"""Letters of a word that may be misread, and its likeness, 0 to 100, to the word that it is."""
TICKED = 0.12
"""Share of ink inside a box from which it is ticked: ticked ones have 0.30 and more, empty ones 0.014 at most."""
FAINT = 0.05
"""Share from which the one box of a group with ink may be ticked: thin ticks had 0.118 to 0.154, empty boxes 0."""
_FAINTER = 4.0
"""Times the ink of any other box that such a one has at least."""

URGENCY = frozenset(
    [
        "emergency",
        "emerg",
        "urgent",
        "routine",
        "high",
        "medium",
        "low",
        "normal",
        "scheduled",
        "critical",
        "standard",
        "rush",
        "asap",
    ]
)
"""Words that say how urgent an order is."""


@dataclass(frozen=True, slots=True)
class Option:
    """A check box and the words beside it."""

    box: Box
    ink: float
    text: str
    words: tuple[Word, ...]

    @property
    def ticked(self) -> bool:
        """Whether it is ticked, crossed or filled."""
        return self.ink >= TICKED


def find_options(layout: Layout, ink: Ink) -> tuple[tuple[Option, ...], ...]:
    """The check boxes of a page by group: on one line, or one below the other."""
    options = _boxed(layout)
    options += _overgrown(options, layout, ink)
    at = {option.box: option for option in options}
    groups = [[at[box] for box in group] for group in _in_grids(_groups(list(at), layout.em), layout)]
    groups = _in_rows(groups, layout.em)
    grouped = [tuple(sorted(group, key=lambda o: (round(o.box.top / layout.em), o.box.left))) for group in groups]
    return tuple(sorted((g for g in grouped if len(g) > 1), key=lambda g: (g[0].box.top, g[0].box.left)))


def _in_rows(groups: Sequence[list[Option]], em: float) -> list[list[Option]]:
    """The groups, with rows made one whose captions begin in columns, though their boxes stand behind them raggedly."""
    made: list[list[Option]] = []
    for group in sorted(groups, key=lambda group: group[0].box.top):
        home = next((other for other in made if _in_columns(group, other, em)), None)
        if home is None:
            made.append(list(group))
        else:
            home += group
    return made


def _in_columns(group: Sequence[Option], other: Sequence[Option], em: float) -> bool:
    """Whether two captions of a group, or more, begin right under captions before boxes of another one."""
    starts = [option.words[0].box for option in other if option.words and option.words[0].box.left < option.box.left]
    own = [option.words[0].box for option in group if option.words and option.words[0].box.left < option.box.left]
    return sum(any(abs(b.left - s.left) < 0.5 * em and 0 < b.top - s.top < 4 * em for s in starts) for b in own) > 1


_HEADED = 2.0
"""Ems above a box within which the words stand that head its column."""


def _in_grids(groups: Sequence[list[Box]], layout: Layout) -> list[list[Box]]:
    """The groups, with columns that stand in the same lines made one, where the right one has no words over it."""
    made: list[list[Box]] = []
    for group in sorted(groups, key=lambda group: group[0].left):
        home = next((other for other in made if _in_lines(group, other, layout.em)), None)
        if home is None or _is_headed(group, layout):
            made.append(list(group))
        else:
            home += group
    return made


def _in_lines(group: Sequence[Box], other: Sequence[Box], em: float) -> bool:
    """Whether two boxes of a group, or more, are level with boxes of another one."""
    return sum(any(abs(box.middle[1] - o.middle[1]) < 0.8 * em for o in other) for box in group) > 1


def _is_headed(group: Sequence[Box], layout: Layout) -> bool:
    first = min(group, key=lambda box: box.top)
    room = Box(
        first.left - layout.em, max(first.top - _HEADED * layout.em, 0.0), first.right + 4 * layout.em, first.top
    )
    return bool(layout.words_in(room))


def _boxed(layout: Layout) -> list[Option]:
    """The check boxes of a page that have words beside them: those of a group all on one side."""
    ink = dict(layout.checkboxes)
    found = []
    for group in _groups(list(ink), layout.em):
        behind, before = ([_caption(box, layout, left=left) for box in group] for left in (False, True))
        captions = before if _closer(before, behind, group) else behind
        found += [
            Option(box, ink[box], text_of(words), words) for box, words in zip(group, captions, strict=True) if words
        ]
    return found


_HUG = 0.7
"""Of the gap between boxes and the words on their right, that between them and their captions on the left at most."""


def _closer(before: Sequence[tuple[Word, ...]], behind: Sequence[tuple[Word, ...]], group: Sequence[Box]) -> bool:
    """Whether words stand before all boxes of a group, nearer than those behind them: "Yes [ ]   No [ ]"."""
    if len(group) < 2 or not all(before):
        return False
    near = median(box.left - words[-1].box.right for box, words in zip(group, before, strict=True))
    far = [words[0].box.left - box.right for box, words in zip(group, behind, strict=True) if words]
    return not far or near < _HUG * median(far)


def _groups(boxes: Sequence[Box], em: float) -> list[list[Box]]:
    """The boxes by group: on one line, or one below the other."""
    groups: list[list[Box]] = []
    # From the left and not from above: the squares of one line are a pixel higher or lower.
    for box in sorted(boxes, key=lambda box: (box.left, box.top)):
        homes = [group for group in groups if any(_together(other, box, em) for other in group)]
        groups = [group for group in groups if group not in homes]
        groups.append([*(each for group in homes for each in group), box])
    return groups


def is_caption(box: Box, groups: Sequence[Sequence[Option]], layout: Layout) -> bool:
    """Whether nothing stands in a place but captions of check boxes: of a group, or of one that nobody ticked.

    What is printed beside a box says nothing until the box is ticked, whatever label stands before it.
    """
    idle = [option for option in _boxed(layout) if not option.ticked]
    captions = {id(word) for option in (*idle, *(each for group in groups for each in group)) for word in option.words}
    said = [word for word in layout.words_in(box) if any(map(str.isalnum, word.text))]
    return bool(said) and all(id(word) in captions for word in said)


def _overgrown(options: Sequence[Option], layout: Layout, ink: Ink) -> list[Option]:
    """Boxes hidden by the cross through them: words that stand as the others' captions do, with ink before them."""
    known = {id(word) for option in options for word in option.words}
    captioned = [option for option in options if option.words and option.words[0].box.left > option.box.right - 4]
    found: list[Option] = []
    for segment in layout.segments:
        if any(id(word) in known for word in segment.words):
            continue
        words = tuple(word for word in segment.words if any(map(str.isalpha, word.text)) and len(word.text) > 1)
        twin = next((o for o in captioned if words and _alike(o, words[0], layout.em)), None)
        if twin is not None:
            offset = twin.words[0].box.left - twin.box.left
            place = Box(
                words[0].box.left - offset,
                words[0].box.middle[1] - twin.box.height / 2,
                words[0].box.left - offset + twin.box.width,
                words[0].box.middle[1] + twin.box.height / 2,
            )
            if place.left > 0 and place.top > 0 and ink(place) > 2 * TICKED:
                found.append(Option(place, ink(place), text_of(words), words))
    return found


def _alike(option: Option, word: Word, em: float) -> bool:
    """Whether a word could be the caption of a box like the option's: level with its caption, or below or above it."""
    caption = option.words[0].box
    same_height = 0.7 < word.box.height / max(caption.height, 1) < 1.45
    level = (
        abs(caption.middle[1] - word.box.middle[1]) < 0.5 * em and 2 * em < abs(caption.left - word.box.left) < 22 * em
    )
    stacked = abs(caption.left - word.box.left) < 0.4 * em and 0.8 * em < abs(caption.top - word.box.top) < 3.5 * em
    return same_height and (level or stacked)


def _together(box: Box, other: Box, em: float) -> bool:
    level = abs(box.middle[1] - other.middle[1]) < 0.8 * em and 0 < abs(other.left - box.left) < 22 * em
    stacked = abs(box.left - other.left) < 0.8 * em and 0 < abs(other.top - box.top) < 4 * em
    return level or stacked


def _caption(box: Box, layout: Layout, *, left: bool) -> tuple[Word, ...]:
    """The words right of a box, or left of it, up to the next box or a gap wider than 1.3 em."""
    em, sign = layout.em, -1 if left else 1
    others = (o for o, _ in layout.checkboxes if abs(o.middle[1] - box.middle[1]) < em)
    edges = [_near(o, sign) for o in others if _near(o, sign) > _far(box, sign)]
    limit = min(edges, default=_far(box, sign) + 14 * em)
    level = (w for w in layout.words if abs(w.box.middle[1] - box.middle[1]) < 0.7 * em)
    words = [
        w
        for w in level
        if _far(box, sign) - 4 < sign * w.box.middle[0] < limit and _near(w.box, sign) > _near(box, sign) - 6
    ]
    run: list[Word] = []
    for word in sorted(words, key=lambda w: _near(w.box, sign)):
        gap = _near(word.box, sign) - _far(run[-1].box if run else box, sign)
        if gap > 1.3 * em or (run and left and word.text.endswith(":")):
            break
        run.append(word)
    return tuple(word for word in run[::sign] if any(map(str.isalnum, word.text)))


def _near(box: Box, sign: int) -> float:
    """Where a box begins for who comes from the left, sign 1, or from the right, -1."""
    return box.left if sign > 0 else -box.right


def _far(box: Box, sign: int) -> float:
    """Where it ends for the same."""
    return box.right if sign > 0 else -box.left


def read_choices(
    groups: Sequence[Sequence[Option]], labels: Sequence[Label], fields: Mapping[str, Field], page: int
) -> tuple[FieldReading, ...]:
    """A reading for each group that answers a field of the catalogue; none where its one tick is not clear."""
    readings: dict[str, FieldReading] = {}
    for group in groups:
        name = field_of(group, labels)
        if name in fields and name not in readings:
            readings[name] = read_choice(name, group, page)
    return tuple(readings.values())


def field_of(group: Sequence[Option], labels: Sequence[Label]) -> str:
    """What a group answers: its options' words say so, else the label before or above it, else the kind of work."""
    texts = [option.text for option in group]
    if sum(parse_status(text).value is not None for text in texts) >= max(2, 0.6 * len(texts)):
        return "status"
    if sum(text.lower().strip(".") in URGENCY for text in texts) >= 2:
        return "priority"
    box = bounding([option.box for option in group])
    near = [label for label in labels if _leads(label.box, box)]
    return near[0].field if near else "category"


def _leads(label: Box, box: Box) -> bool:
    beside = abs(label.middle[1] - box.middle[1]) < 25 and 0 <= box.left - label.right < 200
    above = 0 <= box.top - label.bottom < 40 and abs(label.left - box.left) < 60
    return beside or above


def read_choice(name: str, group: Sequence[Option], page: int) -> FieldReading:
    """What a group of boxes says: the caption of the one that is ticked."""
    ticked = [option for option in group if option.ticked]
    faint = [] if ticked else _faintly(group)
    ticked = ticked or faint
    box = bounding([option.box for option in group])
    if not ticked:
        none = FieldReading(name, None, "", ReadingStatus.ABSENT, 0.0, page, box, "checkboxes")
        most = max(option.ink for option in group)
        return believed(none, Evidence(Relation.UNTICKED, FieldType.CHOICE, ink=round(most, 4)))
    best = max(ticked, key=lambda option: option.ink)
    clear = len(ticked) == 1 or best.ink > 2.5 * median(sorted(o.ink for o in ticked)[:-1])
    value = (_status(best.text) if name == "status" else None) or best.text
    doubt = "the tick is faint" if faint else "" if clear else "more than one box is ticked"
    reading = FieldReading(name, value, best.text, ReadingStatus.OK, 0.0, page, best.box, "checkboxes", doubt=doubt)
    second = max((option.ink for option in group if option is not best), default=0.0)
    read = sum(word.confidence for word in best.words) / len(best.words)
    evidence = Evidence(
        Relation.TICKED,
        FieldType.CHOICE,
        chosen=round(best.ink / (best.ink + second), 4),
        other=round(read, 4),
        length=len(value),
        ink=round(best.ink, 4),
    )
    return believed(reading, evidence)


def _faintly(group: Sequence[Option]) -> list[Option]:
    """The one box of a group that has ink where no other has; none where that is less than a thin tick."""
    first, *others = sorted(group, key=lambda option: -option.ink)
    alone = first.ink >= FAINT and all(first.ink > _FAINTER * option.ink for option in others)
    return [first] if alone and others else []


def _status(caption: str) -> str | None:
    """What a caption says of an order, or the long word of one that is much like a printed "Complte"."""
    words = re.findall(f"[a-z]{{{_LONG},}}", caption.casefold())
    near = [process.extractOne(word, STATUS_WORDS.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE) for word in words]
    return parse_status(caption).value or next((STATUS_WORDS[found[0]] for found in near if found), None)


def beside_box(segment: Segment | Label, layout: Layout) -> bool:
    """Whether words are the caption of a check box, and so no label of a blank."""
    box = segment.box
    return any(
        abs(other.middle[1] - box.middle[1]) < 0.7 * layout.em
        and -1.2 * other.width < box.left - other.right < 1.3 * layout.em
        for other, _ in layout.checkboxes
    )
