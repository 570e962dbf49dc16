"""Reads the pages of a run: learns each binder's forms, then reads its pages by them, several to a worker's task."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from backfile.executors import Outcome, Workers
from backfile.forms import LEARNED, Learned, adopt
from backfile.formwords import outdated_form
from backfile.problems import problem_of, reason_of
from backfile.progress import meter, say
from backfile.results import known_result, placed, reading_key, save_results
from backfile.workspace import Workspace
from digitize import DigitizeSettings, LearnedForm, PageResult, ScanFile, learn_forms, read_pages
from records.errors import BackfileError, BadInput, MissingTool
from records.page import PageImage, PageKind

CHUNK = 6
"""Pages of a worker's task: their zones go to Tesseract in one call, which saves 0.12 s a page; kept as they come."""
FEWEST = 4
"""Pages of a binder from which it can have a form to learn."""


UNKNOWN: Mapping[str, ScanFile] = MappingProxyType({})
Marks: TypeAlias = Mapping[str, tuple[int, ...]]
"""What each scan file was when it was counted, by its path."""
UNMARKED: Marks = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Task:
    """Pages for a worker, with the forms of their binder."""

    images: tuple[PageImage, ...]
    forms: tuple[LearnedForm, ...]
    marks: Marks = field(default_factory=lambda: UNMARKED)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickles with a plain dictionary, as mapping proxies cannot cross to a worker."""
        return type(self), (self.images, self.forms, dict(self.marks))


def mark_of(path: Path) -> tuple[int, ...]:
    """By which it is seen whether a file was changed: its size, and when and which it is."""
    known = path.stat()
    return known.st_size, known.st_mtime_ns, known.st_ino


def changed(path: Path) -> BadInput:
    """The error for a scan that is not what it was when it was counted: what is read of it may be of either."""
    return BadInput(f"{path.name}: changed while it was read", "Wait until the copy is done, and run it again.")


def read_all(
    workspace: Workspace,
    images: Sequence[PageImage],
    settings: DigitizeSettings,
    crew: Workers,
    files: Mapping[str, ScanFile] = UNKNOWN,
) -> tuple[list[PageResult], int]:
    """The result of every page, read now or known from before, and how many were read now.

    A page is kept under its file's content, so one that was changed since it was counted is not read: `files` says, by
    path, what each was then. Of pages that are drawn the very same, one is read.
    """
    key = reading_key(settings)
    forms = forms_of(workspace, images, key, settings, crew)
    keys = {binder: _key_of(key, found) for binder, found in forms.items()}
    results = {i: known for i in images if (known := known_result(workspace, i, keys[i.binder])) is not None}
    missing = [image for image in images if image not in results]
    unlike = _unlike(missing, files)
    with meter("Reading pages", len(images), len(results)) as pages:
        for outcome in _outcomes(_tasks(list(unlike), forms, files), settings, crew):
            alike = unlike[outcome.item]
            results |= _kept(workspace, outcome, alike, keys[outcome.item.binder])
            pages.advance(f"{outcome.item.binder}, page {outcome.item.number}", len(alike))
    return [results[image] for image in images], len(missing)


def _unlike(images: Sequence[PageImage], files: Mapping[str, ScanFile]) -> dict[PageImage, list[PageImage]]:
    """The pages of which no other is drawn the very same, each with all that are, itself first."""
    first: dict[tuple[str, str, int], PageImage] = {}
    found: dict[PageImage, list[PageImage]] = {}
    for image in images:
        twins = files[image.path].twins if image.path in files else ()
        drawing = (image.binder, image.path, twins[image.index] if twins else image.index)
        found.setdefault(first.setdefault(drawing, image), []).append(image)
    return found


def _key_of(key: str, forms: Sequence[LearnedForm]) -> str:
    """What a page's reading depends on beside the page, its binder's forms included."""
    return hashlib.sha256(key.encode() + msgspec.json.encode(forms)).hexdigest()[:16] if forms else key


def _tasks(
    missing: Sequence[PageImage], forms: Mapping[str, tuple[LearnedForm, ...]], files: Mapping[str, ScanFile]
) -> list[Task]:
    marks = {path: scan.mark for path, scan in files.items()}
    binders: dict[str, list[PageImage]] = defaultdict(list)
    for image in missing:
        binders[image.binder].append(image)
    return [
        _task(tuple(pages[start : start + CHUNK]), forms[binder], marks)
        for binder, pages in binders.items()
        for start in range(0, len(pages), CHUNK)
    ]


def _task(images: tuple[PageImage, ...], forms: tuple[LearnedForm, ...], marks: Marks) -> Task:
    return Task(images, forms, {image.path: marks[image.path] for image in images if image.path in marks})


def _read(task: Task, settings: DigitizeSettings) -> tuple[PageResult | BadInput, ...]:
    """What the pages say; of a file that was changed meanwhile, nothing. Runs in a worker."""
    read = read_pages(task.images, task.forms, settings)
    lost = {path for path, mark in task.marks.items() if _is_changed(Path(path), mark)}
    return tuple(
        changed(Path(image.path)) if image.path in lost else one for image, one in zip(task.images, read, strict=True)
    )


def _is_changed(path: Path, mark: tuple[int, ...]) -> bool:
    try:
        return mark_of(path) != mark
    except OSError:
        return True


def _outcomes(
    tasks: Sequence[Task], settings: DigitizeSettings, crew: Workers
) -> Iterator[Outcome[PageImage, PageResult]]:
    """Each page's outcome; the pages of a task that was lost are read again one by one, so that one page costs one."""
    lost: list[Task] = []
    for outcome in crew.run(partial(_read, settings=settings), tasks, lambda task: len(task.images)):
        if outcome.value is not None:
            yield from (_outcome(*pair) for pair in zip(outcome.item.images, outcome.value, strict=True))
        elif len(outcome.item.images) == 1 or isinstance(outcome.error, MissingTool):
            yield Outcome(outcome.item.images[0], error=outcome.error)
        else:
            lost += [_task((image,), outcome.item.forms, outcome.item.marks) for image in outcome.item.images]
    if lost:
        yield from _outcomes(lost, settings, crew)


