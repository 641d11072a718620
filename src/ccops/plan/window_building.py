"""Building windows: what they read, over how many periods, and what comes out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import HistoryNeed, widest
from ccops.facts.history_needs import RUN_OF
from ccops.plan.definitions import EVERYBODY, RowFigure
from ccops.plan.ordering import declares_type
from ccops.plan.steps import Key, WindowStep
from ccops.rules import Name
from ccops.rules.ranges import parse_range
from ccops.rules.windows import LONGEST_WINDOW, WindowKind
from ccops.values import EXACT, NUMERIC, WHOLE, Bounds, Carrier, Type, Unit, carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.messages import Text
    from ccops.plan.definitions import WindowFigure
    from ccops.plan.scope import Building
    from ccops.plan.steps import Step

_COUNT: Final = Type(Unit.COUNT)
_FLAG: Final = Type(Unit.FLAG)


def build_window(rule: WindowFigure, building: Building) -> WindowStep | None:
    """Return the compiled window, or ``None`` after noting what is wrong with it."""
    kind, population = rule.call.kind, rule.population.value
    found = _argument(rule, building)
    skip_is_right = rule.skip is None or _flag(rule.skip, population, building) is not None
    length = _whole(rule.length, building)
    at_least = _whole(rule.at_least, building)
    wrong_number = (rule.length is not None and length is None) or (
        rule.at_least is not None and at_least is None
    )
    if found is None or not skip_is_right or wrong_number:
        return None
    if rule.at_least is not None and length is not None and (at_least or 0) > length:
        building.refuse("window-at-least", rule.at_least.span, at_least=at_least, length=length)
        return None
    periods = length or 1
    names = [rule.argument.value] if kind is not WindowKind.PREVIOUS else []
    readings = building.readings([*names, *([rule.skip.value] if rule.skip else [])], population)
    return WindowStep(
        rule=rule,
        key=Key(rule.name, population),
        type=Type(Unit.COUNT) if kind.wants_flag else found.type,
        carrier=_carrier(kind, found),
        bounds=_bounds(kind, found, periods),
        optional=True,
        readings=readings,
        kind=kind,
        source=building.readings([found.name], population)[found.name],
        source_type=found.type,
        source_carrier=found.carrier,
        source_bounds=found.bounds,
        skip=readings[rule.skip.value] if rule.skip else None,
        keeps=rule.keeps,
        length=periods,
        at_least=at_least,
        was=rule.was,
        names_before=dict(_names_before(rule, building)),
    )


def _names_before(rule: WindowFigure, building: Building) -> Iterable[tuple[str, str]]:
    """Yield what the figures that a window reads were called before, where they were renamed."""
    for text in filter(None, (rule.argument, rule.skip)):
        found = building.definitions.giving(text.value, rule.population.value)
        if found is not None and found.was:
            yield text.value, found.was + text.value.removeprefix(found.name)
        elif found is None and text.value in building.renamed:
            yield text.value, building.renamed[text.value]


def check_declared(building: Building, steps: Iterable[Step]) -> None:
    """Note each window that took a figure at its word and found it otherwise."""
    for step in steps:
        if not isinstance(step, WindowStep) or step.source.figure is None:
            continue
        read = building.compiled.get(step.source.figure)
        is_part = read is not None and read.key.name != step.source.name
        if read is not None and not is_part and read.carrier != step.source_carrier:
            span, unit = read.definition.origin.span, read.type.unit.value
            building.refuse("rounding-missing", span, name=read.key.name, unit=unit)


def _argument(rule: WindowFigure, building: Building) -> Name | None:
    """Return what the window reads, if it is of a kind that fits."""
    name, span = rule.argument.value, rule.argument.span
    population, kind = rule.population.value, rule.call.kind
    found = building.scope(population).get(name)
    if found is None and kind is WindowKind.PREVIOUS:
        found = _declared(name, population, building)
    if found is None:
        building.report_unknown(name, span, population)
        return None
    if kind.wants_flag and found.type.unit is not Unit.FLAG:
        building.refuse("not-a-flag", span, unit=found.type)
        return None
    if kind is not WindowKind.PREVIOUS and not kind.wants_flag and found.type.unit not in NUMERIC:
        building.refuse("not-a-number", span, unit=found.type)
        return None
    return found


def _declared(name: str, population: str, building: Building) -> Name | None:
    """Return what a figure says of itself that is not compiled yet, for it reads its own past."""
    rule = building.definitions.giving(name, population)
    if not isinstance(rule, RowFigure) or rule.unit is None or not declares_type(rule):
        return None
    type_ = Type(rule.unit)
    rounded = rule.rounding is not None
    carrier = carrier_of(type_, currency=building.currency)
    bounds = parse_range(rule.range, unit=rule.unit)[0] if rule.range else Bounds()
    return Name(
        name=name,
        type=type_,
        carrier=Carrier(rule.rounding.scale) if rounded and rule.rounding else carrier,
        bounds=bounds,
    )


def _flag(text: Text, population: str, building: Building) -> Name | None:
    found = building.scope(population).get(text.value)
    if found is None:
        building.report_unknown(text.value, text.span, population)
        return None
    if found.type.unit is not Unit.FLAG:
        building.refuse("not-a-flag", text.span, unit=found.type)
        return None
    return found


def _whole(text: Text | None, building: Building) -> int | None:
    """Return a number of periods, written or a parameter's."""
    if text is None:
        return None
    number = Fraction(text.value) if text.value.isdecimal() else None
    if number is None:
        found = building.base.get(text.value)
        constant = found.constant if found is not None else None
        if constant is not None and constant.unit in (Unit.COUNT, Unit.NUMBER):
            number = constant.number
        elif found is None and text.value not in building.definitions.by_name:
            building.report_unknown(text.value, text.span, EVERYBODY)
            return None
    if number is None or number.denominator != 1 or not 1 <= number <= LONGEST_WINDOW:
        building.refuse("window-length", text.span, written=text.value, most=LONGEST_WINDOW)
        return None
    return number.numerator


