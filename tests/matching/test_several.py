"""A longer list with several records of one thing: told from one that has kin, and linked as it is."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.grouped import Grouped
from matching.judged import NONE
from matching.marginals import Edges, marginals
from matching.score import Scored
from matching.several import with_several

_Pairs = list[tuple[int, int]]


def _scored(pairs: _Pairs) -> Scored:
    """Pairs each of which is sure."""
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    sure, nothing = np.ones(len(pairs)), np.zeros((len(pairs), 0), dtype=np.int8)
    return Scored(left, right, nothing, sure, 0.0, sure, None, None, NONE)  # type: ignore[arg-type]


def _several(pairs: _Pairs, height: int, width: int) -> tuple[bool, bool]:
    found = with_several(_scored(pairs), (Grouped.of(height), Grouped.of(width)))
    return found[0].several, found[1].several


_CITATIONS = [(paper, 3 * paper + turn) for paper in range(200) for turn in range(3)]


def test_copies_of_the_longer_list_show_on_one_side() -> None:
    """Where papers have three citations each and no citation has two papers, a paper may have several partners."""
    assert _several(_CITATIONS, 200, 2000) == (True, False)
    assert _several([(citation, paper) for paper, citation in _CITATIONS], 2000, 200) == (False, True)


def test_kin_show_on_both_sides() -> None:
    """Where a person's household is in both lists, nobody has several partners."""
    households = [(2 * home + one, 2 * home + other) for home in range(200) for one in range(2) for other in range(2)]
    assert _several(households, 400, 400) == (False, False)


def test_a_few_rows_beside_a_long_list_show_nothing() -> None:
    """Thirty sheets of a list of 1,200 records seldom hold each other's kin: that none does is no sign of copies."""
    assert _several([(sheet, 2 * sheet + turn) for sheet in range(30) for turn in range(2)], 30, 1200) == (False, False)


def test_nothing_in_common_has_no_copies() -> None:
    """Without a sure pair each row has one partner at most."""
    assert _several([], 10, 100) == (False, False)


@settings(deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 2), st.integers(0, 8)), st.floats(-5, 12), max_size=20))
def test_each_of_several_partners_has_no_other(pairs: dict[tuple[int, int], float]) -> None:
    """The probabilities of a citation's papers add up to one at most; a paper's citations are no rivals."""
    listed = sorted(pairs)
    left, right = (np.array([pair[side] for pair in listed], dtype=np.int64) for side in (0, 1))
    edges = Edges(left, right, np.array([pairs[pair] for pair in listed]), 3, 9, (True, False))
    found = marginals(edges, 5.0)
    assert np.bincount(right, weights=found, minlength=9).max(initial=0.0) <= 1.0 + 1e-3
    for citation in range(9):
        own = right == citation
        alone = marginals(Edges(left[own], right[own], edges.evidence[own], 3, 9, (True, False)), 5.0)
        assert np.allclose(found[own], alone, atol=1e-9)
