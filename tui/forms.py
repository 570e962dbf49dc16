"""Where the screen of forms gets a form's picture from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from digitize.forms.definition import FormDefinition
from digitize.forms.sitting import FormSitting
from tui.pictures import Picture


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
