"""What a month tells of the closing it starts from, and what dates that lie ahead make it keep."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from ccops.center import Center
from ccops.errors import DataError
from ccops.messages import Label, Severity, Text
from ccops.pay import AccountPolicy
from ccops.plan import Beyond, Cadence, Usable
from ccops.settlement import Closing, OpeningRow, opening_of
from ccops.testing.builders import an_employee_row
from ccops.testing.plans import a_fact, a_figure, a_month, a_plan, a_settlement
from ccops.values import Missing, Unit

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.plan import Plan
    from ccops.settlement import Settlement

FACTS = (
    a_fact("granted", Unit.MONEY, range="[CNY 0..CNY 9000]"),
    a_fact("asked", Unit.MONEY, range="[CNY 0..CNY 9000]"),
    a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
)
IN, OUT = a_figure("posted_now", "granted"), a_figure("wanted_now", "asked")
GIVEN = {"A": {"granted": "CNY 100", "asked": "CNY 30", "score": "90"}}


def purse(name: str = "purse", **more: Any) -> AccountPolicy:
    policy = AccountPolicy(
        name=name,
        label=Label(en="purse"),
        population=Text("employees"),
        unit=Unit.MONEY,
        posted=Text("posted_now"),
        used=Text("wanted_now"),
        usable=Usable.SAME_PERIOD,
        beyond=Beyond.CUT,
        lapse=Text("never"),
    )
    return attrs.evolve(policy, **more)


def plan_of(*figures: Any, policies: tuple[AccountPolicy, ...] = ()) -> Plan:
    plan = a_plan(IN, OUT, *figures, facts=FACTS, policies=policies)
    assert plan.diagnostics == ()
    return plan


def first_month(plan: Plan, given: Any = None) -> Settlement:
    empty = opening_of([], a_month(plan, [], period="2026-09").rules)
    return a_settlement(plan, given or GIVEN, period="2026-09", closing=empty)


def codes(settlement: Settlement) -> list[str]:
    assert all(each.severity is Severity.WARNING for each in settlement.diagnostics)
    return [each.code for each in settlement.diagnostics]


# -- accounts -----------------------------------------------------------------------------------


def test_lots_of_an_account_the_pack_has_no_more_are_never_lost_silently() -> None:
    closing = first_month(plan_of(policies=(purse(),))).closing

    with pytest.raises(DataError) as refused:
        a_settlement(plan_of(policies=(purse("wallet"),)), GIVEN, closing=closing)

    (found,) = refused.value.diagnostics
    assert (found.code, found.args["name"], found.args["count"]) == (
        "closing-account-gone",
        "purse",
        "1",
    )


def test_an_account_that_holds_nothing_may_go() -> None:
    spent = {"A": {**GIVEN["A"], "asked": "CNY 100"}}
    closing = first_month(plan_of(policies=(purse(),)), spent).closing

    assert codes(a_settlement(plan_of(), GIVEN, closing=closing)) == []


def test_the_figures_beside_a_renamed_account_are_read_under_their_old_names() -> None:
    before = a_figure("used_before", "previous(purse_used)")
    renamed = a_figure("used_before", "previous(wallet_used)")
    closing = first_month(plan_of(before, policies=(purse(),))).closing

    plan = plan_of(renamed, policies=(purse("wallet", was=Text("purse")),))
    second = a_settlement(plan, GIVEN, closing=closing)

    assert str(second.value("A", "used_before")) == "CNY 30.00"


def test_an_account_that_an_input_leaves_unknown_keeps_a_month_from_being_final() -> None:
    plan = plan_of(policies=(purse(),))
    month = first_month(plan, {**GIVEN, "B": {"asked": "CNY 0", "score": "80"}})

    later = a_settlement(plan, {**GIVEN, "B": GIVEN["A"]}, closing=month.closing)

    assert [(key.name, each.employees) for key, each in month.provisional.items()] == [
        ("purse", ("B",))
    ]
    assert codes(later) == ["account-unknown"]
    assert later.is_provisional("purse", later.row_of("B"))
    assert not later.is_provisional("purse", later.row_of("A"))


def test_an_explanation_says_that_the_trouble_lies_in_an_earlier_period() -> None:
    plan = plan_of(policies=(purse(),))
    month = first_month(plan, {"B": {"asked": "CNY 0", "score": "80"}})
    later = a_settlement(plan, {"B": GIVEN["A"]}, closing=month.closing)

    for name in ("purse", "purse_used", "purse_opening"):
        explained = later.explain("B", name, locale="en")
        assert "held at the end of 2026-09: missing: not measured" in str(explained)
        assert explained.to_dict()["trace"]["lots_unknown"] == "not_measured"
    assert "lots_unknown" not in month.explain("B", "purse").to_dict()["trace"]


# -- windows ------------------------------------------------------------------------------------


def test_a_name_the_closing_says_nothing_of_is_told() -> None:
    closing = first_month(plan_of(a_figure("good", "count_last(score >= 80, 3)"))).closing

    stricter = plan_of(a_figure("good", "count_last(score >= 85, 3)"))

    (found,) = a_settlement(stricter, GIVEN, closing=closing).diagnostics
    assert (found.code, found.args["names"]) == ("closing-name-absent", "score >= 85")


def test_a_figure_that_had_no_such_period_is_not_told_as_absent() -> None:
    quarter = attrs.evolve(a_figure("q", "granted"), cadence=Cadence(every=3, anchor="2026-01"))
    plan = plan_of(quarter, a_figure("before", "previous(q)"))
    october = a_settlement(plan, GIVEN, period="2026-10", closing=first_month(plan).closing)

    november = a_settlement(plan, GIVEN, period="2026-11", closing=october.closing)

    assert codes(november) == []
    assert november.value("A", "before") is Missing.NOT_DUE


def test_an_explanation_of_a_window_names_the_parameter_of_its_length() -> None:
    plan = a_plan(
        a_figure("total", "sum_last(granted, span, at_least=1)"),
        facts=FACTS,
        parameters={"span": "4"},
    )
    explained = a_settlement(plan, GIVEN).explain("A", "total", locale="en")

    (window,) = explained.to_dict()["trace"]["inputs"]
    assert window["parameters"] == [{"name": "span", "value": "4", "source": ""}]


# -- openings -----------------------------------------------------------------------------------


def test_an_opening_of_strangers_is_told_and_its_lots_are_kept() -> None:
    plan = plan_of(policies=(purse(),))
    rules = a_month(plan, []).rules
    opening = opening_of([OpeningRow(subject="Z", name="purse", amount="5", unit="CNY")], rules)

    month = a_settlement(plan, GIVEN, closing=opening)

    (found,) = month.diagnostics
    assert (found.code, found.args["employees"]) == ("opening-stranger", "Z")
    assert "Z" in month.closing.employees


def test_a_row_of_a_period_that_no_rule_reads_is_refused() -> None:
    rules = a_month(plan_of(a_figure("m", "sum_last(granted, 3)")), []).rules
    rows = [
        OpeningRow(subject="A", name="granted", amount="5", unit="CNY", period=each)
        for each in ("2026-07", "2026-08")
    ]

    with pytest.raises(DataError) as refused:
        opening_of(rows, rules)

    (found,) = refused.value.diagnostics
    assert (found.code, found.args["period"], found.args["first"]) == (
        "opening-too-early",
        "2026-07",
        "2026-08",
    )


# -- what is no closing -------------------------------------------------------------------------

DAMAGES = {
    "a ratio over nothing": lambda data: data["values"][0].update(cells=[[1, 0]]),
    "half a character": lambda data: data.update(currency="\ud800"),
    "an unknown row that is nobody's": lambda data: data["accounts"][0].update(
        unknown={"not_measured": [7]}
    ),
    "a row that is unknown and holds something": lambda data: data["accounts"][0].update(
        unknown={"not_measured": [0]}
    ),
    "a name twice": lambda data: data["values"].append(data["values"][0]),
    "an account twice": lambda data: data["accounts"].append(data["accounts"][0]),
    "a lot of a later period": lambda data: data["accounts"][0].update(posted=["2026-10"]),
    "a value of a later period": lambda data: data["values"][0].update(period="2026-10"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_an_opening_written_by_hand_that_cannot_be_is_told(damage: Any) -> None:
    plan = plan_of(a_figure("before", "previous(granted)"), policies=(purse(),))
    data = {**first_month(plan).closing.to_dict(), "settlement": ""}
    del data["digest"]
    Closing.from_dict(data)

    damage(data)

    with pytest.raises(DataError) as refused:
        Closing.from_dict(data)
    assert [each.code for each in refused.value.diagnostics] == ["closing-unreadable"]


# -- dates that lie ahead -----------------------------------------------------------------------

PACK = """\
pack:
  {id: mill, version: 1, zone: Asia/Shanghai, currency: CNY, locale: en, effective: 2025-01-01,
   jurisdiction: none, default_calendar: month, label: {zh: 磨坊, en: mill}}
