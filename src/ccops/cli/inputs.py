"""From an input folder to a month: files, records, employees, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from ccops.adapters import (
    InputNames,
    Inputs,
    Intake,
    ReadOptions,
    aliases_from_rows,
    is_record_folder,
    owners_from_rows,
    read_inputs,
    read_sourced_file,
)
from ccops.center import Center, CenterMonth
from ccops.cli.options import decisions_of, mapping_of, refuse
from ccops.cli.output import wrong_usage
from ccops.cli.progress import working
from ccops.cli.reading import Calls, limit_of
from ccops.errors import DataError
from ccops.facts import Facts, GivenFacts, LabelledIds, locales_of, row_span, subject_of
from ccops.kpi import Records
from ccops.messages import Diagnostic
from ccops.settlement import Closing, Source, opening_from_rows, read_closing, source

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Locale
    from ccops.rulepack import MonthUse
    from ccops.settlement import ReadingCosts

_Groups = Mapping[str, Mapping[str, Mapping[str, object]]]
_SOURCES = (
    "roster",
    "leave",
    "punches",
    "swaps",
    "evaluations",
    "evaluation_reviews",
    "quality_actions",
    "activity",
    "events",
    "exams",
    "calendar",
    "requests",
    "ratings",
    "dials",
    "sales",
    "callbacks",
    "team_activities",
    "documents",
    "document_reviews",
    "kb_items",
    "kb_accounts",
    "kb_searches",
    "kb_visits",
    "topics",
    "coaching",
    "study",
    "development_plans",
    "report_submissions",
    "archive_log",
    "damages",
    "work_orders",
    "work_order_steps",
    "complaints",
    "refunds",
    "shift_log",
    "patrols",
    "meetings",
    "test_calls",
    "trainings",
    "exit_interviews",
)


@attrs.frozen(kw_only=True, eq=False)
class InputMonth:
    """What a folder handed in for a period, read and measured."""

    month: CenterMonth
    inputs: Inputs
    records: Mapping[str, Records]
    intake: Intake | None
    diagnostics: tuple[Diagnostic, ...]
    #: What the records came to, once they were measured.
    _measured: list[Facts] = attrs.field(factory=list, init=False)

    @property
    def names(self) -> dict[str, str]:
        """The names of the employees, for statements."""
        rows = self.inputs.rows("employees")
        return {row["employee_id"]: row["name"] for row in rows if row.get("name")}

    @property
    def locales(self) -> dict[str, Locale]:
        """The language of each employee who has one of his own."""
        month, pack = self.month.month, self.month.center.pack
        last = month.rules.period.days(pack.rules.pack.default_calendar.value).last
        return locales_of(month.employees, last)

    def starting_from(self, closing: Closing | None) -> InputMonth:
        """Return the month after a closing, or with an opening."""
        return attrs.evolve(self, month=self.month.starting_from(closing))

    @property
    def sources(self) -> tuple[Source | Intake, ...]:
        """The records as they were handed in, file by file, and the calls."""
        made = [
            source(kind, self.inputs.sourced(kind)) for kind in _SOURCES if self.inputs.has(kind)
        ]
        made += [
            source(kind, self.inputs.sourced(kind.name))
            for kind in self.month.center.plugins.own_kinds
            if self.inputs.has(kind.name)
        ]
        return (*made, *([self.intake] if self.intake is not None else []))

    def given(self) -> GivenFacts:
        """Return the facts of the file ``facts``. Raises ``DataError`` for wrong ones."""
        given, problems = self.inputs.facts()
        refuse(problems)
        return given

    def facts(self, otherwise: Mapping[str, Mapping[str, object]] | None = None) -> Facts:
        """Return everything known: measured from the records, joined with the facts given.

        ``otherwise`` are facts of employees that are put right: they go before those of the file.
        """
        facts = next(iter(self._measured), None) or self.month.month.measure(self.records)
        self._measured[:] = [facts]
        given = self.given()
        employees = {
            who: {**own, **(otherwise or {}).get(who, {})} for who, own in given.employees.items()
        }
        try:
            facts = facts.joined(employees) if employees else facts
            groups = self._read_of(given.groups)
            return facts.joined_groups(groups) if groups else facts
        except DataError as error:
            raise DataError(tuple(map(self._placed, error.diagnostics))) from error

    def _read_of(self, groups: _Groups) -> _Groups:
        """Return the facts of groups that are read: a list has plans of some kinds alone."""
        rules = self.month.month.rules
        if not rules.undecided:
            return groups
        kinds = {each.kind.value for each in rules.groups}
        return {kind: own for kind, own in groups.items() if kind in kinds}

    def costs(self, choice: str, *, against: str | None = None) -> ReadingCosts:
        """Return what the month costs under each reading of a choice: ``CenterMonth.costs``."""
        given = self.given().employees
        measured = next(iter(self._measured), None)
        return self.month.costs(
            choice,
            *self.sources,
            given=given,
            against=against,
            read=self.records,
            measured=measured,
        )

    def attribution_costs(self) -> ReadingCosts:
        """Return what the month costs under each policy of attribution."""
        return self.month.attribution_costs(self.records, given=self.given().employees)

    def _placed(self, finding: Diagnostic) -> Diagnostic:
        """Return a finding about a fact at the row of whom it is about, or of the fact at all."""
        told = finding.args
        rows = self.inputs.sourced("facts") if finding.span is None else ()
        row = next((each for each in rows if _is_about(each, told)), None)
        return finding if row is None else attrs.evolve(finding, span=row_span(row))


def _is_about(row: Mapping[str, object], told: Mapping[str, object]) -> bool:
    """Say whether a finding is about what a row of facts says."""
    kind, subject = subject_of(row)
    shown = subject if kind == "employee" else f"{kind} {subject}"
    if "employee" in told:
        return told["employee"] == shown and told.get("fact", "") in (*row, "")
    return told.get("name") in (subject, *row)


@working("step-reading")
def read_month(
    center: Center, period: str, folder: Path, calls: Calls, *, use: MonthUse | None = None
) -> InputMonth:
    """Return the month of an input folder. Raises ``DataError`` with every wrong row.

    Lists do without decisions that were not taken.

    Its calls are the files in ``calls/``, or the records that lie there, or those of a folder
    that ``calls`` names.
    """
    handed_in = read_tables(center, period, folder, use=use)
    intake = _calls(center, folder, handed_in.inputs, calls)
    handed_in = attrs.evolve(handed_in, intake=intake)
    read, found = handed_in.month.read_records(*handed_in.sources)
    return attrs.evolve(handed_in, records=read, diagnostics=(*handed_in.diagnostics, *found))


def read_lists(center: Center, period: str, folder: Path, calls: Calls) -> InputMonth:
    """Return the month of an input folder for a list, which needs no decision of the month.

    Raises ``DataError`` with every wrong row.
    """
    from ccops.rulepack import MonthUse

    return read_month(center, period, folder, calls, use=MonthUse.LISTS)


def read_tables(
    center: Center, period: str, folder: Path, *, use: MonthUse | None = None
) -> InputMonth:
    """Return the month of an input folder with its tables alone, neither calls nor records.

    Raises ``DataError`` with every wrong row.
    """
    mapping = mapping_of(folder / "inputs.yaml")
    decisions = decisions_of(folder / "period.yaml")
    inputs, problems = read_inputs(
        folder,
        mapping=mapping,
        decisions=decisions,
        names=names_of(center, period),
        kinds=center.plugins.own_kinds,
    )
    refuse(problems)
    month = center.month(
        period,
        employees=inputs.sourced("employees"),
        assignments=inputs.sourced("assignments"),
        decisions=decisions,
        use=use,
    )
    refuse(aliases_from_rows(inputs.rows("agents"))[1])
    refuse(owners_from_rows(inputs.rows("queue_owners"))[1])
    return InputMonth(month=month, inputs=inputs, records={}, intake=None, diagnostics=problems)


def earlier_periods(
    found: InputMonth, closing: Path | None, opening: Path | None
) -> Closing | None:
    """Return the closing or opening a month starts from, if any is handed in.

    Without either the folder's own file ``opening`` is taken. Raises ``DataError`` for a file
    that is none, and for wrong rows.
    """
    rules = found.month.month.rules
    if closing is not None:
        made = read_closing(closing.read_bytes())
        if made.is_opening:
            told = {"file": closing.name}
            raise DataError((Diagnostic(code="closing-is-opening", args=told),))
        return made
    if opening is None:
        is_there = found.inputs.has("opening")
        return opening_from_rows(found.inputs.sourced("opening"), rules) if is_there else None
    if opening.suffix == ".json":
        return read_closing(opening.read_bytes())
    rows, problems = read_sourced_file(opening, "opening")
    refuse(problems)
    return opening_from_rows(rows, rules)


def names_of(center: Center, period: str) -> InputNames:
    """Return what the pack and the period say that input files are read with."""
    pack = center.pack
    rules = pack.rules_of(period)
    return InputNames(
        shifts=frozenset(each.name for each in rules.section("shifts")),
        leave_kinds=frozenset(each.name for each in rules.section("leave_kinds")),
        leave_labels=_called(rules.section("leave_kinds")),
        fact_labels=_called(rules.section("facts")),
        days=pack.period(period).days(pack.rules.pack.default_calendar.value),
        currency=pack.currency,
    )


def _called(rules: Iterable[Any]) -> LabelledIds:
    return LabelledIds.of({each.name: each.label for each in rules})


def _calls(center: Center, folder: Path, inputs: Inputs, told: Calls) -> Intake | None:
    calls = folder / "calls"
    if told.records is not None and calls.is_dir():
        raise wrong_usage("usage-calls-twice", folder=calls)
    aliases, problems = aliases_from_rows(inputs.rows("agents"))
    owners, wrong = owners_from_rows(inputs.rows("queue_owners"))
    refuse((*problems, *wrong))
    options = ReadOptions(
        zone=center.pack.zone,
        aliases=aliases,
        agent_pattern=center.pack.agent_pattern,
        queue_owners=owners,
        column_map=mapping_of(folder / "map.yaml") or None,
        quarantine_limit=limit_of(told.limit),
    )
    records = told.records or (calls if is_record_folder(calls) else None)
    if records is not None:
        if told.limit is not None:
            other = f"--records {records}" if told.records else str(records)
            raise wrong_usage("usage-not-together", one="--quarantine-limit", other=other)
        return center.store.read(records, options=options)
    files = sorted(each for each in calls.iterdir() if each.is_file()) if calls.is_dir() else []
    if not files:
        return None
    if not told.adapter:
        raise wrong_usage("usage-calls-adapter")
    return center.read(files, adapter=told.adapter, options=options)
