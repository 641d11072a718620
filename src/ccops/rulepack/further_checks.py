"""Further checks of a pack: under every other reading, and in every period that a date falls into.

Each look compares itself with the first one and works out only what is other than there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.messages import Diagnostic, Severity, Span
from ccops.rulepack.check_work import CheckWork
from ccops.rulepack.stretches import Stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.rulepack.pack import Pack
    from ccops.rulepack.whole_checks import Look

#: Where alone a finding holds: ``under`` a reading, or ``within`` a period.
_Only = tuple[str, str]
#: A finding is told once; accepted here and an error elsewhere, it is two.
_Identity = tuple[str, Span | None, Severity]


def check_further(pack: Pack, look: Look, told: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a pack in later periods and under other readings alone.

    ``told`` are the findings there are already. One of a later period says so in ``within``, one
    of another reading in ``under``; each is told once.
    """
    known = frozenset(map(_identity, told))
    within, stretches = _later_periods(pack, look, Stretches.of(pack))
    later = _once(within, known)
    known |= frozenset(map(_identity, later))
    return (*later, *_once(_other_readings(pack, look, stretches), known))


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
