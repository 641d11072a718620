"""Chinese words of closed lists in input files, as centers write them, in English ids."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from ccops.adapters.inputs import casework_words as casework
from ccops.adapters.inputs.learning_words import WORDS, YES_NO

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Words of closed lists, by column.
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "employment_type": {
        "全职": "full_time",
        "全職": "full_time",
        "兼职": "part_time",
        "兼職": "part_time",
        "派遣": "dispatched",
        "实习": "intern",
        "實習": "intern",
    },
    "end_reason": {
        "不胜任": "performance",
        "不勝任": "performance",
        "辞职": "resignation",
        "辭職": "resignation",
        "协商解除": "mutual",
        "協商解除": "mutual",
        "合同到期": "contract_end",
        "试用不合格": "probation_failed",
        "試用不合格": "probation_failed",
        "违纪": "discipline",
        "違紀": "discipline",
        "其他": "other",
    },
    "direction": {
        "上班": "in",
        "签到": "in",
        "簽到": "in",
        "下班": "out",
        "签退": "out",
        "簽退": "out",
    },
    "what": {
        "职务": "role",
        "職務": "role",
        "班组": "team",
        "班組": "team",
        "级别": "level",
        "級別": "level",
        "基本工资": "basic_pay",
        "基本工資": "basic_pay",
        "工时制": "hours_system",
        "工時制": "hours_system",
        "状态": "status",
        "狀態": "status",
        "项目": "project",
        "項目": "project",
        "用工形式": "employment_type",
        "用工类型": "employment_type",
        "用工類型": "employment_type",
        "合同日工时": "contract_hours_day",
        "合同日工時": "contract_hours_day",
        "上级": "superior",
        "上級": "superior",
        "兼任": "second_post",
    },
    "kind": {
        "计划": "planned",
        "計劃": "planned",
        "实际": "final",
        "實際": "final",
        "换休": "comp_leave",
        "換休": "comp_leave",
        "换休抵欠时": "comp_offset",
        "換休抵欠時": "comp_offset",
        "加班": "overtime",
        "补卡": "punch_correction",
        "補卡": "punch_correction",
        "申诉": "appeal",
        "申訴": "appeal",
        "自愿": "voluntary",
        "自願": "voluntary",
        "指派": "assigned",
    },
    "status": {
        "有效": "valid",
        "申诉中": "disputed",
        "申訴中": "disputed",
        "改判": "overturned",
    },
    "decision": {
        "批准": "approved",
        "同意": "approved",
        "不批准": "refused",
        "不同意": "refused",
        "驳回": "refused",
        "駁回": "refused",
    },
    "written": YES_NO,
    "valid": YES_NO,
    "invited": YES_NO,
    "resolved": YES_NO,
    "success": YES_NO,
    "misuse": YES_NO,
    "result": {
        "接通": "connected",
        "无人接听": "no_answer",
        "無人接聽": "no_answer",
        "忙": "busy",
        "语音信箱": "machine",
        "語音信箱": "machine",
        "掉线": "dropped",
        "掉線": "dropped",
        "空号": "invalid",
        "空號": "invalid",
        "失败": "failed",
        "失敗": "failed",
        "取消": "canceled",
        "进行中": "open",
        "進行中": "open",
    },
}


@functools.cache
def word_aliases(column: str) -> Mapping[str, str]:
    """Return the words of a column's closed list by the Chinese words that mean them."""
    listed = (casework.WORDS, WORDS, _WORDS)
    return {said: word for each in listed for said, word in each.get(column, {}).items()}
