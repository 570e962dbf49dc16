"""A digit that would make a sum come out is proposed, and never put in."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from digitize.proposals import ENGINE, LOOK_ALIKES, proposals, propose
from records.order import FieldReading, LineItem, PaperOrder, ReadingStatus


def reading(name: str, value: str | None, engine: str = "tesseract") -> FieldReading:
    """A reading of an amount."""
    return FieldReading(name, value, value or "", ReadingStatus.OK, 0.99, 1, None, engine)


def order(*lines: tuple[str, str, str], total: str | None = None, **costs: str) -> PaperOrder:
    """An order with lines of quantity, unit cost and amount."""
    names = ("quantity", "unit_cost", "amount")
    items = tuple(
        LineItem(number, (reading("kind", "material"), *map(reading, names, line)))
        for number, line in enumerate(lines, start=1)
    )
    own = [reading(name, value) for name, value in costs.items()]
    return PaperOrder("b:1", "b", (1,), (*own, *([reading("total_cost", total)] if total else [])), line_items=items)


def test_a_line_that_fails_by_one_digit_is_doubted_and_stays() -> None:
    """12 × 4.50 is 54.00: an amount read as 34.00 keeps its value, and the other stands beside it with the reason."""
    found = propose(order(("12", "4.50", "34.00")))
    amount = next(r for r in found.line_items[0].readings if r.name == "amount")
    assert amount.value == "34.00"
    assert (amount.alternatives[0].value, amount.alternatives[0].engine) == ("54.00", ENGINE)
    assert amount.doubt == "12 × 4.50 is 54.00 and not 34.00; with 54.00 for 34.00 it comes out"


def test_a_fraction_that_nobody_read_is_proposed() -> None:
    """6½ hours at 24.75 are 160.88: where both engines overlook the sign, the line says which it was."""
    found = proposals(order(("6", "24.75", "160.88")))
    assert {key: proposal.value for key, proposal in found.items()} == {(1, "quantity"): "6.5"}


def test_a_total_that_fails_by_one_digit_is_doubted() -> None:
    """The costs and the total say which digit it is, where one alone can be."""
    found = propose(order(labor_cost="100.25", material_cost="40.50", total="160.75"))
    doubted = [r for r in found.readings if r.doubt]
    assert not doubted  # 120.25, 60.50, 140.75: three places could be misread
    proved = order(("2", "20.25", "40.50"), material_cost="40.50", labor_cost="100.25", total="190.75")
    assert {key: p.value for key, p in proposals(proved).items()} == {(0, "total_cost"): "140.75"}


def test_what_another_sum_proves_is_not_doubted() -> None:
    """A line that comes out by itself is right: the digit is looked for elsewhere."""
    found = proposals(order(("2", "20.00", "40.00"), ("1", "36.00", "36.00"), total="78.00"))
    assert {key: proposal.value for key, proposal in found.items()} == {(0, "total_cost"): "76.00"}


def test_sums_that_come_out_propose_nothing() -> None:
    """An order that adds up is left as it is, to the very object."""
    right = order(("2", "20.00", "40.00"), material_cost="40.00", labor_cost="10.00", total="50.00")
    assert propose(right) is right


def test_a_line_that_was_missed_proposes_nothing() -> None:
    """Where an amount could not be read the sum says nothing of the others."""
    missed = order(("2", "20.00", "40.00"), ("1", "5.00", "5.00"), total="49.00")
    gone = replace(missed.line_items[1], readings=missed.line_items[1].readings[:1])
    assert not proposals(replace(missed, line_items=(missed.line_items[0], gone)))


def test_words_from_the_file_itself_are_not_misread() -> None:
    """What a born-digital page says is what it says: an error there is the writer's."""
    born = order(total="34.00")
    lines = (LineItem(1, tuple(reading(n, v, "text") for n, v in (("quantity", "12"), ("unit_cost", "4.50")))),)
    lines = (replace(lines[0], readings=(*lines[0].readings, reading("amount", "34.00", "text"))),)
    assert not proposals(replace(born, readings=(), line_items=lines))


def test_look_alikes_go_both_ways() -> None:
    """If a 3 may be a 5, a 5 may be a 3."""
    assert all(digit in LOOK_ALIKES[other] for digit, others in LOOK_ALIKES.items() for other in others)


amounts = st.decimals(Decimal("1.00"), Decimal("99.99"), places=2).map(str)


def slow_twin(values: list[str]) -> list[tuple[int, str]]:
    """Every exchange of one digit in a sum, by trying all strings of the same length that differ in one place."""
    found = []
    for at, value in enumerate(values):
        for place, digit in product(range(len(value)), "0123456789"):
            other = value[:place] + digit + value[place + 1 :]
            alike = value[place] != "." and digit in LOOK_ALIKES[value[place]]
            tried = [other if k == at else v for k, v in enumerate(values)]
            if alike and abs(sum(map(Decimal, tried[:-1]), Decimal(0)) - Decimal(tried[-1])) <= Decimal("0.01"):
                found.append((at, other))
    return found


@given(st.lists(amounts, min_size=2, max_size=3), st.integers(0, 4), st.integers(0, 9))
def test_a_proposal_is_the_only_digit_that_mends_the_sum(parts: list[str], place: int, digit: int) -> None:
    """Whatever was misread, what is proposed makes the sum come out and nothing else does."""
    total = str(sum(map(Decimal, parts), Decimal(0)))
    read = (
        total[: place % len(total)] + str(digit) + total[place % len(total) + 1 :]
        if "." not in total[place:][:1]
        else total
    )
    names = ("labor_cost", "material_cost", "equipment_cost")[: len(parts)]
    made = order(total=read, **dict(zip(names, parts, strict=True)))
    found = proposals(made)
    ways = slow_twin([*parts, read]) if abs(Decimal(read) - Decimal(total)) > Decimal("0.01") else []
    assert len(found) == (len(ways) == 1)
    if found:
        (key,) = found
        assert [((*names, "total_cost").index(key[1]), found[key].value)] == ways
    assert [r.value for r in propose(made).readings] == [r.value for r in made.readings]
