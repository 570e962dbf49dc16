"""Page results and settings: bytes and texts under a key."""

from __future__ import annotations

import json
import zlib

from sqlalchemy import Connection, delete, func, insert, select

from records.store.coding import decode, row_hash
from records.store.shelves import damaged
from records.store.tables import PAGE_RESULTS, SETTINGS


def page_result(connection: Connection, sha256: str, index: int, settings: str) -> bytes | None:
    """What was kept, None where nothing was or it is not as it was written."""
    columns = PAGE_RESULTS.c
    row = connection.execute(
        select(columns.payload, columns.row_hash).where(
            columns.sha256 == sha256, columns.page_index == index, columns.settings == settings
        )
    ).first()
    if row is None or row_hash(PAGE_RESULTS.name, sha256, index, settings, row.payload) != row.row_hash:
        return None
    try:
        return zlib.decompress(row.payload)
    except zlib.error:
        return None


def count_page_results(connection: Connection) -> int:
    """How many are kept."""
    return connection.execute(select(func.count()).select_from(PAGE_RESULTS)).scalar_one()


def save_page_result(connection: Connection, key: tuple[str, int, str], payload: bytes) -> None:
    """Keeps it, in the place of what was there."""
    columns = PAGE_RESULTS.c
    sha256, index, settings = key
    packed = zlib.compress(payload, 1)  # a quarter of the size in a fraction of a millisecond
    connection.execute(
        delete(PAGE_RESULTS).where(columns.sha256 == sha256, columns.page_index == index, columns.settings == settings)
    )
    connection.execute(
        insert(PAGE_RESULTS).values(
            sha256=sha256,
            page_index=index,
            settings=settings,
            payload=packed,
            row_hash=row_hash(PAGE_RESULTS.name, sha256, index, settings, packed),
        )
    )


def setting(connection: Connection, key: str) -> str | None:
    """The value, None where there is none.

    Raises:
        WorkspaceProblem: it is not as it was written.
    """
    row = connection.execute(select(SETTINGS).where(SETTINGS.c.key == key)).first()
    if row is None:
        return None
    if row_hash(SETTINGS.name, key, row.value) != row.row_hash:
        raise damaged(f"settings, row {key}", "is not as it was written")
    return decode(row.value.encode(), str)


def set_setting(connection: Connection, key: str, value: str) -> None:
    """Keeps the value, in the place of the one before."""
    written = json.dumps(value)  # JSON in ASCII: a database may refuse NUL and halves of surrogate pairs
    connection.execute(delete(SETTINGS).where(SETTINGS.c.key == key))
    connection.execute(insert(SETTINGS).values(key=key, value=written, row_hash=row_hash(SETTINGS.name, key, written)))


def check(connection: Connection) -> tuple[str, ...]:
    """What is wrong with page results and settings."""
    said = [
        f"The store is damaged: page_results, row {row.sha256} {row.page_index}, is not as it was written."
        for row in connection.execute(select(PAGE_RESULTS))
        if row_hash(PAGE_RESULTS.name, row.sha256, row.page_index, row.settings, row.payload) != row.row_hash
    ]
    said += [
        f"The store is damaged: settings, row {row.key}, is not as it was written."
        for row in connection.execute(select(SETTINGS))
        if row_hash(SETTINGS.name, row.key, row.value) != row.row_hash
    ]
    return tuple(said)
