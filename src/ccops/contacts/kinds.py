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
from ccops.kpi.record_columns import (
    COUNT,
    DATE,
    DURATION,
    FLAG,
    WORD,
    column,
    listed,
    optional_column,
)
from ccops.messages import Label


def clock_columns(stem: str, zh: str, en: str, *, known: bool = True) -> tuple[RecordColumn, ...]:
    """Return what the local clock said at an instant: day, start of the half-hour, hour."""
    make = column if known else optional_column
    return (
        make(f"{stem}_day", DATE, f"{zh}日", f"day of {en}"),
        make(f"{stem}_half_hour", COUNT, f"{zh}半小时", f"half-hour of {en}"),
        make(f"{stem}_hour", COUNT, f"{zh}时段", f"hour of {en}"),
    )


def clock_groups(stem: str, *, prefix: str) -> dict[str, str]:
    """Return the groups by what the local clock said at an instant, each with its column."""
    parts = ("day", "half_hour", "hour")
    return {f"{prefix}{part}": f"{stem}_{part}" for part in parts}


#: One customer's one matter on one channel, from the first ring to the end. Whether it was
#: ``registered`` is missing where the source tells of no registration at all, which is not "no";
#: and so is how many visits and conversations it had, where a source tells of none of them.
CONTACT: Final = RecordKind(
    name="contact",
    label=Label(zh="联络", en="contact"),
    day="started_day",
    reference="source_ref",
    groups=clock_groups("started", prefix=""),
    columns=(
        column("contact_id", WORD, "联络编号", "contact id"),
        column("root_id", WORD, "首次联络编号", "id of the first contact"),
        column("channel", listed(CHANNELS), "渠道", "channel"),
        column("direction", listed(DIRECTIONS), "方向", "direction"),
        optional_column("entry_point", WORD, "接入号", "number dialed"),
        optional_column("customer_ref", WORD, "客户代号", "customer, as a keyed hash"),
        optional_column("visits", COUNT, "排队次数", "visits to queues"),
        optional_column("segments", COUNT, "受理次数", "conversations with agents"),
        column("disconnect_by", listed(ENDED_BY), "挂机方", "ended by"),
        column("started_ms", COUNT, "开始时刻", "began, ms of UTC"),
        *clock_columns("started", "开始", "the beginning"),
        optional_column("ended_ms", COUNT, "结束时刻", "ended, ms of UTC"),
        optional_column("business_type", WORD, "业务类型", "kind of business"),
        optional_column("resolved", FLAG, "已解决", "resolved"),
        optional_column("record_ref", WORD, "登记单号", "record it was registered under"),
        optional_column("registered", FLAG, "已登记", "registered"),
        column("source_ref", WORD, "出处", "file:line"),
    ),
)

