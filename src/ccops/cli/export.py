"""``ccops export``: a stored settlement as a payroll system reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ccops.cli.employees import employee_rows
from ccops.cli.options import json_option, locale_option, pack_option
from ccops.cli.output import terminal_locale, write_diagnostics, write_json
from ccops.cli.stored import approved_digest, open_settlement
from ccops.messages import format_money, message
from ccops.payroll import ENCODINGS, SPLITS, Release

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.messages import Locale
    from ccops.payroll import PayrollExport

_FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE: Final = click.Path(dir_okay=False, path_type=Path)


@click.command("export")
@click.argument("settlement", type=_FOLDER)
@pack_option
@click.option(
    "--map",
    "payroll_map",
    default=None,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="payroll.yaml: columns, headers, codes.",
)
@click.option("--shape", default="", help="long, wide, or one a plugin brings.")
@click.option("--encoding", default="", type=click.Choice(["", *ENCODINGS]), help="Of CSV files.")
@click.option(
    "--split-by", default="", type=click.Choice(["", *SPLITS]), help="A file for each of these."
)
@click.option("--draft", is_flag=True, help="Not approved: mark every row.")
@click.option(
    "--input", "folder", default=None, type=_FOLDER, help="The input folder, for its employees."
)
@locale_option
@json_option
@click.option("-o", "--output", required=True, type=_FILE, help="The .csv or .xlsx to write.")
def verb(  # noqa: PLR0913 - one argument an option
    *,
    settlement: Path,
    pack: str,
    payroll_map: Path | None,
    shape: str,
    encoding: str,
    split_by: str,
    draft: bool,
    folder: Path | None,
    locale: Locale | None,
    as_json: bool,
    output: Path,
) -> None:
    """Hand an approved settlement on to payroll, or a draft that says so in every row."""
    center, found = open_settlement(settlement, pack)
    made = center.export(
        found,
        payroll_map,
        shape=shape,
        encoding=encoding,
        split_by=split_by,
        employees=employee_rows(folder, center, found.period) if folder is not None else (),
        release=(Release.DRAFT if draft else Release.APPROVED).value,
        approved="" if draft else approved_digest(settlement, found),
        locale=locale or "",
    )
    places = made.write(output)
    write_diagnostics(made.diagnostics)
    if as_json:
        data = made.to_dict()
        write_json("export", {**data, "files": [str(each) for each in places]})
        return
    _tell(made, places, locale or terminal_locale())


def _tell(made: PayrollExport, places: Sequence[Path], locale: Locale) -> None:
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
