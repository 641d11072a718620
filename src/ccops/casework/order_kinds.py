"""The record kinds of work orders: as opened, step by step, what became of each, what was due.

Instants are milliseconds of UTC since 1970, durations milliseconds; a day is a local day.
"""

from __future__ import annotations

from typing import Final

from ccops.kpi import RecordKind
from ccops.kpi.record_columns import (
    COUNT,
    DATE,
    DURATION,
    EMPLOYEE,
    FLAG,
    REFERENCE,
    WORD,
    column,
    listed,
    optional_column,
    told_column,
)
from ccops.messages import Label

#: What may be done with an order after it was opened. ``returned``: whoever was to handle it gave
#: it back; ``rejected``: it is no order that can be accepted; ``replied``: the customer was
#: answered; ``called_back``: by telephone; ``visited``: the return visit after it was settled.
ORDER_STEPS: Final = frozenset(
    {
        "assigned",
        "returned",
        "rejected",
        "replied",
        "called_back",
        "closed",
        "reopened",
        "visited",
    }
)
#: How an order stands: handled, settled, or sent back as none.
ORDER_STATES: Final = frozenset({"open", "closed", "rejected"})

_ORDER_ID: Final = column("order_id", WORD, "工单编号", "id of the order")
_KIND: Final = column("kind", WORD, "类别", "kind")
_URGENCY: Final = column("urgency", WORD, "紧急程度", "urgency")
_CHANNEL: Final = optional_column("channel", WORD, "渠道", "channel")
_TOPIC: Final = optional_column("topic", WORD, "主题", "topic")
_TEAM: Final = optional_column("team", WORD, "班组", "team")
_OPENED: Final = column("opened_ms", COUNT, "开单时刻", "opened, ms of UTC")
_OPENED_DAY: Final = column("day", DATE, "开单日", "day on which it was opened")
_GROUPS: Final = {
    "employee": "employee_id",
    "team": "team",
    "day": "day",
    "kind": "kind",
    "urgency": "urgency",
}

#: One work order as it was opened (S3-15): who filled it in, its kind and urgency, and the reply
#: that was promised. A customer is a number that stands for him in this file alone.
WORK_ORDER: Final = RecordKind(
    name="work_order",
    label=Label(zh="工单", en="work order"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={**_GROUPS, "order": "order_id", "channel": "channel", "topic": "topic"},
    columns=(
        _ORDER_ID,
        EMPLOYEE,
        _TEAM,
        _KIND,
        _URGENCY,
        _CHANNEL,
        _TOPIC,
        optional_column("contact_id", WORD, "联络编号", "contact id"),
        optional_column("customer_ref", WORD, "客户代号", "customer, as a number of the file"),
        _OPENED,
        _OPENED_DAY,
        optional_column("promised_ms", COUNT, "承诺回复时刻", "promised for, ms of UTC"),
        REFERENCE,
    ),
)

#: One step in the course of an order: by whom, to whom, why, and with which proof.
ORDER_STEP: Final = RecordKind(
    name="order_step",
    label=Label(zh="工单步骤", en="step of an order"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        "employee": "employee_id",
        "day": "day",
        "step": "step",
        "to": "passed_to",
        "reason": "reason",
    },
    columns=(
        _ORDER_ID,
        column("step", listed(ORDER_STEPS), "步骤", "step"),
        optional_column("employee_id", WORD, "工号", "staff number"),
        optional_column("passed_to", WORD, "转往", "where it goes"),
        optional_column("reason", WORD, "原因", "reason"),
        column("proof", FLAG, "有凭证", "there is proof"),
        column("at_ms", COUNT, "时刻", "at, ms of UTC"),
        column("day", DATE, "日期", "local day"),
        REFERENCE,
    ),
)

#: What became of an order, as far as the records go (S3-15, S4-22). A closing that lacks its proof
#: closes nothing: the order stays open, and ``closings_refused`` counts it. Whether a customer was
#: ``registered`` and a reply ``promised`` is missing where orders have no place for either; and
#: whatever follows from steps, where none were handed in at all.
ORDER_COURSE: Final = RecordKind(
    name="order_course",
    label=Label(zh="工单处理经过", en="course of an order"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        **_GROUPS,
        "order": "order_id",
        "channel": "channel",
        "topic": "topic",
        "state": "state",
        "holder": "holder",
    },
    columns=(
        _ORDER_ID,
        EMPLOYEE,
        _TEAM,
        _KIND,
        _URGENCY,
        _CHANNEL,
        _TOPIC,
        optional_column("state", listed(ORDER_STATES), "状态", "how it stands"),
        optional_column("holder", WORD, "处理单位", "who has it"),
        optional_column("registered", FLAG, "已登记客户", "the customer is registered"),
        optional_column("promised", FLAG, "有承诺", "a reply was promised"),
        optional_column("assign_time", DURATION, "分派用时", "until it was assigned"),
        optional_column("reply_time", DURATION, "答复用时", "until the customer was answered"),
        optional_column("close_time", DURATION, "办结用时", "until it was settled"),
        optional_column("returns", COUNT, "退单次数", "how often it was given back"),
        optional_column("reopenings", COUNT, "重开次数", "how often it was opened again"),
        optional_column("closings_refused", COUNT, "无凭证结案次数", "closings without proof"),
        optional_column("visited", FLAG, "已回访", "the customer was visited again"),
        _OPENED,
        _OPENED_DAY,
        optional_column("closed_ms", COUNT, "办结时刻", "settled, ms of UTC"),
        told_column("settled", "closed_ms", "已办结", "settled"),
        REFERENCE,
    ),
)

#: What was due of an order on a day, by a time limit of the pack or by a promise, and whether it
#: was done by then (S0-06, S1-05, S4-12). It counts on the day it was due; so it is decided once
#: that day is over, whatever comes later.
ORDER_DEADLINE: Final = RecordKind(
    name="order_deadline",
    label=Label(zh="工单时限", en="time limit of an order"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={**_GROUPS, "limit": "limit", "order": "order_id", "holder": "holder"},
    columns=(
        column("limit", WORD, "时限", "time limit"),
        _ORDER_ID,
        EMPLOYEE,
        _TEAM,
        _KIND,
        _URGENCY,
        optional_column("holder", WORD, "处理单位", "who had it when it was due"),
        column("met", FLAG, "按时", "done by then"),
        optional_column("late_by", DURATION, "超时", "how late it was done"),
        column("due_ms", COUNT, "到期时刻", "due, ms of UTC"),
        column("day", DATE, "到期日", "day on which it was due"),
        REFERENCE,
    ),
)
