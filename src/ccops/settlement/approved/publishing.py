"""Publishing: what of a settlement each reader of a publication gets to see, and nothing more.

A publication becomes one sheet for each reader: each employee, each team, or everybody. What a
reader may not see is not in his sheet: nobody beyond the top share, and where reasons are not
shown neither a reason nor why a value is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

from ccops.errors import DataError, SettlementError, UnknownNameError
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, listed, message, nearest
from ccops.organization import (
    Audience,
    Delay,
    Identification,
    PublicationRule,
    Timeliness,
    due_day,
)
from ccops.plan import RankStep
from ccops.rules.places import Share, places_of
from ccops.settlement.approved.published import (
    Publication,
    PublishedColumn,
    PublishedReason,
    PublishedRow,
    PublishedSheet,
)
from ccops.values import DayKind, Missing, NotApplicable, PublicValue, Unit
from ccops.worktime import WorkCalendar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ccops.settlement.settled.settlement import Settlement  # noqa: TC004 - a circle otherwise
    from ccops.values import Scalar

#: The fact with the team of everybody on the last day of the period he is employed.
_TEAM: Final = "team"


def publication_rule(settlement: Settlement, name: str) -> PublicationRule:
    """Return a publication of the pack. Raises ``UnknownNameError`` where it has none such."""
    listed = {each.name: each for each in settlement.rules.publications}
    if name not in listed:
        raise UnknownNameError("publication", name, nearest(name, listed))
    return listed[name]


def published(
    settlement: Settlement,
    rule: PublicationRule,
    *,
    names: Mapping[str, str],
    readers: Collection[str] | None = None,
) -> Publication:
    """Return what each reader of a publication gets to see, or only some of them.

    ``names`` are those of employees by id. Raises ``DataError`` where rows are to bear names and
    somebody's is not among them.
    """
    found, without_team = _by_reader(settlement, rule, _rows_shown(settlement, rule))
    if readers is not None:
        found = {reader: found[reader] for reader in readers if reader in found}
    writer = _Writer(settlement, rule, names)
    writer.check_names(row for rows in found.values() for row in rows)
    return Publication(
        name=rule.name,
        period=settlement.period,
        audience=rule.audience,
        sheets=tuple(writer.sheet(reader, found[reader]) for reader in sorted(found)),
        without_team=without_team,
    )


def timeliness(
    settlement: Settlement,
    rule: PublicationRule,
    *,
    on: dt.date,
    published_on: dt.date | None = None,
    delay: Delay | None = None,
    work_calendar: WorkCalendar | None = None,
) -> Timeliness:
    """Return how a publication stands on a day.

    Without ``published_on`` the day decided for the period counts, where the pack names one.
    Raises ``SettlementError`` where workdays are to be counted without a work calendar.
    """
    if published_on is None and rule.date is not None:
        published_on = _decided(settlement, rule.date.value)
    return Timeliness(
        publication=rule.name,
        period=settlement.period,
        due=_due(settlement, rule, work_calendar),
        on=on,
        published_on=published_on,
        delay=delay,
    )


# -- when ---------------------------------------------------------------------------------------


def _due(
    settlement: Settlement, rule: PublicationRule, work_calendar: WorkCalendar | None
) -> dt.date:
    due, rules = rule.due, settlement.rules
    if due.decided is not None:
        return _decided(settlement, due.decided.value)
    calendar = due.calendar.value if due.calendar is not None else rules.default_calendar
    if due.kind is DayKind.WORKDAYS and work_calendar is None:
        told = {"name": rule.name}
        raise SettlementError((Diagnostic(code="publication-workdays", args=told),))
    days = work_calendar or WorkCalendar()  # not asked where calendar days are counted
    return due_day(due, rules.period.days(calendar).last, days.is_workday)


def _decided(settlement: Settlement, name: str) -> dt.date:
    """Return a day decided for the period; a pack that loads has it, and it is a day."""
    constant = cast("Scalar", settlement.rules.plan.constants[name].constant)
    return cast("dt.date", constant.value)


# -- whom ---------------------------------------------------------------------------------------


def _rows_shown(settlement: Settlement, rule: PublicationRule) -> list[int]:
    """Return the rows of the people shown, in the order in which they stand."""
    members = settlement.results.populations[rule.population.value]
    if rule.rank is None:
        return list(members)
    shown = []
    for row in members:
        place = _place_shown(settlement, rule, rule.rank.value, row)
        if place is not None:
            shown.append((place, row))
    return [row for _, row in sorted(shown)]


def _place_shown(settlement: Settlement, rule: PublicationRule, rank: str, row: int) -> int | None:
    """Return somebody's place where it is within the top share; ``None`` where he has none."""
    found = settlement.results.column_at(rank, row)
    if found is None or found.ranking is None or not isinstance(found.step, RankStep):
        return None
    place = found.at(row)
    if not isinstance(place, int):
        return None
    if rule.top is not None:
        ranked = found.step.rule
        share = Share(rounding=ranked.places, at_least=ranked.places_at_least)
        size = found.ranking.size[found.members.positions[row]]
        if place > places_of(rule.top.number, size, share):
            return None
    return place


