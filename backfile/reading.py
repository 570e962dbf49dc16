"""Reads the pages of a run by the forms that its binders teach, several pages to a worker's task."""

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
from backfile.learning import forms_of
from backfile.problems import problem_of, reason_of
from backfile.progress import meter
from backfile.results import known_result, placed, reading_key, save_results
from backfile.workspace import Workspace
from digitize import DigitizeSettings, LearnedForm, PageResult, ScanFile, read_pages
from records.errors import BackfileError, BadInput, MissingTool
from records.page import PageImage, PageKind

CHUNK = 6
"""Pages of a worker's task: their zones go to Tesseract in one call, which saves 0.12 s a page; kept as they come."""


UNKNOWN: Mapping[str, ScanFile] = MappingProxyType({})
Marks: TypeAlias = Mapping[str, tuple[int, ...]]
"""What each scan file was when it was counted, by its path."""
UNMARKED: Marks = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Task:
    """Pages for a worker, with the forms of their binders."""

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
        for outcome in _outcomes(_tasks(list(unlike), keys, forms, files), settings, crew):
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
    missing: Sequence[PageImage],
    keys: Mapping[str, str],
    forms: Mapping[str, tuple[LearnedForm, ...]],
    files: Mapping[str, ScanFile],
) -> list[Task]:
    """The pages in tasks of some each; short files that are read by the same forms share them."""
    marks = {path: scan.mark for path, scan in files.items()}
    alike: dict[str, list[PageImage]] = defaultdict(list)
    for image in missing:
        alike[keys[image.binder]].append(image)
    return [
        _task(tuple(pages[start : start + CHUNK]), forms[pages[0].binder], marks)
        for pages in alike.values()
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
