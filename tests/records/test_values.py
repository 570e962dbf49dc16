"""The value grammars."""

from __future__ import annotations

import time
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.fields import CATALOGUE, FieldType
from records.order import ReadingStatus
from records.values import (
    Parsed,
    ValueContext,
    parse_date,
    parse_field,
    parse_hours,
    parse_identifier,
    parse_money,
    parse_number,
    parse_phone,
    parse_status,
    parse_text,
    parse_value,
)

YEAR_2019 = ValueContext(date(2019, 1, 1), date(2019, 12, 31))
FORMATS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%m-%d-%Y",
    "%m - %d - %y",
    "%m / %d /%y",
    "%m.%d.%y",
    "%b %d, %Y",
    "%B %d %Y",
    "%b-%d-%y",
    "%b. %d, %Y",
    "%d%b%y",
    "%d-%b-%Y",
    "%d %B %Y",
    "%A, %B %d, %Y",
    "%a %m/%d/%y",
    "%Y%m%d",
    "%Y%m%d%H%M%S",
    "%m%d%Y",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%d %H:%M:%S.123456+00:00",
    "%m/%d/%Y %I:%M:%S %p",
    "%m-%d-%Y, %I:%M %p",
    "%m/%d/%y %H%M",
    "%m/%d/%y @ %H%M hrs",
    "%b %d '%y",
    "%I:%M %p %m/%d/%y",
)
MOMENTS = st.datetimes(min_value=datetime(1950, 1, 2), max_value=datetime(2049, 12, 30))
GRAMMARS = (
    parse_date,
    parse_hours,
    parse_identifier,
    parse_money,
    parse_number,
    parse_phone,
    parse_status,
    parse_text,
)
LIKELY = st.text(alphabet="0123456789/-.,: $()'#apmjnfebrth½¼\t\u202e\u2014\ud800٣²", max_size=40)


@given(MOMENTS, st.sampled_from(FORMATS))
def test_a_written_date_reads_back(moment: datetime, form: str) -> None:
    """Whatever the form a date is written in, the same day comes back."""
    assert parse_date(moment.strftime(form)) == Parsed(moment.date().isoformat(), ReadingStatus.OK)


@given(st.one_of(st.text(max_size=200), LIKELY, st.text(alphabet=st.characters(categories=["Cs", "Nd", "No", "Zs"]))))
def test_every_grammar_is_total(text: str) -> None:
    """Any text in, an answer out: a value exactly where the status is OK, and never an exception."""
    for grammar in GRAMMARS:
        parsed = grammar(text, YEAR_2019)
        assert (parsed.value is not None) == (parsed.status is ReadingStatus.OK)
        assert parsed.value is None or parsed.value.encode()


@given(LIKELY)
def test_a_canonical_value_is_its_own_reading(text: str) -> None:
    """What a grammar gives, it reads back unchanged."""
    for grammar in GRAMMARS:
        value = grammar(text, YEAR_2019).value
        if value is not None and not (grammar is parse_phone and len(value) not in {7, 10}):
            assert grammar(value).value == value, grammar


@pytest.mark.parametrize("piece", ["1", "1,", " ", "- ", "12/", "mar ", "(", "h", "dup ", "½", "a.", "\u202e", "0:0"])
def test_long_texts_cost_little(piece: str) -> None:
    """A long text is refused or read without a pattern running wild."""
    start = time.process_time()
    for length in (100, 119, 20_000):
        for grammar in GRAMMARS:
            grammar((piece * length)[:length])
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 / 7 /19", "2019-03-07"),
        ("Mar-07-19", "2019-03-07"),
        ("7MAR19", "2019-03-07"),
        ("MAR -7 2019", "2019-03-07"),
        ("March 7th, 2019", "2019-03-07"),
        ("7th of March 2019", "2019-03-07"),
        ("2019-03-07T14:30:00Z", "2019-03-07"),
        ("1994-11-05T08:15:30-05:00", "1994-11-05"),
        ("3/7/19 2:15 PM", "2019-03-07"),
        ("3/7/19 1415", "2019-03-07"),
        ("3/7/19 2pm", "2019-03-07"),
        ("Thurs. 3/7/19", "2019-03-07"),
        ("03/04/2019", "2019-03-04"),
        ("12/31/49", "2049-12-31"),
        ("1/2/50", "1950-01-02"),
    ],
)
def test_dates_as_people_write_them(text: str, value: str) -> None:
    """Spaces, month names, ordinals, times and zones do not hide the day."""
    assert parse_date(text) == Parsed(value, ReadingStatus.OK)


