"""The settlement of a month: every figure of everybody, with its reasons and its manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from ccops.errors import SettlementError, UnknownNameError
from ccops.facts import GroupKind
from ccops.frozen import frozen
from ccops.messages import LOCALES, Diagnostic, nearest
from ccops.plan import (
    UNRANKED,
    Key,
    Reading,
    Reason,
    Results,
    RowStep,
    TableStep,
    Trace,
    TracedGathering,
    Tracer,
    rows_inside,
    traced_gathering,
)
from ccops.settlement.approved.approval import Approval
from ccops.settlement.approved.publishing import publication_rule, published, timeliness
from ccops.settlement.attested.seal import seal_over
from ccops.settlement.carried.closing import Closing
from ccops.settlement.carried.closing_building import closing_of
from ccops.settlement.measured.leavers import EarlyLine
from ccops.settlement.measured.lines import PayrollLine, payroll_lines
from ccops.settlement.measured.provisional import Blocked
from ccops.settlement.measured.rules import MonthRules
from ccops.settlement.measured.rulings import Ruling
from ccops.settlement.revised.difference import Difference
from ccops.settlement.settled.explanation import Explanation
from ccops.settlement.settled.manifest import Manifest, facts_json
from ccops.settlement.settled.no_line import no_line
from ccops.settlement.settled.plain import said_digest, settlement_digest, settlement_json
from ccops.values import (
    NOT_APPLICABLE,
    WHOLE,
    Cell,
    Missing,
    NotApplicable,
    PublicValue,
    Type,
    Unit,
    decode,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Hashable

    from ccops.organization import Delay, Timeliness
    from ccops.plan import MembersStep
    from ccops.projects import Invoice
    from ccops.settlement.approved.published import Publication
    from ccops.settlement.attested.attestation import Attestation
    from ccops.settlement.attested.own_digests import OwnDigests
    from ccops.settlement.attested.own_inputs import InputCells
    from ccops.worktime import WorkCalendar


@frozen(kw_only=True, eq=False, repr=False)
class Settlement:
    """What follows from the rules for one month. It never changes; a correction is a new one.

    ``provisional`` names the figures that wait for an input, and whose; ``before`` is the
    closing of the period before, or the opening. ``groups`` are the figures of teams and of the
    center, which ``of`` hands out; ``about`` is the kind of group this one is about, if any.
    ``people`` is the settlement whose groups it is about then. ``early`` are the lines that were
    handed on when leavers were settled.
    """

    rules: MonthRules
    results: Results
    manifest: Manifest
    provisional: Mapping[Key, Blocked]
    rulings: tuple[Ruling, ...]
    diagnostics: tuple[Diagnostic, ...]
    before: Closing | None = None
    groups: Mapping[GroupKind, Results] = attrs.field(factory=dict[GroupKind, Results])
    about: GroupKind | None = None
    people: Settlement | None = None
    early: tuple[EarlyLine, ...] = ()

    def __repr__(self) -> str:
        state = "final" if self.is_final else "provisional"
        return f"Settlement({self.period!r}, {len(self.employees)} employees, {state})"

    @property
    def period(self) -> str:
        """The label of the period."""
        return self.rules.period.label

    @property
    def employees(self) -> tuple[str, ...]:
        """The employees settled, sorted by id."""
        return self.results.facts.employees.ids

    @property
    def is_final(self) -> bool:
        """Whether nothing is provisional: it may be approved and exported."""
        return not self.provisional

    def of(self, kind: str) -> Settlement:
        """Return the figures of each ``team``, or of the ``center``, asked like an employee's.

        ``settlement.of("team").value("A", "attendance_rate")``; the one center is ``center``.
        Raises ``UnknownNameError`` for a kind of group of which the pack has no figures.
        """
        known = {each.value: each for each in self.groups}
        if kind not in known:
            raise UnknownNameError("group", kind, nearest(kind, known))
        found = known[kind]
        return attrs.evolve(
            self,
            rules=self.rules.of(found),
            results=self.groups[found],
            provisional={},
            rulings=(),
            groups={},
            about=found,
            people=self,
            before=self.before.of(found) if self.before else None,
        )

    def row_of(self, employee: str) -> int:
        """Return the row of an employee. Raises ``UnknownNameError`` for a stranger."""
        row = self.results.facts.employees.rows.get(employee)
        if row is None:
            what = self.about.value if self.about else "employee"
            raise UnknownNameError(what, employee, nearest(employee, self.employees))
        return row

    def value(self, employee: str, name: str) -> PublicValue | Missing | NotApplicable:
        """Return a figure or fact of an employee.

        ``Missing`` with its reason where it is not known, ``NOT_APPLICABLE`` where he has no
        such line. Raises ``UnknownNameError`` for an unknown employee or name.
        """
        row = self.row_of(employee)
        found = self.results.column_at(name, row)
        if found is not None:
            cell, type_, carrier = found.at(row), found.step.type, found.step.carrier
        elif name in self.results.facts.employees.columns:
            column = self.results.facts.employees.columns[name]
            cell, type_, carrier = column.at(row), column.type, column.carrier
        else:
            cell, type_, carrier = self.rank_part(name, row), Type(Unit.COUNT), WHOLE
        if isinstance(cell, Missing | NotApplicable):
            return cell
        return decode(cell, type_, carrier, currency=self.rules.currency)

    def rank_part(self, name: str, row: int) -> Cell | Missing | NotApplicable:
        """Return the size or the ties of somebody's rank (``month_rank_size``), as a cell.

        Raises ``UnknownNameError`` for an unknown name.
        """
        self._check_name(name)
        for each in self.results.plan.definitions.by_name.get(name, ()):
            found = self.results.column_at(each.name, row)
            if found is not None:
                return self.results.cell(Reading(name, found.step.key), row)
        return NOT_APPLICABLE

    def unit_of(self, name: str) -> Unit:
        """Return the unit of a figure or fact."""
        for step in self.results.plan.steps_of(name):
            return step.type.unit
        self._check_name(name)
        declaration = self.rules.facts.get(name)
        return Unit.COUNT if declaration is None else declaration.type.unit  # a part of a rank

    def reasons(self, employee: str, figure: str) -> tuple[Reason, ...]:
        """Return the reason codes that decided a figure: why it is 0 although a table pays."""
        row = self.row_of(employee)
        found = self.results.column_at(figure, row)
        if found is None or not isinstance(found.step, RowStep):
            return ()
        step = found.step
        hit = [
            each
            for each in step.rule.reasons
            if self.results.cell(step.readings[each.flag], row) is True
        ]
        return tuple(hit) or self._unranked(step, row)

    def _unranked(self, step: RowStep, row: int) -> tuple[Reason, ...]:
        """Return the code of somebody without a place, from the table behind a figure."""
        for reading in step.readings.values():
            found = self.results.figures[reading.figure] if reading.figure else None
            if found is None or not isinstance(found.step, TableStep) or found.hits is None:
                continue
            unranked = found.step.rule.unranked
            if unranked is not None and found.hits[found.members.positions[row]] == UNRANKED:
                origin = found.step.rule.origin
                return (Reason(code=unranked.code, flag="", label=unranked.label, origin=origin),)
        return ()

    def is_provisional(self, figure: str, row: int) -> bool:
        """Say whether somebody's figure waits for an input, his own or another's."""
        if not self.provisional:
            return False
        found = self.results.column_at(figure, row)
        blocked = self.provisional.get(found.step.key) if found is not None else None
        return blocked is not None and blocked.waits(self.employees[row])

    def lines(self) -> tuple[PayrollLine, ...]:
        """Return the payroll lines with stable ids."""
        return tuple(payroll_lines(self))

    @property
    def publications(self) -> tuple[str, ...]:
        """The ids of what is published of the month, in the order of the pack."""
        return tuple(each.name for each in self.rules.publications)

    def publication(
        self,
        name: str,
        *,
        names: Mapping[str, str] | None = None,
        readers: Collection[str] | None = None,
    ) -> Publication:
        """Return what each reader of a publication gets to see, and nothing more.

        ``names`` are those of employees by id, for a publication by name; ``readers`` the
        employees or teams whose sheets are wanted (all of them without). Raises
        ``UnknownNameError`` for a publication the pack has not, and ``DataError`` where a name is
        wanted and not given.
        """
        rule = publication_rule(self, name)
        return published(self, rule, names=names or {}, readers=readers)

    def approval(self, *, work_calendar: WorkCalendar | None = None) -> Approval:
        """Return the settlement as a draft, to be assessed, published and approved."""
        return Approval(settlement=self, work_calendar=work_calendar)

    def role_of(self, person: str) -> str:
        """Return the role of an employee of the period; empty for anybody else."""
        role = self.value(person, "role") if person in self.results.facts.employees.rows else ""
        return role if isinstance(role, str) else ""

    def timeliness(
        self,
        name: str,
        *,
        on: dt.date,
        published_on: dt.date | None = None,
        delay: Delay | None = None,
        work_calendar: WorkCalendar | None = None,
    ) -> Timeliness:
        """Return how a publication stands on a day: in time, late by so many days, not yet due.

        ``published_on`` is the day it was published; without one, the day decided for the period
        counts where the pack names such. ``delay`` is what staff were told of a delay. Raises
        ``UnknownNameError`` for a publication the pack has not, and ``SettlementError`` where
        workdays are to be counted and there is no ``work_calendar``.
        """
        return timeliness(
            self,
            publication_rule(self, name),
            on=on,
            published_on=published_on,
            delay=delay,
            work_calendar=work_calendar,
        )

    def trace(self, employee: str, name: str) -> Trace:
        """Return why a figure or fact is what it is, as data.

        A part of a rank (``month_rank_size``) is answered by the trace of the rank. Raises
        ``UnknownNameError`` for an unknown employee or name, ``NoLineError`` for a line he has
        not.
        """
        row = self.row_of(employee)
        tracer = self._tracer
        ranks = {each.name for each in self.results.plan.definitions.by_name.get(name, ())}
        for each in (name, *sorted(ranks - {name})):
            found = tracer.figure(each, row)
            if found is not None:
                return found
        self._check_name(name)
        raise no_line(self, employee, name)

    def told_of(self, row: int) -> dict[Hashable, Any]:
        """Return what pages told of somebody's cells, to be asked and added to.

        One person is told of on several pages. It is kept while his cells stay traced.
        """
        return self._tracer.told(row)

    @cached_property
    def _tracer(self) -> Tracer:
        gathered = None if self.people is None else self._gathered
        larger = self._of_larger if (self.people or self).groups else None
        return Tracer(self.results, self.rules.parameters, gathered, larger)

    def _of_larger(self, kind: GroupKind, group: str, fact: str) -> Trace:
        """Return why a fact of a group is what it is, for somebody in it who reads it."""
        return self.larger(kind).trace(group, fact)

    def larger(self, kind: GroupKind) -> Settlement:
        """Return the figures of a kind of group, also where this is about smaller groups."""
        whole = self.people or self
        known = whole._larger  # noqa: SLF001 - a settlement too
        if kind not in known:
            known[kind] = whole.of(kind.value)
        return known[kind]

    @cached_property
    def _larger(self) -> dict[GroupKind, Settlement]:
        return {}

    def _gathered(self, name: str, row: int) -> TracedGathering | None:
        """Return what a group gathered of its people under a name, if that is what it is."""
        step, people, kind = self.gathering(name), self.people, self.about
        if step is None or people is None or kind is None:
            return None
        return traced_gathering(step, people.results, kind=kind, group=self.employees[row])

    def gathering(self, name: str) -> MembersStep | None:
        """Return the step by which a group has a fact of its people; none for any other name."""
        groups = self.people.rules.groups if self.people is not None else ()
        steps = (x for each in groups if each.kind is self.about for x in each.gathered)
        return next((each for each in steps if each.key.name == name), None)

    def members_of(self, group: str, step: MembersStep) -> frozenset[str]:
        """Return the people of whom a group gathered; nobody where it is not there."""
        row = self.results.facts.employees.rows.get(group)
        if row is None or self.people is None or self.about is None:
            return frozenset()
        people = self.people.results
        rows = rows_inside(step, people, kind=self.about, group=group)
        return frozenset(people.facts.employees.ids[each] for each in rows)

    def explain(self, employee: str, name: str, *, locale: str = "") -> Explanation:
        """Return why a figure is what it is, for people: ``print`` it, or read its data.

        Raises ``UnknownNameError`` as ``trace`` does, and for a locale without words.
        """
        if locale and locale not in LOCALES:
            raise UnknownNameError("locale", locale, nearest(locale, LOCALES))
        return Explanation(
            settlement=self,
            employee=employee,
            trace=self.trace(employee, name),
            locale=locale or self.rules.locale,
        )

    def invoices(self) -> tuple[Invoice, ...]:
        """Return what clients owe for their projects, contract by contract.

        Each line says what it was measured by and how it came about; more is told by
        ``settlement.of("project").explain(invoice.project, line.figure)``.
        """
        from ccops.settlement.settled.invoices import invoices_of

        return invoices_of(self)

    def diff(self, before: Settlement, *, later: Iterable[Settlement] = ()) -> Difference:
        """Return what a revision of a period changes against the one before it, and why.

        ``later`` are settlements of periods after it, to know which of them go on from the old
        revision. Raises ``SettlementError`` for a settlement of another pack, currency or period.
        """
        return Difference.between(before, self, later=tuple(later))

    @cached_property
    def digest(self) -> str:
        """The digest of everything the settlement says."""
        return settlement_digest(self)

    @cached_property
    def said_digest(self) -> str:
        """The digest of what it says beside its manifest."""
        return said_digest(self)

    @cached_property
    def seal(self) -> str:
        """What is signed: one digest over this settlement and everybody's own statement.

        It is worked out when first asked for, person by person, and is not needed to settle.
        """
        root, people = self.own_digests.root, len(self.employees)
        return seal_over(settlement=self.digest, statements=root, people=people)

    @cached_property
    def own_inputs(self) -> tuple[InputCells, ...]:
        """What everybody's figures follow from, input by input."""
        from ccops.settlement.attested.own_inputs import input_cells

        return input_cells(self.results)

    @cached_property
    def own_digests(self) -> OwnDigests:
        """The digests of what everybody's figures follow from, each by itself, and their tree."""
        from ccops.settlement.attested.attestation import own_digests

        return own_digests(self)

    def attestation(self, employee: str) -> Attestation:
        """Return what the settlement attests of an employee: all his pay follows from.

        His statement carries it, and ``ccops verify`` works the statement out again from there.
        Raises ``UnknownNameError`` for a stranger.
        """
        from ccops.settlement.attested.attestation import attestation_of

        return attestation_of(self, employee)

    def to_json(self) -> bytes:
        """Return the settlement as canonical JSON: the same bytes on every repetition.

        Raises ``SettlementError`` where a decision of the month was not taken.
        """
        self.rules.refuse_undecided()
        return settlement_json(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the settlement, its facts and what it started from as plain JSON data.

        It is all that the same month of the same pack needs to have the settlement again.
        """
        return {
            "settlement": json.loads(self.to_json()),
            "facts": json.loads(facts_json(self.results.facts)),
            "before": self.before.to_dict() if self.before is not None else None,
        }

    @cached_property
    def closing(self) -> Closing:
        """What the next period needs.

        Raises ``SettlementError`` for a settlement of leavers: the period is still to be settled;
        and where a decision of the month was not taken.
        """
        self.rules.refuse_undecided()
        if self.manifest.final_for:
            told = {"period": self.period}
            raise SettlementError((Diagnostic(code="final-no-closing", args=told),))
        return closing_of(self)

    def has_name(self, name: str) -> bool:
        """Say whether a figure or fact is called so, whoever has it."""
        return name in self.rules.facts or name in self.results.plan.definitions.by_name

    def _check_name(self, name: str) -> None:
        if not self.has_name(name):
            known = {*self.rules.facts, *self.results.plan.definitions.by_name}
            raise UnknownNameError("figure", name, nearest(name, known))
