"""Reads one digital list in a worker: imports nothing but what that takes, since each worker starts anew."""

from __future__ import annotations

from dataclasses import dataclass

from records.source import SourceRead
from records.sources import SourceSettings, list_sources, read_source


@dataclass(frozen=True, slots=True)
class Wanted:
    """A digital list and how it is to be read."""

    spec: str
    settings: SourceSettings


def tables_of(spec: str) -> tuple[str, ...]:
    """The single tables behind a spec: a folder holds several files, a database several tables."""
    return list_sources(spec)


def read_wanted(wanted: Wanted) -> SourceRead:
    """The list, read."""
    return read_source(wanted.spec, wanted.settings)
