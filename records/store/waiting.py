"""The rows of the review's queue: read by pages, claimed, decided, made anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from records.decision import Action, Subject, SubjectKind
from records.store import tables
from records.store.bulk import insert_all
from records.store.shelves import text
from records.store.tables import REVIEW_ITEMS
from records.waiting import Count, Rate, State, Tally, Waiting

_C = REVIEW_ITEMS.c
_ORDER = (_C.late, _C.ordinal)
_NONE: ColumnElement[str] = literal_column("''")
"""Said in the query and not as a value, so that the database sees that its index of the few holds what is asked."""
STAMPED = ("orders", "matches", "findings")
"""The shelves that the queue is made of."""


def _waiting(row: Row[Any]) -> Waiting:
    kind, key, field, queue, *rest = tuple(row)
    named = dict(zip(_REST, rest, strict=True))
    named["state"] = State(named["state"])
    return Waiting(queue, Subject(SubjectKind(kind), key, field), **named)


_REST = tuple(column.name for column in REVIEW_ITEMS.columns)[4:]
_rest = attrgetter(*_REST)


def _values(item: Waiting) -> tuple[object, ...]:
    """The item as a row: its values in the order of the columns."""
    subject = item.subject
    texts = (str(subject.kind), subject.key, subject.field, str(item.queue))
    return (*map(text, texts), *map(_cell, _rest(item)))


def _cell(value: object) -> object:
    """A value as every driver takes it."""
    if isinstance(value, str):
        return text(value)
    return int(value) if isinstance(value, State) else value


def _is(queue: str, subject: Subject) -> ColumnElement[bool]:
    return and_(_about(subject), _C.queue == queue)


def _about(subject: Subject) -> ColumnElement[bool]:
    return and_(
        _C.subject_kind == str(subject.kind),
        _C.subject_key == text(subject.key),
        _C.subject_field == text(subject.field),
    )


def _open(queue: str) -> ColumnElement[bool]:
    return and_(_C.queue == queue, _C.state == int(State.WAITING))


def _read(connection: Connection, query: Select[Any]) -> tuple[Waiting, ...]:
    return tuple(map(_waiting, connection.execute(query)))


def page(connection: Connection, queue: str, start: int, count: int) -> tuple[Waiting, ...]:
    """So many waiting items from a place on. From either end on no more is skipped than half the queue."""
    return _read(connection, select(REVIEW_ITEMS).where(_open(queue)).order_by(*_ORDER).offset(start).limit(count))


def last(connection: Connection, queue: str, skip: int, count: int) -> tuple[Waiting, ...]:
    """So many waiting items that end `skip` before the end, in the queue's order."""
    backwards = (column.desc() for column in _ORDER)
    query = select(REVIEW_ITEMS).where(_open(queue)).order_by(*backwards).offset(skip).limit(count)
    return _read(connection, query)[::-1]


def index(connection: Connection, item: Waiting) -> int:
    """How many waiting items stand before this one."""
    late, ordinal = item.place
    before = or_(_C.late < late, and_(_C.late == late, _C.ordinal < ordinal))
    query = select(func.count()).select_from(REVIEW_ITEMS).where(_open(item.queue), _C.late <= late, before)
    return connection.execute(query).scalar_one()


def rows(connection: Connection, subject: Subject) -> tuple[Waiting, ...]:
    """The subject's items in all queues."""
    return _read(connection, select(REVIEW_ITEMS).where(_about(subject)))


def of_order(connection: Connection, queue: str, key: str) -> tuple[Waiting, ...]:
    """The items of an order in a queue, those decided too."""
    kinds = _C.subject_kind.in_([str(kind) for kind in SubjectKind])  # so that the primary key finds them
    query = select(REVIEW_ITEMS).where(kinds, _C.subject_key == text(key), _C.queue == queue).order_by(*_ORDER)
    return _read(connection, query)


