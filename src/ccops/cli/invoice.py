"""``ccops invoice``: what clients owe for their projects, from a stored settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.options import INPUT_FOLDER, json_option, pack_option, spoken_option
from ccops.cli.output import FINDINGS, run_locale, write_error, write_json
from ccops.cli.stored import open_settlement
from ccops.errors import UnknownNameError
from ccops.messages import message, nearest
from ccops.settlement.words.invoices_text import write_invoice
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.messages import Locale
    from ccops.projects import Invoice


@click.command("invoice")
@click.argument("settlement", type=INPUT_FOLDER)
@pack_option
@click.option("--contract", default="", help="The invoice of this contract alone.")
@spoken_option
@json_option
def verb(*, settlement: Path, pack: str, contract: str, as_json: bool) -> int:
    """Show the invoices of a stored settlement, line by line; 1 where a total is missing."""
    _, found = open_settlement(settlement, pack)
    try:
        invoices = _chosen(found.invoices(), contract)
    except UnknownNameError as error:  # in the language that was asked for
        write_error(error)
        return FINDINGS
    if as_json:
        listed = [each.to_dict() for each in invoices]
        write_json("invoices", {"period": found.period, "invoices": listed})
    else:
        _show(invoices, found.period, run_locale())
    return FINDINGS if any(isinstance(each.total, Missing) for each in invoices) else 0


def _chosen(invoices: Sequence[Invoice], contract: str) -> Sequence[Invoice]:
    """Return the invoices of a contract, or all. Raises ``UnknownNameError`` for another one."""
    names = [each.contract for each in invoices]
    if contract and contract not in names:
        raise UnknownNameError("client contract", contract, nearest(contract, names))
    return [each for each in invoices if contract in ("", each.contract)]


def _show(invoices: Sequence[Invoice], period: str, locale: Locale) -> None:
    if not invoices:
        click.echo(message("invoice-none", {"period": period}, locale=locale))
    for number, each in enumerate(invoices):
        if number:
            click.echo("")
        for line in write_invoice(each, locale):
            click.echo(line)
