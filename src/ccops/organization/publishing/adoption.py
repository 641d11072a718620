"""Adoption: whether the rules were published in time, and who has signed to have read them.

A center that keeps the signatures hands them in as events of the kind ``acknowledgement``. What
is overdue (S2-14) is told on the day it is asked about; nothing is told before.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ccops.kpi import Records

#: The kind of the events by which staff say that they have read the rules.
ACKNOWLEDGEMENT: Final = "acknowledgement"
#: So many people are named; of the others it is said how many they are.
_NAMED: Final = 10


@frozen(kw_only=True)
class Adoption:
    """The days of the rules: since when they hold, when published, signed by when."""

    effective: dt.date
    published_on: dt.date
    acknowledged_by: dt.date | None = None


def adoption_findings(
    adoption: Adoption | None,
    on: dt.date,
    *,
    staff: Iterable[str],
    signed: Collection[str] | None,
) -> tuple[Diagnostic, ...]:
    """Return what is overdue on a day: the publication of the rules, and signatures.

    ``signed`` are those who have signed since the publication, ``None`` where nothing was handed
    in that says so. Of rules that say nothing of their adoption the check of the pack tells.
    """
    if adoption is None or on < adoption.effective:
        return ()
    if on < adoption.published_on:
        told = {"effective": adoption.effective, "published": adoption.published_on}
        return (_warning("rules-unpublished", **told),)
    by = adoption.acknowledged_by
    if by is None or on <= by:
        return ()
    if signed is None:
        return (_warning("acknowledgements-not-told", by=by),)
    missing = sorted(set(staff).difference(signed))
    if not missing:
        return ()
    named = ", ".join(missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
    return (_warning("rules-unacknowledged", by=by, count=len(missing), names=named),)


def signatures_in(events: Records, since: dt.date | None) -> Mapping[str, dt.date]:
    """Return when each person signed first, by events of the kind ``acknowledgement``.

    What was signed before the rules were published, ``since``, does not count.
    """
    found: dict[str, dt.date] = {}
    for number in range(len(events)):
        row = events.row(number)
        day, who = row["day"], str(row["employee_id"])
        if row["kind"] == ACKNOWLEDGEMENT and isinstance(day, int):
            signed = dt.date.fromordinal(day)
            if since is None or signed >= since:
                found[who] = min(signed, found.get(who, signed))
    return found


def _warning(code: str, **told: object) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, args=told)
