"""Running cases: each one settles a small month of its own, which is compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ccops.errors import CcopsError, DataError, RulePackError, SettlementError, UnknownNameError
from ccops.facts import Facts, employees_from_rows
from ccops.kpi import Records
from ccops.messages import has_errors, nearest
from ccops.plan import RankStep
from ccops.rulepack.cases.case import SUBJECT, Case
from ccops.rulepack.cases.checks import EMPLOYEE_COLUMNS
from ccops.rulepack.cases.comparing import Difference, differences_of, differences_of_refusal
from ccops.rulepack.cases.evaluations import scored
from ccops.rulepack.cases.listing import Lists, differences_of_lists
from ccops.rulepack.cases.records import records_of
from ccops.rulepack.month import month_rules
from ccops.rulepack.pack import Pack
from ccops.rules.ranks import Order
from ccops.settlement import (
    Month,
    MonthRules,
    OpeningRow,
    Settlement,
    opening_of,
    rulings_from_rows,
)
from ccops.settlement.measured.measuring import merged_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_Setting = tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]


@attrs.frozen(kw_only=True)
class CaseResult:
    """What a case came to; ``problem`` is why it could not be run at all."""

    case: Case
    differences: tuple[Difference, ...] = ()
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.differences and not self.problem


@attrs.frozen(kw_only=True, eq=False)
class CaseMonth:
    """The small month of a case before it is settled: who is in it, and what is known of them.

    ``listed`` is the month its lists are of. The people of another structure than the pack's own
    have other posts: they are on lists, and nothing of theirs is settled.
    """

    case: Case
    pack: Pack
    month: Month
    listed: Month
    facts: Facts
    records: Mapping[str, Records]
    pins: Mapping[str, Mapping[str, object]]

    def settled(self) -> Settlement:
        """Return the settlement. Raises what settling raises."""
        return self.month.settle(self.facts, pins=self.pins)

    def worked(self) -> Settlement:
        """Return the settlement, its figures worked out when they are asked for.

        Raises what settling raises before any figure is worked out.
        """
        return self.month.worked(self.facts, pins=self.pins)

    def unlike_lists(self) -> tuple[Difference, ...]:
        """Return what the case expected of lists, of learning or of posts, and did not get."""
        case, month = self.case, self.listed
        on = dt.date.fromisoformat(case.on) if case.on else month.days.last
        since = dt.date.fromisoformat(case.since) if case.since else None
        organizing = month.organizing(self.records, on=on, since=since, structure=case.structure)
        made: Mapping[str, Callable[[], Lists]] = {
            "learning": lambda: month.learning(self.records, on=on, since=since).lists(),
            "organization": lambda: organizing.organization().lists(),
            "report_calendar": lambda: organizing.report_calendar().lists(),
        }
        return tuple(
            each
            for key, expected in case.lists.items()
            if expected
            for each in differences_of_lists(expected, made[key]())
        )


@attrs.define(eq=False)
class CaseRunner:
    """Runs cases of one pack; what cases of the same setting share is made once."""

    pack: Pack
    _packs: dict[tuple[tuple[str, str], ...], Pack] = attrs.field(factory=dict, init=False)
    _rules: dict[_Setting, MonthRules] = attrs.field(factory=dict, init=False)

    def run(self, case: Case) -> CaseResult:
        """Return what a case comes to; one that cannot be run has failed."""
        try:
            month = self.month(case)
            settlement = month.settled()
            found = (*differences_of(settlement, case, month.records), *month.unlike_lists())
        except (DataError, RulePackError, SettlementError) as error:
            if not case.refused:
                return CaseResult(case=case, problem=str(error))
            found = tuple(differences_of_refusal(case, error.diagnostics))
        except (CcopsError, ValueError) as error:  # a value in the case is none of its unit
            return CaseResult(case=case, problem=str(error))
        return CaseResult(case=case, differences=found)

    def month(self, case: Case) -> CaseMonth:
        """Return the month of a case, not settled yet.

        Raises what reading the case against the pack raises: ``UnknownNameError`` for a rank,
        figure or record kind the pack has not, ``ValueError`` for a value that is none of its
        unit, ``DataError``, ``RulePackError`` and ``SettlementError`` with their findings.
        """
        taken = self.taken(case)
        rules = self.rules(case)
        return month_of(taken, rules, case)

    def taken(self, case: Case) -> Pack:
        """Return the pack under the readings of a case."""
        readings = tuple(sorted(case.choose.items()))
        if readings not in self._packs:
            chosen = self.pack.with_choices(**case.choose) if readings else self.pack
            self._packs[readings] = chosen
        return self._packs[readings]

    def rules(self, case: Case) -> MonthRules:
        """Return the rules of a case's month."""
        decided, readings = sorted(case.decisions.items()), sorted(case.choose.items())
        key = (case.period, tuple(decided), tuple(readings))
        if key not in self._rules:
            self._rules[key] = month_rules(self.taken(case), case.period, case.decisions)
        return self._rules[key]


