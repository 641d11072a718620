"""``ccops promotions``: who goes up, stays or goes down, and what others still lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.inputs import earlier_periods, read_lists
from ccops.cli.options import (
    INPUT_FILE,
    choose_option,
    input_option,
    json_option,
    open_center,
    pack_option,
    period_option,
    spoken_option,
)
from ccops.cli.output import run_locale, write_diagnostics, write_json, wrong_usage
from ccops.cli.reading import Calls
from ccops.settlement.words.career_words import careers_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@click.command("promotions")
@pack_option
@period_option
@input_option
@click.option("--adapter", default="", help="Reads the files in calls/.")
@click.option(
    "--closing", default=None, type=INPUT_FILE, help="The closing.json of the period before."
)
@click.option("--opening", default=None, type=INPUT_FILE, help="What is known of earlier periods.")
@choose_option
@spoken_option
@json_option
def verb(
    *,
    pack: str,
    period: str,
    folder: Path,
    adapter: str,
    closing: Path | None,
    opening: Path | None,
    choose: Sequence[str],
    as_json: bool,
) -> None:
    """Say who is promoted, held or demoted, why and from when, and what is still missing."""
    if closing is not None and opening is not None:
        raise wrong_usage("usage-closing-or-opening")
    center = open_center(pack, choose)
    found = read_lists(center, period, folder, Calls(adapter=adapter))
    found = found.starting_from(earlier_periods(found, closing, opening))
    settlement = found.month.settle(found.facts())
    write_diagnostics((*found.diagnostics, *settlement.diagnostics))
    careers = found.month.careers(settlement)
    if as_json:
        write_json("careers", careers.to_dict())
    else:
        click.echo(careers_text(careers, locale=run_locale(), names=found.names))
