"""Building table figures: cells read and analyzed, and one evaluator that finds the row hit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Diagnostic, Severity, Text
from ccops.plan.ordering import names_read, reading
from ccops.plan.steps import Key, RankStep, Reading, TableStep
from ccops.rules import ColumnRule, Program, check_formula
from ccops.rules.columns import OutputColumn, TableColumn
from ccops.rules.expressions import Reference
from ccops.rules.gaps import check_table
from ccops.rules.hits import Variable, table_source
from ccops.rules.lowering import MISSING, Guard, guarded
from ccops.rules.monotone import Better, check_monotone
from ccops.rules.places import Share
from ccops.rules.ranks import Unknown
from ccops.rules.tables import Table, TableText, read_table
from ccops.values import (
    WHOLE,
    Bounds,
    Scalar,
    Type,
    Unit,
    carrier_of,
    encode,
    minor_scale,
    parse_scalar,
)

if TYPE_CHECKING:
    from ccops.plan.definitions import TableFigure
    from ccops.plan.scope import Building

#: How many rows a table may have; more are a matter of facts, not of rules.
MOST_ROWS: Final = 2_000
#: What follows from how far a column goes, which nobody knows of a figure that is wrong.
_BY_BOUNDS: Final = frozenset({"table-gap", "table-row-out-of-range"})
#: The row number of somebody without a place; it picks the last output.
UNRANKED: Final = -1


@attrs.frozen(kw_only=True)
class _Input:
    """One column as the evaluator sees it: its readings and the names of its variables.

    ``last`` are the keys of its rank without which somebody is behind everybody, and unpaid.
    """

    column: TableColumn
    variable: Variable
    readings: Mapping[str, Reading]
    rank: str | None = None
    last: frozenset[str] = frozenset()


def build_table(rule: TableFigure, building: Building) -> TableStep | None:
    """Return the compiled table, or ``None`` after noting what is wrong with it."""
    if len(rule.rows) > MOST_ROWS:
        building.refuse("table-too-long", rule.span, name=rule.policy, limit=MOST_ROWS)
        return None
    inputs = [_input(rule, column, number, building) for number, column in enumerate(rule.columns)]
    found = [each for each in inputs if each is not None]
    if len(found) < len(inputs):
        return None
    table = _read(rule, found, building)
    if table is None:
        return None
    return _step(rule, found, table, building)


def _input(
    rule: TableFigure, column: ColumnRule, number: int, building: Building
) -> _Input | None:
    population = rule.population.value
    if column.places_of is not None:
        return _place_input(rule, column, number, building)
    if building.definitions.ranking(column.reads.value, population) is not None:
        return _place_input(rule, column, number, building)
    node, problems = check_formula(column.reads, scope=building.scope(population))
    building.report(problems, column.reads, population)
    if node is None:
        return None
    if not isinstance(node, Reference):
        building.refuse("table-column-no-name", column.reads.span, text=column.reads.value)
        return None
    found = TableColumn(
        name=column.name,
        type=node.type,
        bounds=node.bounds,
        step=column.step,
        may_miss=node.may_miss,
        currency=building.currency,
    )
    name = reading(building.definitions, node.name, population)
    variable = Variable(name=f"v{number}", carrier=node.carrier)
    return _Input(column=found, variable=variable, readings={f"v{number}": name})


def _place_input(
    rule: TableFigure, column: ColumnRule, number: int, building: Building
) -> _Input | None:
    """Return a column of places: compared with shares, or taken as they are."""
    text: Text = column.reads if column.places_of is None else column.places_of
    definition = building.definitions.ranking(text.value, rule.population.value)
    if definition is None:
        building.report_unknown(text.value, text.span, rule.population.value)
        return None
    key = Key(definition.name, definition.population.value)
    step = building.steps.get(key)
    if not isinstance(step, RankStep):
        return None
    contained = building.definitions.lineage.contains(key.population, rule.population.value)
    sure = not building.definitions.lineage.is_open(rule.population.value)
    if rule.unranked is None and not contained and sure:
        building.refuse("unranked-missing", text.span, name=rule.name, rank=key.name)
        return None
    place, size = f"v{number}", f"v{number}s"
    readings = {place: Reading(key.name, key)}
    share = None
    if column.places_of is not None:
        share = Share(rounding=definition.places, at_least=definition.places_at_least)
        readings[size] = Reading(f"{key.name}_size", key)
    found = TableColumn(
        name=column.name, type=Type(Unit.COUNT), bounds=Bounds(Fraction(1)), share=share
    )
    variable = Variable(name=place, carrier=WHOLE, size=size if share else "")
    keys = (each.value.split()[0] for each in definition.order)
    last = frozenset(keys) if definition.unknown is Unknown.LAST else frozenset[str]()
    return _Input(column=found, variable=variable, readings=readings, rank=key.name, last=last)


def _read(rule: TableFigure, inputs: list[_Input], building: Building) -> Table | None:
    columns = [each.column for each in inputs]
    output = OutputColumn(name=rule.name, type=Type(rule.unit), currency=building.currency)
    text = TableText(
        rows=rule.rows,
        hit=rule.hit,
        otherwise=(rule.otherwise,) if rule.otherwise is not None else None,
        span=rule.span,
    )
    table, problems = read_table(text, columns=columns, outputs=[output])
    building.problems.extend(problems)
    if table is None:
        return None
    findings = [_stopping(each, table) for each in check_table(table)]
    doubtful = building.is_unsound(names_read(rule), rule.population.value)
    if rule.better:
        before = len(building.problems)
        findings.extend(check_monotone(table, better=_directions(rule, building)))
        doubtful |= len(building.problems) > before
    if doubtful:
        findings = [each for each in findings if each.code not in _BY_BOUNDS]
    building.problems.extend(findings)
    return table


def _stopping(finding: Diagnostic, table: Table) -> Diagnostic:
    """Return a finding as it counts: a table nobody could check needs an ``otherwise``."""
    if finding.code == "table-not-checked" and table.otherwise is None:
        return attrs.evolve(finding, code="table-not-checked-open", severity=Severity.ERROR)
    return finding


def _directions(rule: TableFigure, building: Building) -> dict[str, Better]:
    found: dict[str, Better] = {}
    words = {each.value: each for each in Better}
    columns = {each.name for each in rule.columns}
    for column, text in rule.better:
        if column not in columns or text.value not in words:
            known = ", ".join(sorted(columns if column not in columns else words))
            building.refuse("better-wrong", text.span, column=column, word=text.value, known=known)
        else:
            found[column] = words[text.value]
    return found


def _step(
    rule: TableFigure, inputs: list[_Input], table: Table, building: Building
) -> TableStep | None:
    readings: dict[str, Reading] = {}
    for each in inputs:
        readings.update(each.readings)
    outputs = _outputs(rule, table, building)
    if outputs is None:
        return None
    rank = next((each for each in inputs if each.rank), None)
    may_miss = any(each.column.may_miss for each in inputs)
    if rule.name in building.lines and may_miss:
        building.refuse("pay-line-may-be-missing", rule.origin.span, name=rule.name)
    numbers = [number for number in outputs if number is not None]
    scale = minor_scale(building.currency) if rule.unit is Unit.MONEY else 1
    return TableStep(
        rule=rule,
        key=Key(rule.name, rule.population.value),
        type=Type(rule.unit),
        carrier=carrier_of(Type(rule.unit), currency=building.currency),
        bounds=Bounds(Fraction(min(numbers), scale), Fraction(max(numbers), scale)),
        optional=may_miss,
        readings=readings,
        table=table,
        inputs=tuple(readings),
        program=_program(table, inputs, rank),
        outputs=outputs,
        rank=rank.rank if rank else None,
    )


def _program(table: Table, inputs: list[_Input], rank: _Input | None) -> Program:
    source = table_source(table, [each.variable for each in inputs])
    guards = []
    for each in inputs:
        name = each.variable.name
        is_last = rank is not None and each.readings[name].name in rank.last
        result = str(UNRANKED) if is_last else name
        guards.append(Guard(test=f"{name}.__class__ is {MISSING}", result=result))
    unranked = []
    if rank is not None:
        unranked.append(Guard(test=f"{rank.variable.name}==0", result=str(UNRANKED)))
    return Program(
        careful_source=guarded([*unranked, *guards], source.source),
        quick_source=guarded(unranked, source.source),
        variables=tuple(name for each in inputs for name in each.readings),
        names=dict(source.names),
    )


def _outputs(rule: TableFigure, table: Table, building: Building) -> tuple[int | None, ...] | None:
    """Return the cell of each row, of ``otherwise``, and of the unranked."""
    type_ = Type(rule.unit)
    carrier = carrier_of(type_, currency=building.currency)
    scalars: list[Scalar | None] = [row.outputs[0] for row in table.rows]
    scalars.append(table.otherwise[0] if table.otherwise else None)
    if rule.unranked is not None:
        pays = parse_scalar(rule.unranked.pays.value)
        if pays is None or pays.unit is not rule.unit:
            text = rule.unranked.pays
            building.refuse("constant-wrong", text.span, text=text.value, unit=rule.unit.value)
            return None
        scalars.append(pays)
    cells = [None if each is None else encode(each.number, type_, carrier) for each in scalars]
    return tuple(cell if isinstance(cell, int) else None for cell in cells)
