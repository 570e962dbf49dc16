"""The forms of a run's binders: each teaches its own, and files too short for that teach theirs together.

An office that scans each paper to a file of its own never has four pages of a form in one of them. Together such files
are a binder like any other: what recurs from file to file is the form.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from backfile.executors import Workers
from backfile.forms import LEARNED, Adopted, Learned, adopt
from backfile.formwords import outdated_form
from backfile.progress import meter, say
from backfile.workspace import Workspace
from digitize import DigitizeSettings, LearnedForm, PageResult, learn_forms, read_pages
from records.errors import BackfileError, MissingTool
from records.page import PageImage

FEWEST = 4
"""Pages of a binder from which it can have a form to learn."""
SHORT = 6
"""Pages up to which a file that taught no form is one paper, and learned from beside others."""
ENOUGH = 120
"""Pages of short files that taught forms from which more teach nothing new: a thick binder is learned from as many."""
SHORT_FILES = "the short files"
"""What stands for a binder's name in a form that they taught."""


@dataclass(frozen=True, slots=True)
class Taught:
    """Forms, and the binders whose pages are read by them."""

    teacher: str
    """The binder that taught them, or what stands for several."""
    binders: tuple[str, ...]
    forms: tuple[LearnedForm, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What learning needs beside the pages."""

    workspace: Workspace
    key: str
    settings: DigitizeSettings
    crew: Workers


def forms_of(
    workspace: Workspace, images: Sequence[PageImage], key: str, settings: DigitizeSettings, crew: Workers
) -> dict[str, tuple[LearnedForm, ...]]:
    """The forms of each binder: those it taught when it was first read, or those that it teaches now.

    A binder that has grown keeps its forms: pages scanned later are read as their neighbours were. Each is as its file
    in the workspace defines it; one that would be learned otherwise now is said.
    """
    made: dict[str, tuple[LearnedForm, ...]] = {}
    for taught in learned_forms(workspace, images, key, settings, crew):
        adopted = adopt(workspace, taught.forms, taught.teacher)
        _say_outdated(adopted, workspace.folder)
        made |= dict.fromkeys(taught.binders, tuple(each.form for each in adopted))
    return made


def _say_outdated(adopted: Sequence[Adopted], folder: Path) -> None:
    for each in adopted:
        if each.otherwise:
            say(outdated_form(each.definition, each.otherwise, folder))


def learned_forms(
    workspace: Workspace, images: Sequence[PageImage], key: str, settings: DigitizeSettings, crew: Workers
) -> tuple[Taught, ...]:
    """The forms as the pages of each binder teach them, and as those of the short files do together."""
    desk = _Desk(workspace, key, settings, crew)
    binders: dict[str, list[PageImage]] = defaultdict(list)
    for image in images:
        binders[image.binder].append(image)
    own = _own(binders, desk)
    short = {name: pages for name, pages in binders.items() if len(pages) <= SHORT and not own.get(name)}
    together = _together([page for pages in short.values() for page in pages], desk)
    alone = tuple(Taught(name, (name,), own.get(name, ())) for name in binders if name not in short)
    return (*alone, Taught(SHORT_FILES, tuple(short), together)) if short else alone


def _own(binders: Mapping[str, Sequence[PageImage]], desk: _Desk) -> dict[str, tuple[LearnedForm, ...]]:
    """The forms that binders of enough pages taught, or teach now."""
    files = {name: _file(desk, name) for name, pages in binders.items() if len(pages) >= FEWEST}
    kept = {name: _recall(file, binders[name]) for name, file in files.items()}
    forms = {name: found for name, found in kept.items() if found is not None}
    new = [tuple(binders[name]) for name in files if name not in forms]
    for pages, found in _learned(new, desk):
        name = pages[0].binder
        forms[name] = _keep(files[name], Learned(_names(pages), found, name))
    return forms


def _together(pages: Sequence[PageImage], desk: _Desk) -> tuple[LearnedForm, ...]:
    """The forms of short files; learned anew when there are twice as many pages as taught them, up to enough.

    Files come one by one: each is read by the forms of those before it, and a file that is gone takes no form away. So
    a page is read again once for each time that they double, which is once in all.
    """
    file = _file(desk, "", SHORT_FILES)
    kept = _kept(file)
    taught = len(kept.pages) if kept is not None else 0
    if len(pages) < max(FEWEST, 2 * taught) or taught >= ENOUGH:
        return kept.forms if kept is not None else ()
    ((_, found),) = _learned([tuple(pages)], desk, papers=FEWEST)
    return _keep(file, Learned(_names(pages), tuple(filter(_is_numbered, found)), SHORT_FILES))


def _is_numbered(form: LearnedForm) -> bool:
    """Whether a form is one of orders for certain: it has a place for their number.

    Single papers are letters and registrations as well, whose kind and name each says for itself.
    """
    return bool(form.logs) or any(zone.field == "order_number" for part in form.parts for zone in part.zones)


def _learned(
    work: Sequence[tuple[PageImage, ...]], desk: _Desk, papers: int = 1
) -> Iterator[tuple[tuple[PageImage, ...], tuple[LearnedForm, ...]]]:
    """The forms that some pages each teach, none where they could not be told.

    Where that fails, the pages are each read by themselves, and those teach that can be.
    """
    if not work:
        return
    learn = partial(learn_forms, settings=desk.settings, papers=papers)
    failed: list[tuple[tuple[PageImage, ...], BackfileError]] = []
    with meter("Learning forms", len(work)) as told:
        for outcome in desk.crew.run(learn, work, lambda _: 5):
            if outcome.error is None:
                yield outcome.item, outcome.value or ()
                told.advance(outcome.item[0].binder)
            else:
                failed.append((outcome.item, _not_missing(outcome.error)))
        for pages, error in failed:
            usable = _usable(pages, desk)
            again = desk.crew.run(learn, [usable], lambda _: 5) if FEWEST <= len(usable) < len(pages) else iter(())
            found = next((outcome.value for outcome in again), None)
            if found is None:
                say(_unlearned(pages[0].binder, error))
            yield pages, found or ()
            told.advance(pages[0].binder)


def _usable(pages: Sequence[PageImage], desk: _Desk) -> tuple[PageImage, ...]:
    """The pages that can be read by themselves: of the others each run says what is wrong with them."""
    probe = partial(read_pages, forms=(), settings=desk.settings)
    tried = desk.crew.run(probe, [(page,) for page in pages])
    good = {outcome.item[0] for outcome in tried if outcome.value and isinstance(outcome.value[0], PageResult)}
    return tuple(page for page in pages if page in good)


def _not_missing(error: BackfileError) -> BackfileError:
    """An error, unless a program is missing: without it nothing can be done.

    Raises:
        MissingTool: it is that.
    """
    if isinstance(error, MissingTool):
        raise error
    return error


def _unlearned(binder: str, error: Exception) -> str:
    return (
        f"The forms of {binder} could not be learned ({error}): its pages are read by their own"
        " words alone, which finds less. Report the file."
    )


def _file(desk: _Desk, *names: str) -> Path:
    digest = hashlib.sha256("\0".join((*names, desk.key)).encode()).hexdigest()[:16]
    return desk.workspace.folder / LEARNED / f"{digest}.json"


def _names(images: Sequence[PageImage]) -> tuple[str, ...]:
    return tuple(f"{image.sha256}/{image.index}" for image in images)


def _kept(file: Path) -> Learned | None:
    """What is kept in a file; None where there is nothing, or an older program's."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Learned)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _recall(file: Path, images: Sequence[PageImage]) -> tuple[LearnedForm, ...] | None:
    """The forms kept in a file, where this binder still has the pages that taught them."""
    learned = _kept(file)
    return learned.forms if learned is not None and set(learned.pages) <= set(_names(images)) else None


def _keep(file: Path, learned: Learned) -> tuple[LearnedForm, ...]:
    """Keeps what was taught; gives the forms as they will be found again."""
    kept = msgspec.json.encode(learned)
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = file.with_suffix(".part")
    whole.write_bytes(kept)
    whole.replace(file)
    return msgspec.json.decode(kept, type=Learned).forms
