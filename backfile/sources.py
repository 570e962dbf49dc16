"""Reads the digital lists of a run into the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from backfile.config import Settings
from backfile.executors import Limits, run_guarded
from backfile.steps import keep_problems
from backfile.workspace import Workspace
from records.dataset import FileProblem, SourceSummary
from records.errors import BadInput
from records.source import SourceRead
from records.sources import SourceSettings, list_sources, read_source


@dataclass(frozen=True, slots=True)
class _Wanted:
    spec: str
    settings: SourceSettings


def read_sources(specs: Sequence[str], settings: Settings) -> tuple[list[SourceRead], list[FileProblem]]:
    """Every digital list that the specs name, and those that could not be read. Each is read in a process of its own."""
    tables, problems = _tables(specs, settings)
    limits = Limits(
        seconds=max(600.0, settings.config.limits.page_seconds), memory_mb=settings.config.limits.page_memory_mb
    )
    read: dict[str, SourceRead] = {}
    for outcome in run_guarded(_read, [_Wanted(spec, _settings(spec, settings)) for spec in tables], 1, limits):
        if outcome.value is not None:
            read[outcome.item.spec] = outcome.value
        elif outcome.error is not None:
            problems.append(FileProblem(_shown(outcome.item.spec), outcome.error.message, outcome.error.cure))
    return [read[spec] for spec in tables if spec in read], problems


def _tables(specs: Sequence[str], settings: Settings) -> tuple[list[str], list[FileProblem]]:
    """The single tables behind the specs: a folder holds several files, a database several tables."""
    tables: list[str] = []
    problems: list[FileProblem] = []
    limits = Limits(60.0, settings.config.limits.page_memory_mb)
    listed = {}
    for outcome in run_guarded(_list, list(specs), 1, limits):
        if outcome.error is not None:
            problems.append(FileProblem(_shown(outcome.item), outcome.error.message, outcome.error.cure))
        listed[outcome.item] = outcome.value or ()
    for spec in specs:
        tables += [table for table in listed.get(spec, ()) if table not in tables]
    return tables, problems


def _list(spec: str) -> tuple[str, ...]:
    return list_sources(spec)


def _read(wanted: _Wanted) -> SourceRead:
    return read_source(wanted.spec, wanted.settings)


def _shown(spec: str) -> str:
    """A spec without the password that a database's may hold, and without its folders."""
    if "://" in spec:
        head, _, tail = spec.partition("://")
        return f"{head}://{tail.rpartition('@')[2]}"
    return spec.rpartition("/")[2]


def _settings(spec: str, settings: Settings) -> SourceSettings:
    name = spec.rpartition("#")[2] if "#" in spec else spec.rpartition("/")[2].split(".")[0]
    section = settings.config.sources.get(name)
    return SourceSettings(
        catalogue=dict(settings.fields),
        columns=dict(section.columns) if section else {},
        department=section.department if section else "",
        day_first=section.day_first if section and section.day_first is not None else settings.config.day_first,
    )


def import_sources(
    workspace: Workspace, specs: Sequence[str], *, keep_others: bool
) -> tuple[list[SourceRead], list[FileProblem]]:
    """Reads the digital lists and keeps them.

    Raises:
        BadInput: none of them could be read.
    """
    read, problems = read_sources(specs, workspace.settings)
    if specs and not read:
        first = (
            problems[0]
            if problems
            else FileProblem("", "no digital list was found", "Give a CSV, XLSX or SQLite file.")
        )
        raise BadInput(f"{first.path}: {first.reason}", first.cure)
    for source in read:
        summary = SourceSummary(
            source.name, _shown(source.path), len(source.records), source.mapping, source.notes, source.warnings
        )
        workspace.store.replace_source(summary, source.records)
    if not keep_others:
        workspace.store.forget_sources([source.name for source in read])
    keep_problems(workspace, "import", problems)
    return read, problems
