"""``ccops kpi --attributions``: the credit of agents under every policy of attribution."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import click

from ccops.cli.output import run_locale, write_json
from ccops.contacts import (
    WHOLE_CREDIT,
    Attribution,
    credit_table,
    credited_records,
)
from ccops.messages import aligned, format_number, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.adapters import Intake
    from ccops.contacts import CreditTable, QueueOwner


def show_attributions(intake: Intake, owners: Sequence[QueueOwner], *, as_json: bool) -> None:
    """Print whose contacts are under each policy, agent by agent."""
    table = credit_table(credited_records(intake.records, owners=owners))
    if as_json:
        data = {**table.to_dict(), "read": intake.report.to_dict()}
        write_json("kpi-attributions", data)
        return
    for line in _lines(table):
        click.echo(line)
    click.echo(message("rows-read", intake.report.fates(), locale=run_locale()), err=True)


def _lines(table: CreditTable) -> Iterator[str]:
    """Yield the table in words: contacts with their parts, never rounded."""
    locale = run_locale()

    def told(key: str, **arguments: object) -> str:
        return message(f"credit-{key}", arguments, locale=locale)

    def row(name: str, credit: Mapping[Attribution, int]) -> list[str]:
        return [name, *(_contacts(credit.get(each, 0), locale) for each in Attribution)]

    yield told("contacts", count=format_number(table.contacts, locale=locale))
    rows = [[told("agent"), *(told(each.value) for each in Attribution)]]
    rows += [row(agent, credit) for agent, credit in table.agents.items()]
    rows += [
        row(told(name), credit)
        for name, credit in (("nobody", table.nobody), ("unknown", table.unknown))
        if any(credit.values())
    ]
    yield from aligned(rows, right=range(1, 1 + len(Attribution)))


def _contacts(millionths: int, locale: str) -> str:
    contacts = (Decimal(millionths) / WHOLE_CREDIT).normalize()
    return format_number(contacts if contacts % 1 else contacts.quantize(1), locale=locale)
