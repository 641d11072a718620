"""``ccops answer``: somebody decides an appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.approval.deciding import decision_options, keep, role_option, stored_approval
from ccops.settlement import Decision

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@click.command("answer")
@decision_options
@role_option
@click.option("--appeal", "number", required=True, type=int, help="Which, counted from 1.")
@click.option("--decision", required=True, type=click.Choice([each.value for each in Decision]))
@click.option("--because", required=True, help="Why, in words the employee gets to read.")
def verb(
    *,
    settlement: Path,
    pack: str,
    by: str,
    role: str,
    on: dt.datetime,
    calendar: Path | None,
    as_json: bool,
    number: int,
    decision: str,
    because: str,
) -> None:
    """Answer an appeal. One that is granted asks for settling the month again."""
    found = stored_approval(settlement, pack, calendar)
    made = found.answer(
        number, by=by, on=on.date(), decision=Decision(decision), because=because, role=role
    )
    keep(made, settlement, as_json=as_json)
