"""How readings come to be: values parsed and repaired, engines weighed, doubts settled by sums and known words."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from digitize_pages import order, reading, weighed
from hypothesis import given
from hypothesis import strategies as st

from digitize.corroborate import READ_OTHERWISE, balance, corroborate, learn_lexicon
from digitize.parse import NUMERIC, read_value
from digitize.voting import Ballot, Vote, decide
from records.fields import CATALOGUE, ITEM_CATALOGUE, Field, FieldType
from records.geometry import Box
from records.order import FieldReading, LineItem, ReadingStatus
from records.values import Parsed, ValueContext

DATE, COST, HOURS = CATALOGUE["requested_on"], CATALOGUE["total_cost"], CATALOGUE["labor_hours"]
PLACE = CATALOGUE["location"]
BOX = Box(100, 100, 400, 140)


def ballot(*votes: tuple[str, str, float], ink: bool = True, born_digital: bool = False) -> Ballot:
    """A place, and what engines read there."""
    return Ballot(1, BOX, ink, tuple(Vote(*vote) for vote in votes), born_digital)


def decided(field: Field, *votes: tuple[str, str, float], ink: bool = True, born: bool = False) -> FieldReading:
    """The reading of a field from these votes."""
    return decide(field, ballot(*votes, ink=ink, born_digital=born), ValueContext())


@pytest.mark.parametrize(
    ("text", "value"),
    [("61/4", "6.25"), ("6 1/4", "6.25"), ("111/2", "11.5"), ("6.25", "6.25"), ("1/2", "0.5"), ("23/4", "2.75")],
)
def test_a_fraction_that_lost_its_space_is_still_one(text: str, value: str) -> None:
    """Nobody writes an improper fraction of hours: 61/4 is six and a quarter."""
    assert read_value(HOURS, text, ValueContext()).value == value


@pytest.mark.parametrize(
    ("name", "text", "refused"),
    [
        ("department", "Page 1 of 2", True),
        ("department", "(Page l of 2)", True),
        ("requester_name", "Sheet No. 2 of 3", True),
        ("order_number", "WO-17 Page 1 of 2", True),
        ("description", "see page 1 of 2 for the rest", False),
        ("department", "Parks", False),
    ],
)
def test_which_page_it_is_of_how_many_is_no_value(name: str, text: str, refused: bool) -> None:
    """A page's number may stand where a field's value would; words that speak of a page stay."""
    assert (read_value(CATALOGUE[name], text, ValueContext()).value is None) is refused


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (COST, "1O5.5O", "105.50"),
        (COST, "$ 2.620.00", "2620.00"),
        (COST, "| 329.88 _", "329.88"),
        (COST, "7 1425.00", "1425.00"),
        (COST, "S12.50", "12.50"),
        (HOURS, "6 25", "6.25"),
        (DATE, "O3/14/2O19", "2019-03-14"),
        (DATE, "03114119", "2019-03-14"),
        (CATALOGUE["requester_phone"], "(2O7) 555-OI59", "2075550159"),
        (CATALOGUE["requester_phone"], "740-SSS-0803", "7405550803"),
        (CATALOGUE["requester_phone"], "(4/2) 555-0177", "4125550177"),
    ],
)
def test_look_alikes_are_exchanged_in_numbers_and_marked(field: Field, text: str, value: str) -> None:
    """A repaired value says that it was repaired."""
    parsed = read_value(field, text, ValueContext())
    assert parsed.value == value
    assert parsed.status is (ReadingStatus.OK if text == "| 329.88 _" else ReadingStatus.REPAIRED)


@pytest.mark.parametrize("text", ["(HZ) 555-0187", "2) 555-0123", "(42) 555-0127", "(4 2) 555-0127"])
def test_what_is_left_of_a_telephone_number_is_none(text: str) -> None:
    """Seven figures behind an area that cannot be read are not the caller's number without one."""
    assert read_value(CATALOGUE["requester_phone"], text, ValueContext()).value is None


