"""Pages on their way into a searchable PDF."""

from __future__ import annotations

from backfile.leaves import with_corrections
from records.geometry import Box
from records.page import Word

WORDS = (
    Word("No.", Box(0, 0, 40, 20), 0.9),
    Word("WO-2O19-", Box(50, 0, 140, 20), 0.4),
    Word("0412", Box(145, 0, 200, 20), 0.5),
    Word("Elm", Box(0, 40, 40, 60), 0.9),
)


def test_what_a_person_gave_stands_where_it_was_read() -> None:
    """The words in the place go, the correction comes where they were, and the others stay as they are."""
    given = Word("WO-2019-0412", Box(45, -5, 210, 25), 1.0)
    assert [word.text for word in with_corrections(WORDS, (given,))] == ["No.", "WO-2019-0412", "Elm"]


def test_a_correction_of_a_place_without_words_comes_last() -> None:
    """Handwriting that no engine read can be found all the same."""
    given = Word("culvert", Box(300, 300, 400, 330), 1.0)
    assert with_corrections(WORDS, (given,)) == (*WORDS, given)
    assert with_corrections(WORDS, ()) == WORDS
