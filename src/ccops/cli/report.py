"""``ccops report``: a report of a stored settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.employees import employee_rows
from ccops.cli.options import INPUT_FOLDER, OUTPUT_FILE, json_option, locale_option, pack_option
from ccops.cli.output import write_json, wrong_value
from ccops.cli.stored import open_settlement

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center


@click.command("report")
@click.argument("settlement", type=INPUT_FOLDER)
@click.option("--kind", default="statement", help="Which report.")
@click.option("--format", "form", default="html", help="md, html or json.")
@click.option("--employee", "employees", multiple=True, help="Only these employees.")
@click.option(
    "--input",
    "folder",
    default=None,
    type=INPUT_FOLDER,
    help="The input folder, for the names of employees.",
)
@pack_option
@locale_option
@json_option
@click.option(
    "-o",
    "--output",
    required=True,
    type=OUTPUT_FILE,
    help="The file to write.",
)
def verb(
    *,
    settlement: Path,
    kind: str,
    form: str,
    employees: tuple[str, ...],
    folder: Path | None,
    pack: str,
    locale: str | None,
    as_json: bool,
    output: Path,
) -> None:
    """Write a report of a stored settlement."""
    center, found = open_settlement(settlement, pack)
    known = center.plugins.renderers
    if form not in known:
        raise wrong_value("usage-format", "--format", given=form, known=", ".join(known))
    report = center.report(
        kind,
        found,
        locale=locale or "",
        names=_names(folder, center, found.period),
        subjects=employees or None,
    )
    rendered = report.render(form)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(rendered if isinstance(rendered, bytes) else rendered.encode())
    if as_json:
        data = {
            "kind": kind,
            "format": form,
            "file": str(output),
            "subjects": len(employees or found.employees),
        }
        write_json("report", data)
    else:
        click.echo(str(output))


def _names(folder: Path | None, center: Center, period: str) -> dict[str, str]:
    if folder is None:
        return {}
    rows = employee_rows(folder, center, period)
    return {row["employee_id"]: row["name"] for row in rows if row.get("name")}
