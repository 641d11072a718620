"""Parts of a month: what a joiner, a leaver or a raise inside it leaves of it (domain 2.20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.plan import Definition, PayLine, Surroundings
    from ccops.worktime.part_month_ready import PartMonth


@frozen(kw_only=True)
class PartMonthPolicy:
    """Facts ``x_…`` about the part of a period somebody is employed in.

    ``x_paid_days`` of ``x_period_days`` are those he is employed on; ``x_calendar_days`` are all
    days of the period. ``x_wage`` is his basic pay on the last day employed, ``x_wage_sum`` that
    of each paid day added up over ``x_wage_days`` of them (where he has none, that of the last
    day). ``x_workdays_outside`` are the legal workdays on which he is not employed. It is run
    when working time is handed in; a host without gives these facts himself, and may do without
    the last.
    """

    section: ClassVar[str] = "part_months"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="of whom it is counted"
    )
    calendar: Text = pack_field(
        Shape.NAME, of="calendar", zh="周期", en="the calendar whose periods it is about"
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return nothing: it gives facts."""
        return ()

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: basic pay reads its facts."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return nothing: whom and what it names is checked with the accounts."""
        return ()

    def record_account(
        self,
        section: Callable[[str], tuple[Any, ...]],  # noqa: ARG002 - as every account
        currency: str,
    ) -> PartMonth:
        """Return the counting ready to be run."""
        from ccops.worktime.part_month_ready import PartMonth  # it waits for a month

        return PartMonth(policy=self, currency=currency)
