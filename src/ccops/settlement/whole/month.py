"""A month of a center: measure its records, take the host's facts, settle."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

import attrs

from ccops.career import with_violations
from ccops.contacts import with_repeats
from ccops.errors import DataError, SettlementError
from ccops.facts import Facts, GroupKind
from ccops.frozen import frozen
from ccops.kpi import PYTHON, Engine, Records
from ccops.messages import Diagnostic, has_errors, listed
from ccops.plan import Key, among_others, run_groups, run_plan
from ccops.plan.asking import ask_groups, ask_plan
from ccops.settlement.carried.closing import Closing
from ccops.settlement.carried.group_past import group_histories, group_history
from ccops.settlement.carried.past import history_of
from ccops.settlement.carried.past_checks import check_closing, closing_findings
from ccops.settlement.carried.record_accounts import (
    AccountsInput,
    AccountsRun,
    run_record_accounts,
)
from ccops.settlement.lists.month_lists import MonthLists
from ccops.settlement.measured.base_facts import (
    People,
    employee_sheet,
    group_memberships,
    people_of,
)
from ccops.settlement.measured.group_measuring import empty_sheets, group_sheets
from ccops.settlement.measured.held_words import unlisted_cells, unlisted_words
from ccops.settlement.measured.leavers import early_lines, facts_of_leavers, overpaid
from ccops.settlement.measured.lines import all_lines
from ccops.settlement.measured.measuring import measured_columns
from ccops.settlement.measured.owed_reports import with_owed_reports
from ccops.settlement.measured.placing import PeopleByDay
from ccops.settlement.measured.provisional import AskedWaiting, provisional_figures
from ccops.settlement.measured.rescoring import rescores_of
from ccops.settlement.measured.rulings import Ruling, apply_rulings
from ccops.settlement.revised.corrections import post_corrections
from ccops.settlement.settled.manifest import manifest_of
from ccops.settlement.settled.settlement import Settlement
from ccops.settlement.warnings.invoice_warnings import invoice_warnings
from ccops.settlement.warnings.legal_records import record_warnings
from ccops.settlement.warnings.legal_warnings import legal_warnings
from ccops.settlement.warnings.level_warnings import level_warnings
from ccops.settlement.warnings.places_warnings import places_warnings
from ccops.settlement.warnings.return_warnings import open_returns, return_warnings
from ccops.settlement.warnings.trial_warnings import trial_warnings
from ccops.settlement.warnings.warned import in_several_groups, warned_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ccops.plan import Results
    from ccops.settlement.measured.leavers import EarlyLine
    from ccops.settlement.measured.rules import MonthRules
    from ccops.settlement.revised.difference import Difference
    from ccops.values import PeriodDays


@frozen(kw_only=True, eq=False)
class Month(MonthLists):
    """One period of a center with its people; immutable."""

    rulings: tuple[Ruling, ...] = ()
    closing: Closing | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def days(self) -> PeriodDays:
        """The days of the period in the default calendar, which says who is employed in it."""
        return self.rules.period.days(self.rules.default_calendar)

    @cached_property
    def _people(self) -> People:
        return people_of(self.employees, self.assignments, self.days)

    def facts(
        self,
        given: Mapping[str, Mapping[str, object]] | None = None,
        *,
        groups: Mapping[str, Mapping[str, Mapping[str, object]]] | None = None,
    ) -> Facts:
        """Return the facts the employees have by themselves, joined with the host's.

        ``groups`` are those of teams and of the center. Raises ``DataError`` as ``Facts.joined``
        and ``Facts.joined_groups`` do.
        """
        people = self._people
        _refuse(unlisted_words(people, self.rules.facts))
        facts = Facts(
            period=self.rules.period,
            declarations=self.rules.facts,
            employees=employee_sheet(people, self.rules.facts),
            currency=self.rules.currency,
            memberships=group_memberships(people),
            group_declarations={each.kind: each.plan.facts for each in self.rules.groups},
        )
        facts = attrs.evolve(facts, sheets=empty_sheets(self.rules, facts))
        facts = facts.joined(given) if given else facts
        return facts.joined_groups(groups) if groups else facts

    def measure(self, records: Mapping[str, Records], *, engine: Engine = PYTHON) -> Facts:
        """Return the facts with what the records say; a kind not handed in is not measured."""
        return self.measure_counted(records, engine=engine)[0]

    def measure_counted(
        self, records: Mapping[str, Records], *, engine: Engine = PYTHON
    ) -> tuple[Facts, Mapping[str, Records]]:
        """Return what ``measure`` and ``counted_records`` do, worked out together."""
        facts = self.facts()
        fed = self._run_accounts(facts, records)
        columns, evidence = measured_columns(
            self.rules, fed.records, facts.employees.ids, engine=engine
        )
        every = {**facts.employees.columns, **fed.columns, **columns}
        people = PeopleByDay.of(self.employees, self.assignments)
        measured = attrs.evolve(
            facts,
            employees=attrs.evolve(facts.employees, columns=every),
            evidence={**fed.evidence, **evidence},
            accounts=fed.accounts,
            sheets=group_sheets(self.rules, fed.records, facts, people, engine=engine),
            rescores=rescores_of(fed.records, [each for _, each in self.rules.period.calendars]),
            diagnostics=(
                *fed.diagnostics,
                *record_warnings(self.rules, fed.records, self.employees),
                *return_warnings(self.rules, fed.records, facts.employees.rows),
                *self.conduct_warnings(records),
                *self.casework(records).findings(records, self.days),
            ),
        )
        return measured, fed.records

    def counted_records(self, records: Mapping[str, Records]) -> Mapping[str, Records]:
        """Return the records as the indicators count them.

        Beside contacts and outbound calls stands who came in, or was called, again. An account
        fed by records may say that one counts for something else than it was handed in as: time
        off that was no comp time is absenteeism.
        """
        return self._run_accounts(self.facts(), records).records

    def _run_accounts(self, facts: Facts, records: Mapping[str, Records]) -> AccountsRun:
        given = AccountsInput(
            rules=self.rules,
            facts=facts,
            employees=self._people.employees,
            assignments=self.assignments,
            closing=self.closing,
            rulings=self.rulings,
        )
        repeated = with_repeats(records, self.rules.repeats)
        beside = with_owed_reports(self, self.casework(records).beside(repeated))
        return run_record_accounts(given, with_violations(beside, self.rules.careers))

    def settle(  # noqa: PLR0913 - one keyword for each thing a settlement may start from
        self,
        facts: Facts,
        *,
        pins: Mapping[str, Mapping[str, object]] | None = None,
        revision: int = 1,
        supersedes: str = "",
        corrections: Sequence[Difference] = (),
        final_for: Collection[str] = (),
        after: Iterable[Settlement] = (),
    ) -> Settlement:
        """Return the settlement of the month.

        ``pins`` set figures of employees for worked examples. ``corrections`` are differences of
        earlier periods that were settled again, ``after.diff(before)``: they are paid here as
        the pack says, each once. ``final_for`` are leavers who are settled now, without anybody
        else and without what depends on others; ``after`` the settlements of leavers that were
        made before. Raises ``DataError`` for a ruling that cannot be applied, and for a closing
        that does not fit; ``SettlementError`` for a correction that may not be posted here, and
        where the pack does not settle leavers at once.
        """
        self._check_own(facts)
        check_closing(self.closing, self.rules)
        early = self._early(after, final_for)
        facts, rulings, later = self._asked(facts, final_for)
        facts, noted = post_corrections(facts, corrections, self.closing, self.rules)
        ruled, results, problems = self._run(facts, rulings, later=later, pins=pins)
        groups = {} if final_for else self._groups(results)
        settlement = Settlement(
            rules=self.rules,
            results=results,
            groups=groups,
            manifest=manifest_of(
                self.rules,
                facts=ruled,
                employees=self.employees,
                closing=self.closing,
                revision=revision,
                supersedes=supersedes,
                rulings=rulings,
                final_for=facts.employees.ids if final_for else (),
            ),
            provisional=provisional_figures(results),
            before=self.closing,
            rulings=rulings,
            early=early,
            diagnostics=(*self._findings(facts, results, groups), *noted, *problems),
        )
        return _with_overpaid(settlement) if early else settlement

    def worked(
        self, facts: Facts, *, pins: Mapping[str, Mapping[str, object]] | None = None
    ) -> Settlement:
        """Return what ``settle`` does, each figure worked out when it is first asked for.

        It is for worked examples, which show few figures of many: nothing is found amiss in it,
        and it is never final. Raises ``DataError`` as ``settle`` does.
        """
        self._check_own(facts)
        check_closing(self.closing, self.rules)
        facts, _ = post_corrections(facts, (), self.closing, self.rules)
        history = history_of(self.closing, facts, self.rules)
        ruled, excluded, problems = apply_rulings(facts, self.rulings, self.rules.plan, history)
        if has_errors(problems):
            raise DataError(problems)
        results = ask_plan(self.rules.plan, ruled, excluded=excluded, pins=pins, history=history)
        past = partial(group_history, self.closing, results.facts, self.rules)
        return Settlement(
            rules=self.rules,
            results=results,
            groups=ask_groups(self.rules.groups, results, past),
            manifest=manifest_of(
                self.rules,
                facts=ruled,
                employees=self.employees,
                closing=self.closing,
                revision=1,
                supersedes="",
                rulings=self.rulings,
            ),
            provisional=AskedWaiting(results),
            before=self.closing,
            rulings=self.rulings,
            diagnostics=(),
        )

    def _early(
        self, after: Iterable[Settlement], final_for: Collection[str]
    ) -> tuple[EarlyLine, ...]:
        """Return what was handed on before. Raises ``SettlementError`` where leavers go first."""
        early = early_lines(after, self.rules)
        if early and final_for:
            raise SettlementError((Diagnostic(code="final-and-after"),))
        return early

    def _asked(
        self, facts: Facts, final_for: Collection[str]
    ) -> tuple[Facts, tuple[Ruling, ...], frozenset[Key]]:
        """Return whose facts are settled, the rulings about them, and what is left for later."""
        if not final_for:
            return facts, self.rulings, frozenset()
        rulings = tuple(each for each in self.rulings if each.employee_id in final_for)
        later = among_others(self.rules.plan, facts.period.label)
        return facts_of_leavers(facts, tuple(final_for), self.rules), rulings, later

    def _run(
        self,
        facts: Facts,
        rulings: Sequence[Ruling],
        *,
        later: frozenset[Key],
        pins: Mapping[str, Mapping[str, object]] | None,
    ) -> tuple[Facts, Results, tuple[Diagnostic, ...]]:
        """Return the facts as ruled, every figure of them, and warnings about the rulings."""
        history = history_of(self.closing, facts, self.rules)
        ruled, excluded, problems = apply_rulings(facts, rulings, self.rules.plan, history)
        if has_errors(problems):
            raise DataError(problems)
        results = run_plan(
            self.rules.plan, ruled, excluded=excluded, pins=pins, history=history, later=later
        )
        return ruled, results, tuple(problems)

    def _groups(self, results: Results) -> Mapping[GroupKind, Results]:
        """Return the figures of teams and of the center."""
        histories = group_histories(self.closing, results.facts, self.rules)
        return run_groups(self.rules.groups, results, histories)

    def _findings(
        self, facts: Facts, results: Results, groups: Mapping[GroupKind, Results]
    ) -> tuple[Diagnostic, ...]:
        return (
            *self.rules.diagnostics,
            *self.diagnostics,
            *facts.diagnostics,
            *closing_findings(self.closing, facts, self.rules),
            *places_warnings(results),
            *open_returns(results, self.rules.commissions),
            *level_warnings(results, self.rules.careers.ladders),
            *trial_warnings(
                results, self.rules.careers.ladders, self.assignments, last=self.days.last
            ),
            *warned_of(results),
            *in_several_groups(results),
            *(
                each
                for kind, own in groups.items()
                for each in warned_of(own, groups=self.rules.called(kind))
            ),
            *_of_invoices(self.rules, groups),
            *legal_warnings(self.rules, facts, results, self.employees),
        )

    def _check_own(self, facts: Facts) -> None:
        """Raise ``DataError`` for facts of another period, people or past, or unlisted words."""
        ids = tuple(each.employee_id for each in self._people.employees)
        if facts.period != self.rules.period or facts.employees.ids != ids:
            told = {
                "found": facts.period.label,
                "employees": len(facts.employees),
                "period": self.rules.period.label,
                "wanted": len(ids),
            }
            raise DataError((Diagnostic(code="facts-other-month", args=told),))
        before = self.closing.digest if self.closing and facts.accounts else ""
        other = sorted(name for name, run in facts.accounts.items() if run.before != before)
        if other:
            told = {"period": facts.period.label, "names": listed(other)}
            raise DataError((Diagnostic(code="facts-other-closing", args=told),))
        _refuse(unlisted_cells(facts))


def _with_overpaid(settlement: Settlement) -> Settlement:
    """Return a settlement that tells which leavers were paid more than is due now."""
    found = overpaid(all_lines(settlement), settlement.early)
    return attrs.evolve(settlement, diagnostics=(*settlement.diagnostics, *found))


def _of_invoices(rules: MonthRules, groups: Mapping[GroupKind, Results]) -> Iterable[Diagnostic]:
    """Return warnings about invoices, of which a settlement of leavers has none."""
    own = groups.get(GroupKind.PROJECT)
    if own is None:
        return ()
    called = rules.called(GroupKind.PROJECT)
    found = invoice_warnings(own, rules.client_contracts)
    return (each.called(called, among=("project",)) for each in found)


def _refuse(problems: Iterable[Diagnostic]) -> None:
    """Raise ``DataError`` with what is wrong, if anything is."""
    found = tuple(problems)
    if found:
        raise DataError(found)
