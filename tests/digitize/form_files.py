"""Forms in memory, as a workspace keeps them, for the tests of what people say of forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digitize.forms.definition import ColumnDefinition, FormDefinition, ZoneDefinition
from digitize.forms.outdated import Difference
from digitize.forms.places import Change, Example
from records.errors import WorkspaceProblem


def work_order(*zones: ZoneDefinition, columns: Sequence[ColumnDefinition] = ()) -> FormDefinition:
    """A form of a Letter page with these places, as twelve pages taught it."""
    return FormDefinition("work-order", "WORK ORDER", "order", (8.5, 11.0), 12, zones, tuple(columns))


class Files:
    """The forms' files; what was read in a field is given, a value an order."""

    def __init__(self, *forms: FormDefinition, read: Mapping[str, Sequence[str]] | None = None) -> None:
        self.forms = {form.name: form for form in forms}
        self.asked: list[str] = []
        self.busy = False
        self.differing: dict[str, Sequence[Difference]] = {}
        self._read = read or {}

    def definitions(self) -> Mapping[str, FormDefinition]:
        """As they are now."""
        return dict(self.forms)

    def change(self, name: str, change: Change) -> FormDefinition:
        """Keeps the changed form, where no run is at work."""
        if self.busy:
            raise WorkspaceProblem("A run is at work here", "Wait for it.")
        self.forms[name] = change(self.forms[name])
        return self.forms[name]

    def examples(self, name: str) -> Mapping[str, Sequence[Example]]:
        """What was read."""
        self.asked.append(name)
        return {f: [Example(v, "b", n, None) for n, v in enumerate(values, 1)] for f, values in self._read.items()}

    def outdated(self, form: FormDefinition) -> Sequence[Difference]:
        """What would be learned otherwise."""
        return self.differing.get(form.name, ())
