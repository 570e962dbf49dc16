"""`backfile link`: two tables of anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from backfile.plain_tables import Named
    from matching.general import Prepared

_EVEN = 1e-6
"""Two candidates of equal chance have half of the probability each, but for rounding."""


@click.command("link")
@click.argument("left")
@click.argument("right")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where the results go.")
@click.option("--id", "ids", default="", metavar="COLUMN", help="The rows' ids; LEFT=RIGHT where the two differ.")
@click.option("--columns", default="", metavar="A=B,…", help="Which columns to compare. Default: those of one name.")
@click.option(
    "--threshold",
    type=click.FloatRange(0.01, 1.0),
    default=0.5,
    show_default=True,
    help="Links less likely than this are left out.",
)
@click.option(
    "--model", type=click.Path(path_type=Path, dir_okay=False), help="A model.json: link by it, learn nothing."
)
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    left: str, right: str, out: Path, ids: str, columns: str, threshold: float, model: Path | None
) -> None:
    """Find the rows of LEFT and RIGHT that are the same person, product, publication or order.

    Writes links.csv (left_id, right_id, probability, weight) and model.json, what was compared and learned. What each
    column holds is found out by itself; nothing needs to be trained. With --model a new extract is linked by what was
    learned of an earlier one.

    \b
    Examples:
      backfile link customers.csv accounts.xlsx --out linked
      backfile link abt.csv buy.csv --id id --columns name,price --out linked
    """
    from backfile.progress import say
    from backfile.table_files import read_model, safe, write_model, write_rows
    from matching import link_prepared

    (ours, theirs), prepared = _prepared((left, right), ids, columns)
    found = link_prepared(prepared, threshold - _EVEN, model=read_model(model))
    rows = (
        (safe(one), safe(other), f"{p:.4f}", f"{w:.2f}")
        for one, other, p, w in zip(
            ours.of(found.left), theirs.of(found.right), found.probability, found.weight, strict=True
        )
    )
    write_rows(out / "links.csv", ("left_id", "right_id", "probability", "weight"), rows)
    write_model(out / "model.json", found.model, found.kinds)
    for note in found.notes:
        say(note)
    say("Compared: " + (", ".join(f"{name} ({kind})" for name, kind in found.kinds.items()) or "nothing"))
    say(f"{len(found.left)} links among {len(prepared.left)} and {len(prepared.right)} rows: {out / 'links.csv'}")


def _prepared(specs: tuple[str, str], ids: str, columns: str) -> tuple[tuple[Named, Named], Prepared]:
    """The rows' ids, and what of them is compared; the cells as they were read are let go."""
    from backfile.plain_tables import compared, ids_of, pair_columns, read_table
    from matching import prepare

    ours, theirs = map(read_table, specs)
    one, mark, other = ids.partition("=")
    names = ids_of(ours, one), ids_of(theirs, other if mark else one)
    cells = compared(ours, theirs, pair_columns(ours, theirs, columns, (names[0].column, names[1].column)))
    return names, prepare(cells[0], cells[1], (ours.rows, theirs.rows))
