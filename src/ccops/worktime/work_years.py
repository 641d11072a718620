"""Years of a work calendar: listed in a pack, or brought by a plugin, each told or not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Protocol

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.worktime.kinds import STATUTORY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.worktime.work_calendar import WorkCalendar

#: The lists of a year, by the kind of day.
LISTS: Final = (STATUTORY, "bridge_off", "bridge_work")
_WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@frozen(kw_only=True)
class WorkYear:
    """The days of one year that are not as the week has them, by kind.

    ``is_confirmed`` says whether the authorities have told which days of the year are off;
    before, only dates that follow from the law are known. ``source`` says who tells it.
    """

    year: int
    kinds: Mapping[dt.date, str]
    is_confirmed: bool
    source: str

    def days(self, kind: str) -> tuple[dt.date, ...]:
        """Return the days of a kind, in order."""
        return tuple(sorted(day for day, each in self.kinds.items() if each == kind))


class WorkCalendarSource(Protocol):
    """A work calendar of a plugin, by the hook ``ccops_calendars``. A pack names it by ``name``.

    Making a year may need an optional library: it is imported then, not before.
    """

    @property
    def name(self) -> str:
        """The id by which packs and the command line name it."""

    @property
    def label(self) -> Label:
        """What people call it."""

    def year(self, year: int) -> WorkYear:
        """Return a year. Raises ``MissingExtraError`` without the library it is read from."""


@frozen(kw_only=True)
class WorkYearRule:
    """A year of the work calendar as a pack lists it.

    Days that are not listed are as the week has them. Work is paid as on a holiday on
    ``statutory`` days only: a bridge day is a rest day, and a make-up workday is no holiday.
    """

    name: str = name_field()
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    year: int = pack_field(Shape.WHOLE, zh="年份", en="the year")
    statutory: tuple[Text, ...] = pack_field(
        Shape.TEXTS, zh="法定节假日", en="the statutory holidays, paid as such when worked"
    )
    bridge_off: tuple[Text, ...] = pack_field(
        Shape.TEXTS, default=(), zh="调休休息日", en="workdays that are off to bridge a holiday"
    )
    bridge_work: tuple[Text, ...] = pack_field(
        Shape.TEXTS, default=(), zh="调休上班日", en="rest days that are worked for a bridge"
    )
    origin: Origin = origin_field()


def compile_work_years(
    rules: Iterable[WorkYearRule],
) -> tuple[tuple[WorkYear, ...], tuple[Diagnostic, ...]]:
    """Return the years a pack lists, and what is wrong with their days."""
    found: dict[int, WorkYear] = {}
    problems: list[Diagnostic] = []
    for rule in rules:
        if rule.year in found:
            told = {"name": rule.name, "year": rule.year}
            problems.append(Diagnostic(code="work-year-twice", span=rule.origin.span, args=told))
        kinds: dict[dt.date, str] = {}
        problems.extend(_read_days(rule, kinds))
        found[rule.year] = WorkYear(
            year=rule.year, kinds=kinds, is_confirmed=True, source=rule.origin.source
        )
    return tuple(found.values()), tuple(problems)


def calendar_of_years(years: Sequence[WorkYear]) -> WorkCalendar:
    """Return the work calendar of years; those that are not confirmed are not known."""
    from ccops.worktime.work_calendar import WorkCalendar  # it waits for records

    kinds = {day: kind for each in years for day, kind in each.kinds.items()}
    confirmed = frozenset(each.year for each in years if each.is_confirmed)
    return WorkCalendar(kinds=kinds, years=confirmed)


def _read_days(rule: WorkYearRule, kinds: dict[dt.date, str]) -> Iterator[Diagnostic]:
    """Take the days of a rule by kind; yield what is no day of its year, or there twice."""
    for kind in LISTS:
        for text in getattr(rule, kind):
            day = _day(text.value)
            told = {"name": rule.name, "day": text.value, "year": rule.year}
            if day is None or day.year != rule.year:
                yield Diagnostic(code="work-day-wrong", span=text.span, args=told)
            elif day in kinds:
                yield Diagnostic(code="work-day-twice", span=text.span, args=told)
            else:
                kinds[day] = kind


def _day(text: str) -> dt.date | None:
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
