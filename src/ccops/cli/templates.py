"""``ccops templates``: the templates of reports, written into a folder to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.options import OUTPUT_FOLDER, json_option
from ccops.cli.output import write_json
from ccops.reports import write_templates

if TYPE_CHECKING:
    from pathlib import Path


@click.command("templates")
@click.argument("folder", type=OUTPUT_FOLDER)
@json_option
def verb(*, folder: Path, as_json: bool) -> None:
    """Write the templates of reports into a folder; what is there already stays as it is."""
    written = write_templates(folder)
    if as_json:
        write_json("templates", {"folder": str(folder), "files": [each.name for each in written]})
        return
    for each in written:
        click.echo(str(each))
