"""Other linkage libraries over one set, each as its documentation shows it; runs in their virtual environment.

    python linkage_peers.py ENGINE JOB.json OUT.csv

The job names the tables, the columns with their types, and, for engines that must be trained, some true pairs.
"""

import csv
import io
import json
import random
import re
import sys
import warnings
from pathlib import Path

import pandas as pd

warnings.filterwarnings("ignore")


def frame(path: str) -> pd.DataFrame:
    """A table of text, empty cells missing."""
    return pd.read_csv(path, dtype=str).map(lambda cell: cell.strip() if isinstance(cell, str) else cell)


def splink(job: dict) -> list[tuple[str, str, float]]:
    """Splink 5 on DuckDB: its comparison library, u by random sampling, m by EM over two blocking rules."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    tables = [_for_splink(frame(path), job["columns"]) for path in (job["left"], job["right"]) if path]
    made, rules = [], []
    for name, kind in job["columns"].items():
        column = _named(name)
        if kind == "date":
            made.append(
                cl.AbsoluteDateDifferenceAtThresholds(
                    column,
                    input_is_string=True,
                    metrics=["day", "day", "month"],
                    thresholds=[1, 14, 2],
                    datetime_format="%Y-%m-%d",
                    term_frequency_adjustments=True,
                )
            )
        elif kind == "number":
            made.append(cl.DistanceFunctionAtThresholds(column, "levenshtein", [1, 2], higher_is_more_similar=False))
        elif kind == "code":
            made.append(cl.DamerauLevenshteinAtThresholds(column, [1, 2]).configure(term_frequency_adjustments=True))
        elif kind == "phone":
            made.append(cl.LevenshteinAtThresholds(column, [1, 2]).configure(term_frequency_adjustments=True))
        elif kind == "text":
            made.append(cl.JaccardAtThresholds(column, [0.9, 0.7, 0.5]))
        else:
            made.append(
                cl.JaroWinklerAtThresholds(column, [0.92, 0.88, 0.7]).configure(term_frequency_adjustments=True)
            )
        if kind != "text" and _blocks(tables, column):
            rules.append(block_on(column))
    plain = list(rules)
    names = [_named(name) for name, kind in job["columns"].items() if kind == "text"]
    rules += [block_on(f"substr({name}, 1, 8)") for name in names]
    rules += [block_on(f"{name}_words", arrays_to_explode=[f"{name}_words"]) for name in names]
    if job.get("block"):
        rules = plain = [block_on(*map(_named, columns)) for columns in job["block"]]
    link_type = "link_only" if job["right"] else "dedupe_only"
    settings = SettingsCreator(
        link_type=link_type,
        comparisons=made,
        blocking_rules_to_generate_predictions=rules,
        unique_id_column_name="id",
        retain_matching_columns=False,
    )
    api = DuckDBAPI()
    registered = [api.register(table, table_name=f"t{n}") for n, table in enumerate(tables)]
    linker = Linker(registered, settings, log_level=40)
    plain = plain or rules
    linker.training.estimate_probability_two_random_records_match(plain[:3], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (plain[0], plain[-1]):
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        except Exception as error:  # a rule that leaves nothing to learn from
            print(f"splink: {error}", file=sys.stderr)
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    return list(zip(found["id_l"], found["id_r"], found["match_probability"], strict=True))


def _blocks(tables: list, column: str) -> bool:
    """Whether to block on a column leaves few enough pairs: at most 15 a row, as one would choose by hand."""
    left, right = (each[column].value_counts() for each in (tables[0], tables[-1]))
    pairs = (left * right.reindex(left.index, fill_value=0)).sum()
    return bool(0 < pairs <= 15 * (len(tables[0]) + len(tables[-1])))


def _named(name: str) -> str:
    """A column's name as queries may hold it: "by", a year of birth, is a word of theirs."""
    return re.sub(r"\W", "_", name) + "_"


def _for_splink(table: pd.DataFrame, columns: dict) -> pd.DataFrame:
    table = table[["id", *columns]].copy()
    for name, kind in columns.items():
        table[name] = _cleaned(table[name], kind)
    table.columns = ["id", *map(_named, columns)]
    for name, kind in columns.items():
        if kind == "text":
            words = table[_named(name)].fillna("").str.lower().str.findall(r"[a-z0-9]{3,}")
            counts = words.explode().value_counts()
            rare = set(counts[counts <= 30].index)
            table[f"{_named(name)}_words"] = [[word for word in set(each) if word in rare] for each in words]
    return table


