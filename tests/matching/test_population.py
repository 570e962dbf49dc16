"""Linking and accounting over a simulated population with a known truth."""

from __future__ import annotations

from benchmarks.linkage_population import Spoil, simulate
from matching import reconcile
from records.finding import FindingKind
from records.match import MatchDecision


def test_a_spoiled_population_is_put_right() -> None:
    """Of 400 misread, miskeyed and partly lost orders all links are found, and what is missing, and no others."""
    made = simulate(7, Spoil(orders=400))
    found = reconcile(made.orders, made.pages, made.records)
    links = {(m.order_id, m.record_id) for m in found.matches if m.decision is MatchDecision.LINK}
    assert len(links & made.pairs) >= 0.99 * max(len(links), len(made.pairs))
    missing = {f.order_ids[0] for f in found.findings if f.kind is FindingKind.MISSING_DIGITAL}
    assert missing == {order.order_id for order in made.orders} - {order_id for order_id, _ in made.pairs}
    numbers = {f.order_number for f in found.findings if f.kind is FindingKind.MISSING_PAPER}
    assert numbers <= made.missing_paper
    assert len(numbers) >= 0.9 * len(made.missing_paper)


def test_numbers_misread_in_many_binders_make_no_gaps_and_hide_no_place() -> None:
    """Records whose sheets were misread keep their own numbers, and a misread number makes no binder hold others'."""
    made = simulate(1, Spoil(orders=1200, flattering=1.0, per_binder=60))
    found = reconcile(made.orders, made.pages, made.records).findings
    gaps = {one.order_number for one in found if one.kind == "sequence_gap"}
    stuck = [one for one in found if one.kind == "stuck_pages"]
    assert gaps == made.in_neither
    assert len(stuck) >= 0.8 * len(made.missing_paper)
