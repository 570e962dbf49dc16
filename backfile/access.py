"""Asks who is at work, and whether the workspace lets that person do it.

Without `[people]` in the configuration everybody who can open the folder may do everything. With it, a person is who
the system says: the login, or on PostgreSQL the database's. On a folder that several can write the roles are a rail and
not a wall: who can change the configuration can change the roles. But nobody acts under changed roles unseen: before
the first act that roles guard, the audit trail gets them, in the name of who acts. PostgreSQL makes them a wall
(docs/deploy.md).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime

from records.approval import Approval, Approved
from records.decision import Decision, Subject, SubjectKind
from records.errors import UsageProblem
from records.people import ALLOWED, Act, Role, roles_for
from records.screen import screen
from records.signing import approval
from records.store import Store


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


def note_people(store: Store, people: Mapping[str, Role], who: str) -> None:
    """Puts the roles into the audit trail where they are not those that it had last."""
    noted = _noted(store)
    if _state(people) == (noted[-1].after if noted else _state({})):
        return
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    store.decide(approval(Approval(Approved.PEOPLE, "", who, now, _state(people), _said(people))))


def people_words(store: Store, people: Mapping[str, Role]) -> Iterator[str]:
    """What the audit trail says of the roles: each change, the oldest first, and whether the last is what now stands.

    A change that was taken back is told too: whoever acted under it has acted.
    """
    noted = _noted(store)
    for one in noted:
        yield f"{one.decided_at[:10]}: {screen(one.who)} was the first to act under {screen(one.reason)}."
    if _state(people) != (noted[-1].after if noted else _state({})):
        yield f"[people] is now {screen(_said(people))}; nobody has acted under that yet."


def _noted(store: Store) -> tuple[Decision, ...]:
    with store.glancing() as desk:
        return desk.decisions([Subject(SubjectKind.STATE, Approved.PEOPLE)])


def _state(people: Mapping[str, Role]) -> str:
    """The SHA-256 of who may do what, in whatever order they stand."""
    return hashlib.sha256(json.dumps(dict(people), sort_keys=True).encode()).hexdigest()


def _said(people: Mapping[str, Role]) -> str:
    return ", ".join(f"{name} as {role}" for name, role in sorted(people.items())) or "no roles: all may do everything"


def _a(role: Role) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"
