"""Keeps a supervisor's approval of the data as it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from backfile.outputs import dataset_of
from backfile.workspace import Workspace
from records.approval import Approval, Approved
from records.completeness import binders_of, undecided
from records.dataset import Dataset
from records.errors import UsageProblem
from records.screen import screen
from records.signing import approval, scanned_state, state_of


def sign(workspace: Workspace, who: str, binder: str, *, checked: bool, note: str) -> Approval:
    """Keeps who approves what, and the hash of what it is.

    Raises:
        UsageProblem: there is no such binder; nobody is named; a binder is certified that is not accounted for, whose
            scans nobody checked, or by who checked them.
    """
    dataset = dataset_of(workspace)
    if not who.strip():
        raise UsageProblem("An approval needs a name.", "Give it with --who.")
    what = Approved.REPORT if not binder else Approved.QUALITY if checked else Approved.CERTIFICATE
    if binder and binder not in binders_of(dataset):
        raise UsageProblem(
            f"There is no binder '{binder}'.", f"The binders are: {', '.join(binders_of(dataset)[:20])}."
        )
    if binder and workspace.settings.config.four_eyes:
        _refuse_scanner(dataset, binder, who)
    if what is Approved.CERTIFICATE:
        _refuse_early(dataset, binder, who)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    made = Approval(what, binder, " ".join(who.split()), now, state_of(dataset, binder), note)
    workspace.store.decide(approval(made))
    return made


def note_scanner(workspace: Workspace, binders: Collection[str]) -> None:
    """Keeps who scanned these binders, where that will be asked; once for each state of a binder's images."""
    config = workspace.settings.config
    if not (config.people or config.four_eyes):
        return
    pages = workspace.store.pages()
    known = {(one.subject.field, one.after) for one in workspace.store.decisions() if one.subject.key == Approved.SCAN}
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    for binder in sorted(binders):
        state = scanned_state(pages, binder)
        if (binder, state) not in known:
            workspace.store.decide(approval(Approval(Approved.SCAN, binder, workspace.who, now, state)))


def _refuse_scanner(dataset: Dataset, binder: str, who: str) -> None:
    """The rule of four eyes: who scanned does not validate."""
    scanners = {_folded(one.who) for one in dataset.approvals if (one.what, one.binder) == (Approved.SCAN, binder)}
    if _folded(who) in scanners:
        raise UsageProblem(f"{who} scanned {binder}.", "Somebody else has to check and certify it (four_eyes).")


def _refuse_early(dataset: Dataset, binder: str, who: str) -> None:
    """The rule of 36 CFR 1236.56: all records digitized or documented as missing, validated by other staff."""
    open_ones = undecided(dataset, binder)
    if open_ones:
        first = "; ".join(found.detail for found in open_ones[:2])
        raise UsageProblem(
            f"{len(open_ones)} records of {binder} are neither digitized nor documented as missing: {first}",
            "Scan them again, or confirm or dismiss each at `backfile review`.",
        )
    checks = [one for one in dataset.approvals if (one.what, one.binder) == (Approved.QUALITY, binder) and one.stands]
    if not checks:
        raise UsageProblem(
            f"Nobody has checked the scans of {binder} as they stand.", "Check them, and sign with --checked."
        )
    if all(_folded(one.who) == _folded(who) for one in checks):
        raise UsageProblem(f"{who} checked the scans of {binder}.", "Somebody else has to certify it.")


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def signatures(workspace: Workspace) -> Iterator[str]:
    """What was approved, the oldest first, in words."""
    for one in dataset_of(workspace).approvals:
        about = f"{one.what} of {screen(one.binder)}" if one.binder else str(one.what)
        now = "stands" if one.stands else "the data has changed since"
        parts = (one.at, about, screen(one.who), one.state[:12], now, screen(one.note))
        yield "  ".join(part for part in parts if part)
