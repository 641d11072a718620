"""Plugins that load and that do not, and the years of the work calendars they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.center import find_plugins, load_pack
from ccops.cli.doctor.findings import Finding, State
from ccops.errors import MissingExtraError
from ccops.rulepack.work_days import work_years

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.worktime import WorkCalendarSource, WorkYear


def plugins() -> Iterator[Finding]:
    """Yield each plugin with its version, and each that cannot be loaded with its problem."""
    found = find_plugins()
    for info in found.infos[1:]:
        told = {"version": info.version}
        yield Finding(
            topic="plugin", name=info.name, state=State.WELL, message="doctor-plugin", told=told
        )
    for each in found.diagnostics:
        told = {key: str(value) for key, value in each.args.items()}
        name = told.pop("plugin")
        yield Finding(
            topic="plugin", name=name, state=State.WRONG, message="doctor-plugin-broken", told=told
        )


def calendars(years: tuple[int, ...], pack: str | None) -> Iterator[Finding]:
    """Yield whether the days off of years are confirmed: of each calendar, and of a pack."""
    for name, source in sorted(find_plugins().catalog.work_calendars.items()):
        yield from _years(name, source, years)
    if pack is not None:
        frozen = {
            each.year: each for each in work_years(load_pack(pack, plugins="installed"), years)
        }
        for year in years:
            yield _year(pack, year, frozen.get(year))


def _years(name: str, source: WorkCalendarSource, years: Sequence[int]) -> Iterator[Finding]:
    for year in years:
        try:
            yield _year(name, year, source.year(year))
        except MissingExtraError as error:
            yield Finding(
                topic="calendar",
                name=name,
                state=State.ABSENT,
                message="doctor-calendar-extra",
                told={"extra": error.extra},
            )
            return


def _year(name: str, year: int, found: WorkYear | None) -> Finding:
    told = {"year": str(year), "source": found.source if found else ""}
    if found is None:
        state, message = State.ABSENT, "doctor-calendar-unknown"
    elif found.is_confirmed:
        state, message = State.WELL, "doctor-calendar"
    else:
        state, message = State.ABSENT, "doctor-calendar-open"
    return Finding(topic="calendar", name=name, state=state, message=message, told=told)
