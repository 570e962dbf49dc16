"""What was compared before: the levels of pairs of rows, so that what comes later is compared and the rest is not.

The levels of a pair hang on what its two rows say and on nothing else, so they are kept under a hash of both: it does
not matter which list the rows came in, in what order, or what came since. What does hang on all rows (how rare a word
is, how often rows agree by chance, who is whose rival) is found anew each time; so linking in steps gives to the last
digit what linking at once gives.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from matching.blocking import Ids, Sides
from matching.comparisons import MISSING, FieldComparison
from matching.model import Grades
from matching.tables import ABSENT, Column

Hashes = NDArray[np.uint64]

_FACTORS = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xC2B2AE3D27D4EB4F))
_SHIFT = np.uint64(29)
_SOURCES = (
    ("matching", "comparisons.py"),
    ("matching", "features.py"),
    ("matching", "levels.py"),
    ("matching", "normalise.py"),
    ("matching", "units.py"),
    ("records", "addresses.py"),
)
"""The code that levels come from: where it is another, all is compared again."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Levels of pairs of rows, by the hash of the pair."""

    terms: str
    """Under what they were found: the comparisons and the code behind them."""
    pairs: Hashes
    """In order."""
    grades: Grades
    """A row a pair, a column a comparison that hangs on the two values alone."""


NOTHING = Compared("", np.empty(0, dtype=np.uint64), np.empty((0, 0), dtype=np.int8))

Compare = Callable[[FieldComparison, NDArray[np.int64]], NDArray[np.int8]]
"""The levels of some of the pairs by one comparison."""


@dataclass(slots=True)
class Memory:
    """Remembers while pairs are compared: what was found before is looked up, and everything asked for is kept."""

    before: Compared = NOTHING
    found: list[Compared] = field(default_factory=list)
    again: int = 0
    """Pairs that had been compared before."""
    anew: int = 0

    def grades(
        self, sides: Sides, comparisons: Sequence[FieldComparison], pairs: tuple[Ids, Ids], compare: Compare
    ) -> Grades:
        """The levels of each pair: a column a comparison; `compare` is asked for what is not known."""
        kept = [place for place, each in enumerate(comparisons) if not each.of_corpus]
        terms = _terms([comparisons[place] for place in kept])
        hashes = _pair_hashes(sides, sorted({comparisons[place].field for place in kept}), pairs)
        grades = np.full((len(hashes), len(comparisons)), MISSING, dtype=np.int8, order="F")
        place, known = self._known(terms, hashes)
        new = np.flatnonzero(~known)
        for number, comparison in enumerate(comparisons):
            if number not in kept:
                grades[:, number] = compare(comparison, np.arange(len(hashes)))
                continue
            grades[new, number] = compare(comparison, new)
            if len(new) < len(hashes):
                grades[known, number] = self.before.grades[place[known], kept.index(number)]
        self.again += int(known.sum())
        self.anew += len(new)
        self.found.append(Compared(terms, hashes, grades[:, kept]))
        return grades

    def _known(self, terms: str, hashes: Hashes) -> tuple[Ids, NDArray[np.bool_]]:
        """For each pair where it stands among those compared before, and whether it does."""
        held = self.before.pairs if terms == self.before.terms else NOTHING.pairs
        if not len(held):
            return np.zeros(len(hashes), dtype=np.int64), np.zeros(len(hashes), dtype=bool)
        place = np.minimum(np.searchsorted(held, hashes), len(held) - 1)
        return place, held[place] == hashes

    def kept(self) -> Compared:
        """What this run has asked for, each pair once; what it has not asked for is forgotten."""
        terms = self.found[0].terms if self.found else ""
        parts = [each for each in self.found if each.terms == terms and len(each.pairs)]
        if not parts:
            return NOTHING
        hashes, first = np.unique(np.concatenate([each.pairs for each in parts]), return_index=True)
        return Compared(terms, hashes, np.concatenate([each.grades for each in parts])[first])


def _terms(comparisons: Sequence[FieldComparison]) -> str:
    """The comparisons, and what their levels come from, as a fingerprint."""
    from importlib.metadata import version  # here, as it takes 0.04 s to fetch

    made = hashlib.sha256(repr([each.as_dict() for each in comparisons]).encode())
    made.update(version("rapidfuzz").encode())
    for package, name in _SOURCES:
        made.update(files(package).joinpath(name).read_bytes())
    return made.hexdigest()


def _pair_hashes(sides: Sides, fields: Sequence[str], pairs: tuple[Ids, Ids]) -> Hashes:
    """A hash for each pair, of all that both rows say; of 64 bits: of ten million pairs two have the same one with a
    chance of three in a million.
    """
    known = {name: _value_hashes(sides, name) for name in fields}
    ours, theirs = (
        _row_hashes([(known[name], getattr(sides.fields[name], side)) for name in fields], size)
        for side, size in (("left", sides.height), ("right", sides.width))
    )
    with np.errstate(over="ignore"):
        return _mixed(_mixed(ours)[pairs[0]] * _FACTORS[1] + theirs[pairs[1]])


def _value_hashes(sides: Sides, name: str) -> Hashes:
    """A hash for each value; of its bytes, as a list may hold half of a surrogate pair, which is no UTF-8."""
    from pandas.util import hash_array

    written = [value.encode("utf-8", "surrogatepass") for value in sides.fields[name].values]
    return np.asarray(hash_array(np.array(written, dtype=object), categorize=False), dtype=np.uint64)


def _row_hashes(columns: Sequence[tuple[Hashes, Column]], size: int) -> Hashes:
    """A hash of the values and further readings of each row."""
    made = np.zeros(size, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for values, column in columns:
            held = np.append(values, np.uint64(0))
            for rank, codes in enumerate(column.readings):
                told = _mixed(made + held[codes] + np.uint64(rank))
                made = np.where(codes == ABSENT, made, told)
            made = _mixed(made + _FACTORS[2])
    return made


def _mixed(hashes: Hashes) -> Hashes:
    """Every bit spread over all (after SplitMix64)."""
    with np.errstate(over="ignore"):
        return (hashes ^ (hashes >> _SHIFT)) * _FACTORS[0]


def packed(compared: Compared) -> bytes:
    """As it is kept in a file."""
    made = io.BytesIO()
    np.savez(made, terms=np.array(compared.terms), pairs=compared.pairs, grades=compared.grades)
    return made.getvalue()


def unpacked(kept: bytes) -> Compared:
    """What was kept; nothing where it cannot be read, as it is only compared again then."""
    try:
        with np.load(io.BytesIO(kept), allow_pickle=False) as found:
            compared = Compared(str(found["terms"]), found["pairs"], found["grades"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return NOTHING
    sound = compared.pairs.dtype == np.uint64 and compared.grades.dtype == np.int8 and compared.grades.ndim == 2
    return compared if sound and compared.pairs.shape == compared.grades.shape[:1] else NOTHING
