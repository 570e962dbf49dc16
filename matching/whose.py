"""Which pad a record of a list of several is of, where its number leaves it open: told by the words for its work."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from matching.normalise import words
from matching.used import Pad
from records.order import DigitalRecord

_CLEAR = math.log(4)
"""By so much the likeliest must be ahead of the next."""

Work = Mapping[Pad, Counter[str]]
"""How often each word for the work stands in the records that are known to be of a pad."""


def work_of(known: Iterable[tuple[Pad, DigitalRecord]]) -> Work:
    """The words of the records whose pads are known."""
    found: dict[Pad, Counter[str]] = {}
    for pad, record in known:
        found.setdefault(pad, Counter()).update(_words_of(record))
    return found


def likely_pad(record: DigitalRecord, work: Work) -> Pad | None:
    """The pad whose work the record's is (naive Bayes over words); None where two are nearly as likely."""
    if len(work) == 1:
        return next(iter(work))
    scores = {
        pad: sum(math.log((seen[word] + 0.5) / (seen.total() + 1)) for word in _words_of(record))
        for pad, seen in work.items()
    }
    (best, pad), (second, _) = sorted(((score, pad) for pad, score in scores.items()), reverse=True)[:2]
    return pad if best - second >= _CLEAR else None


def _words_of(record: DigitalRecord) -> frozenset[str]:
    return frozenset(words(f"{record.value('description') or ''} {record.value('category') or ''}"))
