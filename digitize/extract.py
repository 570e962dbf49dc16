"""Takes the fields of an order off a page by its labels, without a template.

For each label the places where its value may stand are weighed by what the page's words already say of them; each field
gets the best place that no surer field has taken; then all places are read at once, by every engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from digitize import prose
from digitize.cents import with_cents
from digitize.confidence import knowing
from digitize.continued import lines_under, written_under
from digitize.corrections import corrected
from digitize.hanging import KIND, above, footed, hang
from digitize.labels import Label
from digitize.layout import Layout, holds, text_of
from digitize.letterhead import has_blank, without_letterhead
from digitize.parse import NUMERIC, numbers_page, read_value
from digitize.phrases import plain
from digitize.unnamed import unknown_labels
from digitize.voting import Ballot, decide, in_lines
from digitize.wording import SECOND_SENSES, SENSES
from digitize.zones import Candidate, Ink, candidates, is_written, text_runs
from records.fields import Field, FieldType
from records.geometry import Box, bounding
from records.order import FieldReading
from records.values import ValueContext


@dataclass(frozen=True, slots=True)
class Place:
    """A box to be read, and what is expected there."""

    box: Box
    type: FieldType
    multiline: bool


Reader = Callable[[Sequence[Place]], Sequence[Ballot]]
"""Reads places of one page with every engine."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A field's wish to take its value from a place."""

    field: str
    label: Label
    box: Box
    score: float
    kind: str = ""
    """Where it lies from the label, as in `Candidate.kind`."""
    certainty: float = 1.0
    """The score without what the page's first reading says: how sure it is that the place is the field's."""
    further: tuple[Box, ...] = ()
    """Where the value of a sentence, or of a blank of several lines, goes on in the next lines."""


def extract_fields(
    layout: Layout,
    labels: Sequence[Label],
    fields: Mapping[str, Field],
    reader: Reader,
    surroundings: tuple[Ink, ValueContext],
    zones: Sequence[Claim] = (),
) -> tuple[FieldReading, ...]:
    """The readings of every field that has a label or a written form's zone, in the order of the catalogue."""
    labels = without_letterhead(labels, layout, fields)
    claims = settled_claims(layout, labels, fields, surroundings, zones)
    claims = settle([*claims, *_left_over(labels, claims, layout)])
    several = [multiline(claim, fields[claim.field], layout) for claim in claims]
    return read_claims(claims, several, fields, reader, surroundings[1])


def settled_claims(
    layout: Layout,
    labels: Sequence[Label],
    fields: Mapping[str, Field],
    surroundings: tuple[Ink, ValueContext],
    zones: Sequence[Claim] = (),
    own: Sequence[Label] = (),
) -> tuple[Claim, ...]:
    """The place of each field that has a label or a written form's zone, the surest first.

    Values end where the department's own labels begin: those that look like labels, and those known to be.
    """
    if not footed(labels, layout):
        labels = [label for label in labels if not _under_another(label, layout)]
    everything = (*labels, *own, *unknown_labels(layout, [*labels, *own]))
    labels = without_letterhead(labels, layout, fields)
    asked = _asked({label.field for label in labels if label.phrase not in SECOND_SENSES})
    wishes = [
        claim
        for label in labels
        for sense in _senses(label, fields, asked)
        for claim in _claims(sense, everything, layout, fields[sense.field], surroundings)
        if sense.field == label.field or any(not _label_word(word.box, labels) for word in layout.words_in(claim.box))
    ]
    blanks = {label.field for label in labels if has_blank(label, layout)}
    said = _in_sentences(layout, fields) if len(blanks) < _FORM else []
    if said:  # the day over a letter is that on which it was written
        wishes = [claim for claim in wishes if claim.label.phrase != "date"]
    return settle([*zones, *said, *declared_first(turned(hung(wishes, fields), fields))])


_REQUEST = frozenset(
    ["requested_on", "due_on", "requester_name", "requester_phone", "location", "priority", "description"]
)
_WORK = frozenset(["started_on", "completed_on", "labor_hours", "labor_cost", "material_cost", "equipment_cost"])
_TELLING = 2
"""Fields of the work from which a page that has none of the request's is about what was done."""


