"""``ccops reports-due``: who owes which report to whom by when, what is missing and late."""

from __future__ import annotations

import click

from ccops.cli.list_options import DayLists, day_list_options
from ccops.reports import REPORT_CALENDAR


@click.command("reports-due")
@day_list_options
def verb(*, lists: DayLists) -> None:
    """Show who owes which report by when, which are missing and late, and the archives."""
    organizing = lists.month.organizing(
        lists.found.records,
        on=lists.on,
        since=lists.since,
        work_calendar=lists.found.month.workdays(),
    )
    made = organizing.report_calendar()
    page = lists.center.report(REPORT_CALENDAR, made, **lists.words)
    lists.show("reports-due", page, made.to_dict(), made.diagnostics)
