"""Examples of what follows from violations: each in its turn, as the engine takes them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from ccops.career.violations import Violation, violations_of
from ccops.messages import format_date
from ccops.reports.document.model import Column, Table
from ccops.reports.document.tables import text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.reports.document.tables import Cell
    from ccops.reports.rulebook.case_index import CaseIndex
    from ccops.reports.rulebook.telling import Teller
    from ccops.rulepack.cases.case import Case

_EVENT = "event"


@attrs.frozen(kw_only=True, eq=False)
class ViolationExample:
    """The violations of one person of a case, in their order."""

    violations: tuple[Violation, ...]

    @property
    def rank(self) -> tuple[int, int, str]:
        """How well it shows a ladder: many actions, by few violations."""
        actions = {each.action.name for each in self.violations if each.action is not None}
        return -len(actions), len(self.violations), self.violations[0].event

    def table(self, teller: Teller, name: str) -> Table:
        """Return it as a table, a violation a row."""
        say = teller.words.say
        heads = ("day", "conduct", "severity", "action")
        return Table(
            id=name,
            caption=say("book-violation-example"),
            columns=tuple(Column(id=each, title=say(f"book-violation-{each}")) for each in heads),
            rows=tuple(self._row(each, teller) for each in self.violations),
        )

    def _row(self, violation: Violation, teller: Teller) -> tuple[Cell, ...]:
        words = teller.words
        return (
            text_cell(format_date(violation.day, locale=words.locale)),
            text_cell(words.label(violation.conduct.label, violation.conduct.name)),
            text_cell(teller.value(violation.severity.value)),
            text_cell(_followed(violation, teller)),
        )


def told_violation(violation: Violation, teller: Teller) -> str:
    """Return on one line what followed from a violation."""
    return teller.words.say(
        "book-line-violation",
        day=format_date(violation.day, locale=teller.words.locale),
        step=violation.step,
        severity=teller.value(violation.severity.value),
        action=_followed(violation, teller),
    )


def _followed(violation: Violation, teller: Teller) -> str:
    if violation.action is None:
        return teller.words.say(f"book-violation-{violation.state.value}")
    return teller.words.label(violation.action.label, violation.action.name)


def violation_examples(index: CaseIndex) -> tuple[ViolationExample, ...]:
    """Return the violations of everybody in cases, those that show most first."""
    found = [each for case in index.every for each in _of_case(index, case)]
    return tuple(sorted(found, key=lambda each: each.rank))


def _of_case(index: CaseIndex, case: Case) -> Iterator[ViolationExample]:
    month = index.month(case) if _EVENT in case.records else None
    if month is None:
        return
    careers = month.month.rules.careers
    listed = violations_of(month.records.get(_EVENT), careers)
    for _, own in groupby(listed, key=lambda each: each.employee):
        yield ViolationExample(violations=tuple(own))
