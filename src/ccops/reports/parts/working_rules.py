"""The rules behind workings: the parameters their formulas read, and their decision tables."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Label, Origin, has_message, message
from ccops.plan import RankStep, RowStep, TableStep
from ccops.reports.document.following import ByTable
from ccops.reports.document.words import Words
from ccops.reports.document.workings import WorkingParameter, WorkingTable
from ccops.rules import Constant, constants
from ccops.rules.ranks import Unknown
from ccops.settlement import Settlement
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping


@attrs.frozen(kw_only=True, eq=False)
class WorkingRules:
    """Notes parameters and tables as they are asked for, each once."""

    settlement: Settlement
    words: Words
    parameters: dict[str, WorkingParameter] = attrs.field(factory=dict[str, WorkingParameter])
    tables: dict[str, WorkingTable] = attrs.field(factory=dict[str, WorkingTable])

    def label(self, name: str) -> str:
        """Return what people call a figure or fact."""
        return self.words.head(self.settlement.results.plan.label_of(name), name)

    # -- parameters -------------------------------------------------------------------------

    def named(self, step: RowStep) -> Mapping[str, str]:
        """Return the parameter of each constant with a name, which is noted."""
        found = ((each.name, self._parameter(each, step)) for each in constants(step.formula.node))
        return {name: parameter for name, parameter in found if parameter}

    def _parameter(self, constant: Constant, step: RowStep) -> str:
        """Return the name of a parameter; none for what is no number, or stands in no pack."""
        own = step.rule.constants.get(constant.name)
        if own is not None:
            return self._noted(f"{step.key.name}.{constant.name}", own, constant.name)
        is_number = isinstance(constant.value, Fraction)
        if not is_number or constant.name not in self.settlement.rules.parameters:
            return ""
        return self._noted(constant.name, _scalar_of(constant), constant.name)

    def _noted(self, name: str, scalar: Scalar, called: str) -> str:
        """Note a parameter, under a longer name where the name stands for something else."""
        if scalar.unit is Unit.MONEY and not scalar.currency:
            scalar = Scalar(scalar.unit, scalar.value, self.settlement.rules.currency)
        known = self.parameters.get(name)
        while known is not None and known.scalar != scalar:
            name += "_"
            known = self.parameters.get(name)
        if known is None:
            label, origin = self.settlement.rules.parameters.get(called, (Label(), Origin()))
            self.parameters[name] = WorkingParameter(
                id=name,
                label=self.words.label(label) or self._scale(called),
                scalar=scalar,
                source=origin.source,
            )
        return name

    def _scale(self, name: str) -> str:
        key = f"scale-{name}"
        return message(key, {}, locale=self.words.locale) if has_message(key) else name

    # -- tables -----------------------------------------------------------------------------

    def by_table(self, step: TableStep) -> ByTable:
        """Return how a figure follows from its table, which is noted."""
        lead = step.lead.name if step.lead else step.key.name
        name = f"{lead}@{step.key.population}"
        if name not in self.tables:
            self.tables[name] = self._table(name, step)
        reads, sizes = _inputs(step)
        rank = self._rank_of(step)
        keys = () if rank is None or rank.spec.unknown is not Unknown.LAST else rank.keys
        last = tuple(rank.readings[key].name for key in keys) if rank else ()
        place = next((x for x in reads if rank is not None and x == rank.key.name), "")
        return ByTable(
            name=name,
            table=step.table,
            output=step.rule.output,
            reads=reads,
            sizes=sizes,
            place=place,
            last=tuple(each for each in last if each in reads),
            parameters={name: self._noted(name, given, name)
                        for name, given in step.parameters.items()},
        )  # fmt: skip

    def _rank_of(self, step: TableStep) -> RankStep | None:
        keys = (each.figure for each in step.readings.values() if each.name == step.rank)
        found = (self.settlement.results.plan.figures[key] for key in keys if key is not None)
        return next((each for each in found if isinstance(each, RankStep)), None)

    def _table(self, name: str, step: TableStep) -> WorkingTable:
        rule, table = step.rule, step.table
        width = len(table.columns)
        texts = [tuple(cell.value for cell in row[:width]) for row in rule.rows]
        gives = [row.outputs for row in table.rows]
        written = [tuple(cell.value for cell in row[width:]) for row in rule.rows]
        for what, scalars, cells in (
            ("otherwise", table.otherwise, rule.otherwise),
            ("unranked", step.unranked, rule.unranked.pays if rule.unranked else None),
        ):
            if scalars is not None and cells is not None:
                texts.append((self.words.say(f"table-{what}"), *[""] * (width - 1)))
                gives.append(scalars)
                written.append(tuple(each.value for each in cells))
        titles = [each.name for each in rule.columns]
        asked = [str(x.places_of or x.reads or x.name) for x in rule.columns]
        heads = [self.label(x) if self.settlement.has_name(x) else n
                 for x, n in zip(asked, titles, strict=True)]  # fmt: skip
        given = [self.words.label(x.label, self.label(x.name)) for x in rule.gives]
        return WorkingTable(
            name=name,
            label=self.label(step.lead.name if step.lead else step.key.name),
            source=rule.origin.source,
            titles=(*heads, *given),
            rows=tuple(texts),
            gives=tuple(gives),
            parameters=tuple(
                tuple(self._in_cell(text, step.parameters) for text in row) for row in written
            ),
        )

    def _in_cell(self, text: str, parameters: Mapping[str, Scalar]) -> str:
        """Return the parameter that stands in a cell, which is noted."""
        found = parameters.get(text.strip())
        return "" if found is None else self._noted(text.strip(), found, text.strip())


def _inputs(step: TableStep) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the column each of a table's columns reads, and that of the size of its rank."""
    read = {name: reading.name for name, reading in step.readings.items()}
    numbers = range(len(step.table.columns))
    return (
        tuple(read[f"v{number}"] for number in numbers),
        tuple(read.get(f"v{number}s", "") for number in numbers),
    )


def _scalar_of(constant: Constant) -> Scalar:
    return Scalar(constant.type.unit, constant.value, constant.type.currency)
