"""Star pay: a grade over several periods by the table of a bonus, paid in those after (S1-16)."""

from __future__ import annotations

from typing import ClassVar, Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Text, nearest
from ccops.pay.account import StopRule
from ccops.pay.star_figures import Pays, StarFigures, bonus_like, takes_over
from ccops.plan import (
    Cadence,
    Definition,
    PayLinePolicy,
    Surroundings,
    UnrankedRule,
    anchor_field,
    cadence_of,
    every_field,
    unknown_group,
)
from ccops.rules import Shape, pack_field
from ccops.values import Rounding, Unrounded

#: What stands for a cadence that is written wrong, to find what else is.
_SOME: Final = Cadence(every=1, anchor="2000-01")


@frozen(kw_only=True)
class StarPayPolicy(PayLinePolicy):
    """Star pay ``s``: once in so many periods a grade, paid from the next period on.

    The mean of ``average`` goes through the table of the bonus it is ``like``, by a rank made
    as that bonus's rank is: what either says under a reading holds here too. It adds
    ``s_months`` (how many periods count), ``s_enough`` (whether they will do), ``s_score`` (the
    mean), ``s_rank``, ``s_rate_by_table`` and ``s_rate`` (what the table pays, before and after
    eligibility), ``s_granted``, the account ``s_due``, and ``s``, what is paid in a period.
    """

    section: ClassVar[str] = "star_pays"
    #: Sections whose rules it takes over.
    looks_up: ClassVar[tuple[str, ...]] = ("bonuses", "ranks")
    #: It says of each figure itself in which periods there is one.
    sets_cadence: ClassVar[bool] = True

    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="评定人群", en="who is graded"
    )
    like: Text = pack_field(
        Shape.NAME, of="bonus", zh="比照的奖金", en="the bonus whose table and rank it takes over"
    )
    average: Text = pack_field(
        Shape.NAME, of="figure", zh="取平均的得分", en="the score whose mean is graded"
    )
    rounding: Rounding | Unrounded = pack_field(
        Shape.ROUNDING, key="round", zh="舍入", en="the one rounding of the mean"
    )
    counts: Text = pack_field(
        Shape.NAME, of="figure", zh="计入的期", en="the flag of a period whose score counts"
    )
    awaits: Text | None = pack_field(
        Shape.NAME,
        of="figure",
        default=None,
        zh="待补得分的期",
        en="the flag of a period whose score is due and not there yet",
    )
    skips: Text | None = pack_field(
        Shape.NAME,
        of="figure",
        default=None,
        zh="跳过的期",
        en="the flag of a period that is not needed, and never of one that counts",
    )
    needs: int = pack_field(
        Shape.WHOLE, zh="所需期数", en="how many periods that count will do, where others lack"
    )
    among: Text = pack_field(Shape.NAME, of="population", zh="参评人群", en="who is ranked")
    eligibility: Text | None = pack_field(
        Shape.NAME, of="eligibility", default=None, zh="不评定的条件", en="what bars from it"
    )
    unranked: UnrankedRule | None = pack_field(
        Shape.ONE,
        of=UnrankedRule,
        default=None,
        zh="未参加排名者",
        en="what the unranked get; as the bonus, where it says nothing",
    )
    shares: tuple[Text, ...] = pack_field(
        Shape.NAMES,
        of="figure",
        default=(),
        zh="折算比例",
        en="ratios the grade is multiplied by, rounded as the bonus; none of the bonus's",
    )
    every: Text = every_field(attrs.NOTHING)
    anchor: Text = anchor_field(attrs.NOTHING)
    pays: Pays = pack_field(
        Shape.WORD,
        of=Pays,
        zh="发放方式",
        en="whether the table's amount is for each period, spread over them, or paid once",
    )
    paid_to: Text = pack_field(
        Shape.NAME, of="population", zh="发放人群", en="who may have some still to be paid"
    )
    stop_on: tuple[StopRule, ...] = pack_field(
        Shape.BY_NAME, of=StopRule, default=(), zh="终止条件", en="what ends the payment"
    )

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:
        """Return the grade, the account it is paid from, and the line of each period."""
        bonus, cadence = bonus_like(self.like, around), cadence_of(self)[0]
        if bonus is None or not takes_over(bonus, self.average, around):
            return ()
        return StarFigures(self, bonus, cadence or _SOME, around).listed()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return what is wrong with the bonus it is like, and with what it needs."""
        found = list(unknown_group(self.eligibility, around))
        bonus = bonus_like(self.like, around)
        told = {"name": self.name, "like": self.like.value, "average": self.average.value}
        if bonus is None:
            told["near"] = nearest(self.like.value, around.rules.get("bonuses", ())) or "-"
            found.append(Diagnostic(code="like-unknown", span=self.like.span, args=told))
        elif not takes_over(bonus, self.average, around):
            found.append(Diagnostic(code="like-other-score", span=self.like.span, args=told))
        cadence = cadence_of(self)[0]
        if cadence is not None and not 1 <= self.needs <= cadence.every:
            told = {"name": self.name, "needs": str(self.needs), "every": str(cadence.every)}
            found.append(Diagnostic(code="needs-too-many", span=self.origin.span, args=told))
        return tuple(found)
