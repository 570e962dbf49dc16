"""The commands by which data comes in and goes out: import, export, report, signoff."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pikepdf
import pytest
from conftest import Job
from paper import LIST, Answer, write_list

from backfile.__main__ import _answer


def backfile(*args: str | Path) -> Answer:
    """Runs the command in this process: starting one takes longer than what is tested here."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["backfile", *map(str, args)])
        code = _answer()
    return Answer(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def office(job: Job, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished run's workspace, to be worked on."""
    folder = tmp_path_factory.mktemp("office") / "workspace"
    shutil.copytree(job.out / "workspace", folder)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_format_is_written_on_request(office: Path, tmp_path: Path) -> None:
    """`--format all` with pdf, alto and lineage writes what the documentation says, and the package names it."""
    answer = backfile(
        *("export", office, "--out", tmp_path, "--format", "all", "--format", "pdf", "--format", "alto", "--lineage")
    )
    assert answer.code == 0, answer.err
    for name in ("plain/orders.csv", "spreadsheet/orders.csv", "jsonl/orders.jsonl", "parquet/orders.parquet"):
        assert (tmp_path / name).stat().st_size
    names = {one["path"] for one in json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"]}
    assert names >= {"dataset.xlsx", "dataset.sqlite", "open311.csv", "lineage.csv", "plain/lineage.csv"}
    with pikepdf.open(tmp_path / "pdf" / "streets.pdf") as pdf, pdf.open_outline() as outline:
        assert [mark.title for mark in outline.root] == ["2019-0411", "2019-0412", "2019-0413", "2019-0415"]
    assert len(list((tmp_path / "alto" / "streets").glob("*.xml"))) == 4
    assert b'CONTENT="Quarry"' in (tmp_path / "alto/streets/0003.xml").read_bytes()
    whole = [(row["order_id"], row["field"], row["page"], row["source"]) for row in rows(tmp_path / "lineage.csv")]
    assert ("streets:3", "total_cost", "3", "") in whole
    assert ("", "total_cost", "", "tickets") in whole


def test_redacted_pictures_are_refused(office: Path, tmp_path: Path) -> None:
    """What people wrote on a sheet cannot be masked: the command says so and writes nothing."""
    answer = backfile("export", office, "--out", tmp_path / "out", "--redact", "mask", "--format", "pdf")
    assert answer.code == 2
    assert "cannot be redacted" in answer.err
    assert not (tmp_path / "out").exists()


def test_redacted_files_do_not_lie_beside_others(office: Path) -> None:
    """The folder that `run` wrote holds the workspace with everything in it: redacted files go elsewhere."""
    answer = backfile("export", office, "--redact", "mask")
    assert answer.code == 2
    assert "another folder" in answer.err


def test_hashes_are_the_same_in_every_export(office: Path, tmp_path: Path) -> None:
    """The key is made once and stays in the workspace; the redacted report holds no picture."""
    for name in ("one", "two"):
        assert backfile("export", office, "--out", tmp_path / name, "--redact", "hash").code == 0
    assert (tmp_path / "one/orders.csv").read_bytes() == (tmp_path / "two/orders.csv").read_bytes()
    assert "data:image" not in (tmp_path / "one/report.html").read_text("utf-8")


def test_a_report_of_a_month(office: Path, tmp_path: Path) -> None:
    """Only the month's orders are counted; a month without any is refused with those that there are."""
    answer = backfile("report", office, "--out", tmp_path, "--period", "2019-03")
    assert answer.code == 0, answer.err
    assert "2019-03" in (tmp_path / "report.html").read_text("utf-8")
    assert not (tmp_path / "certificates").exists()
    refused = backfile("report", office, "--out", tmp_path, "--period", "2031")
    assert refused.code == 2
    assert "2019-03-04 to 2019-03-12" in refused.err


def test_an_approval_stands_until_the_data_changes(office: Path, tmp_path: Path) -> None:
    """Signed, shown in the report, and void after another list came in and was matched."""
    signed = backfile("signoff", office, "--who", "R. Ortiz", "--note", "March closed")
    assert signed.code == 0, signed.err
    assert "R. Ortiz" in signed.out
    assert "stands" in signed.out
    assert backfile("report", office, "--out", tmp_path).code == 0
    assert "Approved by R. Ortiz" in (tmp_path / "report.html").read_text("utf-8")
    changed = write_list(tmp_path / "tickets.csv", LIST.replace("415.90", "515.90"))
    assert backfile("import", changed, "-w", office).code == 0
    assert backfile("match", office).code == 0
    assert "the data has changed since" in backfile("signoff", office, "--show").out


def test_a_binder_is_certified_by_another_person_and_not_before_time(office: Path) -> None:
    """Refused while records are unaccounted for; nobody certifies what nobody checked."""
    refused = backfile("signoff", office, "--binder", "streets", "--who", "R. Ortiz")
    assert refused.code == 2
    assert "neither digitized nor documented" in refused.err or "Nobody has checked" in refused.err
    assert backfile("signoff", office, "--checked").code == 2
    assert backfile("signoff", office, "--binder", "none").code == 2


def test_a_renamed_column_is_said_and_accepted(office: Path, tmp_path: Path) -> None:
    """The import says it, `match` makes it a finding, and `--accept` settles it."""
    renamed = write_list(tmp_path / "tickets.csv", LIST.replace("Closed", "Date Finished"))
    answer = backfile("import", renamed, "-w", office)
    assert '"Closed", which is not there any more' in answer.err
    assert backfile("match", office).code == 0
    assert backfile("export", office, "--out", tmp_path / "out").code == 0
    assert "schema_drift" in {row["kind"] for row in rows(tmp_path / "out/findings.csv")}
    assert "not there any more" not in backfile("import", renamed, "-w", office, "--accept").err
    assert backfile("match", office).code == 0
    assert backfile("export", office, "--out", tmp_path / "out").code == 0
    assert "schema_drift" not in {row["kind"] for row in rows(tmp_path / "out/findings.csv")}


def test_the_places_of_a_binder_are_printed(office: Path) -> None:
    """A line a place on stdout for a binder that there is; a name that is none is refused with those that there are."""
    answer = backfile("rescan", office, "streets")
    assert answer.code == 0, answer.err
    assert {line.split("\t")[0] for line in answer.out.splitlines()} <= {"streets"}
    refused = backfile("rescan", office, "parks")
    assert (refused.code, refused.out) == (2, "")
    assert "streets" in refused.err
