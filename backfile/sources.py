"""Reads the digital lists of a run into the store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from backfile.config import Settings
from backfile.executors import Limits, Workers, workers
from backfile.extracts import Wanted, read_wanted, tables_of
from backfile.problems import problem_of, refusal
from backfile.workspace import Workspace, keep_problems
from records.dataset import FileProblem, SourceSummary
from records.finding import FindingKind
from records.source import SourceRead
from records.sources import SourceSettings, renamed, source_findings

LONGEST = 600.0
"""Seconds that one digital list of ordinary length may take: a million rows take about a minute."""
A_SECOND = 200_000
"""Bytes of a file for which it may take a second more: a million rows of 110 bytes took 53 s of processor time."""
LARGEST = 4096
"""MB that the process which reads the lists may hold."""


def read_sources(specs: Sequence[str], settings: Settings) -> tuple[list[SourceRead], list[FileProblem]]:
    """Every digital list that the specs name, and those that could not be read; a process of its own reads them."""
    own = settings.config.limits
    limits = Limits(max(LONGEST, own.page_seconds), max(LARGEST, own.page_memory_mb))
    reached = any("://" in spec for spec in specs)
    # Long lists come back as files in a folder of this program's own, which each list takes out of it at once.
    with (
        TemporaryDirectory(prefix="backfile-") as folder,
        workers(1, limits, network=reached, writable=[Path(folder)]) as crew,
    ):
        tables, problems = _tables(specs, crew)
        wanted = [Wanted(spec, _settings(spec, settings, Path(folder))) for spec in tables]
        outcomes = {outcome.item.spec: outcome for outcome in crew.run(read_wanted, wanted, _weight)}
    for spec in tables:
        if (error := outcomes[spec].error) is not None:
            problems.append(problem_of(_shown(spec), error, spec))
    return [read for spec in tables if (read := outcomes[spec].value) is not None], problems


def _tables(specs: Sequence[str], crew: Workers) -> tuple[list[str], list[FileProblem]]:
    """The single tables behind the specs."""
    unlike = list(dict.fromkeys(specs))
    outcomes = {outcome.item: outcome for outcome in crew.run(tables_of, unlike)}
    problems = [problem_of(_shown(spec), error, spec) for spec in unlike if (error := outcomes[spec].error) is not None]
    found = dict.fromkeys(table for spec in unlike for table in outcomes[spec].value or ())
    return list(found), problems


def _shown(spec: str) -> str:
    """A spec without the password that a database's may hold, and without its folders."""
    if "://" in spec:
        head, _, tail = spec.partition("://")
        return f"{head}://{tail.rpartition('@')[2]}"
    return spec.rpartition("/")[2]


def _weight(wanted: Wanted) -> int:
    """How many times the usual time a list may take, by the size of its file."""
    try:
        size = Path(wanted.spec.partition("#")[0]).stat().st_size
    except (OSError, ValueError):
        return 1
    return 1 + int(size / A_SECOND / LONGEST)


def _settings(spec: str, settings: Settings, folder: Path) -> SourceSettings:
    name = spec.rpartition("#")[2] if "#" in spec else PurePath(spec.removesuffix(".gz")).stem
    section = settings.config.sources.get(name)
    return SourceSettings(
        catalogue=dict(settings.fields),
        columns=dict(section.columns) if section else {},
        statuses=dict(section.statuses) if section else {},
        department=section.department if section else "",
        day_first=section.day_first if section and section.day_first is not None else settings.config.day_first,
        area_code=settings.config.area_code,
        streets=settings.streets,
        folder=folder,
    )


def _named_apart(sources: Sequence[SourceRead]) -> list[SourceRead]:
    """The sources, a second one of a name as `name-2`: two departments may both call their list `tickets.csv`."""
    seen: dict[str, int] = {}
    apart = []
    for source in sources:
        seen[source.name] = times = seen.get(source.name, 0) + 1
        apart.append(source if times == 1 else renamed(source, f"{source.name}-{times}"))
    return apart


def import_sources(
    workspace: Workspace, specs: Sequence[str], *, keep_others: bool, accept: bool = False
) -> tuple[list[SourceRead], list[FileProblem]]:
    """Reads the digital lists and keeps them; with `accept`, later imports are compared with these.

    Raises:
        BadInput: none of them could be read.
    """
    read, problems = read_sources(specs, workspace.settings)
    if specs and not read:
        raise refusal(problems, "No digital list was found", "Give a CSV, XLSX, JSON, Parquet or SQLite file.")
    read = _named_apart(read)
    before = {} if accept else {summary.name: summary for summary in workspace.store.sources()}
    for source in read:
        known = before.get(source.name)
        summary = SourceSummary(
            *(source.name, _shown(source.path), len(source.records), source.mapping, source.notes, source.warnings),
            baseline=(known.baseline or known.mapping) if known else source.mapping,
        )
        workspace.store.replace_source(summary, source.records)
    if not keep_others:
        workspace.store.forget_sources([source.name for source in read])
    keep_problems(workspace, "import", problems)
    return read, problems


def changes_of(workspace: Workspace, read: Sequence[SourceRead]) -> tuple[str, ...]:
    """What changed in these lists since they were first imported, in words."""
    kept = {summary.name: summary for summary in workspace.store.sources()}
    return tuple(
        found.detail
        for source in read
        for found in source_findings((kept[source.name],), source.records)
        if found.kind in {FindingKind.SCHEMA_DRIFT, FindingKind.COLUMN_FORMAT_BREAK} and found.paper_value
    )
