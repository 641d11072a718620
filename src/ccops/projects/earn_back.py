"""Earn-back: a penalty given back once the periods after it were good enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import attrs

from ccops.messages import Label
from ccops.projects.invoice_lines import InvoiceLine, LineKind
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.plan import RowFigure
    from ccops.projects.levels import EarnBackRule, KpiRule
    from ccops.values import Scalar

_BEATS: Final = Label(zh="够返还", en="good enough to give back")
_RUN: Final = Label(zh="连续够返还期数", en="periods in a row good enough")
_TAKEN: Final = Label(zh="实际扣减", en="penalty really taken")
_GIVEN: Final = Label(zh="扣减返还", en="penalty given back")


class Makes(Protocol):
    """What makes the figures of a contract."""

    def of_level(
        self,
        level: KpiRule,
        part: str,
        formula: str,
        label: Label,
        *,
        constants: Mapping[str, Scalar],
        unit: Unit,
    ) -> RowFigure:
        """Return a figure of a service level; one of money is rounded as the lines are."""

    def named(self, *parts: str) -> str:
        """Return the name of a figure of the contract."""

    @property
    def has_relief(self) -> bool:
        """Whether the penalties of a month have a cap."""

    @property
    def no_money(self) -> Mapping[str, Scalar]:
        """No money, as ``none``."""


def earn_back_figures(level: KpiRule, rule: EarnBackRule, make: Makes) -> Iterator[RowFigure]:
    """Yield what gives the penalty of a service level ``c_k`` back.

    ``c_k_beats``: the period is good enough; ``c_k_run``: how many in a row up to this one;
    ``c_k_taken``: the penalty of the period, less what the cap of the month gave back of it, and
    ``c_k_held_1`` and on that of so many periods ago. ``c_k_given_back`` is what the penalty
    before a run of just so many periods gives back.
    """
    beats, constants = level.beats(rule)
    if level.needs is not None:
        beats = f"{make.named(level.name, 'counts')} and {beats}"
    yield make.of_level(level, "beats", beats, _BEATS, constants=constants, unit=Unit.FLAG)
    run = make.named(level.name, "run")
    before = f"previous({run})"
    goes_on = f"({before} + 1 if known({before}) else 1)"
    good = f"{goes_on} if {make.named(level.name, 'beats')} else 0"
    yield make.of_level(level, "run", good, _RUN, constants={}, unit=Unit.COUNT)
    yield _taken(level, make)
    for ago in range(1, rule.periods + 1):
        source = make.named(level.name, "taken" if ago == 1 else f"held_{ago - 1}")
        held = f"previous({source}) if known(previous({source})) else none"
        none = make.no_money
        made = make.of_level(
            level, f"held_{ago}", held, _held(ago), constants=none, unit=Unit.MONEY
        )
        yield attrs.evolve(made, rounding=None)
    held = make.named(level.name, f"held_{rule.periods}")
    given = f"none - {held} * share if {run} == {rule.periods} else none"
    constants = {**make.no_money, "share": rule.share}
    yield make.of_level(level, "given_back", given, _GIVEN, constants=constants, unit=Unit.MONEY)


def earn_back_line(level: KpiRule, rule: EarnBackRule, make: Makes) -> InvoiceLine:
    """Return the line of the invoice that gives a penalty back."""
    parts = ("beats", "run", f"held_{rule.periods}")
    return InvoiceLine(
        figure=make.named(level.name, "given_back"),
        kind=LineKind.EARN_BACK,
        label=level.label.followed_by(_GIVEN),
        reads=level.metric.value,
        beside=tuple(make.named(level.name, each) for each in parts),
    )


def _taken(level: KpiRule, make: Makes) -> RowFigure:
    """Return the penalty of a period as it was taken: its part of what the cap left."""
    penalty = make.named(level.name, "penalty")
    formula = penalty
    if make.has_relief:
        taken, relief = make.named("penalties"), make.named("relief")
        formula = f"{penalty} * (({taken} + {relief}) / {taken}) if {taken} < none else none"
    constants = make.no_money if make.has_relief else {}
    return make.of_level(level, "taken", formula, _TAKEN, constants=constants, unit=Unit.MONEY)


def _held(ago: int) -> Label:
    when = "one period ago" if ago == 1 else f"{ago} periods ago"
    return Label(zh=f"{ago} 期前的扣减", en=f"penalty {when}", zh_TW=f"{ago} 期前的扣減")
