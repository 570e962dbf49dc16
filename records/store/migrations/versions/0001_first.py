"""The first store: nouns, page results, decisions, settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.connect import APPEND_ONLY

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SHELVES = ("pages", "orders", "records", "sources", "matches", "findings", "measures", "problems")


def upgrade() -> None:
    """Makes the tables."""
    for shelf in _SHELVES:
        _make_shelf(shelf)
    op.create_table(
        "parts",
        sa.Column("shelf", sa.Text, primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "page_results",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("page_index", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("settings", sa.Text, primary_key=True),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("row_hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("row_hash", sa.String(64), nullable=False),
    )
    _make_decisions()


def _make_shelf(name: str) -> None:
    op.create_table(
        name,
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("row_hash", sa.String(64), nullable=False),
    )
    op.create_index(f"ix_{name}_name", name, ["name"])


def _make_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("subject_kind", sa.Text, nullable=False),
        sa.Column("subject_key", sa.Text, nullable=False),
        sa.Column("subject_field", sa.Text, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("row_hash", sa.String(64), nullable=False),
    )
    op.create_index("ix_decisions_subject", "decisions", ["subject_kind", "subject_key", "subject_field"])
    for statement in APPEND_ONLY.get(op.get_bind().dialect.name, ()):
        op.execute(statement)


def downgrade() -> None:
    """There is nothing before it.

    Raises:
        NotImplementedError: always.
    """
    raise NotImplementedError
