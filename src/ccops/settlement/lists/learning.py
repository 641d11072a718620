"""The lists of a month's learning: its rules over its people and everything recorded so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from ccops.casework import Casework
from ccops.contacts import TOPIC_SEGMENT, topic_segments
from ccops.facts import Assignment, Employee
from ccops.kpi import Indicator, Records, measure
from ccops.kpi.keys import parts_of
from ccops.learning import (
    DEVELOPMENT_PLAN,
    DOCUMENT,
    KB_ITEM,
    STUDY_MODULE,
    ActionList,
    AgeingDay,
    AgeingList,
    AgeingListRule,
    CalibrationList,
    DevelopmentPlanRule,
    DisputeList,
    DueList,
    DueListRule,
    DuePer,
    EffectList,
    GateList,
    GateRule,
    Learning,
    LearningRules,
    LongCallList,
    LongCallRule,
    PlanList,
    RecordList,
    RecordListRule,
    SampleList,
    StudyList,
    StudyRule,
    TopList,
    TopListRule,
    TopSpan,
    action_list,
    ageing_list,
    calibration_list,
    check_knowledge,
    dispute_list,
    documents_in_force,
    due_list,
    effect_list,
    employed_on,
    first_days,
    gate_list,
    long_call_list,
    modules_taught,
    people_in_post,
    people_joined,
    plan_list,
    process_list,
    record_list,
    sample_list,
    study_list,
    team_on,
    teams_begun,
    top_list,
)
from ccops.scorecards import CALIBRATION_SCORE, EVALUATION, EVALUATION_REVIEW, QUALITY_ACTION
from ccops.settlement.lists.samples import SampleMonth
from ccops.settlement.measured.measuring import calendar_of
from ccops.settlement.measured.rules import MonthRules
from ccops.values import PeriodDays

if TYPE_CHECKING:
    from ccops.kpi import Key, Measured
    from ccops.scorecards import (
        ActionTrackerRule,
        CalibrationRule,
        DisputeRule,
        SamplingPlanRule,
    )

_FIRST_DAY = dt.date.min
_TWO, _THREE = 2, 3


@attrs.frozen(kw_only=True, eq=False, slots=False)
class LearningMonth:
    """What the lists of a month are made of: rules, people, and the records of any day.

    A list whose records were not handed in is there as of no records: nothing was done. Before
    ``since`` nothing is due.
    """

    rules: MonthRules
    employees: tuple[Employee, ...]
    assignments: tuple[Assignment, ...]
    given: Mapping[str, Records]
    casework: Casework
    on: dt.date
    since: dt.date = dt.date.min

    def learning(self) -> Learning:
        """Return every list of the pack as it stands on the day."""
        own = self._own
        processes = tuple(
            process_list(rule, self.records.get(DOCUMENT.name), on=self.on)
            for rule in own.process_aims
        )
        studies = tuple(map(self._study, own.studies))
        gates = tuple(map(self._gate, own.gates))
        found = (
            *(x for each in gates for x in each.findings),
            *(x for each in processes for x in each.findings),
            *(x for each in studies for x in each.findings),
        )
        return Learning(
            period=self.rules.period.label,
            on=self.on,
            labels=self.rules.labels,
            due_lists=tuple(map(self._due, own.due_lists)),
            processes=processes,
            top_lists=tuple(map(self._top, own.top_lists)),
            long_calls=tuple(map(self._long, own.long_calls)),
            studies=studies,
            effects=tuple(self._effects()),
            plans=tuple(map(self._plans, own.development_plans)),
            samples=tuple(map(self._sample, own.sampling_plans)),
            calibrations=tuple(map(self._calibration, own.calibrations)),
            disputes=tuple(map(self._dispute, own.evaluation_disputes)),
            ageing=tuple(map(self._ageing, own.ageing_lists)),
            listed=tuple(map(self._listed, own.record_lists)),
            gates=gates,
            actions=tuple(map(self._actions, own.action_trackers)),
            diagnostics=(
                *found,
                *check_knowledge(self.records, employed=self._employed, on=self.on),
            ),
        )

    def _dispute(self, rule: DisputeRule) -> DisputeList:
        return dispute_list(rule, self.records.get(EVALUATION_REVIEW.name), on=self.on)

    def _actions(self, rule: ActionTrackerRule) -> ActionList:
        return action_list(rule, self.records.get(QUALITY_ACTION.name), on=self.on)

    # -- casework, records, gates -----------------------------------------------------------

    @property
    def _day(self) -> AgeingDay:
        return AgeingDay(on=self.on, zone=self.casework.zone, is_workday=self.casework.is_workday)

    def _ageing(self, rule: AgeingListRule) -> AgeingList:
        indicator = self._own.own_indicators[rule.name]
        return ageing_list(rule, indicator, self.records.get(indicator.over), self._day)

    def _listed(self, rule: RecordListRule) -> RecordList:
        indicator = self._own.own_indicators[rule.name]
        return record_list(rule, indicator, self.records.get(indicator.over), on=self.on)

    def _gate(self, rule: GateRule) -> GateList:
        passed: dict[str, list[tuple[str, dt.date]]] = {}
        measured = self._measured(rule.name, "employee", rule.part.value, "day")
        for who, part, day in (parts_of(key, _THREE) for key in _counted(measured)):
            if isinstance(day, int):
                passed.setdefault(str(who), []).append((str(part), dt.date.fromordinal(day)))
        roles = [each.value for each in rule.roles]
        joined = people_joined(self.employees, self.assignments, roles=roles, on=self.on)
        live = first_days(self.records.get(rule.before.value))
        return gate_list(rule, joined, passed, live, on=self.on)

    @property
    def _own(self) -> LearningRules:
        return self.rules.learning

    @cached_property
    def records(self) -> Mapping[str, Records]:
        """The records, with conversations by topic and what follows from casework by the day."""
        known = self.casework.beside(self.given, until_ms=self._day.ends_ms - 1)
        topics = topic_segments(self.given)
        if topics is None or TOPIC_SEGMENT.name in self.given:
            return known
        return {**known, TOPIC_SEGMENT.name: topics}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators of the pack by name."""
        return {each.name: each for each in self.rules.indicators}

    @cached_property
    def _people(self) -> tuple[tuple[Employee, tuple[Assignment, ...]], ...]:
        return tuple(employed_on(self.employees, self.assignments, self.on))

    @property
    def _employed(self) -> frozenset[str]:
        return frozenset(span.employee_id for span, _ in self._people)

    # -- due lists --------------------------------------------------------------------------

    def _due(self, rule: DueListRule) -> DueList:
        done: dict[str, list[dt.date]] = {}
        for subject, day in _days(self._measured(rule.name, rule.per.value, "day")):
            done.setdefault(subject, []).append(day)
        return due_list(rule, self._subjects(rule), done, start=self.since, on=self.on)

    def _subjects(self, rule: DueListRule) -> dict[str, dt.date]:
        people, changes = self.employees, self.assignments
        match rule.per:
            case DuePer.EMPLOYEE:
                roles = [each.value for each in rule.roles]
                return people_in_post(people, changes, roles=roles, on=self.on)
            case DuePer.TEAM:
                return teams_begun(people, changes, on=self.on)
            case DuePer.DOCUMENT:
                kinds = [each.value for each in rule.documents]
                documents = self.records.get(DOCUMENT.name)
                return documents_in_force(documents, kinds=kinds, on=self.on)

    def _measured(self, rule: str, *by: str) -> Measured | None:
        """Return what a rule counts by an indicator of its own, ``None`` without records."""
        indicator = self._own.own_indicators[rule]
        records = self.records.get(indicator.over)
        return None if records is None else measure(records, [indicator], by=by)

    # -- lists of indicators ----------------------------------------------------------------

    def _days_of(self, name: str) -> PeriodDays:
        """Return the days of the period that an indicator counts, up to the day."""
        days = self.rules.period.days(calendar_of(self.indicators[name], self.rules))
        return PeriodDays(days.first, min(days.last, self.on))

    def _top(self, rule: TopListRule) -> TopList:
        is_ever = rule.span is TopSpan.EVER
        named = (KB_ITEM.name,)
        inside = {name: self.records[name] for name in named if name in self.records}
        for text in (rule.of, *rule.totals):
            over = self.indicators[text.value].over
            days = PeriodDays(_FIRST_DAY, self.on) if is_ever else self._days_of(text.value)
            if over in self.records:
                inside[over] = self.records[over].within(days)
        return top_list(rule, self.indicators, inside)

    def _long(self, rule: LongCallRule) -> LongCallList:
        indicator = self.indicators[rule.of.value]
        records = self.records.get(indicator.over)
        inside = None if records is None else records.within(self._days_of(rule.of.value))
        teams = {span.employee_id: team_on(span, own, self.on) for span, own in self._people}
        return long_call_list(rule, self.indicators, inside, teams)

    def _effects(self) -> Iterator[EffectList]:
        for rule in self._own.coaching_effects:
            days = self.rules.period.days(self.rules.default_calendar)
            # what was coached so long before that the effect becomes known in the period as well
            first = days.first - dt.timedelta(days=rule.days)
            within = PeriodDays(first, dt.date.max)  # what is planned lies ahead
            yield effect_list(rule, self.indicators, self.records, within=within, on=self.on)

    # -- quality ----------------------------------------------------------------------------

    def _sample(self, rule: SamplingPlanRule) -> SampleList:
        month = SampleMonth(
            rules=self.rules,
            employees=self.employees,
            assignments=self.assignments,
            records=self.records,
            on=self.on,
        )
        days = self.rules.period.days(self.rules.default_calendar)
        made = self.records.get(EVALUATION.name)
        until = PeriodDays(days.first, min(days.last, self.on))
        evaluations = None if made is None else made.within(until)
        return sample_list(rule, month.sample(rule), evaluations=evaluations)

    def _calibration(self, rule: CalibrationRule) -> CalibrationList:
        calendar = rule.calendar.value if rule.calendar else self.rules.default_calendar
        days = self.rules.period.days(calendar)
        scores = self.records.get(CALIBRATION_SCORE.name)
        inside = PeriodDays(days.first, min(days.last, self.on))
        return calibration_list(rule, None if scores is None else scores.within(inside))

    # -- study and plans --------------------------------------------------------------------

    def _study(self, rule: StudyRule) -> StudyList:
        items = modules_taught(self.records.get(KB_ITEM.name), self.on)
        return study_list(
            rule,
            self.records.get(STUDY_MODULE.name),
            self._measured(rule.name, "employee", "day"),
            taught=items,
            on=self.on,
        )

    def _plans(self, rule: DevelopmentPlanRule) -> PlanList:
        learned: dict[str, set[str]] = {}
        for key in _counted(self._measured(rule.name, "employee", "topic", "day")):
            who, topic, day = parts_of(key, _THREE)
            if isinstance(day, int) and day <= self.on.toordinal():
                learned.setdefault(str(who), set()).add(str(topic))
        plans = self.records.get(DEVELOPMENT_PLAN.name)
        return plan_list(rule, self._people, plans, learned, on=self.on)


def _days(measured: Measured | None) -> Iterator[tuple[str, dt.date]]:
    """Yield whoever did something on a day, by name."""
    for key in _counted(measured):
        subject, day = parts_of(key, _TWO)
        if isinstance(subject, str) and isinstance(day, int):
            yield subject, dt.date.fromordinal(day)


def _counted(measured: Measured | None) -> Iterator[Key]:
    """Yield the groups in which the one indicator measured counts anything."""
    if measured is not None:
        (name,) = measured.indicators
        keys = measured.keys
        for key, count in zip(keys, measured.column(name, keys), strict=True):
            if isinstance(count, int) and count:
                yield key