def alike(connection: Connection, like: Waiting, count: int) -> tuple[Waiting, ...]:
    """The waiting items with the same reading of the same field, the least sure first."""
    same = and_(_open(like.queue), _C.kind == text(like.kind), _C.reading == text(like.reading))
    return _read(connection, select(REVIEW_ITEMS).where(same).order_by(_C.confidence, *_ORDER).limit(count))


def hanging(connection: Connection, causes: Sequence[str], about: Sequence[str]) -> tuple[Waiting, ...]:
    """The findings that these findings explain, and those that a decision about these things would settle."""
    query = select(REVIEW_ITEMS)
    found = (
        [*_read(connection, query.where(_C.cause.in_(list(map(text, causes))), _C.cause != _NONE))] if causes else []
    )
    found += _read(connection, query.where(_C.about.in_(list(map(text, about))), _C.about != _NONE)) if about else ()
    return tuple({(row.queue, row.subject): row for row in found}.values())


def tallies(connection: Connection, queues: Collection[str]) -> dict[str, Tally]:
    """How many items of these queues wait, are decided, and were put off."""
    counts = select(_C.queue, _C.state, func.count()).where(_C.queue.in_(list(queues))).group_by(_C.queue, _C.state)
    found: dict[tuple[str, int], int] = {(queue, state): count for queue, state, count in connection.execute(counts)}
    return {queue: _tally(connection, queue, found) for queue in queues}


def _tally(connection: Connection, queue: str, found: dict[tuple[str, int], int]) -> Tally:
    put_off = select(func.count()).select_from(REVIEW_ITEMS).where(_open(queue), _C.late > 0)
    later = connection.execute(put_off).scalar_one()
    return Tally(found.get((queue, State.WAITING), 0), found.get((queue, State.DECIDED), 0), later)


def counts(connection: Connection) -> tuple[Count, ...]:
    """How many items there are by binder, queue, kind and state: a walk through an index, 0.1 s for a million."""
    columns = (_C.binder, _C.queue, _C.kind, _C.state)
    query = select(*columns, func.count()).group_by(*columns)
    rows = connection.execute(query)
    return tuple(Count(binder, queue, kind, State(state), items) for binder, queue, kind, state, items in rows)


def outcomes(connection: Connection, queue: str, origin: str) -> dict[str, int]:
    """How the decided items of a queue and origin came out; under "" those that wait."""
    query = select(_C.outcome, func.count()).where(_C.queue == queue, _C.origin == origin).group_by(_C.outcome)
    return {str(outcome): int(count) for outcome, count in connection.execute(query)}


def rates(connection: Connection) -> tuple[Rate, ...]:
    """How often readings were wrong, by form, engine and field, the most looked at first."""
    wrong = func.sum((_C.outcome != str(Action.ACCEPT)).cast(tables.REVIEW_ITEMS.c.state.type))
    query = (
        select(_C.form, _C.engine, _C.kind, func.count(), wrong)
        .where(_C.subject_kind == str(SubjectKind.FIELD), _C.decided > 0)
        .group_by(_C.form, _C.engine, _C.kind)
    )
    found = [Rate(form, engine, kind, count, int(bad)) for form, engine, kind, count, bad in connection.execute(query)]
    return tuple(sorted(found, key=lambda rate: (-rate.looked, rate.form, rate.engine, rate.field)))


# Who has what.


def _mine(me: str) -> ColumnElement[bool]:
    return and_(_C.claimed_by == me, _C.claimed_by != _NONE)


def _free(me: str, now: float) -> ColumnElement[bool]:
    return or_(_C.claimed_by == "", _C.claimed_by == me, _C.claimed_until < now)


def free(connection: Connection, queue: str, claim: tuple[str, float], count: int) -> tuple[Waiting, ...]:
    """The first waiting items that no living sitting but `claim`'s own has; `claim` is a sitting and the time."""
    query = select(REVIEW_ITEMS).where(_open(queue), _free(*claim)).order_by(*_ORDER).limit(count)
    return _read(connection, query)


