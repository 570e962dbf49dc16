"""What speaks against a value by its form alone."""

from __future__ import annotations

import pytest

from digitize.language import english
from digitize.lexicon import learn_lexicon
from digitize.lore import Known
from digitize.seen import Seen
from records.fields import CATALOGUE, ITEM_CATALOGUE


@pytest.mark.parametrize(("name", "odd"), [("work_performed", 1), ("description", 1), ("item.description", 0)])
def test_received_behind_a_note_is_a_stamp(name: str, odd: int) -> None:
    """Beside words in small letters it is none of a note; among what was bought a rubber stamp may say so."""
    kind = ITEM_CATALOGUE["description"] if name.startswith("item.") else CATALOGUE[name]
    seen = Seen(kind, Known(name, language=english()))
    more = seen.malformed("Rubber stamp RECEIVED") - seen.malformed("Rubber stamp")
    assert (more > 0) == bool(odd)


@pytest.mark.parametrize(
    ("address", "odd"),
    [
        ("479 M. Maple Ave.", 1),
        ("479 W. Maple Ave.", 0),
        ("479 M St", 0),
        ("479 Maple Ave.", 0),
        ("479 Q. Maple Ave.", 0),
    ],
)
def test_a_letter_before_a_street_is_a_direction(address: str, odd: int) -> None:
    """An M there is a hand's W; a street that is called by a letter, and letters that lists have there, stay."""
    listed = learn_lexicon([("location", "12 Q. Maple Ave.", 2.0)])
    seen = Seen(CATALOGUE["location"], Known("location", records=listed))
    assert seen.malformed(address) == odd


@pytest.mark.parametrize("sign", ["$", "£", "€"])
def test_a_sign_before_an_amount_is_a_sign_however_it_was_read(sign: str) -> None:
    """A dollar that is read as a pound speaks for no other amount."""
    seen = Seen(CATALOGUE["total_cost"], Known("total_cost", signed=0.95, cents=0.95))
    assert seen.shape("44.10", f"{sign}44.10") == seen.shape("44.70", "$44.70") > seen.shape("44.70", "44.70")
