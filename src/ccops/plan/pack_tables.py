"""Tables as they stand in a pack: of a bonus and of any figure, one per reading of the manual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.plan.definitions import TableFigure, TableOutput, Unranked
from ccops.rules import ColumnRule, Shape, name_field, origin_field, pack_field
from ccops.rules.ranks import TiesPay
from ccops.rules.tables import Collect, HitPolicy
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@frozen(kw_only=True)
class TableRule:
    """Rows as the manual prints them; the last cells of a row are what it gives."""

    hit: HitPolicy = pack_field(
        Shape.WORD, of=HitPolicy, zh="命中规则", en="which of the rows that hold count"
    )
    collect: Collect | None = pack_field(
        Shape.WORD,
        of=Collect,
        default=None,
        zh="汇总方式",
        en="with hit: collect, how the outputs become one",
    )
    priorities: tuple[Text, ...] = pack_field(
        Shape.TEXTS,
        default=(),
        zh="优先次序",
        en="with hit: priority or output_order, every value of the first output, best first",
    )
    rows: tuple[tuple[Text, ...], ...] = pack_field(
        Shape.ROWS, zh="各行", en="the rows: one cell a column, then what each output gives"
    )
    otherwise: Text | tuple[Text, ...] | None = pack_field(
        Shape.VALUES, default=None, zh="其余", en="what is given where no row is met"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class UnrankedRule:
    """What somebody without a place is paid, and the reason code."""

    pays: Text | tuple[Text, ...] = pack_field(
        Shape.VALUES, zh="金额", en="the amount, or a value for each output"
    )
    code: Text = pack_field(Shape.TEXT, zh="原因代码", en="the reason code")
    label: Label = pack_field(Shape.LABEL, default=Label(), zh="显示名称", en="its label")
    origin: Origin = origin_field()

    def unranked(self) -> Unranked:
        """Return it as the plan has it."""
        return Unranked(pays=self.pays, code=self.code.value, label=self.label)


@frozen(kw_only=True)
class OutputRule:
    """One of several outputs of a table; its figure is called by the rule and the output."""

    name: str = name_field()
    unit: Unit = pack_field(Shape.WORD, of=Unit, zh="单位", en="the unit of what it gives")
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    origin: Origin = origin_field()


class RuleWithTable(Protocol):
    """What a rule says around its table: a bonus, a figure, or a policy of a plugin."""

    @property
    def name(self) -> str:
        """The id of the rule."""

    @property
    def population(self) -> Text:
        """Whose figures the table makes."""

    @property
    def label(self) -> Label:
        """What people call it."""

    @property
    def origin(self) -> Origin:
        """Where it comes from."""

    @property
    def columns(self) -> tuple[ColumnRule, ...]:
        """The input columns."""

    @property
    def better(self) -> Mapping[str, Text]:
        """Which way of a column is better."""

    @property
    def unranked(self) -> UnrankedRule | None:
        """What somebody without a place gets."""


def table_figures(
    rule: RuleWithTable,
    table: TableRule,
    outputs: Iterable[TableOutput],
    *,
    ties_pay: TiesPay = TiesPay.EACH,
) -> tuple[TableFigure, ...]:
    """Return the figures a table makes: one for each output, the first leading."""
    listed = tuple(outputs)
    return tuple(
        TableFigure(
            name=output.name,
            population=rule.population,
            label=output.label if output.label != Label() else rule.label,
            origin=rule.origin,
            policy=rule.name,
            columns=rule.columns,
            hit=table.hit,
            collect=table.collect,
            priorities=table.priorities,
            rows=table.rows,
            otherwise=table.otherwise,
            unit=output.unit,
            outputs=listed,
            output=number,
            better=tuple(rule.better.items()),
            unranked=rule.unranked.unranked() if rule.unranked else None,
            table_at=table.origin.span,
            ties_pay=ties_pay,
        )
        for number, output in enumerate(listed)
    )
