"""What a table reads: its columns resolved to facts, figures and ranks, and its constants."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.plan.ordering import reading
from ccops.plan.steps import Key, RankStep, Reading
from ccops.rules.columns import TableColumn
from ccops.rules.expressions import Reference
from ccops.rules.hits import Variable
from ccops.rules.places import Share
from ccops.rules.ranks import Barred, Unknown
from ccops.values import WHOLE, Bounds, Carrier, Scalar, Type, Unit

if TYPE_CHECKING:
    from ccops.messages import Text
    from ccops.plan.definitions import RankFigure, TableFigure
    from ccops.plan.scope import Building
    from ccops.rules import ColumnRule

_NAME: Final = re.compile(r"[^\W\d]\w*")


@frozen(kw_only=True)
class TableInput:
    """One column as the evaluator sees it: its readings and the names of its variables.

    ``last`` are the keys of its rank without which somebody is behind everybody, and unpaid.
    ``keeps_step``: its values are multiples of the step its rule declares.
    """

    column: TableColumn
    variable: Variable
    readings: Mapping[str, Reading]
    rank: str | None = None
    last: frozenset[str] = frozenset()
    keeps_step: bool = True

    def never_missing(self) -> TableInput:
        """Return the input of a table whose cells are asked only where it is known."""
        return attrs.evolve(self, column=attrs.evolve(self.column, may_miss=False))

    @property
    def true_column(self) -> TableColumn:
        """The column with the step that its values keep to, whatever is declared."""
        if self.keeps_step:
            return self.column
        scale = self.variable.carrier.scale
        return attrs.evolve(self.column, step=Fraction(1, scale) if scale else None)


def refuse_repeated(columns: Sequence[ColumnRule], building: Building) -> None:
    """Refuse a column that stands in a table twice: no analysis knows that both are one."""
    seen: set[object] = set()
    for each in columns:
        text = each.reads if each.places_of is None else each.places_of
        read = (text.value, each.places_of is None)
        if not seen.isdisjoint({read, each.name}):
            building.refuse("table-column-twice", text.span, name=each.name)
        seen.update((read, each.name))


def table_input(
    rule: TableFigure, column: ColumnRule, number: int, building: Building
) -> TableInput | None:
    """Return what a column reads, or ``None`` after noting what is wrong with it."""
    population = rule.population.value
    if column.places_of is not None:
        return _place_input(rule, column, number, building)
    if building.definitions.ranking(column.reads.value, population) is not None:
        return _place_input(rule, column, number, building)
    node, problems = building.check(column.reads, population)
    building.report(problems, column.reads, population)
    if node is None:
        return None
    if not isinstance(node, Reference):
        building.refuse("table-column-no-name", column.reads.span, text=column.reads.value)
        return None
    name = reading(building.definitions, node.name, population)
    found = TableColumn(
        name=column.name,
        type=node.type,
        bounds=node.bounds,
        step=column.step,
        may_miss=node.may_miss and not _is_ranked_by(name, rule, building),
        currency=node.type.currency or building.currency,
    )
    variable = Variable(name=f"v{number}", carrier=node.carrier)
    return TableInput(
        column=found,
        variable=variable,
        readings={f"v{number}": name},
        keeps_step=_keeps_step(column, node.carrier),
    )


def _keeps_step(column: ColumnRule, carrier: Carrier) -> bool:
    """Say whether the values of a column are multiples of the step it declares.

    A step closes seams: one that values do not keep to would prove rows that leave gaps.
    """
    if column.step is None:
        return True
    return carrier.scale is not None and (1 / (carrier.scale * column.step)).denominator == 1


def _place_input(
    rule: TableFigure, column: ColumnRule, number: int, building: Building
) -> TableInput | None:
    """Return a column of places: compared with shares, or taken as they are."""
    text: Text = column.reads if column.places_of is None else column.places_of
    definition = building.definitions.ranking(text.value, rule.population.value)
    if definition is None:
        building.report_unknown(text.value, text.span, rule.population.value)
        return None
    key = Key(definition.name, definition.population.value)
    step = building.compiled.get(key)
    if not isinstance(step, RankStep):
        return None
    contained = building.definitions.lineage.contains(key.population, rule.population.value)
    sure = not building.definitions.lineage.is_open(rule.population.value)
    covered = contained and (rule.otherwise is not None or not _leaves_out(definition))
    if rule.unranked is None and not covered and sure:
        building.refuse("unranked-missing", text.span, name=rule.name, rank=key.name)
        return None
    place, size = f"v{number}", f"v{number}s"
    readings = {place: Reading(key.name, key)}
    share = None
    if column.places_of is not None:
        share = Share(rounding=definition.places, at_least=definition.places_at_least)
        readings[size] = Reading(f"{key.name}_size", key)
    found = TableColumn(
        name=column.name,
        type=Type(Unit.COUNT),
        bounds=Bounds(Fraction(1)),
        share=share,
        quotas=column.quotas if share else None,
    )
    variable = Variable(name=place, carrier=WHOLE, size=size if share else "")
    last = frozenset(step.keys if definition.unknown is Unknown.LAST else ())
    return TableInput(column=found, variable=variable, readings=readings, rank=key.name, last=last)


def _is_ranked_by(read: Reading, rule: TableFigure, building: Building) -> bool:
    """Say whether nobody without this value is asked of the rows: it is a key of the rank.

    Who lacks a key has no place, or is behind everybody; what he gets the rule says apart.
    """
    if rule.unranked is None:
        return False
    texts = (each.reads if each.places_of is None else each.places_of for each in rule.columns)
    ranks = (building.definitions.ranking(text.value, rule.population.value) for text in texts)
    keys = (Key(each.name, each.population.value) for each in ranks if each is not None)
    steps = (building.compiled.get(key) for key in keys)
    return any(
        step.readings[name] == read
        for step in steps
        if isinstance(step, RankStep)
        for name in step.keys
    )


def _leaves_out(rank: RankFigure) -> bool:
    """Say whether somebody of a rank's population may have no place in it."""
    is_left = bool(rank.barred_by) and rank.barred is Barred.LEAVE
    return is_left or rank.unknown is not Unknown.BLOCK_ALL


def constants_in(
    rule: TableFigure, building: Building
) -> tuple[Mapping[str, Scalar], frozenset[str]]:
    """Return the constants a table may name, and which of them it does.

    What is decided each month has no value before that, so no table could be checked with it.
    """
    known = building.constants
    return known, frozenset(names_in_cells(rule)).intersection(known)


def names_in_cells(rule: TableFigure) -> tuple[str, ...]:
    """Return every word of a table's cells that could be a name."""
    cells: list[Text] = [cell for row in rule.rows for cell in row]
    cells.extend((*(rule.otherwise or ()), *rule.priorities))
    cells.extend(rule.unranked.pays if rule.unranked else ())
    return tuple(dict.fromkeys(name for cell in cells for name in _NAME.findall(cell.value)))
