"""``ccops export``: a stored settlement as a payroll system reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.approval.deciding import DAY, role_option
from ccops.cli.employees import employee_rows
from ccops.cli.options import (
    INPUT_FILE,
    INPUT_FOLDER,
    OUTPUT_FILE,
    json_option,
    pack_option,
    spoken_option,
)
from ccops.cli.output import run_locale, write_diagnostics, write_json, wrong_usage
from ccops.cli.report_forms import check_suffix
from ccops.cli.stored import open_settlement
from ccops.messages import format_money, message
from ccops.payroll import ENCODINGS, SPLITS, Release
from ccops.settlement import approval_data, load_approval, save_approval

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.payroll import PayrollExport
    from ccops.settlement import Approval, Step


@click.command("export")
@click.argument("settlement", type=INPUT_FOLDER)
@pack_option
@click.option(
    "--map",
    "payroll_map",
    default=None,
    type=INPUT_FILE,
    help="payroll.yaml: columns, headers, codes.",
)
@click.option("--shape", default="", help="long, wide, or one a plugin brings.")
@click.option("--encoding", default="", type=click.Choice(["", *ENCODINGS]), help="Of CSV files.")
@click.option(
    "--split-by", default="", type=click.Choice(["", *SPLITS]), help="A file for each of these."
)
@click.option("--draft", is_flag=True, help="Not approved: mark every row.")
@click.option("--by", default="", metavar="PERSON", help="Who hands it on; not for a draft.")
@role_option
@click.option("--on", default=None, type=DAY, metavar="YYYY-MM-DD", help="The day it is done.")
@click.option("--note", default="", help="What else is to be known about it.")
@click.option(
    "--input",
    "folder",
    default=None,
    type=INPUT_FOLDER,
    help="The input folder, for its employees.",
)
@spoken_option
@json_option
@click.option(
    "-o", "--output", required=True, type=OUTPUT_FILE, help="The .csv or .xlsx to write."
)
def verb(
    *,
    settlement: Path,
    pack: str,
    payroll_map: Path | None,
    shape: str,
    encoding: str,
    split_by: str,
    draft: bool,
    by: str,
    role: str,
    on: dt.datetime | None,
    note: str,
    folder: Path | None,
    as_json: bool,
    output: Path,
) -> None:
    """Hand an approved settlement on to payroll, or a draft that says so in every row."""
    _check_who(by, on, draft=draft)
    check_suffix(output, (".csv", ".xlsx"))
    asked = {"shape": shape, "encoding": encoding, "split_by": split_by}
    center, found = open_settlement(settlement, pack)
    approval = load_approval(settlement, found)
    made = center.export(
        found,
        payroll_map,
        employees=employee_rows(folder, center, found.period) if folder is not None else (),
        release=(Release.DRAFT if draft else Release.APPROVED).value,
        approved=found.digest if approval.is_approved else "",
        locale=run_locale(),
        **asked,
    )
    taken = approval if on is None else approval.export(by=by, on=on.date(), role=role, note=note)
    places = made.write(output)
    if taken is not approval:
        save_approval(taken, settlement)
    write_diagnostics(made.diagnostics)
    if as_json:
        _write_data(made, places, taken)
    else:
        _tell(made, places, taken.exports[:-1] if on is not None else ())


def _check_who(by: str, on: dt.datetime | None, *, draft: bool) -> None:
    """Refuse what nobody hands on, and a draft that somebody would."""
    if {bool(by), on is not None} != {not draft}:
        raise wrong_usage("usage-export-by")


def _write_data(made: PayrollExport, places: Sequence[Path], approval: Approval) -> None:
    told = {"files": [str(each) for each in places], "approval": approval_data(approval)}
    write_json("export", {**made.to_dict(), **told})


def _tell(made: PayrollExport, places: Sequence[Path], before: Sequence[Step]) -> None:
    """Say what was written, and that it went out before."""
    locale = run_locale()
    for place in places:
        click.echo(str(place))
    for table in made.tables:
        told = {"rows": len(table.rows), "employees": table.headcount}
        file = table.employer or made.period
        click.echo(message("export-written", {"file": file, **told}, locale=locale))
        for each in table.totals:
            total = format_money(each.total, each.currency, locale=locale)
            known = {"code": each.pay_code, "label": each.label, "headcount": each.headcount}
            line = message("export-code-total", {**known, "total": total}, locale=locale)
            click.echo(f"  {line}")
    if before:
        again = {"count": len(before), "on": before[-1].on, "by": before[-1].by}
        click.echo(message("export-again", again, locale=locale))
