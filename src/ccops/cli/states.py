"""``ccops states``: indicators from states kept day by day, brought up to records first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import click

from ccops.adapters import is_record_folder
from ccops.cli.calls import owners_of
from ccops.cli.kpi import Groups, groups_of, kpi_data, kpi_rows, print_rows, refused_names
from ccops.cli.kpi_contracts import contracts_data, print_contracts
from ccops.cli.options import (
    INPUT_FILE,
    INPUT_FOLDER,
    OUTPUT_FOLDER,
    json_option,
    open_center,
    pack_option,
    spoken_option,
)
from ccops.cli.output import run_locale, write_json, wrong_usage
from ccops.kpi import TableForm
from ccops.messages import message
from ccops.values import PeriodDays

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ccops.adapters.kept.states import KeptStates
    from ccops.contacts import ContractTable
    from ccops.kpi import Measured
    from ccops.messages import Locale

_DAY: Final = click.DateTime(["%Y-%m-%d"])


@click.command("states")
@click.argument("folder", type=OUTPUT_FOLDER)
@pack_option
@click.option(
    "--records",
    default=None,
    type=INPUT_FOLDER,
    help="Bring the states up to a folder that ccops read wrote, or an input folder.",
)
@click.option("--owners", type=INPUT_FILE, help="The file queue_owners: who answers for a queue.")
@click.option("--by", default="", metavar="GROUP,...", help="queue, agent, day, half_hour, ...")
@click.option("--contract", default="", help="The one service level contract to keep.")
@click.option(
    "--within",
    multiple=True,
    metavar="TIME",
    help="Show the service levels within another threshold instead: 25s.",
)
@click.option("--from", "first", default=None, type=_DAY, help="The first day that is looked at.")
@click.option("--until", "last", default=None, type=_DAY, help="The last one.")
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in TableForm]),
    default=TableForm.PARQUET.value,
    show_default=True,
    help="The form of states that are new.",
)
@spoken_option
@json_option
def verb(
    *,
    folder: Path,
    pack: str,
    records: Path | None,
    owners: Path | None,
    by: str,
    contract: str,
    within: Sequence[str],
    first: dt.datetime | None,
    last: dt.datetime | None,
    form: str,
    as_json: bool,
) -> None:
    """Keep what indicators come to by day; measure only days whose records changed."""
    days = _days_between(first, last)
    center, groups = open_center(pack), groups_of(by)
    with refused_names(contract):
        kept = center.store.kpi(
            folder,
            _calls(records),
            by=groups,
            contract=contract,
            days=days,
            form=form,
            owners=owners_of(owners),
        )
    shown = Groups(groups, ZoneInfo(center.pack.zone))
    if within:
        _show_levels(kept, kept.contracts(within, days=days), shown, as_json=as_json)
    else:
        _show_values(kept, kept.within(days), shown, as_json=as_json)
    if not as_json:
        click.echo(_told(kept, folder, run_locale(), is_new=records is not None), err=True)


def _show_values(
    kept: KeptStates, measured: tuple[Measured, ...], groups: Groups, *, as_json: bool
) -> None:
    rows = kpi_rows(measured, groups)
    if as_json:
        write_json("states", {**kpi_data(rows, measured, groups.names), **_done(kept)})
    else:
        print_rows(rows)


def _show_levels(kept: KeptStates, table: ContractTable, groups: Groups, *, as_json: bool) -> None:
    if as_json:
        write_json("states-contracts", {**contracts_data(table, groups.named), **_done(kept)})
    else:
        print_contracts(table, groups.named)


def _days_between(first: dt.datetime | None, last: dt.datetime | None) -> PeriodDays | None:
    """Return the days that are said; ``None`` where none are."""
    if first is None and last is None:
        return None
    begins = first.date() if first else dt.date.min
    ends = last.date() if last else dt.date.max
    if ends < begins:
        raise wrong_usage("usage-days-order")
    return PeriodDays(begins, ends)


def _calls(records: Path | None) -> Path | None:
    """Return the folder of records, also of an input folder."""
    calls = records / "calls" if records is not None else None
    return calls if calls is not None and is_record_folder(calls) else records


def _done(kept: KeptStates) -> dict[str, Any]:
    return {
        "measured": {kind: list(days) for kind, days in kept.measured.items()},
        "dropped": {kind: list(days) for kind, days in kept.dropped.items()},
    }


def _told(kept: KeptStates, folder: Path, locale: Locale, *, is_new: bool) -> str:
    if not is_new:
        return message("states-as-kept", {"folder": folder}, locale=locale)
    counts = {"measured": _count(kept.measured), "dropped": _count(kept.dropped)}
    return message("states-renewed", {**counts, "folder": folder}, locale=locale)


def _count(days: Mapping[str, tuple[str, ...]]) -> int:
    return len({day for each in days.values() for day in each})
