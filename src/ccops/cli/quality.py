"""``ccops quality``: scores, what items cost, samples, agreement and disputes of a month."""

from __future__ import annotations

import click

from ccops.cli.list_options import DayLists, day_list_options


@click.command("quality")
@day_list_options
def verb(*, lists: DayLists) -> None:
    """Show what quality came to in a month: what was deducted most comes first."""
    made = lists.found.month.quality(*lists.found.sources, since=lists.since)
    page = lists.center.report("quality", made, **lists.words)
    lists.show("quality", page, made.to_dict(), ())
