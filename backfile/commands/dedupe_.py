"""`backfile dedupe`: one table of anything."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("dedupe")
@click.argument("table")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where the results go.")
@click.option("--id", "ids", default="", metavar="COLUMN", help="The rows' ids. Default: found out, else row numbers.")
@click.option("--columns", default="", metavar="A,B,…", help="Which columns to compare. Default: all.")
@click.option(
    "--model", type=click.Path(path_type=Path, dir_okay=False), help="A model.json: link by it, learn nothing."
)
def command(table: str, out: Path, ids: str, columns: str, model: Path | None) -> None:
    """Find the rows of TABLE that are there more than once.

    Writes clusters.csv (record_id, cluster_id, probability), a row for each record, bonds.csv, for each cluster the
    pair that holds it together, and model.json. Records of one cluster are the same; the cluster is named by the first
    of them.

    \b
    Examples:
      backfile dedupe customers.csv --out cleaned
      backfile dedupe people.csv --id rec_id --columns given_name,surname,postcode --out cleaned
    """
    import numpy as np

    from backfile.plain_tables import compared, ids_of, pair_columns, read_table
    from backfile.progress import say
    from backfile.table_files import read_model, safe, write_model, write_rows
    from matching import dedupe_table

    rows = read_table(table)
    named = ids_of(rows, ids)
    cells, _ = compared(rows, rows, pair_columns(rows, rows, columns, (named.column, named.column)))
    found = dedupe_table(cells, rows.rows, model=read_model(model))
    written = (
        (safe(record), safe(first), f"{probability:.4f}")
        for record, first, probability in zip(
            named.of(np.arange(rows.rows)), named.of(found.cluster), found.probability, strict=True
        )
    )
    write_rows(out / "clusters.csv", ("record_id", "cluster_id", "probability"), written)
    held = (
        (*map(safe, named.of(np.array([found.cluster[bond.one], bond.one, bond.other]))), f"{bond.probability:.4f}")
        for bond in found.bonds
    )
    write_rows(out / "bonds.csv", ("cluster_id", "record_id", "other_id", "probability"), held)
    write_model(out / "model.json", found.model, found.kinds)
    for note in found.notes:
        say(note)
    say("Compared: " + (", ".join(f"{name} ({kind})" for name, kind in found.kinds.items()) or "nothing"))
    groups = len(set(found.cluster.tolist()))
    say(f"{rows.rows} records are {groups}: {out / 'clusters.csv'}")
