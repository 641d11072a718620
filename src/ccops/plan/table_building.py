"""Building table figures: cells read and analyzed, and one evaluator that finds the rows hit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Diagnostic, Severity
from ccops.plan.steps import UNRANKED, Key, Reading, TableStep
from ccops.plan.table_inputs import TableInput, constants_in, refuse_repeated, table_input
from ccops.rules import Program
from ccops.rules.columns import OutputColumn, write_plain
from ccops.rules.gaps import TableFindings, analyze_table
from ccops.rules.hits import table_source
from ccops.rules.lowering import MISSING, Guard, guarded
from ccops.rules.monotone import Better, check_monotone
from ccops.rules.outcomes import Outcome, outcome, sort_key
from ccops.rules.ranks import TiesPay
from ccops.rules.table_checks import findings_of
from ccops.rules.table_reading import read_constant, read_table
from ccops.rules.tables import Collect, Table, TableText
from ccops.values import (
    NUMERIC,
    WHOLE,
    Bounds,
    Carrier,
    Scalar,
    Type,
    Unit,
    carrier_of,
    decimal_digits,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.plan.definitions import TableFigure
    from ccops.plan.scope import Building

#: How many rows a table may have; more are a matter of facts, not of rules.
MOST_ROWS: Final = 2_000
#: What follows from how far a column goes, which nobody knows of a figure that is wrong.
_BY_BOUNDS: Final = frozenset({"table-gap", "table-row-out-of-range", "table-row-narrowed"})


def build_table(rule: TableFigure, building: Building) -> TableStep | None:
    """Return the compiled table, or ``None`` after noting what is wrong with it.

    The figure of the first output is compiled; the others take what it hits.
    """
    if rule.output:
        lead = building.compiled.get(Key(rule.lead, rule.population.value))
        return _for_output(rule, lead) if isinstance(lead, TableStep) else None
    if len(rule.rows) > MOST_ROWS:
        building.refuse("table-too-long", rule.span, name=rule.policy, limit=MOST_ROWS)
        return None
    refuse_repeated(rule.columns, building)
    inputs = [
        table_input(rule, column, number, building) for number, column in enumerate(rule.columns)
    ]
    found = [each for each in inputs if each is not None]
    if len(found) < len(inputs) or not found:
        return None
    may_miss = rule.missing_travels and any(each.column.may_miss for each in found)
    if may_miss:
        found = [each.never_missing() for each in found]
    names, named = constants_in(rule, building)
    parameters = {name: names[name] for name in sorted(named)}
    analyzed = _analyzed(rule, found, (names, parameters), building)
    if analyzed is None:
        return None
    table, analysis = analyzed
    _tell(rule, table, analysis, building)
    _tell_steps(rule, found, analysis, building)
    step = _step(rule, found, table, analysis, parameters, building)
    return attrs.evolve(step, optional=True) if step is not None and may_miss else step


# -- reading and findings -----------------------------------------------------------------------


def _analyzed(
    rule: TableFigure,
    inputs: Sequence[TableInput],
    constants: tuple[Mapping[str, Scalar], Mapping[str, Scalar]],
    building: Building,
) -> tuple[Table, TableFindings] | None:
    """Return a table and what its analysis finds, now or before for one written just so.

    That is in the same rows at the same place, over columns that are equal, where the same
    ``constants`` stand for the names in its cells: the known ones, and those among them.
    """
    known, named = constants
    text, outputs = _text(rule), _outputs(rule, building)
    columns = tuple(each.column for each in inputs)
    true_columns = tuple(each.true_column for each in inputs)
    written = (text, columns, true_columns, outputs, tuple(named.items()))
    before: tuple[Table, TableFindings] | None = building.memo.table(written)
    if before is not None:
        return before
    table, problems = read_table(text, columns=columns, outputs=outputs, names=known)
    building.problems.extend(problems)
    if table is None:
        return None
    found = table, analyze_table(attrs.evolve(table, columns=true_columns))
    if not problems:
        building.memo.keep_table(written, found)
    return found


def _outputs(rule: TableFigure, building: Building) -> tuple[OutputColumn, ...]:
    return tuple(
        OutputColumn(name=each.name, type=Type(each.unit), currency=building.currency)
        for each in rule.gives
    )


def _text(rule: TableFigure) -> TableText:
    return TableText(
        rows=rule.rows,
        hit=rule.hit,
        collect=rule.collect,
        priorities=rule.priorities,
        otherwise=rule.otherwise,
        span=rule.span,
    )


def _tell(rule: TableFigure, table: Table, analysis: TableFindings, building: Building) -> None:
    findings = [_stopping(each, table) for each in findings_of(table, analysis)]
    doubtful = building.is_unsound(building.definitions.reads(rule), rule.population.value)
    if rule.better:
        before = len(building.problems)
        findings.extend(
            check_monotone(table, better=_directions(rule, building), grid=analysis.grid)
        )
        doubtful |= len(building.problems) > before
    if doubtful:
        findings = [each for each in findings if each.code not in _BY_BOUNDS]
    building.problems.extend(findings)


def _tell_steps(
    rule: TableFigure, inputs: Sequence[TableInput], analysis: TableFindings, building: Building
) -> None:
    """Tell which declared steps close no seam, where rows leave something between them."""
    if not analysis.gaps and not analysis.seams:
        return
    for column, each in zip(rule.columns, inputs, strict=True):
        if each.keeps_step:
            continue
        told = {
            "column": column.name,
            "name": column.reads.value,
            "step": write_plain(column.step),
        }
        finest = each.true_column.step
        if finest is None:
            building.refuse("column-step-unknown", column.reads.span, **told)
        else:
            told["finest"] = write_plain(finest)
            building.refuse("column-step-coarse", column.reads.span, **told)


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


# -- the step -----------------------------------------------------------------------------------


def _step(
    rule: TableFigure,
    inputs: list[TableInput],
    table: Table,
    analysis: TableFindings,
    parameters: Mapping[str, Scalar],
    building: Building,
) -> TableStep | None:
    readings: dict[str, Reading] = {}
    for each in inputs:
        readings.update(each.readings)
    rank = next((each for each in inputs if each.rank), None)
    if rule.ties_pay is TiesPay.SPLIT and rank is None:
        building.refuse("ties-without-rank", rule.span, name=rule.policy)
        return None
    unranked = _unranked(rule, table, parameters, building)
    if unranked is not None and len(unranked) < len(table.outputs):
        return None
    results = _results(table, analysis, unranked)
    type_, carrier, bounds = _shape(table, 0, results, unranked)
    return TableStep(
        rule=rule,
        key=Key(rule.name, rule.population.value),
        type=type_,
        carrier=carrier,
        bounds=bounds,
        optional=False,  # cells say what happens to what may be missing
        readings=readings,
        table=table,
        inputs=tuple(readings),
        program=_program(table, inputs, rank),
        unranked=unranked,
        results=results,
        rank=rank.rank if rank else None,
        parameters=parameters,
    )


def _for_output(rule: TableFigure, lead: TableStep) -> TableStep:
    """Return the step of a further output: it takes the rows that the first one hit."""
    type_, carrier, bounds = _shape(lead.table, rule.output, lead.results, lead.unranked)
    return attrs.evolve(
        lead,
        rule=rule,
        key=Key(rule.name, rule.population.value),
        type=type_,
        carrier=carrier,
        bounds=bounds,
        lead=lead.key,
    )


def _program(table: Table, inputs: list[TableInput], rank: TableInput | None) -> Program:
    source = table_source(table, [each.variable for each in inputs])
    guards = []
    for number, each in enumerate(inputs):
        if table.asks_missing(number):
            continue  # its cells say what happens
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


def _unranked(
    rule: TableFigure, table: Table, names: Mapping[str, Scalar], building: Building
) -> Outcome | None:
    """Return what somebody without a place gets; too few values after noting what is wrong."""
    if rule.unranked is None:
        return None
    texts = rule.unranked.pays
    if len(texts) != len(table.outputs):
        at = texts[0].span if texts else rule.span
        wanted, found_texts = len(table.outputs), len(texts)
        building.refuse("table-otherwise-width", at, wanted=wanted, found=found_texts)
        return ()
    found = [
        read_constant(text, output, names)
        for text, output in zip(texts, table.outputs, strict=True)
    ]
    building.problems.extend(each for each in found if isinstance(each, Diagnostic))
    return tuple(each for each in found if not isinstance(each, Diagnostic))


# -- what the outputs can be --------------------------------------------------------------------


def _results(
    table: Table, analysis: TableFindings, unranked: Outcome | None
) -> tuple[Outcome, ...] | None:
    """Return everything a table can give; ``None`` where nobody could find that out."""
    if table.takes_one_row:
        found: Iterable[Outcome | None] = [row.outputs for row in table.rows]
        found = [*found, table.otherwise]
    elif analysis.together is None:
        return None
    else:
        found = (outcome(table, rows) for rows in analysis.together)
    listed = (each for each in (*found, unranked) if each is not None)
    return tuple(dict.fromkeys(listed))


def _shape(
    table: Table, output: int, results: Sequence[Outcome] | None, unranked: Outcome | None
) -> tuple[Type, Carrier, Bounds]:
    """Return the type of an output with the words it can be, its carrier, and its bounds."""
    column = table.outputs[output]
    written = [row.outputs[output] for row in table.rows if row.outputs]
    written.extend(each[output] for each in (table.otherwise, unranked) if each)
    given = [each[output] for each in results] if results is not None else None
    unit = column.type.unit
    if unit is Unit.WORD:
        words = None if given is None else frozenset(str(each.value) for each in given)
        return Type(unit, words), WHOLE, Bounds()
    if unit not in NUMERIC:
        return Type(unit), WHOLE, _bounds(given) if unit is Unit.DATE else Bounds()
    carrier = carrier_of(Type(unit), step=_step_of(written), currency=column.currency)
    bounds = _bounds(given) if given is not None else _widest(table, written)
    return Type(unit), carrier, bounds


def _step_of(written: Iterable[Scalar]) -> Fraction | None:
    """Return the decimal step all constants are multiples of, ``None`` where there is none."""
    digits = [decimal_digits(each.number) for each in written]
    known = [each for each in digits if each is not None]
    return Fraction(1, 10 ** max(known, default=0)) if len(known) == len(digits) else None


def _bounds(given: Sequence[Scalar] | None) -> Bounds:
    keys = [sort_key(each) for each in given or ()]
    return Bounds(min(keys), max(keys)) if keys else Bounds()


def _widest(table: Table, written: Sequence[Scalar]) -> Bounds:
    """Return bounds that hold whichever rows hold together."""
    numbers = [each.number for each in written]
    if table.collect is Collect.COUNT:
        numbers.append(Fraction(len(table.rows)))
    elif table.collect is Collect.SUM:
        low = sum((each for each in numbers if each < 0), Fraction(0))
        high = sum((each for each in numbers if each > 0), Fraction(0))
        return Bounds(low, high)
    return Bounds(min(numbers), max(numbers)) if numbers else Bounds()
