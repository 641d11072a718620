"""When somebody who leaves before the period ends is settled (domain 2.20)."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, ClassVar

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from ccops.plan import Definition, PayLine, Surroundings


class LeaverPay(enum.Enum):
    """When a leaver is paid what does not depend on how others do.

    ``at_once``: when he leaves; what depends on a rank follows with the period. ``wait``:
    everything with the period.
    """

    AT_ONCE = "at_once"
    WAIT = "wait"


@frozen(kw_only=True)
class LeaverSettlementPolicy:
    """Whether leavers may be settled before the period is; it adds no figures."""

    section: ClassVar[str] = "leaver_settlements"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    pays: LeaverPay = pack_field(
        Shape.WORD, of=LeaverPay, zh="结清时间", en="whether a leaver is settled at once"
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return nothing."""
        return ()

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: the lines are those of everybody."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return nothing."""
        return ()