def run_case(pack: Pack, case: Case) -> CaseResult:
    """Return what a case comes to under its readings; one that cannot be run has failed."""
    return CaseRunner(pack).run(case)


def run_cases(pack: Pack, cases: Iterable[Case]) -> tuple[CaseResult, ...]:
    """Return what the cases of a pack come to."""
    runner = CaseRunner(pack)
    return tuple(runner.run(case) for case in cases)


def settle_case(pack: Pack, case: Case) -> Settlement:
    """Return the settlement of a case's small month.

    Raises what the settlement raises, ``UnknownNameError`` for a rank, figure or record kind
    the pack has not, and ``ValueError`` for a value that is none of its unit.
    """
    return CaseRunner(pack).month(case).settled()


def month_of(pack: Pack, rules: MonthRules, case: Case) -> CaseMonth:
    """Return the small month of a case under a pack's readings and the rules of the month."""
    _check_names(case, pack, rules)
    people, pins = _people(case, rules)
    employees, assignments, problems = employees_from_rows(
        [_employee_row(name, case, facts) for name, facts in people.items()],
        case.assignments,
        currency=rules.currency,
    )
    if has_errors(problems):
        raise DataError(tuple(problems))
    rulings, problems = rulings_from_rows(case.rulings)
    if problems:
        raise DataError(tuple(problems))
    month = Month(
        rules=rules,
        employees=employees,
        assignments=assignments,
        rulings=rulings,
        closing=opening_of(_history(case), rules),
    )
    listed = month
    if case.structure:
        month = attrs.evolve(month, employees=(), assignments=())
    evaluations, problems = scored(case, pack, rules)
    if has_errors(problems):
        raise DataError(problems)
    records = merged_records((records_of(case, pack, rules), evaluations))
    facts, counted = month.measure_counted(records)
    measured = frozenset(facts.evidence)
    given = _given(case, people, measured, rules)
    return CaseMonth(
        case=case,
        pack=pack,
        month=month,
        listed=listed,
        facts=facts.joined(given).joined_groups(_of_groups(case)),
        records=counted,
        pins=pins,
    )


def _of_groups(case: Case) -> dict[str, Mapping[str, Mapping[str, str]]]:
    """Return what is given of groups; ``missing`` leaves a fact out, as it does of people."""
    return {
        kind.value: {
            group: {name: value for name, value in facts.items() if value != "missing"}
            for group, facts in groups.items()
        }
        for kind, groups in case.group_given.items()
    }


def _check_names(case: Case, pack: Pack, rules: MonthRules) -> None:
    """Raise ``UnknownNameError`` for what a case names and the pack has not."""
    ranks = [each.key.name for each in rules.plan.figures.values() if isinstance(each, RankStep)]
    if case.population and case.rank not in ranks:
        raise UnknownNameError("rank", case.rank, nearest(case.rank, ranks))
    figures = {key.name for key in rules.plan.figures}
    for pinned in case.pin.values():
        for name in pinned:
            if name not in figures:
                raise UnknownNameError("figure", name, nearest(name, figures))
    kinds = pack.catalog.record_kinds
    for name in case.records:
        if name not in kinds:
            raise UnknownNameError("record kind", name, nearest(name, kinds))


