"""What a month lists for those who lead: learning, samples, structure, discipline, careers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ccops.career import VIOLATION, check_conducts
from ccops.casework import Casework
from ccops.facts import Assignment, Employee
from ccops.frozen import frozen
from ccops.kpi import Records
from ccops.settlement.measured.rules import MonthRules
from ccops.worktime import calendar_handed_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.career import Careers, Discipline
    from ccops.learning import Learning
    from ccops.messages import Diagnostic
    from ccops.scorecards import Sample
    from ccops.settlement.lists.organizing import OrganizationMonth
    from ccops.settlement.settled.settlement import Settlement
    from ccops.worktime import WorkCalendar


@frozen(kw_only=True, eq=False)
class MonthLists:
    """The rules and the people of a month, of whom lists are made from the records of any day."""

    rules: MonthRules
    employees: tuple[Employee, ...]
    assignments: tuple[Assignment, ...] = ()

    def casework(self, records: Mapping[str, Records]) -> Casework:
        """Return whose casework the records are, and by which rules and workdays."""
        calendar = calendar_handed_in(records)
        return Casework(
            rules=self.rules.casework,
            employees=self.employees,
            assignments=self.assignments,
            zone=ZoneInfo(self.rules.zone),
            is_workday=calendar.is_workday,
        )

    def conduct_warnings(self, records: Mapping[str, Records]) -> tuple[Diagnostic, ...]:
        """Return the violations of no conduct of the pack, where an indicator counts them."""
        counts = any(each.over == VIOLATION.name for each in self.rules.indicators)
        events = records.get("event") if counts else None
        if not isinstance(events, Records):
            return ()
        return check_conducts(events, self.rules.careers)

    def learning(
        self, records: Mapping[str, Records], *, on: dt.date, since: dt.date | None = None
    ) -> Learning:
        """Return every list about learning as it stands on a day, from the records of any day.

        Nothing is due before ``since``, or before the first day of the pack.
        """
        from ccops.settlement.lists.learning import LearningMonth

        month = LearningMonth(
            rules=self.rules,
            employees=self.employees,
            assignments=self.assignments,
            given=records,
            casework=self.casework(records),
            on=on,
            since=self._start(since),
        )
        return month.learning()

    def _start(self, since: dt.date | None) -> dt.date:
        """Return the first day on which anything may be due."""
        return max(since or dt.date.min, self.rules.in_force_since)

    def samples(self, records: Mapping[str, Records], *, on: dt.date) -> tuple[Sample, ...]:
        """Return what each sampling plan of the pack draws from the calls up to a day."""
        from ccops.settlement.lists.samples import SampleMonth

        month = SampleMonth(
            rules=self.rules,
            employees=self.employees,
            assignments=self.assignments,
            records=records,
            on=on,
        )
        return tuple(map(month.sample, self.rules.learning.sampling_plans))

    def organizing(
        self,
        records: Mapping[str, Records],
        *,
        on: dt.date,
        since: dt.date | None = None,
        structure: str = "",
        work_calendar: WorkCalendar | None = None,
    ) -> OrganizationMonth:
        """Return what says on a day who answers to whom, and which reports are owed.

        ``structure`` is another one of the pack than its own. Nothing is due before ``since``, or
        before the first day of the pack. Workdays are those handed in, or
        those of ``work_calendar``; Monday to Friday without.
        """
        from ccops.settlement.lists.organizing import OrganizationMonth

        return OrganizationMonth(
            rules=self.rules,
            employees=self.employees,
            assignments=self.assignments,
            records=records,
            on=on,
            since=self._start(since),
            structure=structure,
            work_calendar=work_calendar,
        )

    def discipline(
        self,
        records: Mapping[str, Records],
        *,
        findings: Iterable[Diagnostic] = (),
        on: dt.date,
    ) -> Discipline:
        """Return what follows from violations, what looks like one, and the equipment ledger.

        ``records`` are of any day, ``findings`` those of reading the month.
        """
        from ccops.settlement.lists.discipline import discipline_of

        return discipline_of(
            self.rules,
            records,
            employees=self.employees,
            assignments=self.assignments,
            findings=findings,
            on=on,
        )

    def careers(self, settlement: Settlement) -> Careers:
        """Return how everybody stands on the ladders, and with last places, after a settlement."""
        from ccops.settlement.lists.careers import careers_of

        return careers_of(settlement, self.employees, self.assignments)