def _cleaned(cells: pd.Series, kind: str) -> pd.Series:
    """What anyone would do first: dates to one form, phones to digits, the rest to small letters without marks."""
    if kind == "date":
        plain = cells.str.replace(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", regex=True)
        return pd.to_datetime(plain, errors="coerce", format="mixed").dt.strftime("%Y-%m-%d")
    if kind == "phone":
        return cells.str.replace(r"\D", "", regex=True).str[-7:].replace("", None)
    if kind == "number":
        return cells.str.replace(r"[$,]", "", regex=True)
    if kind == "code":
        return cells.str.upper().str.replace(r"[^A-Z0-9]", "", regex=True).replace("", None)
    return cells.str.lower().str.replace(r"[^a-z0-9 ]", "", regex=True).replace("", None)


def dedupe(job: dict) -> list[tuple[str, str, float]]:
    """Dedupe 3, trained on the true pairs of the job and as many distinct ones."""
    import dedupe as library
    from dedupe import variables as v

    types = {"text": v.Text, "number": v.Price}
    fields = [types.get(kind, v.String)(_named(name), has_missing=True) for name, kind in job["columns"].items()]
    _mended()
    sides = [_for_dedupe(frame(path), job["columns"]) for path in (job["left"], job["right"]) if path]
    dice = random.Random(5)
    true = [(sides[0][one], sides[-1][other]) for one, other in job["labels"]]
    ids = [list(side) for side in sides]
    distinct = [(sides[0][dice.choice(ids[0])], sides[-1][dice.choice(ids[-1])]) for _ in true]
    engine = library.RecordLink(fields, num_cores=1) if job["right"] else library.Dedupe(fields, num_cores=1)
    labelled = {"match": [_as_tuple(pair) for pair in true], "distinct": [_as_tuple(pair) for pair in distinct]}
    engine.prepare_training(*sides, training_file=io.StringIO(json.dumps(labelled)), sample_size=1500)
    engine.train(recall=0.95)
    if job["right"]:
        joined = engine.join(*sides, threshold=0.01, constraint="one-to-one")
        return [(one, other, float(chance)) for (one, other), chance in joined]
    pairs = []
    for members, chances in engine.partition(sides[0], threshold=0.5):
        order = sorted(zip(members, chances, strict=True))
        pairs += [(a, b, float(min(p, q))) for n, (a, p) in enumerate(order) for b, q in order[n + 1 :]]
    return pairs


def _as_tuple(pair: tuple) -> dict:
    return {"__class__": "tuple", "__value__": list(pair)}


def _mended() -> None:
    """Dedupe 3.0.3 with current BTrees: a union of postings can no longer be sorted by value; here it can."""
    import dedupe.canopy_index as index

    class Union(dict):
        def byValue(self, least):  # noqa: N802 - the name that dedupe asks for
            return sorted(((value, key) for key, value in self.items() if value >= least), reverse=True)

    union = index.mass_weightedUnion
    index.mass_weightedUnion = lambda postings: Union(union(postings).items())


def _for_dedupe(table: pd.DataFrame, columns: dict) -> dict:
    cleaned = {_named(name): _cleaned(table[name], kind) for name, kind in columns.items()}
    rows = {}
    for place, each in enumerate(table["id"]):
        row = {}
        for name, kind in columns.items():
            cell = cleaned[_named(name)].iloc[place]
            empty = not isinstance(cell, str) or not cell
            row[_named(name)] = None if empty else (_price(cell) if kind == "number" else cell)
        rows[each] = row
    return rows


def _price(cell: str):
    try:
        return float(cell) if float(cell) > 0 else None
    except ValueError:
        return None


def recordlinkage(job: dict) -> list[tuple[str, str, float]]:
    """Recordlinkage 0.16: blocking on each column that is rare enough, Jaro-Winkler, the ECM classifier."""
    import recordlinkage as library

    tables = [frame(path).set_index("id") for path in (job["left"], job["right"]) if path]
    for table in tables:
        for name, kind in job["columns"].items():
            table[name] = _cleaned(table[name], kind)
    index = library.Index()
    for name in job["columns"]:
        if _blocks(tables, name):
            index.block(name)
    pairs = index.index(*tables)
    compare = library.Compare()
    for name, kind in job["columns"].items():
        if kind in {"date", "code", "phone", "number"}:
            compare.string(name, name, method="levenshtein", threshold=0.85, label=name)
        else:
            compare.string(name, name, method="jarowinkler", threshold=0.88, label=name)
    vectors = compare.compute(pairs, *tables)
    vectors = vectors[[name for name in vectors if vectors[name].nunique() > 1]]
    engine = library.ECMClassifier()
    engine.fit(vectors)
    chances = engine.prob(vectors)
    kept = chances[chances >= 0.01]
    return [(one, other, float(chance)) for (one, other), chance in kept.items()]


def main() -> None:
    """Run one engine."""
    engine, job, out = sys.argv[1:4]
    said = {"splink": splink, "dedupe": dedupe, "recordlinkage": recordlinkage}[engine](
        json.loads(Path(job).read_text())
    )
    with Path(out).open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["left", "right", "probability"])
        writer.writerows(said)


if __name__ == "__main__":
    main()
