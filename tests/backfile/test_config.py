"""`backfile.toml`: what it may say, and what is refused with the cure."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest
from paper import ORDERS, backfile, write_binder, write_list

from backfile.config import TEMPLATE, read_config
from backfile.workspace import make_workspace
from records.errors import UsageProblem
from records.fields import FieldType


def written(folder: Path, text: str) -> Path:
    """A configuration that says this."""
    path = folder / "backfile.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "wrong", "cure"),
    [
        ("titel = 'x'", "titel is not a setting", "Did you mean title?"),
        ("[limits]\npage_second = 3", "limits.page_second is not a setting", "Did you mean limits.page_seconds?"),
        ("[sources.list]\ncolumn = {}", "sources.list.column is not", "Did you mean sources.list.columns?"),
        ("[binders.b]\ndept = 'x'", "binders.b.dept is not", "department"),
        ("[fields.f]\nlabel_s = []", "fields.f.label_s is not", "Did you mean fields.f.labels?"),
        ("[fields.f]\npart = 'middle'", "fields.f.part is 'middle'", '"first" or "last"'),
        ("[fields.f]\ntype = 'year'", "fields.f.type is 'year'", "Known types: identifier"),
        ("[fields.f]\nlabels = 'Contract #'", "Expected `array`", "Correct that value"),
        ("fields = 3", "Expected `object`", "Correct that value"),
        ("limits = []", "Expected `object`", "Correct that value"),
        ("[sources.list]\ncolumns = { A = 'order_numer' }", "'order_numer', which is not a field", "order_number?"),
        ("period = ['2019-13-01', '2019-12-31']", "$.period[0]", "Correct that value"),
        ("period = ['2019-12-31', '2019-01-01']", "period ends before it begins", "first day first"),
        ("precision_target = 97", "< 1", "Correct that value"),
        ("review_below = 0.97", "review_below is not a setting any more", "Give precision_target"),
        ("[limits]\npage_memory_mb = 4", ">= 512", "Correct that value"),
        ("title = \narea_code = '617'", "line 1", "Correct that line"),
        ("title = 'a'\ntitle = 'b'", "overwrite", "Correct that line"),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest(tmp_path: Path, text: str, wrong: str, cure: str) -> None:
    """An unknown key, a value of the wrong type and a file that is no TOML are named with the way out."""
    with pytest.raises(UsageProblem) as refused:
        read_config(written(tmp_path, text))
    assert refused.value.message.startswith("backfile.toml: ")
    assert wrong in refused.value.message
    assert cure in refused.value.cure


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """A file in another encoding is named, not guessed at."""
    path = tmp_path / "backfile.toml"
    path.write_bytes("title = 'Straße'".encode("latin-1"))
    with pytest.raises(UsageProblem, match=r"backfile\.toml"):
        read_config(path)


def test_every_line_of_the_template_may_be_uncommented(tmp_path: Path) -> None:
    """What `init` writes is valid as it is, and stays so with every example in it switched on."""
    make_workspace(tmp_path, 'The "big" city\\')
    path = tmp_path / "backfile.toml"
    assert read_config(path).config.title == "The 'big' city/"
    examples = re.sub(r"^# (?=\[|\w+ = )", "", TEMPLATE.format(title="x"), flags=re.MULTILINE)
    for name in re.findall(r'^(?:streets|sheet_counts) = "(.*?)"', examples, flags=re.MULTILINE):
        (tmp_path / name).touch()  # the files that it names beside it must be there
    settings = read_config(written(tmp_path, examples))
    assert settings.extra_fields == ("flight_from",)
    assert settings.fields["flight_from"].part == "first"
    assert settings.config.binders["streets-2019"].department == "Streets"


def test_days_may_be_written_with_and_without_quotes(tmp_path: Path) -> None:
    """TOML has dates of its own, and people write them."""
    for text in ("period = ['2019-01-01', '2019-12-31']", "period = [2019-01-01, 2019-12-31]"):
        assert read_config(written(tmp_path, text)).config.period == (date(2019, 1, 1), date(2019, 12, 31))


def test_every_type_can_be_declared(tmp_path: Path) -> None:
    """Each type of the catalogue can be given to a field of the workspace's own."""
    for kind in FieldType:
        assert read_config(written(tmp_path, f"[fields.own]\ntype = '{kind}'")).fields["own"].type is kind


def test_a_workspace_names_its_own_labels_fields_and_columns(tmp_path: Path) -> None:
    """Labels, ends of a range, columns and departments of `backfile.toml` are what the next run goes by."""
    binder = write_binder(
        tmp_path / "ads.pdf",
        ORDERS[:1],
        labels={"Order number:": "Flight Contract:", "Date requested:": "Flight Dates:"},
        values={"03/04/2019": "03/04/2019 - 03/29/2019"},
    )
    digital = write_list(tmp_path / "ads.csv", "QQ,Cost\n2019-0411,120.50\n")
    make_workspace(tmp_path / "ws", "Ads")
    written(
        tmp_path / "ws",
        """
        [fields.order_number]
        labels = ["Flight Contract"]
        [fields.flight_from]
        type = "date"
        labels = ["Flight Dates"]
        part = "first"
        [fields.flight_to]
        type = "date"
        labels = ["Flight Dates"]
        part = "last"
        [sources.ads]
        columns = { QQ = "order_number" }
        [binders.ads]
        department = "Sales"
        """,
    )
    answer = backfile(
        "run", binder, "--records", digital, "--out", tmp_path / "out", "--workspace", tmp_path / "ws", "--jobs", "1"
    )
    assert answer.code == 0, answer.err
    with (tmp_path / "out" / "orders.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["order_number"], row["department"], row["record_ids"]) == ("2019-0411", "Sales", "2019-0411")
    assert json.loads(row["extras"]) == {"flight_from": "2019-03-04", "flight_to": "2019-03-29"}


def test_show_keeps_nothing(tmp_path: Path) -> None:
    """`import --show` prints how each column is understood on stdout, and leaves no file behind."""
    write_list(tmp_path / "tickets.csv")
    answer = backfile("import", "tickets.csv", "--show", cwd=tmp_path)
    assert answer.code == 0
    assert answer.out.startswith("tickets: 3 rows")
    for column, field in (("WO Number", "order_number"), ("Address", "location"), ("Cost", "total_cost")):
        assert re.search(rf"^  {column} +{field} +\d+%  \S", answer.out, re.MULTILINE), answer.out
    assert [path.name for path in tmp_path.iterdir()] == ["tickets.csv"]