def test_nothing_is_exchanged_in_words() -> None:
    """An O in a street's name stays an O."""
    assert read_value(PLACE, "1O Ocean Blvd", ValueContext()).value == "1O Ocean Blvd"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *((COST, "2 620.00"), (COST, "1 425,00"), (COST, "12.505"), (HOURS, "1 30"), (DATE, "06/3I/2018")),
        (CATALOGUE["requester_phone"], "740-xyz-0803"),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(field: Field, text: str) -> None:
    """A thousand's space may be a stray mark, 1 30 half past one or hundredths: no value is better than a wrong one."""
    assert read_value(field, text, ValueContext()).value is None


@given(st.decimals(1000, 99999, places=2), st.sampled_from(["| {} x", "7 {}", "{} .", "~{} ea", "x {}"]))
def test_a_stray_mark_takes_no_digit_from_an_amount(amount: Decimal, frame: str) -> None:
    """Beside a stray mark an amount is read whole or not at all."""
    assert read_value(COST, frame.format(amount), ValueContext()).value in {f"{amount:.2f}", None}


@pytest.mark.parametrize("text", ["12.50 13.50", "100 200", "4.00 / 5.00", "1.5 2.5 3.5"])
def test_two_numbers_are_never_joined(text: str) -> None:
    """Two amounts in one place are no amount."""
    value = read_value(COST, text, ValueContext()).value
    assert value is None or Decimal(value) in {Decimal(part) for part in re.findall(r"\d+(?:\.\d+)?", text)}


_GLYPHS = st.text(alphabet=st.sampled_from("0123456789OolISBZ$.,/-: |#x"), max_size=18) | st.text(max_size=40)


@given(st.sampled_from([*CATALOGUE.values(), *ITEM_CATALOGUE.values()]), _GLYPHS)
def test_any_text_gives_an_answer(field: Field, text: str) -> None:
    """Reading a value never fails: there is a value, or a reason why not."""
    parsed = read_value(field, text, ValueContext())
    assert isinstance(parsed, Parsed)
    assert (parsed.value is None) == (parsed.status not in {ReadingStatus.OK, ReadingStatus.REPAIRED})


@given(_GLYPHS)
def test_a_repaired_amount_has_no_more_digits_than_glyphs(text: str) -> None:
    """A repair exchanges glyphs and leaves some out; it adds none, but for two decimals."""
    parsed = read_value(COST, text, ValueContext())
    if parsed.status is ReadingStatus.REPAIRED and parsed.value is not None:
        whole = parsed.value.lstrip("-").split(".")[0]
        assert len(whole) <= len(re.sub(r"\s", "", text))


def test_engines_that_agree_are_believed() -> None:
    """Two engines with one value make a reading that needs no one."""
    both = decided(DATE, ("tesseract", "03/14/2019", 0.9), ("ppocr", "3/14/19", 0.95))
    assert (both.value, both.engine) == ("2019-03-14", "tesseract+ppocr")
    assert both.confidence > 0.95


def test_engines_that_differ_leave_a_doubt_and_an_alternative() -> None:
    """Where two values compete, the loser is kept and the winner is not sure."""
    both = decided(DATE, ("tesseract", "03/14/2019", 0.8), ("ppocr", "03/19/2019", 0.9))
    assert both.value == "2019-03-19"
    assert [other.value for other in both.alternatives] == ["2019-03-14"]
    assert both.confidence < 0.97


def test_agreement_is_worth_more_than_one_engine_and_that_more_than_a_quarrel() -> None:
    """With the same confidences, agreeing engines are surer than one alone, and that surer than two that differ."""
    agree = decided(COST, ("tesseract", "12.50", 0.9), ("ppocr", "12.50", 0.9)).confidence
    alone = decided(COST, ("ppocr", "12.50", 0.9)).confidence
    differ = decided(COST, ("tesseract", "17.56", 0.9), ("ppocr", "12.50", 0.9)).confidence
    assert agree > alone > differ


