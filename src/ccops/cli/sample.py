"""``ccops sample``: which calls are to be heard, by whom and why, from an input folder."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccops.cli.inputs import read_lists
from ccops.cli.list_options import day_option
from ccops.cli.options import (
    input_option,
    json_option,
    open_center,
    pack_option,
    period_option,
    spoken_option,
)
from ccops.cli.output import run_locale, write_json, wrong_value
from ccops.cli.reading import Calls
from ccops.cli.report_forms import check_suffix
from ccops.messages import Locale, message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from ccops.scorecards import Draw, Sample

_COLUMNS = (
    "plan", "period", "contact_id", "agent", "monitor", "for", "stratum", "seats", "size",
    "place", "key", "reason",
)  # fmt: skip


@click.command("sample")
@pack_option
@period_option
@input_option
@click.option("--adapter", default="", help="Reads the files in its folder calls.")
@day_option
@click.option("--plan", default="", help="One of the pack's sampling plans; all without it.")
@spoken_option
@json_option
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The CSV file to write; the list is shown without it.",
)
def verb(
    *,
    pack: str,
    period: str,
    folder: Path,
    adapter: str,
    day: dt.date | None,
    plan: str,
    as_json: bool,
    output: Path | None,
) -> None:
    """Draw the calls that are to be monitored, by whom, each with the reason of its draw."""
    if output is not None:
        check_suffix(output, (".csv",))
    center = open_center(pack)
    found = read_lists(center, period, folder, Calls(adapter=adapter))
    month = found.month.month
    drawn = month.samples(found.records, on=day or month.days.last)
    known = [each.plan for each in drawn]
    if plan and plan not in known:
        raise wrong_value("usage-plan", "--plan", given=plan, known=", ".join(known) or "-")
    samples = [each for each in drawn if plan in ("", each.plan)]
    spoken = run_locale()
    if output is not None:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(_table(samples, spoken), encoding="utf-8-sig", newline="")
    if as_json:
        write_json("sample", {"samples": [each.to_dict() for each in samples]})
        return
    for each in samples:
        for line in _summary(each, spoken):
            click.echo(line)
    click.echo(_table(samples, spoken) if output is None else str(output))


def _table(samples: list[Sample], locale: Locale) -> str:
    """Return the calls as CSV, one a row."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for sample in samples:
        writer.writerows(_row(sample, draw, locale) for draw in sample.draws)
    return text.getvalue()


def _row(sample: Sample, draw: Draw, locale: Locale) -> tuple[object, ...]:
    return (
        sample.plan,
        sample.period,
        draw.contact_id,
        draw.agent,
        draw.monitor,
        draw.base.value,
        _stratum(sample, draw),
        draw.seats,
        draw.size,
        draw.place,
        draw.key,
        _reason(sample, draw, locale),
    )


def _stratum(sample: Sample, draw: Draw) -> str:
    return " ".join(f"{name}={word}" for name, word in sample.kind_of(draw).items()) or "-"


def _reason(sample: Sample, draw: Draw, locale: Locale) -> str:
    needed = {each.employee: each.needed for each in sample.listened}
    told = {
        "agent": draw.agent,
        "needed": needed.get(draw.agent, 0),
        "stratum": _stratum(sample, draw),
        "seats": draw.seats,
        "size": draw.size,
        "place": draw.place,
    }
    return message(f"sample-reason-{draw.base.value}", told, locale=locale)


def _summary(sample: Sample, locale: Locale) -> Iterator[str]:
    """Yield what each monitor has to hear, and who has too few calls."""
    told: dict[str, object] = {"plan": sample.plan, "period": sample.period}
    people, calls = len(sample.listened), len(sample.draws)
    yield message("sample-head", {**told, "people": people, "calls": calls}, locale=locale)
    for each in sample.quotas:
        key = "sample-rest" if each.share is None else "sample-share"
        quota = {
            "monitor": each.monitor,
            "employee": each.employee,
            "share": "-" if each.share is None else f"{each.share * 100}%",
            "base": each.base,
            "due": each.due,
            "drawn": each.drawn,
        }
        yield "  " + message(key, quota, locale=locale)
    for person in sample.short:
        short = {
            "employee": person.employee,
            "needed": person.needed,
            "drawn": sample.drawn_of(person.employee),
        }
        yield "  " + message("sample-short", short, locale=locale)
    alone = sum(1 for each in sample.draws if not each.monitor)
    if alone:
        yield "  " + message("sample-unheard", {"calls": alone}, locale=locale)
    if sample.unmeasured:
        left_out = {"calls": sample.unmeasured}
        yield "  " + message("sample-unmeasured", left_out, locale=locale)
