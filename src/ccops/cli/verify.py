"""``ccops verify``: the lines of a statement, worked out again from what it carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.options import (
    INPUT_FILE,
    INPUT_FOLDER,
    json_option,
    open_center,
    pack_option,
    spoken_option,
)
from ccops.cli.output import FINDINGS, run_locale, write_json
from ccops.cli.passwords import asked_password
from ccops.cli.progress import working

if TYPE_CHECKING:
    from pathlib import Path


@click.command("verify")
@click.argument("statement", type=INPUT_FILE)
@pack_option
@click.option("--employee", "employees", multiple=True, help="Only these employees.")
@click.option(
    "--seal",
    "signed",
    default="",
    help="The seal that was signed or published; the statement must lead to it.",
)
@click.option("--password", "asks", is_flag=True, help="Ask for what a PDF opens with.")
@click.option(
    "--password-file",
    type=INPUT_FILE,
    help="A file whose first line is what a PDF opens with.",
)
@click.option(
    "--templates",
    multiple=True,
    type=INPUT_FOLDER,
    help="A folder of templates that the page was laid out by.",
)
@spoken_option
@json_option
def verb(
    *,
    statement: Path,
    pack: str,
    employees: tuple[str, ...],
    signed: str,
    asks: bool,
    password_file: Path | None,
    templates: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Work the lines of a statement out again, offline, from what it carries and the pack."""
    center = open_center(pack)
    password = asked_password(password_file, asks=asks)
    with working("step-verifying"):
        found = center.verify(
            statement,
            employees=employees,
            seal=signed,
            password=password,
            templates=templates,
            locale=run_locale(),
        )
    if as_json:
        write_json("verification", {"statements": [each.to_dict() for each in found]})
    else:
        click.echo("\n\n".join(map(str, found)))
    return 0 if all(each.is_right for each in found) else FINDINGS