def test_an_engine_without_a_value_has_no_say() -> None:
    """A reading that the field's grammar refuses does not compete."""
    one = decided(COST, ("tesseract", "see note", 0.99), ("ppocr", "12.50", 0.9))
    assert (one.value, one.engine) == ("12.50", "ppocr")


def test_a_value_that_needed_no_repair_is_preferred() -> None:
    """Of two values the one that its engine read outright wins."""
    one = decided(COST, ("ppocr", "l2.5O", 0.99), ("tesseract", "12.60", 0.96))
    assert one.value == "12.60"


def test_the_words_with_their_spaces_are_kept() -> None:
    """Of readings that differ only in spaces the one with more of them is right: recognisers lose spaces."""
    assert decided(PLACE, ("ppocr", "3944EastAve", 0.99), ("tesseract", "3944 East Ave", 0.8)).value == "3944 East Ave"


def test_no_ink_is_absent() -> None:
    """A place without ink has no value, and surely so."""
    none = decided(COST, ink=False)
    assert (none.value, none.status, none.doubt) == (None, ReadingStatus.ABSENT, "")


def test_ink_without_a_value_is_illegible_and_doubted() -> None:
    """Something written that gives no value goes to a person."""
    none = decided(COST, ("ppocr", "scrawl", 0.4))
    assert (none.value, none.status) == (None, ReadingStatus.ILLEGIBLE)
    assert none.doubt


def test_the_words_of_a_born_digital_page_are_nearly_certain() -> None:
    """Text from the file itself was not read by anyone and cannot be misread."""
    assert decided(COST, ("text", "12.50", 1.0), born=True).confidence > 0.99


_VOTES = st.lists(st.tuples(st.sampled_from(["tesseract", "ppocr"]), _GLYPHS, st.floats(0, 1)), max_size=3)


@given(st.sampled_from(list(CATALOGUE.values())), _VOTES, st.booleans(), st.booleans())
def test_any_votes_give_a_reading(field: Field, votes: list[tuple[str, str, float]], ink: bool, born: bool) -> None:
    """A decision never fails; it has a value unless it says absent or illegible; its confidence is a probability."""
    made = decided(field, *votes, ink=ink, born=born)
    assert (made.value is None) == (made.status in {ReadingStatus.ABSENT, ReadingStatus.ILLEGIBLE})
    assert 0 <= made.confidence <= 1
    assert made.value is None or made.raw in [text for _, text, _ in votes]
    assert made.value not in [other.value for other in made.alternatives]


def costs(labor: FieldReading, material: FieldReading, total: FieldReading) -> dict[str, FieldReading]:
    """The costs of an order, balanced."""
    return {found.name: found for found in balance(order(labor, material, total)).readings}


def test_a_sum_that_comes_out_makes_its_parts_surer() -> None:
    """Costs that add up to the total support each other."""
    parts = [reading("labor_cost", "10.00"), reading("material_cost", "5.00"), reading("total_cost", "15.00")]
    found = costs(*(weighed(part) for part in parts))
    assert all(r.evidence and r.evidence.sum_holds for r in found.values())
    assert all(r.confidence > weighed(part).confidence for r, part in zip(found.values(), parts, strict=True))


def test_the_one_combination_that_balances_is_taken() -> None:
    """Where only another reading of a place makes the sum come out, that reading is right."""
    found = costs(
        reading("labor_cost", "18.00", 0.6, others=["10.00"]),
        reading("material_cost", "5.00", 0.7),
        reading("total_cost", "15.00", 0.8),
    )
    assert found["labor_cost"].value == "10.00"
    assert [other.value for other in found["labor_cost"].alternatives] == ["18.00"]


def test_two_combinations_that_balance_settle_nothing() -> None:
    """Where two ways make a sum come out, neither is taken."""
    parts = (
        reading("labor_cost", "18.00", 0.6, others=["10.00", "9.00"]),
        reading("material_cost", "5.00", 0.7, others=["6.00"]),
        reading("total_cost", "15.00", 0.8),
    )
    assert tuple(costs(*parts).values()) == parts