def _by_reader(
    settlement: Settlement, rule: PublicationRule, rows: Sequence[int]
) -> tuple[dict[str, list[int]], tuple[str, ...]]:
    """Return the rows each reader sees, and the employees whose reader is not known."""
    match rule.audience:
        case Audience.EMPLOYEE:
            return {settlement.employees[row]: [row] for row in rows}, ()
        case Audience.TEAM:
            return _by_team(settlement, rows)
        case _:
            return {"": list(rows)}, ()


def _by_team(
    settlement: Settlement, rows: Iterable[int]
) -> tuple[dict[str, list[int]], tuple[str, ...]]:
    found: dict[str, list[int]] = {}
    without: list[str] = []
    teams = settlement.results.facts.employees.columns[_TEAM]
    for row in rows:
        team = teams.at(row)
        if isinstance(team, str) and team:
            found.setdefault(team, []).append(row)
        else:
            without.append(settlement.employees[row])
    return found, tuple(sorted(without))


# -- what ---------------------------------------------------------------------------------------


@frozen(eq=False)
class _Writer:
    """Writes the sheets of one publication."""

    settlement: Settlement
    rule: PublicationRule
    names: Mapping[str, str]

    def check_names(self, rows: Iterable[int]) -> None:
        """Raise ``DataError`` where a name is wanted and not given."""
        if self.rule.identified_by is not Identification.NAME:
            return
        absent = sorted(each for each in map(self._id, rows) if not self.names.get(each))
        if absent:
            told = {"name": self.rule.name, "employees": listed(absent)}
            raise DataError((Diagnostic(code="publication-names", args=told),))

    def sheet(self, reader: str, rows: Sequence[int]) -> PublishedSheet:
        """Return what a reader gets who sees some rows."""
        columns = self.columns
        is_provisional = self.settlement.is_provisional
        return PublishedSheet(
            publication=self.rule.name,
            label=self.rule.label,
            period=self.settlement.period,
            audience=self.rule.audience,
            identified_by=self.rule.identified_by,
            reader=reader,
            columns=columns,
            rows=tuple(map(self._row, rows)),
            provisional=tuple(
                each.name
                for each in columns
                if any(is_provisional(each.name, row) for row in rows)
            ),
        )

    @cached_property
    def columns(self) -> tuple[PublishedColumn, ...]:
        """The columns, the same in every sheet."""
        settlement = self.settlement
        units = {each.value: settlement.unit_of(each.value) for each in self.rule.shows}
        return tuple(
            PublishedColumn(
                name=name,
                label=settlement.rules.plan.label_of(name),
                unit=unit,
                currency=settlement.rules.currency if unit in (Unit.MONEY, Unit.RATE) else "",
            )
            for name, unit in units.items()
        )

    def _id(self, row: int) -> str:
        return self.settlement.employees[row]

    def _row(self, row: int) -> PublishedRow:
        employee = self._id(row)
        by_number = self.rule.identified_by is Identification.STAFF_NUMBER
        found = {each.name: self.settlement.value(employee, each.name) for each in self.columns}
        return PublishedRow(
            who=employee if by_number else self.names[employee],
            values=tuple(map(_known, found.values())),
            reasons=tuple(tuple(self._reasons(employee, *each)) for each in found.items())
            if self.rule.reasons
            else (),
        )

    def _reasons(
        self, employee: str, name: str, value: PublicValue | Missing | NotApplicable
    ) -> Iterator[PublishedReason]:
        if isinstance(value, Missing):
            yield PublishedReason(code=value.value, label=_words(f"missing-{value.value}"))
        for each in self.settlement.reasons(employee, name):
            yield PublishedReason(code=each.code, label=each.label)


def _known(value: PublicValue | Missing | NotApplicable) -> PublicValue | None:
    return None if isinstance(value, Missing | NotApplicable) else value


def _words(key: str) -> Label:
    return Label(zh=message(key, {}, locale="zh_CN"), en=message(key, {}, locale="en"))
