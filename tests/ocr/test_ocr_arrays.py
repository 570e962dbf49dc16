"""The greys of a picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ocr import level
from ocr.arrays import Grey, components, grey


@given(arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9))), st.floats(0, 1))
def test_a_level_is_numpys_percentile(picture: Grey, share: float) -> None:
    """Counting greys gives what sorting pixels does, of a part of a picture too."""
    assert level(picture, share) == pytest.approx(float(np.percentile(picture, 100 * share)), abs=1e-6)
    assert level(picture[::2, ::2], share) == pytest.approx(
        float(np.percentile(picture[::2, ::2], 100 * share)), abs=1e-6
    )


@pytest.mark.parametrize("size", [(70, 430), (300, 1400), (513, 513)])
def test_pieces_are_the_same_whatever_they_are_numbered_with(size: tuple[int, int]) -> None:
    """In 16 bits or in 32: of noise, which has as many pieces as a picture can."""
    mask = grey((np.random.default_rng(3).random(size) < 0.2).astype(np.uint8))
    count, labels, stats = components(mask)
    others = cv2.connectedComponentsWithStats(mask, connectivity=8)
    assert count == others[0]
    assert np.array_equal(labels, others[1])
    assert np.array_equal(stats, others[2])
