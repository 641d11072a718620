"""A form as a pack writes it: its items, sections, and what becomes of their points.

::

    call_form:
      label: {zh: 通话监听, en: Call monitoring}
      start: 100
      floor: 0
      sections: {language: {label: 基本服务用语, at_most: 20}}
      items:
        L1: {label: 开头语, section: language, deduct: 5, at_most: 4}
        A6: {label: 辱骂, fatal: yes}
      round: {to: 0.01, mode: half_up}

    chat_form:
      label: {zh: 在线监听, en: Chat monitoring}
      ceiling: 100
      not_applicable: share
      items:
        answer: {label: 解答, points: 60, direct: yes, critical: business}
        wording: {label: 用语, points: 35, direct: yes}
        offer: {label: 主动推荐, bonus: 5, at_most: 1}
      round: {to: 0.01, mode: half_up}

    work_form:
      label: {zh: 工作评估, en: Work evaluation}
      for: agents
      gives: work_evaluation
      items:
        talk_hold: {label: 通话时长, weight: 60%, reads: talk_hold_mean,
                    linear: {zero_at: 300 s, full_at: 150 s}}
        discipline: {label: 纪律, weight: 40%, reads: discipline_points, direct: yes}
      missing: block
      round: none
"""

from __future__ import annotations

from fractions import Fraction

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.scorecards.form_words import Critical, MissingItem, NotApplicableItem, Voids
from ccops.scorecards.month_scales import Bands, BandsRule, CappedRatioRule, Kept, Met, Ratio
from ccops.scorecards.scales import FULL_MARK, Bonus, Deduction, Direct, Fatal, Linear, Scale
from ccops.values import Rounding, Scalar, Unit, Unrounded


@frozen(kw_only=True)
class LinearRule:
    """``{zero_at: 300 s, full_at: 150 s}``: proportional between the two ends."""

    zero_at: Scalar = pack_field(Shape.SCALAR, zh="零分处", en="where the points begin")
    full_at: Scalar = pack_field(Shape.SCALAR, zh="满分处", en="where the points are full")
    unit: Unit | None = pack_field(
        Shape.WORD,
        of=Unit,
        default=None,
        zh="单位",
        en="the unit of ends written as bare numbers, where points are read",
    )
    none_from: Scalar | None = pack_field(
        Shape.SCALAR,
        default=None,
        zh="无分处",
        en="from where on nothing is given, where a form says so beside its line",
    )
    origin: Origin = origin_field()

    def ends(self) -> tuple[Scalar, Scalar]:
        """Return the two ends with their units."""
        return self._with_unit(self.zero_at), self._with_unit(self.full_at)

    def all_ends(self) -> tuple[Scalar, Scalar, Scalar] | None:
        """Return where nothing is given, and both ends; ``None`` where units differ."""
        zero_at, full_at = self.ends()
        none_from = None if self.none_from is None else self._with_unit(self.none_from)
        if none_from is None or len({x.unit for x in (none_from, zero_at, full_at)}) > 1:
            return None
        return none_from, zero_at, full_at

    def _with_unit(self, end: Scalar) -> Scalar:
        bare = end.unit is Unit.NUMBER and self.unit is not None
        return Scalar(self.unit or end.unit, end.value) if bare else end


