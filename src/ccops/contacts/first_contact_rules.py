"""First-contact resolution by call data, as a pack says it: who comes again within a window."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

from ccops.contacts.outcomes import CHANNELS
from ccops.contacts.windows import check_window
from ccops.frozen import frozen
from ccops.kpi import RecordKind
from ccops.kpi.record_columns import (
    COUNT,
    DATE,
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
from ccops.values import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable


class SameMatter(enum.Enum):
    """When two contacts are about one matter."""

    CUSTOMER = "customer"
    CUSTOMER_AND_TOPIC = "customer_and_topic"


class Counting(enum.Enum):
    """What is counted: matters, each at its first contact, or contacts, each by itself."""

    ISSUES = "issues"
    CONTACTS = "contacts"


class Again(enum.Enum):
    """Which later contacts are repeats: those an agent answered, or any."""

    ANSWERED = "answered"
    ANY = "any"


@frozen(kw_only=True)
class FirstContactRule:
    """When an inbound contact that an agent answered did not settle the matter (GC-76).

    It is repeated where the same customer comes in again within the window, from the beginning
    of the one to the beginning of the other, the limit included. A contact whose customer is not
    known is in no matter. Nothing in it has a default.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    same: SameMatter = pack_field(
        Shape.WORD, of=SameMatter, zh="何为同一事项", en="when it is the same matter"
    )
    within: Scalar = pack_field(
        Shape.SCALAR, zh="多久之内算重复（7 d 或 48 h）", en="the window, 7 d or 48 h"
    )
    counting: Counting = pack_field(
        Shape.WORD, of=Counting, zh="按事项还是按来电计", en="what is counted"
    )
    again: Again = pack_field(
        Shape.WORD, of=Again, zh="哪些再次来电算重复", en="which later contacts are repeats"
    )
    origin: Origin = origin_field()


#: One matter of a customer at its first contact, or one contact, as a rule counts them, and
#: whether the customer came again. ``repeated`` is ``not_due`` while the window is not over,
#: ``no_history`` where nobody knows whether the matter began before the sources do, and
#: ``not_measured`` where a topic that is not known decides.
ISSUE: Final = RecordKind(
    name="issue",
    label=Label(zh="来电事项", en="issue"),
    subject="agent",
    day="started_day",
    reference="source_ref",
    groups={
        "rule": "rule",
        "agent": "agent",
        "queue": "queue",
        "topic": "topic",
        "channel": "channel",
        "day": "started_day",
        "half_hour": "started_half_hour",
        "hour": "started_hour",
    },
    columns=(
        column("rule", WORD, "口径", "rule that counts it"),
        column("contact_id", WORD, "联络编号", "contact id"),
        column("channel", listed(CHANNELS), "渠道", "channel"),
        optional_column("agent", WORD, "首位座席", "first agent"),
        optional_column("queue", WORD, "队列", "queue"),
        optional_column("topic", WORD, "业务主题", "business topic"),
        optional_column("repeated", FLAG, "再次来电", "came again"),
        optional_column("again_after", DURATION, "多久后再来", "after how long"),
        column("started_day", DATE, "开始日", "day of the beginning"),
        column("started_half_hour", COUNT, "开始半小时", "half-hour of the beginning"),
        column("started_hour", COUNT, "开始时段", "hour of the beginning"),
        REFERENCE,
    ),
)


def check_first_contacts(rules: Iterable[FirstContactRule]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with rules of first contact: a window that is none."""
    return tuple(
        each for rule in rules for each in check_window(rule.name, rule.within, rule.origin.span)
    )
