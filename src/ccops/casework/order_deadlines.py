"""What was due of orders, by the time limits of a pack and by promises, and what was in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.casework.order_kinds import ORDER_DEADLINE
from ccops.casework.order_rules import LimitStart
from ccops.kpi import Records
from ccops.kpi.limit_hours import working_hours
from ccops.values import Missing
from ccops.values.working_hours import local_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ccops.casework.order_courses import Order
    from ccops.casework.order_rules import TimeLimitRule
    from ccops.values.working_hours import WorkingHours

_NEVER: Final = Missing.NO_RECORDS


def deadline_records(
    orders: Sequence[Order],
    rules: Iterable[TimeLimitRule],
    *,
    zone: dt.tzinfo,
    is_workday: Callable[[dt.date], bool],
) -> Records:
    """Return what was due of orders under each time limit, on the days it was due."""
    rows: list[tuple[Any, ...]] = []
    for rule in rules:
        hours = working_hours(rule.hours, rule.day, zone, is_workday)
        for order in orders:
            if rule.holds_of(order.cells["kind"], order.cells["urgency"]):
                rows.extend(_rows(rule, order, hours, zone))
    return Records.of_rows(ORDER_DEADLINE, rows)


def _rows(
    rule: TimeLimitRule, order: Order, hours: WorkingHours | None, zone: dt.tzinfo
) -> Iterator[tuple[Any, ...]]:
    start = _start(rule, order)
    due = _due(rule, order, start, hours)
    if due is None or start is None or _is_sent_back(order, due):
        return
    wanted = {each.value for each in rule.steps}
    done = next((x.at_ms for x in order.steps if x.step in wanted and x.at_ms >= start), None)
    told = {
        **order.cells,
        "limit": rule.name,
        "holder": order.holder_at(due),
        "met": done is not None and done <= due,
        "late_by": _NEVER if done is None else max(done - due, 0),
        "due_ms": due,
        "day": local_day(due, zone).toordinal(),
    }
    yield tuple(told[name] for name in ORDER_DEADLINE.names)


def _start(rule: TimeLimitRule, order: Order) -> int | None:
    """Return from when a limit runs; ``None`` where the order was never assigned."""
    if rule.start is LimitStart.OPENED:
        return order.opened_ms
    return next((each.at_ms for each in order.steps if each.step == "assigned"), None)


def _due(
    rule: TimeLimitRule, order: Order, start: int | None, hours: WorkingHours | None
) -> int | None:
    within = rule.within_ms
    if within is None:
        promised = order.cells["promised_ms"]
        return promised if isinstance(promised, int) else None
    if start is None:
        return None
    return start + within if hours is None else hours.after(start, within)


def _is_sent_back(order: Order, due: int) -> bool:
    """Say whether an order was sent back as none by the time something was due of it."""
    state, _ = order.until(due).state()
    return state == "rejected"
