"""What the screens say about kinds, items and decisions."""

from __future__ import annotations

from matching.review_evidence import Mark
from matching.review_queue import FieldItem, FindingItem, Item, MatchItem, Origin, Queue
from matching.review_reader import Progress
from matching.review_sampling import ErrorRate
from records.decision import Action, Decision
from records.errors import BackfileError
from records.finding import Finding, FindingKind, Severity
from records.lines import field_label
from records.order import FieldReading, ReadingStatus

QUEUE_NAMES = {
    Queue.FIELDS: "Fields in doubt",
    Queue.MATCHES: "Matches to judge",
    Queue.GAPS: "Gaps",
    Queue.DUPLICATES: "Duplicates",
    Queue.FINDINGS: "Other findings",
    Queue.SECOND: "Second look",
}
QUEUE_TASKS = {
    Queue.FIELDS: "Compare the reading with the picture.",
    Queue.MATCHES: "Say whether paper and record are the same order.",
    Queue.GAPS: "Say where a missing number or page went.",
    Queue.DUPLICATES: "Say whether it is there more than once.",
    Queue.FINDINGS: "Say whether what was found is so.",
    Queue.SECOND: "For a supervisor: what was left open, and a random sample.",
}

ORIGINS = {
    Origin.BLIND: "Keyed without seeing the reading, and not the same",
    Origin.ILLEGIBLE: "Somebody could not read it",
    Origin.UNSURE: "Somebody could not tell",
    Origin.SAMPLE: "Random sample: nobody looked at this one",
}
BEHIND = "The queues are from before the last run: open the review once where it can write."
FORMS_TASK = "Say once what each place of a form is; the next run reads all of its pages so."

_SPELT = {
    "enter": "Enter",
    "escape": "Esc",
    "question_mark": "?",
    "equals_sign": "=",
    "ctrl+underscore": "ctrl+/",
    "ctrl+slash": "ctrl+/",
    "plus": "+",
    "minus": "-",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "shift+Tab",
}

KIND_NAMES = {
    FindingKind.MISSING_DIGITAL: "On paper, not in the records",
    FindingKind.MISSING_PAPER: "In the records, not on paper",
    FindingKind.SEQUENCE_GAP: "A number is missing",
    FindingKind.PAGE_GAP: "A page of an order is missing",
    FindingKind.STUCK_PAGES: "Pages stuck together",
    FindingKind.ORPHAN_PAGE: "A page without its order",
    FindingKind.COUNT_MISMATCH: "A batch of another size",
    FindingKind.SPLIT_ORDER: "Sheets of one order lie apart",
    FindingKind.DUPLICATE_SCAN: "Scanned twice",
    FindingKind.DUPLICATE_COPY: "A copy of the same order",
    FindingKind.DUPLICATE_PAPER_NUMBER: "One number, two orders",
    FindingKind.DUPLICATE_DIGITAL: "Entered twice",
    FindingKind.DUPLICATE_ACROSS_SOURCES: "In two digital lists",
    FindingKind.NUMBER_VOID: "Void or spoiled",
    FindingKind.UNREADABLE_PAGE: "A page that cannot be read",
    FindingKind.ILLEGIBLE_FIELD: "A field that cannot be read",
    FindingKind.FIELD_MISMATCH: "Paper and record disagree",
    FindingKind.IMPOSSIBLE_VALUE: "A value that cannot be",
    FindingKind.UNMAPPED_COLUMN: "A column that was not understood",
    FindingKind.UNMAPPED_STATUS: "A status that was not understood",
    FindingKind.COLUMN_FORMAT_BREAK: "A column changes its format",
    FindingKind.SCHEMA_DRIFT: "A column renamed or gone",
    FindingKind.CONFLICTING_SOURCES: "Two lists disagree",
    FindingKind.LOG_GAP: "In the log, not on paper",
    FindingKind.LOG_OMISSION: "On paper, not in the log",
    FindingKind.COUNT_MISMATCH: "The sheets are not as many as counted",
    FindingKind.FRONT_BACK_MISMATCH: "Front and back of two orders",
    FindingKind.CHARGE_OUT: "Taken out, a card says",
    FindingKind.ESTIMATED_UNSEEN: "More orders than either list",
    FindingKind.DUPLICATE_PAPER_ORDER: "Same work, two numbers",
    FindingKind.MANY_TO_ONE_MATCH: "Several claim one",
    FindingKind.SPLIT_ORDER: "Pages of an order lie apart",
    FindingKind.MERGED_ORDERS: "Two orders taken for one",
    FindingKind.OUT_OF_ORDER_PAGE: "A page out of order",
    FindingKind.MISFILED: "In the wrong binder",
    FindingKind.CUT_OFF: "A page cut off",
    FindingKind.UNKNOWN_FORM: "A form that is not known",
    FindingKind.LOW_QUALITY: "A poor scan",
    FindingKind.MISSING_FIELD: "A field left empty",
    FindingKind.UNSIGNED: "Not signed",
    FindingKind.LINE_ARITHMETIC: "A line that does not multiply out",
    FindingKind.TOTAL_ARITHMETIC: "A total that does not add up",
    FindingKind.AMBIGUOUS_VALUE: "A value with two meanings",
    FindingKind.STATUS_CONFLICT: "Done on paper, open in the list",
    FindingKind.LATE_ENTRY: "Keyed late",
}

