"""Each file appears whole or not at all."""

from __future__ import annotations

import hashlib
import json
import pickle
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from export_samples import CONTRACT, EXTRA, sample

from records.dataset import Dataset
from records.errors import WorkspaceProblem
from records.exports import ExportFormat, ExportOptions, export_dataset

EXPORT = """
import pickle, sys
from pathlib import Path
from records.exports import ExportFormat, ExportOptions, export_dataset
dataset = pickle.loads(Path(sys.argv[2]).read_bytes())
export_dataset(dataset, Path(sys.argv[1]))
print("ready", flush=True)
while True:
    export_dataset(dataset, Path(sys.argv[1]))
"""


def test_a_killed_export_leaves_whole_files(tmp_path: Path) -> None:
    """However often an export is killed, each file is absent or complete, and the next export leaves nothing over."""
    export_dataset(sample(), tmp_path / "whole")
    (tmp_path / "sample").write_bytes(pickle.dumps(sample()))
    wait = random.Random(7)
    for _ in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", EXPORT, str(tmp_path / "out"), str(tmp_path / "sample")], stdout=subprocess.PIPE
        )
        with child:
            assert child.stdout
            child.stdout.readline()
            time.sleep(wait.uniform(0.005, 0.3))
            child.send_signal(signal.SIGKILL)
        for path in (tmp_path / "out").glob("[!.]*"):
            assert path.read_bytes() == (tmp_path / "whole" / path.name).read_bytes()
    export_dataset(sample(), tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([*CONTRACT, *EXTRA])


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file in the place of the folder is a WorkspaceProblem with the cure, and nothing is left over."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(WorkspaceProblem, match="cannot be written") as found:
        export_dataset(sample(), tmp_path / "out")
    assert found.value.cure


def test_a_failed_export_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fills up while a file is written, the file of the last export stays, and no piece of the new."""
    export_dataset(sample(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("records.whole.os.fsync", full)
    with pytest.raises(WorkspaceProblem, match="No space left"):
        export_dataset(Dataset((), (), (), (), (), (), ()), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    """A link that someone laid where the export writes leads it nowhere."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    (out / ".orders.csv.part").symlink_to(victim)
    (out / "orders.csv").symlink_to(victim)
    export_dataset(sample(), out)
    assert victim.read_text() == "mine"
    assert not (out / "orders.csv").is_symlink()


def test_what_an_earlier_export_left_is_taken_away(tmp_path: Path) -> None:
    """Files that this export does not have go, but for those that somebody changed and those that were never ours."""
    export_dataset(sample(), tmp_path, ExportOptions(frozenset({ExportFormat.PLAIN, ExportFormat.OPEN311})))
    (tmp_path / "open311.csv").write_text("mine now")
    (tmp_path / "notes.txt").write_text("mine")
    export_dataset(sample(), tmp_path)
    assert not (tmp_path / "plain" / "orders.csv").exists()
    assert (tmp_path / "open311.csv").read_text() == "mine now"
    assert (tmp_path / "notes.txt").exists()


def test_a_forged_package_takes_nothing_away_elsewhere(tmp_path: Path) -> None:
    """What a data package names outside of its folder is left alone."""
    victim = tmp_path / "victim"
    victim.write_text("x")
    out = tmp_path / "out"
    out.mkdir()
    digest = hashlib.sha256(b"x").hexdigest()
    named = [{"path": "../victim", "hash": f"sha256:{digest}"}, {"path": str(victim), "hash": f"sha256:{digest}"}]
    (out / "datapackage.json").write_text(json.dumps({"resources": named}))
    export_dataset(sample(), out)
    assert victim.exists()
