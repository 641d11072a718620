"""``ccops learning``: what is due, studied, coached and looked up, from an input folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccops.cli.days import checked_day
from ccops.cli.inputs import read_month
from ccops.cli.options import (
    input_option,
    json_option,
    locale_option,
    open_center,
    pack_option,
    period_option,
)
from ccops.cli.output import write_diagnostics, write_json, wrong_value

if TYPE_CHECKING:
    import datetime as dt


@click.command("learning")
@pack_option
@period_option
@input_option
@click.option("--adapter", default="", help="Reads the files in its folder calls.")
@click.option(
    "--on", "day", default="", metavar="DAY", callback=checked_day, help="As of which day."
)
@click.option("--format", "form", default="md", help="md, html or json.")
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
    day: dt.date | None,
    form: str,
    locale: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """List what is due, studied, coached and looked up, as it stands on a day."""
    center = open_center(pack)
    known = center.plugins.renderers
    if form not in known:
        raise wrong_value("usage-format", "--format", given=form, known=", ".join(known))
    found = read_month(center, period, folder, adapter=adapter)
    month = found.month.month
    learning = month.learning(found.records, on=day or month.days.last)
    write_diagnostics(learning.diagnostics)
    report = center.learning_report(learning, locale=locale or "", names=found.names)
    rendered = report.render(form)
    if output is not None:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(rendered if isinstance(rendered, bytes) else rendered.encode())
    if as_json:
        write_json("learning", learning.to_dict())
    elif output is None:
        click.echo(rendered)
    else:
        click.echo(str(output))
