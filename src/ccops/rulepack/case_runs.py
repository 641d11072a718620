"""Running cases: each one settles a small month of its own, which is compared."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ccops.errors import CcopsError, UnknownNameError
from ccops.facts import employees_from_rows
from ccops.kpi import RecordKind, Records
from ccops.messages import has_errors, nearest
from ccops.plan import RankStep
from ccops.rulepack.case_checks import EMPLOYEE_COLUMNS
from ccops.rulepack.cases import SUBJECT, Case
from ccops.rulepack.month import month_rules
from ccops.rules.ranks import Order
from ccops.settlement import Month, MonthRules, Settlement, rulings_from_rows
from ccops.values import Cell, Missing, NotApplicable, Unit, encode, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.rulepack.pack import Pack


@attrs.frozen(kw_only=True)
class Difference:
    """Something a case expected and did not get."""

    employee: str
    what: str
    expected: str
    found: str


@attrs.frozen(kw_only=True)
class CaseResult:
    """What a case came to; ``problem`` is why it could not be run at all."""

    case: Case
    differences: tuple[Difference, ...] = ()
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.differences and not self.problem


def run_case(pack: Pack, case: Case) -> CaseResult:
    """Return what a case comes to under its readings; one that cannot be run has failed."""
    try:
        differences = tuple(_differences(settle_case(pack, case), case))
    except (CcopsError, ValueError) as error:  # a value written in the case is none of its unit
        return CaseResult(case=case, problem=str(error))
    return CaseResult(case=case, differences=differences)


def run_cases(pack: Pack, cases: Iterable[Case]) -> tuple[CaseResult, ...]:
    """Return what the cases of a pack come to."""
    return tuple(run_case(pack, case) for case in cases)


def settle_case(pack: Pack, case: Case) -> Settlement:
    """Return the settlement of a case's small month.

    Raises what the settlement raises, ``UnknownNameError`` for a rank, figure or record kind
    the pack has not, and ``ValueError`` for a value that is none of its unit.
    """
    taken = pack.with_choices(**case.choose) if case.choose else pack
    rules = month_rules(taken, case.period, case.decisions)
    _check_names(case, taken, rules)
    people, pins = _people(case, rules)
    employees, assignments, problems = employees_from_rows(
        [_employee_row(name, case, facts) for name, facts in people.items()],
        currency=rules.currency,
    )
    if has_errors(problems):
        raise _case_error(problems)
    rulings, problems = rulings_from_rows(case.rulings)
    if problems:
        raise _case_error(problems)
    month = Month(rules=rules, employees=employees, assignments=assignments, rulings=rulings)
    facts = month.measure(_records(case, taken, rules))
    measured = frozenset(facts.evidence)
    given = {
        name: _facts(case, own, measured, rules, is_named=name in case.employees)
        for name, own in people.items()
    }
    return month.settle(facts.joined(given), pins=pins)


def _check_names(case: Case, pack: Pack, rules: MonthRules) -> None:
    """Raise ``UnknownNameError`` for what a case names and the pack has not."""
    ranks = [each.key.name for each in rules.plan.figures.values() if isinstance(each, RankStep)]
    if case.population and case.rank not in ranks:
        raise UnknownNameError("rank", case.rank, nearest(case.rank, ranks))
    figures = {key.name for key in rules.plan.figures}
    for pinned in case.pin.values():
        for name in pinned:
            if name not in figures:
                raise UnknownNameError("figure", name, nearest(name, figures))
    kinds = pack.catalog.record_kinds
    for name in case.records:
        if name not in kinds:
            raise UnknownNameError("record kind", name, nearest(name, kinds))


# -- people -------------------------------------------------------------------------------------


def _people(
    case: Case, rules: MonthRules
) -> tuple[Mapping[str, Mapping[str, str]], dict[str, dict[str, object]]]:
    """Return the people of a case and the figures that are set; a population is filled up."""
    pins: dict[str, dict[str, object]] = {}
    for employee, figures in case.pin.items():
        for figure, value in figures.items():
            pins.setdefault(figure, {})[employee] = value
    people = dict(case.employees)
    if case.population:
        fillers = _fillers(case)
        people.update({name: {} for name in fillers})
        _pin_keys(case, fillers, rules, pins)
    return people, pins


def _fillers(case: Case) -> Sequence[str]:
    named = len(case.employees)
    return [f"filler{number:03}" for number in range(1, case.population - named + 1)]


def _pin_keys(
    case: Case, fillers: Sequence[str], rules: MonthRules, pins: dict[str, dict[str, object]]
) -> None:
    """Set the first key of the rank so that the subject comes out at the place named.

    Fillers ahead have the best value, those behind the least; a subject without a set key
    gets the one between.
    """
    step = next(
        (each for each in rules.plan.steps_of(case.rank) if isinstance(each, RankStep)), None
    )
    if step is None:
        return
    key = step.keys[0]
    low, high = _extremes(rules, key)
    if step.spec.order[0] is Order.ASC:
        low, high = high, low
    ahead = max(0, case.place - 1)
    for number, filler in enumerate(fillers):
        pins.setdefault(key, {}).setdefault(filler, high if number < ahead else low)


def _extremes(rules: MonthRules, name: str) -> tuple[str, str]:
    for step in rules.plan.steps_of(name):
        low, high = step.bounds.low, step.bounds.high
        if low is not None and high is not None:
            return str(Fraction(low)), str(Fraction(high))
    return "0", "100"


def _employee_row(name: str, case: Case, facts: Mapping[str, str]) -> dict[str, object]:
    row = {**case.defaults, **facts}
    columns = {key: value for key, value in row.items() if key in EMPLOYEE_COLUMNS}
    columns.pop("project", None)
    present = {key: value for key, value in columns.items() if value not in ("", "none")}
    return {"employee_id": name, **present}


def _facts(
    case: Case,
    own: Mapping[str, str],
    measured: frozenset[str],
    rules: MonthRules,
    *,
    is_named: bool,
) -> dict[str, object]:
    """Return the facts of one person; what the case's records measure goes before defaults."""
    usual = {
        name: value
        for name, value in case.defaults.items()
        if name in rules.facts and name not in measured
    }
    found = {
        name: value for name, value in {**usual, **own}.items() if name not in EMPLOYEE_COLUMNS
    }
    return {name: value for name, value in found.items() if value != "missing" or not is_named}


