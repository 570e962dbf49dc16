"""Whether a binder is digitized: every record is there, or documented as missing."""

from __future__ import annotations

from records.dataset import Dataset
from records.finding import Finding, FindingKind, FindingStatus
from records.page import PageKind

KINDS = frozenset(
    {
        FindingKind.MISSING_PAPER,
        FindingKind.SEQUENCE_GAP,
        FindingKind.LOG_GAP,
        FindingKind.PAGE_GAP,
        FindingKind.STUCK_PAGES,
        FindingKind.COUNT_MISMATCH,
        FindingKind.FRONT_BACK_MISMATCH,
        FindingKind.CHARGE_OUT,
        FindingKind.MERGED_ORDERS,
        FindingKind.UNKNOWN_FORM,
        FindingKind.ORPHAN_PAGE,
        FindingKind.UNREADABLE_PAGE,
    }
)
"""What says that a record of a binder is missing, or not wholly there. One that is in no digital list is digitized."""


def about_binder(dataset: Dataset, binder: str) -> tuple[Finding, ...]:
    """The findings about the completeness of a binder."""
    ids = {order.order_id for order in dataset.orders if order.binder == binder}
    return tuple(
        one
        for one in dataset.findings
        if one.kind in KINDS and (one.binder == binder or (not one.binder and ids & set(one.order_ids)))
    )


def undecided(dataset: Dataset, binder: str) -> tuple[Finding, ...]:
    """Those of them on which nobody has decided; what a decided one caused is decided with it."""
    decided = {one.finding_id for one in dataset.findings if one.status is not FindingStatus.OPEN}
    found = about_binder(dataset, binder)
    return tuple(one for one in found if one.status is FindingStatus.OPEN and one.caused_by not in decided)


def documented(dataset: Dataset, binder: str) -> tuple[Finding, ...]:
    """Those that a person confirmed: the record is missing, and that is known."""
    return tuple(one for one in about_binder(dataset, binder) if one.status is FindingStatus.CONFIRMED)


def binders_of(dataset: Dataset) -> tuple[str, ...]:
    """The binders in the order of their pages."""
    return tuple(dict.fromkeys(page.binder for page in dataset.pages))


def unreadable(dataset: Dataset, binder: str) -> int:
    """How many images of the binder could not be read."""
    return sum(page.binder == binder and page.kind is PageKind.UNREADABLE for page in dataset.pages)
