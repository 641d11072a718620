"""The record kinds of telephony: contact, queue visit, offer, handle segment, queue event.

Durations are integer milliseconds, instants milliseconds of UTC since 1970. What the local
clock said at an instant (day, half-hour, hour) is read once and stored as integers; nothing
after the reader knows a zone.
"""

from __future__ import annotations

from typing import Final

from ccops.contacts.outcomes import (
    CHANNELS,
    CLOSED_BY,
    DIRECTIONS,
    ENDED_BY,
    OFFER_RESULTS,
    OUTCOMES,
    TRANSFERS,
)
from ccops.kpi import RecordColumn, RecordKind
from ccops.messages import Label
from ccops.values import Type, Unit

_WORD: Final = Type(Unit.WORD)
_COUNT: Final = Type(Unit.COUNT)
_DURATION: Final = Type(Unit.DURATION)
_DATE: Final = Type(Unit.DATE)
_FLAG: Final = Type(Unit.FLAG)


def _column(name: str, type_: Type, zh: str, en: str) -> RecordColumn:
    return RecordColumn(name=name, type=type_, label=Label(zh=zh, en=en))


def _optional(name: str, type_: Type, zh: str, en: str) -> RecordColumn:
    return RecordColumn(name=name, type=type_, optional=True, label=Label(zh=zh, en=en))


def _listed(words: frozenset[str]) -> Type:
    return Type(Unit.WORD, words)


def _clock(stem: str, zh: str, en: str, *, known: bool = True) -> tuple[RecordColumn, ...]:
    """Return what the local clock said at an instant: day, start of the half-hour, hour."""
    make = _column if known else _optional
    return (
        make(f"{stem}_day", _DATE, f"{zh}日", f"day of {en}"),
        make(f"{stem}_half_hour", _COUNT, f"{zh}半小时", f"half-hour of {en}"),
        make(f"{stem}_hour", _COUNT, f"{zh}时段", f"hour of {en}"),
    )


def _clock_groups(stem: str, *, prefix: str) -> dict[str, str]:
    parts = ("day", "half_hour", "hour")
    return {f"{prefix}{part}": f"{stem}_{part}" for part in parts}


#: One customer's one matter on one channel, from the first ring to the end.
CONTACT: Final = RecordKind(
    name="contact",
    label=Label(zh="联络", en="contact"),
    day="started_day",
    reference="source_ref",
    groups=_clock_groups("started", prefix=""),
    columns=(
        _column("contact_id", _WORD, "联络编号", "contact id"),
        _column("root_id", _WORD, "首次联络编号", "id of the first contact"),
        _column("channel", _listed(CHANNELS), "渠道", "channel"),
        _column("direction", _listed(DIRECTIONS), "方向", "direction"),
        _optional("entry_point", _WORD, "接入号", "number dialed"),
        _optional("customer_ref", _WORD, "客户代号", "customer, as a keyed hash"),
        _column("visits", _COUNT, "排队次数", "visits to queues"),
        _column("segments", _COUNT, "受理次数", "conversations with agents"),
        _column("disconnect_by", _listed(ENDED_BY), "挂机方", "ended by"),
        _column("started_ms", _COUNT, "开始时刻", "began, ms of UTC"),
        *_clock("started", "开始", "the beginning"),
        _optional("ended_ms", _COUNT, "结束时刻", "ended, ms of UTC"),
        _optional("business_type", _WORD, "业务类型", "kind of business"),
        _optional("resolved", _FLAG, "是否解决", "resolved"),
        _optional("record_ref", _WORD, "登记单号", "record it was registered under"),
        _column("source_ref", _WORD, "出处", "file:line"),
    ),
)

#: One stay of a contact in one queue. ``talk_hold`` and ``acw`` are those of its conversations.
#: ``answer_*`` is the end of waiting: the answer, or the exit where there was none. ``contact_*``
#: is when the contact began, before the queue. ``transferred`` says an agent handed it on;
#: ``completed``, that the end of the conversation is known; ``entry_missing``, that the source
#: has no entry of its own for it and the entry was counted back from the reported wait.
QUEUE_VISIT: Final = RecordKind(
    name="queue_visit",
    label=Label(zh="排队", en="queue visit"),
    day="arrival_day",
    subject="agent",
    reference="source_ref",
    groups={
        "queue": "queue",
        "agent": "agent",
        "outcome": "outcome",
        **_clock_groups("arrival", prefix=""),
        **_clock_groups("answer", prefix="answer_"),
        **_clock_groups("end", prefix="end_"),
        **_clock_groups("contact", prefix="contact_"),
    },
    columns=(
        _column("contact_id", _WORD, "联络编号", "contact id"),
        _column("visit_no", _COUNT, "第几次排队", "number of the visit"),
        _column("queue", _WORD, "队列", "queue"),
        _column("outcome", _listed(OUTCOMES), "结果", "outcome"),
        _optional("agent", _WORD, "首位座席", "first agent"),
        _optional("wait", _DURATION, "等待时长", "wait"),
        _optional("talk_hold", _DURATION, "通话及保持时长", "talk and hold"),
        _optional("acw", _DURATION, "话后处理时长", "after-call work"),
        _column("segments", _COUNT, "受理次数", "conversations"),
        _column("transferred", _FLAG, "已转接", "transferred"),
        _column("completed", _FLAG, "已完成", "completed"),
        _column("entry_missing", _FLAG, "缺进线记录", "entry missing"),
        _column("closed_by", _listed(CLOSED_BY), "结束依据", "closed by"),
        _column("entered_ms", _COUNT, "进线时刻", "entered, ms of UTC"),
        *_clock("arrival", "进线", "arrival"),
        _optional("answered_ms", _COUNT, "等待结束时刻", "end of waiting, ms of UTC"),
        *_clock("answer", "等待结束", "the end of waiting", known=False),
        _optional("ended_ms", _COUNT, "结束时刻", "ended, ms of UTC"),
        *_clock("end", "结束", "the end", known=False),
        *_clock("contact", "来电", "the contact"),
        _column("source_ref", _WORD, "出处", "file:line"),
    ),
)

