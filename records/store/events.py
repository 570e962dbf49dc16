"""The decisions: events that are only ever added, each chained to the one before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select

from records.decision import Decision, Subject
from records.errors import UsageProblem
from records.store.coding import decode, encode, row_hash
from records.store.shelves import damaged, text
from records.store.tables import DECISIONS, PARTS

_FIRST = "0" * 64
"""What the first decision is chained to."""
_AT_ONCE = 64
"""Events fetched at once on the way back: whoever undoes goes back a few."""
_CURE = "Restore the store from a backup: decisions cannot be read anew."


def add(connection: Connection, decision: Decision) -> Decision:
    """Writes the event behind the last one and returns it with its number.

    Raises:
        UsageProblem: it takes back a decision that there is not.
    """
    last, previous = head(connection)
    if decision.undo_of is not None and not 1 <= decision.undo_of <= last:
        raise UsageProblem(f"There is no decision {decision.undo_of} to take back.")
    numbered = replace(decision, sequence=last + 1)
    payload = encode(numbered)
    digest = row_hash("decisions", previous, numbered.sequence, payload)
    connection.execute(
        insert(DECISIONS).values(
            sequence=numbered.sequence,
            subject_kind=str(numbered.subject.kind),
            subject_key=text(numbered.subject.key),
            subject_field=text(numbered.subject.field),
            payload=payload,
            previous=previous,
            row_hash=digest,
        )
    )
    _set_head(connection, numbered.sequence, digest)
    return numbered


def head(connection: Connection) -> tuple[int, str]:
    """The number and hash of the last event, from the table itself."""
    found = connection.execute(
        select(DECISIONS.c.sequence, DECISIONS.c.row_hash).order_by(DECISIONS.c.sequence.desc()).limit(1)
    ).first()
    return (found.sequence, found.row_hash) if found else (0, _FIRST)


def hash_of(connection: Connection, sequence: int) -> str:
    """The hash of an event, that before the first for 0, empty where there is no such event."""
    if sequence == 0:
        return _FIRST
    return connection.execute(select(DECISIONS.c.row_hash).where(DECISIONS.c.sequence == sequence)).scalar() or ""


def _set_head(connection: Connection, rows: int, digest: str) -> None:
    """The head stands a second time, so that a tail that was cut off is noticed.

    A database that lets no login write it has written it by itself.
    """
    written = connection.execute(select(PARTS.c.rows, PARTS.c.digest).where(PARTS.c.shelf == DECISIONS.name)).first()
    if written is not None and tuple(written) == (rows, digest):
        return
    connection.execute(delete(PARTS).where(PARTS.c.shelf == DECISIONS.name))
    connection.execute(insert(PARTS).values(shelf=DECISIONS.name, part="", rows=rows, digest=digest))


def read(connection: Connection) -> tuple[Decision, ...]:
    """Every event, the oldest first.

    Raises:
        WorkspaceProblem: one was changed, taken out or put in.
    """
    found: list[Decision] = []
    previous = _FIRST
    for row in connection.execute(select(DECISIONS).order_by(DECISIONS.c.sequence)):
        found.append(_event(row, len(found) + 1, previous))
        previous = row.row_hash
    written = connection.execute(select(PARTS.c.rows, PARTS.c.digest).where(PARTS.c.shelf == DECISIONS.name)).first()
    if (tuple(written) if written else (0, _FIRST)) != (len(found), previous):
        raise damaged("decisions", f"{len(found)} are there; {written.rows if written else 'none'} were written", _CURE)
    return tuple(found)


def about(
    connection: Connection, subjects: Collection[Subject] = (), fields: Collection[str] = ()
) -> tuple[Decision, ...]:
    """The events about these subjects, and those whose subject's field is one of these; the oldest first.

    Raises:
        WorkspaceProblem: one was changed.
    """
    columns = DECISIONS.c
    either = [
        and_(
            columns.subject_kind == str(each.kind),
            columns.subject_key == text(each.key),
            columns.subject_field == text(each.field),
        )
        for each in subjects
    ]
    either += [columns.subject_field.in_(list(map(text, fields)))] if fields else []
    if not either:
        return ()
    rows = connection.execute(select(DECISIONS).where(or_(*either)).order_by(columns.sequence))
    return tuple(_event(row, row.sequence, row.previous) for row in rows)


def backwards(connection: Connection) -> Iterator[Decision]:
    """The events from the last one on, fetched as far as they are asked for.

    Raises:
        WorkspaceProblem: one was changed.
    """
    before = head(connection)[0] + 1
    while before > 1:
        rows = connection.execute(
            select(DECISIONS).where(DECISIONS.c.sequence < before).order_by(DECISIONS.c.sequence.desc()).limit(_AT_ONCE)
        ).all()
        if not rows:
            return
        yield from (_event(row, row.sequence, row.previous) for row in rows)
        before = rows[-1].sequence


def _event(row: Row[tuple[object, ...]], sequence: int, previous: str) -> Decision:
    """The row's event, if the chain holds and the columns say what it says.

    Raises:
        WorkspaceProblem: they do not.
    """
    where = f"decisions, row {row.sequence}"
    if (row.sequence, row.previous, row.row_hash) != (
        sequence,
        previous,
        row_hash("decisions", previous, sequence, row.payload),
    ):
        raise damaged(where, "is not as it was written, or one before it is gone", _CURE)
    try:
        event = decode(row.payload, Decision)
    except ValueError as error:
        raise damaged(where, f"cannot be read: {error}", _CURE) from error
    subject = event.subject
    if (row.subject_kind, row.subject_key, row.subject_field) != (subject.kind, text(subject.key), text(subject.field)):
        raise damaged(where, "is filed under another subject", _CURE)
    return event
