"""A field's place on a form, from those that its pages propose: what they agree on, with room for longer values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from digitize.continued import lines_under
from digitize.extract import Claim, multiline
from digitize.forms.captioned import inside_of
from digitize.forms.learned import LearnedZone
from digitize.hanging import KIND
from digitize.labels import Label
from digitize.layout import Layout, holds, same_place
from digitize.settings import DigitizeSettings
from digitize.unnamed import unknown_labels
from records.fields import FieldType
from records.geometry import Box, bounding

_BEYOND = {"underline": 2.0, "beside": 6.0, "below": 6.0}
"""Ems by which values may be longer than those seen, where no box ends them: hands run over the end of their line."""
_ON = 0.7
"""Ems above or below a rule that the foot of a place lies at most whose values are written on it."""


def agreeing(claim: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """Those that claim nearly the same place for the same label."""
    same = [other for other in claims if other.label.box == claim.label.box and other.kind == claim.kind]
    return same + [other for other in claims if other not in same and same_place(other.box, claim.box)]


def agreed_zone(
    agreed: Sequence[Claim], pages: int, part: Layout, labels: Sequence[Label], settings: DigitizeSettings
) -> LearnedZone:
    """The zone of a field that claims of several pages agree on, with the room that other values need."""
    first = agreed[0]
    box = first.box
    for claim in agreed[1:]:
        box = box.union(claim.box)
    box = roomy(_widened(box, first, part, labels), first.label, part, labels)
    field = settings.fields[first.field]
    if field.type is FieldType.TEXT and first.kind != KIND:
        lines = lines_under(first.box, first.label, labels, part)
        box = bounding([box, *lines]) if all(line.left > first.label.box.left - part.em for line in lines) else box
    certainty = median(claim.certainty for claim in agreed) * (0.7 + 0.3 * len(agreed) / pages)
    whole = replace(first, box=box)
    return LearnedZone(first.field, box, first.label.text, round(certainty, 3), multiline(whole, field, part))


def _widened(box: Box, claim: Claim, part: Layout, labels: Sequence[Label]) -> Box:
    """A zone without a cell, with the room that longer values need: up to the next label and the next rule.

    What stands under its caption on a rule has that rule's length.
    """
    em = part.em
    under = (r for r in part.across if -_ON * em < r.top - box.bottom < _ON * em and _is_over(box, r, em))
    rule = next(under, None) if claim.kind == "below" else None
    if rule is not None:
        return Box(min(rule.left, box.left), box.top, max(rule.right, box.right), box.bottom)
    if claim.kind not in _BEYOND:
        return box
    line = box.middle[1] if claim.kind == "below" else claim.label.box.middle[1]
    level = [k.box.left - 4 for k in labels if abs(k.box.middle[1] - line) < em]
    walls = [rule.left for rule in part.down if rule.top <= box.middle[1] <= rule.bottom]
    limit = min((x for x in (*level, *walls, float(part.width)) if x > box.left + em), default=box.right)
    reach = max(min(box.right + _BEYOND[claim.kind] * em, limit), box.right if claim.kind == "underline" else 0.0)
    behind = claim.label.box.right + 1 if claim.label.box.right < box.left else 0.0
    return Box(max(box.left - 0.6 * em, behind, 0), box.top, max(reach, box.left), box.bottom)


def _is_over(box: Box, rule: Box, em: float) -> bool:
    """Whether a place begins and ends where a rule does, or within it."""
    return rule.left - em < box.left and box.right < rule.right + em


def roomy(box: Box, label: Label | None, part: Layout, labels: Sequence[Label]) -> Box:
    """A zone as large as its cell: the label's own print is taken away before it is read, and hands run over labels.

    Where the cell holds other labels, or other print beside the place, or has no four sides, the zone stays as it is.
    """
    cell = part.cell_at(*box.middle)
    inner = inside_of(cell.box)
    others = [k for k in (*labels, *unknown_labels(part, labels)) if label is None or k.box.overlap(label.box) == 0]
    own = [box, *([label.box] if label is not None else [])]
    beside = [w.box for w in part.words_in(cell.box) if not any(w.box.overlap(each) > 0 for each in own)]
    shared = bool(beside) or any(holds(cell.box, other.box) for other in others)
    wider = box.right > cell.box.right + part.em  # its cents have a box of their own
    small = not wider and cell.box.width < 0.98 * part.width and cell.box.height < 14 * part.em
    return inner if cell.closed and small and not shared and inner.width > 10 and inner.height > 10 else box


def apart(zones: Sequence[LearnedZone]) -> list[LearnedZone]:
    """The zones, of those that overlap by half the surest."""
    kept: list[LearnedZone] = []
    for zone in sorted(zones, key=lambda z: (-z.certainty, z.box.top, z.box.left)):
        area = zone.box.width * zone.box.height
        if not any(zone.box.overlap(k.box) > 0.5 * min(area, k.box.width * k.box.height) for k in kept):
            kept.append(zone)
    return kept