def _asked(named: Set[str]) -> Set[str]:
    """The fields that a page names; a back that is about what was done alone has what was asked for elsewhere."""
    done = not named & _REQUEST and len(named & _WORK) >= _TELLING
    return named | {"description"} if done else named


_FORM = 6
"""Fields with a box or a line behind their labels from which a page is a form, whatever sentences are printed on it."""


def _in_sentences(layout: Layout, fields: Mapping[str, Field]) -> list[Claim]:
    """The claims of a letter's sentences."""
    return [
        Claim(said.field, said.cue, said.boxes[0], prose.SAID, prose.KIND, prose.SAID, said.boxes[1:])
        for said in prose.said_in(layout, fields)
    ]


def _left_over(labels: Sequence[Label], served: Sequence[Claim], layout: Layout) -> list[Claim]:
    """Claims of fields that nothing was found for, on what is written in their blanks all the same.

    "call Date" is no telephone number, and its second word no label: what stands on a label's rule, or in its box, up
    to a label that has a value of its own, is read, and goes to a person where it gives no value.
    """
    fields = {claim.field for claim in served}
    owners = [claim.label.box for claim in served]
    idle = [label for label in labels if label.field not in fields and not _within_any(label.box, served)]
    places = [(label, _written_at(label, owners, layout)) for label in idle]
    return [Claim(label.field, label, box, 0.0, "left over", 0.0) for label, box in places if box is not None]


def _within_any(box: Box, claims: Sequence[Claim]) -> bool:
    return any(holds(claim.box, box) for claim in claims)


def _written_at(label: Label, owners: Sequence[Box], layout: Layout) -> Box | None:
    """Where words stand in a label's closed box, or right of it on a rule and before the next label; None for none."""
    cell = layout.cell_at(*label.box.middle)
    if cell.closed and cell.box.height < 8 * layout.em:
        room = cell.box
    elif label.marked:
        limit = [o.left for o in owners if o.left > label.box.right and o.top < label.box.middle[1] < o.bottom]
        end = max(min([layout.width, *limit]), label.box.right)  # a label may end beyond its page's edge
        room = Box(label.box.right, label.box.top - layout.em, end, label.box.bottom + layout.em)
    else:
        return None
    words = [word.box for word in layout.words_in(room) if not holds(label.box, word.box)]
    found = [box for box in words if cell.closed or any(_under(rule, box, layout.em) for rule in layout.across)]
    return bounding(found).grown(0.25 * layout.em) if found else None


def _under(rule: Box, word: Box, em: float) -> bool:
    """Whether a word stands on a rule that runs along all of it."""
    return -0.4 * em < rule.top - word.bottom < 0.9 * em and rule.left <= word.middle[0] <= rule.right


_LESSER = 0.97
"""Of a label's score in its first sense, what it has in its second."""


def _senses(label: Label, fields: Mapping[str, Field], asked: Set[str]) -> tuple[Label, ...]:
    """A label as each of the fields that its words may mean; what stands beside it tells which, if anything does.

    Args:
        label: As the catalogue has its words.
        fields: The catalogue.
        asked: The fields that other labels of the page name by words of one sense.
    """
    if label.declared:
        return (label,)
    other, lesser = SENSES.get(label.phrase, ""), SECOND_SENSES.get(label.phrase, "")
    second = replace(label, field=lesser, score=_LESSER * label.score)
    if lesser and label.field in asked and lesser not in asked:
        second, label = replace(second, score=label.score), replace(label, score=second.score)
    senses = (replace(label, field=other), label, second)
    return tuple(sense for sense in senses if sense.field in fields and (sense is label or sense.field != label.field))


