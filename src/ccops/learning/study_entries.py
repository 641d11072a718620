"""Entries of study in pairs: how far each is, and what the weekly tests came to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import reference_span
from ccops.kpi.keys import parts_of
from ccops.learning.list_values import ListValue, list_value
from ccops.learning.row_views import views
from ccops.learning.studies import StudyRule, WeekDay
from ccops.messages import Diagnostic, Label, Severity
from ccops.values import Missing, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.kpi import Measured, Records

_WEEK: Final = dt.timedelta(days=7)
_DAY: Final = dt.timedelta(days=1)
_Row = Mapping[str, object]


@attrs.frozen(kw_only=True)
class Study:
    """How far one of a pair is on a day: modules, and a test result for each week so far.

    ``tests`` are by the first day of the week; a week that is over without a test was missed.
    """

    employee: str
    pair: str
    modules: tuple[str, ...]
    finished: int
    late: int
    tests: Mapping[dt.date, ListValue | Missing]
    missed: int

    @property
    def progress(self) -> ListValue:
        """The share of the modules that are finished."""
        return ListValue(Fraction(self.finished, len(self.modules)), Unit.RATIO)

    @property
    def last_result(self) -> ListValue | Missing:
        """What the last test came to."""
        known = [each for each in self.tests.values() if isinstance(each, ListValue)]
        return known[-1] if known else Missing.NO_RECORDS

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "pair": self.pair,
            "modules": self.modules,
            "finished": self.finished,
            "progress": self.progress,
            "late": self.late,
            "tests": sum(isinstance(each, ListValue) for each in self.tests.values()),
            "last_result": self.last_result,
            "missed": self.missed,
        }


@attrs.frozen(kw_only=True)
class StudyList:
    """Everybody who studies in a pair since the day it began, pair by pair."""

    name: str
    label: Label
    began: dt.date
    entries: tuple[Study, ...]
    findings: tuple[Diagnostic, ...] = ()


def study_list(
    rule: StudyRule,
    modules: Records | None,
    tests: Measured | None,
    *,
    taught: Iterable[str] = (),
    on: dt.date,
) -> StudyList:
    """Return how far pairs are on a day; ``tests`` are by person and day, ``taught`` all modules.

    As warnings a pair of another size (``study-pair-size``), a module both have
    (``study-module-twice``), and modules a pair has not split among them
    (``study-module-untaken``).
    """
    began = rule.began(on)
    rows = [row for row in views(modules) if began <= _date(row["day"]) <= on]
    results = _results(rule, tests, on)
    people: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        people.setdefault((str(row["pair"]), str(row["employee_id"])), []).append(row)
    entries = tuple(
        _study(rule, who, own, (results.get(who[1], {}), on))
        for who, own in sorted(people.items())
    )
    findings = tuple(_doubts(rule, rows, frozenset(taught)))
    return StudyList(
        name=rule.name, label=rule.label, began=began, entries=entries, findings=findings
    )


def _results(
    rule: StudyRule, tests: Measured | None, on: dt.date
) -> dict[str, dict[dt.date, ListValue]]:
    """Return the results by person and day, up to a day."""
    found: dict[str, dict[dt.date, ListValue]] = {}
    for key in tests.keys if tests is not None else ():
        who, day = parts_of(key, 2)
        value = list_value(tests, rule.name, key) if tests is not None else Missing.NO_RECORDS
        is_known = isinstance(day, int) and day <= on.toordinal()
        # an exam of another kind has no value
        if is_known and isinstance(day, int) and isinstance(value, ListValue):
            found.setdefault(str(who), {})[dt.date.fromordinal(day)] = value
    return found


def _study(
    rule: StudyRule,
    who: tuple[str, str],
    rows: Sequence[_Row],
    known: tuple[Mapping[dt.date, ListValue], dt.date],
) -> Study:
    results, on = known
    ends = [row["finished_on"] for row in rows]
    done = [x for x in ends if isinstance(x, int) and x <= on.toordinal()]
    is_done = len(done) == len(rows)
    first = min(_date(row["day"]) for row in rows)
    last = dt.date.fromordinal(max(done)) if is_done else on
    weeks = list(_weeks(rule.week, first, last))
    by_week = {week: _of_week(week, results) for week in weeks}
    over = [week for week in weeks if week + _WEEK <= on or is_done]
    missed = sum(not isinstance(by_week[week], ListValue) for week in over)
    return Study(
        employee=who[1],
        pair=who[0],
        modules=tuple(sorted(str(row["module"]) for row in rows)),
        finished=len(done),
        late=sum(_is_late(row, on) for row in rows),
        tests=by_week,
        missed=missed,
    )


def _is_late(row: _Row, on: dt.date) -> bool:
    """Say whether a module was not done by the day its learner set himself."""
    planned, ended = row["planned_until"], row["finished_on"]
    if not isinstance(planned, int):
        return False
    return (ended if isinstance(ended, int) else on.toordinal()) > planned


def _of_week(week: dt.date, results: Mapping[dt.date, ListValue]) -> ListValue | Missing:
    """Return the last result of a week."""
    days = sorted(day for day in results if week <= day < week + _WEEK)
    return results[days[-1]] if days else Missing.NO_RECORDS


def _weeks(begins: WeekDay, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the first days of the weeks from one day to another."""
    since = first.weekday() if begins is WeekDay.MONDAY else (first.weekday() + 1) % 7
    week = first - since * _DAY
    while week <= last:
        yield week
        week += _WEEK


def _date(day: object) -> dt.date:
    return dt.date.fromordinal(day) if isinstance(day, int) else dt.date.min


def _doubts(rule: StudyRule, rows: Sequence[_Row], taught: frozenset[str]) -> Iterator[Diagnostic]:
    pairs: dict[str, list[_Row]] = {}
    for row in rows:
        pairs.setdefault(str(row["pair"]), []).append(row)
    for pair, own in sorted(pairs.items()):
        people = {str(row["employee_id"]) for row in own}
        listed = [str(row["module"]) for row in own]
        if len(people) != rule.pair:
            yield _doubt("study-pair-size", own, pair=pair, people=len(people), wanted=rule.pair)
        twice = sorted({each for each in listed if listed.count(each) > 1})
        if twice:
            yield _doubt("study-module-twice", own, pair=pair, modules=", ".join(twice))
        left = sorted(taught - set(listed))
        if left:
            yield _doubt("study-module-untaken", own, pair=pair, modules=", ".join(left))


def _doubt(code: str, rows: Sequence[_Row], /, **told: object) -> Diagnostic:
    span = reference_span(str(rows[0]["source_ref"]))
    return Diagnostic(code=code, severity=Severity.WARNING, span=span, args=told)
