"""``ccops kpi``: the indicators of a pack over telephony files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import attrs
import click

from ccops.cli.calls import intake_of, owners_of, rostered
from ccops.cli.kpi_attributions import show_attributions
from ccops.cli.kpi_contracts import contracts_data, measured_contracts, print_contracts
from ccops.cli.options import (
    INPUT_FILE,
    INPUT_FOLDER,
    json_option,
    open_center,
    pack_option,
    spoken_option,
)
from ccops.cli.output import run_locale, write_json, wrong_usage, wrong_value
from ccops.cli.reading import Reading, reading_options
from ccops.errors import UnknownNameError
from ccops.kpi import Indicator, Measured, Value
from ccops.messages import message
from ccops.reports import shown_indicator
from ccops.settlement import write_value
from ccops.settlement.plain_data.encoding import plain_cell
from ccops.values import Missing, fraction_of

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.adapters import Intake
    from ccops.center import Center
    from ccops.messages import Locale

#: The engines that measure what was read; the first is taken where none is named.
_ENGINES: Final = ("python", "sqlite3", "duckdb")


@click.command("kpi")
@click.argument("files", nargs=-1, type=INPUT_FILE)
@pack_option
@click.option("--adapter", default="", help="Reads the files.")
@click.option(
    "--records",
    default=None,
    type=INPUT_FOLDER,
    help="A folder that ccops read wrote, or an input folder, instead of files.",
)
@click.option("--by", default="", metavar="GROUP,...", help="queue, agent, day, half_hour, ...")
@click.option("--contract", default="", help="The one service level contract to show.")
@reading_options
@click.option(
    "--roster",
    type=INPUT_FILE,
    help="The file roster: what agents did is set beside what they were to do.",
)
@click.option("--leave", type=INPUT_FILE, help="The file leave, of those on the roster.")
@click.option("--owners", type=INPUT_FILE, help="The file queue_owners: who answers for a queue.")
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default=_ENGINES[0],
    show_default=True,
    help="What measures; duckdb reads a folder of records where it lies.",
)
@click.option(
    "--contracts", is_flag=True, help="Show the service level under every contract and preset."
)
@click.option("--attributions", is_flag=True, help="Show the credit of agents under every policy.")
@click.option(
    "--within", multiple=True, metavar="TIME", help="The thresholds of the presets: 20s."
)
@spoken_option
@json_option
def verb(
    *,
    files: Sequence[Path],
    pack: str,
    adapter: str,
    records: Path | None,
    by: str,
    contract: str,
    reading: Reading,
    roster: Path | None,
    leave: Path | None,
    owners: Path | None,
    engine: str,
    contracts: bool,
    attributions: bool,
    within: Sequence[str],
    as_json: bool,
) -> None:
    """Measure the indicators of a pack, by the groups asked for."""
    _one_of({"--contracts": contracts, "--attributions": attributions, "--contract": contract})
    _one_of({"--attributions": attributions, "--by": by})
    _one_of({"--contracts": contracts, "--attributions": attributions, "--roster": roster})
    _asked_with(within, leave, contracts=contracts, roster=roster)
    center = open_center(pack)
    pack_says, owned = center.pack, owners_of(owners)
    options = reading.options(
        zone=pack_says.zone, agent_pattern=pack_says.agent_pattern, owners=owned
    )
    intake = intake_of(center, files, records, adapter, options, reading=reading, engine=engine)
    if roster:
        intake = rostered(center, intake, roster, leave, zone=options.zone)
    groups = Groups(groups_of(by), ZoneInfo(options.zone))
    if contracts:
        _show_contracts(center, intake, groups, within, as_json=as_json)
    elif attributions:
        show_attributions(intake, options.queue_owners, as_json=as_json)
    else:
        _show_values(center, intake, groups, (contract, engine), as_json=as_json)


@attrs.frozen
class Groups:
    """The groups that are asked for, and the zone whose days and half-hours are shown."""

    names: tuple[str, ...]
    zone: ZoneInfo

    def named(self, group: str, part: object) -> object:
        """Return a part of a group's key as people and other systems know it.

        Days are dates; half-hours begin at an instant, told with its offset, for two of them may
        have the same time of day when the clocks change.
        """
        if isinstance(part, Missing):
            return None
        if isinstance(part, int) and group.endswith("day"):
            return dt.date.fromordinal(part).isoformat()
        if isinstance(part, int) and group.endswith("half_hour"):
            return dt.datetime.fromtimestamp(part, self.zone).isoformat()
        return part


def _show_values(
    center: Center, intake: Intake, groups: Groups, asked: tuple[str, str], *, as_json: bool
) -> None:
    contract, engine = asked
    measured = _measured(center, intake, groups.names, contract, engine)
    rows = kpi_rows(measured, groups)
    if as_json:
        write_json("kpi", {**kpi_data(rows, measured, groups.names), **_read(intake)})
    else:
        print_rows(rows)
        _tell_rows(intake)


def _asked_with(
    within: Sequence[str], leave: Path | None, *, contracts: bool, roster: Path | None
) -> None:
    """Refuse thresholds of presets where no preset is shown, and leave beside no roster."""
    if within and not contracts:
        raise wrong_usage("usage-within")
    if leave and not roster:
        raise wrong_usage("usage-leave-roster")


def _one_of(given: Mapping[str, object]) -> None:
    """Refuse options of which each shows another table: none is left out without a word."""
    one, *others = [name for name, is_given in given.items() if is_given] or [""]
    if others:
        raise wrong_usage("usage-not-together", one=one, other=others[0])


def _show_contracts(
    center: Center, intake: Intake, groups: Groups, within: Sequence[str], *, as_json: bool
) -> None:
    table = measured_contracts(center, intake.records, groups.names, within)
    if as_json:
        write_json("kpi-contracts", {**contracts_data(table, groups.named), **_read(intake)})
    else:
        print_contracts(table, groups.named)
        _tell_rows(intake)


def _read(intake: Intake) -> dict[str, object]:
    return {"read": intake.report.to_dict()}


def _tell_rows(intake: Intake) -> None:
    click.echo(message("rows-read", intake.report.fates(), locale=run_locale()), err=True)


@attrs.frozen
class KpiRow:
    """The indicators of one group: its names by group, and each indicator with its value."""

    group: Mapping[str, object]
    values: tuple[tuple[Indicator, Value], ...]


def _measured(
    center: Center, intake: Intake, groups: Sequence[str], contract: str, engine: str
) -> tuple[Measured, ...]:
    with refused_names(contract):
        return center.kpi(intake.records, by=groups, contract=contract, engine=engine)


def groups_of(by: str) -> tuple[str, ...]:
    """Return the groups of ``queue,day``."""
    return tuple(each for each in by.split(",") if each)


@contextmanager
def refused_names(contract: str) -> Iterator[None]:
    """Say of which option it is that it names what the pack has not."""
    try:
        yield
    except UnknownNameError as error:
        if contract and error.name == contract:
            raise click.BadParameter(str(error), param_hint="--contract") from error
        told = {"name": error.name, "known": error.nearest}
        raise wrong_value("usage-by-unknown", "--by", **told) from error


def kpi_rows(measured: Sequence[Measured], groups: Groups) -> tuple[KpiRow, ...]:
    """Return a row for each group that any kind of records has, sorted by group."""
    return tuple(_rows(measured, groups))


def _rows(measured: Sequence[Measured], groups: Groups) -> Iterator[KpiRow]:
    keys = {_parts(key): key for each in measured for key in each.keys}
    for parts, key in sorted(keys.items(), key=lambda each: tuple(map(str, each[0]))):
        values = tuple(
            (indicator, each.value(name, key))
            for each in measured
            for name, indicator in each.indicators.items()
        )
        told = zip(groups.names, parts, strict=True)
        yield KpiRow({group: groups.named(group, part) for group, part in told}, values)


def kpi_data(
    rows: Sequence[KpiRow], measured: Sequence[Measured], groups: Sequence[str]
) -> dict[str, Any]:
    """Return what was measured as plain JSON data: a row a group, exact values."""
    return {
        "by": list(groups),
        "indicators": {
            name: {
                "unit": indicator.type.unit.value,
                "contract": indicator.contract,
                "source": indicator.origin.source,
            }
            for each in measured
            for name, indicator in each.indicators.items()
        },
        "rows": [
            {
                "group": dict(row.group),
                "values": {
                    each.name: plain_cell(value, each.type.unit, each.carrier)
                    for each, value in row.values
                },
            }
            for row in rows
        ],
    }


def _parts(key: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a cell or a tuple of cells
    return key if isinstance(key, tuple) else (key,)


def print_rows(rows: Sequence[KpiRow]) -> None:
    """Print the indicators of each group, as each of them is displayed."""
    locale = run_locale()
    for row in rows:
        click.echo(" ".join(f"{group}={part}" for group, part in row.group.items()) or "total")
        for indicator, cell in row.values:
            label = indicator.label.in_locale(locale) or indicator.name
            named = {"label": label, "name": indicator.name}
            told = {
                "label": message("settled-figure", named, locale=locale),
                "value": _shown(indicator, cell, locale),
            }
            click.echo(f"  {message('settled-line', told, locale=locale)}")


def _shown(indicator: Indicator, cell: Value, locale: Locale) -> str:
    """Return a value as the indicator displays it, or why it is missing."""
    if isinstance(cell, Missing):
        return write_value(cell, indicator.type.unit, locale=locale)
    number = fraction_of(cell, indicator.carrier)
    return shown_indicator(indicator, number, locale=locale)
