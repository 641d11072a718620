"""Whether a closing fits the period that takes it, and what of it should be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.errors import DataError
from ccops.facts import RUN_OF
from ccops.messages import Diagnostic, Severity, listed
from ccops.plan import AccountStep
from ccops.settlement.carried.account_closing import account_of
from ccops.settlement.carried.group_past import group_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.facts import AccountKind, Facts, GroupKind, HistoryNeed
    from ccops.plan import Plan
    from ccops.settlement.carried.closing import Closing
    from ccops.settlement.measured.rules import MonthRules

#: How many employees a finding names.
_MOST_NAMED: Final = 10
_RUN: Final = RUN_OF.format("")
#: The codes of findings about groups by those about people.
_OF_GROUPS: Final = {
    "account-unknown": "account-unknown-group",
    "closing-account-gone": "closing-account-gone-group",
    "closing-name-absent": "closing-name-absent-group",
    "opening-stranger": "opening-stranger-group",
}


def check_closing(closing: Closing | None, rules: MonthRules) -> None:
    """Raise ``DataError`` for a closing that is not this center's of the period before.

    Nor may it hold lots of an account that the pack has no more: they would be lost.
    """
    if closing is None:
        return
    told: dict[str, object] = {"period": rules.period.label}
    problems = []
    if closing.period != rules.period.previous:
        problems.append(_refused("closing-not-before", closing.period, **told))
    if closing.pack_id != rules.identity.id:
        told["wanted"] = rules.identity.id
        problems.append(_refused("closing-other-pack", closing.pack_id, **told))
    if closing.currency != rules.currency:
        told["wanted"] = rules.currency
        problems.append(_refused("closing-other-currency", closing.currency, **told))
    problems = problems or [
        *_accounts_gone(closing, rules.accounts),
        *_groups_gone(closing, rules),
    ]
    if problems:
        raise DataError(tuple(problems))


def _refused(code: str, found: str, /, **told: object) -> Diagnostic:
    return Diagnostic(code=code, args={"found": found, **told})


def _accounts_gone(closing: Closing, accounts: Iterable[AccountKind]) -> Iterator[Diagnostic]:
    known = {past.name for kind in accounts for past in account_of(kind, closing)}
    for past in closing.accounts:
        count = len(past.lots) + len(past.unknown)
        if count and past.name not in known:
            told = {"name": past.name, "period": closing.period, "count": count}
            yield Diagnostic(code="closing-account-gone", args=told)


def _groups_gone(closing: Closing, rules: MonthRules) -> Iterator[Diagnostic]:
    """Yield the accounts of groups that the pack has no more, or no figures of such groups."""
    here = {each.kind for each in rules.groups}
    for kind in closing.groups:
        accounts = rules.of(kind).accounts if kind in here else ()
        for each in _accounts_gone(closing.of(kind), accounts):
            yield _of_group(each, kind)


def closing_findings(
    closing: Closing | None, facts: Facts, rules: MonthRules
) -> tuple[Diagnostic, ...]:
    """Return what should be looked at before a period is settled from a closing.

    That there is none, that it says nothing of a name that windows read or of what somebody
    holds, and that an opening speaks of strangers: warnings.
    """
    if closing is None:
        return _absent(rules, facts)
    found = [*_of_sheet(closing, facts, rules), *_accounts_not_run(closing, facts, rules)]
    for each in rules.groups:
        own = group_facts(facts, each.kind)
        told = _of_sheet(closing.of(each.kind), own, rules.of(each.kind))
        found += (_of_group(finding, each.kind) for finding in told)
    return tuple(found)


def _of_sheet(closing: Closing, facts: Facts, rules: MonthRules) -> Iterator[Diagnostic]:
    yield from _names_absent(closing, rules)
    yield from _accounts_unknown(closing, facts, rules)
    yield from _strangers(closing, facts)


def _of_group(finding: Diagnostic, kind: GroupKind) -> Diagnostic:
    """Return a finding about people as one about groups, which has words of its own."""
    told = {**finding.args, "kind": kind.value}
    return attrs.evolve(finding, code=_OF_GROUPS[finding.code], args=told)


def _warning(code: str, /, **told: object) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, args=told)


def _absent(rules: MonthRules, facts: Facts) -> tuple[Diagnostic, ...]:
    needs = [*_asked(rules.plan), *facts.accounts]
    for each in rules.groups:
        needs += (f"{each.kind.population}: {need}" for need in _asked(each.plan))
    return (_warning("closing-absent", needs=listed(needs)),) if needs else ()


def _asked(plan: Plan) -> list[str]:
    """Name what a plan asks of earlier periods: windows, and what accounts hold."""
    needs = [str(each) for each in plan.history_needs if not each.name.startswith(_RUN)]
    return needs + [each.key.name for each in plan.steps if isinstance(each, AccountStep)]


def _names_absent(closing: Closing, rules: MonthRules) -> Iterator[Diagnostic]:
    """Yield the names of which a closing says nothing at all; an opening says what it can."""
    said = {each.name for each in closing.values}
    absent = [
        need.name
        for need in rules.plan.history_needs
        if not {need.name, need.was} & said and _was_due(need, closing, rules.plan)
    ]
    if absent and not closing.is_opening:
        yield _warning("closing-name-absent", period=closing.period, names=listed(absent))


def _was_due(need: HistoryNeed, closing: Closing, plan: Plan) -> bool:
    cadences = [each.cadence for each in plan.definitions.by_name.get(need.name, ())]
    is_named = not need.name.startswith(_RUN)
    return is_named and all(each is None or each.is_due(closing.period) for each in cadences)


def _accounts_unknown(closing: Closing, facts: Facts, rules: MonthRules) -> Iterator[Diagnostic]:
    here = facts.employees.rows
    for kind in rules.accounts:
        for past in account_of(kind, closing):
            ids = [closing.employees[row] for row in sorted(past.unknown)]
            if ids := [each for each in ids if each in here]:
                yield _warning("account-unknown", name=kind.name, **_named(ids))


def _accounts_not_run(closing: Closing, facts: Facts, rules: MonthRules) -> Iterator[Diagnostic]:
    """Yield the accounts that hold something, and whose records were not handed in."""
    for account in rules.record_accounts:
        for kind in account.kinds:
            count = sum(len(past.lots) for past in account_of(kind, closing))
            if count and kind.name not in facts.accounts:
                told = {"name": kind.name, "records": account.over, "count": count}
                yield _warning("account-not-run", **told)


def _strangers(closing: Closing, facts: Facts) -> Iterator[Diagnostic]:
    if not closing.is_opening:
        return
    ids = [each for each in closing.employees if each not in facts.employees.rows]
    if ids:
        yield _warning("opening-stranger", period=facts.period.label, **_named(ids))


def _named(ids: Iterable[str]) -> dict[str, object]:
    found = list(ids)
    more = ["…"] if len(found) > _MOST_NAMED else []
    return {"count": len(found), "employees": listed((*found[:_MOST_NAMED], *more))}
