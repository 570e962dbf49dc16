"""`backfile review` itself: the plain way through a workspace, and what is said about wrong keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from review_bench import sample_nouns

from backfile.__main__ import backfile
from backfile.config import FILE
from backfile.workspace import STORE, make_workspace
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
