"""Reconciles what the store holds, and writes what a run gives away."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import time

import ocr
from backfile.progress import say
from backfile.steps import digitize_settings
from backfile.trust import refresh, words
from backfile.workspace import Workspace
from matching import MatchSettings, Reconciliation, reconcile
from matching.review_build import lay_out_queue
from records.dataset import Dataset
from records.errors import BackfileError
from records.exports import export_dataset
from records.page import PageEntry, PageImage
from records.reports import write_gap_report, write_report_workbook


def match(workspace: Workspace) -> Reconciliation:
    """Links the paper orders with the digital records, and keeps the links, the findings and the measures.

    The orders are first made as sure as the decisions of today say.
    """
    store = workspace.store
    said = words(refresh(workspace))
    if said:
        say(said)
    config = workspace.settings.config
    settings = MatchSettings(on_time_days=config.on_time_days)
    found = reconcile(store.orders(), store.pages(), store.records(), settings, store.sources())
    store.replace_reconciliation(found.matches, found.findings, found.measures)
    lay_out_queue(store, config.precision_target, time())
    return found


def dataset_of(workspace: Workspace) -> Dataset:
    """The state of the workspace, with what people decided applied."""
    reading = digitize_settings(workspace.settings).reading
    return workspace.store.dataset(
        title=workspace.settings.config.title,
        extra_fields=workspace.settings.extra_fields,
        version=f"Backfile {version('backfile')}; {ocr.engine_versions(reading)}",
    )


def write_outputs(workspace: Workspace, out: Path) -> Dataset:
    """Writes every file of the contract into a folder; each appears whole or not at all."""
    out.mkdir(parents=True, exist_ok=True)
    dataset = dataset_of(workspace)
    write_reports(dataset, out)
    export_dataset(dataset, out)
    return dataset


def write_reports(dataset: Dataset, out: Path) -> tuple[Path, Path]:
    """Writes `report.html` and `report.xlsx` into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    return (
        write_gap_report(dataset, out / "report.html", thumbnails(dataset)),
        write_report_workbook(dataset, out / "report.xlsx"),
    )


def thumbnails(dataset: Dataset) -> Callable[[str, int], bytes | None]:
    """Small pictures of pages, for the neighbours of a gap."""
    entries = {(entry.binder, entry.number): entry for entry in dataset.pages}

    def picture(binder: str, number: int) -> bytes | None:
        entry = entries.get((binder, number))
        if entry is None or entry.frame is None:
            return None
        try:
            return ocr.thumbnail(image_of(entry), entry.frame, 320)
        except BackfileError:  # the scan was moved since it was read: a report without the picture is better than none
            return None

    return picture


def image_of(entry: PageEntry) -> PageImage:
    """The page image behind an entry."""
    return PageImage(entry.binder, entry.number, entry.path, entry.index, entry.sha256)
