"""What each role may do in a PostgreSQL store, and the trigger that keeps the decisions true below the program too.

Each person has a login of her own and is a member of a group role. The tables belong to who made them, who should be
nobody's daily login. A decision passes a trigger that runs with the owner's rights: it must be in the name of the
login that sends it, of now, chained to the last one, and an approval must be a supervisor's; and it alone writes the
end of the chain. So a login that was stolen, or a clerk with `psql`, can add decisions in its own name and do nothing
else to the trail. The owner and a superuser can: against them only the printed end of the trail helps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from records.errors import WorkspaceProblem
from records.people import Role

_SECONDS = 900
"""How far the clocks of a clerk's machine and of the server may be apart."""
_WORK = (
    *("pages", "orders", "records", "sources", "matches", "findings", "measures", "problems"),
    *("page_results", "settings", "review_items", "parts"),
)
"""The tables that a run and a review change."""

_FUNCTIONS = ("decisions_stamped", "parts_head_guarded")
_TRIGGERS = (
    "DROP TRIGGER IF EXISTS decisions_stamped ON {schema}.decisions",
    "CREATE TRIGGER decisions_stamped BEFORE INSERT ON {schema}.decisions "
    "FOR EACH ROW EXECUTE FUNCTION {schema}.decisions_stamped()",
    "DROP TRIGGER IF EXISTS parts_head_guarded ON {schema}.parts",
    "CREATE TRIGGER parts_head_guarded BEFORE INSERT OR UPDATE OR DELETE ON {schema}.parts "
    "FOR EACH ROW EXECUTE FUNCTION {schema}.parts_head_guarded()",
)


def grant(connection: Connection, people: Mapping[str, Role]) -> None:
    """Gives each login its role, takes from it those that it should not have, and sets the triggers up.

    Raises:
        WorkspaceProblem: the store is no PostgreSQL database, a login is not there, or who asks may not grant.
    """
    if connection.dialect.name != "postgresql":
        raise WorkspaceProblem(
            "A SQLite store has no logins of its own.", "Give a PostgreSQL database as `store` in backfile.toml."
        )
    try:
        for statement in _statements(connection, people):
            connection.execute(text(statement.replace(":", r"\:")))
    except DBAPIError as error:
        reason = str(error.orig).splitlines()[0]
        raise WorkspaceProblem(
            f"The roles cannot be granted: {reason}.",
            "Make a login for each person (CREATE ROLE … LOGIN), and ask as the owner of the tables with CREATEROLE.",
        ) from error


def _statements(connection: Connection, people: Mapping[str, Role]) -> Iterator[str]:
    quote = connection.dialect.identifier_preparer.quote_identifier
    schema = quote(str(connection.execute(text("SELECT current_schema()")).scalar()))
    for role in Role:
        name = f"backfile_{role}"
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') "
            f"THEN CREATE ROLE {name} NOLOGIN; END IF; END $$"
        )
        yield f"GRANT USAGE ON SCHEMA {schema} TO {name}"
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}"
        yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {name}"
    for role in (Role.CLERK, Role.SUPERVISOR, Role.ADMIN):
        tables = ", ".join(f"{schema}.{table}" for table in _WORK)
        yield f"GRANT INSERT, UPDATE, DELETE ON {tables} TO backfile_{role}"
        yield f"GRANT INSERT ON {schema}.decisions TO backfile_{role}"
    for person, role in people.items():
        for other in Role:
            if other is not role:
                yield f"REVOKE backfile_{other} FROM {quote(person)}"
        yield f"GRANT backfile_{role} TO {quote(person)}"
    functions = [resources.files("records.store").joinpath(f"{name}.sql").read_text("utf-8") for name in _FUNCTIONS]
    for statement in (*functions, *_TRIGGERS):
        yield statement.replace("{schema}", schema).replace("{seconds}", str(_SECONDS))
    yield f"REVOKE ALL ON FUNCTION {schema}.decisions_stamped() FROM PUBLIC"
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC"