#: One attempt to hand a waiting contact to one agent. A missed call is not one missed offer.
OFFER: Final = RecordKind(
    name="offer",
    label=Label(zh="振铃", en="offer"),
    day="offered_day",
    subject="agent",
    reference="source_ref",
    groups={
        "queue": "queue",
        "agent": "agent",
        "result": "result",
        **_clock_groups("offered", prefix=""),
    },
    columns=(
        _column("contact_id", _WORD, "联络编号", "contact id"),
        _column("visit_no", _COUNT, "第几次排队", "number of the visit"),
        _column("offer_no", _COUNT, "第几次振铃", "number of the offer"),
        _column("queue", _WORD, "队列", "queue"),
        _column("agent", _WORD, "座席", "agent"),
        _column("agent_unmapped", _FLAG, "座席未对应", "agent not in the list"),
        _column("result", _listed(OFFER_RESULTS), "振铃结果", "result"),
        _optional("ring_ms", _DURATION, "振铃时长", "ring time"),
        _optional("rings", _COUNT, "振铃声数", "rings"),
        _column("offered_ms", _COUNT, "振铃时刻", "offered, ms of UTC"),
        *_clock("offered", "振铃", "the offer"),
        _column("source_ref", _WORD, "出处", "file:line"),
    ),
)

#: One agent's conversation within a visit. ``talk_hold`` is the time from connect to end wherever
#: it is known; ``talk`` and ``hold`` only where the source splits it. ``acw`` that the source does
#: not measure is missing, never 0. It counts on the local day on which the visit arrived.
HANDLE_SEGMENT: Final = RecordKind(
    name="handle_segment",
    label=Label(zh="受理", en="handle segment"),
    day="arrival_day",
    subject="agent",
    reference="source_ref",
    groups={
        "queue": "queue",
        "agent": "agent",
        "day": "arrival_day",
        "half_hour": "connected_half_hour",
        "hour": "connected_hour",
        "connected_day": "connected_day",
    },
    columns=(
        _column("contact_id", _WORD, "联络编号", "contact id"),
        _column("visit_no", _COUNT, "第几次排队", "number of the visit"),
        _column("segment_no", _COUNT, "第几次受理", "number of the conversation"),
        _column("queue", _WORD, "队列", "queue"),
        _column("agent", _WORD, "座席", "agent"),
        _column("agent_unmapped", _FLAG, "座席未对应", "agent not in the list"),
        _optional("talk", _DURATION, "通话时长", "talk"),
        _optional("hold", _DURATION, "保持时长", "hold"),
        _optional("talk_hold", _DURATION, "通话及保持时长", "talk and hold"),
        _optional("acw", _DURATION, "话后处理时长", "after-call work"),
        _column("transfer", _listed(TRANSFERS), "转接方式", "transfer"),
        _column("ended_by", _listed(ENDED_BY), "结束方", "ended by"),
        _column("arrival_day", _DATE, "进线日", "day of arrival"),
        _column("connected_ms", _COUNT, "接通时刻", "connected, ms of UTC"),
        *_clock("connected", "接通", "the answer"),
        _optional("ended_ms", _COUNT, "结束时刻", "ended, ms of UTC"),
        _column("source_ref", _WORD, "出处", "file:line"),
    ),
)

#: What a source said that is none of the above (sign-on, pause, unknown events), kept as it was.
#: Runs of digits long enough to be a telephone number are masked in ``details``.
QUEUE_EVENT: Final = RecordKind(
    name="queue_event",
    label=Label(zh="队列事件", en="queue event"),
    day="day",
    subject="agent",
    reference="source_ref",
    groups={
        "event": "event",
        "queue": "queue",
        "agent": "agent",
        "day": "day",
        "half_hour": "half_hour",
        "hour": "hour",
    },
    columns=(
        _column("at_ms", _COUNT, "时刻", "at, ms of UTC"),
        _column("day", _DATE, "日", "day"),
        _column("half_hour", _COUNT, "半小时", "half-hour"),
        _column("hour", _COUNT, "时段", "hour"),
        _optional("contact_id", _WORD, "联络编号", "contact id"),
        _optional("queue", _WORD, "队列", "queue"),
        _optional("agent", _WORD, "座席", "agent"),
        _column("event", _WORD, "事件", "event"),
        _column("details", _WORD, "内容", "what it said, masked"),
        _column("source_ref", _WORD, "出处", "file:line"),
    ),
)

#: The record kinds this room brings, by name.
TELEPHONY_KINDS: Final = (CONTACT, QUEUE_VISIT, OFFER, HANDLE_SEGMENT, QUEUE_EVENT)
