"""What a workspace can set about matching."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MatchSettings:
    """Thresholds and limits of linking and of the accounting; the defaults are meant to serve everyone."""

    link_at: float = 0.9
    """A pair this likely, or likelier, is a link."""
    possible_at: float = 0.5
    """A pair this likely, and less than a link, is a possible link: a person decides."""
    raise_at: float = 0.5
    """A finding less certain than this is not raised."""
    small_table: int = 100_000
    """Up to so many pairs are all compared, in about a second; blocking begins above. Of 300 orders that are hardly
    legible it misses pairs by which most of the wrong links come: 40 of 1,200 pairs are wrong with it, 5 without."""
    pairs_per_row: int = 30
    """A blocking rule proposes at most so many pairs a row; the commonest keys are left out, and it is said so."""
    nearest_steps: int = 5_000
    """Products of two weights that looking for the rows most alike in words may take a row; the commonest words are
    left out."""
    date_window: int = 3
    """Days by which two dates may differ and still block together."""
    random_pairs: int = 30_000
    """Pairs drawn at random to learn how often unrelated orders agree."""
    rounds: int = 25
    """Most rounds of expectation and maximisation."""
    prior_pairs: float = 40.0
    """How many pairs the starting weights count for against what is learned."""
    seed: int = 20190412
    """For the random pairs, so that the same input gives the same output."""
    dense_from: float = 0.6
    """A number series with less of its range in use is not dense: no gaps are raised in it."""
    series_least: int = 5
    """A number series needs so many numbers before its holes mean anything."""
    covered_from: float = 0.6
    """Share of the digital records of a range that must be on paper before the others count as missing there."""
    stuck_sheets: int = 6
    """Most sheets that one misfeed is believed to hide; a longer hole is a missing section."""
    sure_reading: float = 0.85
    """Least confidence of a reading that may contradict a digital record."""
    on_time_days: int | None = None
    """Days within which an order without a due date is to be done; None where nothing is promised."""
    unissued: tuple[tuple[str, str], ...] = ()
    """Ranges of numbers that were never issued, or were spoiled, each by its first and its last number."""
    sheets: Mapping[str, int] = field(default_factory=dict)
    """Sheets of a binder that somebody counted, by its name."""
