"""``ccops demo``: the main job on a generated month, from calls to explained pay statements."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import click

from ccops.center import Center
from ccops.cli.inputs import InputMonth, earlier_periods, read_month
from ccops.cli.options import OUTPUT_FOLDER, checked_period, json_option, locale_option
from ccops.cli.output import terminal_locale, write_json, wrong_value
from ccops.cli.reading import Calls
from ccops.cli.settle import read_of
from ccops.messages import Locale, format_money, message
from ccops.reports import Report, build_kpi, measure_kpi
from ccops.settlement import Settlement, save_settlement
from ccops.testing.sample_calls_table import TABLE_ADAPTER
from ccops.testing.sample_centers import SAMPLE_CENTERS, SampleCenter, sample_center_of
from ccops.testing.sample_files import CallsAs, write_month
from ccops.testing.sample_month import PACK, SampleMonth
from ccops.values import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.reports import Operations

#: The records the page of indicators is about.
_TELEPHONY: Final = ("queue_visit", "handle_segment")
#: Reports that are many pages in one file.
_PLURALS: Final = {
    "statement": "statements",
    "bonus-notice": "bonus-notices",
    "appraisal": "appraisals",
}
_SEED: Final = 20_261_001


@attrs.frozen(kw_only=True, eq=False, slots=False)
class _Demo:
    """A month that was made, read and settled, and where it lies."""

    center: Center
    shown: SampleCenter
    found: InputMonth
    settlement: Settlement
    adapter: str
    output: Path

    def pages(self, locale: str) -> Iterator[Path]:
        """Write every report there is in one language, and yield where each lies."""
        for kind in self.center.plugins.reports:
            report = self.center.report(
                kind, self.settlement, locale=locale, names=self.found.names
            )
            yield from self._written(report, _PLURALS.get(kind, kind), locale)
        yield from self._written(self._kpi(locale), "kpi", locale)
        yield from self._written(self._learning(locale), "learning", locale)
        yield from self._written(self._monthly(locale), "monthly", locale)

    def _written(self, report: Report, name: str, locale: str) -> Iterator[Path]:
        if report.document.sections:
            yield report.write(self.output / f"{name}-{locale}.html")

    def _kpi(self, locale: str) -> Report:
        rules, records = self.settlement.rules, self.found.records
        days = rules.period.days("performance")
        sources = measure_kpi(
            {name: records[name].within(days) for name in _TELEPHONY if name in records},
            rules.indicators,
            contracts=self.center.pack.rules.section("contracts"),
            first=days.first,
            last=days.last,
            zone=rules.zone,
        )
        document = build_kpi(sources, locale=locale, names=self.found.names)
        return Report(document=document, renderers=self.center.plugins.renderers)

    @cached_property
    def _operations(self) -> Operations:
        month, records = self.found.month, self.found.records
        return month.operations(*records.values(), settlement=self.settlement)

    def _monthly(self, locale: str) -> Report:
        return self.center.operations_report(self._operations, locale=locale)

    def _learning(self, locale: str) -> Report:
        month = self.found.month.month
        day, since = month.rules.period.days("performance").last, self.found.inputs.since
        learning = month.learning(self.found.records, on=day, since=since)
        return self.center.learning_report(learning, locale=locale, names=self.found.names)

    def readings(self) -> Mapping[str, Money]:
        """Return what the figure shown comes to in all under each reading of the question."""
        lines, asked = self.settlement.rules.plan.lines, self.shown.question
        code = next((each.code for each in lines if each.figure == self.shown.figure), "")
        if asked not in self.center.pack.choices or not code:
            return {}
        return {each.reading: each.by_code[code] for each in self.found.costs(asked).readings}


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
    """Make a month of the pack's sample center, settle it, write every report."""
    center = Center.open(pack, plugins="installed")
    shown = _sample_center(center)
    demo = _made(center, shown, shown.make(seed, period=period), output)
    wanted = (locale,) if locale else ("zh_CN", "en")
    pages = [page for each in wanted for page in demo.pages(each)]
    if as_json:
        write_json("demo", _data(demo, pages))
    else:
        _tell(demo, pages)


