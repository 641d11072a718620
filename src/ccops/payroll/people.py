"""What payroll files say of people that a settlement does not keep: their name, their employer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import Employee
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.settlement import Settlement

#: The columns of the employees table that files may carry.
EMPLOYEE_COLUMNS: Final = ("name", "employer", "cost_center", "locale")
_DISPATCHED: Final = "dispatched"


@attrs.frozen(eq=False)
class People:
    """The employees handed in for an export, each as of the last day of the period."""

    _by_id: Mapping[str, Employee]

    @classmethod
    def of(cls, employees: Iterable[Employee], settlement: Settlement) -> People:
        """Return the employees as of the last day of the settlement's period."""
        rules = settlement.rules
        last = rules.period.days(rules.default_calendar).last
        return cls({each.employee_id: each.as_of(last) for each in employees})

    def text(self, employee: str, column: str) -> str:
        """Return what the table says of somebody; empty where it says nothing."""
        found = self._by_id.get(employee)
        return (getattr(found, column) or "") if found is not None else ""

    def check(self, settlement: Settlement, wanted: Iterable[str]) -> Iterator[Diagnostic]:
        """Yield whom the table lacks of those settled, where the file needs it."""
        columns = ", ".join(sorted(set(wanted)))
        if not columns:
            return
        absent = [each for each in settlement.employees if each not in self._by_id]
        if absent:
            told = {"columns": columns, "count": len(absent), "employee": absent[0]}
            yield Diagnostic(code="export-employees", args=told)

    def check_employers(self, settlement: Settlement) -> Iterator[Diagnostic]:
        """Yield the dispatched employees nobody says the employer of: whose file are they in?"""
        for each in settlement.employees:
            is_lent = settlement.value(each, "employment_type") == _DISPATCHED
            if is_lent and each in self._by_id and not self.text(each, "employer"):
                yield Diagnostic(code="export-no-employer", args={"employee": each})
