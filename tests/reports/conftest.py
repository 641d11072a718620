"""A small center whose settlements the tests of reports are made of."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

import attrs
import pytest

from ccops.facts import Employee, FactDeclaration, FactRule, declare, employee_facts
from ccops.messages import Label, Origin, Text
from ccops.plan import (
    EVERYBODY,
    Definition,
    PayLine,
    PlanInputs,
    PopulationRule,
    RankFigure,
    Reason,
    RowFigure,
    TableFigure,
    TotalFigure,
    Unranked,
    build_plan,
)
from ccops.reports import RENDERERS, STATEMENT, Report
from ccops.rules import ColumnRule, Name
from ccops.rules.places import PlacesRounding
from ccops.rules.ranks import Barred, Ties, Unknown
from ccops.rules.tables import HitPolicy
from ccops.settlement import Month, MonthRules, PackIdentity, Ruling, Settlement
from ccops.values import EXACT, Calendar, Period, Scalar, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BASIC = "basic_pay"
EVERY = Text(EVERYBODY)
CENT = Text("0.01")


def _origin(source: str) -> Origin:
    return Origin(source=source)


def _fact(name: str, unit: Unit, zh: str, *, within: Text | None = None) -> FactDeclaration:
    label = Label(zh=zh, en=name.replace("_", " "))
    step = Fraction(1, 100) if unit is Unit.POINTS else None
    rule = FactRule(name=name, unit=unit, label=label, step=step, range=within, origin=Origin())
    declaration, problems = declare(rule, currency="CNY")
    assert problems == ()
    return declaration


def _figures() -> Sequence[Definition]:
    return (
        RowFigure(
            name=BASIC,
            population=EVERY,
            label=Label(zh="基本工资", en="basic pay"),
            origin=_origin("S1-06"),
            formula=Text("basic_pay_due"),
        ),
        RankFigure(
            name="month_rank",
            population=EVERY,
            label=Label(zh="月度名次", en="monthly rank"),
            origin=_origin("S1-09"),
            order=(Text("score desc"),),
            ties=Ties.SHARE_BEST,
            unknown=Unknown.BLOCK_ALL,
            barred=Barred.KEEP_PLACE,
            places=PlacesRounding.EXACT,
        ),
        RowFigure(
            name="is_absent",
            population=EVERY,
            origin=_origin("S1-11"),
            formula=Text("absent_days >= 3"),
        ),
        TableFigure(
            name="bonus_by_table",
            population=EVERY,
            label=Label(zh="奖金表", en="bonus table"),
            origin=_origin("S1-09"),
            policy="bonus",
            columns=(
                ColumnRule(name="score", reads=Text("score")),
                ColumnRule(name="place", reads=None, places_of=Text("month_rank")),
            ),
            hit=HitPolicy.FIRST,
            rows=(
                (Text(">= 85"), Text("<= 50%"), Text("CNY 500")),
                (Text(">= 60"), Text("-"), Text("CNY 100.33")),
            ),
            otherwise=Text("CNY 0"),
            unranked=Unranked(pays=Text("CNY 0"), code="not_ranked"),
        ),
        RowFigure(
            name="bonus",
            population=EVERY,
            label=Label(zh="月度奖金", en="monthly bonus"),
            origin=_origin("S1-09"),
            policy="bonus",
            formula=Text("no_pay if is_absent else bonus_by_table"),
            reasons=(
                Reason(
                    code="absent_3_days",
                    flag="is_absent",
                    label=Label(zh="缺勤达三天", en="absent for three days"),
                    origin=_origin("S1-11"),
                ),
            ),
        ),
        RowFigure(
            name="night_allowance",
            population=EVERY,
            label=Label(zh="夜班津贴", en="night allowance"),
            origin=_origin("S1-24"),
            formula=Text("nights * night_rate"),
        ),
        TotalFigure(
            name="handed_on",
            population=EVERY,
            label=Label(zh="应发项目合计,未含社保公积金个税", en="amount before tax"),
            origin=_origin("S1-06"),
            adds=(Text(BASIC), Text("bonus"), Text("night_allowance")),
        ),
    )


def _line(figure: str, code: str, zh: str, en: str) -> PayLine:
    label = Label(zh=zh, en=en)
    return PayLine(figure=figure, code=code, label=label, origin=Origin())


def _constant(name: str, amount: Fraction) -> Name:
    scalar = Scalar(Unit.MONEY, amount, "CNY")
    return Name(name=name, type=Type(Unit.MONEY), carrier=EXACT, constant=scalar)


def month_rules(decisions: Mapping[str, str]) -> MonthRules:
    """Return the rules of October 2026."""
    declared = (
        *employee_facts(roles=frozenset({"agent"})),
        _fact("basic_pay_due", Unit.MONEY, "应发基本工资"),
        _fact("score", Unit.POINTS, "月度得分", within=Text("[0..100]")),
        _fact("nights", Unit.COUNT, "夜班数"),
        _fact("absent_days", Unit.COUNT, "缺勤天数"),
    )
    facts = {each.name: each for each in declared}
    plan = build_plan(
        PlanInputs(
            figures=_figures(),
            populations={EVERYBODY: PopulationRule(name=EVERYBODY, origin=Origin())},
            facts=facts,
            constants={
                "no_pay": _constant("no_pay", Fraction(0)),
                "night_rate": _constant("night_rate", Fraction(10)),
            },
            lines=(
                _line(BASIC, "A01", "基本工资", "basic pay"),
                _line("bonus", "B01", "月度奖金", "monthly bonus"),
                attrs.evolve(
                    _line("night_allowance", "C01", "夜班津贴", "night allowance"),
                    quantity="nights",
                    rate="night_rate",
                ),
            ),
            currency="CNY",
        )
    )
    assert plan.diagnostics == ()
    return MonthRules(
        identity=PackIdentity(
            id="small",
            version="1",
            digest="sha256:0",
            catalog_digest="sha256:1",
            jurisdiction="cn",
            readings={"bonus_reading": "printed"},
            decisions=decisions,
        ),
        period=Period.of("2026-10", (Calendar(id="attendance", cutoff_day=25),)),
        plan=plan,
        indicators=(),
        facts=facts,
        zone="Asia/Shanghai",
        currency="CNY",
        locale="zh_CN",
        default_calendar="attendance",
        choices={"bonus": (("bonus_reading", "printed"),)},
        parameters={"night_rate": (Label(zh="夜班津贴标准", en="night rate"), _origin("S1-24"))},
        diagnostics=(),
        calendars={"attendance": Label(zh="考勤周期", en="attendance period")},
    )


def _employee(employee: str) -> Employee:
    return Employee(
        employee_id=employee,
        employment_type="full_time",
        role="agent",
        team="a",
        hired_on=dt.date(2020, 1, 1),
    )


#: The facts of somebody with nothing special.
USUAL: Mapping[str, object] = {
    "basic_pay_due": "CNY 3480.20",
    "score": "90",
    "nights": 2,
    "absent_days": 0,
}


class Settle(Protocol):
    """Settles the small center's October."""

    def __call__(
        self,
        people: Mapping[str, Mapping[str, object]],
        *,
        rulings: tuple[Ruling, ...] = (),
        decisions: Mapping[str, str] | None = None,
    ) -> Settlement:
        """Return the settlement; each employee has the usual facts but for those given."""
        ...


