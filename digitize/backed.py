"""Labels that only the other labels of their page make likely: too short, or run into what is written behind them.

"Due" is a label where it stands alone in the print of the page's labels. "Work Done By Donna Duffy" without a colon may
be a sentence; where the words stand at the beginning of a blank's rule, as those of two other fields do, it is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from digitize.layout import Layout
from records.geometry import Box

if TYPE_CHECKING:
    from digitize.labels import Label

_SEVERAL = 4
"""Labels that tell the size of a page's print."""
_ALIKE = 0.25
"""Share by which a short label's letters may be higher or lower."""
_LEAST = 3
"""Letters of the shortest one: two may be a speck's."""
_FIELDS = 3
"""Fields whose words begin a rule from which a page is laid out so."""


def backed(labels: Sequence[Label], others: Sequence[Label], layout: Layout) -> list[Label]:
    """Those of the others that the labels make likely, each of a field that no label names.

    Args:
        labels: What is a label by itself.
        others: Words that name a field in full and begin with a capital, at the beginning of their run.
        layout: The page.
    """
    named = {label.field for label in labels}
    free = [label for label in others if label.field not in named and label.text[:1].isupper()]
    return [*_small(labels, free), *_on_rules(labels, free, layout)]


def _small(labels: Sequence[Label], others: Sequence[Label]) -> list[Label]:
    """The words too short to be a label anywhere, that stand alone and are as high as the labels are."""
    if len(labels) < _SEVERAL:
        return []
    usual = median(label.box.height for label in labels)
    alone = (label for label in others if not label.tail and len(label.phrase) >= _LEAST)
    return [label for label in alone if abs(label.box.height - usual) <= _ALIKE * usual]


def _on_rules(labels: Sequence[Label], others: Sequence[Label], layout: Layout) -> list[Label]:
    """The words that begin a rule and a line, with what is written behind them on it, where other labels do."""
    crowded = [label for label in others if _led(label) and _begins_rule(label.box, layout)]
    alike = {label.field for label in labels if label.tail and _begins_rule(label.box, layout)}
    return crowded if len(alike | {label.field for label in crowded}) >= _FIELDS else []


def _led(label: Label) -> bool:
    """Whether a value begins behind a label: with a capital or a figure, and not in the middle of a sentence."""
    main = [word[:1] for word in label.text.split() if len(word) > _LEAST]
    return bool(label.tail) and not any(map(str.islower, main)) and not label.tail[0].text[:1].islower()


def _begins_rule(box: Box, layout: Layout) -> bool:
    """Whether a rule begins where the words on it do, and goes on behind them."""
    em = layout.em
    return any(
        abs(rule.left - box.left) < em
        and rule.right > box.right + 2 * em
        and -0.4 * em < rule.top - box.bottom < 0.9 * em
        for rule in layout.across
    )
