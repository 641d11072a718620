"""``ccops explain``: why an amount is what it is, down to the calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from ccops.cli.evidence import evidence_lines
from ccops.cli.options import INPUT_FOLDER, json_option, locale_option, pack_option
from ccops.cli.output import FINDINGS, terminal_locale, write_error, write_json
from ccops.cli.stored import open_settlement
from ccops.errors import UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Locale


@click.command("explain")
@click.argument("settlement", type=INPUT_FOLDER)
@click.argument("employee")
@click.argument("figure")
@pack_option
@click.option(
    "--records",
    "folder",
    default=None,
    type=INPUT_FOLDER,
    help="The input folder, to end at the calls and evaluations.",
)
@click.option("--adapter", default="", help="Reads the files in calls/ of the input folder.")
@locale_option
@json_option
def verb(
    *,
    settlement: Path,
    employee: str,
    figure: str,
    pack: str,
    folder: Path | None,
    adapter: str,
    locale: str | None,
    as_json: bool,
) -> int:
    """Explain a figure of an employee in a stored settlement."""
    center, found = open_settlement(settlement, pack)
    words = cast("Locale", locale) if locale else terminal_locale()
    try:
        explanation = found.explain(employee, figure, locale=words)
    except UnknownNameError as error:  # in the language that was asked for
        write_error(error, words)
        return FINDINGS
    if as_json:
        write_json("explanation", explanation.to_dict())
        return 0
    click.echo(str(explanation))
    if folder is not None:
        for line in evidence_lines(
            center, found, employee, figure, folder=folder, adapter=adapter, locale=words
        ):
            click.echo(line)
    return 0
