"""No double approach: whom an agent talked to for a campaign is not called again (S4-07)."""

from __future__ import annotations

import enum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from ccops.contacts.kinds import clock_columns, clock_groups
from ccops.contacts.outbound import DIAL, DIAL_RESULTS
from ccops.contacts.windows import (
    Nearest,
    Occurrence,
    Window,
    check_window,
    nearest_before,
    window_ms,
)
from ccops.frozen import frozen
from ccops.kpi import RecordKind, Records
from ccops.kpi.record_columns import (
    DURATION,
    FLAG,
    REFERENCE,
    WORD,
    column,
    listed,
    optional_column,
)
from ccops.messages import Diagnostic, Label, Origin
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Missing, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_NAMES: Final = (
    "dial_id", "campaign", "agent", "customer_ref", "result", "dialed_ms", "dialed_day",
    "dialed_half_hour", "dialed_hour", "source_ref",
)  # fmt: skip
_NEVER: Final = Missing.NO_RECORDS
_OPEN: Final = "open"


class ApproachScope(enum.Enum):
    """Within what a customer is approached once: one campaign, or all of the center."""

    CAMPAIGN = "campaign"
    CENTER = "center"


class ApproachCounts(enum.Enum):
    """What is an approach: every attempt, or one in which an agent talked to somebody."""

    DIALED = "dialed"
    CONNECTED = "connected"


@frozen(kw_only=True)
class ApproachRule:
    """How far apart two approaches of one customer have to be; nearer ones are double (S4-07).

    Without ``within`` one customer is approached once, as far as the records reach. An attempt
    whose customer is not known is no approach, and neither is one that is still going on.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    same: ApproachScope = pack_field(
        Shape.WORD, of=ApproachScope, zh="同一活动还是全中心", en="within one campaign, or all"
    )
    counts: ApproachCounts = pack_field(
        Shape.WORD, of=ApproachCounts, zh="何为一次接触", en="what an approach is"
    )
    within: Scalar | None = pack_field(
        Shape.SCALAR, default=None, zh="多久之内不得再次（30 d 或 2 h）",
        en="the window, 30 d or 2 h",
    )  # fmt: skip
    origin: Origin = origin_field()


#: One approach of one customer, as a rule counts them. ``again`` says that he was approached
#: before within the window, by ``before_agent``, ``since`` so long; ``no_history`` where the
#: records begin too late to tell.
APPROACH: Final = RecordKind(
    name="approach",
    label=Label(zh="接触客户", en="approach"),
    subject="agent",
    day="dialed_day",
    reference="source_ref",
    groups={
        "rule": "rule",
        "campaign": "campaign",
        "agent": "agent",
        "before_agent": "before_agent",
        **clock_groups("dialed", prefix=""),
    },
    columns=(
        column("rule", WORD, "口径", "rule that counts it"),
        column("dial_id", WORD, "外呼编号", "id of the attempt"),
        column("campaign", WORD, "外呼活动", "campaign"),
        optional_column("agent", WORD, "座席", "agent"),
        column("result", listed(DIAL_RESULTS), "外呼结果", "result"),
        optional_column("again", FLAG, "重复接触", "approached again"),
        optional_column("since", DURATION, "距上次多久", "how long after the one before"),
        optional_column("before_agent", WORD, "上次的座席", "agent of the one before"),
        *clock_columns("dialed", "呼出", "the attempt"),
        REFERENCE,
    ),
)


def check_approaches(rules: Iterable[ApproachRule]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with rules of approach: a window that is none."""
    return tuple(
        each
        for rule in rules
        if rule.within is not None
        for each in check_window(rule.name, rule.within, rule.origin.span)
    )


@frozen(kw_only=True)
class _Dial:
    dial_id: str
    campaign: str
    agent: str | Missing
    customer: str | Missing
    result: str
    at_ms: int
    clock: tuple[Any, ...]


def approach_records(
    records: Mapping[str, Records], rules: Iterable[ApproachRule]
) -> Records | None:
    """Return the approaches that rules see in attempts; ``None`` without attempts or rules.

    It is ``None`` as well where of no attempt the customer is known: who was approached twice is
    then not known, rather than that nobody was.
    Attempts are wanted of a whole window before the days asked about: where the records do not
    reach so far, whether it was the first approach is missing (``no_history``).
    """
    dials = records.get(DIAL.name)
    listed_rules = tuple(rules)
    if dials is None or not listed_rules:
        return None
    every = sorted(_dials(dials), key=attrgetter("at_ms", "dial_id"))
    if every and all(isinstance(each.customer, Missing) for each in every):
        return None
    first, last = (every[0].at_ms, every[-1].at_ms) if every else (0, 0)
    by_customer: dict[str, list[_Dial]] = {}
    for each in every:
        if not isinstance(each.customer, Missing) and each.result != _OPEN:
            by_customer.setdefault(each.customer, []).append(each)
    rows: list[tuple[Any, ...]] = []
    for rule in listed_rules:
        within = None if rule.within is None else window_ms(rule.within)
        window = Window(within_ms=within, first_ms=first, last_ms=last)
        found = (row for own in by_customer.values() for row in _rows(rule, own, window))
        rows.extend(row for _, row in sorted(found, key=lambda each: each[0]))
    return Records.of_rows(APPROACH, rows)


def _rows(
    rule: ApproachRule, dials: Iterable[_Dial], window: Window
) -> Iterator[tuple[tuple[int, str], tuple[Any, ...]]]:
    """Yield the approaches of one customer, each with what it is put in order by."""
    is_any = rule.counts is ApproachCounts.DIALED
    own = [each for each in dials if is_any or each.result == "connected"]
    listed_own = [_occurrence(rule, each, row) for row, each in enumerate(own)]
    for dial, occurrence, before in zip(own, listed_own, nearest_before(listed_own), strict=True):
        again = window.came_before(occurrence, before)
        since, who = _former(own, dial, before) if again is True else (_NEVER, _NEVER)
        told = (rule.name, dial.dial_id, dial.campaign, dial.agent, dial.result)
        yield (dial.at_ms, dial.dial_id), (*told, again, since, who, *dial.clock)


def _occurrence(rule: ApproachRule, dial: _Dial, row: int) -> Occurrence:
    matter = dial.campaign if rule.same is ApproachScope.CAMPAIGN else ""
    return Occurrence(dial.at_ms, matter, counts=True, row=row)


def _former(
    own: Sequence[_Dial], dial: _Dial, before: Nearest
) -> tuple[int | Missing, str | Missing]:
    """Return how long before the former approach was, and whose."""
    if before.sure is None:
        return _NEVER, _NEVER
    former = own[before.sure.row]
    return dial.at_ms - former.at_ms, former.agent


def _dials(dials: Records) -> Iterator[_Dial]:
    columns: tuple[Sequence[Any], ...] = tuple(dials.columns[name] for name in _NAMES)
    for dial_id, campaign, agent, customer, result, at_ms, *clock in zip(*columns, strict=True):
        yield _Dial(
            dial_id=dial_id,
            campaign=campaign,
            agent=agent,
            customer=customer,
            result=result,
            at_ms=at_ms,
            clock=tuple(clock),
        )