@pytest.mark.parametrize(
    "text",
    [
        "9",
        "Sat",
        "May",
        "2019",
        "10:30",
        "4 hrs",
        "on 3/7",
        "3/7/219",
        "Mar. 2019",
        "31/12/2019",
        "2/30/19",
        "13/13/13",
        "19-0412",
        "WO-2019-00412",
        "1/2/3/4",
        "3/7/1819",
        "0/7/19",
        "Febtober 3, 2019",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    """A text that is not certainly a day gives no day."""
    assert parse_date(text).status is ReadingStatus.ILLEGIBLE


@pytest.mark.parametrize("text", ["3/7", "Mar 7", "7-Mar", "030719", "Friday 3/7/19"])
def test_two_possible_days_are_ambiguous(text: str) -> None:
    """A missing year, digits run together both ways, or the wrong weekday leave the day open."""
    parsed = parse_date(text)
    assert (parsed.value, parsed.status) == (None, ReadingStatus.AMBIGUOUS)
    assert parsed.note


@pytest.mark.parametrize("text", ["3/7", "Mar 7", "7-Mar", "030719"])
def test_the_period_settles_the_year(text: str) -> None:
    """Where the period holds exactly one such day, it is the one."""
    assert parse_date(text, YEAR_2019).value == "2019-03-07"


def test_the_period_settles_the_century() -> None:
    """A year of two digits lies in the period, or in the century nearer to it."""
    sixties = ValueContext(date(1960, 1, 1), date(1969, 12, 31))
    assert parse_date("3/7/19", sixties).value == "1919-03-07"
    assert parse_date("3/7/65", YEAR_2019).value == "1965-03-07"
    assert parse_date("3/7/20", ValueContext(earliest=date(2019, 1, 1))).value == "2020-03-07"


def test_day_first_where_it_is_said() -> None:
    """The context's order of day and month holds for numbers, not for names and ISO dates."""
    europe = ValueContext(day_first=True)
    assert parse_date("3/4/2019", europe).value == "2019-04-03"
    assert parse_date("2019-03-04", europe).value == "2019-03-04"
    assert parse_date("Mar 4 2019", europe).value == "2019-03-04"
    assert parse_date("4/13/2019", europe).status is ReadingStatus.ILLEGIBLE


@pytest.mark.parametrize("text", ["", " ", "-", "—", "____", "N/A", "n/a", "None", "Unspecified", "NULL", "TBD"])
def test_nothing_is_absent(text: str) -> None:
    """Blanks, dashes, blank lines and the words for nothing are absent, not illegible."""
    for grammar in (parse_date, parse_money, parse_hours, parse_number, parse_phone, parse_status, parse_identifier):
        assert grammar(text) == Parsed(None, ReadingStatus.ABSENT), grammar


@pytest.mark.parametrize("text", ["1900-01-01 00:00:00", "1/1/1900", "0000-00-00", "9999-12-31T00:00:00Z"])
def test_filler_days_are_absent(text: str) -> None:
    """The days that systems write for nothing are no days."""
    assert parse_date(text).status is ReadingStatus.ABSENT


@pytest.mark.parametrize("text", ["NULL", "NA", "Nan", "True", "Unknown", "0"])
def test_words_that_look_like_nothing_survive_as_words(text: str) -> None:
    """A street called NULL and a person called Nan keep their names."""
    assert parse_text(text).value == text


@given(st.decimals(min_value=-999_999_999, max_value=999_999_999, places=2))
def test_money_reads_back_however_its_sign_is_written(amount: Decimal) -> None:
    """Minus before or after, brackets and CR all make an amount negative, and nothing else does."""
    size = f"{abs(amount):,.2f}"
    canonical = f"{amount + 0:.2f}" if amount else "0.00"
    written = (
        [f"-${size}", f"${size}-", f"(${size})", f"{size} CR", f"$ -{size}"] if amount < 0 else [size, f"$ {size} "]
    )
    assert {parse_money(form).value for form in written} == {canonical}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$1,234.50", "1234.50"),
        ("(12.50)", "-12.50"),
        ("12.50-", "-12.50"),
        ("1,425 00", "1425.00"),
        ("1.425,00", "1425.00"),
        ("$1,425.--", "1425.00"),
        ("**1,425.00**", "1425.00"),
        ("1425.5", "1425.50"),
        ("1425.3999999999999", "1425.40"),
        ("50¢", "0.50"),
        ("-0.00", "0.00"),
        ("No charge", "0.00"),
        ("USD 12", "12.00"),
    ],
)
def test_money_as_people_write_it(text: str, value: str) -> None:
    """Currency, grouping, check protection and split cents do not hide the amount."""
    assert parse_money(text) == Parsed(value, ReadingStatus.OK, parse_money(text).note)


@pytest.mark.parametrize(
    "text", ["4 hrs", "19-0412", "1,4250", "--12.50", "12.5O", "1 2 3", "(12.50", "1.2.3", "12,34,567"]
)
def test_what_is_no_money_gives_none(text: str) -> None:
    """A price parser reads "4 hrs" as 4 and "19-0412" as 19; this one does not."""
    assert parse_money(text).value is None


