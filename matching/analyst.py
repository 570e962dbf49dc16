"""Two tables linked, or one cleaned of duplicates, whatever they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.blocking import Ids
from matching.cluster import Cluster, cluster
from matching.detect import Kind
from matching.general import Cells, Prepared, prepare
from matching.links import LIKELY, settle
from matching.model import MatchModel, PairCounts, Weights, starting_model
from matching.recall import recall_in_words
from matching.saved import SavedModel, chances_of
from matching.score import NOTHING, Told, score_within
from matching.settings import MatchSettings
from matching.tables import column_of
from matching.twos import WORTH_CLUSTERING, in_twos

__all__ = [
    "Bond",
    "TableClusters",
    "TableLinks",
    "dedupe_table",
    "link_prepared",
    "link_tables",
    "prepare",
]

DEFAULTS = MatchSettings()
_NOTHING_SAID = "there is nothing to compare by: each common column is empty, or says the same in every row"


@dataclass(frozen=True, slots=True)
class TableLinks:
    """Rows of two tables that are the same; places count from 0."""

    left: Ids
    right: Ids
    probability: Weights
    weight: Weights
    kinds: Mapping[str, Kind]
    """What the compared columns hold."""
    model: MatchModel
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """Two rows of a group, by their places, without which it would be two."""

    one: int
    other: int
    probability: float


@dataclass(frozen=True, slots=True)
class TableClusters:
    """Rows of one table in groups that are the same."""

    cluster: Ids
    """For each row the place of the first row of its group."""
    probability: Weights
    """For each row how likely it belongs in its group, or, alone, that it is alone."""
    bonds: tuple[Bond, ...]
    """For each group the pair that holds it together: the weakest of those that joined it."""
    kinds: Mapping[str, Kind]
    model: MatchModel
    notes: tuple[str, ...]


def link_tables(
    left: Cells,
    right: Cells,
    sizes: tuple[int, int],
    least: float = LIKELY,
    settings: MatchSettings = DEFAULTS,
    model: SavedModel | None = None,
) -> TableLinks:
    """Link the rows of two tables by the columns that they have in common.

    `sizes` are the numbers of rows. Links are at least so likely. By a model that is given, nothing is learned.

    Raises:
        BadInput: the model is of other columns.
    """
    return link_prepared(prepare(left, right, sizes), least, settings, model)


def link_prepared(
    prepared: Prepared, least: float = LIKELY, settings: MatchSettings = DEFAULTS, model: SavedModel | None = None
) -> TableLinks:
    """As `link_tables`, of tables whose cells nobody holds any more.

    Raises:
        BadInput: the model is of other columns.
    """
    found = settle(prepared.left, prepared.right, prepared.scheme, settings, _told(model))
    scored, notes = found.scored, found.notes if prepared.kinds else (*found.notes, _NOTHING_SAID)
    likely = np.flatnonzero(found.probability >= least)
    order = likely[np.lexsort((-found.probability[likely], scored.left[likely]))]
    return TableLinks(
        scored.left[order],
        scored.right[order],
        found.probability[order],
        scored.weight[order],
        prepared.kinds,
        scored.model,
        notes,
    )


def dedupe_table(
    cells: Cells, size: int, settings: MatchSettings = DEFAULTS, model: SavedModel | None = None
) -> TableClusters:
    """Find the rows of a table that are the same; by a model that is given, nothing is learned.

    Raises:
        BadInput: the model is of other columns.
    """
    prepared = prepare(cells, cells, (size, size))
    if size > 1 and not prepared.kinds and _all_the_same(cells):
        return _one_cluster(size)
    scored = score_within(prepared.left, prepared.scheme, settings, told=_told(model))
    scored, probability = in_twos(scored, settings, fixed=model is not None)
    likely = probability >= WORTH_CLUSTERING
    left, right, chances = scored.left[likely], scored.right[likely], probability[likely]
    found = cluster(zip(left.tolist(), right.tolist(), chances.tolist(), strict=True))
    best = np.zeros(size)
    np.maximum.at(best, left, chances)
    np.maximum.at(best, right, chances)
    compared = recall_in_words(scored.rules, probability, (len(scored.left), size * (size - 1) // 2))
    notes = (*compared, *scored.notes) if prepared.kinds else (*scored.notes, _NOTHING_SAID)
    bonds = tuple(Bond(*group.bond, group.probability) for group in found)
    return TableClusters(_firsts(size, found), _belonging(best, found), bonds, prepared.kinds, scored.model, notes)


def _told(model: SavedModel | None) -> Told:
    return Told(partial(chances_of, model), model.explained) if model else NOTHING


def _all_the_same(cells: Cells) -> bool:
    """There is a value, and no two rows differ in any."""
    columns = [column_of(each) for each in cells.values()]
    return any(len(each.values) for each in columns) and all(bool((e.codes == e.codes[0]).all()) for e in columns)


def _one_cluster(size: int) -> TableClusters:
    """Every row is the first again."""
    model = starting_model((), PairCounts(pairs=size * (size - 1) / 2, matches=size, related=0.0, most=size))
    note = "no two rows differ in any column that is compared: they are taken for one"
    return TableClusters(np.zeros(size, dtype=np.int64), np.ones(size), (Bond(0, 1, 1.0),), {}, model, (note,))


def _firsts(size: int, found: tuple[Cluster, ...]) -> Ids:
    made = np.arange(size, dtype=np.int64)
    for group in found:
        made[list(group.members)] = group.members[0]
    return made


def _belonging(best: Weights, found: tuple[Cluster, ...]) -> NDArray[np.float64]:
    grouped = np.zeros(len(best), dtype=bool)
    grouped[[member for group in found for member in group.members]] = True
    return np.where(grouped, best, 1.0 - best)
