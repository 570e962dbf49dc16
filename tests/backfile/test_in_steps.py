"""Pages and lists that come later: what a workspace links in steps is what it would link at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from paper import backfile

from backfile.linking import learned
from backfile.outputs import match
from backfile.workspace import open_workspace
from benchmarks.linkage_population import Population, Spoil, simulate
from records.dataset import SourceSummary
from records.match import Match

_PER_BINDER = 10


def _population(seed: int) -> Population:
    """Sixty orders in binders of ten pages, keyed in two extracts."""
    made = simulate(seed, Spoil(orders=60, per_binder=_PER_BINDER))
    half = len(made.records) // 2
    records = [replace(each, source="early" if at < half else "late") for at, each in enumerate(made.records)]
    return replace(made, records=records)


def _linked(folder: Path, made: Population, steps: Sequence[Sequence[str]]) -> tuple[tuple[Match, ...], str, int]:
    """The matches, the model and its version after these binders and extracts came in, linked after each step."""
    assert backfile("init", folder).code == 0
    with open_workspace(folder) as workspace:
        for step in steps:
            pages = [page for page in made.pages if page.binder in step]
            orders = [order for order in made.orders if order.binder in step]
            workspace.store.replace_binders({page.binder for page in pages}, pages, orders)
            for name in ("early", "late"):
                records = [record for record in made.records if record.source == name]
                if name in step:
                    workspace.store.replace_source(SourceSummary(name, f"{name}.csv", len(records), ()), records)
            match(workspace)
        kept = learned(workspace)
        return workspace.store.matches(), kept.model, kept.version


@pytest.mark.parametrize("last", ["streets-2019-03", "late"], ids=["ten more pages", "a new extract"])
def test_in_steps_is_as_at_once(tmp_path: Path, last: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Links, weights and model are to the last digit those of all at once; only what is new is compared."""
    made = _population(21)
    everything = sorted({page.binder for page in made.pages} | {"early", "late"})
    before = [name for name in everything if name != last]
    at_once = _linked(tmp_path / "at-once", made, [everything])
    capsys.readouterr()
    in_steps = _linked(tmp_path / "in-steps", made, [before, [last]])
    said = re.findall(r"([\d,]+) pairs compared, ([\d,]+) known from before", capsys.readouterr().err)
    (first, nothing), (anew, again) = [tuple(int(count.replace(",", "")) for count in each) for each in said]
    assert nothing == 0
    assert anew < first
    assert again > first / 2
    assert in_steps[:2] == at_once[:2]
    assert (at_once[2], in_steps[2]) == (1, 2)
    assert len(at_once[0]) > 45
