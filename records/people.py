"""Who may do what: separation of duties, after NIST SP 800-53 AC-5."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person is in a workspace."""

    CLERK = "clerk"
    """Scans, imports, reviews."""
    SUPERVISOR = "supervisor"
    """As a clerk; approves, and hands out what names persons."""
    ANALYST = "analyst"
    """Takes away what names nobody."""
    ADMIN = "admin"
    """Keeps the workspace; decides and approves nothing in it."""


class Act(StrEnum):
    """What can be done in a workspace."""

    LOOK = "look at what is there"
    SCAN = "scan and import"
    DECIDE = "review"
    APPROVE = "sign off"
    HAND_OUT = "export what names persons"
    HAND_OUT_REDACTED = "export"
    KEEP = "back up"


_EVERYBODY = frozenset({Act.LOOK, Act.HAND_OUT_REDACTED})
ALLOWED: Mapping[Role, frozenset[Act]] = MappingProxyType(
    {
        Role.CLERK: _EVERYBODY | {Act.SCAN, Act.DECIDE},
        Role.SUPERVISOR: _EVERYBODY | {Act.SCAN, Act.DECIDE, Act.APPROVE, Act.HAND_OUT},
        Role.ANALYST: _EVERYBODY,
        Role.ADMIN: _EVERYBODY | {Act.SCAN, Act.KEEP},
    }
)
"""What each role may do."""


def is_guarded(act: Act) -> bool:
    """Whether not everybody may do it: an act that the roles guard."""
    return act not in _EVERYBODY


def roles_for(act: Act) -> tuple[Role, ...]:
    """The roles that may do it."""
    return tuple(role for role in Role if act in ALLOWED[role])
