"""What is doubtful about the use of the knowledge base: accounts and items nobody should meet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.facts import reference_span
from ccops.learning.knowledge_kinds import KB_ACCOUNT, KB_ITEM, KB_SEARCH, KB_VISIT
from ccops.learning.row_views import views
from ccops.messages import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ccops.kpi import Records

_Spans = dict[str, list[tuple[int, int]]]
_EVER: Final = dt.date.max.toordinal()


def check_knowledge(
    records: Mapping[str, Records], *, employed: Collection[str], on: dt.date
) -> Iterator[Diagnostic]:
    """Yield warnings, the first time each: about the accounts and items met up to a day.

    An account that works for somebody who has left (``kb-account-of-leaver``), a search or visit
    by an account that does not work on that day (``kb-account-closed``), and a visit to an item
    that cannot be found then (``kb-item-absent``). Without accounts, or items, handed in nothing
    is said of them.
    """
    accounts, items = records.get(KB_ACCOUNT.name), records.get(KB_ITEM.name)
    if accounts is not None:
        yield from _of_leavers(accounts, employed, on)
        for kind in (KB_SEARCH, KB_VISIT):
            met = records.get(kind.name)
            yield from _outside(met, "account", accounts, (on, "kb-account-closed"))
    if items is not None:
        met = records.get(KB_VISIT.name)
        yield from _outside(met, "item_id", items, (on, "kb-item-absent"))


def _of_leavers(accounts: Records, employed: Collection[str], on: dt.date) -> Iterator[Diagnostic]:
    today = on.toordinal()
    for row in views(accounts):
        owner, until, begun = row["employee_id"], row["until"], row["day"]
        ended = isinstance(until, int) and until < today
        works = isinstance(begun, int) and begun <= today and not ended
        if isinstance(owner, str) and owner and works and owner not in employed:
            yield Diagnostic(
                code="kb-account-of-leaver",
                severity=Severity.WARNING,
                span=reference_span(str(row["source_ref"])),
                args={"account": row["account"], "employee": owner},
            )


def _outside(
    met: Records | None, name: str, register: Records, about: tuple[dt.date, str]
) -> Iterator[Diagnostic]:
    """Yield a warning for each name met on a day on which the register has it not."""
    on, code = about
    spans: _Spans = {}
    for row in views(register):
        until, first = row["until"], row["day"]
        last = until if isinstance(until, int) else _EVER
        if isinstance(first, int):
            spans.setdefault(str(row[name]), []).append((first, last))
    told: set[str] = set()
    for row in views(met):
        who, day = str(row[name]), row["day"]
        if who in told or not isinstance(day, int) or day > on.toordinal():
            continue
        if not any(first <= day <= last for first, last in spans.get(who, ())):
            told.add(who)
            span = reference_span(str(row["source_ref"]))
            args = {"name": who, "day": dt.date.fromordinal(day)}
            yield Diagnostic(code=code, severity=Severity.WARNING, span=span, args=args)
