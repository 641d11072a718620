"""``ccops settle``: a month from an input folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccops.cli.inputs import InputMonth, earlier_periods, read_month
from ccops.cli.options import (
    choose_option,
    input_option,
    json_option,
    open_center,
    pack_option,
    period_option,
)
from ccops.cli.output import FINDINGS, write_diagnostics, write_json
from ccops.cli.progress import progress
from ccops.cli.stored import open_settlement
from ccops.settlement import Difference, Settlement, save_settlement, stored_revision

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command("settle")
@pack_option
@period_option
@input_option
@click.option("--adapter", default="", help="Reads the files in calls/.")
@click.option(
    "--closing",
    default=None,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The closing.json of the period before.",
)
@click.option(
    "--opening",
    default=None,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What is known of earlier periods, to start with: a table or JSON.",
)
@click.option(
    "--supersedes",
    default=None,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The settlement of the same period that this one corrects.",
)
@click.option(
    "--correct",
    nargs=2,
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="BEFORE AFTER",
    help="An earlier period settled again: its difference is paid here, once. May be repeated.",
)
@choose_option
@click.option("--strict", is_flag=True, help="Warnings are findings too.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write.",
)
@json_option
def verb(  # noqa: PLR0913 - one argument an option
    *,
    pack: str,
    period: str,
    folder: Path,
    adapter: str,
    closing: Path | None,
    opening: Path | None,
    supersedes: Path | None,
    correct: Sequence[tuple[Path, Path]],
    choose: Sequence[str],
    strict: bool,
    output: Path,
    as_json: bool,
) -> int:
    """Settle a month and write settlement.json, facts.json and closing.json."""
    if closing is not None and opening is not None:
        raise click.UsageError("a period starts from a closing or from an opening, not from both")
    if supersedes is not None and supersedes.resolve() == output.resolve():
        raise click.UsageError("a correction never edits: write it into another folder")
    center = open_center(pack, choose)
    with progress(4) as begin:
        begin("step-reading")
        found = read_month(center, period, folder, adapter=adapter)
        if not found.inputs.rows("employees"):
            raise click.UsageError(f"{folder}: the file employees has no rows, or is not there")
        found = found.starting_from(earlier_periods(found, closing, opening))
        revision, digest = 0, ""
        if supersedes is not None:
            revision, digest = stored_revision(supersedes, pack_id=center.pack.id, period=period)
        differences = [_difference(before, after, pack) for before, after in correct]
        begin("step-measuring")
        facts = found.facts()
        begin("step-settling")
        settlement = found.month.settle(
            facts, revision=revision + 1, supersedes=digest, corrections=differences
        )
        begin("step-writing")
        places = save_settlement(settlement, output)
    _tell(settlement, found, places, as_json=as_json)
    return FINDINGS if strict and (found.diagnostics or settlement.diagnostics) else 0


def _difference(before: Path, after: Path, pack: str) -> Difference:
    """Return what settling an earlier period again changed."""
    return open_settlement(after, pack)[1].diff(open_settlement(before, pack)[1])


def _tell(
    settlement: Settlement, found: InputMonth, places: Sequence[Path], *, as_json: bool
) -> None:
    data = {
        "period": settlement.period,
        "pack": settlement.rules.identity.id,
        "employees": len(settlement.employees),
        "lines": len(settlement.lines()),
        "revision": settlement.manifest.revision,
        "corrects": [each.period for each in settlement.results.facts.corrections],
        "final": settlement.is_final,
        "provisional": sorted({key.name for key in settlement.provisional}),
        "read": read_of(found),
        "digest": settlement.digest,
        "files": [str(each) for each in places],
    }
    write_diagnostics([*found.diagnostics, *settlement.diagnostics])
    if as_json:
        write_json("settle", data)
        return
    for name, value in data.items():
        click.echo(f"{name}: {_told(value)}")


def read_of(found: InputMonth) -> dict[str, int]:
    """Return what became of the rows of the telephony files: how many of each fate."""
    return {} if found.intake is None else found.intake.report.fates()


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        value = [f"{name} {each}" for name, each in value.items()]
    return ", ".join(map(str, value)) or "-" if isinstance(value, list) else str(value)
