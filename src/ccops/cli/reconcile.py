"""``ccops reconcile``: whether pay and invoices of a settlement rest on the same values."""

from __future__ import annotations

from pathlib import Path

import click

from ccops.cli.inputs import read_month
from ccops.cli.options import INPUT_FOLDER, json_option, pack_option, spoken_option
from ccops.cli.output import FINDINGS, run_locale, write_json
from ccops.cli.reading import Calls
from ccops.cli.stored import open_settlement
from ccops.settlement.measured.reconciling import reconciled
from ccops.settlement.words.reconciling_text import write_reconciliation


@click.command("reconcile")
@click.argument("settlement", type=INPUT_FOLDER)
@pack_option
@click.option(
    "--records",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The input folder the settlement was made of.",
)
@click.option("--adapter", default="", help="Reads the files in its folder calls.")
@spoken_option
@json_option
def verb(
    *,
    settlement: Path,
    pack: str,
    folder: Path,
    adapter: str,
    as_json: bool,
) -> int:
    """Hold pay and invoices against the records they share; 1 unless all values agree."""
    center, found = open_settlement(settlement, pack)
    read = read_month(center, found.period, folder, Calls(adapter=adapter))
    month = read.starting_from(found.before).month.month
    result = reconciled(month, found, read.records)
    if as_json:
        write_json("reconciliation", result.to_dict())
    else:
        for line in write_reconciliation(result, run_locale()):
            click.echo(line)
    return 0 if result.is_even else FINDINGS
