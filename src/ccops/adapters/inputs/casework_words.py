"""Chinese headers and words of the files about casework, as centers write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters.inputs.learning_words import TIMES, YES_NO

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Headers that mean the same in every file, simplified and traditional.
HEADERS: Final[Mapping[str, str]] = {
    "工单编号": "order_id",
    "工單編號": "order_id",
    "紧急程度": "urgency",
    "緊急程度": "urgency",
    "开单时间": "opened_at",
    "開單時間": "opened_at",
    "承诺回复时间": "promised_at",
    "承諾回覆時間": "promised_at",
    "步骤": "step",
    "步驟": "step",
    "转往": "to",
    "轉往": "to",
    "凭证": "proof",
    "憑證": "proof",
    "投诉编号": "complaint_id",
    "投訴編號": "complaint_id",
    "核实时间": "verified_at",
    "核實時間": "verified_at",
    "改进措施": "measure",
    "改進措施": "measure",
    "退费编号": "refund_id",
    "退費編號": "refund_id",
    "是否差错": "error",
    "是否差錯": "error",
    "记录编号": "entry_id",
    "記錄編號": "entry_id",
    "接班人": "taken_by",
    "应交接时间": "due_at",
    "應交接時間": "due_at",
    "交接时间": "taken_at",
    "交接時間": "taken_at",
    "通报时间": "told_at",
    "通報時間": "told_at",
    "办结时间": "settled_at",
    "辦結時間": "settled_at",
    "巡视编号": "patrol_id",
    "巡視編號": "patrol_id",
    "区域": "area",
    "區域": "area",
    "会议编号": "meeting_id",
    "會議編號": "meeting_id",
    "应到人数": "invited",
    "應到人數": "invited",
    "实到人数": "present",
    "實到人數": "present",
    "纪要时间": "minutes_at",
    "紀要時間": "minutes_at",
    "拨测编号": "test_id",
    "撥測編號": "test_id",
    "拨测员": "caller",
    "撥測員": "caller",
    "是否接通": "answered",
    "培训编号": "training_id",
    "培訓編號": "training_id",
    "课程": "course",
    "課程": "course",
    "学时": "hours",
    "學時": "hours",
    "客户分群": "segment",
    "客戶分群": "segment",
}
_REASONS: Final = {"原因": "reason"}
_STATES: Final = {"状态": "state", "狀態": "state"}
_LEVELS: Final = {"等级": "level", "等級": "level"}
_CUSTOMERS: Final = {"客户": "customer", "客戶": "customer"}
#: Headers that depend on the file.
BY_FILE: Final[Mapping[str, Mapping[str, str]]] = {
    "work_orders": _CUSTOMERS,
    "work_order_steps": {**TIMES, **_REASONS},
    "complaints": {
        **TIMES,
        **_CUSTOMERS,
        **_LEVELS,
        "原因": "cause",
        "办结时间": "closed_at",
        "辦結時間": "closed_at",
    },
    "refunds": {**TIMES, **_REASONS, **_STATES},
    "shift_log": {**TIMES, **_LEVELS},
    "patrols": {**TIMES, "发现的问题": "topic", "發現的問題": "topic", "已处理": "settled",
                "已處理": "settled"},
    "meetings": TIMES,
    "test_calls": TIMES,
    "trainings": {"结束日期": "ended_on", "結束日期": "ended_on", "结果": "result",
                  "結果": "result"},
    "exit_interviews": {"日期": "date", "真实原因": "reason", "真實原因": "reason", **_REASONS},
}  # fmt: skip
#: Words of closed lists, by column.
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "step": {
        "分派": "assigned",
        "退回": "returned",
        "不受理": "rejected",
        "答复": "replied",
        "答覆": "replied",
        "回电": "called_back",
        "回電": "called_back",
        "结案": "closed",
        "結案": "closed",
        "重开": "reopened",
        "重開": "reopened",
        "回访": "visited",
        "回訪": "visited",
    },
    "state": {
        "已登记": "registered",
        "已登記": "registered",
        "已退费": "paid",
        "已退費": "paid",
        "不予退费": "refused",
        "不予退費": "refused",
    },
    "kind": {
        "待办": "open_item",
        "待辦": "open_item",
        "事故": "accident",
        "突发": "incident",
        "突發": "incident",
        "通知": "notice",
    },
    "result": {
        "通过": "passed",
        "通過": "passed",
        "未通过": "failed",
        "未通過": "failed",
        "中途退出": "dropped",
        "在训": "ongoing",
        "在訓": "ongoing",
    },
    "error": YES_NO,
    "answered": YES_NO,
    "settled": YES_NO,
}
