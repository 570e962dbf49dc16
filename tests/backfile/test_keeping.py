"""`check` notices what changed, and a backup comes back as it was."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Job
from paper import ORDERS, backfile, files, write_binder

from backfile.archive import MANIFEST, restore
from backfile.workspace import STORE
from records.decision import Action, Decision, Subject, SubjectKind
from records.errors import BackfileError, BadInput
from records.store import Store


@pytest.fixture
def own(job: Job, tmp_path: Path) -> Path:
    """The results of the small run with its workspace, to be damaged, and a decision taken in it."""
    folder = tmp_path / "out"
    shutil.copytree(job.out, folder)
    with Store.open(folder / "workspace" / STORE) as store:
        (finding, *_) = store.findings()
        store.decide(Decision(Subject(SubjectKind.FINDING, finding.finding_id), Action.ACCEPT, "ann", "2026-01-01"))
    assert backfile("export", folder).code == 0
    return folder


def test_a_sound_workspace_is_said_to_be_so(own: Path) -> None:
    """The store, the scan and every exported file are compared, and the report's own mark is found again."""
    mark = json.loads((own / "datapackage.json").read_text("utf-8"))["audit_trail"]
    assert mark.startswith("1:")
    assert mark in (own / "report.html").read_text("utf-8").replace("<wbr>", "")
    answer = backfile("check", own, "--trail", mark, "--json")
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["damaged"] == []
    assert json.loads(answer.out)["scans"] == 1
    assert json.loads(answer.out)["exported"] >= 8


def test_each_kind_of_damage_is_named(own: Path) -> None:
    """A changed export, one that is gone, a changed row and a trail cut short: 5, and a line for each."""
    (own / "orders.csv").write_text((own / "orders.csv").read_text("utf-8").replace("Elm", "Oak"), encoding="utf-8")
    (own / "findings.csv").unlink()
    answer = backfile("check", own, "--trail", "2:0123456789abcdef")
    assert answer.code == 5
    assert "Damaged: orders.csv: the file is not as it was exported." in answer.err
    assert "Damaged: findings.csv: the exported file cannot be read" in answer.err
    assert "The audit trail does not go on from 2:0123456789abcdef" in answer.err
    with closing(sqlite3.connect(own / "workspace" / STORE)) as store, store:
        store.execute("UPDATE orders SET name = 'else' WHERE place = 0")
    answer = backfile("check", own)
    assert answer.code == 5
    assert "orders, row streets else, is not as it was written" in answer.err


def test_a_scan_that_changed_or_went_is_named(tmp_path: Path) -> None:
    """What was read is compared with what lies there now."""
    binder = write_binder(tmp_path / "streets.pdf", ORDERS[:1])
    assert backfile("run", binder, "--out", tmp_path / "out", "--jobs", "1").code == 0
    write_binder(binder, ORDERS[1:2])
    assert "streets.pdf: the scan is not the file that was read" in backfile("check", tmp_path / "out").err
    binder.unlink()
    answer = backfile("check", tmp_path / "out")
    assert (answer.code, "streets.pdf: the scan cannot be compared" in answer.err) == (5, True)


WRITER = """
import sys
from records.store import Store
with Store.open(sys.argv[1]) as store:
    print("open", flush=True)
    for n in range(100000):
        store.save_page_results("0" * 64, "settings", {n: b"page" * 300})
"""


def test_a_backup_made_during_a_run_comes_back_whole(own: Path, tmp_path: Path) -> None:
    """Made while another writes, restored elsewhere, checked, exported: the bytes are those of the original."""
    command = [sys.executable, "-c", WRITER, str(own / "workspace" / STORE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == b"open\n"
        saved = backfile("backup", own, tmp_path / "b.zip")
        writer.kill()
    assert saved.code == 0, saved.err
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    assert backfile("restore", tmp_path / "b.zip", tmp_path / "again").code == 0
    assert backfile("check", tmp_path / "again").code == 0
    assert backfile("export", tmp_path / "again", "--out", tmp_path / "files").code == 0
    assert files(tmp_path / "files") == {**files(own)}
    refused = backfile("restore", tmp_path / "b.zip", tmp_path / "again")
    assert (refused.code, "is not empty" in refused.err) == (2, True)
    refused = backfile("backup", own, tmp_path / "b.zip")
    assert (refused.code, "is there already" in refused.err) == (2, True)
    assert not list(tmp_path.glob(".backfile-*"))


def altered(source: Path, target: Path, change: dict[str, bytes]) -> Path:
    """A backup with some parts replaced and its manifest as it was."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.pop(name, None) or old.read(name))
        for name, content in change.items():
            new.writestr(name, content)
    return target


def test_a_damaged_or_hostile_backup_makes_no_workspace(own: Path, tmp_path: Path) -> None:
    """A changed part, a name that leads out, a file that is none and one cut short are refused, and leave nothing."""
    good = tmp_path / "good.zip"
    assert backfile("backup", own, good).code == 0
    manifest = json.loads(zipfile.ZipFile(good).read(MANIFEST))
    escape = {**manifest, "files": {**manifest["files"], "forms/../../evil.toml": "0" * 64}}
    newer = {**manifest, "backfile_archive": 99}
    (tmp_path / "cut.zip").write_bytes(good.read_bytes()[:-200])
    (tmp_path / "text.zip").write_text("no archive")
    bad = [
        altered(good, tmp_path / "part.zip", {"backfile.toml": b"title = 'x'"}),
        altered(good, tmp_path / "escape.zip", {MANIFEST: json.dumps(escape).encode(), "forms/../../evil.toml": b"x"}),
        altered(good, tmp_path / "newer.zip", {MANIFEST: json.dumps(newer).encode()}),
        tmp_path / "cut.zip",
        tmp_path / "text.zip",
        tmp_path / "absent.zip",
    ]
    for file in bad:
        with pytest.raises(BadInput) as found:
            restore(file, tmp_path / "made")
        assert found.value.cure
        assert not (tmp_path / "made").exists()
    assert not list(tmp_path.glob("**/evil.toml"))


def test_a_flipped_bit_in_a_backup_is_noticed(own: Path, tmp_path: Path) -> None:
    """One bit flipped at forty places: the restore refuses, or what it makes is the same to the byte."""
    assert backfile("backup", own, tmp_path / "b.zip").code == 0
    restore(tmp_path / "b.zip", tmp_path / "whole")
    content = (tmp_path / "b.zip").read_bytes()
    refused = 0
    for n in range(40):
        place = len(content) * n // 40
        (tmp_path / "f.zip").write_bytes(content[:place] + bytes([content[place] ^ 1 << n % 8]) + content[place + 1 :])
        try:
            restore(tmp_path / "f.zip", tmp_path / f"made-{n}")
        except BackfileError:
            refused += 1
        else:
            assert files(tmp_path / f"made-{n}") == files(tmp_path / "whole")
    assert refused >= 35
