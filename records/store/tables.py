"""The tables. The migrations make them; a test holds the two together.

Each kind of noun has a table of the same shape. A part is what is replaced together: a binder's pages, a source's
records. `parts` says how many rows a part has and the digest of their hashes, so that a lost row is noticed as well as
a changed one.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text, text

METADATA = MetaData()


def _shelf(name: str) -> Table:
    return Table(
        name,
        METADATA,
        Column("part", Text, primary_key=True),
        Column("place", Integer, primary_key=True, autoincrement=False),
        Column("name", Text, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("row_hash", String(64), nullable=False),
        Index(f"ix_{name}_name", "name"),
    )


PAGES = _shelf("pages")
ORDERS = _shelf("orders")
RECORDS = _shelf("records")
SOURCES = _shelf("sources")
MATCHES = _shelf("matches")
FINDINGS = _shelf("findings")
MEASURES = _shelf("measures")
PROBLEMS = _shelf("problems")

PARTS = Table(
    "parts",
    METADATA,
    Column("shelf", Text, primary_key=True),
    Column("part", Text, primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)

PAGE_RESULTS = Table(
    "page_results",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("page_index", Integer, primary_key=True, autoincrement=False),
    Column("settings", Text, primary_key=True),
    Column("payload", LargeBinary, nullable=False),
    Column("row_hash", String(64), nullable=False),
)

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_key", Text, nullable=False),
    Column("subject_field", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("row_hash", String(64), nullable=False),
    Index("ix_decisions_subject", "subject_kind", "subject_key", "subject_field"),
    Index("ix_decisions_field", "subject_field"),
)


def _index_where(name: str, column: str, condition: str) -> Index:
    """An index of the few rows that have something there; who looks for them names the condition as well.

    The migration says it for PostgreSQL too: said here it would bring that dialect in, 20 ms of every start.
    """
    return Index(f"ix_review_{name}", column, sqlite_where=text(condition))


REVIEW_ITEMS = Table(
    "review_items",
    METADATA,
    Column("subject_kind", Text, primary_key=True),
    Column("subject_key", Text, primary_key=True),
    Column("subject_field", Text, primary_key=True),
    Column("queue", Text, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Integer, nullable=False),
    Column("binder", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("reading", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("cause", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("late", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("decided", Integer, nullable=False),
    Column("claimed_by", Text, nullable=False),
    Column("claimed_until", Float, nullable=False),
    Index("ix_review_place", "queue", "state", "late", "ordinal"),
    Index("ix_review_reading", "queue", "kind", "reading"),
    Index("ix_review_count", "binder", "queue", "kind", "state"),
    _index_where("cause", "cause", "cause <> ''"),
    _index_where("about", "about", "about <> ''"),
    _index_where("decided", "decided", "decided > 0"),
    _index_where("claim", "claimed_by", "claimed_by <> ''"),
)
"""What waits for a person: a projection of the nouns and the decisions, made anew after each run."""

SETTINGS = Table(
    "settings",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("row_hash", String(64), nullable=False),
)
