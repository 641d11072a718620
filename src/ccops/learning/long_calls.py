"""Long calls: the topics on which somebody talks longer than his team (S2-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.learning.top_lists import indicator_problems
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import Indicator


_BY: Final = ("agent", "topic")


@frozen(kw_only=True)
class LongCallRule:
    """The topics on which agents talk longer than their team does, to be coached on.

    ``of`` is the mean time of a conversation, ``calls`` how many there were, both to be asked
    by agent and topic. Somebody is listed with a topic where his mean is more than the team's
    on it by ``over_team``, in ``at_least`` conversations. The team's mean is that of all its
    conversations on the topic, his own among them.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    of: Text = pack_field(Shape.NAME, of="indicator", zh="平均时长", en="the mean time")
    calls: Text = pack_field(Shape.NAME, of="indicator", zh="通话数", en="how many conversations")
    over_team: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.RATIO, zh="超出班组", en="by how much of the team's mean"
    )
    at_least: int = pack_field(Shape.WHOLE, zh="最少通话数", en="in how many at least")
    origin: Origin = origin_field()


def check_long_calls(
    rules: Iterable[LongCallRule], indicators: Mapping[str, Indicator]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with lists of long calls.

    An indicator there is not (``unknown-name``), one not asked by agent and topic
    (``list-not-by``), and a limit nobody or everybody passes (``long-call-limit``).
    """
    return tuple(each for rule in rules for each in _problems(rule, indicators))


def _problems(rule: LongCallRule, indicators: Mapping[str, Indicator]) -> Iterator[Diagnostic]:
    asked = ((each, _BY) for each in (rule.of, rule.calls))
    yield from indicator_problems(rule.name, asked, indicators)
    if rule.over_team.number < 0 or rule.at_least < 1:
        told = {"name": rule.name}
        yield Diagnostic(code="long-call-limit", span=rule.origin.span, args=told)
