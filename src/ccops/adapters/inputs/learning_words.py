"""Chinese headers and words of the files about learning, as centers write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Headers of times and of last days, as many files have them.
TIMES: Final = {"日期": "at", "时间": "at", "時間": "at"}
ENDS: Final = {"结束日期": "until", "結束日期": "until", "失效日期": "until"}
YES_NO: Final = {"是": "yes", "否": "no"}

#: Headers that mean the same in every file, simplified and traditional.
HEADERS: Final[Mapping[str, str]] = {
    "活动编号": "activity_id",
    "活動編號": "activity_id",
    "参加人数": "participants",
    "參加人數": "participants",
    "文件编号": "document_id",
    "文件編號": "document_id",
    "负责人": "owner",
    "負責人": "owner",
    "服务的目标": "serves",
    "服務的目標": "serves",
    "评审人": "reviewer",
    "評審人": "reviewer",
    "条目编号": "item_id",
    "條目編號": "item_id",
    "模块": "module",
    "模組": "module",
    "账号": "account",
    "賬號": "account",
    "帳號": "account",
    "用户类别": "user",
    "用戶類別": "user",
    "权限": "right",
    "權限": "right",
    "检索编号": "search_id",
    "檢索編號": "search_id",
    "检索词": "term",
    "檢索詞": "term",
    "结果数": "results",
    "結果數": "results",
    "采用答案": "used",
    "採用答案": "used",
    "答案有效": "effective",
    "场次编号": "session_id",
    "場次編號": "session_id",
    "带教人": "coach",
    "帶教人": "coach",
    "时段": "timing",
    "時段": "timing",
    "分钟数": "minutes",
    "分鐘數": "minutes",
    "结对编号": "pair",
    "結對編號": "pair",
    "计划完成日": "planned_until",
    "計劃完成日": "planned_until",
    "完成日": "finished_on",
    "专长领域": "field",
    "專長領域": "field",
}
#: Headers that depend on the file.
BY_FILE: Final[Mapping[str, Mapping[str, str]]] = {
    "team_activities": TIMES,
    "documents": {"名称": "title", "名稱": "title", **ENDS},
    "document_reviews": {"结果": "outcome", "結果": "outcome", **TIMES},
    "kb_items": {"标题": "title", "標題": "title", **ENDS},
    "kb_accounts": ENDS,
    "kb_searches": TIMES,
    "kb_visits": TIMES,
    "topics": TIMES,
    "coaching": TIMES,
    "development_plans": ENDS,
}
#: Words of closed lists, by column.
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "outcome": {
        "维持": "kept",
        "維持": "kept",
        "清除": "cleared",
        "简化": "simplified",
        "簡化": "simplified",
        "整合": "integrated",
        "自动化": "automated",
        "自動化": "automated",
        "待裁定": "pending",
        "维持原分": "upheld",
        "維持原分": "upheld",
        "推翻": "overturned",
    },
    "raised": {
        "申诉": "dispute",
        "申訴": "dispute",
        "复核": "review",
        "複核": "review",
    },
    "not_applicable": YES_NO,
    "user": {"内部": "internal", "內部": "internal", "外部": "external"},
    "right": {
        "检索": "browse",
        "檢索": "browse",
        "编辑": "edit",
        "編輯": "edit",
        "管理": "manage",
    },
    "state": {
        "计划": "planned",
        "計劃": "planned",
        "已完成": "held",
        "取消": "cancelled",
    },
    "timing": {
        "空闲": "idle",
        "空閒": "idle",
        "班前": "before_shift",
        "班后": "after_shift",
        "班後": "after_shift",
    },
    "used": YES_NO,
    "effective": YES_NO,
}
