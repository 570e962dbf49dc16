"""The folder that holds what Backfile knows: configuration and store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from backfile.config import FILE, TEMPLATE, Settings, read_config
from records.dataset import FileProblem
from records.errors import WorkspaceProblem
from records.store import Store, exclusive

STORE = "backfile.sqlite"


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace."""

    folder: Path
    settings: Settings
    store: Store


def make_workspace(folder: Path, title: str) -> bool:
    """Makes the folder and its configuration; False where it was one already.

    Raises:
        WorkspaceProblem: the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / FILE
        if config.exists():
            return False
        safe = title.replace("\\", "/").replace('"', "'")
        config.write_text(TEMPLATE.format(title=safe), encoding="utf-8")
    except OSError as error:
        raise WorkspaceProblem(f"{folder}: {error.strerror}", "Choose a folder that you may write to.") from error
    return True


@contextmanager
def open_workspace(folder: Path, *, alone: bool = True) -> Iterator[Workspace]:
    """An existing workspace; no second run may have it while this one does, unless `alone` is false.

    Raises:
        WorkspaceProblem: there is none, or it is busy or damaged.
    """
    if not (folder / FILE).exists():
        raise WorkspaceProblem(f"{folder}: there is no workspace here.", f"Make one with: backfile init {folder}")
    settings = read_config(folder / FILE)
    if alone:
        with exclusive(folder), Store.open(folder / STORE) as store:
            yield Workspace(folder, settings, store)
    else:
        with Store.open(folder / STORE) as store:
            yield Workspace(folder, settings, store)


def keep_problems(workspace: Workspace, stage: str, problems: Sequence[FileProblem]) -> None:
    """Keeps a stage's problems in the place of those it had before."""
    others = [problem for problem in workspace.store.problems() if problem.stage != stage]
    workspace.store.replace_problems((*others, *(replace(problem, stage=stage) for problem in problems)))
