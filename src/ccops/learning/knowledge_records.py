"""The knowledge base as records: rows in, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.facts import (
    count_column,
    day_column,
    flag_column,
    moment_column,
    text_column,
    word_column,
)
from ccops.kpi import Records
from ccops.kpi.row_records import records_of_rows, rows_once
from ccops.learning.knowledge_kinds import (
    KB_ACCOUNT,
    KB_CHANGE,
    KB_ITEM,
    KB_RIGHTS,
    KB_SEARCH,
    KB_USERS,
    KB_VISIT,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from ccops.messages import Diagnostic
    from ccops.values import Cell, Missing

    Rows = Iterable[Mapping[str, object]]

_ITEM_COLUMNS: Final = {
    "item_id": text_column(required=True),
    "module": text_column(required=True),
    "title": text_column(required=True),
    "from": day_column(required=True),
    "until": day_column(),
}
_ACCOUNT_COLUMNS: Final = {
    "account": text_column(required=True),
    "employee_id": text_column(),
    "user": word_column(KB_USERS, required=True),
    "right": word_column(KB_RIGHTS, required=True),
    "from": day_column(required=True),
    "until": day_column(),
}
_SEARCH_COLUMNS: Final = {
    "search_id": text_column(required=True),
    "account": text_column(required=True),
    "at": moment_column(required=True),
    "term": text_column(),
    "contact_id": text_column(),
    "results": count_column(required=True),
    "used": flag_column(required=True),
}
_VISIT_COLUMNS: Final = {
    "item_id": text_column(required=True),
    "account": text_column(required=True),
    "at": moment_column(required=True),
    "search_id": text_column(),
    "effective": flag_column(),
}


def kb_item_records(rows: Rows, *, zone: dt.tzinfo) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the items of rows with the columns of the file ``kb_items``, and what is wrong."""
    kept, twice = rows_once(rows, "kb-item-twice", ("item_id",))
    made, found = records_of_rows(KB_ITEM, kept, _ITEM_COLUMNS, zone=zone)
    return made, (*twice, *found)


def kb_change_records(items: Records) -> Records:
    """Return what was added and removed day by day, of items.

    An item is added on the first day it can be found, and removed on the first day it no longer
    can: the day after its last.
    """
    rows: list[tuple[Cell | Missing, ...]] = []
    for row in (items.row(number) for number in range(len(items))):
        told = tuple(row[name] for name in ("item_id", "module", "title"))
        first, last, place = row["day"], row["until"], row[KB_ITEM.reference]
        rows.append((*told, "added", first, place))
        if isinstance(last, int):
            rows.append((*told, "removed", last + 1, place))
    return Records.of_rows(KB_CHANGE, rows)


def kb_account_records(rows: Rows, *, zone: dt.tzinfo) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the accounts of rows with the columns of the file ``kb_accounts``."""
    kept, twice = rows_once(rows, "kb-account-twice", ("account", "from"))
    made, found = records_of_rows(KB_ACCOUNT, kept, _ACCOUNT_COLUMNS, zone=zone)
    return made, (*twice, *found)


def kb_search_records(rows: Rows, *, zone: dt.tzinfo) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the searches of rows with the columns of the file ``kb_searches``."""
    kept, twice = rows_once(rows, "kb-search-twice", ("search_id",))
    made, found = records_of_rows(KB_SEARCH, kept, _SEARCH_COLUMNS, zone=zone)
    return made, (*twice, *found)


def kb_visit_records(rows: Rows, *, zone: dt.tzinfo) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the visits of rows with the columns of the file ``kb_visits``."""
    return records_of_rows(KB_VISIT, rows, _VISIT_COLUMNS, zone=zone)
