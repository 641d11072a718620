"""The functions of the library that are Python: months between days, samples, started units."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from ccops.messages import Label
from ccops.rules.months import MOST_MONTHS, months_between, months_sql
from ccops.rules.sample_sizes import enough_samples
from ccops.rules.started import started, started_sql
from ccops.rules.typed_function import Example, Parameter, TypedFunction
from ccops.values import Bounds, Unit

MONTHS_BETWEEN: Final = TypedFunction(
    name="months_between",
    label=Label(
        zh="两个日期之间满了几个月，用于计算工龄；月末不足的以当月最后一天为满",
        en="how many whole months lie between two days, for tenure; a month too short for the"
        " day is full on its last",
    ),
    parameters=(Parameter(name="start", unit=Unit.DATE), Parameter(name="end", unit=Unit.DATE)),
    result=Unit.COUNT,
    run=months_between,
    bounds=Bounds(Fraction(-MOST_MONTHS), Fraction(MOST_MONTHS)),
    sql=months_sql,
    example=Example(
        formula="months_between(hired_on, period_end)",
        given=(("hired_on", Unit.DATE, "2026-01-31"), ("period_end", Unit.DATE, "2026-02-28")),
        result="1",
    ),
)

ENOUGH_SAMPLES: Final = TypedFunction(
    name="enough_samples",
    label=Label(
        zh="样本足够时的得分；少于最少样本数则缺失，原因为样本不足",
        en="a score that stands on enough samples; with fewer it is missing, for that reason",
    ),
    parameters=(
        Parameter(name="score", unit=Unit.POINTS),
        Parameter(name="samples", unit=Unit.COUNT),
        Parameter(name="least", unit=Unit.COUNT),
    ),
    result=Unit.POINTS,
    run=enough_samples,
    may_miss=True,
    passes_on="score",
    example=Example(
        formula="enough_samples(mean, samples, 8)",
        given=(("mean", Unit.POINTS, "85"), ("samples", Unit.COUNT, "8")),
        result="85",
    ),
)

STARTED: Final = TypedFunction(
    name="started",
    label=Label(
        zh="一段时间起步了几个单位时长：不足一个的按一个计，用于按起步分钟计费",
        en="how many stretches of a length a time has begun, for what is billed by the started"
        " minute",
    ),
    parameters=(
        Parameter(name="time", unit=Unit.DURATION, bounds=Bounds(Fraction(0))),
        Parameter(name="each", unit=Unit.DURATION, bounds=Bounds(Fraction(1))),
    ),
    result=Unit.COUNT,
    run=started,
    bounds=Bounds(Fraction(0)),
    sql=started_sql,
    example=Example(
        formula="started(talk, minute)",
        given=(("talk", Unit.DURATION, "61 s"), ("minute", Unit.DURATION, "60 s")),
        result="2",
    ),
)

#: The functions of the library that are Python and not made of other nodes.
TYPED_FUNCTIONS: Final = (MONTHS_BETWEEN, ENOUGH_SAMPLES, STARTED)
