"""The tests that comparison levels are made of: each looks at many pairs of distinct values at once.

A test is a small frozen value, so a comparison can be written down, read back and explained.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from matching.features import NO_NUMBER, Features, Numbers
from matching.ids import Codes, Ids

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Mask: TypeAlias = NDArray[np.bool_]

_SCORERS: Mapping[str, Callable[..., float]] = MappingProxyType(
    {
        "ratio": fuzz.ratio,
        "token_set": fuzz.token_set_ratio,
        "jaro_winkler": JaroWinkler.similarity,
        "edits": OSA.distance,
    }
)

ALL_CORES = -1
"""Strings are measured in threads; nothing else runs while pairs are compared."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of distinct values of one field, as places in its vocabulary."""

    features: Features
    left: Codes
    right: Codes

    def only(self, mask: Mask | Ids) -> Pairs:
        """The pairs under the mask, or at these places."""
        return Pairs(self.features, self.left[mask], self.right[mask])

    def texts(self, name: str) -> tuple[list[str], list[str]]:
        """A text feature of both sides."""
        found = self.features.texts[name]
        return found.of(self.left), found.of(self.right)

    def codes(self, name: str) -> tuple[Codes, Codes]:
        """A text feature of both sides as codes; -1 where there is none."""
        found = self.features.texts[name].codes
        return found[self.left], found[self.right]

    def numbers(self, name: str) -> tuple[Numbers, Numbers]:
        """A number feature of both sides."""
        found = self.features.numbers[name]
        return found[self.left], found[self.right]


class Test(Protocol):
    """A question about pairs of values."""

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""


@dataclass(frozen=True, slots=True)
class Same:
    """The feature is there and the same on both sides."""

    feature: str

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        if self.feature in pairs.features.numbers:
            left, right = pairs.numbers(self.feature)
            return np.asarray((left == right) & (left != NO_NUMBER), dtype=bool)
        left_code, right_code = pairs.codes(self.feature)
        return np.asarray((left_code == right_code) & (left_code >= 0), dtype=bool)


@dataclass(frozen=True, slots=True)
class Apart:
    """The text is there on both sides, and another."""

    feature: str

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        left, right = pairs.codes(self.feature)
        return np.asarray((left != right) & (left >= 0) & (right >= 0), dtype=bool)


@dataclass(frozen=True, slots=True)
class Within:
    """The numbers lie so close together."""

    feature: str
    most: int

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        left, right = pairs.numbers(self.feature)
        both = (left != NO_NUMBER) & (right != NO_NUMBER)
        far = np.where(both, left, 0) - np.where(both, right, 0)
        return np.asarray(both & (np.abs(far) <= self.most), dtype=bool)


@dataclass(frozen=True, slots=True)
class Steps:
    """The numbers are apart by a whole number of steps, at most so many."""

    feature: str
    step: int
    most: int

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        left, right = pairs.numbers(self.feature)
        far = np.abs(left - right)
        near = Within(self.feature, self.step * self.most).holds(pairs)
        return np.asarray(near & (far > 0) & (far % self.step == 0), dtype=bool)


@dataclass(frozen=True, slots=True)
class WithinShare:
    """The numbers differ by at most such a share of the larger."""

    feature: str
    share: float

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        left, right = pairs.numbers(self.feature)
        both = (left != NO_NUMBER) & (right != NO_NUMBER)
        one, other = np.where(both, left, 0), np.where(both, right, 0)
        near = np.abs(one - other) <= self.share * np.maximum(np.abs(one), np.abs(other))
        return np.asarray(both & near, dtype=bool)


@dataclass(frozen=True, slots=True)
class Crossed:
    """One feature of a side is the other feature of the other side: month and day, first and last name."""

    one: str
    other: str

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        if self.one in pairs.features.numbers:
            (left, right), (left_other, right_other) = pairs.numbers(self.one), pairs.numbers(self.other)
            there = left != NO_NUMBER
            crossed = (left == right_other) | (right == left_other)
            return np.asarray(there & crossed & (right != NO_NUMBER), dtype=bool)
        left_code, right_code = pairs.codes(self.one)
        left_swap, right_swap = pairs.codes(self.other)
        same = ((left_code == right_swap) & (left_code >= 0)) | ((left_swap == right_code) & (right_code >= 0))
        return np.asarray(same, dtype=bool)


@dataclass(frozen=True, slots=True)
class Edits:
    """At most so many characters are wrong, missing, too many or swapped with their neighbour."""

    feature: str
    most: int
    shortest: int = 3
    """Both texts are at least so long."""

    @property
    def measure(self) -> Measure:
        """What is measured."""
        return Measure(self.feature, "edits")

    @property
    def limit(self) -> float:
        """Up to where the measure must be known."""
        return self.most

    def passes(self, found: NDArray[np.float32], pairs: Pairs) -> Mask:
        """Whether it holds, by what was measured."""
        return np.asarray(found <= self.most, dtype=bool) & _long_enough(pairs, self.feature, self.shortest)

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        return self.passes(self.measure.of(pairs, self.limit), pairs)