def test_a_sum_that_does_not_come_out_changes_no_value() -> None:
    """Costs that do not add up stay as they were read, and no surer."""
    known = [weighed(reading("labor_cost", "10.00")), weighed(reading("material_cost", "5.00"))]
    found = costs(*known, weighed(reading("total_cost", "16.00")))
    assert [r.value for r in found.values()] == ["10.00", "5.00", "16.00"]
    assert all(found[r.name].confidence <= r.confidence for r in known)


def test_readings_without_evidence_are_left_by_sums() -> None:
    """What an older store kept has no evidence, and its confidence stays."""
    parts = (
        reading("labor_cost", "10.00", 0.6),
        reading("material_cost", "5.00", 0.7),
        reading("total_cost", "16.00", 0.8),
    )
    assert tuple(costs(*parts).values()) == parts


def test_an_unread_cost_leaves_the_sum_open() -> None:
    """Where a cost could not be read the others prove nothing."""
    unread = reading("equipment_cost", None, doubt="something is written that gives no value")
    parts = (
        reading("labor_cost", "10.00", 0.6),
        reading("material_cost", "5.00", 0.7),
        unread,
        reading("total_cost", "15.00", 0.8),
    )
    assert balance(order(*parts)).readings == parts


def test_a_lines_product_makes_it_sure() -> None:
    """Quantity times unit cost that is the amount makes all three surer."""
    parts = [reading("quantity", "6.25"), reading("unit_cost", "31.00"), reading("amount", "193.75")]
    known = tuple(weighed(part) for part in parts)
    (item,) = balance(order(items=[LineItem(1, known)])).line_items
    assert all(found.confidence > part.confidence for found, part in zip(item.readings, known, strict=True))


def test_a_lines_quantity_is_settled_by_its_product() -> None:
    """A quantity that was read in two ways is the one whose product is the amount."""
    line = LineItem(
        1, (reading("quantity", "112", 0.3, others=["1.5"]), reading("unit_cost", "27.10"), reading("amount", "40.65"))
    )
    (item,) = balance(order(items=[line])).line_items
    assert item.value("quantity") == "1.5"


def inked(name: str, *values: tuple[str, float]) -> FieldReading:
    """A reading with how likely each of its values is by the ink, in nats; the first is the one as read."""
    (value, likely), *others = values
    read = weighed(reading(name, value, 0.7, others=[other for other, _ in others]))
    alternatives = tuple(
        replace(a, log_likelihood=nats) for a, (_, nats) in zip(read.alternatives, others, strict=True)
    )
    return replace(read, log_likelihood=likely, alternatives=alternatives)


def test_a_cost_and_a_total_misread_alike_do_not_confirm_each_other() -> None:
    """A hand's 1 read as 7 in both adds up; the line's product says what was written in all three places."""
    line = LineItem(
        1,
        (
            reading("kind", "labor"),
            inked("quantity", ("7.75", -0.6), ("1.75", -1.2)),
            inked("unit_cost", ("24.75", -0.1)),
            inked("amount", ("43.37", -0.5), ("43.31", -1.0)),
        ),
    )
    costs_read = (
        inked("labor_cost", ("43.37", -0.4), ("43.31", -2.1)),
        inked("material_cost", ("514.87", -0.2)),
        inked("total_cost", ("613.37", -0.4), ("613.31", -2.5)),
        inked("equipment_cost", ("55.13", -0.2)),
    )
    found = balance(order(*costs_read, items=[line]))
    assert found.line_items[0].value("amount") == "43.31"
    assert (found.value("labor_cost"), found.value("total_cost")) == ("43.31", "613.31")
    assert [reading.name for reading in found.doubtful] == [
        *("labor_cost", "total_cost", "line 1 quantity", "line 1 amount")
    ], "whatever a sum decides otherwise than the ink, a person sees"


