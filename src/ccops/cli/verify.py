"""``ccops verify``: the lines of a statement, worked out again from what it carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.options import INPUT_FILE, json_option, locale_option, open_center, pack_option
from ccops.cli.output import FINDINGS, write_json

if TYPE_CHECKING:
    from pathlib import Path


@click.command("verify")
@click.argument("statement", type=INPUT_FILE)
@pack_option
@click.option("--employee", "employees", multiple=True, help="Only these employees.")
@click.option(
    "--settlement",
    "signed",
    default="",
    help="The digest that was signed or published; the statement must lead to it.",
)
@locale_option
@json_option
def verb(
    *,
    statement: Path,
    pack: str,
    employees: tuple[str, ...],
    signed: str,
    locale: str | None,
    as_json: bool,
) -> int:
    """Work the lines of a statement out again, offline, from what it carries and the pack."""
    found = open_center(pack).verify(
        statement, employees=employees, settlement=signed, locale=locale or ""
    )
    if as_json:
        write_json("verification", {"statements": [each.to_dict() for each in found]})
    else:
        click.echo("\n\n".join(map(str, found)))
    return 0 if all(each.is_right for each in found) else FINDINGS