def _carrier(kind: WindowKind, found: Name) -> Carrier:
    if kind.wants_flag:
        return WHOLE
    return EXACT if kind is WindowKind.MEAN else found.carrier


def _bounds(kind: WindowKind, found: Name, length: int) -> Bounds:
    nothing = Bounds(Fraction(0), Fraction(0))
    match kind:
        case WindowKind.COUNT:
            return Bounds(Fraction(0), Fraction(length))
        case WindowKind.STREAK:
            return Bounds(Fraction(0))
        case WindowKind.SUM:
            most = Fraction(length)
            return (found.bounds * Bounds(most, most)).union(nothing)
        case _:
            return found.bounds


def history_needs(steps: Iterable[WindowStep]) -> tuple[HistoryNeed, ...]:
    """Return what windows read of earlier periods, each name once with the most periods."""
    return widest(need for step in steps for need in _needs(step))


def _needs(step: WindowStep) -> Iterable[HistoryNeed]:
    if step.kind is WindowKind.STREAK:
        yield _need(step.key.name, 1, _COUNT, WHOLE, was=step.was)
        if step.at_least is not None:
            was = RUN_OF.format(step.was) if step.was else ""
            yield _need(RUN_OF.format(step.key.name), 1, _COUNT, WHOLE, was=was)
        return
    name, type_, carrier = step.source.name, step.source_type, step.source_carrier
    need = _need(name, step.before, type_, carrier, was=step.names_before.get(name, ""))
    yield attrs.evolve(need, bounds=step.source_bounds)
    if step.skip is not None:
        skip = step.skip.name
        yield _need(skip, step.before, _FLAG, WHOLE, was=step.names_before.get(skip, ""))


def _need(name: str, periods: int, type_: Type, carrier: Carrier, was: str = "") -> HistoryNeed:
    return HistoryNeed(name=name, periods=periods, type=type_, carrier=carrier, was=was)
