"""A binder's name as the name of a file."""

from __future__ import annotations

_LONGEST = 120


def file_name(name: str) -> str:
    """The name without what a file's may not hold, wherever it goes: separators, colons, controls, dots at its ends."""
    kept = "".join(one if one.isalnum() or one in " ._-" else "_" for one in name).strip(" .")
    return kept.encode("utf-8", "replace").decode()[:_LONGEST].strip(" .") or "binder"