calendars: {month: {}}
roles: {agent: {label: {zh: 座席, en: agent}, source: M-01}}
facts: {wins: {unit: count, range: '[0..50]'}}
parameters:
  span:
    label: {zh: 月数, en: months}
    unit: count
    values: {2025-01-01: 2, 2026-01-01: 4}
    source: M-02
figures:
  won:
    for: employees
    label: {zh: 成单, en: won}
    is: sum_last(wins, span, at_least=1)
    source: M-02
  spring:
    - for: employees
      label: {zh: 春季, en: spring}
      from: 2026-02-01
      is: min_last(double, 3)
      source: M-03
  double: {for: employees, label: {zh: 倍, en: double}, is: 2 * wins, source: M-03}
"""


def test_a_window_that_becomes_longer_or_begins_finds_what_was_before(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK, "utf-8")
    center = Center.open(tmp_path)
    closing, found = None, {}
    for number, label in enumerate(["2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]):
        month = center.month(label, employees=[an_employee_row("A")], closing=closing)
        settled = month.settle(month.facts({"A": {"wins": 10**number % 41}}))
        closing, found[label] = settled.closing, settled

    wins = [10**number % 41 for number in range(5)]
    won = {label: each.value("A", "won") for label, each in found.items()}
    assert won["2025-12"] == sum(wins[1:3])
    assert won["2026-01"] == sum(wins[:4])
    assert found["2026-02"].value("A", "spring") == 2 * min(wins[2:])
    # once the dates have come, a closing holds no more than is needed
    assert {each.period for each in found["2026-02"].closing.values} == {
        "2025-12",
        "2026-01",
        "2026-02",
    }
