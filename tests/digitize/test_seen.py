"""What speaks against a value by its form alone."""

from __future__ import annotations

import pytest

from digitize.language import english
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
