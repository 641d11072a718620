"""Work orders: their course, what was due of them and when, and what closes nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.casework import (
    ORDER_STATES,
    ORDER_STEPS,
    Casework,
    CaseworkRules,
    LimitStart,
    OrderRule,
    TimeLimitRule,
    check_time_limits,
    order_step_records,
    work_order_records,
)
from ccops.casework.order_courses import course_records, orders_of
from ccops.kpi.limit_hours import LimitHours, WorkingDay
from ccops.messages import LOCALES, Label, Text
from ccops.values import Missing, PeriodDays, parse_scalar
from ccops.values.working_hours import WorkingHours

if TYPE_CHECKING:
    from ccops.kpi import Records

ZONE = ZoneInfo("Asia/Shanghai")
LABEL = Label(zh="时限", en="limit")
OFFICE = WorkingDay(opens=Text("08:30"), closes=Text("17:30"))
MINUTE = 60_000
HOUR = 60 * MINUTE


def order(name: str = "O1", **cells: str) -> dict[str, object]:
    told = {"employee_id": "E1", "kind": "complaint", "urgency": "normal"}
    return {"order_id": name, **told, "opened_at": "2026-10-08 09:00", **cells}


def step(name: str, at: str, order_id: str = "O1", **cells: str) -> dict[str, object]:
    return {"order_id": order_id, "at": f"2026-10-{at}", "step": name, **cells}


def handed_in(orders: list[Any], steps: list[Any] | None = None) -> dict[str, Records]:
    read = (work_order_records(orders, zone=ZONE), order_step_records(steps or [], zone=ZONE))
    assert [found for _, found in read] == [(), ()]
    return {made.kind.name: made for made, _ in read}


def limit(within: str = "24 h", *steps: str, **fields: Any) -> TimeLimitRule:
    return TimeLimitRule(
        name="limit",
        label=LABEL,
        steps=tuple(map(Text, steps or ("closed",))),
        within=parse_scalar(within) if within else None,
        **fields,
    )


def casework(*limits: TimeLimitRule, orders: tuple[OrderRule, ...] = ()) -> Casework:
    return Casework(
        rules=CaseworkRules(time_limits=limits, order_rules=orders),
        employees=(),
        assignments=(),
        zone=ZONE,
        is_workday=lambda day: day.weekday() < 5,
    )


def deadlines(rule: TimeLimitRule, orders: list[Any], steps: list[Any]) -> list[dict[str, Any]]:
    made = casework(rule).beside(handed_in(orders, steps))["order_deadline"]
    return [made.row(number) for number in range(len(made))]


def courses(steps: list[Any], *rules: OrderRule) -> dict[str, Any]:
    made = casework(orders=rules).beside(handed_in([order()], steps))["order_course"]
    return made.row(0)


# -- reading ------------------------------------------------------------------------------------


def test_a_customer_is_a_number_of_the_file_and_one_customer_stays_one() -> None:
    made, _ = work_order_records(
        [
            order(str(n), customer=who)
            for n, who in enumerate(("13900001234", "x@y", "13900001234"))
        ],
        zone=ZONE,
    )

    assert made.columns["customer_ref"] == ["work_orders:1", "work_orders:2", "work_orders:1"]
    assert "13900001234" not in str(list(made.rows()))


UNKNOWN = Missing.NOT_MEASURED


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param([{}, {}], [UNKNOWN, UNKNOWN], id="no-order-has-the-column"),
        pytest.param([{"": ""}, {"": ""}], [False, False], id="the-column-is-empty"),
        pytest.param([{"": "x"}, {"": ""}], [True, False], id="one-order-says-so"),
        pytest.param([{"": "x"}, {}], [True, False], id="only-one-row-has-the-column"),
    ],
)
@pytest.mark.parametrize(
    ("column", "flag", "cell"),
    [("customer", "registered", "K1"), ("promised_at", "promised", "2026-10-08 12:00")],
)
def test_whether_an_order_says_it_is_known_where_orders_have_a_place_for_it(
    rows: list[dict[str, str]], told: list[object], column: str, flag: str, cell: str
) -> None:
    cells = [{column: each[""] and cell} if each else {} for each in rows]
    orders = [order(str(number), **own) for number, own in enumerate(cells)]

    made = casework().beside(handed_in(orders))["order_course"]

    assert list(made.columns[flag]) == told


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (order(topic="call 139 0000 1234"), "casework-number"),
        (order(promised_at="2026-10-08 08:59"), "casework-backwards"),
        (order(urgency=""), "value-absent"),
        (order(opened_at="2026-10-08"), "value-malformed"),
    ],
)
def test_a_wrong_order_is_told_and_makes_no_record(row: dict[str, object], code: str) -> None:
    made, found = work_order_records([row], zone=ZONE)

    assert [each.code for each in found] == [code]
    assert len(made) == 0
    assert all("1234" not in each.text(locale) for each in found for locale in LOCALES)


def test_the_same_order_twice_and_the_same_step_twice_are_told() -> None:
    _, orders = work_order_records([order(), order()], zone=ZONE)
    closed = step("closed", "08 10:00")
    _, steps = order_step_records([closed, closed], zone=ZONE)

    assert [each.code for each in (*orders, *steps)] == ["order-twice", "order-step-twice"]


def test_a_time_the_clocks_show_twice_is_not_guessed() -> None:
    zone = ZoneInfo("America/New_York")
    made, found = work_order_records([order(opened_at="2026-11-01 01:30")], zone=zone)

    assert [each.code for each in found] == ["casework-unclear"]
    assert len(made) == 0
    assert len(work_order_records([order(opened_at="2026-11-01 01:30-04:00")], zone=zone)[0]) == 1


# -- the course of an order -----------------------------------------------------------------------


def test_an_order_nobody_touched_is_open_and_nothing_of_it_is_zero() -> None:
    found = courses([])

    assert (found["state"], found["returns"]) == ("open", 0)
    untouched = ("assign_time", "reply_time", "close_time", "closed_ms", "holder")
    assert all(found[name] is Missing.NO_RECORDS for name in untouched)


def test_without_any_steps_nobody_knows_what_became_of_an_order() -> None:
    orders = handed_in([order(promised_at="2026-10-09 09:00")])
    del orders["order_step"]

    made = casework(limit()).beside(orders)

    course = made["order_course"].row(0)
    told = {name for name, cell in course.items() if cell is not Missing.NOT_MEASURED}
    assert told >= {"order_id", "opened_ms", "promised"}
    assert told.isdisjoint(
        {"state", "holder", "returns", "reopenings", "closings_refused", "visited", "closed_ms"}
    )
    assert "order_deadline" not in made


def test_a_course_tells_times_from_the_opening_and_who_has_it() -> None:
    found = courses(
        [
            step("assigned", "08 09:05", to="branch"),
            step("returned", "08 10:00", reason="not ours"),
            step("assigned", "08 10:30", to="claims"),
            step("replied", "08 12:00"),
            step("closed", "09 09:00"),
            step("visited", "10 09:00"),
        ]
    )

    assert (found["state"], found["holder"], found["returns"]) == ("closed", "claims", 1)
    times = (found["assign_time"], found["reply_time"], found["close_time"])
    assert times == (5 * MINUTE, 3 * HOUR, 24 * HOUR)
    assert found["visited"] is True


def test_an_order_opened_again_is_open() -> None:
    again = [step("closed", "08 10:00"), step("reopened", "08 11:00")]

    assert (courses(again)["state"], courses(again)["reopenings"]) == ("open", 1)
    settled = courses([*again, step("closed", "08 12:00")])
    assert (settled["state"], settled["close_time"]) == ("closed", 3 * HOUR)


PROOF = OrderRule(name="proof", label=LABEL, kinds=(Text("complaint"),), proof=True, reason=True)


def test_a_case_without_proof_is_not_closed() -> None:
    steps = [step("closed", "08 10:00"), step("closed", "08 12:00", proof="photo 7")]

    refused, closed = courses(steps[:1], PROOF), courses(steps, PROOF)

    assert (refused["state"], refused["closings_refused"]) == ("open", 1)
    assert (closed["state"], closed["close_time"]) == ("closed", 3 * HOUR)
    assert "photo" not in str(closed)
    other = OrderRule(name="other", label=LABEL, kinds=(Text("inspection"),), proof=True)
    assert courses(steps[:1], other)["state"] == "closed"


def test_what_is_doubtful_is_told_once_in_its_own_period() -> None:
    steps = [
        step("closed", "08 10:00"),
        step("returned", "08 08:00"),
        step("returned", "09 10:00"),
        step("assigned", "08 10:00", order_id="O9"),
    ]
    of = casework(orders=(PROOF,))
    records = handed_in([order()], steps)

    october = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    found = of.findings(records, october)

    assert sorted(each.code for each in found) == [
        "order-back-without-reason", "order-closed-without-proof", "order-step-early",
        "order-step-stranger",
    ]  # fmt: skip
    assert all("{" not in each.text(locale) for each in found for locale in LOCALES)
    assert of.findings(records, PeriodDays(dt.date(2026, 11, 1), dt.date(2026, 11, 30))) == ()


# -- what was due ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closed", "met", "late"),
    [
        ("09 09:00:00", True, 0),
        ("09 09:00:01", False, 1000),
        (None, False, Missing.NO_RECORDS),
    ],
)
def test_the_limit_included_is_in_time(closed: str | None, met: bool, late: object) -> None:
    steps = [] if closed is None else [step("closed", closed)]
    (found,) = deadlines(limit("24 h"), [order()], steps)

    assert (found["met"], found["late_by"]) == (met, late)
    assert found["day"] == dt.date(2026, 10, 9).toordinal()


def test_a_promise_is_due_when_it_was_promised_for_and_without_one_nothing_is() -> None:
    rule = limit("", "replied", "called_back")
    orders = [order("O1", promised_at="2026-10-08 12:00"), order("O2")]

    (found,) = deadlines(rule, orders, [step("called_back", "08 12:00")])

    assert (found["order_id"], found["met"]) == ("O1", True)


def test_a_limit_is_of_its_kinds_and_urgencies() -> None:
    rule = limit("1 h", kinds=(Text("complaint"),), urgency=(Text("urgent"),))
    orders = [
        order("O1"), order("O2", urgency="urgent"), order("O3", kind="x", urgency="urgent")
    ]  # fmt: skip

    assert [each["order_id"] for each in deadlines(rule, orders, [])] == ["O2"]


def test_what_was_sent_back_as_no_order_has_nothing_due() -> None:
    sent = step("rejected", "08 20:00", reason="no address")

    assert deadlines(limit("24 h"), [order()], [sent]) == []
    assert len(deadlines(limit("1 h"), [order()], [sent])) == 1
    assert len(deadlines(limit("24 h"), [order()], [sent, step("reopened", "08 21:00")])) == 1


def test_a_limit_may_run_from_the_first_assignment() -> None:
    rule = limit("1 h", "replied", start=LimitStart.ASSIGNED)
    steps = [step("replied", "08 09:30"), step("assigned", "08 10:00", to="claims")]

    (found,) = deadlines(rule, [order()], [*steps, step("replied", "08 11:00")])

    assert (found["met"], found["holder"]) == (True, "claims")
    assert deadlines(rule, [order()], steps[:1]) == []


def test_working_hours_pass_over_nights_and_weekends() -> None:
    rule = limit("8 h", hours=LimitHours.WORKING, day=OFFICE)
    friday = order(opened_at="2026-10-09 16:30")

    (found,) = deadlines(rule, [friday], [step("closed", "12 15:30")])

    assert (found["met"], found["day"]) == (True, dt.date(2026, 10, 12).toordinal())
    (late,) = deadlines(rule, [friday], [step("closed", "12 15:31")])
    assert late["met"] is False


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (limit("24 h", "vanished"), "limit-step"),
        (limit("0 h"), "limit-wrong"),
        (limit("30%"), "limit-wrong"),
        (limit("3 d", hours=LimitHours.WORKING, day=OFFICE), "limit-hours"),
        (limit("8 h", hours=LimitHours.WORKING), "limit-hours"),
        (limit("8 h", day=OFFICE), "limit-hours"),
        (limit("", hours=LimitHours.WORKING, day=OFFICE), "limit-hours"),
        (
            limit(
                "8 h",
                hours=LimitHours.WORKING,
                day=WorkingDay(opens=Text("17:30"), closes=Text("08:30")),
            ),
            "limit-hours",
        ),
    ],
)
def test_a_limit_that_leads_nowhere_is_refused(rule: TimeLimitRule, code: str) -> None:
    assert [each.code for each in check_time_limits([rule])] == [code]


def test_sound_limits_have_no_findings() -> None:
    sound = [limit("24 h"), limit("3 d"), limit("")]
    working = limit("8 h", hours=LimitHours.WORKING, day=OFFICE)

    assert check_time_limits([*sound, working]) == ()


# -- laws -----------------------------------------------------------------------------------------

TIMES = st.integers(0, 20 * 24 * 60).map(lambda minutes: minutes * MINUTE)
STEPS = st.lists(st.tuples(st.sampled_from(sorted(ORDER_STEPS)), TIMES), max_size=8, unique=True)
OPENED = dt.datetime(2026, 10, 8, 9, tzinfo=ZONE)


def stepped(steps: list[tuple[str, int]]) -> dict[str, Records]:
    rows = [
        {"order_id": "O1", "step": name, "at": OPENED + dt.timedelta(milliseconds=at)}
        for name, at in steps
    ]
    return handed_in([order()], rows)


@given(STEPS)
def test_every_order_is_in_exactly_one_state_and_only_a_settled_one_has_an_end(
    steps: list[tuple[str, int]],
) -> None:
    orders, _ = orders_of(stepped(steps), ())
    found = course_records(orders).row(0)

    assert found["state"] in ORDER_STATES
    assert (found["state"] == "open") == isinstance(found["closed_ms"], Missing)


@given(STEPS, TIMES)
def test_what_comes_after_an_instant_changes_nothing_at_it(
    steps: list[tuple[str, int]], minutes: int
) -> None:
    at = int(OPENED.timestamp() * 1000) + minutes
    whole, _ = orders_of(stepped(steps), ())
    known, _ = orders_of(stepped([each for each in steps if each[1] <= minutes]), ())

    assert whole[0].until(at).state() == known[0].state()


@given(STEPS, st.integers(1, 400))
def test_a_longer_limit_is_never_missed_by_what_keeps_a_shorter_one(
    steps: list[tuple[str, int]], hours: int
) -> None:
    records = stepped([each for each in steps if each[0] not in ("rejected", "reopened")])
    short, long = (
        casework(limit(f"{each} h")).beside(records)["order_deadline"].row(0)["met"]
        for each in (hours, hours + 1)
    )

    assert long or not short


@given(TIMES, st.integers(0, 200 * 60))
def test_working_time_added_is_the_working_time_between(start: int, worked: int) -> None:
    hours = WorkingHours(
        minutes=(8 * 60 + 30, 17 * 60 + 30), zone=ZONE, is_workday=lambda day: day.weekday() < 5
    )
    at = int(OPENED.timestamp() * 1000) + start

    assert hours.between(at, hours.after(at, worked * MINUTE)) == worked * MINUTE