def test_three_places_may_be_thousands() -> None:
    """1.425 is 1,425 in some countries: a person decides."""
    assert parse_money("1.425").status is ReadingStatus.AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1:30", "1.5"),
        ("1½", "1.5"),
        ("1 1/2", "1.5"),
        ("1-1/2 hrs", "1.5"),
        ("90 min", "1.5"),
        ("1 hr 30 min", "1.5"),
        ("2 hrs", "2"),
        (".75", "0.75"),
        ("2.50", "2.5"),
        ("10", "10"),
        ("24:00:00", "24"),
    ],
)
def test_hours_as_people_write_them(text: str, value: str) -> None:
    """Clocks, fractions and units all come to decimal hours."""
    assert parse_hours(text) == Parsed(value, ReadingStatus.OK)


@pytest.mark.parametrize("text", ["-1", "1:75", "3/7/19", "8 8", "1 5/4", "999999"])
def test_impossible_hours_give_none(text: str) -> None:
    """Negative hours, the 75th minute and improper fractions are not hours."""
    assert parse_hours(text).status is ReadingStatus.ILLEGIBLE


@given(st.decimals(allow_nan=False, min_value=-99_999, max_value=99_999, places=3))
def test_numbers_read_back(number: Decimal) -> None:
    """A number written with grouping comes back as the same number, without trailing zeros."""
    value = parse_number(f"{number:,}").value
    assert value is not None
    assert Decimal(value) == number
    assert not ("." in value and value.endswith("0"))


@given(st.from_regex(r"[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True))
def test_phones_read_back(digits: str) -> None:
    """However a number is grouped, its ten digits come back, without extension and country."""
    area, exchange, line = digits[:3], digits[3:6], digits[6:]
    for form in (
        f"({area}) {exchange}-{line}",
        f"{area}.{exchange}.{line} x12",
        f"+1 {area} {exchange} {line}",
        f"1-{area}-{exchange}-{line} ext. 4",
        f"{area}/{exchange}-{line} cell",
        f"Tel: {area} {exchange} {line}",
    ):
        assert parse_phone(form).value == digits


def test_an_area_code_needs_seven_digits_behind_it() -> None:
    """A number that lost three of them, "(541) -2177", is none without an area code."""
    assert parse_phone("(541) -2177").status is ReadingStatus.ILLEGIBLE
    assert parse_phone("(541) 555-2177").value == "5415552177"


def test_phones_that_are_not_whole() -> None:
    """Seven digits take the area code where it is known; two numbers and four digits give none."""
    assert parse_phone("555-1234", ValueContext(area_code="413")).value == "4135551234"
    assert parse_phone("555-1234").value == "5551234"
    assert parse_phone("617-555-1234 / 555-9999").status is ReadingStatus.AMBIGUOUS
    assert parse_phone("4412").status is ReadingStatus.ILLEGIBLE
    assert parse_phone("000-000-0000").status is ReadingStatus.ABSENT


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("# 0412", "0412"),
        ("No. 00412", "00412"),
        ("wo - 19 - 3", "WO-19-3"),
        ("NO-5", "NO-5"),
        ("Northgate", "NORTHGATE"),
        ("wo–2019–1", "WO-2019-1"),
        ("  a  1 ", "A 1"),
    ],
)
def test_identifiers(text: str, value: str) -> None:
    """Upper case, leading zeros kept, the sign for "number" dropped."""
    assert parse_identifier(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("999|Complete", "closed"),
        ("Open - Dup", "duplicate"),
        ("Completed - Dup", "duplicate"),
        ("Compl.", "closed"),
        ("WIP", "open"),
        ("In Progress", "open"),
        ("Incomplete", "open"),
        ("Not yet completed", "open"),
        ("950 closed-not-complete", "closed"),
        ("Cancelled", "cancelled"),
        ("Pending parts", "on_hold"),
        ("VOIDED", "void"),
    ],
)
def test_statuses(text: str, value: str) -> None:
    """Departments' words for a status come to six."""
    assert parse_status(text).value == value


def test_statuses_that_say_nothing() -> None:
    """Two statuses are ambiguous, an unknown word is not guessed."""
    assert parse_status("Open/Closed").status is ReadingStatus.AMBIGUOUS
    assert parse_status("Gone fishing").status is ReadingStatus.ILLEGIBLE
    assert parse_status("999").status is ReadingStatus.ILLEGIBLE


def test_text_loses_what_no_eye_sees() -> None:
    """Whitespace is collapsed; control, bidirectional and lone surrogate characters are left out."""
    assert parse_text(" a\x00\tb\u202ec\ud800  d\n").value == "a bc d"


def test_dispatch() -> None:
    """A type has its grammar, and the status field the vocabulary."""
    assert parse_value(FieldType.HOURS, "1:30").value == "1.5"
    assert parse_field(CATALOGUE["status"], "Compl.").value == "closed"
    assert parse_field(CATALOGUE["priority"], "Compl.").value == "Compl."
