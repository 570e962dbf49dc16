"""Lists from offices that nobody has seen: other words, other languages, other ways of writing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.layouts import made, score
from records.sources import read_source
from records.sources.amount_column import has_decimal_commas, with_point
from records.sources.headers import phrase_of
from records.value_dates import parse_date
from records.value_grammar import ValueContext
from records.values import parse_status


@pytest.mark.parametrize("held_out", [False, True])
def test_lists_of_offices_unseen(tmp_path: Path, held_out: bool) -> None:
    """Most columns are understood and hardly a value is lost, whatever the language, layout and format."""
    scores = [score(made(seed, held_out=held_out), tmp_path) for seed in range(5001, 5021)]
    assert sum(one.columns_right for one in scores) >= 0.93 * sum(one.columns for one in scores)
    assert sum(one.values_right for one in scores) >= 0.93 * sum(one.values for one in scores)
    assert all(one.rows_right for one in scores)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Fecha de cierre", {"date", "closed"}),
        ("FECHA_CIERRE", {"date", "closed"}),
        ("Coût de main-d'œuvre", {"cost", "labor"}),
        ("N.º de orden", {"number", "order"}),
        ("DescripciónDelProblema", {"description", "problem"}),
        ("Reçu le", {"received", "date"}),
    ],
)
def test_a_foreign_header_is_said_in_english(header: str, words: set[str]) -> None:
    """Accents, links between the words and the way of spelling make no difference."""
    assert phrase_of(header).bag == words


@pytest.mark.parametrize("header", ["Service", "Type", "Notes", "Status", "Account No", "Area Code", "Fin Plate Count"])
def test_an_english_header_is_not_translated(header: str) -> None:
    """The near miss: words that both languages have mean what they mean in English."""
    assert phrase_of(header).said.split()[0] in {header.split()[0].casefold(), "account"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 de marzo de 2019", "2019-03-14"),
        ("14-ene-19", "2019-01-14"),
        ("3 févr. 2019", "2019-02-03"),
        ("1 septiembre 2019", "2019-09-01"),
        ("14 marzipan 2019", None),
    ],
)
def test_months_in_other_languages(text: str, day: str | None) -> None:
    """A month has one meaning in all the languages that are read; a word that only begins like one has none."""
    assert parse_date(text, ValueContext(day_first=True)).value == day


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Cerrado", "closed"),
        ("En proceso", "open"),
        ("No terminado", "open"),
        ("Terminé", "closed"),
        ("Annulée", "cancelled"),
        ("Pendiente", "on_hold"),
        ("Estado", None),
    ],
)
def test_statuses_in_other_languages(text: str, status: str | None) -> None:
    """Words for states in Spanish and French stand in the vocabulary; other words do not."""
    assert parse_status(text).value == status


@pytest.mark.parametrize(
    ("cell", "plain"), [("1 234,50 €", "1234.50"), ("1\u202f234,5", "1234.5"), ("-12,00", "-12.00"), ("n/a", "n/a")]
)
def test_decimal_commas(cell: str, plain: str) -> None:
    """Spaces, points and currencies around a decimal comma fall away; a word stays as it is."""
    assert with_point(cell) == plain


def test_a_column_says_what_its_comma_means() -> None:
    """One cell with a decimal point, and no comma is a decimal one."""
    assert has_decimal_commas({"1.234,50": 1, "12": 3})
    assert not has_decimal_commas({"1,234.50": 1, "12,50": 1})
    assert not has_decimal_commas({"1,234": 1})


def test_a_total_behind_its_figure(tmp_path: Path) -> None:
    """A total whose label stands behind the sum is no record, and an order with a word in its last cell is one."""
    rows = "".join(f"{n},WO-{n:04},2019-03-{n:02},Open\n" for n in range(1, 9))
    path = tmp_path / "list.csv"
    path.write_text(f"Total Cost,WO No,Opened,Status\n{rows}36.00,Total,,\n7,WO-0009,2019-03-09,Open\n", "utf-8")
    assert len(read_source(str(path)).records) == 9
