"""``ccops demo``: the main job on a sample month, from calls to explained pay statements."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import click

from ccops.adapters import SampleInput
from ccops.center import Center
from ccops.cli.demo_folder import DemoFolder
from ccops.cli.demo_pages import DemoPages
from ccops.cli.inputs import InputMonth, earlier_periods, read_month
from ccops.cli.options import (
    OUTPUT_FOLDER,
    checked_period,
    json_option,
    open_center,
    spoken_option,
)
from ccops.cli.output import asked_locale, run_locale, write_json, wrong_value
from ccops.cli.progress import counting, working
from ccops.cli.reading import Calls
from ccops.cli.settle import read_of
from ccops.messages import Locale, format_money, message
from ccops.settlement import Settlement, save_settlement
from ccops.testing.sample_calls_table import TABLE_ADAPTER
from ccops.testing.sample_centers import SAMPLE_CENTERS, SampleCenter, sample_of
from ccops.testing.sample_files import CallsAs, write_month
from ccops.testing.sample_month import PACK
from ccops.values import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.messages import Label

#: What is made where nobody says which month, and by which seed.
_PERIOD: Final = "2026-10"
_SEED: Final = 20_261_001
#: The languages where nobody says which; that of the pack comes first.
_LOCALES: Final[tuple[Locale, ...]] = ("zh_CN", "en")


@attrs.frozen(kw_only=True, eq=False, slots=False)
class _Demo:
    """A month that was made, read and settled, and where it lies."""

    center: Center
    shown: SampleCenter | SampleInput
    found: InputMonth
    settlement: Settlement
    adapter: str
    output: Path

    @property
    def input(self) -> Path:
        """The folder of the files that were handed in."""
        return self.output / "input"

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
    default=None,
    metavar="YYYY-MM",
    callback=lambda context, option, value: value and checked_period(context, option, value),
    help="The period to make; 2026-10 without it.",
)
@click.option("--seed", default=None, type=int, help="Another seed makes another month.")
@spoken_option
@json_option
@click.option("-o", "--output", default=Path("demo-out"), type=OUTPUT_FOLDER)
def verb(*, pack: str, period: str | None, seed: int | None, as_json: bool, output: Path) -> None:
    """Make a month of the pack's sample center, settle it, write every report."""
    center = open_center(pack)
    sample = _sample_of(center)
    with working("step-made"):
        demo = _settled(center, sample, (period, seed), output)
    asked = asked_locale()
    wanted = (asked,) if asked else sorted(_LOCALES, key=lambda each: each != center.pack.locale)
    pages = DemoPages(center=center, found=demo.found, settlement=demo.settlement)
    folder = DemoFolder(pages=pages, output=output, locales=wanted)
    files: list[Path] = []
    with counting("step-pages") as count:
        for file in folder.write():
            files.append(file)
            count(len(files))
    for why, lacking in folder.left_out.items():
        told = _say("demo-left-out", run_locale(), files=", ".join(lacking), why=why)
        click.echo(told, err=True)
    if as_json:
        write_json("demo", _data(demo, files))
    else:
        _tell(demo, folder, len(files))


def _sample_of(center: Center) -> SampleCenter | SampleInput:
    """Return what shows a pack, or one it extends: a plugin's month before the library's.

    Raises ``BadParameter`` where nothing does.
    """
    brought = center.plugins.sample_months
    shown = sample_of((center.pack.id, *(each.name for each in center.pack.places)), brought)
    if shown is not None:
        return shown
    known = ", ".join(dict.fromkeys((*SAMPLE_CENTERS, *brought)))
    raise wrong_value("usage-no-sample", "--pack", pack=center.pack.id, samples=known)


def _settled(
    center: Center,
    shown: SampleCenter | SampleInput,
    asked: tuple[str | None, int | None],
    output: Path,
) -> _Demo:
    folder = output / "input"
    if isinstance(shown, SampleCenter):
        period, adapter = _made(center, shown, asked, folder)
    else:
        period, adapter = _copied(shown, asked, folder)
    found = read_month(center, period, folder, Calls(adapter=adapter))
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


