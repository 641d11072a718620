"""The equipment ledger: damage by misuse, what it cost, and what is still open of it (S0-07).

It is a list for whoever leads, and pays and takes nothing: what somebody owes is agreed with him,
and what a month may take of a wage has its limit (CN-09).
"""

from __future__ import annotations

import datetime as dt
import enum
from fractions import Fraction
from typing import TYPE_CHECKING

from ccops.career.violation_kinds import DAMAGE
from ccops.frozen import frozen
from ccops.values import Missing, fraction_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.kpi import Records


class DamageState(enum.Enum):
    """How a damage stands: not verified, wear and tear, to be agreed, agreed, repaid."""

    PENDING = "pending"
    NO_MISUSE = "no_misuse"
    TO_AGREE = "to_agree"
    AGREED = "agreed"
    REPAID = "repaid"


@frozen(kw_only=True)
class Damage:
    """One damage. Amounts are exact, in units of the pack's currency.

    ``open`` is what is still to be repaid: of damage by misuse that a named person verified,
    what it cost without what was repaid; of any other nothing.
    """

    damage: str
    employee: str
    day: dt.date
    item: str
    cost: Fraction
    state: DamageState
    repaid: Fraction
    open: Fraction
    verified_by: str = ""
    agreed_on: dt.date | None = None


def equipment_ledger(damages: Records | None, *, on: dt.date) -> tuple[Damage, ...]:
    """Return every damage up to a day, by employee and day."""
    found = sorted(_damages(damages), key=lambda each: (each.employee, each.day, each.damage))
    return tuple(each for each in found if each.day <= on)


def _damages(damages: Records | None) -> Iterator[Damage]:
    for number in range(0 if damages is None else len(damages)):
        yield _damage(damages.row(number))  # type: ignore[union-attr] # there are rows


def _damage(row: Mapping[str, object]) -> Damage:
    whole, paid, agreed = _amount(row, "cost"), _amount(row, "repaid"), row["agreed_on"]
    verified = "" if isinstance(row["verified_by"], Missing) else str(row["verified_by"])
    state = _state(row, verified, left=whole - paid)
    owes = state in (DamageState.TO_AGREE, DamageState.AGREED)
    day = row["day"]
    return Damage(
        damage=str(row["damage_id"]),
        employee=str(row["employee_id"]),
        day=dt.date.fromordinal(day if isinstance(day, int) else 1),
        item=str(row["item"]),
        cost=whole,
        state=state,
        repaid=paid,
        open=whole - paid if owes else Fraction(0),
        verified_by=verified,
        agreed_on=dt.date.fromordinal(agreed) if isinstance(agreed, int) else None,
    )


def _amount(row: Mapping[str, object], name: str) -> Fraction:
    """Return an amount; what was not repaid at all is nothing."""
    cell = row[name]
    if not isinstance(cell, int):
        return Fraction(0)
    return fraction_of(cell, DAMAGE.column(name).carrier)


def _state(row: Mapping[str, object], verified: str, *, left: Fraction) -> DamageState:
    if isinstance(row["misuse"], Missing) or not verified:
        return DamageState.PENDING
    if not row["misuse"]:
        return DamageState.NO_MISUSE
    if not left:
        return DamageState.REPAID
    return DamageState.TO_AGREE if isinstance(row["agreed_on"], Missing) else DamageState.AGREED
