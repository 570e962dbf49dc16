"""What a run writes and says: the interface that others script against."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from conftest import Job
from paper import CONTRACT, backfile, files

from records.fields import CATALOGUE

COLUMNS = {
    "orders.csv": "order_id order_number department form binder first_page pages copies {fields} extras confidence "
    "needs_review record_ids",
    "matches.csv": "order_id record_id source probability weight decision",
    "findings.csv": "finding_id kind severity certainty status department order_number order_id record_id source "
    "binder page after_page before_page field paper_value digital_value detail caused_by cause note",
    "rescan_list.csv": "binder after_page before_page page reason order_numbers certainty finding_id",
    "measures.csv": "measure department unit digital deduplicated recovered lowest highest "
    "expected interval_low interval_high",
    "measures_by.csv": "measure month category unit digital deduplicated recovered lowest highest "
    "expected interval_low interval_high",
    "line_items.csv": "order_id line kind description quantity unit unit_cost amount page confidence needs_review",
    "resolved.csv": "order_ids record_ids sources known order_number department {fields} origins conflicts",
    "pages.csv": "binder page kind form order_ids printed_page printed_total heading file index width height dpi "
    "rotation skew ink blank sharpness copy_of engine sha256 reason stamped",
}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_of_the_contract_appears_and_no_other(job: Job) -> None:
    """The folder of results holds the files that the README names, and the workspace."""
    assert job.answer.code == 0, job.answer.err
    assert set(files(job.out)) == CONTRACT
    assert {path.name for path in job.out.iterdir()} - CONTRACT == {"workspace", "certificates"}


def test_columns_are_those_of_the_contract(job: Job) -> None:
    """Each CSV file has exactly its columns, in their order, with every catalogue field among the order's."""
    fields = " ".join(name for name in CATALOGUE if name not in {"order_number", "department"})
    for name, columns in COLUMNS.items():
        with (job.out / name).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == columns.format(fields=fields).split(), name


def test_the_orders_are_what_is_printed(job: Job) -> None:
    """Values are written as the contract says: ISO dates, plain decimals, one row an order, linked by record id."""
    orders = {row["order_number"]: row for row in rows(job.out / "orders.csv")}
    assert list(orders) == ["2019-0411", "2019-0412", "2019-0413", "2019-0415"]
    culvert = orders["2019-0413"]
    assert (culvert["requested_on"], culvert["completed_on"]) == ("2019-03-07", "2019-04-02")
    assert (culvert["total_cost"], culvert["location"], culvert["pages"]) == ("1310.25", "7 Quarry Road", "3")
    assert orders["2019-0411"]["record_ids"] == "2019-0411"
    assert {row["kind"] for row in rows(job.out / "findings.csv")} >= {"missing_digital", "field_mismatch"}


def test_every_image_that_went_in_is_accounted_for(job: Job) -> None:
    """`pages.csv` has a row a page, each part of an order that exists."""
    pages = rows(job.out / "pages.csv")
    orders = {row["order_id"] for row in rows(job.out / "orders.csv")}
    assert [row["page"] for row in pages] == ["1", "2", "3", "4"]
    assert {row["order_ids"] for row in pages} <= orders


def test_stdout_is_one_json_object_and_nothing_else(job: Job) -> None:
    """`--json` prints the counts of the tables in one line; all talk is on stderr."""
    counts = json.loads(job.answer.out)
    assert job.answer.out.count("\n") == 1
    assert counts["orders"] == len(rows(job.out / "orders.csv"))
    assert counts["pages"] == len(rows(job.out / "pages.csv"))
    assert counts["findings"] == len(rows(job.out / "findings.csv"))
    assert str(job.out / "report.html") in job.answer.err


def test_two_workers_and_another_folder_give_the_same_bytes(job: Job, tmp_path: Path) -> None:
    """Same input, same output, byte for byte, whatever the number of workers; without `--json` stdout is empty."""
    out = tmp_path / "out"
    answer = backfile("run", job.binder, "--records", job.digital, "--out", out, "--jobs", "2")
    assert (answer.code, answer.out) == (0, "")
    assert files(out) == files(job.out)


def test_findings_make_the_exit_code_only_where_it_was_asked_for(job: Job, tmp_path: Path) -> None:
    """`--fail-on-findings` answers 1 where a person is needed; what was written is the same."""
    out = shutil.copytree(job.out, tmp_path / "out")
    answer = backfile("run", job.binder, "--records", job.digital, "--out", out, "--fail-on-findings")
    assert answer.code == 1
    assert files(out) == files(job.out)


def test_the_single_steps_come_to_what_a_run_comes_to(job: Job, tmp_path: Path) -> None:
    """init, scan, import, match and export in a workspace write what `run` writes."""
    city = tmp_path / "city"
    assert backfile("init", city, "--title", "out").code == 0
    shutil.copy(job.out / "workspace" / "backfile.sqlite", city / "backfile.sqlite")  # the pages as read, to save time
    assert "4 pages, 0 read now" in backfile("scan", job.binder, "-w", city).err
    shown = backfile("import", job.digital, "-w", city)
    assert "order_number" in shown.out
    assert backfile("match", city).code == 0
    assert backfile("export", city, "--out", tmp_path / "written").code == 0
    assert files(tmp_path / "written") == files(job.out)
    reports = backfile("report", city, "--out", tmp_path / "report")
    assert set(files(tmp_path / "report")) == {"report.html", "report.xlsx"}, reports.err
