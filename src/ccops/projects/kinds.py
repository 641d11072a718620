"""The record kinds of projects: sales, what of them came back, and calls that were promised."""

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
)
from ccops.messages import Label
from ccops.values import Type, Unit

_MONEY: Final = Type(Unit.MONEY)
_GROUPS: Final = {"employee": "employee_id", "campaign": "campaign", "day": "day"}
_SALE_ID: Final = column("sale_id", WORD, "销售编号", "id of the sale")
_CAMPAIGN: Final = column("campaign", WORD, "外呼活动", "campaign")
_AMOUNT: Final = column("amount", _MONEY, "成交金额", "amount of the sale")

#: One sale, by the day on which it was made (S4-07). ``recorded`` says that it is on record with
#: the client; whose customer it was is not kept.
SALE: Final = RecordKind(
    name="sale",
    label=Label(zh="销售", en="sale"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups=_GROUPS,
    columns=(
        _SALE_ID,
        EMPLOYEE,
        column("day", DATE, "成交日期", "local day of the sale"),
        _CAMPAIGN,
        _AMOUNT,
        column("recorded", FLAG, "已录单", "on record with the client"),
        optional_column("returned_on", DATE, "退单日期", "day on which it was returned"),
        REFERENCE,
    ),
)

#: A sale that was returned, by the day on which it came back (S4-08).
SALE_RETURN: Final = RecordKind(
    name="sale_return",
    label=Label(zh="退单", en="returned sale"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups=_GROUPS,
    columns=(
        _SALE_ID,
        EMPLOYEE,
        column("day", DATE, "退单日期", "local day on which it was returned"),
        column("sold_on", DATE, "成交日期", "day of the sale"),
        column("days_after", COUNT, "成交后天数", "days after the sale"),
        column("months_after", COUNT, "成交后第几个月", "months after that of the sale"),
        _CAMPAIGN,
        _AMOUNT,
        REFERENCE,
    ),
)

#: How a promised call ended: made, or given up; ``open``: neither yet.
CALLBACK_STATES: Final = frozenset({"done", "given_up", "open"})

#: A call that was promised to a customer, by the day on which he asked for it (S4-11, S4-06).
#: ``waited`` is the time until it was made, a difference of instants; ``open_for`` how long an
#: open one had been so as the period ended.
CALLBACK: Final = RecordKind(
    name="callback",
    label=Label(zh="回电", en="callback"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        "callback": "callback_id",
        "employee": "employee_id",
        "queue": "queue",
        "day": "day",
        "state": "state",
    },
    columns=(
        column("callback_id", WORD, "回电编号", "id of the callback"),
        optional_column("employee_id", WORD, "工号", "staff number"),
        optional_column("queue", WORD, "队列", "queue"),
        column("day", DATE, "提出日期", "local day on which it was asked for"),
        column("state", listed(CALLBACK_STATES), "状态", "state"),
        optional_column("waited", DURATION, "回电用时", "time until it was made"),
        optional_column("open_for", DURATION, "期末未回电时长", "time open as the period ended"),
        REFERENCE,
    ),
)
