"""``ccops verify``: the lines of a statement, worked out again from what it carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.options import INPUT_FILE, json_option, open_center, pack_option, spoken_option
from ccops.cli.output import FINDINGS, run_locale, write_json
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
@spoken_option
@json_option
def verb(
    *,
    statement: Path,
    pack: str,
    employees: tuple[str, ...],
    signed: str,
    as_json: bool,
) -> int:
    """Work the lines of a statement out again, offline, from what it carries and the pack."""
    center = open_center(pack)
    with working("step-verifying"):
        found = center.verify(statement, employees=employees, seal=signed, locale=run_locale())
    if as_json:
        write_json("verification", {"statements": [each.to_dict() for each in found]})
    else:
        click.echo("\n\n".join(map(str, found)))
    return 0 if all(each.is_right for each in found) else FINDINGS
