"""Reconciles what the store holds, and writes what a run gives away."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from time import time

import ocr
from backfile.linking import in_words, keep_memory, keep_model, memory_of, said_of_pairs
from backfile.narrow import Scope, narrowed
from backfile.progress import say
from backfile.steps import digitize_settings
from backfile.trust import keep, trust_of, weighed, words
from backfile.workspace import Workspace
from matching import Imported, MatchSettings, Reconciliation, Taught, reconcile
from matching.review_build import lay_out_queue
from records.conflicts import conflicting_sources
from records.dataset import Dataset
from records.errors import BackfileError
from records.exports import ExportOptions, export_dataset
from records.page import PageEntry, PageImage
from records.redaction import Redaction, redacted
from records.reports import write_certificates, write_gap_report, write_report_workbook
from records.signing import signed
from records.sources import read_sheet_counts, sheets_of, source_findings
from records.survivorship import DEFAULT, Survivorship


def match(workspace: Workspace) -> Reconciliation:
    """Links the paper orders with the digital records, and keeps the links, the findings and the measures.

    The orders are made as sure as the decisions of today and the links say.
    """
    store = workspace.store
    trust = trust_of(workspace)
    if words(trust):
        say(words(trust))
    config = workspace.settings.config
    orders, pages, records, sources = weighed(store.orders(), trust), store.pages(), store.records(), store.sources()
    settings = MatchSettings(
        on_time_days=config.on_time_days, sheets=_counted(workspace, pages), unissued=config.unissued
    )
    said, memory = tuple(said_of_pairs(store.decisions())), memory_of(workspace)
    taught = Taught(partial(weighed, trust=trust), said, memory)
    found = reconcile(orders, pages, records, settings, Imported(sources), taught)
    keep(workspace, found.orders)
    keep_model(workspace, found.model, len(said))
    keep_memory(workspace, memory)
    if in_words(memory):
        say(in_words(memory))
    whole = Dataset(pages, found.orders, records, sources, found.matches, found.findings, found.measures)
    more = (*found.findings, *conflicting_sources(whole), *source_findings(sources, records))
    findings = tuple(sorted(more, key=lambda finding: -finding.weight))
    store.replace_reconciliation(found.matches, findings, found.measures)
    lay_out_queue(store, config.precision_target, time())
    return replace(found, findings=findings)


def dataset_of(workspace: Workspace) -> Dataset:
    """The state of the workspace, with what people decided applied."""
    reading = digitize_settings(workspace.settings).reading
    prefer = workspace.settings.config.prefer
    dataset = workspace.store.dataset(
        title=workspace.settings.config.title,
        extra_fields=workspace.settings.extra_fields,
        version=f"Backfile {version('backfile')}; {ocr.engine_versions(reading)}",
        survivorship=Survivorship(
            {name: rule for name, rule in prefer.items() if name != "*"}, prefer.get("*", DEFAULT)
        ),
    )
    return signed(replace(dataset, sheets=_counted(workspace, dataset.pages)))


def _counted(workspace: Workspace, pages: Sequence[PageEntry]) -> Mapping[str, int]:
    """The sheets that somebody counted of each binder: a binder's own section of the configuration, else the list."""
    listed = workspace.settings.sheet_counts
    binders = dict.fromkeys(page.binder for page in pages)
    counted = sheets_of(read_sheet_counts(listed), binders) if listed else {}
    own = {name: binder.sheets for name, binder in workspace.settings.config.binders.items() if binder.sheets}
    return {**counted, **own}


@dataclass(frozen=True, slots=True)
class Wished:
    """What a person asked of the files."""

    options: ExportOptions = field(default_factory=ExportOptions)
    redact: str = ""
    """"mask", "hash", or empty for nothing."""
    scope: Scope = field(default_factory=Scope)


def prepared(workspace: Workspace, wished: Wished) -> Dataset:
    """The state of the workspace as it may leave: narrowed, and without private data where that was asked for."""
    dataset = dataset_of(workspace)
    if wished.scope:
        dataset = narrowed(dataset, wished.scope, workspace.settings.config.on_time_days)
    return redacted(dataset, _redaction(workspace, wished.redact)) if wished.redact else dataset


KEY = "redaction_key"
"""The setting of the store that holds the key of the hashes: one person is one hash in every export."""


def _redaction(workspace: Workspace, how: str) -> Redaction:
    if how != "hash":
        return Redaction()
    key = workspace.store.setting(KEY)
    if key is None:
        key = secrets.token_hex(32)
        workspace.store.set_setting(KEY, key)
    return Redaction(bytes.fromhex(key))


EVERYTHING = Wished()


def write_outputs(workspace: Workspace, out: Path, wished: Wished = EVERYTHING) -> Dataset:
    """Writes every file of the contract, and what was asked for, into a folder; each appears whole or not at all."""
    out.mkdir(parents=True, exist_ok=True)
    dataset = prepared(workspace, wished)
    write_reports(dataset, out, pictures=not wished.redact, whole=not wished.scope)
    export_dataset(dataset, out, wished.options)
    return dataset


def write_reports(dataset: Dataset, out: Path, *, pictures: bool = True, whole: bool = True) -> tuple[Path, ...]:
    """Writes `report.html`, `report.xlsx` and `certificates/BINDER.html` into a folder.

    Pictures of pages show what was redacted, and then stay out; a part of a binder cannot be certified.
    """
    out.mkdir(parents=True, exist_ok=True)
    return (
        write_gap_report(dataset, out / "report.html", thumbnails(dataset) if pictures else None),
        write_report_workbook(dataset, out / "report.xlsx"),
        *(write_certificates(dataset, out / "certificates") if whole else ()),
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
