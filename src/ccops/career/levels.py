"""Levels of a ladder: what it takes to enter one and to keep it, and what leads out of it."""

from __future__ import annotations

import enum

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field


class Outcome(enum.Enum):
    """What a condition to leave a level leads to.

    None of them is the end of employment, and a pack that writes one is refused: ``review`` says
    that a person must decide (S3-13, domain 4.5).
    """

    DEMOTE = "demote"
    STAND_BY = "stand_by"
    REVIEW = "review"


@frozen(kw_only=True)
class NeedRule:
    """One need with its reason code: ``exam: {is: exam_score >= exam_of_senior}``."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    is_: Text = pack_field(Shape.FORMULA, key="is", zh="条件", en="what must hold")
    origin: Origin = origin_field()


@frozen(kw_only=True)
class ExitRule:
    """One reason to leave a level, and where it leads."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    if_: Text = pack_field(Shape.FORMULA, key="if", zh="条件", en="when it hits")
    outcome: Outcome = pack_field(Shape.WORD, of=Outcome, zh="结果", en="what it leads to")
    origin: Origin = origin_field()


@frozen(kw_only=True)
class LevelRule:
    """A level: what to enter and to keep it takes, and the levels above and below.

    Written order is the way up unless ``to`` says otherwise; ``down`` is needed only where more
    than one level leads here.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="等级名称", en="what it is called")
    to: tuple[Text, ...] | None = pack_field(
        Shape.NAMES, of="level", default=None, zh="可晋升至", en="the levels it leads up to"
    )
    down: Text | None = pack_field(
        Shape.NAME, of="level", default=None, zh="降级至", en="the level below"
    )
    entry: tuple[NeedRule, ...] = pack_field(
        Shape.BY_NAME, of=NeedRule, default=(), zh="晋入条件", en="what it takes to enter it"
    )
    keep: tuple[NeedRule, ...] = pack_field(
        Shape.BY_NAME, of=NeedRule, default=(), zh="保级条件", en="what it takes to keep it"
    )
    exit: tuple[ExitRule, ...] = pack_field(
        Shape.BY_NAME, of=ExitRule, default=(), zh="退出条件", en="what leads out of it"
    )
    trial: tuple[NeedRule, ...] = pack_field(
        Shape.BY_NAME,
        of=NeedRule,
        default=(),
        zh="试岗条件",
        en="what must hold at the end of the trial; what it takes to keep the level without it",
    )
    reserve: tuple[Text, ...] = pack_field(
        Shape.NAMES,
        of="need",
        default=(),
        zh="储备可缺条件",
        en="the needs of entry that somebody on the reserve list may still lack",
    )
    least_time: Text | None = pack_field(
        Shape.NAME,
        of="parameter",
        default=None,
        zh="进入前须在原级的天数",
        en="the days in the level before that it takes to enter it",
    )
    post_pay: Text | None = pack_field(
        Shape.NAME,
        of="parameter",
        default=None,
        zh="岗位工资",
        en="the pay of the level: an amount, or its share of the usual one",
    )
    probation: bool = pack_field(
        Shape.FLAG, default=False, zh="试用期等级", en="whether it is the level of probation"
    )
    origin: Origin = origin_field()

    @property
    def tried_by(self) -> tuple[NeedRule, ...]:
        """What the end of a trial asks: needs of its own, or those to keep the level."""
        return self.trial or self.keep


@frozen(kw_only=True)
class PostRule:
    """A post that is held beside one's level, part of the time: a trainer, a guide (S4-02)."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="岗位名称", en="what it is called")
    levels: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="level", zh="可任等级", en="the levels from which it may be taken"
    )
    entry: tuple[NeedRule, ...] = pack_field(
        Shape.BY_NAME, of=NeedRule, default=(), zh="任职条件", en="what it takes to take it"
    )
    origin: Origin = origin_field()
