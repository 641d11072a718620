"""Span of control: how many leads a number of agents needs (S3-07, S4-11; domain 2.15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen(kw_only=True)
class SpanRule:
    """How many a lead leads: ``{lead: team_lead, min: 12, max: 14}`` (S4-11), or a ratio.

    With ``min`` and ``max`` the people of each lead are counted; without ``min`` he may have any
    number up to ``max``. ``ratio: 20`` wants one lead for every 20 people of the whole center,
    and one more for the rest of them (S3-07).
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="管理幅度", en="what it is called")
    lead: Text = pack_field(Shape.NAME, of="role", zh="管理职务", en="the role that leads")
    of: tuple[Text, ...] = pack_field(
        Shape.NAMES,
        of="role",
        default=(),
        zh="被管理职务",
        en="the roles that are counted; without it those that report to it",
    )
    min: int = pack_field(Shape.WHOLE, default=1, zh="最少人数", en="the fewest")
    max: int | None = pack_field(Shape.WHOLE, default=None, zh="最多人数", en="the most")
    ratio: int | None = pack_field(
        Shape.WHOLE, default=None, zh="配比", en="one lead for so many people of the center"
    )
    origin: Origin = origin_field()

    @property
    def is_sound(self) -> bool:
        """Whether any number of people can be led so: by a range, or by a ratio."""
        if self.max is None:
            return self.ratio is not None and self.ratio >= 1 and self.min == 1
        return self.ratio is None and 1 <= self.min <= self.max

    def needs(self, members: int) -> SpanOfControl:
        """Return how many leads so many people need. Raises ``ValueError`` for no span."""
        if self.ratio is not None and self.max is None:
            leads = leads_for_ratio(members, ratio=self.ratio)
            return SpanOfControl(leads=leads, nearest=leads, below=members, above=members)
        return span_of_control(members, least=self.min, most=self.max or 0)

    def refusal(self, members: int) -> Mapping[str, int | str]:
        """Return why no number of leads can lead so many people, and which sizes can be led.

        ``fewer`` leads lead ``below`` people at most, ``more`` lead ``above`` at least.
        """
        found = self.needs(members)
        more = found.above // self.min
        return {
            "least": self.min,
            "most": self.max or 0,
            "fewer": more - 1,
            "below": found.below,
            "more": more,
            "above": found.above,
            "sizes": ", ".join(map(str, found.sizes)),
        }

    def fits(self, members: int, leads: int) -> bool:
        """Say whether so many leads can lead so many people."""
        if self.ratio is not None and self.max is None:
            return leads_for_ratio(members, ratio=self.ratio) <= leads
        return leads * self.min <= members <= leads * (self.max or 0)


@frozen(kw_only=True)
class SpanOfControl:
    """How many leads a number of agents needs.

    ``leads`` is ``None`` where no number of teams fits; ``nearest`` is the number that fits
    best, and ``too_many`` and ``too_few`` are the agents over and under the limits then.
    ``below`` and ``above`` are the nearest numbers of agents that can be led: ``below`` is all
    that ``fewer`` leads can lead, ``above`` the fewest for one more of them. Where the agents
    can be led, both are their own number.
    """

    leads: int | None
    nearest: int
    too_many: int = 0
    too_few: int = 0
    below: int
    above: int

    @property
    def sizes(self) -> tuple[int, ...]:
        """The nearest numbers of agents that can be led, nobody left out."""
        return tuple(each for each in dict.fromkeys((self.below, self.above)) if each)


def span_of_control(agents: int, *, least: int, most: int) -> SpanOfControl:
    """Return how many leads so many agents need, with ``least`` to ``most`` agents each.

    The fewest leads that fit are taken; where none fit, the number with the fewest agents out
    of place, the fewer leads on a tie. Raises ``ValueError`` for limits that are no span.

    >>> span_of_control(25, least=12, most=14).leads
    2
    >>> span_of_control(29, least=12, most=14)
    SpanOfControl(leads=None, nearest=2, too_many=1, too_few=0, below=28, above=36)
    """
    if not 1 <= least <= most or agents < 0:
        raise ValueError(f"no span of control: {agents} agents, {least} to {most} each")
    fewest = leads_for_ratio(agents, ratio=most)
    if fewest * least <= agents:
        return SpanOfControl(leads=fewest, nearest=fewest, below=agents, above=agents)
    below, above = (fewest - 1) * most, fewest * least
    over, under = agents - below, above - agents
    if fewest > 1 and over <= under:
        return SpanOfControl(
            leads=None, nearest=fewest - 1, too_many=over, below=below, above=above
        )
    return SpanOfControl(leads=None, nearest=fewest, too_few=under, below=below, above=above)


def leads_for_ratio(agents: int, *, ratio: int) -> int:
    """Return how many leads so many agents need at one lead for ``ratio`` agents (S3-07).

    >>> leads_for_ratio(500, ratio=20), leads_for_ratio(510, ratio=20)
    (25, 26)
    """
    if ratio < 1 or agents < 0:
        raise ValueError(f"no ratio of leads: {agents} agents, 1 to {ratio}")
    return -(-agents // ratio)
