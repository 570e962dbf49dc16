"""The queue of the review, and a way to the decisions about a field."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = ("subject_kind", "subject_key", "subject_field", "queue")
_TEXTS = ("kind", "binder", "form", "engine", "reading", "cause", "about", "origin", "outcome", "claimed_by")
_INTEGERS = ("ordinal", "state", "late", "decided")
_FLOATS = ("confidence", "claimed_until")
_INDEXES = {
    "place": ["queue", "state", "late", "ordinal"],
    "reading": ["queue", "kind", "reading"],
    "count": ["binder", "queue", "kind", "state"],
}

_INDEXES_WHERE = {
    "cause": ("cause", "cause <> ''"),
    "about": ("about", "about <> ''"),
    "decided": ("decided", "decided > 0"),
    "claim": ("claimed_by", "claimed_by <> ''"),
}


def upgrade() -> None:
    """Makes the table; the first sitting fills it."""
    op.create_table(
        "review_items",
        *(sa.Column(name, sa.Text, primary_key=True) for name in _KEY),
        *(sa.Column(name, sa.Text, nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.Integer, nullable=False) for name in _INTEGERS),
        *(sa.Column(name, sa.Float, nullable=False) for name in _FLOATS),
    )
    for name, columns in _INDEXES.items():
        op.create_index(f"ix_review_{name}", "review_items", columns)
    for name, (column, condition) in _INDEXES_WHERE.items():
        where = sa.text(condition)
        op.create_index(f"ix_review_{name}", "review_items", [column], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_decisions_field", "decisions", ["subject_field"])


def downgrade() -> None:
    """Takes the queue away; the decisions stay.

    Raises:
        NotImplementedError: always: a store is not taken back.
    """
    raise NotImplementedError
