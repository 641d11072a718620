"""Cadence: figures of every third period only, counted from a stated one."""

from __future__ import annotations

import re
from typing import Any, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Text
from ccops.rules import Shape, pack_field
from ccops.values.periods import period_number

#: How many periods may lie between two that are due.
LONGEST_CADENCE: Final = 60
_EVERY: Final = re.compile(r"([0-9]{1,3}) periods?")
_LABEL: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@frozen(kw_only=True)
class Cadence:
    """Due once in so many periods: in the last of each so many that begin with ``anchor``.

    ``every`` 3 from ``2026-01`` is due in 2026-03, 2026-06 and so on, and in 2025-12.
    """

    every: int
    anchor: str

    def is_due(self, label: str) -> bool:
        """Say whether a period is one of those.

        >>> quarters = Cadence(every=3, anchor="2026-01")
        >>> quarters.is_due("2026-03"), quarters.is_due("2026-04")
        (True, False)
        """
        apart = period_number(label) - period_number(self.anchor)
        return apart % self.every == self.every - 1


def every_field(default: object = None) -> Any:  # noqa: ANN401 - as attrs.field
    """Declare the field that says a rule has figures in some periods only: ``3 periods``.

    With ``attrs.NOTHING`` for a default a pack must say so.
    """
    return pack_field(
        Shape.TEXT, default=default, zh="每隔几期", en="once in so many periods: 3 periods"
    )


def anchor_field(default: object = None) -> Any:  # noqa: ANN401 - as attrs.field
    """Declare the field that says with which period the counting begins: ``2026-01``."""
    return pack_field(
        Shape.TEXT, default=default, zh="起算期", en="the period with which the counting begins"
    )


def cadence_of(rule: object) -> tuple[Cadence | None, tuple[Diagnostic, ...]]:
    """Return in which periods a rule has figures (``None``: in all), and what is wrong."""
    every: Text | None = getattr(rule, "every", None)
    anchor: Text | None = getattr(rule, "anchor", None)
    if every is None and anchor is None:
        return None, ()
    if every is None or anchor is None:
        has, wants = ("every", "anchor") if every is not None else ("anchor", "every")
        span = next((each.span for each in (every, anchor) if each is not None), None)
        told = {"has": has, "wants": wants}
        return None, (Diagnostic(code="cadence-half", span=span, args=told),)
    found = _EVERY.fullmatch(every.value.strip())
    problems: list[Diagnostic] = []
    if found is None or not 1 <= int(found[1]) <= LONGEST_CADENCE:
        told = {"got": every.value, "most": str(LONGEST_CADENCE)}
        problems.append(Diagnostic(code="cadence-wrong", span=every.span, args=told))
    if not _LABEL.fullmatch(anchor.value.strip()):
        told = {"got": anchor.value}
        problems.append(Diagnostic(code="anchor-wrong", span=anchor.span, args=told))
    if problems or found is None:
        return None, tuple(problems)
    return Cadence(every=int(found[1]), anchor=anchor.value.strip()), ()
