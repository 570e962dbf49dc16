"""A sitting over the forms of a workspace: what is to be confirmed, what was said, and how it is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from digitize.forms.definition import FormDefinition
from digitize.forms.outdated import Difference
from digitize.forms.places import Change, Example, Offer, Spot, SpotKey, examples_at, offers, said, spots
from records.fields import Field


class FormFiles(Protocol):
    """Where the forms are kept; the command wires it to the workspace."""

    def definitions(self) -> Mapping[str, FormDefinition]:
        """The forms as their files say now, by name.

        Raises:
            UsageProblem: a file says something that cannot be.
        """

    def change(self, name: str, change: Change) -> FormDefinition:
        """Puts a change on a form as its file says now, and keeps it; the form as it is then.

        Raises:
            UsageProblem: there is no such form any more, or no such place on it.
            WorkspaceProblem: a run is at work there, or the file cannot be written.
        """

    def examples(self, name: str) -> Mapping[str, Sequence[Example]]:
        """What was read in each field of a form: slow, so it is asked beside the screen."""

    def outdated(self, form: FormDefinition) -> Sequence[Difference]:
        """What of a form would be learned otherwise now: slow, too."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a form, as it stands in the list."""

    form: FormDefinition
    spot: Spot


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said, and what it was before: enough to take it back."""

    form: str
    before: tuple[Spot, ...]


class FormSitting:
    """One person's work at the forms. Each decision is in the form's file before the next place comes."""

    def __init__(self, files: FormFiles, fields: Mapping[str, Field]) -> None:
        self._files = files
        self._fields = fields
        self._said: list[Said] = []
        self._examples: dict[str, Mapping[str, Sequence[Example]]] = {}
        self._otherwise: dict[tuple[str, int], Sequence[Difference]] = {}
        self._forms: Mapping[str, FormDefinition] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read the files anew: a run or somebody else may have changed them.

        Raises:
            UsageProblem: a file says something that cannot be; what was read before stays.
        """
        self._forms = dict(self._files.definitions())

    def places(self) -> tuple[Place, ...]:
        """All places of all forms, by form."""
        return tuple(Place(form, spot) for form in self._forms.values() for spot in spots(form))

    @property
    def waiting(self) -> int:
        """Places that nobody has confirmed."""
        return sum(not place.spot.confirmed for place in self.places())

    def examples(self, place: Place) -> Sequence[Example]:
        """What was read at a place; the first time that a form is asked about it is fetched from the store."""
        name = place.form.name
        if name not in self._examples:
            self._examples[name] = self._files.examples(name)
        return examples_at(place.spot, place.form.kind, self._examples[name])

    def otherwise(self, place: Place) -> tuple[str, ...]:
        """How a place would be learned now, where that is not how its form's file has it; fetched as examples are."""
        key = place.form.name, place.form.version
        if key not in self._otherwise:
            self._otherwise[key] = self._files.outdated(place.form)
        words = place.spot.key.label or place.spot.field
        return tuple(each.what for each in self._otherwise[key] if each.words == words and not place.spot.confirmed)

    def offers(self, place: Place, typed: str = "") -> tuple[Offer, ...]:
        """The fields that a place may be, the likeliest first."""
        values = [example.value for example in self._known(place)]
        return offers(typed, place.spot, place.form.kind, self._fields, values)

    def _known(self, place: Place) -> Sequence[Example]:
        """The examples, where they are here already."""
        return self.examples(place) if place.form.name in self._examples else ()

    def say(self, place: Place, field: str) -> None:
        """This place is that field, on every order of the sheet; an empty one leaves it unread.

        Raises:
            UsageProblem: the form or the place is gone.
            WorkspaceProblem: it cannot be kept now.
        """
        told = (place.spot, *_twins(place))
        self._change(place.form.name, [(spot.key, field, True) for spot in told])
        self._said.append(Said(place.form.name, told))

    def confirm_all(self, name: str) -> int:
        """Every place of a form that nobody confirmed is what it is taken for; how many there were.

        Raises:
            UsageProblem: the form is gone.
            WorkspaceProblem: it cannot be kept now.
        """
        open_spots = tuple(p.spot for p in self.places() if p.form.name == name and not p.spot.confirmed)
        if open_spots:
            self._change(name, [(spot.key, spot.field, True) for spot in open_spots])
            self._said.append(Said(name, open_spots))
        return len(open_spots)

    def undo(self) -> Said | None:
        """Takes the last decision of this sitting back; None where there is none.

        Raises:
            UsageProblem: the form or the place is gone.
            WorkspaceProblem: it cannot be kept now.
        """
        if not self._said:
            return None
        last = self._said[-1]
        self._change(last.form, [(spot.key, spot.field, spot.confirmed) for spot in last.before])
        return self._said.pop()

    def _change(self, name: str, told: Sequence[tuple[SpotKey, str, bool]]) -> None:
        def change(form: FormDefinition) -> FormDefinition:
            version = form.version
            for key, field, sure in told:
                form = said(form, key, field, confirmed=sure)
            return form if form.version == version else _versioned(form, version + 1)

        self._forms = {**self._forms, name: self._files.change(name, change)}


def _twins(place: Place) -> tuple[Spot, ...]:
    """The same place on the other orders of a sheet: under the same printed words, taken for the same field."""
    spot = place.spot
    if spot.key.column or not spot.key.label:
        return ()
    return tuple(
        other
        for other in spots(place.form)
        if other.key == replace(spot.key, number=other.key.number)
        and other.key != spot.key
        and other.field == spot.field
        and not other.confirmed
    )


def _versioned(form: FormDefinition, version: int) -> FormDefinition:
    """All that is said at once makes one version."""
    return replace(form, version=version)
