from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.contacts import (
    QUEUE_VISIT,
    AnsweredAt,
    BucketBy,
    ServiceLevelBase,
    ServiceLevelContract,
    expand_service_level,
)
from ccops.contacts.local_time import LocalClock
from ccops.kpi import Better, Indicator, IndicatorRule, Records, compile_indicators
from ccops.messages import Label, Origin, Text
from ccops.reports import (
    RENDERERS,
    Cell,
    Chart,
    ChartKind,
    Document,
    Facts,
    KpiSources,
    Paragraph,
    Report,
    Section,
    Table,
    Tone,
    build_kpi,
    measure_kpi,
)
from ccops.reports.document.charts import Series
from ccops.reports.document.words import Words
from ccops.reports.operations.kpi_charts import ticks_of
from ccops.reports.parts.durations import rounded_duration
from ccops.reports.parts.scales import clock_steps, half_up, round_steps, shares_of
from ccops.values import Missing, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ZONE = "Asia/Shanghai"
MONDAY = dt.datetime(2026, 10, 5, 9, 0)  # noqa: DTZ001 - what the local clock shows

CONTRACT = ServiceLevelContract(
    name="line",
    label=Label(zh="十五秒", en="fifteen seconds"),
    base=ServiceLevelBase.F3,
    threshold=Scalar(Unit.DURATION, Fraction(15_000)),
    inclusive=True,
    abandoned=(Text("abandoned"),),
    answered_at=AnsweredAt.CONNECT,
    bucket_by=BucketBy.ARRIVAL,
    origin=Origin(),
)


def _rule(name: str, zh: str, en: str, **fields: Any) -> IndicatorRule:
    given: dict[str, Any] = {"by": ("queue", "day", "half_hour"), **fields}
    given["by"] = tuple(map(Text, given["by"]))
    return IndicatorRule(
        name=name,
        over=Text("queue_visit"),
        better=Better.NEITHER,
        label=Label(zh=zh, en=en),
        origin=Origin(),
        **given,
    )


def _indicators() -> tuple[Indicator, ...]:
    made = expand_service_level(CONTRACT)
    service = _rule("service_level", "接通率", "service level", contract=Text("line"))
    answered = Text("outcome == 'answered'")
    rules = (
        _rule("talk", "通话", "talk", mean=Text("talk_hold"), where=answered),
        _rule("offered", "呼入量", "offered", count=Text("yes")),
        _rule("answered", "接起量", "answered", count=answered, by=("queue", "agent", "day")),
        _rule("speed", "应答速度", "speed of answer", mean=Text("wait"), where=answered),
        service.as_ratio(
            of=made.numerator, over=made.denominator, parameters=made.parameters, groups={}
        ),
    )
    found, problems = compile_indicators(rules, {"queue_visit": QUEUE_VISIT}, {})
    assert problems == ()
    return found


def _visit(
    *,
    at: dt.datetime = MONDAY,
    outcome: str = "answered",
    wait: int = 10_000,
    queue: str = "sales",
    agent: str | Missing = "A1",
) -> dict[str, Any]:
    clock = LocalClock(_zone())
    second = int(at.replace(tzinfo=_zone()).timestamp())
    day, half_hour, hour = clock.read(second)
    row: dict[str, Any] = {each.name: Missing.NO_RECORDS for each in QUEUE_VISIT.columns}
    stamps = {
        f"{stem}_{part}": value
        for stem in ("arrival", "contact", "answer", "end")
        for part, value in (("day", day), ("half_hour", half_hour), ("hour", hour))
    }
    who = agent if outcome == "answered" else Missing.NO_RECORDS
    own = {"outcome": outcome, "wait": wait, "queue": queue, "agent": who, "completed": True}
    return {**row, **stamps, **own}


def _zone() -> ZoneInfo:
    return ZoneInfo(ZONE)


def _sources(*visits: dict[str, Any]) -> KpiSources:
    rows = [[row[name] for name in QUEUE_VISIT.names] for row in visits]
    return measure_kpi(
        {"queue_visit": Records.of_rows(QUEUE_VISIT, rows)},
        _indicators(),
        contracts=(CONTRACT,),
        first=dt.date(2026, 10, 1),
        last=dt.date(2026, 10, 31),
        zone=ZONE,
    )


