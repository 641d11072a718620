"""A bonus written in Python, without YAML: policies and figures are ordinary objects."""

from __future__ import annotations

from fractions import Fraction

from ccops.messages import Label, Origin, Text
from ccops.pay import BonusPolicy, TableRule
from ccops.rules import ColumnRule
from ccops.rules.tables import HitPolicy
from ccops.testing.plans import a_fact, a_figure, a_plan, a_population, a_settlement
from ccops.values import Rounding, RoundingMode, Unit

MANUAL = Origin(source="S1-09")
TWO_PLACES = Rounding(scale=100, mode=RoundingMode.HALF_UP)

bonus = BonusPolicy(
    name="monthly_bonus",
    label=Label(zh="月度奖金", en="monthly bonus"),
    population=Text("agents"),
    columns=(ColumnRule(name="score", reads=Text("score"), step=Fraction(1, 100)),),
    better={"score": Text("higher")},
    table=TableRule(
        hit=HitPolicy.FIRST,
        rows=((Text(">= 90"), Text("CNY 500")), (Text(">= 80"), Text("CNY 300"))),
        otherwise=Text("CNY 0"),
        origin=MANUAL,
    ),
    payroll_code=Text("B01"),
    origin=MANUAL,
)
score = a_figure(
    "score",
    "call * weight_call + conduct * weight_conduct",
    of="agents",
    unit=Unit.POINTS,
    rounding=TWO_PLACES,
    range="[0..100]",
)
plan = a_plan(
    score,
    populations=[a_population("agents", "role == 'agent'")],
    facts=[
        a_fact("call", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
        a_fact("conduct", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
    ],
    parameters={"weight_call": "60%", "weight_conduct": "40%"},
    policies=[bonus],
)
for each in plan.diagnostics:
    print(each)

settlement = a_settlement(
    plan, {"E001": {"call": "95.5", "conduct": "88"}, "E002": {"call": 80, "conduct": "79.99"}}
)
for employee in settlement.employees:
    print(employee, *(settlement.value(employee, name) for name in ("score", "monthly_bonus")))
