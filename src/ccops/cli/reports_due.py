"""``ccops reports-due``: who owes which report to whom by when, what is missing and late."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccops.cli.inputs import read_month
from ccops.cli.list_options import day_option, form_option, period_or_day, show_report
from ccops.cli.options import input_option, json_option, locale_option, open_center, pack_option
from ccops.cli.output import write_diagnostics
from ccops.cli.reading import Calls, quarantine_option

if TYPE_CHECKING:
    import datetime as dt
    from fractions import Fraction


@click.command("reports-due")
@pack_option
@click.option("--period", default="", metavar="YYYY-MM", help="The month; that of --on without.")
@input_option
@click.option("--adapter", default="", help="Reads the files in its folder calls.")
@quarantine_option
@day_option
@form_option
@locale_option
@json_option
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; the page is shown without it.",
)
def verb(
    *,
    pack: str,
    period: str,
    folder: Path,
    adapter: str,
    limit: Fraction | None,
    day: dt.date | None,
    form: str,
    locale: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Show who owes which report by when, which are missing and late, and the archives."""
    center = open_center(pack)
    period = period_or_day(center, period, day)
    found = read_month(center, period, folder, calls=Calls(adapter=adapter, limit=limit))
    month = found.month.month
    organizing = month.organizing(
        found.records,
        on=day or month.days.last,
        work_calendar=found.month.workdays(),
    )
    made = organizing.report_calendar()
    write_diagnostics(made.diagnostics)
    page = center.report_calendar_report(made, locale=locale or "", names=found.names)
    show_report(page, form, output, "reports-due", made.to_dict() if as_json else None)
