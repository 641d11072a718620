"""``ccops discipline``: what follows from violations, what looks like one, what is owed."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccops.cli.inputs import read_lists
from ccops.cli.list_options import day_option
from ccops.cli.options import (
    choose_option,
    input_option,
    json_option,
    open_center,
    pack_option,
    period_option,
    spoken_option,
)
from ccops.cli.output import run_locale, write_diagnostics, write_json
from ccops.cli.reading import Calls
from ccops.settlement.words.discipline_words import discipline_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ccops.career import Discipline


@click.command("discipline")
@pack_option
@period_option
@input_option
@click.option("--adapter", default="", help="Reads the files in calls/.")
@day_option
@click.option(
    "--candidates",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Writes what looks like a violation as rows of events, for a person to confirm.",
)
@choose_option
@spoken_option
@json_option
def verb(
    *,
    pack: str,
    period: str,
    folder: Path,
    adapter: str,
    day: dt.date | None,
    candidates: Path | None,
    choose: Sequence[str],
    as_json: bool,
) -> None:
    """Say what follows from violations, what looks like one, and what is owed for damage."""
    center = open_center(pack, choose)
    found = read_lists(center, period, folder, Calls(adapter=adapter))
    month = found.month.month
    discipline = month.discipline(
        found.records, findings=found.diagnostics, on=day or month.days.last
    )
    write_diagnostics((*found.diagnostics, *discipline.diagnostics))
    if candidates is not None:
        candidates.write_text(_rows_of_events(discipline), encoding="utf-8-sig")
    if as_json:
        write_json("discipline", discipline.to_dict())
    else:
        click.echo(discipline_text(discipline, locale=run_locale(), names=found.names))


def _rows_of_events(discipline: Discipline) -> str:
    """Return the candidates as a table with the columns of the file ``events``."""
    rows = [each.row() for each in discipline.candidates]
    columns = (
        "event_id",
        "employee_id",
        "at",
        "kind",
        "level",
        "topic",
        "valid",
        "verified_by",
    )
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
