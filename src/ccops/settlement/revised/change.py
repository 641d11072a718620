"""One figure that is not what it was: before, after, the money between, and the causes."""

from __future__ import annotations

from decimal import Decimal

from ccops.frozen import frozen
from ccops.messages import Label
from ccops.settlement.revised.causes import Cause, CauseKind, Value
from ccops.values import Missing, Money, NotApplicable, Unit


@frozen(kw_only=True)
class Change:
    """One figure of one employee that is not what it was, with what made it so.

    A change of a team or of the center has its id in place of the employee's. ``difference`` is
    the money to come (minus: too much was paid); ``None`` where the figure is
    no money, or not known on one side. A line that is not there counts as nothing.
    """

    employee: str
    name: str
    label: Label
    unit: Unit
    before: Value
    after: Value
    difference: Money | None
    causes: tuple[Cause, ...]

    @property
    def is_own(self) -> bool:
        """Whether anything about the employee himself was put right, or a rule for everybody.

        The rest were moved by others: somebody passed them, or left their pool.
        """
        return any(
            each.employee == self.employee or each.kind is CauseKind.RULE for each in self.causes
        )


def money_between(before: Value, after: Value) -> Money | None:
    """Return the money to come; a line that is not there is nothing, a missing one not known."""
    if isinstance(before, Missing) or isinstance(after, Missing):
        return None
    money = next((each for each in (before, after) if isinstance(each, Money)), None)
    if money is None:
        return None
    return Money(money.currency, _amount(after) - _amount(before))


def _amount(value: Value) -> Decimal:
    if isinstance(value, NotApplicable):
        return Decimal(0)
    if not isinstance(value, Money):
        raise TypeError(f"{value!r} is no money")
    return value.amount