def _made(
    center: Center, shown: SampleCenter, asked: tuple[str | None, int | None], folder: Path
) -> tuple[str, str]:
    """Write the month of a seed; return its period, and the adapter that reads its calls."""
    period, seed = asked
    month = shown.make(_SEED if seed is None else seed, period=period or _PERIOD)
    has_plugin = month.adapter in center.plugins.adapters
    write_month(month, folder, calls=CallsAs.QUEUE_LOG if has_plugin else CallsAs.TABLE)
    return month.period, month.adapter if has_plugin else TABLE_ADAPTER


def _copied(
    shown: SampleInput, asked: tuple[str | None, int | None], folder: Path
) -> tuple[str, str]:
    """Copy the files of a month; return its period, and the adapter that reads its calls."""
    period, seed = asked
    if seed is not None or period not in (None, shown.period):
        option = "--period" if seed is None else "--seed"
        raise wrong_value("usage-sample-fixed", option, pack=shown.pack, period=shown.period)
    shutil.copytree(shown.folder, folder, dirs_exist_ok=True)
    return shown.period, shown.adapter


def _data(demo: _Demo, pages: list[Path]) -> dict[str, object]:
    settlement, readings = demo.settlement, demo.readings()
    return {
        "pack": demo.shown.pack,
        "period": settlement.period,
        "employees": len(settlement.employees),
        "lines": len(settlement.lines()),
        "final": settlement.is_final,
        "bonus_by_reading": {name: str(total.amount) for name, total in readings.items()},
        "input": str(demo.input),
        "settlement": str(demo.output / "settlement"),
        "pages": [str(page) for page in pages],
    }


def _tell(demo: _Demo, folder: DemoFolder, written: int) -> None:
    locale, settlement = run_locale(), demo.settlement
    intake, read, pack = demo.found.intake, read_of(demo.found), demo.center.pack
    calls = len(intake.records["queue_visit"]) if intake else 0
    label = pack.rules.pack.label.in_locale(locale) or pack.id
    files = sum(each.is_file() for each in demo.input.rglob("*"))
    lines = [
        _say("demo-made", locale, center=label, employees=len(settlement.employees), calls=calls,
             folder=demo.input, files=files),
        *([_say("rows-read", locale, **read)] if read else []),
        _say("demo-settled", locale, period=settlement.period, lines=len(settlement.lines()),
             state=_say("demo-final" if settlement.is_final else "demo-provisional", locale)),
        *_told_readings(demo, locale),
        _say("demo-look", locale, files=written - len(folder.indexes)),
        *(f"  {page}" for page in folder.indexes),
        _say("demo-explain", locale),
        f"  {_explaining(demo)}",
    ]  # fmt: skip
    for line in lines:
        click.echo(line)


def _explaining(demo: _Demo) -> str:
    """Return the command that explains a figure of somebody, down to the rows handed in."""
    settlement, figure = demo.output / "settlement", demo.shown.figure
    employee = example_of(demo.settlement, figure)
    words = ["ccops explain", str(settlement), employee, figure, "--pack", demo.center.pack.id]
    reading = ["--adapter", demo.adapter] if demo.adapter else []
    return " ".join([*words, "--records", str(demo.input), *reading])


def _told_readings(demo: _Demo, locale: Locale) -> Iterator[str]:
    readings, asked = demo.readings(), demo.shown.question
    if not readings:
        return
    choice = demo.center.pack.choices[asked]
    yield _say("demo-readings", locale, question=choice.asks.in_locale(locale))
    taken = demo.settlement.rules.identity.readings.get(asked)
    for reading, total in readings.items():
        amount = format_money(total.amount, total.currency, locale=locale)
        named: Label | None = choice.called.get(reading)
        words = (named.in_locale(locale) if named else "") or reading
        yield f"  {'*' if reading == taken else ' '} {words}: {amount}"


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