@dataclass(frozen=True, slots=True)
class Measure:
    """How similar two texts are."""

    feature: str
    scorer: str
    """One of rapidfuzz's, or "terms", the cosine of weighted terms: 0 to 100, or "edits", how many apart."""

    @property
    def apart(self) -> bool:
        """The less, the more alike."""
        return self.scorer == "edits"

    def of(self, pairs: Pairs, limit: float) -> NDArray[np.float32]:
        """The measure of each pair, as far as it is within the limit: what lies beyond is anything beyond."""
        if self.scorer == "terms":
            return _cosines(pairs.features.vectors[self.feature], pairs.left, pairs.right)
        left, right = pairs.texts(self.feature)
        if self.apart:
            cutoff: float = int(limit)
        else:
            cutoff = max(limit - _ROUNDING, 0.0) / _SCALES.get(self.scorer, 1.0)
        found = process.cpdist(
            left, right, scorer=_SCORERS[self.scorer], score_cutoff=cutoff, dtype=np.float32, workers=ALL_CORES
        )
        return np.asarray(found * np.float32(_SCALES.get(self.scorer, 1.0)), dtype=np.float32)


_ROUNDING = 0.01
_SCALES = MappingProxyType({"jaro_winkler": 100.0})


@dataclass(frozen=True, slots=True)
class Alike:
    """Similar by at least so much, 0 to 100."""

    feature: str
    scorer: str
    least: float

    @property
    def measure(self) -> Measure:
        """What is measured."""
        return Measure(self.feature, self.scorer)

    @property
    def limit(self) -> float:
        """Down to where the measure must be known."""
        return self.least

    def passes(self, found: NDArray[np.float32], pairs: Pairs) -> Mask:
        """Whether it holds, by what was measured; never where a side has no text."""
        alike = np.asarray(found >= self.least, dtype=bool)
        return alike if self.scorer == "terms" else alike & _long_enough(pairs, self.feature, 1)

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        return self.passes(self.measure.of(pairs, self.limit), pairs)


_AT_ONCE = 50_000


def _cosines(vectors: csr_array, left: Codes, right: Codes) -> NDArray[np.float32]:
    found = np.zeros(len(left), dtype=np.float32)
    for start in range(0, len(left), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        found[part] = vectors[left[part]].multiply(vectors[right[part]]).sum(axis=1)
    return found * np.float32(100.0)


@dataclass(frozen=True, slots=True)
class Both:
    """Two tests hold."""

    one: Test
    other: Test

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds; the second is asked only where the first does."""
        found = self.one.holds(pairs)
        found[found] = self.other.holds(pairs.only(found))
        return found


@dataclass(frozen=True, slots=True)
class Tail:
    """One text ends with the other, which is a number of at least `shortest` digits: the prefix was left out."""

    feature: str
    shortest: int = 3

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        left, right = pairs.texts(self.feature)
        return np.fromiter(
            (self._tail(one, other) for one, other in zip(left, right, strict=True)),
            dtype=bool,
            count=len(left),
        )

    def _tail(self, one: str, other: str) -> bool:
        short, long = sorted((one.lstrip("0"), other), key=len)
        return len(short) >= self.shortest and short.isdigit() and long.endswith(short)


@dataclass(frozen=True, slots=True)
class Head:
    """One text begins with all of the other: more is said in one place than in the other."""

    feature: str
    shortest: int = 3
    seam: str = " "
    """Stands behind what both say: a blank where words are whole."""

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds; texts of one length are not looked at."""
        found = pairs.features.texts[self.feature]
        longer = np.asarray(found.lengths(pairs.left) != found.lengths(pairs.right), dtype=bool)
        made = longer & _long_enough(pairs, self.feature, self.shortest)
        both = zip(*pairs.only(made).texts(self.feature), strict=True)
        made[made] = np.fromiter((self._head(one, other) for one, other in both), dtype=bool)
        return made

    def _head(self, one: str, other: str) -> bool:
        short, long = sorted((one, other), key=len)
        return long.startswith(f"{short}{self.seam}")


@dataclass(frozen=True, slots=True)
class Either:
    """One of two tests holds."""

    one: Test
    other: Test

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds; the second is asked only where the first does not."""
        found = self.one.holds(pairs)
        found[~found] = self.other.holds(pairs.only(~found))
        return found


@dataclass(frozen=True, slots=True)
class Filled:
    """Both texts have terms of this kind; where one has none, the comparison says nothing."""

    feature: str

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        there = np.diff(pairs.features.vectors[self.feature].indptr) > 0
        return np.asarray(there[pairs.left] & there[pairs.right], dtype=bool)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Whatever is left."""

    def holds(self, pairs: Pairs) -> Mask:
        """For each pair whether it holds."""
        return np.ones(len(pairs.left), dtype=bool)


def _long_enough(pairs: Pairs, feature: str, shortest: int) -> Mask:
    found = pairs.features.texts[feature]
    return np.asarray(np.minimum(found.lengths(pairs.left), found.lengths(pairs.right)) >= shortest, dtype=bool)


def as_words(test: Test) -> str:
    """The test as it is written down: `Edits(feature='folded', most=1, shortest=3)`."""
    return repr(test)
