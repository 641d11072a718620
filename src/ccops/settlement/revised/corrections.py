"""Posting corrections: what a period settled again gives to the period that pays it, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.errors import DataError, SettlementError
from ccops.facts import (
    Column,
    Corrected,
    CorrectedLine,
    Correction,
    Facts,
    Sheet,
    packed,
    repeated,
    short_digest,
)
from ccops.messages import Diagnostic, Severity, listed
from ccops.pay import CorrectionPolicy, Posted
from ccops.settlement.measured.rules import MonthRules
from ccops.settlement.revised.causes import CauseKind
from ccops.values import Missing
from ccops.values.periods import period_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.settlement.carried.closing import Closing
    from ccops.settlement.revised.change import Change
    from ccops.settlement.revised.difference import Difference

#: How many employees a message names before the rest are counted.
_MOST_NAMED: Final = 8


def post_corrections(
    facts: Facts, differences: Sequence[Difference], closing: Closing | None, rules: MonthRules
) -> tuple[Facts, tuple[Diagnostic, ...]]:
    """Return the facts of a period with what corrected periods give to it, and what to know.

    A correction that was posted before is recognized by the digests of its two settlements and
    changes nothing. Raises ``SettlementError`` with every correction that may not be posted.
    """
    policy = next(iter(rules.corrections), None)
    if policy is None:
        if differences:
            told = {"pack": rules.identity.id}
            raise SettlementError((Diagnostic(code="correction-no-policy", args=told),))
        return facts, ()
    known = {each.period: each for each in (closing.corrections if closing else ())}
    posting = _Posting(policy=policy, facts=facts, rules=rules, known=known)
    corrections = tuple(posting.corrections(differences))
    if posting.problems:
        raise SettlementError(tuple(posting.problems))
    columns = {**facts.employees.columns, **_columns(policy, facts, corrections)}
    posted = attrs.evolve(
        facts,
        employees=Sheet(ids=facts.employees.ids, columns=columns),
        corrections=corrections,
    )
    return posted, tuple(posting.notes)


@attrs.define(kw_only=True, eq=False)
class _Posting:
    """Takes differences one after the other and collects what is wrong with them."""

    policy: CorrectionPolicy
    facts: Facts
    rules: MonthRules
    known: Mapping[str, Corrected]
    problems: list[Diagnostic] = attrs.field(factory=list, init=False)
    notes: list[Diagnostic] = attrs.field(factory=list, init=False)
    _taken: dict[str, tuple[str, str]] = attrs.field(factory=dict, init=False)

    def corrections(self, differences: Iterable[Difference]) -> Iterator[Correction]:
        for each in differences:
            if self._is_posted(each):
                args = {**self._told(each)}
                self.notes.append(
                    Diagnostic(code="correction-posted", severity=Severity.WARNING, args=args)
                )
            elif self._may_be_posted(each):
                self._taken[each.after.period] = _step(each)
                yield self._correction(each)

    def _is_posted(self, found: Difference) -> bool:
        known, period = self.known.get(found.after.period), found.after.period
        if known is not None and known.has_posted(*_step(found)):
            return True
        return self._taken.get(period) == _step(found)

    def _may_be_posted(self, found: Difference) -> bool:
        before, told = len(self.problems), self._told(found)
        if found.after.rules.identity.id != self.rules.identity.id:
            args = {**told, "pack": found.after.rules.identity.id}
            self.problems.append(Diagnostic(code="correction-other-pack", args=args))
        period, limit = self.rules.period.label, self.policy.limit_months
        ago = period_number(period) - period_number(found.after.period)
        if not 1 <= ago <= limit:
            args = {**told, "limit": limit}
            self.problems.append(Diagnostic(code="correction-time", args=args))
        known = self.known.get(found.after.period)
        last = known.revisions[-1] if known else found.before.digest
        if last != found.before.digest or found.after.period in self._taken:
            args = {**told, "last": short_digest(last)}
            self.problems.append(Diagnostic(code="correction-not-next", args=args))
        unknown = [each.employee for each in found.lines if each.difference is None]
        if unknown or not found.after.is_final:
            waiting = {who for each in found.after.provisional.values() for who in each.employees}
            args = {**told, "employees": _named({*unknown, *waiting})}
            self.problems.append(Diagnostic(code="correction-open", args=args))
        return len(self.problems) == before

    def _correction(self, found: Difference) -> Correction:
        """Return what is posted of those who are here; of the others only their names are told."""
        here = self.facts.employees.rows
        kept = dict(known.kept) if (known := self.known.get(found.after.period)) else {}
        amounts: dict[str, dict[str, int]] = {}
        away: set[str] = set()
        for employee, own, others in _sums(found):
            if employee not in here:
                away.add(employee)
                continue
            for amount, more, less in (
                (own, Posted.OWN_MORE, Posted.OWN_LESS),
                (others, Posted.OTHERS_MORE, Posted.OTHERS_LESS),
            ):
                posted = _offset(amount, employee, kept)
                if posted:
                    fact = self.policy.fact_of(more if posted > 0 else less)
                    amounts.setdefault(fact, {})[employee] = abs(posted)
        if away:
            args = {**self._told(found), "employees": _named(away)}
            self.notes.append(
                Diagnostic(code="correction-away", severity=Severity.WARNING, args=args)
            )
        return Correction(
            period=found.after.period,
            before=found.before.digest,
            after=found.after.digest,
            amounts=amounts,
            kept={who: amount for who, amount in sorted(kept.items()) if amount},
            lines=_lines(found),
        )

    def _told(self, found: Difference) -> dict[str, object]:
        before, after = _step(found)
        return {
            "period": found.after.period,
            "paid": self.rules.period.label,
            "before": short_digest(before),
            "after": short_digest(after),
        }


def _step(found: Difference) -> tuple[str, str]:
    return found.before.digest, found.after.digest


def _named(employees: Iterable[str]) -> str:
    found = sorted(employees)
    more = len(found) - _MOST_NAMED
    return listed((*found[:_MOST_NAMED], *([f"… (+{more})"] if more > 0 else [])))


def _sums(found: Difference) -> Iterator[tuple[str, int, int]]:
    """Yield for each employee what was put right, and what others moved, in minor units."""
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for each in found.lines:
        if each.difference is not None:
            (own if each.is_own else others)[each.employee] += each.difference.minor
    for employee in found.employees:
        yield employee, own[employee], others[employee]


def _offset(amount: int, employee: str, kept: dict[str, int]) -> int:
    """Take from an amount what an earlier correction left with somebody the other way round.

    Who kept 200 too much is not paid 200 when that is put right once more.
    """
    before = kept.get(employee, 0)
    if before * amount >= 0:
        return amount
    taken = min(abs(before), abs(amount))
    sign = 1 if amount > 0 else -1
    kept[employee] = before + sign * taken
    return amount - sign * taken


def _lines(found: Difference) -> dict[str, tuple[CorrectedLine, ...]]:
    listed: dict[str, list[CorrectedLine]] = {}
    for each in found.lines:
        if each.difference is not None:
            line = CorrectedLine(
                figure=each.name, amount=each.difference.minor, because=_because(each)
            )
            listed.setdefault(each.employee, []).append(line)
    return {who: tuple(lines) for who, lines in listed.items()}


def _because(change: Change) -> tuple[str, ...]:
    """Name what was put right of the person himself; nobody else's data leaves the difference."""
    own = (each for each in change.causes if each.employee == change.employee)
    return tuple(dict.fromkeys(each.name for each in own if each.kind is not CauseKind.PERSON))


def _columns(
    policy: CorrectionPolicy, facts: Facts, corrections: Sequence[Correction]
) -> dict[str, Column]:
    """Return the facts that corrections give, 0 for whom there is none.

    Raises ``DataError`` where the host handed in an amount beside one that is posted.
    """
    problems: list[Diagnostic] = []
    found: dict[str, Column] = {}
    for name in map(policy.fact_of, Posted):
        declared, given = facts.declarations[name], facts.employees.columns.get(name)
        if given is None and not corrections and len(facts.employees):
            found[name] = repeated(declared.type, declared.carrier, 0, len(facts.employees))
            continue
        before = [0] * len(facts.employees) if given is None else given.sequence()
        cells = [0 if isinstance(each, Missing) else each for each in before]
        for row, employee in enumerate(facts.employees.ids) if corrections else ():
            amount = sum(each.amount(name, employee) for each in corrections)
            if amount and cells[row]:
                shown = {"before": str(cells[row]), "after": str(amount)}
                told = {"employee": employee, "fact": name, **shown}
                problems.append(Diagnostic(code="fact-twice", args=told))
            cells[row] = cells[row] or amount
        found[name] = packed(declared.type, declared.carrier, cells)
    if problems:
        raise DataError(tuple(problems))
    return found
