"""``ccops calendar``: which days are statutory holidays, and a year written into a pack."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import click

from ccops.center import find_plugins, load_pack
from ccops.cli.options import json_option, words_option
from ccops.cli.output import write_json, wrong_usage
from ccops.errors import DataError, UnknownNameError
from ccops.messages import Diagnostic, message, nearest, worded
from ccops.rulepack.loading import find_folder
from ccops.rulepack.work_days import work_years
from ccops.rulepack.year_writing import freeze_year
from ccops.worktime import LISTS, calendar_of_years

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.messages import Locale
    from ccops.rulepack import Catalog
    from ccops.worktime import WorkCalendarSource, WorkYear

_YEAR: Final = click.IntRange(1900, 2199)
_KINDS: Final[Mapping[str, str]] = {
    "statutory": "day-statutory",
    "bridge_off": "day-bridge-off",
    "bridge_work": "day-bridge-work",
}


@click.group("calendar")
def verb() -> None:
    """Look at work calendars, and write a year of one into a pack."""


@verb.command("show")
@click.option("--pack", "pack", metavar="PACK", help="The calendar of a pack.")
@click.option("--calendar", "name", metavar="NAME", help="A calendar a plugin brings: cn.")
@click.option("--year", required=True, type=_YEAR, help="The year.")
@words_option
@json_option
def show(*, pack: str | None, name: str | None, year: int, locale: Locale, as_json: bool) -> None:
    """List the days of a year that are not as the week has them, by kind."""
    if (pack is None) == (name is None):
        raise wrong_usage("usage-pack-or-calendar")
    found = _year_of_pack(pack, year) if pack else _source(name or "").year(year)
    if as_json:
        write_json("calendar", _data(found))
    else:
        _tell(found, locale)


@verb.command("freeze")
@click.argument("pack")
@click.option("--calendar", "name", metavar="NAME", help="The calendar; the pack's without it.")
@click.option("--year", required=True, type=_YEAR, help="The year.")
@words_option
@json_option
def freeze(pack: str, *, name: str | None, year: int, locale: Locale, as_json: bool) -> None:
    """Write a year into the folder of a pack, so that later releases change no paid month.

    A year whose days off are not confirmed is refused, and so is one that is written already.
    """
    catalog = find_plugins().catalog
    wanted = name or _named_by(pack)
    source = _source(wanted, catalog)
    found = source.year(year)
    path = freeze_year(find_folder(pack, catalog), source.name, source.label, found)
    if as_json:
        write_json("calendar-freeze", {**_data(found), "file": str(path)})
        return
    told = {"file": path, "year": year, "count": len(found.days(LISTS[0])), "source": found.source}
    click.echo(message("calendar-written", told, locale=locale))


def _named_by(pack: str) -> str:
    """Return the work calendar a pack names. Raises ``UsageError`` where it names none."""
    named = load_pack(pack, plugins="installed").rules.pack.work_calendar
    if named is None:
        raise wrong_usage("usage-no-calendar", pack=pack)
    return named.value


def _source(name: str, catalog: Catalog | None = None) -> WorkCalendarSource:
    known = (catalog or find_plugins().catalog).work_calendars
    if name not in known:
        raise UnknownNameError("calendar", name, nearest(name, known))
    return known[name]


def _year_of_pack(pack: str, year: int) -> WorkYear:
    found = work_years(load_pack(pack, plugins="installed"), (year,))
    if not found:
        raise DataError((Diagnostic(code="calendar-year-unknown", args={"year": year}),))
    return found[0]


def _data(year: WorkYear) -> dict[str, object]:
    lists = {kind: [day.isoformat() for day in year.days(kind)] for kind in LISTS}
    return {
        "year": year.year,
        "confirmed": year.is_confirmed,
        "source": year.source,
        "workdays": _workdays(year),
        **lists,
    }


def _workdays(year: WorkYear) -> int:
    calendar = calendar_of_years((year,))
    first = dt.date(year.year, 1, 1).toordinal()
    last = dt.date(year.year, 12, 31).toordinal()
    return sum(calendar.is_workday(dt.date.fromordinal(day)) for day in range(first, last + 1))


def _tell(year: WorkYear, locale: Locale) -> None:
    for kind in LISTS:
        days = year.days(kind)
        told = {"kind": worded(_KINDS[kind]), "count": len(days)}
        click.echo(message("calendar-kind", told, locale=locale))
        for day in days:
            click.echo(f"  {day.isoformat()}")
    state = "calendar-confirmed" if year.is_confirmed else "calendar-not-confirmed"
    told = {"year": year.year, "workdays": _workdays(year), "source": year.source}
    click.echo(message(state, told, locale=locale))
