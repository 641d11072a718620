"""``ccops learning``: what is due, studied, coached and looked up, from an input folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccops.cli.inputs import read_month
from ccops.cli.list_options import day_option, form_option, show_report
from ccops.cli.options import (
    input_option,
    json_option,
    locale_option,
    open_center,
    pack_option,
    period_option,
)
from ccops.cli.output import write_diagnostics
from ccops.cli.reading import Calls, quarantine_option

if TYPE_CHECKING:
    import datetime as dt
    from fractions import Fraction


@click.command("learning")
@pack_option
@period_option
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
    help="The file to write; the report is shown without it.",
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
    """List what is due, studied, coached and looked up, as it stands on a day."""
    center = open_center(pack)
    found = read_month(center, period, folder, calls=Calls(adapter=adapter, limit=limit))
    month = found.month.month
    learning = month.learning(found.records, on=day or month.days.last)
    write_diagnostics(learning.diagnostics)
    report = center.learning_report(learning, locale=locale or "", names=found.names)
    show_report(report, form, output, "learning", learning.to_dict() if as_json else None)
