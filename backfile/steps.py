"""The steps of a run. Each goes from the workspace's store to the store, and can be repeated at no cost."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import digitize
import ocr
from backfile.config import Settings
from backfile.executors import Limits, Workers, workers
from backfile.forms import FORMS, adopt
from backfile.learning import learned_forms
from backfile.problems import problem_of, reason_of, refusal
from backfile.reading import changed, mark_of, read_all
from backfile.results import reading_key
from backfile.trust import trust_of
from backfile.workspace import Workspace, keep_problems
from digitize import Binder, DigitizeSettings, PageResult, ScanFile, Trust
from digitize.forms.definition import FormDefinition
from digitize.forms.read import read_templates
from ocr import ReadSettings
from records.dataset import FileProblem
from records.errors import BadInput
from records.order import PaperOrder
from records.page import PageEntry, PageImage, PageKind


@dataclass(frozen=True, slots=True)
class Scanned:
    """What scanning did."""

    pages: int
    read: int
    """Pages that had to be read now; the others were known."""
    problems: tuple[FileProblem, ...]
    passed_over: tuple[Path, ...] = ()
    """Files in the folders that are no scans."""
    binders: tuple[str, ...] = ()
    """The binders that were scanned."""


def digitize_settings(settings: Settings, folder: Path | None = None) -> DigitizeSettings:
    """What the digitize room needs of the configuration, and of the forms described in the workspace's folder.

    Raises:
        UsageProblem: a described form cannot be used.
    """
    limits = settings.config.limits
    return DigitizeSettings(
        fields=dict(settings.fields),
        context=settings.context,
        reading=ReadSettings(max_pages=limits.max_pages, max_pixels=limits.max_pixels),
        forms=read_templates(folder / FORMS, tuple(settings.fields)) if folder else (),
    )


def scan(workspace: Workspace, scans: Sequence[Path], jobs: int, *, keep_others: bool) -> Scanned:
    """Reads the binders' pages that are not yet known, makes orders of them, and keeps both.

    What the digital records imported before hold helps to tell what stands on the paper: `scan` again after `import`
    weighs the readings anew, without reading a page again.
    """
    settings = digitize_settings(workspace.settings, workspace.folder)
    trust = trust_of(workspace)
    binders, absent = find_binders(scans)
    with workers(jobs, _limits(workspace.settings)) as crew:
        counted, problems = _count(binders, settings, crew)
        images = _images(binders, counted)
        files = {str(scan.path): scan for scan in counted.values()}
        results, read = read_all(workspace, images, settings, crew, files)
    broken = [
        _unusable(binder, path, problem)
        for binder in binders
        for path, problem in problems.items()
        if path in binder.files
    ]
    beside = digitize.Beside(
        settings.fields, settings.context, digitize.lexicon_of_records(workspace.store.every_record())
    )
    entries, orders = _assemble(binders, (results, broken), trust, beside)
    orders = [_departed(order, workspace.settings) for order in orders]
    names = [binder.name for binder in binders]
    workspace.store.replace_binders(names, entries, orders)
    if not keep_others:
        workspace.store.forget_binders(names)
    unused = (*absent, *problems.values())
    keep_problems(workspace, "scan", unused)
    return Scanned(len(images), read, unused, digitize.passed_over(scans), tuple(names))


def learn(workspace: Workspace, scans: Sequence[Path], jobs: int) -> list[FormDefinition]:
    """The forms of the binders, learned now; of what their files say stays what a person said. Nothing is read.

    Raises:
        BadInput: the scans hold no page.
    """
    settings = digitize_settings(workspace.settings, workspace.folder)
    binders, absent = find_binders(scans)
    with workers(jobs, _limits(workspace.settings)) as crew:
        counted, problems = _count(binders, settings, crew)
        images = _images(binders, counted)
        if not images:
            raise refusal((*absent, *problems.values()), "The scans hold no page", "Give scans with pages in them.")
        learned = learned_forms(workspace, images, reading_key(settings), settings, crew)
    made = (each for taught in learned for each in adopt(workspace, taught.forms, taught.teacher, anew=True))
    return list({each.definition.name: each.definition for each in made}.values())


def _images(binders: Sequence[Binder], counted: dict[Path, ScanFile]) -> list[PageImage]:
    """The pages of the binders' files that can be used."""
    return [image for binder in binders for image in _pages(binder, counted)]


