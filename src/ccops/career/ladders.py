"""Ladders: a policy that proposes promotion and demotion (grading, S0-18; domain 4.4, 4.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ccops.career.graph import check_ladder
from ccops.career.levels import LevelRule
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.plan import anchor_field, every_field
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from ccops.plan import Definition, PayLine, Surroundings


@frozen(kw_only=True)
class LadderRule:
    """A ladder ``g``: adds flags for every need, ``g_proposal`` and ``g_target``.

    ``g_proposal`` is ``promote``, ``hold``, ``demote``, ``stand_by`` or ``review``; ``g_target``
    the level proposed. The codes of needs still missing and of conditions hit are its reasons.
    A half-yearly review is ``every: 6 periods, anchor: 2026-01``.
    """

    section: ClassVar[str] = "ladders"

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
    every: Text | None = every_field()
    anchor: Text | None = anchor_field()
    levels: tuple[LevelRule, ...] = pack_field(
        Shape.BY_NAME, of=LevelRule, zh="各等级", en="the levels, from the lowest up"
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the flags of the needs, the proposal and the level proposed."""
        from ccops.career.proposals import ladder_figures  # only a pack with ladders waits for it

        return ladder_figures(self)

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: a proposal is no pay line."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return what is wrong with its levels and the ways between them."""
        return (*check_ladder(self), *self._unknown_parameters(around))

    def _unknown_parameters(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        named = (each.post_pay for each in self.levels)
        unknown = [each for each in named if each and each.value not in around.parameters]
        return tuple(
            Diagnostic(
                code="unknown-name",
                span=each.span,
                args={"name": each.value, "near": nearest(each.value, around.parameters) or "-"},
            )
            for each in unknown
        )