SEVERITY_MARKS = {Severity.HIGH: "▲", Severity.MEDIUM: "◆", Severity.LOW: "▽"}
SEVERITY_STYLES = {Severity.HIGH: "bold $error", Severity.MEDIUM: "bold $warning", Severity.LOW: "$muted"}
MARK_STYLES = {
    Mark.SAME: "$muted",
    Mark.CLOSE: "$warning",
    Mark.DIFFERS: "bold $error",
    Mark.MISSING: "$muted",
}


def kind_name(kind: str) -> str:
    """A finding's kind as people say it; a field's label."""
    if kind in {str(each) for each in FindingKind}:
        return KIND_NAMES.get(FindingKind(kind), kind.replace("_", " ").capitalize())
    return field_label(kind)


def finding_line(item: Item) -> str:
    """A finding in one line of the list."""
    if not isinstance(item, FindingItem):
        return ""
    found = item.finding
    what = found.order_number or where(found) or found.source
    return f"{SEVERITY_MARKS[found.severity]} {what}  {kind_name(found.kind)}"


def match_line(item: Item) -> str:
    """A match in one line of the list."""
    return f"{item.match.order_id} ~ {item.match.record_id}" if isinstance(item, MatchItem) else ""


def where(found: Finding) -> str:
    """The place in the binder."""
    if found.page is not None:
        return f"{found.binder} page {found.page}"
    if found.after_page is not None:
        return f"{found.binder} after page {found.after_page}"
    if found.before_page is not None:
        return f"{found.binder} before page {found.before_page}"
    return found.binder


def facts(found: Finding, symptoms: int = 0) -> str:
    """How sure it is, what it moves, how many it explains and, unless the evidence says it, where: in one line."""
    parts = [f"{found.severity} severity", f"{found.certainty:.0%} sure"]
    if found.effect:
        orders = f"{abs(found.effect):g} order{'' if abs(found.effect) == 1 else 's'}"
        parts.append(f"{'adds' if found.effect > 0 else 'takes away'} {orders}")
    if symptoms:
        parts.append(f"explains {symptoms} more")
    if found.department:
        parts.append(found.department)
    if where(found) and found.binder not in found.detail:
        parts.append(where(found))
    return " · ".join(parts)


def progress_line(progress: Progress) -> str:
    """Done, left and pace."""
    pace = f" · {progress.rate:.0f} an hour" if progress.rate is not None else ""
    later = f" · {progress.later:,} later" if progress.later else ""
    return f"{progress.done:,} done · {progress.left:,} left{later}{pace}"


STATUS_WORDS = {
    ReadingStatus.OK: "read",
    ReadingStatus.REPAIRED: "repaired: look-alike glyphs were exchanged",
    ReadingStatus.AMBIGUOUS: "can be read in two ways",
    ReadingStatus.ILLEGIBLE: "gives no value",
    ReadingStatus.ABSENT: "nothing is written there",
}


def why(reading: FieldReading) -> str:
    """Why a person should look."""
    return f"{reading.doubt} ({reading.confidence:.0%} sure)"


_DONE = {
    Action.ACCEPT: "right as read",
    Action.CORRECT: "corrected",
    Action.DISMISS: "dismissed",
    Action.ILLEGIBLE: "illegible",
    Action.UNSURE: "left to a second look",
}
_FINDING_DONE = {Action.ACCEPT: "confirmed", Action.DISMISS: "dismissed"}
_MATCH_DONE = {
    Action.ACCEPT: "the same order",
    Action.DISMISS: "two different orders",
    Action.UNSURE: "left to a second look",
}


def decided(item: Item | None, decision: Decision) -> str:
    """A decision in words: what it was about and what was said."""
    if isinstance(item, FieldItem):
        value = f": {decision.after or '(nothing)'}" if decision.action is Action.CORRECT else ""
        return f"{field_label(item.reading.name)} of {item.order.order_id} {_DONE.get(decision.action, '')}{value}"
    if isinstance(item, FindingItem):
        reason = f": {decision.reason}" if decision.reason else ""
        name = f"{kind_name(item.finding.kind)} {item.finding.order_number}".rstrip()
        return f"{name} {_FINDING_DONE.get(decision.action, '')}{reason}"
    if item is not None:
        return f"{item.match.order_id} and {item.match.record_id}: {_MATCH_DONE.get(decision.action, '')}"
    return f"{decision.action} of {decision.subject.key} {decision.subject.field}"


def in_a_line(problem: BackfileError) -> str:
    """What could not be done, and the cure."""
    return f"{problem.message.rstrip('.')}. {problem.cure}".rstrip()


def sample_line(rate: ErrorRate, left: int) -> str:
    """What the sample says so far."""
    total = rate.looked + left
    if not total:
        return "nothing to draw from: a person looked at every value"
    if not rate.looked:
        return f"{total:,} drawn by lot of what nobody looked at; none looked at yet"
    share = f"{rate.rate:.1%} wrong ({rate.low:.1%} to {rate.high:.1%})"
    return f"{rate.looked:,} of {total:,} looked at, {rate.wrong:,} wrong: {share}"


def said_before(decision: Decision) -> str:
    """What an earlier decision about the same thing was."""
    return decided(None, decision) if not decision.after else f"{decision.action}: {decision.after}"


def spelt(key: str) -> str:
    """A key as people call it."""
    if key in _SPELT:
        return _SPELT[key]
    if len(key) == 1 or "+" in key:
        return key
    return key.upper() if key.startswith("f") and key[1:].isdigit() else key
