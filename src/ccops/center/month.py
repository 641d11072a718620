"""One month of a center: sources in, facts, settlement, what a reading costs, evidence."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import UnknownNameError
from ccops.frozen import frozen
from ccops.messages import nearest

if TYPE_CHECKING:
    import datetime as dt

    from ccops.adapters import Intake
    from ccops.career import Careers, Discipline
    from ccops.center.front import Center
    from ccops.facts import Facts
    from ccops.kpi import Records
    from ccops.learning import Learning
    from ccops.messages import Diagnostic
    from ccops.organization import Organization, ReportCalendar
    from ccops.projects import Rota
    from ccops.reports import Operations, Quality, SpanKind
    from ccops.scorecards import Sample
    from ccops.settlement import (
        Closing,
        Difference,
        Month,
        MonthRules,
        ReadingCosts,
        Reconciliation,
        Settlement,
        Source,
        SourceRules,
    )
    from ccops.worktime import WorkCalendar

    Findings = tuple[Diagnostic, ...]
    AnySource = Source | Intake | Records | str | os.PathLike[str]
#: The engine that reads the files of a folder of records where they lie.
_READS_FOLDERS: Final = "duckdb"


@frozen(kw_only=True, eq=False)
class CenterMonth:
    """One month of a center: its sources measured, its facts settled, its evidence found.

    ``renamed`` are the old names of teams that have another name from this month on, by the new.
    """

    center: Center
    month: Month
    renamed: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def records(self, *sources: AnySource) -> dict[str, Records]:
        """Return the records of sources, kind by kind.

        A source is an intake, ``Records``, a folder of records, or rows of an input file:
        ``ccops.source("roster", rows)``. Raises ``DataError`` with every wrong row.
        """
        return self.read_records(*sources)[0]

    def read_records(self, *sources: AnySource) -> tuple[dict[str, Records], Findings]:
        """Return the records of sources, and the warnings of reading them.

        Raises ``DataError`` with every wrong row.
        """
        from ccops.kpi import Records
        from ccops.settlement import Source, merged_records, records_of_sources

        rows = [each for each in sources if isinstance(each, Source)]
        direct = [{each.kind.name: each} for each in sources if isinstance(each, Records)]
        others = [each for each in sources if not isinstance(each, Source | Records)]
        intakes = [self._intake(each).records for each in others]
        read = merged_records([*intakes, *direct])
        made, found = records_of_sources(
            rows,
            self._source_rules(sources),
            period=self.month.rules.period,
            employees=self.month.employees,
            assignments=self.month.assignments,
            states=read.get("agent_state"),
        )
        return merged_records([read, made]), found

    def _intake(self, source: Intake | str | os.PathLike[str]) -> Intake:
        if isinstance(source, str | os.PathLike):
            return self.center.store.read(source)
        return source

    def _source_rules(self, sources: Iterable[object]) -> SourceRules:
        """Return what the rows of sources are read by under the rules of the month."""
        from ccops.rulepack.source_rules import source_rules
        from ccops.settlement import Source, SourceKind

        handed_in = (each.kind for each in sources if isinstance(each, Source))
        kinds = {each for each in handed_in if isinstance(each, SourceKind)}
        return source_rules(self.center.pack, self.month.rules, kinds)

    def measure(self, *sources: AnySource, engine: str = "python") -> Facts:
        """Return the facts that follow from the sources, joined with the employees' own.

        A ``ccops.kpi.Table`` is a source too, and with ``engine="duckdb"`` so are the files of a
        folder of records: measured where they lie. Raises ``DataError`` with every wrong row and
        ``UnknownNameError`` for an engine that is not there.
        """
        from ccops.center import log
        from ccops.kpi import engine_named

        asked = engine_named(engine)
        lying = [self._where_it_lies(each, engine) for each in sources]
        return log.measured(self.month.measure(self.records(*lying), engine=asked))

    def _where_it_lies(self, source: AnySource, engine: str) -> AnySource:
        """Return a folder of records as tables, where the engine reads those."""
        if engine == _READS_FOLDERS and isinstance(source, str | os.PathLike):
            return self.center.store.tables(source)
        return source

    def learning(
        self, *sources: AnySource, on: dt.date | None = None, since: dt.date | None = None
    ) -> Learning:
        """Return what is due, studied, coached and looked up, as it stands on a day.

        Sources hold records of any day: what was done months ago counts. Without ``on`` it is
        the last day of the period. Nothing is due before ``since``, from when the center keeps
        its lists, or before the first day of the pack. Raises ``DataError`` with every wrong row.
        """
        day = on or self.month.days.last
        return self.month.learning(self.records(*sources), on=day, since=since)

    def organization(
        self,
        *sources: AnySource,
        on: dt.date | None = None,
        since: dt.date | None = None,
        structure: str = "",
    ) -> Organization:
        """Return who answers to whom on a day, spans and posts, and the duties of the month.

        Sources hold what shows duties: events, evaluations, reports handed in. Without ``on`` it
        is the last day of the period; ``structure`` is another one of the pack than its own.
        Nothing is due before ``since``, or before the first day of the pack. Raises ``DataError``
        with every wrong row and ``UnknownNameError`` for a structure the pack has not.
        """
        day = on or self.month.days.last
        month = self.month.organizing(
            self.records(*sources),
            on=day,
            since=since,
            structure=structure,
            work_calendar=self.workdays(),
        )
        return month.organization()

    def report_calendar(
        self, *sources: AnySource, on: dt.date | None = None, since: dt.date | None = None
    ) -> ReportCalendar:
        """Return every report owed for the period: to whom, by when, and whether it is there.

        Sources hold the reports handed in and what was archived. Without ``on`` it is as of the
        last day of the period. Nothing is due before ``since``, or before the first day of the
        pack. Raises ``DataError`` with every wrong row.
        """
        day = on or self.month.days.last
        month = self.month.organizing(
            self.records(*sources), on=day, since=since, work_calendar=self.workdays()
        )
        return month.report_calendar()

    def workdays(self) -> WorkCalendar | None:
        """Return the pack's own work calendar for the days of the period; ``None`` without one.

        Raises ``MissingExtraError`` where the calendar it names has no library.
        """
        from ccops.rulepack.work_days import own_calendar
        from ccops.settlement import all_days

        return own_calendar(self.center.pack, all_days(self.month.rules.period))

    def operations(
        self,
        *sources: AnySource,
        span: SpanKind | str = "month",
        on: dt.date | None = None,
        since: dt.date | None = None,
        settlement: Settlement | None = None,
        earlier: Iterable[Settlement] = (),
    ) -> Operations:
        """Return what operations came to in the month, or in the ``day`` or ``week`` of a day.

        Values are those of the pack's indicators over the sources, held against the days before:
        the period, the day, the same days of the week before. Sources are whole from ``since``
        on, the first day of the month without it; what lies before is not compared with. With
        the ``settlement`` of the month its targets and head count are there, with ``earlier``
        ones their trend. Raises ``DataError`` with every wrong row and ``UnknownNameError`` for
        another span.
        """
        from ccops.reports import SpanKind, operations_of

        known = {each.value: each for each in SpanKind}
        kind = span if isinstance(span, SpanKind) else known.get(span)
        if kind is None:
            raise UnknownNameError("span", str(span), nearest(str(span), known))
        return operations_of(
            self.month,
            self.records(*sources),
            kind=kind,
            on=on,
            since=since,
            settlement=settlement,
            earlier=earlier,
            contracts=self.center.pack.rules.section("contracts"),
        )

    def quality(
        self,
        *sources: AnySource,
        since: dt.date | None = None,
        read: Mapping[str, Records] | None = None,
        operations: Operations | None = None,
    ) -> Quality:
        """Return what quality came to in the month: scores, what items cost, samples, agreement.

        What was seen of each item stands in the rows of the source ``evaluations``. Sources are
        whole from ``since`` on, as for ``operations``. Where they were read before, ``read`` is
        what ``records`` made of them; ``operations`` is what those of the whole month came to,
        where that is known. Raises ``DataError`` with every wrong row.
        """
        from ccops.reports import operations_of, quality_of
        from ccops.settlement import Source, SourceKind

        records = self.records(*sources) if read is None else read
        rows = [
            row
            for each in sources
            if isinstance(each, Source) and each.kind is SourceKind.EVALUATIONS
            for row in each.rows
        ]
        whole = operations or operations_of(self.month, records, since=since)
        return quality_of(whole, records, rows, self._source_rules(sources).forms)

    def careers(self, settlement: Settlement) -> Careers:
        """Return who goes up, stays or goes down, why and from when, and what others still lack.

        ``settlement`` is that of the month; ``to_dict`` of the result is plain JSON data.
        """
        return self.month.careers(settlement)

    def discipline(self, *sources: AnySource, on: dt.date | None = None) -> Discipline:
        """Return what follows from violations, what looks like one, and the equipment ledger.

        Sources hold events and damages of any day up to ``on``, which is the last day of the
        period without it; with a roster and what agents did at the telephone, who left before
        the relief is a candidate. Raises ``DataError`` with every wrong row.
        """
        records, findings = self.read_records(*sources)
        day = on or self.month.days.last
        return self.month.discipline(records, findings=findings, on=day)

    def samples(self, *sources: AnySource, on: dt.date | None = None) -> tuple[Sample, ...]:
        """Return what each sampling plan of the pack draws: which calls, heard by whom, and why.

        The same calls are drawn on any machine; without ``on`` from those of the whole period.
        Raises ``DataError`` with every wrong row.
        """
        return self.month.samples(self.records(*sources), on=on or self.month.days.last)

    def facts(
        self,
        given: Mapping[str, Mapping[str, object]] | None = None,
        *,
        groups: Mapping[str, Mapping[str, Mapping[str, object]]] | None = None,
    ) -> Facts:
        """Return the facts of a host that knows them: ``{"E017": {"conduct": "88.5"}}``.

        ``groups`` are those of teams and of the center: ``{"team": {"A": {"planned": 20}}}``.
        """
        return self.month.facts(given, groups=groups)

    def opening(self, rows: Iterable[Mapping[str, object]]) -> Closing:
        """Return what is known of earlier periods, from rows of the file ``opening``.

        Raises ``DataError`` with every wrong row.
        """
        from ccops.settlement import opening_from_rows

        return opening_from_rows(rows, self.month.rules)

    def starting_from(self, closing: Closing | None) -> CenterMonth:
        """Return the month after a closing, or with an opening.

        Raises ``DataError`` where a team is renamed that the closing does not know.
        """
        from ccops.settlement import with_teams_renamed

        if closing is not None:
            closing = with_teams_renamed(closing, self.renamed)
        return attrs.evolve(self, month=attrs.evolve(self.month, closing=closing))

    def settle(
        self,
        facts: Facts,
        *,
        revision: int = 1,
        supersedes: str = "",
        corrections: Sequence[Difference] = (),
        final_for: Collection[str] = (),
        after: Iterable[Settlement] = (),
    ) -> Settlement:
        """Return the settlement of the month.

        ``corrections`` are differences of earlier periods that were settled again,
        ``after.diff(before)``. They are paid in this month as the pack says, each once.
        ``final_for`` settles leavers before the period is over: they alone are in it, and what
        depends on a rank is not. The period's own run takes those settlements as ``after``;
        then it hands on only what is still due. Raises ``SettlementError`` for a correction that
        may not be posted here, and where the pack does not settle leavers at once.
        """
        from ccops.center import log

        made = self.month.settle(
            facts,
            revision=revision,
            supersedes=supersedes,
            corrections=corrections,
            final_for=final_for,
            after=after,
        )
        return log.settled(made)

    def rota(
        self,
        name: str,
        turns: Iterable[Mapping[str, object]] = (),
        *,
        leave: Iterable[Mapping[str, object]] = (),
        on: dt.date | None = None,
    ) -> Rota:
        """Return the turns of a duty in the month, checked; a fair rota where there are none.

        Rows have the columns of the files ``rotas`` and ``leave``; turns of days before the
        period say who had one. Logs are asked of turns up to the day ``on``, without it the last
        of the period. Raises ``UnknownNameError`` for a rota the pack has not, and ``DataError``
        with every wrong row.
        """
        from ccops.settlement.lists.rotas import rota_of

        return rota_of(self.month, name, turns, leave, on=on or self.month.days.last)

    def reconcile(self, settlement: Settlement, *sources: AnySource) -> Reconciliation:
        """Return whether pay and invoices of the settled month rest on the same values.

        Every indicator that decides both is measured once more from the sources, by person and
        project at the same time, and held against what pay and invoices used. Raises
        ``DataError`` with every wrong row.
        """
        from ccops.settlement.measured.reconciling import reconciled

        return reconciled(self.month, settlement, self.records(*sources))

    def under(self, **readings: str) -> CenterMonth:
        """Return the same month under other readings of choices, with all that was decided.

        Raises ``RulePackError`` for an unknown choice or reading.
        """
        from ccops.rulepack.month import month_rules

        center = self.center.with_choices(**readings)
        rules = self.month.rules
        other = month_rules(center.pack, rules.period.label, rules.identity.decisions)
        return attrs.evolve(self, center=center, month=attrs.evolve(self.month, rules=other))

    def costs(
        self,
        choice: str,
        *sources: AnySource,
        given: Mapping[str, Mapping[str, object]] | None = None,
        against: str | None = None,
        read: Mapping[str, Records] | None = None,
        measured: Facts | None = None,
    ) -> ReadingCosts:
        """Return what the month costs under each reading of a choice, and who moves.

        The month is settled once a reading, from the sources and the facts given, as ``measure``,
        ``facts`` and ``settle`` do, and measured again where a reading measures otherwise; it
        raises what they raise, and
        ``UnknownNameError`` for a choice the pack has not. Differences are ``against`` the
        reading the center takes; name another, or none (``""``) for a question that is open: its
        month is made under any reading. ``read`` are the records of the sources as this month
        reads them, ``month.records(*sources)``, ``measured`` the facts that it measures of them,
        ``month.measure(*sources)``, where they are at hand: both are worked out again only for a
        reading under which rows are read, or records measured, otherwise.
        """
        from ccops.settlement import costs_of

        found = self.center.pack.choices.get(choice)
        if found is None:
            raise UnknownNameError("choice", choice, nearest(choice, self.center.pack.choices))
        settled: dict[str, Settlement] = {}
        known = [] if read is None else [(self._source_rules(sources), read)]
        facts_by_rules = [] if measured is None else [(self.month.rules, measured)]
        for reading in found.readings:
            month = self.under(**{choice: reading})
            facts = month._measured_once(sources, known, facts_by_rules)  # noqa: SLF001 - of this class
            settled[reading] = month.settle(facts.joined(given) if given else facts)
        taken = self.center.pack.readings[choice] if against is None else against
        return costs_of(choice, found.asks, settled, taken=taken)

    def attribution_costs(
        self,
        records: Mapping[str, Records],
        *,
        given: Mapping[str, Mapping[str, object]] | None = None,
    ) -> ReadingCosts:
        """Return what the month costs under each policy of attribution, and who moves.

        ``records`` are those of all sources. Raises what measuring and settling raise.
        """
        from ccops.settlement import attribution_costs

        taken = self.center.pack.rules.pack.attribution
        return attribution_costs(self.month, records, taken=taken, given=given)

    def _measured_once(
        self,
        sources: Sequence[AnySource],
        read: list[tuple[SourceRules, Mapping[str, Records]]],
        measured: list[tuple[MonthRules, Facts]],
    ) -> Facts:
        """Return the facts of sources; rules that measure alike measure once."""
        from ccops.settlement import measured_alike

        rules = self.month.rules
        known = next((facts for taken, facts in measured if measured_alike(taken, rules)), None)
        if known is None:
            records = self._read_once(sources, read)
            known = self.measure(*records.values()) if sources else self.facts()
            measured.append((rules, known))
        return known

    def _read_once(
        self,
        sources: Sequence[AnySource],
        read: list[tuple[SourceRules, Mapping[str, Records]]],
    ) -> Mapping[str, Records]:
        """Return the records of sources; those ``read`` by the same rules are not read again."""
        rules = self._source_rules(sources)
        known = next((records for taken, records in read if taken == rules), None)
        if known is None:
            known = self.records(*sources)
            read.append((rules, known))
        return known

    def from_dict(self, data: Mapping[str, Any]) -> Settlement:
        """Return a settlement of the month from its ``to_dict``, which JSON may have carried.

        Raises ``DataError`` for data that is none, and ``SettlementError`` where the pack, its
        readings or what was decided for the month are others, or a figure was changed.
        """
        from ccops.settlement import settlement_from_data

        return settlement_from_data(data, self.month.rules)

    def evidence(
        self, employee: str, fact: str, records: Mapping[str, Records], *, kind: str = ""
    ) -> Records:
        """Return the calls, evaluations or shifts behind a measured fact of an employee.

        With a ``kind`` the fact is that of a ``team`` or of the ``center``. Raises
        ``UnknownNameError`` for a fact that is not measured.
        """
        from ccops.settlement import evidence_of

        return evidence_of(self.month, employee, fact, records, kind=kind)