@pytest.fixture(scope="session")
def settle() -> Settle:
    def settled(
        people: Mapping[str, Mapping[str, object]],
        *,
        rulings: tuple[Ruling, ...] = (),
        decisions: Mapping[str, str] | None = None,
    ) -> Settlement:
        month = Month(
            rules=month_rules(decisions or {}),
            employees=tuple(_employee(each) for each in people),
            rulings=rulings,
        )
        given = {
            employee: {k: v for k, v in {**USUAL, **own}.items() if v is not None}
            for employee, own in people.items()
        }
        return month.settle(month.facts(given))

    return settled


class Statement(Protocol):
    """Makes the statement report of a settlement."""

    def __call__(
        self,
        settlement: Settlement,
        *,
        locale: str = "en",
        names: Mapping[str, str] | None = None,
        subjects: Sequence[str] | None = None,
    ) -> Report:
        """Return the report."""
        ...


@pytest.fixture(scope="session")
def statement() -> Statement:
    def report(
        settlement: Settlement,
        *,
        locale: str = "en",
        names: Mapping[str, str] | None = None,
        subjects: Sequence[str] | None = None,
    ) -> Report:
        document = STATEMENT.build(settlement, locale=locale, names=names or {}, subjects=subjects)
        return Report(document=document, renderers={each.name: each for each in RENDERERS})

    return report
