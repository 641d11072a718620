"""What follows from casework as it was handed in: courses of orders, what was due, marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ccops.casework.floor_kinds import TENURE_MARK
from ccops.casework.mark_records import mark_records
from ccops.casework.order_courses import course_records, orders_of
from ccops.casework.order_deadlines import deadline_records
from ccops.casework.order_kinds import ORDER_COURSE, ORDER_DEADLINE, ORDER_STEP, WORK_ORDER
from ccops.casework.rules import CaseworkRules
from ccops.facts import Assignment, Employee
from ccops.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.kpi import Records
    from ccops.messages import Diagnostic
    from ccops.values import PeriodDays


@frozen(kw_only=True, eq=False)
class Casework:
    """Whose casework it is: the rules of a pack, its people, its zone, its workdays."""

    rules: CaseworkRules
    employees: Iterable[Employee]
    assignments: Iterable[Assignment]
    zone: dt.tzinfo
    is_workday: Callable[[dt.date], bool]

    def beside(
        self, records: Mapping[str, Records], *, until_ms: int | None = None
    ) -> Mapping[str, Records]:
        """Return records with what follows from them.

        With ``until_ms`` orders are as they stood at that instant. Courses and what was due
        follow from orders that were handed in; without orders, and of marks, what was handed in
        itself stays. Without any steps it is not known what became of orders, nor what was done in
        time. Nothing of it is ever stored: it follows whenever casework is measured.
        """
        made: dict[str, Records] = {}
        orders, _ = orders_of(records, self.rules.order_rules)
        if until_ms is not None:
            known = (each for each in orders if each.opened_ms <= until_ms)
            orders = tuple(each.until(until_ms) for each in known)
        if WORK_ORDER.name in records:
            tells_steps = ORDER_STEP.name in records
            made[ORDER_COURSE.name] = course_records(orders, tells_steps=tells_steps)
            if tells_steps:
                made[ORDER_DEADLINE.name] = deadline_records(
                    orders, self.rules.time_limits, zone=self.zone, is_workday=self.is_workday
                )
        if self.rules.tenure_marks and TENURE_MARK.name not in records:
            marks = mark_records(self.rules.tenure_marks, self.employees, self.assignments)
            made[marks.kind.name] = marks
        return {**records, **made} if made else records

    def findings(self, records: Mapping[str, Records], days: PeriodDays) -> tuple[Diagnostic, ...]:
        """Return what is doubtful about the steps that orders took on some days."""
        _, found = orders_of(records, self.rules.order_rules)
        return tuple(each for day, each in found if days.first <= day <= days.last)