# -- people -------------------------------------------------------------------------------------


def _people(
    case: Case, rules: MonthRules
) -> tuple[Mapping[str, Mapping[str, str]], dict[str, dict[str, object]]]:
    """Return the people of a case and the figures that are set; a population is filled up."""
    pins: dict[str, dict[str, object]] = {}
    for employee, figures in case.pin.items():
        for figure, value in figures.items():
            pins.setdefault(figure, {})[employee] = value
    people = dict(case.employees)
    if case.population:
        fillers = _fillers(case)
        people.update({name: {} for name in fillers})
        _pin_keys(case, fillers, rules, pins)
    return people, pins


def _fillers(case: Case) -> Sequence[str]:
    named = len(case.employees)
    return [f"filler{number:03}" for number in range(1, case.population - named + 1)]


def _pin_keys(
    case: Case, fillers: Sequence[str], rules: MonthRules, pins: dict[str, dict[str, object]]
) -> None:
    """Set the first key of the rank so that the subject comes out at the place named.

    Fillers ahead have the best value, those behind the least; a subject without a set key
    gets the one between.
    """
    step = next(
        (each for each in rules.plan.steps_of(case.rank) if isinstance(each, RankStep)), None
    )
    if step is None:
        return
    key = step.keys[0]
    low, high = _extremes(rules, key)
    if step.spec.order[0] is Order.ASC:
        low, high = high, low
    ahead = max(0, case.place - 1)
    for number, filler in enumerate(fillers):
        pins.setdefault(key, {}).setdefault(filler, high if number < ahead else low)


def _extremes(rules: MonthRules, name: str) -> tuple[str, str]:
    for step in rules.plan.steps_of(name):
        low, high = step.bounds.low, step.bounds.high
        if low is not None and high is not None:
            return str(Fraction(low)), str(Fraction(high))
    return "0", "100"


def _employee_row(name: str, case: Case, facts: Mapping[str, str]) -> dict[str, object]:
    row = {**case.defaults, **facts}
    columns = {key: value for key, value in row.items() if key in EMPLOYEE_COLUMNS}
    columns.pop("project", None)
    present = {key: value for key, value in columns.items() if value not in ("", "none")}
    return {"employee_id": name, **present}


def _given(
    case: Case,
    people: Mapping[str, Mapping[str, str]],
    measured: frozenset[str],
    rules: MonthRules,
) -> dict[str, dict[str, object]]:
    """Return the facts of the people of a case; of another structure's nothing is settled."""
    return {
        name: _facts(case, own, measured, rules, is_named=name in case.employees)
        for name, own in ({} if case.structure else people).items()
    }


def _facts(
    case: Case,
    own: Mapping[str, str],
    measured: frozenset[str],
    rules: MonthRules,
    *,
    is_named: bool,
) -> dict[str, object]:
    """Return the facts of one person; what the case's records measure goes before defaults."""
    usual = {
        name: value
        for name, value in case.defaults.items()
        if name in rules.facts and name not in measured
    }
    found = {
        name: value for name, value in {**usual, **own}.items() if name not in EMPLOYEE_COLUMNS
    }
    return {name: value for name, value in found.items() if value != "missing" or not is_named}


def _history(case: Case) -> Iterable[OpeningRow]:
    """Yield what a case says of earlier periods; whoever says nothing starts from nothing.

    The fillers of a population have the past of the subject: they were there as long.
    """
    said = dict(case.history)
    if case.population:
        said.update(dict.fromkeys(_fillers(case), case.history.get(SUBJECT, {})))
    for subject, names in said.items():
        for name, periods in names.items():
            for period, amount in periods.items():
                yield OpeningRow(subject=subject, name=name, amount=amount, period=period)
    for kind, groups in case.group_history.items():
        for group, names in groups.items():
            for name, periods in names.items():
                for period, amount in periods.items():
                    yield OpeningRow(
                        kind=kind.value, subject=group, name=name, amount=amount, period=period
                    )
