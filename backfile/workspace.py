"""The folder that holds what Backfile knows: configuration and store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from backfile.access import login, note_people, require
from backfile.config import FILE, TEMPLATE, Settings, read_config
from records.dataset import FileProblem
from records.errors import WorkspaceProblem
from records.people import Act, is_guarded
from records.store import Store, exclusive

STORE = "backfile.sqlite"
_LOOKING = frozenset({Act.LOOK, Act.HAND_OUT, Act.HAND_OUT_REDACTED, Act.KEEP})


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace."""

    folder: Path
    settings: Settings
    store: Store
    who: str = ""
    """Who works in it: the login, on PostgreSQL the database's."""


def make_workspace(folder: Path, title: str) -> bool:
    """Makes the folder and its configuration; False where it was one already.

    Raises:
        WorkspaceProblem: the folder cannot be made or written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # orders name private persons
        config = folder / FILE
        if config.exists():
            return False
        safe = title.replace("\\", "/").replace('"', "'")
        config.write_text(TEMPLATE.format(title=safe), encoding="utf-8")
    except OSError as error:
        raise WorkspaceProblem(f"{folder}: {error.strerror}", "Choose a folder that you may write to.") from error
    return True


@contextmanager
def open_workspace(folder: Path, act: Act = Act.SCAN, *, alone: bool = True) -> Iterator[Workspace]:
    """An existing workspace, for a person to do something in.

    No second run may have it while this one does, unless `alone` is false. What only looks, or takes away what is
    there, can be done where nothing may be written.

    Raises:
        UsageProblem: the person may not do that.
        WorkspaceProblem: there is none, or it is busy or damaged.
    """
    if not (folder / FILE).exists():
        raise WorkspaceProblem(f"{folder}: there is no workspace here.", f"Make one with: backfile init {folder}")
    settings = read_config(folder / FILE)
    held = exclusive(folder, looking=act in _LOOKING) if alone else nullcontext()
    with held, Store.open(settings.config.store or folder / STORE) as store:
        who = store.login() or login()
        require(settings.config.people, act, who)
        with store.alone() if alone else nullcontext():
            if is_guarded(act):
                note_people(store, settings.config.people, who)
            yield Workspace(folder, settings, store, who)


def keep_problems(workspace: Workspace, stage: str, problems: Sequence[FileProblem]) -> None:
    """Keeps a stage's problems in the place of those it had before."""
    others = [problem for problem in workspace.store.problems() if problem.stage != stage]
    workspace.store.replace_problems((*others, *(replace(problem, stage=stage) for problem in problems)))
