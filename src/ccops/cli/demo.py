"""``ccops demo``: the main job on a generated month, from calls to explained pay statements."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ccops.center import Center
from ccops.cli.inputs import InputMonth, earlier_periods, read_month
from ccops.cli.options import OUTPUT_FOLDER, checked_period, json_option, locale_option
from ccops.cli.output import terminal_locale, write_json
from ccops.cli.reading import Calls
from ccops.cli.settle import read_of
from ccops.messages import Locale, format_money, message
from ccops.reports import Report, build_kpi, measure_kpi
from ccops.settlement import Settlement, save_settlement
from ccops.testing.sample_calls_table import TABLE_ADAPTER
from ccops.testing.sample_files import CallsAs, write_month
from ccops.testing.sample_month import PACK, make_month
from ccops.values import Missing, Money

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The bonus whose readings the demo compares, and the choice that decides between them.
BONUS: Final = "monthly_bonus"
CHOICE: Final = "bonus_reading"
#: The records the page of indicators is about.
_TELEPHONY: Final = ("queue_visit", "handle_segment")
_SEED: Final = 20_261_001


@click.command("demo")
@click.option("--pack", "pack", default=PACK, metavar="PACK", help="Id or folder of a rule pack.")
@click.option(
    "--period",
    default="2026-10",
    metavar="YYYY-MM",
    callback=checked_period,
    help="The period to make.",
)
@click.option("--seed", default=_SEED, type=int, help="Another seed makes another month.")
@locale_option
@json_option
@click.option("-o", "--output", default=Path("demo-out"), type=OUTPUT_FOLDER)
def verb(
    *, pack: str, period: str, seed: int, locale: str | None, as_json: bool, output: Path
) -> None:
    """Make a month of a 40-seat center, settle it, write statements and a KPI page."""
    center = Center.open(pack, plugins="installed")
    month = make_month(seed, period=period)
    has_plugin = month.adapter in center.plugins.adapters
    adapter = month.adapter if has_plugin else TABLE_ADAPTER
    folder = output / "input"
    write_month(month, folder, calls=CallsAs.QUEUE_LOG if has_plugin else CallsAs.TABLE)
    found = read_month(center, period, folder, Calls(adapter=adapter))
    found = found.starting_from(earlier_periods(found, None, None))
    settlement = found.month.settle(found.facts())
    save_settlement(settlement, output / "settlement")
    wanted = (locale,) if locale else ("zh_CN", "en")
    settled = found.month.month
    day = settled.rules.period.days("performance").last
    learning = settled.learning(found.records, on=day)
    pages = [
        page
        for each in wanted
        for page in (
            *_write_pages(center, found, settlement, output, each),
            center.learning_report(learning, locale=each, names=found.names).write(
                output / f"learning-{each}.html"
            ),
        )
    ]
    readings = bonus_by_reading(found)
    if as_json:
        write_json("demo", _data(settlement, readings, pages, output))
    else:
        _tell(found, settlement, readings, pages, output=output, adapter=adapter)


def _write_pages(
    center: Center, found: InputMonth, settlement: Settlement, output: Path, locale: str
) -> list[Path]:
    statements = center.report("statement", settlement, locale=locale, names=found.names)
    rules = settlement.rules
    days = rules.period.days("performance")
    sources = measure_kpi(
        {name: found.records[name].within(days) for name in _TELEPHONY if name in found.records},
        rules.indicators,
        contracts=center.pack.rules.section("contracts"),
        first=days.first,
        last=days.last,
        zone=rules.zone,
    )
    kpi = Report(
        document=build_kpi(sources, locale=locale, names=found.names),
        renderers=center.plugins.renderers,
    )
    return [
        statements.write(output / f"statements-{locale}.html"),
        kpi.write(output / f"kpi-{locale}.html"),
        center.report("floor", settlement, locale=locale).write(output / f"floor-{locale}.html"),
    ]


def bonus_by_reading(found: InputMonth) -> Mapping[str, Money]:
    """Return what the bonus comes to in all under each reading of the question about it."""
    rules = found.month.month.rules
    code = next((each.code for each in rules.plan.lines if each.figure == BONUS), "")
    if CHOICE not in found.month.center.pack.choices or not code:
        return {}
    costs = found.costs(CHOICE)
    return {each.reading: each.by_code[code] for each in costs.readings}


def _data(
    settlement: Settlement, readings: Mapping[str, Money], pages: list[Path], output: Path
) -> dict[str, object]:
    return {
        "period": settlement.period,
        "employees": len(settlement.employees),
        "lines": len(settlement.lines()),
        "final": settlement.is_final,
        "bonus_by_reading": {name: str(total.amount) for name, total in readings.items()},
        "input": str(output / "input"),
        "settlement": str(output / "settlement"),
        "pages": [str(page) for page in pages],
    }


def _tell(
    found: InputMonth,
    settlement: Settlement,
    readings: Mapping[str, Money],
    pages: list[Path],
    *,
    output: Path,
    adapter: str,
) -> None:
    locale = terminal_locale()
    intake = found.intake
    read = read_of(found)
    calls = len(intake.records["queue_visit"]) if intake else 0
    lines = [
        _say("demo-made", locale, employees=len(settlement.employees), calls=calls,
             folder=output / "input", adapter=adapter),
        *([_say("rows-read", locale, **read)] if read else []),
        _say("demo-settled", locale, period=settlement.period, lines=len(settlement.lines()),
             state=_say("demo-final" if settlement.is_final else "demo-provisional", locale)),
        _say("demo-readings", locale),
    ]  # fmt: skip
    taken = settlement.rules.identity.readings.get(CHOICE)
    for reading, total in readings.items():
        amount = format_money(total.amount, total.currency, locale=locale)
        lines.append(f"  {'*' if reading == taken else ' '} {reading}: {amount}")
    employee = example_of(settlement)
    lines.append(_say("demo-look", locale, pages=", ".join(map(str, pages))))
    lines.append(
        _say("demo-explain", locale, settlement=output / "settlement", employee=employee,
             figure=BONUS, pack=settlement.rules.identity.id, folder=output / "input",
             adapter=adapter)
    )  # fmt: skip
    for line in lines:
        click.echo(line)


def example_of(settlement: Settlement) -> str:
    """Return the employee whose bonus is the least above nothing: one worth explaining."""
    paid: list[tuple[Fraction, str]] = []
    for employee in settlement.employees:
        value = settlement.value(employee, BONUS)
        if not isinstance(value, Missing) and isinstance(value, Money) and value.amount > 0:
            paid.append((Fraction(value.amount), employee))
    return min(paid)[1] if paid else settlement.employees[0]


def _say(key: str, locale: Locale, **arguments: object) -> str:
    return message(key, arguments, locale=locale)
