"""``ccops operations``: what a day, a week or a month came to, and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.list_options import DayLists, day_list_options
from ccops.cli.options import INPUT_FOLDER
from ccops.cli.output import wrong_usage
from ccops.cli.stored import open_settlement
from ccops.reports import SpanKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.settlement import Settlement


@click.command("operations")
@click.option(
    "--span",
    type=click.Choice([each.value for each in SpanKind]),
    default=SpanKind.MONTH.value,
    show_default=True,
    help="The day --on, its week up to that day, or the month.",
)
@click.option(
    "--settlement",
    "stored",
    type=INPUT_FOLDER,
    help="The stored settlement of the month, for its targets and head count.",
)
@click.option(
    "--earlier",
    multiple=True,
    type=INPUT_FOLDER,
    help="A stored settlement of an earlier month, for the trend.",
)
@day_list_options
def verb(*, lists: DayLists, span: str, stored: Path | None, earlier: Sequence[Path]) -> None:
    """Show what operations came to, against targets and the days before: the worst first."""
    if (stored or earlier) and span != SpanKind.MONTH.value:
        raise wrong_usage("usage-settlement-month")
    settled = _settled(lists, stored) if stored else None
    if settled is not None and settled.period != lists.month.rules.period.label:
        told = {"settled": settled.period, "period": lists.month.rules.period.label}
        raise wrong_usage("usage-settlement-other", **told)
    made = lists.found.month.operations(
        *lists.found.records.values(),
        span=span,
        on=lists.on,
        since=lists.since,
        settlement=settled,
        earlier=[_settled(lists, each) for each in earlier],
    )
    page = lists.center.report("operations", made, **lists.words)
    lists.show("operations", page, made.to_dict(), ())


def _settled(lists: DayLists, folder: Path) -> Settlement:
    return open_settlement(folder, lists.asked.pack)[1]
