"""``ccops rota``: whose turn a duty is, in a period, and what is wrong with the turns taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.inputs import read_tables
from ccops.cli.list_options import day_option
from ccops.cli.options import (
    choose_option,
    input_option,
    json_option,
    open_center,
    pack_option,
    period_option,
    spoken_option,
)
from ccops.cli.output import FINDINGS, run_locale, write_diagnostics, write_json
from ccops.messages import aligned, format_date, message
from ccops.rulepack import MonthUse
from ccops.settlement.lists.rotas import rota_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ccops.messages import Locale
    from ccops.projects import Rota


@click.command("rota")
@click.argument("name")
@pack_option
@period_option
@input_option
@day_option
@choose_option
@spoken_option
@json_option
def verb(
    *,
    name: str,
    pack: str,
    period: str,
    folder: Path,
    day: dt.date | None,
    choose: Sequence[str],
    as_json: bool,
) -> int:
    """Check the turns of a duty that were handed in, or make a fair rota where none were."""
    center = open_center(pack, choose)
    found = read_tables(center, period, folder, use=MonthUse.LISTS)
    month, inputs = found.month.month, found.inputs
    turns, leave = (inputs.rows(each) if inputs.has(each) else () for each in ("rotas", "leave"))
    rota = rota_of(month, name, turns, leave, on=day or month.days.last)
    write_diagnostics(rota.diagnostics)
    if as_json:
        write_json("rota", rota.to_dict())
    else:
        for line in _lines(rota, found.names, run_locale()):
            click.echo(line)
    return FINDINGS if rota.diagnostics else 0


def _lines(rota: Rota, names: Mapping[str, str], words: Locale) -> Iterator[str]:
    label = rota.rule.label.in_locale(words) or rota.rule.name
    yield message("rota-head", {"label": label, "count": len(rota.turns)}, locale=words)
    logs = {True: "yes", False: "no", None: "rota-open"}
    rows = [
        [
            format_date(each.day, locale=words),
            each.employee_id,
            names.get(each.employee_id, ""),
            message(logs[each.logged], {}, locale=words),
        ]
        for each in rota.turns
    ]
    yield from aligned(rows, right=())
