"""The record kinds of business topics: what was registered, and conversations by topic."""

from __future__ import annotations

from typing import Final

from ccops.kpi import RecordKind
from ccops.kpi.record_columns import DATE, DURATION, REFERENCE, WORD, column, optional_column
from ccops.messages import Label

_TOPIC: Final = column("topic", WORD, "业务主题", "business topic")
_DAY: Final = column("day", DATE, "日期", "local day")

#: The topic registered for a contact, where the telephony does not know it (S2-10).
CONTACT_TOPIC: Final = RecordKind(
    name="contact_topic",
    label=Label(zh="来电主题", en="topic of a contact"),
    day="day",
    reference="source_ref",
    groups={"topic": "topic", "day": "day"},
    columns=(
        column("contact_id", WORD, "联络编号", "contact id"),
        _DAY,
        _TOPIC,
        REFERENCE,
    ),
)

#: One conversation whose topic is known, with the time it took (S2-10). ``agent`` is nobody's
#: fact here: the lists about topics are for coaching, not for pay.
TOPIC_SEGMENT: Final = RecordKind(
    name="topic_segment",
    label=Label(zh="按主题的受理", en="conversation by topic"),
    day="day",
    reference="source_ref",
    groups={"agent": "agent", "topic": "topic", "queue": "queue", "day": "day"},
    columns=(
        column("contact_id", WORD, "联络编号", "contact id"),
        column("agent", WORD, "座席", "agent"),
        column("queue", WORD, "队列", "queue"),
        _TOPIC,
        column("ended_by", WORD, "结束方", "ended by"),
        optional_column("talk", DURATION, "通话时长", "talk"),
        optional_column("talk_hold", DURATION, "通话及保持时长", "talk and hold"),
        optional_column("acw", DURATION, "话后处理时长", "after-call work"),
        _DAY,
        REFERENCE,
    ),
)
