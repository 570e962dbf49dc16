"""The schema of a store, brought to the newest version."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, MetaData, Table, inspect, select
from sqlalchemy.exc import NoSuchTableError

from records.errors import WorkspaceProblem

HEAD = "0002"
"""The newest version. Known without Alembic, which takes 0.4 s to import; a test holds the two together."""

_VERSION = "alembic_version"


def version(connection: Connection) -> str | None:
    """The version of the store's schema, None where there is none yet."""
    try:
        table = Table(_VERSION, MetaData(), autoload_with=connection)
    except NoSuchTableError:
        return None
    return connection.execute(select(table.c.version_num)).scalar()


def migrate(connection: Connection, store: str) -> None:
    """Makes the tables or brings them up to date, all in the transaction of the connection.

    Raises:
        WorkspaceProblem: a newer Backfile made the store, or something else did.
    """
    found = version(connection)
    if found == HEAD:
        return
    if found is None and inspect(connection).get_table_names():
        raise WorkspaceProblem(
            f"{store}: this database was not made by Backfile.", "Give another file, or move this one away."
        )
    if found is not None and found not in known_versions():
        raise WorkspaceProblem(
            f"{store}: the store was made by a newer version of Backfile (schema {found}, this one knows {HEAD}).",
            "Install the newest Backfile.",
        )
    _upgrade(connection)


def known_versions() -> tuple[str, ...]:
    """The versions that this Backfile knows, the newest first."""
    from alembic.script import ScriptDirectory

    return tuple(script.revision for script in ScriptDirectory(_folder()).walk_revisions())


def _upgrade(connection: Connection) -> None:
    """The transaction is the caller's: left to itself on SQLite, Alembic stopped half-way leaves half a schema."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(_folder())
    context = MigrationContext.configure(
        connection, opts={"fn": lambda revision, _: scripts._upgrade_revs(HEAD, revision)}
    )
    with Operations.context(context):
        context.run_migrations()


def _folder() -> str:
    return str(Path(__file__).with_name("migrations"))
