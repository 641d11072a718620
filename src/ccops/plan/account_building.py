"""Building accounts: what is posted and used must be known, never negative, and fine enough."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from ccops.messages import nearest
from ccops.plan.account_figures import AccountPart, AccountTerms
from ccops.plan.steps import AccountPartStep, AccountStep, FigureStep, Key
from ccops.values import Bounds, Carrier, Type, Unit, carrier_of

if TYPE_CHECKING:
    from ccops.messages import Text
    from ccops.plan.account_figures import AccountFigure, AccountPartFigure
    from ccops.plan.scope import Building

_KEPT: Final = frozenset({Unit.MONEY, Unit.DURATION, Unit.POINTS, Unit.COUNT, Unit.QUANTITY})
_NEVER_NEGATIVE: Final = Bounds(Fraction(0))


def build_account(rule: AccountFigure, building: Building) -> AccountStep | None:
    """Return the compiled account, or ``None`` after noting what is wrong with it."""
    carrier = _carrier(rule, building)
    if carrier is None:
        return None
    posted = _amounts(rule.posted, rule, carrier, building)
    used = _amounts(rule.used, rule, carrier, building) if rule.used else ()
    flags = _flags(rule, building)
    if posted is None or used is None or flags is None:
        return None
    population = rule.population.value
    return AccountStep(
        rule=rule,
        key=Key(rule.name, population),
        type=Type(rule.unit),
        carrier=carrier,
        bounds=_NEVER_NEGATIVE,
        # a stop or posting that is not known is trouble with the data, not with the type
        optional=False,
        readings=building.readings(flags, population),
        posted=posted,
        used=used,
        terms=AccountTerms(
            usable=rule.usable,
            lapse_after=rule.lapse_after,
            beyond=rule.beyond,
            parts=rule.parts,
        ),
    )


def build_account_part(rule: AccountPartFigure, building: Building) -> AccountPartStep | None:
    """Return a figure beside the balance; what is wrong is told with the account."""
    account = rule.account
    carrier = carrier_of_account(account, building.currency)
    key = Key(account.name, account.population.value)
    is_known = rule.part is AccountPart.OPENING or building.compiled.get(key) is not None
    if carrier is None or not is_known:
        return None
    return AccountPartStep(
        rule=rule,
        key=Key(rule.name, rule.population.value),
        type=Type(account.unit),
        carrier=carrier,
        bounds=_NEVER_NEGATIVE,
        optional=False,
        readings={},
        account=key,
        part=rule.part,
    )


def carrier_of_account(rule: AccountFigure, currency: str) -> Carrier | None:
    """Return how an account's amounts lie, as it says itself; ``None`` where it cannot be kept."""
    if rule.unit not in _KEPT:
        return None
    carrier = carrier_of(Type(rule.unit), step=rule.step, currency=currency)
    return None if carrier.is_exact else carrier


def _carrier(rule: AccountFigure, building: Building) -> Carrier | None:
    carrier = carrier_of_account(rule, building.currency)
    if carrier is None:
        code = "account-step" if rule.unit in _KEPT else "account-unit"
        building.refuse(code, rule.origin.span, name=rule.name, unit=rule.unit.value)
    return carrier


def _amounts(
    text: Text, rule: AccountFigure, carrier: Carrier, building: Building
) -> tuple[Key, ...] | None:
    """Return every definition of what is posted or used; who has no such line adds nothing."""
    found = building.steps_of(text.value)
    if not found:
        if text.value not in building.definitions.by_name:
            near = nearest(text.value, building.definitions.by_name) or "-"
            building.refuse("unknown-figure", text.span, name=text.value, near=near)
        return None
    right = [_is_right(step, text, rule, carrier, building) for step in found]
    return tuple(step.key for step in found) if all(right) else None


def _is_right(
    step: FigureStep, text: Text, rule: AccountFigure, carrier: Carrier, building: Building
) -> bool:
    told: dict[str, Any] = {"name": rule.name, "figure": text.value}
    if step.type.unit is not rule.unit or step.type.currency:
        found = str(step.type)
        building.refuse("account-other-unit", text.span, **told, found=found, unit=rule.unit.value)
        return False
    if step.optional:
        building.refuse("account-may-be-missing", text.span, **told)
        return False
    if not step.bounds.is_non_negative:
        building.refuse("account-negative", text.span, **told)
        return False
    scale = step.carrier.scale
    if scale is None or (carrier.scale or 1) % scale:
        building.refuse("account-too-fine", text.span, **told)
        return False
    return True


def _flags(rule: AccountFigure, building: Building) -> tuple[str, ...] | None:
    """Return the flags of the stops; one that was refused has been told already."""
    scope = building.scope(rule.population.value)
    names = tuple(each.flag for each in rule.stops)
    for stop in rule.stops:
        found = scope.get(stop.flag)
        if found is None:
            return None
        if found.optional:
            span = stop.origin.span
            building.refuse("account-may-be-missing", span, name=rule.name, figure=stop.code)
            return None
    return names
