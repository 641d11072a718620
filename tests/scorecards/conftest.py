"""Builders for the tests of scorecards: forms from YAML, a month worked out by the real plan."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

import pytest

from ccops.facts import FactDeclaration, Facts, Sheet
from ccops.messages import Text
from ccops.plan import EVERYBODY, Plan, PlanInputs, RowFigure, Surroundings, build_plan, run_plan
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.reading.reader import read_section
from ccops.rulepack.text.parsing import parse_yaml
from ccops.scorecards import ScorecardRule
from ccops.values import (
    Bounds,
    Cell,
    Missing,
    NotApplicable,
    Period,
    Type,
    Unit,
    carrier_of,
    fraction_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.messages import Diagnostic
    from ccops.plan import Results

AROUND = Surroundings(eligibility={}, currency="CNY")


class FormReader(Protocol):
    def __call__(self, text: str) -> ScorecardRule: ...


class Planner(Protocol):
    def __call__(
        self, form: ScorecardRule, facts: Mapping[str, FactDeclaration], more: str = ""
    ) -> Plan: ...


class Month(Protocol):
    def __call__(
        self,
        form: ScorecardRule,
        facts: Mapping[str, FactDeclaration],
        given: Mapping[str, object],
    ) -> Mapping[str, Fraction | Missing]: ...


class Runner(Protocol):
    def __call__(
        self,
        form: ScorecardRule,
        facts: Mapping[str, FactDeclaration],
        given: Mapping[str, object],
    ) -> Results: ...


class FactBuilder(Protocol):
    def __call__(
        self, name: str, unit: Unit, low: str | None = "0", high: str | None = None
    ) -> Mapping[str, FactDeclaration]: ...


class Codes(Protocol):
    def __call__(self, diagnostics: tuple[Diagnostic, ...]) -> list[str]: ...


def _form(text: str) -> ScorecardRule:
    node, problems = parse_yaml(text, "scorecards.yaml")
    assert node is not None, problems
    context = ReadContext()
    found = read_section(node, ScorecardRule, context=context)
    assert not context.diagnostics, context.diagnostics
    (form,) = found
    return form


def _fact(
    name: str, unit: Unit, low: str | None = "0", high: str | None = None
) -> Mapping[str, FactDeclaration]:
    type_ = Type(unit)
    ends = [None if each is None else Fraction(each) for each in (low, high)]
    bounds = Bounds(*ends)
    made = FactDeclaration(name=name, type=type_, carrier=carrier_of(type_), bounds=bounds)
    return {name: made}


def _plan(form: ScorecardRule, facts: Mapping[str, FactDeclaration], more: str = "") -> Plan:
    extra = [
        RowFigure(name="more", population=Text(EVERYBODY), formula=Text(more), unrounded=True)
    ]
    figures = [*form.figures(AROUND), *(extra if more else [])]
    return build_plan(
        PlanInputs(
            figures=figures,
            populations={},
            facts=facts,
            constants={},
            lines=form.lines(),
            currency="CNY",
        )
    )


def _run(
    form: ScorecardRule, facts: Mapping[str, FactDeclaration], given: Mapping[str, object]
) -> Results:
    assert form.check(AROUND) == ()
    plan = _plan(form, facts)
    assert plan.diagnostics == ()
    empty = Facts(
        period=Period(label="2026-10", calendars=()),
        declarations=facts,
        employees=Sheet(ids=("E1",), columns={}),
        currency="CNY",
    )
    return run_plan(plan, empty.joined({"E1": given}))


def _month(
    form: ScorecardRule, facts: Mapping[str, FactDeclaration], given: Mapping[str, object]
) -> Mapping[str, Fraction | Missing]:
    results = _run(form, facts, given)
    found: dict[str, Fraction | Missing] = {}
    for key, column in results.figures.items():
        cell: Cell | Missing | NotApplicable = column.at(0)
        assert not isinstance(cell, NotApplicable)
        carrier = column.column.carrier
        found[key.name] = cell if isinstance(cell, Missing) else fraction_of(cell, carrier)
    return found


def _codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return sorted(each.code for each in diagnostics)


@pytest.fixture(scope="session")
def form() -> FormReader:
    """Read one form from the text of a section of a pack."""
    return _form


@pytest.fixture(scope="session")
def fact() -> FactBuilder:
    """Declare one fact."""
    return _fact


@pytest.fixture(scope="session")
def plan_of() -> Planner:
    """Build the plan of a form's figures, and of one more formula."""
    return _plan


@pytest.fixture(scope="session")
def month() -> Month:
    """Work out the figures of a form for one employee."""
    return _month


@pytest.fixture(scope="session")
def run() -> Runner:
    """Run the plan of a form for one employee."""
    return _run


@pytest.fixture(scope="session")
def codes() -> Codes:
    """Return the codes of findings, sorted."""
    return _codes
