"""A longer list that has several records of one thing, such as the citations of a paper, told from one that has kin.

That a row has one partner is what a model is learned by (`refine`); where it has several, the weaker ones are taken for
mere resemblance: of 5,464 citations of 2,600 papers a fifth was found. Kin show on both sides: where both lists are of
the same things, a row of the longer one finds its partner's kin in the shorter one as many times less often than the
other way round as that one is shorter. Copies in the longer list show on one side only.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.grouped import Sides
from matching.ids import distinct
from matching.score import Scored

_SURELY = 0.9
_MANY = 0.1
"""Of the sure pairs, how many are a row's further ones, at least: copies are no exception."""
_FEWER = 2.5
"""How many times fewer rows of the longer list have a second partner than would if they were kin: 4 to 40 on citations
of papers; 0.7 to 2 on people with households, on firms, and on goods and songs with sisters."""
_APART = 2.5
"""By how many standard deviations they are fewer: 300 persons beside 34,000 show it by 1.5, 31 sheets beside 1,272
records by less."""


def with_several(scored: Scored, sides: Sides) -> Sides:
    """The lists, and whether a row of the shorter one may have several partners.

    The pairs are weighed by a model that was learned with one partner a row.
    """
    sure = scored.probability >= _SURELY
    shorter, longer = (1, 0) if sides[1].count < sides[0].count else (0, 1)
    rows = scored.left[sure], scored.right[sure]
    few, many = len(distinct(rows[shorter])), len(distinct(rows[longer]))
    further, found = len(rows[0]) - few, len(rows[0]) - many
    if further < max(_MANY * len(rows[0]), 1):
        return sides
    as_kin = further / few * many * sides[shorter].count / sides[longer].count
    if as_kin - found < _APART * np.sqrt(as_kin) or as_kin < _FEWER * found:
        return sides
    several = [replace(side, several=place == shorter) for place, side in enumerate(sides)]
    return several[0], several[1]
