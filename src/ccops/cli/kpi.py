"""``ccops kpi``: the indicators of a pack over telephony files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ccops.adapters import Intake, ReadOptions
from ccops.adapters.inputs import read_input_file
from ccops.adapters.inputs_agents import aliases_from_rows
from ccops.center import Center
from ccops.cli.options import json_option, mapping_of, open_center, pack_option, refuse
from ccops.cli.output import terminal_locale, write_json
from ccops.kpi import Indicator, Measured, measure
from ccops.settlement import write_value
from ccops.settlement.encoding import plain_cell
from ccops.values import Missing, decode


@click.command("kpi")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@pack_option
@click.option("--adapter", required=True, help="Reads the files.")
@click.option("--by", default="", metavar="GROUP,...", help="queue, agent, day, half_hour, ...")
@click.option("--zone", default="", help="Zone of the files; the pack's otherwise.")
@click.option("--aliases", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agent-pattern", default="", help="Where the agent's id stands: Agent/*.")
@click.option("--map", "column_map", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def verb(  # noqa: PLR0913 - one argument an option
    *,
    files: Sequence[Path],
    pack: str,
    adapter: str,
    by: str,
    zone: str,
    aliases: Path | None,
    agent_pattern: str,
    column_map: Path | None,
    as_json: bool,
) -> None:
    """Measure the indicators of a pack, by the groups asked for."""
    center = open_center(pack)
    rows, problems = read_input_file(aliases, "agents") if aliases else ((), ())
    refuse(problems)
    listed, problems = aliases_from_rows(rows)
    refuse(problems)
    options = ReadOptions(
        zone=zone or center.pack.zone,
        aliases=listed,
        agent_pattern=agent_pattern,
        column_map=mapping_of(column_map) if column_map else None,
    )
    intake = center.read(files, adapter=adapter, options=options)
    groups = tuple(each for each in by.split(",") if each)
    measured = measure_all(center, intake, groups)
    if as_json:
        write_json("kpi", kpi_data(measured, intake, groups))
    else:
        _print(measured, groups)


def measure_all(center: Center, intake: Intake, groups: Sequence[str]) -> tuple[Measured, ...]:
    """Return the pack's indicators that may be asked by the groups, kind by kind.

    Raises ``click.UsageError`` where none may.
    """
    indicators = center.pack.check_assembly().indicators
    by_kind: dict[str, list[Indicator]] = {}
    for each in indicators:
        if each.over in intake.records and set(groups) <= set(each.columns):
            by_kind.setdefault(each.over, []).append(each)
    if not by_kind:
        raise click.UsageError(f"no indicator of the pack may be asked by {', '.join(groups)}")
    return tuple(
        measure(intake.records[kind], listed, by=groups) for kind, listed in by_kind.items()
    )


def kpi_data(
    measured: Sequence[Measured], intake: Intake, groups: Sequence[str]
) -> dict[str, Any]:
    """Return what was measured as plain JSON data: a row a group, exact values."""
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for each in measured:
        for key in each.keys:
            row = rows.setdefault(_parts(key), {})
            for name, indicator in each.indicators.items():
                value = each.value(name, key)
                row[name] = plain_cell(value, indicator.type.unit, indicator.carrier)
    ordered = sorted(rows.items(), key=lambda item: tuple(map(str, item[0])))
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
            {"group": dict(zip(groups, map(_plain, key), strict=True)), "values": values}
            for key, values in ordered
        ],
        "read": intake.report.to_dict(),
    }


def _parts(key: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a cell or a tuple of cells
    return key if isinstance(key, tuple) else (key,)


def _plain(part: Any) -> Any:  # noqa: ANN401 - a cell
    return None if isinstance(part, Missing) else part


def _print(measured: Sequence[Measured], groups: Sequence[str]) -> None:
    locale = terminal_locale()
    for each in measured:
        for key in sorted(each.keys, key=lambda one: tuple(map(str, _parts(one)))):
            shown = zip(groups, _parts(key), strict=True)
            click.echo(" ".join(f"{group}={part}" for group, part in shown) or "total")
            for name, indicator in each.indicators.items():
                cell = each.value(name, key)
                value = (
                    cell
                    if isinstance(cell, Missing)
                    else decode(cell, indicator.type, indicator.carrier)
                )
                label = indicator.label.in_locale(locale) or name
                written = write_value(value, indicator.type.unit, locale=locale)
                click.echo(f"  {label} ({name}): {written}")
