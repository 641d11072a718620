"""``ccops demo``: the main job on a sample month, from calls to explained pay statements."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccops.cli.demo_months import SETTLEMENT, Asked, DemoMonths, begin_before, settled
from ccops.cli.demo_workers import Begun, rarely_collected, workers
from ccops.cli.options import (
    OUTPUT_FOLDER,
    checked_period,
    json_option,
    open_center,
    spoken_option,
)
from ccops.cli.output import asked_locale, called, run_locale, write_json, wrong_value
from ccops.cli.progress import counting, standing_still, working
from ccops.cli.settle import read_of
from ccops.messages import LOCALES, Locale, format_money, message
from ccops.testing.sample_centers import SAMPLE_CENTERS, SampleCenter, sample_of
from ccops.testing.sample_month import PACK
from ccops.values import Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.adapters import SampleInput
    from ccops.center import Center
    from ccops.cli.demo_folder import DemoFolder
    from ccops.messages import Label
    from ccops.settlement import Settlement


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
@click.option(
    "--also",
    multiple=True,
    type=click.Choice(LOCALES),
    help="Another language in which the pages are written. May be repeated.",
)
@spoken_option
@json_option
@click.option("-o", "--output", default=Path("demo-out"), type=OUTPUT_FOLDER)
def verb(
    *,
    pack: str,
    period: str | None,
    seed: int | None,
    also: Sequence[Locale],
    as_json: bool,
    output: Path,
) -> None:
    """Make two months of the pack's sample center, settle them, write every report of the last."""
    center = open_center(pack)
    with rarely_collected(), standing_still():
        _made(center, (period, seed), also, output, as_json=as_json)


def _made(
    center: Center,
    asked: Asked,
    also: Sequence[Locale],
    output: Path,
    *,
    as_json: bool,
) -> None:
    """Make the months, write the pages, and tell of them."""
    sample = _sample_of(center)
    center.pack.refuse_unsound()  # checked once, for the copies of this process too
    written: list[Path] = []
    with workers() as beside:
        before = begin_before(center, sample, asked, output, beside)
        # Reports are long to import: the month before is made meanwhile.
        from ccops.cli.demo_files import PageFiles
        from ccops.cli.demo_folder import DemoFolder, check_pages, write_book

        check_pages(center)
        files = PageFiles(output=output, locales=_locales(center, also))
        book = Begun(workers=beside, work=partial(write_book, center, files))
        with working("step-made"):
            demo = settled(center, sample, asked, output, before, book)
        readings = beside.begin(demo.readings)
        folder = DemoFolder(months=demo, files=files, book=book.result)
        with counting("step-pages") as count:
            for file in folder.write(beside):
                written.append(file)
                count(len(written))
        by_reading = readings()
    for why, lacking in folder.left_out.items():
        told = _say("demo-left-out", run_locale(), files=", ".join(lacking), why=why)
        click.echo(told, err=True)
    if as_json:
        write_json("demo", _data(demo, by_reading, written))
    else:
        _tell(demo, by_reading, folder, len(written))


def _locales(center: Center, also: Sequence[Locale]) -> tuple[Locale, ...]:
    """Return the languages of the pages, the first that of the run, or the center's own."""
    own: Locale = next(each for each in LOCALES if each == center.pack.locale)
    return tuple(dict.fromkeys((asked_locale() or own, *also)))


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


def _data(demo: DemoMonths, readings: Mapping[str, Money], pages: list[Path]) -> dict[str, object]:
    settlement = demo.settlement
    return {
        "pack": demo.shown.pack,
        "period": settlement.period,
        "employees": len(settlement.employees),
        "lines": len(settlement.lines()),
        "final": settlement.is_final,
        "bonus_by_reading": {name: str(total.amount) for name, total in readings.items()},
        "input": str(demo.input),
        "settlement": str(demo.output / SETTLEMENT),
        "pages": [str(page) for page in pages],
    }


def _tell(
    demo: DemoMonths, readings: Mapping[str, Money], folder: DemoFolder, written: int
) -> None:
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
        *_told_readings(demo, readings, locale),
        _say("demo-look", locale, files=written - len(folder.indexes)),
        *(f"  {page}" for page in folder.indexes),
        _say("demo-explain", locale),
        f"  {_explaining(demo)}",
    ]  # fmt: skip
    for line in lines:
        click.echo(line)


def _explaining(demo: DemoMonths) -> str:
    """Return the command that explains a figure of somebody, down to the rows handed in."""
    settlement, figure = demo.output / SETTLEMENT, demo.shown.figure
    employee = example_of(demo.settlement, figure)
    words = [called(), "explain", str(settlement), employee, figure, "--pack", demo.center.pack.id]
    reading = ["--adapter", demo.adapter] if demo.adapter else []
    return " ".join([*words, "--records", str(demo.input), *reading])


def _told_readings(
    demo: DemoMonths, readings: Mapping[str, Money], locale: Locale
) -> Iterator[str]:
    asked = demo.shown.question
    if not readings:
        return
    choice = demo.center.pack.choices[asked]
    yield _say("demo-readings", locale, question=choice.asks.in_locale(locale))
    taken = demo.settlement.rules.identity.readings.get(asked)
    for reading, total in readings.items():
        amount = format_money(total.amount, total.currency, locale=locale)
        named: Label | None = choice.called.get(reading)
        words = (named.in_locale(locale) if named else "") or reading
        line = _say("settled-line", locale, label=words, value=amount)
        yield f"  {'*' if reading == taken else ' '} {line}"


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
