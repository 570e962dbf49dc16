"""What people say of pairs, and a model that is written down and used again."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from matching import Taught, link_tables, reconcile
from matching.blocking import CandidatePairs
from matching.judged import SAID, Judged, evidence_of, with_judged
from matching.saved import read, written
from matching.waterfall import steps_of_match
from records.errors import BadInput
from records.match import MatchDecision

_FIRST = ("ann", "ben", "cleo", "dora", "emil", "fred", "gus", "hal")
_LAST = ("archer", "bold", "carver", "dorn", "east", "farrow", "gill", "hart", "iver", "jansen")


def _people(seed: int, count: int) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """People, and the same people with a slip in every fifth birthday."""
    dice = random.Random(seed)
    names = [f"{dice.choice(_FIRST)} {dice.choice(_LAST)}" for _ in range(count)]
    born = [f"19{dice.randint(20, 99)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}" for _ in range(count)]
    slipped = [f"{day[:-1]}{(int(day[-1]) + 1) % 10}" if n % 5 == 0 else day for n, day in enumerate(born)]
    return {"name": names, "born": born}, {"name": names, "born": slipped}


def test_what_a_person_said_is_always_compared_and_settles_the_pair() -> None:
    """A judged pair is among the candidates; the later of two words counts, and it outweighs every field."""
    judged = Judged.of([(0, 3, True), (2, 1, True), (2, 1, False)])
    pairs = with_judged(CandidatePairs(np.array([0, 1]), np.array([0, 3])), judged, 5)
    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == [(0, 0), (0, 3), (1, 3), (2, 1)]
    assert evidence_of(judged, pairs.left, pairs.right).tolist() == [0.0, SAID, 0.0, -SAID]


def test_a_rejected_pair_frees_both_for_their_own(whole_office: Any) -> None:
    """What a clerk called another order is no link in the next run, and what he called the same is one."""
    office = whole_office
    first = reconcile(office.orders, office.pages, office.records)
    links = {match.order_id: match for match in first.matches if match.decision is MatchDecision.LINK}
    order = office.orders[4].order_id
    wrong = links[order]
    said = [(order, f"{wrong.source}/{wrong.record_id}", False)]
    again = reconcile(office.orders, office.pages, office.records, taught=Taught(pairs=said))
    found = {(match.order_id, match.record_id): match for match in again.matches}
    assert found[order, wrong.record_id].decision is not MatchDecision.LINK
    assert found[order, wrong.record_id].probability < 0.01
    others = {match.order_id for match in again.matches if match.decision is MatchDecision.LINK}
    assert others == links.keys() - {order}


def test_what_was_said_of_things_that_are_gone_waits(whole_office: Any) -> None:
    """A decision about an order or a record that this run has not changes nothing."""
    office = whole_office
    said = [("no-such:1", "crm/R1", True), (office.orders[0].order_id, "crm/no such", False)]
    plain = reconcile(office.orders, office.pages, office.records)
    assert reconcile(office.orders, office.pages, office.records, taught=Taught(pairs=said)) == plain


def test_a_confirmed_pair_is_a_link_against_the_fields(whole_office: Any) -> None:
    """Two that have nothing in common are linked where a person says so."""
    office = whole_office
    office.sheet({"order_number": "77-X", "description": "see attached"})
    office.key([90], order_number="AB-1")
    order, record = office.orders[-1], office.records[-1]
    said = [(order.order_id, f"{record.source}/{record.record_id}", True)]
    found = reconcile(office.orders, office.pages, office.records, taught=Taught(pairs=said)).matches
    match = next(each for each in found if each.order_id == order.order_id)
    assert (match.record_id, match.decision) == (record.record_id, MatchDecision.LINK)


def test_a_model_is_read_as_it_was_written() -> None:
    """By the model of a large list ten rows are linked, and the model comes out as it went in."""
    left, right = _people(1, 900)
    model = link_tables(left, right, (900, 900)).model
    saved = read(written(model))
    ours, theirs = _people(2, 10)
    found = link_tables(ours, theirs, (10, 10), model=saved)
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == {(n, n) for n in range(10)}
    for one, other in zip(model.chances, found.model.chances, strict=True):
        assert other == pytest.approx(one, abs=1e-8)


@pytest.mark.parametrize("text", ["", "[]", '{"version": 9, "comparisons": []}', '{"version": 1}'])
def test_what_is_no_model_is_refused(text: str) -> None:
    """A file that is no model, or of another version, is said to be so."""
    with pytest.raises(BadInput):
        read(text)


def test_a_model_of_other_columns_is_refused() -> None:
    """A model of people is none of products."""
    left, right = _people(1, 60)
    saved = read(written(link_tables(left, right, (60, 60)).model))
    with pytest.raises(BadInput, match="does not know 'title'"):
        link_tables({"title": left["name"]}, {"title": right["name"]}, (60, 60), model=saved)


def test_the_steps_of_a_match_add_up(whole_office: Any) -> None:
    """What each field adds and what was so beforehand make the weight that stands below, the weightiest field first."""
    office = whole_office
    match = reconcile(office.orders, office.pages, office.records).matches[0]
    steps = steps_of_match(match)
    assert sum(step.weight for step in steps[:-1]) == pytest.approx(steps[-1].weight) == pytest.approx(match.weight)
    sizes = [abs(step.weight) for step in steps[1:-1]]
    assert sizes == sorted(sizes, reverse=True)
    assert any(step.what.startswith("Order number: same") for step in steps)


def _parted(seed: int, count: int) -> dict[str, list[str]]:
    """People of many names, first and last apart."""
    dice = random.Random(seed)
    parts = ("ba", "co", "du", "fel", "gra", "hin", "jo", "kel", "lum", "mor", "nap", "pel", "ros", "tan")
    named = [["".join(dice.choices(parts, k=size)) for _ in range(count)] for size in (2, 3)]
    born = [f"19{dice.randint(20, 99)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}" for _ in range(count)]
    return {"first": named[0], "last": named[1], "born": born}


def _turned(people: dict[str, list[str]], each: int) -> dict[str, list[str]]:
    """The same, first and last name of every so many in the other's place."""
    names = [
        (last, first) if n % each == 0 else (first, last)
        for n, (first, last) in enumerate(zip(people["first"], people["last"], strict=True))
    ]
    return {**people, "first": [first for first, _ in names], "last": [last for _, last in names]}


def test_names_in_each_others_column_link() -> None:
    """First and last name keyed in each other's field are told from two strangers, and there is a level for it."""
    people = _parted(3, 400)
    found = link_tables(people, _turned(people, 10), (400, 400))
    (crossed,) = [each for each in found.model.comparisons if each.type == "crossing"]
    assert crossed.field == "first / last"
    links = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert links == {(n, n) for n in range(400)}


def test_columns_that_never_change_places_are_not_compared_with_each_other() -> None:
    """A first name is no town: nothing is looked at that no row of the table shows."""
    left, right = _people(4, 60)
    towns = ["Ashford" if n % 2 else "Dover" for n in range(60)]
    found = link_tables({**left, "town": towns}, {**right, "town": towns}, (60, 60))
    assert all(each.type != "crossing" for each in found.model.comparisons)


def test_a_model_learned_without_crossed_names_reads_a_list_that_has_them() -> None:
    """Whether names changed places is seen in the list itself; a model that had none such is still of use."""
    people = _parted(5, 200)
    saved = read(written(link_tables(people, people, (200, 200)).model))
    few = {name: cells[:20] for name, cells in people.items()}
    found = link_tables(few, _turned(few, 3), (20, 20), model=saved)
    links = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert links == {(n, n) for n in range(20)}
