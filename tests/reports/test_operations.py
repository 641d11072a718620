"""Reports of a day, a week, a month: the values of ``ccops kpi``, and what changed."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pytest
from click import Context
from hypothesis import given
from hypothesis import strategies as st

from ccops.cli.app import cli
from ccops.contacts import QUEUE_VISIT
from ccops.contacts.local_time import LocalClock
from ccops.errors import UnknownNameError
from ccops.kpi import RecordColumn, Records
from ccops.organization import MadeBy
from ccops.reports import Document, Facts, Paragraph, Table
from ccops.reports.document.charts import Chart
from ccops.reports.operations import SpanKind, day_span, month_span, week_span
from ccops.reports.operations.aims import aims_of
from ccops.reports.operations.changes import Turn, worst_first
from ccops.reports.people.report_calendar import MADE_BY
from ccops.values import Missing, Unit
from tests.laws import tried
from tests.loaded import center

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.center import CenterMonth
    from ccops.messages import Locale
    from ccops.reports import Operations
    from ccops.settlement import Settlement

ZONE: Final = ZoneInfo("Asia/Shanghai")
AGENT: Final = {
    "employee_id": "A1",
    "employment_type": "full_time",
    "role": "agent",
    "team": "one",
    "hired_on": "2024-01-01",
}
DECIDED: Final = {
    "standard_days": 21,
    "award_themes": [{"id": "accuracy_theme", "winners": 1, "amount": "CNY 200"}],
}
THURSDAY: Final = dt.date(2026, 10, 8)


def _visit(day: dt.date, hour: int, outcome: str, wait: int) -> dict[str, Any]:
    at = dt.datetime.combine(day, dt.time(hour), ZONE)
    counted, half_hour, clock_hour = LocalClock(ZONE).read(int(at.timestamp()))
    row: dict[str, Any] = {each.name: _nothing(each) for each in QUEUE_VISIT.columns}
    stamps = {
        f"{stem}_{part}": value
        for stem in ("arrival", "contact", "answer", "end")
        for part, value in (("day", counted), ("half_hour", half_hour), ("hour", clock_hour))
    }
    own = {"outcome": outcome, "wait": wait, "queue": "sales", "completed": True}
    return {**row, **stamps, **own}


def _nothing(column: RecordColumn) -> object:
    """A cell of a column that a visit says nothing of."""
    if column.optional:
        return Missing.NO_RECORDS
    return {Unit.WORD: "", Unit.FLAG: False}.get(column.type.unit, 0)


def _records(rows: Iterable[dict[str, Any]]) -> Records:
    listed = list(rows)
    columns = {name: [row[name] for row in listed] for name in QUEUE_VISIT.names}
    return Records(kind=QUEUE_VISIT, columns=columns)


def _days(*answered: tuple[dt.date, int, int]) -> Records:
    """Visits of some days: so many were answered in time, so many abandoned."""
    return _records(
        _visit(day, 9, outcome, 5_000)
        for day, good, bad in answered
        for outcome, count in (("answered", good), ("abandoned", bad))
        for _ in range(count)
    )


@cache
def _month(label: str = "2026-10") -> CenterMonth:
    return center().month(label, employees=[AGENT], decisions=DECIDED)


def _known(operations: Operations, name: str) -> tuple[object, object, Turn]:
    (found,) = [each for each in operations.changes if each.indicator.name == name]
    return found.now, found.before, found.turn


def _texts(document: Document, section: str) -> list[str]:
    (found,) = [each for each in document.sections if each.id == section]
    told: list[str] = []
    for part in found.parts:
        match part:
            case Paragraph():
                told.append(part.text)
            case Facts():
                told.extend(f"{x.label}: {x.value.text} ({x.value.note})" for x in part.facts)
            case Table():
                told.extend(" | ".join(cell.text for cell in row) for row in part.rows)
            case _:
                pass
    return told


# -- which days ---------------------------------------------------------------------------------


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31)))
def test_a_day_and_a_week_are_held_against_as_many_days_before(day: dt.date) -> None:
    for span in (day_span(day), week_span(day)):
        now, before = span.in_calendar("any"), span.before_in("any")
        assert (now.last, now.days) == (day, before.days)
        assert before.last < now.first
    week = week_span(day)
    assert week.first.weekday() == 0
    assert week.before_in("").last.weekday() == day.weekday()


def test_a_week_is_called_by_the_iso_year_it_belongs_to() -> None:
    assert week_span(dt.date(2027, 1, 2)).label == "2026-W53"


def test_a_period_has_its_own_days_in_each_calendar() -> None:
    period = center().pack.period("2026-10")
    span = month_span(period, "performance")

    assert (span.first, span.last) == (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert span.before_in("performance").first == dt.date(2026, 9, 1)
    assert span.in_calendar("attendance").first == dt.date(2026, 9, 26)


# -- values -------------------------------------------------------------------------------------

_VISITS: Final = st.lists(
    st.tuples(
        st.integers(1, 31),
        st.integers(0, 23),
        st.sampled_from(["answered", "abandoned", "timeout", "exit_key"]),
        st.integers(0, 60_000),
    ),
    min_size=1,
    max_size=40,
)


@tried(25)
@given(_VISITS, st.sampled_from(list(SpanKind)), st.integers(1, 31))
def test_values_are_those_of_the_indicators_over_the_same_days(
    visits: Sequence[tuple[int, int, str, int]], kind: SpanKind, day: int
) -> None:
    on = dt.date(2026, 10, day)
    records = _records(
        _visit(dt.date(2026, 10, number), hour, outcome, wait)
        for number, hour, outcome, wait in visits
    )

    made = _month().operations(records, span=kind, on=on)

    inside = records.within(made.span.in_calendar("performance"))
    measured = {
        name: each.value(name, ())
        for each in center().kpi({QUEUE_VISIT.name: inside})
        if each.indicators and next(iter(each.indicators.values())).over == QUEUE_VISIT.name
        for name in each.indicators
    }
    shown = {x.indicator.name: x.now for x in made.changes if x.indicator.over == QUEUE_VISIT.name}
    assert shown == {
        name: value
        for name, value in measured.items()
        if name in shown or not isinstance(value, Missing)
    }
    assert sum(made.now.outcomes.values()) == measured["offered"] == len(inside)


@tried(25)
@given(_VISITS, _VISITS)
def test_what_changed_is_the_difference_and_turns_over_with_it(
    first: Sequence[tuple[int, int, str, int]], second: Sequence[tuple[int, int, str, int]]
) -> None:
    """Days changed for each other: what got better gets worse by exactly as much."""
    days = (THURSDAY - dt.timedelta(days=1), THURSDAY)

    def changes(*parts: Sequence[tuple[int, int, str, int]]) -> Operations:
        rows = (
            _visit(day, hour, outcome, wait)
            for day, part in zip(days, parts, strict=True)
            for _, hour, outcome, wait in part
        )
        return _month().operations(_records(rows), span="day", on=THURSDAY)

    there, back = changes(first, second), changes(second, first)
    turned = {Turn.BETTER: Turn.WORSE, Turn.WORSE: Turn.BETTER}
    reverse = {each.indicator.name: each for each in back.changes}
    for each in there.changes:
        other = reverse[each.indicator.name]
        assert (each.now, each.before) == (other.before, other.now)
        assert other.turn is turned.get(each.turn, each.turn)
        if each.difference is not None:
            assert other.difference == -each.difference


def test_one_way_of_counting_is_shown_and_the_others_are_not() -> None:
    made = _month().operations(_days((THURSDAY, 8, 2)), span="day", on=THURSDAY)

    known = {each.indicator.name for each in made.changes}
    text = str(center().report("operations", made, locale="zh_CN").render("md"))

    assert {"abandonment_rate", "abandonment_rate_without_short"} <= known
    assert "| 放弃率 |" in text
    assert "放弃率（不计短放弃）" not in text


def test_what_the_records_do_not_tell_is_named() -> None:
    visits = [{**_visit(THURSDAY, 9, "answered", 0), "wait": Missing.NOT_MEASURED}]
    made = _month().operations(_records(visits), span="day", on=THURSDAY)

    page = center().report("operations", made, locale="zh_CN").document

    (told,) = [each for each in _texts(page, "worst") if each.startswith("这些记录未提供：")]
    assert "平均应答速度" in told
    assert "接起量" not in told


def test_a_worse_service_level_stands_before_what_has_no_target() -> None:
    records = _days((THURSDAY - dt.timedelta(days=1), 10, 0), (THURSDAY, 8, 2))

    made = _month().operations(records, span="day", on=THURSDAY)

    assert _known(made, "service_level") == ((4, 5), (1, 1), Turn.WORSE)
    assert _known(made, "abandoned") == (2, 0, Turn.WORSE)
    first, *_ = worst_first(made.changes, aimed=made.aimed)
    assert first.indicator.name == "service_level"
    page = center().report("operations", made, locale="en").document
    assert _texts(page, "worst")[0].startswith("Service level in 15 s: 80.00% (-20.00 pp")
    assert "contract" in _texts(page, "service")[1]


@pytest.mark.parametrize(
    ("locale", "change"), [("en", "0s | = the same"), ("zh_CN", "0秒 | = 持平")]
)
def test_no_change_is_in_the_unit_of_what_is_the_same(locale: Locale, change: str) -> None:
    records = _days((THURSDAY - dt.timedelta(days=1), 3, 1), (THURSDAY, 2, 1))
    made = _month().operations(records, span="day", on=THURSDAY)

    document = center().report("operations", made, locale=locale).document

    told = [each for section in document.sections for each in _texts(document, section.id)]
    assert _known(made, "speed_of_answer")[2] is Turn.SAME
    assert [each for each in told if each.endswith(change)]


def test_days_before_the_records_are_no_days_without_calls() -> None:
    first = dt.date(2026, 10, 1)
    records = _days((first, 3, 0))
    month = _month()

    alone = month.operations(records, span="day", on=first)
    told = month.operations(records, span="day", on=first, since=dt.date(2026, 9, 30))

    assert _known(alone, "offered") == (3, Missing.NOT_MEASURED, Turn.UNKNOWN)
    assert _known(told, "offered") == (3, 0, Turn.OTHER)
    foot = center().report("operations", alone, locale="zh_CN").document.foot
    assert any("记录自 2026年10月1日 起完整" in each for each in foot)


def test_another_span_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownNameError, match="week"):
        _month().operations(_days((THURSDAY, 1, 0)), span="weak")


@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW", "en"])
@pytest.mark.parametrize("kind", list(SpanKind))
def test_a_report_is_whole_in_every_language(locale: str, kind: SpanKind) -> None:
    records = _days((THURSDAY - dt.timedelta(days=1), 4, 1), (THURSDAY, 8, 2))
    made = _month().operations(records, span=kind, on=THURSDAY)

    document = center().report("operations", made, locale=locale).document

    assert {"service", "hours", "outcomes", "all-queue_visit"} <= {x.id for x in document.sections}
    assert document.to_dict()["locale"] == locale


# -- targets ------------------------------------------------------------------------------------


def _settled(transferred: int, label: str = "2026-10") -> Settlement:
    month = _month(label)
    given = {"answered": 1000, "sent_to_rating": transferred, "talk_hold_mean": "120 s"}
    return month.settle(month.facts(groups={"center": {"center": given}}))


def test_the_target_missed_most_stands_first_and_earlier_months_make_its_trend() -> None:
    now, before, first = _settled(800), _settled(870, "2026-09"), _settled(860, "2026-08")

    aims = aims_of(now, (before,))

    transfer = next(each for each in aims if each.target.name == "survey_transfer")
    assert (transfer.number, transfer.met) == (Fraction(4, 5), False)
    assert transfer.past == {"2026-09": Fraction(87, 100)}
    missed = [each.shortfall for each in aims if each.met is False]
    assert missed == sorted(missed, reverse=True)
    made = _month().operations(_days((THURSDAY, 1, 0)), settlement=now, earlier=(before,))
    page = center().report("operations", made, locale="en").document
    assert any(
        "Survey transfer rate" in each and "80.00%" in each for each in _texts(page, "worst")
    )
    assert "trend" not in {each.id for each in page.sections}  # two values stand in the table
    longer = _month().operations(_days((THURSDAY, 1, 0)), settlement=now, earlier=(first, before))
    trends = center().report("operations", longer, locale="en").document
    assert "trend" in {each.id for each in trends.sections}
    assert made.to_dict()["targets"]["survey_transfer"] is False


def test_a_team_that_misses_what_the_center_meets_stands_at_the_head() -> None:
    month = _month()
    whole = {"contact_time": "50 s", "login_time": "100 s"}
    teams = {"one": {"contact_time": "44 s", "login_time": "100 s"}}
    settled = month.settle(month.facts(groups={"center": {"center": whole}, "team": teams}))

    made = month.operations(_days((THURSDAY, 1, 0)), settlement=settled)
    page = center().report("operations", made, locale="en").document

    (told,) = [each for each in _texts(page, "worst") if "missed by teams" in each]
    assert "talk utilization" in told.lower()
    assert told.endswith("missed by teams one.")


@pytest.mark.parametrize(
    ("span", "on", "since", "told", "cut"),
    [
        ("day", THURSDAY, THURSDAY - dt.timedelta(days=1), "October 7, 2026", 0),
        ("week", THURSDAY, dt.date(2026, 9, 28), "September 28, 2026", 1),
        ("week", THURSDAY, dt.date(2026, 10, 6), "", 2),
        ("week", dt.date(2026, 10, 11), dt.date(2026, 9, 28), "September 28, 2026", 0),
    ],
)
def test_days_compared_are_named_and_a_week_that_is_not_whole_says_so(
    span: str, on: dt.date, since: dt.date, told: str, cut: int
) -> None:
    made = _month().operations(_days((THURSDAY, 1, 0)), span=span, on=on, since=since)

    texts = _texts(center().report("operations", made, locale="en").document, "worst")

    against = [each for each in texts if each.startswith("Compared with")]
    assert bool(against) is bool(told)
    assert all(told in each for each in against)
    parts = ("Records begin on", "This week is told up to")
    assert sum(each.startswith(parts) for each in texts) == cut


def test_a_clients_service_level_is_of_his_own_queues_and_named() -> None:
    host = center("outsourced")
    month = host.month("2026-10", employees=[{**AGENT, "team": "A"}])
    known = {"answered": 3, "offered": 4, "bank_service_level": "75%"}
    settled = month.settle(month.facts(groups={"project": {"bank": known}}))
    bank = [_visit(THURSDAY, 9, outcome, 30_000) for outcome in ("answered", "abandoned")]
    good = [_visit(THURSDAY, 9, "answered", 5_000) for _ in range(3)]
    other = [_visit(THURSDAY, 9, "answered", 5_000) for _ in range(2)]
    rows = [{**each, "queue": "bank_hotline"} for each in (*bank, *good)]
    rows += [{**each, "queue": "travel_hotline"} for each in other]

    made = month.operations(_records(rows), settlement=settled)
    page = host.report("operations", made, locale="en").document

    assert made.now.service == "bank_service_level"
    assert _known(made, "bank_service_level")[0] == (3, 5)
    assert _known(made, "travel_service_level")[0] == (1, 1)
    facts = [
        fact
        for section in page.sections
        for part in section.parts
        if isinstance(part, Facts)
        for fact in part.facts
    ]
    (tile,) = [
        x for x in facts if x.label.startswith("Bank hotline · ") and x.value.text == "75.00%"
    ]
    assert "service level 20 s" in tile.value.note
    titles = [each.title for each in _charts(page)]
    assert [each for each in titles if each.startswith("Bank hotline · Service level 20 s")]


def _charts(document: Document) -> list[Chart]:
    return [x for each in document.sections for x in each.parts if isinstance(x, Chart)]


def test_every_report_a_duty_may_be_made_by_has_its_verb() -> None:
    assert set(MADE_BY) == {each.value for each in MadeBy}
    named = {verb.split()[1] for verb in MADE_BY.values()}
    assert named <= set(cli.commands) | set(cli.list_commands(Context(cli)))


def test_a_report_calendar_says_by_which_verb_a_report_is_made() -> None:
    person = {**AGENT, "employee_id": "S1", "role": "seat_supervisor"}
    month = center("outsourced").month("2026-10", employees=[person])

    calendar = month.report_calendar(on=THURSDAY)
    document = center("outsourced").report("reports-due", calendar, locale="en").document

    told = {each.split(" | ")[0]: each.split(" | ")[-1] for each in _texts(document, "all")}
    assert told["daily report of the supervisor"] == "ccops operations --span day"
    assert told["monthly report of the supervisor"] == "ccops operations"
