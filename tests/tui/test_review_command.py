"""`backfile review` itself: the plain way through a workspace, and what is said about wrong keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from review_bench import sample_nouns

from backfile.__main__ import backfile
from backfile.config import FILE
from backfile.workspace import STORE, make_workspace
from matching.review import ReviewSession
from records.decision import Action
from records.errors import UsageProblem
from records.store import Store


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a bit of everything in it."""
    folder = tmp_path / "workspace"
    make_workspace(folder, "signs")
    with Store.open(folder / STORE) as store:
        sample_nouns()[0].fill(store)
    return folder


def test_the_review_can_be_done_without_a_screen(workspace: Path) -> None:
    """Lines in, decisions in the store, with who made them and under which version."""
    done = CliRunner().invoke(backfile, ["review", str(workspace), "--plain", "--who", "ann"], input="3\n4 B 7\n:q\n")
    assert done.exit_code == 0, done.output
    assert "Saved: Pages stuck together confirmed: in another binder; B 7." in done.output
    with Store.open(workspace / STORE) as store:
        (event,) = store.decisions()
    assert (event.who, event.action, event.reason) == ("ann", Action.ACCEPT, "in another binder; B 7")
    assert event.shown_at <= event.decided_at
    assert event.version


def test_lines_that_end_are_an_end(workspace: Path) -> None:
    """A pipe that closes leaves the review, and nothing is claimed any more."""
    done = CliRunner().invoke(backfile, ["review", str(workspace), "--plain"], input="1\n")
    assert done.exit_code == 0, done.output
    with Store.open(workspace / STORE) as store, store.glancing() as desk:
        assert not [row for row in desk.waiting("fields", 0, 99) if row.claimed_by]


def test_a_key_for_nothing_is_refused_with_what_was_meant(workspace: Path) -> None:
    """The message names the nearest thing that a key can do."""
    config = workspace / FILE
    config.write_text(config.read_text("utf-8") + '\n[review]\nkeys = { ilegible = "f9" }\n', encoding="utf-8")
    done = CliRunner().invoke(backfile, ["review", str(workspace), "--plain"], input=":q\n")
    said = f"{done.output} {done.exception}"
    assert "review.keys.ilegible" in said
    if isinstance(done.exception, UsageProblem):
        assert done.exception.cure == "Did you mean illegible?"


BARE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")
"""Takes from root the right to pass permissions by."""


@pytest.fixture
def locked(workspace: Path) -> Iterator[Path]:
    """The workspace where nobody may write, neither the store nor beside it."""
    with Store.open(workspace / STORE) as store:
        ReviewSession(store, "ann")  # lays the queues out
    files = [path for path in workspace.iterdir() if path.is_file()]
    for path in (*files, workspace):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield workspace
    workspace.chmod(0o755)


def as_somebody(*line: str, keys: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as somebody whom permissions hold back."""
    bare = BARE if os.geteuid() == 0 else ()
    if bare and not shutil.which(bare[0]):
        pytest.skip("needs an ordinary user, or setpriv")
    command = (*bare, sys.executable, "-m", "backfile", *line)
    return subprocess.run(command, input=keys, capture_output=True, text=True, timeout=120, check=False)


def test_a_workspace_that_may_not_be_written_can_be_looked_at(locked: Path) -> None:
    """The review says at once that nothing can be decided, shows every item, and keeps nothing."""
    done = as_somebody("review", str(locked), "--plain", keys="5\ny\n:l\n:u\n:b\n1\n\n:q\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("The store is read-only: you can look, and decide nothing.")
    assert "On paper, not in the records WO-104517" in done.stdout
    assert done.stdout.count("the store is read-only. Ask for the right to write to it and to its folder.") == 2
    assert "There is nothing of yours to take back." in done.stdout
    with Store.open(locked / STORE) as store:
        assert store.decisions() == ()


def test_what_takes_away_needs_no_right_to_write_there(locked: Path, tmp_path: Path) -> None:
    """The dataset is written elsewhere; what would change the workspace is refused with what would help."""
    out = tmp_path / "out"
    taken = as_somebody("export", str(locked), "--out", str(out))
    assert taken.returncode == 0, taken.stderr
    assert len((out / "orders.csv").read_text("utf-8").splitlines()) == 6
    refused = as_somebody("match", str(locked))
    assert refused.returncode == 5
    assert "the workspace cannot be written: Permission denied" in refused.stderr