#: One stay of a contact in one queue. ``talk_hold`` and ``acw`` are those of its conversations.
#: ``answer_*`` is the end of waiting: the answer, or the exit where there was none. ``contact_*``
#: is when the contact began, before the queue. ``transferred`` says an agent handed it on, and is
#: missing where the source tells of no transfers; ``completed``, that the end of the conversation
#: is known; ``entry_missing``, that the source has no entry of its own for it and the entry was
#: counted back from the reported wait.
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
        **clock_groups("arrival", prefix=""),
        **clock_groups("answer", prefix="answer_"),
        **clock_groups("end", prefix="end_"),
        **clock_groups("contact", prefix="contact_"),
    },
    columns=(
        column("contact_id", WORD, "联络编号", "contact id"),
        column("visit_no", COUNT, "第几次排队", "number of the visit"),
        column("queue", WORD, "队列", "queue"),
        column("outcome", listed(OUTCOMES), "结果", "outcome"),
        optional_column("agent", WORD, "首位座席", "first agent"),
        optional_column("wait", DURATION, "等待时长", "wait"),
        optional_column("talk_hold", DURATION, "通话及保持时长", "talk and hold"),
        optional_column("acw", DURATION, "话后处理时长", "after-call work"),
        column("segments", COUNT, "受理次数", "conversations"),
        optional_column("transferred", FLAG, "已转接", "transferred"),
        column("completed", FLAG, "已完成", "completed"),
        column("entry_missing", FLAG, "缺进线记录", "entry missing"),
        column("closed_by", listed(CLOSED_BY), "结束依据", "closed by"),
        column("entered_ms", COUNT, "进线时刻", "entered, ms of UTC"),
        *clock_columns("arrival", "进线", "arrival"),
        optional_column("answered_ms", COUNT, "等待结束时刻", "end of waiting, ms of UTC"),
        *clock_columns("answer", "等待结束", "the end of waiting", known=False),
        optional_column("ended_ms", COUNT, "结束时刻", "ended, ms of UTC"),
        *clock_columns("end", "结束", "the end", known=False),
        *clock_columns("contact", "来电", "the contact"),
        column("source_ref", WORD, "出处", "file:line"),
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
        **clock_groups("offered", prefix=""),
    },
    columns=(
        column("contact_id", WORD, "联络编号", "contact id"),
        column("visit_no", COUNT, "第几次排队", "number of the visit"),
        column("offer_no", COUNT, "第几次振铃", "number of the offer"),
        column("queue", WORD, "队列", "queue"),
        column("agent", WORD, "座席", "agent"),
        column("agent_unmapped", FLAG, "座席未对应", "agent not in the list"),
        column("result", listed(OFFER_RESULTS), "振铃结果", "result"),
        optional_column("ring_ms", DURATION, "振铃时长", "ring time"),
        optional_column("rings", COUNT, "振铃声数", "rings"),
        column("offered_ms", COUNT, "振铃时刻", "offered, ms of UTC"),
        *clock_columns("offered", "振铃", "the offer"),
        column("source_ref", WORD, "出处", "file:line"),
    ),
)

#: One agent's conversation within a visit. ``talk_hold`` is the time from connect to end wherever
#: it is known; ``talk`` and ``hold`` only where the source splits it. ``acw`` that the source does
#: not measure is missing, never 0, and so is ``transfer`` of which it does not tell. It counts on
#: the local day on which the visit arrived. One that came through no queue (an outbound call) has
#: no queue, and is in visit 0.
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
        column("contact_id", WORD, "联络编号", "contact id"),
        column("visit_no", COUNT, "第几次排队", "number of the visit"),
        column("segment_no", COUNT, "第几次受理", "number of the conversation"),
        optional_column("queue", WORD, "队列", "queue"),
        column("agent", WORD, "座席", "agent"),
        column("agent_unmapped", FLAG, "座席未对应", "agent not in the list"),
        optional_column("talk", DURATION, "通话时长", "talk"),
        optional_column("hold", DURATION, "保持时长", "hold"),
        optional_column("talk_hold", DURATION, "通话及保持时长", "talk and hold"),
        optional_column("acw", DURATION, "话后处理时长", "after-call work"),
        optional_column("transfer", listed(TRANSFERS), "转接方式", "transfer"),
        column("ended_by", listed(ENDED_BY), "结束方", "ended by"),
        column("arrival_day", DATE, "进线日", "day of arrival"),
        column("connected_ms", COUNT, "接通时刻", "connected, ms of UTC"),
        *clock_columns("connected", "接通", "the answer"),
        optional_column("ended_ms", COUNT, "结束时刻", "ended, ms of UTC"),
        column("source_ref", WORD, "出处", "file:line"),
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
        column("at_ms", COUNT, "时刻", "at, ms of UTC"),
        column("day", DATE, "日", "day"),
        column("half_hour", COUNT, "半小时", "half-hour"),
        column("hour", COUNT, "时段", "hour"),
        optional_column("contact_id", WORD, "联络编号", "contact id"),
        optional_column("queue", WORD, "队列", "queue"),
        optional_column("agent", WORD, "座席", "agent"),
        column("event", WORD, "事件", "event"),
        column("details", WORD, "内容", "what it said, masked"),
        column("source_ref", WORD, "出处", "file:line"),
    ),
)

#: The record kinds this room brings, by name.
TELEPHONY_KINDS: Final = (CONTACT, QUEUE_VISIT, OFFER, HANDLE_SEGMENT, QUEUE_EVENT)
