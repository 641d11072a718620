"""Publications: what of a month's results is made public, to whom and by when (S2-14, 2.18)."""

from __future__ import annotations

import enum

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import DayKind, Scalar, Unit


class Audience(enum.Enum):
    """Who gets to see it, from the narrowest to the widest.

    ``EMPLOYEE``: each his own row. ``APPROVER``: who assesses and approves, all rows. ``TEAM``:
    each team the rows of its own people. ``CENTER``: everybody who works there. ``PUBLIC``:
    anybody.
    """

    EMPLOYEE = "employee"
    APPROVER = "approver"
    TEAM = "team"
    CENTER = "center"
    PUBLIC = "public"

    @property
    def is_beyond_team(self) -> bool:
        """Whether people of other teams see it."""
        return self in (Audience.CENTER, Audience.PUBLIC)

    @property
    def may_see_reasons(self) -> bool:
        """Whether reasons (sick leave, absence, notice) are this audience's business."""
        return self in (Audience.EMPLOYEE, Audience.APPROVER)


class Identification(enum.Enum):
    """What stands in a row for the person."""

    STAFF_NUMBER = "staff_number"
    NAME = "name"


@frozen(kw_only=True)
class DueRule:
    """The last day on which it is in time: `{days: 5, kind: workdays}`, or `{date: publish_by}`.

    Days are counted from the day after the period's last one; 0 is that last day itself.
    """

    days: int | None = pack_field(
        Shape.WHOLE, default=None, zh="期末后天数", en="how many days after the period's last one"
    )
    kind: DayKind | None = pack_field(
        Shape.WORD, of=DayKind, default=None, zh="按何种日计", en="which days are counted"
    )
    calendar: Text | None = pack_field(
        Shape.NAME,
        of="calendar",
        default=None,
        zh="周期",
        en="whose period it is that ends; none: the pack's default calendar",
    )
    decided: Text | None = pack_field(
        Shape.NAME,
        key="date",
        of="decision",
        default=None,
        zh="每月决定的期限",
        en="the decision of the period that gives the day",
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class PublicationRule:
    """What of a month's results is made public, to whom and by when: results made open (S2-14).

    With a ``rank`` the rows stand in its order and who has no place in it is not shown; with
    ``top`` only those within that share of the ranked people are, by the rank's own ``places``.
    Without ``reasons`` neither a reason code is shown nor why a value is missing.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="公布对象", en="whose results are shown"
    )
    shows: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="figure", zh="公布项目", en="the figures, ranks and facts shown, in order"
    )
    audience: Audience = pack_field(
        Shape.WORD, of=Audience, zh="公布范围", en="who gets to see it"
    )
    identified_by: Identification = pack_field(
        Shape.WORD, of=Identification, zh="以何标识员工", en="what stands for the person"
    )
    reasons: bool = pack_field(
        Shape.FLAG,
        zh="是否公布原因",
        en="whether reason codes are shown, and why a value is missing",
    )
    rank: Text | None = pack_field(
        Shape.NAME, of="rank", default=None, zh="排序名次", en="the rank in whose order they stand"
    )
    top: Scalar | None = pack_field(
        Shape.SCALAR,
        unit=Unit.RATIO,
        default=None,
        zh="公布前列比例",
        en="the share of the ranked people shown, from the top",
    )
    due: DueRule = pack_field(Shape.ONE, of=DueRule, zh="公布期限", en="by when")
    date: Text | None = pack_field(
        Shape.NAME,
        of="decision",
        default=None,
        zh="每月决定的公布日",
        en="the decision of the period that gives the day on which it is published",
    )
    origin: Origin = origin_field()

    def cells(self) -> dict[str, object]:
        """Return what stands in its row of a list, by column."""
        return {
            "audience": self.audience.value,
            "shows": tuple(each.value for each in self.shows),
            "days": self.due.days,
            "reasons": self.reasons,
        }
