"""The front door: a center with its pack and plugins, opened once, asked for months.

Each method imports what it needs, so that naming a center costs a host nothing.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import DataError, RulePackError, UnknownNameError
from ccops.frozen import frozen
from ccops.messages import Diagnostic, has_errors, nearest

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from ccops.adapters import Intake, Readable, ReadOptions
    from ccops.adapters.record_store import RecordStore
    from ccops.contacts import ContractTable
    from ccops.facts import Assignment, Employee, Facts
    from ccops.hooks import PluginChoice, Plugins
    from ccops.kpi import Engine, Measured, Records
    from ccops.learning import Learning
    from ccops.payroll import ParallelMonth, PayrollExport
    from ccops.reports import Report
    from ccops.rulepack import Pack
    from ccops.settlement import (
        Closing,
        Difference,
        Month,
        ReadingCosts,
        Settlement,
        Source,
        SourceRules,
    )

    AnySource = Source | Intake | Records | str | os.PathLike[str]
    Findings = tuple[Diagnostic, ...]
Rows = Iterable[Mapping[str, object]]
#: The engine that reads the files of a folder of records where they lie.
_READS_FOLDERS: Final = "duckdb"


@frozen(kw_only=True, eq=False, repr=False)
class Center:
    """A center: one pack, one set of plugins. Immutable, and safe to use from many threads."""

    pack: Pack
    plugins: Plugins

    def __repr__(self) -> str:
        return f"Center({self.pack!r})"

    @classmethod
    def open(cls, pack: str | Path | Pack, *, plugins: PluginChoice = ()) -> Center:
        """Open a center by pack id or folder.

        ``plugins`` are modules or objects, or ``"installed"``. A pack of the library, to which no
        plugin adds what it could name, was checked under every reading and in every period before
        it was published, and is checked here under those it takes, in its first period. Raises
        ``RulePackError`` with every finding where the pack does not load.
        """
        from ccops.hooks import gather
        from ccops.rulepack import Pack, Readings, find_folder, load

        gathered = gather(plugins)
        if not isinstance(pack, Pack):
            folder = find_folder(pack, gathered.catalog)
            readings = Readings.TAKEN if gathered.proves(folder) else Readings.ALL
            loaded = load(folder, gathered.catalog, also=gathered.check_pack, readings=readings)
            return cls(pack=loaded, plugins=gathered)
        if pack.catalog.digest != gathered.catalog.digest:
            raise RulePackError((Diagnostic(code="pack-other-catalog"),))
        found = pack.accepts.told(gathered.check_pack(pack))
        if has_errors(found):
            raise RulePackError(found)
        return cls(pack=pack, plugins=gathered)

    def with_choices(self, **readings: str) -> Center:
        """Return the center under other readings of its pack's choices."""
        return attrs.evolve(self, pack=self.pack.with_choices(**readings))

    # -- reading ----------------------------------------------------------------------------

    def read(
        self, files: Sequence[Readable], *, adapter: str, options: ReadOptions | None = None
    ) -> Intake:
        """Return the records of telephony files (or lines) and how the reading went.

        Raises ``UnknownNameError`` for an adapter nobody brings, ``ReadError`` as it does.
        """
        store = self.store
        intake = self.plugins.adapter(adapter).read(files, options=options or store.options)
        return attrs.evolve(intake, records=store.credited(intake.records, options))

    @property
    def store(self) -> RecordStore:
        """Folders of records and states by day: written, read, measured."""
        from ccops.adapters.record_store import RecordStore

        kinds = self.plugins.catalog.record_kinds
        return RecordStore(pack=self.pack, kinds=kinds, adapter=self.plugins.adapter)

    def kpi(
        self,
        records: Mapping[str, Records],
        *,
        by: Sequence[str] = (),
        contract: str = "",
        engine: str = "python",
    ) -> tuple[Measured, ...]:
        """Return the pack's indicators that may be asked by some groups, kind by kind.

        ``records`` are those of an intake, or tables by kind that the ``engine`` reads; who came
        in, or was called, again is seen beside them (``issue``, ``approach``). With a
        ``contract``, the service levels of all other contracts are left out. Raises
        ``UnknownNameError`` where no indicator may be asked by the groups, for a contract under
        which no indicator is measured, and for an engine that is not there, ``DataError`` where
        the records lie in periods of which one defines an indicator otherwise, and for what an
        engine cannot measure exactly.
        """
        from ccops.rulepack.recorded import measured_over

        asked = _engine(engine)
        return measured_over(self.pack, records, by=by, contract=contract, engine=asked)

    def rostered(
        self, records: Mapping[str, Records], roster: Rows, leave: Rows = ()
    ) -> Mapping[str, Records]:
        """Return records with what agents did beside a roster (``agent_time``).

        ``records`` are those of an intake, or tables by kind; rows have the columns of the files
        ``roster`` and ``leave``, of any number of months. Shifts and kinds of leave are the
        pack's. Where no source says what agents did, records stay as they are. Raises
        ``DataError`` with every wrong row.
        """
        from ccops.rulepack.recorded_roster import rostered_records

        return rostered_records(self.pack, records, tuple(roster), tuple(leave))

    def contracts(
        self,
        records: Mapping[str, Records],
        *,
        by: Sequence[str] = (),
        within: Iterable[str] = (),
    ) -> ContractTable:
        """Return the visits of records under every contract of the pack and every preset.

        ``within`` are the thresholds of the presets, ``"20 s"``; without any those of the pack's
        contracts. Raises ``DataError`` where nothing says a threshold or one is none, for a
        group that no table of contracts has, and for a contract that cannot be measured.
        """
        from ccops.rulepack.recorded_contracts import contracts_over

        return contracts_over(self.pack, records, by=by, within=within)

    # -- a month ----------------------------------------------------------------------------

    def month(
        self,
        label: str,
        *,
        employees: Rows | Iterable[Employee],
        assignments: Rows | Iterable[Assignment] = (),
        decisions: Mapping[str, Any] | None = None,
        closing: Closing | None = None,
    ) -> CenterMonth:
        """Return a month of the center.

        ``decisions`` is the content of ``period.yaml``, its ``rulings`` and ``renamed_teams``
        included. Raises ``DataError`` for wrong rows and ``SettlementError`` where a decision is
        missing.
        """
        from ccops.facts import people_of
        from ccops.rulepack.month import month_rules
        from ccops.settlement import Month, renamed_teams_of, rulings_from_rows

        people, dated, found = people_of(employees, assignments, self.pack.currency)
        given = dict(decisions or {})
        rulings, problems = rulings_from_rows(given.pop("rulings", ()))
        if problems:
            raise DataError(problems)
        renamed = renamed_teams_of(given.pop("renamed_teams", {}))
        month = Month(
            rules=month_rules(self.pack, label, given),
            employees=people,
            assignments=dated,
            rulings=rulings,
            diagnostics=found,
        )
        return CenterMonth(center=self, month=month, renamed=renamed).starting_from(closing)

    def report(
        self,
        kind: str,
        settlement: Settlement,
        *,
        locale: str = "",
        names: Mapping[str, str] | None = None,
        subjects: Sequence[str] | None = None,
    ) -> Report:
        """Return a report of a settlement: ``center.report("statement", settlement)``.

        Raises ``UnknownNameError`` for a kind nobody brings.
        """
        from ccops.reports import Report

        found = self.plugins.reports.get(kind)
        if found is None:
            raise UnknownNameError("report", kind, nearest(kind, self.plugins.reports))
        document = found.build(
            settlement, locale=locale or self.pack.locale, names=names or {}, subjects=subjects
        )
        return Report(document=document, renderers=self.plugins.renderers)

    def learning_report(
        self, learning: Learning, *, locale: str = "", names: Mapping[str, str] | None = None
    ) -> Report:
        """Return the report of a month's learning: ``center.learning_report(month.learning(…))``.

        Raises ``UnknownNameError`` for a locale without words.
        """
        from ccops.reports import Report, build_learning

        made = build_learning(learning, locale=locale or self.pack.locale, names=names)
        return Report(document=made, renderers=self.plugins.renderers)

    # -- payroll ----------------------------------------------------------------------------

    def export(  # noqa: PLR0913 - each may be said in the map or here
        self,
        settlement: Settlement,
        payroll_map: str | Path | Mapping[str, object] | None = None,
        *,
        shape: str = "",
        encoding: str = "",
        split_by: str = "",
        employees: Rows | Iterable[Employee] = (),
        release: str = "approved",
        approved: str = "",
        locale: str = "",
    ) -> PayrollExport:
        """Return a settlement as a payroll system reads it; ``.write("payroll.xlsx")``.

        ``payroll_map`` is ``payroll.yaml``, its path or its content; ``shape``, ``encoding`` and
        ``split_by`` go before what it says. ``employees`` are wanted for what a settlement does
        not keep: name, employer, cost center. ``approved`` is the digest of the settlement that
        was approved: another one is refused; ``release="draft"`` hands on any settlement and
        marks every row. Raises ``SettlementError`` where it is not approved or waits for an
        input, and ``DataError`` with all in which map, pack and employees do not fit.
        """
        from ccops.facts import people_of
        from ccops.payroll import asked_export

        people, _, _ = people_of(employees, (), self.pack.currency)
        return asked_export(
            settlement,
            payroll_map,
            self.plugins.payroll_shapes,
            over={"shape": shape, "encoding": encoding, "split_by": split_by},
            employees=people,
            release=release,
            approved=approved,
            locale=locale or self.pack.locale,
        )

    def compare(self, settlement: Settlement, *, paid: Rows) -> ParallelMonth:
        """Return what was paid for a month by other means, held against its settlement.

        ``paid`` has ``employee_id`` and a column per pay code (or figure, or its label). Raises
        ``DataError`` with every wrong row.
        """
        from ccops.payroll import compare_paid

        return compare_paid(settlement, paid)


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
        from ccops.settlement import Source

        kinds = {each.kind for each in sources if isinstance(each, Source)}
        return source_rules(self.center.pack, self.month.rules, kinds)

    def measure(self, *sources: AnySource, engine: str = "python") -> Facts:
        """Return the facts that follow from the sources, joined with the employees' own.

        A ``ccops.kpi.Table`` is a source too, and with ``engine="duckdb"`` so are the files of a
        folder of records: measured where they lie. Raises ``DataError`` with every wrong row and
        ``UnknownNameError`` for an engine that is not there.
        """
        asked = _engine(engine)
        lying = [self._where_it_lies(each, engine) for each in sources]
        return self.month.measure(self.records(*lying), engine=asked)

    def _where_it_lies(self, source: AnySource, engine: str) -> AnySource:
        """Return a folder of records as tables, where the engine reads those."""
        if engine == _READS_FOLDERS and isinstance(source, str | os.PathLike):
            return self.center.store.tables(source)
        return source

    def learning(self, *sources: AnySource, on: dt.date | None = None) -> Learning:
        """Return what is due, studied, coached and looked up, as it stands on a day.

        Sources hold records of any day: what was done months ago counts. Without ``on`` it is
        the last day of the period. Raises ``DataError`` with every wrong row.
        """
        return self.month.learning(self.records(*sources), on=on or self.month.days.last)

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

    def opening(self, rows: Rows) -> Closing:
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
        return self.month.settle(
            facts,
            revision=revision,
            supersedes=supersedes,
            corrections=corrections,
            final_for=final_for,
            after=after,
        )

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
    ) -> ReadingCosts:
        """Return what the month costs under each reading of a choice, and who moves.

        The month is measured and settled once a reading, from the sources and the facts given,
        as ``measure``, ``facts`` and ``settle`` do; it raises what they raise, and
        ``UnknownNameError`` for a choice the pack has not. Differences are ``against`` the
        reading the center takes; name another, or none (``""``) for a question that is open: its
        month is made under any reading. ``read`` are the records of the sources as this month
        reads them, ``month.records(*sources)``, where they are at hand: they are read again only
        for a reading under which rows are read otherwise.
        """
        from ccops.settlement import costs_of

        found = self.center.pack.choices.get(choice)
        if found is None:
            raise UnknownNameError("choice", choice, nearest(choice, self.center.pack.choices))
        settled: dict[str, Settlement] = {}
        known = [] if read is None else [(self._source_rules(sources), read)]
        for reading in found.readings:
            month = self.under(**{choice: reading})
            records = month._read_once(sources, known)  # noqa: SLF001 - a month of this class
            facts = month.measure(*records.values()) if sources else month.facts()
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


def _engine(name: str) -> Engine:
    from ccops.kpi import ENGINES

    found = ENGINES.get(name)
    if found is None:
        raise UnknownNameError("engine", name, nearest(name, ENGINES))
    return found


def find_plugins(plugins: PluginChoice = "installed") -> Plugins:
    """Return what plugins bring: packs, adapters, reports, renderers, and what is broken."""
    from ccops.hooks import gather

    return gather(plugins)


def load_pack(ref: str | Path, *, plugins: PluginChoice = ()) -> Pack:
    """Return a pack without opening a center. Raises ``RulePackError`` with every finding."""
    from ccops.hooks import gather
    from ccops.rulepack import load

    gathered = gather(plugins)
    return load(ref, gathered.catalog, also=gathered.check_pack)


def check_pack(ref: str | Path, *, plugins: PluginChoice = ()) -> tuple[Pack | None, Findings]:
    """Return a pack and every finding about it, errors and warnings."""
    from ccops.hooks import gather
    from ccops.rulepack import check

    gathered = gather(plugins)
    return check(ref, gathered.catalog, also=gathered.check_pack)
