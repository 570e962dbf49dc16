"""The learned forms for the screen that shows them, and where it gets their pictures from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from tui.pictures import Picture

if TYPE_CHECKING:
    from digitize.forms.definition import FormDefinition
    from digitize.forms.sitting import FormSitting


@dataclass(frozen=True, slots=True)
class FormPicture:
    """A blank form as its binder taught it."""

    picture: Picture
    shift: tuple[float, float]
    """Inches by which the form lies right of and below where its file has it."""


class FormPictures(Protocol):
    """Finds the pictures of forms; the command wires it to the workspace."""

    def blank(self, form: FormDefinition) -> FormPicture | None:
        """The blank form; None where it was learned by another version. Called from a thread, one at a time."""


@dataclass(frozen=True, slots=True)
class FormDesk:
    """What the screen of forms works with."""

    sitting: FormSitting
    pictures: FormPictures


class Forms:
    """The forms of a workspace, loaded when somebody first asks for them.

    What reads forms takes longer to import than everything else of the review: it is there before they are.
    """

    def __init__(self, load: Callable[[], FormDesk]) -> None:
        self._load = load
        self._lock = Lock()
        self._desk: FormDesk | None = None

    @property
    def loaded(self) -> FormDesk | None:
        """The forms, None where nobody has asked for them yet."""
        return self._desk

    def get(self) -> FormDesk:
        """The forms, loaded if they are not; safe to call from a thread.

        Raises:
            BackfileError: a form's file cannot be understood.
        """
        with self._lock:
            if self._desk is None:
                self._desk = self._load()
            return self._desk