def test_a_cost_read_surely_is_what_its_lines_add_up_to_and_a_person_is_told() -> None:
    """4 times 7.28 is 29.12: a cost that both engines read as 29.72 does not undo the line that it is the sum of."""
    read = {"kind": "material", "quantity": "4", "unit_cost": "7.28"}
    amount = inked("amount", ("29.72", -0.1), ("29.12", -2.1))
    line = LineItem(1, (*(reading(name, value) for name, value in read.items()), amount))
    cost = replace(inked("material_cost", ("29.72", 0.0), ("29.12", -5.1)), confidence=0.9995)
    total = inked("total_cost", ("267.62", 0.0), ("261.62", -3.9))
    found = balance(order(inked("labor_cost", ("232.50", 0.0)), cost, total, items=[line]))
    assert found.line_items[0].value("amount") == "29.12"
    assert (found.value("material_cost"), found.value("total_cost")) == ("29.12", "261.62")
    told = found.reading("material_cost")
    assert told is not None
    assert told.doubt == READ_OTHERWISE.format("29.72", "29.12")


def test_a_sum_that_comes_out_in_two_ways_says_nothing() -> None:
    """Where a part and the total may both be others about as well, that they add up makes neither surer."""
    parts = (
        inked("labor_cost", ("43.37", -0.9), ("43.31", -1.1)),
        inked("material_cost", ("5.00", -0.1)),
        inked("total_cost", ("48.37", -0.8), ("48.31", -1.0)),
    )
    assert tuple(costs(*parts).values()) == parts


def _named(*names: tuple[str, float]) -> list[FieldReading]:
    return [reading("assigned_to", name, confidence) for name, confidence in names]


def test_words_read_surely_elsewhere_settle_a_doubt() -> None:
    """Of two readings of a name the one that the binder has surely in other places is right."""
    sure = [order(r, name=f"s:{n}") for n, r in enumerate(_named(*[("Ann Nakamura", 0.99)] * 4))]
    doubtful = weighed(reading("assigned_to", "Arm Nakamura", others=["Ann Nakamura"]))
    made = corroborate([*sure, order(doubtful, name="s:9")])[-1].reading("assigned_to")
    assert made is not None
    assert made.value == "Ann Nakamura"
    assert made.evidence is not None
    assert (made.evidence.lexicon_support, made.evidence.chosen, made.evidence.other) == (4, 0.7, 0.8)
    assert made.confidence > doubtful.confidence


def test_words_known_once_settle_nothing() -> None:
    """One sure place is not enough to take another reading."""
    known = [order(*_named((name, 0.99))) for name in ("Ann Nakamura", "Bo Diaz", "Cy Ochs", "Di Lund")]
    doubtful = order(reading("assigned_to", "Arm Nakamura", 0.6, others=["Ann Nakamura"]), name="s:9")
    assert corroborate([*known, doubtful])[-1] == doubtful


def test_no_word_is_put_where_no_engine_read_it() -> None:
    """A known name like the one read is not taken in its place: only what was read competes."""
    sure = [order(r, name=f"s:{n}") for n, r in enumerate(_named(*[("Ann Nakamura", 0.99)] * 4))]
    made = corroborate([*sure, order(*_named(("Arm Nakamura", 0.6)), name="s:9")])[-1]
    assert made.value("assigned_to") == "Arm Nakamura"


def test_unsure_readings_teach_no_words() -> None:
    """Only sure readings make the binder's own vocabulary."""
    assert not learn_lexicon([order(*_named(("Ann Nakamura", 0.5)))])["assigned_to"]


def test_numeric_types_are_those_whose_tokens_are_numbers() -> None:
    """Repairs are for numbers: no type of words is among them."""
    assert not NUMERIC & {FieldType.TEXT, FieldType.NAME, FieldType.ADDRESS, FieldType.CHOICE, FieldType.IDENTIFIER}
