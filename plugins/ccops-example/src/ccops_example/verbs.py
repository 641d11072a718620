"""A verb of the center's own on the command line: which matters are to be dealt with again.

In a copy: anything somebody does each week with the files of the month. A verb is a command of
click; the library's own verbs keep their names.
"""

from __future__ import annotations

from pathlib import Path

import click

from ccops.adapters import read_inputs
from ccops_example.revisit import REVISIT


@click.command("example-unsolved")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def unsolved(folder: Path) -> int:
    """List the matters of an input FOLDER that citizens say are not settled.

    Exits with 1 where a file has mistakes.
    """
    inputs, findings = read_inputs(folder, kinds=[REVISIT])
    for each in findings:
        click.echo(each.render("en"), err=True)
    for row in inputs.rows(REVISIT.name):
        if row.get("solved") == "no":
            click.echo(f"{row['matter_id']} {row['revisited_on']} {row['employee_id']}")
    return 1 if findings else 0
