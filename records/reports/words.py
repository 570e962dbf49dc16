"""The words of the reports: what each kind of finding is called and asks for, and how numbers are said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind of finding in words."""

    label: str
    """What it is called, in the singular."""
    advice: str
    """What to do about it."""


_WORDS = {
    "missing_digital": ("Missing from the digital list", "Enter it, or link it to the row that it is."),
    "missing_paper": ("Missing on paper", "Look in the binder where it belongs."),
    "sequence_gap": (
        "Number in neither list",
        "Look in the binder where the number belongs, or mark it as never issued.",
    ),
    "log_gap": ("In the log only", "Look in the binder where it belongs."),
    "log_omission": ("Not in the log", "Check the log of those days."),
    "page_gap": ("Page of an order missing", "Look for the page and scan it."),
    "stuck_pages": ("Pages stuck together", "Separate the sheets and scan them again."),
    "count_mismatch": ("Fewer or more sheets than declared", "Count the sheets and scan what is missing."),
    "front_back_mismatch": ("Front and back do not belong together", "Look for the sheets between and scan them."),
    "orphan_page": ("Page of no order", "Say to which order it belongs."),
    "charge_out": ("Order taken out of the binder", "Ask for it where the card says."),
    "number_void": ("Void on paper, but in the digital list", "Take it out of the digital list, or say why it stays."),
    "estimated_unseen": ("Orders in neither list, estimated", "Weigh it beside the counted gaps."),
    "duplicate_scan": ("Sheet scanned twice", "Nothing, unless the two sheets differ."),
    "duplicate_copy": ("Copy of an order", "Nothing; the order counts once."),
    "duplicate_paper_number": ("Number used twice on paper", "Compare the two orders and correct the number."),
    "duplicate_paper_order": ("Same work under two numbers", "Compare the two orders; keep one."),
    "duplicate_digital": ("Twice in the digital list", "Compare the rows; keep one."),
    "duplicate_across_sources": ("In two systems", "Compare the rows; say which one leads."),
    "many_to_one_match": ("Several orders claim one row", "Say which order the row is."),
    "split_order": ("Pages of one order lie apart", "Put the pages together."),
    "merged_orders": ("Two orders taken for one", "Separate the two orders."),
    "out_of_order_page": ("Page out of order", "Put it where it belongs."),
    "misfiled": ("In the wrong binder", "Put it where it belongs."),
    "cut_off": ("Page cut off", "Scan the page again."),
    "unknown_form": ("Form not known", "Describe the form, or key the order in."),
    "unreadable_page": ("Page cannot be read", "Scan the page again."),
    "low_quality": ("Poor scan", "Scan the page again."),
    "illegible_field": ("Field cannot be read", "Read it from the sheet and key it in."),
    "missing_field": ("Field left empty", "Fill it in if it is known."),
    "unsigned": ("Not signed", "Have it signed, or note why not."),
    "field_mismatch": ("Paper and digital list differ", "Look at the sheet and say which is right."),
    "impossible_value": ("Value cannot be", "Look at the sheet and correct it."),
    "line_arithmetic": ("Line does not multiply out", "Look at the sheet and correct it."),
    "total_arithmetic": ("Total does not add up", "Look at the sheet and correct it."),
    "ambiguous_value": ("Value can be read in two ways", "Look at the sheet and choose."),
    "status_conflict": ("Done on paper, open in the digital list, or the reverse", "Ask the department."),
    "conflicting_sources": ("Two systems differ", "Say which one is right."),
    "late_entry": ("Entered late", "Nothing; it explains the dates."),
    "unmapped_column": ("Column not understood", "Say which field it is."),
    "unmapped_status": ("Status word not understood", "Say what it means."),
    "column_format_break": ("Column changes its format", "Say which format is meant."),
    "schema_drift": ("Column renamed or gone", "Say which column took its place."),
}

KINDS = MappingProxyType({kind: KindWords(*words) for kind, words in _WORDS.items()})
"""The words of each kind that this version knows; `kind_words` answers for the others."""

_CERTAINTY = ((0.99, "nearly certain"), (0.9, "very likely"), (0.7, "likely"), (0.5, "more likely than not"))


def kind_words(kind: str) -> KindWords:
    """The words for a kind; one that is not known here is called by its own name."""
    return KINDS.get(kind) or KindWords(kind.replace("_", " ").capitalize(), "Read what was found and decide.")


def certainty_word(certainty: float) -> str:
    """How sure that is, in words."""
    if certainty >= 1:
        return "certain"
    return next((word for least, word in _CERTAINTY if certainty >= least), "possible")


def percent(share: float) -> str:
    """A share in per cent; one that is not all or nothing is never rounded to it."""
    if share <= 0 or share >= 1 or 0.01 <= share < 0.99:
        return f"{share * 100:.0f}\u00a0%"
    return f"{trimmed(min(max(math.floor(share * 1000) / 10, 0.1), 99.9))}\u00a0%"


def certainty(value: float) -> str:
    """Words and number: "very likely (97 %)"."""
    return f"{certainty_word(value)} ({percent(value)})"


def count(number: int, singular: str, plural: str = "") -> str:
    """A number and its noun: "1 order", "2,400 orders"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def be(number: int) -> str:
    """Is or are."""
    return "is" if number == 1 else "are"


def money(value: float) -> str:
    """Dollars and cents."""
    return f"−${-value:,.2f}" if value < 0 else f"${value:,.2f}"


def trimmed(value: float) -> str:
    """With one decimal, or none where that would be zero."""
    return f"{value:,.1f}".removesuffix(".0").replace("-", "−")


def figure(value: float | None, unit: str) -> str:
    """A measure's figure as its unit is written."""
    if value is None:
        return "–"
    if unit == "share":
        return percent_tenths(value)
    return money(value) if unit == "dollars" else trimmed(value)


def percent_tenths(share: float) -> str:
    """A share in per cent with one decimal, never rounded to all or nothing."""
    if 0 < share < 1:
        share = min(max(share, 0.001), 0.999)
    return f"{trimmed(share * 100)}\u00a0%"


def change(value: float | None, base: float | None, unit: str) -> str:
    """How far a figure lies from another: in per cent, for a share in points; empty where it cannot be said."""
    if value is None or base is None or value == base or (unit != "share" and base == 0):
        return ""
    if unit == "share":
        return f"{(value - base) * 100:+.1f}\u00a0points".replace("-", "−")
    return f"{(value - base) / base * 100:+.1f}\u00a0%".replace("-", "−")


def listed(words: list[str] | tuple[str, ...], most: int = 12) -> str:
    """Words with commas, the last with "and"; of long lists the first few and how many more there are."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most:,} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