# -- records ------------------------------------------------------------------------------------


def _records(case: Case, pack: Pack, rules: MonthRules) -> dict[str, Records]:
    found: dict[str, Records] = {}
    for name, rows in case.records.items():
        kind = pack.catalog.record_kinds[name]
        listed = [_record_row(kind, row, rules, number) for number, row in enumerate(rows)]
        found[name] = Records.of_rows(kind, listed)
    return found


def _record_row(
    kind: RecordKind, row: Mapping[str, str], rules: MonthRules, number: int
) -> tuple[Cell | Missing, ...]:
    cells: list[Cell | Missing] = []
    for column in kind.columns:
        text = row.get(column.name)
        if text is not None:
            cells.append(encode(_typed(text, column.type.unit), column.type, column.carrier))
        elif column.name == kind.reference:
            cells.append(f"case:{number + 1}")
        elif column.optional:
            cells.append(Missing.NOT_MEASURED)
        elif column.name == kind.day:
            days = rules.period.days(rules.default_calendar)
            cells.append(days.first.toordinal())
        else:
            cells.append(_blank(column.type.unit))
    return tuple(cells)


def _typed(text: str, unit: Unit) -> object:
    return text == "yes" if unit is Unit.FLAG else text


def _blank(unit: Unit) -> Cell:
    match unit:
        case Unit.FLAG:
            return False
        case Unit.WORD:
            return ""
        case _:
            return 0


# -- comparing ----------------------------------------------------------------------------------


def _differences(settlement: Settlement, case: Case) -> Iterable[Difference]:
    for employee, figures in case.expect.items():
        for figure, expected in figures.items():
            found = settlement.value(employee, figure)
            unit = settlement.unit_of(figure)
            if not _agrees(found, expected, unit, settlement):
                yield Difference(
                    employee=employee, what=figure, expected=expected, found=_shown(found)
                )
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
    yield from _other_differences(settlement, case)


def _other_differences(settlement: Settlement, case: Case) -> Iterable[Difference]:
    marked = {key.name for key in settlement.provisional}
    for figure in case.provisional:
        if figure not in marked:
            yield Difference(employee=SUBJECT, what=figure, expected="provisional", found="final")
    codes = {each.code for each in settlement.diagnostics}
    for code in case.warnings:
        if code not in codes:
            found = ", ".join(sorted(codes)) or "-"
            yield Difference(employee=SUBJECT, what="warning", expected=code, found=found)


def _agrees(found: object, expected: str, unit: Unit, settlement: Settlement) -> bool:
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
        same_currency = scalar.currency == settlement.rules.currency
        return same_currency and getattr(found, "amount", None) == scalar.value
    if unit is Unit.DURATION:
        return bool(found == dt.timedelta(milliseconds=int(scalar.number)))
    return bool(found == scalar.value)


def _shown(found: object) -> str:
    if isinstance(found, Missing):
        return f"missing {found.value}"
    return "none" if isinstance(found, NotApplicable) else str(found)


def _case_error(problems: Sequence[object]) -> CcopsError:
    return CcopsError("\n".join(map(str, problems)))
