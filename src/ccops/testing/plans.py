"""Small plans for tests: figures and policies written in Python, settled for a few people."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from ccops.facts import Assignment, Employee, FactDeclaration, employee_facts
from ccops.messages import Diagnostic, Origin, Text
from ccops.plan import (
    EVERYBODY,
    Definition,
    EligibilityRule,
    ParameterRule,
    PayLine,
    Plan,
    PlanInputs,
    Policy,
    PopulationRule,
    RowFigure,
    Surroundings,
    build_plan,
    constant_name,
)
from ccops.rules.ranges import parse_range
from ccops.settlement import Closing, Month, MonthRules, PackIdentity, Ruling, Settlement
from ccops.testing.builders import an_employee
from ccops.values import (
    Bounds,
    Calendar,
    Period,
    Rounding,
    Scalar,
    Type,
    Unit,
    carrier_of,
    parse_scalar,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: The one calendar of a small month.
MONTHS: Final = "performance"
_ROLES: Final = frozenset({"agent", "lead", "manager"})
_CURRENCY: Final = "CNY"


def a_fact(
    name: str,
    unit: Unit,
    *,
    range: str = "",  # noqa: A002 - the word of the pack
    step: Fraction | None = None,
    words: Sequence[str] = (),
    optional: bool = False,
) -> FactDeclaration:
    """Return the declaration of a fact the host hands in, as ``facts.yaml`` would say it.

    Raises ``ValueError`` for a range that is none.
    """
    type_ = Type(unit, frozenset(words) if words else None)
    bounds, problems = parse_range(Text(range), unit=unit) if range else (Bounds(), ())
    if problems:
        raise ValueError(str(problems[0]))
    carrier = carrier_of(type_, step=step, currency=_CURRENCY)
    return FactDeclaration(
        name=name, type=type_, carrier=carrier, bounds=bounds, optional=optional
    )


def a_population(
    name: str, is_: str | None = None, *, within: str | None = None
) -> PopulationRule:
    """Return a part of the employees: ``a_population("agents", "role == 'agent'")``."""
    return PopulationRule(
        name=name,
        is_=None if is_ is None else Text(is_),
        within=None if within is None else Text(within),
        origin=Origin(),
    )


def a_figure(  # noqa: PLR0913 - one keyword for each thing a test may say
    name: str,
    formula: str,
    *,
    of: str = EVERYBODY,
    unit: Unit | None = None,
    rounding: Rounding | None = None,
    range: str = "",  # noqa: A002 - the word of the pack
    was: str = "",
) -> RowFigure:
    """Return a formula over rows: ``a_figure("double", "2 * score", of="agents")``."""
    return RowFigure(
        name=name,
        population=Text(of),
        formula=Text(formula),
        unit=unit,
        rounding=rounding,
        range=Text(range) if range else None,
        was=was,
    )


def a_plan(
    *figures: Definition,
    facts: Iterable[FactDeclaration] = (),
    populations: Iterable[PopulationRule] = (),
    parameters: Mapping[str, str] | None = None,
    eligibility: Iterable[EligibilityRule] = (),
    policies: Iterable[Policy] = (),
    lines: Iterable[PayLine] = (),
) -> Plan:
    """Return the plan of figures and policies; look at its ``diagnostics`` before running it.

    ``parameters`` are written as in a pack: ``{"night_rate": "CNY 10"}``. The facts everybody
    has by himself, ``no_pay``, ``period_start`` and ``period_end`` (October 2026) are there.
    """
    groups = {each.name: each for each in eligibility}
    written = {name: _scalar(text) for name, text in (parameters or {}).items()}
    rules = {name: _parameter(name, each.unit) for name, each in written.items()}
    around = Surroundings(eligibility=groups, currency=_CURRENCY, parameters=rules)
    policies = tuple(policies)
    contributed = [each for policy in policies for each in policy.figures(around)]
    flags = [each for group in groups.values() for each in group.figures()]
    days = _period("2026-10").days(MONTHS)
    scalars = {
        "no_pay": Scalar(Unit.MONEY, Fraction(0), _CURRENCY),
        "period_start": Scalar(Unit.DATE, days.first),
        "period_end": Scalar(Unit.DATE, days.last),
        **written,
    }
    given: Iterable[Any] = (getattr(each, "given_facts", _no_facts) for each in policies)
    of_policies = (fact for make in given for fact in make(_CURRENCY))
    declared = (*employee_facts(roles=_ROLES), *facts, *of_policies)
    return build_plan(
        PlanInputs(
            figures=(*figures, *flags, *contributed),
            populations={each.name: each for each in populations},
            facts={each.name: each for each in declared},
            constants={name: constant_name(name, scalar) for name, scalar in scalars.items()},
            lines=(*lines, *(each for policy in policies for each in policy.lines())),
            currency=_CURRENCY,
        )
    )


def a_month(  # noqa: PLR0913 - one keyword for each thing a test may say
    plan: Plan,
    employees: Iterable[Employee],
    *,
    assignments: Iterable[Assignment] = (),
    rulings: Iterable[Ruling] = (),
    diagnostics: tuple[Diagnostic, ...] = (),
    period: str = "2026-10",
    closing: Closing | None = None,
) -> Month:
    """Return a month, October 2026 where not said otherwise, of a center that works by a plan."""
    rules = MonthRules(
        identity=PackIdentity(
            id="small",
            version="1",
            digest="0" * 64,
            catalog_digest="0" * 64,
            jurisdiction="none",
            readings={},
            decisions={},
        ),
        period=_period(period),
        plan=plan,
        indicators=(),
        facts=plan.facts,
        zone="Asia/Shanghai",
        currency=plan.currency,
        locale="en",
        default_calendar=MONTHS,
        choices={},
        parameters={},
        diagnostics=diagnostics,
    )
    return Month(
        rules=rules,
        employees=tuple(employees),
        assignments=tuple(assignments),
        rulings=tuple(rulings),
        closing=closing,
    )


def a_settlement(  # noqa: PLR0913 - one keyword for each thing a test may say
    plan: Plan,
    given: Mapping[str, Mapping[str, object]],
    *,
    employees: Iterable[Employee] = (),
    assignments: Iterable[Assignment] = (),
    rulings: Iterable[Ruling] = (),
    period: str = "2026-10",
    closing: Closing | None = None,
) -> Settlement:
    """Return what a plan comes to for the facts of a few people, agents where not said otherwise.

    Raises ``DataError`` for facts and rulings that are wrong.
    """
    people = {each: an_employee(each) for each in given}
    people.update({each.employee_id: each for each in employees})
    month = a_month(
        plan,
        people.values(),
        assignments=assignments,
        rulings=rulings,
        period=period,
        closing=closing,
    )
    return month.settle(month.facts(given))


def _no_facts(_currency: str) -> tuple[FactDeclaration, ...]:
    return ()


def _parameter(name: str, unit: Unit) -> ParameterRule:
    return ParameterRule(name=name, unit=unit, values=(), origin=Origin())


def _period(label: str) -> Period:
    return Period.of(label, (Calendar(id=MONTHS),))


def _scalar(written: str) -> Scalar:
    found = parse_scalar(written)
    if found is None:
        raise ValueError(written)
    return found
