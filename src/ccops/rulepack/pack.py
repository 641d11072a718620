"""A pack: loaded, checked, frozen; it can be asked for a period and under other readings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from ccops.errors import RulePackError, SettlementError
from ccops.frozen import frozen
from ccops.messages import Diagnostic, has_errors, sorted_diagnostics
from ccops.rulepack.assembly.calendars import calendars_of
from ccops.rulepack.assembly.shared_memo import SharedMemo
from ccops.rulepack.catalog import Catalog
from ccops.rulepack.choices import Choice, ChoicePlace, Choices, Resolution
from ccops.rulepack.digest import pack_digest
from ccops.rulepack.documents.aside import Aside
from ccops.rulepack.pack_rules import MonthUse
from ccops.rulepack.reading.accepting import Accepts, AcceptsReader
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.ruleset import RuleSet, read_ruleset
from ccops.rulepack.taking import without
from ccops.values import Calendar, Period

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from ccops.rulepack.assembly.assembling import Assembly
    from ccops.rulepack.text.nodes import MapNode, Node


def _none(_: Pack) -> tuple[Diagnostic, ...]:
    return ()


@frozen(kw_only=True, eq=False, repr=False)
class Pack:
    """A rule pack under one reading of every choice.

    ``places`` are where its files lie.
    """

    catalog: Catalog
    rules: RuleSet
    resolution: Resolution
    places: tuple[Path, ...]
    _aside: Aside
    _choices: Choices
    _accepts: AcceptsReader = attrs.field(repr=False)
    _context: ReadContext = attrs.field(repr=False)
    _memo: SharedMemo = attrs.field(factory=SharedMemo, repr=False)
    _findings: Callable[[Pack], tuple[Diagnostic, ...]] = attrs.field(default=_none, repr=False)

    def __repr__(self) -> str:
        return f"Pack({self.id!r}, version={self.version!r})"

    @property
    def id(self) -> str:
        """The id of the pack."""
        return self.rules.pack.id.value

    @property
    def version(self) -> str:
        """The version of the pack."""
        return self.rules.pack.version.value

    @property
    def zone(self) -> str:
        """The IANA time zone of the center."""
        return self.rules.pack.zone.value

    @property
    def currency(self) -> str:
        """The pay currency."""
        return self.rules.pack.currency.value

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The warnings of its check, which is made when they are first asked for, or before."""
        return self._findings(self)

    def refuse_unsound(self) -> None:
        """Raise ``RulePackError`` for an error of a pack that was read before, not checked."""
        if has_errors(self.diagnostics):
            raise RulePackError(self.diagnostics)

    @property
    def agent_pattern(self) -> str:
        """Where an agent's id stands in the names of the telephony system; empty: nowhere."""
        pattern = self.rules.pack.agent_pattern
        return pattern.value if pattern is not None else ""

    @property
    def locale(self) -> str:
        """The language of statements."""
        return self.rules.pack.locale.value

    @property
    def document(self) -> MapNode:
        """The merged document with the readings in place."""
        return self.resolution.document

    @property
    def source_document(self) -> MapNode:
        """The merged document with every reading of every choice still in it.

        Files that hold cases alone are no part of it.
        """
        return self._choices.document

    @cached_property
    def cases_read(self) -> tuple[MapNode, tuple[Diagnostic, ...]]:
        """The cases of the pack, what holds for all of them, and what is wrong with their files.

        They are read when asked for. Raises ``OSError`` where a file is no longer there.
        """
        return self._aside.read(self._choices.document)

    @cached_property
    def traditional_texts(self) -> Mapping[str, str]:
        """Every text that is translated into traditional characters, of what it extends too."""
        return self._aside.traditional_texts

    @cached_property
    def accepts(self) -> Accepts:
        """What its rules accept under its readings."""
        return self._accepts.read(self.resolution.document)

    @cached_property
    def digest(self) -> str:
        """The digest of the resolved pack: sources count, places and labels do not."""
        return pack_digest(self.resolution.document, self._context.said)

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        """The calendars, by which the periods are cut."""
        return self._calendars_read[0]

    @property
    def calendar_problems(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the calendars, or with the default one."""
        return self.rules.left_out.unexplained(self._calendars_read[1])

    @cached_property
    def _calendars_read(self) -> tuple[tuple[Calendar, ...], tuple[Diagnostic, ...]]:
        rules = self.rules
        make = partial(calendars_of, rules)
        return self._memo.memo.kept.made(
            make, calendars_of, rules.pack, rules.section("calendars")
        )

    @property
    def first_label(self) -> str:
        """The label of the first whole period in which the pack holds."""
        make = partial(_first_label, self)
        return self._memo.memo.kept.made(make, _first_label, self.rules.pack, self.calendars)

    @property
    def choices(self) -> Mapping[str, Choice]:
        """The questions the manual leaves open, with their readings."""
        return self._choices.choices

    @property
    def choice_places(self) -> tuple[ChoicePlace, ...]:
        """Every value that is written by readings: where, and in which rule."""
        return self._choices.places

    @property
    def readings(self) -> Mapping[str, str]:
        """The reading taken of every choice."""
        return self.resolution.taken

    def period(self, label: str) -> Period:
        """Return the days of a period in every calendar of the pack."""
        return Period.of(label, self.calendars)

    def rules_of(self, label: str) -> RuleSet:
        """Return the rules a period takes: those in force on the day that decides for it."""
        default = self.rules.pack.default_calendar.value
        return self.rules.within(self.period(label).days(default))[0]

    def refuse_open_questions(self, label: str) -> None:
        """Raise ``SettlementError`` where a rule of a period depends on an undecided question."""
        depends: dict[str, set[str]] = {}
        gaps = self.rules_of(label).gaps.days
        for (section, rule), used in self.resolution.used.items():
            if gaps.get(rule, ("",))[0] == section:
                continue
            for name in used & self.resolution.open:
                depends.setdefault(name, set()).add(rule)
        if depends:
            raise SettlementError(
                tuple(
                    Diagnostic(
                        code="question-undecided",
                        args={"name": name, "rules": ", ".join(sorted(rules))},
                    )
                    for name, rules in sorted(depends.items())
                )
            )

    def with_choices(self, **readings: str) -> Pack:
        """Return the pack under other readings: ``pack.with_choices(bonus_reading="slices")``.

        Raises ``RulePackError`` for an unknown choice or reading.
        """
        pack, found = self.reread(readings)
        if pack is None or has_errors(found):
            raise RulePackError(sorted_diagnostics(found))
        return pack

    def reread(self, readings: Mapping[str, str]) -> tuple[Pack | None, tuple[Diagnostic, ...]]:
        """Return the pack under other readings, and what is wrong with its single rules."""
        resolution = self._choices.resolve({**self._explicit, **readings})
        rules, problems = read_ruleset(
            resolution.document, catalog=self.catalog, context=self._context
        )
        found = (*resolution.diagnostics, *problems)
        if rules is None:
            return None, found
        return attrs.evolve(self, rules=rules, resolution=resolution), found

    def branch(self) -> Pack:
        """Return the pack for a while: what is made of it is forgotten with it."""
        return attrs.evolve(self, memo=self._memo.branch())

    @property
    def work(self) -> int:
        """How much was worked out so far to make the pack ready, in names that were looked up."""
        return self._memo.memo.work

    def at(self, day: dt.date) -> Pack:
        """Return the pack as it is on one day: its rules in force, its parameters' values.

        For comparing two days, for printing what holds on one, and for asking what any period
        would come to by the rules of that day: a frozen pack has no dates, so every period has
        the same rules. Its digest differs from that of another day exactly where something
        differs. Raises ``RulePackError`` for a day before the pack holds.
        """
        from ccops.rulepack.frozen import document_on

        since = self.rules.pack.effective
        if day < since:
            raise RulePackError((self._not_yet(day),))
        choices = Choices.of(document_on(self._choices.document, day, since=since))
        frozen = attrs.evolve(self, choices=choices, context=ReadContext(), memo=SharedMemo())
        pack, found = frozen.reread({})
        if pack is None or has_errors(found):
            raise RulePackError(sorted_diagnostics(found))
        return pack

    def with_rule(
        self, section: str, rule: str, node: Node
    ) -> tuple[Pack | None, tuple[Diagnostic, ...]]:
        """Return the pack with one rule written otherwise, and what is wrong with its rules.

        The rule may be written by readings as before. Nothing is checked but single rules.
        """
        choices = self._choices.with_rule((section, rule), node)
        return attrs.evolve(self, choices=choices).reread({})

    def without(self, rules: Iterable[Node]) -> tuple[Pack | None, tuple[Diagnostic, ...]]:
        """Return the pack without some rules or parts of rules, and what is wrong with the rest.

        They are nodes of ``source_document``. Nothing is checked but single rules.
        """
        document = without(self._choices.document, frozenset(map(id, rules)))
        choices = Choices.of(document)
        left = attrs.evolve(self, choices=choices, context=ReadContext(), memo=SharedMemo())
        return left.reread({})

    @cached_property
    def _explicit(self) -> Mapping[str, str]:
        """The readings that are decided: all but those of open questions."""
        taken = self.resolution.taken
        return {name: each for name, each in taken.items() if name not in self.resolution.open}

    def assembly(
        self,
        label: str,
        decisions: Mapping[str, Any],
        *,
        use: MonthUse = MonthUse.SETTLEMENT,
    ) -> Assembly:
        """Return the pack made ready for a period.

        For lists what reads a decision that was not taken is left out.

        Raises ``SettlementError`` where a decision is missing or wrong, a question the month
        depends on is open, a constant has no value for the period, or the period ends before
        the pack holds.
        """
        from ccops.rulepack.assembly.assembling import assemble
        from ccops.rulepack.assembly.constants import read_decisions

        period = self.period(label)
        self._refuse_before(period)
        read, problems = read_decisions(self.rules, decisions)
        read = attrs.evolve(read, is_part=use is MonthUse.LISTS)
        made = assemble(
            self.rules,
            self.catalog,
            period=period,
            decisions=read,
            memo=self._memo.memo,
        )
        made = self._told(made)
        found = sorted_diagnostics([*problems, *made.diagnostics])
        if has_errors(found):
            raise SettlementError(found)
        return made

    def _refuse_before(self, period: Period) -> None:
        """Raise ``SettlementError`` for a period in which the pack did not hold on any day."""
        last = period.days(self.rules.pack.default_calendar.value).last
        if last < self.rules.pack.effective:
            raise SettlementError((self._not_yet(last),))

    def _not_yet(self, day: dt.date) -> Diagnostic:
        args = {"pack": self.id, "day": day, "first": self.rules.pack.effective}
        return Diagnostic(code="pack-not-yet", args=args)

    def check_assembly(self, label: str = "") -> Assembly:
        """Return the pack made ready with placeholders for decisions: enough to measure by.

        Without a label, for its first whole period.
        """
        from ccops.rulepack.assembly.assembling import assemble
        from ccops.rulepack.assembly.constants import Decisions

        label = label or self.first_label
        check = Decisions(values={}, is_check=True)
        period = self.period(label)
        return self._told(
            assemble(
                self.rules,
                self.catalog,
                period=period,
                decisions=check,
                memo=self._memo.memo,
            )
        )

    def _told(self, made: Assembly) -> Assembly:
        """Return what was made ready with its findings as they count: some are accepted."""
        if not self.accepts.rules:
            return made
        return attrs.evolve(made, diagnostics=self.accepts.told(made.diagnostics))


def _first_label(pack: Pack) -> str:
    from ccops.values.periods import next_label

    effective = pack.rules.pack.effective
    label = f"{effective:%Y-%m}"
    default = pack.rules.pack.default_calendar.value
    while pack.period(label).days(default).first < effective:
        label = next_label(label)
    return label
