"""Forms are learned from what can be read, also where a page of the binder cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from backfile import learning
from backfile.executors import Outcome
from digitize import PageResult
from records.errors import BackfileError, BadInput, MissingTool
from records.page import PageImage


class Crew:
    """Workers that do their work here and now."""

    def run(self, function: Callable[[Any], Any], items: Sequence[Any], *_: object) -> Iterator[Outcome[Any, Any]]:
        """Each item's outcome."""
        for item in items:
            try:
                yield Outcome(item, function(item))
            except BackfileError as error:
                yield Outcome(item, None, error)


def page(number: int) -> PageImage:
    """A page of a binder."""
    return PageImage("streets", number, "streets.pdf", number - 1, f"{number:064}")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the person at the screen is told; page 3 cannot be read, and learning meets it with a crash."""
    told: list[str] = []

    def learn(images: Sequence[PageImage], **_: object) -> tuple[str, ...]:
        if any(image.number == 3 for image in images):
            raise BadInput("a crash nobody thought of", "Report the file.")
        return (f"a form of {len(images)} pages",)

    def read(images: Sequence[PageImage], **_: object) -> tuple[object, ...]:
        return tuple(BadInput("torn", "") if image.number == 3 else PageResult.__new__(PageResult) for image in images)

    monkeypatch.setattr(learning, "learn_forms", learn)
    monkeypatch.setattr(learning, "read_pages", read)
    monkeypatch.setattr(learning, "say", told.append)
    return told


def taught(pages: Sequence[PageImage], tmp_path: Path, crew: object = None) -> list[object]:
    """What the pages teach."""
    settings = SimpleNamespace()
    desk: Any = learning._Desk(SimpleNamespace(folder=tmp_path), "key", settings, crew or Crew())  # type: ignore[arg-type]
    ((_, forms),) = learning._learned([tuple(pages)], desk)
    return list(forms)


def test_a_page_that_stops_learning_is_left_out(said: list[str], tmp_path: Path) -> None:
    """The form of the others is learned; nobody is told that there is none."""
    assert taught([page(number) for number in range(1, 9)], tmp_path) == ["a form of 7 pages"]
    assert not said


def test_too_few_pages_without_it_teach_nothing(said: list[str], tmp_path: Path) -> None:
    """That the form could not be learned is said, with the reason."""
    assert not taught([page(number) for number in range(1, 5)], tmp_path)
    assert len(said) == 1
    assert "a crash nobody thought of" in said[0]


def test_a_missing_program_stops_the_run(tmp_path: Path) -> None:
    """Without it no page can be read: it is no page's fault."""

    class Bare(Crew):
        def run(self, *given: Any) -> Iterator[Outcome[Any, Any]]:
            yield from (Outcome(item, None, MissingTool("tesseract is missing", "Install it.")) for item in given[1])

    with pytest.raises(MissingTool):
        taught([page(number) for number in range(1, 9)], tmp_path, Bare())
