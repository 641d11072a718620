"""Checks of a whole pack: under the readings it takes, and how far it is looked at besides."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Diagnostic, has_errors
from ccops.rulepack.assembly.assembling import unsourced, unsourced_in
from ccops.rulepack.head_checks import check_head
from ccops.rulepack.lints import LintMemo, Reach, Subject, ask, lint
from ccops.rulepack.reading.accepting import AcceptCheck
from ccops.rulepack.readings import FurtherCheck, Readings
from ccops.rulepack.trade_checks import TRADE_CHECKS
from ccops.rulepack.work_days import unknown_work_calendar, wrong_work_years

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.rulepack.assembly.assembling import Assembly
    from ccops.rulepack.choices import Choice
    from ccops.rulepack.pack import Pack

#: With so many findings a pack is not checked under other readings and in later periods too.
_ENOUGH: Final = 200
#: What says that not all has been checked.
_NOT_ALL: Final = frozenset({"readings-not-checked", "periods-not-checked"})


def check_whole(
    pack: Pack,
    told: Iterable[Diagnostic],
    also: FurtherCheck | None = None,
    readings: Readings = Readings.ALL,
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a pack as it is taken, under other readings, and later on.

    ``also`` is asked about the pack as it is taken, where nothing is an error so far.
    ``told`` are the findings there are already. One that only another reading has says so in
    ``under``, one that only a later period has in ``within``; each is told once.
    """
    told = list(told)
    head = list(check_head(pack.rules.pack))
    if has_errors(head):
        return (*head, *unsourced(pack.rules, pack.choices))
    look = Look()
    found = (*head, *look.at(pack, look.of_rules(pack), Reach.PACK))
    if also is not None and not has_errors((*told, *found)):
        found = (*found, *look.told(pack, also(pack)))
    if len(told) + len(found) >= _ENOUGH:
        return (*found, *look.accepts.findings(is_complete=False))
    if readings is Readings.ALL:
        from ccops.rulepack.further_checks import check_further  # a center often needs none

        found = (*found, *check_further(pack, look, (*told, *found)))
    is_complete = readings is Readings.ALL and _NOT_ALL.isdisjoint(each.code for each in found)
    return (*found, *look.accepts.findings(is_complete=is_complete))


@attrs.define(eq=False)
class Look:
    """Looks at a pack under one reading and in one period after the other.

    The first look is kept, and all others are compared with it.
    """

    memo: LintMemo = attrs.field(factory=LintMemo, init=False)
    accepts: AcceptCheck = attrs.field(factory=AcceptCheck, init=False)
    _first: Subject | None = attrs.field(default=None, init=False)

    def at(
        self, pack: Pack, listed: Iterable[Diagnostic], *reaches: Reach, label: str = ""
    ) -> tuple[Diagnostic, ...]:
        """Return what is wrong with a pack, what is ``listed`` among it, as it counts."""
        assembly = pack.check_assembly(label)
        subject = self._subject(pack, assembly)
        linted = (each for reach in (Reach.READING, *reaches) for each in lint(subject, reach))
        parts = (ask(name, check, subject) for name, check in TRADE_CHECKS.items())
        trade = chain.from_iterable(parts)
        dated = (*pack.rules.left_out.unexplained(trade), *assembly.diagnostics)
        left_out = pack.rules.left_out
        absent = (each.name for each in pack.accepts.rules if left_out.gives(each.name))
        in_doubt = assembly.plan.misled.union(pack.rules.doubted, absent)
        return self.told(pack, [*listed, *dated, *linted], in_doubt=in_doubt)

    def _subject(self, pack: Pack, assembly: Assembly) -> Subject:
        memo = self.memo if self._first is None else self.memo.branch()
        subject = Subject(pack=pack, assembly=assembly, memo=memo, first=self._first)
        self._first = self._first or subject
        return subject

    def of_rules(self, pack: Pack) -> Iterator[Diagnostic]:
        """Yield what is wrong with the calendars and sources of a pack, whatever the day."""
        once, rules = self.memo.once, pack.rules
        yield from pack.calendar_problems
        yield from once(rules.section("work_years"), wrong_work_years)
        yield from unknown_work_calendar(pack)
        for section, listed in rules.sections.items():
            yield from once(listed, unsourced_in, section)
        yield from once(pack.choices, _unsourced_choices)

    def told(
        self,
        pack: Pack,
        listed: Iterable[Diagnostic],
        *,
        in_doubt: frozenset[str] = frozenset(),
    ) -> tuple[Diagnostic, ...]:
        """Return findings as they count, and note which of them the pack accepts."""
        found = pack.accepts.told(listed)
        self.accepts.see(pack.accepts, found, in_doubt=in_doubt)
        return found


def _unsourced_choices(choices: Mapping[str, Choice]) -> tuple[Diagnostic, ...]:
    return unsourced_in(tuple(choices.values()), "choices")
