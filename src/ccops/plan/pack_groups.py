"""What figures read of groups as it stands in a pack: of their members, or of one's own group."""

from __future__ import annotations

from ccops.frozen import frozen
from ccops.messages import Origin, Text
from ccops.plan.definitions import Assigned, Gathering, IfNone
from ccops.rules import Shape, origin_field, pack_field
from ccops.values import Scalar, Unit


@frozen(kw_only=True)
class MembersRule:
    """``{mean: monthly_score, of: agents, over: project, share: any, if_none: missing}``."""

    mean: Text | None = pack_field(
        Shape.NAME, of="figure", default=None, zh="平均", en="the mean of a figure"
    )
    sum: Text | None = pack_field(
        Shape.NAME, of="figure", default=None, zh="合计", en="the sum of a figure"
    )
    count: Text | None = pack_field(
        Shape.NAME, of="figure", default=None, zh="人数", en="how many have the figure"
    )
    min: Text | None = pack_field(
        Shape.NAME, of="figure", default=None, zh="最小", en="the least of a figure"
    )
    max: Text | None = pack_field(
        Shape.NAME, of="figure", default=None, zh="最大", en="the greatest of a figure"
    )
    of: Text = pack_field(
        Shape.NAME, of="population", zh="成员人群", en="the population whose figure is read"
    )
    over: Text = pack_field(
        Shape.TEXT, zh="所属分组", en="the group the reader is assigned to: team or project"
    )
    assigned: Assigned = pack_field(
        Shape.WORD,
        of=Assigned,
        default=Assigned.ANY_DAY,
        zh="任职时点",
        en="on which day of the period one belongs to the group: any, or the last one",
    )
    share: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.RATIO,
        default=None,
        zh="最低任职比例",
        en="the least part of the period a member was assigned; none: any",
    )
    where: Text | None = pack_field(
        Shape.FORMULA, default=None, zh="成员条件", en="which members count"
    )
    if_none: IfNone = pack_field(
        Shape.WORD, of=IfNone, zh="没有成员时", en="what it is where nobody counts"
    )
    origin: Origin = origin_field()

    def gathered(self) -> tuple[tuple[Gathering, Text], ...]:
        """Return what is computed of which figure; exactly one is right."""
        pairs = (
            (Gathering.MEAN, self.mean),
            (Gathering.SUM, self.sum),
            (Gathering.COUNT, self.count),
            (Gathering.LEAST, self.min),
            (Gathering.GREATEST, self.max),
        )
        return tuple((how, what) for how, what in pairs if what is not None)


@frozen(kw_only=True)
class GroupFactRule:
    """``{fact: service_level, over: center}``: what is measured or given of the reader's group."""

    fact: Text = pack_field(
        Shape.NAME, of="figure", zh="所属组的数据", en="what is measured or given of the group"
    )
    over: Text = pack_field(
        Shape.TEXT, zh="所属分组", en="the group the reader belongs to: center, team or project"
    )
    assigned: Assigned = pack_field(
        Shape.WORD,
        of=Assigned,
        default=Assigned.LAST_DAY,
        zh="任职时点",
        en="on which day of the period one belongs to the group: the last one, or any",
    )
    required: bool = pack_field(
        Shape.FLAG,
        default=False,
        zh="必需",
        en="somebody without a value has an input missing, and the run is provisional",
    )
    origin: Origin = origin_field()
