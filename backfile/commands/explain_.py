"""`backfile explain`: why an order is, or is not, a record."""

from __future__ import annotations

from pathlib import Path

import click

from backfile.commands.options import find_workspace


@click.command("explain")
@click.argument("order")
@click.argument("record")
@click.option("--workspace", "-w", type=click.Path(path_type=Path, file_okay=False), default=".", help="Default: here.")
def command(order: str, record: str, workspace: Path) -> None:
    """Show what each field says for and against ORDER on paper being the digital RECORD, and what people decided of it.

    ORDER is an order id or an order number, RECORD a record id, `SOURCE:ID` where two lists have the same one.

    \b
    Example:
      backfile explain streets-2019:12 104512 -w results
    """
    from backfile.linking import history_of_pair, said_of_pairs
    from backfile.waterfall import find_order, find_record, in_lines
    from backfile.workspace import open_workspace
    from matching.explain import explain_pair
    from records.people import Act
    from records.screen import screen

    with open_workspace(find_workspace(workspace), Act.LOOK, alone=False) as opened:
        orders, records = opened.store.orders(), opened.store.records()
        decisions = opened.store.decisions()
    pair = find_order(orders, order), find_record(records, record)
    for line in in_lines(explain_pair(orders, records, pair, tuple(said_of_pairs(decisions)))):
        click.echo(line)
    paper, digital = orders[pair[0]], records[pair[1]]
    for line in history_of_pair(decisions, paper.order_id, f"{digital.source}/{digital.record_id}"):
        click.echo(screen(f"  {line}"))
