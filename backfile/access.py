"""Asks who is at work, and whether the workspace lets that person do it.

Without `[people]` in the configuration everybody who can open the folder may do everything. With it, a person is who
the system says: the login, or on PostgreSQL the database's. On a folder that several can write the roles are a rail and
not a wall: who can change the configuration can change the roles. PostgreSQL makes them a wall (docs/deploy.md).
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from records.errors import UsageProblem
from records.people import ALLOWED, Act, Role, roles_for


def login() -> str:
    """The name of who runs this, from the system and not from the environment, which anybody can set."""
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def require(people: Mapping[str, Role], act: Act, who: str) -> None:
    """Lets pass who may do it.

    Raises:
        UsageProblem: the person may not, or is not named.
    """
    if not people:
        return
    if who not in people:
        raise UsageProblem(f"{who} is not named under [people].", "Ask the admin to add the name with a role.")
    role = people[who]
    if act not in ALLOWED[role]:
        others = ", ".join(f"{name} ({given})" for name, given in people.items() if act in ALLOWED[given])
        cure = f"Ask {others}." if others else f"That needs a {' or '.join(roles_for(act))}; nobody is one here."
        raise UsageProblem(f"{who} is {_a(role)} here and may not {act}.", cure)


def speaking(people: Mapping[str, Role], said: str | None, who: str) -> str:
    """In whose name decisions are made: as said, or where people are named, the person's own.

    Raises:
        UsageProblem: somebody speaks for another.
    """
    if people and said and said != who:
        raise UsageProblem(f"{who} cannot decide as {said}.", "Leave --who out: decisions are made in your own name.")
    return said or who


def _a(role: Role) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"
