"""``ccops appeal``: an employee objects to what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.approval.deciding import decision_options, keep, stored_approval

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@click.command("appeal")
@decision_options
@click.option("--about", required=True, help="What is wrong, in the employee's words.")
def verb(
    *,
    settlement: Path,
    pack: str,
    by: str,
    on: dt.datetime,
    calendar: Path | None,
    as_json: bool,
    about: str,
) -> None:
    """Record an appeal of an employee; after the window it is recorded as late."""
    found = stored_approval(settlement, pack, calendar)
    made = found.appeal(by, on=on.date(), about=about)
    keep(made, settlement, as_json=as_json)
