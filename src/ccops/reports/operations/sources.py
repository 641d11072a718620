"""What a report about operations is made of: values now and before, targets, what is open."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from ccops.kpi import Measured
from ccops.learning import Learning
from ccops.messages import Label
from ccops.reports.operations.aims import aims_of
from ccops.reports.operations.changes import changes_of
from ccops.reports.operations.client_services import ClientService
from ccops.reports.operations.spans import Span
from ccops.reports.parts.kpi_data import KpiSources
from ccops.settlement import Settlement
from ccops.settlement.plain_data.encoding import plain_cell

if TYPE_CHECKING:
    from ccops.reports.operations.aims import Aim
    from ccops.reports.operations.changes import Change


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Operations:
    """What operations came to in a day, a week or a period.

    ``now`` is what was measured; ``before`` the same of the days before, empty where the records
    do not reach back to them: they are whole from ``since`` on. ``settlement`` is that of the
    period, for targets and head count, ``earlier`` those of earlier ones, for the trend;
    ``learning`` holds the lists of what is open at its end. ``kinds`` is what people call the
    kinds of records, ``clients`` the service levels clients pay by, ``aimed`` the indicators of
    which the pack has a target, ``currency`` and ``usual_calendar`` those of the pack.
    """

    span: Span
    since: dt.date
    now: KpiSources
    before: tuple[Measured, ...] = ()
    kinds: dict[str, Label] = attrs.field(factory=dict)
    settlement: Settlement | None = None
    earlier: tuple[Settlement, ...] = ()
    learning: Learning | None = None
    aimed: frozenset[str] = frozenset()
    clients: tuple[ClientService, ...] = ()
    currency: str = ""
    usual_calendar: str = ""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every indicator that is known now or before, in the order of the pack."""
        return changes_of(self.now, self.before)

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """The targets of the center, what is missed most first; none without a settlement."""
        return aims_of(self.settlement, self.earlier) if self.settlement else ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data: an exact number that changed as two whole ones."""
        return {
            "schema": "ccops.operations/1",
            "span": self.span.kind.value,
            "label": self.span.label,
            "first": self.span.first.isoformat(),
            "last": self.span.last.isoformat(),
            "since": self.since.isoformat(),
            "indicators": {each.indicator.name: _plain(each) for each in self.changes},
            "outcomes": dict(self.now.outcomes),
            "targets": {each.target.name: each.met for each in self.aims},
        }


def _plain(change: Change) -> dict[str, object]:
    indicator, moved = change.indicator, change.difference
    values = {"now": change.now, "before": change.before}
    return {
        "unit": indicator.type.unit.value,
        "contract": indicator.contract,
        **{
            name: plain_cell(value, indicator.type.unit, indicator.carrier)
            for name, value in values.items()
        },
        "change": None if moved is None else [moved.numerator, moved.denominator],
        "turn": change.turn.value,
    }