def _page(*visits: dict[str, Any], locale: str = "en") -> Document:
    return build_kpi(_sources(*visits), locale=locale)


def _section(document: Document, name: str) -> Section:
    return next(each for each in document.sections if each.id == name)


def _table(document: Document, name: str) -> Table:
    return next(part for part in _section(document, name).parts if isinstance(part, Table))


def _texts(rows: Iterable[Sequence[Cell]]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def _tiles(document: Document) -> dict[str, str]:
    parts = _section(document, "headline").parts
    tiles = next(part for part in parts if isinstance(part, Facts))
    return {each.label: each.value.text for each in tiles.facts}


#: Two answered in time, one late, one given up.
USUAL = (
    _visit(wait=10_000),
    _visit(wait=15_000, agent="A2"),
    _visit(wait=15_400, queue="refund"),
    _visit(outcome="abandoned", wait=30_000),
)


# -- headline ---------------------------------------------------------------------------------


def test_volume_and_service_level_come_first_then_the_order_of_the_pack() -> None:
    assert _tiles(_page(*USUAL)) == {
        "Offered": "4",
        "Service level": "50.00%",
        "Answered": "3",
        "Speed of answer": "13s",
    }


def test_service_level_names_its_contract_and_its_terms_are_written_out() -> None:
    document = _page(*USUAL)

    texts = [x.text for x in _section(document, "headline").parts if isinstance(x, Paragraph)]

    assert texts[0] == (
        "fifteen seconds: answered within 15 s ÷ (answered + abandoned); exactly 15 s is within;"
        " abandoned: abandoned; answered once connected; by arrival; calls not over are left out."
    )


def test_what_the_records_do_not_tell_is_said_and_not_shown_as_0() -> None:
    document = _page(*USUAL)

    texts = [x.text for x in _section(document, "headline").parts if isinstance(x, Paragraph)]

    assert "These records do not tell: Talk" in texts
    assert "Talk" not in _texts([_table(document, "queues").rows[0]])[0]


def test_value_stays_exact_behind_the_rounded_text() -> None:
    document = _page(_visit(wait=10_000), _visit(wait=20_000), _visit(wait=20_000))

    tiles = next(x for x in _section(document, "headline").parts if isinstance(x, Facts))
    level = next(each.value for each in tiles.facts if each.label == "Service level")

    assert (level.text, level.value) == ("33.33%", Fraction(1, 3))


# -- outcomes ---------------------------------------------------------------------------------


def test_outcomes_add_up_to_the_volume() -> None:
    table = _table(_page(*USUAL, _visit(outcome="timeout")), "outcomes")

    assert _texts((*table.rows, *table.foot)) == [
        ["answered", "3", "60.00%"],
        ["abandoned", "1", "20.00%"],
        ["timed out", "1", "20.00%"],
        ["All visits", "5", "100.00%"],
    ]


def test_outcomes_that_do_not_add_up_are_told() -> None:
    sources = attrs.evolve(_sources(*USUAL), outcomes={"answered": 3})

    warning = _section(build_kpi(sources, locale="en"), "outcomes").parts[0]

    assert isinstance(warning, Paragraph)
    assert warning.tone is Tone.PROVISIONAL
    assert warning.text == "The outcomes add up to 3, but 4 visits were offered."


# -- groups -----------------------------------------------------------------------------------


def test_queues_stand_by_falling_volume_under_the_whole() -> None:
    table = _table(_page(*USUAL), "queues")

    assert [each.title for each in table.columns] == [
        "Queue",
        "Offered",
        "Service level",
        "Answered",
        "Speed of answer (m:ss)",
    ]
    assert _texts((*table.rows, *table.foot)) == [
        ["sales", "3", "66.67%", "2", "0:13"],
        ["refund", "1", "0.00%", "1", "0:15"],
        ["All queues", "4", "50.00%", "3", "0:13"],
    ]


def test_agents_are_named_where_names_are_given() -> None:
    document = build_kpi(_sources(*USUAL), locale="en", names={"A1": "张三"})

    labels = [row[0].text for row in _table(document, "agents").rows]

    assert labels == ["张三 A1", "A2", "not named"]


def test_days_stand_in_their_order_with_their_weekday() -> None:
    later = MONDAY + dt.timedelta(days=2)

    table = _table(_page(_visit(at=later), _visit()), "days")

    assert [row[0].text for row in table.rows] == ["2026-10-05 Mon", "2026-10-07 Wed"]


def test_half_hours_lie_on_the_local_clock_by_weekday() -> None:
    week_later = MONDAY + dt.timedelta(days=7, minutes=29)
    night = MONDAY.replace(hour=0, minute=30)

    charts = _section(_page(_visit(), _visit(at=week_later), _visit(at=night)), "hours").parts
    volume = charts[0]

    assert isinstance(volume, Chart)
    assert volume.kind is ChartKind.HEAT
    assert volume.series[0].values[18] == Decimal(2)
    assert volume.series[0].values[1] == Decimal(1)
    assert sum(value is not None for each in volume.series for value in each.values) == 2


# -- none, one, each locale -------------------------------------------------------------------


def test_page_of_no_visits_is_a_page() -> None:
    document = _page()

    assert _tiles(document)["Offered"] == "0"
    assert [each.id for each in document.sections] == ["headline"]


@pytest.mark.parametrize("locale", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("form", ["html", "json", "md"])
def test_page_is_written_in_every_form_and_locale(form: str, locale: str) -> None:
    renderers = {each.name: each for each in RENDERERS}

    first = Report(document=_page(*USUAL, locale=locale), renderers=renderers).render(form)
    again = Report(document=_page(*USUAL, locale=locale), renderers=renderers).render(form)

    assert first == again
    assert isinstance(first, str)
    assert "report-" not in first
    assert "50.00%" in first


# -- showing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0s"), (499, "0s"), (500, "1s"), (59_500, "1m"), (263_000, "4m 23s"), (3_600_000, "1h")],
)
def test_durations_are_shown_to_the_whole_second(milliseconds: int, text: str) -> None:
    assert rounded_duration(Fraction(milliseconds), locale="en") == text


@given(counts=st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_shares_add_up_to_the_whole(counts: list[int]) -> None:
    assert sum(shares_of(tuple(counts))) == 10_000


def test_shares_of_nothing_are_nothing() -> None:
    assert shares_of((0, 0)) == (0, 0)


@given(greatest=st.integers(0, 10**9))
def test_scale_reaches_the_greatest_value_in_few_steps(greatest: int) -> None:
    ticks = round_steps(greatest)

    assert ticks[0] == 0
    assert ticks[-1] >= greatest
    assert 2 <= len(ticks) <= 6


@pytest.mark.parametrize(
    ("number", "digits", "shown"),
    [("1/3", 2, "0.33"), ("5/2", 0, "3"), ("-5/2", 0, "-3"), ("0", 2, "0.00")],
)
def test_values_are_rounded_half_away_from_zero_for_showing(
    number: str, digits: int, shown: str
) -> None:
    assert half_up(Fraction(number), digits) == Decimal(shown)


@pytest.mark.parametrize(
    ("greatest", "marks"),
    [
        (1, ["0:00", "0:01", "0:02"]),
        (14, ["0:00", "0:05", "0:10", "0:15"]),
        (235, ["0:00", "1:00", "2:00", "3:00", "4:00"]),
        (5_400, ["0h", "30m", "1h", "1h 30m", "2h"]),
        (9_001, ["0h", "1h", "2h", "3h"]),
    ],
)
def test_a_scale_of_durations_is_marked_as_on_a_clock(greatest: int, marks: list[str]) -> None:
    series = [Series(name="x", values=(Decimal(greatest), None), texts=("", ""))]

    found = ticks_of(Unit.DURATION, series, Words.of("en"))

    assert [text for _, text in found] == marks
    assert found[-1][0] >= greatest


@given(greatest=st.integers(0, 10**9))
def test_a_scale_of_seconds_has_few_steps_of_one_size(greatest: int) -> None:
    ticks = clock_steps(greatest)

    sizes = {after - before for before, after in itertools.pairwise(ticks)}
    assert len(sizes) == 1
    assert 2 <= len(ticks) <= 6
    assert ticks[0] == 0
    assert ticks[-1] >= greatest
