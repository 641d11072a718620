"""The record kinds of what recurs: activities of teams, documents and their reviews."""

from __future__ import annotations

from typing import Final

from ccops.kpi import RecordKind
from ccops.kpi.record_columns import (
    COUNT,
    DATE,
    REFERENCE,
    WORD,
    column,
    listed,
    optional_column,
)
from ccops.messages import Label

#: What a review of a document came to: nothing changed, or how it was made better (S2-18).
REVIEW_OUTCOMES: Final = frozenset({"kept", "cleared", "simplified", "integrated", "automated"})

#: One activity a team had together (S2-15).
TEAM_ACTIVITY: Final = RecordKind(
    name="team_activity",
    label=Label(zh="班组活动", en="team activity"),
    day="day",
    reference="source_ref",
    groups={"team": "team", "day": "day", "kind": "kind"},
    columns=(
        column("activity_id", WORD, "活动编号", "id of the activity"),
        column("team", WORD, "班组", "team"),
        column("day", DATE, "日期", "local day"),
        column("kind", WORD, "类别", "kind"),
        optional_column("participants", COUNT, "参加人数", "how many took part"),
        REFERENCE,
    ),
)

#: A document that is in force from a day on, and what it serves: a process, a rule (S2-18).
DOCUMENT: Final = RecordKind(
    name="document",
    label=Label(zh="文件", en="document"),
    day="day",
    reference="source_ref",
    groups={"document": "document_id", "kind": "kind", "day": "day", "owner": "owner"},
    columns=(
        column("document_id", WORD, "文件编号", "id of the document"),
        column("kind", WORD, "类别", "kind"),
        column("title", WORD, "名称", "title"),
        optional_column("owner", WORD, "负责人", "who answers for it"),
        optional_column("serves", WORD, "服务的目标", "the targets it serves"),
        column("day", DATE, "生效日", "first day it is in force"),
        optional_column("until", DATE, "失效日", "last day it is in force"),
        REFERENCE,
    ),
)

#: One review of a document, and what it came to (S2-18).
DOCUMENT_REVIEW: Final = RecordKind(
    name="document_review",
    label=Label(zh="文件评审", en="document review"),
    day="day",
    reference="source_ref",
    groups={
        "document": "document_id",
        "day": "day",
        "outcome": "outcome",
        "reviewer": "reviewer",
    },
    columns=(
        column("document_id", WORD, "文件编号", "id of the document"),
        column("day", DATE, "日期", "local day"),
        optional_column("reviewer", WORD, "评审人", "who reviewed it"),
        column("outcome", listed(REVIEW_OUTCOMES), "结果", "what it came to"),
        REFERENCE,
    ),
)