def find_binders(scans: Sequence[Path]) -> tuple[tuple[Binder, ...], list[FileProblem]]:
    """The binders among files and folders, and the paths where there is none."""
    usable: list[Path] = []
    problems: list[FileProblem] = []
    for path in scans:
        try:
            digitize.find_binders([path])
            usable.append(path)
        except BadInput as error:
            problems.append(problem_of(path.name, error))
    binders = digitize.find_binders(usable) if usable else ()
    return tuple(replace(binder, name=_writable(binder.name)) for binder in binders), problems


def _writable(name: str) -> str:
    """A binder's name that every file and database takes: names of old systems may hold bytes that are no UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode()


def _limits(settings: Settings) -> Limits:
    return Limits(settings.config.limits.page_seconds, settings.config.limits.page_memory_mb)


def count_scan(path: Path, reading: ReadSettings) -> ScanFile:
    """A scan file's pages and fingerprint. Runs in a worker.

    Raises:
        BadInput: it cannot be read, or somebody still writes it.
    """
    pages = ocr.count_pages(path, reading)
    mark = mark_of(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if mark_of(path) != mark:
        raise changed(path)
    return ScanFile(path.absolute(), digest, pages, mark, ocr.twins(path, pages))


def _count(
    binders: Sequence[Binder], settings: DigitizeSettings, crew: Workers
) -> tuple[dict[Path, ScanFile], dict[Path, FileProblem]]:
    files = [path for binder in binders for path in binder.files]
    counted: dict[Path, ScanFile] = {}
    problems: dict[Path, FileProblem] = {}
    for outcome in crew.run(partial(count_scan, reading=settings.reading), files):
        if outcome.value is not None:
            counted[outcome.item] = outcome.value
        elif outcome.error is not None:
            problems[outcome.item] = problem_of(outcome.item.name, outcome.error)
    return counted, {path: problems[path] for path in files if path in problems}


def _pages(binder: Binder, counted: dict[Path, ScanFile]) -> tuple[PageImage, ...]:
    usable = replace(binder, files=tuple(path for path in binder.files if path in counted))
    return digitize.list_pages(usable, counted.__getitem__)


def _unusable(binder: Binder, path: Path, problem: FileProblem) -> PageEntry:
    """The entry of a file that could not be opened: it was put in, so it is accounted for."""
    return PageEntry(binder.name, 0, str(path), 0, "", PageKind.UNREADABLE, reason=reason_of(problem))


def _assemble(
    binders: Sequence[Binder],
    read: tuple[Sequence[PageResult], Sequence[PageEntry]],
    trust: Trust,
    beside: digitize.Beside,
) -> tuple[list[PageEntry], list[PaperOrder]]:
    """The entries of all pages, those that could not be opened too, and the orders."""
    results, broken = read
    pages: dict[str, list[PageResult]] = defaultdict(list)
    for result in results:
        pages[result.image.binder].append(result)
    entries: list[PageEntry] = []
    orders: list[PaperOrder] = []
    for binder in binders:
        made = digitize.assemble(binder.name, pages[binder.name], trust, beside)
        entries += made.pages
        last = len(made.pages)
        lost = [entry for entry in broken if entry.binder == binder.name]
        entries += [replace(entry, number=last + place + 1) for place, entry in enumerate(lost)]
        orders += made.orders
    return entries, orders


def _departed(order: PaperOrder, settings: Settings) -> PaperOrder:
    """An order with the department that the configuration gives its binder, where the page names none."""
    section = settings.config.binders.get(order.binder)
    department = order.department or (section.department if section else "") or settings.config.department
    return replace(order, department=department)
