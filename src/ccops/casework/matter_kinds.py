"""The record kinds of matters that are opened and settled: complaints, refunds, the shift log."""

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
from ccops.values import Type, Unit

#: What became of a refund.
REFUND_STATES: Final = frozenset({"registered", "paid", "refused"})
#: What a line of the shift log is: something the next shift goes on with, something that went
#: wrong in the center, a fault of a system or a peak, or something to be known.
SHIFT_ENTRIES: Final = frozenset({"open_item", "accident", "incident", "notice"})

_TEAM: Final = optional_column("team", WORD, "班组", "team")
_DAY: Final = column("day", DATE, "日期", "local day")
_OPENED: Final = column("opened_ms", COUNT, "开始时刻", "began, ms of UTC")

#: One complaint, from its receipt over its verification to its end (S0-05, S3-12, S4-22). One that
#: is not verified yet has no ``valid``: it counts neither for nor against anybody. Whether it is
#: ``verified``, ``settled`` and ``improved`` is missing where the file says so of none.
COMPLAINT: Final = RecordKind(
    name="complaint",
    label=Label(zh="投诉", en="complaint"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        "employee": "employee_id",
        "team": "team",
        "day": "day",
        "level": "level",
        "cause": "cause",
        "channel": "channel",
        "complaint": "complaint_id",
        "verified_by": "verified_by",
    },
    columns=(
        column("complaint_id", WORD, "投诉编号", "id of the complaint"),
        optional_column("employee_id", WORD, "工号", "staff number"),
        _TEAM,
        _DAY,
        optional_column("channel", WORD, "渠道", "channel"),
        optional_column("level", WORD, "等级", "level"),
        optional_column("cause", WORD, "原因", "cause"),
        optional_column("contact_id", WORD, "联络编号", "contact id"),
        optional_column("customer_ref", WORD, "客户代号", "customer, as a number of the file"),
        optional_column("valid", FLAG, "成立", "found valid"),
        told_column("verified", "valid", "已核实", "verified"),
        optional_column("verified_by", WORD, "核实人", "who verified it"),
        optional_column("verify_time", DURATION, "核实用时", "until it was verified"),
        optional_column("close_time", DURATION, "办结用时", "until it was settled"),
        optional_column("improved", FLAG, "有改进措施", "something is improved by it"),
        _OPENED,
        optional_column("verified_ms", COUNT, "核实时刻", "verified, ms of UTC"),
        optional_column("closed_ms", COUNT, "办结时刻", "settled, ms of UTC"),
        told_column("settled", "closed_ms", "已办结", "settled"),
        REFERENCE,
    ),
)

#: One refund: registered by an agent, paid or refused (S1-02, S1-34).
REFUND: Final = RecordKind(
    name="refund",
    label=Label(zh="退费", en="refund"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        "employee": "employee_id",
        "team": "team",
        "day": "day",
        "state": "state",
        "reason": "reason",
        "refund": "refund_id",
    },
    columns=(
        column("refund_id", WORD, "退费编号", "id of the refund"),
        EMPLOYEE,
        _TEAM,
        _DAY,
        column("amount", Type(Unit.MONEY), "金额", "amount"),
        optional_column("reason", WORD, "原因", "reason"),
        column("state", listed(REFUND_STATES), "状态", "how it stands"),
        column("error", FLAG, "登记差错", "registered wrongly"),
        optional_column("close_time", DURATION, "办结用时", "until it was paid or refused"),
        _OPENED,
        optional_column("closed_ms", COUNT, "办结时刻", "paid or refused, ms of UTC"),
        REFERENCE,
    ),
)

#: One line of the shift log (S4-26, S0-03): what the shift hands over or notes, to whom, whether
#: it was taken over by the time the handover was due, and when it was settled.
SHIFT_ENTRY: Final = RecordKind(
    name="shift_entry",
    label=Label(zh="交接班记录", en="line of the shift log"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        "employee": "employee_id",
        "team": "team",
        "day": "day",
        "kind": "kind",
        "topic": "topic",
        "level": "level",
        "entry": "entry_id",
    },
    columns=(
        column("entry_id", WORD, "记录编号", "id of the line"),
        EMPLOYEE,
        _TEAM,
        _DAY,
        column("kind", listed(SHIFT_ENTRIES), "类别", "kind"),
        optional_column("topic", WORD, "主题", "topic"),
        optional_column("level", WORD, "等级", "level"),
        optional_column("taken_by", WORD, "接班人", "who takes it over"),
        optional_column("on_time", FLAG, "按时交接", "taken over when it was due"),
        optional_column("told_time", DURATION, "通报用时", "until it was made known"),
        told_column("announced", "told_time", "已通报", "made known"),
        optional_column("close_time", DURATION, "办结用时", "until it was settled"),
        _OPENED,
        optional_column("closed_ms", COUNT, "办结时刻", "settled, ms of UTC"),
        told_column("settled", "closed_ms", "已办结", "settled"),
        REFERENCE,
    ),
)