def read_claims(
    claims: Sequence[Claim], several: Sequence[bool], fields: Mapping[str, Field], reader: Reader, context: ValueContext
) -> tuple[FieldReading, ...]:
    """The readings of the claimed places, in the order of the catalogue.

    Args:
        claims: One a field, the surest first: of two that answer one field it is the first that does.
        several: For each whether its value may run over several lines.
        fields: The catalogue.
        reader: Reads the places.
        context: The period and area that values come from.
    """
    places = [
        Place(box, fields[c.field].type, more)
        for c, more in zip(claims, several, strict=True)
        for box in (c.box, *c.further)
    ]
    each = iter(reader(places) if places else [])
    ballots = [in_lines([next(each) for _ in (c.box, *c.further)], sentence=c.kind == prose.KIND) for c in claims]
    readings: dict[str, FieldReading] = {}
    for claim, ballot in zip(claims, ballots, strict=True):
        ballot = _first_parts(ballot) if "/" in claim.label.text and _is_number(fields[claim.field]) else ballot
        for field in answered(claim, fields):
            readings.setdefault(
                field.name, knowing(decide(field, ballot, context), certainty=round(claim.certainty, 3))
            )
    return tuple(readings[name] for name in fields if name in readings)


def answered(claim: Claim, fields: Mapping[str, Field]) -> tuple[Field, ...]:
    """The fields that a claimed place answers: both ends of a range, but where its words name one end alone."""
    field = fields[claim.field]
    shared = not claim.label.phrase or claim.label.phrase in map(plain, field.labels)
    return siblings(field, fields) if shared else (field,)


def _is_number(field: Field) -> bool:
    """Whether a field identifies something by a number."""
    return field.type is FieldType.IDENTIFIER


def _first_parts(ballot: Ballot) -> Ballot:
    """What stands before the slash or the gap: under "Order / Revision" the number comes first."""
    votes = tuple(replace(vote, text=_first_part(vote.text)) for vote in ballot.votes)
    return replace(ballot, votes=votes, witness=_first_part(ballot.witness))


def _first_part(text: str) -> str:
    return re.split(r"\s*/\s*|\s+", text.strip())[0]


SURE = 0.6
"""A claim's score from which its place is taken for granted."""
HOPELESS = 0.3
"""A claim's score below which it is no better than chance."""
CERTAIN = 0.78
"""A label's score times a place's prior from which the place is the field's whatever is written there."""


def siblings(field: Field, fields: Mapping[str, Field]) -> tuple[Field, ...]:
    """The fields that take their value from the same place: the two ends of a printed range."""
    if field.part is None:
        return (field,)
    shared = set(field.labels)
    return tuple(other for other in fields.values() if other is field or (other.part and shared & set(other.labels)))


def turned(claims: Sequence[Claim], fields: Mapping[str, Field]) -> list[Claim]:
    """The claims, those of words leaning the way that those of numbers and dates show the page to be laid out.

    What stands beside a label that has its value below is another label, and reads like any words.
    """
    strict = _strict(claims, fields)
    fitting = [c for c in strict if c.score > 0.6]
    below = {c.label.box for c in fitting if c.kind in {"below", "column"}}
    beside = {c.label.box for c in fitting if c.kind in {"beside", "next cell"}}
    if len(below - beside) <= len(beside - below):
        return list(claims)
    lean = {"below": 1.35, "column": 1.25, "beside": 0.55, "next cell": 0.55}
    return [c if c in strict or c.label.marked else replace(c, score=c.score * lean.get(c.kind, 1.0)) for c in claims]


def hung(claims: Sequence[Claim], fields: Mapping[str, Field]) -> list[Claim]:
    """The claims; those on what stands over a caption only where captions hang under their blanks, and then first."""
    hanging = {c.label.box for c in claims if c.kind == KIND}
    fitting = [c for c in _strict(claims, fields) if c.score > SURE and c.label.box in hanging]
    over = {c.label.box for c in fitting if c.kind == KIND}
    if not hang(over, {c.label.box for c in fitting if c.kind != KIND}):
        return [c for c in claims if c.kind != KIND]
    return [c for c in claims if c.kind == KIND or c.label.box not in hanging]


def _strict(claims: Sequence[Claim], fields: Mapping[str, Field]) -> list[Claim]:
    """The claims of numbers, days and amounts, whose values are known by their looks."""
    kinds = {*NUMERIC, FieldType.IDENTIFIER}
    return [c for c in claims if fields[c.field].type in kinds or fields[c.field].part]


