"""The accounting of generated cities whose orders are read without a mistake."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from benchmarks.accounting import City, Given, outcomes_of
from benchmarks.samples import ROOT, make_truth


@pytest.mark.parametrize("given", [Given(), Given(cut=True), Given(cut=True, counted=True)])
def test_what_is_read_right_is_accounted_for_right(tmp_path: Path, given: Given) -> None:
    """Every planted finding of a city is told, whatever its scanners leave of lengths; none that is false but for a
    sheet that was taken out, where no length tells it from one that stuck.
    """
    found = outcomes_of(make_truth(30_000, tmp_path), given)
    assert found.missed == ()
    assert {row["kind"] for row in found.false} <= ({"stuck_pages"} if given.cut else set())
    assert {row["kind"] for row in found.extra} <= ({"count_mismatch"} if given.counted else set())
    assert len(found.hits) > 25


def test_nothing_is_found_in_a_clean_city(tmp_path: Path) -> None:
    """Where nothing is wrong and the list is complete, no finding of any kind is raised."""
    found = outcomes_of(make_truth(30_001, tmp_path, clean=True), Given(counted=True))
    assert (found.hits, found.false, found.extra) == ((), (), ())


def test_other_numbers_binders_and_lists_are_accounted_for(tmp_path: Path) -> None:
    """Of a reshaped city nothing that is told is false, and the same seed makes the same shapes."""
    told = make_truth(32_000, tmp_path, 2, reshaped=True)
    found = outcomes_of(told, Given())
    assert (found.missed, found.false) == ((), ())
    assert len(found.hits) > 60
    shapes = msgspec.json.decode(told, type=City).shapes
    assert len(shapes) > 4
    assert make_truth(32_000, tmp_path, 2, reshaped=True) == told


def test_only_a_truth_without_scans_can_be_reshaped(tmp_path: Path) -> None:
    """Scans would show the usual numbers: the command says what to give too."""
    command = [sys.executable, str(ROOT / "fixtures" / "make.py"), "--seed", "1", "--out", str(tmp_path), "--reshaped"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "give --unpainted too" in done.stderr


def test_a_truth_without_scans_says_how_long_they_would_be(tmp_path: Path) -> None:
    """No scan is written beside the lists, and of two sheets that went in together the truth says what stood out."""
    city = msgspec.json.decode(make_truth(30_000, tmp_path), type=City)
    assert list((tmp_path / "binders").iterdir()) == []
    assert any(page.longer > 0.1 for binder in city.binders for page in binder.pages)
