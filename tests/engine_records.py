"""Records that engines disagree about, if they disagree at all; and states told by one hash.

Groups without rows that count, cells that are missing for one reason or another, waits on both
sides of a limit, the hour a clock shows twice, sums past 2^31, values below zero.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

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
from ccops.messages import Text
from ccops.rules import Name
from ccops.values import WHOLE, Missing, Scalar, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.kpi import Measured

SEED: Final = 20_261_101
OUTCOMES: Final = ("answered", "abandoned", "open")
_WORD, _DURATION = Type(Unit.WORD), Type(Unit.DURATION)
#: A visit to a queue, with a column of every shape a record can have.
VISIT: Final = RecordKind(
    name="visit",
    day="day",
    reference="ref",
    subject="agent",
    groups={
        "queue": "queue",
        "agent": "agent",
        "day": "day",
        "half_hour": "half_hour",
        "outcome": "outcome",
        "happy": "happy",
        "skill": "skill",
        "all": "",
    },
    columns=(
        RecordColumn(name="queue", type=_WORD),
        RecordColumn(name="agent", type=_WORD, optional=True),
        RecordColumn(name="day", type=Type(Unit.DATE)),
        RecordColumn(name="half_hour", type=Type(Unit.COUNT)),
        RecordColumn(name="outcome", type=Type(Unit.WORD, frozenset(OUTCOMES))),
        RecordColumn(name="wait", type=_DURATION),
        RecordColumn(name="talk", type=_DURATION, optional=True),
        RecordColumn(name="acw", type=_DURATION, optional=True),
        RecordColumn(name="shift", type=_DURATION),
        RecordColumn(name="transferred", type=Type(Unit.FLAG)),
        RecordColumn(name="happy", type=Type(Unit.FLAG), optional=True),
        RecordColumn(name="score", type=Type(Unit.POINTS), step=Fraction(1, 100), optional=True),
        RecordColumn(name="skill", type=Type(Unit.RATIO), optional=True),
        RecordColumn(name="ref", type=_WORD),
    ),
)
#: What is asked of the visits: every way of measuring, conditions that need not be known.
ASKED: Final[Mapping[str, Mapping[str, Any]]] = {
    "offered": {"count": "yes"},
    "answered": {"count": "outcome == 'answered'"},
    "lost": {"count": "outcome in ('abandoned', 'open') and wait > short"},
    "happy_ones": {"count": "happy", "where": "outcome == 'answered'"},
    "not_happy": {"count": "not happy or transferred"},
    "short_talks": {"count": "talk <= limit and happy"},
    "able": {"count": "skill > 1 / 2"},
    "handled": {"total": "talk + acw", "where": "outcome == 'answered'"},
    "acw_if_any": {"total": "coalesce(acw, nothing)"},
    "counted_talk": {"total": "talk if transferred else wait"},
    "points": {"total": "score * 2"},
    "aht": {"mean": "talk + acw", "where": "known(talk) and known(acw)"},
    "asa": {"mean": "wait", "where": "outcome == 'answered'", "at_least": 2},
    "mean_score": {"mean": "score"},
    "longest": {"maximum": "wait", "where": "outcome == 'answered'"},
    "best": {"maximum": "score"},
    "worst": {"minimum": "score", "where": "known(score)"},
    "within": {
        "ratio": ("outcome == 'answered' and wait <= limit", "outcome != 'open' or wait > limit")
    },
    "part_of_shift": {"ratio": ("talk", "shift")},
    "wait_p95": {"percentile": ("wait", "95"), "where": "outcome == 'answered'"},
    "wait_p50": {"percentile": ("wait", "50"), "where": "outcome == 'answered'"},
    "talk_p80": {"percentile": ("talk", "80"), "at_least": 2},
    "score_p33": {"percentile": ("score", "33.3"), "where": "known(score)"},
    "missed": {"share_total": ("wait", "shift"), "where": "outcome != 'answered'"},
}
GROUPINGS: Final[Sequence[tuple[str, ...]]] = (
    (),
    ("all",),
    ("queue",),
    ("happy",),
    ("skill", "day"),
    ("agent", "day"),
    ("queue", "half_hour", "outcome"),
)
_BY: Final = tuple(Text(each) for each in VISIT.groups)
_LIMITS: Final = {"limit": 20_000, "short": 5_000, "nothing": 0}


def asked_indicators(
    names: Iterable[str] = ASKED, **more: Mapping[str, Any]
) -> tuple[Indicator, ...]:
    """Return the indicators of some names, and ``more`` as they are written."""
    written = {**{name: ASKED[name] for name in names}, **more}
    rules = [_rule(name, dict(fields)) for name, fields in written.items()]
    made, problems = compile_indicators(rules, {VISIT.name: VISIT}, _parameters())
    assert problems == ()
    return made


def _rule(name: str, fields: dict[str, Any]) -> IndicatorRule:
    for key, rule in (("ratio", RatioRule), ("share_total", ShareTotalRule)):
        if key in fields:
            of, over = fields[key]
            fields[key] = rule(of=Text(of), over=Text(over))
    if "percentile" in fields:
        of, at = fields["percentile"]
        fields["percentile"] = PercentileRule(of=Text(of), at=Scalar(Unit.NUMBER, Fraction(at)))
    told: dict[str, Any] = {
        key: Text(each) if isinstance(each, str) else each for key, each in fields.items()
    }
    return IndicatorRule(name=name, over=Text(VISIT.name), by=_BY, better=Better.HIGHER, **told)


def _parameters() -> dict[str, Name]:
    return {
        name: Name(
            name=name,
            type=_DURATION,
            carrier=WHOLE,
            constant=Scalar(Unit.DURATION, Fraction(milliseconds)),
        )
        for name, milliseconds in _LIMITS.items()
    }


# -- rows ---------------------------------------------------------------------------------------

_WAITS: Final = (0, 1, 3_999, 4_000, 5_000, 5_001, 19_999, 20_000, 20_001, 20_999, 21_000)
_LONG: Final = (2**31 - 1, 2**31, 2**33 + 7)
_REASONS: Final = (Missing.NOT_MEASURED, Missing.NOT_MEASURED, Missing.NO_RECORDS)
#: The clock went back in New York on the first, forward in Lord Howe and nowhere on the others.
_ZONES: Final = tuple(map(ZoneInfo, ("America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")))
_MIDNIGHTS: Final = tuple(
    int(dt.datetime(2026, month, day, tzinfo=dt.UTC).timestamp())
    for month, day in ((11, 1), (10, 3), (10, 4), (3, 8), (3, 29))
)


def local_bucket(moment: int, zone: ZoneInfo) -> tuple[int, int]:
    """Return the local day of an instant and when its half-hour began, as readers store them."""
    local = dt.datetime.fromtimestamp(moment, zone)
    begun = moment - local.minute % 30 * 60 - local.second
    return local.toordinal(), begun


def a_row(draw: random.Random, number: int) -> tuple[Any, ...]:
    """Return one visit, its cells in the order of the kind's columns."""
    day, half_hour = local_bucket(
        draw.choice(_MIDNIGHTS) + draw.randrange(90_000), draw.choice(_ZONES)
    )

    def maybe(cell: Any, share: float = 0.2) -> Any:
        return draw.choice(_REASONS) if draw.random() < share else cell

    return (
        draw.choice(("sales", "billing", 'it\'s "new"', "咨询")),
        maybe(f"E{draw.randrange(5)}"),
        day,
        half_hour,
        draw.choice(OUTCOMES),
        draw.choice(_WAITS),
        maybe(draw.choice((*_WAITS, *_LONG))),
        maybe(draw.randrange(100_000), 0.5),
        draw.choice((7_200_000, 28_800_000, 28_800_001)),
        draw.random() < 0.3,
        maybe(draw.random() < 0.5, 0.4),
        maybe(draw.randrange(-10_000, 10_000)),
        maybe(draw.choice(((1, 2), (1, 3), (2, 3), (-1, 7)))),
        f"f:{number}",
    )


def seeded_records(count: int, seed: int = SEED) -> Records:
    """Return so many visits, the same at every call."""
    draw = random.Random(seed)
    return Records.of_rows(VISIT, [a_row(draw, number) for number in range(count)])


@st.composite
def visit_records(draw: st.DrawFn, most: int = 25) -> Records:
    """Draw some visits; a small one has columns in which nothing, or all, is missing."""
    count = draw(st.integers(0, most))
    seed = draw(st.integers(0, 2**32))
    rows = seeded_records(count, seed)
    lost = draw(st.sets(st.sampled_from([each.name for each in VISIT.columns if each.optional])))
    columns = {
        name: [Missing.NOT_MEASURED] * count if name in lost else cells
        for name, cells in rows.columns.items()
    }
    return Records(kind=VISIT, columns=columns)


# -- states -------------------------------------------------------------------------------------


def state_hash(measured: Measured) -> str:
    """Return the hash of all states, sorted: two engines agree where it is the same."""
    folds = measured.to_dict()["folds"]
    return hashlib.sha256(json.dumps(folds, ensure_ascii=True).encode()).hexdigest()
