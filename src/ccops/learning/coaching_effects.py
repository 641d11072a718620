"""Effects of coaching: an indicator of somebody before a session and after it (S2-09)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.kpi import Better
from ccops.learning.top_lists import indicator_problems
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import Indicator

_BY: Final = ("agent",)
_DAY: Final = dt.timedelta(days=1)


@frozen(kw_only=True)
class CoachingEffectRule:
    """Sessions of some kinds, and what became of an indicator of those who learned in them.

    ``of`` is asked by agent over the ``days`` before the session and the ``days`` after it; the
    day itself is in neither. As everybody changes, the same of all others stands beside it.
    The time after is not over before its last day: until then the effect is not known.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    kinds: tuple[Text, ...] = pack_field(Shape.VALUES, zh="哪些类别", en="which kinds of sessions")
    of: Text = pack_field(Shape.NAME, of="indicator", zh="指标", en="the indicator")
    better: Better = pack_field(
        Shape.WORD, of=Better, zh="改进方向", en="which way is better: higher or lower"
    )
    days: int = pack_field(Shape.WHOLE, zh="前后天数", en="how many days before, and after")
    origin: Origin = origin_field()


def check_coaching_effects(
    rules: Iterable[CoachingEffectRule], indicators: Mapping[str, Indicator]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with effects of coaching.

    An indicator there is not (``unknown-name``), one not asked by agent (``list-not-by``), and
    no way that is better, or no days (``effect-limit``).
    """
    return tuple(each for rule in rules for each in _problems(rule, indicators))


def _problems(
    rule: CoachingEffectRule, indicators: Mapping[str, Indicator]
) -> Iterator[Diagnostic]:
    yield from indicator_problems(rule.name, ((rule.of, _BY),), indicators)
    if rule.better is Better.NEITHER or rule.days < 1:
        told = {"name": rule.name}
        yield Diagnostic(code="effect-limit", span=rule.origin.span, args=told)
