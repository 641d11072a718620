"""Builders for the tests of indicators: a small record kind, rules, compiled indicators."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Protocol

import pytest

from ccops.contacts import (
    QUEUE_VISIT,
    AnsweredAt,
    BucketBy,
    ServiceLevelBase,
    ServiceLevelContract,
    expand_service_level,
)
from ccops.kpi import (
    Better,
    Indicator,
    IndicatorRule,
    PercentileRule,
    RatioRule,
    RecordColumn,
    RecordKind,
    Records,
    ShareTotalRule,
    compile_indicators,
)
from ccops.messages import Diagnostic, Origin, Text
from ccops.rules import Name
from ccops.values import WHOLE, Missing, Scalar, Type, Unit

_OUTCOMES = frozenset({"served", "left", "open"})

VISIT = RecordKind(
    name="visit",
    day="day",
    reference="ref",
    subject="who",
    groups={"team": "team", "who": "who", "day": "day", "slot": "slot", "all": ""},
    columns=(
        RecordColumn(name="team", type=Type(Unit.WORD)),
        RecordColumn(name="who", type=Type(Unit.WORD), optional=True),
        RecordColumn(name="day", type=Type(Unit.DATE)),
        RecordColumn(name="slot", type=Type(Unit.COUNT)),
        RecordColumn(name="end_slot", type=Type(Unit.COUNT), optional=True),
        RecordColumn(name="outcome", type=Type(Unit.WORD, _OUTCOMES)),
        RecordColumn(name="wait", type=Type(Unit.DURATION)),
        RecordColumn(name="talk", type=Type(Unit.DURATION), optional=True),
        RecordColumn(name="after", type=Type(Unit.DURATION), optional=True),
        RecordColumn(name="happy", type=Type(Unit.FLAG), optional=True),
        RecordColumn(name="score", type=Type(Unit.POINTS), step=Fraction(1, 100), optional=True),
        RecordColumn(name="exact", type=Type(Unit.RATIO), optional=True),
        RecordColumn(name="ref", type=Type(Unit.WORD)),
    ),
)
_USUAL: dict[str, Any] = {
    "team": "a",
    "who": "E1",
    "day": 739_000,
    "slot": 0,
    "end_slot": 0,
    "outcome": "served",
    "wait": 10_000,
    "talk": 60_000,
    "after": Missing.NOT_MEASURED,
    "happy": True,
    "score": 9_000,
    "exact": (1, 2),
}


def _duration(name: str, milliseconds: int) -> Name:
    scalar = Scalar(Unit.DURATION, Fraction(milliseconds))
    return Name(name=name, type=Type(Unit.DURATION), carrier=WHOLE, constant=scalar)


PARAMETERS = {"limit": _duration("limit", 20_000)}


class Build(Protocol):
    """What the tests ask for."""

    kind: RecordKind

    def rule(self, name: str = "x", **fields: object) -> IndicatorRule: ...

    def indicator(self, name: str = "x", **fields: object) -> Indicator: ...

    def indicators(self, *rules: IndicatorRule) -> tuple[Indicator, ...]: ...

    def findings(self, *rules: IndicatorRule) -> tuple[Diagnostic, ...]: ...

    def records(self, *rows: dict[str, Any]) -> Records: ...


def _text(value: object) -> object:
    return Text(value) if isinstance(value, str) else value


class _Builder:
    kind = VISIT

    def rule(self, name: str = "x", **given: object) -> IndicatorRule:
        fields: dict[str, Any] = dict(given)
        fields.setdefault("by", ("team", "who", "day", "slot", "all"))
        fields["by"] = tuple(Text(each) for each in fields["by"])
        fields["groups"] = {k: Text(v) for k, v in fields.get("groups", {}).items()}
        for key, rule in (("ratio", RatioRule), ("share_total", ShareTotalRule)):
            if key in fields:
                of, over = fields[key]
                fields[key] = rule(of=Text(of), over=Text(over))
        if "percentile" in fields:
            of, at = fields["percentile"]
            fields["percentile"] = PercentileRule(of=Text(of), at=at)
        texts: dict[str, Any] = {key: _text(value) for key, value in fields.items()}
        texts.setdefault("over", Text("visit"))
        texts.setdefault("better", Better.HIGHER)
        return IndicatorRule(name=name, origin=Origin(source="S1-09"), **texts)

    def indicator(self, name: str = "x", **fields: object) -> Indicator:
        (made,) = self.indicators(self.rule(name, **fields))
        return made

    def indicators(self, *rules: IndicatorRule) -> tuple[Indicator, ...]:
        made, problems = compile_indicators(rules, {"visit": VISIT}, PARAMETERS)
        assert problems == ()
        return made

    def findings(self, *rules: IndicatorRule) -> tuple[Diagnostic, ...]:
        return compile_indicators(rules, {"visit": VISIT}, PARAMETERS)[1]

    def records(self, *rows: dict[str, Any]) -> Records:
        every = [{**_USUAL, "ref": f"f:{n}", **row} for n, row in enumerate(rows, start=1)]
        return Records.of_rows(VISIT, [[row[name] for name in VISIT.names] for row in every])


@pytest.fixture(scope="session")
def build() -> Build:
    return _Builder()


_CONTRACT: dict[str, Any] = {
    "threshold": Scalar(Unit.DURATION, Fraction(20_000)),
    "inclusive": True,
    "abandoned": (Text("abandoned"),),
    "answered_at": AnsweredAt.CONNECT,
    "bucket_by": BucketBy.ARRIVAL,
}
_SHORT: dict[str, Any] = {
    "short_abandon": Scalar(Unit.DURATION, Fraction(5_000)),
    "short_inclusive": True,
}


def _contracts() -> tuple[ServiceLevelContract, ...]:
    made = [
        ServiceLevelContract(
            name=base.value,
            base=base,
            origin=Origin(),
            **_CONTRACT,
            **(_SHORT if base is ServiceLevelBase.F5 else {}),
        )
        for base in ServiceLevelBase
        if base.value.startswith("f")
    ]
    short = ServiceLevelContract(
        name="f3_short", base=ServiceLevelBase.F3, origin=Origin(), **_CONTRACT, **_SHORT
    )
    return (*made, short)


def _filled(rule: IndicatorRule, contract: ServiceLevelContract) -> IndicatorRule:
    level = expand_service_level(contract)
    return rule.as_ratio(
        of=level.numerator,
        over=level.denominator,
        parameters=level.parameters,
        groups={"day": level.day, "half_hour": level.half_hour, "hour": level.hour},
    )


_VISITS: dict[str, dict[str, Any]] = {
    "offered": {"count": "outcome != 'open'"},
    "answered": {"count": "outcome == 'answered'"},
    "abandoned": {"count": "outcome == 'abandoned'"},
    "abandonment_rate": {"ratio": ("outcome == 'abandoned'", "outcome != 'open'")},
    "within_20s": {"count": "outcome == 'answered' and wait <= limit"},
    "waited": {"total": "wait", "where": "outcome == 'answered'"},
    "asa": {"mean": "wait", "where": "outcome == 'answered'"},
    "abandoned_wait": {"mean": "wait", "where": "outcome == 'abandoned'"},
    "longest_wait": {"maximum": "wait", "where": "outcome != 'open'"},
    "longest_answered_wait": {"maximum": "wait", "where": "outcome == 'answered'"},
    "wait_p95": {
        "percentile": ("wait", Scalar(Unit.NUMBER, Fraction(95))),
        "where": "outcome == 'answered'",
    },
    "entered": {"count": "yes"},
    "talk_known": {"total": "talk_hold", "where": "known(talk_hold)"},
    "transfers": {"count": "transferred"},
    "talked": {"total": "talk_hold", "where": "outcome == 'answered'"},
    "att": {"mean": "talk_hold", "where": "outcome == 'answered'"},
    "aht": {"mean": "talk_hold + acw", "where": "outcome == 'answered'"},
    "transfer_rate": {"ratio": ("outcome == 'answered' and transferred", "outcome == 'answered'")},
}


@pytest.fixture(scope="session")
def visit_indicators() -> tuple[Indicator, ...]:
    """What a floor asks of its queue visits, service level under f1 to f5 included."""
    builder = _Builder()
    by = ("queue", "agent", "day", "half_hour", "hour", "contact_day", "contact_hour")
    rules = [
        builder.rule(name, over="queue_visit", by=by, **fields) for name, fields in _VISITS.items()
    ]
    levels = [
        _filled(
            builder.rule(
                f"service_level_{each.name}", over="queue_visit", by=by, contract=each.name
            ),
            each,
        )
        for each in _contracts()
    ]
    made, problems = compile_indicators(
        [*rules, *levels], {"queue_visit": QUEUE_VISIT}, PARAMETERS
    )
    assert problems == ()
    return made
