"""``ccops organization``: who answers to whom, vacant posts, spans, duties not shown."""

from __future__ import annotations

import click

from ccops.cli.list_options import DayLists, day_list_options


@click.command("organization")
@day_list_options
@click.option("--structure", default="", metavar="ID", help="Another structure of the pack.")
def verb(*, lists: DayLists, structure: str) -> None:
    """Show who answers to whom, vacant posts, spans, and which duties are not shown."""
    organizing = lists.month.organizing(
        lists.found.records,
        on=lists.on,
        since=lists.since,
        structure=structure,
        work_calendar=lists.found.month.workdays(),
    )
    made = organizing.organization()
    page = lists.center.report("organization", made, **lists.words)
    lists.show("organization", page, made.to_dict(), made.diagnostics)
