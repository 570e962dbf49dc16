"""Parquet files."""

from __future__ import annotations

from pathlib import Path

from records.errors import BadInput
from records.sources.cells import cell_text
from records.sources.settings import SourceLimits
from records.sources.table import Grid


def read_parquet(path: Path, limits: SourceLimits) -> Grid:
    """The cells of a Parquet file.

    Raises:
        BadInput: It is damaged, encrypted, or over the limits.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            if file.metadata.num_rows > limits.rows:
                raise BadInput(
                    f"{path} is too large: {file.metadata.num_rows:,} rows.", "Divide it into several files."
                )
            header = tuple(map(str, file.schema_arrow.names))
            columns = [list(map(cell_text, column.to_pylist())) for column in file.read().columns]
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        reason = " ".join(str(error).split())[:200]
        raise BadInput(f"{path} is damaged or encrypted: {reason}.", "Export it again, without encryption.") from error
    rows = list(zip(*columns, strict=True)) if columns else []
    return Grid(rows, range(1, len(rows) + 1), "row", header)