@frozen(kw_only=True)
class SectionRule:
    """Items whose deductions together are capped, or whose points together have a weight.

    In a section with a weight the items share the full mark of the section among them; what
    they deduct takes no more than the section has.
    """

    name: str = name_field()
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    at_most: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.POINTS,
        default=None,
        zh="最多扣分",
        en="the most its items deduct together",
    )
    weight: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.RATIO,
        default=None,
        zh="权重",
        en="its part of the full mark; the weights of the sections add up to 100 %",
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class ItemRule:
    """One item of a form, scored by one of its scales.

    ``deduct``, ``bonus`` and ``fatal`` count occurrences; ``linear`` and ``direct`` read a value.
    """

    name: str = name_field()
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    section: Text | None = pack_field(
        Shape.NAME, of="section", default=None, zh="所属部分", en="the section that caps it"
    )
    weight: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.RATIO,
        default=None,
        zh="权重",
        en="its part of the full mark, or of its section; they add up to 100 %",
    )
    worth: Scalar | None = pack_field(
        Shape.SCALAR,
        key="points",
        unit=Unit.POINTS,
        default=None,
        zh="分值",
        en="the most points it gives, in place of a weight",
    )
    reads: Text | None = pack_field(
        Shape.NAME, of="figure", default=None, zh="取数", en="the figure or fact it reads"
    )
    deduct: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.POINTS,
        default=None,
        zh="每次扣分",
        en="the points off for each occurrence",
    )
    bonus: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.POINTS,
        default=None,
        zh="每次加分",
        en="the points on top for each occurrence",
    )
    at_most: int | None = pack_field(
        Shape.WHOLE, default=None, zh="最多计次", en="how many occurrences count at most"
    )
    fatal: bool = pack_field(
        Shape.FLAG, default=False, zh="一票否决", en="one occurrence leaves no points"
    )
    voids: Voids | None = pack_field(
        Shape.WORD,
        of=Voids,
        default=None,
        zh="否决范围",
        en="what a fatal item voids; without it the whole form",
    )
    critical: Critical | None = pack_field(
        Shape.WORD,
        of=Critical,
        default=None,
        zh="关键差错类别",
        en="whom the error harms; one occurrence and the evaluation has a critical error",
    )
    linear: LinearRule | None = pack_field(
        Shape.ONE, of=LinearRule, default=None, zh="线性计分", en="points in proportion"
    )
    direct: bool = pack_field(
        Shape.FLAG, default=False, zh="直接计分", en="the value is points out of 100"
    )
    met: bool = pack_field(
        Shape.FLAG, default=False, zh="达标计分", en="all its points where a flag holds, else none"
    )
    ratio: CappedRatioRule | None = pack_field(
        Shape.ONE,
        of=CappedRatioRule,
        default=None,
        zh="按比例计分",
        en="the value times the weight, up to a cap",
    )
    bands: BandsRule | None = pack_field(
        Shape.ONE, of=BandsRule, default=None, zh="分档计分", en="points by bands"
    )
    at_least: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.POINTS,
        default=None,
        zh="扣至",
        en="with weight and deduct: the least that is left, which may lie below nothing",
    )
    gate: Text | None = pack_field(
        Shape.NAME,
        of="figure",
        default=None,
        zh="前提",
        en="a flag without which the item gives nothing",
    )
    origin: Origin = origin_field()

    @property
    def points(self) -> Fraction:
        """The most points the item can add; in a section with a weight, of a hundred there."""
        if self.worth is not None:
            return self.worth.number
        return FULL_MARK * self.weight.number if self.weight else Fraction(0)

    @property
    def scope(self) -> Voids:
        """What the item voids, if it is a fatal one."""
        return self.voids or Voids.FORM

    def scales(self) -> tuple[Scale, ...]:
        """Return the scales the item is given; exactly one is right."""
        found: list[Scale] = []
        if self.deduct is not None:
            found.append(self._faults(self.deduct.number))
        if self.bonus is not None:
            found.append(Bonus(bonus=self.bonus.number, at_most=self.at_most))
        if self.fatal:
            found.append(Fatal())
        if self.linear is not None:
            zero_at, full_at = self.linear.ends()
            found.append(Linear(points=self.points, zero_at=zero_at, full_at=full_at))
        if self.direct:
            found.append(Direct(points=self.points))
        if self.met:
            found.append(Met(points=self.points))
        if self.ratio is not None:
            found.append(Ratio(points=self.points, cap=self.ratio.cap.number))
        if self.bands is not None:
            found.append(Bands(points=self.points))
        return tuple(found)

    def _faults(self, deduct: Fraction) -> Scale:
        """Return what faults do: in a month they take of an item's own weight, if it has one."""
        if self.reads is None or (self.weight is None and self.worth is None):
            return Deduction(deduct=deduct, at_most=self.at_most)
        least = self.at_least.number if self.at_least else Fraction(0)
        return Kept(points=self.points, deduct=deduct, at_most=self.at_most, at_least=least)

    @property
    def scale(self) -> Scale | None:
        """The scale of the item, or ``None`` where it has none or several."""
        found = self.scales()
        return found[0] if len(found) == 1 else None


@frozen(kw_only=True)
class FormFields:
    """What every form says, whether it monitors a call or adds up a month.

    The score is ``start`` (or the sum of the weighted items) less the deductions and with the
    bonuses, never under ``floor`` nor over ``ceiling``; a fatal item leaves 0.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text | None = pack_field(
        Shape.NAME,
        key="for",
        of="population",
        default=None,
        zh="适用人群",
        en="whose monthly score it is; without it the form scores evaluations",
    )
    gives: Text | None = pack_field(
        Shape.NAME, default=None, zh="得出指标", en="the name of the monthly score"
    )
    start: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.POINTS,
        default=None,
        zh="起评分",
        en="the points from which deductions are taken",
    )
    floor: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.POINTS,
        default=None,
        zh="最低分",
        en="the points below which deductions do not go",
    )
    ceiling: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.POINTS,
        default=None,
        zh="最高分",
        en="the points above which bonuses do not go",
    )
    not_applicable: NotApplicableItem | None = pack_field(
        Shape.WORD,
        of=NotApplicableItem,
        default=None,
        zh="不适用项",
        en="what an item comes to that did not apply; without it every item applies",
    )
    sections: tuple[SectionRule, ...] = pack_field(
        Shape.BY_NAME, of=SectionRule, default=(), zh="各部分", en="sections and their caps"
    )
    items: tuple[ItemRule, ...] = pack_field(
        Shape.BY_NAME, of=ItemRule, zh="各项", en="the items, in order"
    )
    missing: MissingItem | None = pack_field(
        Shape.WORD,
        of=MissingItem,
        default=None,
        zh="缺项时",
        en="what becomes of a monthly score one of whose items is missing",
    )
    rounding: Rounding | Unrounded | None = pack_field(
        Shape.ROUNDING, key="round", zh="舍入", en="the one rounding of the score"
    )
    origin: Origin = origin_field()

    @property
    def is_monthly(self) -> bool:
        """Whether the form adds up a month; otherwise it scores single evaluations."""
        return self.gives is not None or self.population is not None
