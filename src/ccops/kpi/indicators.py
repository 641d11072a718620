"""Indicators as a pack writes them: what is measured over which records, in which unit.

::

    answer_rate: {
        over: visit,
        ratio: {of: "outcome == 'answered'", over: "outcome != 'open'"},
        better: higher,
        display: "0.00%",
        calendar: performance,
        by: [team, day],
    }
    longest_wait: {over: visit, maximum: wait, better: lower, by: [team]}
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

import attrs

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Scalar, Unit


class Better(enum.Enum):
    """Which way an indicator is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@frozen(kw_only=True)
class RatioRule:
    """A share: what is counted or added up above the line, and what below it.

    A condition counts the rows in which it holds; a value is added up over the rows of
    ``where``. Each side has its own rows; ``where`` holds for both.
    """

    of: Text = pack_field(Shape.FORMULA, zh="分子", en="above the line: a condition or a value")
    over: Text = pack_field(Shape.FORMULA, zh="分母", en="below the line: a condition or a value")


@frozen(kw_only=True)
class PercentileRule:
    """The least value that so many per cent of the rows do not exceed (nearest rank)."""

    of: Text = pack_field(Shape.FORMULA, zh="取值", en="the value")
    at: Scalar = pack_field(Shape.SCALAR, zh="百分位", en="95 or 95%")


@frozen(kw_only=True)
class ShareTotalRule:
    """The sum of each row's own share: minutes missed over the minutes of that shift."""

    of: Text = pack_field(Shape.FORMULA, zh="分子", en="the part of a row")
    over: Text = pack_field(Shape.FORMULA, zh="分母", en="the whole of that row")


@frozen(kw_only=True)
class IndicatorRule:
    """One indicator over one kind of records; exactly one key says how it is measured.

    ``variant_of`` names the indicator of which this is another way of counting: a page that shows
    the one need not show the other. ``contract`` names a ratio declared elsewhere; whoever knows
    it fills it in with ``as_ratio`` before the indicator is compiled, and the name stays with the
    result. ``groups`` says which column (or other group) a group reads where that is not the
    kind's usual one.
    ``parameters`` are constants that only this rule's formulas may name; a pack cannot write
    them.
    """

    name: str = name_field()
    over: Text = pack_field(Shape.NAME, of="record_kind", zh="记录种类", en="the kind of records")
    where: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="条件", en="which rows are counted; all without it"
    )
    total: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="合计", en="the sum of a value"
    )
    count: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="计数", en="the rows: yes, or a further condition"
    )
    mean: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="平均", en="the mean of a value over the rows"
    )
    maximum: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="最大值", en="the greatest value"
    )
    minimum: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="最小值", en="the least value"
    )
    ratio: RatioRule | None = pack_field(
        Shape.ONE, of=RatioRule, default=None, zh="比率", en="one sum or count over another"
    )
    percentile: PercentileRule | None = pack_field(
        Shape.ONE, of=PercentileRule, default=None, zh="百分位数", en="a nearest-rank percentile"
    )
    share_total: ShareTotalRule | None = pack_field(
        Shape.ONE, of=ShareTotalRule, default=None, zh="份额合计", en="the sum of rows' shares"
    )
    contract: Text | None = pack_field(
        Shape.NAME, of="contract", default=None, zh="约定口径", en="a ratio declared elsewhere"
    )
    better: Better = pack_field(Shape.WORD, of=Better, zh="方向", en="which way is good")
    unit: Unit | None = pack_field(
        Shape.WORD, of=Unit, default=None, zh="单位", en="the unit; checked against the formula"
    )
    display: Text | None = pack_field(
        Shape.TEXT, default=None, zh="显示格式", en="how it is shown; it is never rounded"
    )
    variant_of: Text | None = pack_field(
        Shape.NAME,
        of="indicator",
        default=None,
        zh="是哪个指标的另一口径",
        en="the indicator that this counts in another way",
    )
    calendar: Text | None = pack_field(
        Shape.NAME, of="calendar", default=None, zh="周期口径", en="whose periods it follows"
    )
    by: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="group", default=(), zh="分组", en="the groups it may be asked by"
    )
    groups: Mapping[str, Text] = pack_field(
        Shape.TEXT_BY_NAME,
        default=attrs.Factory(dict[str, Text]),
        zh="分组列",
        en="the column or group that a group reads",
    )
    required: bool = pack_field(
        Shape.FLAG,
        default=False,
        zh="必需",
        en="an employee without a value has an input missing, and the run is provisional",
    )
    range: Text | None = pack_field(
        Shape.RANGE,
        default=None,
        zh="取值范围",
        en="least and greatest value; a value handed in or measured outside it is refused",
    )
    at_least: int | None = pack_field(
        Shape.WHOLE, default=None, zh="最少样本", en="fewer rows make it missing"
    )
    label: Label = pack_field(
        Shape.LABEL, default=attrs.Factory(Label), zh="名称", en="the name for people"
    )
    parameters: Mapping[str, Scalar] = attrs.field(factory=dict[str, Scalar])
    origin: Origin = origin_field()

    def as_ratio(
        self,
        *,
        of: str,
        over: str,
        parameters: Mapping[str, Scalar],
        groups: Mapping[str, str],
    ) -> IndicatorRule:
        """Return the rule measured as a ratio of two conditions or values given as formulas.

        ``parameters`` are the constants these name; ``groups`` the columns or groups that the
        ratio puts in the place of the usual ones.
        """
        span = self.contract.span if self.contract is not None else None
        return attrs.evolve(
            self,
            ratio=RatioRule(of=Text(of, span), over=Text(over, span)),
            parameters=parameters,
            groups={**self.groups, **{name: Text(column) for name, column in groups.items()}},
        )
