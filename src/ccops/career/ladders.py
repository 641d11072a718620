"""Ladders: a policy that proposes promotion and demotion (grading, S0-18; domain 4.4, 4.5)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from ccops.career.graph import check_ladder
from ccops.career.levels import LevelRule, PostRule
from ccops.career.outcomes import PayFrom
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.plan import Cadence, anchor_field, cadence_of, every_field
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Rounding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.facts import FactDeclaration
    from ccops.plan import Definition, PayLine, Surroundings


#: The longest trial, in periods.
LONGEST_TRIAL: Final = 12
_TRIAL: Final = re.compile(r"([0-9]{1,2}) periods?")


@frozen(kw_only=True)
class LadderRule:
    """A ladder ``g``: adds flags for every need, ``g_proposal`` and ``g_target``.

    ``g_proposal`` is ``promote``, ``hold``, ``demote``, ``stand_by`` or ``review``; ``g_target``
    the level proposed. The codes of needs still missing and of conditions hit are its reasons.
    A half-yearly review is ``every: 6 periods, anchor: 2026-01``.

    With a ``trial`` a promotion begins with it in the period after: ``g_trial`` says which
    period of it this is (0: none), ``g_trial_level`` in which level, ``g_trial_outcome`` whether
    it runs, is passed or failed, and ``g_paid`` the level that is paid. A step down moves pay on
    the first day of the period after. Where each level says its ``post_pay``, ``g_post_pay`` is
    what is due in the period, for a pay line to read: a share of the usual pay, or an amount.
    """

    section: ClassVar[str] = "ladders"
    #: What is proposed there is in reviews alone; conditions and trials are of every period.
    sets_cadence: ClassVar[bool] = True

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose ladder it is"
    )
    level: Text = pack_field(
        Shape.NAME,
        of="fact",
        default=Text("level"),
        zh="现等级",
        en="the fact with the level somebody has",
    )
    since: Text | None = pack_field(
        Shape.NAME,
        of="fact",
        default=None,
        zh="现等级起始日",
        en="the fact with the day since which somebody has it",
    )
    agreed: Text | None = pack_field(
        Shape.TEXT,
        default=None,
        zh="降级降薪的约定依据",
        en="where it is agreed that a step down lowers pay: the clause of the contract",
    )
    trial: Text | None = pack_field(
        Shape.TEXT, default=None, zh="试岗期", en="how long a promotion is tried: 1 period"
    )
    pay_from: PayFrom = pack_field(
        Shape.WORD,
        of=PayFrom,
        default=PayFrom.AFTER_TRIAL,
        zh="晋升薪酬起算",
        en="from when a promotion is paid: after the trial, or from its start",
    )
    paid_for: Text | None = pack_field(
        Shape.NAME,
        of="population",
        default=None,
        zh="岗位工资适用人群",
        en="whose level is paid, where more people than are reviewed: also who is on leave",
    )
    rounding: Rounding | None = pack_field(
        Shape.ROUNDING,
        key="round",
        default=None,
        zh="舍入",
        en="the rounding of the pay of levels, where that is an amount",
    )
    every: Text | None = every_field()
    anchor: Text | None = anchor_field()
    least_history: Text | None = pack_field(
        Shape.NAME,
        of="parameter",
        default=None,
        zh="推算所需人数",
        en="how many must have gone up before the time to the next level is told from them",
    )
    levels: tuple[LevelRule, ...] = pack_field(
        Shape.BY_NAME, of=LevelRule, zh="各等级", en="the levels, from the lowest up"
    )
    posts: tuple[PostRule, ...] = pack_field(
        Shape.BY_NAME,
        of=PostRule,
        default=(),
        zh="兼任岗位",
        en="posts held beside the level, part of the time",
    )
    origin: Origin = origin_field()

    @property
    def trial_periods(self) -> int:
        """How many periods a promotion is tried; 0 without a trial, or where it is no length."""
        found = _TRIAL.fullmatch(self.trial.value.strip()) if self.trial is not None else None
        length = int(found[1]) if found else 0
        return length if length <= LONGEST_TRIAL else 0

    @property
    def pays_levels(self) -> bool:
        """Whether it tells what each of its levels is paid."""
        return bool(self.levels) and all(each.post_pay for each in self.levels)

    @property
    def labels(self) -> Mapping[str, Label]:
        """What people call each level, from the lowest up."""
        return {each.name: each.label for each in self.levels}

    @property
    def cadence(self) -> Cadence | None:
        """In which periods it is reviewed who goes up or down; ``None``: in every one."""
        return cadence_of(self)[0]

    def given_facts(self, currency: str) -> tuple[FactDeclaration, ...]:  # noqa: ARG002 - as every policy
        """Return the part of the days in which somebody has each level that is paid."""
        from ccops.career.level_pay import level_parts

        return tuple(level_parts(self))

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:
        """Return the flags of the needs, the proposal, the level proposed, and what is paid."""
        from ccops.career.level_pay import pay_figures
        from ccops.career.proposals import ladder_figures  # only a pack with ladders waits for it

        return (*ladder_figures(self), *pay_figures(self, around))

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: a proposal is no pay line."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return what is wrong with its levels, the ways between them, and its trial."""
        return (*check_ladder(self), *self._wrong_trial(), *self._unknown_parameters(around))

    def _wrong_trial(self) -> tuple[Diagnostic, ...]:
        if self.trial is None or self.trial_periods:
            return ()
        told = {"got": self.trial.value, "most": str(LONGEST_TRIAL)}
        return (Diagnostic(code="trial-wrong", span=self.trial.span, args=told),)

    def _unknown_parameters(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        named = (*(each.post_pay for each in self.levels), self.least_history)
        unknown = [each for each in named if each and each.value not in around.parameters]
        return tuple(
            Diagnostic(
                code="unknown-name",
                span=each.span,
                args={"name": each.value, "near": nearest(each.value, around.parameters) or "-"},
            )
            for each in unknown
        )
