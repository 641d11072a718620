"""Checks of a whole pack: under its readings, under each other one, and where constants change."""

from __future__ import annotations

import enum
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, Span, has_errors
from ccops.rulepack.assembly.assembling import calendars_of, unsourced, unsourced_in
from ccops.rulepack.check_work import CheckWork
from ccops.rulepack.head_checks import check_head
from ccops.rulepack.lints import LintMemo, Reach, ask, lint
from ccops.rulepack.reading.accepting import AcceptCheck
from ccops.rulepack.stretches import Stretches
from ccops.rulepack.trade_checks import TRADE_CHECKS
from ccops.rulepack.work_days import unknown_work_calendar, wrong_work_years

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.rulepack.choices import Choice
    from ccops.rulepack.pack import Pack

#: A check beyond those of the library.
FurtherCheck = Callable[["Pack"], "Iterable[Diagnostic]"]
#: With so many findings a pack is not checked under other readings and in later periods too.
_ENOUGH: Final = 200
#: What says that not all has been checked.
_NOT_ALL: Final = frozenset({"readings-not-checked", "periods-not-checked"})
#: Where alone a finding holds: ``under`` a reading, or ``within`` a period.
_Only = tuple[str, str]
#: A finding is told once; accepted here and an error elsewhere, it is two.
_Identity = tuple[str, Span | None, Severity]


class Readings(enum.Enum):
    """Under which readings a pack is checked."""

    #: Every one of every question, and what it takes also in later periods.
    ALL = "all"
    #: Those it takes, in its first period: all else has been checked before, or is when a month
    #: asks for it.
    TAKEN = "taken"


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
    if head:
        return (*head, *unsourced(pack.rules, pack.choices))
    look = Look()
    found = look.at(pack, look.of_rules(pack), Reach.PACK)
    if also is not None and not has_errors((*told, *found)):
        found = (*found, *look.told(pack, also(pack)))
    if len(told) + len(found) >= _ENOUGH:
        return (*found, *look.accepts.findings(is_complete=False))
    if readings is Readings.ALL:
        known = frozenset(map(_identity, (*told, *found)))
        within, stretches = _later_periods(pack, look, Stretches.of(pack))
        later = _once(within, known)
        known |= frozenset(map(_identity, later))
        others = _once(_other_readings(pack, look, stretches), known)
        found = (*found, *later, *others)
    is_complete = readings is Readings.ALL and _NOT_ALL.isdisjoint(each.code for each in found)
    return (*found, *look.accepts.findings(is_complete=is_complete))


@frozen(eq=False)
class Look:
    """Looks at a pack under one reading and in one period after the other."""

    memo: LintMemo = attrs.field(factory=LintMemo, init=False)
    accepts: AcceptCheck = attrs.field(factory=AcceptCheck, init=False)

    def at(
        self, pack: Pack, listed: Iterable[Diagnostic], *reaches: Reach, label: str = ""
    ) -> tuple[Diagnostic, ...]:
        """Return what is wrong with a pack, what is ``listed`` among it, as it counts."""
        assembly = pack.check_assembly(label)
        subject = self.memo.subject(pack, assembly)
        linted = (each for reach in (Reach.READING, *reaches) for each in lint(subject, reach))
        parts = (ask(name, check, subject) for name, check in TRADE_CHECKS.items())
        trade = chain.from_iterable(parts)
        dated = (*pack.rules.left_out.unexplained(trade), *assembly.diagnostics)
        left_out = pack.rules.left_out
        absent = (each.name for each in pack.accepts.rules if left_out.gives(each.name))
        in_doubt = assembly.plan.misled.union(pack.rules.doubted, absent)
        return self.told(pack, [*listed, *dated, *linted], in_doubt=in_doubt)

    def of_rules(self, pack: Pack) -> Iterator[Diagnostic]:
        """Yield what is wrong with the calendars and sources of a pack, whatever the day."""
        once, rules = self.memo.once, pack.rules
        yield from calendars_of(rules)[1]
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


def _other_readings(
    pack: Pack, look: Look, stretches: Stretches
) -> Iterator[tuple[_Only, Diagnostic]]:
    """Yield the findings under every other reading of one choice, all others as taken.

    A reading is checked in later periods where a date may make a difference to what it changes.
    """
    others = [
        (name, reading)
        for name, choice in pack.choices.items()
        for reading in choice.readings
        if reading != pack.readings[name]
    ]
    work = CheckWork()
    for number, (name, reading) in enumerate(others):
        found, is_complete = _under(pack, {name: reading}, stretches.meeting(name), (look, work))
        for each in found:
            yield ("under", f"{name}={reading}"), each
        if not is_complete:
            yield _readings_not_checked(pack, others[number:])
            return


def _under(
    pack: Pack, readings: Mapping[str, str], labels: Iterable[str], around: tuple[Look, CheckWork]
) -> tuple[Sequence[Diagnostic], bool]:
    """Return what is wrong under a reading, at first and in later periods, and whether it is all.

    It is not where there is no work left to be done.
    """
    look, work = around
    if not work.has_left(pack):
        return (), False
    other, problems = pack.branch().reread(readings)
    if other is None:
        work.pass_by(pack)
        return problems, True
    found = [*problems, *work.look(look, other, look.of_rules(other))]
    for label in labels:
        if not work.has_left(pack):
            return found, False
        later = work.look(look, other, (), label=label)
        found += (attrs.evolve(each, args={**each.args, "within": label}) for each in later)
    return found, True


def _readings_not_checked(
    pack: Pack, others: Sequence[tuple[str, str]]
) -> tuple[_Only, Diagnostic]:
    name, reading = others[0]
    told = {"from": f"{name}={reading}", "count": len(others)}
    span, severity = pack.choices[name].origin.span, Severity.WARNING
    finding = Diagnostic(code="readings-not-checked", severity=severity, span=span, args=told)
    return ("under", f"{name}={reading}"), finding


def _later_periods(
    pack: Pack, look: Look, stretches: Stretches
) -> tuple[list[tuple[_Only, Diagnostic]], Stretches]:
    """Return the findings of the periods in which something changes, and of those after them.

    With the stretches that were checked, as many as there was work left to be done.
    """
    work, found = CheckWork(), list[tuple[_Only, Diagnostic]]()
    for label in stretches.labels:
        if not work.has_left(pack):
            stretches = stretches.before(label)
            break
        found += ((("within", label), each) for each in work.look(look, pack, (), label=label))
    return [*found, *stretches.not_checked()], stretches


def _once(
    found: Iterable[tuple[_Only, Diagnostic]], known: frozenset[_Identity]
) -> tuple[Diagnostic, ...]:
    """Return the findings not known yet, each once, with every reading or period that has it."""
    first: dict[_Identity, tuple[str, Diagnostic]] = {}
    where: dict[_Identity, dict[str, None]] = {}
    for (key, value), each in found:
        identity = _identity(each)
        if identity not in known:
            first.setdefault(identity, (key, each))
            where.setdefault(identity, {})[value] = None
    return tuple(
        attrs.evolve(each, args={**each.args, key: ", ".join(where[identity])})
        for identity, (key, each) in first.items()
    )


def _identity(each: Diagnostic) -> _Identity:
    return each.code, each.span, each.severity