def _outcome(image: PageImage, value: PageResult | BadInput) -> Outcome[PageImage, PageResult]:
    return Outcome(image, error=value) if isinstance(value, BackfileError) else Outcome(image, value)


def _kept(
    workspace: Workspace, outcome: Outcome[PageImage, PageResult], alike: Sequence[PageImage], key: str
) -> dict[PageImage, PageResult]:
    """The result of a page and of all drawn like it; kept, before the next is waited for, where it could be read."""
    if isinstance(outcome.error, MissingTool):  # no page's fault: every other would say the same
        raise outcome.error
    if outcome.value is None:
        problem = problem_of(Path(outcome.item.path).name, outcome.error or BadInput("could not be read"))
        return {image: PageResult(image, PageKind.UNREADABLE, reason=reason_of(problem)) for image in alike}
    found = {image: placed(outcome.value, image) for image in alike}
    save_results(workspace, found.values(), key)
    return found


def forms_of(
    workspace: Workspace, images: Sequence[PageImage], key: str, settings: DigitizeSettings, crew: Workers
) -> dict[str, tuple[LearnedForm, ...]]:
    """The forms of each binder: those it taught when it was first read, or those that it teaches now.

    A binder that has grown keeps its forms: pages scanned later are read as their neighbours were. Each is as its file
    in the workspace defines it; one that would be learned otherwise now is said.
    """
    made: dict[str, tuple[LearnedForm, ...]] = {}
    for binder, forms in learned_forms(workspace, images, key, settings, crew).items():
        adopted = adopt(workspace, forms, binder)
        for each in adopted:
            if each.otherwise:
                say(outdated_form(each.definition, each.otherwise, workspace.folder))
        made[binder] = tuple(each.form for each in adopted)
    return made


def learned_forms(
    workspace: Workspace, images: Sequence[PageImage], key: str, settings: DigitizeSettings, crew: Workers
) -> dict[str, tuple[LearnedForm, ...]]:
    """The forms of each binder as its pages teach them."""
    binders: dict[str, list[PageImage]] = defaultdict(list)
    for image in images:
        binders[image.binder].append(image)
    kept = {name: _recall(_file(workspace, name, key), pages) for name, pages in binders.items()}
    new = [name for name, found in kept.items() if found is None and len(binders[name]) >= FEWEST]
    forms = {name: found or () for name, found in kept.items()}
    if not new:
        return forms
    with meter("Learning forms", len(new)) as told:
        work = [tuple(binders[name]) for name in new]
        for outcome in crew.run(partial(learn_forms, settings=settings), work, lambda _: 5):
            name = outcome.item[0].binder
            if isinstance(outcome.error, MissingTool):
                raise outcome.error
            forms[name] = _keep(_file(workspace, name, key), outcome.item, outcome.value or ())
            told.advance(name)
    return forms


def _file(workspace: Workspace, binder: str, key: str) -> Path:
    digest = hashlib.sha256(f"{binder}\0{key}".encode()).hexdigest()[:16]
    return workspace.folder / LEARNED / f"{digest}.json"


def _names(images: Sequence[PageImage]) -> tuple[str, ...]:
    return tuple(f"{image.sha256}/{image.index}" for image in images)


def _recall(file: Path, images: Sequence[PageImage]) -> tuple[LearnedForm, ...] | None:
    """The forms kept in a file, where this binder still has the pages that taught them."""
    try:
        learned = msgspec.json.decode(file.read_bytes(), type=Learned)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return learned.forms if set(learned.pages) <= set(_names(images)) else None


def _keep(file: Path, images: Sequence[PageImage], forms: tuple[LearnedForm, ...]) -> tuple[LearnedForm, ...]:
    """Keeps the forms of a binder, none where they could not be told; gives them as they will be found again."""
    kept = msgspec.json.encode(Learned(_names(images), forms, images[0].binder))
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = file.with_suffix(".part")
    whole.write_bytes(kept)
    whole.replace(file)
    return msgspec.json.decode(kept, type=Learned).forms
