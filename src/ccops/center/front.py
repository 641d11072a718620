"""A center: its pack and its plugins, opened once; what it reads, measures, reports, exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ccops.center.month import CenterMonth
from ccops.errors import DataError, RulePackError, UnknownNameError
from ccops.frozen import frozen
from ccops.messages import Diagnostic, has_errors, isolated, nearest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ccops.adapters import Intake, Readable, ReadOptions
    from ccops.adapters.kept.store import RecordStore
    from ccops.contacts import ContractTable
    from ccops.facts import Assignment, Employee
    from ccops.hooks import PluginChoice, Plugins
    from ccops.kpi import Measured, Records
    from ccops.payroll import ParallelMonth, PayrollExport
    from ccops.reports import Renderer, Report, ReportKind, VerifiedStatement
    from ccops.rulepack import MonthUse, Pack
    from ccops.settlement import Attestation, Closing, Settlement, Verification

    Rows = Iterable[Mapping[str, object]]


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

        ``plugins`` are modules or objects, or ``"installed"``. Any other pack is checked under
        every reading. One of the library, to which no plugin adds what it could name, was so
        before it was published: here its rules are read, and a month, or somebody who asks for
        ``pack.diagnostics``, has the rest checked as it is taken. Raises ``RulePackError`` with
        every finding where the pack does not load.
        """
        from ccops.center import log
        from ccops.hooks import gather
        from ccops.rulepack import Pack, Readings, find_folder, load

        gathered = gather(plugins)
        if not isinstance(pack, Pack):
            folder = find_folder(pack, gathered.catalog)
            readings = Readings.LATER if gathered.proves(folder) else Readings.ALL
            loaded = load(folder, gathered.catalog, also=gathered.further_check, readings=readings)
            return log.opened(cls(pack=loaded, plugins=gathered))
        if pack.catalog.digest != gathered.catalog.digest:
            raise RulePackError((Diagnostic(code="pack-other-catalog"),))
        found = pack.accepts.told(gathered.check_pack(pack))
        if has_errors(found):
            raise RulePackError(found)
        return log.opened(cls(pack=pack, plugins=gathered))

    def with_choices(self, **readings: str) -> Center:
        """Return the center under other readings of its pack's choices."""
        return attrs.evolve(self, pack=self.pack.with_choices(**readings))

    @property
    def renderers(self) -> Mapping[str, Renderer]:
        """What reports are written by, by format; plugins' templates for the pack go first."""
        return self.plugins.renderers_of(self.pack)

    # -- reading ----------------------------------------------------------------------------

    def read(
        self, files: Sequence[Readable], *, adapter: str, options: ReadOptions | None = None
    ) -> Intake:
        """Return the records of telephony files (or lines) and how the reading went.

        Raises ``UnknownNameError`` for an adapter nobody brings, ``ReadError`` as it does.
        """
        from ccops.center import log

        store = self.store
        intake = self.plugins.adapter(adapter).read(files, options=options or store.options)
        log.read(adapter, intake.report)
        return attrs.evolve(intake, records=store.credited(intake.records, options))

    @property
    def store(self) -> RecordStore:
        """Folders of records and states by day: written, read, measured."""
        from ccops.adapters.kept.store import RecordStore

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
        from ccops.kpi import engine_named
        from ccops.rulepack.recorded import measured_over

        asked = engine_named(engine)
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
        use: MonthUse | None = None,
    ) -> CenterMonth:
        """Return a month of the center.

        For lists (``MonthUse.LISTS``: promotions, discipline, duties, structure) decisions may be
        open: what reads one that was not taken is left out, and nothing of it can be stored.

        ``decisions`` is the content of ``period.yaml``, its ``rulings`` and ``renamed_teams``
        included. Raises ``DataError`` for wrong rows, ``SettlementError`` where a decision is
        missing, ``RulePackError`` for a pack of the library that somebody has changed and that
        has an error now, and ``ValueError`` for a label that is not ``YYYY-MM``.
        """
        from ccops.facts import people_of
        from ccops.rulepack import MonthUse
        from ccops.rulepack.month import month_rules
        from ccops.settlement import Month, renamed_teams_of, rulings_from_rows

        self.pack.refuse_unsound()
        people, dated, found = people_of(employees, assignments, self.pack.currency)
        given = dict(decisions or {})
        rulings, problems = rulings_from_rows(given.pop("rulings", ()))
        if problems:
            raise DataError(problems)
        renamed = renamed_teams_of(given.pop("renamed_teams", {}))
        month = Month(
            rules=month_rules(self.pack, label, given, use=use or MonthUse.SETTLEMENT),
            employees=people,
            assignments=dated,
            rulings=rulings,
            diagnostics=found,
        )
        return CenterMonth(center=self, month=month, renamed=renamed).starting_from(closing)

    def report(
        self,
        kind: str | ReportKind,
        about: object,
        *,
        locale: str = "",
        names: Mapping[str, str] | None = None,
        subjects: Sequence[str] | None = None,
        locales: Mapping[str, str] | None = None,
    ) -> Report:
        """Return a report: ``center.report("statement", settlement)``.

        ``about`` is what the kind is of: a settlement, or, of the kinds ``operations``,
        ``quality``, ``learning`` and ``organization``, what the method of a month of that name
        returns, of ``reports-due`` what ``month.report_calendar`` does, and of ``corrections``
        what ``settlement.diff`` does.
        ``kind`` may be an object as well: ``ApprovalKind(last=september)``. ``locale`` is the
        language, without it the pack's; ``locales`` has that of each employee who wants another
        for the pages about him; ``subjects`` are the employees reported on, all without. Raises
        ``UnknownNameError`` for a kind nobody brings, an employee or a locale without words,
        and ``TypeError`` for a kind that is of something else.
        """
        from ccops.center import log
        from ccops.reports import Report, built_by_language

        made = self.plugins.report(kind) if isinstance(kind, str) else kind
        if not isinstance(about, made.about):
            wanted, given = made.about.__name__, type(about).__name__
            raise TypeError(f"the report {made.name!r} is about {wanted}, not {given}")
        document, own = built_by_language(
            made,
            about,
            locale=locale or self.pack.locale,
            locales=locales or {},
            names={each: isolated(name) for each, name in (names or {}).items()},
            subjects=subjects,
        )
        return log.reported(
            made.name, Report(document=document, renderers=self.renderers, own=own)
        )

    def verify(
        self,
        statement: str | Path | bytes,
        *,
        employees: Iterable[str] = (),
        seal: str = "",
        password: str = "",
        templates: Sequence[Path] = (),
        locale: str = "",
    ) -> tuple[VerifiedStatement, ...]:
        """Return the statements of a file, each line worked out again from what it carries.

        ``statement`` is the path or the content of a statement in HTML, JSON or PDF; nothing else
        is needed but the pack. ``employees`` are those wanted, all without; ``seal`` is the one
        that was signed (``settlement.seal``), to hold them against. ``password`` opens a PDF,
        ``templates`` are the folders that a page was laid out by, beside those of plugins. Raises
        ``DataError`` for a file that carries no statement, or one of another pack, and
        ``MissingExtraError`` without the extra ``pdf`` or ``html``, for a file in that format.
        """
        from pathlib import Path

        from ccops.reports import VerifiedStatement, looking_in, statements_in

        file = "" if isinstance(statement, bytes) else str(statement)
        data = statement if isinstance(statement, bytes) else Path(statement).read_bytes()
        read = statements_in(data, file=file, password=password)
        carried = {each.employee: each for each in read}
        renderer = looking_in(self.renderers["html"], templates)
        wanted = tuple(employees) or tuple(carried)
        for who in wanted:
            if who not in carried:
                raise UnknownNameError("employee", who, nearest(who, carried))
        return tuple(
            VerifiedStatement(
                statement=carried[who],
                verification=self._verified(carried[who].attestation),
                renderer=renderer,
                wanted=seal,
                locale=locale,
            )
            for who in wanted
        )

    def _verified(self, attestation: Attestation) -> Verification:
        """Return the lines of a statement worked out again, under the readings it names."""
        from ccops.rulepack.month import statement_rules
        from ccops.settlement import verified

        manifest = attestation.manifest
        if self.pack.id != manifest["pack_id"]:
            told = {"id": manifest["pack_id"], "found": self.pack.id}
            raise DataError((Diagnostic(code="attestation-other-id", args=told),))
        center = self.with_choices(**manifest["choices"])
        rules = statement_rules(center.pack, manifest["period"], manifest["decisions"])
        return verified(attestation, rules)

    def rule_book(
        self,
        *,
        locale: str = "",
        on: dt.date | None = None,
        signed: Mapping[str, dt.date] | None = None,
    ) -> Report:
        """Return the rules of the pack as a booklet: ``center.rule_book().write("rules.pdf")``.

        Every rule once, in words, with its table, its clause and an example that the engine
        worked out. ``on`` is the day of which constants are told; without it, that of the last
        change that is written. ``signed`` are the days on which staff signed to have read them,
        by staff number: the last page lists them. Raises ``UnknownNameError`` for a locale
        without words, ``RulePackError`` for a day before the pack holds.
        """
        from ccops.reports import Report, build_rule_book

        made = build_rule_book(self.pack, locale=locale, on=on, signed=signed)
        return Report(document=made, renderers=self.renderers)

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
        from ccops.center import log
        from ccops.facts import people_of
        from ccops.payroll import asked_export

        people, _, _ = people_of(employees, (), self.pack.currency)
        made = asked_export(
            settlement,
            payroll_map,
            self.plugins.payroll_shapes,
            over={"shape": shape, "encoding": encoding, "split_by": split_by},
            employees=people,
            release=release,
            approved=approved,
            locale=locale or self.pack.locale,
        )
        return log.exported(made)

    def compare(self, settlement: Settlement, *, paid: Rows) -> ParallelMonth:
        """Return what was paid for a month by other means, held against its settlement.

        ``paid`` has ``employee_id`` and a column per pay code (or figure, or its label). Raises
        ``DataError`` with every wrong row.
        """
        from ccops.payroll import compare_paid

        return compare_paid(settlement, paid)
