"""Comparing: what a case says must come out, beside what did."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from ccops.errors import UnknownNameError
from ccops.kpi import measure
from ccops.messages import nearest
from ccops.rulepack.cases.case import SUBJECT, Case
from ccops.values import Missing, NotApplicable, Unit, decode, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import Records
    from ccops.messages import Diagnostic
    from ccops.settlement import Settlement


@attrs.frozen(kw_only=True)
class Difference:
    """Something a case expected and did not get."""

    employee: str
    what: str
    expected: str
    found: str


def differences_of(
    settlement: Settlement, case: Case, records: Mapping[str, Records]
) -> Iterator[Difference]:
    """Yield what a case expected of a month that was settled, and did not get.

    Raises ``UnknownNameError`` for a person, figure or indicator there is not.
    """
    if case.refused:
        yield _of_the_month("refused", ", ".join(case.refused), "settled")
    yield from _values(settlement, case.expect)
    for kind, expected in case.groups.items():
        yield from _values(settlement.of(kind.value), expected)
    yield from _reasons(settlement, case)
    yield from _explanations(settlement, case)
    yield from _measures(settlement, case, records)
    marked = {key.name for key in settlement.provisional}
    for figure in case.provisional:
        if figure not in marked:
            yield _of_the_month(figure, "provisional", "final")
    codes = {each.code for each in settlement.diagnostics}
    for code in case.warnings:
        if code not in codes:
            yield _of_the_month("warning", code, ", ".join(sorted(codes)) or "-")


def differences_of_refusal(case: Case, found: Iterable[Diagnostic]) -> Iterator[Difference]:
    """Yield a difference where a month is refused for other reasons than the case says."""
    codes = sorted({each.code for each in found})
    if codes != sorted(set(case.refused)):
        yield _of_the_month("refused", ", ".join(case.refused), ", ".join(codes))


def _of_the_month(what: str, expected: str, found: str) -> Difference:
    return Difference(employee=SUBJECT, what=what, expected=expected, found=found)


def _values(
    settlement: Settlement, expect: Mapping[str, Mapping[str, str]]
) -> Iterator[Difference]:
    for employee, figures in expect.items():
        for figure, expected in figures.items():
            found = settlement.value(employee, figure)
            unit = settlement.unit_of(figure)
            if not _agrees(found, expected, unit, settlement.rules.currency):
                told = _shown(found)
                yield Difference(employee=employee, what=figure, expected=expected, found=told)


def _reasons(settlement: Settlement, case: Case) -> Iterator[Difference]:
    for employee, listed in case.reasons.items():
        for figure, codes in listed.items():
            hit = tuple(each.code for each in settlement.reasons(employee, figure))
            if set(hit) != set(codes):
                yield Difference(
                    employee=employee,
                    what=f"reasons of {figure}",
                    expected=", ".join(codes),
                    found=", ".join(hit),
                )


def _explanations(settlement: Settlement, case: Case) -> Iterator[Difference]:
    """Yield the fragments that the explanation of a figure does not have, with what it says."""
    for employee, listed in case.explains.items():
        for figure, fragments in listed.items():
            told = str(settlement.explain(employee, figure, locale=case.locale))
            for fragment in fragments:
                if fragment not in told:
                    what = f"explanation of {figure}"
                    yield Difference(employee=employee, what=what, expected=fragment, found=told)


def _measures(
    settlement: Settlement, case: Case, records: Mapping[str, Records]
) -> Iterator[Difference]:
    rules = settlement.rules
    indicators = {each.name: each for each in rules.indicators}
    for name, expected in case.measures.items():
        indicator = indicators.get(name)
        if indicator is None:
            raise UnknownNameError("indicator", name, nearest(name, indicators))
        if indicator.over not in records:
            raise UnknownNameError("record of kind", indicator.over)
        calendar = indicator.calendar.value if indicator.calendar else rules.default_calendar
        inside = records[indicator.over].within(rules.period.days(calendar))
        cell = measure(inside, [indicator]).value(name, ())
        found: object = cell
        if not isinstance(cell, Missing):
            found = decode(cell, indicator.type, indicator.carrier, currency=rules.currency)
        if not _agrees(found, expected, indicator.type.unit, rules.currency):
            yield _of_the_month(name, expected, _shown(found))


def _agrees(found: object, expected: str, unit: Unit, currency: str) -> bool:
    if expected == "none":
        return isinstance(found, NotApplicable)
    if expected.split(" ", maxsplit=1)[0] == "missing":
        reason = expected.removeprefix("missing").strip()
        return isinstance(found, Missing) and reason in ("", found.value)
    if isinstance(found, Missing | NotApplicable):
        return False
    scalar = parse_scalar(expected, unit=None if unit is Unit.MONEY else unit)
    if scalar is None:
        return False
    if unit is Unit.MONEY:
        is_same = scalar.currency == getattr(found, "currency", currency)
        return is_same and getattr(found, "amount", None) == scalar.value
    if unit is Unit.DURATION:
        return bool(found == dt.timedelta(milliseconds=int(scalar.number)))
    return bool(found == scalar.value)


def _shown(found: object) -> str:
    if isinstance(found, Missing):
        return f"missing {found.value}"
    return "none" if isinstance(found, NotApplicable) else str(found)
