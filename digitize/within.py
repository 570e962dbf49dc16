"""Parts of a page."""

from __future__ import annotations

from dataclasses import replace

from digitize.layout import Layout, Segment, holds
from records.geometry import Box


def within(layout: Layout, region: Box) -> Layout:
    """The part of a layout that lies in a region."""
    segments = tuple(Segment(s.words, s.line) for s in layout.segments if holds(region, s.box))
    words = tuple(word for word in layout.words if holds(region, word.box))
    across = tuple(
        rule
        for rule in layout.across
        if region.top - 5 <= rule.middle[1] <= region.bottom + 5
        and rule.right > region.left
        and rule.left < region.right
    )
    down = tuple(rule for rule in layout.down if rule.bottom > region.top and rule.top < region.bottom)
    boxes = tuple((box, ink) for box, ink in layout.checkboxes if holds(region, box))
    return replace(layout, words=words, segments=segments, across=across, down=down, checkboxes=boxes)
