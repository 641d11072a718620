"""A function of a plugin: formulas call it by name, and it is checked like any other."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import ccops
from ccops.messages import Label
from ccops.rules import Parameter, TypedFunction
from ccops.values import Bounds, Unit

if TYPE_CHECKING:
    import datetime as dt

PACK = Path(__file__).parent / "data" / "training"


def weekdays(first: dt.date, last: dt.date) -> int:
    """Return how many days from Monday to Friday there are, both ends counted."""
    days = range(first.toordinal(), last.toordinal() + 1)
    return sum(day % 7 not in (6, 0) for day in days)  # day 1, of the year 1, was a Monday


WEEKDAYS = TypedFunction(
    name="weekdays",
    label=Label(zh="两个日期之间有几个周一至周五", en="the days from Monday to Friday"),
    parameters=tuple(Parameter(name=each, unit=Unit.DATE) for each in ("first", "last")),
    result=Unit.COUNT,
    run=weekdays,
    bounds=Bounds(Fraction(0)),
)


class Plugin:
    """What is registered; an installed one stands under the entry-point group ``ccops``."""

    @ccops.hookimpl
    def ccops_functions(self) -> tuple[TypedFunction, ...]:
        """Return the function."""
        return (WEEKDAYS,)


center = ccops.Center.open(PACK, plugins=[Plugin()])
E1 = {"employment_type": "full_time", "role": "agent", "team": "A", "hired_on": "2026-09-28"}
ORDERS = {"employee_id": "E1", "kind": "work_order", "handled": 20, "errors": 1}
FOUND = ("2026-10-12", "2026-10-16")  # of Friday the 9th: two and six weekdays, both counted
rows = [{**ORDERS, "date": "2026-10-09", "found_on": day} for day in FOUND]
month = center.month("2026-10", employees=[{"employee_id": "E1", **E1}])
measured = month.measure(ccops.source("activity", rows))
facts = measured.joined({"E1": {"training_from": "2026-10-09", "training_until": "2026-10-20"}})
settlement = month.settle(facts)
print("errors found late:", settlement.value("E1", "found_late"))
print(settlement.explain("E1", "training_pay"))
