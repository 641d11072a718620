"""The register of a center's discipline: violations, candidates, and the equipment ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from ccops.career.conducts import ConductRule, Gravity
from ccops.career.equipment import Damage
from ccops.career.violations import Violation, ViolationState
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label
from ccops.values import decimal_digits, decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.career.rules import CareerRules


@frozen(kw_only=True)
class Candidate:
    """What looks like a violation, and is none until a person has confirmed it.

    ``event`` is the id under which it goes into the file ``events``, the same whenever it is
    found; ``left`` and ``came`` are the times of day that make it one, ``-`` for nobody.
    """

    event: str
    employee: str
    day: dt.date
    conduct: ConductRule
    shift: str
    left: str
    came: str

    def row(self) -> dict[str, str]:
        """Return the row for ``events``: a person fills in ``valid`` and ``verified_by``."""
        return {
            "event_id": self.event,
            "employee_id": self.employee,
            "at": self.day.isoformat(),
            "kind": "violation",
            "level": self.conduct.severity.value,
            "topic": self.conduct.name,
            "valid": "",
            "verified_by": "",
        }


@frozen(kw_only=True)
class ConductStanding:
    """How somebody stands on a day: the violations still remembered, their points, until when."""

    employee: str
    remembered: tuple[tuple[Gravity, int], ...]
    points: Fraction
    until: dt.date


@frozen(kw_only=True)
class Discipline:
    """The discipline of a center on a day. Points are score points, and no amount is taken.

    ``most_deducted`` is the share of a month's wage that deductions may come to, and where that
    is written; empty where no law is asked.
    """

    period: str
    on: dt.date
    currency: str
    violations: tuple[Violation, ...] = ()
    standings: tuple[ConductStanding, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    damages: tuple[Damage, ...] = ()
    most_deducted: Fraction | None = None
    deducted_by: str = ""
    ladder: Label = Label()
    severities: tuple[tuple[Gravity, Label], ...] = ()
    roles: Mapping[str, Label] = attrs.field(factory=dict[str, Label])
    diagnostics: tuple[Diagnostic, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data: dates as text, an exact number as two whole ones."""
        return {
            "schema": "ccops.discipline/1",
            "period": self.period,
            "on": self.on.isoformat(),
            "currency": self.currency,
            "violations": [_violation(each) for each in self.violations],
            "standings": [_standing(each) for each in self.standings],
            "candidates": [
                {**each.row(), "shift": each.shift, "left": each.left, "came": each.came}
                for each in self.candidates
            ],
            "damages": [_damage(each) for each in self.damages],
            "most_deducted": _pair(self.most_deducted),
            "deducted_by": self.deducted_by,
            "findings": [
                {"code": each.code, **{key: str(x) for key, x in each.args.items()}}
                for each in self.diagnostics
            ],
        }


def standings_on(
    violations: Iterable[Violation], rules: CareerRules, on: dt.date
) -> tuple[ConductStanding, ...]:
    """Return everybody with a violation that is still remembered on a day."""
    own: dict[str, list[Violation]] = {}
    for each in violations:
        if each.state is ViolationState.CONFIRMED and each.day <= on:
            own.setdefault(each.employee, []).append(each)
    found = (_remembered(listed, on) for listed in own.values())
    return tuple(each for each in found if each is not None) if rules.discipline else ()


def _remembered(own: Sequence[Violation], on: dt.date) -> ConductStanding | None:
    last = own[-1]
    if last.until is None or last.until <= on:
        return None
    kept: list[Violation] = []
    for each in own:
        if kept and kept[-1].until is not None and kept[-1].until <= each.day:
            kept = []
        kept.append(each)
    counts = dict.fromkeys(Gravity, 0)
    for each in kept:
        counts[each.severity] += 1
    return ConductStanding(
        employee=last.employee,
        remembered=tuple((gravity, count) for gravity, count in counts.items() if count),
        points=sum((each.conduct.score for each in kept), Fraction(0)),
        until=last.until,
    )


def _violation(each: Violation) -> dict[str, Any]:
    return {
        "event": each.event,
        "employee": each.employee,
        "day": each.day.isoformat(),
        "conduct": each.conduct.name,
        "severity": each.severity.value,
        "state": each.state.value,
        "step": each.step,
        "action": each.action.name if each.action else None,
        "decided_by": [role.value for role in each.action.decided_by] if each.action else [],
        "points": _pair(each.conduct.score),
        "until": each.until.isoformat() if each.until else None,
        "verified_by": each.verified_by,
    }


def _standing(each: ConductStanding) -> dict[str, Any]:
    return {
        "employee": each.employee,
        "remembered": {gravity.value: count for gravity, count in each.remembered},
        "points": _pair(each.points),
        "until": each.until.isoformat(),
    }


def _damage(each: Damage) -> dict[str, Any]:
    return {
        "damage": each.damage,
        "employee": each.employee,
        "day": each.day.isoformat(),
        "item": each.item,
        "cost": _amount(each.cost),
        "repaid": _amount(each.repaid),
        "open": _amount(each.open),
        "state": each.state.value,
        "verified_by": each.verified_by,
        "agreed_on": each.agreed_on.isoformat() if each.agreed_on else None,
    }


def _amount(number: Fraction) -> str:
    """Return an amount as plain decimal text; amounts have an end in decimals."""
    return f"{decimal_of(number, decimal_digits(number) or 0):f}"


def _pair(number: Fraction | None) -> list[int] | None:
    return None if number is None else [number.numerator, number.denominator]
