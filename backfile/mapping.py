"""Shows how the columns of a digital list were understood."""

from __future__ import annotations

from records.screen import screen
from records.source import ColumnMapping, SourceRead


def mapping_table(source: SourceRead) -> str:
    """A table of the columns, as plain text: column, field, how sure, and why."""
    head = f"{screen(source.name)}: {len(source.records):,} rows" + "".join(
        f"; {screen(note)}" for note in source.notes
    )
    wide = max([len(screen(m.column)) for m in source.mapping], default=6)
    names = max([len(m.field or "(not used)") for m in source.mapping], default=10)
    rows = [_row(mapping, min(wide, 40), names) for mapping in source.mapping]
    return "\n".join([head, *rows, ""])


def _row(mapping: ColumnMapping, wide: int, names: int) -> str:
    form = f" [{screen(mapping.format)}]" if mapping.format else ""
    column = f"{str(screen(mapping.column))[:40]:<{wide}}  {mapping.field or '(not used)':<{names}}"
    return f"  {column}  {mapping.confidence:4.0%}  {screen(mapping.reason)}{form}"