def declared_first(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, without the catalogue's guesses for a field that the workspace's own words have found."""
    found = {claim.field for claim in claims if claim.label.declared and claim.score >= SURE}
    return [claim for claim in claims if claim.label.declared or claim.field not in found]


def settle(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """One place for each field, none given twice: the surest claim is served first."""
    served: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: (-round(c.score, 3), c.box.top, c.box.left)):
        taken = any(_mostly(claim.box, other.box) for other in served.values())
        if claim.field not in served and not taken:
            served[claim.field] = claim
    return tuple(served.values())


def _mostly(box: Box, other: Box) -> bool:
    smaller = min(box.width * box.height, other.width * other.height)
    return smaller > 0 and box.overlap(other) > 0.5 * smaller


_ANOTHERS = 0.3
"""Of its score, what a place beside a label has that lies right under another one."""


def _has_caption(place: Box, label: Label, labels: Sequence[Label], em: float) -> bool:
    """Whether another label stands over a place that begins far from this one: it is what stands under that."""
    return place.left - label.box.right > 4 * em and any(
        -0.5 * em < place.top - other.box.bottom < 1.5 * em and abs(other.box.left - place.left) < 1.5 * em
        for other in labels
        if other.box != label.box
    )


def _claims(
    label: Label,
    labels: Sequence[Label],
    layout: Layout,
    field: Field,
    surroundings: tuple[Ink, ValueContext],
) -> list[Claim]:
    ink, _ = surroundings
    found = []
    places_of_labels = [each.box for each in labels]
    over = above(label, labels, layout)
    others = () if _under_another(label, layout) else candidates(label, labels, layout, ink)
    places = [
        _footed(_narrowed(replace(c, box=corrected(c.box, layout, places_of_labels)), field, layout), field, layout)
        for c in (*others, *filter(None, [over]))
    ]
    headed = _heads_column(label, layout)
    header = headed and not label.marked and any(candidate.kind == "below" for candidate in places)
    if field.type is FieldType.MONEY:
        places = [replace(place, box=with_cents(place.box, layout)) for place in places]
    for candidate in places:
        likely = _fits(candidate, field, labels, layout, surroundings)
        if candidate.box.width < 8 or candidate.box.height < 8:
            continue
        rank = (0.3 - 0.015 * min(label.rank, 15)) * label.declared - 0.004 * min(label.rank, 40)
        astray = candidate.kind in {"below", "column"} and headed and not label.declared
        # beside a column's head stands the next one's
        alone = 0.6 if astray or (candidate.kind == "beside" and header) else 1.0
        if candidate.kind == "beside" and _has_caption(candidate.box, label, labels, layout.em):
            alone = _ANOTHERS
        score = label.score * candidate.prior * likely * alone
        if score >= HOPELESS or (likely > 0 and label.score * candidate.prior >= CERTAIN):
            found.append(
                Claim(
                    label.field,
                    label,
                    candidate.box,
                    score + rank,
                    candidate.kind,
                    label.score * candidate.prior * alone + rank,
                    _further(candidate, label, labels, field, layout, ink),
                )
            )
    return found


def _further(
    candidate: Candidate, label: Label, labels: Sequence[Label], field: Field, layout: Layout, ink: Ink
) -> tuple[Box, ...]:
    """The lines on which a text goes on that begins in a place."""
    if field.type is not FieldType.TEXT or candidate.kind == KIND:
        return ()
    return written_under(lines_under(candidate.box, label, labels, layout), ink, layout.em)


def _under_another(label: Label, layout: Layout) -> bool:
    """Whether words stand above an unmarked label in its box: they are its label, and this its content."""
    cell = layout.cell_at(*label.box.middle)
    if label.marked or label.declared or not cell.closed or cell.box.height > 8 * layout.em:
        return False
    above = [
        w.box for w in layout.words_in(cell.box) if w.box.bottom <= label.box.top + 3 and w.box.left < label.box.right
    ]
    return bool(above)


def _narrowed(candidate: Candidate, field: Field, layout: Layout) -> Candidate:
    """A place for an amount that holds several runs of words, cut down to the one that looks like an amount."""
    words = sorted(layout.words_in(candidate.box), key=lambda word: word.box.left)
    runs = text_runs(words, layout) if field.type is FieldType.MONEY else []
    priced = [run for run in runs if re.search(r"\$\s*\d|\d[.,]\d\d\b", text_of(layout.words_in(run)))]
    if len(runs) < 2 or len(priced) != 1:
        return candidate
    left, right = priced[0].left - 0.2 * layout.em, priced[0].right + 0.2 * layout.em
    box = candidate.box
    return replace(candidate, box=Box(max(left, box.left), box.top, max(min(right, box.right), left), box.bottom))


_TOTALS = re.compile(r"\W*(?:grand\s+|sub)?totals?\W*", re.IGNORECASE)


def _footed(candidate: Candidate, field: Field, layout: Layout) -> Candidate:
    """A place for an amount under the head of a column, moved to the column's total where a row of totals ends it.

    Under "Gross Amount" stand the months' amounts, and their sum in the row that begins with "Totals".
    """
    if field.type is not FieldType.MONEY or candidate.kind != "below":
        return candidate
    box, bottom = candidate.box, candidate.box.bottom
    column = [s for s in layout.segments if s.box.top > box.top and _in_column(s.box, box) and _amount(s.text)]
    for segment in sorted(column, key=lambda s: s.box.top):
        if segment.box.top - bottom > 3 * layout.em:
            break
        bottom = segment.box.bottom
        first = min((s for s in layout.segments if s.line == segment.line), key=lambda s: s.box.left)
        if first.box.right < segment.box.left and _TOTALS.fullmatch(first.text):
            return replace(candidate, box=segment.box.grown(0.25 * layout.em))
    return candidate


def _amount(text: str) -> bool:
    return bool(re.fullmatch(r"\(?-?\$?\s?[\d.,]*\d[.,]\d\d\)?", text))


def _in_column(box: Box, head: Box) -> bool:
    common = min(box.right, head.right) - max(box.left, head.left)
    return common > 0.5 * min(box.width, head.width)


def _heads_column(label: Label, layout: Layout) -> bool:
    """Whether a label stands in a line of four or more headers, so that what is below it is a column of many values."""
    line = [segment for segment in layout.segments if segment.line == label.line]
    return len(line) >= 4 and not any(character.isdigit() for segment in line for character in segment.text)


def _fits(
    candidate: Candidate, field: Field, labels: Sequence[Label], layout: Layout, surroundings: tuple[Ink, ValueContext]
) -> float:
    """How well what the page's words say in a place agrees with the field's type, 0 to 1."""
    ink, context = surroundings
    words = [word for word in layout.words_in(candidate.box) if not _label_word(word.box, labels)]
    if not words:
        return 0.6 if is_written(candidate.box, ink) else 0.3
    text = text_of(words)
    if numbers_page(field, text):
        return 0.0
    sure = sum(word.confidence for word in words) / len(words)
    if field.part is not None or read_value(field, text, context).value is not None:
        return _plausible(field, text)
    if sure > 0.85 and field.type in NUMERIC:
        return 0.25 if any(character.isdigit() for character in text) else 0.0
    return 0.5


def _plausible(field: Field, text: str) -> float:
    """How much a text that the field's grammar takes looks like such a value."""
    digits = any(character.isdigit() for character in text)
    if field.type is FieldType.IDENTIFIER:
        return 1.0 if digits and not re.search(r"[%$]|\d/\d", text) else 0.35 if not digits else 0.2
    if field.type is FieldType.MONEY:
        return 1.0 if re.search(r"\$|\d[.,]\d\d\b", text) else 0.6
    if field.part is not None:
        return 1.0 if digits else 0.0
    first = text.split()[0]
    if first.endswith(":") and first[:-1].isalpha():
        return 0.4  # another label: "Yellow: Crew   Pink: File"
    return 1.0 if field.type in NUMERIC or not text.isdigit() else 0.8


def _label_word(box: Box, labels: Sequence[Label]) -> bool:
    return any(holds(label.box, box) for label in labels)


def multiline(claim: Claim, field: Field, layout: Layout) -> bool:
    """Whether a claimed place has room for several lines, and its field may fill them."""
    return claim.box.height > 2.4 * layout.em and field.type in {
        FieldType.TEXT,
        FieldType.NAME,
        FieldType.ADDRESS,
        FieldType.CHOICE,
    }