def claim(connection: Connection, item: Waiting, claim: tuple[str, float], until: float) -> bool:
    """Take the item for a sitting, and let go of the one it had; False where another living sitting has it."""
    release(connection, claim[0])
    taken = connection.execute(
        update(REVIEW_ITEMS)
        .where(_is(item.queue, item.subject), _free(*claim), _C.state == int(State.WAITING))
        .values(claimed_by=claim[0], claimed_until=until)
    )
    return taken.rowcount == 1


def release(connection: Connection, me: str) -> None:
    """Let go of everything that a sitting has."""
    mine = update(REVIEW_ITEMS).where(_mine(me))
    connection.execute(mine.values(claimed_by="", claimed_until=0.0))


def renew(connection: Connection, me: str, until: float) -> None:
    """The sitting is still there."""
    connection.execute(update(REVIEW_ITEMS).where(_mine(me)).values(claimed_until=until))


def guard(connection: Connection, item: Waiting, claim: tuple[str, float], action: Action) -> bool:
    """Mark a waiting item decided; False, and nothing changed, where it is decided or somebody else's by now."""
    done = connection.execute(
        update(REVIEW_ITEMS)
        .where(_is(item.queue, item.subject), _free(*claim), _C.state == int(State.WAITING))
        .values(state=int(State.DECIDED), outcome=str(action), claimed_by="", claimed_until=0.0, late=0)
    )
    return done.rowcount == 1


def number(connection: Connection, item: Waiting, sequence: int) -> None:
    """Say which decision it was."""
    connection.execute(update(REVIEW_ITEMS).where(_is(item.queue, item.subject)).values(decided=sequence))


def reopen(connection: Connection, sequence: int) -> None:
    """The decision was taken back."""
    decided = update(REVIEW_ITEMS).where(_C.decided == sequence, _C.decided > literal_column("0"))
    connection.execute(decided.values(state=int(State.WAITING), outcome="", decided=0))


def set_state(connection: Connection, queue: str, subject: Subject, state: State) -> None:
    """An item that nobody decided is explained, or stands on its own again."""
    undecided = update(REVIEW_ITEMS).where(_is(queue, subject), _C.state != int(State.DECIDED))
    connection.execute(undecided.values(state=int(state)))


def postpone(connection: Connection, item: Waiting) -> None:
    """Move the item behind all others of its queue."""
    most = connection.execute(select(func.max(_C.late)).where(_open(item.queue))).scalar() or 0
    put_off = update(REVIEW_ITEMS).where(_is(item.queue, item.subject))
    connection.execute(put_off.values(late=most + 1, claimed_by="", claimed_until=0.0))


# The queue as a whole.


def stamp(connection: Connection) -> str:
    """What the queue is made of, as it is now: the digests of the parts."""
    parts = tables.PARTS.c
    query = select(parts.shelf, parts.part, parts.digest).where(parts.shelf.in_(STAMPED))
    return "\n".join(sorted(f"{shelf} {part} {digest}" for shelf, part, digest in connection.execute(query)))


def add(connection: Connection, item: Waiting) -> None:
    """One more item, in the place of one of the same subject and queue."""
    connection.execute(delete(REVIEW_ITEMS).where(_is(item.queue, item.subject)))
    connection.execute(insert(REVIEW_ITEMS).values(_values(item)))


def remove(connection: Connection, queue: str, subject: Subject) -> None:
    """The item is none any more."""
    connection.execute(delete(REVIEW_ITEMS).where(_is(queue, subject)))


def replace(connection: Connection, items: Iterable[Waiting], now: float) -> None:
    """These items in the place of all; what was put off or claimed stays so where it is still there."""
    kept = _read(connection, select(REVIEW_ITEMS).where(or_(_C.late > 0, _C.claimed_until >= now)))
    connection.execute(delete(REVIEW_ITEMS))
    insert_all(connection, REVIEW_ITEMS, map(_values, items))
    for item in kept:
        connection.execute(
            update(REVIEW_ITEMS)
            .where(_is(item.queue, item.subject), _C.state == int(State.WAITING))
            .values(late=item.late, claimed_by=item.claimed_by, claimed_until=item.claimed_until)
        )
