"""Sales and promised calls as records: rows in, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from ccops.facts import (
    day_column,
    flag_column,
    instant_column,
    money_column,
    read_row,
    reference_span,
    row_error,
    row_reference,
    text_column,
    word_column,
)
from ccops.kpi import Records
from ccops.kpi.row_records import records_of_rows, rows_once
from ccops.messages import Diagnostic
from ccops.projects.kinds import CALLBACK, CALLBACK_STATES, SALE, SALE_RETURN
from ccops.values import Missing
from ccops.values.local_clock import LocalClock, recorded_instant, utc_ms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_TABLE: Final = "callbacks"
_CALLBACK: Final = {
    "callback_id": text_column(required=True),
    "employee_id": text_column(),
    "queue": text_column(),
    "at": instant_column(required=True),
    "state": word_column(CALLBACK_STATES, required=True),
    "done_at": instant_column(),
}
_OF_RETURNS: Final = (
    "sale_id", "employee_id", "returned_on", "day", "campaign", "amount", "source_ref",
)  # fmt: skip


def sale_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo, currency: str = ""
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the sales of rows with the columns of the file ``sales``, and what is wrong.

    ``currency`` is what a bare ``amount`` is in. A sale stands once (``sale-twice``), and none
    comes back before it was made (``sale-returned-early``).
    """
    columns = {
        "sale_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "date": day_column(required=True),
        "campaign": text_column(required=True),
        "amount": money_column(currency, required=True),
        "recorded": flag_column(required=True),
        "returned_on": day_column(),
    }
    kept, twice = rows_once(rows, "sale-twice", ("sale_id",))
    made, found = records_of_rows(SALE, kept, columns, zone=zone)
    return made, (*twice, *found, *_early(made))


def _early(sales: Records) -> Iterator[Diagnostic]:
    names = ("sale_id", "day", "returned_on", SALE.reference)
    for sale, day, returned, place in zip(*(sales.columns[each] for each in names), strict=True):
        if isinstance(returned, int) and isinstance(day, int) and returned < day:
            days = (dt.date.fromordinal(each).isoformat() for each in (day, returned))
            told = dict(zip(("sale", "day", "returned"), (sale, *days), strict=True))
            span = reference_span(str(place))
            yield Diagnostic(code="sale-returned-early", span=span, args=told)


def sale_return_records(sales: Records) -> Records:
    """Return the sales that came back once more, by the day on which they did."""
    columns = (sales.columns[name] for name in _OF_RETURNS)
    listed: Iterable[tuple[Any, ...]] = zip(*columns, strict=True)
    rows = (
        (
            sale,
            employee,
            returned,
            sold,
            returned - sold,
            _months(sold, returned),
            campaign,
            amount,
            reference,
        )
        for sale, employee, returned, sold, campaign, amount, reference in listed
        if not isinstance(returned, Missing)
    )
    return Records.of_rows(SALE_RETURN, rows)


def _months(sold: int, returned: int) -> int:
    """Return how many calendar months after that of the sale a return falls: 0 in the same."""
    first, last = dt.date.fromordinal(sold), dt.date.fromordinal(returned)
    return 12 * (last.year - first.year) + last.month - first.month


def callback_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo, until: dt.date
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the promised calls of rows with the columns of the file ``callbacks``.

    An open one has been open for the time from when it was asked for to the end of the day
    ``until``, the last one of the period; one that was asked for later, for no known time.

    One that is done says when, and no other does (``callback-state``); none is made before it
    was asked for (``callback-early``); a time that the clocks show twice or never is refused
    (``callback-unclear``).
    """
    kept, twice = rows_once(rows, "callback-twice", ("callback_id",))
    findings: list[Diagnostic] = [*twice]
    clock, made = LocalClock(zone), list[tuple[Any, ...]]()
    end_ms = utc_ms(dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), zone))
    for number, row in enumerate(kept, 1):
        values = read_row(row, _CALLBACK, table=_TABLE, findings=findings)
        read = values and _callback(values, row, (zone, clock, end_ms), findings)
        if read:
            made.append((*read, row_reference(row, _TABLE, number)))
    return Records.of_rows(CALLBACK, made), tuple(findings)


def _callback(
    values: Mapping[str, Any],
    row: Mapping[str, object],
    clocks: tuple[dt.tzinfo, LocalClock, int],
    findings: list[Diagnostic],
) -> tuple[Any, ...] | None:
    """Return a promised call, or nothing after noting what is wrong with it.

    ``clocks`` are the zone, what reads its clock, and the instant at which the period ends.
    """
    zone, clock, end_ms = clocks
    told = {"callback": values["callback_id"]}
    done = values.get("done_at")
    if (done is not None) is not (values["state"] == "done"):
        findings.append(row_error("callback-state", row, **told, state=values["state"]))
        return None
    asked_ms = recorded_instant(values["at"], zone)
    done_ms = recorded_instant(done, zone) if done is not None else None
    if asked_ms is None or (done is not None and done_ms is None):
        findings.append(row_error("callback-unclear", row, **told))
        return None
    if done_ms is not None and done_ms < asked_ms:
        findings.append(row_error("callback-early", row, **told))
        return None
    waited = Missing.NO_RECORDS if done_ms is None else done_ms - asked_ms
    is_open = values["state"] == "open" and asked_ms < end_ms
    open_for = end_ms - asked_ms if is_open else Missing.NO_RECORDS
    day = clock.read(asked_ms // 1000)[0]
    who = (values.get("employee_id"), values.get("queue"))
    named = (Missing.NO_RECORDS if each is None else each for each in who)
    return (values["callback_id"], *named, day, values["state"], waited, open_for)