def _sample_center(center: Center) -> SampleCenter:
    """Return the sample center of a pack or of one it extends. Raises ``BadParameter``."""
    pack = center.pack
    shown = sample_center_of((pack.id, *(each.name for each in pack.places)))
    if shown is None:
        raise wrong_value(
            "usage-no-sample", "--pack", pack=pack.id, samples=", ".join(SAMPLE_CENTERS)
        )
    return shown


def _made(center: Center, shown: SampleCenter, month: SampleMonth, output: Path) -> _Demo:
    has_plugin = month.adapter in center.plugins.adapters
    adapter = month.adapter if has_plugin else TABLE_ADAPTER
    folder = output / "input"
    write_month(month, folder, calls=CallsAs.QUEUE_LOG if has_plugin else CallsAs.TABLE)
    found = read_month(center, month.period, folder, Calls(adapter=adapter))
    found = found.starting_from(earlier_periods(found, None, None))
    settlement = found.month.settle(found.facts())
    save_settlement(settlement, output / "settlement")
    return _Demo(
        center=center,
        shown=shown,
        found=found,
        settlement=settlement,
        adapter=adapter,
        output=output,
    )


def _data(demo: _Demo, pages: list[Path]) -> dict[str, object]:
    settlement, readings = demo.settlement, demo.readings()
    return {
        "pack": demo.shown.pack,
        "period": settlement.period,
        "employees": len(settlement.employees),
        "lines": len(settlement.lines()),
        "final": settlement.is_final,
        "bonus_by_reading": {name: str(total.amount) for name, total in readings.items()},
        "input": str(demo.output / "input"),
        "settlement": str(demo.output / "settlement"),
        "pages": [str(page) for page in pages],
    }


def _tell(demo: _Demo, pages: list[Path]) -> None:
    locale, settlement = terminal_locale(), demo.settlement
    intake, folder = demo.found.intake, demo.output / "input"
    read, pack = read_of(demo.found), demo.center.pack
    calls = len(intake.records["queue_visit"]) if intake else 0
    label = pack.rules.pack.label.in_locale(locale) or pack.id
    lines = [
        _say("demo-made", locale, center=label, employees=len(settlement.employees), calls=calls,
             folder=folder, adapter=demo.adapter),
        *([_say("rows-read", locale, **read)] if read else []),
        _say("demo-settled", locale, period=settlement.period, lines=len(settlement.lines()),
             state=_say("demo-final" if settlement.is_final else "demo-provisional", locale)),
        *_told_readings(demo, locale),
        _say("demo-look", locale, pages=", ".join(map(str, pages))),
        _say("demo-explain", locale, settlement=demo.output / "settlement",
             employee=example_of(settlement, demo.shown.figure), figure=demo.shown.figure,
             pack=pack.id, folder=folder, adapter=demo.adapter),
    ]  # fmt: skip
    for line in lines:
        click.echo(line)


def _told_readings(demo: _Demo, locale: Locale) -> Iterator[str]:
    readings, asked = demo.readings(), demo.shown.question
    if not readings:
        return
    question = demo.center.pack.choices[asked].asks.in_locale(locale)
    yield _say("demo-readings", locale, question=question)
    taken = demo.settlement.rules.identity.readings.get(asked)
    for reading, total in readings.items():
        amount = format_money(total.amount, total.currency, locale=locale)
        yield f"  {'*' if reading == taken else ' '} {reading}: {amount}"


def example_of(settlement: Settlement, figure: str) -> str:
    """Return the employee who has the least above nothing of a figure: one worth explaining."""
    some: list[tuple[Decimal, str]] = []
    for employee in settlement.employees:
        value = settlement.value(employee, figure)
        amount = value.amount if isinstance(value, Money) else value
        if isinstance(amount, Decimal) and amount > 0:
            some.append((amount, employee))
    return min(some)[1] if some else settlement.employees[0]


def _say(key: str, locale: Locale, **arguments: object) -> str:
    return message(key, arguments, locale=locale)
