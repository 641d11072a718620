"""``ccops learning``: what is due, studied, coached and looked up, from an input folder."""

from __future__ import annotations

import click

from ccops.cli.list_options import DayLists, day_list_options


@click.command("learning")
@day_list_options
def verb(*, lists: DayLists) -> None:
    """List what is due, studied, coached and looked up, as it stands on a day."""
    made = lists.month.learning(lists.found.records, on=lists.on, since=lists.since)
    page = lists.center.report("learning", made, **lists.words)
    lists.show("learning", page, made.to_dict(), made.diagnostics)
