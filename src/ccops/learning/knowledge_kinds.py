"""The record kinds of the knowledge base: items, accounts, searches and visits (S2-19)."""

from __future__ import annotations

from typing import Final

from ccops.kpi import RecordKind
from ccops.kpi.record_columns import (
    COUNT,
    DATE,
    FLAG,
    REFERENCE,
    WORD,
    column,
    listed,
    optional_column,
)
from ccops.messages import Label

#: Who has an account: staff, or somebody outside.
KB_USERS: Final = frozenset({"internal", "external"})
#: What an account may do: search and browse, edit items, manage accounts as well.
KB_RIGHTS: Final = frozenset({"browse", "edit", "manage"})

#: What may happen to an item on a day.
KB_CHANGES: Final = frozenset({"added", "removed"})

_DAY: Final = column("day", DATE, "日期", "local day")
_ACCOUNT: Final = column("account", WORD, "账号", "account")

#: One item of the knowledge base, in a module.
KB_ITEM: Final = RecordKind(
    name="kb_item",
    label=Label(zh="知识条目", en="knowledge item"),
    day="day",
    reference="source_ref",
    groups={"item": "item_id", "module": "module", "day": "day"},
    columns=(
        column("item_id", WORD, "条目编号", "id of the item"),
        column("module", WORD, "模块", "module"),
        column("title", WORD, "标题", "title"),
        column("day", DATE, "发布日", "first day it can be found"),
        optional_column("until", DATE, "下架日", "last day it can be found"),
        REFERENCE,
    ),
)

#: One item that came to the knowledge base on a day, or that could no longer be found from a day
#: on: the list of the day, kept for everybody (S0-06).
KB_CHANGE: Final = RecordKind(
    name="kb_change",
    label=Label(zh="知识条目增减", en="item added or removed"),
    day="day",
    reference="source_ref",
    groups={"item": "item_id", "module": "module", "change": "change", "day": "day"},
    columns=(
        column("item_id", WORD, "条目编号", "id of the item"),
        column("module", WORD, "模块", "module"),
        column("title", WORD, "标题", "title"),
        column("change", listed(KB_CHANGES), "增减", "added or removed"),
        column("day", DATE, "日期", "local day"),
        REFERENCE,
    ),
)

#: One account with its right; of staff it names the person.
KB_ACCOUNT: Final = RecordKind(
    name="kb_account",
    label=Label(zh="知识库账号", en="knowledge-base account"),
    day="day",
    reference="source_ref",
    groups={"account": "account", "user": "user", "right": "right", "day": "day"},
    columns=(
        _ACCOUNT,
        optional_column("employee_id", WORD, "工号", "staff number"),
        column("user", listed(KB_USERS), "用户类别", "internal or external"),
        column("right", listed(KB_RIGHTS), "权限", "what it may do"),
        column("day", DATE, "启用日", "first day it works"),
        optional_column("until", DATE, "停用日", "last day it works"),
        REFERENCE,
    ),
)

#: One search: how much it found, and whether an answer was used.
KB_SEARCH: Final = RecordKind(
    name="kb_search",
    label=Label(zh="知识库检索", en="knowledge-base search"),
    day="day",
    reference="source_ref",
    groups={"account": "account", "day": "day", "term": "term"},
    columns=(
        column("search_id", WORD, "检索编号", "id of the search"),
        _ACCOUNT,
        _DAY,
        optional_column("term", WORD, "检索词", "what was searched for"),
        optional_column("contact_id", WORD, "联络编号", "contact id"),
        column("results", COUNT, "结果数", "how many items it found"),
        column("used", FLAG, "采用答案", "an answer was used"),
        REFERENCE,
    ),
)

#: One visit to an item, and whether it was the answer, where that was said.
KB_VISIT: Final = RecordKind(
    name="kb_visit",
    label=Label(zh="条目访问", en="visit to an item"),
    day="day",
    reference="source_ref",
    groups={"item": "item_id", "account": "account", "day": "day"},
    columns=(
        column("item_id", WORD, "条目编号", "id of the item"),
        _ACCOUNT,
        _DAY,
        optional_column("search_id", WORD, "检索编号", "search it was found by"),
        optional_column("effective", FLAG, "答案有效", "it was the answer"),
        REFERENCE,
    ),
)
