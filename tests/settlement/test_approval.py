"""From draft to pay: who assesses, publishes, appeals and approves (S0-08, S1-03, 2.18)."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import DataError, SettlementError, UnknownNameError
from ccops.settlement import Decision, Stage, load_approval, save_approval, save_settlement
from ccops.worktime import WorkCalendar
from tests import loaded
from tests.laws import tried
from tests.quiet import USUAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ccops.settlement import Approval, Settlement

CENTER = loaded.center()
PEOPLE = {"E001": "agent", "E002": "agent", "Q01": "qa_trainer", "Q02": "qa_trainer"}
FACTS: dict[str, object] = {
    **USUAL,
    "rostered_shifts": 15,
    "shifts_on_roster": 15,
    "nights_worked": 4,
    "talk_hold_mean": "180 s",
    "order_accuracy": "98.5%",
    "discipline": "90.0",
    "call_evaluation": 90,
    "basic_pay_due": "CNY 5000",
    "lead_tasks": "90.0",
}
#: A Monday, the Thursday and Friday after it.
MONDAY, THURSDAY, FRIDAY = (dt.date(2026, 11, day) for day in (2, 5, 6))
MANAGER: dict[str, str] = {"by": "Manager Li", "role": "center_manager"}


def october(**changed: object) -> Settlement:
    hired = {"employment_type": "full_time", "team": "A", "hired_on": "2024-03-01"}
    people = [{"employee_id": each, "role": role, **hired} for each, role in PEOPLE.items()]
    month = CENTER.month("2026-10", employees=people, decisions={"award_themes": []})
    month = month.starting_from(month.opening([]))
    known = {each: dict(FACTS) for each in PEOPLE}
    known["E001"] |= changed
    given = {
        each: {name: value for name, value in facts.items() if value is not None}
        for each, facts in known.items()
    }
    return month.settle(month.facts(given))


@pytest.fixture(scope="module")
def settled() -> Settlement:
    return october()


@pytest.fixture
def draft(settled: Settlement) -> Approval:
    return settled.approval(work_calendar=WorkCalendar())


@pytest.fixture
def published(draft: Approval) -> Approval:
    return draft.assess(by="Q01", on=MONDAY).publish(on=MONDAY, **MANAGER)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(SettlementError) as found:
        call()
    (told,) = found.value.diagnostics
    assert told.hint("en")
    assert "{" not in told.render("zh_CN")
    return told.code


def test_a_month_goes_from_draft_to_pay(draft: Approval) -> None:
    assert draft.stage is Stage.DRAFT
    assessed = draft.assess(by="Q01", on=MONDAY, note="first pass")
    published = assessed.publish(on=MONDAY, **MANAGER)
    approved = published.approve(on=FRIDAY, **MANAGER)
    exported = approved.export(by="Payroll Wang", on=FRIDAY)

    assert [each.stage.value for each in exported.steps] == [
        "assessed",
        "published",
        "approved",
        "exported",
    ]
    again = exported.export(by="Payroll Wang", on=FRIDAY, note="the bank lost the file")
    assert [each.note for each in again.exports] == ["", "the bank lost the file"]
    assert again.stage is Stage.EXPORTED
    assert exported.steps[0].role == "qa_trainer"  # an employee's role is known
    assert draft.stage is Stage.DRAFT  # nothing is edited


def test_no_stage_is_left_out_or_taken_twice(draft: Approval, published: Approval) -> None:
    assert refused(lambda: draft.publish(on=MONDAY, **MANAGER)) == "approval-order"
    assert refused(lambda: draft.approve(on=MONDAY, **MANAGER)) == "approval-order"
    assert refused(lambda: published.publish(on=FRIDAY, **MANAGER)) == "approval-order"


def test_only_the_roles_of_the_pack_may(draft: Approval, published: Approval) -> None:
    assert refused(lambda: draft.assess(by="E001", on=MONDAY)) == "approval-role"
    assert refused(lambda: draft.assess(by="Stranger", on=MONDAY)) == "approval-role"
    assert refused(lambda: draft.assess(by=" ", on=MONDAY)) == "approval-nobody"
    lying = {"by": "E001", "role": "qa_trainer"}
    assert refused(lambda: draft.assess(on=MONDAY, **lying)) == "approval-role-other"
    assert refused(lambda: published.approve(by="Q02", on=FRIDAY)) == "approval-role"


def test_who_assessed_does_not_approve(settled: Settlement) -> None:
    """Approved by another than assessed (S0-08)."""
    rule = settled.rules.approvals[0]
    wide = attrs.evolve(rule, approves=(*rule.approves, *rule.assesses), appeal=None)
    rules = attrs.evolve(settled.rules, approvals=(wide,))
    draft = attrs.evolve(settled, rules=rules).approval()
    published = draft.assess(by="Q01", on=MONDAY).publish(on=MONDAY, **MANAGER)

    assert refused(lambda: published.approve(by="Q01", on=FRIDAY)) == "approval-same-person"
    assert published.approve(by="Q02", on=FRIDAY).stage is Stage.APPROVED


def test_a_day_never_lies_before_the_step_before(draft: Approval) -> None:
    assessed = draft.assess(by="Q01", on=FRIDAY)

    assert refused(lambda: assessed.publish(on=MONDAY, **MANAGER)) == "approval-earlier"


def test_the_window_is_counted_in_workdays_from_the_day_after(published: Approval) -> None:
    assert published.published_on == MONDAY
    assert published.appeals_until == THURSDAY
    assert refused(lambda: published.approve(on=THURSDAY, **MANAGER)) == "approval-window"
    assert published.approve(on=FRIDAY, **MANAGER).stage is Stage.APPROVED


def test_a_window_over_a_holiday_is_longer(settled: Settlement) -> None:
    holiday = WorkCalendar(kinds={dt.date(2026, 11, 4): "statutory"})
    found = settled.approval(work_calendar=holiday).assess(by="Q01", on=MONDAY)

    assert found.publish(on=MONDAY, **MANAGER).appeals_until == FRIDAY


def test_workdays_without_a_calendar_are_refused(settled: Settlement) -> None:
    published = settled.approval().assess(by="Q01", on=MONDAY).publish(on=MONDAY, **MANAGER)

    assert refused(lambda: published.approve(on=FRIDAY, **MANAGER)) == "approval-workdays"


def test_a_provisional_month_is_published_and_not_approved() -> None:
    draft = october(call_evaluation=None).approval(work_calendar=WorkCalendar())
    published = draft.assess(by="Q01", on=MONDAY).publish(on=MONDAY, **MANAGER)

    assert refused(lambda: published.approve(on=FRIDAY, **MANAGER)) == "approval-provisional"


def test_an_appeal_waits_for_its_answer(published: Approval) -> None:
    found = published.appeal("E001", on=THURSDAY, about="the call of 12 October was not mine")
    (appeal,) = found.appeals

    assert not appeal.is_late
    assert refused(lambda: found.approve(on=FRIDAY, **MANAGER)) == "approval-unanswered"
    answered = found.answer(
        1, on=FRIDAY, decision=Decision.REFUSED, because="it was, by the recording", **MANAGER
    )
    assert answered.approve(on=FRIDAY, **MANAGER).stage is Stage.APPROVED


def test_a_granted_appeal_asks_for_settling_again(published: Approval) -> None:
    found = published.appeal("E001", on=MONDAY, about="a night is missing").answer(
        1, on=FRIDAY, decision=Decision.GRANTED, because="the punch was found", **MANAGER
    )

    assert refused(lambda: found.approve(on=FRIDAY, **MANAGER)) == "approval-granted"


def test_an_appeal_after_the_window_is_recorded_as_late(published: Approval) -> None:
    found = published.appeal("E001", on=FRIDAY, about="a night is missing")

    assert found.appeals[0].is_late
    assert refused(lambda: found.approve(on=FRIDAY, **MANAGER)) == "approval-unanswered"


def test_an_appeal_without_an_answer_is_overdue_in_the_end(published: Approval) -> None:
    found = published.appeal("E001", on=THURSDAY, about="a night is missing")

    assert found.overdue(dt.date(2026, 11, 12)) == ()  # five workdays after Thursday
    assert found.overdue(dt.date(2026, 11, 13)) == found.appeals


def test_appeals_that_are_none_are_refused(draft: Approval, published: Approval) -> None:
    asked = {"about": "a night is missing"}
    code = refused(lambda: draft.appeal("E001", on=MONDAY, **asked))
    assert code == "appeal-not-published"
    early = dt.date(2026, 11, 1)
    assert refused(lambda: published.appeal("E001", on=early, **asked)) == "appeal-not-published"
    assert refused(lambda: published.appeal("E001", on=MONDAY, about=" ")) == (
        "appeal-about-nothing"
    )
    with pytest.raises(UnknownNameError):
        published.appeal("E999", on=MONDAY, **asked)


def test_nobody_decides_his_own_appeal_or_answers_without_a_reason(published: Approval) -> None:
    found = published.appeal("Q01", on=THURSDAY, about="my own score")

    def answer(number: int = 1, **told: Any) -> str:
        plain = {"on": FRIDAY, "decision": Decision.REFUSED, "because": "no", **MANAGER}
        return refused(lambda: found.answer(number, **{**plain, **told}))

    assert answer(by="Q01", role="") == "appeal-own"
    assert answer(by="Q02", role="") == "approval-role"
    assert answer(because=" ") == "appeal-answer"
    assert answer(on=MONDAY) == "appeal-answer"
    assert answer(number=2) == answer(number=0) == "appeal-not-open"


def test_without_a_rule_anybody_named_may_but_not_alone(settled: Settlement) -> None:
    free = attrs.evolve(settled, rules=attrs.evolve(settled.rules, approvals=()))
    published = free.approval().assess(by="Li", on=MONDAY).publish(by="Li", on=MONDAY)

    assert published.appeals_until is None
    assert refused(lambda: published.approve(by="Li", on=MONDAY)) == "approval-same-person"
    assert published.approve(by="Wang", on=MONDAY).stage is Stage.APPROVED
    assert published.appeal("E001", on=FRIDAY, about="x").appeals[0].is_late
    assert published.overdue(FRIDAY) == ()


# -- beside the settlement ------------------------------------------------------------------------


def test_what_was_decided_lies_beside_the_settlement(published: Approval, tmp_path: Path) -> None:
    found = published.appeal("E001", on=THURSDAY, about="夜班少算一个").answer(
        1, on=FRIDAY, decision=Decision.REFUSED, because="已核对", **MANAGER
    )
    save_settlement(found.settlement, tmp_path)
    place = save_approval(found, tmp_path)
    first = place.read_bytes()

    again = load_approval(tmp_path, found.settlement, work_calendar=WorkCalendar())
    assert (again.steps, again.appeals) == (found.steps, found.appeals)
    assert save_approval(again, tmp_path).read_bytes() == first
    assert json.loads(first)["stage"] == "published"
    assert json.loads(first)["seal"] == found.settlement.seal


def test_where_nothing_was_decided_there_is_a_draft(settled: Settlement, tmp_path: Path) -> None:
    assert load_approval(tmp_path, settled).stage is Stage.DRAFT


def test_decisions_about_another_settlement_do_not_count(
    published: Approval, tmp_path: Path
) -> None:
    """Whatever was changed after it was assessed was not assessed."""
    save_approval(published, tmp_path)

    other = october(nights_worked=5)
    assert refused(lambda: load_approval(tmp_path, other)) == "approval-other"


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "ccops.approval/2"},
        {"steps": [{"stage": "approved", "by": "Li", "role": "", "on": "2026-11-02", "note": ""}]},
        {"steps": 3},
        {"appeals": [{}]},
    ],
)
def test_a_file_that_says_what_cannot_be_is_refused(
    published: Approval, tmp_path: Path, change: dict[str, object]
) -> None:
    place = save_approval(published, tmp_path)
    place.write_text(json.dumps({**json.loads(place.read_bytes()), **change}))

    with pytest.raises(DataError) as found:
        load_approval(tmp_path, published.settlement)
    assert [each.code for each in found.value.diagnostics] == ["stored-unreadable"]


def test_a_file_in_which_one_person_did_both_is_refused(
    published: Approval, tmp_path: Path
) -> None:
    place = save_approval(published.approve(on=FRIDAY, **MANAGER), tmp_path)
    place.write_text(place.read_text().replace("Manager Li", "Q01"))

    with pytest.raises(DataError):
        load_approval(tmp_path, published.settlement)


# -- laws -----------------------------------------------------------------------------------------

_DAYS = st.integers(0, 20).map(lambda each: MONDAY + dt.timedelta(days=each))


@tried(60)
@given(
    asked=st.lists(
        st.tuples(
            st.sampled_from(["assess", "publish", "approve", "export"]),
            st.sampled_from(["Q01", "Q02", "Manager Li", "E001"]),
            _DAYS,
        ),
        max_size=12,
    )
)
def test_whatever_is_asked_only_the_one_way_leads_to_pay(
    settled: Settlement, asked: list[tuple[str, str, dt.date]]
) -> None:
    approval = settled.approval(work_calendar=WorkCalendar())
    for what, by, on in asked:
        role = "center_manager" if by == "Manager Li" else ""
        try:
            approval = getattr(approval, what)(by=by, on=on, role=role)
        except SettlementError:
            continue
    stages = [each.stage for each in approval.steps]
    way = list(dict.fromkeys(stages))
    assert way == list(Stage)[1 : len(way) + 1]
    assert set(stages[len(way) :]) <= {Stage.EXPORTED}
    days = [each.on for each in approval.steps]
    assert days == sorted(days)
    if len(stages) > 2:
        until = approval.appeals_until
        assert approval.steps[0].by != approval.steps[2].by
        assert until is not None
        assert approval.steps[2].on > until
